//! Waivers: which of them cover a finding, and those that cover none.

use accordance_rules::core::{Date, Waiver};
use jiff::civil;

use super::{
    calendar::date,
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    frame::Frame,
    ready::Ready,
    report::{NO_FILE, RulesRun, RunRules},
    rule_lines::RuleLines,
    value::Value,
};
use crate::{Finding, Severity, Tally, Waived, order::Located};

impl RunRules<'_> {
    /// Applies the waivers of built-in checks, and tells of each waiver whether it covers a finding of these.
    pub(crate) fn waive_built_in(&self, findings: &mut [(usize, Finding)]) -> Vec<bool> {
        let waivers = self.program.waivers.iter().enumerate().filter(|(_, waiver)| waiver.number.is_none());
        let waivers: Vec<(usize, &Waiver)> = waivers.collect();
        let mut used = vec![false; self.program.waivers.len()];
        if waivers.is_empty() {
            return used;
        }
        let data = DataSet::default();
        let ready = Ready::new(self.program, self.options);
        let evaluator = Evaluator::new(&ready, Data::of(&data));
        for (_, finding) in findings {
            let id = finding.record.as_ref().and_then(|record| record.id.clone());
            let mut frame = Frame::default();
            frame.set(Waiver::RECORD, id.map(|id| Value::Text(id.into())));
            let own = waivers.iter().filter(|(_, waiver)| *waiver.rule == *finding.rule);
            let covering = own.filter(|(_, waiver)| covers(waiver, &evaluator, &mut frame));
            let all = covering.map(|(number, waiver)| {
                if let Some(used) = used.get_mut(*number) {
                    *used = true;
                }
                *waiver
            });
            let Some(waiver) = decisive(all) else { continue };
            match waived(waiver, self.options.as_of) {
                Some(waived) => finding.waived = Some(waived),
                None => finding.message.push_str(&ended(waiver)),
            }
        }
        used
    }

    /// A waiver that covers nothing is a warning. Of those of built-in checks it is told which do.
    pub(crate) fn unused_waivers(&self, used: &[bool], run: &RulesRun) -> Located {
        let unused = self.program.waivers.iter().enumerate().filter(|(number, waiver)| {
            let used = if waiver.number.is_some() { &run.used } else { used };
            !used.get(*number).copied().unwrap_or(false)
        });
        let lines = RuleLines::of(self.sources);
        let findings = unused.map(|(_, waiver)| {
            let tally = waiver.number.and_then(|number| run.tallies.get(number));
            let (label, fix) = match waiver.condition {
                _ if tally.is_some_and(Tally::applied_nowhere) => (
                    "keep it if it is for other records: the rule applied to nothing",
                    "Keep it if it is for other records: the rule applied to nothing.",
                ),
                Some(_) => ("remove it, or mend its `where`", "Remove it, or mend its `where`."),
                None => ("remove it", "Remove it."),
            };
            let finding = Finding {
                severity: Severity::Warning,
                message: format!("the waiver of {} covers no finding", waiver.rule),
                label: label.into(),
                fix: Some(fix.into()),
                ..Finding::built_in(&waiver.rule, lines.place(waiver.place))
            };
            (NO_FILE + waiver.place.file, finding)
        });
        findings.collect()
    }
}

pub(super) fn covers<'d>(waiver: &'d Waiver, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> bool {
    waiver.condition.as_ref().is_none_or(|condition| evaluator.truth(condition, frame) == Ok(true))
}

/// Of waivers that cover a finding, the one that holds longest. All are looked at.
pub(super) fn decisive<'w>(covering: impl Iterator<Item = &'w Waiver>) -> Option<&'w Waiver> {
    covering.reduce(|one, other| if one.until < other.until { other } else { one })
}

/// What a waiver says, as long as it holds.
pub(super) fn waived(waiver: &Waiver, as_of: civil::Date) -> Option<Box<Waived>> {
    let of =
        |waiver: &Waiver| Waived { until: day(waiver.until), because: waiver.because.clone(), by: waiver.by.clone() };
    // INVARIANT: the parser takes only days that exist.
    let until = date(waiver.until).unwrap_or(civil::Date::MAX);
    (as_of <= until).then(|| of(waiver).into())
}

pub(super) fn ended(waiver: &Waiver) -> String {
    format!(" (its waiver by {} ended on {})", waiver.by, day(waiver.until))
}

fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
