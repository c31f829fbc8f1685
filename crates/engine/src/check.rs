//! A run: reads files, validates each record, checks ids and references, runs rules, and gathers what was found.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use accordance_document::{Limits, Record, Selection};

use crate::{
    Collections, Files, Problem, RecordFile, Report, Role, Severity, Summary, Tally,
    at::LinesBefore,
    collection::key,
    hash::Set,
    ids::{Ids, Named},
    order::{Located, in_order},
    pieces::{Again, Changed},
    reading::{Part, Reading, add},
    references_lost::{Key, background_ids},
    rules::{
        Data, DataSet, Evaluator, Noted, Planned, Ready, RecordRules, Rules, RulesRun, RunRules, Swift,
        count_background, together,
    },
    told::Told,
};

/// The names of the checks that need no rule, in the order of reports.
pub use accordance_rules::BUILT_IN;

pub(crate) const SCHEMA: usize = 0;
pub(crate) const UNIQUE_ID: usize = 1;
pub(crate) const DANGLING: usize = 2;
pub(crate) const UNREADABLE: usize = 3;

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

/// Checks the records of files: each against the schema of its collection, its id against all others, and its
/// references; and runs rules over those that are valid.
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
    let run = Run::new(files, list, collections, options, given);
    let Some(rules) = options.rules else {
        let ((mut reading, _), ()) = rayon::join(
            || run.read(&run.files_of(Role::Checked), &Keeping::nothing(), None),
            || drop(run.read_background(&Keeping::nothing())),
        );
        return run.report(&Ids::of(named(&mut reading.parts)), reading, RulesRun::default());
    };
    let rules = RunRules::new(rules, collections, options.limits);
    let planned = Planned::new(rules.program, collections.all.len());
    // What each rule costs is measured for one after the other, and rules of tests read what is not valid too.
    let can_stream = rules.clock.is_none() && run.given.is_empty();
    let streamed = if can_stream { run.stream(&rules, &planned) } else { None };
    let report = streamed.unwrap_or_else(|| run.whole(&rules, &planned));
    // To give many small pieces back takes time, and nobody waits for it.
    rayon::spawn(|| drop(planned));
    report
}

impl DataSet {
    /// Reads the valid records of files. What cannot be read, or is not valid, is left out; [`check`] reports it.
    pub fn read(files: &dyn Files, list: &[RecordFile], collections: &Collections, limits: Limits) -> Self {
        Self::read_and_check(files, list, collections, limits).0
    }

    /// The same, and what [`check`] reports of these files without rules: what is left out, and why.
    pub fn read_and_check(
        files: &dyn Files,
        list: &[RecordFile],
        collections: &Collections,
        limits: Limits,
    ) -> (Self, Report) {
        let options = Options { limits, ..Options::default() };
        let run = Run::new(files, list, collections, options, Vec::new());
        let (data, ids, reading) = run.data_set(&Keeping::all(collections.all.len()));
        (data, run.report(&ids, reading, RulesRun::default()))
    }
}

/// The records that have an id, taken out of parts.
pub(crate) fn named(parts: &mut [Part]) -> Vec<Named> {
    parts.iter_mut().map(|part| std::mem::take(&mut part.ids)).collect()
}

pub(crate) struct Run<'r> {
    pub(crate) files: &'r dyn Files,
    pub(crate) list: &'r [RecordFile],
    pub(crate) collections: &'r Collections,
    pub(crate) options: Options<'r>,
    /// The collection of all records of a file, by the number of the file; the file's name or a record's kind tells it
    /// else. Such files are those of tests: rules read their records valid or not.
    pub(crate) given: Vec<Option<usize>>,
    /// The ids of the records in the background, once these were read.
    pub(crate) background: OnceLock<Vec<Key>>,
    /// The files that are not as they were when they were read first.
    pub(crate) changed: Changed,
    /// How much was found without rules.
    pub(crate) told: Told,
}

/// What is kept of records for rules that need several.
pub(crate) struct Keeping {
    /// By the number of the collection; nothing where its records are not needed.
    selections: Vec<Option<Selection>>,
    /// Whether all of each of them is kept.
    pub(crate) is_whole: bool,
    /// The names of fields that are found by number, by the number of the collection.
    pub(crate) fields: Vec<Vec<Arc<str>>>,
}

impl Keeping {
    pub(crate) fn nothing() -> Self {
        Self { selections: Vec::new(), is_whole: false, fields: Vec::new() }
    }

    fn all(collections: usize) -> Self {
        Self { selections: vec![Some(Selection::all()); collections], is_whole: true, fields: Vec::new() }
    }

    /// Finds what is kept by the numbers of fields, which are those given and more; and gives numbers to fields of what
    /// is kept.
    fn number(&mut self, Swift { fields, names, .. }: &Swift) {
        self.fields.clone_from(fields);
        for (selection, fields) in self.selections.iter_mut().zip(&mut self.fields) {
            if let Some(selection) = selection {
                selection.keys(names);
                selection.number(&mut |name| {
                    let known = fields.iter().position(|known| **known == *name);
                    let number = known.unwrap_or_else(|| {
                        fields.push(name.into());
                        fields.len() - 1
                    });
                    u16::try_from(number).ok()
                });
            }
        }
    }

    pub(crate) fn of(&self, collection: usize) -> Option<&Selection> {
        self.selections.get(collection)?.as_ref()
    }
}

impl<'r> Run<'r> {
    fn new(
        files: &'r dyn Files,
        list: &'r [RecordFile],
        collections: &'r Collections,
        options: Options<'r>,
        given: Vec<Option<usize>>,
    ) -> Self {
        let (background, changed, told) = (OnceLock::new(), Changed::default(), Told::default());
        Self { files, list, collections, options, given, background, changed, told }
    }

    pub(crate) fn files_of(&self, role: Role) -> Vec<usize> {
        let numbered = self.list.iter().enumerate().filter(|(_, file)| file.role == role);
        numbered.map(|(number, _)| number).collect()
    }

    /// Runs rules while records are read, as far as that can be done, and keeps of records what the others need.
    /// Nothing comes of it where that turns out not to be enough, or a bound may be reached.
    fn stream(&self, rules: &RunRules<'r>, planned: &Planned) -> Option<Report> {
        let ids = |collection: usize| self.collections.all.get(collection).and_then(|own| own.id.as_deref());
        let selections = (0..self.collections.all.len()).map(|number| planned.selection(number, ids(number)));
        let mut keeping = Keeping { selections: selections.collect(), ..Keeping::nothing() };
        let (ready, noted) = (Ready::new(&planned.program, rules.options), Noted::new(&planned.program));
        let swift = Swift::new(planned, &ready, self.collections.all.len());
        keeping.number(&swift);
        let none = self.empty(&keeping);
        let new = || RecordRules::new(rules, planned, (&ready, &swift), &noted, &none);
        let mut in_background = self.keeping_all(&|collection| planned.needs_background(collection));
        in_background.selections.iter_mut().flatten().for_each(|selection| selection.keys(&swift.names));
        let ((mut reading, workers), mut background) = rayon::join(
            || self.read(&self.files_of(Role::Checked), &keeping, Some(&new)),
            || self.read_background(&in_background),
        );
        let mut run = RulesRun::of(rules, &planned.program);
        let mut steps = 0;
        let mut counters = Vec::new();
        for worker in workers {
            if worker.is_stopped {
                return None;
            }
            steps += worker.steps();
            run.tallies.iter_mut().zip(&worker.tallies).for_each(|(all, own)| all.add(own));
            counters.push(worker.counters);
        }
        // Of a file that cannot be read whole, a part may have been counted.
        if steps > rules.options.max_checks || reading.parts.iter().any(|part| part.lost) {
            return None;
        }
        run.findings = reading.parts.iter_mut().map(|part| std::mem::take(&mut part.found)).collect();
        let (ids, mut data) = self.gather(&mut reading, &keeping);
        self.add_background(&mut data, &ids, &mut background, &in_background);
        reading.lines.append(&mut background.lines);
        counters.push(count_background(&ready, &data));
        let counts = together(counters, planned.program.groups.len());
        let evaluator = Evaluator::with_counts(&ready, Data::of(&data), &counts, &swift);
        let late = rules.run_over(&evaluator, &planned.late, &noted)?;
        let again = || self.again(&reading.lines);
        rules.place_all(late, &planned.program, &data, &again, &mut run);
        run.used = noted.used();
        drop(evaluator);
        // To give much room back takes time too.
        let (report, ()) = rayon::join(|| self.report(&ids, reading, run), || drop((data, counts)));
        Some(report)
    }

    /// Reads all records that rules need as a whole, and runs the rules over them.
    fn whole(&self, rules: &RunRules<'r>, planned: &Planned) -> Report {
        let is_read = |collection| rules.program.reads_collection(collection);
        let selections = (0..self.collections.all.len()).map(|number| is_read(number).then(Selection::all));
        let keeping = Keeping { selections: selections.collect(), is_whole: true, fields: Vec::new() };
        self.told.reset();
        let (data, ids, reading) = self.data_set(&keeping);
        let run = rules.run(&planned.program, &data, &|| self.again(&reading.lines));
        drop(data);
        self.report(&ids, reading, run)
    }

    /// What gives the texts of files anew.
    pub(crate) fn again<'a>(&'a self, lines: &'a LinesBefore) -> Again<'a> {
        Again::new(self.files, self.list, self.options.limits, lines, &self.changed)
    }

    fn empty(&self, keeping: &Keeping) -> DataSet {
        let collections = self.collections.all.iter().enumerate();
        DataSet::new(collections.map(|(number, own)| (own.id.clone(), keeping.of(number).cloned().unwrap_or_default())))
    }

    /// The ids of checked records, and what is kept of them.
    fn gather(&self, reading: &mut Reading, keeping: &Keeping) -> (Arc<Ids>, DataSet) {
        let ids = named(&mut reading.parts);
        let data = || {
            let mut data = self.empty(keeping);
            add(&mut data, reading, keeping, Role::Checked, &mut |_, _| true);
            data
        };
        let (ids, mut data) = rayon::join(|| Arc::new(Ids::of(ids)), data);
        data.know(&ids);
        (ids, data)
    }

    /// The records that rules read: those of files that were read, and those in the background.
    fn data_set(&self, keeping: &Keeping) -> (DataSet, Arc<Ids>, Reading) {
        let in_background = self.keeping_all(&|collection| keeping.of(collection).is_some());
        let ((mut reading, _), mut background) = rayon::join(
            || self.read(&self.files_of(Role::Checked), keeping, None),
            || self.read_background(&in_background),
        );
        let (ids, mut data) = self.gather(&mut reading, keeping);
        self.add_background(&mut data, &ids, &mut background, &in_background);
        reading.lines.append(&mut background.lines);
        (data, ids, reading)
    }

    /// Keeps all of the records of some collections.
    fn keeping_all(&self, of: &dyn Fn(usize) -> bool) -> Keeping {
        let selections = (0..self.collections.all.len()).map(|number| of(number).then(Selection::all));
        Keeping { selections: selections.collect(), is_whole: true, fields: Vec::new() }
    }

    /// Reads the files in the background, and notes what ids there are.
    fn read_background(&self, keeping: &Keeping) -> Reading {
        let mut reading = self.read(&self.files_of(Role::Background), keeping, None).0;
        self.background.get_or_init(|| background_ids(&mut reading.parts));
        reading
    }

    /// Adds the records in the background that are kept. One whose id is taken is left out.
    fn add_background(&self, data: &mut DataSet, ids: &Ids, reading: &mut Reading, keeping: &Keeping) {
        let mut own: Set<Key> = Set::default();
        add(data, reading, keeping, Role::Background, &mut |collection, record| {
            let pointer = self.collections.all[collection].id.as_deref();
            let Some(id) = pointer.and_then(|pointer| key(record.pointer(pointer)?)) else { return true };
            !ids.has(collection, &id) && own.insert((collection, id))
        });
    }

    pub(crate) fn given_collection(&self, number: usize) -> Option<usize> {
        self.given.get(number).copied().flatten()
    }

    /// The collection of all records of a file, where that is known of the file itself.
    pub(crate) fn named_collection(&self, number: usize) -> Option<usize> {
        self.given_collection(number).or_else(|| self.collections.by_file(&self.list[number].name))
    }

    /// The collection of a record; `named` is that of all records of its file, where that is known.
    pub(crate) fn collection_of(&self, named: Option<usize>, record: &Record<'_>) -> Option<usize> {
        named.or_else(|| {
            let kind = record.value.get("kind")?.as_str()?;
            self.collections.by_kind(kind)
        })
    }

    /// Advice for the ids in rules that no record has.
    fn misspelt_ids(&self, rules: &RunRules<'_>, ids: &Ids) -> Located {
        let background = self.background.get().map(Vec::as_slice).unwrap_or_default();
        let in_background = || background.iter().map(|(collection, id)| (*collection, &**id));
        let is_known = |collection: usize, id: &str| {
            ids.has(collection, id) || in_background().any(|known| known == (collection, id))
        };
        rules.misspelt_ids(&is_known, &mut || ids.all().chain(in_background()).collect())
    }

    /// Adds that files could not be read again, but for those of which it was told that they cannot be read.
    fn add_changed(&self, problems: &mut Vec<(usize, Problem)>) {
        let told: Set<usize> = problems.iter().map(|(file, _)| *file).collect();
        for file in self.changed.files().into_iter().filter(|file| !told.contains(file)) {
            let message = "the file is another one than it was when the run began: places in it are not told";
            let name = Arc::clone(&self.list[file].name);
            problems.push((file, Problem { file: name, line: None, column: None, message: message.into() }));
        }
    }

    fn report(&self, ids: &Ids, reading: Reading, rules: RulesRun) -> Report {
        let Reading { mut parts, lines, .. } = reading;
        let mut summary = Summary::default();
        let mut findings = Vec::new();
        let mut problems = Vec::new();
        let mut valid = 0;
        for part in &parts {
            summary.records += part.records;
            summary.files += part.files;
            valid += part.valid;
        }
        let repeated = ids.twice.len() as u64;
        findings.extend(self.repeated_ids(&ids.twice, &lines));
        let (referred, lost) = self.lost(ids, &parts);
        let mut again = if lost.is_empty() { Vec::new() } else { self.dangling(&lost) };
        let named = ids.len() as u64;
        drop(lost);
        problems.extend(self.told.keep(parts.iter_mut().chain(&mut again), self.list));
        let mut left_out = [0; BUILT_IN.len()];
        for part in parts.into_iter().chain(again) {
            left_out.iter_mut().zip(part.left_out).for_each(|(all, own)| *all += own);
            findings.extend(part.findings);
            problems.extend(part.problems);
        }
        if let Some(asked) = self.options.rules {
            let asked = RunRules::new(asked, self.collections, self.options.limits);
            let used = asked.waive_built_in(&mut findings);
            findings.extend(asked.unused_waivers(&used, &rules));
            // A test has the records that matter to it.
            if self.given.is_empty() {
                findings.extend(self.misspelt_ids(&asked, ids));
            }
        }
        problems.extend(rules.problems);
        self.add_changed(&mut problems);
        let names: HashMap<&str, usize> =
            BUILT_IN.into_iter().chain(rules.tallies.iter().map(|tally| &*tally.rule)).zip(0..).collect();
        let mut groups = rules.findings;
        groups.insert(0, findings);
        let findings = in_order(groups, |finding| names.get(&*finding.rule).copied());
        problems.sort_by_key(|(file, problem)| (*file, problem.line, problem.column));
        summary.errors += left_out.iter().sum::<u64>();
        let (mut found, mut waived) = (left_out, [0; BUILT_IN.len()]);
        let mut unreadable: HashSet<&str> = HashSet::new();
        for finding in &findings {
            let is_waived = finding.waived.is_some();
            let open = match finding.severity {
                _ if is_waived => &mut summary.waived,
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Advice => &mut summary.advice,
            };
            *open += 1;
            // A warning of such a name is about its waiver.
            let is_built_in = |name: &&str| **name == *finding.rule && finding.severity == Severity::Error;
            if let Some(number) = BUILT_IN.iter().position(is_built_in) {
                found[number] += 1;
                if number == UNREADABLE {
                    unreadable.insert(&*finding.place.file);
                }
                waived[number] += u64::from(is_waived);
            }
        }
        let tally = |rule: usize, passes, fails| Tally {
            rule: BUILT_IN[rule].into(),
            passes,
            fails,
            waived: waived[rule],
            ..Tally::default()
        };
        let mut tallies = vec![
            tally(SCHEMA, valid, summary.records - valid),
            tally(UNIQUE_ID, named, repeated),
            tally(DANGLING, referred.saturating_sub(found[DANGLING]), found[DANGLING]),
            tally(UNREADABLE, summary.files.saturating_sub(unreadable.len() as u64), found[UNREADABLE]),
        ];
        tallies.extend(rules.tallies);
        let costs = rules.costs;
        let problems = problems.into_iter().map(|(_, problem)| problem).collect();
        Report { findings, rules: tallies, problems, summary, costs }
    }
}
