//! What a schema asks and a record does not give, in a steward's words.

mod branches;
mod words;

use accordance_document::{Value as Node, ValueKind, Ways, push_step, quoted};
use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::Value;

use crate::{
    hash::{Map, RandomState},
    nearest::nearest,
    schema_faults::MOST_FAULTS,
};
use branches::{no_branch, several_branches};
use words::{count, first_sentence, list, one_of, show, within_a_sentence, word};
pub(crate) use words::{place, property};

/// One thing in a record that its schema refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemaFault {
    /// Where in the record.
    pub(crate) pointer: String,
    pub(crate) focus: Focus,
    /// What is there and what is expected, without a full stop.
    pub(crate) message: String,
    /// What to do, without a full stop.
    pub(crate) advice: String,
    /// The text that a value without quotes stands for, where quotes would mend it.
    pub(crate) wants_quotes: bool,
    /// The property that is missing, or that was meant by an unknown one.
    pub(crate) property: Option<String>,
}

impl SchemaFault {
    /// What is wrong with the record as a whole.
    pub(crate) fn of_record(message: String, advice: &str) -> Self {
        let (pointer, advice) = (String::new(), advice.into());
        Self { pointer, focus: Focus::Start, message, advice, wants_quotes: false, property: None }
    }

    /// The schema asks more of the record than it may; see [`bounded`](accordance_document::Value::bounded).
    pub(crate) fn beyond_bound() -> Self {
        let message = "the record cannot be judged: its schema looks at the same values far too often";
        let advice = "have one property tell alternatives of the schema apart, by `const` and `if`, or nest the record \
                      less deep";
        Self::of_record(message.into(), advice)
    }
}

/// What of a member is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// The key of the member.
    Key,
    /// The value.
    Value,
    /// Where the value begins: something is missing in it.
    Start,
}

/// A record whose errors are described.
pub(crate) struct Within<'w, 'r> {
    /// Ways in the record.
    pub(crate) ways: &'w mut Ways<'r>,
    /// The part of the record that errors speak of.
    pub(crate) part: Node<'r>,
    /// The schema of the record.
    pub(crate) schema: &'w Value,
}

impl Within<'_, '_> {
    /// Where in the record an error is.
    fn pointer(&mut self, error: &ValidationError<'_>) -> String {
        self.ways.of_part(self.part, error.instance_path().as_str())
    }
}

/// Says what an error of validation means.
pub(crate) fn describe(error: &ValidationError<'_>, within: &mut Within<'_, '_>, found: &mut Vec<SchemaFault>) {
    let pointer = within.pointer(error);
    let value = within.ways.value(&pointer);
    let what = place(&pointer);
    let shown = value.map(show).unwrap_or_default();
    let (path, way) = (error.schema_path().to_string(), error.evaluation_path().to_string());
    let near = Surroundings { schema: within.schema, path, way };
    let mut focus = Focus::Value;
    let mut property = None;
    let (message, advice) = match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let names = Names::of(value, &near);
            return found.extend(unexpected.iter().take(MOST_FAULTS).map(|name| unknown(name, &pointer, &names)));
        }
        Kind::Required { property: missing } => {
            let name = missing.as_str().unwrap_or_default();
            let told = near.beside("properties").and_then(|all| all.get(name)).and_then(told);
            focus = Focus::Start;
            property = Some(name.to_owned());
            (
                format!(
                    "{what} has no {name:?}, which it needs{}",
                    told.map(|told| format!(" ({told})")).unwrap_or_default()
                ),
                format!("add {name:?}"),
            )
        }
        Kind::Type { kind } => {
            let wants_quotes = allows(kind, JsonType::String)
                && value.is_some_and(|value| matches!(value.kind(), ValueKind::Number | ValueKind::Boolean));
            let mut fault = wrong_type(kind, &near, &what, value, &shown);
            fault.pointer = pointer;
            fault.wants_quotes = wants_quotes;
            return found.push(fault);
        }
        Kind::Enum { options } => {
            let all: Vec<&Value> = options.as_array().map(|all| all.iter().collect()).unwrap_or_default();
            let texts = all.iter().filter_map(|one| one.as_str());
            let meant = value.and_then(Node::as_str).and_then(|word| nearest(word, texts));
            let advice = meant.map(|meant| format!("write {meant:?}"));
            (
                format!("{what} is {shown}, and {} is expected", one_of(&all)),
                advice.unwrap_or_else(|| "write one of them".into()),
            )
        }
        Kind::Constant { expected_value } => {
            (format!("{what} is {shown}, and {expected_value} is expected"), format!("write {expected_value}"))
        }
        Kind::Format { format } => not_of_format(format, &what, &shown),
        Kind::Pattern { pattern } => not_of_form(near.own(), pattern, &what, &shown),
        Kind::MinLength { limit: 1 } => {
            (format!("{what} is an empty text"), "write a text, or leave the property out".into())
        }
        Kind::MinLength { limit } => {
            (format!("{what} is shorter than {limit} characters"), "write a longer text".into())
        }
        Kind::MaxLength { limit } => (format!("{what} is longer than {limit} characters"), "shorten it".into()),
        Kind::MinItems { limit } => (
            format!("{what} holds fewer than {}", count(*limit, "item")),
            "add what is missing, or leave the list out".into(),
        ),
        Kind::MaxItems { limit } => {
            (format!("{what} holds more than {}", count(*limit, "item")), "take some out".into())
        }
        Kind::AdditionalItems { limit } => {
            (format!("{what} holds more than {}", count(*limit as u64, "item")), "take some out".into())
        }
        Kind::MinProperties { limit } => {
            (format!("{what} holds fewer than {}", count(*limit, "property")), "add what is missing".into())
        }
        Kind::MaxProperties { limit } => {
            (format!("{what} holds more than {}", count(*limit, "property")), "take some out".into())
        }
        Kind::Minimum { limit } => {
            (format!("{what} is {shown}, and at least {limit} is expected"), format!("write {limit} or more"))
        }
        Kind::Maximum { limit } => {
            (format!("{what} is {shown}, and at most {limit} is expected"), format!("write {limit} or less"))
        }
        Kind::ExclusiveMinimum { limit } => {
            (format!("{what} is {shown}, and more than {limit} is expected"), format!("write more than {limit}"))
        }
        Kind::ExclusiveMaximum { limit } => {
            (format!("{what} is {shown}, and less than {limit} is expected"), format!("write less than {limit}"))
        }
        Kind::MultipleOf { multiple_of } => {
            (format!("{what} is {shown}, and a multiple of {multiple_of} is expected"), "write such a number".into())
        }
        Kind::UniqueItems => return found.push(repeated(pointer, &what, value)),
        Kind::Contains => (format!("{what} lacks an item of a kind that it needs"), "add one".into()),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            return no_branch(context, &near, pointer, within, found);
        }
        Kind::OneOfMultipleValid { .. } => several_branches(&near, &what, value),
        Kind::PropertyNames { error } => {
            (format!("a name of a property in {what} is refused: {error}"), "write another name".into())
        }
        Kind::FalseSchema => (format!("{what} may not be here"), "remove it".into()),
        // What is beside a pattern under `not` belongs to the same form.
        Kind::Not { .. } if near.form().is_some() => not_of_form(near.own(), "", &what, &shown),
        Kind::Not { .. } => (format!("{what} is {shown}, which is ruled out"), "write something else".into()),
        other => (format!("{what} does not fit its schema ({})", other.keyword()), "compare it with the schema".into()),
    };
    found.push(SchemaFault { pointer, focus, message, advice, wants_quotes: false, property });
}

/// A text that does not match a pattern, in the words of the schema's `x-form` where it has some.
fn not_of_form(schema: Option<&Value>, pattern: &str, what: &str, shown: &str) -> (String, String) {
    let (message, advice) = not_of_own_form(schema, pattern, what, shown);
    // It looks like another space, and so like nothing that could be wrong.
    match shown.chars().find(|c| c.is_whitespace() && !c.is_ascii()) {
        Some(space) => {
            let code = u32::from(space);
            (message, format!("take out the space of another kind in it (U+{code:04X}), or write a plain one"))
        }
        None => (message, advice),
    }
}

fn not_of_own_form(schema: Option<&Value>, pattern: &str, what: &str, shown: &str) -> (String, String) {
    if let Some(form) = schema.and_then(|schema| schema.get("x-form")?.as_str()) {
        return (format!("{what} is {shown}, which is not {form}"), format!("write {form}"));
    }
    let told = schema.and_then(told).map(|told| format!(" ({told})")).unwrap_or_default();
    (format!("{what} is {shown}, which is not of its form{told}"), format!("write a text that matches {pattern}"))
}

/// The schema around the keyword that refuses a value.
struct Surroundings<'s> {
    schema: &'s Value,
    /// The keyword, from the root of the schema.
    path: String,
    /// The keywords on the way to it, along references.
    way: String,
}

/// What a value is a part of.
enum PartOf {
    List,
    Object,
    /// An object that needs it.
    Needed,
}

impl<'s> Surroundings<'s> {
    /// What the value is a part of, by the keywords on the way to the schema that refuses it.
    fn part(&self) -> PartOf {
        let mut steps: Vec<&str> = self.way.split('/').skip(1).collect();
        while let Some(last) = steps.pop() {
            let before = steps.last().copied().unwrap_or_default();
            if before == "properties" {
                steps.pop();
                let name = last.replace("~1", "/").replace("~0", "~");
                let needed = self.along(&steps).and_then(|whole| whole.get("required")?.as_array());
                let is_needed = needed.is_some_and(|names| names.iter().any(|needed| *needed == *name));
                return if is_needed { PartOf::Needed } else { PartOf::Object };
            }
            if before == "prefixItems" || matches!(last, "items" | "contains") {
                return PartOf::List;
            }
        }
        PartOf::Object
    }

    /// The schema to which some keywords lead.
    fn along(&self, steps: &[&str]) -> Option<&'s Value> {
        steps.iter().try_fold(self.schema, |here, step| match (*step, here) {
            ("$ref", _) => self.schema.pointer(here.get(step)?.as_str()?.strip_prefix('#')?),
            (step, Value::Array(all)) => all.get(step.parse::<usize>().ok()?),
            (step, here) => here.get(step.replace("~1", "/").replace("~0", "~")),
        })
    }

    /// The schema that holds the keyword.
    fn own(&self) -> Option<&'s Value> {
        self.schema.pointer(self.path.rsplit_once('/')?.0)
    }

    /// The same, where it puts its form into words.
    fn form(&self) -> Option<&'s Value> {
        self.own().filter(|own| own.get("x-form").is_some())
    }

    /// A keyword in the same schema.
    fn beside(&self, keyword: &str) -> Option<&'s Value> {
        self.own()?.get(keyword)
    }
}

/// The first sentence of what a schema says of itself.
fn told(schema: &Value) -> Option<String> {
    let text = schema.get("description").or_else(|| schema.get("title"))?.as_str()?;
    let first = text.split("\n\n").next()?.replace('\n', " ");
    let first = first_sentence(&first);
    (!first.is_empty() && first.len() < 160).then(|| within_a_sentence(first))
}

/// The names that the properties of an object may have.
struct Names<'s> {
    known: Vec<&'s str>,
    /// Those that are not there.
    free: Vec<&'s str>,
}

impl<'s> Names<'s> {
    fn of(object: Option<Node<'_>>, near: &Surroundings<'s>) -> Self {
        let all = near.beside("properties").and_then(Value::as_object);
        let known: Vec<&str> = all.map(|all| all.keys().map(String::as_str).collect()).unwrap_or_default();
        let is_free = |name: &&str| object.is_none_or(|object| object.get(name).is_none());
        let free = known.iter().copied().filter(is_free).collect();
        Self { known, free }
    }
}

fn unknown(name: &str, pointer: &str, names: &Names<'_>) -> SchemaFault {
    let mut own = pointer.to_owned();
    push_step(&mut own, name);
    let Names { known, free } = names;
    let meant = nearest(name, free.iter().copied());
    let advice = match meant {
        Some(meant) => format!("write {meant:?}"),
        None => match nearest(name, known.iter().copied()) {
            Some(meant) => format!("{meant:?} is already there; keep one of the two"),
            None => "remove it".into(),
        },
    };
    let has = if pointer.is_empty() { "the record".to_owned() } else { place(pointer) };
    SchemaFault {
        pointer: own,
        focus: Focus::Key,
        message: format!("{has} has no property {}{}", quoted(name), list(" (it may have ", known, ")")),
        advice,
        wants_quotes: false,
        property: meant.map(str::to_owned),
    }
}

fn allows(kind: &TypeKind, word: JsonType) -> bool {
    match kind {
        TypeKind::Single(one) => *one == word,
        TypeKind::Multiple(all) => all.iter().any(|one| one == word),
    }
}

fn wrong_type(
    kind: &TypeKind,
    near: &Surroundings<'_>,
    what: &str,
    value: Option<Node<'_>>,
    shown: &str,
) -> SchemaFault {
    let expected = match kind {
        TypeKind::Single(one) => word(*one).to_owned(),
        TypeKind::Multiple(all) => all.iter().map(word).collect::<Vec<_>>().join(" or "),
    };
    let (message, advice) = match value.map(Node::kind) {
        Some(ValueKind::Null) => (
            format!("{what} is null, and {expected} is expected"),
            match near.part() {
                PartOf::List => "take the item out".into(),
                PartOf::Needed if expected.contains("list") => {
                    "write a list, `[]` where there is nothing to say".into()
                }
                PartOf::Needed => format!("write {expected}"),
                PartOf::Object => "leave the property out where nothing is known".into(),
            },
        ),
        Some(ValueKind::Object | ValueKind::Array) if !expected.contains("list") && !expected.contains("object") => {
            (format!("{what} is {shown}, and {expected} is expected"), format!("write {expected} here"))
        }
        Some(ValueKind::Text) if expected.contains("list") => {
            (format!("{what} is the text {shown}, and a list is expected"), format!("write a list: [{shown}]"))
        }
        Some(ValueKind::Text)
            if (expected.contains("number") && shown.trim_matches('"').parse::<f64>().is_ok())
                || (expected.contains("true") && matches!(shown, "\"true\"" | "\"false\"")) =>
        {
            (format!("{what} is the text {shown}, and {expected} is expected"), "write it without quotes".into())
        }
        _ => {
            let names: Vec<&str> = near
                .beside("properties")
                .and_then(Value::as_object)
                .map(|all| all.keys().map(String::as_str).collect())
                .filter(|_| expected == word(JsonType::Object))
                .unwrap_or_default();
            let advice = format!("write {expected}{}", list(" with ", &names, ""));
            (format!("{what} is {shown}, and {expected} is expected"), advice)
        }
    };
    SchemaFault { pointer: String::new(), focus: Focus::Value, message, advice, wants_quotes: false, property: None }
}

fn not_of_format(format: &str, what: &str, shown: &str) -> (String, String) {
    let (form, advice) = match format {
        "date" => ("a day that exists", "write year, month and day as in 2023-07-03"),
        "date-time" => ("a date and a time", "write it as in 2023-07-03T09:30:00Z"),
        "time" => ("a time", "write it as in 09:30:00Z"),
        "duration" => ("a duration", "write it as in P3D"),
        "email" | "idn-email" => ("an e-mail address", "write it as in name@example.org"),
        "uri" | "iri" | "uri-reference" | "iri-reference" => ("an address", "write it as in https://example.org/page"),
        "uuid" => ("a UUID", "write it as in 123e4567-e89b-12d3-a456-426614174000"),
        _ => ("", "write it in that form"),
    };
    let form = if form.is_empty() { format!("of the form {}", quoted(format)) } else { form.to_owned() };
    (format!("{what} is {shown}, which is not {form}"), advice.into())
}

fn repeated(pointer: String, what: &str, value: Option<Node<'_>>) -> SchemaFault {
    // Lists may be long: an item is compared with those alone that have the same hash.
    let state = RandomState::default();
    let mut seen: Map<u64, Vec<(usize, Node<'_>)>> = Map::default();
    let again = value.and_then(|list| {
        list.items().enumerate().find_map(|(number, item)| {
            let alike = seen.entry(item.hash_with(&state)).or_default();
            let first = alike.iter().find(|(_, other)| *other == item).map(|(first, _)| (*first, number, show(item)));
            alike.push((number, item));
            first
        })
    });
    let (pointer, message) = match again {
        Some((first, second, item)) => {
            let message = format!("{what} holds {item} twice, as item {} and as item {}", first + 1, second + 1);
            (format!("{pointer}/{second}"), message)
        }
        None => (pointer, format!("{what} holds an item twice")),
    };
    SchemaFault {
        pointer,
        focus: Focus::Value,
        message,
        advice: "remove one of the two".into(),
        wants_quotes: false,
        property: None,
    }
}
