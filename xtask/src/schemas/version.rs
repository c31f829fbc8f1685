//! Versions of the schemas.

use std::{fmt, str::FromStr};

/// `v1`, `v1.1`: a major number, and a minor one where it is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u32,
    minor: u32,
}

impl Version {
    /// The version after this one that may change anything.
    pub(crate) fn next_major(self) -> Self {
        Self { major: self.major + 1, minor: 0 }
    }

    /// The version after this one that breaks nothing.
    pub(crate) fn next_minor(self) -> Self {
        Self { minor: self.minor + 1, ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            0 => write!(formatter, "v{}", self.major),
            minor => write!(formatter, "v{}.{minor}", self.major),
        }
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (major, minor) = text.strip_prefix('v')?.split_once('.').unzip();
            let major = major.or(text.strip_prefix('v'))?.parse().ok()?;
            let minor = minor.map_or(Some(0), |minor| minor.parse().ok())?;
            let version = Self { major, minor };
            // Only as it is written here: not v01 or v1.0.
            (version.to_string() == text).then_some(version)
        };
        parse().ok_or_else(|| format!("{text:?} is not a version, such as v1 or v1.1"))
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_read_as_they_are_written_and_stand_in_their_order() {
        let versions: Vec<Version> =
            ["v1", "v1.1", "v1.10", "v2"].iter().map(|text| text.parse().expect(text)).collect();
        assert!(versions.is_sorted());
        assert_eq!(versions[2].to_string(), "v1.10");
        for wrong in ["1", "v", "v1.0", "v01", "v1.", "v1.1.1", "v-1", "latest", "v1 "] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
    }
}
