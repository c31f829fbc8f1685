//! Rules: an outcome for each combination of what `for` goes through.

use accordance_rules::core::{Loop, Rule};

use super::{
    evaluation::{Run, Variable},
    value::Value,
};

/// What a rule says at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passes,
    Fails,
    DoesNotApply,
    CannotTell,
}

impl Outcome {
    pub(crate) const ALL: [Self; 4] = [Self::Passes, Self::Fails, Self::DoesNotApply, Self::CannotTell];
}

/// What a rule says of one combination.
#[derive(Clone, Debug)]
pub(crate) struct Combination<'d> {
    /// The items of `for`, in its order. Where a list cannot be told, those before it.
    pub(crate) items: Vec<Value<'d>>,
    /// One outcome, or where the rule applies one for each `require`.
    pub(crate) outcomes: Vec<Outcome>,
}

impl<'r, 'd> Run<'r, 'd> {
    /// What a rule says, in the order of the data.
    pub(crate) fn rule(&mut self, rule: &'r Rule) -> Vec<Combination<'d>> {
        for (slot, value) in rule.lets.iter().chain(&rule.cell) {
            self.bind(*slot, Variable::Expression(value));
        }
        let mut combinations = Vec::new();
        self.combinations(rule, &rule.loops, &mut Vec::new(), &mut combinations);
        combinations
    }

    fn combinations(
        &mut self,
        rule: &'r Rule,
        loops: &'r [Loop],
        items: &mut Vec<Value<'d>>,
        found: &mut Vec<Combination<'d>>,
    ) {
        let [first, rest @ ..] = loops else {
            return found.push(Combination { items: items.clone(), outcomes: self.outcomes(rule) });
        };
        let Ok(list) = self.list(&first.list) else {
            return found.push(Combination { items: items.clone(), outcomes: vec![Outcome::CannotTell] });
        };
        for item in list {
            self.bind(first.slot, Variable::Value(item.clone()));
            items.push(item);
            self.combinations(rule, rest, items, found);
            items.pop();
        }
    }

    fn outcomes(&mut self, rule: &'r Rule) -> Vec<Outcome> {
        if let Some(when) = &rule.when {
            match self.holds(when) {
                Some(true) => {}
                Some(false) => return vec![Outcome::DoesNotApply],
                None => return vec![Outcome::CannotTell],
            }
        }
        rule.requires
            .iter()
            .map(|require| match self.holds(&require.condition) {
                Some(true) => Outcome::Passes,
                Some(false) => Outcome::Fails,
                None => Outcome::CannotTell,
            })
            .collect()
    }
}
