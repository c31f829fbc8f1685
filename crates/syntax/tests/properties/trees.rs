//! Random trees, of the shapes that a text can have.

use accordance_syntax::ast::*;
use accordance_syntax::{Span, Spanned};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn nowhere<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

fn node(kind: ExprKind) -> Expr {
    Expr::new(kind, Span::default())
}

fn one_of_all<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all.to_vec())
}

fn name() -> impl Strategy<Value = Name> {
    select(vec!["a", "goal", "carried_to", "x1", "present", "passes", "day", "text", "starts", "list", "schema", "_x"])
        .prop_map(|text| Name { text: text.to_owned(), span: Span::default() })
}

fn field() -> impl Strategy<Value = Name> {
    prop_oneof![
        name(),
        select(vec!["by", "at", "end", "whenCreated", "If", "x-note", "é", "12", "a b", "in"])
            .prop_map(|text| Name { text: text.to_owned(), span: Span::default() }),
    ]
}

fn rule_name() -> impl Strategy<Value = Name> {
    select(vec!["a", "goal-has-title", "gpg-7-of-2017", "end-is-last", "rule-007", "as-of-2023-07-03", "x-2nd"])
        .prop_map(|text| Name { text: text.to_owned(), span: Span::default() })
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z {}#\"\\\\\n\t/é\u{202e}\u{0}]{0,12}", Just("as of 3 July".to_owned())]
}

fn line() -> impl Strategy<Value = Text> {
    value().prop_map(|value| Text { value, form: TextForm::Line, span: Span::default() })
}

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        line(),
        value().prop_map(|value| Text {
            value: format!("{value}\n  {value}"),
            form: TextForm::Lines,
            span: Span::default()
        }),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (0_i16..=9999, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Date { year, month, day })
}

fn literal() -> impl Strategy<Value = Literal> {
    let moment =
        (date(), 0_u8..24, 0_u8..60, 0_u8..60, prop_oneof![Just(0_u32), 0_u32..1_000_000_000], -1439_i16..1440);
    let number = prop_oneof![any::<f64>(), -1e6..1e6].prop_filter("finite", |number| number.is_finite());
    prop_oneof![
        line().prop_map(Literal::Text),
        (-i64::MAX..=i64::MAX).prop_map(Literal::Whole),
        (-20_i64..20).prop_map(Literal::Whole),
        number.prop_map(Literal::Number),
        date().prop_map(Literal::Date),
        moment.prop_map(|(date, hour, minute, second, nanosecond, offset_minutes)| {
            Literal::DateTime(DateTime { date, hour, minute, second, nanosecond, offset_minutes })
        }),
        (0_i64..400, one_of_all(DurationUnit::ALL))
            .prop_map(|(count, unit)| Literal::Duration(Duration { count, unit })),
        any::<bool>().prop_map(Literal::Boolean),
    ]
}

fn regex() -> impl Strategy<Value = Regex> {
    select(vec!["^[A-Z]", "a/b", "\\d{2}", "\\\\/", "\"{}#"])
        .prop_map(|pattern| Regex { pattern: pattern.to_owned(), span: Span::default() })
}

fn boxed(inner: impl Strategy<Value = Expr>) -> impl Strategy<Value = Box<Expr>> {
    inner.prop_map(Box::new)
}

fn paren(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Literal(Literal::Whole(number)) if number < 0 => node(ExprKind::Paren(Box::new(expr))),
        ExprKind::Literal(Literal::Number(number)) if number.is_sign_negative() => {
            node(ExprKind::Paren(Box::new(expr)))
        }
        ExprKind::Literal(_)
        | ExprKind::Name(_)
        | ExprKind::Field { .. }
        | ExprKind::Paren(_)
        | ExprKind::List(_)
        | ExprKind::Quantifier { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Chain { .. }
        | ExprKind::Call { .. } => expr,
        _ => node(ExprKind::Paren(Box::new(expr))),
    }
}

/// Any expression: operands of operators stand in brackets where they are operators themselves, but for the mixes
/// below.
pub(crate) fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal().prop_map(|value| node(ExprKind::Literal(value))),
        name().prop_map(|name| node(ExprKind::Name(name))),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let operand = inner.clone().prop_map(paren).boxed();
        let side = operand.clone().prop_map(Box::new).boxed();
        let product = (side.clone(), one_of_all(&[ArithmeticOp::Multiply, ArithmeticOp::Divide]), side.clone())
            .prop_map(|(left, op, right)| node(ExprKind::Arithmetic { left, op: nowhere(op), right }));
        let product = prop_oneof![operand.clone(), product].boxed();
        let sum =
            (boxed(product.clone()), one_of_all(&[ArithmeticOp::Add, ArithmeticOp::Subtract]), boxed(product.clone()))
                .prop_map(|(left, op, right)| node(ExprKind::Arithmetic { left, op: nowhere(op), right }));
        let sum = prop_oneof![product, sum].boxed();
        let fallback = (boxed(sum.clone()), boxed(sum.clone()))
            .prop_map(|(value, fallback)| node(ExprKind::Otherwise { value, fallback }));
        let fallback = prop_oneof![3 => sum, 1 => fallback].boxed();
        let low = boxed(fallback.clone()).boxed();
        let binding = (name(), fallback.clone()).prop_map(|(name, list)| Binding { name, list }).boxed();
        let comparison =
            prop_oneof![
                (low.clone(), one_of_all(CompareOp::ALL), low.clone())
                    .prop_map(|(left, op, right)| node(ExprKind::Compare { left, op: nowhere(op), right })),
                (low.clone(), any::<bool>(), low.clone())
                    .prop_map(|(item, negated, list)| node(ExprKind::Membership { item, negated, list })),
                (low.clone(), one_of_all(Presence::ALL))
                    .prop_map(|(value, is)| node(ExprKind::Presence { value, is: nowhere(is) })),
                (low.clone(), regex()).prop_map(|(text, regex)| node(ExprKind::Matches { text, regex })),
                (low.clone(), one_of_all(TextTest::ALL), low.clone())
                    .prop_map(|(text, test, part)| node(ExprKind::TextTest { text, test: nowhere(test), part })),
            ]
            .boxed();
        let negation =
            prop_oneof![2 => comparison.clone(), 1 => boxed(comparison).prop_map(|inner| node(ExprKind::Not(inner)))]
                .boxed();
        let logic = (one_of_all(LogicOp::ALL), prop::collection::vec(negation.clone(), 2..5))
            .prop_map(|(op, operands)| node(ExprKind::Logic { op, operands }))
            .boxed();
        let whole = boxed(inner).boxed();
        let bindings = prop::collection::vec(binding.clone(), 1..3).boxed();
        let valued = select(Aggregate::ALL.iter().copied().filter(|it| *it != Aggregate::Count).collect::<Vec<_>>());
        prop_oneof![
            negation,
            logic.clone(),
            (boxed(logic.clone()), boxed(logic)).prop_map(|(left, right)| node(ExprKind::Implies { left, right })),
            prop::collection::vec(whole.clone().prop_map(|it| *it), 0..4).prop_map(|items| node(ExprKind::List(items))),
            whole.clone().prop_map(|inner| node(ExprKind::Paren(inner))),
            (side.clone(), field()).prop_map(|(record, field)| node(ExprKind::Field { record, field })),
            side.prop_map(|inner| match inner.kind {
                ExprKind::Literal(Literal::Whole(_) | Literal::Number(_)) => *inner,
                _ => node(ExprKind::Negate(inner)),
            }),
            (one_of_all(Quantifier::ALL), binding, whole.clone()).prop_map(|(quantifier, binding, condition)| {
                node(ExprKind::Quantifier { quantifier: nowhere(quantifier), binding: Box::new(binding), condition })
            }),
            (one_of_all(Aggregate::ALL), fallback.prop_map(Box::new)).prop_map(|(aggregate, list)| {
                node(ExprKind::Aggregate { aggregate: nowhere(aggregate), over: Over::List(list) })
            }),
            (valued, whole.clone(), bindings.clone(), option::of(whole.clone())).prop_map(
                |(aggregate, value, bindings, condition)| {
                    let over = Over::Each { value: Some(value), bindings, condition };
                    node(ExprKind::Aggregate { aggregate: nowhere(aggregate), over })
                }
            ),
            (bindings, option::of(whole.clone())).prop_map(|(bindings, condition)| {
                let over = Over::Each { value: None, bindings, condition };
                node(ExprKind::Aggregate { aggregate: nowhere(Aggregate::Count), over })
            }),
            (whole.clone(), field()).prop_map(|(record, field)| node(ExprKind::Chain { record, field })),
            (select(vec!["is_open", "length", "text"]), prop::collection::vec(whole.clone(), 0..3)).prop_map(
                |(function, arguments)| {
                    let function = Name { text: function.to_owned(), span: Span::default() };
                    let arguments = arguments.into_iter().map(|argument| Argument::Value(*argument)).collect();
                    node(ExprKind::Call { function, arguments })
                }
            ),
            (whole.clone(), regex(), whole.clone()).prop_map(|(text, regex, with)| {
                let function = Name { text: "replace".to_owned(), span: Span::default() };
                let arguments = vec![Argument::Value(*text), Argument::Regex(regex), Argument::Value(*with)];
                node(ExprKind::Call { function, arguments })
            }),
            (whole.clone(), whole.clone(), whole).prop_map(|(condition, then, otherwise)| node(ExprKind::If {
                condition,
                then,
                otherwise
            })),
        ]
    })
}

fn data() -> impl Strategy<Value = Data> {
    let leaf = literal().prop_map(|value| Data { kind: DataKind::Literal(value), span: Span::default() });
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| Data { kind: DataKind::List(items), span: Span::default() }),
            entries_of(inner).prop_map(|entries| Data { kind: DataKind::Record(entries), span: Span::default() }),
        ]
    })
}

fn entries_of(value: impl Strategy<Value = Data>) -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((field(), value), 0..4).prop_map(|entries| {
        let mut kept: Vec<Entry> = Vec::new();
        for (name, value) in entries {
            if kept.iter().all(|entry| entry.name.text != name.text) {
                kept.push(Entry { name, value });
            }
        }
        kept
    })
}

fn template() -> impl Strategy<Value = Template> {
    let short = |value: &Expr| format!("{value:?}").len() < 3000;
    let piece = (value(), option::of(expression().prop_filter("short", short)));
    (prop::collection::vec(piece, 0..3), any::<bool>()).prop_map(|(pairs, over_lines)| {
        let mut pieces: Vec<Piece> = Vec::new();
        let push_text = |pieces: &mut Vec<Piece>, text: String| match pieces.last_mut() {
            Some(Piece::Text { value, .. }) => value.push_str(&text),
            _ if text.is_empty() => {}
            _ => pieces.push(Piece::Text { value: text, span: Span::default() }),
        };
        for (text, value) in pairs {
            push_text(&mut pieces, text);
            pieces.extend(value.map(Piece::Value));
        }
        let form = if over_lines {
            push_text(&mut pieces, "\nmore".to_owned());
            TextForm::Lines
        } else {
            TextForm::Line
        };
        Template { pieces, form, span: Span::default() }
    })
}

fn body() -> impl Strategy<Value = RuleBody> {
    let metadata = (
        option::of(one_of_all(Severity::ALL)),
        option::of(line()),
        option::of(date()),
        option::of(line()),
        option::of(text()),
        option::of(text()),
    );
    let conditions = (
        option::of(expression()),
        prop::collection::vec((name(), expression()), 0..3),
        prop::collection::vec(expression(), 1..3),
        option::of(expression()),
    );
    let messages = (template(), option::of((one_of_all(Language::ALL), template())));
    let examples = prop::collection::vec((one_of_all(ExampleOutcome::ALL), entries_of(data())), 0..3);
    (rule_name(), line(), metadata, conditions, messages, examples).prop_map(
        |(
            name,
            title,
            (severity, owner, since, see, because, fix),
            (when, lets, requires, at),
            (first, second),
            examples,
        )| {
            let message = |language: Option<Language>, template| Message {
                language: language.map(nowhere),
                template,
                span: Span::default(),
            };
            let mut messages = vec![message(None, first)];
            messages.extend(second.map(|(language, template)| message(Some(language), template)));
            let mut body = RuleBody::new(name, Some(title));
            body.severity = severity.map(nowhere);
            body.owner = owner;
            body.since = since.map(nowhere);
            body.see = see;
            body.because = because;
            body.when = when;
            body.lets = lets.into_iter().map(|(name, value)| Let { name, value, span: Span::default() }).collect();
            body.requires = requires;
            body.at = at;
            body.messages = messages;
            body.fix = fix;
            body.examples = examples
                .into_iter()
                .map(|(outcome, entries)| Example { outcome: nowhere(outcome), entries, span: Span::default() })
                .collect();
            body
        },
    )
}

fn list() -> impl Strategy<Value = Binding> {
    (name(), name()).prop_map(|(name, list)| Binding { name, list: node(ExprKind::Name(list)) })
}

fn place() -> impl Strategy<Value = Place> {
    let step = prop_oneof![
        field().prop_map(Step::Field),
        line().prop_map(Step::Id),
        (0_u64..1000).prop_map(|at| Step::Position(nowhere(at))),
    ];
    (name(), prop::collection::vec(step, 0..4)).prop_map(|(collection, steps)| Place {
        collection,
        steps,
        span: Span::default(),
    })
}

fn test() -> impl Strategy<Value = Test> {
    let given = prop_oneof![
        prop::collection::vec(line(), 1..4).prop_map(|paths| Given::Files { paths, span: Span::default() }),
        (name(), prop::collection::vec(data(), 0..3)).prop_map(|(collection, records)| Given::Records {
            collection,
            records,
            span: Span::default()
        }),
    ];
    let change = (place(), data()).prop_map(|(place, to)| Change { place, to, span: Span::default() });
    let expected = prop_oneof![
        Just(Expected::Passes),
        prop::collection::vec(place(), 0..3).prop_map(|at| Expected::Fails { at }),
        Just(Expected::DoesNotApply),
        Just(Expected::CannotTell),
    ];
    let expect = (rule_name(), expected).prop_map(|(rule, expected)| Expect {
        rule,
        expected: nowhere(expected),
        span: Span::default(),
    });
    let parts = (
        line(),
        prop::collection::vec(given, 1..3),
        prop::collection::vec(change, 0..3),
        prop::collection::vec(expect, 1..3),
    );
    parts.prop_map(|(title, given, changes, expects)| Test {
        title,
        given,
        changes,
        expects,
        clauses: Vec::new(),
        has_mistakes: false,
        span: Span::default(),
    })
}

fn block() -> impl Strategy<Value = Block> {
    let span = Span::default();
    prop_oneof![
        (name(), expression(), option::of(text())).prop_map(move |(name, value, description)| {
            Block::Param(Param { name, value: Some(value), description, has_mistakes: false, span })
        }),
        (name(), prop::collection::vec(name(), 1..3), expression()).prop_map(move |(name, arguments, value)| {
            Block::Define(Define { name, arguments, value: Some(value), has_mistakes: false, span })
        }),
        (prop::collection::vec(list(), 0..3), body()).prop_map(move |(bindings, body)| Block::Rule(Rule {
            bindings,
            body,
            span
        })),
        (list(), list(), expression(), body()).prop_map(move |(rows, columns, cell, body)| {
            Block::Matrix(Matrix { rows: Some(rows), columns: Some(columns), cell: Some(cell), body, span })
        }),
        test().prop_map(Block::Test),
        (rule_name(), option::of(expression()), date(), text(), line()).prop_map(
            move |(rule, condition, until, because, by)| {
                Block::Waiver(Waiver {
                    rule,
                    condition,
                    until: Some(nowhere(until)),
                    because: Some(because),
                    by: Some(by),
                    clauses: Vec::new(),
                    has_mistakes: false,
                    span,
                })
            }
        ),
    ]
}

/// A file of any blocks.
pub(crate) fn file() -> impl Strategy<Value = File> {
    let imports = prop::collection::vec(line(), 0..3);
    (imports, prop::collection::vec(block(), 0..4)).prop_map(|(imports, blocks)| File {
        version: Some(nowhere(1)),
        imports: imports.into_iter().map(|path| Import { path, span: Span::default() }).collect(),
        blocks,
        comments: Vec::new(),
        span: Span::default(),
    })
}
