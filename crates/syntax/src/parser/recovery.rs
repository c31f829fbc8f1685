//! Where reading goes on after a mistake, and words that are misspelt.

use super::Parser;
use crate::ast::Block;
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::vocabulary::{self, nearest};
use crate::{Code, Span};

impl Parser<'_> {
    /// Whether the next token is a word that begins a line.
    pub(super) fn at_a_line_of_its_own(&self) -> bool {
        let token = self.peek();
        token.first_on_line && token.word().is_some()
    }

    /// Whether a clause may end before the next token: one starts there, or a block does or ends.
    pub(super) fn clause_may_end(&self) -> bool {
        let token = self.peek();
        match token.kind {
            Kind::End => true,
            Kind::Word("at") if self.says_how_many() => false,
            // After a dot stands a field, so what stands before one is a value.
            Kind::Word(_) if self.peek_by(1).is_sign(Sign::Dot) => false,
            Kind::Word("end") => true,
            Kind::Word(word) if vocabulary::BLOCKS.contains(&word) || self.clauses.contains(&word) => {
                word != "for" && word != "where" || token.first_on_line
            }
            _ => token.first_on_line && self.starts_misspelt_clause(),
        }
    }

    /// The full stop of a sentence, behind a clause, a title or a block: reported, and passed over.
    pub(super) fn full_stop(&mut self) -> bool {
        let next = self.peek_by(1);
        let is_next_clause = next.kind == Kind::End
            || next.first_on_line
                && next.word().is_some_and(|word| {
                    word == "end" || self.clauses.contains(&word) || vocabulary::BLOCKS.contains(&word)
                });
        if !self.peek().is_sign(Sign::Dot) || !is_next_clause {
            return false;
        }
        let span = self.peek().span;
        let message = "a line needs nothing at its end, and this one has `.`";
        self.report(Mistake::new(Code::Character, span, message, "take the `.` out"));
        self.advance();
        true
    }

    /// The same behind a value, where a dot and a field may follow too, in the next line as well: it is a full stop where no
    /// expression goes on behind the word.
    pub(super) fn full_stop_behind_value(&mut self) -> bool {
        let (word, next) = (self.peek_by(1), self.peek_by(2));
        let is_next_block = next.first_on_line && next.word().is_some_and(|word| vocabulary::BLOCKS.contains(&word));
        let goes_on = match &next.kind {
            Kind::End => word.kind != Kind::End && !word.is_word("end"),
            _ if word.is_word("end") => !is_next_block,
            _ if next.first_on_line => true,
            Kind::Sign(sign) => !matches!(sign, Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen),
            Kind::Word("not") => self.peek_by(3).is_word("in"),
            Kind::Word(word) => {
                vocabulary::OPERATORS.contains(word) || matches!(*word, "then" | "else" | "where" | "to")
            }
            _ => false,
        };
        !goes_on && self.full_stop()
    }

    /// Whether the next word is nearly one that starts a clause or a block, or that ends one.
    pub(super) fn starts_misspelt_clause(&self) -> bool {
        let Some(word) = self.peek().word() else { return false };
        let follows = &self.peek_by(1).kind;
        let is_operand = matches!(follows, Kind::Sign(sign) if *sign != Sign::SquareOpen && *sign != Sign::RoundOpen);
        !vocabulary::RESERVED.contains(&word)
            && !is_operand
            && !self.follows_open_sign()
            && (nearest(word, self.clauses).is_some() || nearest(word, &["end"]).is_some())
    }

    /// Whether the last token is a sign that something must follow: a comma, an operator or an opening bracket.
    fn follows_open_sign(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!(before, Some(token) if matches!(&token.kind, Kind::Sign(sign)
            if !matches!(sign, Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose)))
    }

    /// Goes to the next clause of this block, its `end`, or the next block.
    pub(super) fn skip_clause(&mut self) {
        let mut open = 0_usize;
        loop {
            let after_dot = self.at > 0 && self.tokens.get(self.at - 1).is_some_and(|token| token.is_sign(Sign::Dot));
            let is_key = self.peek_by(1).is_sign(Sign::Colon) || self.peek_by(1).is_sign(Sign::Dot);
            let token = self.peek();
            match token.kind {
                Kind::End => return,
                Kind::Word(_) if after_dot || is_key => {}
                Kind::Word(word) => {
                    let clause = !self.says_how_many()
                        && (self.clauses.contains(&word) || word == "end" || vocabulary::BLOCKS.contains(&word));
                    let ambiguous = matches!(word, "for" | "where" | "cell" | "by");
                    if clause && (token.first_on_line && (open == 0 || !ambiguous) || open == 0 && !ambiguous) {
                        return;
                    }
                    if token.first_on_line && open == 0 && self.starts_misspelt_clause() {
                        return;
                    }
                }
                Kind::Sign(Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen) => open += 1,
                Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) => open = open.saturating_sub(1),
                Kind::TemplateStart(_) => {
                    while !matches!(self.peek().kind, Kind::TemplateEnd | Kind::End) {
                        self.advance();
                    }
                }
                _ => {}
            }
            self.advance();
        }
    }

    /// Goes to the next block.
    pub(super) fn skip_to_block(&mut self) {
        loop {
            match self.peek().kind {
                Kind::End => return,
                Kind::Word(word) if self.peek().first_on_line && vocabulary::BLOCKS.contains(&word) => return,
                _ => self.advance(),
            };
        }
    }

    /// Where an operator should stand, a word that is nearly one is reported and read as that one.
    pub(super) fn mend_operator(&mut self, choices: &[&'static str]) {
        let token = self.peek();
        let (span, first_on_line) = (token.span, token.first_on_line);
        let Some(word) = token.word() else { return };
        if vocabulary::RESERVED.contains(&word) || vocabulary::OPERATORS.contains(&word) {
            return;
        }
        let before_presence = matches!(self.peek_by(1).word(), Some("present" | "missing" | "empty"));
        let is_meant = before_presence && choices.contains(&"is") && matches!(word, "i" | "s");
        let meant = if is_meant { Some(("is", 1)) } else { vocabulary::operator_meant(word, choices) };
        let Some((operator, distance)) = meant else { return };
        if first_on_line && word == "unless" && self.clauses.contains(&"when") {
            return;
        }
        // A condition in brackets stands after the one word that can stand here.
        let is_only = matches!(choices, ["has" | "where"]) && self.peek_by(1).is_sign(Sign::RoundOpen);
        if first_on_line && !is_only && nearest(word, self.clauses).is_some_and(|(_, other)| other <= distance) {
            return;
        }
        self.report(Mistake::new(
            Code::UnknownWord,
            span,
            format!("an operator should stand here, and there is `{word}`"),
            match (word, &self.peek_by(1).kind) {
                ("xor", _) => "write `(a or b) and not (a and b)`, where one of the two is to hold".to_owned(),
                ("like", Kind::Text { value, .. }) => instead_of_like(value),
                _ => format!("write `{operator}`"),
            },
        ));
        let at = self.at;
        if let Some(token) = self.tokens.get_mut(at) {
            token.kind = Kind::Word(operator);
        }
    }
}

/// What to write for `like` of another language, in which `%` stands for any text.
pub(super) fn instead_of_like(pattern: &str) -> String {
    let text = pattern.trim_matches('%');
    let is_plain = !text.is_empty() && shown(text) == text && !text.contains(['%', '_', '"', '\\', '{']);
    match (pattern.starts_with('%'), pattern.ends_with('%')) {
        _ if !is_plain => "write `starts with`, `ends with` or `contains`, or `matches` and a pattern".to_owned(),
        (true, true) => format!("write `contains \"{text}\"`"),
        (false, true) => format!("write `starts with \"{text}\"`"),
        (true, false) => format!("write `ends with \"{text}\"`"),
        (false, false) => format!("write `= \"{text}\"`, or `contains \"{text}\"`"),
    }
}

/// Sets `has_mistakes` on each block that a mistake stands in.
pub(super) fn mark_blocks(blocks: &mut [Block], mistakes: &[Mistake]) {
    for block in blocks {
        let Span { start, end } = block.span();
        let first = mistakes.partition_point(|mistake| mistake.span.start < start);
        let marked = mistakes.get(first).is_some_and(|mistake| mistake.span.start <= end);
        if marked {
            mark(block);
        }
    }
}

/// Sets `has_mistakes`.
pub(super) fn mark(block: &mut Block) {
    let flag = match block {
        Block::Param(it) => &mut it.has_mistakes,
        Block::Define(it) => &mut it.has_mistakes,
        Block::Rule(it) => &mut it.body.has_mistakes,
        Block::Matrix(it) => &mut it.body.has_mistakes,
        Block::Test(it) => &mut it.has_mistakes,
        Block::Waiver(it) => &mut it.has_mistakes,
    };
    *flag = true;
}
