//! Collections for tests: goals, themes, editions, meetings and alignments, smaller than the real ones.

#![allow(dead_code, reason = "each test file uses its part")]

use accordance_rules::{Checked, CollectionSchema, Diagnostic, Environment, Level, Sources, check};
use serde_json::{Value, json};

/// An environment of collections by name, each with its schema.
pub(crate) fn environment_of(schemas: &[(&str, Value)]) -> Environment {
    let mut environment = unread(schemas);
    read_each(schemas, &mut |number, from| {
        environment.read(number, from).expect("a schema that unfolds to few shapes");
    });
    environment
}

/// The same, each collection read into an environment of its own first.
pub(crate) fn environment_of_parts(schemas: &[(&str, Value)]) -> Environment {
    let mut environment = unread(schemas);
    read_each(schemas, &mut |number, from| {
        let mut own = unread(schemas);
        own.read(number, from).expect("a schema that unfolds to few shapes");
        environment.adopt(number, own);
    });
    environment
}

/// An environment of one collection, of which a configuration says where the ids are, and which fields refer to records
/// of the collection itself.
pub(crate) fn environment_told(name: &str, schema: &Value, id: &str, references: &[&[&str]]) -> Environment {
    let schemas = [(name, schema.clone())];
    let mut environment = unread(&schemas);
    read_each(&schemas, &mut |number, from| {
        let path = |path: &&[&str]| (path.iter().map(|step| (*step).into()).collect(), number);
        let told = CollectionSchema {
            name: name.into(),
            schema: from.schema,
            resolver: from.resolver.clone(),
            id: Some(id.into()),
            references: references.iter().map(path).collect(),
        };
        environment.read(number, &told).expect("a schema that knows of these");
    });
    environment
}

fn unread(schemas: &[(&str, Value)]) -> Environment {
    Environment::of_names(schemas.iter().map(|(name, _)| (*name).into()))
}

fn read_each(schemas: &[(&str, Value)], read: &mut dyn FnMut(usize, &CollectionSchema<'_>)) {
    let address = |name: &str| format!("urn:{name}");
    let mut registry = referencing::Registry::new();
    for (name, schema) in schemas {
        registry = registry.add(address(name), schema).expect("a schema");
    }
    let registry = registry.prepare().expect("schemas");
    for (number, (name, schema)) in schemas.iter().enumerate() {
        let resolver = registry.resolver(referencing::uri::from_str(&address(name)).expect("an address"));
        let from = CollectionSchema { name: (*name).into(), schema, resolver, id: None, references: Vec::new() };
        read(number, &from);
    }
}

pub(crate) fn environment() -> Environment {
    environment_of(&schemas())
}

/// The collections by name, each with its schema.
pub(crate) fn schemas() -> [(&'static str, Value); 4] {
    [
        (
            "goals",
            json!({
                "properties": {
                    "kind": { "const": "goal" },
                    "id": { "type": "string", "x-identifies": "goals" },
                    "number": { "type": "integer" },
                    "title": { "type": "string" },
                    "standing": { "enum": ["verified", "partial", "editorial"] },
                    "edition": { "type": "string", "x-refers-to": "editions" },
                    "successor_of": { "type": "string", "x-refers-to": "goals" },
                    "weight": { "type": ["number", "null"] },
                    "note": { "type": "string" },
                },
                "required": ["kind", "id", "number", "title", "standing", "edition", "weight"],
            }),
        ),
        (
            "editions",
            json!({
                "properties": {
                    "id": { "type": "string", "x-identifies": "editions" },
                    "status": { "enum": ["draft", "adopted"] },
                    "adopted_on": { "type": "string", "format": "date" },
                    "read_at": { "type": "string", "format": "date-time" },
                    "replaces": { "type": "string", "x-refers-to": "editions" },
                },
                "required": ["id", "status", "read_at"],
            }),
        ),
        (
            "meetings",
            json!({
                "properties": {
                    "id": { "type": "string", "x-identifies": "meetings" },
                    "starts_on": { "type": "string", "format": "date" },
                    "ends_on": { "type": "string", "format": "date" },
                    "next_session": { "type": "string", "x-refers-to": "meetings" },
                    "contributions": { "type": "array", "items": { "$ref": "#/$defs/Contribution" } },
                    "days": { "type": "array", "items": { "type": "array", "items": { "type": "string" } } },
                    "outcomes": { "type": "array", "items": { "$ref": "#/$defs/Outcome" } },
                    "main_outcome": { "$ref": "#/$defs/Outcome" },
                },
                "required": ["id", "starts_on", "ends_on", "contributions", "days", "outcomes", "main_outcome"],
                "$defs": {
                    "Contribution": {
                        "type": "object",
                        "properties": {
                            "id": { "type": "string" },
                            "text": { "type": "string" },
                            "status": { "enum": ["noted", "carried", "withdrawn"] },
                            "goals": { "type": "array", "items": { "type": "string", "x-refers-to": "goals" } },
                            "carried_to": { "type": "string", "x-refers-to": "meetings" },
                            "note": { "type": "string" },
                        },
                        "required": ["id", "text", "status", "goals"],
                    },
                    "Outcome": {
                        "oneOf": [
                            {
                                "type": "object",
                                "properties": {
                                    "kind": { "const": "action" },
                                    "owner": { "type": "string" },
                                    "due": { "type": "string", "format": "date" },
                                },
                                "required": ["kind", "owner"],
                            },
                            {
                                "type": "object",
                                "properties": {
                                    "kind": { "enum": ["decision", "vote"] },
                                    "adopted": { "type": "boolean" },
                                },
                                "required": ["kind", "adopted"],
                            },
                            {
                                "type": "object",
                                "properties": { "kind": { "const": "remark" }, "text": { "type": "string" } },
                                "required": ["kind", "text"],
                            },
                        ],
                    },
                },
            }),
        ),
        (
            "alignments",
            json!({
                "properties": {
                    "id": { "type": "string", "x-identifies": "alignments" },
                    "goal": { "type": "string", "x-refers-to": "goals" },
                    "directness": { "enum": ["direct", "indirect"] },
                },
                "required": ["id", "goal", "directness"],
            }),
        ),
    ]
}

/// A whole file around what is given: a file, a block, or clauses of a rule.
pub(crate) fn whole(part: &str) -> String {
    let first = part.split_whitespace().next().unwrap_or_default();
    match first {
        "accordance" => part.to_owned(),
        "import" | "param" | "define" | "rule" | "matrix" | "test" => format!("accordance 1\n\n{part}\n"),
        "waive" => {
            format!("{}\n{part}\n", whole("require  goal.number > 0").replace("rule a ", "rule goal-has-sdg-link "))
        }
        _ => {
            let line = |keyword: &str, line: &str| {
                let is_there = part.lines().any(|line| line.split_whitespace().next() == Some(keyword));
                if is_there { String::new() } else { format!("  {line}\n") }
            };
            format!(
                "accordance 1\n\nrule a \"A\"\n  severity error\n{}  {part}\n{}{}end\n",
                line("for", "for      goal in goals"),
                line("require", "require  true"),
                line("message", "message  \"m\""),
            )
        }
    }
}

/// Checks a file; `shared.accord` is there to be imported.
pub(crate) fn checked_in(environment: &Environment, text: &str) -> Checked {
    let read = |name: &str| match name {
        "rules.accord" => Ok(text.as_bytes().to_vec()),
        "shared.accord" => Ok(b"accordance 1\n".to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let sources = Sources::load(["rules.accord".to_owned()], &read);
    check(&sources, environment)
}

/// What is wrong with a file, a block, or clauses of a rule.
pub(crate) fn diagnostics(part: &str) -> Vec<Diagnostic> {
    checked_in(&environment(), &whole(part)).diagnostics
}

/// The errors of clauses of a rule: code and message.
pub(crate) fn errors_in(environment: &Environment, part: &str) -> Vec<String> {
    let found = checked_in(environment, &whole(part)).diagnostics;
    let errors = found.into_iter().filter(|found| found.level == Level::Error);
    errors.map(|found| format!("{}: {}", found.code, found.message)).collect()
}

pub(crate) fn errors(part: &str) -> Vec<String> {
    errors_in(&environment(), part)
}
