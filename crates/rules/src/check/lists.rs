//! What goes through lists: quantifiers, aggregates, chains.

use accordance_syntax::{
    Spanned,
    ast::{self, Aggregate, Over, Quantifier},
};

use super::scope::{Body, Checked, Clause, Origin};
use crate::{
    Code, Diagnostic, Place, Type,
    core::{Access, Expr, ExprKind, Loop},
    join::{Without, chain, join},
    nearest::{listed, nearest},
};

impl Body<'_, '_> {
    /// Checks a list and makes a variable that goes through it.
    pub(super) fn over(&mut self, binding: &ast::Binding, origin: Origin) -> Option<Loop> {
        let list = self.check(&binding.list);
        let item = list.as_ref().and_then(|list| self.items(list, binding.list.span));
        let meant = if list.is_none() { self.nearly_named(&binding.list) } else { None };
        let list = list.and_then(|list| self.list_there(list, binding, origin));
        // The variable is there even where its list is wrong, so that its uses are not reported as well, but for what
        // is wrong with them too.
        let slot = self.bind(&binding.name, item.clone().or(meant).unwrap_or(Type::Anything), origin);
        item?;
        Some(Loop { slot, list: list?.expr, access: Access::default() })
    }

    /// The items of the list that a name is that of in records of a collection, or the records of the collection that it is
    /// nearly that of.
    fn nearly_named(&self, list: &ast::Expr) -> Option<Type> {
        let ast::ExprKind::Name(name) = &list.inner().kind else { return None };
        if self.is_name(&name.text) {
            return None;
        }
        if let Some((_, item)) = self.list_of_records(&name.text) {
            return Some(item);
        }
        let environment = self.environment();
        let near = nearest(&name.text, environment.collection_names())?;
        Some(environment.record_type(environment.collection(near)?).clone())
    }

    /// A list that must be there. Where no condition can stand before it, an empty one stands in.
    fn list_there(&mut self, list: Checked, binding: &ast::Binding, origin: Origin) -> Option<Checked> {
        let span = binding.list.span;
        match &list.missing {
            Some(what) if origin == Origin::Loop || self.origin_of(what) == Some(Origin::Inner) => {
                let message = format!("`{what}` may be missing");
                let label = format!("write `{} otherwise []`", self.written(span));
                self.mistake(Code::MayBeMissing, span, message, label)
            }
            _ => Some(self.present(list, span)),
        }
    }

    fn items(&mut self, list: &Checked, span: accordance_syntax::Span) -> Option<Type> {
        match list.ty() {
            Type::List(item) => Some((**item).clone()),
            Type::Anything => Some(Type::Anything),
            other => {
                let found = self.environment().describe(other);
                let written = self.written(span);
                let message = format!("a list is expected, and {written} is {found}");
                let names = match other {
                    Type::Record(parts) => self.list_fields(parts),
                    _ => Vec::new(),
                };
                let label = match (names.first(), other) {
                    (Some(name), _) => format!("name a list of it, like `{written}.{name}`"),
                    (None, Type::Reference(_)) => format!("write `[{written}]` for a list of this one"),
                    (None, _) => "name a list".to_owned(),
                };
                self.mistake(Code::NotAList, span, message, label)
            }
        }
    }

    fn list_fields(&self, parts: &[crate::Part]) -> Vec<String> {
        let environment = self.environment();
        let is_list = |name: &&str| environment.field(parts, name).is_some_and(|field| field.ty.item().is_some());
        environment.field_names(parts).into_iter().filter(is_list).map(str::to_owned).collect()
    }

    pub(super) fn quantifier(
        &mut self,
        quantifier: Quantifier,
        binding: &ast::Binding,
        condition: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        self.within(&[], |body| {
            let over = body.over(binding, Origin::Inner);
            let condition = body.condition(condition);
            let kind = ExprKind::Quantifier { quantifier, over: Box::new(over?), condition: Box::new(condition?.expr) };
            Some(Checked::new(kind, Type::Boolean, place))
        })
    }

    pub(super) fn aggregate(&mut self, aggregate: Spanned<Aggregate>, over: &Over, place: Place) -> Option<Checked> {
        match over {
            Over::List(list) => {
                self.no_condition_to_count(aggregate.value, list, place)?;
                let value = self.strict(list)?;
                let item = self.items(&value, list.span)?;
                let ty = self.aggregate_type(aggregate, &item, list.span)?;
                let kind = ExprKind::AggregateList { aggregate: aggregate.value, list: Box::new(value.expr) };
                Some(Checked::new(kind, ty, place))
            }
            Over::Each { value, bindings, condition } => self.within(&[], |body| {
                let over: Vec<Option<Loop>> =
                    bindings.iter().map(|binding| body.over(binding, Origin::Inner)).collect();
                let condition = condition.as_ref().map(|condition| body.condition(condition));
                let facts =
                    condition.as_ref().and_then(Option::as_ref).map(|it| it.if_true.clone()).unwrap_or_default();
                let has_where = condition.is_some();
                let value = value.as_ref().map(|value| {
                    let clause = std::mem::replace(&mut body.clause, Clause::EachValue { has_where });
                    let checked = body.within(&facts, |body| body.strict(value));
                    body.clause = clause;
                    checked.map(|checked| (checked, value.span))
                });
                let over: Vec<Loop> = over.into_iter().collect::<Option<_>>()?;
                let condition = match condition {
                    Some(condition) => Some(Box::new(condition?.expr)),
                    None => None,
                };
                let (value, ty) = match value {
                    None => (None, Type::Whole),
                    Some(value) => {
                        let (value, span) = value?;
                        let ty = body.aggregate_type(aggregate, value.ty(), span)?;
                        (Some(Box::new(value.expr)), ty)
                    }
                };
                let kind = ExprKind::AggregateEach { aggregate: aggregate.value, value, over, condition };
                Some(Checked::new(kind, ty, place))
            }),
        }
    }

    fn aggregate_type(
        &mut self,
        aggregate: Spanned<Aggregate>,
        item: &Type,
        span: accordance_syntax::Span,
    ) -> Option<Type> {
        let unknown = matches!(item, Type::Anything | Type::Nothing);
        let fits = match aggregate.value {
            Aggregate::Count | Aggregate::Distinct | Aggregate::List => true,
            Aggregate::Sum | Aggregate::Average => unknown || item.is_numeric(),
            Aggregate::Min | Aggregate::Max => {
                unknown
                    || item.is_numeric()
                    || item.is_textual()
                    || matches!(item, Type::Date | Type::DateTime | Type::Duration)
            }
        };
        if !fits {
            let found = self.environment().describe(item);
            let word = aggregate.value.word();
            let (needed, one) = match aggregate.value {
                Aggregate::Sum | Aggregate::Average => ("numbers", "a number"),
                _ => ("numbers, texts or dates", "a number, a text or a date"),
            };
            let message = format!("`{word}` is for {needed}, and here is {found}");
            let label = match item {
                Type::Record(parts) => match self.fields_for(aggregate.value, parts).first() {
                    Some(field) => {
                        let name = self.environment().record_name(parts).replace(' ', "_");
                        let list = self.written(span);
                        format!("name a field that is {one}, like `{word}({name}.{field} for {name} in {list})`")
                    }
                    None => format!("name something that is {one}"),
                },
                Type::Id(_) | Type::Reference(_) => {
                    format!("write `count({})` for how many there are", self.written(span))
                }
                item if item.is_textual() => {
                    let written = self.written(span);
                    format!("write `number({written})` where the texts are numbers")
                }
                _ => format!("name something that is {one}"),
            };
            return self.mistake(Code::WrongType, span, message, label);
        }
        Some(match aggregate.value {
            Aggregate::Count => Type::Whole,
            Aggregate::Sum if *item == Type::Nothing => Type::Whole,
            Aggregate::Average => Type::Number,
            Aggregate::Sum | Aggregate::Min | Aggregate::Max => item.clone(),
            Aggregate::Distinct | Aggregate::List => Type::list(item.clone()),
        })
    }

    /// The fields of a record that an aggregate takes.
    fn fields_for(&self, aggregate: Aggregate, parts: &[crate::Part]) -> Vec<String> {
        let environment = self.environment();
        let fits = |name: &&str| {
            environment.field(parts, name).is_some_and(|field| {
                field.ty.is_numeric() || matches!(aggregate, Aggregate::Min | Aggregate::Max) && field.ty == Type::Date
            })
        };
        environment.field_names(parts).into_iter().filter(fits).map(str::to_owned).collect()
    }

    pub(super) fn chain(&mut self, record: &ast::Expr, field: &ast::Name, place: Place) -> Option<Checked> {
        let value = self.strict(record)?;
        let value = self.followed(value);
        if self.is_unused && *value.ty() == Type::Anything {
            // Each use says what record it is.
            return Some(Checked::new(ExprKind::List(Vec::new()), Type::list(Type::Anything), place));
        }
        let Type::Record(parts) = value.ty().clone() else {
            let found = self.environment().describe(value.ty());
            let message = format!("`chain` starts at a record, and {} is {found}", self.written(record.span));
            return self.mistake(Code::Chain, record.span, message, "name a record");
        };
        let environment = self.environment();
        let Some(found) = environment.field(&parts, &field.text) else {
            return self.unknown_field(&parts, field);
        };
        let again = |collection: usize| match environment.record_type(collection) {
            Type::Record(parts) => environment.field(parts, &field.text).map(|field| field.ty),
            _ => None,
        };
        if let Type::Reference(collection) = found.ty
            && again(collection) == Some(Type::Reference(collection))
        {
            let ty = Type::list(environment.record_type(collection).clone());
            let field = field.text.as_str().into();
            return Some(Checked::new(ExprKind::Chain { record: Box::new(value.expr), field, collection }, ty, place));
        }
        let names: Vec<&str> = environment.field_names(&parts);
        let fits = |name: &&str| {
            let field = environment.field(&parts, name);
            field.is_some_and(|field| matches!(field.ty, Type::Reference(to) if again(to).is_some()))
        };
        let names: Vec<&str> = names.into_iter().filter(fits).collect();
        let ty = environment.describe(&found.ty);
        let message =
            format!("`chain` follows a reference to records that have the same field, and `{}` is {ty}", field.text);
        let label = match (nearest(&field.text, names.iter().copied()), names.as_slice()) {
            (Some(near), _) => format!("the nearest such field is `{near}`"),
            (None, []) => "no field of this record leads to records of the same kind".to_owned(),
            (None, [only]) => format!("write `{only}`"),
            (None, all) => format!("name one of {}", listed(all.iter().copied())),
        };
        let place = self.place(field.span);
        self.fail(Diagnostic::new(Code::Chain, place, message, label))
    }

    /// Advises where each item of one collection is looked at for each of another, without an equality between them.
    pub(super) fn advise_products(&mut self, loops: &[Loop], conditions: &[&Expr]) {
        let mut found = Vec::new();
        let asked = Asked { conditions, without: Without::False, chain: alone };
        products(loops, &mut Vec::new(), &asked, &mut found);
        for (outer, inner, place) in found {
            let (outer, inner) =
                (self.environment().collection_name(outer).clone(), self.environment().collection_name(inner).clone());
            let message = format!("each record of {inner} is looked at for each of {outer}");
            let label = "add an equality that joins the two, like `a.id = b.reference`";
            self.checker.report(Diagnostic::new(Code::Product, place, message, label));
        }
    }
}

/// A collection that is gone through, and its variable.
type Open = (usize, crate::core::Slot);

/// What is asked of the items of loops.
struct Asked<'a> {
    conditions: &'a [&'a Expr],
    without: Without,
    /// The first of several loops, and those after it whose items belong to its own.
    chain: fn(&[Loop]) -> &[Loop],
}

fn alone(loops: &[Loop]) -> &[Loop] {
    &loops[..loops.len().min(1)]
}

/// Finds collections that are gone through within another without an equality that an index can serve.
fn products(loops: &[Loop], open: &mut Vec<Open>, asked: &Asked<'_>, found: &mut Vec<(usize, usize, Place)>) {
    let before = open.len();
    for (number, each) in loops.iter().enumerate() {
        if let ExprKind::Collection(collection) = each.list.kind {
            let outer = open.first().map(|(outer, _)| *outer);
            if let Some(outer) = outer
                && !asked
                    .conditions
                    .iter()
                    .any(|condition| join((asked.chain)(&loops[number..]), condition, asked.without).is_some())
            {
                found.push((outer, collection, each.list.place));
            }
            open.push((collection, each.slot));
        } else {
            inner_products(&each.list, open, found);
        }
    }
    for condition in asked.conditions {
        inner_products(condition, open, found);
    }
    open.truncate(before);
}

fn inner_products(expr: &Expr, open: &mut Vec<Open>, found: &mut Vec<(usize, usize, Place)>) {
    match &expr.kind {
        ExprKind::Quantifier { quantifier, over, condition } => {
            let without = match quantifier {
                Quantifier::Every => Without::True,
                Quantifier::Some | Quantifier::No => Without::False,
            };
            let asked = Asked { conditions: &[condition], without, chain: alone };
            products(std::slice::from_ref(&**over), open, &asked, found);
        }
        ExprKind::AggregateEach { over, condition, value, .. } => {
            // Without a free variable the aggregate is worked out once.
            let free = open.iter().any(|(_, slot)| expr.reads(&|read| read == *slot));
            let mut none = Vec::new();
            let open = if free { open } else { &mut none };
            let conditions: Vec<&Expr> = condition.iter().map(|condition| &**condition).collect();
            let asked = Asked { conditions: &conditions, without: Without::False, chain };
            products(over, open, &asked, found);
            if let Some(value) = value {
                inner_products(value, open, found);
            }
        }
        _ => expr.each_child(&mut |child| inner_products(child, open, found)),
    }
}

impl Body<'_, '_> {
    /// The same for an expression of a rule that goes through `loops`.
    pub(super) fn advise_inner_products(&mut self, loops: &[Loop], value: &Expr) {
        let mut open: Vec<Open> = loops
            .iter()
            .filter_map(|each| match each.list.kind {
                ExprKind::Collection(collection) => Some((collection, each.slot)),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        inner_products(value, &mut open, &mut found);
        for (outer, inner, place) in found {
            let (outer, inner) =
                (self.environment().collection_name(outer).clone(), self.environment().collection_name(inner).clone());
            let message = format!("each record of {inner} is looked at for each of {outer}");
            let label = "add an equality that joins the two, like `a.id = b.reference`";
            self.checker.report(Diagnostic::new(Code::Product, place, message, label));
        }
    }
}
