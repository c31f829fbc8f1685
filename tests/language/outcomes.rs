//! A block of outcomes: a line for each check.

use std::collections::BTreeMap;

use accordance_syntax::{Limits, ast::Block, parse};

use crate::case::{Check, Outcome};

/// Reads the lines of a block. Where a line names no variable, its pointer is that of the innermost one of `for`.
///
/// # Errors
/// What is wrong with a line.
pub(crate) fn read(block: &str, rules: &str) -> Result<Vec<Check>, String> {
    let innermost = innermost_variables(rules)?;
    let mut checks = Vec::new();
    let mut silent = Vec::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let (left, outcome) = line.rsplit_once(": ").ok_or_else(|| format!("`{line}` has no outcome"))?;
        let mut words = left.split_whitespace();
        let rule = words.next().ok_or_else(|| format!("`{line}` names no rule"))?.to_owned();
        if outcome == "nowhere" {
            silent.push(rule);
            continue;
        }
        let variable = innermost.get(&rule).ok_or_else(|| format!("there is no rule {rule}"))?;
        let mut check =
            Check { rule, requirement: 1, place: BTreeMap::new(), outcome: Outcome::from_words(outcome.trim())? };
        for word in words {
            if let Some(requirement) = word.strip_prefix('#') {
                check.requirement = requirement.parse().map_err(|_| format!("`{word}` is no number"))?;
            } else if let Some((variable, pointer)) = word.split_once('=') {
                check.place.insert(variable.to_owned(), pointer.to_owned());
            } else {
                let variable = variable.clone().ok_or_else(|| format!("{} has no `for`", check.rule))?;
                check.place.insert(variable, word.to_owned());
            }
        }
        checks.push(check);
    }
    let forgotten =
        innermost.keys().find(|rule| !silent.contains(rule) && checks.iter().all(|check: &Check| check.rule != **rule));
    match forgotten {
        Some(rule) => Err(format!("nothing is said of the rule {rule}")),
        None => Ok(checks),
    }
}

/// The rules of a file, each with its innermost variable.
fn innermost_variables(rules: &str) -> Result<BTreeMap<String, Option<String>>, String> {
    let parsed = parse(rules, Limits::default());
    if let Some(mistake) = parsed.mistakes.first() {
        return Err(format!("{} ({})", mistake.message, mistake.label));
    }
    let rules = parsed.file.blocks.iter().filter_map(|block| match block {
        Block::Rule(rule) => {
            let variable = rule.bindings.last().map(|binding| binding.name.text.clone());
            Some((rule.body.name.text.clone(), variable))
        }
        Block::Matrix(matrix) => {
            let variable = matrix.columns.as_ref().map(|binding| binding.name.text.clone());
            Some((matrix.body.name.text.clone(), variable))
        }
        _ => None,
    });
    Ok(rules.collect())
}
