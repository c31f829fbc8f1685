//! What is written of a tree is read as that tree.

use accordance_syntax::{Limits, format, parse, print};
use proptest::prelude::*;

use crate::trees::file;
use crate::without_spans::without_spans;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 2000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_tree_is_read_as_itself(file in file()) {
        let text = print(&file);
        let parsed = parse(&text, Limits::default());
        prop_assert_eq!(&parsed.mistakes, &[], "{}", text);
        prop_assert_eq!(without_spans(&parsed.file), without_spans(&file), "{}", text);
    }

    #[test]
    fn formatting_keeps_the_meaning_and_every_comment(
        file in file(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..5), 0..12),
    ) {
        let text = disturbed(&print(&file), &changes);
        let before = parse(&text, Limits::default());
        prop_assume!(before.mistakes.is_empty());
        let formatted = format(&text).unwrap();
        let after = parse(&formatted, Limits::default());
        prop_assert_eq!(&after.mistakes, &[], "{}", formatted);
        prop_assert_eq!(without_spans(&before.file.blocks), without_spans(&after.file.blocks), "{}", formatted);
        prop_assert_eq!(without_spans(&before.file.imports), without_spans(&after.file.imports));
        let sorted = |file: &accordance_syntax::ast::File| {
            let mut texts: Vec<String> = file.comments.iter().map(|comment| comment.text.clone()).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(sorted(&before.file), sorted(&after.file), "{}\n---\n{}", text, formatted);
        prop_assert_eq!(format(&formatted).unwrap(), formatted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_comment_at_the_end_of_a_line_stays_there(
        file in file(),
        lines in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        let text = print(&file);
        let mut commented: Vec<String> = text.lines().map(str::to_owned).collect();
        // Where a clause or block ends with a line, and so where another one begins behind it.
        let ends: Vec<usize> = (0..commented.len()).filter(|line| ends_a_part(&commented, *line)).collect();
        prop_assume!(!ends.is_empty());
        let lines: std::collections::BTreeSet<usize> = lines.iter().map(|line| ends[line.index(ends.len())]).collect();
        for line in lines {
            commented[line] += &format!("  # remark {line}");
        }
        let commented = commented.join("\n") + "\n";
        prop_assume!(parse(&commented, Limits::default()).mistakes.is_empty());
        prop_assert_eq!(format(&commented).unwrap(), commented);
    }
}

/// Whether a clause or a block ends with a line of a text in the layout.
fn ends_a_part(lines: &[String], line: usize) -> bool {
    const CLAUSES: [&str; 23] = [
        "severity", "owner", "since", "see", "because", "for", "rows", "columns", "when", "let", "cell", "require",
        "at", "message", "fix", "example", "given", "change", "expect", "where", "until", "by", "end",
    ];
    let first = |text: &str| text.trim_start().split(' ').next().unwrap_or_default().to_owned();
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    // A parameter or definition is one part, though it may be broken into lines.
    let heading = lines[..=line].iter().rev().find(|line| !line.is_empty() && indent(line) == 0);
    let is_one = heading.is_some_and(|heading| matches!(&*first(heading), "param" | "define"));
    let begins_another = |next: &String| {
        next.is_empty() || indent(next) == 0 || indent(next) == 2 && !is_one && CLAUSES.contains(&&*first(next))
    };
    let quotes: usize = lines[..=line].iter().map(|line| line.matches("\"\"\"").count()).sum();
    !lines[line].is_empty() && quotes.is_multiple_of(2) && lines.get(line + 1).is_none_or(begins_another)
}

/// The text with comments and other spaces at some of its line ends and spaces.
fn disturbed(text: &str, changes: &[(prop::sample::Index, usize)]) -> String {
    let mut text = text.to_owned();
    for (number, (at, change)) in changes.iter().enumerate() {
        let places: Vec<usize> = text.match_indices(['\n', ' ']).map(|(at, _)| at).collect();
        let Some(at) = places.get(at.index(places.len().max(1))) else { continue };
        let with = match change {
            0 => format!(" # remark {number}\n"),
            1 => format!("\n# remark {number}\n"),
            2 => format!("\n\n  # remark {number}\n\n"),
            3 => "\r\n".to_owned(),
            _ => "\n   ".to_owned(),
        };
        text.replace_range(*at..=*at, &with);
    }
    text
}
