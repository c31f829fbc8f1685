//! Expressions: names, fields, logic and choices.

use std::sync::Arc;

use accordance_syntax::{
    Span,
    ast::{self, ArithmeticOp, LogicOp, Presence},
};

use super::{
    facts::{Fact, common},
    scope::{Body, Checked},
};
use crate::{
    Code, Diagnostic, Type,
    core::{Constant, Expr, ExprKind},
    data_constant,
    nearest::{listed, nearest},
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
                Some(self.negated(inner, place))
            }
            ast::ExprKind::Membership { item, negated, list } => {
                let found = self.membership(item, list, place)?;
                Some(if *negated { self.negated(found, place) } else { found })
            }
            ast::ExprKind::Presence { value, is } => self.presence(value, is.value, place),
            ast::ExprKind::Matches { text, regex } => {
                let text = self.text(text);
                let pattern = self.pattern(regex);
                let kind = ExprKind::Matches { text: Box::new(text?), pattern: pattern? };
                Some(Checked::new(kind, Type::Boolean, place))
            }
            ast::ExprKind::TextTest { text, test, part } => {
                let written = self.written(text.span);
                if let Some(list) = self.quiet_list(text) {
                    let part_text = self.written(part.span);
                    let found = self.environment().describe(&list);
                    let message = format!("`{}` is for texts, and {written} is {found}", test.value.word());
                    return self.mistake(
                        Code::WrongType,
                        test.span,
                        message,
                        format!("write `{part_text} in {written}`"),
                    );
                }
                let text = self.text(text);
                let part = self.text(part);
                let kind = ExprKind::TextTest { test: test.value, text: Box::new(text?), part: Box::new(part?) };
                Some(Checked::new(kind, Type::Boolean, place))
            }
            ast::ExprKind::Arithmetic { left, op, right } => self.arithmetic(left, *op, right, place),
            ast::ExprKind::Negate(inner) => {
                let value = self.strict(inner)?;
                self.need(&value, inner.span, "a number", |ty| ty.is_numeric())?;
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
        self.present(value, expr.span)
    }

    /// A value that must be there.
    pub(super) fn present(&mut self, value: Checked, span: Span) -> Option<Checked> {
        let Some(what) = &value.missing else { return Some(value) };
        let message = format!("`{what}` may be missing");
        let place = self.place(span);
        let diagnostic = Diagnostic::new(Code::MayBeMissing, place, message, format!("add `when {what} is present`"))
            .note(format!(
                "inside a condition: `{what} is present and …`; for a value that stands in: `… otherwise …`"
            ));
        self.fail(diagnostic)
    }

    /// Checks something that must be true or false.
    pub(super) fn condition(&mut self, expr: &ast::Expr) -> Option<Checked> {
        let value = self.strict(expr)?;
        if matches!(value.ty(), Type::Boolean | Type::Anything) {
            return Some(value);
        }
        let found = self.environment().describe(value.ty());
        let written = self.written(expr.span);
        let label = match value.ty() {
            Type::List(_) | Type::Text => format!("say what must hold of it, like `{written} is not empty`"),
            _ => "say what must hold of it, with `=`, `is present` or another comparison".into(),
        };
        let message = format!("a condition is expected, and {written} is {found}");
        self.mistake(Code::NotACondition, expr.span, message, label)
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
            Type::Text if what == "a date" => format!("write `date({written})` for the date that the text is"),
            Type::Text if what == "a number" => format!("write `number({written})` for the number that the text is"),
            _ => format!("write {what}"),
        };
        self.mistake(Code::WrongType, span, message, label)
    }

    fn list(&mut self, items: &[ast::Expr], place: crate::Place) -> Option<Checked> {
        let checked: Vec<Option<Checked>> = items.iter().map(|item| self.strict(item)).collect();
        let mut ty = Type::Nothing;
        let mut values = Vec::new();
        for (item, value) in items.iter().zip(checked) {
            let value = value?;
            let Some(both) = ty.union(value.ty()) else {
                let (one, two) = (self.environment().describe(&ty), self.environment().describe(value.ty()));
                let message = format!("the items of a list are of one kind, and after {one} comes {two}");
                return self.mistake(Code::WrongType, item.span, message, "write values of one kind");
            };
            ty = both;
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
        Some(Checked::new(kind, Type::list(ty), place))
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
        if let Some(known) = self.checker.parameters.get(&*name.text).copied() {
            if !self.checker.sees(self.file, known.place.file) {
                return self.not_imported(name, "parameter", known.place.file);
            }
            // A parameter with a mistake has been reported.
            let Some(number) = known.value else {
                self.has_errors = true;
                return None;
            };
            let ty = self.checker.program.parameters[number].ty.clone();
            return Some(Checked::new(ExprKind::Parameter(number), ty, place));
        }
        if let Some(collection) = self.environment().collection(&name.text) {
            let ty = Type::list(self.environment().record_type(collection).clone());
            return Some(Checked::new(ExprKind::Collection(collection), ty, place));
        }
        let names = self.names();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        let label = nearest(&name.text, names.iter().copied()).map_or_else(
            || format!("write one of {}", listed(names.iter().copied())),
            |near| format!("the nearest name is `{near}`"),
        );
        self.mistake(Code::UnknownName, name.span, format!("there is nothing of the name `{}` here", name.text), label)
    }

    pub(super) fn not_imported<T>(&mut self, name: &ast::Name, what: &str, file: crate::FileId) -> Option<T> {
        let other = self.checker.sources.files[file].name.clone();
        let message = format!("the {what} `{}` is defined in {other}, which this file does not import", name.text);
        self.mistake(Code::UnknownName, name.span, message, "import that file")
    }

    /// `record.field`
    pub(super) fn field(&mut self, record: Checked, field: &ast::Name, span: Span) -> Option<Checked> {
        let name: Arc<str> = field.text.as_str().into();
        let place = self.place(span);
        let record = self.followed(record);
        match record.ty().clone() {
            Type::Record(parts) => {
                let Some(found) = self.environment().field(&parts, &name) else {
                    return self.unknown_field(&parts, field);
                };
                let path = Self::step(record.path.as_ref(), &name);
                let missing = record.missing.or_else(|| found.may_be_missing.then(|| self.written(span)));
                let kind = ExprKind::Field { record: Box::new(record.expr), name };
                let mut value = Checked::new(kind, found.ty, place);
                value.path = path;
                value.missing = missing;
                Some(self.advise_anything(self.with_facts(value), field.span))
            }
            Type::List(items) => self.each_field(record, &items, field, span),
            Type::Anything => {
                let path = Self::step(record.path.as_ref(), &name);
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
                let label = match other {
                    Type::Id(_) => "read the field of the record itself".to_owned(),
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

    pub(super) fn unknown_field<T>(&mut self, parts: &[crate::Part], field: &ast::Name) -> Option<T> {
        let environment = self.environment();
        let names = environment.field_names(parts);
        let record = environment.record_name(parts);
        let message = format!("{} has no field `{}`", crate::environment::with_article(&record), field.text);
        let label = nearest(&field.text, names.iter().copied())
            .map_or_else(|| "write a field that it has".into(), |near| format!("the nearest field is `{near}`"));
        let note = format!("fields of {}: {}", crate::environment::with_article(&record), listed(names));
        let place = self.place(field.span);
        self.fail(Diagnostic::new(Code::UnknownField, place, message, label).note(note))
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
                None => return self.unknown_field(parts, field),
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

    fn all(&mut self, operands: &[ast::Expr], place: crate::Place) -> Option<Checked> {
        let mut facts = Vec::new();
        let mut checked = Vec::new();
        for operand in operands {
            let value = self.within(&facts, |body| body.condition(operand));
            if let Some(value) = &value {
                facts.extend(value.if_true.iter().cloned());
            }
            checked.push(value);
        }
        let values: Vec<Checked> = checked.into_iter().collect::<Option<_>>()?;
        let if_false = shared(values.iter().map(|value| &value.if_false));
        let all = values.into_iter().map(|value| value.expr).collect();
        Some(Checked { if_true: facts, if_false, ..Checked::new(ExprKind::And(all), Type::Boolean, place) })
    }

    fn any(&mut self, operands: &[ast::Expr], place: crate::Place) -> Option<Checked> {
        let mut facts = Vec::new();
        let mut checked = Vec::new();
        for operand in operands {
            let value = self.within(&facts, |body| body.condition(operand));
            if let Some(value) = &value {
                facts.extend(value.if_false.iter().cloned());
            }
            checked.push(value);
        }
        let values: Vec<Checked> = checked.into_iter().collect::<Option<_>>()?;
        let if_true = shared(values.iter().map(|value| &value.if_true));
        let all = values.into_iter().map(|value| value.expr).collect();
        Some(Checked { if_true, if_false: facts, ..Checked::new(ExprKind::Or(all), Type::Boolean, place) })
    }

    fn implies(&mut self, left: &ast::Expr, right: &ast::Expr, place: crate::Place) -> Option<Checked> {
        let left = self.condition(left);
        let facts = left.as_ref().map(|left| left.if_true.clone()).unwrap_or_default();
        let right = self.within(&facts, |body| body.condition(right));
        let (left, right) = (left?, right?);
        let mut if_false = left.if_true;
        if_false.extend(right.if_false);
        let kind = ExprKind::Implies(Box::new(left.expr), Box::new(right.expr));
        Some(Checked { if_false, ..Checked::new(kind, Type::Boolean, place) })
    }

    pub(super) fn negated(&self, inner: Checked, place: crate::Place) -> Checked {
        let kind = ExprKind::Not(Box::new(inner.expr));
        Checked { if_true: inner.if_false, if_false: inner.if_true, ..Checked::new(kind, Type::Boolean, place) }
    }

    fn presence(&mut self, value: &ast::Expr, is: Presence, place: crate::Place) -> Option<Checked> {
        let span = value.span;
        match is {
            Presence::Present | Presence::Missing => {
                let value = self.check(value)?;
                let mut if_true = Vec::new();
                if let Some(path) = &value.path {
                    if_true.push(Fact::Present(path.clone()));
                    if_true.extend(self.narrowing(path, &|ty, _| *ty != Type::Nothing));
                }
                let mut if_false = Vec::new();
                if let Some(path) = &value.path {
                    if_false.extend(self.narrowing(path, &|_, required| !required));
                }
                let kind = ExprKind::IsPresent(Box::new(value.expr));
                let present = Checked { if_true, if_false, ..Checked::new(kind, Type::Boolean, place) };
                Some(if is == Presence::Present { present } else { self.negated(present, place) })
            }
            Presence::Empty | Presence::NotEmpty => {
                let value = self.strict(value)?;
                self.need(&value, span, "a list or a text", |ty| ty.is_textual() || ty.item().is_some())?;
                let empty = Checked::new(ExprKind::IsEmpty(Box::new(value.expr)), Type::Boolean, place);
                Some(if is == Presence::Empty { empty } else { self.negated(empty, place) })
            }
        }
    }

    /// What is known of a record where a field of it is as `keep` says: the variants for which it can be.
    pub(super) fn narrowing(&self, field: &super::facts::Path, keep: &dyn Fn(&Type, bool) -> bool) -> Option<Fact> {
        let (last, way) = field.steps.split_last()?;
        let record = super::facts::Path { root: field.root, steps: way.to_vec() };
        let Type::Record(parts) = self.type_of_path(&record)? else { return None };
        let narrowed = self.environment().narrowed(&parts, last, keep);
        Some(Fact::Narrowed(record, narrowed))
    }

    /// The type of a value of the data, with what is known of it here.
    fn type_of_path(&self, path: &super::facts::Path) -> Option<Type> {
        if let Some(ty) = self.narrowed(path) {
            return Some(ty);
        }
        let environment = self.environment();
        let ty = match path.steps.split_last() {
            None => {
                let holds = |variable: &&super::scope::Variable| variable.value.path.as_ref() == Some(path);
                self.variables.iter().rev().find(holds)?.value.ty().clone()
            }
            Some((last, way)) => {
                let record = super::facts::Path { root: path.root, steps: way.to_vec() };
                let Type::Record(parts) = self.type_of_path(&record)? else { return None };
                environment.field(&parts, last)?.ty
            }
        };
        Some(match ty {
            Type::Reference(collection) => environment.record_type(collection).clone(),
            other => other,
        })
    }

    fn arithmetic(
        &mut self,
        left: &ast::Expr,
        op: accordance_syntax::Spanned<ArithmeticOp>,
        right: &ast::Expr,
        place: crate::Place,
    ) -> Option<Checked> {
        let one = self.strict(left);
        let two = self.strict(right);
        let (one, two) = (one?, two?);
        let ty = match (one.ty(), op.value, two.ty()) {
            (Type::Anything, ..) | (_, _, Type::Anything) => Type::Anything,
            (a, ArithmeticOp::Divide, b) if a.is_numeric() && b.is_numeric() => Type::Number,
            (Type::Whole, _, Type::Whole) => Type::Whole,
            (a, _, b) if a.is_numeric() && b.is_numeric() => Type::Number,
            (Type::Date, ArithmeticOp::Subtract, Type::Date) => Type::Duration,
            (Type::Date, ArithmeticOp::Add | ArithmeticOp::Subtract, Type::Duration) => Type::Date,
            (Type::DateTime, ArithmeticOp::Add | ArithmeticOp::Subtract, Type::Duration) => Type::DateTime,
            (a, _, b) => {
                let (a, b) = (self.environment().describe(a), self.environment().describe(b));
                let message = format!("`{}` stands between {a} and {b}", op.value.word());
                let label = match op.value {
                    ArithmeticOp::Add if one.ty().is_textual() || two.ty().is_textual() => {
                        let (one, two) = (self.written(left.span), self.written(right.span));
                        format!("write `join([{one}, {two}], \"\")` to put texts together")
                    }
                    ArithmeticOp::Subtract => "write numbers, two dates, or a date and a length of time".to_owned(),
                    ArithmeticOp::Add => "write numbers, or a date and a length of time".to_owned(),
                    _ => "write numbers".to_owned(),
                };
                return self.mistake(Code::WrongType, op.span, message, label);
            }
        };
        let kind = ExprKind::Arithmetic { op: op.value, left: Box::new(one.expr), right: Box::new(two.expr) };
        Some(Checked::new(kind, ty, place))
    }

    fn choice(
        &mut self,
        condition: &ast::Expr,
        then: &ast::Expr,
        otherwise: &ast::Expr,
        place: crate::Place,
    ) -> Option<Checked> {
        let condition = self.condition(condition);
        let (if_true, if_false) =
            condition.as_ref().map(|it| (it.if_true.clone(), it.if_false.clone())).unwrap_or_default();
        let one = self.within(&if_true, |body| body.check(then));
        let two = self.within(&if_false, |body| body.check(otherwise));
        let (condition, one, two) = (condition?, one?, two?);
        let ty = self.either(&one, &two, otherwise.span)?;
        let missing = one.missing.or(two.missing);
        let kind = ExprKind::If {
            condition: Box::new(condition.expr),
            then: Box::new(one.expr),
            otherwise: Box::new(two.expr),
        };
        Some(Checked { missing, ..Checked::new(kind, ty, place) })
    }

    fn otherwise(&mut self, value: &ast::Expr, fallback: &ast::Expr, place: crate::Place) -> Option<Checked> {
        let one = self.check(value);
        let two = self.check(fallback);
        let (one, two) = (one?, two?);
        let ty = self.either(&one, &two, fallback.span)?;
        let missing = two.missing;
        let kind = ExprKind::Otherwise { value: Box::new(one.expr), fallback: Box::new(two.expr) };
        Some(Checked { missing, ..Checked::new(kind, ty, place) })
    }

    /// The type of one value or the other.
    fn either(&mut self, one: &Checked, two: &Checked, span: Span) -> Option<Type> {
        if let Some(ty) = one.ty().union(two.ty()) {
            return Some(ty);
        }
        let (a, b) = (self.environment().describe(one.ty()), self.environment().describe(two.ty()));
        let message = format!("both values are of one kind, and here are {a} and {b}");
        self.mistake(Code::WrongType, span, message, format!("write {a}"))
    }
}

/// What is in each of several lists of facts.
fn shared<'f>(lists: impl Iterator<Item = &'f Vec<Fact>>) -> Vec<Fact> {
    let mut lists = lists;
    let Some(first) = lists.next() else { return Vec::new() };
    lists.fold(first.clone(), |known, other| common(&known, other))
}
