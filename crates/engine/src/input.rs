//! What a run reads: files by name, through a trait, so that nothing here touches a disk.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use accordance_document::Format;

/// A place that files are read from. A name is relative to the folder of the run, with `/` between its parts.
pub trait Files: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence without a full stop.
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String>;
}

/// Files that are held in memory.
///
/// ```
/// use accordance_engine::{Files, MemoryFiles};
///
/// let files = MemoryFiles::from_iter([("goals.yaml", "id: gpg-2017-4\n")]);
/// assert!(files.read("goals.yaml").is_ok());
/// assert!(files.read("themes.yaml").is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for MemoryFiles {
    fn from_iter<T: IntoIterator<Item = (N, B)>>(files: T) -> Self {
        Self { files: files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect() }
    }
}

impl Files for MemoryFiles {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        self.files.get(name).map(|bytes| Cow::Borrowed(bytes.as_slice())).ok_or_else(|| "there is no such file".into())
    }
}

/// A file of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// Its name for [`Files::read`], and in findings.
    pub name: Arc<str>,
    /// How it is written.
    pub format: Format,
    /// What it is for.
    pub role: Role,
}

/// What the records of a file are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// They are checked.
    Checked,
    /// They are known to be right, and are there to be referred to. A checked record of the same id stands in for one.
    Background,
}
