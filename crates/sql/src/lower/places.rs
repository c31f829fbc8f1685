//! Where values stand in the data, and where findings point to.

use accordance_rules::{
    CollectionId, Type,
    core::{Constant, Expr, ExprKind, Rule},
};

use super::{At, Lowered, Lowering, items::escaped};
use crate::{
    query::{Place, RecordColumns},
    refusal::{ANYTHING, PLACES},
    sql::{Call, Sql, text},
    storage::Stored,
};

/// Where a value stands in the data.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) collection: CollectionId,
    pub(crate) id: Sql,
    /// Whether its record is checked, and not only referred to.
    pub(crate) checked: Sql,
    /// The pieces of the JSON Pointer.
    pub(crate) pointer: Vec<Sql>,
    /// Whether the value is a record.
    pub(crate) is_record: bool,
}

impl Target {
    /// A whole record.
    pub(super) fn record(collection: CollectionId, columns: &RecordColumns) -> Self {
        let column = |name: &std::sync::Arc<str>| Sql::Column(name.clone());
        Self {
            collection,
            id: column(&columns.id),
            checked: column(&columns.checked),
            pointer: Vec::new(),
            is_record: true,
        }
    }

    /// A value below it.
    pub(super) fn below(&self, steps: &[Sql]) -> Self {
        let mut pointer = self.pointer.clone();
        for step in steps {
            match (pointer.last_mut(), step) {
                (Some(Sql::Text(before)), Sql::Text(next)) => *before = format!("{before}{next}").into(),
                _ => pointer.push(step.clone()),
            }
        }
        Self { pointer, ..self.clone() }
    }

    fn pointer(&self) -> Sql {
        match self.pointer.as_slice() {
            [] => text(""),
            [one] => one.clone(),
            pieces => Sql::Call(Call::Concat, pieces.to_vec()),
        }
    }
}

impl<'p> Lowering<'p> {
    /// Where a value of the data stands; nothing for one that is worked out.
    pub(super) fn place_of(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Option<Target>> {
        Ok(match &expr.kind {
            ExprKind::Slot(slot) => match (self.places.get(slot).cloned(), self.meanings.get(slot).copied()) {
                (Some(place), _) => Some(place),
                (None, Some(meaning)) => self.place_of(meaning, at)?,
                (None, None) => None,
            },
            ExprKind::Field { record, name } => {
                let is_record = matches!(expr.ty, Type::Record(_));
                let place = self.place_of(record, at)?;
                place.map(|place| Target { is_record, ..place.below(&[text(&format!("/{}", escaped(name)))]) })
            }
            ExprKind::Follow { reference, collection } => {
                let given = self.value(reference, at)?;
                let crate::given::Value::Stored(id, Stored::Text) = given.value else {
                    return ANYTHING.stop(expr.place);
                };
                let columns = self.look_up(*collection, id, at)?;
                Some(Target::record(*collection, &columns))
            }
            ExprKind::Otherwise { value, fallback } => {
                let is_empty = match &fallback.kind {
                    ExprKind::List(items) => items.is_empty(),
                    ExprKind::Constant(Constant::List(items)) => items.is_empty(),
                    _ => false,
                };
                if is_empty { self.place_of(value, at)? } else { None }
            }
            _ => None,
        })
    }

    /// Where findings of a rule point to: the value that `at` names, or the nearest one above it; without `at`, the
    /// innermost record, and of a matrix its row's.
    pub(super) fn target(&mut self, rule: &'p Rule, loops: usize, at: &mut At) -> Lowered<Place> {
        let mut candidates = Vec::new();
        if let Some(expr) = &rule.at {
            self.candidates(expr, rule, at, &mut candidates)?;
        }
        let bound = rule.loops.iter().take(loops);
        let of_loops: Vec<Target> = bound.filter_map(|each| self.places.get(&each.slot).cloned()).collect();
        let row = rule.cell.as_ref().and_then(|_| of_loops.first());
        let innermost = of_loops.iter().rev().find(|place| place.is_record).or(of_loops.last());
        let nothing = || Place { collection: Sql::Null(Stored::Text), id: Sql::Null(Stored::Text), pointer: text("") };
        let last = row.or(innermost).map_or_else(nothing, |target| self.shown(target));
        Ok(candidates.into_iter().rev().fold(last, |otherwise, (is_there, target)| {
            let shown = self.shown(&target);
            Place {
                collection: Sql::when(is_there.clone(), shown.collection, otherwise.collection),
                id: Sql::when(is_there.clone(), shown.id, otherwise.id),
                pointer: Sql::when(is_there, shown.pointer, otherwise.pointer),
            }
        }))
    }

    fn shown(&self, target: &Target) -> Place {
        Place {
            collection: text(self.environment.collection_name(target.collection)),
            id: target.id.clone(),
            pointer: target.pointer(),
        }
    }

    /// The places that `at` may point to, the one that it names first, each with whether there is such a value.
    fn candidates(
        &mut self,
        expr: &'p Expr,
        rule: &'p Rule,
        at: &mut At,
        candidates: &mut Vec<(Sql, Target)>,
    ) -> Lowered<()> {
        let above = match &expr.kind {
            ExprKind::Slot(slot) => {
                let is_loop = rule.loops.iter().any(|each| each.slot == *slot);
                if let Some(place) = self.places.get(slot).filter(|_| is_loop) {
                    candidates.push((Sql::Bool(true), place.clone()));
                }
                return Ok(());
            }
            ExprKind::Field { record, .. } => record,
            ExprKind::Follow { reference, .. } => reference,
            _ => return PLACES.stop(expr.place),
        };
        if self.is_bound(expr) {
            let given = self.value(expr, at)?;
            let is_there = given.absence.holds().negated();
            if let Some(place) = self.place_of(expr, at)? {
                candidates.push((is_there, place));
            }
        }
        self.candidates(above, rule, at, candidates)
    }
}
