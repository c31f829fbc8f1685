//! Names that stand for nothing, and what was probably meant by them.

use std::borrow::Cow;

use accordance_syntax::{
    Span, Spanned,
    ast::{self, TextTest},
};

use super::{
    arithmetic::quoted_duration,
    compare::word_meant,
    defined::{Defined, Found, Kind, Meaning},
    fitting::with_field,
    scope::{Body, Checked, Clause, Origin},
};
use crate::{
    Code, Diagnostic, Function, Place, Type,
    core::ExprKind,
    nearest::{listed, nearest},
};

/// Names that are brought from elsewhere for the date of the run.
pub(super) const TODAY: [&str; 6] = ["today", "now", "current_date", "asof", "date_of_run", "run_date"];

impl Body<'_, '_> {
    /// Whether a name stands for something here.
    pub(super) fn is_name(&self, name: &str) -> bool {
        name == "as_of" || self.names().iter().any(|known| known == name)
    }

    pub(super) fn unknown_name<T>(&mut self, name: &ast::Name) -> Option<T> {
        let text = &name.text;
        let mut names = self.names();
        names.sort_unstable();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut message = format!("there is nothing of the name `{text}` here");
        let label = if let Found::One(Defined { meaning: Meaning::Definition(define), .. }) =
            self.checker.found(self.file, text)
        {
            message = format!("`{text}` is a definition, and takes what it is about in brackets");
            let arguments: Vec<&str> = define.arguments.iter().map(|argument| &*argument.text).collect();
            format!("write `{text}({})`", arguments.join(", "))
        } else if self.follows_dashes(name.span) {
            "a comment begins with `#`, not with `--`".to_owned()
        } else if TODAY.contains(&&**text) {
            "write `as_of`, the date of the run".to_owned()
        } else if self.later.contains(text) && self.clause == Clause::Condition {
            message = format!("`{text}` is worked out after `when`");
            "write its value itself here, or move the condition to `require`".to_owned()
        } else if self.later.contains(text) {
            message = format!("`{text}` is gone through after this");
            format!("name `{text}` and its list before this")
        } else if self.ended.contains(text) {
            message = format!("`{text}` is known only within the brackets of its `has`, `where` or `for`");
            "move this into those brackets".to_owned()
        } else if let Some(variable) = self.variable_with(text) {
            format!("write `{variable}.{text}`")
        } else if self.clause == Clause::WaiverOfCheck {
            match nearest(text, ["record"]) {
                Some(_) => "write `record`, the id of the record".to_owned(),
                None => format!(
                    "write \"{}\" if it is an id, or `record` for the id of the record",
                    self.whole_id(name.span)
                ),
            }
        } else if let Some(label) = self.not_gone_through(name) {
            label
        } else if let Some(number) = self.number_meant(name) {
            format!("write `{number}`")
        } else if let Some(near) = nearest(text, names.iter().copied()) {
            format!("the nearest name is `{near}`")
        } else if Function::from_word(text).is_some() {
            message = format!("`{text}` is a function, and takes what it is about in brackets");
            format!("write `{text}(…)`")
        } else if let Some(label) = self.near_elsewhere(text, Kind::Parameter) {
            label
        } else if self.checker.lacks_imports(self.file) {
            // It may be defined in the file that could not be read, which has been reported.
            self.has_errors = true;
            return None;
        } else {
            format!("write one of {}", listed(names.iter().copied()))
        };
        self.mistake(Code::UnknownName, name.span, message, label)
    }

    /// What to write for a record that no `for` goes through, of which a field is named, or for a list of such records.
    /// An id that begins with a name, written without quotes: `wg-2023-07-03`.
    fn whole_id(&self, name: Span) -> String {
        let text = self.checker.sources.files.get(self.file).map_or("", |file| file.text.as_str());
        let rest = text.get(name.range().start..).unwrap_or_default();
        let of_id = |letter: &char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        rest.chars().take_while(of_id).take(80).collect()
    }

    fn not_gone_through(&self, name: &ast::Name) -> Option<String> {
        if self.is_nearly_own(&name.text) {
            return None;
        }
        let environment = self.environment();
        let record_of = |collection: &&str| {
            let own = environment.collection(collection).map(|collection| environment.record_type(collection));
            own.filter(|own| matches!(own, Type::Record(parts) if environment.record_name(parts) == name.text))
        };
        let found = environment.collection_names().find_map(|collection| Some((collection, record_of(&collection)?)));
        let Some((collection, record)) = found.filter(|_| self.is_record(name)) else {
            return self.list_of_records(&name.text).map(|(list, _)| format!("write `{list}`"));
        };
        if let Some(variable) = self.variables.iter().rev().find(|variable| variable.value.ty() == record) {
            return Some(format!("write `{}`", variable.name));
        }
        if !self.defining.is_empty() {
            return None;
        }
        // A matrix and a waiver have lists of their own, a definition has arguments.
        let origins = || self.variables.iter().map(|variable| variable.origin);
        if origins().any(|origin| origin == Origin::Argument) {
            None
        } else if !origins().any(|origin| origin == Origin::Loop) {
            Some(format!("add `for {} in {collection}`", name.text))
        } else if self.goes_through_records_of(collection) {
            Some(format!("go through the records first: `for {} in {collection}, … in {}. …`", name.text, name.text))
        } else {
            None
        }
    }

    /// Whether a `for` goes through a list that all records of a collection have together.
    fn goes_through_records_of(&self, collection: &str) -> bool {
        let text = &self.checker.sources.files[self.file].text;
        let all = format!("in {collection}.");
        self.variables.iter().filter(|variable| variable.origin == Origin::Loop).any(|variable| {
            let behind = text.get(variable.place.span.end..).unwrap_or_default();
            variable.place.file == self.file && behind.trim_start().starts_with(&all)
        })
    }

    /// The number that a word names, where none of the names that there are is meant.
    fn number_meant(&self, name: &ast::Name) -> Option<i64> {
        let number = accordance_syntax::number(&name.text).filter(|_| name.text != "a" && !self.is_record(name))?;
        (!self.is_nearly_own(&name.text)).then_some(number)
    }

    /// Whether a field of what has a name is named.
    fn is_record(&self, name: &ast::Name) -> bool {
        let behind = self.checker.sources.files[self.file].text.get(name.span.end..);
        behind.is_some_and(|behind| behind.starts_with('.'))
    }

    /// Whether a name is nearly that of a variable or a parameter.
    fn is_nearly_own(&self, name: &str) -> bool {
        let variables = self.variables.iter().map(|variable| &*variable.name);
        nearest(name, variables.chain(self.checker.seen_names(self.file, Kind::Parameter))).is_some()
    }

    /// Whether something better can be said of a name than that it is none.
    fn is_told_otherwise(&self, name: &str) -> bool {
        self.ended.iter().any(|ended| ended == name)
            || TODAY.contains(&name)
            || Function::from_word(name).is_some()
            || self.checker.lacks_imports(self.file)
            || self.variable_with(name).is_some()
            || self.near_elsewhere(name, Kind::Parameter).is_some()
            || nearest(name, self.names().iter().map(|name| &**name)).is_some()
    }

    /// The list that records of some collection have by a name, and what its items are.
    pub(super) fn list_of_records(&self, name: &str) -> Option<(String, Type)> {
        let environment = self.environment();
        environment.collection_names().find_map(|collection| {
            let Type::Record(parts) = environment.record_type(environment.collection(collection)?) else { return None };
            let field = environment.field(parts, name)?;
            Some((format!("{collection}.{name}"), field.ty.item()?.clone()))
        })
    }

    /// Whether `--` stands before a place, which begins a comment elsewhere.
    fn follows_dashes(&self, span: Span) -> bool {
        let text = &self.checker.sources.files[self.file].text;
        text.get(..span.start).is_some_and(|before| before.trim_end_matches(' ').ends_with("--"))
    }

    /// What to say of the nearest parameter or definition that this file does not see.
    pub(super) fn near_elsewhere(&self, name: &str, kind: Kind) -> Option<String> {
        let near = nearest(name, self.checker.unseen_names(self.file, kind))?;
        let Found::Unseen(known) = self.checker.found(self.file, near) else { return None };
        let other = &self.checker.sources.files[known.place.file].name;
        Some(format!("the nearest is `{near}` of {other}, which this file does not import"))
    }

    /// A variable whose records have a field.
    pub(super) fn variable_with(&self, field: &str) -> Option<String> {
        let environment = self.environment();
        let has_it = |ty: &Type| match ty {
            Type::Record(parts) => environment.field(parts, field).is_some(),
            Type::Reference(collection) => {
                matches!(environment.record_type(*collection), Type::Record(parts) if environment.field(parts, field).is_some())
            }
            _ => false,
        };
        let found = self.variables.iter().rev().find(|variable| has_it(variable.value.ty()))?;
        Some(found.name.clone())
    }

    /// A word without quotes: a name, or several with hyphens between them as in an id.
    fn bare_word<'e>(&self, side: &'e ast::Expr) -> Option<Cow<'e, ast::Name>> {
        match &side.inner().kind {
            ast::ExprKind::Name(name) => Some(Cow::Borrowed(name)),
            ast::ExprKind::Arithmetic { left, .. } => {
                let first = self.bare_word(left)?;
                let text = self.checker.sources.files[self.file].text.get(side.span.range())?;
                let is_id = text
                    .split('-')
                    .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
                let name = ast::Name { text: text.to_owned(), span: side.span };
                (is_id && !self.is_name(first.text.split('-').next()?)).then_some(Cow::Owned(name))
            }
            _ => None,
        }
    }

    /// Reports a name that is meant as one of the words that `other` may be.
    pub(super) fn quotes_left_out<T>(&mut self, side: &ast::Expr, other: &ast::Expr) -> Result<(), Option<T>> {
        let Some(name) = self.bare_word(side) else { return Ok(()) };
        if self.is_name(&name.text)
            || self.checker.defined.contains_key(&*name.text)
            || self.clause == Clause::WaiverOfCheck
        {
            return Ok(());
        }
        let Some(value) = self.quiet(other) else { return Ok(()) };
        let message = format!("there is nothing of the name `{}` here", name.text);
        let mut note = None;
        let label = match value.ty() {
            Type::OneOf(all) => {
                let words = || all.iter().map(|word| &**word);
                match word_meant(&name.text, all) {
                    Some(word) => format!("a text stands in quotes: write {word:?}"),
                    None if self.is_told_otherwise(&name.text) => return Ok(()),
                    None => {
                        note = Some(format!("words of {}: {}", self.written(other.span), listed(words())));
                        "write one of its words, in quotes".to_owned()
                    }
                }
            }
            Type::Id(_) | Type::Reference(_) if !self.is_told_otherwise(&name.text) => {
                format!("an id stands in quotes: write {:?}", name.text)
            }
            // Beside a text that is written out, the name is that of something.
            Type::Text if !is_constant(&value) && !self.is_told_otherwise(&name.text) => {
                format!("a text stands in quotes: write {:?}", name.text)
            }
            _ => return Ok(()),
        };
        let told = Diagnostic::new(Code::UnknownName, self.place(name.span), message, label);
        Err(self.fail(note.into_iter().fold(told, Diagnostic::note)))
    }

    /// Reports a name that is meant as a part of a text.
    fn quotes_left_out_of_part(&mut self, part: &ast::Expr, text: Option<&Checked>) -> Option<()> {
        let ast::ExprKind::Name(name) = &part.inner().kind else { return Some(()) };
        let is_text = text.is_some_and(|text| text.ty().is_textual() && !is_constant(text));
        if !is_text
            || self.is_name(&name.text)
            || self.checker.defined.contains_key(&*name.text)
            || self.is_told_otherwise(&name.text)
        {
            return Some(());
        }
        let message = format!("there is nothing of the name `{}` here", name.text);
        self.mistake(Code::UnknownName, name.span, message, format!("a text stands in quotes: write {:?}", name.text))
    }

    /// Reports `record.starts-on`, where the field is `starts_on`.
    pub(super) fn not_a_hyphen(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<()> {
        let (ast::ExprKind::Field { record, field }, ast::ExprKind::Name(rest)) = (&left.kind, &right.kind) else {
            return Some(());
        };
        if self.is_name(&rest.text) {
            return Some(());
        }
        let Some(value) = self.quiet(record) else { return Some(()) };
        let value = self.followed(value);
        let Type::Record(parts) = value.ty() else { return Some(()) };
        let (hyphen, line) = (format!("{}-{}", field.text, rest.text), format!("{}_{}", field.text, rest.text));
        let environment = self.environment();
        let name = environment.record_name(parts);
        let label = if environment.field(parts, &hyphen).is_some() {
            format!("write `` `{hyphen}` ``: a name with a hyphen stands in backquotes")
        } else if environment.field(parts, &line).is_some() {
            format!("the nearest field is `{line}`")
        } else {
            return Some(());
        };
        let message = format!("{} has no field `{hyphen}`", crate::environment::with_article(&name));
        self.mistake(Code::UnknownField, field.span.to(rest.span), message, label)
    }

    /// Reports texts that are put together with `+`, all at once.
    pub(super) fn not_texts(&mut self, left: &ast::Expr, right: &ast::Expr, sign: Span) -> Option<()> {
        let mut parts = Vec::new();
        terms(left, &mut parts);
        parts.push(right);
        let is_text = |part: &&ast::Expr| matches!(&part.inner().kind, ast::ExprKind::Literal(ast::Literal::Text(_)));
        if !parts.iter().any(is_text) {
            return Some(());
        }
        let values: Vec<Option<Checked>> = parts.iter().map(|part| self.quiet(part)).collect();
        let is_date = |value: &Checked| matches!(value.ty(), Type::Date | Type::DateTime);
        if quoted_duration(&parts).is_some() && values.iter().flatten().any(is_date) {
            return self.no_quoted_duration(&parts);
        }
        let written: Vec<String> = parts
            .iter()
            .zip(&values)
            .map(|(part, value)| {
                let text = self.written(part.span);
                let is_textual = value.as_ref().is_none_or(|value| value.ty().is_textual());
                if is_textual { text } else { format!("text({text})") }
            })
            .collect();
        let label = format!("write `join([{}], \"\")` to put texts together", written.join(", "));
        self.mistake(
            Code::WrongType,
            sign,
            "`+` adds numbers, or a length of time to a date, and here is a text",
            label,
        )
    }

    /// `text starts with part` and its like
    pub(super) fn text_test(
        &mut self,
        text: &ast::Expr,
        test: Spanned<TextTest>,
        part: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        let value = self.strict(text);
        let found = self.quotes_left_out_of_part(part, value.as_ref()).and_then(|()| self.strict(part));
        let found = found.and_then(|found| self.need(&found, part.span, "a text", Type::is_textual).map(|()| found));
        let value = value?;
        self.is_one_text(&value, text.span, test, part.span, found.as_ref())?;
        let kind = ExprKind::TextTest { test: test.value, text: Box::new(value.expr), part: Box::new(found?.expr) };
        Some(Checked::new(kind, Type::Boolean, place))
    }

    /// Requires one text on the left of `contains` and its like. For a list and for a text in languages it is told what
    /// asks the same of them.
    fn is_one_text(
        &mut self,
        value: &Checked,
        span: Span,
        test: Spanned<TextTest>,
        part: Span,
        found: Option<&Checked>,
    ) -> Option<()> {
        let (written, part, word) = (self.written(span), self.written(part), test.value.word());
        let label = match value.ty() {
            Type::List(item) => match (&**item, found) {
                (Type::Record(parts), Some(found)) => {
                    let fields = self.fields_for_value(parts, found);
                    with_field(&fields, |field| format!("{part} in {written}.{field}"))
                }
                (Type::Text, _) if test.value == TextTest::Contains => {
                    let whole = format!("or `{part} in {written}` for the whole of one");
                    format!("write `some item in {written} has (item contains {part})`, {whole}")
                }
                (item, _) if item.is_textual() && test.value != TextTest::Contains => {
                    format!("write `some item in {written} has (item {word} {part})`")
                }
                _ => format!("write `{part} in {written}`"),
            },
            Type::Record(parts) => {
                match self.asked_of_text(parts, &written, |field| format!("{field} {word} {part}")) {
                    Some(asked) => format!("write `{asked}`"),
                    None => return self.need(value, span, "a text", Type::is_textual),
                }
            }
            _ => return self.need(value, span, "a text", Type::is_textual),
        };
        let found = self.environment().describe(value.ty());
        let as_written = self.written(test.span);
        let message = if as_written == word {
            format!("`{word}` is for texts, and {written} is {found}")
        } else {
            format!("`{as_written}` is no word of the language, and {written} is {found}")
        };
        self.mistake(Code::WrongType, test.span, message, label)
    }

    /// Reports a field that there is not. The field that was probably meant takes its place, so that what follows is
    /// checked as well.
    pub(super) fn meant_field(&mut self, parts: &[crate::Part], field: &ast::Name) -> Option<ast::Name> {
        self.unknown_field::<()>(parts, field);
        let names = self.environment().field_names(parts);
        let near = nearest(&field.text, names)?;
        Some(ast::Name { text: near.to_owned(), span: field.span })
    }

    /// Checks something as it was probably meant. That it may be missing is no mistake of its own.
    pub(super) fn as_meant(&mut self, check: impl FnOnce(&mut Self) -> Option<Checked>) -> Option<Checked> {
        let value = check(self)?;
        Some(Checked { missing: None, ..value })
    }

    pub(super) fn unknown_field<T>(&mut self, parts: &[crate::Part], field: &ast::Name) -> Option<T> {
        let environment = self.environment();
        let names = environment.field_names(parts);
        let record = crate::environment::with_article(&environment.record_name(parts));
        let whole: Vec<crate::Part> = parts.iter().map(|part| crate::Part { variants: u64::MAX, ..*part }).collect();
        let is_narrowed = environment.field(&whole, &field.text).is_some();
        let of_kind = if is_narrowed { " of the kind that is tested for" } else { "" };
        let message = format!("{record}{of_kind} has no field `{}`", field.text);
        let label = match nearest(&field.text, names.iter().copied()) {
            _ if is_narrowed => "test for a kind that has it".to_owned(),
            Some(near) => format!("the nearest field is `{near}`"),
            None => match self.variable_with(&field.text) {
                Some(variable) => format!("`{variable}` has one: write `{variable}.{}`", field.text),
                None => "write a field that it has".to_owned(),
            },
        };
        let note = format!("fields of {record}: {}", listed(names));
        let place = self.place(field.span);
        self.fail(Diagnostic::new(Code::UnknownField, place, message, label).note(note))
    }
}

/// The terms of a sum, which leans to the left.
fn terms<'e>(expr: &'e ast::Expr, into: &mut Vec<&'e ast::Expr>) {
    match &expr.kind {
        ast::ExprKind::Arithmetic { left, op, right } if op.value == ast::ArithmeticOp::Add => {
            terms(left, into);
            into.push(right);
        }
        _ => into.push(expr),
    }
}

fn is_constant(value: &Checked) -> bool {
    matches!(value.expr.kind, ExprKind::Constant(_))
}
