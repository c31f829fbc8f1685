//! Names in their forms, and texts and dates on their own.

use super::{Parser, Read};
use crate::ast::{Date, Name, Text, TextForm};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

impl Parser<'_> {
    /// The name of a variable, parameter, definition or collection: `snake_case`, and no word of the language.
    pub(super) fn variable(&mut self) -> Read<Name> {
        let token = self.peek().clone();
        let Kind::Word(word) = token.kind else {
            self.expect("a name");
            return self.unexpected();
        };
        if self.clause_may_end() && self.peek().first_on_line {
            self.expect("a name");
            return self.unexpected();
        }
        self.advance();
        if let Some(name) = self.name_with_hyphens(token.span) {
            return Ok(name);
        }
        if vocabulary::RESERVED.contains(&word) {
            self.report(Mistake::new(
                Code::NameForm,
                token.span,
                format!("`{word}` is a word of the language and cannot be a name"),
                format!("choose another name, for example `the_{word}`"),
            ));
            self.misnamed.push(word.to_owned());
        } else {
            self.check_snake_case(word, token.span);
        }
        Ok(Name { text: word.to_owned(), span: token.span })
    }

    /// `my-limit`, after its first word: reported, and read as `my_limit`.
    fn name_with_hyphens(&mut self, first: Span) -> Option<Name> {
        let span = self.span_with_hyphens(first)?;
        while self.last_end() < span.end {
            self.advance();
        }
        let text = span.of(self.source);
        let better = snake_case(&text.replace('-', "_"));
        self.misnamed.push(text.to_owned());
        let message = format!("a name has small letters, digits and `_`, and this one is `{}`", shown(text));
        self.report(Mistake::new(Code::NameForm, span, message, format!("write `{}`", shown(&better))));
        Some(Name { text: better, span })
    }

    /// A name with hyphens whose form has been reported where it was made, after its first word.
    pub(super) fn misnamed_with_hyphens(&mut self, first: Span) -> Option<Name> {
        if self.misnamed.is_empty() {
            return None;
        }
        let span = self.span_with_hyphens(first)?;
        let text = span.of(self.source);
        if !self.is_misnamed(text) {
            return None;
        }
        while self.last_end() < span.end {
            self.advance();
        }
        Some(Name { text: snake_case(&text.replace('-', "_")), span })
    }

    /// From a word that was taken to the end of the words that hyphens join to it.
    fn span_with_hyphens(&self, first: Span) -> Option<Span> {
        let mut span = first;
        let mut by = 0;
        while self.peek_by(by).is_sign(Sign::Minus) {
            let (hyphen, word) = (self.peek_by(by).span, self.peek_by(by + 1));
            let is_part = matches!(word.kind, Kind::Word(_) | Kind::Whole(_));
            if hyphen.start != span.end || word.span.start != hyphen.end || !is_part {
                break;
            }
            span = span.to(word.span);
            by += 2;
        }
        (by > 0).then_some(span)
    }

    pub(super) fn check_snake_case(&mut self, word: &str, span: Span) {
        let first = word.chars().next();
        let fits = first.is_some_and(|c| c.is_ascii_lowercase() || c == '_')
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !fits && !self.is_misnamed(word) {
            self.misnamed.push(word.to_owned());
            let message = format!("a name has small letters, digits and `_`, and this one is `{}`", shown(word));
            let better = snake_case(word);
            let label = if better.starts_with(|c: char| c.is_ascii_digit()) {
                "start it with a letter".to_owned()
            } else {
                format!("write `{}`", shown(&better))
            };
            self.report(Mistake::new(Code::NameForm, span, message, label));
        }
    }

    /// Whether a name of this block has a form that has been reported.
    pub(super) fn is_misnamed(&self, word: &str) -> bool {
        self.misnamed.iter().any(|name| name == word)
    }

    /// What stands after a dot: any name, or one in backquotes.
    pub(super) fn field(&mut self) -> Read<Name> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Word(text) | Kind::Backquoted(text) => {
                self.advance();
                Ok(Name { text: text.to_owned(), span: token.span })
            }
            Kind::Whole(_) => self.index(token.span),
            _ => {
                self.expect("the name of a field");
                self.unexpected()
            }
        }
    }

    /// The name of a rule, matrix or check: kebab-case, of tokens that touch.
    pub(super) fn rule_name(&mut self) -> Read<Name> {
        self.name_in_words(|_, _| None)
    }

    /// The same before a title.
    pub(super) fn titled_name(&mut self) -> Read<Name> {
        self.name_in_words(Self::name_of_several_words)
    }

    /// `words` tells how far a name goes on that is written as several words, if it is.
    fn name_in_words(&mut self, words: impl FnOnce(&mut Self, Span) -> Option<Span>) -> Read<Name> {
        let first = self.peek().clone();
        if first.word().is_none() || (first.first_on_line && self.clause_may_end()) {
            self.expect("the name of a rule, like `goal-has-title`");
            return self.unexpected();
        }
        self.advance();
        let mut span = first.span;
        while self.peek().span.start == span.end
            && matches!(
                self.peek().kind,
                Kind::Sign(Sign::Minus) | Kind::Word(_) | Kind::Whole(_) | Kind::Date(_) | Kind::Unreadable
            )
        {
            span = span.to(self.advance());
        }
        let span = words(self, span).unwrap_or(span);
        // Dashes of other kinds have been told one by one.
        let text = span.of(self.source).replace(DASHES, "-");
        if !is_kebab_case(&text) {
            self.report(Mistake::new(
                Code::NameForm,
                span,
                format!(
                    "the name of a rule has small letters, digits and hyphens, and this one is `{}`",
                    shown(span.of(self.source))
                ),
                format!("write `{}`", shown(&kebab_case(&text))),
            ));
        }
        Ok(Name { text, span })
    }

    /// The words before a title that are meant as one name.
    fn name_of_several_words(&mut self, first: Span) -> Option<Span> {
        let is_part = |token: &crate::token::Token<'_>| {
            token.word().is_some_and(|word| !self.clauses.contains(&word)) && !token.first_on_line
        };
        let count = (0..8).take_while(|by| is_part(self.peek_by(*by))).count();
        if count == 0 || !matches!(self.peek_by(count).kind, Kind::Text { .. }) || self.peek_by(count).first_on_line {
            return None;
        }
        let mut span = first;
        for _ in 0..count {
            span = span.to(self.advance());
        }
        Some(span)
    }

    /// `"…"` where nothing else can stand.
    pub(super) fn text(&mut self) -> Read<Text> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Text { value, form } => {
                self.advance();
                let written = token.span.of(self.source);
                // A text that is never closed may hold the clauses that follow it.
                self.lost_clauses |=
                    form == TextForm::Lines && !written.get(3..).unwrap_or_default().ends_with("\"\"\"");
                Ok(Text { value: value.into_owned(), form, span: token.span })
            }
            Kind::Word(_) | Kind::Whole(_) | Kind::Number(_) | Kind::Date(_) if !self.clause_may_end() => {
                let message = format!("a text in quotes should stand here, and there is {}", self.found(&token));
                self.fail(Mistake::new(Code::Expected, token.span, message, "put the text between `\"` and `\"`"))
            }
            _ => {
                self.expect("a text in quotes");
                self.unexpected()
            }
        }
    }

    pub(super) fn date(&mut self) -> Read<Spanned<Date>> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Date(date) => {
                self.advance();
                Ok(Spanned::new(date, token.span))
            }
            Kind::Text { .. } => self.fail(Mistake::new(
                Code::Expected,
                token.span,
                "a date should stand here, and there is a text",
                "write the date without quotes, like `2023-07-03`",
            )),
            _ => {
                self.expect("a date like `2023-07-03`");
                self.unexpected()
            }
        }
    }
}

/// Dashes that are not the hyphen of the keyboard.
const DASHES: [char; 5] = ['‐', '‑', '–', '—', '−'];

fn is_kebab_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

fn kebab_case(text: &str) -> String {
    snake_case(&text.replace(['-', ' '], "_")).replace('_', "-")
}

/// `carriedTo`, `Carried_To` and `CARRIED_TO` as `carried_to`.
fn snake_case(text: &str) -> String {
    let mut out = String::new();
    let mut after_small = false;
    for c in text.chars() {
        if c.is_ascii_uppercase() && after_small {
            out.push('_');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c == '_' && (out.is_empty() || out.ends_with('_')) {
            continue;
        }
        out.push(c.to_ascii_lowercase());
    }
    while out.ends_with('_') {
        out.pop();
    }
    out
}
