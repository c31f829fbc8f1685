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
    let wanted = |(root, file): (usize, &&str)| Wanted {
        address: address_of(file),
        file: (*file).to_owned(),
        root,
        is_needed: true,
    };
    let mut waiting: Vec<Wanted> = roots.iter().enumerate().map(wanted).collect();
    let mut is_read = BTreeSet::new();
    while let Some(Wanted { address, file, root, is_needed }) = waiting.pop() {
        if is_read.contains(&address) {
            continue;
        }
        let schema = match read(files, &file) {
            Ok(schema) => schema,
            // What only looks like a reference may lead to anything.
            Err(_) if !is_needed => continue,
            Err(reason) => return Err((root, reason)),
        };
        is_read.insert(address.clone());
        if is_read.len() > MOST_SCHEMAS {
            return Err((root, format!("the schemas refer to more than {MOST_SCHEMAS} files")));
        }
        let own = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str).map(str::to_owned);
        let base = own.as_deref().and_then(|own| resolve(&address, own)).unwrap_or_else(|| address.clone());
        let named = Named::of(&schema, &base);
        for target in named.targets.union(&named.perhaps).filter(|target| !named.own.contains(*target)) {
            if is_read.contains(target) {
                continue;
            }
            let is_of_run = addresses.contains_key(target) || target.starts_with(FOLDER);
            let is_needed = is_needed && is_of_run && named.targets.contains(target);
            let found = addresses.get(target).cloned().or_else(|| beside(files, &base, &file, target));
            let wanted = |file| Wanted { address: target.clone(), file, root, is_needed };
            waiting.extend(found.map(wanted));
        }
        if let Some(own) = own {
            by_address.insert(own.trim_end_matches('#').to_owned(), schema.clone());
        }
        by_address.insert(address, schema);
    }
    Ok(Known { by_address: Arc::new(by_address) })
}

/// A schema file that is to be read.
struct Wanted {
    address: String,
    file: String,
    /// The root that leads to it, by its number.
    root: usize,
    /// Whether it has to be there.
    is_needed: bool,
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
    /// Those that it refers to for sure.
    targets: BTreeSet<String>,
    /// Those that it refers to if what they stand in is a schema, and if an address within it is one by its dialect.
    perhaps: BTreeSet<String>,
    /// Those that it gives to parts of itself.
    own: BTreeSet<String>,
}

impl Named {
    /// Looks for addresses in a schema, which are relative to its own.
    fn of(schema: &Value, address: &str) -> Self {
        let mut named = Self::default();
        let Value::Object(keywords) = schema else { return named };
        for (keyword, value) in keywords {
            named.look_behind(keyword, value, &[address]);
        }
        named
    }

    /// Looks behind a keyword. The first base is that of the whole; behind it stand those of the two nearest parts around
    /// it, since some dialects pass over the `$id` beside a reference.
    fn look_behind(&mut self, keyword: &str, value: &Value, bases: &[&str]) {
        match (keyword, value) {
            ("$ref" | "$dynamicRef", Value::String(target)) if !target.starts_with('#') => {
                let addresses = bases.iter().filter_map(|base| resolve(base, target));
                if bases.len() == 1 { self.targets.extend(addresses) } else { self.perhaps.extend(addresses) }
            }
            _ => {
                let schemas = behind(keyword, value);
                if schemas.is_empty() {
                    // Data may be referred to as a schema all the same.
                    self.look_at_data(value, bases);
                }
                schemas.into_iter().for_each(|inner| self.look(inner, bases));
            }
        }
    }

    fn look(&mut self, schema: &Value, bases: &[&str]) {
        let Value::Object(keywords) = schema else { return };
        let base = bases.last().copied().unwrap_or_default();
        let own = keywords.get("$id").and_then(Value::as_str).and_then(|id| resolve(base, id));
        self.own.extend(own.clone());
        let around = match (&own, bases) {
            (Some(_), [whole, _, nearest]) => &[*whole, *nearest],
            _ => bases,
        };
        let bases: Vec<&str> = around.iter().copied().chain(own.as_deref()).collect();
        keywords.iter().for_each(|(keyword, value)| self.look_behind(keyword, value, &bases));
    }

    fn look_at_data(&mut self, data: &Value, bases: &[&str]) {
        match data {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str).filter(|target| !target.starts_with('#'));
                let addresses =
                    target.into_iter().flat_map(|target| bases.iter().filter_map(|base| resolve(base, target)));
                self.perhaps.extend(addresses);
                members.values().for_each(|member| self.look_at_data(member, bases));
            }
            Value::Array(items) => items.iter().for_each(|item| self.look_at_data(item, bases)),
            _ => {}
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

/// The file that stands beside `file` as the address `target` stands beside `base`: by the name that the address encodes,
/// or else by the address as it is written.
fn beside(files: &dyn Files, base: &str, file: &str, target: &str) -> Option<String> {
    let named = |written: &str| {
        let decoded = percent_decode_str(written).decode_utf8().ok()?.into_owned();
        let is_as_written = decoded != written && files.read(&decoded).is_err() && files.read(written).is_ok();
        Some(if is_as_written { written.to_owned() } else { decoded })
    };
    if let Some(file) = target.strip_prefix(FOLDER) {
        return named(file);
    }
    let (folder, _) = base.rsplit_once('/')?;
    let rest = target.strip_prefix(folder)?.strip_prefix('/')?;
    let is_clean = !rest.split('/').any(|part| part.is_empty() || part == "..") && !rest.contains(':');
    let whole = match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{rest}"),
        None => rest.to_owned(),
    };
    is_clean.then(|| named(&whole)).flatten()
}
