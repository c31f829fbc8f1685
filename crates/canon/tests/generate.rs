//! Generated meeting records: valid, of the size asked for, the same every time, and whole in their references.

use std::collections::{BTreeMap, BTreeSet};

use accordance_canon::{Canon, Generator, schema};
use accordance_meetings::{Attribution, Meeting};

#[test]
fn they_are_of_their_schema_and_about_3_kb() {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema("meeting").unwrap()).unwrap();
    let mut bytes = 0;
    for meeting in Generator::new(2023).linked(300).meetings(300) {
        let value = serde_json::to_value(&meeting).unwrap();
        assert!(validator.is_valid(&value), "{value:#}");
        assert_eq!(serde_json::from_value::<Meeting>(value.clone()).unwrap(), meeting);
        bytes += value.to_string().len();
    }
    assert!((2_700..3_500).contains(&(bytes / 300)), "{} bytes each", bytes / 300);
}

#[test]
fn they_are_the_same_for_the_same_seed_in_any_order() {
    let forward: Vec<Meeting> = Generator::new(5).meetings(40).collect();
    let mut backward: Vec<Meeting> = (0..40).rev().map(|number| Generator::new(5).meeting(number)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    assert_ne!(forward, Generator::new(6).meetings(40).collect::<Vec<_>>());
}

#[test]
fn by_default_they_refer_to_the_built_in_data_only() {
    let canon = Canon::builtin();
    for meeting in Generator::new(9).meetings(200) {
        assert!(meeting.next_session.is_none() && meeting.earlier_sessions.is_none());
        assert!(meeting.participants.iter().all(|listed| canon.organization(&listed.organization).is_some()));
        assert!(meeting.themes.iter().flat_map(|themes| themes.iter()).all(|id| canon.theme(id).is_some()));
        let listed: BTreeSet<_> = meeting.participants.iter().map(|listed| &listed.organization).collect();
        for said in &meeting.contributions {
            assert!(said.goals.iter().all(|id| canon.goal(id).is_some()));
            assert!(said.sdg_targets.iter().all(|code| canon.sdg_target(code).is_some()));
            assert!(said.carried_to().is_none() && said.origin.is_none());
            assert_eq!(said.by.is_some(), said.attribution == Attribution::Named);
            assert!(said.by.iter().all(|by| listed.contains(by)));
        }
    }
}

#[test]
fn linked_ones_carry_contributions_to_later_meetings_that_list_them() {
    let total = 200;
    let all: BTreeMap<_, Meeting> =
        Generator::new(9).linked(total).meetings(total).map(|meeting| (meeting.id.clone(), meeting)).collect();
    let mut carried = 0;
    for meeting in all.values() {
        let ids: BTreeSet<_> = meeting.contributions.iter().map(|said| &said.id).collect();
        assert_eq!(ids.len(), meeting.contributions.len());
        assert!(meeting.next_session.iter().all(|next| all[next].starts_on >= meeting.starts_on));
        for said in &meeting.contributions {
            let Some(later) = said.carried_to() else { continue };
            let later = &all[later];
            assert!(later.starts_on > meeting.ends_on);
            let again = later.contributions.iter().find(|listed| listed.origin.as_ref() == Some(&said.id)).unwrap();
            assert_eq!((&again.text, &again.goals), (&said.text, &said.goals));
            carried += 1;
        }
    }
    assert_eq!(carried, 160);
}

#[test]
fn flawed_ones_are_of_their_schema_and_refer_to_what_there_is() {
    let total = 2000;
    let validator = jsonschema::options().should_validate_formats(true).build(&schema("meeting").unwrap()).unwrap();
    let sound = Generator::new(9).linked(total);
    let ids: BTreeSet<_> = sound.meetings(total).map(|meeting| meeting.id).collect();
    let mut flawed = 0;
    for (meeting, sound) in sound.flawed().meetings(total).zip(sound.meetings(total)) {
        assert!(validator.is_valid(&serde_json::to_value(&meeting).unwrap()));
        assert!(meeting.next_session.iter().all(|next| ids.contains(next)));
        assert!(meeting.contributions.iter().all(|said| said.by.is_some() == (said.attribution == Attribution::Named)));
        flawed += usize::from(meeting != sound);
    }
    assert!((200..300).contains(&flawed), "{flawed} of {total}");
}
