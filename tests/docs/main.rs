//! Every example of the guide, of the page on linked data and of the language reference is tried, and every command of the
//! README.
//!
//! A fenced block begins with three backquotes and says what it is:
//!
//! | after the backquotes | the block |
//! |---|---|
//! | `accord` | is a whole rule file |
//! | `accord loose` | is a whole rule file that the formatter would lay out anew |
//! | `accord rule` | is one or more blocks of a rule file, without its first line |
//! | `accord expression NAME in LIST` | has an expression in each line, in which NAME goes through LIST |
//! | `accord refused CODE`, before any of these | is refused, first of all with this code |
//! | `console` | is what one sees: `$ accordance …`, and below it what the command writes: its results, then the rest; other commands are not run |
//! | `yaml`, `text`, … | is not tried |
//!
//! `<!-- file: NAME -->` in the line above a block says that the block is written to that file, in a folder of
//! the page, before the commands that follow; `<!-- file is: NAME -->`, that the file holds the block already.
//!
//! With the environment variable `UPDATE_DOCS`, the output of commands is written into the pages. Read it before you
//! commit it.
//!
//! A block that is not refused is parsed and checked against the canonical schemas without a mistake, is in the layout
//! of the formatter, and its examples are run.
#![allow(clippy::expect_used, clippy::panic)]

mod accord;
mod arrows;
mod console;
mod page;

use page::{Page, pages};

#[test]
fn what_the_pages_show_is_a_rule_file_and_in_the_layout() {
    let environment = accord::Canonical::new();
    let mut wrong = Vec::new();
    for page in pages() {
        for block in &page.blocks {
            if let Err(reason) = accord::hold(block, &environment) {
                wrong.push(format!("{}:{}\n{}\n{reason}\n", page.name, block.line, block.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn commands_write_what_the_pages_show() {
    let pages = pages().into_iter().filter(|page| ["guide.md", "linked-data.md"].contains(&&*page.name));
    for page in pages.chain([page::readme()]) {
        let (wrong, right) = console::run(&page);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            page.write(&right);
        } else {
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}

#[test]
fn each_link_leads_to_a_page_and_each_page_is_linked() {
    let pages = pages();
    for page in &pages {
        for target in page.links() {
            assert!(page.leads(&target), "{}: {target} leads nowhere", page.name);
        }
    }
    let index = pages.iter().find(|page| page.name == "language/README.md").expect("the index");
    let linked = index.links();
    for page in pages.iter().filter(|page| page.name.starts_with("language/")) {
        let own = page.name.trim_start_matches("language/");
        assert!(own == "README.md" || linked.iter().any(|link| link == own), "the index does not link {own}");
    }
}

#[test]
fn crates_depend_on_each_other_as_the_pages_say() {
    for page in ["CONTRIBUTING.md", "docs/architecture.md"] {
        assert_eq!(arrows::drawn(page), arrows::real(), "{page}");
        assert_eq!(arrows::listed(page), arrows::crates(), "{page}");
    }
}

#[test]
fn the_readme_counts_the_rules_that_are_built_in_and_names_the_crates() {
    let readme = std::fs::read_to_string(accordance_tests::workspace().join("README.md")).expect("the README");
    let count = |keyword: &str| {
        let lines = accordance_canon::RULES.iter().flat_map(|(_, text)| text.lines());
        lines.filter(|line| line.starts_with(keyword)).count()
    };
    let built_in = format!("{} rules and {} matrices are built in", count("rule "), count("matrix "));
    assert!(readme.contains(&built_in), "{built_in}");
    for name in arrows::crates().iter().filter(|name| *name != "cli") {
        assert!(readme.contains(&format!("`accordance-{name}`")), "the README does not name {name}");
    }
}

#[test]
fn the_reference_names_every_function_keyword_and_aggregate() {
    let text: String = pages().iter().map(Page::whole).collect();
    let functions = accordance_rules::Function::ALL.iter().map(|function| function.word());
    let clauses = [
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
        "import",
        "param",
        "define",
        "rule",
        "matrix",
        "test",
        "waive",
        "count",
        "sum",
        "min",
        "max",
        "average",
        "distinct",
        "list",
        "chain",
        "every",
        "some",
        "no",
        "implies",
        "otherwise",
        "as_of",
    ];
    for word in functions.chain(clauses) {
        assert!(text.contains(&format!("`{word}")), "no page says what {word} is");
    }
}
