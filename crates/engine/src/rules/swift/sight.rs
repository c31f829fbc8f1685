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
        evaluate::{Evaluator, LONGEST_LIST, LONGEST_TEXT},
        peek::of_text,
        ready::Ready,
        text_key::TextKey,
    },
    Amount, DayOf, EachText, Field, Items, ListOf, MOST_AMOUNTS, MOST_PARTS, MOST_VARIABLES, Order, Piece, Steps, Test,
    TextOf, Way,
    condition::{Condition, Next},
};

/// It cannot be seen whether the rule holds, or it does not.
pub(crate) struct GivenUp;

/// What is seen of one record: the variables, and what was asked so far.
pub(super) struct Sight<'r, 't> {
    ready: &'r Ready<'r>,
    /// Where rules need more than the record, what has it.
    evaluator: Option<&'r Evaluator<'t>>,
    /// Each a value with its record; one that is not given yet is the record itself.
    pub(super) variables: [Node<'t>; MOST_VARIABLES],
    /// What was worked out before what must hold.
    pub(super) amounts: [i64; MOST_AMOUNTS],
    pub(super) steps: u64,
    /// How many combinations are left out, since `when` does not hold for them.
    pub(super) left_out: u64,
}

impl<'r, 't> Sight<'r, 't> {
    pub(super) fn new(record: Node<'t>, ready: &'r Ready<'r>, evaluator: Option<&'r Evaluator<'t>>) -> Self {
        let (variables, amounts) = ([record; MOST_VARIABLES], [0; MOST_AMOUNTS]);
        Self { ready, evaluator, variables, amounts, steps: 0, left_out: 0 }
    }

    /// Calls `visit` for each combination of items. Each item is so many steps.
    pub(super) fn go_through(
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
            *self.variables.get_mut(variable).ok_or(GivenUp)? = record.value_at(item).ok_or(GivenUp)?;
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
        for condition in before {
            if !self.holds(condition)? {
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
    pub(super) fn text_at(&self, way: &Way) -> Result<&'t str, GivenUp> {
        self.look(way, |record, here| record.text_at(here).ok_or(GivenUp))?.ok_or(GivenUp)
    }

    #[inline]
    pub(super) fn list(&self, way: &Way) -> Result<(Node<'t>, Position), GivenUp> {
        let list = self.look(way, |record, here| Ok((*record, here)))?;
        list.filter(|(record, here)| record.kind_at(*here) == ValueKind::Array).ok_or(GivenUp)
    }

    /// How many records there are of which texts are taken. Each that is there is known to be a text then.
    pub(super) fn length(&self, texts: &EachText) -> Result<u64, GivenUp> {
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
    pub(super) fn text<'s>(&self, text: &'s TextOf) -> Result<&'s str, GivenUp>
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

    pub(super) fn amount(&mut self, amount: &Amount) -> Result<i64, GivenUp> {
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
        evaluator.count_for_texts(group, &self.key(key, &mut [""; MOST_PARTS])?).ok_or(GivenUp)
    }

    /// A key of texts, for which there is room.
    pub(super) fn key<'k>(
        &self,
        key: &'k [TextOf],
        texts: &'k mut [&'k str; MOST_PARTS],
    ) -> Result<TextKey<'k>, GivenUp>
    where
        't: 'k,
    {
        let texts = texts.get_mut(..key.len()).ok_or(GivenUp)?;
        for (text, part) in texts.iter_mut().zip(key) {
            *text = self.text(part)?;
        }
        TextKey::new(texts).ok_or(GivenUp)
    }

    /// Whether a condition holds, where that can be seen.
    pub(super) fn holds(&mut self, condition: &Condition) -> Result<bool, GivenUp> {
        let mut next = condition.first;
        loop {
            match next {
                Next::Question(number) => {
                    let question = condition.question(number).ok_or(GivenUp)?;
                    next = if self.is_so(&question.test)? { question.if_so } else { question.if_not };
                }
                Next::Answer(holds) => return Ok(holds),
            }
        }
    }

    /// What is answered to a question. What is asked most is answered without a call, and the rest by calls, so that the
    /// loop over questions stays small.
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
