//! Texts, and the texts of messages with their placeholders.

use super::{Lexer, hidden_character, turns_or_controls};
use crate::ast::TextForm;
use crate::limits::Limits;
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, vocabulary};

const TRIPLE: &str = "\"\"\"";

/// Quotes that close a text elsewhere.
const CLOSING: [char; 3] = ['”', '“', '»'];

/// So many bytes of a line are looked through for the quotes in it, so that a long one with many texts is not gone
/// through again for each.
const FARTHEST: usize = 1000;

/// What a quoted text holds, and where.
struct Body {
    form: TextForm,
    /// From the opening quote on.
    open: usize,
    /// Where what it says starts.
    start: usize,
    /// Where what it says ends, if that is known before reading it.
    end: Option<usize>,
    /// Where reading goes on after it, if that is known.
    after: Option<usize>,
    /// The indentation that is not part of what it says, in characters.
    indent: usize,
}

impl Lexer<'_> {
    /// `"…"`, `"""…"""`; with placeholders after `message` and after `message LANG`.
    pub(super) fn text(&mut self) {
        let body = if self.rest().starts_with(TRIPLE) { self.lines_body() } else { self.line_body() };
        if self.is_message() && !self.in_placeholder {
            self.template(&body);
        } else {
            self.plain_text(&body);
        }
    }

    fn is_message(&self) -> bool {
        let clause = |at: usize| {
            let before = self.tokens.len().checked_sub(at + 1).and_then(|at| self.tokens.get(at));
            let word = self.tokens.len().checked_sub(at).and_then(|at| self.tokens.get(at));
            let is_behind_dot = before.is_some_and(|before| before.is_sign(Sign::Dot));
            // No text follows a field at once, so that a dot in the line before is a full stop.
            let is_field = is_behind_dot && !(at == 1 && word.is_some_and(|word| word.first_on_line));
            word.is_some_and(|word| word.is_word("message")) && !is_field
        };
        clause(1) || (clause(2) && self.tokens.last().is_some_and(|token| token.word().is_some()))
    }

    fn line_body(&mut self) -> Body {
        let (open, start) = (self.at, self.at + 1);
        let closing = self.closed_by_another_quote();
        let end = closing.map(|closing| closing.start);
        Body { form: TextForm::Line, open, start, end, after: closing.map(|closing| closing.end), indent: 0 }
    }

    /// The curly quote that closes a text with a straight one at its start, which is reported: where the straight quotes
    /// of the line do not pair otherwise.
    fn closed_by_another_quote(&mut self) -> Option<Span> {
        let inside = &self.rest()[1..];
        if inside[plain(inside)..].starts_with('"') {
            return None;
        }
        let line = line_within(inside, FARTHEST);
        let is_message = self.is_message() && !self.in_placeholder;
        let closing = if is_message {
            line.trim_end().char_indices().next_back().filter(|(_, c)| CLOSING.contains(c))
        } else {
            line.char_indices().take_while(|(_, c)| *c != '"').find(|(_, c)| CLOSING.contains(c))
        };
        let (at, quote) = closing?;
        let straight = line.matches('"').count() - line.matches("\\\"").count();
        if straight % 2 == 1 {
            return None;
        }
        let span = Span::new(self.at + 1 + at, self.at + 1 + at + quote.len_utf8());
        let message = format!("a text stands in straight double quotes, and this one ends with `{quote}`");
        self.report(Mistake::new(Code::Quotes, span, message, "write `\"`"));
        Some(span)
    }

    fn lines_body(&mut self) -> Body {
        let open = self.at;
        let start = open + TRIPLE.len();
        let inside = self.source.get(start..self.end).unwrap_or_default();
        let closing = if self.never_closed { None } else { closing_quotes(inside) };
        self.never_closed = self.never_closed || closing.is_none() && !self.in_placeholder;
        let (length, closed) = closing.map_or_else(|| (self.cut_open_text(open, inside), false), |at| (at, true));
        let after = start + length + if closed { TRIPLE.len() } else { 0 };
        let raw = &inside[..length];
        let mut body =
            Body { form: TextForm::Lines, open, start, end: Some(start + length), after: Some(after), indent: 0 };
        let first = raw.find('\n').filter(|end| raw[..*end].trim().is_empty());
        if let Some(first) = first {
            let lines = &raw[first + 1..];
            let last = lines.rfind('\n').map_or(0, |at| at + 1);
            let closing_alone = closed && lines[last..].trim_matches([' ', '\t']).is_empty();
            let indents = lines
                .split('\n')
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(_, line)| indent_of(line))
                .chain(closing_alone.then(|| indent_of(&lines[last..])));
            body.indent = indents.min().unwrap_or(0);
            body.start = start + first + 1;
            if closing_alone {
                let before = lines[..last].strip_suffix('\n').unwrap_or_default();
                body.end = Some(body.start + before.strip_suffix('\r').unwrap_or(before).len());
            }
        }
        body
    }

    /// Where a text over several lines that is never closed is cut, so that it hides no block that follows.
    fn cut_open_text(&mut self, open: usize, inside: &str) -> usize {
        self.report(Mistake::new(
            Code::OpenText,
            Span::new(open, open + TRIPLE.len()),
            "the text that starts here is never closed",
            "close it with `\"\"\"`",
        ));
        let mut at = 0;
        for line in inside.split_inclusive('\n') {
            let word = line.split_whitespace().next().unwrap_or_default();
            let is_block = !line.starts_with([' ', '\t']) && vocabulary::BLOCKS.contains(&word);
            if at > 0 && (line.trim() == "end" || is_block) {
                return at;
            }
            at += line.len();
        }
        inside.len()
    }

    fn plain_text(&mut self, body: &Body) {
        self.at = body.start;
        if body.end.is_none() {
            let rest = self.rest();
            let (plain, after) = rest.split_at(plain(rest));
            if after.starts_with('"') {
                self.at += plain.len();
                let span = self.close(body);
                return self.push(Kind::Text { value: plain.into(), form: body.form }, span);
            }
        }
        let mut value = String::new();
        let mut line_start = true;
        loop {
            self.skip_indent(body, &mut line_start);
            if self.at_end_of(body) {
                break;
            }
            match self.peek() {
                Some('"') if body.end.is_none() => break,
                Some(c) => line_start = self.characters(c, body, &mut value),
                None => break,
            }
        }
        let span = self.close(body);
        self.push(Kind::Text { value: value.into(), form: body.form }, span);
    }

    fn template(&mut self, body: &Body) {
        self.push(Kind::TemplateStart(body.form), Span::new(body.open, body.start.min(body.end.unwrap_or(body.start))));
        self.at = body.start;
        let (mut value, mut from, mut line_start, mut with_placeholders) = (String::new(), self.at, true, true);
        loop {
            self.skip_indent(body, &mut line_start);
            if self.at_end_of(body) {
                break;
            }
            let rest = self.rest();
            let Some(c) = self.peek() else { break };
            match c {
                '"' if body.end.is_none() => break,
                '{' | '}' if rest[1..].starts_with(c) => {
                    value.push(c);
                    self.at += 2;
                }
                '{' if with_placeholders => {
                    let text = std::mem::take(&mut value);
                    let before = self.tokens.len();
                    self.template_text(&text, from);
                    with_placeholders = self.placeholder(body);
                    if with_placeholders {
                        from = self.at;
                    } else {
                        self.tokens.truncate(before);
                        value = text;
                        value.push('{');
                    }
                }
                '}' if with_placeholders => {
                    let span = Span::new(self.at, self.at + 1);
                    self.report(Mistake::new(
                        Code::Placeholder,
                        span,
                        "a `}` stands in the message without a `{` before it",
                        "write `}}` for a brace, or put `{` before the value",
                    ));
                    self.at += 1;
                }
                c => line_start = self.characters(c, body, &mut value),
            }
        }
        self.template_text(&value, from);
        let end = self.at;
        let span = self.close(body);
        self.push(Kind::TemplateEnd, Span::new(end.min(span.end), span.end));
    }

    fn template_text(&mut self, value: &str, from: usize) {
        if !value.is_empty() {
            let span = Span::new(from.min(self.at), self.at);
            self.push(Kind::TemplateText(value.to_owned()), span);
        }
    }

    /// `{expression}` on one line. Where it is not closed it is put back, reported, and read as text: false.
    fn placeholder(&mut self, body: &Body) -> bool {
        let (tokens, mistakes, round, open, end) =
            (self.tokens.len(), self.mistakes.len(), self.round.len(), self.at, self.end);
        let bound = body.end.unwrap_or(end).min(open + 2 * Limits::PLACEHOLDER_BYTES).min(end);
        let bound = (open..=bound).rev().find(|at| self.source.is_char_boundary(*at)).unwrap_or(open);
        let line = self.source.get(open..bound).unwrap_or_default();
        self.end = open + line.find(['\n', '\r']).unwrap_or(line.len());
        self.in_placeholder = true;
        self.take(1, Kind::PlaceholderStart);
        let mut closed = false;
        while !closed && self.next_token() {
            if self.last() == Some(&Kind::Sign(Sign::CurlyClose)) {
                closed = true;
            }
        }
        self.in_placeholder = false;
        self.end = end;
        self.round.truncate(round);
        if closed {
            if let Some(last) = self.tokens.last_mut() {
                last.kind = Kind::PlaceholderEnd;
            }
            return true;
        }
        self.tokens.truncate(tokens);
        self.mistakes.truncate(mistakes);
        self.at = open + 1;
        self.report(Mistake::new(
            Code::Placeholder,
            Span::new(open, open + 1),
            "the `{` that starts here is not closed on its line",
            "close it with `}` after the value; write `{{` for a brace",
        ));
        false
    }

    /// Reads one character of a text into `value`, and those behind it that stand for themselves; true after a line
    /// end.
    fn characters(&mut self, first: char, body: &Body, value: &mut String) -> bool {
        let is_line_end = self.character(first, value);
        if !is_line_end {
            let rest = self.source.get(self.at..body.end.unwrap_or(self.end)).unwrap_or_default();
            let run = &rest[..plain(rest)];
            value.push_str(run);
            self.at += run.len();
        }
        is_line_end
    }

    /// Reads one character of a text into `value`; true after a line end.
    fn character(&mut self, c: char, value: &mut String) -> bool {
        match c {
            '\\' => self.escape(value),
            '\r' if self.rest().starts_with("\r\n") => self.at += 1,
            c => {
                if c != '\n' && turns_or_controls(c) {
                    let span = Span::new(self.at, self.at + c.len_utf8());
                    self.report(hidden_character(c, span, &format!("write it as `{}`", escaped(c))));
                }
                value.push(c);
                self.at += c.len_utf8();
            }
        }
        c == '\n'
    }

    /// `\"`, `\\`, `\n`, `\t`, `\u{…}`
    fn escape(&mut self, value: &mut String) {
        let rest = self.rest();
        let after = &rest[1..];
        let (length, meant) = match after.chars().next() {
            Some('n') => (2, Some('\n')),
            Some('t') => (2, Some('\t')),
            Some(c @ ('"' | '\\')) => (2, Some(c)),
            Some('u') => {
                let digits = after.strip_prefix("u{").unwrap_or_default();
                let digits = &digits[..digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len())];
                let closed = after.get(2 + digits.len()..).is_some_and(|rest| rest.starts_with('}'));
                match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                    Some(c) if closed && digits.len() <= 6 => (digits.len() + 4, Some(c)),
                    _ => (2, None),
                }
            }
            Some(c) if c != '\n' && c != '\r' => (1 + c.len_utf8(), None),
            _ => (1, None),
        };
        match meant {
            Some(c) => value.push(c),
            None => {
                let span = Span::new(self.at, self.at + length);
                self.report(Mistake::new(
                    Code::Escape,
                    span,
                    format!("`{}` means nothing in a text", shown(&rest[..length])),
                    "write `\\\\` for a backslash; there are `\\\"`, `\\n`, `\\t` and `\\u{e9}`",
                ));
                value.push_str(&rest[1..length]);
            }
        }
        self.at += length;
    }

    fn skip_indent(&mut self, body: &Body, line_start: &mut bool) {
        if body.end.is_none() || !std::mem::take(line_start) || body.start == body.open + TRIPLE.len() {
            return;
        }
        let rest = self.source.get(self.at..body.end.unwrap_or(self.end)).unwrap_or_default();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        self.at += if line.trim().is_empty() { line.len() } else { indent_of(line).min(body.indent) };
    }

    fn at_end_of(&self, body: &Body) -> bool {
        match body.end {
            Some(end) => self.at >= end,
            None => self.rest().starts_with(['\n', '\r']),
        }
    }

    /// Goes on after the closing quotes, and gives the place of the whole.
    fn close(&mut self, body: &Body) -> Span {
        if let Some(after) = body.after {
            self.at = after;
        } else if self.rest().starts_with('"') {
            self.at += 1;
        } else {
            self.report(Mistake::new(
                Code::OpenText,
                Span::new(body.open, body.open + 1),
                "the text that starts here has no closing quote on its line",
                "close it with `\"`; a text over several lines stands between `\"\"\"` and `\"\"\"`",
            ));
        }
        Span::new(body.open, self.at)
    }
}

/// The start of a text up to the end of its line, or nothing of a longer one.
fn line_within(text: &str, most: usize) -> &str {
    let near = text.as_bytes().iter().take(most).position(|byte| matches!(byte, b'\n' | b'\r'));
    match near {
        Some(end) => &text[..end],
        None if text.len() <= most => text,
        None => "",
    }
}

/// How many bytes a text begins with that stand for themselves in any text, and are seen.
fn plain(text: &str) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'{' | b'}');
    text.bytes().take_while(|byte| is_plain(byte)).count()
}

/// Where the next `"""` is that no backslash stands before.
fn closing_quotes(inside: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' if bytes[at..].starts_with(TRIPLE.as_bytes()) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// The spaces and tabs that a line starts with.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A character as it is written in a text where it cannot be seen.
pub(crate) fn escaped(c: char) -> String {
    match c {
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        c => c.escape_unicode().to_string(),
    }
}
