//! What is said in words, and written in signs, digits or brackets here.

use super::{Parser, Read, Stop};
use crate::ast::{Aggregate, CompareOp, Expr, ExprKind, LogicOp, Over};
use crate::mistake::{Mistake, no_comment, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

/// So many words say a comparison at most, `is` included.
const LONGEST: usize = 6;

impl Parser<'_> {
    /// `is before`, `at least`: reported, and read as the sign that is meant.
    pub(super) fn mend_comparison(&mut self) {
        let may_be = self.peek().word().is_some_and(vocabulary::begins_comparison);
        if !may_be {
            return;
        }
        let is_on_line = |by: usize| by == 0 || !self.peek_by(by).first_on_line;
        let count = (0..LONGEST).take_while(|by| is_on_line(*by) && self.peek_by(*by).word().is_some()).count();
        let words: Vec<&str> = (0..count).filter_map(|by| self.peek_by(by).word()).collect();
        let is = usize::from(matches!(words.first(), Some(&"is" | &"are")));
        let Some((meant, length)) = vocabulary::comparison_meant(&words[is..]) else { return };
        let after = self.peek_by(is + length);
        let is_value = !after.first_on_line && !matches!(after.kind, Kind::End | Kind::PlaceholderEnd);
        let is_own = is == 0 && matches!(words[..length], ["in"] | ["not", "in"]);
        // `at` starts a clause as well.
        let is_at = words[0] == "at"
            && (self.peek().first_on_line
                || after.is_sign(Sign::Dot)
                || after.word().is_some_and(|word| word == "end" || self.clauses.contains(&word)));
        if is_own || is_at || !is_value {
            return;
        }
        let span = self.peek().span.to(self.peek_by(is + length - 1).span);
        let code = if is == 1 { Code::Is } else { Code::UnknownWord };
        let message = format!("a comparison is written as a sign, and there is `{}`", shown(span.of(self.source)));
        let message = if meant.ends_with("in") {
            format!("a list is asked by `in`, and there is `{}`", shown(span.of(self.source)))
        } else {
            message
        };
        self.report(Mistake::new(code, span, message, format!("write `{meant}`")));
        let last = self.at + is + length - 1;
        let kinds: &[Kind<'_>] = match meant {
            "<" => &[Kind::Sign(Sign::Less)],
            "<=" => &[Kind::Sign(Sign::AtMost)],
            ">" => &[Kind::Sign(Sign::Greater)],
            ">=" => &[Kind::Sign(Sign::AtLeast)],
            "=" => &[Kind::Sign(Sign::Equal)],
            "!=" => &[Kind::Sign(Sign::NotEqual)],
            "not in" => &[Kind::Word("not"), Kind::Word("in")],
            _ => &[Kind::Word("in")],
        };
        self.at = last + 1 - kinds.len();
        for (token, kind) in self.tokens.iter_mut().skip(self.at).zip(kinds) {
            token.kind = kind.clone();
            token.span = span;
            token.first_on_line = false;
        }
    }

    /// `x between a and b`, at `between`: reported, and read as two comparisons.
    pub(super) fn between(&mut self, value: Expr, start: Span) -> Read<Expr> {
        while !self.peek().is_word("between") {
            self.advance();
        }
        self.advance();
        let place = self.since(start);
        let least = self.fallback()?;
        self.need_word("and")?;
        let most = self.fallback()?;
        let [of, from, to] = [value.span, least.span, most.span].map(|span| shown(span.of(self.source)));
        self.report(Mistake::new(
            Code::UnknownWord,
            place,
            "a comparison has two sides, and `between` has three",
            format!("write `{of} >= {from} and {of} <= {to}`"),
        ));
        let span = value.span.to(most.span);
        let compare = |left: Expr, op: CompareOp, right: Expr| ExprKind::Compare {
            left: Box::new(left),
            op: Spanned::new(op, place),
            right: Box::new(right),
        };
        let first = self.node(compare(value.clone(), CompareOp::AtLeast, least), span)?;
        let second = self.node(compare(value, CompareOp::AtMost, most), span)?;
        let both = self.node(ExprKind::Logic { op: LogicOp::And, operands: vec![first, second] }, span)?;
        self.node(ExprKind::Paren(Box::new(both)), span)
    }

    /// `count of list`, `distinct list`: reported, and read with brackets.
    pub(super) fn without_brackets(&mut self, word: &str, span: Span) -> Option<Read<Expr>> {
        let next = self.peek_by(1);
        let is_of = next.is_word("of");
        let aggregate = match Aggregate::from_word(word) {
            None if word == "number" && is_of => Aggregate::Count,
            found => found?,
        };
        let is_name = next.word().is_some_and(|word| {
            let is_operator = vocabulary::RESERVED.contains(&word) || vocabulary::OPERATORS.contains(&word);
            !is_operator && vocabulary::operator_meant(word, &vocabulary::OPERATORS).is_none()
        });
        let list = self.peek_by(1 + usize::from(is_of));
        if !(is_of || is_name) || list.first_on_line || list.word().is_none() {
            return None;
        }
        self.advance();
        if is_of {
            self.advance();
        }
        Some(self.path().and_then(|list| {
            let written = shown(list.span.of(self.source));
            let word = aggregate.word();
            let place = self.since(span);
            self.report(Mistake::new(
                Code::MissingBrackets,
                place,
                format!("`{word}` takes its list in brackets"),
                format!("write `{word}({written})`"),
            ));
            let over = Over::List(Box::new(list));
            self.node(ExprKind::Aggregate { aggregate: Spanned::new(aggregate, span), over }, place)
        }))
    }

    /// `count(list where …)`, at `where`.
    pub(super) fn where_without_name<T>(&mut self, aggregate: Aggregate, list: &Expr) -> Read<T> {
        let (word, list) = (aggregate.word(), shown(list.span.of(self.source)));
        let example = match aggregate {
            Aggregate::Count => format!("count(item in {list} where (…))"),
            _ => format!("{word}(item for item in {list} where (…))"),
        };
        let place = self.peek().span;
        self.report(Mistake::new(
            Code::Comprehension,
            place,
            format!("before `where`, `{word}` gives each item a name"),
            format!("write `{example}`, and `item.` before each field"),
        ));
        Err(Stop)
    }

    /// `-- words` on lines of their own, where no value can stand: reported, and passed over.
    pub(super) fn comments_with_dashes(&mut self) {
        while self.peek().first_on_line && self.at_dashes() {
            self.comment_with_dashes();
        }
    }

    /// Whether `--` and two words side by side follow, as which no expression goes on.
    pub(super) fn at_comment_with_dashes(&self) -> bool {
        let is_name = |by: usize| {
            let token = self.peek_by(by);
            let is_plain = |word| !vocabulary::RESERVED.contains(&word) && !vocabulary::OPERATORS.contains(&word);
            !token.first_on_line && token.word().is_some_and(is_plain)
        };
        self.at_dashes() && is_name(2) && is_name(3)
    }

    /// Reports `--` and passes over the rest of its line.
    pub(super) fn comment_with_dashes(&mut self) {
        let span = self.advance().to(self.advance());
        self.report(no_comment(span, "--"));
        while !self.peek().first_on_line && self.peek().kind != Kind::End {
            self.advance();
        }
    }

    fn at_dashes(&self) -> bool {
        let (first, second) = (self.peek(), self.peek_by(1));
        first.is_sign(Sign::Minus) && second.is_sign(Sign::Minus) && second.span.start == first.span.end
    }
}
