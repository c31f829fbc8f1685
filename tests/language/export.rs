//! The suite as JSON, for engines that read no Markdown.

use serde_json::{Map, Value, json};

use crate::case::{Case, Check, Data, Expected, Page};

/// The whole suite, a line for each data set and case.
pub(crate) fn json(pages: &[Page]) -> String {
    let comment = "Made from the pages beside it: WRITE_SUITE=1 cargo test -p accordance-tests --test language";
    let pages: Vec<String> = pages.iter().map(page).collect();
    format!("{{\n\"$comment\": {},\n\"language\": 1,\n\"pages\": [\n{}\n]\n}}\n", json!(comment), pages.join(",\n"))
}

fn page(page: &Page) -> String {
    let data: Vec<String> = page.data.iter().map(|set| data(set).to_string()).collect();
    let cases: Vec<String> = page.cases.iter().map(|each| case(each).to_string()).collect();
    format!(
        "{{\"page\": {}, \"title\": {},\n\"data\": [\n{}\n],\n\"cases\": [\n{}\n]}}",
        json!(page.name),
        json!(page.title),
        data.join(",\n"),
        cases.join(",\n")
    )
}

fn data(data: &Data) -> Value {
    json!({ "as_of": data.as_of, "schemas": data.schemas, "records": data.records })
}

fn case(case: &Case) -> Value {
    let mut members = Map::new();
    members.insert("section".to_owned(), case.section.as_str().into());
    members.insert("title".to_owned(), case.title.as_str().into());
    members.insert("data".to_owned(), case.data.into());
    members.insert("rules".to_owned(), case.rules.as_str().into());
    match &case.expected {
        Expected::Outcomes(checks) => {
            members.insert("outcomes".to_owned(), checks.iter().map(check).collect());
        }
        Expected::Refused(codes) => {
            members.insert("refused".to_owned(), codes.as_slice().into());
        }
    }
    Value::Object(members)
}

fn check(check: &Check) -> Value {
    json!({
        "rule": check.rule,
        "requirement": check.requirement,
        "place": check.place,
        "outcome": check.outcome.words(),
    })
}
