//! `accordance matrix`.

use accordance_document::{Limits, quoted};
use accordance_engine::{DataSet, NoMatrix, matrix, nearest};
use accordance_report::{MatrixFormat as Written, write_matrix};

use crate::{
    UNTRUSTED,
    args::{Matrix, MatrixFormat},
    check::collections,
    failure::Failure,
    inputs, left_out, output,
    rule_set::{RuleSet, Told},
    workspace::Workspace,
};

pub(crate) fn run(args: &Matrix) -> Result<u8, Failure> {
    let mut workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    let collections = collections(&config, &workspace)?;
    let set = RuleSet::load(&args.rules, &workspace, &collections)?;
    set.show(Told::Errors)?;
    let files = inputs::list(&args.paths, &mut workspace, &collections)?;
    if let Some(path) = &args.output {
        inputs::refuse_to_replace(path, &args.paths, &files, &workspace)?;
    }
    let (data, report) = DataSet::read_and_check(&workspace, &files, &collections, Limits::default());
    left_out::show(&report);
    let drawn = matrix(&set.checked.program, &args.name, &data, &set.options);
    let drawn = drawn.map_err(|reason| failure(&args.name, reason, &set))?;
    let format = match args.format {
        MatrixFormat::Text => Written::Text,
        MatrixFormat::Csv => Written::Csv,
        MatrixFormat::Json => Written::Json,
    };
    let written = match &args.output {
        Some(path) => output::to_file(path, |out| write_matrix(&drawn, format, out)),
        None => output::to_stdout(|out| write_matrix(&drawn, format, out)),
    };
    match written {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    Ok(if set.is_whole() && report.problems.is_empty() { 0 } else { UNTRUSTED })
}

fn failure(name: &str, reason: NoMatrix, set: &RuleSet<'_>) -> Failure {
    let names = set.checked.program.rules.iter().filter(|rule| rule.cell.is_some()).map(|rule| &*rule.name);
    let advice = match (reason, nearest(name, names.clone())) {
        (NoMatrix::TooLarge, _) => "; let `rows` and `columns` go through fewer".to_owned(),
        (NoMatrix::Stopped, _) => "; --max-checks allows more".to_owned(),
        (_, Some(near)) => format!("; write {near}"),
        (_, None) => format!("; there are {}", names.collect::<Vec<_>>().join(", ")),
    };
    Failure::Usage(format!("the matrix {} cannot be drawn: {reason}{advice}", quoted(name)))
}
