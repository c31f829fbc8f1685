//! The rules of a run: read, checked and made ready.

use std::io::Write;

use accordance_engine::{Collections, RuleOptions, Rules};
use accordance_report::clean;
use accordance_rules::{
    Checked, Diagnostic, Level, Sources, argument, check, check_given,
    core::{Constant, Language},
};

use crate::{
    args::{Lang, RuleArgs},
    failure::Failure,
    rule_files::{self, Pack},
    rule_mistakes,
    workspace::Workspace,
};

/// The rules of a run.
pub(crate) struct RuleSet<'c> {
    pub(crate) sources: Sources,
    pub(crate) checked: Checked,
    pub(crate) collections: &'c Collections,
    pub(crate) options: RuleOptions,
}

/// What is advised of a condition that always holds.
const ALWAYS_THERE: &str = "E0305";

/// How much of what is wrong with rule files is told.
#[derive(Clone, Copy)]
pub(crate) enum Told<'t> {
    /// What cannot be used, and what can never fail.
    Errors,
    /// In some files, by their numbers, what could be better too, but for what has a code.
    Advice { of: &'t dyn Fn(usize) -> bool, but: &'t str },
}

impl<'c> RuleSet<'c> {
    /// Reads and checks the rules that a command names.
    ///
    /// # Errors
    /// A path names no rule files, or a parameter is not one. What is wrong with rules is kept.
    pub(crate) fn load(args: &RuleArgs, workspace: &Workspace, collections: &'c Collections) -> Result<Self, Failure> {
        Self::of(Self::sources(args, workspace)?, args, collections)
    }

    /// Reads the rule files that a command names, and the rule pack unless it leaves it out.
    ///
    /// # Errors
    /// A path names no rule files.
    pub(crate) fn sources(args: &RuleArgs, workspace: &Workspace) -> Result<Sources, Failure> {
        let pack = if args.no_default_rules { Pack::LeftOut } else { Pack::Used };
        rule_files::load(pack, &args.rules, workspace)
    }

    /// Checks rule files that were read.
    ///
    /// # Errors
    /// A parameter is not one. What is wrong with rules is kept.
    pub(crate) fn of(sources: Sources, args: &RuleArgs, collections: &'c Collections) -> Result<Self, Failure> {
        let mut checked = check(&sources, collections.environment());
        let environment = collections.environment();
        let errors = |checked: &Checked| checked.diagnostics.iter().filter(|found| found.level == Level::Error).count();
        let fits = |given: &[(usize, Constant)]| errors(&check_given(&sources, environment, given)) <= errors(&checked);
        let mut parameters = Vec::new();
        for (name, value) in &args.param {
            let mut given = argument(&checked.program, name, value).map_err(Failure::Usage)?;
            // Of several parameters of a name, those get a word that is one of theirs.
            if given.len() > 1 && !fits(&given) {
                let fitting: Vec<_> = given.iter().filter(|one| fits(std::slice::from_ref(*one))).cloned().collect();
                given = if fitting.is_empty() { given } else { fitting };
            }
            parameters.extend(given);
        }
        if !parameters.is_empty() {
            // What is given may be a word that is in none of the lists it is compared with.
            checked = check_given(&sources, environment, &parameters);
        }
        let options = RuleOptions {
            as_of: as_of(args.as_of)?,
            parameters,
            language: args.lang.map(language),
            max_checks: args.max_checks,
        };
        Ok(Self { sources, checked, collections, options })
    }

    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules::new(&self.checked, &self.sources, &self.options)
    }

    /// Whether there is nothing to run and nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.sources.files.is_empty() && self.sources.unreadable.is_empty() && self.checked.diagnostics.is_empty()
    }

    /// Whether all rule files can be used.
    pub(crate) fn is_whole(&self) -> bool {
        !self.checked.has_errors() && self.sources.unreadable.is_empty()
    }

    /// Shows what is wrong on standard error.
    pub(crate) fn show(&self, told: Told<'_>) -> Result<(), Failure> {
        let is_told = |diagnostic: &&Diagnostic| match told {
            _ if diagnostic.level == Level::Error => true,
            Told::Errors => diagnostic.code == ALWAYS_THERE,
            Told::Advice { of, but } => of(diagnostic.place.file) && diagnostic.code != but,
        };
        let diagnostics = self.checked.diagnostics.iter().filter(is_told);
        rule_mistakes::show(&self.sources, diagnostics)?;
        for (file, reason) in &self.sources.unreadable {
            // Where standard error is closed, the exit status says enough.
            let _ = writeln!(anstream::stderr(), "error: {}: {}", clean(file), clean(reason));
        }
        Ok(())
    }
}

/// The date of a run: the one that is given, or today in UTC.
fn as_of(given: Option<jiff::civil::Date>) -> Result<jiff::civil::Date, Failure> {
    let date = given.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date());
    match date.year() {
        0.. => Ok(date),
        _ => Err(Failure::Usage(format!("--as-of takes a day of the years 0 to 9999, and {date} is none"))),
    }
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Ar => Language::Arabic,
        Lang::En => Language::English,
        Lang::Fr => Language::French,
        Lang::Es => Language::Spanish,
    }
}
