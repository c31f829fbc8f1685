//! A record that is kept while the room of its tree is used for the next one.

use std::ops::Range;

use crate::{
    Record, Tree, Value,
    tree::{Kind, size},
};

/// A record without its text: the nodes of its tree, and where its text stands.
///
/// ```
/// use accordance_document::{Format, Kept, Limits, Records, Tree};
///
/// let text = "{\"id\": \"a\"}\n{\"id\": \"b\"}\n";
/// let mut tree = Tree::new();
/// let mut records = Records::new(text, Format::Ndjson, &mut tree, Limits::default());
/// let mut kept = Vec::new();
/// while let Some(record) = records.next_record() {
///     kept.push(Kept::new(&record?));
/// }
/// let ids: Vec<_> = kept.iter().filter_map(|record| record.value(text).get("id")?.as_str()).collect();
/// assert_eq!(ids, ["a", "b"]);
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Kept {
    tree: Tree,
    /// The bytes of the file that offsets in the nodes count from, up to the end of the record.
    source: Range<usize>,
    /// The bytes of the record in the file.
    span: Range<usize>,
}

impl Kept {
    /// Keeps a record.
    pub fn new(record: &Record<'_>) -> Self {
        let value = record.value;
        let end = value.node().after(value.at);
        let mut tree = Tree::new();
        let own = &value.tree.nodes[value.at as usize..end as usize];
        tree.nodes.reserve_exact(own.len());
        for node in own {
            let mut node = *node;
            match node.kind {
                Kind::OwnText => {
                    let text = value.tree.text(value.source, node);
                    node.a = size(tree.texts.len());
                    tree.texts.push_str(text);
                }
                Kind::Array | Kind::Object => node.b -= value.at,
                _ => {}
            }
            tree.nodes.push(node);
        }
        tree.texts.shrink_to_fit();
        let begin = record.span.start.saturating_sub(value.start());
        Self { tree, source: begin..record.span.end, span: record.span.clone() }
    }

    /// The record. `text` is that of the file it was read from.
    pub fn value<'a>(&'a self, text: &'a str) -> Value<'a> {
        Value { tree: &self.tree, source: text.get(self.source.clone()).unwrap_or_default(), at: 0 }
    }

    /// Its bytes in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}
