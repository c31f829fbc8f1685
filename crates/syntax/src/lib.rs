//! Rule files: text to syntax tree, and back to text in one layout.
//!
//! ```
//! use accordance_syntax::{Limits, format, parse};
//!
//! let text = r#"accordance 1
//! rule goal-has-number "Each goal has a number"
//!   for goal in goals
//!   requrie goal.number >= 1
//!   message "{goal.id} has no number."
//! end
//! "#;
//!
//! // A file with mistakes yields a tree of what could be understood, and each mistake with its place.
//! let parsed = parse(text, Limits::default());
//! let mistake = &parsed.mistakes[0];
//! assert_eq!(mistake.span.of(text), "requrie");
//! assert_eq!(mistake.label, "the nearest clause is `require`: write `require`");
//! assert_eq!(parsed.file.blocks.len(), 1);
//!
//! // One without mistakes is written in one layout.
//! let formatted = format(&text.replace("requrie", "require"));
//! assert!(formatted.is_ok_and(|text| text.contains("  require  goal.number >= 1\n")));
//! ```
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
pub use lexer::is_date;
pub use limits::Limits;
pub use mistake::{Mistake, Related};
pub use parser::{Parsed, parse};
pub use print::print;
pub use span::{Span, Spanned};
pub use vocabulary::{duration, month, number, presence, weekday};
