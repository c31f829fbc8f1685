//! Tags of IATI: the SDGs and targets that records refer to.
//!
//! IATI Standard 2.03, `iati-activity/tag`, with codes of the vocabularies 2 (SDGs) and 3 (their targets).

use std::collections::{BTreeMap, BTreeSet};

use accordance_canon::Canon;
use accordance_goals::OtherEnd;
use accordance_terms::{SdgCode, SdgTargetCode, Texts};
use quick_xml::{
    Writer,
    events::{BytesText, Event},
};

use crate::{
    export::{ExportError, Exported},
    inert::replaced,
    standing::{is_read, is_stated},
};

const COMMENT: &str = "Tags for an iati-activity (IATI 2.03). Vocabulary 2 is the SDGs, vocabulary 3 their targets.";

/// What a tag is for. The order is that of the tags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tag {
    Sdg(SdgCode),
    Target(SdgTargetCode),
}

impl Tag {
    fn vocabulary(self) -> &'static str {
        match self {
            Self::Sdg(_) => "2",
            Self::Target(_) => "3",
        }
    }

    fn code(self) -> String {
        match self {
            Self::Sdg(code) => code.to_string(),
            Self::Target(code) => code.to_string(),
        }
    }

    fn title(self, records: &Canon) -> Option<&Texts> {
        match self {
            Self::Sdg(code) => Some(&records.sdg(&code).or_else(|| Canon::builtin().sdg(&code))?.short_title),
            Self::Target(code) => {
                records.sdg_target(&code).or_else(|| Canon::builtin().sdg_target(&code))?.title.as_ref()
            }
        }
    }
}

pub(crate) fn export(records: &Canon) -> Result<Exported, ExportError> {
    // For each tag the ids of what refers to it.
    let mut tags: BTreeMap<Tag, BTreeSet<String>> = BTreeMap::new();
    let mut unstated: BTreeMap<Tag, usize> = BTreeMap::new();
    for alignment in records.alignments() {
        let tag = match alignment.other_end() {
            OtherEnd::Sdg(code) => Tag::Sdg(code),
            OtherEnd::SdgTarget(code) => Tag::Target(code),
            _ => continue,
        };
        if is_stated(alignment) {
            tags.entry(tag).or_default().insert(alignment.goal.to_string());
        } else {
            *unstated.entry(tag).or_default() += 1;
        }
    }
    let mut unread: BTreeMap<Tag, usize> = BTreeMap::new();
    for meeting in records.meetings() {
        for contribution in &meeting.contributions {
            for tag in contribution.sdg_targets.iter().map(|target| Tag::Target(*target)) {
                if is_read(meeting.standing) {
                    tags.entry(tag).or_default().insert(contribution.id.to_string());
                } else {
                    *unread.entry(tag).or_default() += 1;
                }
            }
        }
    }
    let what = |tag: &Tag| match tag {
        Tag::Sdg(code) => format!("SDG {code}"),
        Tag::Target(code) => format!("SDG target {code}"),
    };
    let unread = unread.iter().map(|(tag, count)| {
        let what = what(tag);
        format!("{what} ({count}): the records of these contributions were not read in a source")
    });
    let left_out = unstated.iter().map(|(tag, count)| {
        let what = what(tag);
        let known = if tags.contains_key(tag) { "what else refers to it" } else { "nothing" };
        format!("{what} ({count}): no organization is known to state these alignments; the tags have {known}")
    });
    let left_out = left_out.chain(unread).collect();
    Ok(Exported { text: write(records, &tags)?, left_out })
}

fn write(records: &Canon, tags: &BTreeMap<Tag, BTreeSet<String>>) -> Result<String, ExportError> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(comment(COMMENT))?;
    for (tag, referring) in tags {
        let referring = referring.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        writer.write_event(comment(&referring))?;
        let code = tag.code();
        let element =
            writer.create_element("tag").with_attributes([("vocabulary", tag.vocabulary()), ("code", code.as_str())]);
        match tag.title(records) {
            None => element.write_empty()?,
            Some(title) => element.write_inner_content(|writer| {
                for (language, text) in title.iter() {
                    let narrative = writer.create_element("narrative");
                    let narrative = narrative.with_attribute(("xml:lang", language.as_str()));
                    narrative.write_text_content(BytesText::new(&replaced(text.as_str())))?;
                }
                Ok(())
            })?,
        };
    }
    let text = String::from_utf8(writer.into_inner()).map_err(|error| ExportError::Form(error.to_string()))?;
    Ok(text + "\n")
}

/// A comment. It is made of words of this file and of ids, which have no two hyphens side by side.
fn comment(text: &str) -> Event<'static> {
    Event::Comment(BytesText::from_escaped(format!(" {text} ")))
}
