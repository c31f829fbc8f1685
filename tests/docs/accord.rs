//! Blocks of the rule language: parsed, checked, in the layout, and their examples run.

use accordance_canon::{KINDS, schema};
use accordance_engine::{Collections, Config, Files, RuleOptions, Trial, Trying};
use accordance_rules::{Checked, Level, Sources, check};
use accordance_syntax::format;

use crate::page::Block;

/// The canonical collections, and what rules may use of them.
pub(crate) struct Canonical(Collections);

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _name: &str) -> Result<std::borrow::Cow<'_, [u8]>, String> {
        Err("there are no files".into())
    }
}

impl Canonical {
    pub(crate) fn new() -> Self {
        let kinds = KINDS.iter().map(|kind| (kind.collection.to_owned(), schema(kind.kind).expect("a schema")));
        Self(Collections::new(kinds, &Config::default(), &NoFiles).expect("collections"))
    }

    fn checked(&self, text: &str) -> (Sources, Checked) {
        let read = |name: &str| match name {
            "page.accord" => Ok(text.as_bytes().to_vec()),
            // What pages import.
            "shared.accord" => Ok(SHARED.as_bytes().to_vec()),
            _ => Err("there is no such file".to_owned()),
        };
        let sources = Sources::load(["page.accord".to_owned()], &read);
        let checked = check(&sources, self.0.environment());
        (sources, checked)
    }

    /// The codes of the mistakes of a file, each with what is said.
    pub(crate) fn mistakes(&self, text: &str) -> Vec<(&'static str, String)> {
        let (_, checked) = self.checked(text);
        let errors = checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error);
        errors.map(|it| (it.code, format!("{}: {} ({})", it.code, it.message, it.label))).collect()
    }
}

/// The file that pages import.
const SHARED: &str = "accordance 1\n\nparam review_time = 90 days\n\ndefine is_open(contribution) = contribution.status in [\"noted\", \"under_review\"]\n";

/// Says what is wrong with a block.
pub(crate) fn hold(block: &Block, canonical: &Canonical) -> Result<(), String> {
    let Some(says) = block.says.strip_prefix("accord") else { return Ok(()) };
    let says = says.trim();
    let (refused, form) = match says.strip_prefix("refused ") {
        Some(rest) => {
            let (code, form) = rest.split_once(' ').unwrap_or((rest, ""));
            (Some(code), form)
        }
        None => (None, says),
    };
    match form.split_once(' ') {
        Some(("expression", over)) => {
            for line in block.text.lines().filter(|line| !line.is_empty()) {
                let text = format!(
                    "accordance 1\n\nrule r \"R\"\n  severity error\n  for      {over}\n  let      value = {line}\n  require  true\n  message  \"m\"\nend\n"
                );
                held(&text, Layout::Lines, refused, canonical).map_err(|reason| format!("{line}\n{reason}"))?;
            }
            Ok(())
        }
        None if form == "rule" => held(&format!("accordance 1\n\n{}", block.text), Layout::Exact, refused, canonical),
        None if form == "loose" => held(&block.text, Layout::Lines, refused, canonical),
        None if form.is_empty() => held(&block.text, Layout::Exact, refused, canonical),
        _ => Err(format!("the test knows no block of the kind {form:?}")),
    }
}

/// How near a text is to what the formatter writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// To the letter.
    Exact,
    /// But for the lines into which a long expression is broken.
    Lines,
}

impl Layout {
    fn is_same(self, one: &str, other: &str) -> bool {
        let signs = |text: &str| text.split_whitespace().collect::<String>();
        match self {
            Self::Exact => one == other,
            Self::Lines => signs(one) == signs(other),
        }
    }
}

fn held(text: &str, layout: Layout, refused: Option<&str>, canonical: &Canonical) -> Result<(), String> {
    let mistakes = canonical.mistakes(text);
    if let Some(code) = refused {
        return match mistakes.first() {
            Some((first, _)) if *first == code => Ok(()),
            Some((_, told)) => Err(format!("{code} is expected, and it is refused with {told}")),
            None => Err(format!("{code} is expected, and it is accepted")),
        };
    }
    if let Some((_, told)) = mistakes.first() {
        return Err(told.clone());
    }
    match format(text) {
        Ok(formatted) if layout.is_same(&formatted, text) => {}
        Ok(formatted) => return Err(format!("the formatter writes\n{formatted}")),
        Err(_) => return Err("the formatter refuses it".into()),
    }
    let (sources, checked) = canonical.checked(text);
    examples(&sources, &checked, canonical)
}

/// Runs the examples of rules, and the tests that need no file.
fn examples(sources: &Sources, checked: &Checked, canonical: &Canonical) -> Result<(), String> {
    let options = RuleOptions::on(jiff::civil::date(2023, 12, 31));
    let program = &checked.program;
    let trying =
        Trying { program, sources, collections: &canonical.0, files: &NoFiles, background: &[], options: &options };
    let trials = trying.run(&|file| sources.files.get(file).is_some_and(|file| file.name == "page.accord"));
    let needs_files =
        |trial: &Trial| program.tests.iter().any(|test| test.place == trial.place && !test.files.is_empty());
    let fault = trials.all.iter().filter(|trial| !needs_files(trial)).find_map(|trial| trial.faults.first());
    fault.map_or(Ok(()), |(place, fault)| Err(format!("{}\n{fault}", sources.shown(*place))))
}
