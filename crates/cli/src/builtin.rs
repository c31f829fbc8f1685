//! The reference data and the rule pack that are built in, as files.

use accordance_canon::{DATA, DATA_LINES, RULES};
use accordance_document::Format;
use accordance_engine::{RecordFile, Role};

/// What the names of built-in files begin with.
pub(crate) const PREFIX: &str = "builtin:";

pub(crate) fn list(role: Role) -> Vec<RecordFile> {
    DATA.iter()
        .map(|(name, _)| RecordFile { name: format!("{PREFIX}{name}").into(), format: Format::Yaml, role })
        .collect()
}

/// The names of the files of the rule pack.
pub(crate) fn rule_files() -> impl Iterator<Item = String> {
    RULES.iter().map(|(name, _)| format!("{PREFIX}rules/{name}"))
}

/// The text of a file of the rule pack.
pub(crate) fn read_rules(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(PREFIX)?.strip_prefix("rules/")?;
    RULES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The text of a built-in file, of records or of rules.
pub(crate) fn read(name: &str) -> Option<&'static str> {
    if let Some(rules) = read_rules(name) {
        return Some(rules);
    }
    let name = name.strip_prefix(PREFIX)?;
    DATA.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The records of a built-in file, a line for each.
pub(crate) fn lines(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(PREFIX)?;
    DATA_LINES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
