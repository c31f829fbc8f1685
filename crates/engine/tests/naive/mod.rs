//! The rule language a second time: for obviousness alone, with nothing of the engine in it.
//!
//! Records are plain JSON. Lists are gone through one inside the other, a reference is looked for from the first record
//! to the last, and a value is worked out again wherever it is read. What is not of the kind that the checker promised
//! is noted as a fault.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a reader sees what is meant, and all numbers here are small or doubles on purpose"
)]

mod calculation;
mod evaluation;
mod functions;
mod length;
mod lists;
mod reading;
mod rules;
mod value;

pub(crate) use evaluation::Run;
pub(crate) use rules::{Combination, Outcome};
pub(crate) use value::Value;
