//! `accordance test`.

use std::{collections::HashSet, path::PathBuf};

use accordance_engine::{Role, Trying};
use accordance_report::{TrialsFormat, clean, write_trials};

use crate::{
    UNTRUSTED,
    args::{Test, TestFormat},
    builtin,
    check::{collections, colors},
    failure::Failure,
    output, rule_files,
    rule_set::{RuleSet, Told},
    workspace::Workspace,
};

/// The code of the advice on a rule without examples.
const LACKS_EXAMPLE: &str = "E0303";
/// How many rules are named in a line.
const NAMED: usize = 12;

pub(crate) fn run(args: &Test) -> Result<u8, Failure> {
    let workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    let collections = collections(&config, &workspace)?;
    let asked = asked(&args.paths)?;
    let set = RuleSet::load(&args.rules_with(&asked), &workspace, &collections)?;
    let names: Vec<String> = asked.iter().map(|path| workspace.name(path)).collect();
    let is_asked = |file: usize| {
        let name = set.sources.files.get(file).map_or("", |file| file.name.as_str());
        if names.is_empty() { name.starts_with(builtin::PREFIX) } else { names.iter().any(|known| known == name) }
    };
    let is_own = |file: usize| !names.is_empty() && is_asked(file);
    // Which rules lack an example is told behind the trials, where tests count as well.
    set.show(Told::Advice { of: &is_own, but: LACKS_EXAMPLE })?;
    let background = builtin::list(Role::Background);
    let trying = Trying {
        program: &set.checked.program,
        sources: &set.sources,
        collections: &collections,
        files: &workspace.within(),
        background: &background,
        options: &set.options,
    };
    let trials = trying.run(&is_asked);
    let format = match args.format {
        TestFormat::Text => TrialsFormat::Text(colors()),
        TestFormat::Json => TrialsFormat::Json,
        TestFormat::Junit => TrialsFormat::Junit,
    };
    let problems = set.rules().problems_of_files();
    match output::to_stdout(|out| write_trials(&trials, &set.sources, &problems, format, out)) {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    if !set.checked.unusable.is_empty() {
        crate::say(&format!("error: not tried, since they have mistakes: {}", in_a_line(&set.checked.unusable)));
    }
    let fails = trials.all.iter().any(|trial| !trial.faults.is_empty());
    Ok(if set.is_whole() { u8::from(fails) } else { UNTRUSTED })
}

/// Names in a line: each once, and behind the first dozen how many more there are.
fn in_a_line(names: &[String]) -> String {
    let mut seen = HashSet::new();
    let once: Vec<&String> = names.iter().filter(|name| seen.insert(*name)).collect();
    let (named, more) = once.split_at(once.len().min(NAMED));
    let mut line = named.iter().map(|name| clean(name)).collect::<Vec<_>>().join(", ");
    if !more.is_empty() {
        line.push_str(&format!(" and {} more", more.len()));
    }
    line
}

/// The rule files to be tried: those of the paths, or of this folder; where it has none, those that are built in.
fn asked(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if paths.is_empty() {
        return Ok(rule_files::named(&[PathBuf::from(".")]).unwrap_or_default());
    }
    rule_files::named(paths)
}

#[cfg(test)]
mod tests {
    use super::in_a_line;

    #[test]
    fn a_line_of_names_gives_each_once_and_counts_those_behind_a_dozen() {
        let names = |numbers: &[usize]| numbers.iter().map(|number| format!("r-{number}")).collect::<Vec<_>>();
        assert_eq!(in_a_line(&names(&[1, 2, 1, 1])), "r-1, r-2");
        let dozen = "r-0, r-1, r-2, r-3, r-4, r-5, r-6, r-7, r-8, r-9, r-10, r-11";
        let numbers: Vec<usize> = (0..12).chain(0..12).collect();
        assert_eq!(in_a_line(&names(&numbers)), dozen);
        let numbers: Vec<usize> = (0..40).chain(0..40).collect();
        assert_eq!(in_a_line(&names(&numbers)), format!("{dozen} and 28 more"));
    }
}
