//! Random rules, as texts, that fit the schemas of three collections, and random records that do.
//!
//! Both are written by a writer who takes each decision from a row of numbers. Fewer and smaller numbers give simpler
//! rules and records, so that a failing case shrinks to something that can be read.

mod case;
mod choices;
mod conditions;
mod joins;
mod kinds;
mod paths;
mod records;
mod rules;
mod schemas;
mod values;
mod writer;

pub(crate) use case::{Case, case};
pub(crate) use schemas::{COLLECTIONS, collections};
