//! What a run reads: files by name, through a trait, so that nothing here touches a disk.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use accordance_document::Format;

/// A place that files are read from. A name is relative to the folder of the run, with `/` between its parts.
///
/// A file may be read more than once, to tell where in it something was found, and is to be the same each time. Where it is
/// not, the run says that it is not to be trusted.
pub trait Files: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence without a full stop.
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String>;

    /// A file that can be read in parts, so that a large one need not be held whole; nothing where it can only be read
    /// whole.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence without a full stop.
    fn open(&self, name: &str) -> Result<Option<Box<dyn OpenFile + '_>>, String> {
        let _ = name;
        Ok(None)
    }

    /// The records of a file in the background as NDJSON, a line for each in their order, where that is at hand: they
    /// are read from it in the place of the file, which is then read only where a place in it is to be told.
    fn lines(&self, name: &str) -> Option<&str> {
        let _ = name;
        None
    }
}

/// A file that is read in parts, from several threads.
pub trait OpenFile: Send + Sync {
    /// How many bytes it has.
    fn length(&self) -> u64;

    /// Fills `room` with the bytes from a place on.
    ///
    /// # Errors
    /// Why they cannot be read, in a sentence without a full stop.
    fn read_at(&self, place: u64, room: &mut [u8]) -> Result<(), String>;
}

impl OpenFile for &[u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, place: u64, room: &mut [u8]) -> Result<(), String> {
        let part = usize::try_from(place).ok().and_then(|place| self.get(place..)?.get(..room.len()));
        room.copy_from_slice(part.ok_or("it is shorter than it was")?);
        Ok(())
    }
}

/// Files that are held in memory.
///
/// ```
/// use accordance_engine::{Files, MemoryFiles};
///
/// let mut files = MemoryFiles::from_iter([("goals.yaml", "id: gpg-2017-4\n")]);
/// files.insert("notes.yaml", "id: n-1\n");
/// assert!(files.read("goals.yaml").is_ok() && files.read("notes.yaml").is_ok());
/// assert!(files.read("themes.yaml").is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFiles {
    /// Adds a file, in the place of one of its name.
    pub fn insert(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), bytes.into());
    }
}

impl<N: Into<String>, B: Into<Vec<u8>>> Extend<(N, B)> for MemoryFiles {
    fn extend<T: IntoIterator<Item = (N, B)>>(&mut self, files: T) {
        self.files.extend(files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())));
    }
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for MemoryFiles {
    fn from_iter<T: IntoIterator<Item = (N, B)>>(files: T) -> Self {
        let mut all = Self::default();
        all.extend(files);
        all
    }
}

impl Files for MemoryFiles {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        self.files.get(name).map(|bytes| Cow::Borrowed(bytes.as_slice())).ok_or_else(|| "there is no such file".into())
    }

    fn open(&self, name: &str) -> Result<Option<Box<dyn OpenFile + '_>>, String> {
        let bytes: &[u8] = self.files.get(name).ok_or("there is no such file")?;
        Ok(Some(Box::new(bytes)))
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
    /// They are known to be right, are not checked, and are there to be referred to. A checked record of the same id
    /// stands in for one.
    Background,
}
