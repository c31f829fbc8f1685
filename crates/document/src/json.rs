//! JSON text to a tree.
//!
//! One loop goes over the text: what it needs to know stands in a few local variables, and a text is searched for its
//! end sixteen bytes at a time. `sonic-rs` reads what is seldom and subtle: numbers, and texts with escapes. The parts
//! of the loop are functions that are always inlined: as calls they cost a third of the speed that
//! `cargo bench -p accordance-tests --bench reading` measures.

use sonic_number::{ParserNumber, parse_number};
use sonic_rs::{
    Read,
    parser::{Parser, Reference},
};
use wide::u8x16;

use crate::{
    Limits, ReadError, Reason, Tree, json_mistake,
    tree::{Kind, Node, Open, size},
};

/// Objects of up to this many members are searched for a repeated key while they are read, larger ones afterwards by
/// sorting.
pub(crate) const SEARCHED: u32 = 32;

/// A value that was read.
pub(crate) struct Scanned {
    /// Where it ends, in bytes.
    pub(crate) end: usize,
    /// A mistake in it that did not keep the rest of it from being read.
    pub(crate) mistake: Option<ReadError>,
}

/// Reads the JSON value at the start of a text into the tree. What follows the value is not looked at.
///
/// # Errors
/// A mistake after which the text cannot be read on.
pub(crate) fn scan(source: &str, tree: &mut Tree, limits: Limits) -> Result<Scanned, ReadError> {
    tree.clear();
    let mut scanner = Scanner { source, bytes: source.as_bytes(), tree, limits, mistake: None };
    let end = scanner.value().map_err(|broken| *broken)?;
    Ok(Scanned { end, mistake: scanner.mistake })
}

/// Why a text cannot be read on. In a box, for a result that holds one is moved for each value.
pub(crate) type Broken = Box<ReadError>;

struct Scanner<'s, 't> {
    source: &'s str,
    bytes: &'s [u8],
    tree: &'t mut Tree,
    limits: Limits,
    /// The first mistake that did not keep the rest from being read.
    mistake: Option<ReadError>,
}

impl Scanner<'_, '_> {
    /// Reads the value at the start of the text, and tells where it ends.
    fn value(&mut self) -> Result<usize, Broken> {
        // The list or object that is open; those around it wait in the tree.
        let mut open: Option<Open> = None;
        let mut at = 0;
        'value: loop {
            at = after_space(self.bytes, at);
            let Some(&first) = self.bytes.get(at) else {
                let depth = self.tree.open.len() + usize::from(open.is_some());
                return Err(json_mistake::ends(self.source, depth).into());
            };
            if self.tree.nodes.len() >= self.limits.nodes {
                return Err(ReadError::too_many(at, self.limits.nodes).into());
            }
            match first {
                b'"' => at = self.text(at)?.end,
                b'-' | b'0'..=b'9' => at = self.number(at)?,
                b'{' => {
                    open = Some(self.open(at, open, true)?);
                    at = after_space(self.bytes, at + 1);
                    match self.bytes.get(at) {
                        Some(b'"') => {
                            at = self.key(at, &mut open)?;
                            continue 'value;
                        }
                        Some(b'}') => {
                            open = self.close(open);
                            at += 1;
                        }
                        _ => return Err(json_mistake::key(self.source, at).into()),
                    }
                }
                b'[' => {
                    let mut list = self.open(at, open, false)?;
                    at = after_space(self.bytes, at + 1);
                    if self.bytes.get(at) != Some(&b']') {
                        list.count = 1;
                        open = Some(list);
                        continue 'value;
                    }
                    open = self.close(Some(list));
                    at += 1;
                }
                b't' => at = self.literal("true", Kind::True, at)?,
                b'f' => at = self.literal("false", Kind::False, at)?,
                b'n' => at = self.literal("null", Kind::Null, at)?,
                _ => return Err(json_mistake::value(self.source, at).into()),
            }
            // A value is complete: what it stands in goes on or ends.
            loop {
                let Some(container) = &mut open else {
                    return Ok(at);
                };
                at = after_space(self.bytes, at);
                match self.bytes.get(at) {
                    Some(b',') if container.is_object => {
                        at = after_space(self.bytes, at + 1);
                        if self.bytes.get(at) != Some(&b'"') {
                            return Err(json_mistake::key(self.source, at).into());
                        }
                        at = self.key(at, &mut open)?;
                        continue 'value;
                    }
                    Some(b',') => {
                        container.count += 1;
                        at += 1;
                        continue 'value;
                    }
                    Some(b'}') if container.is_object => open = self.close(open),
                    Some(b']') if !container.is_object => open = self.close(open),
                    _ => return Err(json_mistake::separator(self.source, at, container.is_object).into()),
                }
                at += 1;
            }
        }
    }

    /// A key at its opening quote, and the colon. Tells where its value may begin.
    #[expect(clippy::inline_always, reason = "see the head of this file: it is a part of the one loop")]
    #[inline(always)]
    fn key(&mut self, start: usize, open: &mut Option<Open>) -> Result<usize, Broken> {
        let key = self.tree.next();
        let Some(object) = open else { return Ok(start) };
        let text = self.text(start)?;
        let colon = after_space(self.bytes, text.end);
        if self.bytes.get(colon) != Some(&b':') {
            return Err(json_mistake::colon(self.source, colon).into());
        }
        let is_new = object.seen & text.bit == 0;
        object.seen |= text.bit;
        object.count += 1;
        if !is_new && object.count <= SEARCHED {
            self.search(object.node, key);
        }
        Ok(colon + 1)
    }

    /// Looks whether a key of the open object is one that it has already.
    #[inline(never)]
    fn search(&mut self, object: u32, key: u32) {
        if let Some(first) = self.tree.earlier_key(self.source, object, key) {
            self.repeated(first, key);
        }
    }

    #[cold]
    fn repeated(&mut self, first: u32, second: u32) {
        let span = |key: u32| {
            let start = self.tree.nodes[key as usize].start as usize;
            start..text_end(self.source, start)
        };
        let key = self.tree.text(self.source, self.tree.nodes[second as usize]);
        let mistake = ReadError::repeated(key, span(first), span(second));
        self.mistake.get_or_insert(mistake);
    }

    /// A text at its opening quote.
    #[expect(clippy::inline_always, reason = "see the head of this file: it is a part of the one loop")]
    #[inline(always)]
    fn text(&mut self, start: usize) -> Result<Text, Broken> {
        let end = end_of_plain(self.bytes, start + 1);
        match self.bytes.get(end) {
            Some(b'"') => {
                let bit = key_bit(self.bytes.get(start + 1..end).unwrap_or_default());
                let (start, from, length) = (size(start), size(start + 1), size(end - start - 1));
                let node = Node::text(start, Kind::Text, from, length);
                self.tree.nodes.push(node);
                Ok(Text { end: end + 1, bit, node })
            }
            Some(b'\\') => self.escaped(start),
            _ => Err(json_mistake::text(self.source, start).into()),
        }
    }

    /// A text with escapes, at its opening quote.
    #[inline(never)]
    fn escaped(&mut self, start: usize) -> Result<Text, Broken> {
        let text = escaped(self.source, start, self.tree)?;
        self.tree.nodes.push(text.node);
        Ok(text)
    }

    #[inline(never)]
    fn number(&mut self, at: usize) -> Result<usize, Broken> {
        let (node, end) = match number(self.source, at)? {
            Number::Read(node, end) => (node, end),
            Number::Beyond(mistake) => {
                let end = mistake.span().end;
                self.mistake.get_or_insert(*mistake);
                (Node::new(size(at), Kind::Null), end)
            }
        };
        self.tree.nodes.push(node);
        Ok(end)
    }

    fn literal(&mut self, word: &'static str, kind: Kind, at: usize) -> Result<usize, Broken> {
        if !self.bytes.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(json_mistake::value(self.source, at).into());
        }
        self.tree.nodes.push(Node::new(size(at), kind));
        Ok(at + word.len())
    }

    /// Begins a list or object in the one that is open.
    #[expect(clippy::inline_always, reason = "see the head of this file: it is a part of the one loop")]
    #[inline(always)]
    fn open(&mut self, at: usize, around: Option<Open>, is_object: bool) -> Result<Open, Broken> {
        if let Some(around) = around {
            self.tree.open.push(around);
            if self.tree.open.len() >= self.limits.depth {
                return Err(ReadError::too_deep(at..at + 1, self.limits.depth).into());
            }
        }
        let node = self.tree.next();
        self.tree.nodes.push(Node::new(size(at), if is_object { Kind::Object } else { Kind::Array }));
        Ok(Open { node, is_object, count: 0, seen: 0 })
    }

    /// Ends what is open, and tells what is around it.
    #[expect(clippy::inline_always, reason = "see the head of this file: it is a part of the one loop")]
    #[inline(always)]
    fn close(&mut self, open: Option<Open>) -> Option<Open> {
        let Open { node, is_object, count, .. } = open?;
        let after = self.tree.next();
        let container = &mut self.tree.nodes[node as usize];
        container.a = count;
        container.b = after;
        if is_object
            && count > SEARCHED
            && let Some((first, second)) = self.tree.repeated_key(self.source, node)
        {
            self.repeated(first, second);
        }
        self.tree.open.pop()
    }
}

/// A text that was read.
pub(crate) struct Text {
    /// Behind its closing quote.
    pub(crate) end: usize,
    /// See [`key_bit`].
    bit: u64,
    pub(crate) node: Node,
}

/// Reads a text with escapes, at its opening quote. Its node is not in the tree yet.
pub(crate) fn escaped(source: &str, start: usize, tree: &mut Tree) -> Result<Text, Broken> {
    let mut parser = Parser::new(Read::from(source.get(start + 1..).unwrap_or_default()));
    let mut unescaped = std::mem::take(&mut tree.unescaped);
    let text = match parser.parse_str(&mut unescaped).map_err(|_| json_mistake::text(source, start))? {
        Reference::Borrowed(text) | Reference::Copied(text) => text,
    };
    let node = tree.own_text(size(start), text);
    let bit = key_bit(text.as_bytes());
    tree.unescaped = unescaped;
    Ok(Text { end: start + 1 + parser.offset(), bit, node })
}

/// A number that is well-formed.
pub(crate) enum Number {
    /// It was read, and ends there.
    Read(Node, usize),
    /// It is out of range. What follows it can be read.
    Beyond(Broken),
}

/// Reads a number at its first character.
pub(crate) fn number(source: &str, at: usize) -> Result<Number, Broken> {
    let is_negative = source.as_bytes().get(at) == Some(&b'-');
    let mut end = at + usize::from(is_negative);
    let (kind, bits) = match parse_number(source.as_bytes(), &mut end, is_negative) {
        Ok(ParserNumber::Unsigned(number)) => (Kind::Unsigned, number),
        Ok(ParserNumber::Signed(number)) => (Kind::Signed, number.cast_unsigned()),
        Ok(ParserNumber::Float(number)) => {
            let is_whole = !source[at..end].contains(['.', 'e', 'E']);
            match is_whole {
                // `-0` is written as a whole number.
                true if number == 0.0 => (Kind::Unsigned, 0),
                true => return Ok(Number::Beyond(ReadError::number(source, at..end).into())),
                // There is one zero.
                false => (Kind::Float, (number + 0.0).to_bits()),
            }
        }
        Err(_) => {
            let mistake = json_mistake::number(source, at);
            let is_well_formed = mistake.reason() == Reason::Number && mistake.span().end == end;
            return if is_well_formed { Ok(Number::Beyond(mistake.into())) } else { Err(mistake.into()) };
        }
    };
    Ok(Number::Read(Node::number(size(at), kind, bits), end))
}

/// The first place from `at` on that is not JSON's white space.
#[inline]
pub(crate) fn after_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The first place from `at` on at which a text cannot go on as it is: a quote, a backslash, a control character, or
/// the end.
#[inline]
pub(crate) fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<16>) {
        let ends = ends_of(*chunk);
        if ends != 0 {
            return at + ends.trailing_zeros() as usize;
        }
        at += 16;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count()
}

/// How many of some bytes are before the first at which a text cannot go on as it is.
#[inline]
pub(crate) fn plain(bytes: &[u8; 32]) -> usize {
    let half = |bytes: Option<&[u8; 16]>| bytes.map_or(0, |bytes| ends_of(*bytes));
    // Most texts end in the first half.
    let ends = half(bytes.first_chunk());
    let ends = if ends == 0 { (u64::from(half(bytes.last_chunk())) | 1 << 16) << 16 } else { ends.into() };
    ends.trailing_zeros() as usize
}

#[inline]
fn ends_of(bytes: [u8; 16]) -> u32 {
    let chunk = u8x16::new(bytes);
    let is_control = chunk.min(u8x16::splat(0x1f)).simd_eq(chunk);
    (chunk.simd_eq(u8x16::splat(b'"')) | chunk.simd_eq(u8x16::splat(b'\\')) | is_control).to_bitmask()
}

/// A bit of 64 for a key, by its length and outer letters.
#[inline]
pub(crate) fn key_bit(key: &[u8]) -> u64 {
    let (first, last) = (key.first().copied().unwrap_or(0), key.last().copied().unwrap_or(0));
    let mixed = key.len() * 7 + usize::from(first) * 3 + usize::from(last) * 5;
    1 << (mixed & 63)
}

/// Where the text that begins with a quote at `start` ends, behind its closing quote.
pub(crate) fn text_end(source: &str, start: usize) -> usize {
    let mut escaped = false;
    let rest = source.as_bytes().get(start + 1..).unwrap_or_default();
    let closing = rest.iter().position(|byte| match byte {
        _ if escaped => {
            escaped = false;
            false
        }
        b'\\' => {
            escaped = true;
            false
        }
        byte => *byte == b'"',
    });
    closing.map_or(source.len(), |at| start + at + 2)
}

/// Where a value of a tree ends in the text that it was read from.
pub(crate) fn value_end(source: &str, tree: &Tree, at: u32) -> usize {
    let bytes = source.as_bytes();
    let Some(node) = tree.nodes.get(at as usize) else { return 0 };
    let after = node.after(at);
    let within = tree.nodes.get(at as usize..after as usize).unwrap_or_default();
    // The last value in it, and the lists and objects that end behind that.
    let Some(last) = within.last() else { return 0 };
    let brackets = within.iter().filter(|node| node.is_container() && node.b == after).count();
    let start = last.start as usize;
    let end = match last.kind {
        Kind::Text | Kind::OwnText => text_end(source, start),
        Kind::True => start + "true".len(),
        Kind::False => start + "false".len(),
        Kind::Null if bytes.get(start) == Some(&b'n') => start + "null".len(),
        // A number that is out of range counts as nothing.
        Kind::Null | Kind::Unsigned | Kind::Signed | Kind::Float => {
            let is_of_number = |byte: &&u8| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'E' | b'e');
            start + bytes.get(start..).unwrap_or_default().iter().take_while(is_of_number).count()
        }
        Kind::Array | Kind::Object => start + 1,
    };
    (0..brackets).fold(end, |end, _| after_space(bytes, end) + 1)
}
