//! The texts of messages.

use super::{Parser, Read};
use crate::ast::{Piece, Template};
use crate::mistake::Mistake;
use crate::token::Kind;
use crate::{Code, Limits, Span};

impl Parser<'_> {
    /// `"text {expression} text"`
    pub(super) fn template(&mut self) -> Read<Template> {
        let token = self.peek().clone();
        let form = match token.kind {
            Kind::TemplateStart(form) => form,
            // A text of a message whose keyword is not spelt right has been read without placeholders.
            Kind::Text { value, form } => {
                self.advance();
                let pieces = vec![Piece::Text { value: value.into_owned(), span: token.span }];
                return Ok(Template { pieces, form, span: token.span });
            }
            _ => return self.text().and_then(|_| self.unexpected()),
        };
        self.advance();
        let mut pieces = Vec::new();
        loop {
            let token = self.peek().clone();
            match token.kind {
                Kind::TemplateText(value) => {
                    self.advance();
                    pieces.push(Piece::Text { value, span: token.span });
                }
                Kind::PlaceholderStart => pieces.extend(self.placeholder()),
                _ => break,
            }
        }
        let end = self.advance();
        Ok(Template { pieces, form, span: token.span.to(end) })
    }

    /// `"{" expression "}"`: a mistake in it stays in it.
    fn placeholder(&mut self) -> Option<Piece> {
        let open = self.advance();
        if self.peek().kind == Kind::PlaceholderEnd {
            let span = open.to(self.advance());
            self.report(Mistake::new(
                Code::Placeholder,
                span,
                "nothing stands between the braces",
                "write what the message shows, like `{goal.id}`; write `{{}}` for braces",
            ));
            return None;
        }
        let clauses = std::mem::take(&mut self.clauses);
        let value = self.expression();
        self.clauses = clauses;
        if value.is_ok() && self.peek().kind != Kind::PlaceholderEnd {
            self.report_rest_of_placeholder(open);
        }
        while !matches!(self.peek().kind, Kind::PlaceholderEnd | Kind::TemplateEnd | Kind::End) {
            self.advance();
        }
        if self.peek().kind == Kind::PlaceholderEnd {
            self.advance();
        }
        let value = value.ok()?;
        if crate::print::one_line(&value).len() > Limits::PLACEHOLDER_BYTES {
            self.report(Mistake::new(
                Code::Placeholder,
                value.span,
                format!("a value in a message takes at most {} bytes", Limits::PLACEHOLDER_BYTES),
                "give it a name with `let`, and show that",
            ));
        }
        Some(Piece::Value(value))
    }

    fn report_rest_of_placeholder(&mut self, open: Span) {
        let token = self.peek().clone();
        if token.kind == Kind::Unreadable {
            return;
        }
        let message = format!("the value of the message ends with `}}`, and there is {}", self.found(&token));
        self.report(
            Mistake::new(Code::Placeholder, token.span, message, "close the value with `}` before it")
                .related(open, "the value starts here"),
        );
    }
}
