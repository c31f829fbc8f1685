//! How values are stored in columns: the types of tables, derived from JSON Schemas.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use accordance_rules::{
    CollectionId, Environment, Part, Type,
    core::{Expr, ExprKind, Program},
};

/// The type of a column, of a field or of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Bool,
    Whole,
    /// A double.
    Number,
    /// A number that is a double in one record and a whole number in another, as a double: one that was whole has no
    /// more than 53 bits. Two that were whole are computed with as whole numbers.
    Mixed,
    Text,
    /// A day as the text `YYYY-MM-DD`, which has the order of days.
    Date,
    /// A moment as it is written.
    Moment,
    /// A small number: a code or a position.
    Small,
    /// A value of which only its presence is read.
    Opaque,
    List(Arc<Stored>),
    Record(Arc<[Field]>),
}

/// A field of a record.
pub(crate) type Field = (Arc<str>, Stored);

impl Stored {
    pub(crate) fn list(item: Self) -> Self {
        Self::List(Arc::new(item))
    }

    /// Whether values are texts in a column.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Date)
    }

    /// Whether values are doubles in a column.
    pub(crate) fn is_double(&self) -> bool {
        matches!(self, Self::Number | Self::Mixed)
    }

    /// Whether values are compared with those of another type as a column's own.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self == other || self.is_text() && other.is_text() || self.is_double() && other.is_double()
    }

    /// Whether the equality of the language is that of columns.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Bool | Self::Whole | Self::Number | Self::Mixed | Self::Text | Self::Date)
    }
}

/// The fields of records that rules read, by shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Used {
    fields: BTreeMap<usize, BTreeSet<Arc<str>>>,
}

/// Every variant of a shape.
const ALL: u64 = u64::MAX;

impl Used {
    /// What a program reads.
    pub(crate) fn by(program: &Program, environment: &Environment) -> Self {
        let mut used = Self::default();
        program.each_expr(&mut |expr| used.expr(expr));
        // What names a record is read wherever it is followed, compared or shown.
        for collection in 0..environment.collection_names().count() {
            if let Some(name) = environment.id_pointer(collection).and_then(top_field) {
                used.add(environment.record_type(collection), &name.into());
            }
        }
        used
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Field { record, name } => self.add(&record.ty, name),
            ExprKind::EachField { records, name } => {
                if let Some(item) = records.ty.item() {
                    self.add(&item.clone(), name);
                }
            }
            ExprKind::Chain { record, field, .. } => {
                self.add(&record.ty, field);
                self.add(&expr.ty.item().cloned().unwrap_or(Type::Anything), field);
            }
            _ => {}
        }
        expr.each_child(&mut |child| self.expr(child));
    }

    fn add(&mut self, record: &Type, name: &Arc<str>) {
        if let Type::Record(parts) = record {
            for part in parts.iter() {
                self.fields.entry(part.shape).or_default().insert(Arc::clone(name));
            }
        }
    }

    /// How values of a type are stored.
    pub(crate) fn stored(&self, ty: &Type, environment: &Environment) -> Stored {
        self.within(ty, environment, &mut Vec::new())
    }

    /// How the records of a collection are stored.
    pub(crate) fn records(&self, collection: CollectionId, environment: &Environment) -> Stored {
        self.stored(environment.record_type(collection), environment)
    }

    fn within(&self, ty: &Type, environment: &Environment, inside: &mut Vec<usize>) -> Stored {
        match ty {
            Type::Boolean => Stored::Bool,
            Type::Whole => Stored::Whole,
            Type::Number => Stored::Number,
            Type::Text | Type::OneOf(_) | Type::Id(_) | Type::Reference(_) => Stored::Text,
            Type::Date => Stored::Date,
            Type::DateTime => Stored::Moment,
            Type::List(item) => Stored::list(self.within(item, environment, inside)),
            Type::Record(parts) => self.record(parts, environment, inside),
            Type::Anything | Type::Nothing | Type::Duration => Stored::Opaque,
        }
    }

    /// The fields that rules read of records.
    fn names(&self, parts: &[Part]) -> BTreeSet<&Arc<str>> {
        parts.iter().filter_map(|part| self.fields.get(&part.shape)).flatten().collect()
    }

    /// Whether two fields have names that differ only in capital and small letters.
    pub(crate) fn has_names_alike(&self, parts: &[Part]) -> bool {
        let names = self.names(parts);
        let small: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        small.len() < names.len()
    }

    fn record(&self, parts: &[Part], environment: &Environment, inside: &mut Vec<usize>) -> Stored {
        if parts.iter().any(|part| inside.contains(&part.shape)) || self.has_names_alike(parts) {
            return Stored::Opaque;
        }
        let whole = Type::Record(parts.iter().map(|part| Part { variants: ALL, ..*part }).collect());
        let names = self.names(parts);
        let depth = inside.len();
        inside.extend(parts.iter().map(|part| part.shape));
        let fields = names.into_iter().filter_map(|name| {
            let (ty, _) = environment.field_type(&whole, name)?;
            Some((Arc::clone(name), self.within(&ty, environment, inside)))
        });
        let fields: Arc<[Field]> = fields.collect();
        inside.truncate(depth);
        if fields.is_empty() { Stored::Opaque } else { Stored::Record(fields) }
    }
}

/// The field of a record that a pointer leads into.
pub(crate) fn top_field(pointer: &str) -> Option<String> {
    let first = pointer.strip_prefix('/')?.split('/').next()?;
    Some(first.replace("~1", "/").replace("~0", "~"))
}
