//! Answers, and the instances that show them.

use serde_json::Value;

use crate::Class;

/// Whether everything that one version accepts is accepted by the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is.
    Kept,
    /// It is not, as the witness shows.
    Lost(Witness),
    /// Neither a proof nor a witness was found. Counts as lost.
    Undecided,
}

impl Answer {
    /// Whether it is proved that nothing is lost.
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Kept)
    }

    /// The instance that shows a loss.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Lost(witness) => Some(witness),
            Self::Kept | Self::Undecided => None,
        }
    }
}

/// A small instance that one version accepts and the other refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The instance.
    pub instance: Value,
    /// Where in it the other version finds fault, as a JSON Pointer.
    pub pointer: String,
    /// What it is an instance of.
    pub of: Scope,
}

impl Witness {
    /// Whether the instance is one of the whole schema, and so has been held against both versions of it. Where a place
    /// cannot be reached by any instance that was made, what is shown is a value of that place alone.
    pub fn is_whole(&self) -> bool {
        self.of == Scope::Whole
    }

    /// The value in which the other version finds fault.
    pub fn value(&self) -> &Value {
        self.instance.pointer(&self.pointer).unwrap_or(&self.instance)
    }
}

/// What a witness is an instance of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole schema.
    Whole,
    /// The place of the change.
    Place,
}

/// The answers to both questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Is what was valid still valid?
    pub writers: Answer,
    /// Was what is valid now valid before?
    pub readers: Answer,
}

impl Verdict {
    /// Both questions are answered with yes.
    pub(crate) const SAME: Self = Self { writers: Answer::Kept, readers: Answer::Kept };

    /// Who can go on as before.
    pub fn class(&self) -> Class {
        match (self.writers.is_kept(), self.readers.is_kept()) {
            (true, true) => Class::Same,
            (true, false) => Class::WritersKeepWorking,
            (false, true) => Class::ReadersKeepWorking,
            (false, false) => Class::Breaking,
        }
    }

    /// Whether one of the questions could not be answered.
    pub fn is_undecided(&self) -> bool {
        matches!(self.writers, Answer::Undecided) || matches!(self.readers, Answer::Undecided)
    }
}
