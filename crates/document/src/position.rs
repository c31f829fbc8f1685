//! Values of one record by number, for loops that look at very many.
//!
//! A [`Value`] says which record it is of, and takes four words. A loop over the values of one record need not carry
//! these along: it holds the record, and a number for each value.

use crate::{
    Guide, Value, ValueKind,
    tree::{Kind, Node},
};

/// Where a value is in its record: what [`Value::position`] tells. It means something in this record alone.
///
/// ```
/// use accordance_document::{Limits, Tree, parse_json};
///
/// let mut tree = Tree::new();
/// let record = parse_json(r#"{"themes": [{"id": "a"}, {"id": "b"}]}"#, &mut tree, Limits::default())?;
/// let themes = record.member_at(record.position(), 0, "themes").expect("it is there");
/// let ids = record.items_at(themes).filter_map(|theme| record.text_at(record.member_at(theme, 1, "id")?));
/// assert_eq!(ids.collect::<Vec<_>>(), ["a", "b"]);
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u32);

impl<'a> Value<'a> {
    /// Where it is in its record.
    #[inline]
    pub fn position(&self) -> Position {
        Position(self.at)
    }

    /// What it is.
    #[inline]
    pub fn kind_at(&self, position: Position) -> ValueKind {
        self.node_at(position).map_or(ValueKind::Null, |node| node.kind.into())
    }

    /// The value itself, if there is one.
    #[inline]
    pub fn value_at(&self, position: Position) -> Option<Self> {
        self.node_at(position).map(|_| self.with(position.0))
    }

    /// The text, if it is one.
    #[inline]
    pub fn text_at(&self, position: Position) -> Option<&'a str> {
        let node = self.node_at(position)?;
        matches!(node.kind, Kind::Text | Kind::OwnText).then(|| self.tree.text(self.source, *node))
    }

    /// The member of an object, but for `null`; see [`Value::field`].
    #[inline]
    pub fn member_at(&self, position: Position, number: u16, name: &str) -> Option<Position> {
        let node = self.node_at(position)?;
        // As `Tree::numbered` does it. What finds members by the numbers of a guide stands first and is short, for it is part
        // of many loops.
        let member = match usize::from(node.fields).checked_sub(1) {
            Some(first) if number < Guide::MOST_FIELDS && node.fields != Node::KEYED => {
                self.tree.fields.get(first + usize::from(number)).copied().filter(|member| *member != 0)?
            }
            Some(_) if node.fields == Node::KEYED && number != u16::MAX => {
                self.tree.keyed(*node, position.0, number)?
            }
            _ => self.get_at(position, name)?,
        };
        (self.tree.nodes.get(member as usize)?.kind != Kind::Null).then_some(Position(member))
    }

    #[inline(never)]
    fn get_at(&self, position: Position, name: &str) -> Option<u32> {
        self.with(position.0).get(name).map(|member| member.at)
    }

    /// How many members or items it has; 0 for other values.
    #[inline]
    pub fn len_at(&self, position: Position) -> usize {
        self.node_at(position).filter(|node| node.is_container()).map_or(0, |node| node.a as usize)
    }

    /// The items of a list, in their order; nothing for other values.
    #[inline]
    pub fn items_at(&self, position: Position) -> Positions<'a> {
        let node = self.node_at(position).filter(|node| node.kind == Kind::Array);
        Positions { nodes: &self.tree.nodes, at: position.0 + 1, end: node.map_or(0, |node| node.b) }
    }

    #[inline]
    fn node_at(&self, position: Position) -> Option<&'a Node> {
        self.tree.nodes.get(position.0 as usize)
    }
}

/// The items of a list, by their places in the record.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    nodes: &'a [Node],
    at: u32,
    end: u32,
}

impl Iterator for Positions<'_> {
    type Item = Position;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let item = self.at;
        self.at = self.nodes.get(item as usize)?.after(item);
        Some(Position(item))
    }
}
