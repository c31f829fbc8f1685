//! Each mistake as a reader meets it: the place in the text, one sentence, one instruction.

use std::fmt::Write as _;

use accordance_syntax::{Limits, Mistake, Span, parse};

#[test]
fn every_mistake_says_what_to_do() {
    insta::glob!("wrong/*.accord", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mistakes = parse(&text, Limits::default()).mistakes;
        assert!(!mistakes.is_empty());
        let shown: Vec<String> = mistakes.iter().map(|mistake| render(&name, &text, mistake)).collect();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(shown.join("\n"));
        });
    });
}

fn render(file: &str, text: &str, mistake: &Mistake) -> String {
    let mut out = format!("error[{}]: {}\n", mistake.code, mistake.message);
    mark(&mut out, file, text, mistake.span, '^', &mistake.label);
    for related in &mistake.related {
        mark(&mut out, file, text, related.span, '-', &related.message);
    }
    for note in &mistake.notes {
        let _ = writeln!(out, "  = {note}");
    }
    out
}

fn mark(out: &mut String, file: &str, text: &str, span: Span, sign: char, label: &str) {
    let before = &text[..span.start];
    let (line, start) = (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |at| at + 1));
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let column = text[start..span.start].chars().count();
    let length = text[span.start..span.end.clamp(span.start, end)].chars().count().max(1);
    let shown: String = text[start..end].chars().map(|c| if c.is_control() { '␛' } else { c }).collect();
    let marks = sign.to_string().repeat(length);
    let _ = writeln!(out, "  ┌─ {file}:{line}:{}", column + 1);
    let _ = writeln!(out, "{line:>3}│ {shown}\n   │ {}{marks} {label}", " ".repeat(column));
}
