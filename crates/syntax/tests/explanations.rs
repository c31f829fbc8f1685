//! The table of codes against the parser.

use accordance_syntax::{Code, EXPLANATIONS, Limits, WrongAndRight, parse};

/// A whole file around a file, a block, or clauses.
fn whole(example: &str) -> String {
    let first = example.split_whitespace().next().unwrap_or_default();
    match first {
        "accordance" => example.to_owned(),
        "rule" => example.to_owned(),
        "waive" => format!("accordance 1\n\n{example}\n"),
        _ => {
            let line =
                |keyword: &str, line: &str| if example.contains(keyword) { String::new() } else { format!("{line}\n") };
            format!(
                "accordance 1\n\nrule a \"A\"\n{}{example}\n{}{}end\n",
                line("for ", "for goal in goals"),
                if first == "requre" { String::new() } else { line("require", "require goal.id is present") },
                line("message", "message \"m\""),
            )
        }
    }
}

#[test]
fn each_wrong_example_has_its_mistake_and_each_right_one_none() {
    for explanation in EXPLANATIONS {
        let Some(WrongAndRight { wrong, right }) = explanation.example else { continue };
        let mistakes = parse(&whole(wrong), Limits::default()).mistakes;
        assert!(mistakes.iter().any(|mistake| mistake.code == explanation.code), "{}: {mistakes:#?}", explanation.code);
        let mistakes = parse(&whole(right), Limits::default()).mistakes;
        assert_eq!(mistakes, [], "{}: {}", explanation.code, whole(right));
    }
}

#[test]
fn codes_are_explained_once_each_in_order() {
    assert!(EXPLANATIONS.windows(2).all(|pair| pair[0].code.as_str() < pair[1].code.as_str()));
    assert_eq!(EXPLANATIONS.len(), 31);
    assert_eq!(Code::Expected.explanation().unwrap().code, Code::Expected);
    assert_eq!(Code::TooMany.explanation().unwrap().code, Code::TooMany);
}

#[test]
fn the_table_reads_well() {
    let mut page = String::new();
    for explanation in EXPLANATIONS {
        page += &format!("{}: {}\n{}\n", explanation.code, explanation.title, explanation.meaning);
        if let Some(WrongAndRight { wrong, right }) = explanation.example {
            page += &format!("wrong:\n{wrong}\nright:\n{right}\n");
        }
        page += "\n";
    }
    insta::assert_snapshot!(page);
}
