//! Names of schemas as words.

use super::alternatives::Held;

/// The name of the definition that a schema refers to, as words.
pub(super) fn definition_name(held: &Held<'_>) -> Option<String> {
    let target = held.schema.get("$ref")?.as_str()?;
    let (_, name) = target.rsplit_once('/')?;
    let is_definition = target.contains("$defs/") || target.contains("definitions/");
    (is_definition && !name.is_empty()).then(|| spaced(name))
}

/// `AgendaItem`, `agenda_item` → `agenda item`.
pub(crate) fn spaced(name: &str) -> String {
    let mut out = String::new();
    let mut before_is_lower = false;
    for c in name.chars() {
        if c == '_' || c == '-' {
            out.push(' ');
        } else if c.is_uppercase() && before_is_lower {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
        before_is_lower = c.is_lowercase() || c.is_ascii_digit();
    }
    out
}

/// `contributions` → `contribution`, as a name for what is in a list.
pub(crate) fn singular(name: &str) -> String {
    let name = spaced(name);
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let sibilants = ["ches", "shes", "sses", "xes"];
    if let Some(stem) = name.strip_suffix("es").filter(|_| sibilants.iter().any(|end| name.ends_with(end))) {
        return stem.to_owned();
    }
    match name.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => name,
    }
}

pub(super) fn item_name(name: &str) -> String {
    singular(name)
}
