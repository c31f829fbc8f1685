//! Comparisons and memberships: what can be compared with what, and what is known where it holds.

use std::sync::Arc;

use accordance_syntax::{
    Span, Spanned,
    ast::{self, CompareOp},
};

use super::{
    facts::Fact,
    fitting::with_field,
    scope::{Body, Checked},
    unlike::length_of_time,
};
use crate::{
    Code, Place, Type,
    core::{Constant, ExprKind},
    nearest::{listed, nearest},
};

/// What is said of a word that is nearly another one.
const NEAREST_WORD: &str = "the nearest word is";

/// What to write where a length of time would be below 0.
pub(super) const TURN_ROUND: &str = "subtract the other way round: a length of time that is written is not below 0";

impl Body<'_, '_> {
    pub(super) fn compare(
        &mut self,
        left: &ast::Expr,
        op: Spanned<CompareOp>,
        right: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        for (side, other) in [(left, right), (right, left)] {
            self.not_what_is_missing(side, other, op.value)?;
            if let Err(reported) = self.quotes_left_out(side, other) {
                return reported;
            }
        }
        let one = self.strict(left);
        let two = self.strict(right);
        let (one, two) = (one?, two?);
        let sides = [Side::of(&one, left.span), Side::of(&two, right.span)];
        self.comparable(&sides[0], &sides[1], op)?;
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

    /// `item in list`, which is turned round afterwards where it is `not in`.
    pub(super) fn membership(
        &mut self,
        item: &ast::Expr,
        negated: bool,
        list: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        if let ast::ExprKind::List(written) = &list.inner().kind {
            let mut told = None;
            for each in written {
                told = self.quotes_left_out(each, item).err().or(told);
            }
            if let Some(reported) = told {
                return reported;
            }
        }
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
            let (equal, not) = if negated { ("!=", "not ") } else { ("=", "") };
            let contains = |field: &str| format!("{not}{field} contains {written}");
            let label = match two.ty() {
                Type::Text if *one.ty() == Type::Text => {
                    format!("write `{}`, or `{written} {equal} {other}`", contains(&other))
                }
                Type::Record(parts) if one.ty().is_textual() => match self.asked_of_text(parts, &other, contains) {
                    Some(asked) => format!("write `{asked}`"),
                    None => format!("write `{written} {equal} {other}`"),
                },
                Type::Whole if matches!(one.ty(), Type::Date | Type::DateTime) && other.len() == 4 => {
                    format!("write `year({written}) {equal} {other}` for a year")
                }
                _ => format!("write `{written} {equal} {other}`"),
            };
            return self.mistake(Code::NotAList, list.span, message, label);
        };
        let sides = [Side::of(&one, item.span), Side::of(&two, list.span)];
        if let (Some(own), false) = (one.ty().item(), matches!(items, Type::List(_) | Type::Anything | Type::Nothing)) {
            return self.list_in_list(&sides, [own, &items], negated);
        }
        self.comparable_with_each(&sides[0], &sides[1], &items)?;
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
        self.count_again();
        value
    }

    /// Requires that a value can be equal to an item of a list. Each item that is written out is compared on its own,
    /// so that the one that does not fit is pointed at.
    fn comparable_with_each(&mut self, one: &Side<'_>, list: &Side<'_>, item: &Type) -> Option<()> {
        let equal = |span| Spanned::new(CompareOp::Equal, span);
        let reported = self.checker.diagnostics.len();
        let mut fits = Some(());
        let items = self.items_of(list, item);
        let count = items.len();
        for value in items {
            let span = if value.1 { value.0.expr.place.span } else { list.span };
            let side = Side { value: &value.0, span, stands_for_items: !value.1 };
            fits = self.comparable(one, &side, equal(span)).and(fits);
        }
        // Where no item fits, it is one mistake, but for words each of which is nearly right.
        if self.checker.diagnostics.len() == reported + count {
            let others = self.checker.diagnostics.split_off((reported + 1).min(reported + count));
            self.checker.diagnostics.extend(others.into_iter().filter(|other| other.label.starts_with(NEAREST_WORD)));
        }
        fits
    }

    /// The items of a list that are known, each with whether it has a place of its own; otherwise one that stands for
    /// all.
    fn items_of(&self, list: &Side<'_>, item: &Type) -> Vec<(Checked, bool)> {
        if let Some(items) = &list.value.items {
            return items.iter().map(|item| (item.clone(), true)).collect();
        }
        let place = self.place(list.span);
        if let Some(Constant::List(items)) = self.constant(list) {
            let value = |constant| Checked::new(ExprKind::Constant(constant), item.clone(), place);
            return items.into_iter().map(|constant| (value(constant), false)).collect();
        }
        vec![(Checked::new(ExprKind::List(Vec::new()), item.clone(), place), false)]
    }

    /// The value of a side that is known before any record is read; of a parameter, the one that the run gives it, or that it
    /// has by itself.
    pub(super) fn constant(&self, side: &Side<'_>) -> Option<Constant> {
        match &side.value.expr.kind {
            ExprKind::Constant(constant) => Some(constant.clone()),
            ExprKind::Parameter(number) => {
                let given = self.given(side);
                Some(given.unwrap_or(&self.checker.program.parameters.get(*number)?.value).clone())
            }
            _ => None,
        }
    }

    /// The value that the run gives a side, if it is a parameter and the run gives it one.
    fn given(&self, side: &Side<'_>) -> Option<&Constant> {
        let ExprKind::Parameter(number) = side.value.expr.kind else { return None };
        self.checker.given.iter().rev().find(|(given, _)| *given == number).map(|(_, value)| value)
    }

    /// Requires that two values can be equal.
    pub(super) fn comparable(&mut self, one: &Side<'_>, two: &Side<'_>, op: Spanned<CompareOp>) -> Option<()> {
        let span = op.span;
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
                let (a, b) = ((**a).clone(), (**b).clone());
                // Of two lists that are written out, one item stands for the first.
                for (value, has_place) in self.items_of(one, &a).into_iter().take(1) {
                    let span = if has_place && two.value.items.is_none() { value.expr.place.span } else { one.span };
                    let side = Side { value: &value, span, stands_for_items: !has_place };
                    self.comparable_with_each(&side, two, &b)?;
                }
                return Some(());
            }
            (Type::List(_), _) => return self.list_and_single(one, two, op),
            (_, Type::List(_)) => return self.list_and_single(two, one, op),
            (Type::Record(one_parts), Type::Record(two_parts)) => {
                let (first, second) = (self.written(one.span), self.written(two.span));
                let (message, label) = match (self.id_field(one_parts), self.id_field(two_parts)) {
                    (Some(a), Some(b)) => {
                        let between = if two.stands_for_items { "in" } else { op.value.word() };
                        (
                            format!("{first} and {second} are records, which are told apart by their ids"),
                            format!("write `{first}.{a} {between} {second}.{b}`"),
                        )
                    }
                    _ => (
                        format!("{first} and {second} are records, which are not compared as a whole"),
                        "compare their fields one by one".to_owned(),
                    ),
                };
                return self.mistake(Code::Records, span, message, label);
            }
            (Type::Id(_) | Type::Reference(_), Type::Record(_)) => return self.id_and_record(one, two),
            (Type::Record(_), Type::Id(_) | Type::Reference(_)) => return self.id_and_record(two, one),
            (text, Type::Record(parts)) if text.is_textual() => return self.text_and_record(one, two, parts, op),
            (Type::Record(parts), text) if text.is_textual() => return self.text_and_record(two, one, parts, op),
            (date @ (Type::Date | Type::DateTime), other) if other.is_textual() => {
                return self.date_and_text(two, date);
            }
            (other, date @ (Type::Date | Type::DateTime)) if other.is_textual() => {
                return self.date_and_text(one, date);
            }
            _ => {}
        }
        let (first, second) = (self.environment().describe(a), self.environment().describe(b));
        let day_of = |moment: &Side<'_>| (moment.span, format!("write `date({})`", self.written(moment.span)));
        let (span, label) = match (a, b) {
            (Type::Duration, Type::Whole) => (two.span, self.days_label(two)),
            (Type::Whole, Type::Duration) => (one.span, self.days_label(one)),
            (Type::Date | Type::DateTime, Type::Whole) => {
                let (day, number) = (self.written(one.span), self.written(two.span));
                let is_year = number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit());
                let label = if is_year {
                    format!("write a date, or `year({day}) {} {number}` for a year", op.value.word())
                } else {
                    "write a date as year, month and day, like `2023-07-03`".to_owned()
                };
                (two.span, label)
            }
            (Type::Date, Type::DateTime) => day_of(two),
            (Type::DateTime, Type::Date) => day_of(one),
            (a, b) if a.is_numeric() && b.is_textual() => return self.number_and_text(one, two, op),
            (a, b) if a.is_textual() && b.is_numeric() => return self.number_and_text(two, one, op),
            (Type::Duration, _) if length_of_time(two).is_some() => self.without_quotes(two),
            (_, Type::Duration) if length_of_time(one).is_some() => self.without_quotes(one),
            _ => (two.span, format!("write {first}")),
        };
        self.mistake(Code::Incomparable, span, format!("{first} is compared with {second}"), label)
    }

    /// What to write for a number of days.
    fn days_label(&self, number: &Side<'_>) -> String {
        let written = self.written(number.span);
        match self.constant(number) {
            Some(Constant::Whole(1)) => "write `1 day`".to_owned(),
            Some(Constant::Whole(below)) if below < 0 => TURN_ROUND.to_owned(),
            Some(Constant::Whole(_)) if written.parse::<i64>().is_ok() => format!("write `{written} days`"),
            _ => "write a length of time, like `90 days`".to_owned(),
        }
    }

    fn comparable_texts(&mut self, one: &Side<'_>, two: &Side<'_>) -> Option<()> {
        let collection = |ty: &Type| match ty {
            Type::Id(collection) | Type::Reference(collection) => Some(*collection),
            _ => None,
        };
        match (one.value.ty(), two.value.ty()) {
            (a, b) if collection(a).is_some() && collection(a) == collection(b) => Some(()),
            (Type::Id(_) | Type::Reference(_), Type::Text) if self.constant(two).is_some() => Some(()),
            (Type::Text, Type::Id(_) | Type::Reference(_)) if self.constant(one).is_some() => Some(()),
            (a, b) if collection(a).is_some() || collection(b).is_some() => {
                let (first, second) = (self.environment().describe(a), self.environment().describe(b));
                let id = if collection(a).is_some() { one } else { two };
                let label = match (collection(a), collection(b)) {
                    (Some(_), Some(_)) => format!("compare it with {first}"),
                    _ if id.stands_for_items => {
                        format!("write `list(text(item) for item in {})` to compare the letters", self.written(id.span))
                    }
                    _ => format!("write `text({})` to compare the letters", self.written(id.span)),
                };
                let message = format!("{first} is compared with {second}");
                self.mistake(Code::OtherCollection, two.span, message, label)
            }
            (Type::OneOf(words), Type::Text) => match self.constant(two) {
                Some(Constant::Text(word)) => {
                    let written = self.written(one.span);
                    self.word_of(words, &word, &written, two.span)
                }
                _ => Some(()),
            },
            (Type::Text, Type::OneOf(words)) => match self.constant(one) {
                Some(Constant::Text(word)) => {
                    let written = self.written(two.span);
                    self.word_of(words, &word, &written, one.span)
                }
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

    /// Requires that a word is in the closed list of what is written as `written`.
    pub(super) fn word_of(&mut self, words: &[Arc<str>], word: &str, written: &str, span: Span) -> Option<()> {
        if words.iter().any(|known| **known == *word) {
            return Some(());
        }
        let names = || words.iter().map(|word| &**word);
        let label = word_meant(word, words)
            .map_or_else(|| "write one of its words".into(), |near| format!("{NEAREST_WORD} \"{near}\""));
        let place = self.place(span);
        let message = format!("{written} is never {word:?}");
        let note = format!("words of {written}: {}", listed(names()));
        let diagnostic = crate::Diagnostic::new(Code::NotInList, place, message, label).note(note);
        let own = self.written(span);
        let mut given =
            self.checker.given.iter().filter_map(|(number, _)| self.checker.program.parameters.get(*number));
        if given.any(|parameter| parameter.name == own) {
            return self.fail(diagnostic.note(format!("the parameter {own} is given its value by this run")));
        }
        self.fail(diagnostic)
    }

    /// The field that holds the id of a record.
    pub(super) fn id_field(&self, parts: &[crate::Part]) -> Option<String> {
        let environment = self.environment();
        let names = environment.field_names(parts);
        let holds = |name: &&&str| environment.field(parts, name).is_some_and(|field| matches!(field.ty, Type::Id(_)));
        names.iter().find(holds).or_else(|| names.iter().find(|name| **name == "id")).map(|name| (*name).to_owned())
    }

    /// Reports a text that is compared with a date, or with a moment.
    fn date_and_text(&mut self, text: &Side<'_>, date: &Type) -> Option<()> {
        let written = self.written(text.span);
        match self.constant(text) {
            Some(Constant::Text(value)) if matches!(text.value.expr.kind, ExprKind::Constant(_)) => {
                let day = value.get(..10).filter(|day| accordance_syntax::is_date(day));
                let label = match day {
                    Some(_) if *date == Type::DateTime && value.len() > 10 => format!("write {value} without quotes"),
                    _ if *date == Type::DateTime => {
                        "write the moment without quotes, like `2023-07-03T09:30:00Z`".to_owned()
                    }
                    Some(day) => format!("write {day} without quotes"),
                    None => "write the day as year-month-day without quotes, like `2023-07-03`".to_owned(),
                };
                self.mistake(Code::DateAsText, text.span, format!("a date is compared with the text {written}"), label)
            }
            _ => {
                if let Type::Reference(to) = text.value.ty() {
                    return self.date_and_reference(text, *to);
                }
                let label = format!("write `date({written})` for the date that the text is");
                self.mistake(Code::DateAsText, text.span, format!("a date is compared with a text, {written}"), label)
            }
        }
    }

    /// Reports a reference that is compared with a date, which is one of its record's.
    fn date_and_reference(&mut self, reference: &Side<'_>, to: crate::CollectionId) -> Option<()> {
        let written = self.written(reference.span);
        let found = self.environment().describe(reference.value.ty());
        let label = match self.environment().record_type(to) {
            Type::Record(parts) => {
                let is_date = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
                with_field(&self.fields_where(parts, &is_date), |field| format!("{written}.{field}"))
            }
            _ => "name a date of it".to_owned(),
        };
        self.mistake(Code::Incomparable, reference.span, format!("a date is compared with {found}"), label)
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
    /// Whether the value stands for the items of the list at `span`.
    pub(super) stands_for_items: bool,
}

impl<'v> Side<'v> {
    pub(super) const fn of(value: &'v Checked, span: Span) -> Self {
        Self { value, span, stands_for_items: false }
    }
}

/// The word of a closed list that was probably meant: the day of the week that it names in another language, or the nearest.
pub(super) fn word_meant<'w>(word: &str, words: &'w [Arc<str>]) -> Option<&'w str> {
    let words = || words.iter().map(|word| &**word);
    let day = accordance_syntax::weekday(word).and_then(|day| words().find(|word| *word == day));
    day.or_else(|| nearest(word, words()))
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
