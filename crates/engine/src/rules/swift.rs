//! Rules and counts in the form in which they are run on most records.
//!
//! Most rules hold at most records, and most of what they ask is plain: whether texts are equal or match a pattern,
//! whether something is there, which of two days is earlier. A [`SwiftRule`] has what one rule asks as a small tree of
//! such questions, with variables and fields by number, and answers them from the nodes of a record. Where the rule
//! does not hold, where something is missing that is needed, or the data is not as its schema says, it gives up the
//! record, and the [`Evaluator`](super::evaluate::Evaluator) runs the rule on it from the start. Rules that ask
//! anything else have no such form.

mod ask;
mod compile;

use std::sync::Arc;

use accordance_rules::{CollectionId, core::ArithmeticOp};
use jiff::civil;

use super::{calendar::Length, ready::Ready, record_rules::Planned};
pub(crate) use ask::{GivenUp, Keys};

/// The rules and groups of a program in their swift form.
#[derive(Debug)]
pub(crate) struct Swift {
    /// By the number of the rule.
    pub(crate) rules: Vec<Option<SwiftRule>>,
    /// By the number of the group.
    pub(crate) groups: Vec<Option<SwiftGroup>>,
    /// The names of fields by their numbers, by the number of the collection.
    pub(crate) fields: Vec<Vec<Arc<str>>>,
}

/// What a rule asks of one record.
#[derive(Debug)]
pub(crate) struct SwiftRule {
    /// The lists that it goes through below the record.
    lists: Vec<ListOf>,
    when: Option<Test>,
    requires: Vec<Test>,
}

/// What is counted of one record; see [`Group`](accordance_rules::core::Group).
#[derive(Debug)]
pub(crate) struct SwiftGroup {
    lists: Vec<ListOf>,
    counted: usize,
    conditions: Vec<Test>,
    key: Vec<KeyOf>,
}

/// A part of a key.
#[derive(Debug)]
enum KeyOf {
    Text(Way),
    EachText(Way),
}

/// What is gone through: each item becomes the next variable.
#[derive(Debug)]
enum ListOf {
    Below {
        way: Way,
        /// Whether there are no items where there is no list.
        or_empty: bool,
        items: Items,
    },
    /// The records of a collection that an index has for a text. Nothing is gone through below.
    Found {
        collection: CollectionId,
        index: usize,
        text: TextOf,
        /// What `when` asks of what is known before. Where any of it does not hold, no record is looked at.
        before: Vec<Test>,
    },
}

/// What the items of a list must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Items {
    Records,
    Texts,
}

/// The way from a variable by fields.
#[derive(Debug)]
struct Way {
    variable: usize,
    fields: Box<[Field]>,
}

#[derive(Clone, Debug)]
struct Field {
    name: Arc<str>,
    /// Its number among the fields of the collection.
    number: u16,
}

/// A question that can be answered from nodes.
#[derive(Debug)]
enum Test {
    All(Box<[Self]>),
    Any(Box<[Self]>),
    Not(Box<Self>),
    Implies(Box<[Self; 2]>),
    SameText(TextOf, TextOf),
    IsPresent(Way, Field),
    IsEmpty(Way),
    /// Whether the pattern of a number is found.
    Matches(TextOf, usize),
    In(TextOf, Way),
    /// Whether a text of an item of a list is the other text.
    AnyHas(Way, Field, TextOf),
    Days(DayOf, Order, DayOf),
    /// Whether there are any that a group counts for a key, or none.
    Counted {
        group: usize,
        key: Box<[TextOf]>,
        some: bool,
    },
}

/// How days are compared.
#[derive(Clone, Copy, Debug)]
enum Order {
    Equal,
    Less,
    AtMost,
}

#[derive(Debug)]
enum TextOf {
    Data(Way),
    Constant(Arc<str>),
}

#[derive(Debug)]
enum DayOf {
    Data(Way),
    Constant(civil::Date),
    Moved(Box<Self>, ArithmeticOp, Length),
}

/// A rule or group has at most so many variables here.
const MOST_VARIABLES: usize = 6;

impl Swift {
    /// What of planned rules has a swift form.
    pub(crate) fn new(planned: &Planned, ready: &Ready<'_>, collections: usize) -> Self {
        let mut fields = vec![Vec::new(); collections];
        let program = &planned.program;
        let mut rules: Vec<Option<SwiftRule>> = program.rules.iter().map(|_| None).collect();
        for (collection, number) in planned.rules_of_records() {
            if let (Some(own), Some(rule)) = (fields.get_mut(collection), program.rules.get(number)) {
                rules[number] = compile::rule(rule, ready, Some(own));
            }
        }
        for number in &planned.late {
            // What they read is kept without numbers.
            rules[*number] = program.rules.get(*number).and_then(|rule| compile::rule(rule, ready, None));
        }
        let groups = program.groups.iter().map(|group| compile::group(group, ready, fields.get_mut(group.collection)?));
        let groups = groups.collect();
        Self { rules, groups, fields }
    }
}
