//! JSON text to a tree, by the scanner of `sonic-rs`.

use std::ops::Range;

use sonic_number::ParserNumber;
use sonic_rs::{
    Read,
    parser::{Parser, Reference},
};

use crate::{
    Limits, ReadError, Reason, Tree, json_mistake,
    tree::{Kind, Node, Open, size},
};

/// Objects of up to this many members are searched for a repeated key while they are read, larger ones afterwards by
/// sorting.
const SEARCHED: u32 = 32;

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
    let unescaped = std::mem::take(&mut tree.unescaped);
    let parser = Parser::new(Read::from(source));
    let mut scanner = Scanner { source, parser, tree, limits, unescaped, mistake: None };
    let result = scanner.value();
    let scanned = Scanned { end: scanner.parser.offset(), mistake: scanner.mistake.take() };
    scanner.tree.unescaped = scanner.unescaped;
    result.map(|()| scanned)
}

struct Scanner<'s, 't> {
    source: &'s str,
    parser: Parser<Read<'s>>,
    tree: &'t mut Tree,
    limits: Limits,
    unescaped: Vec<u8>,
    mistake: Option<ReadError>,
}

impl Scanner<'_, '_> {
    fn value(&mut self) -> Result<(), ReadError> {
        'value: loop {
            let Some(first) = self.parser.skip_space() else {
                return Err(json_mistake::ends(self.source, self.tree.open.len()));
            };
            let at = self.parser.offset() - 1;
            if self.tree.nodes.len() >= self.limits.nodes {
                return Err(ReadError::too_many(at, self.limits.nodes));
            }
            match first {
                b'"' => {
                    let node = self.text(size(at))?;
                    self.tree.nodes.push(node);
                }
                b'-' | b'0'..=b'9' => {
                    let node = self.number(first, at)?;
                    self.tree.nodes.push(node);
                }
                b'{' => {
                    self.open(at, true)?;
                    match self.parser.skip_space() {
                        Some(b'"') => {
                            self.key()?;
                            continue 'value;
                        }
                        Some(b'}') => self.close(),
                        found => return Err(json_mistake::key(self.source, self.place(found))),
                    }
                }
                b'[' => {
                    self.open(at, false)?;
                    if self.parser.skip_space_peek() == Some(b']') {
                        self.parser.skip_space();
                        self.close();
                    } else {
                        if let Some(list) = self.tree.nodes.last_mut() {
                            list.a = 1;
                        }
                        continue 'value;
                    }
                }
                b't' => self.literal("rue", Kind::True, at)?,
                b'f' => self.literal("alse", Kind::False, at)?,
                b'n' => self.literal("ull", Kind::Null, at)?,
                _ => return Err(json_mistake::value(self.source, at)),
            }
            // A value is complete: what it stands in goes on or ends.
            loop {
                let Some(&Open { node, is_object, .. }) = self.tree.open.last() else {
                    return Ok(());
                };
                match self.parser.skip_space() {
                    Some(b',') if is_object => match self.parser.skip_space() {
                        Some(b'"') => {
                            self.key()?;
                            continue 'value;
                        }
                        found => return Err(json_mistake::key(self.source, self.place(found))),
                    },
                    Some(b',') => {
                        self.tree.nodes[node as usize].a += 1;
                        continue 'value;
                    }
                    Some(b'}') if is_object => self.close(),
                    Some(b']') if !is_object => self.close(),
                    found => return Err(json_mistake::separator(self.source, self.place(found), is_object)),
                }
            }
        }
    }

    fn place(&self, found: Option<u8>) -> usize {
        if found.is_some() { self.parser.offset() - 1 } else { self.source.len() }
    }

    /// A text, after its opening quote.
    #[inline]
    fn text(&mut self, start: u32) -> Result<Node, ReadError> {
        match self.parser.parse_str(&mut self.unescaped) {
            Ok(Reference::Borrowed(text)) => Ok(Node { start, kind: Kind::Text, a: start + 1, b: size(text.len()) }),
            Ok(Reference::Copied(text)) => Ok(self.tree.own_text(start, text)),
            Err(_) => Err(json_mistake::text(self.source, start as usize)),
        }
    }

    /// A key after its opening quote, and the colon.
    #[inline]
    fn key(&mut self) -> Result<(), ReadError> {
        let start = size(self.parser.offset() - 1);
        let node = self.text(start)?;
        let key = self.tree.next();
        self.tree.nodes.push(node);
        match self.parser.skip_space() {
            Some(b':') => {}
            found => return Err(json_mistake::colon(self.source, self.place(found))),
        }
        let bit = key_bit(self.tree.text(self.source, node));
        if let Some(open) = self.tree.open.last_mut() {
            let object = open.node;
            let is_new = open.seen & bit == 0;
            open.seen |= bit;
            let members = &mut self.tree.nodes[object as usize].a;
            *members += 1;
            if !is_new
                && *members <= SEARCHED
                && let Some(first) = self.tree.earlier_key(self.source, object, key)
            {
                self.repeated(first, key);
            }
        }
        Ok(())
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

    #[inline]
    fn number(&mut self, first: u8, at: usize) -> Result<Node, ReadError> {
        let (kind, bits) = match self.parser.parse_number(first) {
            Ok(ParserNumber::Unsigned(number)) => (Kind::Unsigned, number),
            Ok(ParserNumber::Signed(number)) => (Kind::Signed, number.cast_unsigned()),
            Ok(ParserNumber::Float(number)) => {
                let span = at..self.parser.offset();
                let is_whole = !self.source[span.clone()].contains(['.', 'e', 'E']);
                match is_whole {
                    // `-0` is written as a whole number.
                    true if number == 0.0 => (Kind::Unsigned, 0),
                    true => {
                        self.mistake.get_or_insert_with(|| ReadError::number(self.source, span));
                        (Kind::Null, 0)
                    }
                    false => (Kind::Float, number.to_bits()),
                }
            }
            Err(_) => match json_mistake::number(self.source, at) {
                // A number beyond the range of a double is well-formed: what follows it can be read.
                beyond if beyond.reason() == Reason::Number && beyond.span().end == self.parser.offset() => {
                    self.mistake.get_or_insert(beyond);
                    (Kind::Null, 0)
                }
                syntax => return Err(syntax),
            },
        };
        Ok(Node::number(size(at), kind, bits))
    }

    fn literal(&mut self, rest: &'static str, kind: Kind, at: usize) -> Result<(), ReadError> {
        if self.parser.parse_literal(rest).is_err() {
            return Err(json_mistake::value(self.source, at));
        }
        self.tree.nodes.push(Node::new(size(at), kind));
        Ok(())
    }

    fn open(&mut self, at: usize, is_object: bool) -> Result<(), ReadError> {
        if self.tree.open.len() >= self.limits.depth {
            return Err(ReadError::too_deep(at..at + 1, self.limits.depth));
        }
        let node = self.tree.next();
        self.tree.open.push(Open { node, is_object, seen: 0 });
        self.tree.nodes.push(Node::new(size(at), if is_object { Kind::Object } else { Kind::Array }));
        Ok(())
    }

    fn close(&mut self) {
        let Some(Open { node, is_object, .. }) = self.tree.open.pop() else {
            return;
        };
        let after = self.tree.next();
        let container = &mut self.tree.nodes[node as usize];
        container.b = after;
        if is_object
            && container.a > SEARCHED
            && let Some((first, second)) = self.tree.repeated_key(self.source, node)
        {
            self.repeated(first, second);
        }
    }
}

/// A bit of 64 for a key, by its length and outer letters.
#[inline]
fn key_bit(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    let mixed = bytes.len() * 7 + usize::from(first) * 3 + usize::from(last) * 5;
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

/// The bytes of the well-formed value that begins at `start`.
pub(crate) fn value_span(source: &str, start: usize, limits: Limits) -> Range<usize> {
    let value = source.get(start..).unwrap_or_default();
    start..scan(value, &mut Tree::new(), limits).map_or(source.len(), |scanned| start + scanned.end)
}
