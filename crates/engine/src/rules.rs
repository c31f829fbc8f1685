//! Rules run over a data set.

mod absent;
mod arithmetic;
mod calendar;
mod compare;
mod cost;
mod count;
mod data_set;
mod evaluate;
mod functions;
mod index;
mod key;
mod lists;
mod matrix;
mod peek;
mod print;
mod ready;
mod record_rules;
mod report;
mod run;
mod testing;
mod trace;
mod value;
mod work;

pub use cost::{Clock, IndexSize, RuleCost, plan_of};
pub(crate) use count::Counts;
pub(crate) use data_set::Data;
pub use data_set::{DataSet, ReadRecord};
pub(crate) use evaluate::Evaluator;
pub use matrix::{Cell, Matrix, NoMatrix, Side, matrix};
pub(crate) use ready::Ready;
pub(crate) use record_rules::{Planned, RecordRules, count_background};
pub use report::Rules;
pub(crate) use report::{Noted, RulesRun, Show, Where};
pub use run::{CheckOutcome, ItemPlace, RuleOptions, RuleOutcome, outcomes};
pub use testing::{Trial, TrialKind, Trials, Trying};
pub use trace::{Traced, TracedCondition, TracedItem, trace};
