//! The lists that rules and groups go through, in their swift form.

use accordance_rules::{
    Type,
    core::{Access, Constant, Expr, ExprKind, LookUpKey, Loop, Rule},
    join::conjuncts,
};

use super::{
    super::{super::peek::is_text, Items, ListOf, MOST_VARIABLES, Steps, Way, condition::Condition},
    Compiler,
};

impl Compiler<'_, '_> {
    /// What a rule goes through below the records of a collection.
    pub(super) fn lists(&mut self, rule: &Rule) -> Option<Vec<ListOf>> {
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

    pub(super) fn list(&mut self, each: &Loop, when: Option<&Expr>) -> Option<ListOf> {
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
    pub(super) fn below(&mut self, each: &Loop) -> Option<ListOf> {
        if each.access != Access::Scan || self.variables.len() >= MOST_VARIABLES {
            return None;
        }
        let list = self.items(&each.list)?;
        self.variables.push(each.slot);
        Some(list)
    }

    /// A list of a record.
    pub(super) fn items(&mut self, list: &Expr) -> Option<ListOf> {
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
    pub(super) fn of_record(&mut self, each: &Loop) -> Option<ListOf> {
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
    pub(super) fn of_items(
        &mut self,
        over: &Loop,
        condition: Option<&Expr>,
    ) -> Option<(Box<ListOf>, usize, Option<Condition>)> {
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
}

/// What the items of a list are, where that is asked here.
fn kind_of_items(list: &Expr) -> Option<Items> {
    match list.ty.item()? {
        Type::Record(_) => Some(Items::Records),
        item if is_text(item) => Some(Items::Texts),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use accordance_rules::{
        Place, Type,
        core::{Access, Constant, Expr, ExprKind, Loop, Program},
    };

    use super::{
        super::super::super::{options::RuleOptions, ready::Ready},
        super::Numbers,
        Compiler, ListOf,
    };

    #[test]
    fn a_list_may_be_missing_where_an_empty_one_is_given_otherwise() {
        let expr = |kind, ty| Expr { kind, ty, place: Place::default() };
        let record = || Type::Record([].into());
        let records = || Type::List(record().into());
        let program = Program::default();
        let ready = Ready::new(&program, &RuleOptions::on(jiff::civil::date(2023, 7, 3)));
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
