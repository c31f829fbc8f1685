//! A name that is nearly the word of a clause may begin a line where something must follow.

use accordance_syntax::{Limits, parse};

fn is_read(text: &str) {
    let parsed = parse(text, Limits::default());
    assert_eq!(parsed.mistakes, [], "{text}");
}

#[test]
fn after_a_comma() {
    is_read("accordance 1\nrule r \"R\"\nfor fox in goals,\n  a1 in goals\nrequire true\nmessage \"m\"\nend\n");
}

#[test]
fn after_a_bracket() {
    is_read("accordance 1\nrule r \"R\"\nrequire (\n  fin is present\n)\nmessage \"m\"\nend\n");
    is_read("accordance 1\nrule r \"R\"\nrequire count(\n  a1 in goals\n) > 1\nmessage \"m\"\nend\n");
}

#[test]
fn after_the_sign_of_a_definition() {
    is_read("accordance 1\ndefine is_done(ent) =\n  ent is present\n");
}

#[test]
fn words_of_comparisons_and_units_are_names_where_a_name_may_stand() {
    is_read(
        "accordance 1\nrule r \"R\"\nfor x in xs\nlet least = x.least\nrequire x.size > 3 at least message \"m\"\nend rule\ns \"S\"\n\
         require (3 - - 2 < 9)\n  and before < after and a -\n  --month > one and count > half and july < 3\nmessage \"m\"\nend\n",
    );
    is_read(
        "accordance 1\nrule r \"R\"\nfor each in xs, all_of in each.list\nrequire each\n--each.size > 0\nmessage \"m\"\nend\n",
    );
}

#[test]
fn a_field_in_the_next_line_may_be_called_like_a_clause() {
    is_read(
        "accordance 1\nrule r \"R\"\nfor x in xs\nrequire x.a = 1 or x.\nowner is present or (x.\nby = 3) or not x.\nend in [2] \
         or x.\nmessage contains \"{\" or x.\nmessage.\nfix\nmessage \"m\"\nend\ndefine f(x) = x.\nrule = 1\n",
    );
}
