//! Functions in words.

use super::{
    notes::CANNOT_TELL,
    phrase::{Phrase, Writer},
};
use crate::{
    Function, Type,
    core::{Constant, Expr, ExprKind},
};

impl<'a> Writer<'a> {
    pub(super) fn function(&mut self, function: Function, arguments: &'a [Expr], pattern: Option<&str>) -> Phrase {
        let mut given = arguments.iter().map(|argument| self.operand(argument)).collect::<Vec<_>>().into_iter();
        let first = given.next().unwrap_or_else(|| Phrase::one(""));
        let second = given.next().map(|phrase| phrase.text).unwrap_or_default();
        let of = |what: &str| Phrase::one(format!("the {what} of {}", first.text));
        let is_list = arguments.first().is_some_and(|argument| matches!(argument.ty, Type::List(_)));
        match function {
            Function::Length if is_list => of("number"),
            Function::Length => of("number of characters"),
            Function::Lower => Phrase::one(format!("{} in small letters", first.text)),
            Function::Upper => Phrase::one(format!("{} in capitals", first.text)),
            Function::Trim => Phrase::one(format!("{} without white space at its ends", first.text)),
            Function::Words => Phrase::many(format!("the words of {}", first.text)),
            Function::Split => Phrase::many(format!("the parts of {} between {second}", first.text)),
            Function::Join => Phrase::one(match (arguments, is_empty_text(arguments.get(1))) {
                ([Expr { kind: ExprKind::List(parts), .. }, ..], true) => {
                    let parts: Vec<String> = parts.iter().map(|part| self.value(part).text).collect();
                    parts.join(" followed by ")
                }
                (_, true) => format!("{} in one text", first.text),
                _ => format!("{} in one text with {second} between them", first.text),
            }),
            Function::Replace => {
                let pattern = pattern.unwrap_or_default();
                Phrase::one(format!("{} with {second} in place of what fits the pattern /{pattern}/", first.text))
            }
            Function::Year | Function::Month | Function::Day | Function::Hour | Function::Minute => of(function.word()),
            Function::Weekday => of("day of the week"),
            Function::Number => {
                self.notes.cannot_tell(&format!("where {} is not a number", first.text));
                Phrase::one(format!("{} as a number", first.text))
            }
            Function::Date if arguments.first().is_some_and(|argument| argument.ty == Type::DateTime) => of("day"),
            Function::Date => {
                let form = if second.is_empty() { String::new() } else { format!(" of the form {second}") };
                self.notes.cannot_tell(&format!("where {} is not a date{form}", first.text));
                Phrase::one(format!("{} as a date", first.text))
            }
            // A text is said as it is.
            Function::Text if arguments.first().is_some_and(|argument| argument.ty.is_textual()) => first,
            Function::Text => Phrase::one(format!("{} as a text", first.text)),
            Function::Abs => Phrase::one(format!("{} without its sign", first.text)),
            Function::Round => Phrase::one(format!("{} as the nearest whole number", first.text)),
            Function::First | Function::Last => {
                if let Some(list) = arguments.first() {
                    self.note_empty(list, &Phrase::many(first.text.clone()), CANNOT_TELL);
                }
                Phrase::one(format!("the {} of {}", function.word(), first.text))
            }
            Function::Overlap => Phrase::one(format!("what is in both {} and {second}", first.text)),
            Function::Difference => Phrase::one(format!("what is in {} and not in {second}", first.text)),
            Function::IsDistinct => Phrase::one(format!("whether nothing stands twice among {}", first.text)),
        }
    }
}

fn is_empty_text(expr: Option<&Expr>) -> bool {
    expr.is_some_and(|expr| matches!(&expr.kind, ExprKind::Constant(Constant::Text(text)) if text.is_empty()))
}
