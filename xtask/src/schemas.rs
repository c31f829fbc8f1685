//! The published schemas on disk: a folder for each version, `latest` (a copy), and `released.json` (what never
//! changes). With them go the pages on kinds, which say the same for people.

mod baseline;
mod compat;
mod made;
mod pages;
mod released;
mod version;

use std::{collections::BTreeSet, fs, path::Path};

pub(crate) use compat::{against_release, against_revision};
use made::Made;
use released::Released;
use version::Version;

use crate::{Failure, say};

/// What is written by hand beside the generated files, and left alone.
const BY_HAND: [&str; 1] = ["README.md"];
/// The copy of the newest version.
const LATEST: &str = "latest";
/// The folders of schemas and of pages in that of the workspace.
const SCHEMAS: &str = "schemas";
const PAGES: &str = "docs/kinds";

/// Writes the files of the version that the types make, its conformance pack and the pages on it, and removes what is
/// no longer made.
pub(crate) fn write(workspace: &Path) -> Result<(), Failure> {
    let made = Made::by_the_types()?;
    let schemas = workspace.join(SCHEMAS);
    write_made(&schemas, &made)?;
    write_folder(&schemas.join(made.version.to_string()), &pack()?)?;
    write_folder(&workspace.join(PAGES), &pages::pages(&made)?)
}

/// Fails where a file is missing, differs, or is one too many, or where a released version has changed.
pub(crate) fn check(workspace: &Path) -> Result<(), Failure> {
    let made = Made::by_the_types()?;
    let schemas = workspace.join(SCHEMAS);
    check_made(&schemas, &made)?;
    let mut stale = differences(&schemas.join(made.version.to_string()), &pack()?)?;
    stale.extend(differences(&workspace.join(PAGES), &pages::pages(&made)?)?);
    told(&stale)
}

/// The conformance pack. It stands beside the schemas and may get more cases after their release.
fn pack() -> Result<Vec<(String, String)>, Failure> {
    accordance_canon::conformance::files().map_err(|error| Failure::Told(error.to_string()))
}

/// Puts the version that the types make on the list of those that never change.
pub(crate) fn release(workspace: &Path) -> Result<(), Failure> {
    release_made(&workspace.join(SCHEMAS), &Made::by_the_types()?)
}

fn write_made(schemas: &Path, made: &Made) -> Result<(), Failure> {
    let released = Released::read(schemas)?;
    refuse(&released.differences(made))?;
    write_folder(&schemas.join(made.version.to_string()), &made.files)?;
    let latest = latest(schemas, &released, made)?;
    write_folder(&schemas.join(LATEST), &latest)
}

fn check_made(schemas: &Path, made: &Made) -> Result<(), Failure> {
    let released = Released::read(schemas)?;
    let mut wrong = released.differences(made);
    wrong.extend(released.changed_on_disk(schemas)?);
    refuse(&wrong)?;
    let folder = made.version.to_string();
    let mut stale = differences(&schemas.join(&folder), &made.files)?;
    for told in differences(&schemas.join(LATEST), &latest(schemas, &released, made)?)? {
        stale.push(format!("{LATEST}/{told}"));
    }
    told(&stale)?;
    say(&format!("{} files in {} are as the types make them", made.files.len(), schemas.join(folder).display()));
    Ok(())
}

fn told(stale: &[String]) -> Result<(), Failure> {
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::Told(format!("{}; run `cargo xtask schemas`", stale.join("; "))))
}

fn release_made(schemas: &Path, made: &Made) -> Result<(), Failure> {
    check_made(schemas, made)?;
    let mut released = Released::read(schemas)?;
    if released.has(made.version) {
        return Err(Failure::Told(format!("{} is released already", made.version)));
    }
    compat::against_release_of(schemas, made)?;
    released.add(made);
    released.write(schemas)?;
    write_made(schemas, made)?;
    say(&format!("{} is released: its files never change", made.version));
    Ok(())
}

/// The files of the newest version that is released; before the first release, those in the making.
fn latest(schemas: &Path, released: &Released, made: &Made) -> Result<Vec<(String, String)>, Failure> {
    let Some(newest) = released.newest().filter(|newest| newest.version != made.version) else {
        return Ok(made.files.clone());
    };
    let folder = schemas.join(newest.version.to_string());
    newest.files.keys().map(|name| Ok((name.clone(), read(&folder.join(name))?))).collect()
}

fn refuse(reasons: &[String]) -> Result<(), Failure> {
    if reasons.is_empty() { Ok(()) } else { Err(Failure::Told(reasons.join("; "))) }
}

fn write_folder(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let at = |path: &Path, error| Failure::File { path: path.to_path_buf(), error };
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
        fs::write(&path, text).map_err(|error| at(&path, error))?;
    }
    for name in surplus(folder, files)? {
        let path = folder.join(&name);
        fs::remove_file(&path).map_err(|error| at(&path, error))?;
        say(&format!("removed {name}"));
    }
    say(&format!("wrote {} files to {}", files.len(), folder.display()));
    Ok(())
}

/// In what a folder differs from the files that it should hold.
fn differences(folder: &Path, files: &[(String, String)]) -> Result<Vec<String>, Failure> {
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in files {
        match fs::read_to_string(folder.join(name)) {
            Ok(there) if there == *text => {}
            Ok(there) => {
                let line = there.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
                wrong.push(format!("{name} differs from the types, first in line {line}"));
            }
            Err(_) => wrong.push(format!("{name} is missing")),
        }
    }
    wrong.extend(surplus(folder, files)?.into_iter().map(|name| format!("{name} is not made by any type")));
    Ok(wrong)
}

/// Files beside those that are made, in the folders that hold some.
fn surplus(folder: &Path, files: &[(String, String)]) -> Result<BTreeSet<String>, Failure> {
    let folders: BTreeSet<&str> =
        files.iter().map(|(name, _)| name.rsplit_once('/').map_or("", |(own, _)| own)).collect();
    let mut names = BTreeSet::new();
    for own in folders {
        let path = folder.join(own);
        let at = |error| Failure::File { path: path.clone(), error };
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at)?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let name = if own.is_empty() { file.clone() } else { format!("{own}/{file}") };
            let is_known = files.iter().any(|(made, _)| *made == name) || BY_HAND.contains(&file.as_str());
            if !is_known && entry.path().is_file() {
                names.insert(name);
            }
        }
    }
    Ok(names)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::File { path: path.to_path_buf(), error })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Made, check, check_made, release_made, write, write_made};
    use crate::Failure;

    #[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
    fn told(failure: Failure) -> String {
        failure.to_string()
    }

    #[test]
    fn a_difference_from_the_types_fails_and_writing_mends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (workspace, schemas) = (folder.path(), folder.path().join("schemas"));
        assert!(check(workspace).map_err(told).is_err_and(|told| told.contains("goal.schema.json is missing")));
        write(workspace).map_err(told).expect("written");
        check(workspace).map_err(told).expect("as made");

        let goal = schemas.join("v1/goal.schema.json");
        let text = fs::read_to_string(&goal).expect("written");
        fs::write(&goal, text.replacen("goal", "gaol", 1)).expect("spoiled");
        fs::write(schemas.join("v1/gaol.schema.json"), "{}").expect("one too many");
        fs::remove_file(schemas.join("latest/theme.schema.json")).expect("one too few");
        let message = check(workspace).map_err(told).expect_err("spoiled");
        assert!(message.contains("goal.schema.json differs"), "{message}");
        assert!(message.contains("gaol.schema.json is not made"), "{message}");
        assert!(message.contains("latest/theme.schema.json is missing"), "{message}");
        write(workspace).map_err(told).expect("written");
        check(workspace).map_err(told).expect("mended");

        fs::write(workspace.join("docs/kinds/goal.md"), "A page.").expect("spoiled");
        fs::write(schemas.join("v1/conformance/gaol.json"), "[]").expect("one too many");
        let message = check(workspace).map_err(told).expect_err("spoiled");
        assert!(message.contains("goal.md differs"), "{message}");
        assert!(message.contains("conformance/gaol.json is not made"), "{message}");
    }

    #[test]
    fn each_link_of_the_pages_leads_somewhere() {
        let workspace = crate::folder();
        let pages = super::pages::pages(&Made::by_the_types().expect("schemas")).expect("pages");
        for (name, text) in &pages {
            let folder = workspace.join(super::PAGES);
            for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
                let is_there = match link.strip_prefix('#') {
                    Some(anchor) => {
                        let headings = text.lines().filter_map(|line| line.strip_prefix("### "));
                        headings.into_iter().any(|heading| heading.to_lowercase() == anchor)
                    }
                    None => folder.join(link).exists(),
                };
                assert!(is_there, "{name}: {link}");
            }
        }
    }

    #[test]
    fn the_published_schemas_are_as_the_types_make_them() {
        check(&crate::folder()).map_err(told).expect("fresh");
    }

    /// What types make of a version: one schema with some words.
    fn made(version: &str, words: &[&str]) -> Made {
        let schema = serde_json::json!({"type": "string", "enum": words});
        let files = vec![("word.schema.json".to_owned(), format!("{schema}\n"))];
        Made { version: version.parse().expect("a version"), files }
    }

    #[test]
    fn a_released_version_never_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let schemas = folder.path();
        let first = made("v1", &["a", "b"]);
        write_made(schemas, &first).map_err(told).expect("written");
        // Before its release, a version may change.
        let first = Made { files: made("v1", &["a", "b", "c"]).files, ..first };
        write_made(schemas, &first).map_err(told).expect("written anew");
        release_made(schemas, &first).map_err(told).expect("released");
        check_made(schemas, &first).map_err(told).expect("as released");
        let again = release_made(schemas, &first).map_err(told).expect_err("released");
        assert!(again.contains("v1 is released already"), "{again}");

        let file = schemas.join("v1/word.schema.json");
        let text = fs::read_to_string(&file).expect("written");
        let changed = made("v1", &["a", "b", "c", "d"]);
        for refused in [write_made(schemas, &changed), check_made(schemas, &changed)] {
            let message = refused.map_err(told).expect_err("v1 is released");
            assert!(message.contains("v1 is released and never changes"), "{message}");
            assert!(message.contains("word.schema.json"), "{message}");
        }
        assert_eq!(fs::read_to_string(&file).expect("there"), text, "nothing is written");

        // By hand is no better.
        fs::write(&file, text.replace("\"c\"", "\"x\"")).expect("spoiled");
        let message = check_made(schemas, &first).map_err(told).expect_err("spoiled");
        assert!(message.contains("v1/word.schema.json is not as it was released"), "{message}");
        fs::remove_file(&file).expect("removed");
        let message = check_made(schemas, &first).map_err(told).expect_err("removed");
        assert!(message.contains("v1/word.schema.json is not as it was released"), "{message}");
    }

    #[test]
    fn a_version_that_breaks_its_readers_and_writers_takes_a_new_major_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let schemas = folder.path();
        let latest = || fs::read_to_string(schemas.join("latest/word.schema.json")).expect("a copy");
        let release = |made: &Made| {
            write_made(schemas, made)?;
            release_made(schemas, made)
        };
        release(&made("v1", &["a", "b"])).map_err(told).expect("the first");
        let breaking = release(&made("v1.1", &["a", "c"])).map_err(told).expect_err("b is gone and c is there");
        assert!(breaking.contains("word") && breaking.contains("v2"), "{breaking}");
        assert!(latest().contains("\"b\""), "what is not released is not the latest");

        release(&made("v1.1", &["a", "b", "c"])).map_err(told).expect("readers have to act");
        assert!(latest().contains("\"c\""));
        release(&made("v2", &["a", "d"])).map_err(told).expect("a new major version");
        assert!(latest().contains("\"d\""));
        check_made(schemas, &made("v2", &["a", "d"])).map_err(told).expect("all three as they were released");
        // An older version may be mended no more, but one of its own line may follow it.
        release(&made("v1.2", &["a", "b", "c", "e"])).map_err(told).expect("held against v1.1");
        assert!(latest().contains("\"d\""), "v2 is newer than v1.2");
    }
}
