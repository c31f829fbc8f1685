//! What is expected of rules, and waived: examples, tests and waivers.

use super::{Date, ExampleOutcome, Expr, Slot};
use crate::{CollectionId, Place};

/// `example`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What is expected.
    pub outcome: ExampleOutcome,
    /// The `for` variables that it gives, each with its record.
    pub variables: Vec<(Slot, serde_json::Value)>,
    /// The collections that it gives.
    pub collections: Vec<(CollectionId, serde_json::Value)>,
    /// Where it stands.
    pub place: Place,
}

/// `waive`.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule or built-in check.
    pub rule: String,
    /// The number of the rule in the program; none for a built-in check.
    pub number: Option<usize>,
    /// The findings that it covers: over the rule's own slots, or for a built-in check over [`Waiver::RECORD`].
    pub condition: Option<Expr>,
    /// The last day on which it holds.
    pub until: Date,
    /// Why.
    pub because: String,
    /// Who decided it.
    pub by: String,
    /// Where it stands.
    pub place: Place,
}

impl Waiver {
    /// The slot of `record` in the waiver of a built-in check: the id of the record.
    pub const RECORD: Slot = 0;
}

/// `test`.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// Files of records, relative to the folder of the run.
    pub files: Vec<(String, Place)>,
    /// Records given in place.
    pub records: Vec<(CollectionId, Vec<serde_json::Value>)>,
    /// Changes, in order.
    pub changes: Vec<(DataPlace, serde_json::Value)>,
    /// What is expected.
    pub expects: Vec<Expect>,
    /// Where it stands.
    pub place: Place,
}

/// A place in the data of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPlace {
    /// The collection.
    pub collection: CollectionId,
    /// Which record: by id, or by position from 0.
    pub record: RecordAt,
    /// The JSON Pointer in the record.
    pub pointer: String,
    /// Where it stands in the rule file.
    pub place: Place,
}

/// Which record of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordAt {
    /// The one of this id.
    Id(String),
    /// The one at this position.
    Position(u64),
}

/// What a test expects of a rule or built-in check.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Its name.
    pub rule: String,
    /// What it is expected to do.
    pub outcome: ExpectedOutcome,
    /// Where it stands.
    pub place: Place,
}

/// See [`Expect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedOutcome {
    /// No finding and at least one pass.
    Passes,
    /// At least one finding; exactly at these places, where there are any.
    Fails(Vec<DataPlace>),
    /// The rule applies nowhere.
    DoesNotApply,
    /// At least one place where the rule cannot tell.
    CannotTell,
}
