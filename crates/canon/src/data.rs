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

/// The same records as NDJSON, in which they are read in a tenth of the time: for each file of [`DATA`], by its name, a
/// line for each record, in their order. `cargo xtask data` writes them.
pub const DATA_LINES: &[(&str, &str)] = &[
    ("editions.yaml", include_str!("../data/editions.ndjson")),
    ("goals.yaml", include_str!("../data/goals.ndjson")),
    ("themes.yaml", include_str!("../data/themes.ndjson")),
    ("programmes.yaml", include_str!("../data/programmes.ndjson")),
    ("sdgs.yaml", include_str!("../data/sdgs.ndjson")),
    ("sdg_targets.yaml", include_str!("../data/sdg_targets.ndjson")),
    ("alignments.yaml", include_str!("../data/alignments.ndjson")),
    ("organizations.yaml", include_str!("../data/organizations.ndjson")),
    ("series.yaml", include_str!("../data/series.ndjson")),
    ("meetings.yaml", include_str!("../data/meetings.ndjson")),
];
