//! The reference data as lines.

use std::{fs, path::Path};

use accordance_canon::DATA;
use accordance_document::{Format, Limits, Records, Tree};

use crate::{Failure, say};

/// Writes the records of each file of the reference data as NDJSON beside it.
pub(crate) fn write(project: &Path) -> Result<(), Failure> {
    let folder = project.join("crates/canon/data");
    for (name, _) in DATA {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, error))?;
        let mut tree = Tree::new();
        let mut records = Records::new(&text, Format::Yaml, &mut tree, Limits::default());
        let mut lines = String::new();
        while let Some(record) = records.next_record() {
            let record = record.map_err(|mistake| Failure::Told(format!("{}: {mistake}", path.display())))?;
            lines.push_str(&record.value.to_json().to_string());
            lines.push('\n');
        }
        let path = path.with_extension("ndjson");
        fs::write(&path, lines).map_err(|error| Failure::at(&path, error))?;
    }
    say(&format!("{} files in {} are as the YAML says", DATA.len(), folder.display()));
    Ok(())
}
