//! The list of released versions, with the checksum of each file. What is on it never changes.

use std::{collections::BTreeMap, fs, path::Path};

use accordance_canon::sha256;
use serde::{Deserialize, Serialize};

use super::{Made, Version};
use crate::Failure;

const FILE: &str = "released.json";
const COMMENT: &str =
    "Written by `cargo xtask schemas release`. Nothing on this list changes: the checks compare the checksums.";

/// The list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Released {
    #[serde(rename = "$comment")]
    comment: String,
    versions: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    version: String,
    /// The SHA-256 of each file by its name.
    files: BTreeMap<String, String>,
}

/// A version on the list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Release<'l> {
    pub(crate) version: Version,
    pub(crate) files: &'l BTreeMap<String, String>,
}

impl Released {
    /// The list in the folder of the schemas; where there is none, nothing is released.
    pub(crate) fn read(schemas: &Path) -> Result<Self, Failure> {
        let path = schemas.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|reason| Failure::Told(format!("{}: {reason}", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::File { path, error }),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let list: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match list.versions.iter().find_map(|entry| entry.version.parse::<Version>().err()) {
            Some(wrong) => Err(wrong),
            None => Ok(list),
        }
    }

    pub(crate) fn write(&self, schemas: &Path) -> Result<(), Failure> {
        let path = schemas.join(FILE);
        let text = serde_json::to_string_pretty(self).map_err(|error| Failure::Told(error.to_string()))?;
        fs::write(&path, text + "\n").map_err(|error| Failure::File { path, error })
    }

    pub(crate) fn add(&mut self, made: &Made) {
        COMMENT.clone_into(&mut self.comment);
        let files = made.files.iter().map(|(name, text)| (name.clone(), sha256(text))).collect();
        self.versions.push(Entry { version: made.version.to_string(), files });
    }

    fn releases(&self) -> impl Iterator<Item = Release<'_>> {
        self.versions
            .iter()
            .filter_map(|entry| Some(Release { version: entry.version.parse().ok()?, files: &entry.files }))
    }

    pub(crate) fn newest(&self) -> Option<Release<'_>> {
        self.releases().max_by_key(|release| release.version)
    }

    /// The release that a version has to be held against: the newest one that is not newer than it.
    pub(crate) fn before(&self, version: Version) -> Option<Release<'_>> {
        self.releases().filter(|release| release.version <= version).max_by_key(|release| release.version)
    }

    pub(crate) fn has(&self, version: Version) -> bool {
        self.releases().any(|release| release.version == version)
    }

    /// In what the types differ from the version that they say they are, if that one is released.
    pub(crate) fn differences(&self, made: &Made) -> Vec<String> {
        let Some(release) = self.releases().find(|release| release.version == made.version) else {
            return Vec::new();
        };
        let checksums: BTreeMap<&str, String> =
            made.files.iter().map(|(name, text)| (name.as_str(), sha256(text))).collect();
        let mut names: Vec<&str> = checksums.keys().copied().chain(release.files.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| checksums.get(name) != release.files.get(*name));
        if names.is_empty() {
            return Vec::new();
        }
        let version = made.version;
        vec![format!(
            "{version} is released and never changes, and the types make another {}: raise VERSION in \
             crates/canon/src/schemas.rs to {}, or to {} where `cargo xtask schemas compat` calls the change breaking",
            names.join(", "),
            version.next_minor(),
            version.next_major(),
        )]
    }

    /// The files that are not what they were when they were released.
    pub(crate) fn changed_on_disk(&self, schemas: &Path) -> Result<Vec<String>, Failure> {
        let mut changed = Vec::new();
        for release in self.releases() {
            let folder = release.version.to_string();
            for (name, checksum) in release.files {
                let path = schemas.join(&folder).join(name);
                let is_there = match fs::read_to_string(&path) {
                    Ok(text) => sha256(&text) == *checksum,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
                    Err(error) => return Err(Failure::File { path, error }),
                };
                if !is_there {
                    changed.push(format!("{folder}/{name} is not as it was released; restore it"));
                }
            }
        }
        Ok(changed)
    }
}
