//! Rule files checked against the environment: each name, field and type resolved, each rule lowered to the core.

mod arithmetic;
mod blocks;
mod choice;
mod combination;
mod compare;
mod consequences;
mod data;
mod defined;
mod elsewhere;
mod expression;
mod facts;
mod fitting;
mod functions;
mod lists;
mod logic;
mod names;
mod patterns;
mod scope;
mod test_block;
mod unlike;

pub(crate) use data::{constant as data_constant_of, of_literal as data_constant};

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use accordance_syntax::{Span, ast};
use defined::{DefinedNames, Sight};
use patterns::Patterns;
use rayon::prelude::*;

use crate::{
    Code, Diagnostic, Environment, FileId, Level, Place, Sources,
    core::{Constant, Program},
    nearest::nearest,
};

/// What became of the rule files of a run.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What can be used.
    pub program: Program,
    /// What is wrong, or could be better, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of rules and matrices that cannot be used.
    pub unusable: Vec<String>,
}

impl Checked {
    /// Whether a part of the rule files cannot be used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }
}

/// The names of the checks that need no rule.
pub const BUILT_IN: [&str; 4] = ["schema", "unique-id", "dangling-reference", "unreadable-file"];

/// Rule files may hold so many expressions once their definitions are written out, and so many more for each byte of
/// them.
const EXPRESSIONS: usize = 1_000_000;
const EXPRESSIONS_FOR_A_BYTE: usize = 1;

/// Checks rule files. What has a mistake is left out of the program; all else can be used.
pub fn check(sources: &Sources, environment: &Environment) -> Checked {
    check_given(sources, environment, &[])
}

/// Checks rule files for a run that gives parameters values, as [`argument`](crate::argument()) tells them: a word that
/// is given is checked like one that is written.
pub fn check_given(sources: &Sources, environment: &Environment, given: &[(usize, Constant)]) -> Checked {
    let mut checker = Checker {
        given,
        sources,
        environment,
        diagnostics: sources.diagnostics.clone(),
        program: Program::default(),
        sight: Sight::of(sources),
        defined: DefinedNames::new(),
        rules: HashMap::new(),
        unusable: Vec::new(),
        expressions_left: Arc::default(),
        patterns: Patterns::default(),
    };
    checker.names();
    checker.blocks();
    let Checker { program, diagnostics, unusable, .. } = checker;
    let mut diagnostics = consequences::left_out(sources, diagnostics);
    // A definition that is used twice tells its mistakes once.
    diagnostics.sort_by(|a, b| (a.place, a.code).cmp(&(b.place, b.code)));
    diagnostics.dedup_by(|a, b| (a.place, a.code, &a.message) == (b.place, b.code, &b.message));
    Checked { program, diagnostics, unusable }
}

#[derive(Clone)]
struct Checker<'c> {
    sources: &'c Sources,
    environment: &'c Environment,
    /// The values that a run gives parameters, by their numbers.
    given: &'c [(usize, Constant)],
    diagnostics: Vec<Diagnostic>,
    program: Program,
    sight: Sight,
    /// The parameters and definitions that can be used, by name.
    defined: DefinedNames<'c>,
    /// The places of the names of rules and matrices.
    rules: HashMap<&'c str, Place>,
    unusable: Vec<String>,
    /// How many more expressions are checked.
    expressions_left: Arc<AtomicUsize>,
    patterns: Patterns,
}

impl<'c> Checker<'c> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Gathers the names that files define, so that each can be used from any place that sees it.
    fn names(&mut self) {
        let sources = self.sources;
        for (file, source) in sources.files.iter().enumerate() {
            for block in &source.file.blocks {
                match block {
                    ast::Block::Param(param) => self.parameter(file, param),
                    ast::Block::Define(define) => self.definition(file, define),
                    ast::Block::Rule(rule) => self.rule_name(file, &rule.body.name),
                    ast::Block::Matrix(matrix) => self.rule_name(file, &matrix.body.name),
                    ast::Block::Test(_) | ast::Block::Waiver(_) => {}
                }
            }
        }
        self.names_seen_twice();
    }

    fn rule_name(&mut self, file: FileId, name: &'c ast::Name) {
        let place = Place { file, span: name.span };
        if BUILT_IN.contains(&&*name.text) {
            let message = format!("`{}` is the name of a check that needs no rule", name.text);
            self.report(Diagnostic::new(Code::DuplicateName, place, message, "give this rule another name"));
        } else if let Some(before) = self.rules.get(&*name.text).copied() {
            let message = format!("there is another rule of the name `{}`", name.text);
            self.report(
                Diagnostic::new(Code::DuplicateName, place, message, "give this rule another name")
                    .related(before, "the first one"),
            );
        } else {
            self.rules.insert(&name.text, place);
        }
    }

    fn blocks(&mut self) {
        let sources = self.sources;
        let files = sources.files.iter().enumerate();
        let all: Vec<_> =
            files.flat_map(|(file, source)| source.file.blocks.iter().map(move |block| (file, block))).collect();
        let bytes: usize = sources.files.iter().map(|file| file.text.len()).sum();
        let most = EXPRESSIONS + EXPRESSIONS_FOR_A_BYTE * bytes;
        let shares = self.shares(&all, most);
        if self.expressions_left.load(Ordering::Relaxed) > 0 && !self.patterns.are_too_many() {
            shares.into_iter().for_each(|share| self.add(share));
        } else {
            // Which ones are too many is told in the order of the files.
            self.expressions_left.store(most, Ordering::Relaxed);
            self.patterns.clear();
            all.iter().for_each(|(file, block)| self.rule_or_definition(*file, block));
        }
        for (file, source) in sources.files.iter().enumerate() {
            for block in &source.file.blocks {
                match block {
                    ast::Block::Test(test) => self.test(file, test),
                    ast::Block::Waiver(waiver) => self.waiver(file, waiver),
                    _ => {}
                }
            }
        }
    }

    /// Checks rules and definitions on all threads, each of which takes some that follow each other.
    fn shares(&self, all: &[(FileId, &'c ast::Block)], most: usize) -> Vec<Self> {
        self.expressions_left.store(most, Ordering::Relaxed);
        let share = all.len().div_ceil(rayon::current_num_threads() * 2).max(1);
        let shares = all.par_chunks(share).map(|share| {
            let mut own = Self { diagnostics: Vec::new(), ..self.clone() };
            share.iter().for_each(|(file, block)| own.rule_or_definition(*file, block));
            own
        });
        shares.collect()
    }

    /// Adds what came of a share.
    fn add(&mut self, share: Self) {
        self.diagnostics.extend(share.diagnostics);
        self.program.rules.extend(share.program.rules);
        self.unusable.extend(share.unusable);
    }

    fn rule_or_definition(&mut self, file: FileId, block: &'c ast::Block) {
        match block {
            ast::Block::Rule(rule) => {
                self.rule(file, &rule.body, &blocks::Loops::For(&rule.bindings), rule.span);
            }
            ast::Block::Matrix(matrix) => self.matrix(file, matrix),
            ast::Block::Define(define) => self.unused_definition(file, define),
            _ => {}
        }
    }

    /// Whether a file that this one needs, at whatever remove, could not be read.
    fn lacks_imports(&self, file: FileId) -> bool {
        let codes = [Code::Import, Code::ImportCycle, Code::ImportOutside].map(Code::as_str);
        let lost = self.sources.diagnostics.iter().filter(|found| codes.contains(&found.code));
        lost.into_iter().any(|found| self.sees(file, found.place.file))
    }

    /// Whether a place in a file sees what is defined in another: it is the same file or imported, at whatever remove.
    fn sees(&self, from: FileId, file: FileId) -> bool {
        self.sight.sees(from, file)
    }

    /// Counts an expression. Whether no more are checked.
    fn is_last_expression(&self) -> bool {
        let one_less = |left: usize| left.checked_sub(1);
        let before = self.expressions_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        before.is_err() || before == Ok(1)
    }

    /// `rule-name` among those of the run, or why not.
    fn known_rule(&mut self, file: FileId, name: &ast::Name) -> bool {
        let is_known = self.rules.contains_key(&*name.text) || BUILT_IN.contains(&&*name.text);
        if !is_known {
            let names = self.rules.keys().copied().chain(BUILT_IN);
            let label = nearest(&name.text, names)
                .map_or_else(|| "name a rule of the run".into(), |near| format!("the nearest rule is `{near}`"));
            let message = format!("there is no rule `{}`", name.text);
            self.report(Diagnostic::new(Code::UnknownRule, Place { file, span: name.span }, message, label));
        }
        is_known
    }

    fn text(&self, file: FileId, span: Span) -> String {
        self.sources.shown(Place { file, span })
    }
}
