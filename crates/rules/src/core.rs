//! Rules as they are run: names resolved, types known, definitions written out.
//!
//! Any engine can run this form. An expression gives a value, or *cannot tell* with what was needed and not there.

mod expected;
mod expr;
mod planned;
mod rule;

pub use accordance_syntax::ast::{
    Aggregate, ArithmeticOp, CompareOp, Date, DateTime, Duration, DurationUnit, ExampleOutcome, Language, Quantifier,
    Severity, TextTest,
};

use crate::CollectionId;
pub use expected::{DataPlace, Example, Expect, ExpectedOutcome, RecordAt, Test, Waiver};
pub use expr::{Constant, Expr, ExprKind};
pub use planned::{Counted, Group, GroupKey, Index, Shared};
pub use rule::{Access, LookUpKey, Loop, Parameter, Piece, Requirement, Rule};

/// A variable while a rule runs, by number.
pub type Slot = usize;

/// All that the rule files of a run say, as far as it can be used.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Parameters, in the order of their definition.
    pub parameters: Vec<Parameter>,
    /// Rules and matrices, in the order of the files.
    pub rules: Vec<Rule>,
    /// Waivers, in the order of the files.
    pub waivers: Vec<Waiver>,
    /// Tests, in the order of the files; a plan has none.
    pub tests: Vec<Test>,
    /// Indexes that a plan asks for; see [`plan`](crate::plan).
    pub indexes: Vec<Index>,
    /// Expressions that a plan has worked out once for a run.
    pub shared: Vec<Shared>,
    /// Counts by a key that a plan asks for.
    pub groups: Vec<Group>,
}

impl Program {
    /// Whether a rule or waiver reads records of a collection.
    pub fn reads_collection(&self, collection: CollectionId) -> bool {
        let mut found = false;
        self.each_expr(&mut |expr| found = found || expr.reads_collection(collection));
        found
    }

    /// Calls `visit` with each expression of rules, plan and waivers that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.rules.iter().for_each(|rule| rule.each_expr(visit));
        self.indexes.iter().for_each(|index| index.key.iter().chain([&index.source]).for_each(&mut *visit));
        self.shared.iter().for_each(|shared| visit(&shared.value));
        self.groups.iter().for_each(|group| group.each_expr(visit));
        self.waivers.iter().filter_map(|waiver| waiver.condition.as_ref()).for_each(visit);
    }
}
