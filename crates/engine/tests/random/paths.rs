//! All paths that a rule may write from a record.

use std::{collections::HashMap, sync::LazyLock};

use super::kinds::{Field, Kind, Presence, SHAPES};

/// A path from a record.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// With its points: `.team.size`.
    pub(crate) steps: String,
    /// The beginnings of it that may be missing.
    pub(crate) gaps: Vec<String>,
    /// The beginnings of it that are records, and what their `kind` has to be.
    pub(crate) variants: Vec<Variant>,
    /// The same where it may be something else, and the path leads to something missing then.
    pub(crate) hoped: Vec<Variant>,
    /// Whether it leads through a list.
    pub(crate) joins: bool,
}

/// A record, and what its `kind` is.
pub(crate) type Variant = (String, &'static str);

/// How the field of a variant is read.
#[derive(Clone, Copy)]
enum Of {
    /// Every record has it.
    All,
    /// The variant is known.
    Known(&'static str),
    /// The variant is not known, so that the field may be missing.
    Hoped(&'static str),
}

/// Paths have so many steps.
const LONGEST: usize = 3;

/// The paths from the records of a shape to values of a kind, the shortest first.
pub(crate) fn paths(shape: usize, kind: &Kind) -> &'static [Path] {
    ALL[shape].get(kind).map_or(&[], Vec::as_slice)
}

static ALL: LazyLock<Vec<HashMap<Kind, Vec<Path>>>> = LazyLock::new(|| {
    let of_shape = |shape| {
        let mut all = from(shape, LONGEST);
        all.sort_by_key(|(path, _)| path.steps.matches('.').count());
        let mut by_kind: HashMap<Kind, Vec<Path>> = HashMap::new();
        for (path, kind) in all {
            by_kind.entry(kind).or_default().push(path);
        }
        by_kind
    };
    (0..SHAPES.len()).map(of_shape).collect()
});

fn from(shape: usize, length: usize) -> Vec<(Path, Kind)> {
    let mut found = Vec::new();
    if length == 0 {
        return found;
    }
    let shape = &SHAPES[shape];
    for field in shape.fields {
        through(field, Of::All, length, &mut found);
    }
    for (word, fields) in shape.variants {
        for field in *fields {
            through(field, Of::Known(word), length, &mut found);
            through(field, Of::Hoped(word), length, &mut found);
        }
    }
    if !shape.variants.is_empty() {
        let path =
            Path { steps: ".kind".into(), gaps: Vec::new(), variants: Vec::new(), hoped: Vec::new(), joins: false };
        found.push((path, Kind::Variant));
    }
    found
}

fn through(field: &Field, of: Of, length: usize, found: &mut Vec<(Path, Kind)>) {
    let steps = format!(".{}", field.name);
    let is_there = field.presence == Presence::Required && !matches!(of, Of::Hoped(_));
    let mut here =
        Path { steps: steps.clone(), gaps: Vec::new(), variants: Vec::new(), hoped: Vec::new(), joins: false };
    match of {
        Of::All => {}
        Of::Known(word) => here.variants.push((String::new(), word)),
        Of::Hoped(word) => here.hoped.push((String::new(), word)),
    }
    if !is_there {
        here.gaps.push(steps.clone());
    }
    let kind = field.kind();
    found.push((here.clone(), kind.clone()));
    let (next, is_list) = match &kind {
        Kind::List(item) => (&**item, true),
        single => (single, false),
    };
    let (Kind::Record(shape) | Kind::Reference(shape)) = next else { return };
    for (below, kind) in from(*shape, length - 1) {
        let mut path = Path { steps: format!("{steps}{}", below.steps), ..here.clone() };
        // Of what lies beyond a list, what is missing is left out.
        let kind = match (is_list, kind) {
            (false, kind) => {
                path.joins |= below.joins;
                path.gaps.extend(below.gaps.iter().map(|gap| format!("{steps}{gap}")));
                let from_here = |(record, word): &Variant| (format!("{steps}{record}"), *word);
                path.variants.extend(below.variants.iter().map(from_here));
                path.hoped.extend(below.hoped.iter().map(from_here));
                kind
            }
            (true, below) => {
                path.joins = true;
                if matches!(below, Kind::List(_)) { below } else { Kind::List(Box::new(below)) }
            }
        };
        found.push((path, kind));
    }
}
