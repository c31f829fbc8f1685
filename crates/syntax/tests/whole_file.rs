//! The example file of the language's contract.

use accordance_syntax::ast::Block;
use accordance_syntax::{Limits, parse};

const WHOLE: &str = include_str!("files/whole.accord");

#[test]
fn the_whole_file_of_the_contract_parses() {
    let parsed = parse(WHOLE, Limits::default());
    assert_eq!(parsed.mistakes, []);
    assert_eq!(parsed.file.imports.len(), 1);
    let rules = parsed.file.blocks.iter().filter(|block| matches!(block, Block::Rule(_))).count();
    assert_eq!((parsed.file.blocks.len(), rules), (10, 5));
}

#[test]
fn the_whole_file_of_the_contract_stands_in_the_layout() {
    let formatted = accordance_syntax::format(WHOLE).unwrap();
    for (line, (is, should)) in formatted.lines().zip(WHOLE.lines()).enumerate() {
        assert_eq!(is, should, "line {}", line + 1);
    }
    assert_eq!(formatted, WHOLE);
}
