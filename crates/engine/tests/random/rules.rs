//! Rules and definitions.

use super::{
    COLLECTIONS,
    kinds::{Kind, PROJECT, STEP, TEAM},
    writer::{Variable, Writer},
};

/// The decisions of one rule, each part with a row of its own so that one can shrink without the others.
#[derive(Clone, Debug)]
pub(crate) struct RuleRows {
    pub(crate) form: Vec<u16>,
    pub(crate) when: Option<Vec<u16>>,
    pub(crate) lets: Vec<Vec<u16>>,
    pub(crate) requires: Vec<Vec<u16>>,
}

/// What each file begins with.
const HEAD: &str =
    "accordance 1\n\nparam least = 2\n\nparam share = 0.5\n\nparam span = 30 days\n\nparam day = 2024-01-31\n";

/// How many operators a clause may have.
const FUEL: usize = 14;

/// A rule file.
pub(crate) fn file(definitions: &[Vec<u16>], rules: &[RuleRows]) -> String {
    let mut text = HEAD.to_owned();
    let mut known: Vec<(String, Vec<Kind>)> = Vec::new();
    for (number, row) in definitions.iter().enumerate() {
        let name = format!("d{number}");
        let mut writer = Writer::new(row, known.clone(), FUEL / 2);
        let mut kinds = vec![Kind::Record(*writer.choices.one_of(&[PROJECT, TEAM, STEP]))];
        if writer.choices.pick(2) == 1 {
            kinds.push(writer.choices.one_of(&[Kind::Whole, Kind::Text, Kind::Date]).clone());
        }
        let arguments: Vec<String> = kinds.iter().map(|kind| writer.bind('g', kind)).collect();
        let condition = writer.condition();
        text.push_str(&format!("\ndefine {name}({}) =\n  {condition}\n", arguments.join(", ")));
        known.push((name, kinds));
    }
    for (number, rows) in rules.iter().enumerate() {
        text.push('\n');
        text.push_str(&rule(number, rows, &known));
    }
    text
}

fn rule(number: usize, rows: &RuleRows, definitions: &[(String, Vec<Kind>)]) -> String {
    let mut writer = Writer::new(&rows.form, definitions.to_vec(), FUEL);
    let is_matrix = writer.choices.once_in(8);
    let word = if is_matrix { "matrix" } else { "rule" };
    let mut text = format!("{word} r-{number} \"Rule {number}\"\n  severity error\n");
    let mut linked = None;
    if is_matrix {
        let [rows_of, columns_of] = [(); 2].map(|()| *writer.choices.one_of(&[PROJECT, TEAM, STEP]));
        let row = writer.bind('a', &Kind::Record(rows_of));
        let column = writer.bind('b', &Kind::Record(columns_of));
        text.push_str(&format!(
            "  rows     {row} in {}\n  columns  {column} in {}\n",
            COLLECTIONS[rows_of], COLLECTIONS[columns_of]
        ));
    } else {
        let mut loops = Vec::new();
        for _ in 0..[1, 1, 1, 2, 2, 2, 3, 0][writer.choices.pick(8)] {
            let (list, item) = writer.source();
            let name = writer.bind('a', &item);
            loops.push(format!("{name} in {list}"));
            linked = Some(name);
        }
        if loops.len() < 2 {
            linked = None;
        }
        if !loops.is_empty() {
            text.push_str(&format!("  for      {}\n", loops.join(", ")));
        }
    }
    if let Some(row) = &rows.when {
        writer.turn_to(row, FUEL);
        let when = when(&mut writer, linked);
        text.push_str(&format!("  when     {when}\n"));
    }
    for row in &rows.lets {
        writer.turn_to(row, FUEL);
        let name = writer.new_name('l');
        let (value, kind, may_be_missing) = let_value(&mut writer);
        text.push_str(&format!("  let      {name} = {value}\n"));
        writer.variables.push(Variable { name, kind, may_be_missing });
    }
    if is_matrix {
        text.push_str(&format!("  cell     {}\n", writer.value(&Kind::Whole)));
        writer.variables.push(Variable { name: "cell".into(), kind: Kind::Whole, may_be_missing: false });
    }
    for row in &rows.requires {
        writer.turn_to(row, FUEL * 2);
        let condition = writer.condition();
        text.push_str(&format!("  require  {condition}\n"));
    }
    text.push_str("  message  \"m\"\nend\n");
    text
}

/// A condition, perhaps one that joins the last variable with those before, and one that says what is there.
fn when(writer: &mut Writer<'_>, linked: Option<String>) -> String {
    let mut parts = Vec::new();
    if writer.choices.pick(2) == 1
        && let Some((gap, _)) = writer.gap(|_| true)
    {
        parts.push(format!("{} is present", gap.text));
        writer.know(&gap);
    }
    if writer.choices.pick(3) == 2
        && let Some((record, word)) = writer.with_variants()
    {
        parts.push(format!("{record}.kind = \"{word}\""));
        writer.narrowed.push((record, word));
    }
    if let Some(name) = linked
        && writer.choices.pick(4) != 0
    {
        parts.push(format!("({})", writer.link(&name)));
    }
    if parts.is_empty() || writer.choices.pick(2) == 1 {
        parts.push(writer.condition());
    }
    parts.join(" and ")
}

fn let_value(writer: &mut Writer<'_>) -> (String, Kind, bool) {
    let kinds = [Kind::Whole, Kind::Text, Kind::Date, Kind::Boolean, Kind::Number, Kind::Duration];
    match writer.choices.pick(5) {
        0 | 1 => {
            let kind = writer.choices.one_of(&kinds).clone();
            (writer.value(&kind), kind, false)
        }
        2 => match writer.gap(|_| true) {
            Some((gap, kind)) => (gap.text, kind, true),
            None => ("1".into(), Kind::Whole, false),
        },
        _ => {
            let (list, item) = writer.any_list();
            (list, Kind::List(Box::new(item)), false)
        }
    }
}
