//! Records of every kind, against the published schemas.

use accordance_canon::schema;
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_themes::Theme;

/// Cases of each test.
const CASES: u32 = 600;

macro_rules! kinds {
    ($($name:ident: $record:ty, $kind:literal;)+) => {$(
        mod $name {
            use super::*;

            #[test]
            fn a_generated_record_survives() {
                crate::a_generated_value_survives::<$record>(&schema($kind).unwrap(), CASES);
            }

            #[test]
            fn a_mutated_record_is_accepted_by_both_or_by_neither() {
                let schema = schema($kind).unwrap();
                let found = crate::a_mutated_value_is_accepted_by_both_or_by_neither::<$record>(&schema, CASES);
                // A test that meets only one of the two outcomes says little.
                assert!(found.accepted > CASES / 20 && found.refused > CASES / 20);
            }
        }
    )+};
}

kinds! {
    edition: Edition, "edition";
    goal: Goal, "goal";
    theme: Theme, "theme";
    programme: Programme, "programme";
    sdg: Sdg, "sdg";
    sdg_target: SdgTarget, "sdg_target";
    alignment: Alignment, "alignment";
    organization: Organization, "organization";
    series: Series, "series";
    meeting: Meeting, "meeting";
}
