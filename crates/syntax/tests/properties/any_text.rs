//! Any text is read or refused: no panic, every place within the text.

use accordance_syntax::{Limits, Parsed, parse};
use proptest::prelude::*;

use crate::without_spans::spans;

const WORDS: [&str; 114] = [
    "accordance 1\n",
    "rule",
    "matrix",
    "test",
    "waive",
    "param",
    "define",
    "import",
    "end\n",
    "severity",
    "owner",
    "since",
    "see",
    "because",
    "for",
    "when",
    "let",
    "require",
    "at",
    "message",
    "fix",
    "example",
    "rows",
    "columns",
    "cell",
    "given",
    "change",
    "expect",
    "where",
    "until",
    "by",
    "and",
    "or",
    "not",
    "implies",
    "in",
    "is",
    "matches",
    "contains",
    "every",
    "some",
    "no",
    "has",
    "if",
    "then",
    "else",
    "otherwise",
    "true",
    "false",
    "null",
    "present",
    "missing",
    "empty",
    "starts with",
    "ends",
    "count(",
    "sum(",
    "list(",
    "replace(",
    "chain(",
    "passes",
    "fails",
    "skipped",
    "error",
    "fr",
    "goal",
    "goals",
    "goal.title",
    "a-b",
    "x",
    "12",
    "-3",
    "3.5",
    "007",
    "2023-07-03",
    "2023-7-3",
    "2023-07-03T09:30:00Z",
    "90 days",
    "1 day",
    "\"text\"",
    "\"{goal.id} {x\"",
    "\"{{\"",
    "\"\"\"",
    "\"",
    "'",
    "“",
    "/a/",
    "/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    ":",
    "=",
    "==",
    "!=",
    "<",
    ">=",
    "+",
    "*",
    "`a b`",
    "`",
    "count(x in ",
    "every x in y has (",
    "\\\"\"\"\nend\n",
    "«",
    "# comment\n",
    "\n",
    "\r\n",
    "\u{202e}",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = (0..WORDS.len(), prop::sample::select(vec![" ", "", "\n", "\n  "]));
    prop::collection::vec(piece, 0..80)
        .prop_map(|pieces| pieces.iter().flat_map(|(word, space)| [WORDS[*word], *space]).collect())
}

fn holds(text: &str) {
    let Parsed { file, mistakes } = parse(text, Limits::default());
    for (start, end) in spans(&file).into_iter().chain(spans(&mistakes)) {
        assert!(start <= end && text.get(start..end).is_some(), "{start}..{end} of {text:?}");
    }
    assert!(mistakes.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
    for comment in &file.comments {
        assert_eq!(&text[comment.span.range()], comment.text);
    }
    if mistakes.is_empty() {
        let formatted = accordance_syntax::format(text).expect("no mistakes");
        assert_eq!(accordance_syntax::format(&formatted).as_ref(), Ok(&formatted));
    } else {
        assert!(accordance_syntax::format(text).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_characters_have_an_answer(text in "\\PC*|(?s).*") {
        holds(&text);
    }

    #[test]
    fn any_words_of_the_language_have_an_answer(text in soup()) {
        holds(&text);
        holds(&format!("accordance 1\nrule a \"A\"\nfor x in y\nrequire {text}\nmessage \"m\"\nend\n"));
    }

    #[test]
    fn words_that_are_repeated_without_end_have_an_answer(
        words in prop::collection::vec((0..WORDS.len(), prop::sample::select(vec![" ", "", "\n"])), 1..4),
        start in prop::sample::select(vec!["", "accordance 1\n", "accordance 1\nrule a \"A\"\nfor x in y\nrequire "]),
    ) {
        let piece: String = words.iter().flat_map(|(word, space)| [WORDS[*word], *space]).collect();
        let limits = Limits::default();
        let parsed = parse(&(start.to_owned() + &piece.repeat((1 << 14) / piece.len())), limits);
        prop_assert!(parsed.mistakes.len() <= limits.mistakes + 1);
    }

    #[test]
    fn a_damaged_file_has_an_answer(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..WORDS.len(), 0_usize..9), 1..5),
    ) {
        let mut text = include_str!("../files/whole.accord").to_owned();
        for (at, word, length) in cuts {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            if text.is_char_boundary(at) && text.is_char_boundary(end) {
                text.replace_range(at..end, WORDS[word]);
            }
        }
        holds(&text);
    }
}
