//! A definition takes its types from its uses.

use accordance_rules::{CollectionSchema, Environment, Sources, check};
use serde_json::json;

#[test]
fn a_definition_may_follow_a_chain_from_its_argument() {
    let schema = json!({
        "properties": {
            "id": {"type": "string", "x-identifies": "books"},
            "succeeds": {"type": "string", "x-refers-to": "books"},
        },
        "required": ["id"],
    });
    let registry = referencing::Registry::new()
        .add("urn:books", &schema)
        .and_then(referencing::RegistryBuilder::prepare)
        .expect("read");
    let resolver = registry.resolver(referencing::uri::from_str("urn:books").expect("an address"));
    let mut environment = Environment::of_names(["books".into()]);
    let books = CollectionSchema { name: "books".into(), schema: &schema, resolver, id: None, references: Vec::new() };
    environment.read(0, &books).expect("read");
    let text = "accordance 1\n\ndefine is_late(book) =\n  count(chain(book, succeeds)) > 1\n\nrule r \"R\"\n  severity error\n  \
                for book in books\n  require is_late(book)\n  message \"m\"\nend\n";
    let sources = Sources::load(["books.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
    let checked = check(&sources, &environment);
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
}
