//! The reference data: of its types, of its schemas, whole, and no better known than its sources.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use std::collections::{BTreeMap, BTreeSet};

use accordance_canon::{Canon, DATA, DATA_LINES, KINDS, collection_of_kind, kind_of_collection, schema};
use accordance_document::{Format, Limits, Records, Tree};
use accordance_goals::{Asserter, OtherEnd};
use accordance_meetings::{Attendance, Attribution, ContributionStatus, Mode, ParticipantRole};
use accordance_terms::{Completeness, Language, Standing, Weekday};
use serde_json::Value;

fn records() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for (file, text) in DATA {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            all.push((*file, record.unwrap().value.to_typed().unwrap()));
        }
    }
    all
}

/// Calls `visit` with every value whose schema refers to a collection, following the schema down the record.
fn references(root: &Value, schema: &Value, value: &Value, visit: &mut impl FnMut(&str, &str)) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        references(root, root.pointer(&target[1..]).unwrap(), value, visit);
    }
    if let (Some(collection), Some(id)) = (schema.get("x-refers-to").and_then(Value::as_str), value.as_str()) {
        visit(collection, id);
    }
    if let (Some(properties), Some(members)) = (schema.get("properties"), value.as_object()) {
        for (name, member) in members {
            references(root, &properties[name], member, visit);
        }
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for item in list {
            references(root, items, item, visit);
        }
    }
}

#[test]
fn a_file_holds_one_collection_and_each_collection_has_a_file() {
    for (file, record) in records() {
        let collection = collection_of_kind(record["kind"].as_str().unwrap()).unwrap();
        assert_eq!(file, format!("{collection}.yaml"));
    }
    let files: Vec<String> = DATA.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(files, KINDS.iter().map(|kind| format!("{}.yaml", kind.collection)).collect::<Vec<_>>());
}

#[test]
fn lines_hold_the_records_of_their_files() {
    let lines = DATA_LINES.iter().flat_map(|(file, text)| text.lines().map(move |line| (*file, line)));
    let lines: Vec<(&str, Value)> = lines.map(|(file, line)| (file, serde_json::from_str(line).unwrap())).collect();
    assert!(lines == records(), "the lines are older than the YAML: run `cargo xtask data`");
}

#[test]
fn every_record_is_of_its_schema() {
    let validators: BTreeMap<&str, jsonschema::Validator> = KINDS
        .iter()
        .map(|kind| {
            let schema = schema(kind.kind).unwrap();
            (kind.kind, jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
        })
        .collect();
    for (file, record) in records() {
        let validator = &validators[record["kind"].as_str().unwrap()];
        let errors: Vec<String> =
            validator.iter_errors(&record).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{file}, {}: {errors:#?}", record["id"]);
    }
}

#[test]
fn every_record_is_of_its_type_and_written_back_the_same() {
    let canon = Canon::builtin();
    let mut written = Vec::new();
    macro_rules! write {
        ($($all:ident),+) => {$(
            written.extend(canon.$all().iter().map(|record| serde_json::to_value(record).unwrap()));
        )+};
    }
    write!(editions, goals, themes, programmes, sdgs, sdg_targets, alignments, organizations, series, meetings);
    assert_eq!(written, records().into_iter().map(|(_, record)| record).collect::<Vec<_>>());
}

#[test]
fn every_id_is_unique_and_every_reference_leads_to_a_record() {
    let mut ids = BTreeSet::new();
    for (file, record) in records() {
        let collection = collection_of_kind(record["kind"].as_str().unwrap()).unwrap();
        let id = record["id"].as_str().unwrap().to_owned();
        assert!(ids.insert((collection.to_owned(), id)), "{file} has {} twice", record["id"]);
    }
    let mut followed = 0;
    for (file, record) in records() {
        let schema = schema(record["kind"].as_str().unwrap()).unwrap();
        references(&schema, &schema, &record, &mut |collection, id| {
            assert!(kind_of_collection(collection).is_some());
            assert!(
                ids.contains(&(collection.to_owned(), id.to_owned())),
                "{file}, {}: {id} is not in {collection}",
                record["id"]
            );
            followed += 1;
        });
    }
    assert!(followed > 300, "only {followed} references were found");
}

#[test]
fn working_groups_and_editions_of_meetings_are_in_their_series() {
    let canon = Canon::builtin();
    for meeting in canon.meetings() {
        let Some(series) = meeting.series.as_ref().map(|id| canon.one_series(id).unwrap()) else { continue };
        if let Some(group) = &meeting.working_group {
            assert!(series.working_groups.iter().flatten().any(|known| known.id == *group));
        }
        if let Some(number) = meeting.edition_number {
            let edition = series.edition(number.get()).unwrap();
            assert_eq!(edition.meeting.as_ref(), Some(&meeting.id));
            assert_eq!((edition.starts_on, edition.ends_on), (Some(meeting.starts_on), Some(meeting.ends_on)));
        }
        let ids: BTreeSet<_> = meeting.contributions.iter().map(|contribution| &contribution.id).collect();
        assert_eq!(ids.len(), meeting.contributions.len());
    }
}

#[test]
fn there_are_as_many_as_there_should_be() {
    let canon = Canon::builtin();
    let of = |edition: &str| canon.goals_of(&edition.parse().unwrap()).len();
    assert_eq!((of("gpg-2017"), of("gpg-2023")), (7, 7));
    assert_eq!((canon.themes().len(), canon.programmes().len()), (5, 4));
    assert_eq!((canon.sdgs().len(), canon.sdg_targets().len()), (17, 169));
    assert_eq!(canon.organizations().len(), 13);
    assert_eq!(canon.series().iter().map(|series| series.editions.len()).collect::<Vec<_>>(), [8]);
    let lettered = canon.sdg_targets().iter().filter(|target| target.id.to_string().ends_with(char::is_alphabetic));
    assert_eq!(lettered.count(), 43);
}

#[test]
fn sdg_addresses_are_those_of_their_codes() {
    let canon = Canon::builtin();
    for sdg in canon.sdgs() {
        assert_eq!(sdg.iri, sdg.id.iri());
    }
    for target in canon.sdg_targets() {
        assert_eq!((target.goal, &target.iri), (target.id.goal(), &target.id.iri()));
    }
}

#[test]
fn titles_of_2017_are_verified_and_english_titles_of_2023_are_not() {
    let canon = Canon::builtin();
    for goal in canon.goals() {
        for (language, title) in goal.title.iter() {
            let expected = match (goal.edition.as_str(), language, goal.number.get()) {
                ("gpg-2023", Language::English, _) => Standing::Unverified,
                ("gpg-2023", Language::Spanish, 3) | ("gpg-2023", Language::French, 5) => Standing::Partial,
                _ => Standing::Verified,
            };
            assert_eq!(title.standing, expected, "{} in {language}", goal.id);
            assert_eq!(title.text.as_str().contains("[…]"), expected == Standing::Partial, "{} in {language}", goal.id);
        }
    }
    let objectives = |id: &str| canon.goal(&id.parse().unwrap()).unwrap().objectives.as_ref().map_or(0, Vec::len);
    assert_eq!(["gpg-2017-1", "gpg-2017-2", "gpg-2017-3", "gpg-2017-4"].map(objectives), [4, 4, 4, 0]);
    assert!(canon.goals().iter().all(|goal| goal.edition.as_str() == "gpg-2017" || goal.objectives.is_none()));
}

#[test]
fn what_no_source_states_is_not_carried_as_verified() {
    let canon = Canon::builtin();
    let edition = |id: &str| canon.edition(&id.parse().unwrap()).unwrap();
    assert_eq!(edition("gpg-2017").standing, Standing::Verified);
    assert_eq!(edition("gpg-2023").standing, Standing::Inferred);
    assert_eq!(edition("gpg-2023").approved.as_ref().unwrap().resolution, None);

    let dialogue = &canon.series()[0];
    for edition in &dialogue.editions {
        let expected = if edition.number.get() == 3 { Standing::Inferred } else { Standing::Verified };
        assert_eq!(edition.standing, expected, "edition {}", edition.number);
        // Only these two modes are stated; the others would follow from the place.
        let mode = match edition.number.get() {
            4 => Mode::Online,
            5 => Mode::Hybrid,
            _ => Mode::Unspecified,
        };
        assert_eq!(edition.mode, mode, "edition {}", edition.number);
    }

    let count =
        |id: &str| canon.organization(&id.parse().unwrap()).unwrap().members.as_ref().map(|all| all[0].standing);
    assert_eq!(count("interpol"), Some(Standing::Verified));
    assert_eq!((count("afripol"), count("europol")), (Some(Standing::Unverified), Some(Standing::Unverified)));
    assert_eq!((count("aimc"), count("sco-rats")), (Some(Standing::Inferred), Some(Standing::Inferred)));
    assert_eq!((count("frontex"), count("unodc"), count("interpol-edpp")), (None, None, None));
    for (id, expected) in [("interpol-edpp", Standing::Unverified), ("gccpol", Standing::Unverified)] {
        assert_eq!(canon.organization(&id.parse().unwrap()).unwrap().name_standing, expected);
    }
}

#[test]
fn only_alignments_that_a_source_gives_are_asserted_by_interpol() {
    for link in Canon::builtin().alignments() {
        let OtherEnd::Sdg(sdg) = link.other_end() else { panic!("{}: no source names a target", link.id) };
        let expected = match sdg.number() {
            5 | 17 => (Asserter::Organization, Standing::Verified),
            16 => (Asserter::Project, Standing::Inferred),
            other => panic!("{}: no source links a goal with SDG {other}", link.id),
        };
        assert_eq!((link.asserted.by, link.standing), expected, "{}", link.id);
        assert_eq!(link.directness.as_str(), "unspecified");
        assert!(link.sources.as_ref().is_some_and(|sources| !sources.is_empty()));
        assert!(link.confirmed.is_none());
    }
}

#[test]
fn the_lyon_session_is_on_record_as_its_source_tells_it() {
    let canon = Canon::builtin();
    let session = canon.meeting(&"wg-2023-07-03".parse().unwrap()).unwrap();
    assert_eq!((session.starts_on, session.starts_on.weekday()), (session.ends_on, Weekday::Monday));
    assert_eq!(session.weekday_as_printed, Some(Weekday::Monday));
    assert_eq!(session.convener.as_ref().unwrap().as_str(), "interpol-edpp");
    assert_eq!(session.participants.len(), 9);
    let alike = |role, mode| (role, mode) == (ParticipantRole::Unspecified, Mode::InPerson);
    assert!(session.participants.iter().all(|participant| alike(participant.role, participant.mode)));
    assert_eq!(session.participants_complete, Completeness::Unknown);
    for absent in ["aseanapol", "unodc", "interpol"] {
        assert_eq!(session.attendance(&absent.parse().unwrap()), Attendance::Unknown);
    }
    assert_eq!(session.themes.as_ref().map(|themes| themes.len()), Some(5));
    assert_eq!(
        session.topics.as_ref().unwrap()[0].title.as_str(),
        "Security as a foundation for sustainable development"
    );
    assert!(!session.contributions.is_empty());
    for contribution in &session.contributions {
        assert_eq!(contribution.attribution, Attribution::Unattributed);
        assert_eq!((&contribution.by, contribution.carried_to()), (&None, None));
        assert_eq!(contribution.status(), ContributionStatus::Noted);
        assert_eq!(contribution.managed_by.as_ref().unwrap().as_str(), "interpol-edpp");
        assert_eq!(contribution.review_for, session.next_session);
    }
    let next = canon.meeting(session.next_session.as_ref().unwrap()).unwrap();
    let announced = session.next_session_announced.as_ref().unwrap();
    assert_eq!((announced.starts_on, announced.ends_on), (Some(next.starts_on), Some(next.ends_on)));
    assert_eq!(announced.status.as_str(), "planned");
    let members =
        session.stated_figures.as_ref().unwrap().iter().find(|figure| figure.what.as_str() == "member countries");
    assert_eq!(members.map(|figure| (figure.count.get(), figure.as_of)), Some((195, session.starts_on)));
    let year =
        session.corrections.as_ref().unwrap().iter().find(|mended| mended.as_printed.as_str().contains("2023 Agenda"));
    assert!(year.unwrap().as_read.as_str().contains("2030 Agenda"));
}
