//! Comparisons and memberships: what can be compared with what, and what is known where it holds.

use accordance_syntax::{
    Span, Spanned,
    ast::{self, CompareOp},
};

use super::{
    facts::Fact,
    scope::{Body, Checked},
};
use crate::{
    Code, Place, Type,
    core::{Constant, ExprKind},
    nearest::{listed, nearest},
};

impl Body<'_, '_> {
    pub(super) fn compare(
        &mut self,
        left: &ast::Expr,
        op: Spanned<CompareOp>,
        right: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        let one = self.strict(left);
        let two = self.strict(right);
        let (one, two) = (one?, two?);
        let sides = [Side { value: &one, span: left.span }, Side { value: &two, span: right.span }];
        self.comparable(&sides[0], &sides[1], op.span)?;
        let is_order = !matches!(op.value, CompareOp::Equal | CompareOp::NotEqual);
        if is_order {
            self.ordered(&sides, op)?;
        }
        let (mut if_true, mut if_false) = (Vec::new(), Vec::new());
        if !is_order {
            if_true.extend(self.narrowed_by(&one, &[&two], true).or_else(|| self.narrowed_by(&two, &[&one], true)));
            if_false.extend(self.narrowed_by(&one, &[&two], false).or_else(|| self.narrowed_by(&two, &[&one], false)));
        }
        if op.value == CompareOp::NotEqual {
            std::mem::swap(&mut if_true, &mut if_false);
        }
        let kind = ExprKind::Compare { op: op.value, left: Box::new(one.expr), right: Box::new(two.expr) };
        Some(Checked { if_true, if_false, ..Checked::new(kind, Type::Boolean, place) })
    }

    pub(super) fn membership(&mut self, item: &ast::Expr, list: &ast::Expr, place: Place) -> Option<Checked> {
        let one = self.strict(item);
        let two = self.strict(list);
        let (one, two) = (one?, two?);
        let Some(items) = two.ty().item().cloned() else {
            if *two.ty() == Type::Anything {
                let kind = ExprKind::In { item: Box::new(one.expr), list: Box::new(two.expr) };
                return Some(Checked::new(kind, Type::Boolean, place));
            }
            let (written, other) = (self.written(item.span), self.written(list.span));
            let found = self.environment().describe(two.ty());
            let message = format!("`in` looks into a list, and {other} is {found}");
            let label = if two.ty().is_textual() {
                format!("write `{other} contains {written}`, or `{written} = {other}`")
            } else {
                format!("write `{written} = {other}`")
            };
            return self.mistake(Code::NotAList, list.span, message, label);
        };
        if let ast::ExprKind::List(written) = &list.inner().kind {
            // Each item that is written out is compared on its own, so that the one that does not fit is pointed at.
            for each in written {
                let value = self.quiet(each)?;
                let left = Side { value: &one, span: item.span };
                self.comparable(&left, &Side { value: &value, span: each.span }, each.span)?;
            }
        } else {
            let mut any = two.clone();
            any.expr.ty = items;
            any.expr.kind = ExprKind::List(Vec::new());
            let left = Side { value: &one, span: item.span };
            self.comparable(&left, &Side { value: &any, span: list.span }, list.span)?;
        }
        let words = constants(&two);
        let if_true = words.as_ref().and_then(|words| self.narrowed_to(&one, words, true)).into_iter().collect();
        let if_false = words.as_ref().and_then(|words| self.narrowed_to(&one, words, false)).into_iter().collect();
        let kind = ExprKind::In { item: Box::new(one.expr), list: Box::new(two.expr) };
        Some(Checked { if_true, if_false, ..Checked::new(kind, Type::Boolean, place) })
    }

    /// Checks an expression that was checked before, without a word.
    pub(super) fn quiet(&mut self, expr: &ast::Expr) -> Option<Checked> {
        let (reported, had_errors) = (self.checker.diagnostics.len(), self.has_errors);
        let value = self.check(expr);
        self.checker.diagnostics.truncate(reported);
        self.has_errors = had_errors;
        value
    }

    /// The type of an expression, if it is a list.
    pub(super) fn quiet_list(&mut self, expr: &ast::Expr) -> Option<Type> {
        let (slots, variables) = (self.slots.len(), self.variables.len());
        let value = self.quiet(expr);
        self.slots.truncate(slots);
        self.variables.truncate(variables);
        value.map(|value| value.expr.ty).filter(|ty| ty.item().is_some())
    }

    /// Requires that two values can be equal.
    pub(super) fn comparable(&mut self, one: &Side<'_>, two: &Side<'_>, span: Span) -> Option<()> {
        let (a, b) = (one.value.ty(), two.value.ty());
        let same_kind = matches!(
            (a, b),
            (Type::Boolean, Type::Boolean)
                | (Type::Date, Type::Date)
                | (Type::DateTime, Type::DateTime)
                | (Type::Duration, Type::Duration)
                | (Type::Anything | Type::Nothing, _)
                | (_, Type::Anything | Type::Nothing)
        );
        if same_kind || a.is_numeric() && b.is_numeric() {
            return Some(());
        }
        if a.is_textual() && b.is_textual() {
            return self.comparable_texts(one, two);
        }
        match (a, b) {
            (Type::List(a), Type::List(b)) => {
                let side = |side: &Side<'_>, ty: &Type| {
                    let mut value = side.value.clone();
                    value.expr.ty = ty.clone();
                    value.expr.kind = ExprKind::List(Vec::new());
                    value
                };
                let (left, right) = (side(one, a), side(two, b));
                return self.comparable(
                    &Side { value: &left, span: one.span },
                    &Side { value: &right, span: two.span },
                    span,
                );
            }
            (Type::List(_), _) => return self.list_and_single(one, two, span),
            (_, Type::List(_)) => return self.list_and_single(two, one, span),
            (Type::Record(_), Type::Record(_)) => {
                let (one, two) = (self.written(one.span), self.written(two.span));
                let message = format!("{one} and {two} are records, which are told apart by their ids");
                return self.mistake(Code::Records, span, message, format!("write `{one}.id = {two}.id`"));
            }
            (Type::Id(_) | Type::Reference(_), Type::Record(_)) => return self.id_and_record(one, two, span),
            (Type::Record(_), Type::Id(_) | Type::Reference(_)) => return self.id_and_record(two, one, span),
            (Type::Date | Type::DateTime, other) if other.is_textual() => return self.date_and_text(two),
            (other, Type::Date | Type::DateTime) if other.is_textual() => return self.date_and_text(one),
            _ => {}
        }
        let (first, second) = (self.environment().describe(a), self.environment().describe(b));
        let label = match (a, b) {
            (Type::Date, Type::DateTime) => format!("write `date({})`", self.written(two.span)),
            (Type::DateTime, Type::Date) => format!("write `date({})`", self.written(one.span)),
            (a, b) if a.is_numeric() && b.is_textual() => self.number_label(two),
            (a, b) if a.is_textual() && b.is_numeric() => self.number_label(one),
            _ => format!("write {first}"),
        };
        self.mistake(Code::Incomparable, two.span, format!("{first} is compared with {second}"), label)
    }

    fn number_label(&self, text: &Side<'_>) -> String {
        match text.constant() {
            Some(Constant::Text(text)) if text.parse::<f64>().is_ok() => format!("write `{text}` without quotes"),
            _ => format!("write `number({})` for the number that the text is", self.written(text.span)),
        }
    }

    fn comparable_texts(&mut self, one: &Side<'_>, two: &Side<'_>) -> Option<()> {
        let collection = |ty: &Type| match ty {
            Type::Id(collection) | Type::Reference(collection) => Some(*collection),
            _ => None,
        };
        match (one.value.ty(), two.value.ty()) {
            (a, b) if collection(a).is_some() && collection(a) == collection(b) => Some(()),
            (Type::Id(_) | Type::Reference(_), Type::Text) if two.constant().is_some() => Some(()),
            (Type::Text, Type::Id(_) | Type::Reference(_)) if one.constant().is_some() => Some(()),
            (a, b) if collection(a).is_some() || collection(b).is_some() => {
                let (first, second) = (self.environment().describe(a), self.environment().describe(b));
                let id = if collection(a).is_some() { one } else { two };
                let label = match (collection(a), collection(b)) {
                    (Some(_), Some(_)) => format!("compare it with {first}"),
                    _ => format!("write `text({})` to compare the letters", self.written(id.span)),
                };
                let message = format!("{first} is compared with {second}");
                self.mistake(Code::OtherCollection, two.span, message, label)
            }
            (Type::OneOf(words), Type::Text) => match two.constant() {
                Some(Constant::Text(word)) => self.word_of(words, &word, one, two.span),
                _ => Some(()),
            },
            (Type::Text, Type::OneOf(words)) => match one.constant() {
                Some(Constant::Text(word)) => self.word_of(words, &word, two, one.span),
                _ => Some(()),
            },
            (Type::OneOf(a), Type::OneOf(b)) if !a.iter().any(|word| b.contains(word)) => {
                let (a, b) = (self.written(one.span), self.written(two.span));
                let message = format!("{a} and {b} have no word in common");
                self.mistake(Code::NotInList, two.span, message, "compare it with something of the same words")
            }
            _ => Some(()),
        }
    }

    fn word_of(&mut self, words: &[std::sync::Arc<str>], word: &str, list: &Side<'_>, span: Span) -> Option<()> {
        if words.iter().any(|known| **known == *word) {
            return Some(());
        }
        let names = || words.iter().map(|word| &**word);
        let label = nearest(word, names())
            .map_or_else(|| "write one of its words".into(), |near| format!("the nearest word is \"{near}\""));
        let written = self.written(list.span);
        let place = self.place(span);
        let message = format!("{written} is never {word:?}");
        let note = format!("words of {written}: {}", listed(names()));
        self.fail(crate::Diagnostic::new(Code::NotInList, place, message, label).note(note))
    }

    fn list_and_single(&mut self, list: &Side<'_>, single: &Side<'_>, span: Span) -> Option<()> {
        let (list, single) = (self.written(list.span), self.written(single.span));
        let message = format!("{list} is a list, and {single} is a single value");
        self.mistake(Code::ListAndSingle, span, message, format!("write `{single} in {list}`"))
    }

    fn id_and_record(&mut self, id: &Side<'_>, record: &Side<'_>, span: Span) -> Option<()> {
        let (id, record) = (self.written(id.span), self.written(record.span));
        let message = format!("{id} is an id, and {record} is a record");
        self.mistake(Code::Records, span, message, format!("write `{record}.id`"))
    }

    fn date_and_text(&mut self, text: &Side<'_>) -> Option<()> {
        let written = self.written(text.span);
        match text.constant() {
            Some(Constant::Text(value)) => {
                let label = format!("write {value} without quotes");
                self.mistake(Code::DateAsText, text.span, format!("a date is compared with the text {written}"), label)
            }
            _ => {
                let label = format!("write `date({written})` for the date that the text is");
                self.mistake(Code::DateAsText, text.span, format!("a date is compared with a text, {written}"), label)
            }
        }
    }

    fn ordered(&mut self, sides: &[Side<'_>; 2], op: Spanned<CompareOp>) -> Option<()> {
        let has_order = |ty: &Type| {
            ty.is_numeric()
                || ty.is_textual()
                || matches!(ty, Type::Date | Type::DateTime | Type::Duration | Type::Anything | Type::Nothing)
        };
        let Some(side) = sides.iter().find(|side| !has_order(side.value.ty())) else { return Some(()) };
        let found = self.environment().describe(side.value.ty());
        let message = format!("`{}` needs an order, and {found} has none", op.value.word());
        self.mistake(Code::Incomparable, op.span, message, "use `=` or `!=`")
    }

    /// What is known of the record of a field that is equal to a constant, or is not.
    fn narrowed_by(&self, field: &Checked, to: &[&Checked], equal: bool) -> Option<Fact> {
        let words: Option<Vec<&str>> = to
            .iter()
            .map(|value| match &value.expr.kind {
                ExprKind::Constant(Constant::Text(word)) => Some(&**word),
                _ => None,
            })
            .collect();
        self.narrowed_to(field, &words?, equal)
    }

    fn narrowed_to(&self, field: &Checked, words: &[&str], equal: bool) -> Option<Fact> {
        let path = field.path.as_ref()?;
        let admits = |ty: &Type| match ty {
            Type::OneOf(list) => list.iter().any(|word| words.contains(&&**word)),
            Type::Nothing => false,
            _ => true,
        };
        let admits_others = |ty: &Type| match ty {
            Type::OneOf(list) => list.iter().any(|word| !words.contains(&&**word)),
            _ => true,
        };
        if equal {
            self.narrowing(path, &|ty, _| admits(ty))
        } else {
            self.narrowing(path, &|ty, required| !required || admits_others(ty))
        }
    }
}

/// One side of a comparison.
pub(super) struct Side<'v> {
    pub(super) value: &'v Checked,
    pub(super) span: Span,
}

impl Side<'_> {
    fn constant(&self) -> Option<Constant> {
        match &self.value.expr.kind {
            ExprKind::Constant(constant) => Some(constant.clone()),
            _ => None,
        }
    }
}

/// The texts of a list that is written out.
fn constants(list: &Checked) -> Option<Vec<&str>> {
    let ExprKind::Constant(Constant::List(items)) = &list.expr.kind else { return None };
    items
        .iter()
        .map(|item| match item {
            Constant::Text(word) => Some(&**word),
            _ => None,
        })
        .collect()
}
