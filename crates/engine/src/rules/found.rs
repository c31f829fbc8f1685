//! What a rule found at one place: message, values, and the value that it is about.

use std::sync::{Arc, atomic::Ordering};

use accordance_document::ValueKind;
use accordance_rules::core::{Expr, ExprKind, Language, Piece, Rule, Severity as RuleSeverity, Waiver};
use serde_json::Value as Json;

use super::{
    absent::Why,
    evaluate::Evaluator,
    frame::Frame,
    noted::Noted,
    outcome::CheckOutcome,
    print::{in_a_sentence, json},
    ran::Ran,
    report::RunRules,
    value::Place,
    visit::Checked,
    waivers::{covers, decisive, ended, waived},
};
use crate::{Finding, Outcome, Place as FilePlace, RecordName, Severity, Tally, Waived, schema_fault::Focus};

/// A message has at most so many bytes.
const LONGEST_MESSAGE: usize = 64 << 10;

/// A finding whose place is not looked up yet.
#[derive(Debug)]
pub(crate) struct Found {
    /// Which requirement of the rule it is, from 1.
    requirement: u32,
    outcome: Outcome,
    message: String,
    values: Vec<(Arc<str>, Json)>,
    pub(super) target: Option<Target>,
    waived: Option<Box<Waived>>,
}

/// What a rule found.
pub(crate) type OfRule<'p> = (&'p Rule, Found);

/// All that a rule found.
pub(crate) fn of_rule(rule: &Rule, found: Vec<Found>) -> impl Iterator<Item = OfRule<'_>> {
    found.into_iter().map(move |found| (rule, found))
}

/// A value of a record.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) collection: usize,
    pub(super) record: usize,
    pub(super) pointer: String,
    pub(super) focus: Focus,
}

impl Found {
    /// How many bytes its texts have.
    fn bytes(&self) -> usize {
        let values = self.values.iter().map(|(name, value)| name.len() + bytes_of(value)).sum::<usize>();
        let pointer = self.target.as_ref().map_or(0, |target| target.pointer.len());
        let waived = self.waived.as_ref().map_or(0, |waived| waived.because.len() + waived.by.len());
        self.message.len() + values + pointer + waived
    }

    /// The record that it is about, by its collection and number.
    pub(crate) fn record(&self) -> Option<(usize, usize)> {
        self.target.as_ref().map(|target| (target.collection, target.record))
    }
}

/// How many bytes the texts of a value have, with what lists and objects take for each.
pub(super) fn bytes_of(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(|item| bytes_of(item) + size_of::<Json>()).sum(),
        Json::Object(members) => {
            members.iter().map(|(name, member)| name.len() + bytes_of(member) + 2 * size_of::<Json>()).sum()
        }
        _ => 0,
    }
}

impl Ran<Found> {
    /// Adds what came of a rule to its tally.
    pub(crate) fn add_to(&self, tally: &mut Tally) {
        tally.passes += self.passes;
        tally.fails += self.fails;
        tally.does_not_apply = tally.does_not_apply.saturating_add(self.does_not_apply);
        tally.cannot_tell += self.cannot_tell;
        tally.waived += self.found.iter().filter(|found| found.waived.is_some()).count() as u64;
    }
}

/// What is needed to tell a finding.
pub(super) struct FoundAt<'c, 'd> {
    pub(super) rules: &'c RunRules<'c>,
    pub(super) evaluator: &'c Evaluator<'d>,
    pub(super) number: usize,
    pub(super) rule: &'d Rule,
    pub(super) checked: &'c Checked<'c, 'd>,
    pub(super) noted: &'c Noted,
}

impl<'d> FoundAt<'_, 'd> {
    /// Adds what is to be reported of a check.
    pub(super) fn note(&self, frame: &mut Frame<'d>, found: &mut Vec<Found>) {
        let outcome = match self.checked.outcome {
            CheckOutcome::Fails => Outcome::Fails,
            CheckOutcome::CannotTell => Outcome::CannotTell,
            CheckOutcome::Passes | CheckOutcome::DoesNotApply => return,
        };
        // A reference that leads nowhere is reported once, by the check of references.
        if self.checked.unknown.is_some_and(|unknown| matches!(unknown.why, Why::Lost(_))) {
            return;
        }
        // What is over the bound is only counted.
        if self.noted.take() {
            let own = self.found(outcome, frame);
            let instruction = self.rule.fix.as_ref().unwrap_or(&self.rule.title);
            self.noted.weigh(own.bytes() + 2 * instruction.len());
            found.push(own);
        }
    }

    fn found(&self, outcome: Outcome, frame: &mut Frame<'d>) -> Found {
        let waiver = self.waiver(frame);
        let mut message = match self.checked.unknown {
            Some(unknown) => {
                let written = self.rules.sources.shown(unknown.expr.place);
                unknown.why.told(&written)
            }
            None => self.message(frame),
        };
        let waived = waiver.and_then(|waiver| waived(waiver, self.rules.options.as_of));
        if let Some(waiver) = waiver.filter(|_| waived.is_none()) {
            message.push_str(&ended(waiver));
        }
        let requirement = u32::try_from(self.checked.requirement + 1).unwrap_or(u32::MAX);
        Found { requirement, outcome, message, values: self.values(frame), target: self.target(frame), waived }
    }

    /// The waiver that decides at the place, of all that cover it.
    fn waiver(&self, frame: &Frame<'d>) -> Option<&'d Waiver> {
        let waivers = self.evaluator.program().waivers.iter().enumerate();
        let own = waivers.filter(|(_, waiver)| waiver.number == Some(self.number));
        let covering = own.filter(|(_, waiver)| {
            // A frame of its own: the waiver makes variables in slots that the rule has other variables in.
            let mut own = Frame::default();
            for each in &self.rule.loops {
                own.give(each.slot, frame.get(each.slot).cloned());
            }
            covers(waiver, self.evaluator, &mut own)
        });
        let covering = covering.map(|(number, waiver)| {
            if let Some(used) = self.noted.used.get(number) {
                used.store(true, Ordering::Relaxed);
            }
            waiver
        });
        decisive(covering)
    }

    fn message(&self, frame: &mut Frame<'d>) -> String {
        let wanted = self.rules.options.language;
        let messages = &self.rule.messages;
        let of = |language: Option<Language>| messages.get_key_value(&language);
        let own = wanted.and_then(|language| of(Some(language)));
        let chosen =
            own.or_else(|| of(None)).or_else(|| of(Some(Language::English))).or_else(|| messages.iter().next());
        let Some((language, pieces)) = chosen else { return self.rule.title.to_string() };
        let language = language.or(wanted).unwrap_or(Language::English);
        let mut message = String::new();
        for piece in pieces {
            if message.len() > LONGEST_MESSAGE {
                let is_end = |at: &usize| message.is_char_boundary(*at);
                message.truncate((0..=LONGEST_MESSAGE).rev().find(is_end).unwrap_or(0));
                message.push('…');
                break;
            }
            match piece {
                Piece::Text(text) => message.push_str(text),
                Piece::Value(expr) => match self.evaluator.value(expr, frame) {
                    Ok(value) => message.push_str(&in_a_sentence(&value, self.evaluator.data, language)),
                    Err(_) => message.push('?'),
                },
            }
        }
        message
    }

    /// The combination, and the values that decided, by how they are written. Those that cannot be told are null.
    fn values(&self, frame: &mut Frame<'d>) -> Vec<(Arc<str>, Json)> {
        let deciding = self.rule.requires.get(self.checked.requirement).map(|require| &require.values);
        let values = self.rule.combination.iter().chain(deciding.into_iter().flatten()).map(|(name, expr)| {
            let value =
                self.evaluator.value(expr, frame).as_ref().map_or(Json::Null, |value| json(value, self.evaluator.data));
            (Arc::clone(name), value)
        });
        values.collect()
    }

    /// The value that `at` names, or the nearest one above it; without `at`, the innermost record, and of a matrix its
    /// row's.
    fn target(&self, frame: &mut Frame<'d>) -> Option<Target> {
        let place = self
            .rule
            .at
            .as_ref()
            .and_then(|at| self.nearest(at, frame))
            .or_else(|| self.row())
            .or_else(|| self.innermost())?;
        let is_record = place.node.kind() == ValueKind::Object;
        Some(Target {
            collection: place.collection,
            record: place.record,
            pointer: frame.pointer(&place, self.evaluator.data),
            focus: if is_record { Focus::Start } else { Focus::Value },
        })
    }

    fn nearest(&self, at: &'d Expr, frame: &mut Frame<'d>) -> Option<Place<'d>> {
        if let ExprKind::Slot(slot) = at.kind {
            let number = self.rule.loops.iter().position(|each| each.slot == slot)?;
            return self.checked.items.get(number).copied().flatten();
        }
        match self.evaluator.place(at, frame) {
            Ok(place) => Some(place),
            Err(_) => match &at.kind {
                ExprKind::Field { record, .. } => self.nearest(record, frame),
                ExprKind::Follow { reference, .. } => self.nearest(reference, frame),
                _ => None,
            },
        }
    }

    fn row(&self) -> Option<Place<'d>> {
        self.rule.cell.as_ref()?;
        self.checked.items.first().copied().flatten()
    }

    fn innermost(&self) -> Option<Place<'d>> {
        let places = || self.checked.items.iter().rev().flatten().copied();
        let is_record = |place: &Place<'_>| place.node.kind() == ValueKind::Object;
        places().find(is_record).or_else(|| places().next())
    }
}

pub(super) fn finding(rule: &Rule, found: Found, place: FilePlace, record: Option<RecordName>) -> Finding {
    let severity = match found.outcome {
        Outcome::CannotTell => Severity::Advice,
        Outcome::Fails => severity(rule.severity),
    };
    let (fix, label) = match found.outcome {
        Outcome::Fails => (rule.fix.clone(), rule.fix.clone().unwrap_or_else(|| rule.title.clone())),
        Outcome::CannotTell => (None, rule.title.clone()),
    };
    Finding {
        rule: Arc::clone(&rule.name),
        requirement: Some(found.requirement),
        severity,
        outcome: found.outcome,
        message: found.message,
        label,
        fix,
        place,
        record,
        values: found.values,
        combination: rule.combination.len(),
        related: Vec::new(),
        waived: found.waived,
    }
}

/// How grave the findings of a rule are.
pub(super) fn severity(of_rule: RuleSeverity) -> Severity {
    match of_rule {
        RuleSeverity::Error => Severity::Error,
        RuleSeverity::Warning => Severity::Warning,
        RuleSeverity::Advice => Severity::Advice,
    }
}
