//! Words and signs to a syntax tree: one small function for each production, in grammar order.
//!
//! The parser never goes back: each function looks at the next words, takes them, and either returns a node or has
//! reported why it cannot ([`Stop`]). Reading goes on at the next clause or block, in [`recovery`].

mod blocks;
mod call;
mod clauses;
mod comparison_in_words;
mod data;
mod denied;
mod expression;
mod in_words;
mod message;
mod months;
mod names;
mod operand;
mod presence;
mod quantifier;
mod recovery;
mod rules;
mod sheet;
mod tests;

use crate::ast::{Expr, ExprKind, File};
use crate::lexer::lex;
use crate::limits::Limits;
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign, Token};
use crate::{Code, Span, vocabulary};

/// What a text was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What could be read.
    pub file: File,
    /// What is wrong, in the order of the text; none for a good file.
    pub mistakes: Vec<Mistake>,
}

/// Reads a rule file. Any text has an answer, in time that grows with its length.
pub fn parse(text: &str, limits: Limits) -> Parsed {
    let span = Span::new(0, text.len());
    if text.len() > limits.bytes {
        let mistake = Mistake::new(
            Code::FileSize,
            Span::at(0),
            format!("a rule file has at most {} bytes, and this one has more", limits.bytes),
            "split the file, and join the parts by `import`",
        );
        return Parsed { file: File { span, ..File::default() }, mistakes: vec![mistake] };
    }
    let lexed = lex(text);
    let mut parser = Parser {
        source: text,
        tokens: lexed.tokens,
        at: 0,
        depth: 0,
        limits: Limits { nesting: limits.nesting.min(Limits::MOST_NESTING), ..limits },
        clauses: &[],
        expected: Vec::new(),
        mistakes: lexed.mistakes,
        in_matrix: false,
        lost_clauses: false,
        misnamed: Vec::new(),
    };
    let mut file = parser.file();
    file.comments = lexed.comments;
    file.span = span;
    let mut mistakes = parser.mistakes;
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.code));
    recovery::mark_blocks(&mut file.blocks, &mistakes);
    if mistakes.len() > limits.mistakes {
        mistakes.truncate(limits.mistakes);
        let end = mistakes.last().map_or(0, |mistake| mistake.span.start);
        mistakes.push(Mistake::new(
            Code::TooMany,
            Span::at(end),
            format!("the file has more than {} mistakes, and the others are not shown", limits.mistakes),
            "mend these first",
        ));
    }
    Parsed { file, mistakes }
}

/// Why there is no node: a mistake has been reported, and the clause cannot be read further.
struct Stop;

type Read<T> = Result<T, Stop>;

struct Parser<'s> {
    source: &'s str,
    /// INVARIANT: never empty, and the last one is `Kind::End`.
    tokens: Vec<Token<'s>>,
    at: usize,
    /// How many productions that may hold themselves are being read.
    depth: u32,
    limits: Limits,
    /// The clauses of the block that is being read.
    clauses: &'static [&'static str],
    /// What could stand at the next token, over all alternatives tried so far.
    expected: Vec<&'static str>,
    mistakes: Vec<Mistake>,
    /// Whether a matrix is being read, in which `cell` is a value.
    in_matrix: bool,
    /// Whether clauses of the block may have been passed over unread.
    lost_clauses: bool,
    /// The names of the block that is being read whose form has been reported.
    misnamed: Vec<String>,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> &Token<'s> {
        self.peek_by(0)
    }

    /// The token `by` places ahead, or the end.
    fn peek_by(&self, by: usize) -> &Token<'s> {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.at + by).min(last)]
    }

    /// The last token that was taken.
    fn last(&self) -> Option<&Token<'s>> {
        self.tokens.get(self.at.checked_sub(1)?)
    }

    /// Where the last token that was taken is.
    fn last_span(&self) -> Span {
        self.last().map_or(Span::at(0), |token| token.span)
    }

    /// Where the last token that was taken ends.
    fn last_end(&self) -> usize {
        self.last().map_or(0, |token| token.span.end)
    }

    fn since(&self, start: Span) -> Span {
        Span::new(start.start, self.last_end().max(start.end))
    }

    /// Takes the next token, and tells its place; at the end it stays there.
    fn advance(&mut self) -> Span {
        self.expected.clear();
        let token = self.peek();
        let (span, is_end) = (token.span, matches!(token.kind, Kind::End));
        self.at += usize::from(!is_end);
        span
    }

    fn report(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    fn fail<T>(&mut self, mistake: Mistake) -> Read<T> {
        self.report(mistake);
        Err(Stop)
    }

    /// Notes that `what` could stand here.
    fn expect(&mut self, what: &'static str) {
        if !self.expected.contains(&what) {
            self.expected.push(what);
        }
    }

    fn next_is_sign(&mut self, sign: Sign) -> bool {
        let is = self.peek().is_sign(sign);
        if !is {
            self.expect(sign.quoted());
        }
        is
    }

    fn take_sign(&mut self, sign: Sign) -> Option<Span> {
        self.next_is_sign(sign).then(|| self.advance())
    }

    fn take_word(&mut self, word: &'static str) -> Option<Span> {
        if self.peek().is_word(word) {
            return Some(self.advance());
        }
        self.expect(word);
        None
    }

    fn need_sign(&mut self, sign: Sign) -> Read<Span> {
        match self.take_sign(sign) {
            Some(span) => Ok(span),
            None => self.unexpected(),
        }
    }

    fn need_word(&mut self, word: &'static str) -> Read<Span> {
        match self.take_word(word) {
            Some(span) => Ok(span),
            None => self.unexpected(),
        }
    }

    /// The bracket that closes the one at `open`.
    fn close(&mut self, sign: Sign, open: Span) -> Read<Span> {
        if let Some(span) = self.take_sign(sign) {
            return Ok(span);
        }
        if self.clause_may_end() || self.peek().kind == Kind::PlaceholderEnd {
            let opening = shown(open.of(self.source));
            let mistake = Mistake::new(
                Code::OpenBracket,
                open,
                format!("the `{opening}` that starts here is not closed"),
                format!("close it with `{}`", sign.text()),
            )
            .related(Span::at(self.last_end()), format!("`{}` could stand here", sign.text()));
            return self.fail(mistake);
        }
        self.unexpected()
    }

    /// Reports that the next token is none of those that could stand here.
    fn unexpected<T>(&mut self) -> Read<T> {
        let token = self.peek().clone();
        if token.kind == Kind::Unreadable {
            return Err(Stop);
        }
        let parts = self.wanted();
        let label = match parts.as_slice() {
            [only] => format!("write {only} here"),
            _ => "write one of these here".to_owned(),
        };
        let wanted = vocabulary::joined(&parts);
        let (span, found) = if token.first_on_line || token.kind == Kind::End {
            (Span::at(self.last_end()), "the line ends".to_owned())
        } else {
            (token.span, format!("there is {}", self.found(&token)))
        };
        self.fail(Mistake::new(Code::Expected, span, format!("{wanted} should stand here, and {found}"), label))
    }

    /// What could stand here, each part as it is written in a sentence.
    fn wanted(&mut self) -> Vec<String> {
        let wanted = std::mem::take(&mut self.expected);
        let any_operator = wanted.contains(&"an operator");
        let is_operator = |what: &str| matches!(what, "`.`" | "otherwise" | "implies");
        wanted.iter().filter(|what| !(any_operator && is_operator(what))).map(|what| quoted_if_word(what)).collect()
    }

    /// A token, as it is named in a sentence.
    fn found(&self, token: &Token<'_>) -> String {
        let text = shown(token.span.of(self.source));
        match &token.kind {
            Kind::Word(word) if vocabulary::RESERVED.contains(word) => format!("the word `{text}` of the language"),
            Kind::Word(_) | Kind::Backquoted(_) => format!("the name `{text}`"),
            Kind::Whole(_) | Kind::Number(_) => format!("the number `{text}`"),
            Kind::Date(_) | Kind::DateTime(_) => format!("the date `{text}`"),
            Kind::Text { .. } | Kind::TemplateStart(_) | Kind::TemplateText(_) | Kind::TemplateEnd => {
                "a text".to_owned()
            }
            Kind::Regex(_) => "a regular expression".to_owned(),
            Kind::PlaceholderStart | Kind::PlaceholderEnd | Kind::Sign(_) | Kind::Unreadable => format!("`{text}`"),
            Kind::End => "the end of the file".to_owned(),
        }
    }

    /// Reads a production that may hold itself, within the bound on nesting.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= self.limits.nesting {
            let span = self.peek().span;
            return self.too_deep(span);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn too_deep<T>(&mut self, span: Span) -> Read<T> {
        let message = format!("an expression has at most {} levels, one inside the other", self.limits.nesting);
        self.fail(Mistake::new(Code::Nesting, span, message, "give a part of it a name with `let` or `define`"))
    }

    /// Builds an expression within the bound on nesting.
    fn node(&mut self, kind: ExprKind, span: Span) -> Read<Expr> {
        let expr = Expr::new(kind, span);
        if expr.height() > self.limits.nesting { self.too_deep(span) } else { Ok(expr) }
    }
}

/// A single word among what is expected is one of the language; more than one is a description.
fn quoted_if_word(what: &str) -> String {
    if what.contains([' ', '`']) { what.to_owned() } else { format!("`{what}`") }
}

impl Sign {
    const fn quoted(self) -> &'static str {
        match self {
            Self::Dot => "`.`",
            Self::Comma => "`,`",
            Self::Colon => "`:`",
            Self::RoundOpen => "`(`",
            Self::RoundClose => "`)`",
            Self::SquareOpen => "`[`",
            Self::SquareClose => "`]`",
            Self::CurlyOpen => "`{`",
            Self::CurlyClose => "`}`",
            Self::Equal => "`=`",
            _ => "an operator",
        }
    }
}
