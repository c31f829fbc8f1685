//! Schemas of a run: read from its folder, resolved without a network.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jsonschema::{Retrieve, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::{Files, subschemas::behind};

/// The address under which the folder of a run is known to schemas that have no `$id`.
const FOLDER: &str = "run:///";

/// What stands in an address otherwise than in the name of a file.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address of a file of the run.
pub(crate) fn address_of(file: &str) -> String {
    format!("{FOLDER}{}", utf8_percent_encode(file, ENCODED))
}

/// The file of the run that an address is that of, if any.
fn file_of(address: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(address.strip_prefix(FOLDER)?).decode_utf8().ok()
}

/// Schemas by address, loaded before anything is resolved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    by_address: Arc<BTreeMap<String, Value>>,
}

impl Retrieve for Known {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let address = uri.as_str().split('#').next().unwrap_or_default();
        self.by_address.get(address).cloned().ok_or_else(|| match file_of(address) {
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
///
/// # Errors
/// A file that cannot be read: the root that leads to it, by its number, and why.
pub(crate) fn load(
    files: &dyn Files,
    roots: &[&str],
    addresses: &BTreeMap<String, String>,
) -> Result<Known, (usize, String)> {
    let mut by_address = BTreeMap::new();
    let mut waiting: Vec<(String, String, usize)> =
        roots.iter().enumerate().map(|(root, file)| (address_of(file), (*file).to_owned(), root)).collect();
    let mut is_read = BTreeSet::new();
    while let Some((address, file, root)) = waiting.pop() {
        if !is_read.insert(address.clone()) {
            continue;
        }
        if is_read.len() > MOST_SCHEMAS {
            return Err((root, format!("the schemas refer to more than {MOST_SCHEMAS} files")));
        }
        let schema = read(files, &file).map_err(|reason| (root, reason))?;
        let own = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str).map(str::to_owned);
        let base = own.as_deref().and_then(|own| resolve(&address, own)).unwrap_or_else(|| address.clone());
        let mut named = Named::default();
        named.look(&schema, &base);
        for target in named.targets.difference(&named.own) {
            let found = addresses.get(target).cloned().or_else(|| beside(&base, &file, target));
            if let Some(found) = found
                && !is_read.contains(target)
                && (target.starts_with(FOLDER) || addresses.contains_key(target) || files.read(&found).is_ok())
            {
                waiting.push((target.clone(), found, root));
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
        self.by_address.get(&address_of(file))
    }
}

fn read(files: &dyn Files, file: &str) -> Result<Value, String> {
    let bytes = files.read(file).map_err(|reason| format!("the schema {file} cannot be read: {reason}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("the schema {file} is not JSON: {error}"))
}

/// The addresses in a schema, without fragments.
#[derive(Default)]
struct Named {
    /// Those that it refers to.
    targets: BTreeSet<String>,
    /// Those that it gives itself, or parts of itself.
    own: BTreeSet<String>,
}

impl Named {
    /// Looks for addresses in a schema, which are relative to a base.
    fn look(&mut self, schema: &Value, base: &str) {
        let Value::Object(keywords) = schema else { return };
        let own = keywords.get("$id").and_then(Value::as_str).and_then(|id| resolve(base, id));
        self.own.extend(own.clone());
        let base = own.as_deref().unwrap_or(base);
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref" | "$dynamicRef", Value::String(target)) if !target.starts_with('#') => {
                    self.targets.extend(resolve(base, target));
                }
                _ => behind(keyword, value).into_iter().for_each(|inner| self.look(inner, base)),
            }
        }
    }
}

/// An address that stands in a schema, without its fragment, made whole by that of the schema.
fn resolve(base: &str, target: &str) -> Option<String> {
    let base = Uri::parse(base.split('#').next().unwrap_or_default().to_owned()).ok()?;
    let target = target.split('#').next().unwrap_or_default();
    let whole = jsonschema::uri::resolve_against(&base.borrow(), target).ok()?;
    Some(whole.as_str().to_owned())
}

/// The file that stands beside `file` as the address `target` stands beside `base`.
fn beside(base: &str, file: &str, target: &str) -> Option<String> {
    if target.starts_with(FOLDER) {
        return file_of(target).map(Cow::into_owned);
    }
    let (folder, _) = base.rsplit_once('/')?;
    let rest = target.strip_prefix(folder)?.strip_prefix('/')?;
    let rest = percent_decode_str(rest).decode_utf8().ok()?;
    let clean = !rest.split('/').any(|part| part.is_empty() || part == "..") && !rest.contains(':');
    clean.then(|| match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{rest}"),
        None => rest.into_owned(),
    })
}
