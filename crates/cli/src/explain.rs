//! `accordance explain`.

use std::io::Write;

use accordance_document::{Limits, LineIndex, quoted};
use accordance_engine::{Collections, DataSet, nearest, plan_of, trace};
use accordance_report::{
    WriteError, clean, write_explanation, write_explanation_json, write_rule_prose, write_rule_prose_json, write_trace,
    write_trace_json,
};
use accordance_rules::{Checked, Explanation, explanations, prose};

use crate::{
    UNTRUSTED,
    args::{Explain, ExplainFormat},
    check::collections,
    failure::Failure,
    inputs, left_out, output, rule_mistakes,
    rule_set::{RuleSet, Told},
    workspace::Workspace,
};

/// The code of advice that a rule goes through all pairs of records.
const PRODUCT: &str = "E0302";

/// The checks that need no rule.
const CHECKS: [Explanation; 4] = [
    Explanation {
        code: "schema",
        title: "a record is valid against the schema of its collection",
        meaning: "Each record is held against the JSON Schema of its collection, `format` included. A record that is not \
                  valid is reported with each place that is wrong, and no rule reads it. A rule that refers to it cannot \
                  tell.",
        example: None,
    },
    Explanation {
        code: "unique-id",
        title: "no two records of a collection have the same id",
        meaning: "All records of a run are compared. A record of yours takes the place of one of the built-in data that has \
                  the same id, and is not reported for it.",
        example: None,
    },
    Explanation {
        code: "dangling-reference",
        title: "a reference names a record that is there and valid",
        meaning: "What is referred to is looked up in the files of the run, and then in the built-in data. A reference that \
                  leads nowhere is reported once, at its own place; rules that would follow it cannot tell.",
        example: None,
    },
    Explanation {
        code: "unreadable-file",
        title: "each file and each record in it can be read",
        meaning: "A file, or a record in it, that is no JSON or YAML, is not in UTF-8 or is beyond the bounds of what is read \
                  is reported, and reading goes on with the next one. The exit status is 2 then, since other findings may \
                  be consequences of what is missing.",
        example: None,
    },
];

pub(crate) fn run(args: &Explain) -> Result<u8, Failure> {
    if let Some(explanation) = explanation(&args.name) {
        finish(|out| match args.format {
            ExplainFormat::Text => write_explanation(&explanation, out),
            ExplainFormat::Json => write_explanation_json(&explanation, out),
        })?;
        return Ok(0);
    }
    let workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    let collections = collections(&config, &workspace)?;
    let set = RuleSet::load(&args.rules, &workspace, &collections)?;
    set.show(Told::Errors)?;
    let mut is_whole = set.is_whole();
    match &args.record {
        None if args.plan => plan(args, &set)?,
        None => rule(args, &set)?,
        Some(record) => is_whole &= at_record(args, record, &set, workspace)?,
    }
    Ok(if is_whole { 0 } else { UNTRUSTED })
}

/// Shows how a rule is run, and where it looks at each record for each other one.
fn plan(args: &Explain, set: &RuleSet<'_>) -> Result<(), Failure> {
    let program = &set.checked.program;
    let rule = program.rules.iter().find(|rule| *rule.name == *args.name);
    let rule = rule.ok_or_else(|| unknown(&args.name, &set.checked))?;
    let lines = plan_of(&args.name, program, set.collections.environment(), &set.sources).unwrap_or_default();
    finish(|out| {
        for line in lines.lines() {
            writeln!(out, "{}", clean(line))?;
        }
        Ok(())
    })?;
    let own = rule.place.span.range();
    let products = set.checked.diagnostics.iter().filter(|diagnostic| {
        let span = diagnostic.place.span.range();
        diagnostic.code == PRODUCT
            && diagnostic.place.file == rule.place.file
            && own.start <= span.start
            && span.end <= own.end
    });
    rule_mistakes::show(&set.sources, products)
}

/// Why there is no record of an id, and what to do.
fn no_record(id: &str, data: &DataSet, collections: &Collections, is_reference_data: bool) -> String {
    let shown = quoted(id);
    let mut ids = Vec::new();
    for collection in 0..collections.names().count() {
        // Reading on does not fail.
        let _ = data.each_record(collection, &mut |record| {
            ids.extend(record.id);
            Ok::<(), std::convert::Infallible>(())
        });
    }
    let near = nearest(id, ids.iter().map(String::as_str))
        .map(|near| format!("write {}, or ", quoted(near)))
        .unwrap_or_default();
    if is_reference_data {
        return format!("no record of the reference data has the id {shown}; {near}name the files of your records");
    }
    format!("no valid record of these files has the id {shown}; {near}see by `accordance check` which are not valid")
}

/// Shows a rule at the places of a record. Tells whether all records could be read.
fn at_record(args: &Explain, record: &str, set: &RuleSet<'_>, mut workspace: Workspace) -> Result<bool, Failure> {
    if !set.checked.program.rules.iter().any(|rule| *rule.name == *args.name) {
        return Err(unknown(&args.name, &set.checked));
    }
    let is_reference_data = args.paths.is_empty() && workspace.config.is_none();
    let files = inputs::list(&args.paths, &mut workspace, set.collections)?;
    let (data, report) = DataSet::read_and_check(&workspace, &files, set.collections, Limits::default());
    left_out::show(&report);
    if !data.has_id(record) {
        return Err(Failure::Usage(no_record(record, &data, set.collections, is_reference_data)));
    }
    let places = trace(&set.checked.program, &args.name, record, &data, &set.options, &set.sources);
    finish(|out| match args.format {
        ExplainFormat::Text => write_trace(&args.name, record, &places, out),
        ExplainFormat::Json => write_trace_json(&places, out),
    })?;
    Ok(report.problems.is_empty())
}

/// The code or the check of a name.
fn explanation(name: &str) -> Option<Explanation> {
    let known = explanations().find(|explanation| explanation.code.eq_ignore_ascii_case(name));
    known.or_else(|| CHECKS.into_iter().find(|check| check.code == name))
}

fn rule(args: &Explain, set: &RuleSet<'_>) -> Result<(), Failure> {
    let RuleSet { sources, checked, collections, options } = set;
    let found = checked.program.rules.iter().find(|rule| *rule.name == *args.name);
    let rule = found.ok_or_else(|| unknown(&args.name, checked))?;
    let prose = prose(rule, &checked.program, collections.environment(), sources, &options.parameters);
    let (file, line) = sources.files.get(rule.place.file).map_or(("", 1), |file| {
        let (line, _) = LineIndex::new(&file.text).line_column(&file.text, rule.place.span.start);
        (&*file.name, line)
    });
    finish(|out| match args.format {
        ExplainFormat::Text => write_rule_prose(&prose, &format!("{file}:{line}"), out),
        ExplainFormat::Json => write_rule_prose_json(&prose, file, line, out),
    })
}

/// Writes to standard output; a reader that has read enough is no failure.
fn finish(write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>) -> Result<(), Failure> {
    match output::to_stdout(write) {
        Err(failure) if failure.is_closed_pipe() => Ok(()),
        written => written,
    }
}

fn unknown(name: &str, checked: &Checked) -> Failure {
    let shown = quoted(name);
    if checked.unusable.iter().any(|unusable| unusable == name) {
        return Failure::Usage(format!(
            "the rule {shown} has mistakes, and cannot be explained before they are mended"
        ));
    }
    let is_code = name.strip_prefix(['e', 'E']).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let codes = explanations().map(|explanation| explanation.code);
    let checks = CHECKS.iter().map(|check| check.code);
    let rules = checked.program.rules.iter().map(|rule| &*rule.name);
    let unusable = checked.unusable.iter().map(String::as_str);
    let near = if is_code { nearest(name, codes) } else { nearest(name, rules.chain(unusable).chain(checks)) };
    let what = if is_code { "code" } else { "rule" };
    let advice = match (near, is_code) {
        (Some(near), _) => format!("; write {near}"),
        (None, true) => "; codes are like E0204".into(),
        (None, false) => "; name the files that hold it by --rules".into(),
    };
    Failure::Usage(format!("there is no {what} {shown}{advice}"))
}
