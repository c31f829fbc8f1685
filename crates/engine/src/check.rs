//! A run: reads files, validates each record, checks ids and references, and gathers what it found.

use std::{collections::HashMap, ops::Range, sync::Arc};

use accordance_document::{Format, Kept, Limits, Record};
use rayon::prelude::*;

use crate::{
    Collections, Files, Finding, Outcome, Problem, RecordFile, RecordName, Related, Report, Role, Severity, Summary,
    Tally,
    collection::{Collection, key},
    file_text::{FileText, Spot},
    hash::{Map, Set},
    nearest::nearest,
    rules::{DataSet, Rules, RulesRun},
    schema_fault::{Focus, SchemaFault, place},
    schema_faults::faults,
};

/// The names of the checks that need no rule, in the order of reports.
pub const BUILT_IN: [&str; 4] = ["schema", "unique-id", "dangling-reference", "unreadable-file"];

const SCHEMA: usize = 0;
const UNIQUE_ID: usize = 1;
const DANGLING: usize = 2;
const UNREADABLE: usize = 3;

/// How a run is made.
#[derive(Clone, Copy, Default)]
pub struct Options<'o> {
    /// Bounds on records.
    pub limits: Limits,
    /// Told how many bytes of records were read, again and again, from any thread.
    pub progress: Option<&'o (dyn Fn(u64) + Sync)>,
    /// Rules that are run over the valid records.
    pub rules: Option<Rules<'o>>,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Options").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Checks the records of files: each against the schema of its collection, its id against all others, and its references;
/// and runs rules over those that are valid.
///
/// The report is the same whatever the number of threads.
pub fn check(files: &dyn Files, list: &[RecordFile], collections: &Collections, options: Options<'_>) -> Report {
    check_given(files, list, collections, options, Vec::new())
}

/// The same, where some files are known to hold the records of a collection.
pub(crate) fn check_given(
    files: &dyn Files,
    list: &[RecordFile],
    collections: &Collections,
    options: Options<'_>,
    given: Vec<Option<usize>>,
) -> Report {
    let is_read = |collection| options.rules.is_some_and(|rules| rules.program.reads_collection(collection));
    let kept = (0..collections.all.len()).map(is_read).collect();
    let run = Run { files, list, collections, options, kept, given };
    let read = run.read(Role::Checked);
    match options.rules {
        None => run.report(read.into_iter().flat_map(|file| file.parts).collect(), RulesRun::default()),
        Some(rules) => {
            let (data, parts) = run.data_set(read);
            run.report(parts, rules.run(&data, run.list.len()))
        }
    }
}

impl<'f> DataSet<'f> {
    /// Reads the valid records of files. What cannot be read, or is not valid, is left out; [`check`] reports it.
    pub fn read(files: &'f dyn Files, list: &'f [RecordFile], collections: &'f Collections, limits: Limits) -> Self {
        let options = Options { limits, ..Options::default() };
        let kept = vec![true; collections.all.len()];
        let run = Run { files, list, collections, options, kept, given: Vec::new() };
        run.data_set(run.read(Role::Checked)).0
    }
}

struct Run<'r> {
    files: &'r dyn Files,
    list: &'r [RecordFile],
    collections: &'r Collections,
    options: Options<'r>,
    /// Whether the records of each collection are kept for rules.
    kept: Vec<bool>,
    /// The collection of all records of a file, by the number of the file; the file's name or a record's kind tells it else.
    /// Such files are those of tests: rules read their records valid or not.
    given: Vec<Option<usize>>,
}

/// What a file gave.
struct ReadFile<'r> {
    number: usize,
    /// Its text, where records of it are kept.
    text: Option<FileText<'r>>,
    parts: Vec<Part>,
}

/// What a piece of a file gave.
#[derive(Default)]
struct Part {
    findings: Vec<(usize, Finding)>,
    problems: Vec<(usize, Problem)>,
    ids: Vec<Named>,
    /// The ids that are referred to, by the number of the collection.
    references: Vec<Set<Box<str>>>,
    /// Valid records that rules read, with their collections.
    kept: Vec<(usize, Kept)>,
    records: u64,
    valid: u64,
    reads_file: bool,
}

impl Part {
    /// The ids that are referred to, with their collections.
    fn references(&self) -> impl Iterator<Item = (usize, &str)> {
        let by_collection = self.references.iter().enumerate();
        by_collection.flat_map(|(collection, ids)| ids.iter().map(move |id| (collection, &**id)))
    }
}

/// A collection and the id of one of its records.
type Key = (usize, Box<str>);

/// A record that has an id.
struct Named {
    collection: usize,
    id: Box<str>,
    at: At,
    is_valid: bool,
}

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct At {
    file: usize,
    span: Range<usize>,
}

impl<'r> Run<'r> {
    /// Reads the files that are there for one purpose, in their order.
    fn read(&self, role: Role) -> Vec<ReadFile<'r>> {
        let numbered = self.list.par_iter().enumerate().filter(|(_, file)| file.role == role);
        numbered.map(|(number, _)| self.read_file(number)).collect()
    }

    /// The records that rules read: those of files that were read, and those in the background.
    fn data_set(&self, read: Vec<ReadFile<'r>>) -> (DataSet<'r>, Vec<Part>) {
        let ids = self.collections.all.iter().map(|collection| collection.id.clone());
        let mut data = DataSet::new(ids, self.list.len());
        let mut parts = Vec::new();
        for file in read {
            parts.extend(add(&mut data, file, Role::Checked));
        }
        for named in parts.iter().flat_map(|part| &part.ids).filter(|named| !named.is_valid) {
            data.add_invalid(named.collection, &named.id);
        }
        for file in self.read(Role::Background) {
            add(&mut data, file, Role::Background);
        }
        (data, parts)
    }

    fn read_file(&self, number: usize) -> ReadFile<'r> {
        let file = &self.list[number];
        match FileText::read(self.files, file) {
            Ok(text) => {
                let mut parts = text.pieces(self.options.limits, |piece: &mut Part, found, tree_text| match found {
                    Ok(record) => self.read_record(number, &record, tree_text, piece),
                    Err(mistake) => {
                        let spot = tree_text.spot(mistake.span());
                        unreadable(number, spot, &mistake, tree_text, piece);
                    }
                });
                if let Some(progress) = self.options.progress {
                    progress(text.len() as u64);
                }
                match parts.first_mut() {
                    Some(first) => first.reads_file = true,
                    None => parts.push(Part { reads_file: true, ..Part::default() }),
                }
                let is_kept = parts.iter().any(|part| !part.kept.is_empty());
                ReadFile { number, text: is_kept.then_some(text), parts }
            }
            Err(reason) => ReadFile { number, text: None, parts: vec![not_read(number, file, reason)] },
        }
    }

    fn read_record(&self, number: usize, record: &Record<'_>, text: &FileText<'_>, part: &mut Part) {
        part.records += 1;
        let Some(collection) = self.collection_of(number, record) else {
            self.no_collection(number, record, text, part);
            return;
        };
        let own = &self.collections.all[collection];
        let is_valid = own.quick.accepts(record.value) || own.validator.is_valid(record.value);
        let id = own.id_of(record.value);
        if is_valid {
            part.valid += 1;
        }
        if self.kept[collection] && (is_valid || self.given_collection(number).is_some()) {
            part.kept.push((collection, Kept::new(record)));
        }
        if !is_valid {
            let name = RecordName { collection: Arc::clone(&own.name), id: id.as_deref().map(str::to_owned) };
            let faults = faults(own, record);
            let places = text.places(
                record,
                faults.iter().map(|fault| (fault.pointer.as_str(), fault.focus)),
                self.options.limits,
            );
            for (fault, spot) in faults.into_iter().zip(places) {
                part.findings.push((number, schema_finding(fault, spot, name.clone(), text)));
            }
        }
        own.references.each(record.value, &mut |target, value, _| {
            if part.references.len() <= target {
                part.references.resize_with(target + 1, Set::default);
            }
            let ids = &mut part.references[target];
            match value.as_str() {
                Some(known) if ids.contains(known) => {}
                _ => ids.extend(key(value)),
            }
        });
        if let Some(id) = id {
            part.ids.push(Named { collection, id, at: At { file: number, span: record.span.clone() }, is_valid });
        }
    }

    fn given_collection(&self, number: usize) -> Option<usize> {
        self.given.get(number).copied().flatten()
    }

    fn collection_of(&self, number: usize, record: &Record<'_>) -> Option<usize> {
        let known = self.given_collection(number).or_else(|| self.collections.by_file(&self.list[number].name));
        known.or_else(|| {
            let kind = record.value.get("kind")?.as_str()?;
            self.collections.by_kind(kind)
        })
    }

    /// A record that belongs to no collection cannot be checked, which is a finding.
    fn no_collection(&self, number: usize, record: &Record<'_>, text: &FileText<'_>, part: &mut Part) {
        let kinds: Vec<&str> =
            self.collections.all.iter().filter_map(|collection| collection.kind.as_deref()).collect();
        let listed = kinds.join(", ");
        let kind = record.value.get("kind");
        let (pointer, message, advice) = match kind.map(accordance_document::Value::as_str) {
            Some(Some(word)) => (
                "/kind",
                format!("there is no kind of record named {} (there are {listed})", accordance_document::quoted(word)),
                nearest(word, kinds.iter().copied())
                    .map_or("write one of them".into(), |meant| format!("write {meant:?}")),
            ),
            Some(None) => (
                "/kind",
                format!("\"kind\" is not a text, and one of {listed} is expected"),
                "write one of them".into(),
            ),
            None if kinds.is_empty() => (
                "",
                "no collection of accordance.toml takes the records of this file".into(),
                "name the file in a collection".into(),
            ),
            None => (
                "",
                "the record has no \"kind\", so it is not known what it must be like".into(),
                format!("add \"kind\": one of {listed}"),
            ),
        };
        let focus = if pointer.is_empty() { Focus::Start } else { Focus::Value };
        let fault =
            SchemaFault { pointer: pointer.into(), focus, message, advice, wants_quotes: false, property: None };
        let spots = text.places(record, std::iter::once((pointer, focus)), self.options.limits);
        for spot in spots {
            part.findings.push((number, schema_finding_of(fault.clone(), spot, None, text)));
        }
    }

    fn report(&self, parts: Vec<Part>, rules: RulesRun) -> Report {
        let mut summary = Summary::default();
        let mut findings = Vec::new();
        let mut problems = Vec::new();
        let mut valid = 0;
        let mut ids: Map<(usize, &str), &Named> = Map::default();
        let mut twice: Vec<(&Named, &Named)> = Vec::new();
        for part in &parts {
            summary.records += part.records;
            summary.files += u64::from(part.reads_file);
            valid += part.valid;
            for named in &part.ids {
                match ids.entry((named.collection, &*named.id)) {
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(named);
                    }
                    std::collections::hash_map::Entry::Occupied(entry) => twice.push((entry.get(), named)),
                }
            }
        }
        let repeated = twice.len() as u64;
        findings.extend(self.repeated_ids(&twice));
        let mut lost: Map<Key, Lost> = Map::default();
        let mut referred = 0_u64;
        for (collection, id) in parts.iter().flat_map(Part::references) {
            referred += 1;
            let why = match ids.get(&(collection, id)) {
                Some(named) if named.is_valid => continue,
                Some(_) => Lost::Invalid,
                None => Lost::Missing { near: None },
            };
            lost.insert((collection, id.into()), why);
        }
        let background = if lost.is_empty() { Vec::new() } else { self.background_ids() };
        for known in &background {
            lost.remove(known);
        }
        if !lost.is_empty() {
            let background = background.iter().map(|(collection, id)| (*collection, &**id));
            let known: Vec<(usize, &str)> = ids.keys().copied().chain(background).collect();
            find_nearest(&mut lost, known);
            findings.extend(self.dangling(&lost));
        }
        let dangling = findings.iter().filter(|(_, finding)| &*finding.rule == BUILT_IN[DANGLING]).count() as u64;
        let named = ids.len() as u64;
        drop(ids);
        drop(lost);
        drop(twice);
        for part in parts {
            findings.extend(part.findings);
            problems.extend(part.problems);
        }
        if let Some(asked) = self.options.rules {
            asked.waive_built_in(&mut findings);
            findings.extend(asked.unused_waivers(&findings, &rules, self.list.len()));
        }
        findings.extend(rules.findings);
        problems.extend(rules.problems);
        let names: HashMap<&str, usize> =
            BUILT_IN.into_iter().chain(rules.tallies.iter().map(|tally| &*tally.rule)).zip(0..).collect();
        findings.sort_by(|(a_file, a), (b_file, b)| {
            let order = |finding: &Finding| names.get(&*finding.rule).copied();
            let of = |finding: &Finding| (finding.place.span.start, finding.place.span.end, order(finding));
            a_file.cmp(b_file).then_with(|| of(a).cmp(&of(b))).then_with(|| a.place.pointer.cmp(&b.place.pointer))
        });
        problems.sort_by_key(|(file, problem)| (*file, problem.line, problem.column));
        let findings: Vec<Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
        let of = |rule: usize| findings.iter().filter(move |finding| &*finding.rule == BUILT_IN[rule]);
        let count = |rule: usize| of(rule).count() as u64;
        let waived = |rule: usize| of(rule).filter(|finding| finding.waived.is_some()).count() as u64;
        let tally = |rule: usize, passes, fails| Tally {
            rule: BUILT_IN[rule].into(),
            passes,
            fails,
            waived: waived(rule),
            ..Tally::default()
        };
        let open = |severity| {
            let is_open = |finding: &&Finding| finding.severity == severity && finding.waived.is_none();
            findings.iter().filter(is_open).count() as u64
        };
        summary.errors = open(Severity::Error);
        summary.warnings = open(Severity::Warning);
        summary.advice = open(Severity::Advice);
        summary.waived = findings.iter().filter(|finding| finding.waived.is_some()).count() as u64;
        let mut tallies = vec![
            tally(SCHEMA, valid, summary.records - valid),
            tally(UNIQUE_ID, named, repeated),
            tally(DANGLING, referred.saturating_sub(dangling), dangling),
            tally(UNREADABLE, summary.files, count(UNREADABLE)),
        ];
        tallies.extend(rules.tallies);
        let costs = rules.costs;
        let problems = problems.into_iter().map(|(_, problem)| problem).collect();
        Report { findings, rules: tallies, problems, summary, costs }
    }

    fn repeated_ids(&self, twice: &[(&Named, &Named)]) -> Vec<(usize, Finding)> {
        let mut texts = Texts::new(self);
        let mut found = Vec::new();
        for (first, second) in twice {
            let own = &self.collections.all[second.collection];
            let pointer = own.id.clone().unwrap_or_default();
            let before = texts.spot(&first.at, &pointer);
            let after = texts.spot(&second.at, &pointer);
            let (Some(before), Some(after)) = (before, after) else { continue };
            let name = &self.list[second.at.file].name;
            let first_name = &self.list[first.at.file].name;
            found.push((
                second.at.file,
                Finding {
                    message: format!(
                        "{} is the id of another record of {} too",
                        accordance_document::quoted(&second.id),
                        own.name
                    ),
                    label: "give this record an id of its own".into(),
                    fix: Some("Give this record an id of its own, or remove it where it is the same record.".into()),
                    record: Some(RecordName { collection: Arc::clone(&own.name), id: Some(second.id.to_string()) }),
                    values: vec![("id".into(), second.id.to_string().into())],
                    related: vec![Related {
                        place: before.named(first_name, &pointer),
                        label: "the first record of this id".into(),
                    }],
                    ..Finding::built_in(BUILT_IN[UNIQUE_ID], after.named(name, &pointer))
                },
            ));
        }
        found
    }

    /// Reads the files once more for the places of references that lead nowhere.
    fn dangling(&self, lost: &Map<Key, Lost>) -> Vec<(usize, Finding)> {
        let checked = self.list.par_iter().enumerate().filter(|(_, file)| file.role == Role::Checked);
        let found = checked.flat_map_iter(|(number, file)| {
            let Ok(text) = FileText::read(self.files, file) else { return Vec::new() };
            let pieces = text.pieces(self.options.limits, |piece: &mut Vec<(usize, Finding)>, found, text| {
                let Ok(record) = found else { return };
                let Some(collection) = self.collection_of(number, &record) else { return };
                let own = &self.collections.all[collection];
                let mut here: Vec<(String, Key, &Lost)> = Vec::new();
                own.references.each(record.value, &mut |target, value, steps| {
                    let Some(id) = key(value) else { return };
                    let reference = (target, id);
                    if let Some(why) = lost.get(&reference) {
                        here.push((steps.pointer(), reference, why));
                    }
                });
                let pointers = here.iter().map(|(pointer, ..)| (pointer.as_str(), Focus::Value));
                let spots = text.places(&record, pointers, self.options.limits);
                let id = own.id_of(record.value).map(String::from);
                for ((pointer, (target, id_there), why), spot) in here.into_iter().zip(spots) {
                    let target = &self.collections.all[target];
                    let (message, label) = why.told(&pointer, &id_there, target);
                    piece.push((
                        number,
                        Finding {
                            message,
                            fix: Some(sentence(&label)),
                            label,
                            record: Some(RecordName { collection: Arc::clone(&own.name), id: id.clone() }),
                            values: vec![(place(&pointer).trim_matches('"').to_owned(), id_there.to_string().into())],
                            ..Finding::built_in(BUILT_IN[DANGLING], spot.named(&file.name, &pointer))
                        },
                    ));
                }
            });
            pieces.into_iter().flatten().collect::<Vec<_>>()
        });
        found.collect()
    }

    fn background_ids(&self) -> Vec<Key> {
        let mut ids = Vec::new();
        for (number, file) in self.list.iter().enumerate().filter(|(_, file)| file.role == Role::Background) {
            let Ok(text) = FileText::read(self.files, file) else { continue };
            let pieces = text.pieces(self.options.limits, |piece: &mut Vec<Key>, found, _| {
                if let Ok(record) = found
                    && let Some(collection) = self.collection_of(number, &record)
                    && let Some(id) = self.collections.all[collection].id_of(record.value)
                {
                    piece.push((collection, id));
                }
            });
            ids.extend(pieces.into_iter().flatten());
        }
        ids
    }
}

/// Why a reference leads nowhere.
enum Lost {
    /// No record has the id; one may have an id that is near.
    Missing { near: Option<String> },
    /// The record that has the id is not valid.
    Invalid,
}

impl Lost {
    /// What is said of a reference at `pointer` to an id, and what to do.
    fn told(&self, pointer: &str, id: &str, target: &Collection) -> (String, String) {
        let (what, shown) = (place(pointer), accordance_document::quoted(id));
        match self {
            Self::Missing { near } => (
                format!("{what} refers to {shown}, and no record of {} has that id", target.name),
                match near {
                    Some(near) => format!("write {near:?}"),
                    None => "write the id of a record, or add the record".into(),
                },
            ),
            Self::Invalid => (
                format!("{what} refers to {shown}, a record of {} that is not valid itself", target.name),
                "mend that record first".into(),
            ),
        }
    }
}

/// Two ids are compared at most so often in search of near ones, so that a data set without its other half is told quickly.
const MOST_COMPARISONS: usize = 200_000;

/// Looks for the id that was most likely meant by each that no record has.
fn find_nearest(lost: &mut Map<Key, Lost>, mut known: Vec<(usize, &str)>) {
    if lost.len().saturating_mul(known.len()) > MOST_COMPARISONS {
        return;
    }
    known.sort_unstable();
    for ((collection, id), why) in lost {
        if let Lost::Missing { near } = why {
            let ids = known.iter().filter(|(other, _)| other == collection).map(|(_, id)| *id);
            *near = nearest(id, ids).map(str::to_owned);
        }
    }
}

/// The texts of files that places are looked for in, one at a time.
struct Texts<'r> {
    run: &'r Run<'r>,
    last: Option<(usize, FileText<'r>)>,
}

impl<'r> Texts<'r> {
    fn new(run: &'r Run<'r>) -> Self {
        Self { run, last: None }
    }

    fn spot(&mut self, at: &At, pointer: &str) -> Option<Spot> {
        if self.last.as_ref().is_none_or(|(file, _)| *file != at.file) {
            let text = FileText::read(self.run.files, &self.run.list[at.file]).ok()?;
            self.last = Some((at.file, text));
        }
        let (_, text) = self.last.as_ref()?;
        text.place_in(at.span.clone(), pointer, Focus::Value, self.run.options.limits)
    }
}

/// Adds what a file gave to a data set. What else it gave is returned.
fn add<'r>(data: &mut DataSet<'r>, file: ReadFile<'r>, role: Role) -> Vec<Part> {
    let ReadFile { number, text, mut parts } = file;
    if let Some(text) = text {
        data.add_text(number, text);
    }
    for (collection, kept) in parts.iter_mut().flat_map(|part| std::mem::take(&mut part.kept)) {
        data.add(collection, number, kept, role);
    }
    parts
}

fn schema_finding(fault: SchemaFault, spot: Spot, record: RecordName, text: &FileText<'_>) -> Finding {
    schema_finding_of(fault, spot, Some(record), text)
}

fn schema_finding_of(fault: SchemaFault, spot: Spot, record: Option<RecordName>, text: &FileText<'_>) -> Finding {
    let written = text.slice(&spot.span);
    let can_quote = text.format() == Format::Yaml && !written.is_empty() && written.len() < 60;
    let label = if fault.wants_quotes && can_quote { format!("put it in quotes: \"{written}\"") } else { fault.advice };
    Finding {
        message: fault.message,
        fix: Some(sentence(&label)),
        label,
        record,
        ..Finding::built_in(BUILT_IN[SCHEMA], spot.named(text.name(), &fault.pointer))
    }
}

fn unreadable(
    number: usize,
    spot: Spot,
    mistake: &accordance_document::ReadError,
    text: &FileText<'_>,
    part: &mut Part,
) {
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
            label: mistake.advice().to_owned(),
            fix: Some(sentence(mistake.advice())),
            related: related.into_iter().collect(),
            ..Finding::built_in(BUILT_IN[UNREADABLE], place)
        },
    ));
}

/// A file that cannot be read at all.
fn not_read(number: usize, file: &RecordFile, reason: crate::file_text::NotRead) -> Part {
    let place = reason.spot.named(&file.name, "");
    let problem = Problem { file: Arc::clone(&file.name), line: None, column: None, message: reason.message.clone() };
    let finding = Finding {
        message: reason.message.clone(),
        label: reason.advice.clone(),
        fix: Some(sentence(&reason.advice)),
        ..Finding::built_in(BUILT_IN[UNREADABLE], place)
    };
    Part { findings: vec![(number, finding)], problems: vec![(number, problem)], ..Part::default() }
}

/// An instruction as a sentence.
fn sentence(instruction: &str) -> String {
    let mut chars = instruction.chars();
    let first = chars.next().map(|initial| initial.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default();
    if first.ends_with(['.', '"', ']']) { first } else { first + "." }
}

impl Finding {
    pub(crate) fn built_in(rule: &str, place: crate::Place) -> Self {
        Self {
            rule: rule.into(),
            severity: Severity::Error,
            outcome: Outcome::Fails,
            message: String::new(),
            label: String::new(),
            fix: None,
            place,
            record: None,
            values: Vec::new(),
            related: Vec::new(),
            waived: None,
        }
    }
}
