//! Records as linked data: what a processor of JSON-LD and a parser of Turtle read in them.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

mod graph;

use std::collections::BTreeSet;

use accordance_canon::Canon;
use accordance_exchange::{Format, IDENTIFIERS, export};
use accordance_goals::{Asserter, OtherEnd};
use accordance_terms::{Language, Standing};
use serde_json::{Value, json};

use graph::{Graph, known, leaves, of_json_ld, of_record, of_turtle, records};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

fn exported(format: Format) -> String {
    export(Canon::builtin(), format).unwrap().text
}

#[test]
fn records_with_the_context_say_what_is_expected() {
    let all = records();
    for (kind, id) in [
        ("goal", "gpg-2023-1"),
        ("theme", "theme-2023-draft-1"),
        ("edition", "gpg-2017"),
        ("programme", "cybercrime"),
        ("sdg", "16"),
        ("sdg_target", "16.4"),
        ("alignment", "gpg-2017-1-sdg-16"),
        ("organization", "interpol-edpp"),
        ("meeting", "prep-2024-06-27"),
    ] {
        let record = all.iter().find(|record| record["kind"] == kind && record["id"] == id).unwrap();
        insta::assert_snapshot!(format!("{kind}-{id}"), of_record(record).to_string());
    }
}

#[test]
fn every_record_has_its_address_and_its_class() {
    for record in records() {
        let subject = match record["kind"].as_str().unwrap() {
            "sdg" | "sdg_target" => record["iri"].as_str().unwrap().to_owned(),
            kind => {
                let collection = accordance_canon::collection_of_kind(kind).unwrap();
                format!("{IDENTIFIERS}{collection}/{}", record["id"].as_str().unwrap())
            }
        };
        assert_eq!(of_record(&record).objects(&subject, TYPE).len(), 1, "{subject}");
    }
}

#[test]
fn no_property_of_a_record_is_lost() {
    for record in records() {
        let said = of_record(&record).leaves();
        for (property, value) in leaves(&record) {
            assert!(said.contains(&value), "{} {property}: {value} is in no statement", record["id"]);
        }
    }
}

#[test]
fn each_text_of_a_record_is_in_a_statement_of_its_own() {
    // An empty list states nothing, and the version of the schemas is nothing that the record is about.
    for record in records() {
        // Its own id is in no statement of its own, but in each.
        assert_eq!(of_record(&record).ends().count() + 1, leaves(&record).len(), "{}", record["id"]);
    }
}

#[test]
fn every_address_is_of_a_known_vocabulary_or_a_record() {
    let context_only = of_json_ld(&json!({ "@graph": records() }), true);
    for graph in [context_only, of_json_ld(&document(), false), of_turtle(&exported(Format::Skos))] {
        for address in graph.addresses() {
            assert!(known(address), "{address}");
        }
    }
}

fn document() -> Value {
    serde_json::from_str(&exported(Format::JsonLd)).unwrap()
}

#[test]
fn every_goal_and_theme_is_a_concept_of_its_scheme_with_a_label() {
    let canon = Canon::builtin();
    let goals = canon.goals().iter().map(|goal| ("goals", goal.id.to_string(), &goal.edition, &goal.title));
    let themes = canon.themes().iter().map(|theme| ("themes", theme.id.to_string(), &theme.edition, &theme.title));
    let all: Vec<_> = goals.chain(themes).collect();
    for graph in [of_turtle(&exported(Format::Skos)), of_json_ld(&document(), false)] {
        for (collection, id, edition, title) in &all {
            let subject = format!("{IDENTIFIERS}{collection}/{id}");
            let scheme = format!("<{IDENTIFIERS}editions/{edition}>");
            assert!(graph.objects(&subject, TYPE).contains(&format!("<{SKOS}Concept>")), "{subject}");
            assert!(graph.objects(&subject, &format!("{SKOS}inScheme")).contains(&scheme), "{subject}");
            assert!(graph.objects(&subject, &format!("{SKOS}topConceptOf")).contains(&scheme), "{subject}");
            let labels = graph.objects(&subject, &format!("{SKOS}prefLabel"));
            assert!(!labels.is_empty(), "{subject}");
            let languages: BTreeSet<&str> = labels.iter().map(|label| label.rsplit_once('@').unwrap().1).collect();
            assert_eq!(languages.len(), labels.len(), "{subject} has one label a language");
            for (language, wording) in title.iter() {
                let label = format!("\"{}\"@{language}", wording.text);
                let may_be_shown = matches!(wording.standing, Standing::Verified | Standing::Partial);
                assert_eq!(labels.contains(&label), may_be_shown, "{subject} {label}");
            }
        }
    }
}

#[test]
fn an_unverified_title_is_a_note_with_its_standing() {
    let graph = of_turtle(&exported(Format::Skos));
    let goal = Canon::builtin().goal(&"gpg-2023-6".parse().unwrap()).unwrap();
    let title = goal.title.get(Language::English).unwrap();
    assert_eq!(title.standing, Standing::Unverified);
    let subject = format!("{IDENTIFIERS}goals/gpg-2023-6");
    assert_eq!(graph.objects(&subject, &format!("{SKOS}prefLabel")), ["\"Goal 6\"@en"]);
    let note = format!("\"{} [unverified]\"@en", title.text);
    assert_eq!(graph.objects(&subject, &format!("{SKOS}editorialNote")), [note]);
}

#[test]
fn every_sdg_and_target_has_the_address_of_the_un_its_code_and_its_place() {
    let graph = of_turtle(&exported(Format::Skos));
    let canon = Canon::builtin();
    let scheme = "<http://metadata.un.org/sdg>";
    for sdg in canon.sdgs() {
        assert_eq!(graph.objects(sdg.iri.as_str(), &format!("{SKOS}notation")), [format!("\"{}\"", sdg.id)]);
        assert_eq!(graph.objects(sdg.iri.as_str(), &format!("{SKOS}inScheme")), [scheme]);
    }
    for target in canon.sdg_targets() {
        assert_eq!(graph.objects(target.iri.as_str(), &format!("{SKOS}notation")), [format!("\"{}\"", target.id)]);
        let goal = format!("<{}>", canon.sdg(&target.goal).unwrap().iri);
        assert_eq!(graph.objects(target.iri.as_str(), &format!("{SKOS}broader")), [goal]);
    }
}

#[test]
fn only_what_an_organization_states_is_a_match() {
    for graph in [of_turtle(&exported(Format::Skos)), of_json_ld(&document(), false)] {
        let mut matches = 0;
        for alignment in Canon::builtin().alignments() {
            let OtherEnd::Sdg(code) = alignment.other_end() else { continue };
            let goal = format!("{IDENTIFIERS}goals/{}", alignment.goal);
            let stated = graph.objects(&goal, &format!("{SKOS}relatedMatch")).contains(&format!("<{}>", code.iri()));
            assert_eq!(stated, alignment.asserted.by == Asserter::Organization, "{}", alignment.id);
            matches += usize::from(stated);
        }
        assert_eq!(matches, 14);
    }
}

#[test]
fn the_document_of_json_ld_says_all_that_the_schemes_of_skos_say() {
    let document = of_json_ld(&document(), false);
    let schemes = of_turtle(&exported(Format::Skos));
    assert!(schemes.len() > 700);
    assert_eq!(schemes.beyond(&document), Vec::<String>::new());
}

#[test]
fn the_page_shows_what_is_behind_a_record() {
    const PAGE: &str = include_str!("../../../docs/linked-data.md");
    let document = document();
    let mut nodes = document["@graph"].as_array().unwrap().iter();
    let node = nodes.find(|node| node["@id"] == "http://metadata.un.org/sdg/16.4").unwrap();
    assert!(PAGE.contains(&format!("```json\n{node:#}\n```")), "{node:#}");
}

#[test]
fn what_is_left_out_of_a_format_is_told() {
    let told = |format| export(Canon::builtin(), format).unwrap().left_out.join("\n");
    insta::assert_snapshot!("left-out-of-skos", told(Format::Skos));
    insta::assert_snapshot!("left-out-of-iati", told(Format::Iati));
    insta::assert_snapshot!("left-out-of-ics", told(Format::Ics));
    assert_eq!(told(Format::JsonLd), "");
}

#[test]
fn the_context_means_the_same_by_its_address_as_written_out() {
    for record in records() {
        let written_out: Graph = of_json_ld(&record, true);
        assert_eq!(of_record(&record).to_string(), written_out.to_string());
    }
}
