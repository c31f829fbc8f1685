//! Rule files: text to syntax tree, and back to text in one layout.
//!
//! This crate knows nothing of schemas, collections, records, or how a rule is run.

pub mod ast;
mod code;
mod explanation;
mod format;
mod lexer;
mod limits;
mod mistake;
mod parser;
mod print;
mod span;
mod token;
mod vocabulary;

pub use code::Code;
pub use explanation::{EXPLANATIONS, Explanation, WrongAndRight};
pub use format::format;
pub use limits::Limits;
pub use mistake::{Mistake, Related};
pub use parser::{Parsed, parse};
pub use print::print;
pub use span::{Span, Spanned};
