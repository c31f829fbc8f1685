//! Rules and counts in the form in which they are run on most records.
//!
//! Most rules hold at most records, and most of what they ask is plain: whether texts are equal or match a pattern,
//! whether something is there, which of two days is earlier. A [`SwiftRule`] has what one rule asks as such questions, each
//! of which says what comes next, with variables and fields by number, and answers them from the nodes of a record. Where
//! the rule does not hold, where something is missing that is needed, or the data is not as its schema says, it gives up
//! the record, and the [`Evaluator`](super::evaluate::Evaluator) runs the rule on it from the start: there each combination
//! of items is asked in this form once more, and only one that is given up is left to expressions. So is one that
//! anything else is asked of.

mod ask;
mod compile;
mod condition;
mod group;
mod sight;

use std::sync::Arc;

use accordance_rules::{
    CollectionId,
    core::{ArithmeticOp, CompareOp, Quantifier, TextTest},
    fields::{Sifted, sifted},
};
use jiff::civil;

use super::{calendar::Length, ready::Ready, record_rules::Planned};
pub(crate) use ask::{Held, LeftOut};
use compile::Numbers;
use condition::Condition;
pub(crate) use group::Keys;
pub(crate) use sight::GivenUp;

/// The rules and groups of a program in their swift form.
#[derive(Debug)]
pub(crate) struct Swift {
    /// By the number of the rule.
    pub(crate) rules: Vec<Option<SwiftRule>>,
    /// By the number of the group.
    pub(crate) groups: Vec<Option<SwiftGroup>>,
    /// By the number of the collection.
    pub(crate) sieves: Vec<Vec<SwiftSieve>>,
    /// The names of fields by their numbers, by the number of the collection.
    pub(crate) fields: Vec<Vec<Arc<str>>>,
    /// The names of fields by their numbers in records that are kept, whatever the collection.
    pub(crate) names: Vec<Arc<str>>,
}

/// What a rule asks.
#[derive(Debug)]
pub(crate) struct SwiftRule {
    /// The lists that it goes through below a record, where it goes through the records of a collection, and these have
    /// a swift form too.
    lists: Option<Vec<ListOf>>,
    when: Option<Condition>,
    lets: Vec<Let>,
    requires: Vec<Condition>,
}

/// A value that is worked out before what must hold. Days take no steps, and are worked out where they are needed.
#[derive(Debug)]
enum Let {
    /// The next of the amounts.
    Amount(Amount),
    Texts(EachText),
    /// What has no swift form.
    Else,
}

/// What is counted of one record; see [`Group`](accordance_rules::core::Group).
#[derive(Debug)]
pub(crate) struct SwiftGroup {
    lists: Vec<ListOf>,
    counted: usize,
    conditions: Vec<Condition>,
    key: Vec<KeyOf>,
}

/// A list of which only the items are kept for which `when` of some rule holds; see [`Sifted`].
#[derive(Debug)]
pub(crate) struct SwiftSieve {
    list: ListOf,
    /// What `when` of each rule asks, by the number of the rule.
    whens: Vec<(usize, Condition)>,
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
        before: Vec<Condition>,
    },
}

/// What the items of a list must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Items {
    Records,
    Texts,
}

/// The way from a variable.
#[derive(Clone, Debug)]
struct Way {
    variable: usize,
    steps: Steps,
}

/// A way by fields.
#[derive(Clone, Debug, Default)]
struct Steps {
    fields: Vec<Field>,
    /// Where a reference stands there: the collection of the record that it names, and the way on in that.
    onward: Option<(CollectionId, Box<Self>)>,
}

/// A text of each record of a list that has it.
#[derive(Clone, Debug)]
struct EachText {
    records: Way,
    field: Field,
}

#[derive(Clone, Debug)]
struct Field {
    name: Arc<str>,
    /// Its number in [`Swift::fields`] of the collection, or for rules that read records that are kept in
    /// [`Swift::names`].
    number: u16,
}

/// A question that can be answered from nodes.
#[derive(Debug)]
enum Test {
    SameText(TextOf, TextOf),
    IsPresent(Way, Field),
    IsEmpty(Way),
    /// Whether the pattern of a number is found.
    Matches(TextOf, usize),
    In(TextOf, Way),
    /// The same, one item after the other up to the one that is equal.
    Among(TextOf, Way),
    AmongEach {
        text: TextOf,
        texts: EachText,
        /// Whether the steps that it takes to work the texts out are counted already.
        is_let: bool,
    },
    IsWord(TextOf, Box<[Arc<str>]>),
    /// Whether a text of an item of a list is the other text.
    AnyHas(Way, Field, TextOf),
    /// Whether a text begins or ends with some pieces, or has the only one in it.
    Pieces {
        test: TextTest,
        text: TextOf,
        pieces: Box<[Piece]>,
        /// The steps that it takes to put the pieces together.
        steps: u64,
    },
    /// Whether what is asked holds of some item of a list, of each, or of none.
    Quantified {
        quantifier: Quantifier,
        list: Box<ListOf>,
        /// The variable of the items.
        variable: usize,
        condition: Condition,
    },
    Days(DayOf, Order, DayOf),
    Amounts(Amount, CompareOp, Amount),
    /// What has no swift form. The record is given up where it is asked.
    Else,
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

/// A piece of a text that is put together.
#[derive(Debug)]
struct Piece {
    text: TextOf,
    /// Whether it is what `text(…)` gives, for which it is looked at once more.
    is_called: bool,
}

#[derive(Debug)]
enum TextOf {
    Data(Way),
    Constant(Arc<str>),
}

#[derive(Clone, Debug)]
enum DayOf {
    Data(Way),
    Constant(civil::Date),
    Moved(Box<Self>, ArithmeticOp, Length),
    /// The first, or where that is missing the second.
    Otherwise(Box<[Self; 2]>),
}

/// A whole number.
#[derive(Debug)]
enum Amount {
    Constant(i64),
    Sum(Box<[Self; 2]>),
    /// How many items a list has for which something holds.
    Items {
        list: Box<ListOf>,
        /// The variable of the items.
        variable: usize,
        condition: Option<Condition>,
    },
    /// What a group counts for a key.
    Counted(usize, Box<[TextOf]>),
    /// One that was worked out before.
    Let(usize),
}

/// A rule or group has at most so many variables here.
const MOST_VARIABLES: usize = 6;

/// A key of a group has at most so many parts here.
const MOST_PARTS: usize = 8;

/// A rule works at most so many amounts out before what must hold.
const MOST_AMOUNTS: usize = 2;

impl Swift {
    /// What of planned rules has a swift form.
    pub(crate) fn new(planned: &Planned, ready: &Ready<'_>, collections: usize) -> Self {
        let (mut fields, mut names) = (vec![Vec::new(); collections], Vec::new());
        let program = &planned.program;
        let mut rules: Vec<Option<SwiftRule>> = program.rules.iter().map(|_| None).collect();
        for (collection, number) in planned.rules_of_records() {
            if let (Some(own), Some(rule)) = (fields.get_mut(collection), program.rules.get(number)) {
                rules[number] = compile::rule(rule, ready, Numbers::OfCollection(own));
            }
        }
        for number in &planned.late {
            let rule = program.rules.get(*number);
            rules[*number] = rule.and_then(|rule| compile::rule(rule, ready, Numbers::OfKept(&mut names)));
        }
        let groups = program.groups.iter().map(|group| compile::group(group, ready, fields.get_mut(group.collection)?));
        let groups = groups.collect();
        let mut sieves: Vec<Vec<SwiftSieve>> = fields.iter().map(|_| Vec::new()).collect();
        for Sifted { collection, rules } in sifted(program, &planned.late) {
            if let (Some(own), Some(fields)) = (sieves.get_mut(collection), fields.get_mut(collection)) {
                own.extend(compile::sieve(program, &rules, ready, fields));
            }
        }
        Self { rules, groups, sieves, fields, names }
    }
}
