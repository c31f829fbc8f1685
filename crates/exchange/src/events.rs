//! What the context cannot say of organizations and meetings.

use accordance_canon::Canon;
use accordance_meetings::{MeetingStatus, OrganizationForm};

use crate::{
    standing::{is_read, with_standing},
    statements::{Statements, in_language},
    vocabulary::{record, term},
};

/// Adds names as labels where they were read, units to their organizations, and the status of meetings.
pub(crate) fn added(records: &Canon, statements: &mut Statements) {
    for organization in records.organizations() {
        let subject = record("organizations", &organization.id);
        if organization.form == OrganizationForm::Unit {
            statements.say(&subject, "rdf:type", term("org:OrganizationalUnit"));
            if let Some(parent) = &organization.parent {
                statements.say(&subject, "org:unitOf", record("organizations", parent));
            }
        }
        let standing = organization.name_standing;
        if is_read(standing) {
            statements.say_texts(&subject, "skos:prefLabel", &organization.name);
            continue;
        }
        for (language, name) in organization.name.iter() {
            let name = with_standing(name.as_str(), standing);
            statements.say(&subject, "skos:editorialNote", in_language(name, language));
        }
    }
    for meeting in records.meetings() {
        // An event of schema.org that took place as it was scheduled is still a scheduled one.
        let status = match meeting.status {
            MeetingStatus::Planned | MeetingStatus::Held => "sdo:EventScheduled",
            MeetingStatus::Cancelled => "sdo:EventCancelled",
            _ => continue,
        };
        if is_read(meeting.standing) {
            statements.say(&record("meetings", &meeting.id), "sdo:eventStatus", term(status));
        }
    }
}
