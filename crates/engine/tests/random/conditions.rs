//! Conditions.

use super::{
    kinds::{Kind, PROJECT, STEP, TEAM},
    writer::Writer,
};

pub(crate) const PATTERNS: [&str; 5] = ["a", "^a", "[0-9]+$", "^$", "\\\\w\\\\s"];
pub(crate) const OPERATORS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
const SCALARS: [Kind; 7] =
    [Kind::Whole, Kind::Text, Kind::Number, Kind::Level, Kind::Date, Kind::Moment, Kind::Duration];

impl Writer<'_> {
    /// A condition in brackets, or one that needs none.
    pub(crate) fn condition(&mut self) -> String {
        if !self.goes_on() {
            return self.comparison();
        }
        match self.choices.pick(24) {
            0 => "true".into(),
            1..=4 => self.comparison(),
            5 => {
                let word = *self.choices.one_of(&["and", "or"]);
                let operands: Vec<String> = (0..2 + self.choices.pick(2)).map(|_| self.condition()).collect();
                format!("({})", operands.join(&format!(" {word} ")))
            }
            6 => {
                let (one, two) = (self.condition(), self.condition());
                format!("({one} implies {two})")
            }
            7 => format!("(not {})", self.condition()),
            8..=9 => self.membership(),
            10 => self.presence(),
            11 => self.text_test(),
            12..=13 => self.guarded(),
            14 => self.narrowing(),
            15..=20 => self.quantifier(),
            21 => self.defined(),
            22 => self.unknown(),
            _ => match self.choices.pick(4) {
                0 => {
                    let (list, _) = self.any_list();
                    let not = *self.choices.one_of(&["", "not "]);
                    format!("({list} is {not}empty)")
                }
                1 => format!("is_distinct({})", self.scalar_list().0),
                2 => {
                    let (condition, one, two) = (self.condition(), self.condition(), self.condition());
                    format!("(if {condition} then {one} else {two})")
                }
                _ => self.value(&Kind::Boolean),
            },
        }
    }

    fn comparison(&mut self) -> String {
        let kind = match self.choices.pick(12) {
            number @ 0..=6 => SCALARS[number].clone(),
            7 => return self.identity(),
            8 => return self.identity(),
            9 => {
                let op = OPERATORS[self.choices.pick(2)];
                return format!("({} {op} {})", self.value(&Kind::Boolean), self.value(&Kind::Boolean));
            }
            10 => {
                let op = OPERATORS[self.choices.pick(2)];
                let (one, kind) = self.scalar_list();
                return format!("({one} {op} {})", self.list(&kind));
            }
            _ => return self.unknown(),
        };
        self.compared(&kind)
    }

    pub(crate) fn compared(&mut self, kind: &Kind) -> String {
        let op = *self.choices.one_of(&OPERATORS);
        // Whole numbers and numbers are compared with each other.
        let other = match kind {
            Kind::Whole | Kind::Number => self.choices.one_of(&[Kind::Whole, Kind::Number]).clone(),
            other => other.clone(),
        };
        format!("({} {op} {})", self.value(kind), self.value(&other))
    }

    /// Ids and references of one collection.
    fn identity(&mut self) -> String {
        let collection = *self.choices.one_of(&[PROJECT, TEAM, STEP]);
        let kinds = [Kind::Id(collection), Kind::Reference(collection)];
        let op = OPERATORS[self.choices.pick(2)];
        let kind = self.choices.one_of(&kinds).clone();
        let Some(one) = self.named(&kind) else { return "true".into() };
        let kind = self.choices.one_of(&kinds).clone();
        let two = self.named(&kind).unwrap_or_else(|| format!("\"{}\"", super::records::id(collection, 1)));
        format!("({one} {op} {two})")
    }

    fn membership(&mut self) -> String {
        let not = *self.choices.one_of(&["", "not "]);
        if self.choices.pick(3) == 2 {
            let collection = *self.choices.one_of(&[PROJECT, TEAM]);
            let kind = self.choices.one_of(&[Kind::Id(collection), Kind::Reference(collection)]).clone();
            if let Some(item) = self.named(&kind) {
                let items = self.choices.one_of(&[Kind::Reference(collection), Kind::Id(collection)]).clone();
                return format!("({item} {not}in {})", self.list(&items));
            }
        }
        let (list, kind) = self.scalar_list();
        format!("({} {not}in {list})", self.value(&kind))
    }

    fn presence(&mut self) -> String {
        let is = *self.choices.one_of(&["present", "missing"]);
        match self.gap(|_| true) {
            Some((value, _)) => format!("({} is {is})", value.text),
            None => "true".into(),
        }
    }

    fn text_test(&mut self) -> String {
        let text = self.value(&Kind::Text);
        match self.choices.pick(4) {
            0 => format!("({text} contains {})", self.value(&Kind::Text)),
            1 => format!("({text} starts with {})", self.value(&Kind::Text)),
            2 => format!("({text} ends with {})", self.value(&Kind::Text)),
            _ => format!("({text} matches /{}/)", self.choices.one_of(&PATTERNS).replace("\\\\", "\\")),
        }
    }

    /// What is known to be there after `is present`, and where `is missing` is false.
    fn guarded(&mut self) -> String {
        let Some((named, kind)) = self.gap(|_| true) else { return "true".into() };
        let form = self.choices.pick(4);
        let missing = if form == 3 { self.condition() } else { String::new() };
        self.within(|writer| {
            writer.know(&named);
            let value = named.text;
            let about = match &kind {
                Kind::Record(_) | Kind::List(_) | Kind::Anything => None,
                Kind::Reference(_) => None,
                Kind::Boolean => Some(value.clone()),
                scalar => Some(format!("({value} {} {})", OPERATORS[form], writer.value(scalar))),
            };
            let then = about.unwrap_or_else(|| writer.condition());
            match form {
                0 => format!("({value} is present and {then})"),
                1 => format!("({value} is present implies {then})"),
                2 => format!("({value} is missing or {then})"),
                _ => format!("(if {value} is missing then {missing} else {then})"),
            }
        })
    }

    fn narrowing(&mut self) -> String {
        let Some((record, word)) = self.with_variants() else { return "true".into() };
        let form = self.choices.pick(4);
        self.within(|writer| {
            writer.narrowed.push((record.clone(), word));
            let then = writer.condition();
            match form {
                0 => format!("({record}.kind = \"{word}\" and {then})"),
                1 => format!("({record}.kind = \"{word}\" implies {then})"),
                2 => format!("({record}.kind in [\"{word}\"] and {then})"),
                _ => format!("({record}.kind != \"{word}\" or {then})"),
            }
        })
    }

    /// A definition that is used, if there is one whose arguments can be given.
    fn defined(&mut self) -> String {
        if self.definitions.is_empty() {
            return "true".into();
        }
        let (name, kinds) = self.choices.one_of(&self.definitions.clone()).clone();
        let mut arguments = Vec::new();
        for kind in &kinds {
            let given = match kind {
                Kind::Record(shape) if self.choices.pick(2) == 1 => self.named(&Kind::Reference(*shape)),
                _ => None,
            };
            let given = match (given, kind) {
                (Some(given), _) => Some(given),
                (None, Kind::Record(_)) => self.named(kind),
                (None, scalar) => Some(self.value(scalar)),
            };
            let Some(given) = given else { return "true".into() };
            // What a definition asks of a record must be open where it is used.
            if self.narrowed.iter().any(|(record, _)| record.starts_with(&given)) {
                return "true".into();
            }
            arguments.push(given);
        }
        format!("{name}({})", arguments.join(", "))
    }

    /// Something of which the schema says nothing.
    fn unknown(&mut self) -> String {
        let Some(value) = self.named(&Kind::Anything) else { return self.presence() };
        let value = format!("{value}{}", self.choices.one_of(&["", ".value", ".name", ".value.name"]));
        match self.choices.pick(8) {
            0 => format!("({value} is present)"),
            1 => format!("({value} in {})", self.scalar_list().0),
            2 => {
                let name = self.new_name('v');
                let (word, op) = (*self.choices.one_of(&["every", "some", "no"]), *self.choices.one_of(&OPERATORS));
                format!("({word} {name} in {value} has ({name} {op} {}))", self.value(&Kind::Whole))
            }
            3 => format!("(length({value}) > {})", self.value(&Kind::Whole)),
            4 => format!("(({value} + {}) >= {value})", self.value(&Kind::Number)),
            _ => {
                let kind = self.choices.one_of(&SCALARS).clone();
                let op = *self.choices.one_of(&OPERATORS);
                let other = self.value(&kind);
                if self.choices.pick(2) == 0 {
                    format!("({value} {op} {other})")
                } else {
                    format!("({other} {op} {value})")
                }
            }
        }
    }
}
