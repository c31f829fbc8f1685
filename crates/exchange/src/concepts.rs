//! Goals, themes, SDGs and targets as concepts of SKOS, editions as their schemes, alignments as matches.

use accordance_canon::Canon;
use accordance_goals::{Alignment, Edition, Goal, OtherEnd, Sdg, SdgTarget};
use accordance_terms::{EditionId, Language, Wordings};
use accordance_themes::Theme;
use oxrdf::{Literal, NamedNode};

use crate::{
    standing::{is_read, is_stated, with_standing},
    statements::{Statements, in_language},
    vocabulary::{SDG_SCHEME, record, term},
};

/// What records say by the context alone.
pub(crate) fn stated(records: &Canon, statements: &mut Statements) {
    for edition in records.editions() {
        let subject = record("editions", &edition.id);
        statements.say(&subject, "rdf:type", term("skos:ConceptScheme"));
        if is_read(edition.standing) {
            statements.say_texts(&subject, "dcterms:title", &edition.title);
            if let Some(replaced) = &edition.replaces {
                statements.say(&subject, "dcterms:replaces", record("editions", replaced));
            }
        }
        statements.say_text(&subject, "skos:note", edition.note.as_ref());
    }
    for goal in records.goals() {
        let subject = record("goals", &goal.id);
        statements.say(&subject, "rdf:type", term("skos:Concept"));
        statements.say(&subject, "skos:inScheme", record("editions", &goal.edition));
        statements.say(&subject, "skos:notation", Literal::from(goal.number.get()));
        if let Some(before) = &goal.succeeds {
            statements.say(&subject, "dcterms:replaces", record("goals", before));
        }
        statements.say_text(&subject, "skos:note", goal.note.as_ref());
    }
    for theme in records.themes() {
        let subject = record("themes", &theme.id);
        statements.say(&subject, "rdf:type", term("skos:Concept"));
        statements.say(&subject, "skos:inScheme", record("editions", &theme.edition));
        statements.say(&subject, "skos:notation", Literal::from(theme.number.get()));
        statements.say_text(&subject, "skos:note", theme.note.as_ref());
    }
    for sdg in records.sdgs() {
        let subject = record("sdgs", &sdg.id);
        statements.say(&subject, "rdf:type", term("skos:Concept"));
        statements.say_texts(&subject, "skos:prefLabel", &sdg.title);
        statements.say_texts(&subject, "skos:altLabel", &sdg.short_title);
    }
    for target in records.sdg_targets() {
        let subject = record("sdg_targets", &target.id);
        statements.say(&subject, "rdf:type", term("skos:Concept"));
        statements.say(&subject, "skos:broader", record("sdgs", &target.goal));
        if let Some(title) = &target.title {
            statements.say_texts(&subject, "skos:prefLabel", title);
        }
        statements.say_text(&subject, "skos:note", target.note.as_ref());
    }
}

/// What the context cannot say, since it takes more than one property to know it.
pub(crate) fn added(records: &Canon, statements: &mut Statements) {
    records.editions().iter().for_each(|edition| add_edition(edition, statements));
    records.goals().iter().for_each(|goal| add_goal(goal, statements));
    records.themes().iter().for_each(|theme| add_theme(theme, statements));
    records.sdgs().iter().for_each(|sdg| add_sdg(sdg, statements));
    records.sdg_targets().iter().for_each(|target| add_target(target, statements));
    records.alignments().iter().for_each(|alignment| add_match(alignment, statements));
}

/// The title of an edition that was not read in a source, as a note.
fn add_edition(edition: &Edition, statements: &mut Statements) {
    if !is_read(edition.standing) {
        for (language, title) in edition.title.iter() {
            let title = with_standing(title.as_str(), edition.standing);
            statements.say(&record("editions", &edition.id), "skos:editorialNote", in_language(title, language));
        }
    }
}

fn add_goal(goal: &Goal, statements: &mut Statements) {
    let subject = record("goals", &goal.id);
    top_of(&subject, &goal.edition, statements);
    label(&subject, &goal.title, &format!("Goal {}", goal.number), statements);
    for objective in goal.objectives.iter().flatten() {
        for (language, wording) in objective.text.iter() {
            let text = format!("{}. {}", objective.number, wording.text);
            if is_read(wording.standing) {
                statements.say(&subject, "skos:scopeNote", in_language(text, language));
            } else {
                let text = with_standing(&text, wording.standing);
                statements.say(&subject, "skos:editorialNote", in_language(text, language));
            }
        }
    }
}

fn add_theme(theme: &Theme, statements: &mut Statements) {
    let subject = record("themes", &theme.id);
    top_of(&subject, &theme.edition, statements);
    label(&subject, &theme.title, &format!("Theme {}", theme.number), statements);
}

fn top_of(concept: &NamedNode, edition: &EditionId, statements: &mut Statements) {
    let scheme = record("editions", edition);
    statements.say(concept, "skos:topConceptOf", scheme.clone());
    statements.say(&scheme, "skos:hasTopConcept", concept.clone());
}

/// Labels a concept by the wordings that were read. One of which none was read goes by its number.
fn label(concept: &NamedNode, wordings: &Wordings, by_number: &str, statements: &mut Statements) {
    if !wordings.iter().any(|(_, wording)| is_read(wording.standing)) {
        statements.say(concept, "skos:prefLabel", in_language(by_number, Language::English));
    }
    for (language, wording) in wordings.iter() {
        if is_read(wording.standing) {
            statements.say(concept, "skos:prefLabel", in_language(&wording.text, language));
        } else {
            let text = with_standing(wording.text.as_str(), wording.standing);
            statements.say(concept, "skos:editorialNote", in_language(text, language));
        }
    }
}

fn add_sdg(sdg: &Sdg, statements: &mut Statements) {
    let subject = record("sdgs", &sdg.id);
    statements.say(&subject, "skos:inScheme", SDG_SCHEME.into_owned());
    statements.say(&subject, "skos:topConceptOf", SDG_SCHEME.into_owned());
    statements.say(&subject, "skos:notation", Literal::new_simple_literal(sdg.id.to_string()));
    // An address need not be an IRI to the letter: its percent signs may lead nowhere.
    let item = sdg.wikidata.as_ref().and_then(|address| NamedNode::new(address.as_str()).ok());
    if let Some(item) = item {
        statements.say(&subject, "skos:exactMatch", item);
    }
}

fn add_target(target: &SdgTarget, statements: &mut Statements) {
    let subject = record("sdg_targets", &target.id);
    statements.say(&subject, "skos:inScheme", SDG_SCHEME.into_owned());
    statements.say(&subject, "skos:notation", Literal::new_simple_literal(target.id.to_string()));
}

/// A match of SKOS holds without anyone who says so. Only what an organization states is one.
fn add_match(alignment: &Alignment, statements: &mut Statements) {
    let other = match alignment.other_end() {
        OtherEnd::Theme(theme) => record("themes", &theme),
        OtherEnd::Sdg(code) => record("sdgs", &code),
        OtherEnd::SdgTarget(code) => record("sdg_targets", &code),
        _ => return,
    };
    if is_stated(alignment) {
        statements.say(&record("goals", &alignment.goal), "skos:relatedMatch", other);
    }
}
