//! Files that are made to wear a reader out.
//!
//! No time is asserted. A reader that goes through the rest of the file again for each of its signs takes minutes here.

use accordance_syntax::{Code, Limits, parse};

/// Half of the bytes that a file may have.
fn long(piece: &str) -> String {
    piece.repeat((1 << 19) / piece.len())
}

#[test]
fn a_line_of_quotes_and_backquotes_is_read() {
    for piece in ["`", "'", "’", "\\\"\"\"\nend\n", "/a\n"] {
        assert!(!parse(&long(piece), Limits::default()).mistakes.is_empty());
    }
}

#[test]
fn a_rule_of_many_clauses_is_read() {
    let text = format!("accordance 1\nrule r \"R\"\n{}message \"m\"\nend\n", long("require true\n"));
    assert_eq!(parse(&text, Limits::default()).mistakes, []);
}

#[test]
fn what_nests_without_end_is_refused() {
    for piece in ["(", "[", "not ", "if ", "-(", "count(x in ", "list(x for y in ", "every x in ", "a.b(", "a implies "]
    {
        let text = format!("accordance 1\nrule r \"R\"\nrequire {}", long(piece));
        for nesting in [Limits::default().nesting, u32::MAX] {
            let mistakes = parse(&text, Limits { nesting, ..Limits::default() }).mistakes;
            assert!(mistakes.iter().any(|mistake| mistake.code != Code::MissingEnd), "{piece}");
        }
    }
}
