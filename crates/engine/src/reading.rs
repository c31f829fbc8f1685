//! Reads the records of files, each into what the rest of a run needs of it.

mod kept;
mod lines;
mod part;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use accordance_document::{
    Format, Guide, Guided, Memory, Packed, ReadError, Record, Records, Tree, Value as Node, is_blank, read_line,
    read_line_guided,
};
use rayon::prelude::*;

use crate::{
    RecordName, Role,
    at::{At, LinesBefore},
    check::{Keeping, Run},
    file_text::FileText,
    findings,
    pieces::{PieceText, Pieces},
    rules::{RecordRules, Show, Where},
    schema_fault::SchemaFault,
    schema_faults::faults,
};
use kept::Keeper;
pub(crate) use kept::add;
use lines::{Line, lines};
pub(crate) use part::Part;
use part::Parts;

/// What came of reading files.
pub(crate) struct Reading {
    /// What they gave, in their order.
    pub(crate) parts: Vec<Part>,
    /// The records that are kept, those of one thread behind those of another.
    pub(crate) rooms: Vec<Packed>,
    /// How many lines are before each part of a file.
    pub(crate) lines: LinesBefore,
}

/// So many records are read before rules are run on them: as many as the caches of a core hold.
const TOGETHER: usize = 16;

/// A record that was read, and rules may be run on.
struct Ready<'t> {
    collection: usize,
    record: Record<'t>,
    line: Option<Line<'t>>,
}

/// What a text is, for places in it: made only where there is something to point at.
struct Source<'t> {
    file: usize,
    name: &'t Arc<str>,
    whole: Option<&'t FileText<'t>>,
}

impl Source<'_> {
    fn with<T>(&self, line: Option<Line<'_>>, look: impl FnOnce(&FileText<'_>) -> T) -> Option<T> {
        match (line, self.whole) {
            (Some(line), _) => Some(look(&FileText::of_line(self.name, line.text.into(), line.start, line.number))),
            (None, Some(whole)) => Some(look(whole)),
            (None, None) => None,
        }
    }
}

/// What one thread reads with.
struct Reader<'w, 'p> {
    trees: Vec<Tree>,
    rules: Option<RecordRules<'p>>,
    keeper: Keeper<'w>,
    guides: &'w Guides,
    /// What was read along each of the guides. What is noted there is noted for the part of a piece.
    memories: Vec<Memory>,
    piece: Option<usize>,
    /// The collection of the record that was read last: most records of a run are like the one before.
    expected: Option<usize>,
}

impl Reader<'_, '_> {
    /// What is read from now on is of a piece.
    fn begin(&mut self, piece: usize) {
        if self.piece != Some(piece) {
            self.piece = Some(piece);
            self.memories.iter_mut().for_each(Memory::begin);
        }
    }
}

/// What the records of each collection are expected to be like, made where there are several of one in a file.
struct Guides(Vec<OnceLock<Guide>>);

impl Guides {
    fn get(&self, number: usize, run: &Run<'_>, keeping: &Keeping) -> Option<&Guide> {
        let own = &run.collections.all[number];
        let fields = keeping.fields.get(number).map(Vec::as_slice).unwrap_or_default();
        Some(self.0.get(number)?.get_or_init(|| Guide::new(own.quick(), &own.references, fields)))
    }
}

/// What is done with a record that is read once more: its file, what gives the text that it stands in, and the part of
/// its file.
pub(crate) type See<'s> = &'s (dyn Fn(usize, &Record<'_>, &dyn Fn(&mut dyn FnMut(&FileText<'_>)), &mut Part) + Sync);

/// Makes what runs rules on records, for a thread.
pub(crate) type NewRules<'n, 'p> = &'n (dyn Fn() -> RecordRules<'p> + Sync);

impl Run<'_> {
    /// Reads files, and hands back what they gave, and what came of rules in each thread.
    pub(crate) fn read<'p>(
        &self,
        numbers: &[usize],
        keeping: &Keeping,
        rules: Option<NewRules<'_, 'p>>,
    ) -> (Reading, Vec<RecordRules<'p>>) {
        let limits = self.options.limits;
        let pieces = Pieces::new(self.files, self.list, numbers, limits.record_bytes);
        let guides = Guides(self.collections.all.iter().map(|_| OnceLock::new()).collect());
        let new = || {
            let rules = rules.map(|new| new());
            let memories = vec![Memory::new(); self.collections.all.len()];
            let (trees, piece, expected) = (Vec::new(), None, None);
            let keeper = Keeper { keeping, rooms: Vec::new() };
            (Reader { trees, rules, keeper, guides: &guides, memories, piece, expected }, Parts::default())
        };
        let readers = pieces.each(new, |(reader, parts), number, file, text| {
            let (part, is_whole) = (parts.of(number, file), pieces.all()[number].is_whole());
            part.is_piece = !is_whole;
            reader.begin(number);
            match text {
                Ok(text) => {
                    part.files += u64::from(is_whole);
                    part.start = text.start;
                    let length = text.text.len();
                    self.read_piece(&text, reader, part);
                    if let Some(progress) = self.options.progress {
                        progress(length as u64);
                    }
                }
                Err(reason) if is_whole => findings::not_read(file, &self.list[file], reason, part),
                Err(reason) => part.not_read = Some(reason),
            }
        });
        let (mut workers, mut all, mut rooms) = (Vec::new(), Vec::new(), Vec::new());
        for (reader, mut parts) in readers {
            parts.0.iter_mut().for_each(|(_, part)| part.first_room = rooms.len());
            rooms.extend(reader.keeper.rooms);
            workers.extend(reader.rules);
            all.push(parts);
        }
        let parts = self.in_order(Parts::in_order(all));
        let mut lines = LinesBefore::default();
        for part in parts.iter().filter(|part| part.is_piece && part.lines > 0) {
            lines.add(part.file, part.start, part.lines_before);
        }
        (Reading { parts, rooms, lines }, workers)
    }

    /// Counts lines from the start of files, and leaves out what was read of a file that cannot be read whole.
    fn in_order(&self, mut parts: Vec<Part>) -> Vec<Part> {
        let mut before = (usize::MAX, 0);
        let mut failed = false;
        for part in parts.iter_mut().filter(|part| part.is_piece) {
            if part.file != before.0 {
                before = (part.file, 0);
                part.files += u64::from(part.not_read.is_none());
            }
            part.lines_before = before.1;
            before.1 += part.lines;
            failed |= part.not_read.is_some();
        }
        parts.par_iter_mut().for_each(|part| part.move_down(part.lines_before));
        if !failed {
            return parts;
        }
        let mut whole: Vec<Part> = Vec::new();
        let mut parts = parts.into_iter().peekable();
        while let Some(first) = parts.next() {
            let file = first.file;
            let mut own = vec![first];
            while let Some(next) = parts.next_if(|next| next.file == file) {
                own.push(next);
            }
            match own.iter_mut().find_map(|part| part.not_read.take()) {
                Some(reason) => {
                    let mut part = Part { lost: own.len() > 1, ..Part::of(file) };
                    findings::not_read(file, &self.list[file], reason, &mut part);
                    whole.push(part);
                }
                None => whole.extend(own),
            }
        }
        whole
    }

    fn read_piece(&self, piece: &PieceText<'_>, reader: &mut Reader<'_, '_>, part: &mut Part) {
        let file = &self.list[piece.file];
        if piece.is_lines {
            let source = Source { file: piece.file, name: &file.name, whole: None };
            let mut tree = Tree::new();
            for line in lines(piece) {
                let found = read_line(line.text, line.start, line.number, &mut tree, self.options.limits);
                let ready =
                    found.and_then(|found| self.read_record(found.map(unguided), None, &source, Some(line), part));
                self.take(ready.as_slice(), &source, &mut reader.keeper, None, part);
            }
            return;
        }
        if file.format == Format::Ndjson {
            self.read_lines(piece, reader, part);
            return;
        }
        let whole = FileText::whole(&file.name, file.format, piece.text.as_ref().into());
        let source = Source { file: piece.file, name: &file.name, whole: Some(&whole) };
        let Reader { trees, rules, keeper, guides, memories, expected, .. } = reader;
        if trees.is_empty() {
            trees.push(Tree::new());
        }
        let (limits, named) = (self.options.limits, self.named_collection(piece.file));
        let known = named.or(*expected);
        // Many files have one record. Where it is as expected, it need not be looked at in another way.
        if file.format == Format::Json
            && piece.text.starts_with('{')
            && let Some((number, memory)) = known.and_then(|known| Some((known, memories.get_mut(known)?)))
            && let Some(guide) = guides.get(number, self, keeper.keeping)
            && let Some(Ok(read)) = read_line_guided(&piece.text, 0, 1, &mut trees[0], limits, guide, memory)
            && read.is_valid
            && self.collection_of(named, &read.record) == known
        {
            let ready = self.read_record(Ok(read), Some((number, memory)), &source, None, part);
            self.take(ready.as_slice(), &source, keeper, rules.as_mut(), part);
            return;
        }
        let mut records = Records::new(&piece.text, file.format, &mut trees[0], self.options.limits);
        while let Some(found) = records.next_record() {
            let ready = self.read_record(found.map(unguided), None, &source, None, part);
            *expected = ready.as_ref().map(|ready| ready.collection).or(*expected);
            self.take(ready.as_slice(), &source, keeper, rules.as_mut(), part);
            self.told.bound(part);
        }
    }

    /// Reads the records of some pieces of files once more, and hands back what `see` adds to the parts of the files that
    /// can be read whole. Of each piece, it is known how many lines are before it.
    pub(crate) fn read_again(&self, numbers: &[usize], wanted: &BTreeMap<usize, usize>, see: See<'_>) -> Vec<Part> {
        let limits = self.options.limits;
        let pieces = Pieces::new(self.files, self.list, numbers, limits.record_bytes);
        let pieces = pieces.only(wanted.keys().copied().collect());
        let readers = pieces.each(
            || (Tree::new(), Parts::default()),
            |(tree, parts), number, file, text| {
                let part = parts.of(number, file);
                part.is_piece = !pieces.all()[number].is_whole();
                match text {
                    Ok(piece) => self.see_piece(&piece, tree, part, see),
                    Err(_) => {
                        self.changed.note(file);
                        part.lost = part.is_piece;
                    }
                }
            },
        );
        let mut parts = Parts::in_order(readers.into_iter().map(|(_, parts)| parts));
        // Why a file cannot be read whole was told when it was read first.
        let lost: BTreeSet<usize> = parts.iter().filter(|part| part.lost).map(|part| part.file).collect();
        parts.retain(|part| !part.is_piece || !lost.contains(&part.file));
        for part in &mut parts {
            part.move_down(wanted.get(&part.piece).copied().unwrap_or_default());
        }
        parts
    }

    fn see_piece(&self, piece: &PieceText<'_>, tree: &mut Tree, part: &mut Part, see: See<'_>) {
        let (file, limits) = (&self.list[piece.file], self.options.limits);
        if file.format == Format::Ndjson {
            let source = Source { file: piece.file, name: &file.name, whole: None };
            for line in lines(piece) {
                if let Some(Ok(record)) = read_line(line.text, line.start, line.number, tree, limits) {
                    see(
                        piece.file,
                        &record,
                        &|look| source.with(Some(line), |text| look(text)).unwrap_or_default(),
                        part,
                    );
                    self.told.bound(part);
                }
            }
            return;
        }
        let whole = FileText::whole(&file.name, file.format, piece.text.as_ref().into());
        let mut records = Records::new(&piece.text, file.format, tree, limits);
        while let Some(found) = records.next_record() {
            if let Ok(record) = found {
                see(piece.file, &record, &|look| look(&whole), part);
                self.told.bound(part);
            }
        }
    }

    fn read_lines(&self, piece: &PieceText<'_>, reader: &mut Reader<'_, '_>, part: &mut Part) {
        let file = piece.file;
        let source = Source { file, name: &self.list[file].name, whole: None };
        let Reader { trees, rules, keeper, guides, memories, expected: last, .. } = reader;
        trees.resize_with(TOGETHER * 2, Tree::new);
        let mut lines = lines(piece);
        let named = self.named_collection(file);
        let mut expected = named.or(*last);
        loop {
            let mut ready: Vec<Ready<'_>> = Vec::with_capacity(TOGETHER);
            let mut ended = false;
            for rooms in trees.chunks_exact_mut(2) {
                let [tree, other_tree] = rooms else { continue };
                let Some(line) = lines.find(|line| !is_blank(line.text)) else {
                    ended = true;
                    break;
                };
                let found = self.read_expected(expected, line, tree, (guides, keeper.keeping), memories);
                let other = match &found {
                    Some(Ok(read)) => Some(self.collection_of(named, &read.record)).filter(|own| *own != expected),
                    _ => None,
                };
                // The numbers of fields are those of its own collection alone.
                let found = if let Some(own) = other {
                    expected = own;
                    self.read_expected(expected, line, other_tree, (guides, keeper.keeping), memories)
                } else {
                    found
                };
                if let Some(found) = found {
                    let guided = expected.and_then(|expected| Some((expected, memories.get_mut(expected)?)));
                    ready.extend(self.read_record(found, guided, &source, Some(line), part));
                }
            }
            self.take(&ready, &source, keeper, rules.as_mut(), part);
            self.told.bound(part);
            if ended {
                break;
            }
        }
        *last = expected;
        part.lines = lines.count;
    }

    /// Reads a line, along the guide of a collection where one is expected.
    fn read_expected<'t>(
        &self,
        expected: Option<usize>,
        line: Line<'t>,
        tree: &'t mut Tree,
        (guides, keeping): (&Guides, &Keeping),
        memories: &mut [Memory],
    ) -> Option<Result<Guided<'t>, ReadError>> {
        let limits = self.options.limits;
        let guided =
            expected.and_then(|expected| Some((guides.get(expected, self, keeping)?, memories.get_mut(expected)?)));
        match guided {
            Some((guide, memory)) => read_line_guided(line.text, line.start, line.number, tree, limits, guide, memory),
            None => read_line(line.text, line.start, line.number, tree, limits).map(|read| read.map(unguided)),
        }
    }

    /// Reads a record, and hands it back where rules may be run on it. `guided` is its collection, where it was read along
    /// the guide of that, with the memory.
    fn read_record<'t>(
        &self,
        found: Result<Guided<'t>, ReadError>,
        guided: Option<(usize, &mut Memory)>,
        source: &Source<'_>,
        line: Option<Line<'t>>,
        part: &mut Part,
    ) -> Option<Ready<'t>> {
        let file = source.file;
        let read = match found {
            Ok(read) => read,
            Err(mistake) => {
                source.with(line, |text| {
                    let spot = text.spot(mistake.span());
                    findings::unreadable(file, spot, &mistake, text, part);
                });
                return None;
            }
        };
        let record = &read.record;
        part.records += 1;
        let (collection, memory) = match guided {
            Some((collection, memory)) => (Some(collection), Some(memory)),
            None => (self.collection_of(self.named_collection(file), record), None),
        };
        let Some(collection) = collection else {
            source.with(line, |text| self.no_collection(file, record, text, part));
            return None;
        };
        let own = &self.collections.all[collection];
        let is_known = read.is_valid && memory.is_some();
        let is_background = self.list[file].role == Role::Background;
        let is_valid = is_known
            || is_background
            || (memory.is_none() && own.quick().accepts(record.value))
            || own.is_valid(record.value);
        let id = own.id_of(record.value);
        // Whether this can be told belongs to whether the record is valid.
        let mut are_told = true;
        if is_background {
            // What it refers to is known too.
        } else if let Some(memory) = memory.filter(|_| read.is_valid && own.references.are_of_schema()) {
            for (state, value) in read.marked(memory) {
                own.references.each_marked(state, value, &mut |target, value| part.refer(target, value));
            }
            part.referred += u64::from(read.noted());
            own.references.each_given(record.value, &mut |target, value, _| part.refer(target, value));
        } else {
            are_told = own.each_reference(record.value, is_valid, &mut |target, value, _| part.refer(target, value));
        }
        // Nothing is built on a record of which it is not known what it refers to.
        let (was_valid, is_valid) = (is_valid, is_valid && are_told);
        if is_valid {
            part.valid += 1;
        } else {
            let name = RecordName { collection: Arc::clone(&own.name), id: id.clone().map(Cow::into_owned) };
            let faults = if was_valid { vec![SchemaFault::beyond_bound()] } else { faults(own, record) };
            source.with(line, |text| {
                let pointers = faults.iter().map(|fault| (fault.pointer.as_str(), fault.focus));
                let places = text.places_of(record, pointers);
                for (fault, spot) in faults.iter().cloned().zip(places) {
                    part.findings.push((file, findings::of_schema(fault, spot, Some(name.clone()), text)));
                }
            });
        }
        if let Some(id) = id {
            part.ids.add(collection, id, at(file, record, line), is_valid);
        }
        let is_read = is_valid || self.given_collection(file).is_some();
        is_read.then_some(Ready { collection, record: read.record, line })
    }

    /// Runs rules on records that were read, and keeps what others need of them.
    fn take(
        &self,
        records: &[Ready<'_>],
        source: &Source<'_>,
        keeper: &mut Keeper<'_>,
        mut rules: Option<&mut RecordRules<'_>>,
        part: &mut Part,
    ) {
        for alike in records.chunk_by(|one, two| one.collection == two.collection) {
            let Some(first) = alike.first() else { continue };
            let collection = first.collection;
            if let Some(rules) = rules.as_deref_mut() {
                let nodes: Vec<Node<'_>> = alike.iter().map(|ready| ready.record.value).collect();
                let mut at = |number: usize, place: Show<'_>| {
                    let Some(ready) = alike.get(number) else { return };
                    let id = self.collections.all[collection].id_of(ready.record.value).map(Cow::into_owned);
                    let (span, record) = (ready.record.span.clone(), Some(&ready.record));
                    source.with(ready.line, |text| place(&Where { file: source.file, text, span, id, record }));
                };
                rules.run(collection, &nodes, &mut at, &mut part.found);
            }
            if keeper.keeping.of(collection).is_some() {
                for ready in alike {
                    let at = at(source.file, &ready.record, ready.line);
                    let without = rules.as_deref_mut().map(|rules| rules.left_out(collection, ready.record.value));
                    keeper.keep(ready, at, without.unwrap_or_default(), part);
                }
            }
        }
    }
}

/// A record of which nothing is known yet.
fn unguided(record: Record<'_>) -> Guided<'_> {
    Guided { record, is_valid: false }
}

fn at(file: usize, record: &Record<'_>, line: Option<Line<'_>>) -> At {
    At::new(file, &record.span, line.map(|line| (line.start, line.number)))
}
