//! The folder of a run on disk, and its `accordance.toml`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read,
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use accordance_document::{LineIndex, quoted};
use accordance_engine::{Config, Files, OpenFile};

use crate::{builtin, failure::Failure, stdin};

/// The name of the configuration.
pub(crate) const CONFIG: &str = "accordance.toml";

/// The folder of a run: that of `accordance.toml`, or the current one.
pub(crate) struct Workspace {
    folder: PathBuf,
    /// Whether it is the current one.
    is_current: bool,
    pub(crate) config: Option<Config>,
    /// The name of the configuration as it was given.
    pub(crate) config_name: String,
    stdin: Option<Vec<u8>>,
    /// What was read of files that can be read once, such as pipes.
    once: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The configuration, schemas and rule files that were read.
    sources: Mutex<BTreeSet<PathBuf>>,
}

/// A configuration has at most so many bytes.
const LONGEST_CONFIG: usize = 1 << 20;

/// So many bytes are read of what can be read once: it is all kept.
pub(crate) const MOST_AT_ONCE: u64 = 4 << 30;

impl Workspace {
    pub(crate) fn open(config: Option<&Path>) -> Result<Self, Failure> {
        let current = std::env::current_dir().map_err(|error| Failure::file(".", &error))?;
        let file = match config {
            Some(file) => current.join(file),
            None => {
                let file = current.join(CONFIG);
                if !file.is_file() {
                    return Ok(Self::new(current, None, CONFIG));
                }
                file
            }
        };
        let shown = config.map_or(CONFIG.to_owned(), |file| file.display().to_string());
        let text = File::open(&file).and_then(|file| read_text(file, LONGEST_CONFIG));
        let text = text.map_err(|error| Failure::file(&shown, &reason(&error)))?;
        if text.len() > LONGEST_CONFIG {
            return Err(Failure::file(&shown, &format!("a configuration has at most {LONGEST_CONFIG} bytes")));
        }
        let text = String::from_utf8(text).map_err(|_| Failure::file(&shown, &"it is not in UTF-8"))?;
        let config = text.parse().map_err(|error: accordance_engine::ConfigError| {
            let place = error.span.map(|span| LineIndex::new(&text).line_column(&text, span.start));
            let shown = place.map_or(shown.clone(), |(line, column)| format!("{shown}:{line}:{column}"));
            Failure::file(shown, &error.message)
        })?;
        let folder = file.parent().unwrap_or(&current).to_path_buf();
        let opened = Self::new(settled(&folder), Some(config), &shown);
        opened.note_source(&file);
        Ok(opened)
    }

    fn new(folder: PathBuf, config: Option<Config>, config_name: &str) -> Self {
        Self {
            is_current: std::env::current_dir().is_ok_and(|current| current == folder),
            folder,
            config,
            config_name: config_name.to_owned(),
            stdin: None,
            once: Mutex::default(),
            sources: Mutex::default(),
        }
    }

    pub(crate) fn read_stdin(&mut self) -> Result<&[u8], Failure> {
        Ok(self.stdin.insert(stdin::read()?))
    }

    /// The files of the folder, and no others.
    pub(crate) fn within(&self) -> WithinFolder<'_> {
        WithinFolder(self)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file by its name. The system finds a short one sooner.
    pub(crate) fn path<'n>(&self, name: &'n str) -> Cow<'n, Path> {
        if self.is_current { Path::new(name).into() } else { self.folder.join(name).into() }
    }

    /// Notes that a file of the run was read that holds no records.
    pub(crate) fn note_source(&self, file: &Path) {
        // A thread that panicked left whole entries.
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.extend(file.canonicalize());
    }

    /// Whether a file is one of those that were read and hold no records.
    pub(crate) fn is_source(&self, file: &Path) -> bool {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        file.canonicalize().is_ok_and(|file| sources.contains(&file))
    }

    /// The name of a file for findings: relative to the folder where it is below, with `/` between its parts.
    pub(crate) fn name(&self, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let absolute = settled(&absolute);
        own_name(slashed(absolute.strip_prefix(&self.folder).unwrap_or(&absolute)))
    }

    /// Reads what is no file that could be read again; the second time, what it was.
    fn read_once(&self, name: &str, path: &Path) -> std::io::Result<Vec<u8>> {
        // A thread that panicked left whole entries.
        let once = || self.once.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = once().get(name) {
            return Ok(bytes.clone());
        }
        // Another thread may read another pipe meanwhile: who writes to both may wait for that one first.
        let mut bytes = Vec::new();
        File::open(path)?.take(MOST_AT_ONCE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST_AT_ONCE {
            return Err(too_long());
        }
        once().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

/// Reads a text, and of one that is longer than it may be no more than shows that.
pub(crate) fn read_text(text: impl Read, most: usize) -> std::io::Result<Vec<u8>> {
    /// The bytes of the longest character.
    const CHARACTER: usize = 4;
    let mut bytes = Vec::new();
    text.take((most + CHARACTER) as u64).read_to_end(&mut bytes)?;
    if bytes.len() > most
        && let Err(error) = std::str::from_utf8(&bytes)
        && error.error_len().is_none()
    {
        // The last character was cut, which is not a fault of the text.
        bytes.truncate(error.valid_up_to());
    }
    Ok(bytes)
}

/// Why what can be read once is not read.
pub(crate) fn too_long() -> std::io::Error {
    let gibibytes = MOST_AT_ONCE >> 30;
    std::io::Error::other(format!("it is no file, and gives more than {gibibytes} GiB; write it to a file first"))
}

/// A name that is not taken for that of a file that is built in.
pub(crate) fn own_name(name: String) -> String {
    if name.starts_with(builtin::PREFIX) { format!("./{name}") } else { name }
}

/// Fails for a path that cannot be told in one line: it could be taken for another, or for something that this program
/// says.
pub(crate) fn refuse_unreadable_name(path: &Path) -> Result<(), Failure> {
    let name = path.to_string_lossy();
    if path.to_str().is_none() {
        return Err(Failure::file(quoted(&name), &"the name of the file is not UTF-8; give it another one"));
    }
    if name.contains(char::is_control) {
        return Err(Failure::file(
            quoted(&name),
            &"a control character stands in the name of the file; give it another one",
        ));
    }
    Ok(())
}

/// A path with `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

impl Files for Workspace {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        if name == stdin::NAME
            && let Some(bytes) = &self.stdin
        {
            return Ok(Cow::Borrowed(bytes));
        }
        if let Some(text) = builtin::read(name) {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let path = self.path(name);
        let is_file = std::fs::metadata(&path).is_ok_and(|file| file.is_file());
        let bytes = if is_file { std::fs::read(&path) } else { self.read_once(name, &path) };
        bytes.map(Cow::Owned).map_err(|error| reason(&error))
    }

    fn open(&self, name: &str) -> Result<Option<Box<dyn OpenFile + '_>>, String> {
        if let Some(bytes) = self.stdin.as_deref().filter(|_| name == stdin::NAME) {
            return Ok(Some(Box::new(bytes)));
        }
        if let Some(text) = builtin::read(name) {
            return Ok(Some(Box::new(text.as_bytes())));
        }
        OnDisk::open(&self.path(name)).map_err(|error| reason(&error))
    }

    fn lines(&self, name: &str) -> Option<&str> {
        builtin::lines(name)
    }
}

/// A file of the disk that is read in parts.
struct OnDisk {
    file: File,
    length: u64,
}

impl OnDisk {
    /// Opens a file; nothing where it is none that has a length, such as a pipe.
    fn open<'f>(path: &Path) -> std::io::Result<Option<Box<dyn OpenFile + 'f>>> {
        // What is read from a pipe is read once: opened and closed again, it would be lost.
        let there = std::fs::metadata(path)?;
        if !there.is_file() {
            return Ok(None);
        }
        Ok(Some(Box::new(Self { file: File::open(path)?, length: there.len() })))
    }
}

impl OpenFile for OnDisk {
    fn length(&self) -> u64 {
        self.length
    }

    #[cfg(unix)]
    fn read_at(&self, place: u64, room: &mut [u8]) -> Result<(), String> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, room, place).map_err(|error| reason(&error))
    }

    #[cfg(windows)]
    fn read_at(&self, mut place: u64, mut room: &mut [u8]) -> Result<(), String> {
        while !room.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.file, room, place);
            match read.map_err(|error| reason(&error))? {
                0 => return Err("it is shorter than it was".into()),
                read => (place, room) = (place + read as u64, &mut room[read..]),
            }
        }
        Ok(())
    }
}

/// The files that schemas and tests may be read from: those of the folder, and what is built in.
pub(crate) struct WithinFolder<'w>(pub(crate) &'w Workspace);

impl Files for WithinFolder<'_> {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        if let Some(text) = builtin::read(name) {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let outside = || "it is not in the folder of the run".to_owned();
        let folder = self.0.folder.canonicalize().map_err(|error| reason(&error))?;
        let file = folder.join(name).canonicalize().map_err(|error| reason(&error))?;
        if !file.starts_with(&folder) {
            return Err(outside());
        }
        if !file.is_file() {
            return Err("it is no file".to_owned());
        }
        self.0.note_source(&file);
        std::fs::read(file).map(Cow::Owned).map_err(|error| reason(&error))
    }
}

/// A path without `.` and without `..` behind a name, to the same file. Behind a link to a folder, `..` is the folder
/// around that one.
fn settled(path: &Path) -> PathBuf {
    let cleaned = clean(path);
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let is_same = || same_file::is_same_file(path, &cleaned).unwrap_or(false);
    if goes_up && path.exists() && !is_same() { path.canonicalize().unwrap_or(cleaned) } else { cleaned }
}

/// A path without `.` and without `..` behind a name, as if there were no links.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if cleaned.file_name().is_some() => drop(cleaned.pop()),
            part => cleaned.push(part),
        }
    }
    cleaned
}

/// Why a file cannot be read, in a sentence without a full stop.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "it may not be read".into(),
        std::io::ErrorKind::IsADirectory => "it is a folder".into(),
        std::io::ErrorKind::UnexpectedEof => "it is shorter than it was".into(),
        _ => error.to_string(),
    }
}

/// The same for a file that cannot be written, or its folder.
pub(crate) fn reason_to_write(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "it may not be written".into(),
        _ => reason(error),
    }
}
