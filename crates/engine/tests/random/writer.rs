//! The writer of rules: which names it may use where it stands, and what is known of them there.

use super::{
    choices::Choices,
    kinds::{Kind, SHAPES},
    paths::{Variant, paths},
};

pub(crate) struct Writer<'c> {
    pub(crate) choices: Choices<'c>,
    pub(crate) variables: Vec<Variable>,
    /// Values that are known to be there.
    pub(crate) present: Vec<String>,
    /// Records whose `kind` is known, and what it is.
    pub(crate) narrowed: Vec<Variant>,
    /// Definitions that can be used: their names, and what they take.
    pub(crate) definitions: Vec<(String, Vec<Kind>)>,
    /// So many more operators may be written.
    pub(crate) fuel: usize,
    names: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) may_be_missing: bool,
}

/// A value of the data that can be named.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) text: String,
    pub(crate) may_be_missing: bool,
    /// Records whose `kind` is known where the value is there.
    pub(crate) hoped: Vec<Variant>,
    joins: bool,
}

impl<'c> Writer<'c> {
    pub(crate) const fn new(row: &'c [u16], definitions: Vec<(String, Vec<Kind>)>, fuel: usize) -> Self {
        Self {
            choices: Choices::new(row),
            variables: Vec::new(),
            present: Vec::new(),
            narrowed: Vec::new(),
            definitions,
            fuel,
            names: 0,
        }
    }

    /// Takes its decisions from another row from here on.
    pub(crate) fn turn_to(&mut self, row: &'c [u16], fuel: usize) {
        self.choices = Choices::new(row);
        self.fuel = fuel;
    }

    /// Whether one more operator may be written.
    pub(crate) fn goes_on(&mut self) -> bool {
        self.fuel = self.fuel.saturating_sub(1);
        self.fuel > 0
    }

    pub(crate) fn new_name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    pub(crate) fn bind(&mut self, letter: char, kind: &Kind) -> String {
        let name = self.new_name(letter);
        self.variables.push(Variable { name: name.clone(), kind: kind.clone(), may_be_missing: false });
        name
    }

    /// Writes with what is known in addition, and forgets it and the variables that were made.
    pub(crate) fn within<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let (variables, present, narrowed) = (self.variables.len(), self.present.len(), self.narrowed.len());
        let written = write(self);
        self.variables.truncate(variables);
        self.present.truncate(present);
        self.narrowed.truncate(narrowed);
        written
    }

    /// The values of a kind that can be named here, from the variables for which `from` holds.
    pub(crate) fn all_named(&self, kind: &Kind, from: impl Fn(&Variable) -> bool) -> Vec<Named> {
        let mut found = Vec::new();
        for variable in self.variables.iter().rev().filter(|variable| from(variable)) {
            let name = &variable.name;
            let is_gap = |path: &str| !self.is_present(path);
            let own = variable.may_be_missing && is_gap(name);
            if variable.kind == *kind {
                found.push(Named { text: name.clone(), may_be_missing: own, hoped: Vec::new(), joins: false });
            }
            let shape = match &variable.kind {
                Kind::Record(shape) | Kind::Reference(shape) => *shape,
                _ => continue,
            };
            for path in paths(shape, kind) {
                let from_name = |(record, word): &Variant| (format!("{name}{record}"), *word);
                let hoped: Vec<Variant> = path.hoped.iter().map(from_name).collect();
                let is_known = |variant: &Variant| self.narrowed.contains(variant);
                let is_possible = |(record, _): &Variant| self.narrowed.iter().all(|(narrowed, _)| narrowed != record);
                if path.variants.iter().map(from_name).all(|it| is_known(&it)) && hoped.iter().all(is_possible) {
                    let may_be_missing = own || path.gaps.iter().any(|gap| is_gap(&format!("{name}{gap}")));
                    found.push(Named {
                        text: format!("{name}{}", path.steps),
                        may_be_missing,
                        hoped,
                        joins: path.joins,
                    });
                }
            }
        }
        found
    }

    fn is_present(&self, path: &str) -> bool {
        let goes_on =
            |known: &String| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.present.iter().any(goes_on)
    }

    /// A value of a kind that is there.
    pub(crate) fn named(&mut self, kind: &Kind) -> Option<String> {
        self.named_from(kind, |_| true)
    }

    pub(crate) fn named_from(&mut self, kind: &Kind, from: impl Fn(&Variable) -> bool) -> Option<String> {
        let all: Vec<Named> = self.all_named(kind, from).into_iter().filter(|named| !named.may_be_missing).collect();
        if all.is_empty() { None } else { Some(self.choices.one_of(&all).text.clone()) }
    }

    /// A value that may be missing, with its kind.
    pub(crate) fn gap(&mut self, from: impl Fn(&Variable) -> bool) -> Option<(Named, Kind)> {
        let kinds = [
            Kind::Whole,
            Kind::Text,
            Kind::Date,
            Kind::Reference(0),
            Kind::Reference(1),
            Kind::Reference(2),
            Kind::Level,
            Kind::Number,
            Kind::Boolean,
            Kind::Moment,
            Kind::Record(4),
            Kind::List(Box::new(Kind::Date)),
            Kind::List(Box::new(Kind::Record(3))),
            Kind::Anything,
        ];
        let kind = self.choices.one_of(&kinds).clone();
        let all: Vec<Named> = self.all_named(&kind, from).into_iter().filter(|named| named.may_be_missing).collect();
        if all.is_empty() { None } else { Some((self.choices.one_of(&all).clone(), kind)) }
    }

    /// Takes for granted that a value is there. Of what leads through a list, the checker takes nothing for granted.
    pub(crate) fn know(&mut self, value: &Named) {
        if value.joins {
            return;
        }
        self.present.push(value.text.clone());
        // The checker tells the variant by a field of the record itself, not by what lies beyond it.
        let is_own = |(record, _): &&Variant| value.text[record.len()..].matches('.').count() == 1;
        self.narrowed.extend(value.hoped.iter().filter(is_own).cloned());
    }

    /// A record with variants that is not known to be one of them, and one of their words.
    pub(crate) fn with_variants(&mut self) -> Option<Variant> {
        let mut all = Vec::new();
        for (number, shape) in SHAPES.iter().enumerate().filter(|(_, shape)| !shape.variants.is_empty()) {
            for kind in [Kind::Record(number), Kind::Reference(number)] {
                let named = self.all_named(&kind, |_| true).into_iter().filter(|named| !named.may_be_missing);
                all.extend(
                    named.flat_map(|named| shape.variants.iter().map(move |(word, _)| (named.text.clone(), *word))),
                );
            }
        }
        all.retain(|(record, _)| self.narrowed.iter().all(|(narrowed, _)| narrowed != record));
        if all.is_empty() { None } else { Some(self.choices.one_of(&all).clone()) }
    }
}
