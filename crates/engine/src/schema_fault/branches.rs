//! What is told where a schema has several forms for a value.

use accordance_document::Value as Node;
use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::Value;

use super::{
    Focus, SchemaFault, Surroundings, Within, describe, not_of_form,
    words::{place, show, word},
};

/// None of several forms fits: what is wrong with the one that was most likely meant.
pub(super) fn no_branch(
    context: &[Vec<ValidationError<'static>>],
    near: &Surroundings<'_>,
    pointer: String,
    within: &mut Within<'_, '_>,
    found: &mut Vec<SchemaFault>,
) {
    let what = place(&pointer);
    let all_required: Option<Vec<&str>> = context
        .iter()
        .map(|errors| match errors.as_slice() {
            [one] => match one.kind() {
                Kind::Required { property } => property.as_str(),
                _ => None,
            },
            _ => None,
        })
        .collect();
    if let Some(names) = all_required.filter(|names| !names.is_empty()) {
        let message = format!("{what} has none of {}, and one of them is needed", names.join(", "));
        let advice = format!("add one of {}", names.join(", "));
        return found.push(SchemaFault {
            pointer,
            focus: Focus::Start,
            message,
            advice,
            wants_quotes: false,
            property: None,
        });
    }
    let is_form = |error: &ValidationError<'_>| matches!(error.kind(), Kind::Pattern { .. } | Kind::Format { .. });
    let form = near.form();
    if form.is_some() && context.iter().flatten().all(|error| is_form(error) && within.pointer(error) == pointer) {
        let shown = within.ways.value(&pointer).map(show).unwrap_or_default();
        let (message, advice) = not_of_form(form, "", &what, &shown);
        return found.push(SchemaFault {
            pointer,
            focus: Focus::Value,
            message,
            advice,
            wants_quotes: false,
            property: None,
        });
    }
    // A form that is of another type, or of another constant, is not the one that was meant.
    let own = context.iter().map(|errors| {
        let misfits = errors.iter().filter(|error| {
            (within.pointer(error) == pointer && matches!(error.kind(), Kind::Type { .. }))
                || matches!(error.kind(), Kind::Constant { .. })
        });
        (misfits.count(), errors)
    });
    let best = own.min_by_key(|(misfits, errors)| (*misfits, errors.len()));
    match best {
        Some((0, errors)) if !errors.is_empty() => {
            for error in errors {
                describe(error, within, found);
            }
        }
        _ => {
            let shown = within.ways.value(&pointer).map(show).unwrap_or_default();
            let kinds: Vec<String> = context
                .iter()
                .flatten()
                .filter_map(|error| match error.kind() {
                    Kind::Type { kind: TypeKind::Single(one) } => Some(word(*one).to_owned()),
                    Kind::Constant { expected_value } => Some(expected_value.to_string()),
                    _ => None,
                })
                .collect();
            let expected = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(" or ")) };
            found.push(SchemaFault {
                pointer,
                focus: Focus::Value,
                message: format!("{what} is {shown}, which has none of the forms that are expected{expected}"),
                advice: "write it in one of them".into(),
                wants_quotes: false,
                property: None,
            });
        }
    }
}

pub(super) fn several_branches(near: &Surroundings<'_>, what: &str, value: Option<Node<'_>>) -> (String, String) {
    let branches = near.schema.pointer(&near.path).and_then(Value::as_array);
    let asked = branches.into_iter().flatten().filter_map(|branch| branch.get("required")?.as_array());
    let present: Vec<&str> = asked
        .flatten()
        .filter_map(Value::as_str)
        .filter(|name| value.is_some_and(|value| value.get(name).is_some()))
        .collect();
    if present.len() > 1 {
        return (
            format!("{what} has {} together, and only one of them may be there", present.join(" and ")),
            "keep one".into(),
        );
    }
    (format!("{what} has more than one of the forms that rule each other out"), "make it fit just one".into())
}
