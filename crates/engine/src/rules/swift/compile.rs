//! From a planned rule to its swift form.

use std::sync::Arc;

use accordance_rules::{
    Function, Type,
    core::{
        Access, Aggregate, ArithmeticOp, CompareOp, Constant, Counted, Expr, ExprKind, Group, LookUpKey, Loop, Program,
        Quantifier, Rule, Slot, TextTest,
    },
    join::conjuncts,
};

use super::{
    super::{
        calendar::Length,
        evaluate::constant,
        peek::{is_text, is_texts},
        ready::Ready,
        value::Value,
    },
    Amount, DayOf, EachText, Field, Items, KeyOf, Let, ListOf, MOST_AMOUNTS, MOST_PARTS, MOST_VARIABLES, Order, Piece,
    Steps, SwiftGroup, SwiftRule, SwiftSieve, Test, TextOf, Way,
    condition::{Condition, Written},
};

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

/// A day that has a name is written out where the name is used, so it has at most so many parts: names of names would
/// double it again and again.
const MOST_DAYS: usize = 8;

/// What the items of a list are, where that is asked here.
fn kind_of_items(list: &Expr) -> Option<Items> {
    match list.ty.item()? {
        Type::Record(_) => Some(Items::Records),
        item if is_text(item) => Some(Items::Texts),
        _ => None,
    }
}

/// What is known of a value that was worked out before.
enum Known {
    Day(DayOf),
    Texts(EachText),
    /// Its number.
    Amount(usize),
}

impl Compiler<'_, '_> {
    /// What is done for a value that gets a name, if anything.
    fn named(&mut self, (slot, value): &(Slot, Expr)) -> Option<Let> {
        let (known, done) = if let Some(day) = self.day(value).filter(|day| day.parts() <= MOST_DAYS) {
            (Known::Day(day), None)
        } else if let Some(texts) = self.each_text(value) {
            (Known::Texts(texts.clone()), Some(Let::Texts(texts)))
        } else {
            let amounts = self.lets.iter().filter(|(_, known)| matches!(known, Known::Amount(_))).count();
            match self.amount(value).filter(|_| amounts < MOST_AMOUNTS) {
                Some(amount) => (Known::Amount(amounts), Some(Let::Amount(amount))),
                None => return Some(Let::Else),
            }
        };
        self.lets.push((*slot, known));
        done
    }

    /// What a rule goes through below the records of a collection.
    fn lists(&mut self, rule: &Rule) -> Option<Vec<ListOf>> {
        let (first, below) = rule.loops.split_first()?;
        if !matches!(first.list.kind, ExprKind::Collection(_)) || first.access != Access::Scan {
            return None;
        }
        self.variables.push(first.slot);
        let mut lists = Vec::new();
        for each in below {
            let is_open = !matches!(lists.last(), Some(ListOf::Found { .. }));
            lists.push(self.list(each, rule.when.as_ref()).filter(|_| is_open)?);
        }
        Some(lists)
    }

    fn list(&mut self, each: &Loop, when: Option<&Expr>) -> Option<ListOf> {
        match (&each.access, &each.list.kind) {
            (Access::LookUp { index, key: LookUpKey::Values(values) }, ExprKind::Collection(collection))
                if self.variables.len() < MOST_VARIABLES =>
            {
                let [text] = values.as_slice() else { return None };
                let text = self.text(text)?;
                let parts = when.into_iter().flat_map(conjuncts);
                // All that is asked besides of what is known before, since each part takes its steps.
                let before = parts.filter(|part| !part.reads(&|slot| slot == each.slot));
                let before =
                    before.map(|part| self.condition(part).filter(|part| !part.asks_else())).collect::<Option<_>>()?;
                self.variables.push(each.slot);
                Some(ListOf::Found { collection: *collection, index: *index, text, before })
            }
            _ => self.below(each),
        }
    }

    /// A list of a record, whose items become the next variable.
    fn below(&mut self, each: &Loop) -> Option<ListOf> {
        if each.access != Access::Scan || self.variables.len() >= MOST_VARIABLES {
            return None;
        }
        let list = self.items(&each.list)?;
        self.variables.push(each.slot);
        Some(list)
    }

    /// A list of a record.
    fn items(&mut self, list: &Expr) -> Option<ListOf> {
        let items = kind_of_items(list)?;
        let (way, or_empty) = match &list.kind {
            ExprKind::Otherwise { value, fallback } => {
                let is_empty = match &fallback.kind {
                    ExprKind::Constant(Constant::List(items)) => items.is_empty(),
                    ExprKind::List(items) => items.is_empty(),
                    _ => false,
                };
                is_empty.then_some((self.way(value)?, true))?
            }
            _ => (self.way(list)?, false),
        };
        Some(ListOf::Below { way, or_empty, items })
    }

    /// A list of one record, as groups go through it: one that is not there has no items.
    fn of_record(&mut self, each: &Loop) -> Option<ListOf> {
        let ExprKind::EachField { records, name } = &each.list.kind else { return None };
        let ExprKind::List(only) = &records.kind else { return None };
        let [Expr { kind: ExprKind::Slot(slot), .. }] = only.as_slice() else { return None };
        if each.access != Access::Scan || self.variables.len() >= MOST_VARIABLES {
            return None;
        }
        let (items, variable, field) = (kind_of_items(&each.list)?, self.variable(*slot)?, self.field(name));
        self.variables.push(each.slot);
        let way = Way { variable, steps: Steps { fields: vec![field], onward: None } };
        Some(ListOf::Below { way, or_empty: true, items })
    }

    /// What is asked of each item of a list, with the variable of the items.
    fn of_items(&mut self, over: &Loop, condition: Option<&Expr>) -> Option<(Box<ListOf>, usize, Option<Condition>)> {
        let variable = self.variables.len();
        let list = self.below(over)?;
        let condition = condition.map(|condition| self.condition(condition));
        self.variables.truncate(variable);
        let condition = match condition {
            Some(condition) => Some(condition?),
            None => None,
        };
        Some((Box::new(list), variable, condition))
    }

    fn variable(&self, slot: Slot) -> Option<usize> {
        self.variables.iter().rposition(|known| *known == slot)
    }

    fn field(&mut self, name: &Arc<str>) -> Field {
        let (Numbers::OfCollection(fields) | Numbers::OfKept(fields)) = &mut self.fields;
        let number = fields.iter().position(|known| known == name).unwrap_or_else(|| {
            fields.push(Arc::clone(name));
            fields.len() - 1
        });
        // Too large a number is that of no field, which is then looked for by its name.
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        Field { name: Arc::clone(name), number }
    }

    fn way(&mut self, expr: &Expr) -> Option<Way> {
        match &expr.kind {
            ExprKind::Slot(slot) => Some(Way { variable: self.variable(*slot)?, steps: Steps::default() }),
            ExprKind::Field { record, name } => {
                let mut way = self.way(record)?;
                way.steps.last().fields.push(self.field(name));
                Some(way)
            }
            ExprKind::Follow { reference, collection } if matches!(self.fields, Numbers::OfKept(_)) => {
                let mut way = self.way(reference)?;
                way.steps.last().onward = Some((*collection, Box::default()));
                Some(way)
            }
            _ => None,
        }
    }

    /// A text of each record of a list.
    fn each_text(&mut self, expr: &Expr) -> Option<EachText> {
        match &expr.kind {
            ExprKind::EachField { records, name } if is_texts(&expr.ty) => {
                let Type::Record(_) = records.ty.item()? else { return None };
                Some(EachText { records: self.way(records)?, field: self.field(name) })
            }
            _ => None,
        }
    }

    fn text(&mut self, expr: &Expr) -> Option<TextOf> {
        if !is_text(&expr.ty) {
            return None;
        }
        match &expr.kind {
            ExprKind::Constant(Constant::Text(text)) => Some(TextOf::Constant(Arc::clone(text))),
            _ => Some(TextOf::Data(self.way(expr)?)),
        }
    }

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

    /// The pieces of a text, and the steps that it takes to put them together.
    fn pieces(&mut self, expr: &Expr, pieces: &mut Vec<Piece>) -> Option<u64> {
        match &expr.kind {
            ExprKind::Call { function: Function::Text, arguments, .. } => {
                let [text] = arguments.as_slice() else { return None };
                pieces.push(Piece { text: self.text(text)?, is_called: true });
                Some(0)
            }
            ExprKind::Call { function: Function::Join, arguments, .. } => {
                let [Expr { kind: ExprKind::List(items), .. }, between] = arguments.as_slice() else { return None };
                if !matches!(&between.kind, ExprKind::Constant(Constant::Text(between)) if between.is_empty()) {
                    return None;
                }
                let below = items.iter().map(|item| self.pieces(item, pieces)).sum::<Option<u64>>()?;
                Some(items.len() as u64 + below)
            }
            _ => {
                pieces.push(Piece { text: self.text(expr)?, is_called: false });
                Some(0)
            }
        }
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

    fn known(&self, slot: Slot) -> Option<&Known> {
        self.lets.iter().rev().find_map(|(own, known)| (*own == slot).then_some(known))
    }

    /// A whole number.
    fn amount(&mut self, expr: &Expr) -> Option<Amount> {
        Some(match &expr.kind {
            ExprKind::Constant(Constant::Whole(number)) => Amount::Constant(*number),
            ExprKind::Slot(slot) => match self.known(*slot)? {
                Known::Amount(number) => Amount::Let(*number),
                _ => return None,
            },
            ExprKind::Arithmetic { op: ArithmeticOp::Add, left, right } if expr.ty == Type::Whole => {
                Amount::Sum(Box::new([self.amount(left)?, self.amount(right)?]))
            }
            ExprKind::AggregateList { aggregate: Aggregate::Count, list } => {
                let variable = self.variables.len();
                let list = self.items(list).filter(|_| variable < MOST_VARIABLES)?;
                Amount::Items { list: Box::new(list), variable, condition: None }
            }
            ExprKind::AggregateEach { aggregate: Aggregate::Count, value: None, over, condition } => {
                let [over] = over.as_slice() else { return None };
                let (list, variable, condition) = self.of_items(over, condition.as_deref())?;
                Amount::Items { list, variable, condition }
            }
            ExprKind::Counted { group, key, asked: Counted::Number, .. } => {
                Amount::Counted(*group, key.iter().map(|part| self.text(part)).collect::<Option<_>>()?)
            }
            _ => return None,
        })
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

    fn day(&mut self, expr: &Expr) -> Option<DayOf> {
        if expr.ty != Type::Date {
            return None;
        }
        Some(match &expr.kind {
            ExprKind::Constant(value @ Constant::Date(_)) => match constant(value) {
                Value::Date(date) => DayOf::Constant(date),
                _ => return None,
            },
            ExprKind::AsOf => DayOf::Constant(self.ready.as_of),
            ExprKind::Parameter(number) => match self.ready.parameters.get(*number)? {
                Value::Date(date) => DayOf::Constant(*date),
                _ => return None,
            },
            ExprKind::Field { .. } => DayOf::Data(self.way(expr)?),
            ExprKind::Slot(slot) => match self.known(*slot)? {
                Known::Day(day) => day.clone(),
                _ => return None,
            },
            ExprKind::Otherwise { value, fallback } => {
                DayOf::Otherwise(Box::new([self.day(value)?, self.day(fallback)?]))
            }
            ExprKind::Arithmetic { op: op @ (ArithmeticOp::Add | ArithmeticOp::Subtract), left, right }
                if left.ty == Type::Date =>
            {
                DayOf::Moved(Box::new(self.day(left)?), *op, self.length(right)?)
            }
            _ => return None,
        })
    }

    fn length(&self, expr: &Expr) -> Option<Length> {
        let value = match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Parameter(number) => self.ready.parameters.get(*number)?.clone(),
            _ => return None,
        };
        match value {
            Value::Length(length) => Some(length),
            _ => None,
        }
    }
}

impl Amount {
    /// Whether any part of it has no swift form.
    pub(super) fn asks_else(&self) -> bool {
        match self {
            Self::Sum(both) => both.iter().any(Self::asks_else),
            Self::Items { condition, .. } => condition.as_ref().is_some_and(Condition::asks_else),
            _ => false,
        }
    }
}

impl DayOf {
    /// How many parts it has.
    fn parts(&self) -> usize {
        match self {
            Self::Data(_) | Self::Constant(_) => 1,
            Self::Moved(inner, ..) => 1 + inner.parts(),
            Self::Otherwise(both) => 1 + both.iter().map(Self::parts).sum::<usize>(),
        }
    }
}

impl Steps {
    /// Those behind the last reference.
    fn last(&mut self) -> &mut Self {
        match self.onward {
            Some((_, ref mut next)) => next.last(),
            None => self,
        }
    }
}

impl TextOf {
    /// Whether no reference is followed on the way.
    fn is_at_hand(&self) -> bool {
        match self {
            Self::Data(way) => way.steps.onward.is_none(),
            Self::Constant(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use accordance_rules::{
        Place, Type,
        core::{Access, Constant, Date, Expr, ExprKind, Loop, Program},
    };

    use super::{
        super::super::{ready::Ready, run::RuleOptions},
        Compiler, ListOf, Numbers,
    };

    #[test]
    fn a_list_may_be_missing_where_an_empty_one_is_given_otherwise() {
        let expr = |kind, ty| Expr { kind, ty, place: Place::default() };
        let record = || Type::Record([].into());
        let records = || Type::List(record().into());
        let program = Program::default();
        let ready = Ready::new(&program, &RuleOptions::on(Date { year: 2023, month: 7, day: 3 }));
        let or_empty = |fallback: ExprKind| {
            let meeting = Box::new(expr(ExprKind::Slot(0), record()));
            let actions = expr(ExprKind::Field { record: meeting, name: "actions".into() }, records());
            let fallback = Box::new(expr(fallback, records()));
            let list = expr(ExprKind::Otherwise { value: Box::new(actions), fallback }, records());
            let each = Loop { slot: 1, list, access: Access::Scan };
            let fields = Numbers::OfKept(&mut Vec::new());
            match (Compiler { ready: &ready, fields, variables: vec![0], lets: Vec::new() }).below(&each) {
                Some(ListOf::Below { or_empty, .. }) => Some(or_empty),
                _ => None,
            }
        };
        assert_eq!(or_empty(ExprKind::Constant(Constant::List(Vec::new()))), Some(true));
        assert_eq!(or_empty(ExprKind::List(Vec::new())), Some(true));
        assert_eq!(or_empty(ExprKind::Constant(Constant::List(vec![Constant::Whole(1)]))), None);
    }
}
