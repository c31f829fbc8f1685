//! The classes of changes.

use std::fmt;

/// Who can go on as before when one version of a schema takes the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Both versions accept the same instances.
    Same,
    /// Every instance that was valid still is; some are valid that were not. Who writes goes on as before. Who reads
    /// with the older version may meet instances that it refuses.
    WritersKeepWorking,
    /// Every instance that is valid was valid before; some are no longer. Who reads with the older version goes on as
    /// before. Who writes, or keeps instances, may have to change them.
    ReadersKeepWorking,
    /// Neither holds, or it could not be shown.
    Breaking,
}

impl Class {
    /// The class in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::WritersKeepWorking => "writers keep working",
            Self::ReadersKeepWorking => "readers keep working",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
