//! Rules, matrices and waivers.

use super::clauses::{MATRIX, RULE, WAIVER};
use super::{Parser, Read};
use crate::ast::{
    Binding, Example, ExampleOutcome, Expr, ExprKind, Language, Let, Matrix, Message, Name, Rule, RuleBody, Severity,
    Text, Waiver,
};
use crate::mistake::Mistake;
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

/// Keeps the first of what stands once.
fn keep<T>(slot: &mut Option<T>, value: T) {
    if slot.is_none() {
        *slot = Some(value);
    }
}

impl Parser<'_> {
    /// `"rule" name title { clause } "end"`, at the name
    pub(super) fn rule(&mut self, start: Span) -> Rule {
        let (name, title) = self.heading(RULE.keyword, start);
        let opening = self.since(start);
        let mut body = RuleBody::new(name, title);
        let mut bindings = Vec::new();
        let clauses = self.clauses(&RULE, opening, |parser, keyword, place| {
            if keyword == "for" {
                // The names of a second one are known too, so that what uses them is no mistake of its own.
                bindings.extend(parser.bindings()?);
                return Ok(());
            }
            parser.rule_clause(&mut body, keyword, place)
        });
        body.clauses = clauses.spans;
        Rule { bindings, body, span: Span::new(start.start, clauses.end) }
    }

    /// `"matrix" name title { clause } "end"`, at the name
    pub(super) fn matrix(&mut self, start: Span) -> Matrix {
        let (name, title) = self.heading(MATRIX.keyword, start);
        let opening = self.since(start);
        let mut body = RuleBody::new(name, title);
        let (mut rows, mut columns, mut cell): (Option<Binding>, Option<Binding>, Option<Expr>) = (None, None, None);
        self.in_matrix = true;
        let clauses = self.clauses(&MATRIX, opening, |parser, keyword, place| {
            match keyword {
                "rows" => keep(&mut rows, parser.binding()?),
                "columns" => keep(&mut columns, parser.binding()?),
                "cell" => keep(&mut cell, parser.expression()?),
                _ => parser.rule_clause(&mut body, keyword, place)?,
            }
            Ok(())
        });
        self.in_matrix = false;
        body.clauses = clauses.spans;
        Matrix { rows, columns, cell, body, span: Span::new(start.start, clauses.end) }
    }

    /// `name text`
    fn heading(&mut self, keyword: &str, start: Span) -> (Name, Option<Text>) {
        let outer = std::mem::replace(&mut self.clauses, &vocabulary::MATRIX_CLAUSES);
        let name = self.titled_name().ok();
        if self.peek().is_sign(Sign::Colon) {
            let message = format!("the title of a `{keyword}` follows its name, and here is `:`");
            let span = self.advance();
            self.report(Mistake::new(Code::ForeignSign, span, message, "take it out"));
        }
        let title = if let Kind::Text { .. } = self.peek().kind {
            self.text().ok()
        } else {
            if name.is_some() {
                self.report(Mistake::new(
                    Code::Expected,
                    Span::at(self.last_end()),
                    format!("after the name of a `{keyword}` stands its title in quotes"),
                    "write one sentence saying what holds, like \"Every goal has a title\"",
                ));
            }
            None
        };
        self.comments_with_dashes();
        if !self.full_stop() && !self.clause_may_end() && !self.at_a_line_of_its_own() {
            if name.is_some() && title.is_some() {
                self.expect("a clause on a line of its own");
                let _ = self.unexpected::<()>();
            }
            self.skip_clause();
        }
        self.clauses = outer;
        (name.unwrap_or(Name { text: String::new(), span: Span::at(start.end) }), title)
    }

    /// A clause that rules and matrices share.
    fn rule_clause(&mut self, body: &mut RuleBody, keyword: &str, place: Span) -> Read<()> {
        match keyword {
            "severity" => keep(&mut body.severity, self.choice_of("a severity", Severity::WORDS, Severity::from_word)?),
            "owner" => keep(&mut body.owner, self.text()?),
            "since" => keep(&mut body.since, self.date()?),
            "see" => keep(&mut body.see, self.text()?),
            "because" => keep(&mut body.because, self.text()?),
            "when" => {
                // `unless` has been reported, and is read as what is meant.
                let is_unless = self.last().is_some_and(|word| word.is_word("unless"));
                let mut condition = self.expression()?;
                if is_unless {
                    let span = condition.span;
                    condition = self.node(ExprKind::Not(Box::new(condition)), span)?;
                }
                keep(&mut body.when, condition);
            }
            "let" => {
                let name = self.variable()?;
                if self.peek().is_sign(Sign::Dot) {
                    return self.fail(Mistake::new(
                        Code::Expected,
                        name.span,
                        "a `let` gives a value a name, and here is a value alone",
                        "write a name and `=` before it, like `let size = …`",
                    ));
                }
                self.need_sign(Sign::Equal)?;
                let value = self.expression()?;
                body.lets.push(Let { name, value, span: self.since(place) });
            }
            "require" => body.requires.push(self.expression()?),
            "at" => keep(&mut body.at, self.expression()?),
            "message" => self.message(body, place)?,
            "fix" => keep(&mut body.fix, self.text()?),
            _ => {
                let outcome = self.choice_of("an outcome", ExampleOutcome::WORDS, ExampleOutcome::from_word)?;
                let (entries, _) = self.record()?;
                body.examples.push(Example { outcome, entries, span: self.since(place) });
            }
        }
        Ok(())
    }

    /// `[ language ] template`
    fn message(&mut self, body: &mut RuleBody, place: Span) -> Read<()> {
        let text_follows = matches!(self.peek_by(1).kind, Kind::Text { .. } | Kind::TemplateStart(_));
        let language = if self.peek().word().is_some() && text_follows && !self.clause_may_end() {
            Some(self.choice_of("a language", Language::WORDS, Language::from_word)?)
        } else {
            None
        };
        let template = self.template()?;
        let code = language.map(|language| language.value);
        let earlier = body.messages.iter().find(|message| message.language.map(|language| language.value) == code);
        if let Some(first) = earlier {
            let words = match language {
                Some(language) => format!("message {}", language.value.word()),
                None => "message".to_owned(),
            };
            let mistake = Mistake::new(
                Code::RepeatedClause,
                place,
                format!("a rule has one `{words}`, and this is another"),
                "keep one of them; a message in another language names it, like `message fr`",
            )
            .related(first.span, format!("the first `{words}`"));
            self.report(mistake);
        } else {
            body.messages.push(Message { language, template, span: self.since(place) });
        }
        Ok(())
    }

    /// One of a few words. Another word is reported and passed over.
    pub(super) fn choice_of<T>(&mut self, what: &str, words: &[&str], of: fn(&str) -> Option<T>) -> Read<Spanned<T>> {
        let token = self.peek().clone();
        if let Some(value) = token.word().and_then(of) {
            self.advance();
            return Ok(Spanned::new(value, token.span));
        }
        if token.kind == Kind::Unreadable {
            return self.unexpected();
        }
        let choices = vocabulary::listed(words);
        let label = match token.word().and_then(|word| vocabulary::nearest(word, words)) {
            Some((near, _)) => format!("write `{near}`"),
            None => format!("write {choices}"),
        };
        let (span, found) = if token.first_on_line {
            (Span::at(self.last_end()), "the line ends".to_owned())
        } else {
            (token.span, format!("there is {}", self.found(&token)))
        };
        let message = format!("{what} is {choices}, and {found}");
        self.report(Mistake::new(Code::UnknownChoice, span, message, label));
        if token.first_on_line {
            return Err(super::Stop);
        }
        match token.word().and_then(|word| vocabulary::nearest(word, words)).and_then(|(near, _)| of(near)) {
            Some(value) => {
                self.advance();
                Ok(Spanned::new(value, token.span))
            }
            None => Err(super::Stop),
        }
    }

    /// `"waive" name { clause } "end"`, at the name
    pub(super) fn waiver(&mut self, start: Span) -> Waiver {
        let outer = std::mem::replace(&mut self.clauses, &vocabulary::WAIVER_CLAUSES);
        let name = self.titled_name().ok();
        if !self.clause_may_end() && !self.at_a_line_of_its_own() {
            if name.is_some() {
                self.expect("a clause on a line of its own");
                let _ = self.unexpected::<()>();
            }
            self.skip_clause();
        }
        self.clauses = outer;
        let rule = name.unwrap_or(Name { text: String::new(), span: Span::at(start.end) });
        let opening = self.since(start);
        let (mut condition, mut until, mut because, mut by) = (None, None, None, None);
        let clauses = self.clauses(&WAIVER, opening, |parser, keyword, _| {
            match keyword {
                "where" => keep(&mut condition, parser.expression()?),
                "until" => keep(&mut until, parser.date()?),
                "because" => keep(&mut because, parser.text()?),
                _ => keep(&mut by, parser.text()?),
            }
            Ok(())
        });
        let span = Span::new(start.start, clauses.end);
        Waiver { rule, condition, until, because, by, clauses: clauses.spans, has_mistakes: false, span }
    }
}

impl RuleBody {
    /// A body that has a name and a title, and no clause.
    pub fn new(name: Name, title: Option<Text>) -> Self {
        Self {
            name,
            title,
            severity: None,
            owner: None,
            since: None,
            see: None,
            because: None,
            when: None,
            lets: Vec::new(),
            requires: Vec::new(),
            at: None,
            messages: Vec::new(),
            fix: None,
            examples: Vec::new(),
            clauses: Vec::new(),
            has_mistakes: false,
        }
    }
}
