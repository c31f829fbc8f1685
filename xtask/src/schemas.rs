//! The published schemas on disk.

use std::{collections::BTreeSet, fs, path::Path};

use accordance_canon::{Context, Output};

use crate::{Failure, say};

/// What is written by hand beside the generated files, and left alone.
const BY_HAND: [&str; 1] = ["README.md"];

/// Every file: of the kinds of records, of what the command writes about them, and of linked data.
fn files() -> Vec<(String, String)> {
    let outputs = accordance_report::output_schemas().map(|written| Output {
        name: written.name,
        meaning: written.meaning,
        since: "v1",
        schema: written.schema,
    });
    let context = Context {
        file: accordance_exchange::CONTEXT_FILE,
        meaning: "the JSON-LD context that makes records of every kind linked data",
        since: "v1",
        document: accordance_exchange::context(),
    };
    accordance_canon::files(&outputs, &[context])
}

/// Writes all files, and removes those that are no longer made.
pub(crate) fn write(folder: &Path) -> Result<(), Failure> {
    let at = |path: &Path, error| Failure::File { path: path.to_path_buf(), error };
    fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    let files = files();
    for (name, text) in &files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| at(&path, error))?;
    }
    for name in surplus(folder, &files)? {
        let path = folder.join(&name);
        fs::remove_file(&path).map_err(|error| at(&path, error))?;
        say(&format!("removed {name}"));
    }
    say(&format!("wrote {} files to {}", files.len(), folder.display()));
    Ok(())
}

/// Fails where a file is missing, differs, or is one too many.
pub(crate) fn check(folder: &Path) -> Result<(), Failure> {
    let files = files();
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in &files {
        match fs::read_to_string(folder.join(name)) {
            Ok(there) if there == *text => {}
            Ok(there) => {
                let line = there.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
                wrong.push(format!("{name} differs from the types, first in line {line}"));
            }
            Err(_) => wrong.push(format!("{name} is missing")),
        }
    }
    wrong.extend(surplus(folder, &files)?.into_iter().map(|name| format!("{name} is not made by any type")));
    if wrong.is_empty() {
        say(&format!("{} files in {} are as the types make them", files.len(), folder.display()));
        return Ok(());
    }
    Err(Failure::Told(format!("{}; run `cargo xtask schemas`", wrong.join("; "))))
}

fn surplus(folder: &Path, files: &[(String, String)]) -> Result<BTreeSet<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(Failure::File { path: folder.to_path_buf(), error }),
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(|error| Failure::File { path: folder.to_path_buf(), error })?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_known = files.iter().any(|(file, _)| *file == name) || BY_HAND.contains(&name.as_str());
        if !is_known && entry.path().is_file() {
            names.insert(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{check, write};

    #[test]
    fn a_difference_from_the_types_fails_and_writing_mends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |failure: crate::Failure| failure.to_string();
        assert!(check(folder.path()).map_err(told).is_err_and(|told| told.contains("goal.schema.json is missing")));
        write(folder.path()).map_err(told).expect("written");
        check(folder.path()).map_err(told).expect("as made");

        let goal = folder.path().join("goal.schema.json");
        let text = std::fs::read_to_string(&goal).expect("written");
        std::fs::write(&goal, text.replacen("goal", "gaol", 1)).expect("spoiled");
        std::fs::write(folder.path().join("gaol.schema.json"), "{}").expect("one too many");
        let message = check(folder.path()).map_err(told).expect_err("spoiled");
        assert!(
            message.contains("goal.schema.json differs") && message.contains("gaol.schema.json is not made"),
            "{message}"
        );
        write(folder.path()).map_err(told).expect("written");
        check(folder.path()).map_err(told).expect("mended");
    }

    #[test]
    fn the_published_schemas_are_as_the_types_make_them() {
        check(&crate::folder().join("schemas/v1")).map_err(|failure| failure.to_string()).expect("fresh");
    }
}
