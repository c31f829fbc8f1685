//! Rules run over a data set.

mod absent;
mod arithmetic;
mod calendar;
mod compare;
mod cost;
mod data_set;
mod evaluate;
mod functions;
mod index;
mod key;
mod lists;
mod matrix;
mod print;
mod report;
mod run;
mod testing;
mod trace;
mod value;
mod work;

pub use cost::{Clock, IndexSize, RuleCost, plan_of};
pub use data_set::{DataSet, ReadRecord};
pub use matrix::{Cell, Matrix, NoMatrix, Side, matrix};
pub use report::Rules;
pub(crate) use report::RulesRun;
pub use run::{CheckOutcome, ItemPlace, RuleOptions, RuleOutcome, outcomes};
pub use testing::{Trial, TrialKind, Trials, Trying};
pub use trace::{Traced, TracedCondition, TracedItem, trace};
