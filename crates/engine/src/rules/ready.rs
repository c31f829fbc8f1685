//! What is made ready once for a program, whatever records it is run over.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use accordance_rules::core::{Expr, ExprKind, Parameter, Program};
use jiff::civil;
use regex::Regex;

use super::{evaluate::constant, options::RuleOptions, value::Value};

/// A program with its parameters and patterns, and how much it has cost so far.
#[derive(Debug)]
pub(crate) struct Ready<'p> {
    pub(crate) program: &'p Program,
    pub(crate) parameters: Vec<Value<'p>>,
    pub(crate) as_of: civil::Date,
    patterns: Vec<Regex>,
    /// The numbers of the patterns.
    numbers: Arc<HashMap<Arc<str>, usize>>,
    /// Steps that are done, over all threads.
    pub(crate) steps: AtomicU64,
    pub(crate) most_steps: u64,
    /// Items of the lists that are worked out once for all checks.
    pub(crate) held: AtomicUsize,
}

impl<'p> Ready<'p> {
    /// Makes ready what a planned program needs.
    pub(crate) fn new(program: &'p Program, options: &RuleOptions) -> Self {
        let parameter = |(number, parameter): (usize, &'p Parameter)| {
            let given = options.parameters.iter().rev().find(|(given, _)| *given == number).map(|(_, value)| value);
            constant(given.unwrap_or(&parameter.value))
        };
        let (mut patterns, mut numbers): (Vec<Regex>, HashMap<Arc<str>, usize>) = (Vec::new(), HashMap::new());
        program.each_expr(&mut |expr| {
            for_each_pattern(expr, &mut |pattern| {
                if !numbers.contains_key(pattern)
                    && let Ok(regex) = regex::RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build()
                {
                    numbers.insert(Arc::clone(pattern), patterns.len());
                    patterns.push(regex);
                }
            });
        });
        Self {
            program,
            parameters: program.parameters.iter().enumerate().map(parameter).collect(),
            as_of: options.as_of,
            patterns,
            numbers: numbers.into(),
            steps: AtomicU64::new(0),
            most_steps: options.max_checks,
            held: AtomicUsize::new(0),
        }
    }

    /// The same for another thread: threads that share a pattern wait for each other.
    pub(crate) fn for_thread(&self) -> Self {
        Self {
            program: self.program,
            parameters: self.parameters.clone(),
            as_of: self.as_of,
            patterns: self.patterns.clone(),
            numbers: Arc::clone(&self.numbers),
            steps: AtomicU64::new(0),
            most_steps: self.most_steps,
            held: AtomicUsize::new(0),
        }
    }

    pub(crate) fn pattern(&self, pattern: &Arc<str>) -> Option<&Regex> {
        self.pattern_of_number(self.number_of_pattern(pattern)?)
    }

    /// The number of a pattern, by which it is found again in each thread.
    pub(crate) fn number_of_pattern(&self, pattern: &Arc<str>) -> Option<usize> {
        self.numbers.get(pattern).copied()
    }

    pub(crate) fn pattern_of_number(&self, number: usize) -> Option<&Regex> {
        self.patterns.get(number)
    }

    /// Counts steps that were taken. Says no where there were more than there may be.
    pub(crate) fn count(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps) <= self.most_steps
    }

    /// Begins to count steps anew. Tells how many there were.
    pub(crate) fn counted(&self) -> u64 {
        self.steps.swap(0, Ordering::Relaxed)
    }
}

/// The bytes that a compiled pattern may take.
const PATTERN_BYTES: usize = 1 << 20;

fn for_each_pattern<'p>(expr: &'p Expr, visit: &mut dyn FnMut(&'p Arc<str>)) {
    match &expr.kind {
        ExprKind::Matches { pattern, .. } | ExprKind::Call { pattern: Some(pattern), .. } => visit(pattern),
        ExprKind::Counted { plain, .. } => for_each_pattern(plain, visit),
        _ => {}
    }
    expr.each_child(&mut |child| for_each_pattern(child, visit));
}
