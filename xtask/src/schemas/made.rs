//! What the types make.

use accordance_canon::{Context, OwnFormat, Titles, VERSION};
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
    /// Every file: of the kinds of records, of what the command writes about them, of what it is told, and of
    /// linked data.
    pub(crate) fn by_the_types() -> Result<Self, Failure> {
        let format = |name, meaning, schema, titles| OwnFormat { name, meaning, since: "v1", schema, titles };
        let mut formats: Vec<OwnFormat> = accordance_report::output_schemas()
            .map(|written| format(written.name, written.meaning, written.schema, Titles::Own))
            .into();
        formats.push(format(Config::NAME, Config::MEANING, Config::schema(), Titles::OfProperties));
        let context = Context {
            file: accordance_exchange::CONTEXT_FILE,
            meaning: "the JSON-LD context that makes records of every kind linked data",
            since: "v1",
            document: accordance_exchange::context(),
        };
        let files = accordance_canon::files(&formats, &[context]);
        Ok(Self { version: VERSION.parse().map_err(Failure::Told)?, files })
    }
}
