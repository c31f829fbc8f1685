//! What the types make.

use accordance_canon::{OwnFormat, VERSION};
use accordance_engine::Config;

use super::Version;
use crate::Failure;

/// The files of a version, by name and text.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) version: Version,
    pub(crate) files: Vec<(String, String)>,
}

impl Made {
    /// Every file: of the kinds of records, of what the command writes about them, and of what it is told.
    pub(crate) fn by_the_types() -> Result<Self, Failure> {
        let format = |name, meaning, schema| OwnFormat { name, meaning, since: "v1", schema };
        let mut formats: Vec<OwnFormat> = accordance_report::output_schemas()
            .map(|written| format(written.name, written.meaning, written.schema))
            .into();
        formats.push(format(Config::NAME, Config::MEANING, Config::schema()));
        Ok(Self { version: VERSION.parse().map_err(Failure::Told)?, files: accordance_canon::files(&formats) })
    }
}
