//! The reference data that is built in, as files.

use accordance_canon::DATA;
use accordance_document::Format;
use accordance_engine::{RecordFile, Role};

/// What the names of built-in files begin with.
const PREFIX: &str = "builtin:";

pub(crate) fn list(role: Role) -> Vec<RecordFile> {
    DATA.iter()
        .map(|(name, _)| RecordFile { name: format!("{PREFIX}{name}").into(), format: Format::Yaml, role })
        .collect()
}

pub(crate) fn read(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(PREFIX)?;
    DATA.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
