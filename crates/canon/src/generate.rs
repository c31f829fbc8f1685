//! Realistic meeting records in any number, for measurements and demonstrations.

mod flaws;
mod random;
mod words;

use accordance_meetings::{
    Action, ActionKind, ActionStatus, Activity, AgendaItem, Attribution, Contribution, ContributionStatus, Decision,
    DecisionStatus, EarlierSession, Host, HostRole, Meeting, MeetingStatus, Mode, Nature, Participant, ParticipantRole,
    StatusChange,
};
use accordance_terms::{
    Completeness, Date, Distinct, GoalId, Language, MeetingId, Ordinal, OrganizationId, Place, SdgTargetCode, Source,
    Standing, Text, Texts, ThemeId,
};

use crate::Canon;
use flaws::Flaw;
use random::Random;

/// How many generated meetings begin on the same day.
const A_DAY: u64 = 8;
/// How many records later the meeting is that a contribution is carried to.
const LATER: u64 = 5 * A_DAY;

/// Makes meeting records that nobody held: about 3 KB each as JSON, valid, the same for the same seed and number.
///
/// What they refer to is in the built-in data, unless they are [linked](Self::linked).
///
/// ```
/// use accordance_canon::Generator;
///
/// let generator = Generator::new(1);
/// assert_eq!(generator.meeting(7), Generator::new(1).meeting(7));
/// assert_ne!(generator.meeting(7), generator.meeting(8));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Generator {
    seed: u64,
    linked: u64,
    flaws: Flaws,
}

/// Whether some records are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaws {
    None,
    Some,
}

impl Generator {
    /// A generator whose records refer to the built-in data only.
    pub fn new(seed: u64) -> Self {
        Self { seed, linked: 0, flaws: Flaws::None }
    }

    /// Lets the first `total` records refer to each other as well: each names the session before and after it, and
    /// contributions are carried to a later session, which lists them with their origin.
    #[must_use]
    pub fn linked(self, total: u64) -> Self {
        Self { linked: total, ..self }
    }

    /// Lets about one record in eight have a flaw, of eight kinds: a day, a text, a name, a link to another record that
    /// is not as it should be. All records stay valid, and refer to what there is: only rules find what is wrong.
    #[must_use]
    pub fn flawed(self) -> Self {
        Self { flaws: Flaws::Some, ..self }
    }

    /// The first `count` records.
    pub fn meetings(&self, count: u64) -> impl Iterator<Item = Meeting> + use<> {
        let generator = *self;
        (0..count).map(move |number| generator.meeting(number))
    }

    /// The record of a number. It depends on no other.
    ///
    /// # Panics
    /// Never for a number below twenty million, whose day is within the calendar.
    pub fn meeting(&self, number: u64) -> Meeting {
        let mut meeting = self.sound(number);
        if self.flaws == Flaws::Some
            && let Some(flaw) = Flaw::of(&mut Random::new(self.seed ^ 2, number))
        {
            flaw.spoil(&mut meeting, number, &members(Canon::builtin()));
        }
        meeting
    }

    fn sound(&self, number: u64) -> Meeting {
        let mut random = Random::new(self.seed, number);
        let random = &mut random;
        let canon = Canon::builtin();
        let starts_on = day(number, 0);
        let ends_on = day(number, *random.one(&[0, 1, 2]));
        let mode = *random.one(&[Mode::InPerson, Mode::Online, Mode::Hybrid, Mode::InPerson]);
        let subject = *random.one(&words::SUBJECTS);
        let organizations = members(canon);
        let count = random.between(4, 6);
        let present: Vec<&OrganizationId> = random.some(&organizations, count).into_iter().copied().collect();
        let goals: Vec<GoalId> =
            canon.goals_of(&"gpg-2023".parse().expect(FORM)).iter().map(|g| g.id.clone()).collect();
        let topics = Topics {
            goals,
            themes: canon.themes().iter().map(|theme| theme.id.clone()).collect(),
            targets: canon.sdg_targets().iter().map(|target| target.id).filter(|id| id.goal().number() == 16).collect(),
        };
        let (city, country) = *random.one(&words::CITIES);
        let in_a_place = mode != Mode::Online;
        let programmes: Vec<_> = canon.programmes().iter().map(|programme| programme.id.clone()).collect();
        let count = random.between(1, 2);
        let programmes = distinct(random.some(&programmes, count));
        Meeting {
            series: "dialogue".parse().ok(),
            working_group: "wg-strategic-aspects".parse().ok(),
            status: MeetingStatus::Held,
            place: in_a_place.then(|| Place {
                city: city.parse().ok(),
                country: country.parse().ok(),
                ..Place::default()
            }),
            mode,
            convener: "interpol-edpp".parse().ok(),
            hosts: in_a_place.then(|| vec![host((*random.one(&present)).clone())]),
            participants: present.iter().map(|id| participant((*id).clone(), mode, random)).collect(),
            participants_complete: *random.one(&[
                Completeness::Complete,
                Completeness::Incomplete,
                Completeness::Unknown,
            ]),
            editions: Some(distinct([&"gpg-2023".parse().expect(FORM)])),
            themes: Some(topics.themes(random)),
            programmes: Some(programmes),
            agenda: Some(agenda(random, &present)),
            contributions: self.contributions(number, random, &present, &topics),
            decisions: Some(vec![decision(random, &topics)]),
            actions: Some(vec![action(number, random, &present, &topics)]),
            next_session: (number + 1 < self.linked).then(|| id(number + 1)),
            earlier_sessions: (0 < number && number < self.linked)
                .then(|| vec![EarlierSession { meeting: Some(id(number - 1)), ..EarlierSession::default() }]),
            standing: Standing::Editorial,
            sources: vec![Source::new(text("Generated record: no such meeting was held"))],
            ..Meeting::new(
                id(number),
                Texts::single(Language::English, text(&format!("{subject}: session {}", number + 1))),
                *random.one(&[Activity::Drafting, Activity::Review, Activity::Preparation]),
                starts_on,
                ends_on,
            )
        }
    }

    fn contributions(
        &self,
        number: u64,
        random: &mut Random,
        present: &[&OrganizationId],
        topics: &Topics,
    ) -> Vec<Contribution> {
        let mut made = Vec::new();
        if let Some(earlier) = number.checked_sub(LATER).filter(|_| number < self.linked) {
            // The record that the first contribution is carried from says the same of it.
            let mut again = noted(earlier, 1, &mut Random::new(self.seed ^ 1, earlier), topics);
            again.attribution = Attribution::Collective;
            made.push(again.carried_over(contribution_id(number, 0)));
        }
        let mut count = random.between(2, 4);
        if number + LATER < self.linked {
            let mut carried = noted(number, 1, &mut Random::new(self.seed ^ 1, number), topics);
            carried.attribution = Attribution::Collective;
            carried.advance(on(ContributionStatus::UnderReview, day(number, 7))).expect(LIFE);
            carried.carry_to(id(number + LATER), Some(day(number, 14)), None).expect(LIFE);
            made.push(carried);
            count -= 1;
        }
        for at in 0..count {
            let mut said = noted(number, at + 2, random, topics);
            if random.percent(70) {
                said.attribution = Attribution::Named;
                said.by = Some((*random.one(present)).clone());
            }
            if random.percent(50) {
                said.advance(on(ContributionStatus::UnderReview, day(number, 7))).expect(LIFE);
                if random.percent(50) {
                    let end = *random.one(&[ContributionStatus::Accepted, ContributionStatus::Rejected]);
                    said.advance(on(end, day(number, 21))).expect(LIFE);
                }
            }
            made.push(said);
        }
        made
    }
}

/// A change of status on a day.
fn on(status: ContributionStatus, day: Date) -> StatusChange {
    StatusChange { on: Some(day), ..StatusChange::to(status) }
}

/// The organizations that take part in the series.
fn members(canon: &Canon) -> Vec<&OrganizationId> {
    canon.series()[0].members.iter().map(|member| &member.organization).collect()
}

const FORM: &str = "a text of its form";
const LIFE: &str = "a life goes from noted to under review and on";

/// What generated records can be about.
struct Topics {
    goals: Vec<GoalId>,
    themes: Vec<ThemeId>,
    targets: Vec<SdgTargetCode>,
}

impl Topics {
    fn goals(&self, random: &mut Random) -> Distinct<GoalId> {
        let count = random.between(1, 2);
        distinct(random.some(&self.goals, count))
    }

    fn themes(&self, random: &mut Random) -> Distinct<ThemeId> {
        let count = random.between(1, 2);
        distinct(random.some(&self.themes, count))
    }

    fn targets(&self, random: &mut Random) -> Distinct<SdgTargetCode> {
        let count = random.below(3);
        distinct(random.some(&self.targets, count))
    }
}

fn id(number: u64) -> MeetingId {
    format!("session-{number:06}").parse().expect(FORM)
}

fn contribution_id(number: u64, at: usize) -> accordance_terms::ContributionId {
    format!("session-{number:06}-c{at}").parse().expect(FORM)
}

fn text(text: &str) -> Text {
    text.parse().expect("a short text")
}

/// The first day of the meeting of a number, and so many days later.
fn day(number: u64, later: i64) -> Date {
    let days = i64::try_from(number / A_DAY).expect("a day within the calendar") + later;
    let first = Date::new(2024, 1, 8).expect(FORM).civil();
    let day = first.saturating_add(jiff::Span::new().days(days));
    Date::new(day.year(), day.month(), day.day()).expect("a day within the calendar")
}

fn distinct<'a, T: Ord + Clone + 'a>(items: impl IntoIterator<Item = &'a T>) -> Distinct<T> {
    Distinct::new(items.into_iter().cloned().collect()).expect("each is chosen at most once")
}

fn host(organization: OrganizationId) -> Host {
    Host { organization: Some(organization), ..Host::new(HostRole::Host, Standing::Editorial) }
}

fn participant(organization: OrganizationId, meeting: Mode, random: &mut Random) -> Participant {
    let mode = if meeting == Mode::Hybrid { *random.one(&[Mode::InPerson, Mode::Online]) } else { meeting };
    let role = if organization.as_str() == "unodc" { ParticipantRole::Observer } else { ParticipantRole::Participant };
    Participant { role, mode, ..Participant::new(organization) }
}

fn agenda(random: &mut Random, present: &[&OrganizationId]) -> Vec<AgendaItem> {
    let items = random.some(&words::SUBJECTS, 2);
    (1..)
        .zip(items)
        .map(|(number, title)| AgendaItem {
            number: Ordinal::new(number).ok(),
            presented_by: Some((*random.one(present)).clone()),
            ..AgendaItem::new(text(title))
        })
        .collect()
}

fn noted(number: u64, at: usize, random: &mut Random, topics: &Topics) -> Contribution {
    let nature = *random.one(&[Nature::Input, Nature::Suggestion, Nature::Information, Nature::Concern]);
    let (language, said) = if random.percent(15) {
        let (language, said) = *random.one(&words::REQUESTS);
        (language, said.to_owned())
    } else {
        let (opening, deed) = (*random.one(&words::OPENINGS), *random.one(&words::DEEDS));
        ("en", format!("{opening} {deed}, {}", random.one(&words::REASONS)))
    };
    let mut contribution = Contribution::new(contribution_id(number, at), nature, text(&said));
    contribution.language = language.parse().ok();
    contribution.goals = topics.goals(random);
    contribution.themes = topics.themes(random);
    contribution.sdg_targets = topics.targets(random);
    contribution.managed_by = "interpol-edpp".parse().ok();
    contribution
}

fn decision(random: &mut Random, topics: &Topics) -> Decision {
    let said = text(&format!("Members are to {}.", random.one(&words::DEEDS)));
    let status = *random.one(&[DecisionStatus::Proposed, DecisionStatus::Adopted]);
    Decision { goals: Some(topics.goals(random)), ..Decision::new("d-1".parse().expect(FORM), said, status) }
}

fn action(number: u64, random: &mut Random, present: &[&OrganizationId], topics: &Topics) -> Action {
    let kind = *random.one(&[ActionKind::Action, ActionKind::Recommendation]);
    let said = text(&format!("Set down how to {}.", random.one(&words::DEEDS)));
    let owner = Some((*random.one(present)).clone());
    let status = *random.one(&[ActionStatus::Open, ActionStatus::Done]);
    Action {
        owner,
        due_on: Some(day(number, 60)),
        goals: Some(topics.goals(random)),
        ..Action::new("a-1".parse().expect(FORM), kind, said, status)
    }
}
