//! The one word that a schema has for the `kind` of its records.

use referencing::Resolver;
use serde_json::Value;

/// How many schemas are looked at for the word, and how many of them within each other: others may have written them.
const MOST: u32 = 1_000;
const DEEPEST: u32 = 32;

/// The only word that a schema lets the `kind` of a record be: a constant, a list of one word, or what one of these is
/// referred to by. Nothing where it lets it be anything else.
pub(crate) fn kind_of<'r>(schema: &'r Value, resolver: &Resolver<'r>) -> Option<&'r str> {
    Search { left: MOST, depth: 0 }.word(schema, resolver, Of::Record)
}

/// What a schema is of.
#[derive(Clone, Copy)]
enum Of {
    Record,
    Kind,
}

struct Search {
    left: u32,
    depth: u32,
}

impl Search {
    fn word<'r>(&mut self, schema: &'r Value, resolver: &Resolver<'r>, of: Of) -> Option<&'r str> {
        if self.depth == DEEPEST {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        self.depth += 1;
        let own = match of {
            Of::Record => {
                schema.pointer("/properties/kind").and_then(|property| self.word(property, resolver, Of::Kind))
            }
            Of::Kind => match (schema.get("const"), schema.get("enum").and_then(Value::as_array).map(Vec::as_slice)) {
                (Some(word), _) | (None, Some([word])) => word.as_str(),
                _ => None,
            },
        };
        let word =
            own.or_else(|| self.referred_to(schema, resolver, of)).or_else(|| self.in_parts(schema, resolver, of));
        self.depth -= 1;
        word
    }

    fn referred_to<'r>(&mut self, schema: &'r Value, resolver: &Resolver<'r>, of: Of) -> Option<&'r str> {
        let (target, resolver, _) = resolver.lookup(schema.get("$ref")?.as_str()?).ok()?.into_inner();
        self.word(target, &resolver, of)
    }

    /// The word of one of the schemas that all hold, or of each of those of which one holds.
    fn in_parts<'r>(&mut self, schema: &'r Value, resolver: &Resolver<'r>, of: Of) -> Option<&'r str> {
        let parts = |keyword| schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
        if let Some(word) = parts("allOf").find_map(|part| self.word(part, resolver, of)) {
            return Some(word);
        }
        ["oneOf", "anyOf"].into_iter().find_map(|keyword| {
            let mut words = parts(keyword).map(|part| self.word(part, resolver, of));
            let first = words.next()??;
            words.all(|word| word == Some(first)).then_some(first)
        })
    }
}

#[cfg(test)]
mod tests {
    use referencing::{Registry, RegistryBuilder};
    use serde_json::{Value, json};

    use super::kind_of;

    fn kind(schema: &Value) -> Option<String> {
        let registry = Registry::new().add("urn:own", schema).and_then(RegistryBuilder::prepare).expect("a schema");
        let resolver = registry.resolver(referencing::uri::from_str("urn:own").expect("an address"));
        kind_of(schema, &resolver).map(str::to_owned)
    }

    #[test]
    fn the_one_word_is_found_however_it_is_written() {
        let note = json!({"properties": {"kind": {"const": "note"}}});
        for schema in [
            note.clone(),
            json!({"properties": {"kind": {"enum": ["note"]}}}),
            json!({"properties": {"kind": {"$ref": "#/$defs/K"}}, "$defs": {"K": {"enum": ["note"]}}}),
            json!({"properties": {"kind": {"$ref": "#/$defs/K"}}, "$defs": {"K": {"oneOf": [{"const": "note"}]}}}),
            json!({"properties": {"kind": {"allOf": [{"$ref": "#/definitions/K"}]}}, "definitions": {"K": {"const": "note"}}}),
            json!({"$ref": "#/$defs/Note", "$defs": {"Note": note}}),
            json!({"oneOf": [note, note]}),
        ] {
            assert_eq!(kind(&schema).as_deref(), Some("note"), "{schema}");
        }
    }

    #[test]
    fn a_kind_that_may_be_several_words_or_anything_has_none() {
        let note = json!({"properties": {"kind": {"const": "note"}}});
        for schema in [
            json!(true),
            json!({}),
            json!({"properties": {"kind": {"type": "string"}}}),
            json!({"properties": {"kind": {"const": 1}}}),
            json!({"properties": {"kind": {"enum": ["note", "letter"]}}}),
            json!({"oneOf": [note, {"properties": {"kind": {"const": "letter"}}}]}),
            json!({"anyOf": [note, {}]}),
            json!({"$ref": "#"}),
            json!({"properties": {"kind": {"$ref": "#/nowhere"}}}),
        ] {
            assert_eq!(kind(&schema), None, "{schema}");
        }
        // Each level refers to the one below twice.
        let level = |number: usize| json!({"anyOf": vec![json!({"$ref": format!("#/$defs/{}", number + 1)}); 2]});
        let levels: serde_json::Map<String, Value> =
            (0..40).map(|number| (number.to_string(), level(number))).collect();
        assert_eq!(kind(&json!({"$ref": "#/$defs/0", "$defs": levels})), None);
    }
}
