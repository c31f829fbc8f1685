//! How a program is run without looking at what cannot matter.
//!
//! The plan of a program is the same program with its [`Access`]es chosen and two tables filled in:
//!
//! - an expression that reads no variable has one value for a whole run, and becomes [`Shared`];
//! - a list that is the same for a whole run (a collection, or a shared one) and is gone through under a condition that
//!   has a join ([`join`](crate::join)) is looked up in an [`Index`].
//!
//! With [`plan_counted`], what can be counted of each record by itself is counted once by its key, in a [`Group`], and a
//! rule on one record scans its collection, whatever its `when` asks: it is run where the record is read.
//!
//! In the terms of relational engines, `for` scans, unnests and equi-joins; `when` and `where` filter; `some` is a
//! semi-join, `no` and `every` are anti-joins, and an aggregate is a group. [`outline`] shows a plan in these terms. A
//! plan gives the outcomes of its program, in the same order.

use std::fmt::Write as _;

use crate::{
    Environment,
    core::{
        Access, Aggregate, Counted, Expr, ExprKind, Group, Index, LookUpKey, Loop, Piece, Program, Quantifier, Rule,
        Shared, Slot,
    },
    fields::of_one_record,
    group::group,
    join::{ItemKey, Join, Without, chain, join, made_in},
};

/// Plans a program.
pub fn plan(program: &Program) -> Program {
    planned(program, None)
}

/// Plans a program for a run that looks at each record while it is read: with counts by a key for what can be counted
/// record by record, and a scan for each rule on one record. Other runs come to the same with it.
pub fn plan_counted(program: &Program) -> Program {
    let mut planned = planned(program, Some(Vec::new()));
    for number in 0..planned.rules.len() {
        // Whether a rule is one on one record is judged as it would be with a scan. Where it reads other records, or a
        // waiver of it does, it keeps its look-up.
        let Some(access) = set_first_access(&mut planned, number, Access::Scan) else { continue };
        if access != Access::Scan && of_one_record(&planned, number).is_none() {
            set_first_access(&mut planned, number, access);
        }
    }
    planned
}

/// Says how the items of the first loop of a rule are found, and tells how they were.
fn set_first_access(planned: &mut Program, rule: usize, access: Access) -> Option<Access> {
    let first = planned.rules.get_mut(rule)?.loops.first_mut()?;
    Some(std::mem::replace(&mut first.access, access))
}

fn planned(program: &Program, groups: Option<Vec<Group>>) -> Program {
    let mut planner = Planner { indexes: Vec::new(), shared: Vec::new(), groups };
    let rules = program.rules.iter().map(|rule| planner.rule(rule)).collect();
    Program {
        rules,
        parameters: program.parameters.clone(),
        waivers: program.waivers.clone(),
        tests: Vec::new(),
        indexes: planner.indexes,
        shared: planner.shared,
        groups: planner.groups.unwrap_or_default(),
    }
}

struct Planner {
    indexes: Vec<Index>,
    shared: Vec<Shared>,
    /// Nothing where none are asked for.
    groups: Option<Vec<Group>>,
}

impl Planner {
    fn rule(&mut self, rule: &Rule) -> Rule {
        let mut planned = rule.clone();
        for (number, each) in planned.loops.iter_mut().enumerate() {
            self.expr(&mut each.list);
            each.access = Access::Scan;
            if let Some(when) = &rule.when
                && can_skip(&rule.loops[number..])
                && matches!(each.list.kind, ExprKind::Collection(_))
            {
                let own = std::slice::from_ref(&rule.loops[number]);
                let later = rule.loops[number + 1..].iter().map(|later| later.slot);
                each.access = self.access(own, when, Without::False, later, &each.list);
            }
        }
        planned.when.iter_mut().for_each(|when| self.expr(when));
        planned.lets.iter_mut().chain(&mut planned.cell).for_each(|(_, value)| self.expr(value));
        for require in &mut planned.requires {
            self.expr(&mut require.condition);
            name_shared(&mut require.condition, &planned.lets);
            require.values.iter_mut().for_each(|(_, value)| self.expr(value));
        }
        for piece in planned.messages.values_mut().flatten() {
            if let Piece::Value(value) = piece {
                self.expr(value);
            }
        }
        planned
    }

    fn expr(&mut self, expr: &mut Expr) {
        match self.counted(expr) {
            Some(counted) => expr.kind = counted,
            None => self.plain(expr),
        }
    }

    /// A count by a key in the place of an expression, where there can be one.
    fn counted(&mut self, expr: &Expr) -> Option<ExprKind> {
        let groups = self.groups.as_ref()?;
        let (asked, over, condition) = match &expr.kind {
            ExprKind::AggregateEach { aggregate: Aggregate::Count, over, condition, .. } => {
                (Counted::Number, over.as_slice(), condition.as_deref())
            }
            ExprKind::Quantifier { quantifier: Quantifier::Some, over, condition } => {
                (Counted::Some, std::slice::from_ref(&**over), Some(&**condition))
            }
            ExprKind::Quantifier { quantifier: Quantifier::No, over, condition } => {
                (Counted::No, std::slice::from_ref(&**over), Some(&**condition))
            }
            _ => return None,
        };
        let (own, mut key) = group(over, condition)?;
        let group = groups.iter().position(|known| *known == own);
        let number = group.unwrap_or(groups.len());
        if group.is_none() {
            self.groups.as_mut()?.push(own);
        }
        key.iter_mut().for_each(|value| self.expr(value));
        let mut plain = Box::new(expr.clone());
        self.plain(&mut plain);
        Some(ExprKind::Counted { group: number, key, asked, plain })
    }

    fn plain(&mut self, expr: &mut Expr) {
        let is_shared = is_shared(expr);
        self.children(expr);
        if is_shared {
            let number = match self.shared.iter().position(|known| known.value.kind == expr.kind) {
                Some(known) => known,
                None => {
                    self.shared.push(Shared { value: expr.clone() });
                    self.shared.len() - 1
                }
            };
            expr.kind = ExprKind::Shared(number);
        }
    }

    fn children(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Quantifier { quantifier, over, condition } => {
                let without = match quantifier {
                    Quantifier::Every => Without::True,
                    Quantifier::Some | Quantifier::No => Without::False,
                };
                let own = (**over).clone();
                self.expr(&mut over.list);
                over.access = self.access(std::slice::from_ref(&own), condition, without, [], &over.list);
                self.expr(condition);
            }
            ExprKind::AggregateEach { over, condition, value, .. } => {
                let own = over.clone();
                for (number, each) in over.iter_mut().enumerate() {
                    self.expr(&mut each.list);
                    if let Some(asked) = condition {
                        // What follows from one item on is gone through for it, and so its values belong to the item.
                        let chain = chain(&own[number..]);
                        let later = own[number + 1..].iter().map(|later| later.slot);
                        each.access = self.access(chain, asked, Without::False, later, &each.list);
                    }
                }
                condition.iter_mut().chain(value).for_each(|each| self.expr(each));
            }
            _ => expr.each_child_mut(&mut |child| self.expr(child)),
        }
    }

    /// How the items of the first of `chain` are found. `list` is what it goes through, as it is planned.
    fn access(
        &mut self,
        chain: &[Loop],
        condition: &Expr,
        without: Without,
        later: impl IntoIterator<Item = Slot>,
        list: &Expr,
    ) -> Access {
        if !matches!(list.kind, ExprKind::Collection(_) | ExprKind::Shared(_)) {
            return Access::Scan;
        }
        let Some(first) = chain.first() else { return Access::Scan };
        let Some(found) = join(chain, condition, without) else { return Access::Scan };
        let later: Vec<Slot> = later.into_iter().collect();
        let reads_later = |expr: &Expr| expr.reads(&|slot| later.contains(&slot));
        let (items, each_item, key_looked_up) = match found {
            Join::Values(pairs) => {
                let pairs: Vec<_> = pairs.into_iter().filter(|(_, known)| !reads_later(known)).collect();
                let (items, known): (Vec<ItemKey>, Vec<Expr>) = pairs.into_iter().unzip();
                (items, false, LookUpKey::Values(known))
            }
            Join::Holds(item, known) => (vec![item], true, LookUpKey::Values(vec![known])),
            Join::IsIn(item, known) => (vec![item], false, LookUpKey::Items(Box::new(known))),
        };
        let reads = match &key_looked_up {
            LookUpKey::Values(known) => known.is_empty() || known.iter().any(reads_later),
            LookUpKey::Items(known) => reads_later(known),
        };
        if reads {
            return Access::Scan;
        }
        let key_looked_up = match key_looked_up {
            LookUpKey::Values(mut known) => {
                known.iter_mut().for_each(|one| self.expr(one));
                LookUpKey::Values(known)
            }
            LookUpKey::Items(mut known) => {
                self.expr(&mut known);
                LookUpKey::Items(known)
            }
        };
        let asked_for = items.iter().map(|item| item.asked_for).collect();
        let key = items.into_iter().map(|item| item.value).collect();
        let index = Index { source: list.clone(), slot: first.slot, key, asked_for, each_item };
        let number = self.indexes.iter().position(|known| *known == index).unwrap_or(self.indexes.len());
        if number == self.indexes.len() {
            self.indexes.push(index);
        }
        Access::LookUp { index: number, key: key_looked_up }
    }
}

/// A `let` that has one value for a whole run stands for that value where it is used, so that it is searched by index.
fn name_shared(expr: &mut Expr, lets: &[(Slot, Expr)]) {
    if let ExprKind::Slot(slot) = expr.kind
        && let Some((_, Expr { kind: ExprKind::Shared(number), .. })) = lets.iter().find(|(own, _)| *own == slot)
    {
        expr.kind = ExprKind::Shared(*number);
        return;
    }
    expr.each_child_mut(&mut |child| name_shared(child, lets));
}

/// Whether items of the first of a rule's loops can be left out and still be counted: what follows has as many
/// combinations for each of them.
fn can_skip(loops: &[Loop]) -> bool {
    loops.iter().skip(1).all(|later| matches!(later.list.kind, ExprKind::Collection(_)))
}

/// Whether an expression has one value for a whole run, and takes work.
fn is_shared(expr: &Expr) -> bool {
    if matches!(expr.kind, ExprKind::Collection(_) | ExprKind::Shared(_)) || !reads_collection(expr) {
        return false;
    }
    let mut made = std::collections::BTreeSet::new();
    made_in(expr, &mut made);
    !expr.reads(&|slot| !made.contains(&slot))
}

fn reads_collection(expr: &Expr) -> bool {
    if matches!(expr.kind, ExprKind::Collection(_)) {
        return true;
    }
    let mut found = false;
    expr.each_child(&mut |child| found = found || reads_collection(child));
    found
}

/// The numbers of the indexes that a planned rule looks items up in, each once, in their order.
pub fn indexes(rule: &Rule, program: &Program) -> Vec<usize> {
    let mut found = std::collections::BTreeSet::new();
    rule.loops.iter().for_each(|each| looked_up(each, &mut found));
    rule.each_expr(&mut |expr| indexes_below(expr, program, &mut found));
    found.into_iter().collect()
}

/// The numbers of the groups whose counts a planned rule asks for, each once, in their order.
pub fn groups(rule: &Rule) -> Vec<usize> {
    fn below(expr: &Expr, found: &mut std::collections::BTreeSet<usize>) {
        if let ExprKind::Counted { group, .. } = expr.kind {
            found.insert(group);
        }
        expr.each_child(&mut |child| below(child, found));
    }
    let mut found = std::collections::BTreeSet::new();
    rule.each_expr(&mut |expr| below(expr, &mut found));
    found.into_iter().collect()
}

fn looked_up(each: &Loop, found: &mut std::collections::BTreeSet<usize>) {
    if let Access::LookUp { index, .. } = each.access {
        found.insert(index);
    }
}

fn indexes_below(expr: &Expr, program: &Program, found: &mut std::collections::BTreeSet<usize>) {
    match &expr.kind {
        ExprKind::Quantifier { over, .. } => looked_up(over, found),
        ExprKind::AggregateEach { over, .. } => over.iter().for_each(|each| looked_up(each, found)),
        ExprKind::Shared(number) => {
            if let Some(shared) = program.shared.get(*number) {
                indexes_below(&shared.value, program, found);
            }
        }
        _ => {}
    }
    expr.each_child(&mut |child| indexes_below(child, program, found));
}

/// A rule's plan as lines: what is scanned, unnested, joined, filtered and grouped.
///
/// `text` gives the words of a place in a rule file.
pub fn outline(rule: &Rule, program: &Program, environment: &Environment, text: &dyn Fn(&Expr) -> String) -> String {
    let mut out = String::new();
    let outline = Outline { program, environment, text };
    for each in &rule.loops {
        outline.access(each, "join", 0, &mut out);
        outline.below(&each.list, 1, &mut out);
    }
    if let Some(when) = &rule.when {
        let _ = writeln!(out, "filter {}", text(when));
        outline.below(when, 1, &mut out);
    }
    for (slot, value) in &rule.lets {
        let _ = writeln!(out, "extend {} = {}", rule.slots.get(*slot).map_or("", String::as_str), text(value));
        outline.below(value, 1, &mut out);
    }
    if let Some((_, cell)) = &rule.cell {
        let _ = writeln!(out, "extend cell = {}", text(cell));
        outline.below(cell, 1, &mut out);
    }
    for require in &rule.requires {
        let _ = writeln!(out, "require {}", text(&require.condition));
        outline.below(&require.condition, 1, &mut out);
    }
    out
}

struct Outline<'o> {
    program: &'o Program,
    environment: &'o Environment,
    text: &'o dyn Fn(&Expr) -> String,
}

impl Outline<'_> {
    fn access(&self, each: &Loop, join: &str, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let source = self.source(each);
        let line = match &each.access {
            Access::Scan if matches!(each.list.kind, ExprKind::Collection(_)) => format!("scan {source}"),
            Access::Scan => format!("unnest {source}"),
            Access::LookUp { index, key } => {
                let own = self.program.indexes.get(*index).map(|index| self.all(&index.key)).unwrap_or_default();
                let other = match key {
                    LookUpKey::Values(values) => self.all(values),
                    LookUpKey::Items(list) => format!("each of {}", (self.text)(list)),
                };
                format!("{join} {source} on ({own}) = ({other})")
            }
        };
        let _ = writeln!(out, "{indent}{line}");
    }

    /// What a group counts, and by what.
    fn counted(&self, group: &Group, key: &[Expr], plain: &Expr, depth: usize, out: &mut String) {
        let (over, condition) = match &plain.kind {
            ExprKind::AggregateEach { over, .. } => (over.as_slice(), "group"),
            ExprKind::Quantifier { quantifier: Quantifier::Some, over, .. } => {
                (std::slice::from_ref(&**over), "semi-join")
            }
            ExprKind::Quantifier { over, .. } => (std::slice::from_ref(&**over), "anti-join"),
            ExprKind::Shared(number) => match self.program.shared.get(*number) {
                Some(shared) => return self.counted(group, key, &shared.value, depth, out),
                None => return,
            },
            _ => return,
        };
        let lists: Vec<String> = over.iter().map(|each| self.source(each)).collect();
        let own: Vec<String> = group.key.iter().map(|key| (self.text)(&key.value)).collect();
        let (indent, lists) = ("  ".repeat(depth), lists.join(", "));
        let by = match key {
            [] => String::new(),
            key => format!(" on ({}) = ({})", own.join(", "), self.all(key)),
        };
        let _ = writeln!(out, "{indent}{condition} {lists}{by}, counted while records are read");
    }

    fn source(&self, each: &Loop) -> String {
        match &each.list.kind {
            ExprKind::Collection(number) => self.environment.collection_name(*number).to_string(),
            _ => (self.text)(&each.list),
        }
    }

    fn all(&self, list: &[Expr]) -> String {
        list.iter().map(self.text).collect::<Vec<_>>().join(", ")
    }

    fn below(&self, expr: &Expr, depth: usize, out: &mut String) {
        match &expr.kind {
            ExprKind::Shared(number) => {
                if let Some(shared) = self.program.shared.get(*number) {
                    let _ = writeln!(out, "{}once {}", "  ".repeat(depth), (self.text)(expr));
                    self.below(&shared.value, depth + 1, out);
                }
            }
            ExprKind::Counted { group, key, plain, .. } => {
                if let Some(group) = self.program.groups.get(*group) {
                    self.counted(group, key, plain, depth, out);
                }
                key.iter().for_each(|value| self.below(value, depth + 1, out));
            }
            ExprKind::Quantifier { quantifier, over, .. } => {
                let join = match quantifier {
                    Quantifier::Some => "semi-join",
                    Quantifier::No | Quantifier::Every => "anti-join",
                };
                self.access(over, join, depth, out);
                expr.each_child(&mut |child| self.below(child, depth + 1, out));
            }
            ExprKind::AggregateEach { over, .. } => {
                for each in over {
                    self.access(each, "group", depth, out);
                }
                expr.each_child(&mut |child| self.below(child, depth + 1, out));
            }
            _ => expr.each_child(&mut |child| self.below(child, depth, out)),
        }
    }
}
