//! What rules are in plain sentences. Each page is read aloud before it is accepted.

use accordance_rules::{Checked, CollectionSchema, Environment, Sentence, Sources, check, prose};

const LIBRARY: &str = include_str!("prose/library.json");

/// A snapshot without the rules that it is of: they stand in it.
macro_rules! read_aloud {
    ($page:expr $(,)?) => {
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!($page) })
    };
}

fn environment() -> Environment {
    let schemas: serde_json::Map<String, serde_json::Value> = serde_json::from_str(LIBRARY).expect("JSON");
    let mut environment = Environment::of_names(schemas.keys().map(|name| name.as_str().into()));
    for (number, (name, schema)) in schemas.iter().enumerate() {
        let address = format!("urn:{name}");
        let registry = referencing::Registry::new()
            .add(&address, schema)
            .and_then(referencing::RegistryBuilder::prepare)
            .expect("read");
        let resolver = registry.resolver(referencing::uri::from_str(&address).expect("an address"));
        let collection = CollectionSchema {
            name: name.as_str().into(),
            schema,
            resolver,
            id: Some("/id".into()),
            references: Vec::new(),
        };
        environment.read(number, &collection).expect("read");
    }
    environment
}

fn checked(text: &str, environment: &Environment) -> (Sources, Checked) {
    let sources = Sources::load(["rules.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
    let checked = check(&sources, environment);
    (sources, checked)
}

fn show(sentence: &Sentence, depth: usize, page: &mut String) {
    let end = if sentence.items.is_empty() { "" } else { ":" };
    page.push_str(&format!("{}- {}{end}\n", "  ".repeat(depth), sentence.text));
    sentence.items.iter().for_each(|item| show(item, depth + 1, page));
}

/// Every rule of a file in sentences.
fn pages(text: &str) -> String {
    let environment = environment();
    let (sources, checked) = checked(text, &environment);
    let mistakes: Vec<_> = checked.diagnostics.iter().filter(|it| it.code < "E0300").collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let mut page = String::new();
    for rule in &checked.program.rules {
        let prose = prose(rule, &checked.program, &environment, &sources, &[]);
        page.push_str(&format!("{}: {}\n{:?}\n", prose.name, prose.title, prose.rows));
        for part in &prose.parts {
            page.push_str(&format!("{}\n", part.subject.heading()));
            part.sentences.iter().for_each(|sentence| show(sentence, 1, &mut page));
        }
        page.push('\n');
    }
    page
}

/// A rule of so few words that its condition is all there is to read.
fn condition(loops: &str, condition: &str) -> String {
    let text = format!("accordance 1\n\nrule r \"R\"\n  {loops}\n  require {condition}\n  message \"m\"\nend\n");
    let environment = environment();
    let (sources, checked) = checked(&text, &environment);
    let mistakes: Vec<_> = checked.diagnostics.iter().filter(|it| it.code < "E0300").collect();
    assert!(mistakes.is_empty(), "{condition}\n{mistakes:#?}");
    let rule = checked.program.rules.first().expect("a rule");
    let prose = prose(rule, &checked.program, &environment, &sources, &[]);
    let mut page = format!("{condition}\n");
    for part in &prose.parts {
        let from = match part.subject {
            accordance_rules::Subject::Required => "",
            accordance_rules::Subject::Notes => "    ",
            _ => continue,
        };
        for sentence in &part.sentences {
            // What an empty collection means for the loop itself is on every page.
            if sentence.text.starts_with("where the data has no") && sentence.text.ends_with("the rule applies nowhere")
            {
                continue;
            }
            let mut shown = String::new();
            show(sentence, 1, &mut shown);
            shown.lines().for_each(|line| page.push_str(&format!("{from}{line}\n")));
        }
    }
    page + "\n"
}

fn conditions(loops: &str, all: &[&str]) -> String {
    all.iter().map(|each| condition(loops, each)).collect()
}

#[test]
fn whole_rules() {
    read_aloud!(pages(include_str!("prose/rules.accord")));
}

#[test]
fn comparisons_and_words() {
    read_aloud!(conditions(
        "for loan in loans",
        &[
            "loan.status = \"open\"",
            "loan.status != \"lost\"",
            "not loan.status = \"open\"",
            "loan.status in [\"open\", \"extended\"]",
            "loan.status not in [\"lost\"]",
            "loan.status not in [\"lost\", \"returned\"]",
            "loan.status not in [\"lost\", \"returned\", \"open\"]",
            "loan.lent_on < loan.due_on",
            "not loan.lent_on < loan.due_on",
            "loan.lent_on <= as_of",
            "loan.due_on > 2023-07-03",
            "loan.due_on >= loan.lent_on + 1 month",
            "loan.due_on - loan.lent_on <= 28 days",
            "loan.lent_on - 2 weeks < loan.due_on",
            "loan.seen_at >= 2023-07-03T09:30:00Z",
            "loan.fee is present and loan.fee >= 0",
            "loan.fee is missing or loan.fee < 2.5",
            "loan.id matches /^l-[0-9]+$/",
            "not loan.id matches /x/",
            "loan.id starts with \"l-\" and not loan.id ends with \"0\"",
            "loan.id contains \"-\"",
            "loan.id < \"m\"",
            "loan.items is not empty",
            "loan.items is empty",
            "loan.returned_to is present",
            "loan.returned_to is missing or loan.returned_to.is_open",
            "loan.reader.branch.name.en is present",
            "loan.payment.kind = \"cash\" implies loan.payment.sum > 0",
            "loan.status = \"returned\" and (loan.fee is present or loan.returned_to is present) implies loan.due_on < as_of",
            "not (loan.status = \"open\" implies loan.due_on < as_of)",
            "not (loan.status = \"open\" and loan.due_on < as_of)",
            "not (loan.status = \"open\" or loan.due_on < as_of)",
            "if loan.status = \"lost\" then loan.fee is present else loan.items is not empty",
            "loan.returned_to.is_open otherwise false",
            "(loan.fee otherwise 0) < 10",
            "count(loan.remarks otherwise []) < 2",
            "(if loan.status = \"lost\" then 1 else 2) = 2",
            "-(loan.fee otherwise 0) * 2 + 1 <= 10 / count(loan.items)",
            "10 - (count(loan.items) - 1) > 10 / (count(loan.items) / 2)",
            "-(count(loan.items) + 1) < -count(loan.items) + 1",
            "abs(count(loan.items) - 4) <= count(loan.items) - abs(4)",
            "max([count(loan.items), 2]) - 1 < max([count(loan.items), 2 - 1])",
            "upper(join([loan.id, loan.status], \"\")) != join([loan.id, upper(loan.status)], \"\")",
            "average(item.days + 1 for item in loan.items) < 3",
            "(loan.status = \"lost\" implies loan.fee is present) implies loan.items is not empty",
            "true",
        ]
    ));
}

#[test]
fn lists_and_what_an_empty_one_means() {
    read_aloud!(conditions(
        "for loan in loans",
        &[
            "every item in loan.items has (item.days > 0)",
            "some item in loan.items has (item.days > 0 and item.book.shelf = \"law\")",
            "no item in loan.items has (item.note is present)",
            "not every item in loan.items has (item.days > 0)",
            "not some it_is in loan.items has (it_is.days > 0)",
            "some other in loans has (other.id != loan.id and other.reader = loan.reader)",
            "every item in loan.items has (some author in item.book.authors has (author is not empty))",
            "count(loan.items) > 0",
            "count(item in loan.items where (item.days > 7 and item.book.shelf = \"law\")) <= 3",
            "count(item in loan.items where (every other in loan.items has (other.days <= item.days))) = 1",
            "sum(item.days for item in loan.items) <= 100",
            "min(loan.items.days) >= 1",
            "max(item.days for item in loan.items where (item.note is present)) < 30",
            "average(loan.items.days) < 14",
            "max(loans.lent_on) <= as_of",
            "loan.reader.id in loans.reader.id",
            "loan.items.note is not empty",
            "count(distinct(loan.items.book)) = count(loan.items)",
            "is_distinct(loan.items.book.id)",
            "not is_distinct(loan.items.days)",
            "\"law\" in list(item.book.shelf for item in loan.items where (item.days > 3))",
            "count(item in loan.items, author in item.book.authors where (author = \"Anonymous\")) = 0",
            "first(loan.items.days) <= last(loan.items.days)",
            "count(chain(loan.reader.branch, parent)) < 5",
            "overlap(loan.items.book.shelf, [\"law\"]) is empty",
            "difference(loan.items.days, [7, 14]) is empty",
            "loans.due_on is not empty",
            "loan.items.days = [7, 14]",
        ]
    ));
}

#[test]
fn functions_and_what_cannot_be_told() {
    read_aloud!(conditions(
        "for book in books",
        &[
            "length(book.title) > 2",
            "length(book.authors) > 2",
            "lower(trim(book.title)) != upper(book.title)",
            "\"the\" in words(book.title)",
            "count(split(book.title, \": \")) = 2",
            "join(book.authors, \", \") != \"\"",
            "join([book.id, \"-\", book.title], \"\") != \"\"",
            "replace(book.title, /[0-9]/, \"\") is not empty",
            "book.published_on is present and year(book.published_on) = book.year",
            "book.published_on is present and weekday(book.published_on) != \"Sunday\"",
            "number(book.id) > 0",
            "date(book.id) < as_of",
            "date(book.id, \"%d %B %Y\") < as_of",
            "text(book.year) != text(book.id)",
            "abs(round(book.year / 3)) > 1",
            "book.remark = 3",
            "book.remark.colour = \"red\"",
            "book.succeeds is present and book.succeeds.title != book.title",
            "book.succeeds is present and book.succeeds.authors is not empty",
            "(book.subtitle otherwise book.title) is not empty",
        ]
    ));
}

#[test]
fn definitions_that_use_others_are_each_explained_once() {
    let mut text = "accordance 1\n\ndefine d_0(x) = x.year > 0\n".to_owned();
    for number in 1..40 {
        text.push_str(&format!("define d_{number}(x) = not d_{}(x)\n", number - 1));
    }
    text.push_str("rule r \"R\"\n  for book in books\n  require d_39(book)\n  message \"m\"\nend\n");
    let page = pages(&text);
    assert!(page.contains("`d_39` holds of the book") && page.contains("`d_0` holds of the book where the year of"));
}

#[test]
fn a_rule_that_is_too_deep_is_a_mistake_and_no_crash() {
    let mut text = "accordance 1\n\ndefine d_0(x) = x.year > 0\n".to_owned();
    for number in 1..5000 {
        text.push_str(&format!("define d_{number}(x) = not d_{}(x)\n", number - 1));
    }
    text.push_str("rule r \"R\"\n  for book in books\n  require d_4999(book)\n  message \"m\"\nend\n");
    let (_, checked) = checked(&text, &environment());
    assert!(checked.diagnostics.iter().any(|diagnostic| diagnostic.code == "E0227"));
    assert_eq!(checked.unusable, ["r"]);
}
