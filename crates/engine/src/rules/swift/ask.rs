//! Answers from the nodes of a record.

use std::slice;

use accordance_document::{Position, Value as Node, ValueKind};
use accordance_rules::{
    CollectionId,
    core::{ArithmeticOp, CompareOp, Quantifier, TextTest},
};
use jiff::civil;

use super::{
    super::{
        calendar::{add, parse_date},
        count::Counter,
        evaluate::{Evaluator, LONGEST_LIST, LONGEST_TEXT},
        peek::of_text,
        ready::Ready,
        value::Place,
    },
    Amount, DayOf, EachText, Field, Items, KeyOf, Let, ListOf, MOST_AMOUNTS, MOST_PARTS, MOST_VARIABLES, Order, Piece,
    Steps, SwiftGroup, SwiftRule, SwiftSieve, Test, TextOf, Way,
    condition::{Condition, Next},
};
use crate::hash::Hashed;

/// What came of a rule on one record, where it holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    pub(crate) passes: u64,
    pub(crate) does_not_apply: u64,
    /// The steps that it took: as many as the evaluator counts.
    pub(crate) steps: u64,
}

/// It cannot be seen whether the rule holds, or it does not.
pub(crate) struct GivenUp;

/// The variables of one record, and what was asked so far.
struct Sight<'r, 't> {
    ready: &'r Ready<'r>,
    /// Where rules need more than the record, what has it.
    evaluator: Option<&'r Evaluator<'t>>,
    variables: [Node<'t>; MOST_VARIABLES],
    /// What was worked out before what must hold.
    amounts: [i64; MOST_AMOUNTS],
    steps: u64,
    /// How many combinations are left out, since `when` does not hold for them.
    left_out: u64,
}

impl SwiftRule {
    /// Runs the rule on a checked record where it holds.
    pub(crate) fn run<'d>(&self, record: Node<'d>, evaluator: &Evaluator<'d>) -> Result<Held, GivenUp> {
        let lists = self.lists.as_deref().ok_or(GivenUp)?;
        let mut sight = Sight::new(record, evaluator.ready, Some(evaluator));
        sight.steps = 1;
        let mut held = Held::default();
        // A rule counts an item where it is found, and where it is looked at.
        sight.go_through(lists, 1, 2, &mut |sight| self.ask(sight, &mut held))?;
        held.steps = sight.steps;
        held.does_not_apply += sight.left_out;
        Ok(held)
    }

    /// Asks what must hold of one combination of items.
    pub(crate) fn check<'d>(&self, items: &[Option<Place<'d>>], evaluator: &Evaluator<'d>) -> Result<Held, GivenUp> {
        let Some(Some(first)) = items.first() else { return Err(GivenUp) };
        let mut sight = Sight::new(first.node, evaluator.ready, Some(evaluator));
        for (number, item) in items.iter().enumerate() {
            *sight.variables.get_mut(number).ok_or(GivenUp)? = item.ok_or(GivenUp)?.node;
        }
        let mut held = Held::default();
        self.ask(&mut sight, &mut held)?;
        held.steps = sight.steps;
        Ok(held)
    }

    /// Fetches from memory what the rule then looks up for some checked records: to fetch it for each where it is asked
    /// takes longer than all that is asked.
    pub(crate) fn fetch<'d>(&self, records: impl Iterator<Item = Node<'d>>, evaluator: &Evaluator<'d>) {
        let Some(lists) = self.lists.as_deref().filter(|_| self.looks_up()) else { return };
        let (below, found) = match lists.split_last() {
            Some((ListOf::Found { index, text, before, .. }, below)) => (below, Some((*index, text, before))),
            _ => (lists, None),
        };
        let (mut ahead, mut spent) = (Ahead::default(), 0);
        for record in records {
            let mut sight = Sight::new(record, evaluator.ready, Some(evaluator));
            let gone_through = sight.go_through(below, 1, 2, &mut |sight| {
                if spent + sight.steps > MOST_STEPS_AHEAD {
                    return Err(GivenUp);
                }
                if let Some((index, text, before)) = found {
                    for test in before {
                        if !sight.holds(test)? {
                            return Ok(());
                        }
                    }
                    return ahead.add(Asked::Index(index), Hashed::of(sight.text(text)?.as_bytes()));
                }
                if let Some(when) = &self.when
                    && !sight.holds(when)?
                {
                    return Ok(());
                }
                self.requires.iter().try_for_each(|require| sight.look_ahead(require, &mut ahead))
            });
            // What is not fetched here is where it is asked.
            spent += sight.steps;
            if gone_through.is_err() && (ahead.is_full() || spent > MOST_STEPS_AHEAD) {
                break;
            }
        }
        ahead.fetch(evaluator);
    }

    /// Whether it looks something up of which it is known beforehand what that is.
    fn looks_up(&self) -> bool {
        let is_found = |list: &ListOf| matches!(list, ListOf::Found { .. });
        self.lists.iter().flatten().any(is_found)
            || self.requires.iter().any(|require| matches!(require.only(), Some(Test::Counted { .. })))
    }

    fn ask(&self, sight: &mut Sight<'_, '_>, held: &mut Held) -> Result<(), GivenUp> {
        if let Some(when) = &self.when
            && !sight.holds(when)?
        {
            held.does_not_apply += 1;
            return Ok(());
        }
        let mut amounts = 0;
        for each in &self.lets {
            match each {
                Let::Else => return Err(GivenUp),
                Let::Texts(texts) => sight.steps += sight.length(texts)?,
                Let::Amount(amount) => {
                    let amount = sight.amount(amount)?;
                    *sight.amounts.get_mut(amounts).ok_or(GivenUp)? = amount;
                    amounts += 1;
                }
            }
        }
        for require in &self.requires {
            if !sight.holds(require)? {
                return Err(GivenUp);
            }
            held.passes += 1;
        }
        Ok(())
    }
}

/// What is going to be looked up, by hashes.
#[derive(Default)]
struct Ahead {
    all: Vec<(Asked, Vec<Hashed>)>,
    count: usize,
}

/// What is asked, by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Index(usize),
    Group(usize),
}

/// So much is looked up ahead at most: what is fetched is to be there yet when it is asked.
const MOST_AHEAD: usize = 128;

/// So many steps are taken at most to see what is going to be looked up.
const MOST_STEPS_AHEAD: u64 = 1 << 12;

impl Ahead {
    fn is_full(&self) -> bool {
        self.count >= MOST_AHEAD
    }

    fn add(&mut self, asked: Asked, hash: Hashed) -> Result<(), GivenUp> {
        if self.is_full() {
            return Err(GivenUp);
        }
        self.count += 1;
        match self.all.iter_mut().find(|(known, _)| *known == asked) {
            Some((_, hashes)) => hashes.push(hash),
            None => self.all.push((asked, vec![hash])),
        }
        Ok(())
    }

    fn fetch(&self, evaluator: &Evaluator<'_>) {
        for (asked, hashes) in &self.all {
            match asked {
                Asked::Index(index) => evaluator.built(*index).into_iter().for_each(|index| index.fetch(hashes)),
                Asked::Group(group) => evaluator.fetch_counts(*group, hashes),
            }
        }
    }
}

/// The keys of one record, as counts hold them, one behind the other.
#[derive(Default)]
pub(crate) struct Keys {
    bytes: Vec<u8>,
    /// Where each key ends.
    ends: Vec<usize>,
    /// How many keys there are up to each item that is counted.
    items: Vec<usize>,
}

impl Keys {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.items.clear();
    }

    fn key(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|end| self.bytes.get(start..*end)).unwrap_or_default()
    }

    /// Adds the keys to counts, each once for an item.
    fn count(&self, counter: &mut Counter) {
        let mut first = 0;
        for end in &self.items {
            for number in first..*end {
                if !(first..number).any(|before| self.key(before) == self.key(number)) {
                    counter.add_texts(self.key(number));
                }
            }
            first = *end;
        }
    }
}

/// A record has at most so many keys for one item here: they are compared each with each.
const MOST_KEYS: usize = 32;
impl SwiftGroup {
    /// Counts what belongs to a record. Tells how many steps it took.
    pub(crate) fn count(
        &self,
        record: Node<'_>,
        ready: &Ready<'_>,
        keys: &mut Keys,
        counter: &mut Counter,
    ) -> Result<u64, GivenUp> {
        keys.clear();
        let mut sight = Sight::new(record, ready, None);
        let (counted, below) = self.lists.split_at_checked(self.counted).ok_or(GivenUp)?;
        sight.go_through(counted, 1, 1, &mut |sight| {
            let first = keys.ends.len();
            if below.is_empty() {
                self.keys_of_item(sight, first, keys)?;
            } else {
                let variable = 1 + counted.len();
                sight.go_through(below, variable, 1, &mut |sight| self.keys_of_item(sight, first, keys))?;
            }
            keys.items.push(keys.ends.len());
            Ok(())
        })?;
        keys.count(counter);
        Ok(sight.steps)
    }

    /// Adds the keys of one combination, if it is counted, to those of its item, of which this is the first.
    fn keys_of_item(&self, sight: &mut Sight<'_, '_>, first: usize, keys: &mut Keys) -> Result<(), GivenUp> {
        for condition in &self.conditions {
            if !sight.holds(condition)? {
                return Ok(());
            }
        }
        self.keys(sight, keys)?;
        if keys.ends.len() - first > MOST_KEYS { Err(GivenUp) } else { Ok(()) }
    }

    /// Adds the keys of one combination: one for each combination of the values of their parts.
    fn keys<'t>(&self, sight: &mut Sight<'_, 't>, keys: &mut Keys) -> Result<(), GivenUp> {
        if self.key.iter().all(|part| matches!(part, KeyOf::Text(_))) {
            for part in &self.key {
                let (KeyOf::Text(way) | KeyOf::EachText(way)) = part;
                Counter::push_text(&mut keys.bytes, sight.text_at(way)?);
            }
            sight.steps += 1;
            keys.ends.push(keys.bytes.len());
            return Ok(());
        }
        let mut texts = [""; MOST_KEYS];
        // Where the texts of each part end.
        let mut ends = [0; MOST_PARTS];
        let (mut all, mut length) = (1_usize, 0);
        let mut add = |text: &'t str, length: &mut usize| {
            *texts.get_mut(*length).ok_or(GivenUp)? = text;
            *length += 1;
            Ok(())
        };
        for (part, end) in self.key.iter().zip(&mut ends) {
            let start = length;
            match part {
                KeyOf::Text(way) => add(sight.text_at(way)?, &mut length)?,
                KeyOf::EachText(way) => {
                    let (record, list) = sight.list(way)?;
                    for item in record.items_at(list) {
                        add(record.text_at(item).ok_or(GivenUp)?, &mut length)?;
                    }
                }
            }
            *end = length;
            all = all.saturating_mul(length - start);
        }
        if all > MOST_KEYS {
            return Err(GivenUp);
        }
        sight.steps += all as u64;
        for number in 0..all {
            let (mut rest, mut start) = (number, 0);
            for end in ends.iter().take(self.key.len()) {
                let own = texts.get(start..*end).unwrap_or_default();
                Counter::push_text(&mut keys.bytes, own.get(rest % own.len()).ok_or(GivenUp)?);
                (rest, start) = (rest / own.len(), *end);
            }
            keys.ends.push(keys.bytes.len());
        }
        Ok(())
    }
}

/// The items of a record that no rule needs, and how many steps it took to see that.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// In the order of the lists, and in each in that of the items.
    pub(crate) items: Vec<Position>,
    /// Those for items that are kept are among them: these are looked at once more later.
    pub(crate) steps: u64,
}

impl SwiftSieve {
    /// The rules that go through the list.
    pub(crate) fn rules(&self) -> impl Iterator<Item = usize> {
        self.whens.iter().map(|(rule, _)| *rule)
    }

    /// Adds the items of a record that are left out: to each, none of the rules applies.
    pub(crate) fn sift(&self, record: Node<'_>, ready: &Ready<'_>, left_out: &mut LeftOut) {
        let before = left_out.items.len();
        let mut sight = Sight::new(record, ready, None);
        let done = sight.go_through(slice::from_ref(&self.list), 1, 0, &mut |sight| {
            for (_, when) in &self.whens {
                if !matches!(sight.holds(when), Ok(false)) {
                    return Ok(());
                }
            }
            // A rule counts an item where it is found, and where it is looked at.
            sight.steps += 2 * self.whens.len() as u64;
            left_out.items.extend(sight.variables.get(1).map(Node::position));
            Ok(())
        });
        left_out.steps += sight.steps;
        if done.is_err() {
            left_out.items.truncate(before);
        }
    }
}

/// About so many bytes are those of one part of a key.
const OF_KEY: usize = 48;

impl<'r, 't> Sight<'r, 't> {
    fn new(record: Node<'t>, ready: &'r Ready<'r>, evaluator: Option<&'r Evaluator<'t>>) -> Self {
        let (variables, amounts) = ([record; MOST_VARIABLES], [0; MOST_AMOUNTS]);
        Self { ready, evaluator, variables, amounts, steps: 0, left_out: 0 }
    }

    /// Calls `visit` for each combination of items. Each item is so many steps.
    fn go_through(
        &mut self,
        lists: &[ListOf],
        variable: usize,
        steps: u64,
        visit: &mut impl FnMut(&mut Self) -> Result<(), GivenUp>,
    ) -> Result<(), GivenUp> {
        let Some((first, rest)) = lists.split_first() else { return visit(self) };
        let (way, or_empty, items) = match first {
            ListOf::Below { way, or_empty, items } => (way, *or_empty, *items),
            ListOf::Found { collection, index, text, before } => {
                return self.found((*collection, *index, text, before), variable, steps, visit);
            }
        };
        let (record, list) = match self.look(way, |record, here| Ok((*record, here)))? {
            Some((record, list)) if record.kind_at(list) == ValueKind::Array => (record, list),
            None if or_empty => return Ok(()),
            _ => return Err(GivenUp),
        };
        for item in record.items_at(list) {
            match (record.kind_at(item), items) {
                (ValueKind::Null, _) => continue,
                (ValueKind::Object, Items::Records) | (ValueKind::Text, Items::Texts) => {}
                _ => return Err(GivenUp),
            }
            self.steps += steps;
            if self.steps > self.ready.most_steps {
                return Err(GivenUp);
            }
            *self.variables.get_mut(variable).ok_or(GivenUp)? = record.value_at(item);
            if rest.is_empty() {
                visit(self)?;
            } else {
                self.go_through(rest, variable + 1, steps, visit)?;
            }
        }
        Ok(())
    }

    /// Calls `visit` for each record that an index has for a text.
    fn found(
        &mut self,
        (collection, index, text, before): (CollectionId, usize, &TextOf, &[Condition]),
        variable: usize,
        steps: u64,
        visit: &mut impl FnMut(&mut Self) -> Result<(), GivenUp>,
    ) -> Result<(), GivenUp> {
        let evaluator = self.evaluator.ok_or(GivenUp)?;
        let all = evaluator.data.len(collection) as u64;
        for test in before {
            if !self.holds(test)? {
                self.left_out += all;
                return Ok(());
            }
        }
        let index = evaluator.built(index).ok_or(GivenUp)?;
        let positions = index.of_text(self.text(text)?).ok_or(GivenUp)?;
        for position in positions {
            let place = evaluator.data.record(collection, *position as usize).ok_or(GivenUp)?;
            self.steps += steps;
            *self.variables.get_mut(variable).ok_or(GivenUp)? = place.node;
            visit(self)?;
        }
        self.left_out += all.saturating_sub(positions.len() as u64);
        Ok(())
    }

    /// What `see` tells of what stands where a way leads, if anything does. It is given up where something on the way
    /// is no record, or a reference leads nowhere.
    #[expect(clippy::inline_always, reason = "it is a part of each question")]
    #[inline(always)]
    fn look<T>(
        &self,
        way: &Way,
        see: impl Fn(&Node<'t>, Position) -> Result<T, GivenUp>,
    ) -> Result<Option<T>, GivenUp> {
        let record = self.variables.get(way.variable).ok_or(GivenUp)?;
        let Some(here) = along(record, &way.steps.fields)? else { return Ok(None) };
        let Some((collection, steps)) = &way.steps.onward else { return see(record, here).map(Some) };
        match self.follow(record, here, *collection, steps)? {
            Some((record, here)) => see(&record, here).map(Some),
            None => Ok(None),
        }
    }

    /// What stands where a way leads on from a reference, if anything does, and in which record.
    #[inline(never)]
    fn follow(
        &self,
        record: &Node<'t>,
        reference: Position,
        collection: CollectionId,
        steps: &Steps,
    ) -> Result<Option<(Node<'t>, Position)>, GivenUp> {
        let (evaluator, id) = (self.evaluator.ok_or(GivenUp)?, record.text_at(reference).ok_or(GivenUp)?);
        let record = evaluator.data.look_up(collection, id).ok_or(GivenUp)?.node;
        match (along(&record, &steps.fields)?, &steps.onward) {
            (Some(here), Some((collection, steps))) => self.follow(&record, here, *collection, steps),
            (here, _) => Ok(here.map(|here| (record, here))),
        }
    }

    #[inline]
    fn text_at(&self, way: &Way) -> Result<&'t str, GivenUp> {
        self.look(way, |record, here| record.text_at(here).ok_or(GivenUp))?.ok_or(GivenUp)
    }

    #[inline]
    fn list(&self, way: &Way) -> Result<(Node<'t>, Position), GivenUp> {
        let list = self.look(way, |record, here| Ok((*record, here)))?;
        list.filter(|(record, here)| record.kind_at(*here) == ValueKind::Array).ok_or(GivenUp)
    }

    /// How many records there are of which texts are taken. Each that is there is known to be a text then.
    fn length(&self, texts: &EachText) -> Result<u64, GivenUp> {
        let (record, list) = self.list(&texts.records)?;
        let mut length = 0;
        for item in record.items_at(list) {
            match record.kind_at(item) {
                ValueKind::Null => {}
                ValueKind::Object => {
                    length += 1;
                    member(&record, item, &texts.field).map_or(Some(""), |text| record.text_at(text)).ok_or(GivenUp)?;
                }
                _ => return Err(GivenUp),
            }
        }
        if length > LONGEST_LIST { Err(GivenUp) } else { Ok(length as u64) }
    }

    #[expect(clippy::inline_always, reason = "it is a part of each question")]
    #[inline(always)]
    fn text<'s>(&self, text: &'s TextOf) -> Result<&'s str, GivenUp>
    where
        't: 's,
    {
        match text {
            TextOf::Constant(text) => Ok(text),
            TextOf::Data(way) => self.text_at(way),
        }
    }

    fn day(&self, day: &DayOf) -> Result<civil::Date, GivenUp> {
        self.day_or_none(day)?.ok_or(GivenUp)
    }

    /// A day, where it is not missing.
    fn day_or_none(&self, day: &DayOf) -> Result<Option<civil::Date>, GivenUp> {
        match day {
            DayOf::Constant(day) => Ok(Some(*day)),
            DayOf::Data(way) => self.look(way, |record, here| record.text_at(here).and_then(parse_date).ok_or(GivenUp)),
            DayOf::Moved(day, op, length) => {
                add(self.day(day)?, *length, *op == ArithmeticOp::Subtract).ok_or(GivenUp).map(Some)
            }
            DayOf::Otherwise(both) => match self.day_or_none(&both[0])? {
                None => self.day_or_none(&both[1]),
                day => Ok(day),
            },
        }
    }

    fn amount(&mut self, amount: &Amount) -> Result<i64, GivenUp> {
        match amount {
            Amount::Constant(number) => Ok(*number),
            Amount::Let(number) => self.amounts.get(*number).copied().ok_or(GivenUp),
            Amount::Sum(both) => self.amount(&both[0])?.checked_add(self.amount(&both[1])?).ok_or(GivenUp),
            Amount::Items { list, variable, condition } => {
                let mut count = 0;
                if let Some(Test::SameText(one, two)) = condition.as_ref().and_then(Condition::only) {
                    // What is the same for all items is looked up once.
                    let [of_all_one, of_all_two] = [one, two].map(|text| self.of_all(text, *variable));
                    let (of_all_one, of_all_two) = (of_all_one?, of_all_two?);
                    self.go_through(slice::from_ref(list), *variable, 1, &mut |sight| {
                        let one = of_all_one.map_or_else(|| sight.text(one), Ok)?;
                        let two = of_all_two.map_or_else(|| sight.text(two), Ok)?;
                        sight.steps += of_text(one.len());
                        count += i64::from(one == two);
                        Ok(())
                    })?;
                    return Ok(count);
                }
                self.go_through(slice::from_ref(list), *variable, 1, &mut |sight| {
                    count += i64::from(condition.as_ref().map_or(Ok(true), |condition| sight.holds(condition))?);
                    Ok(())
                })?;
                Ok(count)
            }
            Amount::Counted(group, key) => i64::try_from(self.counted(*group, key)?).map_err(|_| GivenUp),
        }
    }

    /// A text that is the same for all items that a variable goes through, if it is.
    fn of_all<'s>(&self, text: &'s TextOf, variable: usize) -> Result<Option<&'s str>, GivenUp>
    where
        't: 's,
    {
        match text {
            TextOf::Data(way) if way.variable == variable => Ok(None),
            _ => self.text(text).map(Some),
        }
    }

    /// What a group counts for a key.
    fn counted(&self, group: usize, key: &[TextOf]) -> Result<u64, GivenUp> {
        let evaluator = self.evaluator.ok_or(GivenUp)?;
        evaluator.count_for_texts(group, &self.key(key)?).ok_or(GivenUp)
    }

    /// A key as counts hold it.
    fn key(&self, key: &[TextOf]) -> Result<Vec<u8>, GivenUp> {
        if key.is_empty() {
            return Err(GivenUp);
        }
        let mut texts = Vec::with_capacity(key.len() * OF_KEY);
        for part in key {
            Counter::push_text(&mut texts, self.text(part)?);
        }
        Ok(texts)
    }

    /// Adds what a condition is going to look up.
    fn look_ahead(&self, condition: &Condition, ahead: &mut Ahead) -> Result<(), GivenUp> {
        match condition.only() {
            Some(Test::Counted { group, key, .. }) => ahead.add(Asked::Group(*group), Hashed::of(&self.key(key)?)),
            _ => Ok(()),
        }
    }

    /// Whether a condition holds, where that can be seen.
    fn holds(&mut self, condition: &Condition) -> Result<bool, GivenUp> {
        let mut next = condition.first;
        while let Some(question) = condition.question(next) {
            next = if self.is_so(&question.test)? { question.if_so } else { question.if_not };
        }
        Ok(next == Next::HOLDS)
    }

    /// What is answered to a question. What is asked most is answered without a call.
    #[inline]
    fn is_so(&mut self, test: &Test) -> Result<bool, GivenUp> {
        match test {
            Test::SameText(one, two) => {
                let (one, two) = (self.text(one)?, self.text(two)?);
                self.steps += of_text(one.len());
                Ok(one == two)
            }
            Test::IsPresent(way, field) => {
                let is_present = self.look(way, |record, here| match record.kind_at(here) {
                    ValueKind::Object => Ok(member(record, here, field).is_some()),
                    _ => Err(GivenUp),
                });
                // Where the record is missing, so is the field.
                Ok(is_present?.unwrap_or(false))
            }
            Test::IsEmpty(way) => {
                let is_empty = self.look(way, |record, here| match record.kind_at(here) {
                    ValueKind::Array => Ok(record.items_at(here).all(|item| record.kind_at(item) == ValueKind::Null)),
                    _ => Err(GivenUp),
                });
                is_empty?.ok_or(GivenUp)
            }
            Test::Matches(text, pattern) => self.matches(text, *pattern),
            Test::In(text, way) => self.is_any(way, Node::text_at, text),
            Test::Among(text, way) => self.is_among(text, way),
            Test::AmongEach { text, texts, is_let } => self.is_among_each(text, texts, *is_let),
            Test::IsWord(text, words) => {
                let text = self.text(text)?;
                Ok(words.iter().any(|word| **word == *text))
            }
            Test::AnyHas(way, field, text) => {
                self.is_any(way, |record, item| record.text_at(member(record, item, field)?), text)
            }
            Test::Pieces { test, text, pieces, steps } => self.has_pieces(*test, text, pieces, *steps),
            Test::Quantified { quantifier, list, variable, condition } => {
                self.is_of_items(*quantifier, list, *variable, condition)
            }
            Test::Else => Err(GivenUp),
            Test::Counted { group, key, some } => Ok((self.counted(*group, key)? > 0) == *some),
            Test::Amounts(one, op, two) => self.are_amounts(one, *op, two),
            Test::Days(one, order, two) => self.are_days(one, *order, two),
        }
    }

    #[inline(never)]
    fn matches(&mut self, text: &TextOf, pattern: usize) -> Result<bool, GivenUp> {
        let text = self.text(text)?;
        self.steps += of_text(text.len());
        Ok(self.ready.pattern_of_number(pattern).ok_or(GivenUp)?.is_match(text))
    }

    #[inline(never)]
    fn is_of_items(
        &mut self,
        quantifier: Quantifier,
        list: &ListOf,
        variable: usize,
        condition: &Condition,
    ) -> Result<bool, GivenUp> {
        let decisive = quantifier != Quantifier::Every;
        // An item that decides ends the search as one does that is given up.
        let mut is_decided = false;
        let done = self.go_through(slice::from_ref(list), variable, 1, &mut |sight| {
            is_decided = sight.holds(condition)? == decisive;
            if is_decided { Err(GivenUp) } else { Ok(()) }
        });
        if !is_decided {
            done?;
        }
        Ok(is_decided == (quantifier == Quantifier::Some))
    }

    #[inline(never)]
    fn are_amounts(&mut self, one: &Amount, op: CompareOp, two: &Amount) -> Result<bool, GivenUp> {
        let (one, two) = (self.amount(one)?, self.amount(two)?);
        Ok(match op {
            CompareOp::Equal => one == two,
            CompareOp::NotEqual => one != two,
            CompareOp::Less => one < two,
            CompareOp::AtMost => one <= two,
            CompareOp::Greater => one > two,
            CompareOp::AtLeast => one >= two,
        })
    }

    #[inline(never)]
    fn are_days(&self, one: &DayOf, order: Order, two: &DayOf) -> Result<bool, GivenUp> {
        let (one, two) = (self.day(one)?, self.day(two)?);
        Ok(match order {
            Order::Equal => one == two,
            Order::Less => one < two,
            Order::AtMost => one <= two,
        })
    }

    #[inline(never)]
    fn has_pieces(&mut self, test: TextTest, text: &TextOf, pieces: &[Piece], steps: u64) -> Result<bool, GivenUp> {
        let text = self.text(text)?;
        self.steps += of_text(text.len()) + steps;
        let (mut rest, mut length) = (Some(text), 0);
        for number in 0..pieces.len() {
            let from_the_end = pieces.len() - 1 - number;
            let number = if test == TextTest::EndsWith { from_the_end } else { number };
            let Piece { text, is_called } = pieces.get(number).ok_or(GivenUp)?;
            let piece = self.text(text)?;
            length += piece.len();
            self.steps += if *is_called { of_text(piece.len()) } else { 0 };
            rest = rest.and_then(|rest| match test {
                TextTest::StartsWith => rest.strip_prefix(piece),
                TextTest::EndsWith => rest.strip_suffix(piece),
                TextTest::Contains => rest.contains(piece).then_some(rest),
            });
        }
        self.steps += of_text(length);
        if length > LONGEST_TEXT { Err(GivenUp) } else { Ok(rest.is_some()) }
    }

    #[inline(never)]
    fn is_among(&mut self, text: &TextOf, way: &Way) -> Result<bool, GivenUp> {
        let text = self.text(text)?;
        let (record, list) = self.list(way)?;
        let items = record.items_at(list).filter(|item| record.kind_at(*item) != ValueKind::Null);
        self.is_one_of(items.map(|item| record.text_at(item)), text)
    }

    #[inline(never)]
    fn is_among_each(&mut self, text: &TextOf, texts: &EachText, is_let: bool) -> Result<bool, GivenUp> {
        let text = self.text(text)?;
        let (record, list) = self.list(&texts.records)?;
        if !is_let {
            self.steps += self.length(texts)?;
        }
        let members = record.items_at(list).filter_map(|item| member(&record, item, &texts.field));
        self.is_one_of(members.map(|member| record.text_at(member)), text)
    }

    /// Whether one of some texts is another one. The texts behind that are not looked at.
    fn is_one_of(&mut self, texts: impl Iterator<Item = Option<&'t str>>, wanted: &str) -> Result<bool, GivenUp> {
        for text in texts {
            self.steps += 1;
            if text.ok_or(GivenUp)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a text of an item of a list is another one. All items are looked at, so that each is known to have one.
    #[inline(never)]
    fn is_any(
        &mut self,
        way: &Way,
        of: impl Fn(&Node<'t>, Position) -> Option<&'t str>,
        wanted: &TextOf,
    ) -> Result<bool, GivenUp> {
        let wanted = self.text(wanted)?;
        let (record, list) = self.list(way)?;
        let mut is_there = false;
        for item in record.items_at(list) {
            is_there |= of(&record, item).ok_or(GivenUp)? == wanted;
        }
        self.steps += record.len_at(list) as u64;
        Ok(is_there)
    }
}

/// Where fields lead from a value, if anything stands there.
#[expect(clippy::inline_always, reason = "it is a part of each question")]
#[inline(always)]
fn along(record: &Node<'_>, fields: &[Field]) -> Result<Option<Position>, GivenUp> {
    let mut here = record.position();
    for field in fields {
        match member(record, here, field) {
            Some(next) => here = next,
            None if record.kind_at(here) == ValueKind::Object => return Ok(None),
            None => return Err(GivenUp),
        }
    }
    Ok(Some(here))
}

#[inline]
fn member(record: &Node<'_>, item: Position, field: &Field) -> Option<Position> {
    record.member_at(item, field.number, &field.name)
}
