//! What may be shown as a fact.

use accordance_goals::{Alignment, Asserter};
use accordance_terms::Standing;

/// Whether something was read in the source named. All else is shown with its standing, or not at all.
pub(crate) fn is_read(standing: Standing) -> bool {
    matches!(standing, Standing::Verified | Standing::Partial)
}

/// Whether an organization says that an alignment holds, and that was read.
pub(crate) fn is_stated(alignment: &Alignment) -> bool {
    let by_organization = alignment.asserted.by == Asserter::Organization || alignment.confirmed.is_some();
    by_organization && is_read(alignment.standing)
}

/// A text with its standing beside it.
pub(crate) fn with_standing(text: &str, standing: Standing) -> String {
    format!("{text} [{standing}]")
}
