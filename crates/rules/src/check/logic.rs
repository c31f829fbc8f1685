//! Conditions: `and`, `or`, `not`, `implies` and presence, and what is known where they hold or do not.

use std::mem::discriminant;

use accordance_syntax::{
    Span,
    ast::{self, CompareOp, Presence},
};

use super::{
    facts::{Asked, Fact, Path, common, learn, missing},
    scope::{Body, Checked, Clause, Origin},
};
use crate::{Code, Diagnostic, Place, Type, core::ExprKind};

/// What is meant by values behind a comparison.
enum Meant {
    /// One question of all of them, instead of the comparison.
    List(String),
    /// The same question once more.
    Beside(String),
}

impl Body<'_, '_> {
    /// Checks something that must be true or false.
    pub(super) fn condition(&mut self, expr: &ast::Expr) -> Option<Checked> {
        let value = self.check(expr)?;
        if matches!(value.ty(), Type::Boolean | Type::Anything) {
            return Some(self.present(value, expr.span));
        }
        let found = self.environment().describe(value.ty());
        let written = self.written(expr.span);
        let label = match value.ty() {
            _ if value.missing.is_some() => format!("say what must hold of it, like `{written} is present`"),
            Type::Duration => {
                format!("add one length of time to another by `+ {written}`, or compare something with it")
            }
            _ if matches!(expr.inner().kind, ast::ExprKind::Literal(_)) => {
                format!("compare something with it, like `… = {written}`")
            }
            Type::List(_) | Type::Text => format!("say what must hold of it, like `{written} is not empty`"),
            Type::OneOf(words) if !words.is_empty() => {
                format!("say what must hold of it, like `{written} = {:?}`", words[0])
            }
            Type::Whole | Type::Number => format!("say what must hold of it, like `{written} > 0`"),
            Type::Date => format!("say what must hold of it, like `{written} <= as_of`"),
            _ => format!("say what must hold of it, like `{written} is present`"),
        };
        let message = format!("a condition is expected, and {written} is {found}");
        self.mistake(Code::NotACondition, expr.span, message, label)
    }

    pub(super) fn all(&mut self, operands: &[ast::Expr], place: Place) -> Option<Checked> {
        let (values, facts) = self.operands(operands, |value| &value.if_true)?;
        let if_false = shared(values.iter().map(|value| &value.if_false));
        let all = values.into_iter().map(|value| value.expr).collect();
        Some(Checked { if_true: facts, if_false, ..Checked::new(ExprKind::And(all), Type::Boolean, place) })
    }

    pub(super) fn any(&mut self, operands: &[ast::Expr], place: Place) -> Option<Checked> {
        let (values, facts) = self.operands(operands, |value| &value.if_false)?;
        let if_true = shared(values.iter().map(|value| &value.if_true));
        let all = values.into_iter().map(|value| value.expr).collect();
        Some(Checked { if_true, if_false: facts, ..Checked::new(ExprKind::Or(all), Type::Boolean, place) })
    }

    /// Operands of `and` or `or`, and what is known behind all of them. Each is checked with what those before it say.
    fn operands(
        &mut self,
        operands: &[ast::Expr],
        told: impl Fn(&Checked) -> &Vec<Fact>,
    ) -> Option<(Vec<Checked>, Vec<Fact>)> {
        let start = self.facts.len();
        let mut checked = Vec::new();
        for (at, operand) in operands.iter().enumerate() {
            let (before, after) = (&operands[..at], &operands[at + 1..]);
            let value = self.within(&[], |body| body.operand(before, operand, after));
            if let Some(value) = &value {
                learn(&mut self.facts, start, told(value));
            }
            checked.push(value);
        }
        let facts = self.facts.split_off(start);
        Some((checked.into_iter().collect::<Option<_>>()?, facts))
    }

    /// What is meant by values that stand behind a comparison.
    fn compared_too(&self, before: &ast::Expr, values: &[&ast::Expr]) -> Option<Meant> {
        let (is_turned, compared) = match &before.inner().kind {
            ast::ExprKind::Not(inner) => (true, inner.inner()),
            _ => (false, before.inner()),
        };
        let (left, asked, right) = match &compared.kind {
            ast::ExprKind::Compare { left, op, right } => (left, op.value.word(), right),
            ast::ExprKind::TextTest { text, test, part } => (text, test.value.word(), part),
            _ => return None,
        };
        let is_like = |value: &&ast::Expr| match (&right.inner().kind, &value.inner().kind) {
            (ast::ExprKind::Literal(one), ast::ExprKind::Literal(other)) => discriminant(one) == discriminant(other),
            _ => false,
        };
        if !values.iter().all(is_like) || values.len() > MOST_VALUES {
            return None;
        }
        let written = self.written(left.span);
        let is_equal = match &compared.kind {
            ast::ExprKind::Compare { op, .. } => match op.value {
                CompareOp::Equal => Some(!is_turned),
                CompareOp::NotEqual => Some(is_turned),
                _ => None,
            },
            _ => None,
        };
        if let Some(is_equal) = is_equal {
            let all = std::iter::once(&**right).chain(values.iter().copied());
            let all: Vec<String> = all.map(|value| self.written(value.span)).collect();
            let asked = if is_equal { "in" } else { "not in" };
            return Some(Meant::List(format!("{written} {asked} [{}]", all.join(", "))));
        }
        let [only] = values else { return None };
        (!is_turned).then(|| Meant::Beside(format!("{written} {asked} {}", self.written(only.span))))
    }

    /// An operand of `and` or `or`. Values that are meant as the other side of a comparison before them are told so, once
    /// for all of them.
    fn operand(&mut self, before: &[ast::Expr], operand: &ast::Expr, after: &[ast::Expr]) -> Option<Checked> {
        let behind = before.iter().rev().take(MOST_VALUES).take_while(|other| is_value(other)).count();
        if is_value(operand)
            && let Some((before, values)) = before.split_at_checked(before.len() - behind)
            && let Some(compared) = before.last()
        {
            let more = after.iter().take(MOST_VALUES).take_while(|other| is_value(other));
            let values: Vec<&ast::Expr> = values.iter().chain([operand]).chain(more).collect();
            if let Some(meant) = self.compared_too(compared, &values) {
                if behind > 0 {
                    return None;
                }
                let alone = operand.span.to(values.last().map_or(operand.span, |last| last.span));
                let written = self.written(alone);
                let (noun, be) = if values.len() == 1 { ("a value", "is") } else { ("values", "are") };
                let message = format!("a condition is expected, and {written} {be} {noun} alone");
                // A list takes the place of the comparison too, a further question stands beside it.
                let is_list = matches!(meant, Meant::List(_));
                let span = if is_list { compared.span.to(alone) } else { alone };
                let (Meant::List(meant) | Meant::Beside(meant)) = meant;
                return self.mistake(Code::NotACondition, span, message, format!("write `{meant}`"));
            }
        }
        self.condition(operand)
    }

    pub(super) fn implies(&mut self, left: &ast::Expr, right: &ast::Expr, place: Place) -> Option<Checked> {
        let left = self.condition(left);
        let facts = left.as_ref().map(|left| left.if_true.clone()).unwrap_or_default();
        let right = self.within(&facts, |body| body.condition(right));
        let (left, right) = (left?, right?);
        let mut if_false = left.if_true;
        if_false.extend(right.if_false);
        let kind = ExprKind::Implies(Box::new(left.expr), Box::new(right.expr));
        Some(Checked { if_false, ..Checked::new(kind, Type::Boolean, place) })
    }

    pub(super) fn negated(inner: Checked, place: Place) -> Checked {
        let kind = ExprKind::Not(Box::new(inner.expr));
        Checked { if_true: inner.if_false, if_false: inner.if_true, ..Checked::new(kind, Type::Boolean, place) }
    }

    pub(super) fn presence(&mut self, value: &ast::Expr, is: Presence, place: Place) -> Option<Checked> {
        let span = value.span;
        match is {
            Presence::Present | Presence::Missing => {
                let told = self.checker.diagnostics.len();
                let value = self.check(value)?;
                if self.checker.diagnostics.len() == told {
                    self.advise_always_there(&value, is, span);
                }
                let mut if_true = Vec::new();
                if let Some(path) = &value.path {
                    if_true.push(Fact::Present(path.clone()));
                    if_true.extend(self.narrowing(path, &|ty, _| *ty != Type::Nothing));
                }
                let mut if_false = Vec::new();
                if let Some(path) = &value.path {
                    let turned = if is == Presence::Missing { Presence::Present } else { Presence::Missing };
                    // What a definition asks is asked for others too.
                    let turned = Some(turned).filter(|_| self.defining.is_empty());
                    if_false.push(Fact::Missing(path.clone(), Asked { place, turned }));
                    if_false.extend(self.narrowing(path, &|_, required| !required));
                }
                let kind = ExprKind::IsPresent(Box::new(value.expr));
                let present = Checked { if_true, if_false, ..Checked::new(kind, Type::Boolean, place) };
                Some(if is == Presence::Present { present } else { Self::negated(present, place) })
            }
            Presence::Empty | Presence::NotEmpty => {
                let value = self.check(value)?;
                let is_there = if is == Presence::Empty { "is missing" } else { "is present" };
                if !(value.ty().is_textual() || value.ty().item().is_some() || *value.ty() == Type::Anything) {
                    let (found, written) = (self.environment().describe(value.ty()), self.written(span));
                    let message = format!("a list or a text can be empty, and {written} is {found}");
                    return self.mistake(Code::WrongType, place.span, message, format!("write `{written} {is_there}`"));
                }
                // Whether an id is empty is hardly meant.
                if let (Type::Id(_) | Type::Reference(_), Some(what)) = (value.ty(), &value.missing)
                    && *what == self.written(span)
                {
                    let message = format!("`{what}` may be missing");
                    return self.mistake(Code::MayBeMissing, place.span, message, format!("write `{what} {is_there}`"));
                }
                if let Some(what) = value.missing.as_ref().filter(|_| !self.is_said_missing(&value)) {
                    let written = self.written(span);
                    let stand_in = if value.ty().is_textual() { "\"\"" } else { "[]" };
                    let message = format!("`{what}` may be missing");
                    let label = format!("write `({written} otherwise {stand_in}) is {}`", is.word());
                    let is_seen_by_when = matches!(self.clause, Clause::Other { .. })
                        && self.defining.is_empty()
                        && self.origin_of(what) != Some(Origin::Inner);
                    let note = if is_seen_by_when {
                        format!("where the rule is only about those that are there: `when {what} is present`")
                    } else {
                        format!("where it is to be there: `{what} is present and …`")
                    };
                    let diagnostic = Diagnostic::new(Code::MayBeMissing, place, message, label);
                    return self.fail(diagnostic.note(note));
                }
                let value = self.present(value, span);
                let empty = Checked::new(ExprKind::IsEmpty(Box::new(value.expr)), Type::Boolean, place);
                Some(if is == Presence::Empty { empty } else { Self::negated(empty, place) })
            }
        }
    }

    /// Advises of a list that is asked for, though it is always there.
    fn advise_always_there(&mut self, list: &Checked, is: Presence, span: Span) {
        let is_asked_before = list.path.as_ref().is_some_and(|path| self.is_known(path));
        // What a definition asks is asked for others too.
        if list.ty().item().is_none() || list.missing.is_some() || is_asked_before || !self.defining.is_empty() {
            return;
        }
        let (written, place) = (self.written(span), self.place(span));
        let message = format!("`{written}` is a list that is always there, if only an empty one");
        let meant = if is == Presence::Missing { "is empty" } else { "is not empty" };
        self.checker.report(Diagnostic::new(Code::AlwaysThere, place, message, format!("write `{written} {meant}`")));
    }

    fn is_said_missing(&self, value: &Checked) -> bool {
        value.path.as_ref().is_some_and(|path| missing(&self.facts, path).is_some())
    }

    /// What is known of a record where a field of it is as `keep` says: the variants for which it can be.
    pub(super) fn narrowing(&self, field: &Path, keep: &dyn Fn(&Type, bool) -> bool) -> Option<Fact> {
        let (last, way) = field.steps.split_last()?;
        let record = Path { root: field.root.clone(), steps: way.to_vec() };
        let Type::Record(parts) = self.type_of_path(&record)? else { return None };
        let narrowed = self.environment().narrowed(&parts, last, keep);
        Some(Fact::Narrowed(record, narrowed))
    }

    /// The type of a value of the data, with what is known of it here.
    fn type_of_path(&self, path: &Path) -> Option<Type> {
        if let Some(ty) = self.narrowed(path) {
            return Some(ty);
        }
        let environment = self.environment();
        // An argument of a definition stands for a value that may be deep in the data.
        let holds = |variable: &&super::scope::Variable| variable.value.path.as_ref() == Some(path);
        let named = self.variables.iter().rev().find(holds).map(|variable| variable.value.ty().clone());
        let ty = match (named, path.steps.split_last()) {
            (Some(ty), _) => ty,
            (None, None) => return None,
            (None, Some((last, way))) => {
                let record = Path { root: path.root.clone(), steps: way.to_vec() };
                let Type::Record(parts) = self.type_of_path(&record)? else { return None };
                environment.field(&parts, last)?.ty
            }
        };
        Some(match ty {
            Type::Reference(collection) => environment.record_type(collection).clone(),
            other => other,
        })
    }
}

/// What is in each of several lists of facts.
fn shared<'f>(lists: impl Iterator<Item = &'f Vec<Fact>>) -> Vec<Fact> {
    let mut lists = lists;
    let Some(first) = lists.next() else { return Vec::new() };
    lists.fold(first.clone(), |known, other| common(&known, other))
}

/// So many values behind a comparison are told to be a list.
const MOST_VALUES: usize = 12;

/// Whether a value is written out that is no condition.
fn is_value(expr: &ast::Expr) -> bool {
    matches!(&expr.inner().kind, ast::ExprKind::Literal(literal) if !matches!(literal, ast::Literal::Boolean(_)))
}
