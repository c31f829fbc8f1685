//! Every public type that records are made of, against its own schema.

use std::collections::BTreeSet;

use accordance_canon::bundle;
use accordance_goals::{
    Adoption, AlignmentKind, Asserter, Assertion, Confirmation, Directness, EditionKind, EditionOf, EditionStatus,
    GoalKind, Method, Objective, ProgrammeKind, SdgKind, SdgTargetKind,
};
use accordance_meetings::{
    Action, ActionKind, ActionStatus, Activity, AgendaItem, AnnouncedSession, Attribution, Contribution,
    ContributionStatus, Correction, Decision, DecisionStatus, DefectClass, EarlierSession, EditionRecord, Host,
    HostRole, MeetingKind, MeetingStatus, MemberCount, Mode, NameVariant, Nature, OrganizationForm, OrganizationKind,
    Participant, ParticipantRole, Response, SeriesKind, SeriesMember, SeriesRole, StatedFigure, StatusChange, Topic,
    WorkingGroup,
};
use accordance_terms::{
    AlignmentId, Completeness, ContributionId, Count, CountryCode, Date, Distinct, EditionId, GoalId, ItemId, Language,
    MeetingId, Ordinal, OrganizationId, PartialDate, Place, ProgrammeId, SchemaVersion, SdgCode, SdgTargetCode,
    SeriesId, Source, Standing, Text, Texts, ThemeId, Url, Weekday, Wording, Wordings, WorkingGroupId,
};
use accordance_themes::ThemeKind;
use schemars::JsonSchema;

/// Cases of each test.
const CASES: u32 = 120;

macro_rules! types {
    ($($name:ident: $type:ty;)+) => {
        /// The names of their schemas.
        fn names() -> BTreeSet<String> {
            BTreeSet::from([$(<$type>::schema_name().into_owned()),+])
        }

        $(mod $name {
            use super::*;

            #[test]
            fn a_generated_value_survives() {
                crate::a_generated_value_survives::<$type>(&crate::schema_of::<$type>(), CASES);
            }

            #[test]
            fn a_mutated_value_is_accepted_by_both_or_by_neither() {
                let schema = crate::schema_of::<$type>();
                let found = crate::a_mutated_value_is_accepted_by_both_or_by_neither::<$type>(&schema, CASES);
                assert!(found.accepted > 0 && found.refused > 0);
            }
        })+
    };
}

types! {
    action: Action;
    action_kind: ActionKind;
    action_status: ActionStatus;
    activity: Activity;
    adoption: Adoption;
    agenda_item: AgendaItem;
    alignment_id: AlignmentId;
    alignment_kind: AlignmentKind;
    announced_session: AnnouncedSession;
    asserter: Asserter;
    assertion: Assertion;
    attribution: Attribution;
    completeness: Completeness;
    confirmation: Confirmation;
    contribution: Contribution;
    contribution_id: ContributionId;
    contribution_status: ContributionStatus;
    correction: Correction;
    count: Count;
    country_code: CountryCode;
    date: Date;
    decision: Decision;
    decision_status: DecisionStatus;
    defect_class: DefectClass;
    directness: Directness;
    distinct_ordinals: Distinct<Ordinal>;
    distinct_texts: Distinct<Text>;
    earlier_session: EarlierSession;
    edition_id: EditionId;
    edition_kind: EditionKind;
    edition_of: EditionOf;
    edition_record: EditionRecord;
    edition_status: EditionStatus;
    goal_id: GoalId;
    goal_kind: GoalKind;
    host: Host;
    host_role: HostRole;
    item_id: ItemId;
    language: Language;
    meeting_id: MeetingId;
    meeting_kind: MeetingKind;
    meeting_status: MeetingStatus;
    member_count: MemberCount;
    method: Method;
    mode: Mode;
    name_variant: NameVariant;
    nature: Nature;
    objective: Objective;
    ordinal: Ordinal;
    organization_form: OrganizationForm;
    organization_id: OrganizationId;
    organization_kind: OrganizationKind;
    partial_date: PartialDate;
    participant: Participant;
    participant_role: ParticipantRole;
    place: Place;
    programme_id: ProgrammeId;
    programme_kind: ProgrammeKind;
    response: Response;
    schema_version: SchemaVersion;
    sdg_code: SdgCode;
    sdg_kind: SdgKind;
    sdg_target_code: SdgTargetCode;
    sdg_target_kind: SdgTargetKind;
    series_id: SeriesId;
    series_kind: SeriesKind;
    series_member: SeriesMember;
    series_role: SeriesRole;
    source: Source;
    standing: Standing;
    stated_figure: StatedFigure;
    status_change: StatusChange;
    text: Text;
    texts: Texts;
    theme_id: ThemeId;
    theme_kind: ThemeKind;
    topic: Topic;
    url: Url;
    weekday: Weekday;
    wording: Wording;
    wordings: Wordings;
    working_group: WorkingGroup;
    working_group_id: WorkingGroupId;
}

#[test]
fn every_definition_of_the_bundle_is_a_kind_or_one_of_these_types() {
    let kinds =
        ["Edition", "Goal", "Theme", "Programme", "Sdg", "SdgTarget", "Alignment", "Organization", "Series", "Meeting"];
    let names = names();
    let bundle = bundle();
    let definitions = bundle["$defs"].as_object().unwrap().keys();
    let untested: Vec<&String> =
        definitions.filter(|name| !names.contains(*name) && !kinds.contains(&name.as_str())).collect();
    assert!(untested.is_empty(), "{untested:?}");
}
