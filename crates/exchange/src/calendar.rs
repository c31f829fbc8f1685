//! Meetings as events of iCalendar (RFC 5545): whole days, without times and time zones.

use accordance_canon::Canon;
use accordance_meetings::{EditionRecord, Meeting, MeetingStatus, Mode, Series};
use accordance_terms::{CountryCode, Date, Language, OrganizationId, Place, Source, Standing, Text, Texts};
use oxrdf::NamedNode;

use crate::{
    content_lines::ContentLines,
    export::Exported,
    inert::replaced,
    standing::{is_read, with_standing},
    vocabulary::record,
};

const PRODUCT: &str = "-//Accordance//Sessions on the Global Policing Goals//EN";

pub(crate) fn export(records: &Canon) -> Exported {
    let mut lines = ContentLines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.text("PRODID", PRODUCT);
    lines.plain("CALSCALE", "GREGORIAN");
    let mut left_out = Vec::new();
    let meetings = records.meetings().iter().map(|meeting| Entry::of_meeting(meeting, records));
    let editions = records.series().iter().flat_map(|series| {
        // An edition with a record of its own is a meeting among the others, in these records or elsewhere.
        let without_record = series.editions.iter().filter(|edition| edition.meeting.is_none());
        without_record.map(move |edition| Entry::of_edition(series, edition))
    });
    for entry in meetings.chain(editions) {
        if let Err(why) = entry.write(&mut lines) {
            left_out.push(format!("{}: {why}", entry.name));
        }
    }
    lines.plain("END", "VCALENDAR");
    Exported { text: lines.into_text(), left_out }
}

/// What an event of a calendar is made from.
struct Entry<'r> {
    /// How it is named where it is left out.
    name: String,
    address: NamedNode,
    title: String,
    language: Language,
    first: Option<Date>,
    last: Option<Date>,
    place: Option<&'r Place>,
    status: MeetingStatus,
    standing: Standing,
    sources: &'r [Source],
    description: Vec<String>,
}

impl<'r> Entry<'r> {
    fn of_meeting(meeting: &'r Meeting, records: &Canon) -> Self {
        let (language, title) = in_one_language(&meeting.title);
        let mut description = in_other_languages(&meeting.title, language);
        description.extend(mode(meeting.mode, meeting.mode_standing));
        let convener = meeting.convener.as_ref().map(|convener| format!("Convened by {}.", acronym(convener, records)));
        description.extend(convener);
        Self {
            name: format!("meeting {}", meeting.id),
            address: record("meetings", &meeting.id),
            title,
            language,
            first: Some(meeting.starts_on),
            last: Some(meeting.ends_on),
            place: meeting.place.as_ref(),
            status: meeting.status,
            standing: meeting.standing,
            sources: &meeting.sources,
            description,
        }
    }

    fn of_edition(series: &'r Series, edition: &'r EditionRecord) -> Self {
        let (language, title) = in_one_language(&series.title);
        let number = edition.number;
        Self {
            name: format!("edition {number} of series {} ({})", series.id, edition.on),
            address: NamedNode::new_unchecked(format!("{}/editions/{number}", record("series", &series.id).as_str())),
            title: format!("{title} ({number})"),
            language,
            first: edition.starts_on,
            last: edition.ends_on,
            place: edition.place.as_ref(),
            status: edition.status,
            standing: edition.standing,
            sources: edition.sources.as_deref().unwrap_or_default(),
            description: in_other_languages(&series.title, language)
                .into_iter()
                .chain(mode(edition.mode, None))
                .collect(),
        }
    }

    /// Writes the event.
    ///
    /// # Errors
    /// Why there is none, in a sentence without a full stop.
    fn write(&self, lines: &mut ContentLines) -> Result<(), &'static str> {
        let first = self.first.ok_or("no day is on record")?;
        let mut description = self.description.clone();
        // Its end is the day after, which no day but the last of the calendar lacks.
        let after = match self.last {
            Some(last) if last < first => return Err("its last day is before its first"),
            Some(last) => Some(last.civil().tomorrow().map_err(|_| "there is no day after its last")?),
            None => {
                description.push("The last day is not on record.".into());
                None
            }
        };
        description.push(format!("Standing of the record: {}.", self.standing));
        let mut title = replaced(&self.title);
        if !is_read(self.standing) {
            title = with_standing(&title, self.standing);
        }
        // When what is written was last revised: the day of its latest source, as far as that is known.
        let revised = self.sources.iter().filter_map(|source| source.published_on).max().unwrap_or(first);
        let status = match self.status {
            MeetingStatus::Cancelled => Some("CANCELLED"),
            MeetingStatus::Held if is_read(self.standing) => Some("CONFIRMED"),
            MeetingStatus::Held | MeetingStatus::Planned => Some("TENTATIVE"),
            _ => None,
        };
        lines.plain("BEGIN", "VEVENT");
        lines.text("UID", self.address.as_str());
        lines.plain("DTSTAMP", &format!("{}T000000Z", basic(revised.civil())));
        lines.plain("DTSTART;VALUE=DATE", &basic(first.civil()));
        if let Some(after) = after {
            lines.plain("DTEND;VALUE=DATE", &basic(after));
        }
        lines.text(&format!("SUMMARY;LANGUAGE={}", self.language), &title);
        lines.text("DESCRIPTION;LANGUAGE=en", &description.join("\n"));
        if let Some(place) = self.place.and_then(location) {
            lines.text("LOCATION", &place);
        }
        if let Some(status) = status {
            lines.plain("STATUS", status);
        }
        // A day of a meeting is not a day on which nobody can be reached.
        lines.plain("TRANSP", "TRANSPARENT");
        lines.plain("END", "VEVENT");
        Ok(())
    }
}

/// A text in English, or else in the first language that it is there in.
fn in_one_language(texts: &Texts) -> (Language, String) {
    let english = texts.get(Language::English).map(|text| (Language::English, text));
    let (language, text) = english.or_else(|| texts.iter().next()).unzip();
    (language.unwrap_or(Language::English), text.map(ToString::to_string).unwrap_or_default())
}

/// A title in the languages in which it is not that of the event.
fn in_other_languages(texts: &Texts, own: Language) -> Vec<String> {
    let others = texts.iter().filter(|(language, _)| *language != own);
    others.map(|(language, text)| format!("{language}: {}", replaced(text.as_str()))).collect()
}

fn mode(mode: Mode, standing: Option<Standing>) -> Option<String> {
    let how = match mode {
        Mode::InPerson => "In person",
        Mode::Online => "Online",
        Mode::Hybrid => "In person and online",
        _ => return None,
    };
    Some(match standing {
        Some(standing) if !is_read(standing) => format!("{how} [{standing}]."),
        _ => format!("{how}."),
    })
}

fn acronym(organization: &OrganizationId, records: &Canon) -> String {
    let known = records.organization(organization).or_else(|| Canon::builtin().organization(organization));
    known.map_or_else(|| organization.to_string(), |known| replaced(known.acronym.as_str()))
}

fn location(place: &Place) -> Option<String> {
    let country = place.country.map(CountryCode::as_str);
    let parts = [place.venue.as_ref().map(Text::as_str), place.city.as_ref().map(Text::as_str), country];
    let parts: Vec<String> = parts.into_iter().flatten().map(replaced).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A day in the basic form: `20230703`.
fn basic(day: jiff::civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}
