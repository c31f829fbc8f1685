//! Calls of functions and definitions.

use std::sync::Arc;

use accordance_syntax::ast::{self, Argument};

use super::{
    defined::{Defined, Found, Kind, Meaning},
    elsewhere::no_function,
    facts::{Fact, Root},
    patterns::Refused,
    scope::{Body, Checked, Origin},
};
use crate::{
    Code, Diagnostic, Function, Place, Type,
    core::{Constant, Expr, ExprKind},
    nearest::{listed, nearest},
};

/// The letters of the parts of a form of dates.
const DATE_PARTS: &str = "YmdBbejyAaHMS%";

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Functions of other languages, and the one of this language.
const ELSEWHERE: [(&str, &str); 30] = [
    ("len", "length"),
    ("size", "count"),
    ("avg", "average"),
    ("mean", "average"),
    ("maximum", "max"),
    ("latest", "max"),
    ("newest", "max"),
    ("earliest", "min"),
    ("oldest", "min"),
    ("minimum", "min"),
    ("total", "sum"),
    ("unique", "distinct"),
    ("lowercase", "lower"),
    ("to_lower", "lower"),
    ("lcase", "lower"),
    ("uppercase", "upper"),
    ("to_upper", "upper"),
    ("ucase", "upper"),
    ("strip", "trim"),
    ("str", "text"),
    ("string", "text"),
    ("int", "number"),
    ("float", "number"),
    ("to_date", "date"),
    ("parse_date", "date"),
    ("intersection", "overlap"),
    ("intersect", "overlap"),
    ("except", "difference"),
    ("is_unique", "is_distinct"),
    ("dayofweek", "weekday"),
];

/// A text as a pattern that finds it.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if r"\.+*?()|[]{}^$/".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

impl<'c> Body<'_, 'c> {
    pub(super) fn pattern(&mut self, regex: &ast::Regex) -> Option<Arc<str>> {
        let (message, label) = match self.checker.patterns.get(&regex.pattern) {
            Ok(pattern) => return Some(pattern),
            Err(Refused::TooLarge) => ("the pattern is too large".to_owned(), "write a shorter one"),
            Err(Refused::TooMany) => {
                ("the patterns of all rule files are too large together".to_owned(), "run fewer rules at a time")
            }
            Err(Refused::Malformed(text)) => {
                let looks_around = text.contains("look-around") || text.contains("backreference");
                let label = if looks_around {
                    "write a regular expression without look-around and back-references"
                } else {
                    "mend the regular expression; a sign that is meant as such has a backslash before it"
                };
                let last = text.lines().last().unwrap_or_default();
                (format!("the pattern cannot be used: {}", last.trim_start_matches("error: ")), label)
            }
        };
        self.mistake(Code::Pattern, regex.span, message, label)
    }

    pub(super) fn call(&mut self, name: &ast::Name, arguments: &[Argument], place: Place) -> Option<Checked> {
        if let Some(function) = Function::from_word(&name.text) {
            return self.function(function, name, arguments, place);
        }
        match self.checker.found(self.file, &name.text) {
            Found::One(Defined { place: at, meaning: Meaning::Definition(define) }) => {
                self.definition(define, at, name, arguments, place)
            }
            Found::Several => {
                // Which of them is meant cannot be told, which has been reported.
                self.has_errors = true;
                None
            }
            Found::Unseen(known @ Defined { meaning: Meaning::Definition(_), .. }) => self.not_imported(name, known),
            _ => self.unknown_function(name, arguments, place),
        }
    }

    fn unknown_function(&mut self, name: &ast::Name, arguments: &[Argument], place: Place) -> Option<Checked> {
        let definitions = self.checker.seen_names(self.file, Kind::Definition);
        let words = Function::ALL.iter().map(|function| function.word());
        let more = ["count", "sum", "min", "max", "average", "distinct", "list", "chain"];
        let names: Vec<&str> = definitions.chain(words).chain(more).collect();
        // Spreadsheets write them in capitals.
        let small = name.text.to_lowercase();
        let meant = ELSEWHERE.iter().find(|(other, _)| *other == small).map(|(_, meant)| *meant);
        if let Some(meant) = no_function(&small, arguments) {
            return self.without_function(name, &meant, place);
        }
        let near = meant.or_else(|| nearest(&name.text, names.iter().copied()));
        let near = match near {
            Some("distinct") if name.text == "unique" => Some(
                "write `is_distinct` for whether all are different, or `distinct` for each of them once".to_owned(),
            ),
            near => near.map(|near| format!("the nearest function is `{near}`")),
        };
        let near = near.or_else(|| self.near_elsewhere(&name.text, Kind::Definition));
        for argument in arguments {
            if let Argument::Value(value) = argument {
                self.check(value);
            }
        }
        if near.is_none() && self.checker.lacks_imports(self.file) {
            // It may be defined in the file that could not be read, which has been reported.
            self.has_errors = true;
            return None;
        }
        let label = near.unwrap_or_else(|| format!("write one of {}", listed(names.iter().copied())));
        let message = format!("there is no function or definition `{}`", name.text);
        self.mistake(Code::UnknownFunction, name.span, message, label)
    }

    /// Writes a definition out with what it is given.
    fn definition(
        &mut self,
        define: &'c ast::Define,
        at: Place,
        name: &ast::Name,
        arguments: &[Argument],
        place: Place,
    ) -> Option<Checked> {
        let is_open = self.defining.contains(&at);
        let outer = self.defining.last();
        let is_later = outer.is_some_and(|outer| outer.file == at.file && outer.span.start <= at.span.start);
        if is_open || is_later {
            let message = if is_open {
                format!("the definition of `{}` uses itself", name.text)
            } else {
                format!("`{}` is defined after this definition", name.text)
            };
            return self.mistake(
                Code::LaterDefinition,
                name.span,
                message,
                "use definitions that stand before this one",
            );
        }
        // Where its heading could not be read, it is not known how many it takes.
        if !define.has_mistakes {
            self.arity(name, arguments.len(), (define.arguments.len(), define.arguments.len()))?;
        }
        let mut given = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Value(value) => given.push(self.check(value)),
                Argument::Regex(regex) => {
                    let message = "a definition takes values, not patterns";
                    given.push(self.mistake(Code::Pattern, regex.span, message, "write a value"));
                }
            }
        }
        let given: Vec<Checked> = given.into_iter().collect::<Option<_>>()?;
        let Some(value) = define.value.as_ref().filter(|_| !define.has_mistakes) else {
            // Its own mistake has been reported.
            self.has_errors = true;
            return None;
        };
        let outer_file = std::mem::replace(&mut self.file, at.file);
        let outer_variables = std::mem::take(&mut self.variables);
        self.defining.push(at);
        let mut bound = Vec::new();
        for (argument, given) in define.arguments.iter().zip(given) {
            // A value of the data keeps its path, so that what the definition tests is known where it is used.
            let value = if given.path.is_some() || given.missing.is_some() {
                given
            } else {
                let slot = self.new_slot(&argument.text);
                let ty = given.ty().clone();
                bound.push((slot, given.expr));
                Checked::new(ExprKind::Slot(slot), ty, self.place(argument.span))
            };
            self.name_value(argument, value, Origin::Argument);
        }
        let reported = self.checker.diagnostics.len();
        let body = self.check(value);
        for diagnostic in self.checker.diagnostics.iter_mut().skip(reported) {
            if diagnostic.place.file == at.file && diagnostic.related.is_empty() {
                diagnostic.related.push((place, "used here".to_owned()));
            }
        }
        self.defining.pop();
        self.variables = outer_variables;
        self.file = outer_file;
        let mut body = body?;
        // The same words stand for other values where the definition is used again.
        let depth = self.defining.len();
        let is_seen_outside = |fact: &Fact| !matches!(&fact.path().root, Root::Written(_, inner) if *inner > depth);
        body.if_true.retain(is_seen_outside);
        body.if_false.retain(is_seen_outside);
        body.path = body.path.filter(|path| !matches!(&path.root, Root::Written(_, inner) if *inner > depth));
        for (slot, value) in bound.into_iter().rev() {
            let ty = body.expr.ty.clone();
            let kind = ExprKind::With { slot, value: Box::new(value), body: Box::new(body.expr) };
            body.expr = Expr { kind, ty, place };
        }
        body.expr.place = place;
        Some(body)
    }

    fn arity(&mut self, name: &ast::Name, given: usize, (least, most): (usize, usize)) -> Option<()> {
        if (least..=most).contains(&given) {
            return Some(());
        }
        let needed = if least == most { least.to_string() } else { format!("{least} or {most}") };
        let noun = if most == 1 { "argument" } else { "arguments" };
        let message = format!(
            "`{}` takes {needed} {noun}, and here {} {given}",
            name.text,
            if given == 1 { "is" } else { "are" }
        );
        self.mistake(Code::Arguments, name.span, message, format!("write {needed} {noun} between the brackets"))
    }

    fn function(
        &mut self,
        function: Function,
        name: &ast::Name,
        arguments: &[Argument],
        place: Place,
    ) -> Option<Checked> {
        self.arity(name, arguments.len(), function.arity())?;
        let mut pattern = None;
        let mut values: Vec<(Option<Checked>, accordance_syntax::Span)> = Vec::new();
        for (number, argument) in arguments.iter().enumerate() {
            match argument {
                Argument::Value(value) if function == Function::Replace && number == 1 => {
                    let message = "`replace` takes a pattern as its second argument";
                    let label = match &value.inner().kind {
                        ast::ExprKind::Literal(ast::Literal::Text(text)) if !text.value.is_empty() => {
                            format!("write it between slashes: /{}/", escaped(&text.value))
                        }
                        _ => "write it between slashes, like /[ -]+/".to_owned(),
                    };
                    return self.mistake(Code::Pattern, value.span, message, label);
                }
                Argument::Value(value) => values.push((self.strict(value), value.span)),
                Argument::Regex(regex) if function == Function::Replace && number == 1 => {
                    pattern = Some(self.pattern(regex)?);
                }
                Argument::Regex(regex) => {
                    let message = format!("`{}` takes no pattern here", name.text);
                    return self.mistake(Code::Pattern, regex.span, message, "write a text in quotes");
                }
            }
        }
        let mut checked = Vec::new();
        for (value, span) in values {
            checked.push((value?, span));
        }
        let ty = self.function_type(function, &checked)?;
        let arguments = checked.into_iter().map(|(value, _)| value.expr).collect();
        Some(Checked::new(ExprKind::Call { function, arguments, pattern }, ty, place))
    }

    fn function_type(&mut self, function: Function, given: &[(Checked, accordance_syntax::Span)]) -> Option<Type> {
        let (first, span) = given.first()?;
        let span = *span;
        let second = given.get(1);
        let is_list = |ty: &Type| ty.item().is_some();
        let is_day = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
        Some(match function {
            Function::Length => {
                self.need(first, span, "a list or a text", |ty| ty.is_textual() || is_list(ty))?;
                Type::Whole
            }
            Function::Lower | Function::Upper | Function::Trim | Function::Words | Function::Number => {
                self.need(first, span, "a text", Type::is_textual)?;
                match function {
                    Function::Words => Type::list(Type::Text),
                    Function::Number => Type::Number,
                    _ => Type::Text,
                }
            }
            Function::Split | Function::Replace => {
                self.need(first, span, "a text", Type::is_textual)?;
                let (second, span) = second?;
                self.need(second, *span, "a text", Type::is_textual)?;
                if function == Function::Split { Type::list(Type::Text) } else { Type::Text }
            }
            Function::Join => {
                self.need(first, span, "a list of texts", |ty| {
                    ty.item().is_some_and(|item| item.is_textual() || matches!(item, Type::Anything | Type::Nothing))
                })?;
                let (second, span) = second?;
                self.need(second, *span, "a text", Type::is_textual)?;
                Type::Text
            }
            Function::Year | Function::Month | Function::Day | Function::Weekday => {
                self.need(first, span, "a date", is_day)?;
                if function == Function::Weekday {
                    Type::OneOf(WEEKDAYS.iter().map(|day| (*day).into()).collect())
                } else {
                    Type::Whole
                }
            }
            Function::Hour | Function::Minute => {
                self.need(first, span, "a date with a time", |ty| *ty == Type::DateTime)?;
                Type::Whole
            }
            Function::Date => {
                match second {
                    None => self.need(first, span, "a text or a date with a time", |ty| {
                        ty.is_textual() || *ty == Type::DateTime
                    })?,
                    Some((form, form_span)) => {
                        self.need(first, span, "a text", Type::is_textual)?;
                        self.need(form, *form_span, "a text", Type::is_textual)?;
                        self.date_form(form, *form_span)?;
                    }
                }
                Type::Date
            }
            Function::Text => {
                let is_scalar = |ty: &Type| !is_list(ty) && !matches!(ty, Type::Record(_));
                self.need(first, span, "a single value", is_scalar)?;
                Type::Text
            }
            Function::Abs | Function::Round => {
                self.need(first, span, "a number", Type::is_numeric)?;
                if function == Function::Round { Type::Whole } else { first.ty().clone() }
            }
            Function::First | Function::Last => {
                self.need(first, span, "a list", is_list)?;
                first.ty().item().cloned().unwrap_or(Type::Anything)
            }
            Function::IsDistinct => {
                self.need(first, span, "a list", is_list)?;
                Type::Boolean
            }
            Function::Overlap | Function::Difference => {
                self.need(first, span, "a list", is_list)?;
                let (second, second_span) = second?;
                self.need(second, *second_span, "a list", is_list)?;
                let one = super::compare::Side::of(first, span);
                let two = super::compare::Side::of(second, *second_span);
                self.comparable(&one, &two, accordance_syntax::Spanned::new(ast::CompareOp::Equal, *second_span))?;
                first.ty().clone()
            }
        })
    }

    /// Requires a form of dates that can be used.
    fn date_form(&mut self, form: &Checked, span: accordance_syntax::Span) -> Option<()> {
        let ExprKind::Constant(Constant::Text(text)) = &form.expr.kind else {
            let message = "the form of a date is written out";
            return self.mistake(Code::DateForm, span, message, "write a text like \"%d %B %Y\"");
        };
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                continue;
            }
            let next = letters.next();
            if !next.is_some_and(|next| DATE_PARTS.contains(next)) {
                let shown: String = next.into_iter().collect();
                let message = format!("`%{}` is no part of a date", shown.escape_debug());
                let place = self.place(span);
                return self
                    .fail(Diagnostic::new(Code::DateForm, place, message, "write a form like \"%d %B %Y\"").note(
                        "parts: %Y year, %m month, %d day, %B month in letters, %b its first three, %A weekday",
                    ));
            }
        }
        Some(())
    }
}
