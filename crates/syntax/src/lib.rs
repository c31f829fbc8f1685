//! Rule files: text to syntax tree, and back to text in one layout.
//!
//! This crate knows nothing of schemas, collections, records, or how a rule is run.

pub mod ast;
mod span;

pub use span::{Span, Spanned};
