//! The tree keeps the contract that `jsonschema` relies on, from JSON and from YAML.

use accordance_document::{Format, Limits, Records, Tape, Tree, parse_json};
use jsonschema::json::conformance::{assert_conformance, document};

#[test]
fn a_tree_from_json_conforms() {
    let text = document().to_string();
    let mut tree = Tree::new();
    let root = parse_json(&text, &mut tree, Limits::default()).expect("the document is JSON");
    assert_conformance::<Tape>(&root);
}

#[test]
fn a_tree_from_yaml_conforms() {
    let text = "string: héllo\ninteger: 42\nfloat: 1.5\nboolean: true\nnull: null\narray: [10, 20, 30]\n\
                duplicates:\n- 1\n- a: 1\n- &same {a: 1}\nobject: {nested: value}\n";
    let mut tree = Tree::new();
    let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
    assert_conformance::<Tape>(&records.next_record().expect("a record").expect("the document is YAML").value);
    assert!(records.next_record().is_none());
}
