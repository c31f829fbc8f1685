//! Values and lists of a kind.

use super::{
    conditions::{OPERATORS, PATTERNS},
    kinds::{Kind, LEVELS},
    records::{TEXTS, id},
    writer::Writer,
};

/// The kinds of lists that can be written whatever the variables are.
const ITEMS: [Kind; 7] = [Kind::Whole, Kind::Text, Kind::Number, Kind::Level, Kind::Date, Kind::Boolean, Kind::Moment];

impl Writer<'_> {
    /// A value of a kind that is there, in brackets where it needs them.
    pub(crate) fn value(&mut self, kind: &Kind) -> String {
        if !self.goes_on() {
            return self.simple(kind);
        }
        match self.choices.pick(10) {
            0..=4 => self.simple(kind),
            5 => {
                let (condition, one, two) = (self.condition(), self.value(kind), self.value(kind));
                format!("(if {condition} then {one} else {two})")
            }
            6 => {
                let list = self.list(kind);
                let function = *self.choices.one_of(&["first", "last"]);
                format!("{function}({list})")
            }
            _ => self.calculated(kind),
        }
    }

    /// A value that is named, or a constant.
    pub(crate) fn simple(&mut self, kind: &Kind) -> String {
        let all = self.all_named(kind, |_| true);
        let is_gap_allowed = !matches!(kind, Kind::Id(_) | Kind::Reference(_) | Kind::Record(_) | Kind::Anything);
        let all: Vec<_> = all.into_iter().filter(|named| is_gap_allowed || !named.may_be_missing).collect();
        if all.is_empty() || self.choices.pick(3) == 0 {
            return self.literal(kind);
        }
        let named = self.choices.one_of(&all).clone();
        if named.may_be_missing {
            let fallback = self.literal(kind);
            return format!("({} otherwise {fallback})", named.text);
        }
        named.text
    }

    pub(crate) fn literal(&mut self, kind: &Kind) -> String {
        let one_of = |writer: &mut Self, all: &[&str]| (*writer.choices.one_of(all)).to_owned();
        match kind {
            Kind::Boolean => one_of(self, &["true", "false"]),
            Kind::Whole => {
                one_of(self, &["0", "1", "2", "3", "-1", "least", "9007199254740993", "9223372036854775807"])
            }
            Kind::Number => one_of(self, &["0.0", "1.0", "0.5", "2.0", "-1.5", "share", "0.1", "9007199254740992.0"]),
            Kind::Text => {
                let text = *self.choices.one_of(&TEXTS);
                format!("\"{text}\"")
            }
            Kind::Level => format!("\"{}\"", self.choices.one_of(&LEVELS)),
            Kind::Variant => "\"task\"".into(),
            Kind::Date => one_of(self, &["2024-02-29", "2024-01-31", "as_of", "day", "2023-12-31", "9999-12-31"]),
            Kind::Moment => one_of(
                self,
                &["2024-01-31T23:30:00Z", "2024-02-01T01:30:00+02:00", "2017-01-01T00:00:00Z", "2023-07-03T09:30:00Z"],
            ),
            Kind::Duration => {
                one_of(self, &["1 day", "0 days", "span", "4 weeks", "1 month", "12 months", "1 year", "20000 years"])
            }
            Kind::Id(collection) | Kind::Reference(collection) => format!("\"{}\"", id(*collection, 1)),
            Kind::List(item) => format!("[{}]", self.literal(item)),
            Kind::Anything => one_of(self, &["1", "\"a\"", "true", "0.5"]),
            Kind::Record(_) => "true".into(),
        }
    }

    fn calculated(&mut self, kind: &Kind) -> String {
        match kind {
            Kind::Boolean => self.condition(),
            Kind::Whole => self.whole(),
            Kind::Number => self.number(),
            Kind::Text => self.text(),
            Kind::Date => match self.choices.pick(6) {
                0 => self.moved(&Kind::Date),
                1 => format!("date({})", self.value(&Kind::Moment)),
                2 => format!("date({})", self.value(&Kind::Text)),
                3 => format!("date({}, \"%d %B %Y\")", self.value(&Kind::Text)),
                _ => self.extreme(kind),
            },
            Kind::Moment => match self.choices.pick(2) {
                0 => self.moved(&Kind::Moment),
                _ => self.extreme(kind),
            },
            Kind::Duration => {
                let (one, two) = (self.value(&Kind::Date), self.value(&Kind::Date));
                format!("({one} - {two})")
            }
            other => self.simple(other),
        }
    }

    fn moved(&mut self, kind: &Kind) -> String {
        let sign = *self.choices.one_of(&["+", "-"]);
        format!("({} {sign} {})", self.value(kind), self.value(&Kind::Duration))
    }

    fn extreme(&mut self, kind: &Kind) -> String {
        let word = *self.choices.one_of(&["min", "max"]);
        if self.choices.pick(2) == 0 { format!("{word}({})", self.list(kind)) } else { self.each(word, kind) }
    }

    fn whole(&mut self) -> String {
        match self.choices.pick(10) {
            0 => {
                let op = *self.choices.one_of(&["+", "-", "*"]);
                format!("({} {op} {})", self.value(&Kind::Whole), self.value(&Kind::Whole))
            }
            1 => format!("count({})", self.any_list().0),
            2 | 3 => self.counted(),
            4 => format!("length({})", self.value(&Kind::Text)),
            5 => {
                let part = *self.choices.one_of(&["year", "month", "day"]);
                let kind = self.choices.one_of(&[Kind::Date, Kind::Moment]).clone();
                format!("{part}({})", self.value(&kind))
            }
            6 => {
                let part = *self.choices.one_of(&["hour", "minute"]);
                format!("{part}({})", self.value(&Kind::Moment))
            }
            7 => {
                let function = *self.choices.one_of(&["abs", "round"]);
                format!("{function}({})", self.value(&Kind::Whole))
            }
            8 => format!("round({})", self.value(&Kind::Number)),
            _ => {
                let word = *self.choices.one_of(&["sum", "min", "max"]);
                if self.choices.pick(2) == 0 {
                    format!("{word}({})", self.list(&Kind::Whole))
                } else {
                    self.each(word, &Kind::Whole)
                }
            }
        }
    }

    fn number(&mut self) -> String {
        let kind = self.choices.one_of(&[Kind::Number, Kind::Whole]).clone();
        match self.choices.pick(6) {
            0 => {
                let op = *self.choices.one_of(&["+", "-", "*", "/"]);
                let kind = if op == "/" { kind } else { Kind::Number };
                format!("({} {op} {})", self.value(&kind), self.value(&Kind::Number))
            }
            1 => format!("number({})", self.value(&Kind::Text)),
            2 => format!("average({})", self.list(&kind)),
            3 => format!("abs({})", self.value(&Kind::Number)),
            4 => format!("(-{})", self.bracketed(&Kind::Number)),
            _ => {
                let word = *self.choices.one_of(&["sum", "min", "max"]);
                if self.choices.pick(2) == 0 {
                    format!("{word}({})", self.list(&Kind::Number))
                } else {
                    self.each(word, &Kind::Number)
                }
            }
        }
    }

    /// `-` before a number that is written out would be part of it.
    fn bracketed(&mut self, kind: &Kind) -> String {
        format!("({})", self.value(kind))
    }

    fn text(&mut self) -> String {
        match self.choices.pick(7) {
            0 => {
                let function = *self.choices.one_of(&["lower", "upper", "trim"]);
                format!("{function}({})", self.value(&Kind::Text))
            }
            1 => format!("join({}, {})", self.list(&Kind::Text), self.literal(&Kind::Text)),
            2 => {
                let pattern = self.choices.one_of(&PATTERNS).replace("\\\\", "\\");
                format!("replace({}, /{pattern}/, {})", self.value(&Kind::Text), self.literal(&Kind::Text))
            }
            3 => {
                let kinds =
                    [Kind::Whole, Kind::Boolean, Kind::Date, Kind::Level, Kind::Duration, Kind::Number, Kind::Moment];
                let kind = self.choices.one_of(&kinds).clone();
                format!("text({})", self.value(&kind))
            }
            4 => format!("text(weekday({}))", self.value(&Kind::Date)),
            5 => {
                let id = self.named(&Kind::Id(0)).or_else(|| self.named(&Kind::Id(1)));
                id.map_or_else(|| "\"a\"".into(), |id| format!("text({id})"))
            }
            _ => self.extreme(&Kind::Text),
        }
    }

    /// A list of a kind that is there.
    pub(crate) fn list(&mut self, item: &Kind) -> String {
        let kind = Kind::List(Box::new(item.clone()));
        let all: Vec<_> = self.all_named(&kind, |_| true);
        if all.is_empty() && matches!(item, Kind::Record(_) | Kind::Reference(_) | Kind::Id(_)) {
            return self.each("list", item);
        }
        let is_short = !self.goes_on();
        // Records have nothing to be compared by.
        let is_scalar = !matches!(item, Kind::Record(_) | Kind::Anything);
        match if is_short { 0 } else { self.choices.pick(10) } {
            0..=3 if !all.is_empty() => {
                let named = self.choices.one_of(&all).clone();
                // An empty list has no type of its own that could stand in the way.
                if named.may_be_missing { format!("({} otherwise [])", named.text) } else { named.text }
            }
            4 | 5 => self.each("list", item),
            6 if is_scalar => format!("distinct({})", self.list_or_each(item, &all)),
            7 if is_scalar => {
                let word = *self.choices.one_of(&["overlap", "difference"]);
                format!("{word}({}, {})", self.list_or_each(item, &all), self.list_or_each(item, &all))
            }
            8 if *item == Kind::Text => {
                let function = self.choices.pick(2);
                let text = self.value(&Kind::Text);
                if function == 0 {
                    format!("words({text})")
                } else {
                    format!("split({text}, {})", self.literal(&Kind::Text))
                }
            }
            9 => self.of_collection(item),
            // A text that is written out is no reference to what it names.
            _ if !is_scalar || matches!(item, Kind::Id(_) | Kind::Reference(_)) => self.of_collection(item),
            _ => {
                let count = if is_short { 1 } else { 1 + self.choices.pick(3) };
                let items: Vec<String> = (0..count).map(|_| self.value(item)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }

    fn list_or_each(&mut self, item: &Kind, all: &[super::writer::Named]) -> String {
        match all.iter().find(|named| !named.may_be_missing) {
            Some(named) if self.choices.pick(2) == 0 => named.text.clone(),
            _ => self.list(item),
        }
    }

    /// A field of all records of a collection.
    fn of_collection(&mut self, item: &Kind) -> String {
        let mut all = Vec::new();
        for (shape, name) in super::COLLECTIONS.iter().enumerate() {
            for kind in [item.clone(), Kind::List(Box::new(item.clone()))] {
                let paths = super::paths::paths(shape, &kind).iter().filter(|path| path.variants.is_empty());
                all.extend(paths.map(|path| format!("{name}{}", path.steps)));
            }
            if *item == Kind::Record(shape) {
                all.insert(0, (*name).to_owned());
            }
        }
        if all.is_empty() { format!("[{}]", self.literal(item)) } else { self.choices.one_of(&all).clone() }
    }

    /// A list of values that can be compared, and what they are.
    pub(crate) fn scalar_list(&mut self) -> (String, Kind) {
        let item = self.choices.one_of(&ITEMS).clone();
        (self.list(&item), item)
    }

    /// A list of anything that a list can be of.
    pub(crate) fn any_list(&mut self) -> (String, Kind) {
        if self.choices.pick(2) == 0 { self.scalar_list() } else { self.source() }
    }

    fn counted(&mut self) -> String {
        let (head, where_) = self.gone_through();
        format!("count({head}{where_})")
    }

    /// `count(…) = 2` and the like of a join.
    pub(crate) fn count_compared(&mut self) -> String {
        let op = *self.choices.one_of(&OPERATORS);
        let count = self.counted();
        format!("({count} {op} {})", self.choices.pick(3))
    }
}
