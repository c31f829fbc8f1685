//! References are followed, whatever is known of the records that they name.

use accordance_rules::{
    CollectionSchema, Environment, Sources, check,
    core::{Expr, ExprKind},
};
use serde_json::json;

fn follows(expr: &Expr) -> usize {
    let mut count = usize::from(matches!(expr.kind, ExprKind::Follow { .. }));
    expr.each_child(&mut |child| count += follows(child));
    count
}

#[test]
fn a_reference_is_followed_where_a_field_of_its_record_is_known_to_be_there() {
    let schema = json!({
        "properties": {
            "id": {"type": "string", "x-identifies": "books"},
            "title": {"type": "string"},
            "subtitle": {"type": "string"},
            "succeeds": {"type": "string", "x-refers-to": "books"},
        },
        "required": ["id", "title"],
    });
    let registry = referencing::Registry::new()
        .add("urn:books", &schema)
        .and_then(referencing::RegistryBuilder::prepare)
        .expect("read");
    let resolver = registry.resolver(referencing::uri::from_str("urn:books").expect("an address"));
    let mut environment = Environment::of_names(["books".into()]);
    let books = CollectionSchema { name: "books".into(), schema: &schema, resolver, id: None, references: Vec::new() };
    environment.read(0, &books).expect("read");
    let text = "accordance 1\n\nrule r \"R\"\n  for book in books\n  when book.succeeds is present and book.succeeds.subtitle is present\n  \
                require book.succeeds.subtitle != book.title\n  message \"m\"\nend\n";
    let sources = Sources::load(["books.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
    let checked = check(&sources, &environment);
    let rule = checked.program.rules.first().expect("a rule");
    assert_eq!(follows(rule.when.as_ref().expect("a condition")), 1);
    assert_eq!(follows(&rule.requires.first().expect("a requirement").condition), 1);
}
