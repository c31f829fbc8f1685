//! What is said in words, and written in signs, digits or brackets here.

use super::Parser;
use crate::mistake::no_comment;
use crate::token::{Kind, Sign};
use crate::vocabulary;

impl Parser<'_> {
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
