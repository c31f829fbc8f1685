//! Records of examples and tests, and places in them.

use std::collections::BTreeSet;

use super::{Parser, Read};
use crate::ast::{Data, DataKind, Entry, Literal, Name, Place, Step};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned};

impl Parser<'_> {
    /// A constant, a list or a record.
    pub(super) fn data(&mut self) -> Read<Data> {
        self.nested(|parser| {
            let token = parser.peek().clone();
            match token.kind {
                Kind::Sign(Sign::SquareOpen) => {
                    let (items, span) = parser.data_list()?;
                    Ok(Data { kind: DataKind::List(items), span })
                }
                Kind::Sign(Sign::CurlyOpen) => {
                    let (entries, span) = parser.record()?;
                    Ok(Data { kind: DataKind::Record(entries), span })
                }
                Kind::Sign(Sign::Minus) => {
                    parser.advance();
                    let literal = match parser.literal()? {
                        Some(Literal::Whole(number)) => Literal::Whole(-number),
                        Some(Literal::Number(number)) => Literal::Number(-number),
                        _ => return parser.not_data(token.span),
                    };
                    Ok(Data { kind: DataKind::Literal(literal), span: parser.since(token.span) })
                }
                _ => match parser.literal()? {
                    Some(literal) => Ok(Data { kind: DataKind::Literal(literal), span: parser.since(token.span) }),
                    None => parser.not_data(token.span),
                },
            }
        })
    }

    fn not_data(&mut self, span: Span) -> Read<Data> {
        let token = self.peek().clone();
        match token.word() {
            Some("null" | "nil" | "none") => {
                self.report(Mistake::new(
                    Code::Data,
                    span,
                    "there is no `null`: a field is there, or it is missing",
                    "leave the field out",
                ));
                Ok(self.stand_in())
            }
            Some(_) if !self.clause_may_end() => {
                // The parts of an id, with hyphens between them, are one text.
                let mut span = span;
                while self.peek_by(1).is_sign(Sign::Minus)
                    && self.peek_by(1).span.start == self.peek().span.end
                    && self.peek_by(2).span.start == self.peek_by(1).span.end
                    && matches!(self.peek_by(2).kind, Kind::Word(_) | Kind::Whole(_))
                {
                    self.advance();
                    self.advance();
                    span = span.to(self.peek().span);
                }
                let word = shown(span.of(self.source));
                self.report(Mistake::new(
                    Code::Data,
                    span,
                    format!("a record holds values only, and `{word}` is a name"),
                    format!("write the value itself; a text stands in quotes: \"{word}\""),
                ));
                Ok(self.stand_in())
            }
            _ => {
                self.expect("a value");
                self.unexpected()
            }
        }
    }

    /// Takes a word that is no value, so that what follows it is read.
    fn stand_in(&mut self) -> Data {
        let span = self.advance();
        Data { kind: DataKind::Literal(Literal::Boolean(false)), span }
    }

    /// `"[" [ data { "," data } ] "]"`
    pub(super) fn data_list(&mut self) -> Read<(Vec<Data>, Span)> {
        let open = self.need_sign(Sign::SquareOpen)?;
        let mut items = Vec::new();
        if !self.next_is_sign(Sign::SquareClose) {
            items.push(self.data()?);
            while self.take_sign(Sign::Comma).is_some() {
                items.push(self.data()?);
            }
        }
        let end = self.close(Sign::SquareClose, open)?;
        Ok((items, open.to(end)))
    }

    /// `"{" [ entry { "," entry } ] "}"`
    pub(super) fn record(&mut self) -> Read<(Vec<Entry>, Span)> {
        let open = self.need_sign(Sign::CurlyOpen)?;
        let mut entries = Vec::new();
        let mut names = BTreeSet::new();
        if !self.next_is_sign(Sign::CurlyClose) {
            loop {
                let entry = self.entry()?;
                if names.insert(entry.name.text.clone()) {
                    entries.push(entry);
                } else {
                    self.report(Mistake::new(
                        Code::Data,
                        entry.name.span,
                        format!("the record has two fields `{}`", shown(&entry.name.text)),
                        "take one of them out",
                    ));
                }
                if self.take_sign(Sign::Comma).is_none() {
                    break;
                }
            }
        }
        let end = self.close(Sign::CurlyClose, open)?;
        Ok((entries, open.to(end)))
    }

    /// `name ":" data`
    fn entry(&mut self) -> Read<Entry> {
        let token = self.peek().clone();
        let name = if let Kind::Text { value, .. } = token.kind {
            self.advance();
            let better = crate::print::field(&value);
            self.report(Mistake::new(
                Code::Data,
                token.span,
                "the name of a field stands without quotes",
                format!("write `{}`", shown(&better).replace('\'', "`")),
            ));
            Name { text: value.into_owned(), span: token.span }
        } else {
            self.field()?
        };
        if let Some(place) = self.peek().is_sign(Sign::Equal).then_some(self.peek().span) {
            self.advance();
            self.report(Mistake::new(
                Code::Data,
                place,
                "between the name of a field and its value stands `:`",
                "write `:`",
            ));
        } else {
            self.need_sign(Sign::Colon)?;
        }
        Ok(Entry { name, value: self.data()? })
    }

    /// `collection { "." field | "[" ( text | whole number ) "]" }`
    pub(super) fn place(&mut self) -> Read<Place> {
        if matches!(self.peek().kind, Kind::Text { .. }) {
            let span = self.peek().span;
            let written = shown(span.of(self.source));
            let message = "the name of a collection should stand here, and there is a text";
            return self.fail(Mistake::new(
                Code::Expected,
                span,
                message,
                format!("write it before the id, like `meetings[{written}]`"),
            ));
        }
        let collection = self.variable()?;
        let start = collection.span;
        let mut steps = Vec::new();
        loop {
            if self.take_sign(Sign::Dot).is_some() {
                steps.push(Step::Field(self.field()?));
            } else if let Some(open) = self.take_sign(Sign::SquareOpen) {
                steps.push(self.step()?);
                self.close(Sign::SquareClose, open)?;
            } else {
                return Ok(Place { collection, steps, span: self.since(start) });
            }
        }
    }

    fn step(&mut self) -> Read<Step> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Whole(number) => {
                self.advance();
                Ok(Step::Position(Spanned::new(number.unsigned_abs(), token.span)))
            }
            Kind::Text { .. } => Ok(Step::Id(self.text()?)),
            _ => {
                self.expect("the id of a record in quotes");
                self.expect("the position of an item, counted from 0");
                self.unexpected()
            }
        }
    }
}
