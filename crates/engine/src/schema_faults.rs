//! All that a schema finds wrong in one record, each mistake told once.

use accordance_document::{Record, Ways, refused};
use jsonschema::{ValidationError, error::ValidationErrorKind};

use crate::{
    collection::Collection,
    schema_fault::{Focus, SchemaFault, Within, describe},
};

/// What a schema finds wrong in one record is listed up to this number.
pub(crate) const MOST_FAULTS: usize = 1000;

/// Which keyword refuses the form of a text.
#[derive(Clone, Copy)]
enum Form {
    Pattern,
    Format,
    /// None does: it is another mistake.
    None,
}

impl Form {
    fn of(kind: &ValidationErrorKind) -> Self {
        match kind {
            ValidationErrorKind::Pattern { .. } => Self::Pattern,
            ValidationErrorKind::Format { .. } => Self::Format,
            _ => Self::None,
        }
    }
}

/// What the schema of a collection finds wrong in a record, each mistake once.
pub(crate) fn faults(collection: &Collection, record: &Record<'_>) -> Vec<SchemaFault> {
    let mut found = Found::default();
    let validator = match collection.validator() {
        Ok(validator) => validator,
        Err(reason) => {
            return vec![SchemaFault::of_record(format!("the record cannot be judged: {reason}"), "mend the schema")];
        }
    };
    let Some(all) = refused(validator, collection.schema_size(), record.value, MOST_FAULTS) else {
        return vec![SchemaFault::beyond_bound()];
    };
    let mut ways = Ways::new(record.value);
    for refused in all {
        let mut within = Within { ways: &mut ways, part: refused.part, schema: &collection.schema };
        for error in &refused.errors {
            found.add(error, &mut within);
            if found.faults.len() >= MOST_FAULTS {
                return found.cut();
            }
        }
    }
    let faults = found.whole();
    // A record that is not known to be valid is never passed over.
    if faults.is_empty() { vec![SchemaFault::beyond_bound()] } else { faults }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    faults: Vec<SchemaFault>,
    /// For each of them, which keyword found it.
    forms: Vec<Form>,
}

impl Found {
    fn add(&mut self, error: &ValidationError<'_>, within: &mut Within<'_, '_>) {
        let (found, forms) = (&mut self.faults, &mut self.forms);
        let before = found.len();
        describe(error, within, found);
        let form = Form::of(error.kind());
        forms.resize(found.len(), form);
        // A text of another form is told once, though its pattern, its `format` and its length may all refuse it.
        if let Some(last) = found.last().cloned()
            && found.len() == before + 1
            && let Some(other) =
                found[..before].iter().position(|known| known.pointer == last.pointer && known.focus == last.focus)
        {
            match (forms[other], form) {
                (Form::Format, Form::Pattern) | (Form::Pattern, Form::None) => {
                    found.swap_remove(other);
                    forms.swap_remove(other);
                }
                (_, Form::Pattern) | (Form::Pattern, Form::Format) => {
                    found.pop();
                    forms.pop();
                }
                _ if found[other] == last => {
                    found.pop();
                    forms.pop();
                }
                _ => {}
            }
        }
    }

    /// As many as may be told.
    fn cut(mut self) -> Vec<SchemaFault> {
        self.faults.truncate(MOST_FAULTS);
        let message = format!("the record has more than {MOST_FAULTS} faults, and the others are not listed");
        self.faults.push(SchemaFault::of_record(message, "mend these first"));
        self.whole()
    }

    fn whole(self) -> Vec<SchemaFault> {
        let mut found = self.faults;
        // A missing property whose name is misspelt is one mistake, told at the misspelt name.
        let meant: Vec<(String, String)> = found
            .iter()
            .filter(|fault| fault.focus == Focus::Key)
            .filter_map(|fault| Some((fault.pointer.rsplit_once('/')?.0.to_owned(), fault.property.clone()?)))
            .collect();
        found.retain(|fault| {
            fault.focus == Focus::Key
                || !meant
                    .iter()
                    .any(|(pointer, name)| *pointer == fault.pointer && Some(name) == fault.property.as_ref())
        });
        found
    }
}
