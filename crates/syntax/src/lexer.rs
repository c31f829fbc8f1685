//! Text to words and signs. What is written in the manner of another language is reported here and read as what was
//! meant, so that it hides nothing that follows.

mod literals;
mod signs;
mod texts;

pub(crate) use literals::days_of;
pub use literals::is_date;

use crate::ast::Comment;
use crate::mistake::{Mistake, is_hidden, no_comment, shown};
use crate::token::{Kind, Sign, Token};
use crate::{Code, Span, vocabulary};

/// What the text of a file consists of.
pub(crate) struct Lexed<'s> {
    /// Its words and signs, the last of which is [`Kind::End`].
    pub(crate) tokens: Vec<Token<'s>>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// Reads a whole text, each byte a bounded number of times.
pub(crate) fn lex(source: &str) -> Lexed<'_> {
    let mut lexer = Lexer::new(source);
    lexer.skip_mark_of_encoding();
    while lexer.next_token() {}
    lexer.push(Kind::End, Span::at(source.len()));
    Lexed { tokens: lexer.tokens, comments: lexer.comments, mistakes: lexer.mistakes }
}

/// What an open round bracket is that of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    /// `replace`, the only function that takes a regular expression.
    Replace,
    /// `chain`, the only one that takes the name of a field.
    Chain,
    Other,
}

struct Lexer<'s> {
    source: &'s str,
    /// Where reading goes on.
    at: usize,
    /// Where reading ends: the file's end, or that of a placeholder at the latest.
    end: usize,
    /// Whether only spaces have been read since the last line end.
    at_line_start: bool,
    in_placeholder: bool,
    /// Whether a text over several lines was found never to be closed, as no later one is then.
    never_closed: bool,
    /// The open round brackets.
    round: Vec<Round>,
    tokens: Vec<Token<'s>>,
    comments: Vec<Comment>,
    mistakes: Vec<Mistake>,
}

impl<'s> Lexer<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            at: 0,
            end: source.len(),
            at_line_start: true,
            in_placeholder: false,
            never_closed: false,
            round: Vec::new(),
            // Most words are longer than this, with the spaces around them.
            tokens: Vec::with_capacity(source.len() / 4),
            comments: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    /// Some editors write U+FEFF at the start of a file; it means nothing.
    fn skip_mark_of_encoding(&mut self) {
        if self.rest().starts_with('\u{feff}') {
            self.at += '\u{feff}'.len_utf8();
        }
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: Kind<'s>, span: Span) {
        self.tokens.push(Token { kind, span, first_on_line: self.at_line_start });
        self.at_line_start = false;
    }

    /// Pushes a token that takes the next `length` bytes.
    fn take(&mut self, length: usize, kind: Kind<'s>) {
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        self.push(kind, span);
    }

    fn report(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    fn last(&self) -> Option<&Kind<'s>> {
        self.tokens.last().map(|token| &token.kind)
    }

    /// Reads one token, or space, or a comment; false at the end.
    fn next_token(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        match c {
            ' ' | '\t' => self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count(),
            '\r' if self.rest().starts_with("\r\n") => self.at += 1,
            '\n' => {
                self.at += 1;
                self.at_line_start = true;
            }
            '#' if !self.in_placeholder => self.comment(),
            'a'..='z' | 'A'..='Z' | '_' => self.word(),
            '0'..='9' => self.number(),
            '"' => self.text(),
            '`' => self.backquoted(),
            '/' | '<' if self.foreign_comment() => {}
            '/' if self.regex_may_follow() => self.regex(),
            c if c.is_alphabetic() => self.word(),
            c => self.sign(c),
        }
        true
    }

    /// `// …`, `/* … */` and `<!-- … -->`: reported, and passed over.
    fn foreign_comment(&mut self) -> bool {
        let rest = self.rest();
        let is_pattern = self.tokens.last().is_some_and(|last| last.is_word("matches"))
            || self.last() == Some(&Kind::Sign(Sign::Comma)) && self.round.last() == Some(&Round::Replace);
        let follows_colon = self.source.get(..self.at).is_some_and(|before| before.ends_with(':'));
        let Some((open, close)) = [("//", ""), ("/*", "*/"), ("<!--", "-->")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open) && (self.at_line_start || *open == "//"))
        else {
            return false;
        };
        if self.in_placeholder || is_pattern || follows_colon {
            return false;
        }
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let length = match rest[..line].rfind(close).filter(|_| !close.is_empty()) {
            Some(at) => at + close.len(),
            None if close.is_empty() => line,
            None => closed_within_lines(rest, close).unwrap_or(line),
        };
        let span = Span::new(self.at, self.at + open.len());
        self.report(no_comment(span, open));
        self.at += length;
        true
    }

    fn comment(&mut self) {
        let rest = self.rest();
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        let text = line.trim_end();
        let span = Span::new(self.at, self.at + text.len());
        let is_seen = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_seen && let Some((offset, c)) = text.char_indices().find(|(_, c)| *c != '\t' && turns_or_controls(*c)) {
            let place = Span::new(span.start + offset, span.start + offset + c.len_utf8());
            self.report(hidden_character(c, place, "take it out of the comment"));
        }
        let after = rest.get(line.len() + 1..).unwrap_or_default();
        let blank_after = after.split_once('\n').is_some_and(|(next, _)| next.trim().is_empty());
        self.comments.push(Comment { text: text.to_owned(), own_line: self.at_line_start, blank_after, span });
        self.at += line.len();
    }

    /// `[A-Za-z_][A-Za-z0-9_]*`
    fn word(&mut self) {
        let rest = self.rest();
        let is_of_word = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        let plain = rest.bytes().take_while(is_of_word).count();
        if matches!(&rest[..plain], "isn" | "aren") && self.is_not(plain) {
            return;
        }
        if rest.as_bytes().get(plain).is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return self.take(plain, Kind::Word(&rest[..plain]));
        }
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = &rest[..length];
        let span = Span::new(self.at, self.at + length);
        if let Some(foreign) = word.chars().find(|c| !c.is_ascii()) {
            self.report(
                Mistake::new(
                    Code::Character,
                    span,
                    format!(
                        "a name has the letters a to z, and `{}` has `{foreign}` (U+{:04X})",
                        shown(word),
                        foreign as u32
                    ),
                    "write it with the letters a to z",
                )
                .note("A field that has other letters stands in backquotes: record.`numéro`."),
            );
            return self.take(length, Kind::Unreadable);
        }
        if word.bytes().any(|byte| byte.is_ascii_uppercase())
            && !self.names_a_field(length)
            && let Some(keyword) = vocabulary::RESERVED.iter().find(|keyword| keyword.eq_ignore_ascii_case(word))
        {
            // The parser knows which of these before a bracket are functions of a spreadsheet.
            let may_be_function = matches!(*keyword, "if" | "and" | "or") && rest[length..].starts_with('(');
            if !may_be_function {
                self.report(Mistake::new(
                    Code::KeywordCase,
                    span,
                    format!("the words of the language are written small, and this is `{word}`"),
                    format!("write `{keyword}`"),
                ));
            }
            return self.take(length, Kind::Word(keyword));
        }
        self.take(length, Kind::Word(word));
    }

    /// `isn't`, of whose first word the length is given: reported, and read as `is not`.
    fn is_not(&mut self, length: usize) -> bool {
        let after = &self.rest()[length..];
        let Some(apostrophe) = ["'t", "’t"].into_iter().find(|written| after.starts_with(written)) else {
            return false;
        };
        let span = Span::new(self.at, self.at + length + apostrophe.len());
        let message = format!("words are written out, and there is `{}`", span.of(self.source));
        self.report(Mistake::new(Code::UnknownWord, span, message, "write `is not`, or `!=` before a value"));
        self.push(Kind::Word("is"), span);
        self.push(Kind::Word("not"), span);
        self.at = span.end;
        true
    }

    /// Whether the word of `length` bytes that follows is a field, the key of a record, or part of a name with hyphens.
    fn names_a_field(&self, length: usize) -> bool {
        let after = self.source.get(self.at + length..self.end).unwrap_or_default();
        self.last() == Some(&Kind::Sign(Sign::Dot))
            || self.last() == Some(&Kind::Sign(Sign::Comma)) && self.round.last() == Some(&Round::Chain)
            || after.trim_start_matches(' ').starts_with(':')
            || after.starts_with('-')
            || self.source.get(..self.at).unwrap_or_default().ends_with('-')
    }

    /// `` `any name` ``
    fn backquoted(&mut self) {
        let inside = &self.rest()[1..];
        // One search for what ends it or its line, so that no text is gone through again for each backquote in it.
        let length = inside.find(['`', '\n', '\r']).unwrap_or(inside.len());
        let name = &inside[..length];
        if !inside[length..].starts_with('`') {
            let span = Span::at(self.at);
            self.report(Mistake::new(
                Code::OpenText,
                Span::new(span.start, span.start + 1),
                "a field in backquotes has no closing backquote on its line",
                "close it with another backquote",
            ));
            return self.take(1 + length, Kind::Unreadable);
        }
        let span = Span::new(self.at, self.at + length + 2);
        if name.is_empty() {
            self.report(Mistake::new(
                Code::NameForm,
                span,
                "there is no name between the backquotes",
                "write the name of the field",
            ));
        } else if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
            self.report(hidden_character(c, span, "take it out of the name"));
        }
        self.take(length + 2, Kind::Backquoted(name));
    }
}

/// Where a comment of several lines ends, if that is soon.
fn closed_within_lines(text: &str, close: &str) -> Option<usize> {
    const MOST: usize = 50;
    let mut start = 0;
    text.split_inclusive('\n').take(MOST).find_map(|line| {
        let end = line.find(close).map(|at| start + at + close.len());
        start += line.len();
        end
    })
}

/// Whether a character acts on a terminal, or turns the text that stands beside it.
fn turns_or_controls(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn hidden_character(c: char, span: Span, label: &str) -> Mistake {
    Mistake::new(
        Code::Character,
        span,
        format!("a character that cannot be seen stands here (U+{:04X})", c as u32),
        label,
    )
}
