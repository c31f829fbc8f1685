//! The values of a finding, as an object.

use accordance_engine::Finding;
use serde_json::{Map, Value};

/// The values by name; of two with one name, the last.
pub(crate) fn of(finding: &Finding) -> Map<String, Value> {
    finding.values.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
}
