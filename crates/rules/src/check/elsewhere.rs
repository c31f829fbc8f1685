//! What other languages have a function for, and this one says without.

use accordance_syntax::ast::{self, Argument, Presence};

use super::{
    names::TODAY,
    scope::{Body, Checked},
};
use crate::{Code, Place, Type, core::ExprKind};

/// Functions of other languages that ask whether something is there.
const PRESENCE: [(&str, Presence); 10] = [
    ("exists", Presence::Present),
    ("present", Presence::Present),
    ("is_present", Presence::Present),
    ("has_value", Presence::Present),
    ("not_null", Presence::Present),
    ("missing", Presence::Missing),
    ("is_missing", Presence::Missing),
    ("is_null", Presence::Missing),
    ("is_empty", Presence::Empty),
    ("empty", Presence::Empty),
];

/// The units of lengths of time that are no functions.
const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];

/// What a call is meant as, where no function is needed for it.
pub(super) enum Meant<'e> {
    /// `today()`.
    DateOfRun,
    /// `exists(x)`.
    Presence(&'e ast::Expr, Presence),
    /// `days(3)`.
    Duration(&'e ast::Expr),
}

/// What a call of a function that there is not is meant as.
pub(super) fn no_function<'e>(name: &str, arguments: &'e [Argument]) -> Option<Meant<'e>> {
    if TODAY.contains(&name) {
        return Some(Meant::DateOfRun);
    }
    let [Argument::Value(value)] = arguments else { return None };
    let asked = PRESENCE.iter().find(|(other, _)| *other == name);
    let asked = asked.map(|(_, presence)| Meant::Presence(value, *presence));
    asked.or_else(|| UNITS.contains(&name).then_some(Meant::Duration(value)))
}

impl Body<'_, '_> {
    /// Reports the call of a function that needs none, and reads it as what is meant.
    pub(super) fn without_function(&mut self, name: &ast::Name, meant: &Meant<'_>, place: Place) -> Option<Checked> {
        let unit = &name.text;
        let label = match meant {
            Meant::DateOfRun => "write `as_of`, the date of the run".to_owned(),
            Meant::Presence(value, presence) => {
                format!("write `{} is {}`", self.written(value.span), presence.word())
            }
            Meant::Duration(value) => match &value.inner().kind {
                ast::ExprKind::Literal(ast::Literal::Whole(1)) => format!("write `1 {}`", unit.trim_end_matches('s')),
                ast::ExprKind::Literal(ast::Literal::Whole(_)) => {
                    format!("write `{} {unit}`", self.written(value.span))
                }
                _ => format!("leave `{unit}(…)` out: a length of time is compared with another, like `90 {unit}`"),
            },
        };
        let message = format!("there is no function or definition `{}`", name.text);
        self.mistake::<()>(Code::UnknownFunction, place.span, message, label);
        match meant {
            Meant::DateOfRun => Some(Checked::new(ExprKind::AsOf, Type::Date, place)),
            Meant::Presence(value, presence) => self.presence(value, *presence, place),
            Meant::Duration(value) => {
                self.check(value);
                None
            }
        }
    }
}
