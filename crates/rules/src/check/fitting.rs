//! The fields of a record that a value can be compared with, for a rule that names the record itself.

use super::scope::{Body, Checked};
use crate::{
    Part, Type,
    core::{Constant, ExprKind},
};

impl Body<'_, '_> {
    /// The fields of a record that `value` is meant for: its id, or those that hold ids of the same collection; for a
    /// text that is written out those that hold any ids, or else texts that it may be.
    pub(super) fn fields_for_value(&self, parts: &[Part], value: &Checked) -> Vec<String> {
        if let Some((english, _)) = self.in_english(parts) {
            return vec![english];
        }
        let own = own_field(parts, value);
        let id = own.and_then(|own| text_id(self, parts).filter(|id| id != own));
        if let Some(id) = id {
            return vec![id];
        }
        let word = match &value.expr.kind {
            ExprKind::Constant(Constant::Text(word)) => Some(word),
            _ => None,
        };
        // A word of a closed list is hardly an id.
        if let Some(word) = word {
            let of_words = self.fields_where(parts, &|ty| matches!(ty, Type::OneOf(words) if words.contains(word)));
            if let [only] = of_words.as_slice() {
                return vec![only.clone()];
            }
        }
        let own_collection = collection(value.ty());
        let ids = self.fields_where(parts, &|ty| match own_collection {
            Some(own) => collection(ty) == Some(own),
            None => word.is_some() && collection(ty).is_some(),
        });
        if own_collection.is_some() || !ids.is_empty() {
            let own: Vec<String> = self
                .fields_where(parts, &|ty| matches!(ty, Type::Id(_)))
                .into_iter()
                .filter(|id| ids.contains(id))
                .collect();
            if !own.is_empty() {
                return own;
            }
            // An id that no record of a collection has is a text.
            let id = text_id(self, parts).filter(|_| own_collection.is_none());
            return id.into_iter().chain(ids).collect();
        }
        let mut texts = self.fields_where(parts, &|ty| match (ty, word) {
            (Type::OneOf(words), Some(word)) => words.contains(word),
            (ty, _) => ty.is_textual() && collection(ty).is_none(),
        });
        texts.retain(|text| own != Some(text.as_str()));
        let named_alike = value.path.as_ref().and_then(|path| path.steps.last());
        let alike = named_alike.and_then(|name| texts.iter().find(|text| **text == **name));
        alike.map_or(texts.clone(), |alike| vec![alike.clone()])
    }

    /// The fields of a record whose values, or the items of whose lists, are of a kind.
    pub(super) fn fields_where(&self, parts: &[Part], fits: &dyn Fn(&Type) -> bool) -> Vec<String> {
        let environment = self.environment();
        let is_one = |name: &&str| {
            environment.field(parts, name).is_some_and(|field| fits(field.ty.item().unwrap_or(&field.ty)))
        };
        environment.field_names(parts).into_iter().filter(is_one).map(str::to_owned).collect()
    }

    /// What is asked of a text in a record: of the one in English, or of its `text`.
    pub(super) fn asked_of_text(
        &self,
        parts: &[Part],
        record: &str,
        ask: impl FnOnce(&str) -> String,
    ) -> Option<String> {
        let text = || {
            let text = self.environment().field(parts, "text").filter(|text| text.ty.is_textual())?;
            Some(("text".to_owned(), text.may_be_missing))
        };
        let (way, may_be_missing) = self.in_english(parts).or_else(text)?;
        let field = format!("{record}.{way}");
        let present = if may_be_missing { format!("{field} is present and ") } else { String::new() };
        Some(format!("{present}{}", ask(&field)))
    }

    /// The way to the English text in a text in languages, and whether it may be missing.
    pub(super) fn in_english(&self, parts: &[Part]) -> Option<(String, bool)> {
        let environment = self.environment();
        let english = environment.field(parts, "en")?;
        environment.field(parts, "fr")?;
        match &english.ty {
            ty if ty.is_textual() => Some(("en".to_owned(), english.may_be_missing)),
            Type::Record(parts) => {
                let text = environment.field(parts, "text").filter(|text| text.ty.is_textual())?;
                Some(("en.text".to_owned(), english.may_be_missing || text.may_be_missing))
            }
            _ => None,
        }
    }
}

/// The name of a field that is read of a record of the same kind: each record has in common with itself what stands in it.
fn own_field<'v>(parts: &[Part], value: &'v Checked) -> Option<&'v str> {
    match &value.expr.kind {
        ExprKind::Field { record, name } => {
            let is_own = |part: &Part| parts.iter().any(|other| other.shape == part.shape);
            matches!(&record.ty, Type::Record(own) if own.iter().any(is_own)).then_some(name)
        }
        _ => None,
    }
}

/// The field `id` of a record, where it is a text.
fn text_id(body: &Body<'_, '_>, parts: &[Part]) -> Option<String> {
    let id = body.environment().field(parts, "id")?;
    (id.ty == Type::Text).then(|| "id".to_owned())
}

fn collection(ty: &Type) -> Option<crate::CollectionId> {
    match ty {
        Type::Id(collection) | Type::Reference(collection) => Some(*collection),
        _ => None,
    }
}

/// What to write with one of the fields of a record in its place.
pub(super) fn with_field(fields: &[String], write: impl Fn(&str) -> String) -> String {
    match fields {
        [] => "name a field of it".to_owned(),
        [only] => format!("write `{}`", write(only)),
        several => format!("name a field of it: {}", crate::nearest::listed(several.iter().map(String::as_str))),
    }
}
