//! Whatever is in a rule file, the checker has an answer.

mod data;

use accordance_rules::Level;
use accordance_syntax::{Limits, ast::Block, parse};
use data::{checked_in, environment};

/// A file with a bit of everything.
const TEXT: &str = r#"accordance 1

import "shared.accord"

param limit = 3
  "How many."

define is_open(x, y) = x.status in ["noted", "carried"] and y > limit

rule a-rule "A title"
  severity error
  for      meeting in meetings, contribution in meeting.contributions
  when     contribution.note is present and is_open(contribution, 4)
  let      found = list(goal.title for goal in goals where (goal.id in contribution.goals))
  require  some it in meeting.outcomes has (it.kind = "action" implies it.owner != "")
  require  (contribution.carried_to.starts_on otherwise as_of) - as_of <= 90 days
  at       contribution.note
  message  "{contribution.id} of {meeting}: {count(found)}"
  example passes { contribution: { id: "c-1", goals: ["gpg-1"] } }
end

matrix a-matrix "A title"
  severity warning
  rows     goal in goals
  columns  edition in editions
  cell     count(link in alignments where (link.goal = goal.id))
  require  cell >= 1
  message  "{cell} of {goal.title}"
end

test "a test"
  given  goals [{ id: "gpg-1" }]
  change goals["gpg-1"].number to 4
  expect a-rule fails at goals["gpg-1"].number
end

waive a-matrix
  where    goal.id = "gpg-1" and edition.id = "e"
  until    2024-06-30
  because  "A reason."
  by       "EDPP"
end
"#;

/// Where words and signs start and end.
fn tokens() -> Vec<(usize, usize)> {
    let kind = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            1
        } else if c.is_whitespace() {
            0
        } else {
            2
        }
    };
    let mut all: Vec<(usize, usize)> = Vec::new();
    let mut before = 0;
    for (at, c) in TEXT.char_indices() {
        match all.last_mut() {
            Some(last) if kind(c) == before && before != 2 => last.1 = at + c.len_utf8(),
            _ => all.push((at, at + c.len_utf8())),
        }
        before = kind(c);
    }
    all
}

#[test]
fn the_file_is_right_as_it_stands() {
    let checked = checked_in(&environment(), TEXT);
    assert!(!checked.has_errors(), "{:#?}", checked.diagnostics);
    assert_eq!((checked.program.rules.len(), checked.program.tests.len(), checked.program.waivers.len()), (2, 1, 1));
}

#[test]
fn a_file_without_one_of_its_words_is_checked_and_what_cannot_be_used_is_told() {
    let environment = environment();
    for (start, end) in tokens() {
        let text = format!("{}{}", &TEXT[..start], &TEXT[end..]);
        is_told(&environment, &text);
    }
}

#[test]
fn a_file_with_one_of_its_words_twice_or_cut_off_there_is_checked() {
    let environment = environment();
    for (start, end) in tokens() {
        is_told(&environment, &format!("{} {}", &TEXT[..end], &TEXT[start..]));
        is_told(&environment, &TEXT[..end]);
    }
}

#[test]
fn a_file_in_which_two_words_have_changed_places_is_checked() {
    let environment = environment();
    let tokens = tokens();
    for pair in tokens.windows(3) {
        let [(a, b), _, (c, d)] = pair else { continue };
        let text = format!("{}{}{}{}{}", &TEXT[..*a], &TEXT[*c..*d], &TEXT[*b..*c], &TEXT[*a..*b], &TEXT[*d..]);
        is_told(&environment, &text);
    }
}

/// A rule that cannot be used is never left out without a word.
fn is_told(environment: &accordance_rules::Environment, text: &str) {
    let checked = checked_in(environment, text);
    let errors = checked.diagnostics.iter().filter(|found| found.level == Level::Error).count();
    assert!(checked.unusable.is_empty() || errors > 0, "{:?} without an error:\n{text}", checked.unusable);
    let blocks = parse(text, Limits::default()).file.blocks;
    let run = blocks.iter().filter(|block| !matches!(block, Block::Param(_) | Block::Define(_))).count();
    let program = &checked.program;
    let usable = program.rules.len() + program.tests.len() + program.waivers.len();
    assert!(usable == run || errors > 0, "{usable} of {run} can be used, without an error:\n{text}");
    for found in &checked.diagnostics {
        let source = &found.place.span;
        assert!(source.start <= source.end && source.end <= text.len() + "accordance 1\n".len());
        assert!(!found.message.is_empty() && !found.label.is_empty());
    }
}
