//! A YAML document to a tree, by the events of `saphyr-parser`.
//!
//! Records use the part of YAML 1.2 (core schema) that JSON can say.

use std::{borrow::Cow, ops::Range};

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use crate::{
    Limits, ReadError, Reason, Tree,
    byte_offsets::ByteOffsets,
    error::quoted,
    tree::{Kind, Node, size},
    yaml_mistake::syntax,
    yaml_scalar::{Scalar, core_tag, plain, tagged},
};

/// A mistake within a document that does not keep the rest from being read. It is put into words when it is handed
/// over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mistake {
    /// The value in which it is.
    pub(crate) node: u32,
    start: u32,
    end: u32,
    kind: MistakeKind,
}

#[derive(Clone, Copy, Debug)]
enum MistakeKind {
    Repeated { first: u32, second: u32 },
    Number,
    Merge,
    Tag,
    TagMismatch,
    KeyAnchor,
    KeyMissing,
    Mark,
}

impl Mistake {
    /// The mistake in words, with its place in the text of the document.
    pub(crate) fn describe(self, source: &str, tree: &Tree) -> ReadError {
        let span = self.start as usize..self.end as usize;
        let there = quoted(source.get(span.clone()).unwrap_or_default());
        let unsupported =
            |message: String, advice: &str| ReadError::new(Reason::Unsupported, span.clone(), message, advice);
        match self.kind {
            MistakeKind::Repeated { first, second } => {
                let node = |at: u32| tree.nodes.get(at as usize).copied().unwrap_or(Node::new(0, Kind::Null));
                let span = |at: u32| {
                    let start = node(at).start as usize;
                    start..tree.ends.get(at as usize).map_or(start, |end| *end as usize)
                };
                ReadError::repeated(tree.text(source, node(second)), span(first), span(second))
            }
            MistakeKind::Number => ReadError::number(source, span),
            MistakeKind::Merge => unsupported(
                "`<<` merges another object into this one, which records do not use".into(),
                "write the properties out, or put `\"<<\"` in quotes if it is a name",
            ),
            MistakeKind::Tag => unsupported(
                format!("a tag (`!…`) gives the value {there} a type that records do not have"),
                "remove the tag",
            ),
            MistakeKind::TagMismatch => unsupported(
                format!("the value {there} is not of the type that its tag (`!!…`) names"),
                "remove the tag",
            ),
            MistakeKind::KeyAnchor => {
                unsupported(format!("an anchor (`&…`) stands before the key {there}"), "put it before the value")
            }
            MistakeKind::KeyMissing => unsupported(
                "the key before the colon is missing".into(),
                "write the name of a property before the colon",
            ),
            MistakeKind::Mark => ReadError::mark(span.start..span.start + '\u{feff}'.len_utf8()),
        }
    }
}

/// Reads the document in a text that holds at most one into the tree: its mistakes in the order of their nodes, or
/// nothing where there is no document or an empty one.
///
/// # Errors
/// A mistake after which the document cannot be read on.
pub(crate) fn read(source: &str, tree: &mut Tree, limits: Limits) -> Result<Option<Vec<Mistake>>, ReadError> {
    tree.clear();
    // The parser takes a zero byte for the end of the text.
    if let Some(at) = source.bytes().position(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')) {
        let character = quoted(source.get(at..=at).unwrap_or_default());
        let message = format!("the control character {character} stands in the text");
        return Err(ReadError::new(Reason::Syntax, at..at + 1, message, "remove it"));
    }
    let offsets = ByteOffsets::new(source);
    let mut builder = Builder {
        source,
        tree,
        limits,
        open: Vec::new(),
        anchored: Vec::new(),
        alias_nodes: 0,
        last_end: 0,
        mistakes: Vec::new(),
    };
    let mut documents = 0;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| syntax(source, &offsets, &error, limits))?;
        let span = offsets.at(span.start.index())..offsets.at(span.end.index());
        documents += usize::from(matches!(event, Event::DocumentStart(_)));
        if documents > 1 {
            return Err(ReadError::new(
                Reason::Syntax,
                span,
                "a second document begins here",
                "write a line `---` before it",
            ));
        }
        builder.event(event, span)?;
    }
    let mut mistakes = builder.mistakes;
    mistakes.sort_by_key(|mistake| mistake.node);
    let is_empty = match tree.nodes.first() {
        None => true,
        Some(root) => root.kind == Kind::Null && tree.ends.first() == Some(&root.start),
    };
    Ok((!is_empty || !mistakes.is_empty()).then_some(mistakes))
}

/// An open list or object.
struct Open {
    node: u32,
    is_object: bool,
    /// Whether the next value is that of a key.
    has_key: bool,
    anchor: usize,
    is_flow: bool,
}

struct Builder<'s, 't> {
    source: &'s str,
    tree: &'t mut Tree,
    limits: Limits,
    open: Vec<Open>,
    /// The nodes of the values that can be referred to, by the numbers of their anchors.
    anchored: Vec<Option<Range<u32>>>,
    alias_nodes: usize,
    /// Where the value that was completed last ends.
    last_end: u32,
    mistakes: Vec<Mistake>,
}

/// What stands before a value (YAML 1.2.2, section 6.9).
struct Properties<'e> {
    anchor: usize,
    tag: Option<Cow<'e, Tag>>,
}

impl Properties<'_> {
    /// Where the value itself begins in what begins with its properties.
    fn skip(&self, source: &str, span: Range<usize>) -> Range<usize> {
        let written = source.get(span.clone()).unwrap_or_default();
        let mut rest = written;
        let count = usize::from(self.anchor != 0) + usize::from(self.tag.is_some());
        for _ in 0..count {
            if rest.starts_with(['&', '!']) {
                rest = rest.trim_start_matches(|c: char| !c.is_ascii_whitespace()).trim_ascii_start();
            }
        }
        span.end - rest.len()..span.end
    }
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), ReadError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, &Properties { anchor, tag }, span),
            Event::SequenceStart(anchor, tag) => self.begin(false, &Properties { anchor, tag }, span),
            Event::MappingStart(anchor, tag) => self.begin(true, &Properties { anchor, tag }, span),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(span.end);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn push(&mut self, node: Node, end: usize) -> Result<(), ReadError> {
        if self.tree.nodes.len() >= self.limits.nodes {
            return Err(ReadError::too_many(node.start as usize, self.limits.nodes));
        }
        self.tree.nodes.push(node);
        self.tree.ends.push(size(end));
        Ok(())
    }

    /// A mistake in the value that comes next.
    fn mistake(&mut self, kind: MistakeKind, span: &Range<usize>) {
        let node = self.tree.next();
        self.mistakes.push(Mistake { node, start: size(span.start), end: size(span.end), kind });
    }

    /// Whether the value that comes next is the key of a member.
    fn key_is_due(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object && !open.has_key)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        properties: &Properties<'_>,
        span: Range<usize>,
    ) -> Result<(), ReadError> {
        if style == ScalarStyle::Plain && text.starts_with('\u{feff}') {
            self.mistake(MistakeKind::Mark, &span);
        }
        let span = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => block_header(self.source, span.start)..span.end,
            ScalarStyle::Plain if text.is_empty() => behind_colon(self.source, properties.skip(self.source, span)),
            _ => properties.skip(self.source, span),
        };
        if self.key_is_due() {
            return self.key(text, style, properties, span);
        }
        let scalar = match properties.tag.as_deref().map(core_tag) {
            None if style == ScalarStyle::Plain => plain(text),
            None => Scalar::Text,
            Some(Some(tag)) => tagged(text, tag).unwrap_or_else(|| {
                self.mistake(MistakeKind::TagMismatch, &span);
                Scalar::Null
            }),
            Some(None) => {
                self.mistake(MistakeKind::Tag, &span);
                Scalar::Null
            }
        };
        let start = size(span.start);
        let node = match scalar {
            Scalar::Null => Node::new(start, Kind::Null),
            Scalar::Boolean(true) => Node::new(start, Kind::True),
            Scalar::Boolean(false) => Node::new(start, Kind::False),
            Scalar::Unsigned(number) => Node::number(start, Kind::Unsigned, number),
            Scalar::Signed(number) => Node::number(start, Kind::Signed, number.cast_unsigned()),
            Scalar::Float(number) => Node::number(start, Kind::Float, number.to_bits()),
            Scalar::TooLarge => {
                self.mistake(MistakeKind::Number, &span);
                Node::new(start, Kind::Null)
            }
            Scalar::Text => self.text(text, &span),
        };
        let at = self.tree.next();
        self.push(node, span.end)?;
        self.complete(properties.anchor, at);
        Ok(())
    }

    /// A text node: a range of the source where the text stands there as it is.
    fn text(&mut self, text: &str, span: &Range<usize>) -> Node {
        let start = size(span.start);
        let written = self.source.get(span.clone()).unwrap_or_default();
        let skipped = usize::from(written.starts_with(['"', '\'']));
        match written.get(skipped..) {
            Some(rest) if rest.starts_with(text) => {
                Node::text(start, Kind::Text, start + size(skipped), size(text.len()))
            }
            _ => self.tree.own_text(start, text),
        }
    }

    /// The key of a member is a text; `4:` and `true:` are the texts "4" and "true".
    fn key(
        &mut self,
        text: &str,
        style: ScalarStyle,
        properties: &Properties<'_>,
        span: Range<usize>,
    ) -> Result<(), ReadError> {
        if style == ScalarStyle::Plain {
            match text {
                "<<" => self.mistake(MistakeKind::Merge, &span),
                "" => self.mistake(MistakeKind::KeyMissing, &span),
                _ => {}
            }
        }
        if properties.tag.as_deref().is_some_and(|tag| core_tag(tag).is_none()) {
            self.mistake(MistakeKind::Tag, &span);
        }
        if properties.anchor != 0 {
            self.mistake(MistakeKind::KeyAnchor, &span);
        }
        let node = self.text(text, &span);
        self.push(node, span.end)?;
        if let Some(object) = self.open.last_mut() {
            object.has_key = true;
            self.tree.nodes[object.node as usize].a += 1;
        }
        Ok(())
    }

    fn begin(&mut self, is_object: bool, properties: &Properties<'_>, span: Range<usize>) -> Result<(), ReadError> {
        if self.key_is_due() {
            return Err(ReadError::new(
                Reason::Unsupported,
                span,
                "the name of a property is a list or an object here",
                "use a text as the name, and put a text that begins with `[` or `{` in quotes",
            ));
        }
        if self.open.len() >= self.limits.depth {
            return Err(ReadError::too_deep(span, self.limits.depth));
        }
        let own_tag = if is_object { "map" } else { "seq" };
        if properties.tag.as_deref().is_some_and(|tag| core_tag(tag) != Some(own_tag)) {
            self.mistake(MistakeKind::Tag, &span);
        }
        let span = properties.skip(self.source, span);
        let node = self.tree.next();
        let is_flow = matches!(self.source.as_bytes().get(span.start), Some(b'[' | b'{')) && !span.is_empty();
        self.open.push(Open { node, is_object, has_key: false, anchor: properties.anchor, is_flow });
        self.push(Node::new(size(span.start), if is_object { Kind::Object } else { Kind::Array }), span.end)
    }

    fn end(&mut self, end: usize) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let after = self.tree.next();
        self.tree.nodes[open.node as usize].b = after;
        // A block ends with its last value: what lies between that and the next token is not its own.
        self.tree.ends[open.node as usize] = if open.is_flow { size(end) } else { self.last_end };
        if open.is_object
            && let Some((first, second)) = self.tree.repeated_key(self.source, open.node)
        {
            let kind = MistakeKind::Repeated { first, second };
            self.mistakes.push(Mistake { node: open.node, start: 0, end: 0, kind });
        }
        self.complete(open.anchor, open.node);
    }

    /// The value whose node is `at` is complete.
    fn complete(&mut self, anchor: usize, at: u32) {
        self.last_end = self.tree.ends.get(at as usize).copied().unwrap_or(0);
        if anchor != 0 {
            if self.anchored.len() <= anchor {
                self.anchored.resize(anchor + 1, None);
            }
            self.anchored[anchor] = Some(at..self.tree.next());
        }
        if let Some(open) = self.open.last_mut() {
            if open.is_object {
                open.has_key = false;
            } else {
                self.tree.nodes[open.node as usize].a += 1;
            }
        }
    }

    /// An alias stands for a copy of the value it refers to, every part of which has the place of the alias.
    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), ReadError> {
        let refused = |message: String, advice: &str| Err(ReadError::new(Reason::Alias, span.clone(), message, advice));
        if self.key_is_due() {
            return refused("an alias (`*…`) stands for the name of a property".into(), "write the name out");
        }
        let Some(nodes) = self.anchored.get(anchor).cloned().flatten() else {
            return refused("the alias refers to a value that it stands within".into(), "write the value out");
        };
        self.alias_nodes += nodes.len();
        if self.alias_nodes > self.limits.alias_nodes {
            let limit = self.limits.alias_nodes;
            return refused(
                format!("the aliases of this document stand for more than {limit} keys and values"),
                "write the values out, or refer to them by their ids",
            );
        }
        if self.open.len() + self.depth_of(nodes.clone()) > self.limits.depth {
            return refused(
                format!(
                    "with the value of this alias, lists and objects nest more than {} levels deep",
                    self.limits.depth
                ),
                "nest them less deep",
            );
        }
        let at = self.tree.next();
        let shift = at - nodes.start;
        for from in nodes {
            let mut node = self.tree.nodes[from as usize];
            node.start = size(span.start);
            if node.is_container() {
                node.b += shift;
            }
            self.push(node, span.end)?;
        }
        self.complete(0, at);
        Ok(())
    }

    /// How many levels a value nests.
    fn depth_of(&self, nodes: Range<u32>) -> usize {
        let mut ends: Vec<u32> = Vec::new();
        let mut deepest = 0;
        for at in nodes {
            while ends.last().is_some_and(|end| *end <= at) {
                ends.pop();
            }
            let node = self.tree.nodes[at as usize];
            if node.is_container() {
                ends.push(node.b);
                deepest = deepest.max(ends.len());
            }
        }
        deepest
    }
}

/// Where the header (`|` or `>`) of a block scalar stands whose lines begin at `content`.
fn block_header(source: &str, content: usize) -> usize {
    let before = source.get(..content).unwrap_or_default().trim_ascii_end();
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let header = before[line..].split(" #").next().unwrap_or_default();
    header.rfind(['|', '>']).map_or(content, |at| line + at)
}

/// A value that is not written stands behind the colon of its key.
fn behind_colon(source: &str, span: Range<usize>) -> Range<usize> {
    let at = span.start + usize::from(source.as_bytes().get(span.start) == Some(&b':'));
    at..at
}
