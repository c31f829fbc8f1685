//! Schemas of a run: read from its folder, resolved without a network.

use std::{collections::BTreeMap, sync::Arc};

use jsonschema::{Retrieve, Uri};
use serde_json::Value;

use crate::Files;

/// The address under which the folder of a run is known to schemas that have no `$id`.
pub(crate) const FOLDER: &str = "run:///";

/// Schemas by address, loaded before anything is resolved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    by_address: Arc<BTreeMap<String, Value>>,
}

impl Retrieve for Known {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let address = uri.as_str().split('#').next().unwrap_or_default();
        self.by_address.get(address).cloned().ok_or_else(|| match address.strip_prefix(FOLDER) {
            Some(file) => format!("there is no schema file {file} in the folder of the run").into(),
            None => format!(
                "{address} is not known, and nothing is fetched; name its file in accordance.toml under [schemas]"
            )
            .into(),
        })
    }
}

/// Reads the schema files that `roots` lead to by `$ref`, so that they can be found by address.
///
/// A reference is a file of the run where its address is one of the folder, is named in `addresses`, or stands in the
/// same relation to the `$id` of the schema that has it as the file does to the schema's file.
pub(crate) fn load(files: &dyn Files, roots: &[&str], addresses: &BTreeMap<String, String>) -> Result<Known, String> {
    let mut by_address = BTreeMap::new();
    let mut waiting: Vec<(String, String)> =
        roots.iter().map(|file| (format!("{FOLDER}{file}"), (*file).to_owned())).collect();
    let mut is_read = std::collections::BTreeSet::new();
    while let Some((address, file)) = waiting.pop() {
        if !is_read.insert(address.clone()) {
            continue;
        }
        if is_read.len() > MOST_SCHEMAS {
            return Err(format!("the schemas refer to more than {MOST_SCHEMAS} files"));
        }
        let schema = read(files, &file)?;
        let own = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str).map(str::to_owned);
        let base = own.clone().unwrap_or_else(|| address.clone());
        let mut targets = Vec::new();
        references(&schema, &mut targets);
        for target in targets {
            let Some(target) = resolve(&base, target) else { continue };
            let found = addresses.get(&target).cloned().or_else(|| beside(&base, &file, &target));
            if let Some(found) = found
                && !is_read.contains(&target)
                && (target.starts_with(FOLDER) || addresses.contains_key(&target) || files.read(&found).is_ok())
            {
                waiting.push((target, found));
            }
        }
        if let Some(own) = own {
            by_address.insert(own.trim_end_matches('#').to_owned(), schema.clone());
        }
        by_address.insert(address, schema);
    }
    Ok(Known { by_address: Arc::new(by_address) })
}

const MOST_SCHEMAS: usize = 1000;

impl Known {
    /// The schema of a file of the run.
    pub(crate) fn of_file(&self, file: &str) -> Option<&Value> {
        self.by_address.get(&format!("{FOLDER}{file}"))
    }
}

fn read(files: &dyn Files, file: &str) -> Result<Value, String> {
    let bytes = files.read(file).map_err(|reason| format!("the schema {file} cannot be read: {reason}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("the schema {file} is not JSON: {error}"))
}

/// The targets of all `$ref` in a schema, without their fragments.
fn references<'s>(schema: &'s Value, found: &mut Vec<&'s str>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(target) if key == "$ref" || key == "$dynamicRef" => {
                        let target = target.split('#').next().unwrap_or_default();
                        if !target.is_empty() {
                            found.push(target);
                        }
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// An address that stands in a schema, made whole by the address of the schema.
fn resolve(base: &str, target: &str) -> Option<String> {
    let base = Uri::parse(base.split('#').next().unwrap_or_default().to_owned()).ok()?;
    let whole = jsonschema::uri::resolve_against(&base.borrow(), target).ok()?;
    Some(whole.as_str().to_owned())
}

/// The file that stands beside `file` as the address `target` stands beside `base`.
fn beside(base: &str, file: &str, target: &str) -> Option<String> {
    if let Some(file) = target.strip_prefix(FOLDER) {
        return Some(file.to_owned());
    }
    let (folder, _) = base.rsplit_once('/')?;
    let rest = target.strip_prefix(folder)?.strip_prefix('/')?;
    let clean = !rest.split('/').any(|part| part.is_empty() || part == "..") && !rest.contains(':');
    clean.then(|| match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{rest}"),
        None => rest.to_owned(),
    })
}
