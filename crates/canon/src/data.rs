//! The text of the reference data.

/// The files of the reference data: the name and the text of each, YAML, a list of records of one kind.
///
/// Each stated fact says how well it is known by its `standing`; what no source gives is left out.
pub const DATA: &[(&str, &str)] = &[
    ("editions.yaml", include_str!("../data/editions.yaml")),
    ("goals.yaml", include_str!("../data/goals.yaml")),
    ("themes.yaml", include_str!("../data/themes.yaml")),
    ("programmes.yaml", include_str!("../data/programmes.yaml")),
    ("sdgs.yaml", include_str!("../data/sdgs.yaml")),
    ("sdg_targets.yaml", include_str!("../data/sdg_targets.yaml")),
    ("alignments.yaml", include_str!("../data/alignments.yaml")),
    ("organizations.yaml", include_str!("../data/organizations.yaml")),
    ("series.yaml", include_str!("../data/series.yaml")),
    ("meetings.yaml", include_str!("../data/meetings.yaml")),
];
