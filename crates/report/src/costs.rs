//! What rules cost, as text.

use std::io::Write;

use accordance_engine::RuleCost;

use crate::{WriteError, clean};

/// Writes what each rule cost, the slowest first: its checks, steps and time, the indexes that it looks items up in,
/// and its plan.
///
/// # Errors
/// When the text cannot be written.
pub fn write_costs(costs: &[RuleCost], out: &mut dyn Write) -> Result<(), WriteError> {
    let mut slowest: Vec<&RuleCost> = costs.iter().collect();
    slowest.sort_by_key(|cost| std::cmp::Reverse(cost.time));
    for cost in slowest {
        let milliseconds = cost.time.as_micros() / 1000;
        writeln!(out, "{}: {} checks, {} steps, {milliseconds} ms", clean(&cost.rule), cost.checks, cost.steps)?;
        for line in cost.plan.lines() {
            writeln!(out, "  {}", clean(line))?;
        }
        for index in &cost.indexes {
            let (of, by) = (clean(&index.of), clean(&index.by));
            writeln!(out, "  index of {of} by {by}: {} keys, {} items", index.keys, index.items)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use accordance_engine::{IndexSize, RuleCost};

    use super::write_costs;

    #[test]
    fn the_slowest_rule_comes_first_with_its_plan_and_indexes() {
        let quick = RuleCost {
            rule: "quick".into(),
            checks: 7,
            steps: 7,
            time: Duration::from_micros(900),
            indexes: Vec::new(),
            plan: "scan goals\nrequire goal.number > 0\n".into(),
        };
        let index = IndexSize { of: "goals".into(), by: "goal.id".into(), keys: 7, items: 14 };
        let slow =
            RuleCost { rule: "slow".into(), time: Duration::from_millis(12), indexes: vec![index], ..quick.clone() };
        let mut out = Vec::new();
        write_costs(&[quick, slow], &mut out).expect("written");
        let expected = "slow: 7 checks, 7 steps, 12 ms\n  scan goals\n  require goal.number > 0\n  index of goals by goal.id: 7 keys, \
                        14 items\nquick: 7 checks, 7 steps, 0 ms\n  scan goals\n  require goal.number > 0\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
