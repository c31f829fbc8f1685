//! The file, its blocks and their clauses.

use super::comments::{Attached, Clause};
use super::data::{data, list, record_that_fits};
use super::expression::{bindings, expression};
use super::texts::{quoted, template, text};
use super::{Printer, field, last_column, new_line, width};
use crate::Span;
use crate::ast::{
    Block, Change, Comment, Data, DataKind, Date, Define, Expect, Expected, Given, Import, Matrix, Param, Place, Rule,
    RuleBody, Step, Test, Waiver,
};

/// Where what a clause of a rule says starts.
const RULE_COLUMN: usize = 11;
/// Where what a clause of a test says starts.
const TEST_COLUMN: usize = 9;

impl<'a> Printer<'a> {
    pub(super) fn file(&mut self, file: &'a crate::ast::File) {
        if let Some(version) = &file.version {
            let span = Span::new(version.span.start, version.span.end);
            let attached = self.comments.take(span, span.start, &[]);
            self.above(&attached.above, 0);
            self.out.push_str(&format!("accordance {}", version.value));
            self.end_line(attached.heading.or(attached.after));
        }
        for (at, import) in file.imports.iter().enumerate() {
            self.import(import, at == 0);
        }
        for block in &file.blocks {
            self.block(block);
        }
        let rest = self.comments.rest();
        if !rest.is_empty() {
            self.blank_line();
            self.above(&rest.iter().collect::<Vec<_>>(), 0);
            // An empty line stands between comments and what follows them.
            let length = self.out.trim_end_matches('\n').len() + 1;
            self.out.truncate(length);
        }
    }

    fn import(&mut self, import: &Import, first: bool) {
        let attached = self.comments.take(import.span, import.span.end, &[]);
        if first || !attached.above.is_empty() {
            self.blank_line();
        }
        self.above(&attached.above, 0);
        self.out.push_str("import ");
        self.out.push_str(&quoted(&import.path.value));
        self.end_line(attached.after);
    }

    fn block(&mut self, block: &Block) {
        self.blank_line();
        match block {
            Block::Param(it) => self.param(it),
            Block::Define(it) => self.define(it),
            Block::Rule(it) => self.rule(it),
            Block::Matrix(it) => self.matrix(it),
            Block::Test(it) => self.test(it),
            Block::Waiver(it) => self.waiver(it),
        }
    }

    fn param(&mut self, param: &Param) {
        let attached = self.comments.take(param.span, param.span.end, &[]);
        self.above(&attached.above, 0);
        let head = format!("param {} = ", param.name.text);
        self.out.push_str(&head);
        if let Some(value) = &param.value {
            self.out.push_str(&expression(value, width(&head), 0));
        }
        if let Some(description) = &param.description {
            self.out.push_str(&new_line(2));
            self.out.push_str(&text(description, 2));
        }
        self.end_line(attached.after);
    }

    fn define(&mut self, define: &Define) {
        let attached = self.comments.take(define.span, define.span.end, &[]);
        self.above(&attached.above, 0);
        let arguments: Vec<&str> = define.arguments.iter().map(|argument| argument.text.as_str()).collect();
        self.out.push_str(&format!("define {}({}) =", define.name.text, arguments.join(", ")));
        if let Some(value) = &define.value {
            self.out.push_str(&new_line(2));
            self.out.push_str(&expression(value, 2, 0));
        }
        self.end_line(attached.after);
    }

    fn rule(&mut self, rule: &Rule) {
        let body = &rule.body;
        let mut clauses = Lines::new(&body.clauses, RULE_COLUMN);
        clauses.metadata(body);
        if let Some(first) = rule.bindings.first() {
            clauses.push("for", first.name.span, bindings(&rule.bindings, RULE_COLUMN));
        }
        clauses.conditions(body);
        clauses.requirements(body);
        self.rule_like("rule", body, rule.span, clauses);
    }

    fn matrix(&mut self, matrix: &Matrix) {
        let body = &matrix.body;
        let mut clauses = Lines::new(&body.clauses, RULE_COLUMN);
        clauses.metadata(body);
        for (keyword, binding) in [("rows", &matrix.rows), ("columns", &matrix.columns)] {
            if let Some(binding) = binding {
                clauses.push(keyword, binding.name.span, bindings(std::slice::from_ref(binding), RULE_COLUMN));
            }
        }
        clauses.conditions(body);
        if let Some(cell) = &matrix.cell {
            clauses.push("cell", cell.span, expression(cell, RULE_COLUMN, 0));
        }
        clauses.requirements(body);
        self.rule_like("matrix", body, matrix.span, clauses);
    }

    fn rule_like(&mut self, keyword: &str, body: &RuleBody, span: Span, clauses: Lines<'_>) {
        let mut heading = format!("{keyword} {}", body.name.text);
        let mut heading_end = body.name.span.end;
        if let Some(title) = &body.title {
            heading.push(' ');
            heading.push_str(&quoted(&title.value));
            heading_end = title.span.end;
        }
        self.lines(&heading, heading_end, span, clauses);
    }

    fn waiver(&mut self, waiver: &Waiver) {
        let mut clauses = Lines::new(&waiver.clauses, RULE_COLUMN);
        if let Some(condition) = &waiver.condition {
            clauses.push("where", condition.span, expression(condition, RULE_COLUMN, 0));
        }
        if let Some(until) = &waiver.until {
            clauses.push("until", until.span, date(until.value));
        }
        if let Some(because) = &waiver.because {
            clauses.push("because", because.span, text(because, RULE_COLUMN));
        }
        if let Some(by) = &waiver.by {
            clauses.push("by", by.span, quoted(&by.value));
        }
        self.lines(&format!("waive {}", waiver.rule.text), waiver.rule.span.end, waiver.span, clauses);
    }

    fn test(&mut self, test: &Test) {
        let mut clauses = Lines::new(&test.clauses, TEST_COLUMN);
        for given in &test.given {
            match given {
                Given::Files { paths, span } => clauses.push("given", *span, files(paths)),
                Given::Records { collection, records, span } => {
                    let said = format!("{} {}", collection.text, records_at(records, TEST_COLUMN, &collection.text));
                    clauses.push("given", *span, said);
                }
            }
        }
        for Change { place, to, span } in &test.changes {
            let head = format!("{} to ", place_text(place));
            let value = data(to, TEST_COLUMN + width(&head));
            let value = if value.contains('\n') { data(to, 2) } else { value };
            clauses.push("change", *span, head + &value);
        }
        for expect in &test.expects {
            clauses.push("expect", expect.span, expected(expect));
        }
        self.lines(&format!("test {}", quoted(&test.title.value)), test.title.span.end, test.span, clauses);
    }

    /// A block with its clauses and comments, up to `end`.
    fn lines(&mut self, heading: &str, heading_end: usize, span: Span, clauses: Lines<'_>) {
        let Attached { above, heading: at_heading, clauses: attached, above_end, after } =
            self.comments.take(span, heading_end, clauses.spans);
        self.above(&above, 0);
        self.out.push_str(heading);
        self.end_line(at_heading);
        for line in clauses.written {
            let Clause { above, after } = line.clause.and_then(|at| attached.get(at)).cloned().unwrap_or_default();
            self.above(&above, 2);
            self.out.push_str("  ");
            self.out.push_str(&line.text);
            self.end_line(after);
        }
        self.above(&above_end, 2);
        self.out.push_str("end");
        self.end_line(after);
    }

    /// Comments on lines of their own; between blocks, the empty lines after them stay.
    fn above(&mut self, comments: &[&Comment], column: usize) {
        for comment in comments {
            self.out.extend(std::iter::repeat_n(' ', column));
            self.out.push_str(&comment.text);
            self.out.push('\n');
            if comment.blank_after && column == 0 && comment.own_line {
                self.out.push('\n');
            }
        }
    }

    fn end_line(&mut self, comment: Option<&Comment>) {
        if let Some(comment) = comment {
            self.out.push_str("  ");
            self.out.push_str(&comment.text);
        }
        self.out.push('\n');
    }

    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// The clauses of a block in the order in which they are written.
struct Lines<'s> {
    spans: &'s [Span],
    column: usize,
    written: Vec<Line>,
}

struct Line {
    /// Which clause of the file it is.
    clause: Option<usize>,
    text: String,
}

impl<'s> Lines<'s> {
    fn new(spans: &'s [Span], column: usize) -> Self {
        Self { spans, column, written: Vec::new() }
    }

    /// A clause whose keyword is followed by `said`, which stands in the file at `at`.
    fn push(&mut self, keyword: &str, at: Span, said: impl AsRef<str>) {
        let pad = (self.column - 3).max(width(keyword));
        self.push_line(at, format!("{keyword:pad$} {}", said.as_ref()));
    }

    fn push_line(&mut self, at: Span, text: String) {
        let clause = self.spans.partition_point(|clause| clause.end <= at.start);
        self.written.push(Line { clause: Some(clause), text });
    }

    fn metadata(&mut self, body: &RuleBody) {
        if let Some(severity) = &body.severity {
            self.push("severity", severity.span, severity.value.word());
        }
        if let Some(owner) = &body.owner {
            self.push("owner", owner.span, quoted(&owner.value));
        }
        if let Some(since) = &body.since {
            self.push("since", since.span, date(since.value));
        }
        if let Some(see) = &body.see {
            self.push("see", see.span, quoted(&see.value));
        }
        if let Some(because) = &body.because {
            self.push("because", because.span, text(because, RULE_COLUMN));
        }
    }

    fn conditions(&mut self, body: &RuleBody) {
        if let Some(when) = &body.when {
            self.push("when", when.span, expression(when, RULE_COLUMN, 0));
        }
        for each in &body.lets {
            let head = format!("{} = ", each.name.text);
            let flat = expression(&each.value, RULE_COLUMN + width(&head), 0);
            // A value that needs several lines starts below its name.
            let said = if flat.contains('\n') {
                let inner = RULE_COLUMN + 2;
                format!("{} ={}{}", each.name.text, new_line(inner), expression(&each.value, inner, 0))
            } else {
                head + &flat
            };
            self.push("let", each.span, said);
        }
    }

    fn requirements(&mut self, body: &RuleBody) {
        for require in &body.requires {
            self.push("require", require.span, expression(require, RULE_COLUMN, 0));
        }
        if let Some(at) = &body.at {
            self.push("at", at.span, expression(at, RULE_COLUMN, 0));
        }
        for message in &body.messages {
            let head = message.language.map_or_else(String::new, |language| language.value.word().to_owned());
            let said = template(&message.template, RULE_COLUMN);
            if head.is_empty() {
                self.push("message", message.span, said);
            } else {
                self.push_line(message.span, format!("message {head} {said}"));
            }
        }
        if let Some(fix) = &body.fix {
            self.push("fix", fix.span, text(fix, RULE_COLUMN));
        }
        for example in &body.examples {
            let head = format!("{:7} ", example.outcome.value.word());
            let column = 2 + width("example ") + width(&head);
            let record = record_that_fits(&example.entries, column);
            self.push_line(example.span, format!("example {head}{record}"));
        }
    }
}

fn date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn files(paths: &[crate::ast::Text]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| quoted(&path.value)).collect();
    let flat = paths.join(", ");
    if last_column(&flat, TEST_COLUMN) <= super::WIDTH {
        flat
    } else {
        paths.join(&format!(",{}", new_line(TEST_COLUMN)))
    }
}

fn records_at(records: &[Data], column: usize, collection: &str) -> String {
    let whole = Data { kind: DataKind::List(records.to_vec()), span: Span::default() };
    let flat = data(&whole, column + width(collection) + 1);
    if flat.contains('\n') { list(records, 2) } else { flat }
}

fn place_text(place: &Place) -> String {
    let mut out = place.collection.text.clone();
    for step in &place.steps {
        match step {
            Step::Field(name) => {
                out.push('.');
                out.push_str(&field(&name.text));
            }
            Step::Id(id) => out.push_str(&format!("[{}]", quoted(&id.value))),
            Step::Position(at) => out.push_str(&format!("[{}]", at.value)),
        }
    }
    out
}

fn expected(expect: &Expect) -> String {
    let outcome = match &expect.expected.value {
        Expected::Passes => "passes".to_owned(),
        Expected::Fails { at } if at.is_empty() => "fails".to_owned(),
        Expected::Fails { at } => {
            let places: Vec<String> = at.iter().map(place_text).collect();
            format!("fails at {}", places.join(", "))
        }
        Expected::DoesNotApply => "does not apply".to_owned(),
        Expected::CannotTell => "cannot tell".to_owned(),
    };
    format!("{} {outcome}", expect.rule.text)
}
