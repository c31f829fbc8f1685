//! What goes along with the reading of a text: it expects what will come, and judges each value where it is complete.

use crate::{
    Tree,
    tree::{Node, Open},
};

/// What is told of each value while a text is read. Places are numbers of what is expected somewhere.
pub(crate) trait Watch {
    /// The place of the whole.
    fn root(&self) -> u32;

    /// The key that begins at `at`, where it is one that is expected now and written without spaces or escapes.
    fn expected(&mut self, bytes: &[u8], at: usize, object: &mut Open, tree: &mut Tree) -> Option<Expected>;

    /// The place of the value of a key that was read, at a node.
    fn member(&mut self, key: u32, source: &str, object: &mut Open, tree: &mut Tree) -> Member;

    /// A text that was read, at a node.
    fn text(&mut self, place: u32, node: Node, at: u32, source: &str, tree: &mut Tree);

    /// A number, truth value or null that was read.
    fn scalar(&mut self, place: u32, node: Node, at: u32, source: &str, tree: &mut Tree);

    /// A list or object begins. What is known of what it holds is noted in it.
    fn opened(&mut self, open: &mut Open, tree: &mut Tree);

    /// A list or object is complete.
    fn closed(&mut self, open: &Open, source: &str, tree: &mut Tree);
}

/// A key that was expected.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    /// How many bytes its name has.
    pub(crate) length: usize,
    pub(crate) member: Member,
}

/// The member that a key begins.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    /// The place of its value.
    pub(crate) place: u32,
    /// The bit of its name among those that are known in the object; none for other names.
    pub(crate) bit: u64,
}

/// Nothing is expected, and everything is fine.
pub(crate) struct Unwatched;

impl Watch for Unwatched {
    #[inline]
    fn root(&self) -> u32 {
        0
    }

    #[inline]
    fn expected(&mut self, _: &[u8], _: usize, _: &mut Open, _: &mut Tree) -> Option<Expected> {
        None
    }

    #[inline]
    fn member(&mut self, _: u32, _: &str, _: &mut Open, _: &mut Tree) -> Member {
        Member { place: 0, bit: 0 }
    }

    #[inline]
    fn text(&mut self, _: u32, _: Node, _: u32, _: &str, _: &mut Tree) {}

    #[inline]
    fn scalar(&mut self, _: u32, _: Node, _: u32, _: &str, _: &mut Tree) {}

    #[inline]
    fn opened(&mut self, _: &mut Open, _: &mut Tree) {}

    #[inline]
    fn closed(&mut self, _: &Open, _: &str, _: &mut Tree) {}
}
