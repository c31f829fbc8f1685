//! Findings of the checks that need no rule, but for those of ids and references.

use std::sync::Arc;

use accordance_document::{Format, ReadError, Record, Value as Node, quoted};

use crate::{
    Collections, Finding, Outcome, Problem, RecordFile, RecordName, Related, Severity,
    check::{BUILT_IN, Run, SCHEMA, UNREADABLE},
    file_text::{FileText, Spot},
    nearest::nearest,
    pieces::NotRead,
    reading::Part,
    schema_fault::{Focus, SchemaFault},
};

impl Run<'_> {
    /// A record that belongs to no collection cannot be checked, which is a finding.
    pub(crate) fn no_collection(&self, number: usize, record: &Record<'_>, text: &FileText<'_>, part: &mut Part) {
        let (pointer, message, advice) = self.collections.belongs_to_none(record.value.get("kind"));
        let focus = if pointer.is_empty() { Focus::Start } else { Focus::Value };
        let fault =
            SchemaFault { pointer: pointer.into(), focus, message, advice, wants_quotes: false, property: None };
        let spots = text.places_of(record, std::iter::once((pointer, focus)));
        for spot in spots {
            part.findings.push((number, of_schema(fault.clone(), spot, None, text)));
        }
    }
}

impl Collections {
    /// Where in a record, whose `kind` may be a word, it shows that it belongs to no collection; what is said of that,
    /// and what is advised.
    fn belongs_to_none(&self, kind: Option<Node<'_>>) -> (&'static str, String, String) {
        let kinds: Vec<&str> = self.kinds().collect();
        let kind = kind.map(Node::as_str);
        let or_by_file = self.or_by_file();
        if let Some(Some(word)) = kind
            && let Some(name) = self.by_file_of_kind(word)
        {
            let message = format!("records of the kind {} are in the files of {name}, and this is none", quoted(word));
            return ("/kind", message, "name the file in that collection of accordance.toml".into());
        }
        let (listed, one_of_them, there_are) = match kinds.as_slice() {
            [] => {
                let message = "no collection of accordance.toml takes the records of this file";
                return ("", message.into(), "name the file in a collection".into());
            }
            [only] => (format!("{only:?}"), format!("write {only:?}"), format!("the only one is {only:?}")),
            all => {
                let all = all.join(", ");
                (format!("one of {all}"), "write one of them".into(), format!("there are {all}"))
            }
        };
        match kind {
            Some(Some(word)) => {
                let meant = nearest(word, kinds.iter().copied()).map(|meant| format!("write {meant:?}"));
                let message = format!("there is no kind of record named {} ({there_are})", quoted(word));
                ("/kind", message, meant.unwrap_or(one_of_them) + or_by_file)
            }
            Some(None) => ("/kind", format!("\"kind\" is not a text, and {listed} is expected"), one_of_them),
            None => {
                let message = "the record has no \"kind\", so it is not known what it must be like";
                ("", message.into(), format!("add \"kind\": {listed}{or_by_file}"))
            }
        }
    }
}

/// What a schema finds wrong at a place.
pub(crate) fn of_schema(fault: SchemaFault, spot: Spot, record: Option<RecordName>, text: &FileText<'_>) -> Finding {
    let written = text.slice(&spot.span);
    let can_quote = text.format() == Format::Yaml && !written.is_empty() && written.len() < 60;
    let label = if fault.wants_quotes && can_quote { format!("put it in quotes: \"{written}\"") } else { fault.advice };
    Finding {
        message: fault.message,
        fix: Some(sentence(&label)),
        label: label.into(),
        record,
        ..Finding::built_in(BUILT_IN[SCHEMA], spot.named(text.name(), fault.pointer))
    }
}

/// Adds what makes a record unreadable to what a piece of a file gave.
pub(crate) fn unreadable(number: usize, spot: Spot, mistake: &ReadError, text: &FileText<'_>, part: &mut Part) {
    let pointer = mistake.origin().map(accordance_document::Origin::pointer).unwrap_or_default();
    let place = spot.named(text.name(), &pointer);
    part.problems.push((
        number,
        Problem {
            file: Arc::clone(text.name()),
            line: Some(place.line),
            column: Some(place.column),
            message: mistake.message().to_owned(),
        },
    ));
    let related = mistake.related().map(|related| Related {
        place: text.spot(related.span.clone()).named(text.name(), &pointer),
        label: related.label.into(),
    });
    part.findings.push((
        number,
        Finding {
            message: mistake.message().to_owned(),
            label: mistake.advice().into(),
            fix: Some(sentence(mistake.advice())),
            related: related.into_iter().collect(),
            ..Finding::built_in(BUILT_IN[UNREADABLE], place)
        },
    ));
}

/// Adds that a file cannot be read at all.
pub(crate) fn not_read(number: usize, file: &RecordFile, reason: NotRead, part: &mut Part) {
    let place = reason.spot.named(&file.name, "");
    let problem = Problem { file: Arc::clone(&file.name), line: None, column: None, message: reason.message.clone() };
    let finding = Finding {
        message: reason.message.clone(),
        label: reason.advice.as_str().into(),
        fix: Some(sentence(&reason.advice)),
        ..Finding::built_in(BUILT_IN[UNREADABLE], place)
    };
    part.findings.push((number, finding));
    part.problems.push((number, problem));
}

/// An instruction as a sentence.
pub(crate) fn sentence(instruction: &str) -> Arc<str> {
    let mut chars = instruction.chars();
    let first = chars.next().map(|initial| initial.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default();
    if first.ends_with(['.', '"', ']']) { first.into() } else { (first + ".").into() }
}

impl Finding {
    pub(crate) fn built_in(rule: &str, place: crate::Place) -> Self {
        Self {
            rule: rule.into(),
            requirement: None,
            severity: Severity::Error,
            outcome: Outcome::Fails,
            message: String::new(),
            label: Arc::from(""),
            fix: None,
            place,
            record: None,
            values: Vec::new(),
            combination: 0,
            related: Vec::new(),
            waived: None,
        }
    }
}
