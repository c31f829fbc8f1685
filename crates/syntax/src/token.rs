//! The words and signs of a rule file.

use std::borrow::Cow;

use crate::Span;
use crate::ast::{Date, DateTime, TextForm};

/// A word or sign with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'s> {
    pub(crate) kind: Kind<'s>,
    pub(crate) span: Span,
    /// Whether nothing but spaces stands before it on its line.
    pub(crate) first_on_line: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind<'s> {
    /// A name or keyword.
    Word(&'s str),
    /// A field in backquotes.
    Backquoted(&'s str),
    Whole(i64),
    Number(f64),
    Date(Date),
    DateTime(DateTime),
    Text {
        value: Cow<'s, str>,
        form: TextForm,
    },
    /// The opening quotes of a message; up to [`Kind::TemplateEnd`] there are texts and placeholders.
    TemplateStart(TextForm),
    TemplateText(String),
    PlaceholderStart,
    PlaceholderEnd,
    TemplateEnd,
    /// The pattern of `/…/`.
    Regex(String),
    Sign(Sign),
    /// Something that is reported already and stands for a value.
    Unreadable,
    /// The end of the file.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Dot,
    Comma,
    Colon,
    RoundOpen,
    RoundClose,
    SquareOpen,
    SquareClose,
    CurlyOpen,
    CurlyClose,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Star,
    Slash,
}

impl Sign {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Dot => ".",
            Self::Comma => ",",
            Self::Colon => ":",
            Self::RoundOpen => "(",
            Self::RoundClose => ")",
            Self::SquareOpen => "[",
            Self::SquareClose => "]",
            Self::CurlyOpen => "{",
            Self::CurlyClose => "}",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Star => "*",
            Self::Slash => "/",
        }
    }
}

impl<'s> Token<'s> {
    pub(crate) fn word(&self) -> Option<&'s str> {
        match self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    pub(crate) fn is_sign(&self, sign: Sign) -> bool {
        matches!(self.kind, Kind::Sign(own) if own == sign)
    }

    /// Whether an operand may begin with it.
    pub(crate) fn begins_operand(&self) -> bool {
        match self.kind {
            Kind::Word(word) => {
                !crate::vocabulary::RESERVED.contains(&word)
                    || matches!(word, "not" | "every" | "some" | "no" | "if" | "true" | "false" | "cell")
            }
            Kind::Sign(sign) => matches!(sign, Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen | Sign::Minus),
            Kind::Backquoted(_) | Kind::Regex(_) | Kind::Unreadable => true,
            _ => self.is_literal(),
        }
    }

    /// Whether a value begins with it that is written out: a text, a number or a day.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(
            self.kind,
            Kind::Text { .. }
                | Kind::TemplateStart(_)
                | Kind::Whole(_)
                | Kind::Number(_)
                | Kind::Date(_)
                | Kind::DateTime(_)
        )
    }
}
