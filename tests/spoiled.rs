//! A misspelt name is never silently false: every name that a rule file uses, spoiled, is refused before any record is
//! read, and what is said first is the right name.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    rc::Rc,
};

use accordance_rules::{Diagnostic, Level, Sources, check};
use accordance_syntax::{Limits, Span, ast::Block, parse};
use accordance_tests::rule_files::{self, Found, Kind, Occurrences};

/// The folders of rule files that are right.
fn folders() -> Vec<PathBuf> {
    let workspace = accordance_tests::workspace();
    ["fixtures/rules", "crates/canon/rules"]
        .map(|folder| workspace.join(folder))
        .into_iter()
        .filter(|it| it.is_dir())
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let files = folder.read_dir().expect("a folder").filter_map(Result::ok);
    let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    // One of them speaks of the collections of another field.
    names.retain(|name| name.ends_with(".accord") && name != "library.accord");
    names.sort_unstable();
    names
}

#[test]
fn rule_files_that_are_right_have_no_mistake() {
    for folder in folders() {
        let Found { sources, diagnostics } = rule_files::checked(&folder, names(&folder));
        let errors = diagnostics.iter().filter(|found| found.level == Level::Error);
        assert_eq!(rule_files::shown(&sources, errors), "");
    }
}

#[test]
fn each_name_that_is_spoiled_is_refused_and_the_right_one_named() {
    let files =
        folders().into_iter().flat_map(|folder| names(&folder).into_iter().map(move |name| (folder.clone(), name)));
    let said = std::thread::scope(|scope| {
        let threads: Vec<_> = files.map(|(folder, name)| scope.spawn(move || Said::of(&folder, &name))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread ends")).collect::<Vec<_>>()
    });
    let mut tally: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for (kind, (good, all)) in said.iter().flat_map(|said| &said.tally) {
        let known = tally.entry(*kind).or_default();
        *known = (known.0 + good, known.1 + all);
    }
    let silent: Vec<&str> = said.iter().flat_map(|said| &said.silent).map(String::as_str).collect();
    let unlike: Vec<&str> = said.iter().flat_map(|said| &said.unlike).map(String::as_str).collect();
    assert!(silent.is_empty(), "these are not refused:\n{}", silent.join("\n"));
    let (good, all) = tally.values().fold((0, 0), |(good, all), (more, of)| (good + more, all + of));
    let report = format!("{good} of {all} name the right word first: {tally:?}\n{}", unlike.join("\n"));
    assert!(all > 500 && good * 100 >= all * 95, "{report}");
    // Shown by `--nocapture`.
    std::io::Write::write_all(&mut std::io::stdout(), report.as_bytes()).expect("standard output");
}

/// What is said of the words of a file, spoiled.
#[derive(Default)]
struct Said {
    /// How many of each kind are told with the right word first, of how many.
    tally: BTreeMap<Kind, (usize, usize)>,
    /// What is not refused.
    silent: Vec<String>,
    /// Where another word is named first, or none.
    unlike: Vec<String>,
}

impl Said {
    fn of(folder: &Path, name: &str) -> Self {
        let text = std::fs::read_to_string(folder.join(name)).expect("a rule file");
        let words = words(folder);
        let mut said = Self::default();
        for (number, (text, kind, span)) in occurrences(&text).into_iter().enumerate() {
            if kind == Kind::Text && !is_of_a_closed_list(folder, name, &text, span) {
                continue;
            }
            let right = span.of(&text);
            for spoiled in spoiled(right, number) {
                let (found, at) = with(folder, name, &text, span, &spoiled);
                let errors: Vec<&Diagnostic> = found.iter().filter(|found| found.level == Level::Error).collect();
                if !errors.is_empty() {
                    said.count(kind, &errors, at, &format!("{name}: {right} → {spoiled}"), right);
                } else if !words.contains(&spoiled) {
                    said.silent.push(format!("{name}: {right} → {spoiled}"));
                }
            }
        }
        said
    }

    fn count(&mut self, kind: Kind, errors: &[&Diagnostic], at: Span, shown: &str, right: &str) {
        let here = errors.iter().find(|error| error.place.span.start <= at.end && at.start <= error.place.span.end);
        let first = here.or(errors.first()).map(|error| error.label.as_str()).unwrap_or_default();
        let is_right = suggested(first) == Some(right);
        let (good, all) = self.tally.entry(kind).or_default();
        *good += usize::from(is_right);
        *all += 1;
        if !is_right {
            self.unlike.push(format!("{shown}: {first}"));
        }
    }
}

/// The words that a file uses, each in a text that holds it. Of a rule, that is the rule with what it may use, so that
/// a whole file need not be read for each of its words.
fn occurrences(text: &str) -> Vec<(Rc<str>, Kind, Span)> {
    let file = parse(text, Limits::default()).file;
    let whole: Rc<str> = text.into();
    let is_small = |block: &&Block| matches!(block, Block::Rule(_) | Block::Matrix(_));
    let rules: Vec<Span> = file.blocks.iter().filter(is_small).map(Block::span).collect();
    let is_in_a_rule = |span: &Span| rules.iter().any(|rule| rule.start <= span.start && span.end <= rule.end);
    let mut all: Vec<(Rc<str>, Kind, Span)> = Occurrences::of(&file, text)
        .found
        .into_iter()
        .filter(|(_, span)| !is_in_a_rule(span))
        .map(|(kind, span)| (Rc::clone(&whole), kind, span))
        .collect();
    let imports = file.imports.iter().map(|import| import.span);
    let shared =
        file.blocks.iter().filter(|block| matches!(block, Block::Param(_) | Block::Define(_))).map(Block::span);
    let head: Vec<&str> = imports.chain(shared).map(|span| span.of(text)).collect();
    let head = format!("accordance 1\n\n{}\n\n", head.join("\n\n"));
    for rule in rules {
        let small: Rc<str> = format!("{head}{}\n", rule.of(text)).into();
        let found = Occurrences::of(&parse(&small, Limits::default()).file, &small).found;
        let own = found.into_iter().filter(|(_, span)| span.start >= head.len());
        all.extend(own.map(|(kind, span)| (Rc::clone(&small), kind, span)));
    }
    all
}

/// What is wrong once a word is another, and where that word then is.
fn with(folder: &Path, name: &str, text: &str, span: Span, word: &str) -> (Vec<Diagnostic>, Span) {
    let changed = format!("{}{word}{}", &text[..span.start], &text[span.end..]);
    let read = |other: &str| {
        if other == name {
            return Ok(changed.clone().into_bytes());
        }
        std::fs::read(folder.join(other)).map_err(|error| error.to_string())
    };
    // Of a definition, the rules that use it are checked as well.
    let is_whole = std::fs::read_to_string(folder.join(name)).is_ok_and(|whole| whole == text);
    let files = if is_whole { names(folder) } else { vec![name.to_owned()] };
    let sources = Sources::load(files, &read);
    let diagnostics = check(&sources, rule_files::environment()).diagnostics;
    (diagnostics, Span::new(span.start, span.start + word.len()))
}

/// Whether a text is one of a closed list: no other may stand there.
fn is_of_a_closed_list(folder: &Path, name: &str, text: &str, span: Span) -> bool {
    let (found, at) = with(folder, name, text, span, "qqqqqqqqqq");
    found
        .iter()
        .any(|found| found.code == "E0207" && found.place.span.start <= at.start && at.end <= found.place.span.end)
}

/// A word with a letter left out, with one doubled, and with two swapped; each where it makes a difference.
fn spoiled(word: &str, number: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let at = number % letters.len().max(1);
    let mut all = Vec::new();
    if letters.len() > 1 {
        let dropped = letters.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, letter)| *letter);
        all.push(dropped.collect());
        if let Some(place) =
            (0..letters.len() - 1).map(|by| (at + by) % (letters.len() - 1)).find(|at| letters[*at] != letters[at + 1])
        {
            let mut swapped = letters.clone();
            swapped.swap(place, place + 1);
            all.push(swapped.into_iter().collect());
        }
    }
    let doubled = letters
        .iter()
        .enumerate()
        .flat_map(|(place, letter)| std::iter::repeat_n(*letter, 1 + usize::from(place == at)));
    all.push(doubled.collect());
    all.retain(|other: &String| other != word);
    all
}

/// The first name in a label.
fn suggested(label: &str) -> Option<&str> {
    let start = label.find(['`', '"'])?;
    let quote = &label[start..=start];
    let inside = &label[start + 1..];
    Some(&inside[..inside.find(quote)?])
}

/// All words of the rule files of a folder, and the names of all properties: a spoiled name may be one of them.
fn words(folder: &Path) -> BTreeSet<String> {
    let texts = names(folder).into_iter().filter_map(|name| std::fs::read_to_string(folder.join(name)).ok());
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut words: BTreeSet<String> =
        texts.flat_map(|text| text.split(|c| !is_part(c)).map(str::to_owned).collect::<Vec<_>>()).collect();
    for kind in accordance_canon::KINDS {
        properties(&accordance_canon::schema(kind.kind).expect("a schema of each kind"), &mut words);
    }
    words
}

fn properties(schema: &serde_json::Value, into: &mut BTreeSet<String>) {
    if let Some(own) = schema.get("properties").and_then(serde_json::Value::as_object) {
        into.extend(own.keys().cloned());
    }
    match schema {
        serde_json::Value::Object(all) => all.values().for_each(|below| properties(below, into)),
        serde_json::Value::Array(all) => all.iter().for_each(|below| properties(below, into)),
        _ => {}
    }
}
