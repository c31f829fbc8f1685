//! Lines of a large file, or many small files, shared out to threads.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

/// How much of a file a thread takes at a time: it stays in the cache of a core while its lines are read.
const PIECE: u64 = 1 << 20;

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// What a thread does with each line.
pub(crate) trait Work: Send {
    fn line(&mut self, line: &str) -> Result<(), Failure>;
}

/// Counts lines.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) count: u64,
}

impl Work for Lines {
    fn line(&mut self, _: &str) -> Result<(), Failure> {
        self.count += 1;
        Ok(())
    }
}

/// Gives each line that is not empty to one of the workers, and hands these back. A folder's files are lines too.
pub(crate) fn each_line<W: Work>(input: &Path, threads: usize, new: impl Fn() -> W + Sync) -> Result<Vec<W>, Failure> {
    if input.is_dir() {
        let files = files(input)?;
        let next = AtomicUsize::new(0);
        return on_threads(threads, || {
            let (mut work, mut buffer) = (new(), Vec::new());
            while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                buffer.clear();
                File::open(path)?.read_to_end(&mut buffer)?;
                each_of(&buffer, &mut work)?;
            }
            Ok(work)
        });
    }
    let file = File::open(input)?;
    let length = file.metadata()?.len();
    let next = AtomicU64::new(0);
    on_threads(threads, || {
        let (mut work, mut buffer) = (new(), Vec::new());
        loop {
            let start = next.fetch_add(PIECE, Ordering::Relaxed);
            if start >= length {
                return Ok(work);
            }
            each_of(piece(&file, start, length, &mut buffer)?, &mut work)?;
        }
    })
}

fn on_threads<W: Send>(threads: usize, run: impl Fn() -> Result<W, Failure> + Sync) -> Result<Vec<W>, Failure> {
    thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(&run)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a panic aborts the program")).collect()
    })
}

fn each_of<W: Work>(bytes: &[u8], work: &mut W) -> Result<(), Failure> {
    let text = simdutf8::basic::from_utf8(bytes)?;
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let line = &text[start..end];
        if !line.is_empty() {
            work.line(line)?;
        }
        start = end + 1;
        if start >= bytes.len() {
            break;
        }
    }
    Ok(())
}

/// The lines that begin in the piece at `start`. The last of them may end beyond it.
fn piece<'a>(file: &File, start: u64, length: u64, buffer: &'a mut Vec<u8>) -> io::Result<&'a [u8]> {
    // One byte before tells whether a line begins where the piece does.
    let from = start.saturating_sub(1);
    let mut to = (start + PIECE).min(length);
    fill(file, from, to, buffer, 0)?;
    let first = match start {
        0 => 0,
        _ => match memchr::memchr(b'\n', buffer) {
            Some(at) => at + 1,
            None => return Ok(&[]),
        },
    };
    if buffer.last() == Some(&b'\n') {
        return Ok(&buffer[first.min(buffer.len())..]);
    }
    loop {
        let there = buffer.len();
        if to == length {
            return Ok(&buffer[first..]);
        }
        let more = (to + (1 << 14)).min(length);
        fill(file, to, more, buffer, there)?;
        to = more;
        if let Some(at) = memchr::memchr(b'\n', &buffer[there..]) {
            return Ok(&buffer[first..=there + at]);
        }
    }
}

fn fill(file: &File, from: u64, to: u64, buffer: &mut Vec<u8>, at: usize) -> io::Result<()> {
    let length = usize::try_from(to - from).map_err(io::Error::other)?;
    buffer.resize(at + length, 0);
    file.read_exact_at(&mut buffer[at..], from)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { all.push(entry.path()) }
        }
    }
    Ok(all)
}
