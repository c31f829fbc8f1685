//! The parts of a rule, in the order in which it is read.

use super::{
    ProsePart, RuleProse, Sentence, Subject,
    condition::Said,
    empty::without_fallback,
    notes::empty_case,
    phrase::{Phrase, Writer},
    words,
};
use crate::{
    Type,
    core::{Expr, ExprKind, Language, Loop, Piece, Severity},
    join::conjuncts,
    schema::{singular, spaced},
};

impl<'a> Writer<'a> {
    pub(super) fn rule(mut self) -> RuleProse {
        let rule = self.rule;
        let asked = self.asked();
        let applies = self.applies();
        let names = self.names();
        let required = self.required();
        let reported = self.reported();
        let mut meanings = self.meanings();
        meanings.extend(self.parameter_meanings());
        let notes = std::mem::take(&mut self.notes).sentences();
        let parts = [
            (Subject::Asked, asked),
            (Subject::Applies, applies),
            (Subject::Names, names),
            (Subject::Required, required),
            (Subject::Reported, reported),
            (Subject::Meanings, meanings),
            (Subject::Notes, notes),
        ];
        let parts = parts.into_iter().filter(|(_, sentences)| !sentences.is_empty());
        RuleProse {
            name: rule.name.to_string(),
            title: rule.title.to_string(),
            place: rule.place,
            rows: self.rows(),
            parts: parts.map(|(subject, sentences)| ProsePart { subject, sentences }).collect(),
        }
    }

    fn rows(&self) -> Vec<(&'static str, String)> {
        let rule = self.rule;
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        let rows = [
            ("severity", Some(severity.to_owned())),
            ("owner", rule.owner.clone()),
            ("since", rule.since.map(words::date)),
            ("see", rule.see.clone()),
            ("because", rule.because.clone()),
        ];
        rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn asked(&mut self) -> Vec<Sentence> {
        let rule = self.rule;
        if rule.loops.is_empty() {
            return vec![Sentence::new("it is asked once, of the data as a whole")];
        }
        let sentence = self.leaf(|writer| {
            let each: Vec<String> = rule.loops.iter().map(|each| writer.each(each)).collect();
            let sentence = match (&rule.cell, each.as_slice()) {
                (Some(_), [rows, columns]) => format!("it is a table: a row for {rows}, a column for {columns}"),
                (_, [one]) => format!("it is asked of {one}"),
                (_, several) => format!("it is asked for {}", words::joined(several, "and")),
            };
            sentence.replace(",,", ",").trim_end_matches(',').to_owned()
        });
        let mut sentences = vec![sentence];
        if let Some((slot, cell)) = &rule.cell {
            let sentence = self.leaf(|writer| format!("each cell shows {}", writer.value(cell).text));
            sentences.push(sentence);
            self.call_slot(*slot, Phrase::one("the value of the cell"), cell.ty.clone());
        }
        sentences
    }

    /// `each contribution of the meeting`
    fn each(&mut self, over: &'a Loop) -> String {
        let list = self.value(&over.list);
        let case = empty_case(&list);
        let what = match over.list.kind {
            ExprKind::Collection(_) => "the rule applies nowhere",
            _ => "there is nothing to ask",
        };
        self.notes.add(format!("{case}, {what}"));
        match self.enter(over) {
            Some(called) => match over.list.kind {
                ExprKind::Collection(_) => {
                    let item = over.list.ty.item().unwrap_or(&Type::Anything);
                    format!("each {}, called {called},", self.noun(item))
                }
                _ => format!("each of {}, called {called},", list.text),
            },
            None => {
                let name = spaced(self.slot_name(over.slot));
                match &without_fallback(&over.list).kind {
                    ExprKind::Collection(_) => format!("each {name}"),
                    ExprKind::Field { record, name: field } if singular(field) == name => {
                        format!("each {name} of {}", self.value(record).text)
                    }
                    _ => format!("each of {}", list.text),
                }
            }
        }
    }

    fn applies(&mut self) -> Vec<Sentence> {
        let Some(when) = &self.rule.when else { return Vec::new() };
        for part in conjuncts(when) {
            if let ExprKind::IsPresent(value) = &part.kind {
                let phrase = self.value(value);
                self.notes.add(format!("where {} {} not given, the rule does not apply", phrase.text, phrase.is()));
            }
            self.note_never_empty(part, "the rule does not apply");
        }
        vec![self.condition(when, Said::AsItIs)]
    }

    fn names(&mut self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for (slot, value) in &self.rule.lets {
            let called = format!("`{}`", self.slot_name(*slot));
            let is_condition = value.ty == Type::Boolean;
            let sentence = if is_condition {
                let condition = self.condition(value, Said::AsItIs);
                Sentence::with(format!("{called} says whether {}", condition.text), condition.items)
            } else {
                self.leaf(|writer| {
                    let phrase = writer.value(value);
                    format!("{called} stands for {}", phrase.text)
                })
            };
            sentences.push(sentence);
            self.call_slot(*slot, Phrase::one(called), value.ty.clone());
        }
        sentences
    }

    fn required(&mut self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for require in &self.rule.requires {
            let before = self.never_empty.len();
            self.note_required(&require.condition);
            sentences.push(self.condition(&require.condition, Said::AsItIs));
            self.never_empty.truncate(before);
        }
        sentences
    }

    /// What a condition needs to be there, it fails without.
    fn note_required(&mut self, condition: &'a Expr) {
        let parts = conjuncts(condition);
        let is_alone = parts.len() == 1;
        for part in parts {
            if !is_alone {
                self.note_never_empty(part, "the rule fails");
            }
            if let ExprKind::IsPresent(value) = &part.kind {
                let phrase = self.value(value);
                self.notes.add(format!("where {} {} not given, the rule fails", phrase.text, phrase.is()));
            }
        }
    }

    fn reported(&mut self) -> Vec<Sentence> {
        let rule = self.rule;
        let mut sentences = Vec::new();
        if rule.requires.len() > 1 {
            sentences.push(Sentence::new("each of these is a check of its own, and is reported on its own"));
        }
        let place = match (&rule.at, rule.loops.as_slice(), &rule.cell) {
            (Some(at), ..) => self.value(at).text,
            (None, [.., _, _], Some(_)) => self.slot(rule.loops.first().map_or(0, |row| row.slot)).text,
            (None, [.., innermost], _) => self.slot(innermost.slot).text,
            (None, [], _) => "the data as a whole".into(),
        };
        sentences.push(Sentence::new(format!("the finding points at {place}")));
        for (language, pieces) in &rule.messages {
            let message = self.message(pieces);
            let lead = match language {
                None => "it says".to_owned(),
                Some(language) => format!("in {} it says", language_name(*language)),
            };
            sentences.push(Sentence::new(format!("{lead}: {message}")));
        }
        if let Some(fix) = &rule.fix {
            sentences.push(Sentence::new(format!("to mend it: {fix}")));
        }
        sentences
    }

    /// A message as it is written, with what stands in its places.
    fn message(&self, pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(value) => format!("{{{}}}", self.sources.text(value.place)),
        };
        format!("\"{}\"", pieces.iter().map(piece).collect::<String>())
    }

    fn parameter_meanings(&self) -> Vec<Sentence> {
        let parameter = |number: &usize| Some((*number, self.program.parameters.get(*number)?));
        let parameters = self.parameters.iter().filter_map(parameter);
        let sentence = |(number, parameter): (usize, &crate::core::Parameter)| {
            let value = words::constant(&parameter.value);
            let given = self.given.iter().rev().find(|(given, _)| *given == number);
            let meaning = parameter.description.as_ref().map(|text| format!(". {text}")).unwrap_or_default();
            let name = &parameter.name;
            let words = spaced(name);
            let is = if matches!(parameter.ty, Type::List(_)) { "are" } else { "is" };
            let rest = format!("{value}, unless a run gives another value{meaning}");
            Sentence::new(match given {
                Some((_, given)) => {
                    format!("`{name}`: the {words} {is} {} in this run, and else {rest}", words::constant(given))
                }
                None => format!("`{name}`: the {words} {is} {rest}"),
            })
        };
        parameters.map(sentence).collect()
    }
}

fn language_name(language: Language) -> &'static str {
    match language {
        Language::Arabic => "Arabic",
        Language::English => "English",
        Language::French => "French",
        Language::Spanish => "Spanish",
    }
}
