//! The records that are measured on: generated once, and kept in `target/bench/data`.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    thread,
};

use accordance_canon::{Canon, Generator};
use accordance_meetings::Meeting;
use serde::Deserialize;

use super::writer::Writer;
use crate::{Failure, say};

const SEED: u64 = 1;
/// More than a record takes, in bytes.
const RECORD: u64 = 3600;
/// What a small file takes on a disk at least.
const BLOCK: u64 = 4096;
/// What is left free on the disk, whatever is written.
const SPARE: u64 = 1 << 30;
/// So many records are made at a time by a thread.
const PIECE: u16 = 500;
/// By so many records it is seen whether a file is still what would be generated.
const SAMPLE: u64 = 200;
/// So many files are in one folder.
const FOLDER: u64 = 1000;

/// A set of records on disk.
#[derive(Clone, Debug)]
pub(super) struct Data {
    /// An NDJSON file, or a folder of folders of files.
    pub(super) meetings: PathBuf,
    /// The goals, themes and organizations that meetings refer to, as NDJSON.
    pub(super) reference: PathBuf,
    pub(super) records: u64,
    pub(super) bytes: u64,
}

impl Data {
    /// Reads all of it, so that it lies in the memory of the machine as far as there is room. An engine that needs much
    /// memory puts what others read out of it, and the next one to run would wait for the disk.
    pub(super) fn warm(&self) -> Result<(), Failure> {
        let mut buffer = vec![0; 1 << 20];
        let mut left = vec![self.reference.clone(), self.meetings.clone()];
        while let Some(path) = left.pop() {
            let told = |error| Failure::at(&path, error);
            if path.is_dir() {
                for entry in fs::read_dir(&path).map_err(told)? {
                    left.push(entry.map_err(told)?.path());
                }
            } else {
                let mut file = File::open(&path).map_err(told)?;
                while file.read(&mut buffer).map_err(told)? > 0 {}
            }
        }
        Ok(())
    }
}

/// So many meetings in one file, made unless they are there. The first are those of the reference data, so that all
/// engines count the same meetings.
pub(super) fn ndjson(folder: &Path, records: u64) -> Result<Data, Failure> {
    let reference = reference(folder)?;
    let path = folder.join(format!("meetings-{records}.ndjson"));
    if !is_current(&path, records)? {
        room(folder, records * RECORD)?;
        say(&format!("writing {records} records to {}", path.display()));
        whole(&path, |out| write_records(records, out))?;
    }
    let bytes = size(&path)?;
    Ok(Data { meetings: path, reference, records, bytes })
}

/// The same meetings, each in a file of its own that is named by its id.
pub(super) fn files(folder: &Path, records: u64) -> Result<Data, Failure> {
    let source = ndjson(folder, records)?;
    let path = folder.join(format!("meetings-{records}"));
    let mark = folder.join(format!("meetings-{records}.whole"));
    // The first records tell the data apart: a mark from other data is no mark.
    let sample = sample(records)?;
    if !path.is_dir() || fs::read_to_string(&mark).ok().as_deref() != Some(&*sample) {
        room(folder, records * (RECORD + 2 * BLOCK))?;
        say(&format!("writing {records} files to {}", path.display()));
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::at(&path, error)),
            _ => {}
        }
        let file = File::open(&source.meetings).map_err(|error| Failure::at(&source.meetings, error))?;
        for (number, line) in (0..).zip(BufReader::new(file).lines()) {
            let line = line.map_err(|error| Failure::at(&source.meetings, error))?;
            let named: Named = serde_json::from_str(&line)
                .map_err(|error| Failure::Told(format!("{}: {error}", source.meetings.display())))?;
            let inner = path.join(format!("{:04}", number / FOLDER));
            if number % FOLDER == 0 {
                fs::create_dir_all(&inner).map_err(|error| Failure::at(&inner, error))?;
            }
            let own = inner.join(named.id).with_extension("json");
            fs::write(&own, line).map_err(|error| Failure::at(&own, error))?;
        }
        fs::write(&mark, sample).map_err(|error| Failure::at(&mark, error))?;
    }
    Ok(Data { meetings: path, ..source })
}

/// The same meetings as another program writes them.
pub(super) fn rewritten(folder: &Path, records: u64, writer: Writer) -> Result<Data, Failure> {
    let source = ndjson(folder, records)?;
    let path = folder.join(format!("meetings-{records}-{}.ndjson", writer.name()));
    let rewrite = |lines: u64, out: &mut dyn Write| {
        let numbered = (0..lines).zip(BufReader::new(File::open(&source.meetings)?).lines());
        numbered.into_iter().try_for_each(|(number, line)| writer.write(&line?, number, out))
    };
    let mut sample = Vec::new();
    rewrite(SAMPLE.min(records), &mut sample).map_err(|error| Failure::at(&source.meetings, error))?;
    if !begins_with(&path, &sample) {
        room(folder, records * RECORD)?;
        say(&format!("writing {records} records to {}", path.display()));
        whole(&path, |out| rewrite(records, out))?;
    }
    Ok(Data { bytes: size(&path)?, meetings: path, ..source })
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

fn reference(folder: &Path) -> Result<PathBuf, Failure> {
    let canon = Canon::builtin();
    let path = folder.join("reference");
    fs::create_dir_all(&path).map_err(|error| Failure::at(&path, error))?;
    write_list(&path.join("goals.ndjson"), canon.goals())?;
    write_list(&path.join("themes.ndjson"), canon.themes())?;
    write_list(&path.join("organizations.ndjson"), canon.organizations())?;
    Ok(path)
}

fn write_list<T: serde::Serialize>(path: &Path, list: &[T]) -> Result<(), Failure> {
    whole(path, |out| list.iter().try_for_each(|record| write_line(record, out)))
}

fn write_line<T: serde::Serialize>(record: &T, out: &mut dyn Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// Writes a file that is there only when all of it is.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let part = path.with_extension("part");
    let file = File::create(&part).map_err(|error| Failure::at(&part, error))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::at(&part, error))?;
    fs::rename(&part, path).map_err(|error| Failure::at(path, error))
}

fn write_records(records: u64, out: &mut dyn Write) -> std::io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut starts = (0..records).step_by(PIECE.into());
    loop {
        let round: Vec<u64> = starts.by_ref().take(threads).collect();
        if round.is_empty() {
            return Ok(());
        }
        let pieces: Vec<std::io::Result<Vec<u8>>> = thread::scope(|scope| {
            let handles: Vec<_> = round
                .iter()
                .map(|start| scope.spawn(move || piece(records, *start, u64::from(PIECE).min(records - start))))
                .collect();
            handles.into_iter().map(|handle| handle.join().expect("a record can be made of any number")).collect()
        });
        for piece in pieces {
            out.write_all(&piece?)?;
        }
    }
}

/// So many lines from a line on.
fn piece(records: u64, start: u64, count: u64) -> std::io::Result<Vec<u8>> {
    let held = Canon::builtin().meetings();
    let first = held.len() as u64;
    let generator = Generator::new(SEED).linked(records.saturating_sub(first)).flawed();
    let mut text = Vec::new();
    for line in start..start + count {
        let made: Meeting;
        let meeting = match usize::try_from(line).ok().and_then(|at| held.get(at)) {
            Some(meeting) => meeting,
            None => {
                made = generator.meeting(line - first);
                &made
            }
        };
        write_line(meeting, &mut text)?;
    }
    Ok(text)
}

fn sample(records: u64) -> Result<String, Failure> {
    let text = piece(records, 0, SAMPLE.min(records)).map_err(|error| Failure::at(Path::new("a record"), error))?;
    String::from_utf8(text).map_err(|error| Failure::Told(error.to_string()))
}

fn is_current(path: &Path, records: u64) -> Result<bool, Failure> {
    Ok(begins_with(path, sample(records)?.as_bytes()))
}

fn begins_with(path: &Path, sample: &[u8]) -> bool {
    let mut there = vec![0; sample.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut there));
    read.is_ok() && there == sample
}

fn size(path: &Path) -> Result<u64, Failure> {
    Ok(fs::metadata(path).map_err(|error| Failure::at(path, error))?.len())
}

/// Fails where the disk has no room for so many bytes.
pub(super) fn room(folder: &Path, bytes: u64) -> Result<(), Failure> {
    let free = fs4::available_space(folder).map_err(|error| Failure::at(folder, error))?;
    if free < bytes + SPARE {
        return Err(Failure::Told(format!(
            "{}: {} MB are needed, and {} MB are free",
            folder.display(),
            (bytes + SPARE) >> 20,
            free >> 20
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{files, ndjson, rewritten, room};
    use crate::bench::writer::Writer;

    #[test]
    fn records_are_written_once_and_anew_where_they_are_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |failure: crate::Failure| failure.to_string();
        let data = ndjson(folder.path(), 60).map_err(told).expect("written");
        let text = std::fs::read_to_string(&data.meetings).expect("records");
        assert_eq!((text.lines().count(), text.len() as u64), (60, data.bytes));
        assert!(text.contains("\"session-000000\"") && text.contains("\"wg-2023-07-03\""));
        assert!(data.reference.join("goals.ndjson").exists());

        std::fs::write(&data.meetings, text.replacen("session", "meeting", 1)).expect("spoiled");
        ndjson(folder.path(), 60).map_err(told).expect("written anew");
        assert_eq!(std::fs::read_to_string(&data.meetings).expect("records"), text);
    }

    #[test]
    fn files_hold_the_same_records_and_are_named_by_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |failure: crate::Failure| failure.to_string();
        let many = files(folder.path(), 20).map_err(told).expect("written");
        let text = std::fs::read_to_string(many.meetings.join("0000/session-000000.json")).expect("a record");
        let one = ndjson(folder.path(), 20).map_err(told).expect("there");
        let lines = std::fs::read_to_string(one.meetings).expect("records");
        assert!(lines.lines().any(|line| line == text));
        many.warm().map_err(told).expect("read");
        // A mark of files that are gone is no mark.
        std::fs::remove_dir_all(&many.meetings).expect("removed");
        let again = files(folder.path(), 20).map_err(told).expect("written anew");
        assert!(again.meetings.join("0000/session-000000.json").is_file());
    }

    #[test]
    fn other_programs_write_the_same_records_and_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |failure: crate::Failure| failure.to_string();
        let data = rewritten(folder.path(), 20, Writer::Spaced).map_err(told).expect("written");
        let text = std::fs::read_to_string(&data.meetings).expect("records");
        assert_eq!((text.lines().count(), text.len() as u64), (20, data.bytes));
        assert!(text.lines().all(|line| line.starts_with(r#"{"kind": "meeting", "#)), "{text}");
        let written = |path: &std::path::Path| std::fs::metadata(path).and_then(|data| data.modified()).expect("there");
        let first = written(&data.meetings);
        let again = rewritten(folder.path(), 20, Writer::Spaced).map_err(told).expect("there");
        assert_eq!(written(&again.meetings), first);
    }

    #[test]
    fn a_disk_without_room_is_told_before_anything_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let failure = room(folder.path(), 1 << 62).map_err(|failure| failure.to_string());
        assert!(failure.is_err_and(|told| told.contains("MB are needed, and ")));
    }
}
