//! What changes for those who use the schemas.

use std::{io::Write, path::Path};

use accordance_compat::{Class, Row, compare_sets};

use super::{Made, Released, baseline::Baseline};
use crate::{Failure, say};

/// Compares what the types make with the newest release that it follows; before the first release there is nothing to
/// compare with.
pub(crate) fn against_release(schemas: &Path) -> Result<(), Failure> {
    against_release_of(schemas, &Made::by_the_types()?)
}

pub(super) fn against_release_of(schemas: &Path, made: &Made) -> Result<(), Failure> {
    let released = Released::read(schemas)?;
    match released.before(made.version) {
        Some(release) => against(&Baseline::of_release(schemas, release)?, made),
        None => {
            say("no version of the schemas is released, so nothing can break one");
            Ok(())
        }
    }
}

/// Compares what the types make with what a revision of the repository holds; with the newest release where none is
/// named, and before the first release with the last commit.
pub(crate) fn against_revision(folder: &Path, revision: Option<&str>) -> Result<(), Failure> {
    let made = Made::by_the_types()?;
    let schemas = folder.join("schemas");
    let released = Released::read(&schemas)?;
    let baseline = match (revision, released.before(made.version)) {
        (None, Some(release)) => Baseline::of_release(&schemas, release)?,
        (revision, _) => Baseline::of_revision(folder, revision.unwrap_or("HEAD"))?,
    };
    against(&baseline, &made)
}

fn against(baseline: &Baseline, made: &Made) -> Result<(), Failure> {
    let rows = compare_sets(&baseline.schemas, &made.schemas()?)
        .map_err(|(name, error)| Failure::Told(format!("{name}: {error}")))?;
    let report = report(baseline, made, &rows);
    anstream::stdout()
        .write_all(report.as_bytes())
        .map_err(|error| Failure::File { path: "standard output".into(), error })?;
    let breaking: Vec<&str> =
        rows.iter().filter(|row| row.class() == Class::Breaking).map(|row| row.name.as_str()).collect();
    if !breaking.is_empty() && baseline.is_released && baseline.version.major == made.version.major {
        return Err(Failure::Told(format!(
            "{} breaks {}, which is released: undo it, or raise VERSION in crates/canon/src/schemas.rs to {}",
            breaking.join(", "),
            baseline.version,
            baseline.version.next_major(),
        )));
    }
    Ok(())
}

/// The comparison as people read it.
fn report(baseline: &Baseline, made: &Made, rows: &[Row]) -> String {
    let mut text = format!("{}, and what the types make now ({}):\n\n", baseline.name, made.version);
    for row in rows {
        text.push_str(&row.to_string());
    }
    let count = |class: Class| rows.iter().filter(|row| row.class() == class).count();
    let classes = [Class::Same, Class::WritersKeepWorking, Class::ReadersKeepWorking, Class::Breaking];
    let counts: Vec<String> = classes.iter().map(|class| format!("{} {class}", count(*class))).collect();
    text.push_str(&format!("\n{} schemas: {}.\n", rows.len(), counts.join(", ")));
    if count(Class::Breaking) > 0 && !baseline.is_released {
        text.push_str(&format!("{} is not released, so nothing is refused.\n", baseline.version));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, process::Command};

    use serde_json::{Value, json};

    use super::{Baseline, Made, against, against_revision, compare_sets, report};

    /// The schemas of today as those of a version that is or is not released, but for a few edits.
    fn edited(is_released: bool, edits: &[(&str, &str, Value)]) -> (Baseline, Made) {
        let made = Made::by_the_types().expect("the types make schemas");
        let mut schemas = made.schemas().expect("schemas");
        for (name, pointer, value) in edits {
            let schema = schemas.get_mut(*name).expect("a schema");
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            let parent = schema.pointer_mut(parent).expect("a place").as_object_mut().expect("an object");
            match value {
                Value::Null => drop(parent.shift_remove(key)),
                value => drop(parent.insert(key.to_owned(), value.clone())),
            }
        }
        (Baseline { name: "an older v1".to_owned(), version: made.version, is_released, schemas }, made)
    }

    #[test]
    fn what_changes_for_whom_is_told_kind_by_kind() {
        let (baseline, made) = edited(
            false,
            &[
                // Deep down, in definitions that many places share.
                ("meeting", "/$defs/Source/properties/place", Value::Null),
                ("meeting", "/$defs/Standing/enum", json!(["verified", "partial", "inferred", "unverified"])),
                // A property that is required, and one that is no longer.
                ("goal", "/properties/number", Value::Null),
                ("goal", "/required", json!(["kind", "schema", "id", "edition", "title", "objectives_complete"])),
                (
                    "theme",
                    "/required",
                    json!(["kind", "schema", "id", "number_as_printed", "number", "edition", "title"]),
                ),
                // A bound, and words for readers.
                ("programme", "/properties/note/maxLength", json!(500)),
                ("series", "/description", json!("Meetings.")),
                ("goal", "/properties/edition/x-refers-to", json!("themes")),
            ],
        );
        let rows = compare_sets(&baseline.schemas, &made.schemas().expect("schemas")).expect("comparable");
        let report = report(&baseline, &made, &rows);
        let page = include_str!("../../../docs/schemas.md");
        let shown = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        assert!(report.contains(shown), "docs/schemas.md shows something else");
        insta::assert_snapshot!(report);
        against(&baseline, &made).map_err(|failure| failure.to_string()).expect("nothing is released");
    }

    #[test]
    fn a_change_that_breaks_a_release_is_refused() {
        let (baseline, made) =
            edited(true, &[("goal", "/properties/id/maxLength", json!(90)), ("goal", "/properties/note", Value::Null)]);
        let failure = against(&baseline, &made).expect_err("the schema of goals is broken").to_string();
        assert_eq!(
            failure,
            "goal breaks v1, which is released: undo it, or raise VERSION in crates/canon/src/schemas.rs to v2"
        );
        let next_major = Made { version: "v2".parse().expect("a version"), ..made };
        against(&baseline, &next_major).map_err(|failure| failure.to_string()).expect("a new major version");
    }

    #[test]
    fn a_kind_that_is_removed_breaks_and_one_that_is_added_does_not() {
        let (mut baseline, made) = edited(true, &[]);
        let theme = baseline.schemas.remove("theme").expect("a schema");
        against(&baseline, &made).map_err(|failure| failure.to_string()).expect("themes are added");
        baseline.schemas.insert("theme".to_owned(), theme.clone());
        baseline.schemas.insert("motif".to_owned(), theme);
        let failure = against(&baseline, &made).expect_err("motifs are removed").to_string();
        assert!(failure.starts_with("motif breaks v1"), "{failure}");
    }

    fn git(folder: &Path, arguments: &[&str]) {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").args(identity).args(arguments).current_dir(folder).output().expect("git runs");
        assert!(status.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
    }

    #[test]
    fn a_revision_without_schemas_and_what_is_no_revision_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |revision| against_revision(folder.path(), revision).expect_err("nothing to compare").to_string();
        git(folder.path(), &["init", "--quiet"]);
        assert_eq!(told(Some("HEAD")), "\"HEAD\" is not a revision of this repository");
        git(folder.path(), &["commit", "--quiet", "--allow-empty", "-m", "Begin"]);
        assert_eq!(told(None), "\"HEAD\" has no schemas: there is no schemas/v1, or the like, in it");
        assert_eq!(told(Some("v9")), "\"v9\" is not a revision of this repository");
        assert_eq!(told(Some("--output=x")), "\"--output=x\" is not a revision of this repository");
        assert_eq!(told(Some("")), "\"\" is not a revision of this repository");
        assert!(!folder.path().join("x").exists());
    }

    #[test]
    fn the_newest_version_of_a_revision_is_compared() {
        let folder = tempfile::tempdir().expect("a folder");
        let schemas = folder.path().join("schemas");
        for version in ["v1", "v1.1", "latest"] {
            fs::create_dir_all(schemas.join(version)).expect("a folder");
            let text = format!(r#"{{"const": "{version}"}}"#);
            fs::write(schemas.join(version).join("goal.schema.json"), text).expect("written");
        }
        git(folder.path(), &["init", "--quiet"]);
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "-m", "Begin"]);
        let baseline = Baseline::of_revision(folder.path(), "HEAD").map_err(|failure| failure.to_string());
        let baseline = baseline.expect("there are schemas");
        assert_eq!(baseline.schemas["goal"], json!({"const": "v1.1"}));
        assert!(!baseline.is_released);
    }
}
