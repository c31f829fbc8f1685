//! What came of each rule at each place.

use std::sync::Arc;

use accordance_rules::core::{Access, Program};
use serde::Serialize;

use super::{
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    options::RuleOptions,
    ready::Ready,
    visit::Reach,
};

/// What came of a rule at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// What must hold does.
    Passes,
    /// It does not.
    Fails,
    /// `when` is false.
    DoesNotApply,
    /// Something that is needed is not there.
    CannotTell,
}

impl CheckOutcome {
    /// `passes`, `fails`, `does not apply` or `cannot tell`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::DoesNotApply => "does not apply",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Where an item of `for` stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPlace {
    /// The variable.
    pub variable: String,
    /// The collection of its record.
    pub collection: usize,
    /// The number of the record in the collection, from 0.
    pub record: usize,
    /// The JSON Pointer of the item in the record.
    pub pointer: String,
}

/// What came of a rule at one place, with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: Arc<str>,
    /// The items of `for` that have a place in the data.
    pub places: Vec<ItemPlace>,
    /// The number of the `require`, from 0; 0 where the rule does not apply.
    pub requirement: usize,
    /// What came of it.
    pub outcome: CheckOutcome,
    /// Why it cannot be told.
    pub reason: Option<String>,
}

/// What came of each rule of a program at each place, in the order of rules and data.
///
/// `text` gives what is written at a place of a rule file, for reasons.
pub fn outcomes(
    program: &Program,
    data: &DataSet,
    options: &RuleOptions,
    text: &(dyn Fn(accordance_rules::Place) -> String + Sync),
) -> Vec<RuleOutcome> {
    let mut planned = accordance_rules::plan::plan_counted(program);
    // Where the plan skips what a rule does not apply to, it is only counted; here each place is shown.
    for each in planned.rules.iter_mut().flat_map(|rule| &mut rule.loops) {
        each.access = Access::Scan;
    }
    let ready = Ready::new(&planned, options);
    let data = Data::of(data);
    let evaluator = Evaluator::new(&ready, data);
    let mut all = Vec::new();
    for rule in &planned.rules {
        let ran = evaluator.run(rule, Reach::Checked, &|checked, frame, found| {
            let places = checked.items.iter().zip(&rule.loops).filter_map(|(item, each)| {
                let place = item.as_ref()?;
                Some(ItemPlace {
                    variable: rule.slots.get(each.slot).cloned().unwrap_or_default(),
                    collection: place.collection,
                    record: place.record,
                    pointer: frame.pointer(place, data),
                })
            });
            found.push(RuleOutcome {
                rule: Arc::clone(&rule.name),
                places: places.collect(),
                requirement: checked.requirement,
                outcome: checked.outcome,
                reason: checked.unknown.map(|unknown| unknown.why.told(&text(unknown.expr.place))),
            });
        });
        all.extend(ran.found);
    }
    all
}
