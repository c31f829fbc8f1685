//! Files in pieces, each of which one thread reads at a time: a large NDJSON file is never held whole.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    ops::Range,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use accordance_document::{Format, Limits, LineIndex, ReadError, Records, Tree, decode_from};
use rayon::prelude::*;

use crate::{
    Files, OpenFile, RecordFile, Role,
    at::{At, LinesBefore},
    file_text::{FileText, Spot},
};

/// How much of an NDJSON file one thread reads at a time, in bytes. It stays in the caches of a core while its records
/// are checked.
const PIECE: u64 = 1 << 19;

/// By how much a piece is read on at first where its last line does not end in it.
const BEYOND: u64 = 1 << 14;

/// So many files make one piece, if there are enough of them: what is kept of a piece has rooms of its own.
const MOST_FILES: usize = 64;

/// The files of a run in pieces.
pub(crate) struct Pieces<'f> {
    files: &'f dyn Files,
    list: &'f [RecordFile],
    /// The numbers of the files, in their order.
    numbers: &'f [usize],
    all: Vec<Piece>,
    /// The numbers of the pieces that are handed over.
    wanted: Vec<usize>,
    /// A line that is longer need not be read to its end.
    longest: u64,
}

/// Some whole files, or the lines of one that begin at some of its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Where the files are in those of the run.
    files: Range<usize>,
    lines: Option<Range<u64>>,
}

impl Piece {
    /// Whether it holds files from their beginning to their end.
    pub(crate) fn is_whole(&self) -> bool {
        self.lines.is_none()
    }
}

/// The text of a piece.
pub(crate) struct PieceText<'b> {
    pub(crate) file: usize,
    pub(crate) text: Cow<'b, str>,
    /// Where it begins in its file.
    pub(crate) start: usize,
    /// Whether it is a line for each record of the file, and not what is written there: see [`Files::lines`].
    pub(crate) is_lines: bool,
}

/// Why a file cannot be read.
#[derive(Clone, Debug)]
pub(crate) struct NotRead {
    pub(crate) message: String,
    pub(crate) advice: String,
    /// Its line is one of the piece.
    pub(crate) spot: Spot,
}

impl NotRead {
    pub(crate) fn because(reason: &str) -> Self {
        Self {
            message: format!("the file cannot be read: {reason}"),
            advice: "see that it is there and may be read".into(),
            spot: Spot::default(),
        }
    }

    fn undecoded(bytes: &[u8], start: usize, mistake: &ReadError) -> Self {
        let before = bytes.get(..mistake.span().start.saturating_sub(start)).unwrap_or_default();
        let text = String::from_utf8_lossy(before);
        let (line, column) = LineIndex::new(&text).line_column(&text, text.len());
        Self {
            message: mistake.message().to_owned(),
            advice: mistake.advice().to_owned(),
            spot: Spot { span: mistake.span(), line, column },
        }
    }
}

impl<'f> Pieces<'f> {
    /// Files of a run by their numbers, in pieces in the order of the files. A record is at most so many bytes long.
    pub(crate) fn new(files: &'f dyn Files, list: &'f [RecordFile], numbers: &'f [usize], longest: usize) -> Self {
        // A file is opened again for each of its pieces: there may be more files than can be open at a time.
        let length = |number: &usize| {
            let file = &list[*number];
            // What cannot be opened is told where it is read.
            let open = (file.format == Format::Ndjson).then(|| files.open(&file.name).ok().flatten()).flatten();
            open.map_or(0, |open| open.length())
        };
        let lengths: Vec<u64> = numbers.par_iter().map(length).collect();
        // There are to be some for each thread.
        let together = (numbers.len() / MOST_FILES).clamp(1, MOST_FILES);
        let mut all: Vec<Piece> = Vec::new();
        for (at, length) in lengths.into_iter().enumerate() {
            if length > PIECE {
                let starts = (0..length.div_ceil(PIECE)).map(|number| number * PIECE);
                let lines = starts.map(|start| start..(start + PIECE).min(length));
                all.extend(lines.map(|lines| Piece { files: at..at + 1, lines: Some(lines) }));
                continue;
            }
            match all.last_mut() {
                Some(last) if last.is_whole() && last.files.len() < together => last.files.end += 1,
                _ => all.push(Piece { files: at..at + 1, lines: None }),
            }
        }
        let wanted = (0..all.len()).collect();
        Self { files, list, numbers, all, wanted, longest: (longest as u64).saturating_add(1) }
    }

    /// Some of the pieces, by their numbers.
    pub(crate) fn only(self, wanted: Vec<usize>) -> Self {
        Self { wanted, ..self }
    }

    pub(crate) fn all(&self) -> &[Piece] {
        &self.all
    }

    /// Hands the pieces over, in any order, to one worker for each thread: the number of a piece, a file, and what of
    /// it is in the piece. The files of a piece come one after the other.
    pub(crate) fn each<W: Send>(
        &self,
        new: impl Fn() -> W + Sync,
        visit: impl Fn(&mut W, usize, usize, Result<PieceText<'_>, NotRead>) + Sync,
    ) -> Vec<W> {
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut worker, mut room) = (new(), Vec::new());
            loop {
                let next = next.fetch_add(1, Ordering::Relaxed);
                let Some(number) = self.wanted.get(next).copied() else { return worker };
                let Some(piece) = self.all.get(number) else { continue };
                for file in self.numbers.get(piece.files.clone()).unwrap_or_default() {
                    visit(&mut worker, number, *file, self.read(*file, piece, &mut room));
                }
            }
        };
        if self.wanted.len() < 2 { vec![work()] } else { rayon::broadcast(|_| work()) }
    }

    fn read<'b>(&'b self, number: usize, piece: &Piece, room: &'b mut Vec<u8>) -> Result<PieceText<'b>, NotRead> {
        let file = &self.list[number];
        if let Some(text) = lines_of(self.files, file) {
            return Ok(PieceText { file: number, text: text.into(), start: 0, is_lines: true });
        }
        let because = |reason: String| NotRead::because(&reason);
        let open = self.files.open(&file.name).map_err(because)?;
        let (bytes, start) = match (&piece.lines, open) {
            (Some(lines), Some(open)) => {
                let own = self.lines(&*open, lines, room).map_err(because)?;
                let before = usize::try_from(lines.start.saturating_sub(1)).unwrap_or(usize::MAX);
                let start = before.saturating_add(own.start);
                (Cow::Borrowed(room.get(own).unwrap_or_default()), start)
            }
            (Some(_), None) => return Err(NotRead::because("it is another file than it was")),
            (None, Some(open)) => {
                let mut end = 0;
                fill(&*open, 0, open.length(), room, &mut end).map_err(because)?;
                (Cow::Borrowed(&room[..end]), 0)
            }
            (None, None) => (self.files.read(&file.name).map_err(because)?, 0),
        };
        let text = match bytes {
            Cow::Borrowed(bytes) => decode_from(bytes, start)
                .map(Cow::Borrowed)
                .map_err(|mistake| NotRead::undecoded(bytes, start, &mistake))?,
            Cow::Owned(bytes) => {
                decode_from(&bytes, start).map_err(|mistake| NotRead::undecoded(&bytes, start, &mistake))?;
                // INVARIANT: the same bytes were accepted.
                Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
            }
        };
        Ok(PieceText { file: number, text, start, is_lines: false })
    }

    /// Reads the lines that begin at some bytes of a file, and tells which part of the room they are.
    fn lines(&self, open: &dyn OpenFile, lines: &Range<u64>, room: &mut Vec<u8>) -> Result<Range<usize>, String> {
        // One byte before tells whether a line begins where the piece does.
        let from = lines.start.saturating_sub(1);
        let (mut to, mut end) = (lines.end, 0);
        fill(open, from, to, room, &mut end)?;
        let first = match lines.start {
            0 => 0,
            _ => memchr::memchr(b'\n', &room[..end]).map_or(end, |at| at + 1),
        };
        if first == end && lines.start > 0 {
            return Ok(0..0);
        }
        let mut beyond = BEYOND;
        while room[end - 1] != b'\n' && to < open.length() && (end - first) as u64 <= PIECE + self.longest {
            let (there, more) = (end, (to + beyond).min(open.length()));
            fill(open, to, more, room, &mut end)?;
            (to, beyond) = (more, beyond.saturating_mul(2));
            if let Some(at) = memchr::memchr(b'\n', &room[there..end]) {
                return Ok(first..there + at + 1);
            }
        }
        if to < open.length() && room[end - 1] != b'\n' {
            // The line is too long, and is refused for that, not for a character that is cut.
            let parts = room[..end].iter().rev().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
            end -= parts;
            end -= usize::from(room[..end].last().is_some_and(|byte| *byte >= 0xc0));
        }
        Ok(first..end)
    }
}

/// The lines in the place of a file.
fn lines_of<'f>(files: &'f dyn Files, file: &RecordFile) -> Option<&'f str> {
    if file.role == Role::Background { files.lines(&file.name) } else { None }
}

/// Reads a part of a file into a room from `end` on, and moves the end. What else is in the room is of no account.
fn fill(open: &dyn OpenFile, from: u64, to: u64, room: &mut Vec<u8>, end: &mut usize) -> Result<(), String> {
    let length = usize::try_from(to.saturating_sub(from)).map_err(|_| "it is too large".to_owned())?;
    let after = end.checked_add(length).ok_or("it is too large")?;
    if room.len() < after {
        room.try_reserve(after - room.len()).map_err(|_| "it is too large".to_owned())?;
        room.resize(after, 0);
    }
    open.read_at(from, &mut room[*end..after])?;
    *end = after;
    Ok(())
}

/// The texts that places are looked for in again: of NDJSON files the lines of records, others as a whole, one at a
/// time.
pub(crate) struct Again<'f> {
    files: &'f dyn Files,
    list: &'f [RecordFile],
    limits: Limits,
    lines: &'f LinesBefore,
    changed: &'f Changed,
    last: Option<(usize, Last<'f>)>,
}

/// The files, by their numbers, that could not be read again as they were read first.
#[derive(Debug, Default)]
pub(crate) struct Changed(Mutex<BTreeSet<usize>>);

impl Changed {
    pub(crate) fn note(&self, file: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    pub(crate) fn files(&self) -> BTreeSet<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

enum Last<'f> {
    Open(Box<dyn OpenFile + 'f>),
    Whole {
        text: Arc<FileText<'static>>,
        /// Where its records are, if they were read from lines.
        records: Option<Vec<Range<usize>>>,
    },
}

impl<'f> Again<'f> {
    pub(crate) fn new(
        files: &'f dyn Files,
        list: &'f [RecordFile],
        limits: Limits,
        lines: &'f LinesBefore,
        changed: &'f Changed,
    ) -> Self {
        Self { files, list, limits, lines, changed, last: None }
    }

    /// The text that a record stands in, and where in the file. Where it cannot be read any more, that is noted, and an
    /// empty line stands in: what was found there is told all the same.
    pub(crate) fn text(&mut self, at: &At) -> (Arc<FileText<'static>>, Range<usize>) {
        self.found(at).unwrap_or_else(|| {
            self.changed.note(at.file());
            // INVARIANT: a place is one in a file of the run.
            let name = &self.list[at.file()].name;
            (Arc::new(FileText::of_line(name, "".into(), 0, at.line(self.lines))), 0..0)
        })
    }

    fn found(&mut self, at: &At) -> Option<(Arc<FileText<'static>>, Range<usize>)> {
        let file = self.list.get(at.file())?;
        if self.last.as_ref().is_none_or(|(number, _)| *number != at.file()) {
            let open = (file.format == Format::Ndjson).then(|| self.files.open(&file.name).ok().flatten()).flatten();
            let last = match open {
                Some(open) => Last::Open(open),
                None => {
                    let bytes = self.files.read(&file.name).ok()?;
                    let text = decode_from(&bytes, 0).ok()?.to_owned();
                    let is_lines = lines_of(self.files, file).is_some();
                    let records = is_lines.then(|| spans(&text, file.format, self.limits));
                    Last::Whole { text: Arc::new(FileText::whole(&file.name, file.format, text.into())), records }
                }
            };
            self.last = Some((at.file(), last));
        }
        match &self.last.as_ref()?.1 {
            Last::Whole { text, records: None } => text.holds(&at.span()).then(|| (Arc::clone(text), at.span())),
            Last::Whole { text, records: Some(records) } => {
                Some((Arc::clone(text), records.get(at.line(self.lines) - 1)?.clone()))
            }
            Last::Open(open) => {
                let line = at.line_span();
                let mut room = vec![0; line.len()];
                open.read_at(line.start as u64, &mut room).ok()?;
                let text = String::from_utf8(room).ok()?;
                let number = at.line(self.lines);
                let text = FileText::of_line(&file.name, text.into(), line.start, number);
                Some((Arc::new(text), at.span()))
            }
        }
    }
}

/// Where the records of a text are.
fn spans(text: &str, format: Format, limits: Limits) -> Vec<Range<usize>> {
    let mut tree = Tree::new();
    let mut records = Records::new(text, format, &mut tree, limits);
    let mut spans = Vec::new();
    while let Some(record) = records.next_record() {
        // INVARIANT: the lines are of the records of the file, which can be read.
        spans.push(record.map_or(0..0, |record| record.span));
    }
    spans
}
