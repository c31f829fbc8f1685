//! What is wrong with a few of the generated records.

use accordance_meetings::{Attribution, Meeting};
use accordance_terms::{Distinct, Language, OrganizationId};

use super::{LATER, day, id, random::Random, text};

/// What a rule could find in a record. The record stays valid, and its references lead to records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It ends before it begins.
    EndsEarly,
    /// What is to be done is due in half a year.
    DueLate,
    /// Its title lacks the number of the session.
    TitleCutShort,
    /// A contribution's text has words that were to be replaced.
    TextNotFinal,
    /// A contribution names neither a goal nor a theme.
    NamesNothing,
    /// A contribution comes from an organization that did not take part.
    SpokenByAbsent,
    /// What was carried over to it is listed without its origin.
    OriginLost,
    /// Its next session began days before.
    NextIsEarlier,
}

impl Flaw {
    /// With how many of a thousand records each is wrong.
    const CHANCES: [(Flaw, usize); 8] = [
        (Flaw::EndsEarly, 11),
        (Flaw::DueLate, 15),
        (Flaw::TitleCutShort, 13),
        (Flaw::TextNotFinal, 19),
        (Flaw::NamesNothing, 17),
        (Flaw::SpokenByAbsent, 14),
        (Flaw::OriginLost, 12),
        (Flaw::NextIsEarlier, 16),
    ];

    /// The one flaw of a record, if it has any.
    pub(super) fn of(random: &mut Random) -> Option<Self> {
        let mut drawn = random.below(1000);
        for (flaw, chance) in Self::CHANCES {
            if drawn < chance {
                return Some(flaw);
            }
            drawn -= chance;
        }
        None
    }

    /// Spoils the record of a number. `members` are the organizations that could take part. A record that is too early
    /// to have the flaw, or not linked to others, stays as it is.
    pub(super) fn spoil(self, meeting: &mut Meeting, number: u64, members: &[&OrganizationId]) {
        match self {
            Self::EndsEarly => meeting.ends_on = day(number, -1),
            Self::DueLate => {
                for action in meeting.actions.iter_mut().flatten() {
                    action.due_on = Some(day(number, 182));
                }
            }
            Self::TitleCutShort => {
                let cut = meeting.title.get(Language::English).map(|title| {
                    text(title.as_str().trim_end_matches(|character: char| character.is_ascii_digit()).trim_end())
                });
                if let Some(cut) = cut {
                    meeting.title.set(Language::English, cut);
                }
            }
            Self::TextNotFinal => {
                if let Some(last) = meeting.contributions.last_mut() {
                    last.text = text(&format!("{} (to be confirmed)", last.text.as_str()));
                }
            }
            Self::NamesNothing => {
                if let Some(last) = meeting.contributions.last_mut() {
                    last.goals = Distinct::default();
                    last.themes = Distinct::default();
                }
            }
            Self::SpokenByAbsent => {
                let present =
                    |id: &OrganizationId| meeting.participants.iter().any(|listed| listed.organization == *id);
                let absent = members.iter().copied().find(|id| !present(id)).cloned();
                if let Some((last, absent)) = meeting.contributions.last_mut().zip(absent) {
                    last.attribution = Attribution::Named;
                    last.by = Some(absent);
                }
            }
            Self::OriginLost => {
                for contribution in &mut meeting.contributions {
                    contribution.origin = None;
                }
            }
            Self::NextIsEarlier => {
                if let Some((next, earlier)) = meeting.next_session.as_mut().zip(number.checked_sub(LATER)) {
                    *next = id(earlier);
                }
            }
        }
    }
}
