//! Expressions: constants, names and fields, and what each kind of expression is checked by.

use std::sync::Arc;

use accordance_syntax::{
    Span,
    ast::{self, LogicOp},
};

use super::{
    compare::TURN_ROUND,
    defined::{Defined, Found, Meaning},
    facts::missing,
    scope::{Body, Checked, Clause, Origin},
};
use crate::{
    Code, Diagnostic, Function, Type,
    core::{Constant, Expr, ExprKind},
    data_constant,
};

impl Body<'_, '_> {
    /// Checks an expression whose value may be missing.
    pub(super) fn check(&mut self, expr: &ast::Expr) -> Option<Checked> {
        self.count(expr.span)?;
        self.deeper(expr.span, |body| body.check_here(expr))
    }

    fn check_here(&mut self, expr: &ast::Expr) -> Option<Checked> {
        let place = self.place(expr.span);
        match &expr.kind {
            ast::ExprKind::Literal(literal) => {
                let (value, ty) = data_constant(literal);
                Some(Checked::new(ExprKind::Constant(value), ty, place))
            }
            ast::ExprKind::List(items) => self.list(items, place),
            ast::ExprKind::Name(name) => self.name(name),
            ast::ExprKind::Paren(inner) => self.check(inner),
            ast::ExprKind::Field { record, field } => {
                let record = self.check(record);
                self.field(record?, field, expr.span)
            }
            ast::ExprKind::Compare { left, op, right } => self.compare(left, *op, right, place),
            ast::ExprKind::Logic { op: LogicOp::And, operands } => self.all(operands, place),
            ast::ExprKind::Logic { op: LogicOp::Or, operands } => self.any(operands, place),
            ast::ExprKind::Implies { left, right } => self.implies(left, right, place),
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(inner)?;
                Some(Self::negated(inner, place))
            }
            ast::ExprKind::Membership { item, negated, list } => {
                let found = self.membership(item, *negated, list, place)?;
                Some(if *negated { Self::negated(found, place) } else { found })
            }
            ast::ExprKind::Presence { value, is } => self.presence(value, is.value, place),
            ast::ExprKind::Matches { text, regex } => {
                let text = self.text(text);
                let pattern = self.pattern(regex);
                let kind = ExprKind::Matches { text: Box::new(text?), pattern: pattern? };
                Some(Checked::new(kind, Type::Boolean, place))
            }
            ast::ExprKind::TextTest { text, test, part } => self.text_test(text, *test, part, place),
            ast::ExprKind::Arithmetic { left, op, right } => self.arithmetic(left, *op, right, place),
            ast::ExprKind::Negate(inner) => {
                let value = self.strict(inner)?;
                if *value.ty() == Type::Duration {
                    let message = "a length of time is written without a sign";
                    return self.mistake(Code::WrongType, expr.span, message, TURN_ROUND);
                }
                self.need(&value, inner.span, "a number", Type::is_numeric)?;
                let ty = value.expr.ty.clone();
                Some(Checked::new(ExprKind::Negate(Box::new(value.expr)), ty, place))
            }
            ast::ExprKind::Quantifier { quantifier, binding, condition } => {
                self.quantifier(quantifier.value, binding, condition, place)
            }
            ast::ExprKind::Aggregate { aggregate, over } => self.aggregate(*aggregate, over, place),
            ast::ExprKind::Chain { record, field } => self.chain(record, field, place),
            ast::ExprKind::Call { function, arguments } => self.call(function, arguments, place),
            ast::ExprKind::If { condition, then, otherwise } => self.choice(condition, then, otherwise, place),
            ast::ExprKind::Otherwise { value, fallback } => self.otherwise(value, fallback, place),
        }
    }

    /// Checks an expression whose value must be there.
    pub(super) fn strict(&mut self, expr: &ast::Expr) -> Option<Checked> {
        let value = self.check(expr)?;
        Some(self.present(value, expr.span))
    }

    /// Who made the variable with which a value begins, as it is written.
    pub(super) fn origin_of(&self, written: &str) -> Option<Origin> {
        let root = written.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
        self.variables.iter().rev().find(|variable| variable.name == root).map(|found| found.origin)
    }

    /// A value that must be there.
    pub(super) fn present(&mut self, value: Checked, span: Span) -> Checked {
        let Some(what) = &value.missing else { return value };
        if let Some(path) = &value.path
            && let Some((known, asked)) = missing(&self.facts, path)
        {
            let message = format!("`{what}` is missing here");
            // What stands in a value that is there may still be missing.
            let (label, why) = match asked.turned.filter(|_| known == path) {
                Some(turned) => (
                    "leave it out, or turn round what is asked before",
                    format!("turned round: `is {}`", turned.word()),
                ),
                None => ("leave it out", "it is missing where this decides".to_owned()),
            };
            let diagnostic = Diagnostic::new(Code::MayBeMissing, self.place(span), message, label);
            self.fail::<()>(diagnostic.related(asked.place, why));
            return Checked { missing: None, ..value };
        }
        let message = format!("`{what}` may be missing");
        let origin = self.origin_of(what);
        let is_seen_by_when = matches!(origin, Some(Origin::Loop) | None) && self.defining.is_empty();
        let and = format!("`{what} is present and …`");
        let otherwise = format!("`{} otherwise …`", self.written(span));
        let (label, note) = match self.clause {
            Clause::Other { has_when } if is_seen_by_when => (
                if has_when {
                    format!("add `{what} is present` to the `when`")
                } else {
                    format!("add `when {what} is present`")
                },
                format!("inside a condition: {and}; for a value that stands in: {otherwise}"),
            ),
            Clause::Message(whole) if origin != Some(Origin::Inner) => (
                format!("write `{}`", self.stand_in(&value, what, span, whole)),
                format!("to leave such findings out: `when {what} is present`"),
            ),
            Clause::EachValue { has_where } if origin == Some(Origin::Inner) && self.defining.is_empty() => (
                if has_where {
                    format!("add `{what} is present` to the `where`")
                } else {
                    format!("add `where ({what} is present)`")
                },
                format!("for a value that stands in: {otherwise}"),
            ),
            _ => (format!("write {and}"), format!("for a value that stands in: {otherwise}")),
        };
        let diagnostic = Diagnostic::new(Code::MayBeMissing, self.place(span), message, label).note(note);
        self.fail::<()>(diagnostic);
        // What else is wrong with it is told as well.
        Checked { missing: None, ..value }
    }

    /// What shows a value in a message, or words in its place where a part of it is missing.
    fn stand_in(&self, value: &Checked, missing: &str, span: Span, whole: Span) -> String {
        let written = self.written(span);
        match value.ty() {
            _ if span != whole => format!("{{if {missing} is present then … else \"…\"}}"),
            ty if ty.is_textual() && written == missing => format!("{{{written} otherwise \"…\"}}"),
            ty if ty.is_textual() => format!("{{if {missing} is present then {written} else \"…\"}}"),
            Type::List(_) => format!("{{{written} otherwise []}}"),
            Type::Record(_) => format!("{{if {missing} is present then … else \"…\"}}"),
            _ => format!("{{if {missing} is present then text({written}) else \"…\"}}"),
        }
    }

    /// Checks something that must be a text.
    pub(super) fn text(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let value = self.strict(expr)?;
        self.need(&value, expr.span, "a text", Type::is_textual)?;
        Some(value.expr)
    }

    /// Requires a kind of value. Of what a schema says nothing, it is seen when the rule runs.
    pub(super) fn need(&mut self, value: &Checked, span: Span, what: &str, fits: impl Fn(&Type) -> bool) -> Option<()> {
        if fits(value.ty()) || *value.ty() == Type::Anything {
            return Some(());
        }
        let found = self.environment().describe(value.ty());
        let written = self.written(span);
        let message = format!("{what} is expected, and {written} is {found}");
        let label = match value.ty() {
            Type::Date | Type::DateTime if what == "a text" => {
                format!("write `text({written})` for the date as a text")
            }
            ty if ty.is_textual() && what.starts_with("a date") => {
                format!("write `date({written})` for the date that the text is")
            }
            ty if ty.is_textual() && what == "a number" => {
                format!("write `number({written})` for the number that the text is")
            }
            ty if ty.is_numeric() && what.ends_with("a text") => {
                format!("write `text({written})` for the number as a text")
            }
            Type::Record(parts) if what == "a text" && self.in_english(parts).is_some() => {
                let english = self.in_english(parts).map(|(english, _)| english).unwrap_or_default();
                format!("write `{written}.{english}` for the text in English")
            }
            Type::List(_) if what == "a text" => "name one text, or go through the list".to_owned(),
            _ => format!("write {what}"),
        };
        self.mistake(Code::WrongType, span, message, label)
    }

    fn list(&mut self, items: &[ast::Expr], place: crate::Place) -> Option<Checked> {
        let checked: Vec<Option<Checked>> = items.iter().map(|item| self.strict(item)).collect();
        let mut ty = Type::Nothing;
        let mut values = Vec::new();
        let mut kept = Vec::new();
        for (item, value) in items.iter().zip(checked) {
            let value = value?;
            let Some(both) = ty.union(value.ty()) else {
                let (one, two) = (self.environment().describe(&ty), self.environment().describe(value.ty()));
                let message = format!("the items of a list are of one kind, and after {one} comes {two}");
                return self.mistake(Code::WrongType, item.span, message, format!("write {one}"));
            };
            ty = both;
            kept.push(value.clone());
            values.push(value.expr);
        }
        let constants: Option<Vec<Constant>> = values
            .iter()
            .map(|value| match &value.kind {
                ExprKind::Constant(constant) => Some(constant.clone()),
                _ => None,
            })
            .collect();
        let kind = constants.map_or(ExprKind::List(values), |all| ExprKind::Constant(Constant::List(all)));
        Some(Checked { items: Some(kept), ..Checked::new(kind, Type::list(ty), place) })
    }

    pub(super) fn name(&mut self, name: &ast::Name) -> Option<Checked> {
        let place = self.place(name.span);
        if let Some(variable) = self.variables.iter().rev().find(|variable| variable.name == name.text) {
            let mut value = variable.value.clone();
            value.expr.place = place;
            return Some(self.with_facts(value));
        }
        if name.text == "as_of" {
            return Some(Checked::new(ExprKind::AsOf, Type::Date, place));
        }
        match self.checker.found(self.file, &name.text) {
            Found::One(Defined { meaning: Meaning::Parameter(Some(number)), .. }) => {
                let ty = self.checker.program.parameters[number].ty.clone();
                return Some(Checked::new(ExprKind::Parameter(number), ty, place));
            }
            // A parameter with a mistake, or a name that stands for two things, has been reported.
            Found::One(Defined { meaning: Meaning::Parameter(None), .. }) | Found::Several => {
                self.has_errors = true;
                return None;
            }
            Found::Unseen(known) => return self.not_imported(name, known),
            Found::One(Defined { meaning: Meaning::Definition(_), .. }) | Found::Nothing => {}
        }
        if let Some(collection) = self.environment().collection(&name.text) {
            let ty = Type::list(self.environment().record_type(collection).clone());
            return Some(Checked::new(ExprKind::Collection(collection), ty, place));
        }
        self.unknown_name(name)
    }

    /// Reports a name that is defined in a file that this one does not import.
    pub(super) fn not_imported<T>(&mut self, name: &ast::Name, known: Defined<'_>) -> Option<T> {
        if self.checker.lacks_imports(self.file) {
            // The import that was meant may be the one that could not be read, which has been reported.
            self.has_errors = true;
            return None;
        }
        let other = self.checker.sources.files[known.place.file].name.clone();
        let what = known.meaning.kind().noun();
        let message = format!("the {what} `{}` is defined in {other}, which this file does not import", name.text);
        self.mistake(Code::UnknownName, name.span, message, format!("import {other} at the top of this file"))
    }

    /// `record.field`
    pub(super) fn field(&mut self, record: Checked, field: &ast::Name, span: Span) -> Option<Checked> {
        let name: Arc<str> = field.text.as_str().into();
        let place = self.place(span);
        let record = self.followed(record);
        match record.ty().clone() {
            Type::Record(parts) => {
                let Some(found) = self.environment().field(&parts, &name) else {
                    let meant = self.meant_field(&parts, field)?;
                    return self.as_meant(|body| body.field(record, &meant, span));
                };
                let path = Some(self.step(&record, &name));
                // That the last step is there says that those before it are.
                let missing = if found.may_be_missing { Some(self.written(span)) } else { record.missing };
                let kind = ExprKind::Field { record: Box::new(record.expr), name };
                let mut value = Checked::new(kind, found.ty, place);
                value.path = path;
                value.missing = missing;
                Some(self.advise_anything(self.with_facts(value), field.span))
            }
            Type::List(items) => self.each_field(record, &items, field, span),
            Type::Anything => {
                let path = Some(self.step(&record, &name));
                let missing = record.missing;
                let kind = ExprKind::Field { record: Box::new(record.expr), name };
                let mut value = Checked::new(kind, Type::Anything, place);
                value.path = path;
                value.missing = missing;
                Some(self.with_facts(value))
            }
            other => {
                let found = self.environment().describe(&other);
                let message = format!("{found} has no fields, and so no `{}`", field.text);
                let function = Function::from_word(&field.text).filter(|function| {
                    let is_of_day =
                        matches!(function, Function::Year | Function::Month | Function::Day | Function::Weekday);
                    match other {
                        Type::Date => is_of_day,
                        Type::DateTime => {
                            is_of_day || matches!(function, Function::Hour | Function::Minute | Function::Date)
                        }
                        _ => {
                            other.is_textual()
                                && matches!(
                                    function,
                                    Function::Length | Function::Lower | Function::Upper | Function::Trim
                                )
                        }
                    }
                });
                let label = match &record.expr.kind {
                    _ if function.is_some() => {
                        format!("write `{}({})`", field.text, self.written(record.expr.place.span))
                    }
                    ExprKind::Field { record: whole, .. } if matches!(whole.ty, Type::Record(ref parts) if self.environment().field(parts, &name).is_some()) =>
                    {
                        let own = format!("write `{}.{name}`", self.written(whole.place.span));
                        match other {
                            Type::Text => {
                                let text = self.written(record.expr.place.span);
                                let look = format!("`some other in … has (other.id = {text} and other.{name} …)`");
                                format!("{own}; if `{text}` is the id of another record, look for it: {look}")
                            }
                            _ => own,
                        }
                    }
                    _ if self.clause == Clause::WaiverOfCheck => {
                        "ask for the id of the record alone: `record = \"ID\"`".to_owned()
                    }
                    _ => format!("leave `.{}` out", field.text),
                };
                self.mistake(Code::UnknownField, field.span, message, label)
            }
        }
    }

    fn advise_anything(&mut self, value: Checked, span: Span) -> Checked {
        if *value.ty() == Type::Anything {
            let place = self.place(span);
            let message = format!("the schema says nothing of `{}`", self.written(span));
            let label = "where it is not what the rule takes it for, the rule cannot tell";
            self.checker.report(Diagnostic::new(Code::Anything, place, message, label));
        }
        value
    }

    /// `list.field`: the field of each record, in one list.
    fn each_field(&mut self, list: Checked, items: &Type, field: &ast::Name, span: Span) -> Option<Checked> {
        let name: Arc<str> = field.text.as_str().into();
        let place = self.place(span);
        let (records, items) = match items {
            Type::Reference(collection) => {
                let record = self.environment().record_type(*collection).clone();
                let kind = ExprKind::EachFollow { references: Box::new(list.expr.clone()), collection: *collection };
                (Expr { kind, ty: Type::list(record.clone()), place: list.expr.place }, record)
            }
            other => (list.expr.clone(), other.clone()),
        };
        let ty = match &items {
            Type::Record(parts) => match self.environment().field(parts, &name) {
                Some(found) => found.ty,
                None if matches!(&*name, "length" | "count" | "size" | "len") => {
                    let message = format!("a list has no field `{name}`");
                    let label = format!("write `count({})`", self.written(list.expr.place.span));
                    return self.mistake(Code::UnknownField, field.span, message, label);
                }
                None => {
                    let meant = self.meant_field(parts, field)?;
                    return self.as_meant(|body| body.each_field(list, &items, &meant, span));
                }
            },
            Type::Anything | Type::Nothing => Type::Anything,
            other => {
                let found = self.environment().describe(other);
                let message = format!("each item of the list is {found}, which has no fields");
                return self.mistake(Code::UnknownField, field.span, message, format!("leave `.{}` out", field.text));
            }
        };
        let item = match ty {
            Type::List(inner) => (*inner).clone(),
            single => single,
        };
        let mut value = Checked::new(ExprKind::EachField { records: Box::new(records), name }, Type::list(item), place);
        value.missing = list.missing;
        Some(value)
    }

    /// The record that a reference names, in place of the reference.
    pub(super) fn followed(&self, value: Checked) -> Checked {
        let Type::Reference(collection) = *value.ty() else { return value };
        let ty = self.environment().record_type(collection).clone();
        let place = value.expr.place;
        let kind = ExprKind::Follow { reference: Box::new(value.expr), collection };
        let followed = Checked { expr: Expr { kind, ty, place }, ..value };
        match &followed.path {
            Some(path) => match self.narrowed(path) {
                Some(ty @ Type::Record(_)) => Checked { expr: Expr { ty, ..followed.expr }, ..followed },
                _ => followed,
            },
            None => followed,
        }
    }
}
