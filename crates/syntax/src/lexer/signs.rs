//! Signs, and those of other languages.

use super::{Lexer, Round, hidden_character};
use crate::mistake::{Mistake, is_hidden, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span};

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Sign); 19] = [
    ("!=", Sign::NotEqual),
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    (".", Sign::Dot),
    (",", Sign::Comma),
    (":", Sign::Colon),
    ("(", Sign::RoundOpen),
    (")", Sign::RoundClose),
    ("[", Sign::SquareOpen),
    ("]", Sign::SquareClose),
    ("{", Sign::CurlyOpen),
    ("}", Sign::CurlyClose),
    ("=", Sign::Equal),
    ("<", Sign::Less),
    (">", Sign::Greater),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("*", Sign::Star),
    ("/", Sign::Slash),
];

/// Signs of other languages and look-alikes, longest first: what was written, what it is read as, what to do.
const FOREIGN: [(&str, Kind<'static>, &str); 30] = [
    ("===", Kind::Sign(Sign::Equal), "write `=`"),
    ("!==", Kind::Sign(Sign::NotEqual), "write `!=`"),
    ("==", Kind::Sign(Sign::Equal), "write `=`"),
    (":=", Kind::Sign(Sign::Equal), "write `=`"),
    ("<>", Kind::Sign(Sign::NotEqual), "write `!=`"),
    ("=!", Kind::Sign(Sign::NotEqual), "write `!=`"),
    ("=>", Kind::Sign(Sign::AtLeast), "write `>=` for at least, `implies` for a consequence"),
    ("=<", Kind::Sign(Sign::AtMost), "write `<=`"),
    ("->", Kind::Word("implies"), "write `implies` for a consequence"),
    ("&&", Kind::Word("and"), "write `and`"),
    ("||", Kind::Word("or"), "write `or`"),
    ("&", Kind::Word("and"), "write `and`; texts are put together by `join([…, …], \"\")`"),
    ("|", Kind::Word("or"), "write `or`"),
    ("≤", Kind::Sign(Sign::AtMost), "write `<=`"),
    ("≥", Kind::Sign(Sign::AtLeast), "write `>=`"),
    ("≠", Kind::Sign(Sign::NotEqual), "write `!=`"),
    ("−", Kind::Sign(Sign::Minus), "write `-`, the hyphen of the keyboard"),
    ("–", Kind::Sign(Sign::Minus), "write `-`, the hyphen of the keyboard"),
    ("—", Kind::Sign(Sign::Minus), "write `-`, the hyphen of the keyboard"),
    ("‐", Kind::Sign(Sign::Minus), "write `-`, the hyphen of the keyboard"),
    ("‑", Kind::Sign(Sign::Minus), "write `-`, the hyphen of the keyboard"),
    ("×", Kind::Sign(Sign::Star), "write `*`"),
    ("÷", Kind::Sign(Sign::Slash), "write `/`"),
    ("，", Kind::Sign(Sign::Comma), "write `,`"),
    ("،", Kind::Sign(Sign::Comma), "write `,`"),
    ("：", Kind::Sign(Sign::Colon), "write `:`"),
    ("（", Kind::Sign(Sign::RoundOpen), "write `(`"),
    ("）", Kind::Sign(Sign::RoundClose), "write `)`"),
    ("＝", Kind::Sign(Sign::Equal), "write `=`"),
    ("٪", Kind::Unreadable, "write the part as a number, like `0.5`"),
];

/// Signs that no other one begins with, be it of this language or another. Most signs of a file are such.
const ALONE: [char; 11] = ['.', ',', '(', ')', '[', ']', '{', '}', '+', '*', '/'];

/// Quotes that are not `"`, with those that close them.
const QUOTES: [(char, char); 9] =
    [('\'', '\''), ('“', '”'), ('”', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('‘', '’'), ('’', '’'), ('‹', '›')];

impl Lexer<'_> {
    pub(super) fn sign(&mut self, c: char) {
        let rest = self.rest();
        let is_written = |written: &str| written.starts_with(c) && rest.starts_with(written);
        let foreign = if ALONE.contains(&c) { &[] } else { FOREIGN.as_slice() };
        if c == '&' && self.is_beside_text() {
            // What to write for it takes the values on both sides, which the parser knows.
            return self.take(1, Kind::Sign(Sign::Plus));
        }
        if let Some((written, kind, instruction)) = foreign.iter().find(|(written, ..)| is_written(written)) {
            let span = Span::new(self.at, self.at + written.len());
            self.report(Mistake::new(
                Code::ForeignSign,
                span,
                format!("the sign `{written}` is not part of the language"),
                *instruction,
            ));
            return self.take(written.len(), kind.clone());
        }
        if let Some((written, sign)) = SIGNS.iter().find(|(written, _)| rest.starts_with(written)) {
            self.keep_brackets(*sign);
            return self.take(written.len(), Kind::Sign(*sign));
        }
        if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == c) {
            return self.wrong_quotes(c, *close);
        }
        if c == '!' {
            let span = Span::new(self.at, self.at + 1);
            self.report(Mistake::new(
                Code::ForeignSign,
                span,
                "the sign `!` is not part of the language",
                "write `not`",
            ));
            return self.take(1, Kind::Word("not"));
        }
        self.stray(c);
    }

    /// Whether a text stands right before or behind a sign of one character, and not the other half of `&&`.
    fn is_beside_text(&self) -> bool {
        let behind = self.rest()[1..].trim_start_matches(' ');
        let is_behind_text = matches!(self.last(), Some(Kind::Text { .. }));
        !behind.starts_with('&') && (is_behind_text || behind.starts_with('"'))
    }

    fn keep_brackets(&mut self, sign: Sign) {
        match sign {
            Sign::RoundOpen => {
                let of = match self.last() {
                    Some(Kind::Word("replace")) => Round::Replace,
                    Some(Kind::Word("chain")) => Round::Chain,
                    _ => Round::Other,
                };
                self.round.push(of);
            }
            Sign::RoundClose => {
                self.round.pop();
            }
            _ => {}
        }
    }

    /// A text in quotes of another kind is read as a text.
    fn wrong_quotes(&mut self, open: char, close: char) {
        let rest = self.rest();
        let inside = &rest[open.len_utf8()..];
        // One search for what ends it or its line, so that no line is gone through again for each text in it.
        let end = inside.find([close, '"', '\n', '\r']).unwrap_or(inside.len());
        let value = &inside[..end];
        // Those of French stand with a space inside, which is not part of the text.
        let value =
            if matches!(open, '«' | '»' | '‹') { value.trim_matches([' ', '\u{a0}', '\u{202f}']) } else { value };
        let closing = inside[end..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        let length = open.len_utf8() + end + closing;
        let span = Span::new(self.at, self.at + length);
        self.report(Mistake::new(
            Code::Quotes,
            span,
            format!("a text stands in straight double quotes, and this one starts with `{open}`"),
            format!("write \"{}\"", shown(value)),
        ));
        let value = value.to_owned();
        self.take(length, Kind::Text { value: value.into(), form: crate::ast::TextForm::Line });
    }

    /// A character that means nothing, left out.
    fn stray(&mut self, c: char) {
        let rest = self.rest();
        let length: usize = rest.chars().take_while(|next| *next == c).map(char::len_utf8).sum();
        let span = Span::new(self.at, self.at + length);
        let mistake = match c {
            ';' => Mistake::new(
                Code::Character,
                span,
                "a line needs nothing at its end, and this one has `;`",
                "take the `;` out",
            ),
            '%' => {
                let instruction = if rest[length..].trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric()) {
                    "say it without the remainder of a division"
                } else {
                    "write a part of a whole as a number, like `0.5`"
                };
                self.report(Mistake::new(
                    Code::Character,
                    span,
                    "the sign `%` is not part of the language",
                    instruction,
                ));
                return self.take(length, Kind::Unreadable);
            }
            '@' | '$' | '?' | '^' | '~' | '\\' => Mistake::new(
                Code::Character,
                span,
                format!("the sign `{c}` is not part of the language"),
                "take it out; in a text it stands in quotes",
            ),
            c if c.is_whitespace() && !c.is_control() => Mistake::new(
                Code::Character,
                span,
                format!("a space of another kind stands here (U+{:04X})", c as u32),
                "write a plain space",
            ),
            c if is_hidden(c) => hidden_character(c, span, "take it out"),
            c => Mistake::new(
                Code::Character,
                span,
                format!("the character `{c}` (U+{:04X}) is not part of the language", c as u32),
                "take it out; in a text it stands in quotes",
            ),
        };
        self.report(mistake);
        self.at = span.end;
    }
}
