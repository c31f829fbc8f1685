//! Plain rules, as most stewards write them, and records for them: what the engine answers without making values.

use accordance_engine::{Collections, Config, MemoryFiles};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// The names of the collections, in order.
pub(crate) const COLLECTIONS: [&str; 2] = ["posts", "series"];

const POST: &str = r##"{
    "type": "object",
    "properties": {
        "id": {"type": "string", "x-identifies": "posts"},
        "status": {"enum": ["draft", "open", "done"]},
        "title": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "until": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "series": {"type": "string", "x-refers-to": "series"},
        "next": {"anyOf": [{"type": "string", "x-refers-to": "posts"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "about": {"type": "array", "items": {"type": "string", "x-refers-to": "posts"}},
        "seen": {"type": "array", "items": {"type": "string", "x-refers-to": "series"}},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}},
        "more": {"type": "array", "items": {"$ref": "#/$defs/part"}}
    },
    "required": ["id", "status", "title", "on", "tags", "about", "seen", "parts"],
    "$defs": {"part": {
        "type": "object",
        "properties": {
            "mark": {"pattern": "^[a-z]*$"},
            "name": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "by": {"type": "string", "x-refers-to": "posts"},
            "on": {"type": "string", "format": "date"},
            "tags": {"type": "array", "items": {"type": "string"}}
        },
        "required": ["by"]
    }}
}"##;

const SERIES: &str = r#"{
    "type": "object",
    "properties": {
        "id": {"type": "string", "x-identifies": "series"},
        "title": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "first": {"type": "string", "x-refers-to": "posts"},
        "members": {"type": "array", "items": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "of": {"type": "string", "x-refers-to": "posts"}},
            "required": ["of"]
        }}
    },
    "required": ["id", "title", "on", "members"]
}"#;

/// The collections, with the files that begin with their names.
pub(crate) fn collections() -> Collections {
    let collection = |name| format!("[collections.{name}]\nschema = '{name}.schema'\nfiles = ['{name}*.json']\n");
    let config: Config = COLLECTIONS.map(collection).concat().parse().expect("the configuration is right");
    let schemas = MemoryFiles::from_iter([("posts.schema", POST), ("series.schema", SERIES)]);
    Collections::new([], &config, &schemas).expect("the schemas are right")
}

/// A rule file, and the records of each collection.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) text: String,
    pub(crate) records: [Vec<Value>; 2],
}

/// Any plain case.
pub(crate) fn plain() -> impl Strategy<Value = Plain> {
    let series = (0..3_usize).prop_flat_map(|count| (0..count).map(series).collect::<Vec<_>>());
    let posts = (0..6_usize).prop_flat_map(|count| (0..count).map(post).collect::<Vec<_>>());
    (vec(prop_oneof![5 => rule(), 1 => matrix()], 1..4), posts, series).prop_map(|(rules, posts, series)| {
        let rules = rules.iter().enumerate().map(|(number, rule)| rule.replace("NUMBER", &number.to_string()));
        Plain { text: format!("accordance 1\n{}", rules.collect::<String>()), records: [posts, series] }
    })
}

const TEXTS: [&str; 8] = [
    "a",
    "b",
    "",
    "é",
    "draft",
    "dra",
    "drap-1",
    "one so long that to look at it takes a step, as it does for most contributions of meetings",
];
const DATES: [&str; 5] = ["2024-01-31", "2024-02-29", "2023-12-31", "2024-03-02", "9999-12-31"];

fn text() -> impl Strategy<Value = Value> {
    select(&TEXTS[..]).prop_map(Value::from)
}

fn date() -> impl Strategy<Value = Value> {
    select(&DATES[..]).prop_map(Value::from)
}

/// A reference, which seldom leads nowhere.
fn reference(letter: char) -> impl Strategy<Value = Value> {
    (0..6_u8).prop_map(move |number| format!("{letter}-{}", number / 2).into())
}

fn list(item: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec(item, 0..4).prop_map(Value::from)
}

/// An object with members that may be missing, or null where that is said.
fn object<const N: usize>(members: [(&'static str, BoxedStrategy<Option<Value>>); N]) -> BoxedStrategy<Value> {
    let members: Vec<_> = members.into_iter().map(|(name, value)| (Just(name), value)).collect();
    let object = |members: Vec<(&'static str, Option<Value>)>| {
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>().into()
    };
    members.prop_map(object).boxed()
}

fn always(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    value.prop_map(Some).boxed()
}

fn at_times(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    prop::option::weighted(0.7, value).boxed()
}

fn or_null(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    prop_oneof![5 => value.prop_map(Some), 1 => Just(Some(Value::Null)), 1 => Just(None)].boxed()
}

fn part() -> BoxedStrategy<Value> {
    object([
        // Its schema says how it is if it is a text, and not that it is one.
        ("mark", at_times(select(vec![json!("a"), json!("b"), json!("draft"), json!(""), json!(5)]))),
        ("name", or_null(text())),
        ("by", always(reference('p'))),
        ("on", at_times(date())),
        ("tags", at_times(list(text()))),
    ])
}

fn post(number: usize) -> BoxedStrategy<Value> {
    object([
        // Seldom another one has it too.
        ("id", always(prop_oneof![9 => Just(json!(format!("p-{number}"))), 1 => Just(json!("p-0"))])),
        ("status", always(select(vec![json!("draft"), json!("open"), json!("done")]))),
        ("title", always(text())),
        ("on", always(date())),
        ("until", or_null(date())),
        ("series", at_times(reference('s'))),
        ("next", or_null(reference('p'))),
        ("tags", always(list(text()))),
        ("about", always(list(reference('p')))),
        ("seen", always(list(reference('s')))),
        ("parts", always(list(part()))),
        ("more", at_times(list(part()))),
    ])
}

fn series(number: usize) -> BoxedStrategy<Value> {
    let member = object([("name", at_times(text())), ("of", always(reference('p')))]);
    object([
        ("id", always(Just(json!(format!("s-{number}"))))),
        ("title", always(text())),
        ("on", always(date())),
        ("first", at_times(reference('p'))),
        ("members", always(list(member))),
    ])
}

/// What a condition can be about: `P` is a post.
const OF_POST: [&str; 54] = [
    "P.title = \"a\"",
    "P.title != \"b\"",
    "P.status = \"draft\"",
    "P.status in [\"draft\", \"open\"]",
    "P.title in [\"a\", \"b\"]",
    "P.title matches /^[ab]/",
    "P.until is present",
    "P.next is missing",
    "P.tags is not empty",
    "\"a\" in P.tags",
    "P.title in P.tags",
    "P.on <= 2024-02-29",
    "(P.until otherwise P.on) + 1 month > P.on",
    "(P.until is present implies P.until >= P.on - 3 days)",
    "(P.series is present and P.series.title = P.title)",
    "(P.series is present implies P.series.on < P.on)",
    "(P.series is present and P.series in P.seen)",
    "(P.series is present and P.series.first is present)",
    "(P.series is present and P.series.first is present and P.series.first.title = P.title)",
    "(P.next is present and P.next.on > P.on)",
    "(P.next is present and P.next.until is present)",
    "(P.next is present and P.next.tags is empty)",
    "(P.next is present and P.title in P.next.tags)",
    "(P.next is present and (some x in P.next.parts has (x.name is present and x.name = P.title)))",
    "(P.next is present and (some x in P.next.about has (x = P.id)))",
    "(P.series is present and P.title in P.series.members.name)",
    "(P.series is present and P.id in P.series.members.of)",
    "P.title in P.parts.name",
    "P.id in P.parts.by",
    "P.title in P.parts.mark",
    "(some x in P.parts has (x.mark is present and x.mark = P.title))",
    "count([P].parts) >= 1",
    "(every x in [P].parts has (x.on is missing or x.on >= P.on))",
    "(every x in P.parts has (x.name is present and x.name = P.title))",
    "(some x in P.parts has (x.by = P.id))",
    "(no x in P.parts has (x.by = P.id))",
    "(every x in P.parts has (x.by = P.id))",
    "(no x in (P.more otherwise []) has (x.tags is missing or P.title in x.tags))",
    "(every x in P.about has (x.on <= P.on))",
    "(some x in P.about has (x.series is present and x.series in P.seen))",
    "count(P.parts) >= 2",
    "count(P.more otherwise []) + count(P.about) != 3",
    "count(x in P.parts where (x.by = P.id)) < 2",
    "count(x in (P.more otherwise []) where (x.name is present)) > 0",
    "count(x in posts where (x.title = P.title)) = 1",
    "(some x in posts.parts has (x.by = P.id))",
    "P.title starts with lower(\"A\")",
    "length(P.title) < 2",
    "join(P.tags, \"-\") != \"a-b\"",
    "P.title starts with \"d\"",
    "P.title ends with \"d\"",
    "P.title contains \"ra\"",
    "(P.next is present and P.title starts with P.next.title)",
    "P.title ends with text(P.title)",
];

/// The same of a part `Q` of a post `P`.
const OF_PART: [&str; 11] = [
    "Q.name is present",
    "(Q.name is present and Q.name = P.title)",
    "Q.by = P.id",
    "(Q.name is present and P.title starts with join([Q.name, join([\"\", text(Q.by)], \"\")], \"\"))",
    "(Q.name is present and P.title ends with join([text(Q.name), \"ft\"], \"\"))",
    "Q.by.title = P.title",
    "(Q.on is present implies Q.on >= P.on)",
    "(Q.tags is present and P.title in Q.tags)",
    "(Q.tags is present and \"b\" in Q.tags)",
    "(every x in Q.by.parts has (x.by = P.id))",
    "(every x in (Q.tags otherwise []) has (x in P.tags))",
];

/// Conditions about some texts, put together.
fn condition(of: Vec<String>) -> BoxedStrategy<String> {
    select(of)
        .prop_recursive(2, 6, 3, |inner| {
            let two = (inner.clone(), inner.clone());
            prop_oneof![
                two.clone().prop_map(|(one, two)| format!("({one} and {two})")),
                two.clone().prop_map(|(one, two)| format!("({one} or {two})")),
                two.clone().prop_map(|(one, two)| format!("({one} implies {two})")),
                inner.clone().prop_map(|one| format!("not {one}")),
                (two, inner).prop_map(|((one, two), three)| format!("(if {one} then {two} else {three})")),
            ]
        })
        .boxed()
}

/// What there is to ask of a post or its part.
pub(crate) fn questions(post: &str, part: Option<&str>) -> Vec<String> {
    let of_post = OF_POST.iter().map(|each| each.replace('P', post));
    let of_part =
        part.into_iter().flat_map(|part| OF_PART.iter().map(move |each| each.replace('P', post).replace('Q', part)));
    of_post.chain(of_part).collect()
}

/// What a rule goes through, and what it can be about.
fn rule() -> impl Strategy<Value = String> {
    let (post, part) = (questions("post", None), questions("post", Some("part")));
    let other: Vec<String> = questions("other", None).into_iter().chain(post.iter().cloned()).collect();
    let lists = [
        ("post in posts", &post),
        ("post in posts, part in [post].parts", &part),
        ("post in posts, part in post.parts", &part),
        ("post in posts, part in (post.more otherwise [])", &part),
        ("post in posts, other in posts", &other),
        ("post in posts, other in posts\n  when post.next is present and other.id = post.next", &other),
        // One part is asked in another way than the others.
        (
            "post in posts, other in posts\n  when post.next is present and other.id = post.next \
             and join(post.tags, \"\") != \"ab\"",
            &other,
        ),
    ];
    let lists: Vec<(&'static str, Vec<String>)> = lists.into_iter().map(|(list, of)| (list, of.clone())).collect();
    let lets = [
        "",
        "  let day = post.until otherwise post.on\n  require day + 1 week >= post.on\n",
        "  let names = post.parts.name\n  require post.title in names or \"a\" in names\n",
        "  let marks = post.parts.mark\n  require post.status != \"open\" or post.title in marks\n",
        "  let parts = count(post.parts)\n  require parts <= 2 or parts = count(post.about)\n",
        "  let mine = count(x in post.parts where (x.by = post.id))\n  require mine < 2\n",
    ];
    (select(lists), select(lets.to_vec())).prop_flat_map(|((list, of), lets)| {
        let has_when = list.contains("when");
        (prop::option::weighted(0.5, condition(of.clone())), vec(condition(of), 1..3)).prop_map(
            move |(when, requires)| {
                let joint = if has_when { " and" } else { "\n  when" };
                let when = when.map_or(String::new(), |when| format!("{joint} {when}\n"));
                let requires: Vec<String> = requires.iter().map(|require| format!("  require {require}\n")).collect();
                let requires = requires.concat();
                format!(
                    "\nrule r-NUMBER \"A rule\"\n  severity error\n  for {list}{when}\n{lets}{requires}  \
                 message \"{{post.id}} is wrong.\"\nend\n"
                )
            },
        )
    })
}

/// A matrix of series and posts.
fn matrix() -> impl Strategy<Value = String> {
    let counted = [
        "x in post.parts where (x.name is present and x.name = row.title)",
        "x in row.members where (x.of = post.id)",
        "x in (post.more otherwise []) where (x.tags is present and row.title in x.tags)",
    ];
    let required = ["cell <= 1", "cell = 0", "cell >= count(post.about)"];
    (select(counted.to_vec()), select(required.to_vec())).prop_map(|(counted, required)| {
        format!(
            "\nmatrix m-NUMBER \"A matrix\"\n  severity error\n  rows row in series\n  columns post in posts\n  \
             cell count({counted})\n  require {required}\n  message \"{{post.id}} has {{cell}} for {{row.id}}.\"\nend\n"
        )
    })
}
