//! `if … then … else …` and `… otherwise …`: one value or another.

use std::sync::Arc;

use accordance_syntax::{Span, ast};

use super::{
    fitting::with_field,
    scope::{Body, Checked},
};
use crate::{
    Code, Place, Type,
    core::{Constant, ExprKind},
};

impl Body<'_, '_> {
    pub(super) fn choice(
        &mut self,
        condition: &ast::Expr,
        then: &ast::Expr,
        otherwise: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        let condition = self.condition(condition);
        let (if_true, if_false) =
            condition.as_ref().map(|it| (it.if_true.clone(), it.if_false.clone())).unwrap_or_default();
        let one = self.within(&if_true, |body| body.check(then));
        let two = self.within(&if_false, |body| body.check(otherwise));
        let (condition, one, two) = (condition?, one?, two?);
        let ty = match united(&one, &two) {
            Some(ty) => ty,
            None if two.ty().is_textual() => return self.words_beside(&one, then, &two),
            None if one.ty().is_textual() => return self.words_beside(&two, otherwise, &one),
            None => self.either(&one, &two, otherwise.span)?,
        };
        let missing = one.missing.or(two.missing);
        let kind = ExprKind::If {
            condition: Box::new(condition.expr),
            then: Box::new(one.expr),
            otherwise: Box::new(two.expr),
        };
        Some(Checked { missing, ..Checked::new(kind, ty, place) })
    }

    pub(super) fn otherwise(&mut self, value: &ast::Expr, fallback: &ast::Expr, place: Place) -> Option<Checked> {
        self.not_of_a_text(value, fallback)?;
        let one = self.check(value);
        let two = self.check(fallback);
        let (one, two) = (one?, two?);
        let ty = match united(&one, &two) {
            Some(ty) => ty,
            None if two.ty().is_textual() => return self.words_in_its_place(&one, value, fallback),
            None => self.either(&one, &two, fallback.span)?,
        };
        let missing = two.missing;
        let kind = ExprKind::Otherwise { value: Box::new(one.expr), fallback: Box::new(two.expr) };
        Some(Checked { missing, ..Checked::new(kind, ty, place) })
    }

    /// Reports `text(x) otherwise "…"`, where it is `x` that may be missing.
    fn not_of_a_text(&mut self, value: &ast::Expr, fallback: &ast::Expr) -> Option<()> {
        let ast::ExprKind::Call { function, arguments } = &value.inner().kind else { return Some(()) };
        let ("text", [ast::Argument::Value(argument)]) = (&*function.text, arguments.as_slice()) else {
            return Some(());
        };
        let Some(missing) = self.quiet(argument).and_then(|given| given.missing) else { return Some(()) };
        let (written, words) = (self.written(argument.span), self.written(fallback.span));
        let label = format!("write `(if {written} is present then {} else {words})`", self.written(value.span));
        self.mistake(Code::MayBeMissing, argument.span, format!("`{missing}` may be missing"), label)
    }

    /// Reports a text that stands in for a value of another kind, as messages would have it.
    fn words_in_its_place<T>(&mut self, one: &Checked, value: &ast::Expr, fallback: &ast::Expr) -> Option<T> {
        let kind = self.environment().describe(one.ty());
        let message = format!("both values are of one kind, and here are {kind} and a text");
        let (written, words) = (self.written(value.span), self.written(fallback.span));
        let label = match (self.made_text(one.ty(), &written), one.ty()) {
            (None, Type::Record(parts)) => with_field(&self.fields_where(parts, &Type::is_textual), |field| {
                format!("{written}.{field} otherwise {words}")
            }),
            (Some((given, text)), _) => {
                format!("write {kind}, or `(if {given} is present then {text} else {words})` for a text")
            }
            (None, _) => format!("write {kind}"),
        };
        self.mistake(Code::WrongType, fallback.span, message, label)
    }

    /// Reports a value of another kind beside a text.
    fn words_beside<T>(&mut self, one: &Checked, value: &ast::Expr, text: &Checked) -> Option<T> {
        let (kind, other) = (self.environment().describe(one.ty()), self.environment().describe(text.ty()));
        let message = format!("both values are of one kind, and here are {kind} and {other}");
        let written = self.written(value.span);
        let label = match (self.made_text(one.ty(), &written), one.ty()) {
            (Some((given, text)), Type::Record(_)) => {
                format!("ask for `{given}`, and write that: `if {given} is present then {text} else …`")
            }
            (Some((_, text)), _) => format!("write `{text}` for a text"),
            (None, Type::Record(parts)) => {
                with_field(&self.fields_where(parts, &Type::is_textual), |field| format!("{written}.{field}"))
            }
            (None, _) => format!("write `join(list(… for … in {written}), \", \")` for a text"),
        };
        self.mistake(Code::WrongType, value.span, message, label)
    }

    /// What of a value is to be there, and what is then a text.
    fn made_text(&self, ty: &Type, written: &str) -> Option<(String, String)> {
        match ty {
            Type::Record(parts) => self.in_english(parts).map(|(english, _)| {
                let field = format!("{written}.{english}");
                (field.clone(), field)
            }),
            Type::List(item) if item.is_textual() => Some((written.to_owned(), format!("join({written}, \", \")"))),
            Type::List(_) => None,
            _ => Some((written.to_owned(), format!("text({written})"))),
        }
    }

    /// The type of one value or the other.
    fn either(&mut self, one: &Checked, two: &Checked, span: Span) -> Option<Type> {
        if let Some(ty) = united(one, two) {
            return Some(ty);
        }
        let (a, b) = (self.environment().describe(one.ty()), self.environment().describe(two.ty()));
        let message = format!("both values are of one kind, and here are {a} and {b}");
        self.mistake(Code::WrongType, span, message, format!("write {a}"))
    }
}

/// A type that holds both values. A text that is written out keeps the other's list of words, or its ids.
fn united(one: &Checked, two: &Checked) -> Option<Type> {
    let word = |value: &Checked| match &value.expr.kind {
        ExprKind::Constant(Constant::Text(word)) => Some(Type::OneOf([Arc::clone(word)].into())),
        _ => None,
    };
    match (one.ty(), word(one), two.ty(), word(two)) {
        (words @ Type::OneOf(_), _, _, Some(word)) | (_, Some(word), words @ Type::OneOf(_), _) => words.union(&word),
        (Type::Id(to) | Type::Reference(to), _, _, Some(_)) | (_, Some(_), Type::Id(to) | Type::Reference(to), _) => {
            Some(Type::Reference(*to))
        }
        (one, _, two, _) => one.union(two),
    }
}
