//! What values are, as the writer of random rules sees it, and the records of its three collections.

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Boolean,
    Whole,
    Number,
    Text,
    /// One of [`LEVELS`].
    Level,
    /// What tells the variants of a record apart.
    Variant,
    Date,
    Moment,
    Duration,
    Id(usize),
    Reference(usize),
    List(Box<Kind>),
    /// A record of a shape, by its number in [`SHAPES`].
    Record(usize),
    Anything,
}

/// The words of the closed list.
pub(crate) const LEVELS: [&str; 3] = ["low", "middle", "high"];

/// The numbers of collections are those of their shapes.
pub(crate) const PROJECT: usize = 0;
pub(crate) const STEP: usize = 1;
pub(crate) const TEAM: usize = 2;
const PART: usize = 3;
const DETAIL: usize = 4;
const ENTRY: usize = 5;

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// Written `text`, `[text]`, `@team` for a reference.
    pub(crate) kind: &'static str,
    pub(crate) presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Optional, and may be null.
    Nullable,
}

/// Records of one kind.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// The further fields of each word of `kind`, where there are such.
    pub(crate) variants: &'static [(&'static str, &'static [Field])],
}

const fn required(name: &'static str, kind: &'static str) -> Field {
    Field { name, kind, presence: Presence::Required }
}

const fn optional(name: &'static str, kind: &'static str) -> Field {
    Field { name, kind, presence: Presence::Optional }
}

const fn nullable(name: &'static str, kind: &'static str) -> Field {
    Field { name, kind, presence: Presence::Nullable }
}

pub(crate) const SHAPES: [Shape; 6] = [
    Shape {
        name: "project",
        fields: &[
            required("id", "id project"),
            required("number", "whole"),
            required("weight", "number"),
            required("title", "text"),
            required("active", "boolean"),
            required("level", "level"),
            required("starts_on", "date"),
            required("seen_at", "moment"),
            required("team", "@team"),
            optional("parent", "@project"),
            optional("note", "text"),
            nullable("rank", "whole"),
            optional("score", "number"),
            nullable("flag", "boolean"),
            nullable("stage", "level"),
            optional("ended_on", "date"),
            optional("changed_at", "moment"),
            nullable("last_step", "@step"),
            required("tags", "[text]"),
            required("ranks", "[whole]"),
            required("scores", "[number]"),
            optional("days", "[date]"),
            required("levels", "[level]"),
            required("flags", "[boolean]"),
            required("moments", "[moment]"),
            required("related", "[@project]"),
            optional("teams", "[@team]"),
            required("parts", "[part]"),
            required("entries", "[entry]"),
            optional("detail", "detail"),
            optional("extra", "anything"),
        ],
        variants: &[],
    },
    Shape {
        name: "step",
        fields: &[required("id", "id step"), required("project", "@project"), required("size", "whole")],
        variants: &[
            ("task", &[required("title", "text"), optional("owner", "@team"), optional("due_on", "date")]),
            ("remark", &[required("text", "text"), required("weight", "number"), nullable("level", "level")]),
        ],
    },
    Shape {
        name: "team",
        fields: &[
            required("id", "id team"),
            required("code", "text"),
            required("size", "whole"),
            required("level", "level"),
            optional("founded_on", "date"),
            optional("home", "@project"),
            nullable("parent", "@team"),
            required("aliases", "[text]"),
            required("extra", "anything"),
        ],
        variants: &[],
    },
    Shape {
        name: "part",
        fields: &[
            required("name", "text"),
            optional("size", "whole"),
            required("level", "level"),
            optional("team", "@team"),
            required("labels", "[text]"),
            nullable("until", "date"),
        ],
        variants: &[],
    },
    Shape {
        name: "detail",
        fields: &[
            required("label", "text"),
            optional("count", "whole"),
            optional("lead", "@team"),
            optional("parts", "[part]"),
        ],
        variants: &[],
    },
    Shape {
        name: "entry",
        fields: &[required("place", "whole")],
        variants: &[
            ("sum", &[required("amount", "number"), required("size", "whole")]),
            ("line", &[required("text", "text"), optional("size", "whole")]),
        ],
    },
];

impl Field {
    pub(crate) fn kind(&self) -> Kind {
        kind(self.kind)
    }
}

fn kind(written: &str) -> Kind {
    if let Some(items) = written.strip_prefix('[') {
        return Kind::List(Box::new(kind(items.trim_end_matches(']'))));
    }
    if let Some(collection) = written.strip_prefix('@') {
        return Kind::Reference(shape(collection));
    }
    if let Some(collection) = written.strip_prefix("id ") {
        return Kind::Id(shape(collection));
    }
    match written {
        "boolean" => Kind::Boolean,
        "whole" => Kind::Whole,
        "number" => Kind::Number,
        "text" => Kind::Text,
        "level" => Kind::Level,
        "date" => Kind::Date,
        "moment" => Kind::Moment,
        "anything" => Kind::Anything,
        record => Kind::Record(shape(record)),
    }
}

fn shape(name: &str) -> usize {
    match name {
        "project" => PROJECT,
        "team" => TEAM,
        "step" => STEP,
        "part" => PART,
        "detail" => DETAIL,
        "entry" => ENTRY,
        other => panic!("there is no shape {other}"),
    }
}
