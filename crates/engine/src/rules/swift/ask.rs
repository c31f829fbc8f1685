//! What is asked of a record, for rules and for lists of which items are left out.

use std::slice;

use accordance_document::{Position, Value as Node};

use super::{
    super::{evaluate::Evaluator, ready::Ready, value::Place},
    Let, ListOf, MOST_PARTS, SwiftRule, SwiftSieve,
    condition::Condition,
    sight::{GivenUp, Sight},
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
                    for condition in before {
                        if !sight.holds(condition)? {
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
                let mut counted = self.requires.iter().filter_map(Condition::counted);
                counted.try_for_each(|(group, key)| {
                    ahead.add(Asked::Group(group), sight.key(key, &mut [""; MOST_PARTS])?.hash())
                })
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
        self.lists.iter().flatten().any(is_found) || self.requires.iter().any(|require| require.counted().is_some())
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
