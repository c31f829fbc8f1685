//! What holds for any text and any tree.

mod any_text;
mod any_tree;
mod trees;
mod without_spans;
