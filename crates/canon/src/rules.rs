//! The text of the rule pack.

/// The files of the rule pack: the name and the text of each, in the rule language.
///
/// Each rule says why it is there, and shows by examples what passes and what fails. `docs/pack.md` lists them all.
pub const RULES: &[(&str, &str)] = &[
    ("goals.accord", include_str!("../rules/goals.accord")),
    ("themes.accord", include_str!("../rules/themes.accord")),
    ("alignments.accord", include_str!("../rules/alignments.accord")),
    ("meetings.accord", include_str!("../rules/meetings.accord")),
    ("contributions.accord", include_str!("../rules/contributions.accord")),
    ("follow-up.accord", include_str!("../rules/follow-up.accord")),
    ("organizations.accord", include_str!("../rules/organizations.accord")),
    ("matrices.accord", include_str!("../rules/matrices.accord")),
];
