//! What goes through lists and collections, and conditions that join the items with what is known outside.

use super::{
    COLLECTIONS,
    conditions::OPERATORS,
    kinds::{Kind, PROJECT, STEP, TEAM},
    writer::{Variable, Writer},
};

/// What a join may be by.
const KEYS: [Kind; 11] = [
    Kind::Id(PROJECT),
    Kind::Id(TEAM),
    Kind::Text,
    Kind::Whole,
    Kind::Level,
    Kind::Date,
    Kind::Number,
    Kind::Boolean,
    Kind::Moment,
    Kind::Duration,
    Kind::Anything,
];

impl Writer<'_> {
    /// Something to go through: a collection, a list of records, references or single values, and what its items are.
    pub(crate) fn source(&mut self) -> (String, Kind) {
        let collection = |writer: &mut Self| {
            let number = *writer.choices.one_of(&[PROJECT, TEAM, STEP]);
            (COLLECTIONS[number].to_owned(), Kind::Record(number))
        };
        match self.choices.pick(10) {
            0..=4 => collection(self),
            5 | 6 => {
                let kinds = [Kind::Record(3), Kind::Record(5), Kind::Reference(PROJECT), Kind::Reference(TEAM)];
                let item = self.choices.one_of(&kinds).clone();
                (self.list(&item), item)
            }
            7 => self.scalar_list(),
            8 => {
                let (shape, name) = *self.choices.one_of(&[(PROJECT, "parent"), (TEAM, "parent")]);
                let start = self.choices.one_of(&[Kind::Record(shape), Kind::Reference(shape)]).clone();
                match self.named(&start) {
                    Some(record) => (format!("chain({record}, {name})"), Kind::Record(shape)),
                    None => collection(self),
                }
            }
            _ => {
                let (_, item) = collection(self);
                (self.each("list", &item), item)
            }
        }
    }

    pub(crate) fn quantifier(&mut self) -> String {
        if self.choices.pick(5) == 4 {
            return self.count_compared();
        }
        let word = *self.choices.one_of(&["some", "every", "no"]);
        let (list, item) = self.source();
        self.within(|writer| {
            let name = writer.bind('x', &item);
            let condition = writer.link(&name);
            format!("({word} {name} in {list} has {})", brackets(&condition))
        })
    }

    /// `x in list, y in x.parts` and perhaps ` where (…)`, with the variables left to be used.
    fn bindings(&mut self) -> (String, String) {
        let (list, item) = self.source();
        let name = self.bind('x', &item);
        let mut head = format!("{name} in {list}");
        let mut last = name;
        if self.choices.once_in(4) {
            let (list, item) = self.source();
            last = self.bind('y', &item);
            head.push_str(&format!(", {last} in {list}"));
        }
        let mut tail = String::new();
        if self.choices.pick(4) != 0 {
            let condition = self.link(&last);
            tail = format!(" where {}", brackets(&condition));
        }
        (head, tail)
    }

    pub(crate) fn gone_through(&mut self) -> (String, String) {
        self.within(Self::bindings)
    }

    /// `list(x.field for x in list where (…))` and the like.
    pub(crate) fn each(&mut self, word: &str, kind: &Kind) -> String {
        if !self.goes_on() {
            return self.each_of_collection(word, kind);
        }
        self.within(|writer| {
            let (head, tail) = writer.bindings();
            let value = match kind {
                Kind::Id(_) | Kind::Reference(_) | Kind::Record(_) | Kind::Anything => writer.named(kind),
                scalar => Some(writer.value(scalar)),
            };
            match value {
                Some(value) => format!("{word}({value} for {head}{tail})"),
                None => writer.each_of_collection(word, kind),
            }
        })
    }

    /// A value of each record of the first collection that has one.
    fn each_of_collection(&mut self, word: &str, kind: &Kind) -> String {
        if *kind == Kind::Duration {
            // No record has one.
            return format!("{word}({} for {} in projects)", self.literal(kind), self.new_name('z'));
        }
        for (shape, list) in COLLECTIONS.iter().enumerate() {
            let name = self.new_name('z');
            let variable = Variable { name: name.clone(), kind: Kind::Record(shape), may_be_missing: false };
            self.variables.push(variable);
            let value = self.named_from(kind, |variable| variable.name == name);
            self.variables.pop();
            if let Some(value) = value {
                return format!("{word}({value} for {name} in {list})");
            }
        }
        // Lists of what is in lists only.
        match kind {
            Kind::Record(3) => {
                format!("{word}(z for z0 in projects, z in z0.parts)").replace("z0", &self.new_name('z'))
            }
            _ => format!("{word}(z for z0 in projects, z in z0.entries)").replace("z0", &self.new_name('z')),
        }
    }

    /// A condition on the items `name`, mostly one that joins them with what is known outside.
    pub(crate) fn link(&mut self, name: &str) -> String {
        let form = self.choices.pick(20);
        let Some((inner, kind)) = self.inner(name) else { return self.condition() };
        let outer = self.outer(name, &kind);
        let equal = if self.choices.pick(2) == 0 { format!("{inner} = {outer}") } else { format!("{outer} = {inner}") };
        match form {
            0..=2 => equal,
            3 => format!("{equal} and {}", self.condition()),
            4 => format!("{} and {equal}", self.condition()),
            5 => format!("{} and {equal} and {}", self.condition(), self.condition()),
            6 => format!("{equal} or {}", self.condition()),
            7 => format!("{equal} implies {}", self.condition()),
            8 => format!("{} implies {equal}", self.condition()),
            9 => format!("{inner} != {outer}"),
            10 => format!("not ({inner} != {outer})"),
            11 => format!("({equal} and {}) and {}", self.condition(), self.condition()),
            12 => {
                let list = self.list(&kind);
                format!("{inner} in {list}")
            }
            13 => {
                let list = self.list(&kind);
                format!("{outer} in {list} and {equal}")
            }
            14 => match self.inner(name) {
                Some((inner, kind)) => {
                    let outer = self.outer(name, &kind);
                    format!("{equal} and {outer} = {inner}")
                }
                None => equal,
            },
            15 | 16 => match self.gap(|variable| variable.name == name) {
                Some((gap, kind)) if !matches!(kind, Kind::Record(_) | Kind::List(_) | Kind::Anything) => {
                    let key = match kind {
                        Kind::Reference(collection) => Kind::Id(collection),
                        other => other,
                    };
                    let outer = self.outer(name, &key);
                    let gap = gap.text;
                    format!("{gap} is present and {gap} = {outer}")
                }
                _ => equal,
            },
            17 => format!("(if {} then {equal} else {})", self.condition(), self.condition()),
            18 if !matches!(kind, Kind::Id(_) | Kind::Reference(_) | Kind::Boolean | Kind::Anything) => {
                let op = *self.choices.one_of(&OPERATORS);
                format!("{inner} {op} {outer}")
            }
            _ => self.condition(),
        }
    }

    /// A key of the items.
    fn inner(&mut self, name: &str) -> Option<(String, Kind)> {
        let wanted = self.choices.pick(KEYS.len());
        let tried = (0..KEYS.len()).map(|at| KEYS[(wanted + at) % KEYS.len()].clone());
        for kind in tried {
            let kinds = match kind {
                Kind::Id(collection) => vec![Kind::Id(collection), Kind::Reference(collection)],
                other => vec![other],
            };
            let shift = self.choices.pick(kinds.len());
            for at in 0..kinds.len() {
                let inner = kinds[(at + shift) % kinds.len()].clone();
                if let Some(value) = self.named_from(&inner, |variable| variable.name == name) {
                    return Some((value, kinds[0].clone()));
                }
            }
        }
        None
    }

    /// What it is compared with, from outside where there is something.
    fn outer(&mut self, name: &str, kind: &Kind) -> String {
        let (name, mut kind) = (name.to_owned(), kind.clone());
        if let Kind::Id(collection) = kind {
            kind = self.choices.one_of(&[Kind::Id(collection), Kind::Reference(collection)]).clone();
            let other = Kind::Id(collection);
            let found = self.named_from(&kind, |variable| variable.name != name);
            let found = found.or_else(|| self.named_from(&other, |variable| variable.name != name));
            return found.unwrap_or_else(|| self.literal(&kind));
        }
        if kind == Kind::Anything {
            kind = self.choices.one_of(&[Kind::Anything, Kind::Text, Kind::Whole, Kind::Boolean]).clone();
        }
        match self.named_from(&kind, |variable| variable.name != name) {
            Some(value) if self.choices.pick(4) != 3 => value,
            _ => self.value(&kind),
        }
    }
}

fn brackets(condition: &str) -> String {
    format!("({condition})")
}
