//! Syntax tree to text.

mod blocks;
mod comments;
mod data;
mod expression;
mod texts;

pub(crate) use texts::field;

use crate::ast::{Expr, File};
use comments::Comments;

/// The longest line that is not broken where it can be, in characters.
const WIDTH: usize = 100;

/// Writes a file of a tree without mistakes. What it says is the same; spans play a part only for where comments go.
pub fn print(file: &File) -> String {
    let mut printer = Printer { out: String::new(), comments: Comments::new(file) };
    printer.file(file);
    printer.out
}

/// An expression on one line.
pub(crate) fn one_line(expr: &Expr) -> String {
    let mut out = String::new();
    expression::flat(expr, &mut out);
    out
}

struct Printer<'a> {
    out: String,
    comments: Comments<'a>,
}

/// The characters that a text takes on a line.
fn width(text: &str) -> usize {
    text.chars().count()
}

/// The characters on the last line of a text that starts at `column`.
fn last_column(text: &str, column: usize) -> usize {
    match text.rsplit_once('\n') {
        Some((_, last)) => width(last),
        None => column + width(text),
    }
}

/// A line end and the indentation of the next line.
fn new_line(column: usize) -> String {
    let mut out = String::with_capacity(column + 1);
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', column));
    out
}
