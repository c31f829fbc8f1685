//! From a planned rule to its swift form.

mod lists;
mod values;

use std::sync::Arc;

use accordance_rules::{
    Type,
    core::{
        Access, CompareOp, Constant, Counted, Expr, ExprKind, Group, Loop, Program, Quantifier, Rule, Slot, TextTest,
    },
};

use super::{
    super::{
        peek::{is_text, is_texts},
        ready::Ready,
    },
    KeyOf, Let, MOST_PARTS, MOST_VARIABLES, Order, SwiftGroup, SwiftRule, SwiftSieve, Test,
    condition::{Condition, Written},
};
use values::Known;

/// The names of fields that have a number so far.
pub(super) enum Numbers<'n> {
    /// In the records of one collection while they are read. Reading these, no reference is followed.
    OfCollection(&'n mut Vec<Arc<str>>),
    /// In records that are kept.
    OfKept(&'n mut Vec<Arc<str>>),
}

/// The swift form of a rule.
pub(super) fn rule(rule: &Rule, ready: &Ready<'_>, fields: Numbers<'_>) -> Option<SwiftRule> {
    let mut compiler = Compiler { ready, fields, variables: Vec::new(), lets: Vec::new() };
    let lists = compiler.lists(rule);
    compiler.variables = rule.loops.iter().map(|each| each.slot).collect();
    if compiler.variables.len() > MOST_VARIABLES {
        return None;
    }
    let when = rule.when.as_ref().map(|when| compiler.written_or_else(when));
    let lets: Vec<Let> = rule.lets.iter().chain(&rule.cell).filter_map(|each| compiler.named(each)).collect();
    let requires = rule.requires.iter().map(|require| compiler.written_or_else(&require.condition));
    let requires: Vec<Written> = requires.collect();
    // It is of use where it tells that a rule does not apply, or holds.
    let is_of_use = match &when {
        Some(when) => !when.is_else(),
        None => !lets.iter().any(|each| matches!(each, Let::Else)) && !requires.iter().any(Written::is_else),
    };
    let (when, requires) = (when.map(Condition::from), requires.into_iter().map(Condition::from).collect());
    is_of_use.then_some(SwiftRule { lists, when, lets, requires })
}

/// The swift form of what a group counts.
pub(super) fn group(group: &Group, ready: &Ready<'_>, fields: &mut Vec<Arc<str>>) -> Option<SwiftGroup> {
    let fields = Numbers::OfCollection(fields);
    let mut compiler = Compiler { ready, fields, variables: vec![group.record], lets: Vec::new() };
    let lists = group.over.iter().map(|each| compiler.of_record(each).or_else(|| compiler.below(each)));
    let lists = lists.collect::<Option<_>>()?;
    let conditions = group.conditions.iter().map(|condition| compiler.condition(condition)).collect::<Option<_>>()?;
    let key = group.key.iter().map(|part| {
        let way = compiler.way(&part.value)?;
        match part.each_item {
            true if is_texts(&part.value.ty) => Some(KeyOf::EachText(way)),
            false if is_text(&part.value.ty) => Some(KeyOf::Text(way)),
            _ => None,
        }
    });
    let key: Vec<KeyOf> = key.collect::<Option<_>>()?;
    (1..=MOST_PARTS).contains(&key.len()).then_some(SwiftGroup { lists, counted: group.counted, conditions, key })
}

/// The swift form of a list that rules go through, if `when` of each can decide.
pub(super) fn sieve(
    program: &Program,
    rules: &[usize],
    ready: &Ready<'_>,
    fields: &mut Vec<Arc<str>>,
) -> Option<SwiftSieve> {
    let (mut list, mut whens) = (None, Vec::new());
    for number in rules {
        let rule = program.rules.get(*number)?;
        let fields = Numbers::OfCollection(&mut *fields);
        let mut compiler = Compiler { ready, fields, variables: Vec::new(), lets: Vec::new() };
        // The way to the list is the same in each, and one that is not there has nothing to be left out.
        list = compiler.lists(rule)?.pop();
        whens.push((*number, compiler.condition(rule.when.as_ref()?)?));
    }
    Some(SwiftSieve { list: list?, whens })
}

struct Compiler<'c, 'p> {
    ready: &'c Ready<'p>,
    fields: Numbers<'c>,
    /// The slots of the variables.
    variables: Vec<Slot>,
    /// What is worked out before what must hold, by slot.
    lets: Vec<(Slot, Known)>,
}

impl Compiler<'_, '_> {
    /// One part of a condition may decide it, whatever the others are.
    fn parts(&mut self, all: &[Expr]) -> Option<Vec<Written>> {
        let parts: Vec<Written> = all.iter().map(|each| self.written_or_else(each)).collect();
        (!parts.iter().all(Written::is_else)).then_some(parts)
    }

    fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        self.written(expr).map(Condition::from)
    }

    fn written_or_else(&mut self, expr: &Expr) -> Written {
        self.written(expr).unwrap_or(Written::One(Test::Else))
    }

    /// What a condition asks.
    fn written(&mut self, expr: &Expr) -> Option<Written> {
        Some(match &expr.kind {
            ExprKind::And(all) => Written::All(self.parts(all)?),
            ExprKind::Or(all) => Written::Any(self.parts(all)?),
            ExprKind::Not(inner) => self.written(inner)?.not(),
            ExprKind::Implies(left, right) => {
                Written::Implies(Box::new([self.written(left)?, self.written_or_else(right)]))
            }
            ExprKind::If { condition, then, otherwise } => {
                Written::If(Box::new([self.written(condition)?, self.written(then)?, self.written(otherwise)?]))
            }
            ExprKind::Compare { op, left, right } => self.compared(*op, left, right)?,
            ExprKind::Quantifier { quantifier, over, condition } => self.quantified(*quantifier, over, condition)?,
            _ => Written::One(self.test(expr)?),
        })
    }

    /// One question.
    fn test(&mut self, expr: &Expr) -> Option<Test> {
        Some(match &expr.kind {
            ExprKind::IsPresent(value) => {
                let ExprKind::Field { record, name } = &value.kind else { return None };
                Test::IsPresent(self.way(record)?, self.field(name))
            }
            ExprKind::IsEmpty(value) if value.ty.item().is_some() => Test::IsEmpty(self.way(value)?),
            ExprKind::Matches { text, pattern } => {
                Test::Matches(self.text(text)?, self.ready.number_of_pattern(pattern)?)
            }
            ExprKind::TextTest { test, text, part } => {
                let (text, mut pieces) = (self.text(text)?, Vec::new());
                let steps = self.pieces(part, &mut pieces)?;
                let is_known = *test != TextTest::Contains || pieces.len() == 1;
                is_known.then_some(Test::Pieces { test: *test, text, pieces: pieces.into(), steps })?
            }
            ExprKind::In { item, list } if is_texts(&list.ty) => self.is_in(item, list)?,
            ExprKind::Counted { group, key, asked: asked @ (Counted::Some | Counted::No), .. } => Test::Counted {
                group: *group,
                key: key.iter().map(|part| self.text(part)).collect::<Option<_>>()?,
                some: *asked == Counted::Some,
            },
            _ => return None,
        })
    }

    /// What is asked where two values are compared.
    fn compared(&mut self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Written> {
        let are = |ty: &Type| left.ty == *ty && right.ty == *ty;
        let (test, is_not) = if are(&Type::Whole) {
            (Test::Amounts(self.amount(left)?, op, self.amount(right)?), false)
        } else if are(&Type::Date) {
            let (one, two) = (self.day(left)?, self.day(right)?);
            match op {
                CompareOp::Equal => (Test::Days(one, Order::Equal, two), false),
                CompareOp::NotEqual => (Test::Days(one, Order::Equal, two), true),
                CompareOp::Less => (Test::Days(one, Order::Less, two), false),
                CompareOp::AtMost => (Test::Days(one, Order::AtMost, two), false),
                CompareOp::Greater => (Test::Days(two, Order::Less, one), false),
                CompareOp::AtLeast => (Test::Days(two, Order::AtMost, one), false),
            }
        } else {
            let is_not = match op {
                CompareOp::Equal => false,
                CompareOp::NotEqual => true,
                _ => return None,
            };
            (Test::SameText(self.text(left)?, self.text(right)?), is_not)
        };
        let one = Written::One(test);
        Some(if is_not { one.not() } else { one })
    }

    fn is_in(&mut self, item: &Expr, list: &Expr) -> Option<Test> {
        let text = self.text(item)?;
        if let ExprKind::Constant(Constant::List(words)) = &list.kind {
            let words = words.iter().map(|word| match word {
                Constant::Text(word) => Some(Arc::clone(word)),
                _ => None,
            });
            return Some(Test::IsWord(text, words.collect::<Option<_>>()?));
        }
        if let ExprKind::Slot(slot) = &list.kind
            && let Some(Known::Texts(texts)) = self.known(*slot)
        {
            return Some(Test::AmongEach { text, texts: texts.clone(), is_let: true });
        }
        if let Some(texts) = self.each_text(list) {
            return Some(Test::AmongEach { text, texts, is_let: false });
        }
        let way = self.way(list)?;
        // All items are looked at where the list and the text are at hand.
        let is_at_hand = way.steps.onward.is_none() && text.is_at_hand();
        Some(if is_at_hand { Test::In(text, way) } else { Test::Among(text, way) })
    }

    fn quantified(&mut self, quantifier: Quantifier, over: &Loop, condition: &Expr) -> Option<Written> {
        match (self.any_has(over, condition), quantifier) {
            (Some(test), Quantifier::Some) => return Some(Written::One(test)),
            (Some(test), Quantifier::No) => return Some(Written::One(test).not()),
            // Such a one is asked in two ways.
            (Some(_), Quantifier::Every) => return None,
            (None, _) => {}
        }
        let (list, variable, condition) = self.of_items(over, Some(condition))?;
        Some(Written::One(Test::Quantified { quantifier, list, variable, condition: condition? }))
    }

    /// Whether a text of an item of a list is another text.
    fn any_has(&mut self, over: &Loop, condition: &Expr) -> Option<Test> {
        let ExprKind::Compare { op: CompareOp::Equal, left, right } = &condition.kind else { return None };
        if over.access != Access::Scan {
            return None;
        }
        let member = |expr: &Expr| match &expr.kind {
            ExprKind::Field { record, name }
                if is_text(&expr.ty) && matches!(record.kind, ExprKind::Slot(own) if own == over.slot) =>
            {
                Some(Arc::clone(name))
            }
            _ => None,
        };
        let (name, other) = match (member(left), member(right)) {
            (Some(name), None) => (name, right),
            (None, Some(name)) => (name, left),
            _ => return None,
        };
        // INVARIANT: the variable of the items is none of those known here, so that the other text does not read it.
        if self.variable(over.slot).is_some() {
            return None;
        }
        let (way, text) = (self.way(&over.list)?, self.text(other)?);
        // Otherwise one item is looked at after the other.
        let is_at_hand = way.steps.onward.is_none() && text.is_at_hand();
        is_at_hand.then(|| Test::AnyHas(way, self.field(&name), text))
    }
}
