//! What the schemas are compared with: a released version, or what a revision of the repository holds.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use super::{
    Made, Version, read,
    released::{Release, Released},
};
use crate::Failure;

/// Schemas of the past.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    /// Where they are from, in words.
    pub(crate) name: String,
    pub(crate) version: Version,
    /// Whether the version is released, so that what breaks it is refused.
    pub(crate) is_released: bool,
    /// The schemas by the name of what they describe.
    pub(crate) schemas: BTreeMap<String, Value>,
}

impl Baseline {
    pub(crate) fn of_release(schemas: &Path, release: Release<'_>) -> Result<Self, Failure> {
        let folder = schemas.join(release.version.to_string());
        let files = release.files.keys().map(|name| Ok((name.clone(), read(&folder.join(name))?)));
        let files: Vec<(String, String)> = files.collect::<Result<_, Failure>>()?;
        Ok(Self {
            name: format!("{}, as released", release.version),
            version: release.version,
            is_released: true,
            schemas: by_name(&files)?,
        })
    }

    /// The newest version in `schemas` at a revision of the repository in `folder`.
    pub(crate) fn of_revision(folder: &Path, revision: &str) -> Result<Self, Failure> {
        let repository = Repository { folder, revision };
        repository.check()?;
        let versions = repository.names("schemas")?;
        let newest = versions.iter().filter_map(|name| name.parse::<Version>().ok()).max();
        let nothing =
            || Failure::Told(format!("{revision:?} has no schemas: there is no schemas/v1, or the like, in it"));
        let version = newest.ok_or_else(nothing)?;
        let mut files = Vec::new();
        for name in repository.names(&format!("schemas/{version}"))? {
            if is_schema(&name) {
                let text = repository.text(&format!("schemas/{version}/{name}"))?;
                files.push((name, text));
            }
        }
        if files.is_empty() {
            return Err(nothing());
        }
        let there = |list: Released| list.has(version);
        let is_released = match repository.text("schemas/released.json") {
            Ok(text) => there(Released::parse(&text).map_err(Failure::Told)?),
            Err(_) => false,
        };
        Ok(Self {
            name: format!("{version} at {revision}"),
            version,
            is_released: is_released || there(Released::read(&folder.join("schemas"))?),
            schemas: by_name(&files)?,
        })
    }
}

/// The schemas among some files, but for that of all kinds, which holds nothing of its own.
pub(crate) fn by_name(files: &[(String, String)]) -> Result<BTreeMap<String, Value>, Failure> {
    files
        .iter()
        .filter(|(file, _)| is_schema(file) && file != "accordance.schema.json")
        .map(|(file, text)| {
            let schema = serde_json::from_str(text).map_err(|error| Failure::Told(format!("{file}: {error}")))?;
            Ok((file.trim_end_matches(".schema.json").to_owned(), schema))
        })
        .collect()
}

impl Made {
    pub(crate) fn schemas(&self) -> Result<BTreeMap<String, Value>, Failure> {
        by_name(&self.files)
    }
}

fn is_schema(file: &str) -> bool {
    file.ends_with(".schema.json")
}

/// A revision of a repository.
struct Repository<'r> {
    folder: &'r Path,
    revision: &'r str,
}

impl Repository<'_> {
    fn check(&self) -> Result<(), Failure> {
        let commit = format!("{}^{{commit}}", self.revision);
        let found = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if found.status.success() {
            return Ok(());
        }
        Err(Failure::Told(format!("{:?} is not a revision of this repository", self.revision)))
    }

    /// The names in a folder; none where there is no such folder.
    fn names(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let tree = format!("{}:{folder}", self.revision);
        let listed = self.git(&["ls-tree", "--name-only", "-z", "--end-of-options", &tree])?;
        let names = String::from_utf8_lossy(&listed.stdout);
        Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    fn text(&self, file: &str) -> Result<String, Failure> {
        let object = format!("{}:{file}", self.revision);
        let shown = self.git(&["show", "--end-of-options", &object])?;
        match String::from_utf8(shown.stdout) {
            Ok(text) if shown.status.success() => Ok(text),
            _ => Err(Failure::Told(format!("{object} cannot be read"))),
        }
    }

    fn git(&self, arguments: &[&str]) -> Result<Output, Failure> {
        Command::new("git")
            .args(arguments)
            .current_dir(self.folder)
            .output()
            .map_err(|error| Failure::Told(format!("git cannot be run: {error}")))
    }
}
