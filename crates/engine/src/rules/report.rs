//! What rules found, with places, messages and waivers.

use std::{
    ops::Range,
    sync::{Arc, atomic::Ordering},
};

use accordance_document::{Limits, Record};
use accordance_rules::{
    Checked, Diagnostic, Level, Sources,
    core::{Program, Rule},
    plan::outline,
};
use rayon::prelude::*;

use super::{
    cost::{Clock, RuleCost, sizes},
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    found::{Found, FoundAt, OfRule, finding, of_rule, severity},
    noted::{MOST_BYTES, MOST_FINDINGS, Noted},
    options::RuleOptions,
    ran::Ran,
    ready::Ready,
    rule_lines::RuleLines,
    visit::Reach,
};
use crate::{About, Collections, Problem, RecordName, Tally, file_text::FileText, order::Located, pieces::Again};

/// Rules to be run, and how.
///
/// ```
/// use accordance_document::Format;
/// use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Role, RuleOptions, Rules, check};
/// use accordance_rules::{Sources, check as check_rules};
///
/// let files = MemoryFiles::from_iter([
///     ("book.json", r#"{"properties": {"id": {"x-identifies": "books"}, "year": {"type": "integer"}},
///                       "required": ["id", "year"]}"#),
///     ("books.yaml", "- {id: b-1, year: 1999}\n- {id: b-2, year: 2101}\n"),
/// ]);
/// let config: Config = "[collections.books]\nschema = 'book.json'\nfiles = ['books.yaml']".parse()?;
/// let collections = Collections::new([], &config, &files)?;
/// let list = [RecordFile { name: "books.yaml".into(), format: Format::Yaml, role: Role::Checked }];
///
/// let text = "accordance 1\n\nrule printed \"A book is of a year that has begun\"\n  severity error\n  \
///             for book in books\n  require book.year <= year(as_of)\n  message \"{book.id} is of {book.year}.\"\nend\n";
/// let sources = Sources::load(["own.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
/// let checked = check_rules(&sources, collections.environment());
/// assert!(!checked.has_errors());
///
/// let options = RuleOptions::on(jiff::civil::date(2024, 2, 29));
/// let rules = Rules::new(&checked, &sources, &options);
/// let report = check(&files, &list, &collections, Options { rules: Some(rules), ..Options::default() });
/// assert_eq!(report.findings[0].message, "b-2 is of 2101.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rules<'r> {
    /// The rules that can be used, checked with the environment of the collections that they are run over.
    pub program: &'r Program,
    /// The files that they stand in.
    pub sources: &'r Sources,
    /// What is wrong with those files. Errors are problems of the run.
    pub diagnostics: &'r [Diagnostic],
    /// How the rules are run.
    pub options: &'r RuleOptions,
    /// With a clock, what each rule costs is measured.
    pub clock: Option<Clock<'r>>,
}

impl<'r> Rules<'r> {
    /// Rules as they were checked, without a clock.
    pub fn new(checked: &'r Checked, sources: &'r Sources, options: &'r RuleOptions) -> Self {
        let Checked { program, diagnostics, .. } = checked;
        Self { program, sources, diagnostics, options, clock: None }
    }

    /// What is wrong with the rule files, as problems of a run, in the order of files and lines.
    pub fn problems_of_files(&self) -> Vec<Problem> {
        let mut problems = problems(self.sources, self.diagnostics);
        problems.sort_by_key(|(file, problem)| (*file, problem.line, problem.column));
        problems.into_iter().map(|(_, problem)| problem).collect()
    }
}

/// The rules of a run, with what it is over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunRules<'r> {
    pub(crate) program: &'r Program,
    pub(crate) sources: &'r Sources,
    diagnostics: &'r [Diagnostic],
    /// The collections by number.
    pub(crate) collections: &'r Collections,
    pub(crate) options: &'r RuleOptions,
    /// Bounds on records.
    limits: Limits,
    pub(crate) clock: Option<Clock<'r>>,
}

/// What rules found. Files are numbered as those of the run; rule files come behind them.
#[derive(Debug, Default)]
pub(crate) struct RulesRun {
    pub(crate) findings: Vec<Located>,
    pub(crate) problems: Vec<(usize, Problem)>,
    pub(crate) tallies: Vec<Tally>,
    /// What each rule cost, where there is a clock.
    pub(crate) costs: Vec<RuleCost>,
    /// Whether each waiver covers something.
    pub(crate) used: Vec<bool>,
}

impl RulesRun {
    /// Nothing is found yet by any of the rules of a program.
    pub(crate) fn of(rules: &RunRules<'_>, program: &Program) -> Self {
        let tallies = program.rules.iter().map(|rule| Tally {
            rule: Arc::clone(&rule.name),
            file: rules.file(rule),
            about: Some(about(rule)),
            ..Tally::default()
        });
        Self { problems: problems(rules.sources, rules.diagnostics), tallies: tallies.collect(), ..Self::default() }
    }
}

/// So many findings are placed by one thread.
const TOGETHER: usize = 256;

/// Rule files come behind all files of records.
pub(super) const NO_FILE: usize = usize::MAX / 2;

/// What gives the texts of files anew.
pub(crate) type AgainOf<'a, 'r> = &'a (dyn Fn() -> Again<'r> + Sync);

/// Where a record stands, and in which text.
pub(crate) struct Where<'w> {
    pub(crate) file: usize,
    pub(crate) text: &'w FileText<'w>,
    pub(crate) span: Range<usize>,
    pub(crate) id: Option<String>,
    /// The record itself, where it was just read.
    pub(crate) record: Option<&'w Record<'w>>,
}

/// Is shown where a record stands.
pub(crate) type Show<'s> = &'s mut dyn FnMut(&Where<'_>);

impl<'r> RunRules<'r> {
    pub(crate) fn new(rules: Rules<'r>, collections: &'r Collections, limits: Limits) -> Self {
        let Rules { program, sources, diagnostics, options, clock } = rules;
        Self { program, sources, diagnostics, collections, options, limits, clock }
    }

    /// Runs the rules over a data set. `again` gives the texts of files anew.
    pub(crate) fn run(&self, planned: &Program, data: &DataSet, again: AgainOf<'_, 'r>) -> RulesRun {
        let ready = Ready::new(planned, self.options);
        // What each rule costs is measured for one after the other.
        let together = if self.clock.is_none() { self.run_together(&ready, data, again) } else { None };
        together.unwrap_or_else(|| self.run_one_by_one(&ready, data, again))
    }

    /// Runs all rules at once; nothing comes of it where one of them may have reached a bound.
    fn run_together(&self, ready: &Ready<'_>, data: &DataSet, again: AgainOf<'_, 'r>) -> Option<RulesRun> {
        let planned = ready.program;
        let evaluator = Evaluator::new(ready, Data::of(data));
        let noted = Noted::new(planned);
        let all: Vec<usize> = (0..planned.rules.len()).collect();
        let ran = self.run_over(&evaluator, &all, &noted)?;
        let mut run = RulesRun::of(self, planned);
        self.place_all(ran, planned, data, again, &mut run);
        run.used = noted.used();
        Some(run)
    }

    /// Runs rules at once; nothing comes of it where one of them may have reached a bound.
    pub(crate) fn run_over(
        &self,
        evaluator: &Evaluator<'_>,
        numbers: &[usize],
        noted: &Noted,
    ) -> Option<Vec<(usize, Ran<Found>)>> {
        let rules = &evaluator.program().rules;
        let ran = evaluator.run_together(numbers, &|number, checked, frame, found: &mut Vec<Found>| {
            let at = FoundAt { rules: self, evaluator, number, rule: &rules[number], checked, noted };
            at.note(frame, found);
        })?;
        (!noted.is_full()).then_some(ran)
    }

    /// Runs rules over records that were just read, and adds what came of each.
    pub(crate) fn run_here(
        &self,
        evaluator: &Evaluator<'_>,
        numbers: &[usize],
        (collection, records): (usize, Range<usize>),
        noted: &Noted,
    ) -> Vec<Ran<Found>> {
        let rules = &evaluator.program().rules;
        evaluator.run_some(numbers, collection, records, &|number, checked, frame, found: &mut Vec<Found>| {
            let at = FoundAt { rules: self, evaluator, number, rule: &rules[number], checked, noted };
            at.note(frame, found);
        })
    }

    /// Adds what rules found to a run, at their places.
    pub(crate) fn place_all(
        &self,
        ran: Vec<(usize, Ran<Found>)>,
        planned: &Program,
        data: &DataSet,
        again: AgainOf<'_, 'r>,
        run: &mut RulesRun,
    ) {
        let mut all: Vec<OfRule<'_>> = Vec::new();
        for (number, ran) in ran {
            ran.add_to(&mut run.tallies[number]);
            all.extend(of_rule(&planned.rules[number], ran.found));
        }
        // A record is read again once, whichever rules found something.
        all.par_sort_by_key(|(_, found)| found.record());
        let mut found = all.into_iter().peekable();
        let mut parts: Vec<Vec<OfRule<'_>>> = Vec::new();
        while found.len() > 0 {
            let mut part: Vec<OfRule<'_>> = found.by_ref().take(TOGETHER).collect();
            let last = part.last().and_then(|(_, last)| last.record());
            while let Some(next) = found.next_if(|(_, next)| last.is_some() && next.record() == last) {
                part.push(next);
            }
            parts.push(part);
        }
        let placed = parts.into_par_iter().map(|found| self.placed_of(found, data, again));
        run.findings.extend(placed.collect::<Vec<_>>());
    }

    fn run_one_by_one(&self, ready: &Ready<'_>, data: &DataSet, again: AgainOf<'_, 'r>) -> RulesRun {
        let planned = ready.program;
        let evaluator = Evaluator::new(ready, Data::of(data));
        let noted = Noted::new(planned);
        let mut run = RulesRun::of(self, planned);
        let lines = RuleLines::of(self.sources);
        for (number, rule) in planned.rules.iter().enumerate() {
            let begun = self.clock.map(|clock| (clock.0)());
            noted.count.store(run.findings.iter().map(Vec::len).sum(), Ordering::Relaxed);
            let bytes_before = noted.bytes.load(Ordering::Relaxed);
            let ran = evaluator.run(rule, Reach::Checked, &|checked, frame, found: &mut Vec<Found>| {
                let at = FoundAt { rules: self, evaluator: &evaluator, number, rule, checked, noted: &noted };
                at.note(frame, found);
            });
            if ran.stopped || noted.is_full() {
                let bound = if evaluator.is_full() {
                    "needs longer lists than there may be".to_owned()
                } else if noted.finds_too_many() {
                    format!("finds more than a run may ({MOST_FINDINGS})")
                } else if noted.finds_too_long() {
                    format!(
                        "has messages and values that are longer together than those of a run may be ({} MiB)",
                        MOST_BYTES >> 20
                    )
                } else {
                    format!("takes more than {} checks", self.options.max_checks)
                };
                let message = format!("the rule {} {bound}, and what it found is left out", rule.name);
                run.problems.push(lines.problem(rule.place, message));
                run.tallies[number].stopped = true;
                noted.bytes.store(bytes_before, Ordering::Relaxed);
                continue;
            }
            ran.add_to(&mut run.tallies[number]);
            let (checks, steps) =
                ((ran.passes + ran.fails + ran.cannot_tell).saturating_add(ran.does_not_apply), ran.steps);
            run.findings.push(self.placed_of(of_rule(rule, ran.found).collect(), data, again));
            if let (Some(clock), Some(begun)) = (self.clock, begun) {
                let environment = self.collections.environment();
                run.costs.push(RuleCost {
                    rule: Arc::clone(&rule.name),
                    checks,
                    steps,
                    time: (clock.0)().saturating_sub(begun),
                    indexes: sizes(rule, &evaluator, environment, self.sources),
                    plan: outline(rule, planned, environment, &|expr| self.sources.shown(expr.place)),
                });
            }
        }
        run.used = noted.used();
        run
    }

    /// The rule file that a rule stands in.
    fn file(&self, rule: &Rule) -> Option<Arc<str>> {
        self.sources.files.get(rule.place.file).map(|file| file.name.as_str().into())
    }

    /// What was found in a data set, at its places.
    fn placed_of(&self, found: Vec<OfRule<'_>>, data: &DataSet, again: AgainOf<'_, 'r>) -> Located {
        let mut again = again();
        self.placed(found, &mut |(collection, record), place| {
            if let Some(own) = data.record(collection, record)
                && let Some(at) = data.at(&own)
            {
                let (text, span) = again.text(&at);
                place(&Where { file: at.file(), text: &text, span, id: data.id(&own), record: None });
            }
        })
    }

    /// What was found, at its places, which are looked up record by record: `with` shows where one stands, by its
    /// collection and number.
    pub(crate) fn placed(&self, found: Vec<OfRule<'_>>, with: &mut dyn FnMut((usize, usize), Show<'_>)) -> Located {
        let lines = RuleLines::of(self.sources);
        let mut placed = Vec::with_capacity(found.len());
        let mut waiting = found.into_iter().peekable();
        while let Some((rule, first)) = waiting.next() {
            let Some(record) = first.record() else {
                let of_rule = lines.place(rule.place);
                placed.push((NO_FILE + rule.place.file, finding(rule, first, of_rule, None)));
                continue;
            };
            let is_same = |(_, other): &OfRule<'_>| other.record() == Some(record);
            let mut same = vec![(rule, first)];
            while let Some(next) = waiting.next_if(is_same) {
                same.push(next);
            }
            let collection = self.collections.all.get(record.0).map(|collection| Arc::clone(&collection.name));
            with(record, &mut |at| {
                let pointers = same.iter().filter_map(|(_, found)| found.target.as_ref());
                let pointers = pointers.map(|target| (target.pointer.as_str(), target.focus));
                let spots = match at.record {
                    Some(record) => at.text.places_of(record, pointers),
                    None => at.text.places(&at.span, pointers, self.limits),
                };
                for ((rule, mut found), spot) in std::mem::take(&mut same).into_iter().zip(spots) {
                    let pointer = found.target.take().map(|target| target.pointer).unwrap_or_default();
                    let name = collection.clone().map(|collection| RecordName { collection, id: at.id.clone() });
                    placed.push((at.file, finding(rule, found, spot.named(at.text.name(), pointer), name)));
                }
            });
        }
        placed
    }
}

fn about(rule: &Rule) -> About {
    let text = |text: &Option<String>| text.as_deref().map(Into::into);
    About {
        title: Arc::clone(&rule.title),
        severity: severity(rule.severity),
        owner: text(&rule.owner),
        because: text(&rule.because),
        see: text(&rule.see),
    }
}

/// What is wrong with rule files, as problems of a run, each with the number of its file.
fn problems(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<(usize, Problem)> {
    let unreadable = sources.unreadable.iter().map(|(name, reason)| {
        let message = format!("the rule file cannot be read: {reason}");
        (NO_FILE, Problem { file: name.as_str().into(), line: None, column: None, message })
    });
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let lines = RuleLines::of(sources);
    let errors = errors.map(|diagnostic| lines.problem(diagnostic.place, diagnostic.to_string()));
    unreadable.chain(errors).collect()
}
