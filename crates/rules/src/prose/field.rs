//! Fields in words: `carried_to` of a contribution is *the meeting that the contribution is carried to*.

use super::{
    phrase::{Number, Phrase, Writer},
    words::{is_participle, is_preposition, is_verb, plural},
};
use crate::{Type, schema::spaced};

/// Words that stand before a preposition as a participle does: `due on`.
const STATES: [&str; 5] = ["due", "force", "valid", "open", "ready"];
const IT: &str = "it";

/// How a field is said.
enum Form {
    /// `the title of the goal`.
    Of(String),
    /// `the meeting that the contribution is carried to`: the noun, and what it is said to do.
    That { noun: String, verb: Verb, rest: String },
    /// As the field is written.
    Written,
}

enum Verb {
    Be,
    /// Third person: `starts`.
    Do(String),
}

impl Writer<'_> {
    /// A field of what `owner` says; `record` is the type of the owner (of each item, where it is many).
    pub(super) fn field_of(&self, owner: &Phrase, record: &Type, name: &str, ty: &Type) -> Phrase {
        if let Some(language) = self.language_of(record, name) {
            return Phrase { text: format!("{} in {language}", owner.text), number: owner.number };
        }
        let words = spaced(name);
        let last = words.rsplit(' ').next().unwrap_or(&words);
        let number = match (owner.number, ty) {
            // `days` of a thing are a number, and said as several; a `history` is a list, and said as one.
            (Number::One, Type::List(_) | Type::Whole | Type::Number) if is_verb(last) => Number::Many,
            (Number::Many, ty) if is_verb(last) || !matches!(ty, Type::List(_)) => Number::Many,
            _ => Number::One,
        };
        let item = ty.item().unwrap_or(ty);
        let counted = |noun: String| match (number, ty) {
            (Number::Many, Type::List(_)) if noun == words => noun,
            (Number::Many, _) => plural(&noun),
            (Number::One, _) => noun,
        };
        let text = match self.form(record, name, ty, item) {
            Form::Of(noun) => of(&counted(noun), owner),
            Form::That { noun, verb, rest } => {
                let verb = match (verb, owner.number) {
                    (Verb::Be, _) => owner.is().to_owned(),
                    (Verb::Do(verb), Number::One) => verb,
                    (Verb::Do(verb), Number::Many) => verb.trim_end_matches('s').to_owned(),
                };
                let noun = if noun == "what" { noun } else { format!("the {} that", counted(noun)) };
                format!("{noun} {} {verb} {rest}", owner.text).trim_end().to_owned()
            }
            Form::Written => match item {
                Type::Reference(_) => {
                    let noun = counted(self.noun(item));
                    format!("the {noun} that the field `{name}` of {} names", owner.text)
                }
                _ => of(&format!("field `{name}`"), owner),
            },
        };
        Phrase { text, number }
    }

    /// The language of a text, where a record has a field for each of several.
    fn language_of(&self, record: &Type, name: &str) -> Option<&'static str> {
        let language = Self::in_language(name)?;
        let Type::Record(parts) = record else { return None };
        let names = self.environment.field_names(parts);
        let several = names.iter().filter(|name| Self::in_language(name).is_some()).count() > 1;
        several.then_some(language)
    }

    /// Whether another field of a record is called the same.
    fn has_another(&self, record: &Type, name: &str, noun: &str) -> bool {
        let Type::Record(parts) = record else { return false };
        let names = self.environment.field_names(parts);
        let mut others = names.into_iter().filter(|other| *other != name);
        others.any(|other| {
            let field = self.environment.field(parts, other);
            field.is_some_and(|field| matches!(field.ty, Type::Record(_)) && self.noun(&field.ty) == noun)
        })
    }

    fn form(&self, record: &Type, name: &str, ty: &Type, item: &Type) -> Form {
        let words = spaced(name);
        let (head, last) = words.rsplit_once(' ').unwrap_or(("", &words));
        let first = words.split(' ').next().unwrap_or_default();
        let noun = match item {
            Type::Reference(_) | Type::Record(_) | Type::Date | Type::DateTime => Some(self.noun(item)),
            _ => None,
        };
        if is_preposition(last) {
            return match (head, &noun) {
                ("", _) if last == "on" && *item == Type::Date => Form::Of("date".into()),
                ("", Some(noun)) if !matches!(item, Type::Date | Type::DateTime) => {
                    Form::That { noun: noun.clone(), verb: Verb::Be, rest: last.to_owned() }
                }
                ("", _) => Form::Written,
                (head, noun) => {
                    let noun = noun.clone().unwrap_or_else(|| "what".into());
                    let before = head.rsplit(' ').next().unwrap_or(head);
                    if is_verb(head) {
                        Form::That { noun, verb: Verb::Do(head.to_owned()), rest: last.to_owned() }
                    } else if is_participle(before) || STATES.contains(&before) {
                        Form::That { noun, verb: Verb::Be, rest: words.clone() }
                    } else {
                        Form::Written
                    }
                }
            };
        }
        match (&noun, ty) {
            (Some(noun), Type::Reference(_)) if is_verb(&words) => {
                Form::That { noun: noun.clone(), verb: Verb::Do(words.clone()), rest: String::new() }
            }
            (Some(noun), Type::Record(_)) if is_participle(last) => {
                let is_shared = self.has_another(record, name, noun);
                Form::Of(if is_shared { format!("{noun} `{name}`") } else { noun.clone() })
            }
            _ if last == "complete" && !head.is_empty() => Form::Written,
            _ if ["as", "at"].contains(&first) || is_preposition(first) || is_participle(&words) => Form::Written,
            _ => Form::Of(words),
        }
    }
}

fn of(noun: &str, owner: &Phrase) -> String {
    if owner.text == IT { format!("its {noun}") } else { format!("the {noun} of {}", owner.text) }
}
