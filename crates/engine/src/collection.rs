//! The collections of a run: which records belong to each, and what they must be like.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use accordance_document::{Quick, Tape, Value as Node, ValueKind};
use accordance_rules::{CollectionSchema, Environment};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jsonschema::{Registry, Retrieve, Uri, ValidationOptions, Validator};
use rayon::prelude::*;
use serde_json::Value;

use crate::{
    Config, Files, alternatives,
    kind::kind_of,
    nearest::nearest,
    references::{References, Steps},
    schemas::{self, Known, address_of},
};

/// A collection with its schema.
pub(crate) struct Collection {
    pub(crate) name: Arc<str>,
    /// The only word that the schema lets a record's `kind` be.
    kind: Option<String>,
    /// The files that hold all its records; where there are none, a record belongs here by its kind.
    files: Option<GlobSet>,
    pub(crate) schema: Arc<Value>,
    pub(crate) references: References,
    pub(crate) id: Option<String>,
    /// The address of the schema, and what that in it is relative to.
    address: String,
    base: Uri<String>,
    making: Arc<Making>,
    quick: OnceLock<Quick>,
    validator: OnceLock<Result<Validator<Tape>, String>>,
    schema_size: OnceLock<usize>,
}

/// What validators are made with.
struct Making {
    known: Known,
    /// One for all schemas: what is built for a pattern serves all of them.
    options: ValidationOptions<'static, Arc<dyn Retrieve>, Tape>,
}

impl Making {
    /// A schema with all that it refers to.
    fn registry<'s>(&self, address: &str, schema: &'s Value) -> Result<Registry<'s>, String> {
        let registry = Registry::new().retriever(self.known.clone()).add(address, schema);
        registry.and_then(jsonschema::RegistryBuilder::prepare).map_err(|error| error.to_string())
    }
}

/// The collections of a run, with their schemas made ready.
pub struct Collections {
    pub(crate) all: Vec<Collection>,
    environment: Environment,
}

impl std::fmt::Debug for Collections {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.all.iter().map(|collection| &collection.name)).finish()
    }
}

/// A collection that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the collection {collection} cannot be used: {reason}")]
pub struct CollectionError {
    /// The name of the collection.
    pub collection: String,
    /// Why.
    pub reason: String,
}

/// What a collection is made from.
struct Definition {
    name: String,
    schema: Arc<Value>,
    address: String,
    files: Option<GlobSet>,
    id: Option<String>,
}

impl Collections {
    /// Collections whose records name their `kind`, each with its schema, and those of a configuration. Where both have
    /// one of a name, the configuration's counts.
    ///
    /// A schema has one word for the `kind` of its records, as a `const` or an `enum` of one word, which a `$ref` may
    /// lead to. The collections of a configuration find their records by the names of files, and need no kind.
    ///
    /// The schemas of kinds are taken to be JSON Schemas: one that is none refuses all records.
    ///
    /// # Errors
    /// The first collection whose schema cannot be used, and why: also where it has no one word for the kind, or where
    /// another has the same.
    ///
    /// Records of a type of one's own, which derives its schema:
    ///
    /// ```
    /// use accordance_document::Format;
    /// use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Role, check};
    /// use schemars::{JsonSchema, schema_for};
    ///
    /// #[derive(JsonSchema)]
    /// #[serde(rename_all = "snake_case")]
    /// enum NoteKind {
    ///     Note,
    /// }
    ///
    /// #[derive(JsonSchema)]
    /// struct Note {
    ///     kind: NoteKind,
    ///     #[schemars(extend("x-identifies" = "notes"))]
    ///     id: String,
    ///     #[schemars(extend("x-refers-to" = "notes"))]
    ///     answers: Option<String>,
    /// }
    ///
    /// let files = MemoryFiles::from_iter([(
    ///     "notes.yaml",
    ///     "- {kind: note, id: n-1}\n- {kind: note, id: n-2, answers: n-3}\n- {kind: note}\n",
    /// )]);
    /// let kinds = [("notes".to_owned(), schema_for!(Note).to_value())];
    /// let collections = Collections::new(kinds, &Config::default(), &files)?;
    ///
    /// let list = [RecordFile { name: "notes.yaml".into(), format: Format::Yaml, role: Role::Checked }];
    /// let report = check(&files, &list, &collections, Options::default());
    /// let told: Vec<_> = report.findings.iter().map(|found| (found.place.line, &*found.rule)).collect();
    /// assert_eq!(told, [(2, "dangling-reference"), (3, "schema")]);
    /// # Ok::<(), accordance_engine::CollectionError>(())
    /// ```
    pub fn new(
        kinds: impl IntoIterator<Item = (String, Value)>,
        config: &Config,
        files: &dyn Files,
    ) -> Result<Self, CollectionError> {
        let mut definitions = Vec::new();
        for (name, schema) in kinds {
            if definitions.iter().any(|known: &Definition| known.name == name) {
                let reason = "there are two kinds of this name".to_owned();
                return Err(CollectionError { collection: name, reason });
            }
            if !config.collections.contains_key(&name) {
                let address = address_of(&format!(".kinds/{name}.json"));
                definitions.push(Definition { name, schema: schema.into(), address, files: None, id: None });
            }
        }
        let roots: Vec<&str> = config.collections.values().map(|collection| collection.schema.as_str()).collect();
        let known = schemas::load(files, &roots, &config.schemas).map_err(|(root, reason)| {
            let collection = config.collections.keys().nth(root).cloned().unwrap_or_default();
            CollectionError { collection, reason }
        })?;
        for (name, collection) in &config.collections {
            let fail = |reason: String| CollectionError { collection: name.clone(), reason };
            let schema = known.of_file(&collection.schema).cloned();
            definitions.push(Definition {
                name: name.clone(),
                schema: schema.ok_or_else(|| fail("its schema cannot be read".into()))?.into(),
                address: address_of(&collection.schema),
                files: Some(patterns(&collection.files).map_err(fail)?),
                id: collection.id.clone(),
            });
        }
        let numbers: BTreeMap<String, usize> =
            definitions.iter().enumerate().map(|(number, definition)| (definition.name.clone(), number)).collect();
        for path in config.references.keys() {
            let collection = path.split('.').next().unwrap_or_default();
            if !numbers.contains_key(collection) {
                let near = nearest(collection, numbers.keys().map(String::as_str));
                let near = near.map(|near| format!("; write {near}")).unwrap_or_default();
                let reason = format!("the reference {path} begins with it, and there is no such collection{near}");
                return Err(CollectionError { collection: collection.to_owned(), reason });
            }
        }
        let making = Arc::new(Making { known, options: accordance_document::validation_options() });
        let unread = Environment::of_names(definitions.iter().map(|definition| definition.name.as_str().into()));
        let ready = |number, definition| ready(number, definition, &making, &numbers, config, unread.clone());
        let ready: Vec<_> =
            definitions.par_iter().enumerate().map(|(number, definition)| ready(number, definition)).collect();
        let (mut all, mut environment): (Vec<Collection>, Environment) = (Vec::new(), unread);
        for (number, (definition, ready)) in definitions.iter().zip(ready).enumerate() {
            let fail = |reason: String| CollectionError { collection: definition.name.clone(), reason };
            let (collection, read) = ready.map_err(fail)?;
            if let Some(kind) = collection.found_by_kind()
                && let Some(other) = all.iter().find(|other: &&Collection| other.found_by_kind() == Some(kind))
            {
                return Err(fail(format!("records of the kind {kind:?} belong to the collection {} too", other.name)));
            }
            environment.adopt(number, read);
            all.push(collection);
        }
        let targets = all.iter().flat_map(|collection| &collection.references.given).map(|(_, target)| *target);
        if let Some(target) = targets.filter_map(|target| all.get(target)).find(|target| target.id.is_none()) {
            let reason = "records refer to it, and it has no id; write where that is, like id = \"/number\"".to_owned();
            return Err(CollectionError { collection: target.name.to_string(), reason });
        }
        Ok(Self { all, environment })
    }

    /// What names and types rules may use. Collections have the same numbers in it as here.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The names of the collections.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|collection| &*collection.name)
    }

    /// Whether a collection takes the records of a file by the file's name.
    pub fn takes_file(&self, file: &str) -> bool {
        self.by_file(file).is_some()
    }

    /// The name of the collection that takes the records of a file by the file's name.
    pub fn of_file(&self, file: &str) -> Option<&str> {
        self.by_file(file).map(|number| &*self.all[number].name)
    }

    /// The collection of all records of a file.
    pub(crate) fn by_file(&self, file: &str) -> Option<usize> {
        self.all.iter().position(|collection| collection.files.as_ref().is_some_and(|files| files.is_match(file)))
    }

    /// What is advised of a record that belongs to no collection, behind giving it a kind.
    pub(crate) fn or_by_file(&self) -> &'static str {
        let by_file = self.all.iter().any(|collection| collection.files.is_some());
        if by_file { ", or name the file in a collection of accordance.toml" } else { "" }
    }

    /// The collection of the records of a kind.
    pub(crate) fn by_kind(&self, kind: &str) -> Option<usize> {
        self.all.iter().position(|collection| collection.found_by_kind() == Some(kind))
    }

    /// The kinds by which records are found.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter_map(Collection::found_by_kind)
    }

    /// The name of the collection that holds records of a kind, and finds them by the names of their files.
    pub(crate) fn by_file_of_kind(&self, kind: &str) -> Option<&str> {
        let takes = |collection: &&Collection| collection.files.is_some() && collection.kind.as_deref() == Some(kind);
        self.all.iter().find(takes).map(|collection| &*collection.name)
    }
}

fn patterns(files: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in files {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        set.add(glob.map_err(|error| format!("the pattern {pattern} cannot be used: {}", error.kind()))?);
    }
    set.build().map_err(|error| error.to_string())
}

/// What a schema says of ids and references.
const MARKS: [&str; 2] = ["x-identifies", "x-refers-to"];

/// A collection made ready, and read into an environment.
fn ready(
    number: usize,
    definition: &Definition,
    making: &Arc<Making>,
    numbers: &BTreeMap<String, usize>,
    config: &Config,
    mut environment: Environment,
) -> Result<(Collection, Environment), String> {
    let Definition { name, schema, address, files, id } = definition;
    let registry = making.registry(address, schema)?;
    let own = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str);
    let base = own.and_then(|own| jsonschema::uri::resolve_against(&Uri::parse(address.as_str()).ok()?, own).ok());
    let base = match base {
        Some(base) => base,
        None => jsonschema::uri::from_str(address).map_err(|error| error.to_string())?,
    };
    let resolver = registry.resolver(base.clone());
    let target = |mark: &Value| match mark.as_str().and_then(|name| numbers.get(name)) {
        Some(number) => Ok(Some(*number)),
        // The schema of a kind may speak of others that are none of the run.
        None if files.is_none() => Ok(None),
        None => {
            let near = mark.as_str().and_then(|name| nearest(name, numbers.keys().map(String::as_str)));
            let near = near.map(|near| format!("; write \"{near}\"")).unwrap_or_default();
            Err(format!("x-refers-to names a collection, and its schema has {mark}, which is none{near}"))
        }
    };
    let misspelt = |keyword: &str, name: &str| match nearest(keyword, MARKS) {
        // A keyword of somebody else hardly names a collection.
        Some(mark) if files.is_some() && numbers.contains_key(name) => {
            Err(format!("its schema has the keyword {keyword:?}; write {mark:?}"))
        }
        _ => Ok(()),
    };
    let mut references = References::read(schema, resolver, &target, &misspelt)?;
    for (path, target) in &config.references {
        let mut steps = path.split('.');
        if steps.next() == Some(name.as_str()) {
            let number = numbers.get(target).ok_or_else(|| {
                let near = nearest(target, numbers.keys().map(String::as_str));
                let near = near.map(|near| format!("; write {near}")).unwrap_or_default();
                format!("its reference {path} leads to {target}, which is no collection{near}")
            })?;
            references.given.push((steps.map(Into::into).collect(), *number));
        }
    }
    let kind = kind_of(schema, &registry.resolver(base.clone())).map(str::to_owned);
    if files.is_none() && kind.is_none() {
        let reason = "its records are found by their kind, and its schema has no one word for that; \
                      write \"kind\": {\"const\": \"…\"} among its properties";
        return Err(reason.into());
    }
    if let Some(wrong) = id.as_deref().filter(|id| !id.starts_with('/')) {
        return Err(format!("its id {wrong:?} is no JSON Pointer; write \"/{wrong}\""));
    }
    let id = id.clone().or_else(|| references.id().map(str::to_owned));
    let collection = Collection {
        name: name.as_str().into(),
        kind,
        files: files.clone(),
        schema: Arc::clone(schema),
        references,
        id,
        address: address.clone(),
        base: base.clone(),
        making: Arc::clone(making),
        quick: OnceLock::new(),
        schema_size: OnceLock::new(),
        validator: OnceLock::new(),
    };
    // What a configuration names may be anything.
    if files.is_some() {
        if alternatives::multiply(schema, &registry.resolver(base.clone())) {
            let reason = "in its schema, references stand in too long a row or alternatives multiply: \
                          one value may be asked hundreds of thousands of them";
            return Err(reason.into());
        }
        collection.validator()?;
    }
    let types = CollectionSchema {
        name: name.as_str().into(),
        schema,
        resolver: registry.resolver(base),
        id: collection.id.clone(),
        references: collection.references.given.clone(),
    };
    environment.read(number, &types)?;
    Ok((collection, environment))
}

/// How many keys and values there are in a schema.
fn size(schema: &Value) -> usize {
    1 + match schema {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(|member| 1 + size(member)).sum(),
        _ => 0,
    }
}

impl Collection {
    /// The word in a record's `kind` by which it belongs here; nothing where its file tells that.
    fn found_by_kind(&self) -> Option<&str> {
        self.kind.as_deref().filter(|_| self.files.is_none())
    }

    /// What knows of most valid records that they are.
    pub(crate) fn quick(&self) -> &Quick {
        self.quick.get_or_init(|| match self.making.registry(&self.address, &self.schema) {
            Ok(registry) => Quick::new(&self.schema, &registry.resolver(self.base.clone())),
            Err(_) => Quick::of(&self.schema),
        })
    }

    /// What knows of all records whether they are valid, and why not. It is made for the first record of which nothing
    /// else knows.
    ///
    /// # Errors
    /// Why the schema is none.
    pub(crate) fn validator(&self) -> Result<&Validator<Tape>, String> {
        let make = || {
            let registry = self.making.registry(&self.address, &self.schema)?;
            let options = self.making.options.clone().with_registry(&registry).with_base_uri(self.address.clone());
            options.build(&self.schema).map_err(|error| format!("its schema is not a JSON Schema: {error}"))
        };
        self.validator.get_or_init(make).as_ref().map_err(Clone::clone)
    }

    /// How many keys and values the schema has.
    pub(crate) fn schema_size(&self) -> usize {
        *self.schema_size.get_or_init(|| size(&self.schema))
    }

    /// Calls `found` for each reference of a record: the collection, the value, and a way to its pointer. Where a
    /// record decides which parts of its schema hold for it, nothing is known of the references of one that is not
    /// valid. Says no where they cannot be told of one that is.
    pub(crate) fn each_reference<'a>(
        &self,
        record: Node<'a>,
        is_valid: bool,
        found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>),
    ) -> bool {
        if self.references.are_of_schema() {
            self.references.each(record, found);
            return true;
        }
        let validator = self.validator().ok().filter(|_| is_valid);
        let are_told = validator
            .is_none_or(|validator| self.references.each_of_record(record, (validator, self.schema_size()), found));
        self.references.each_given(record, found);
        are_told
    }

    /// Whether a record is valid.
    pub(crate) fn is_valid(&self, record: Node<'_>) -> bool {
        let validator = self.validator();
        validator.is_ok_and(|validator| {
            record.bounded(self.schema_size(), |record| validator.is_valid(record)) == Some(true)
        })
    }

    /// The id of a record.
    pub(crate) fn id_of<'a>(&self, record: Node<'a>) -> Option<Cow<'a, str>> {
        let pointer = self.id.as_deref()?;
        // Most ids are members of their record.
        let id = match pointer.strip_prefix('/') {
            Some(name) if record.kind() == ValueKind::Object && !name.contains(['/', '~']) => record.get(name)?,
            _ => record.pointer(pointer)?,
        };
        match id.as_str() {
            Some(text) => Some(text.into()),
            None => key(id).map(|id| Cow::Owned(id.into())),
        }
    }
}

/// An id or a reference as indexes hold it. Numbers that are equal are the same id, however they are written.
pub(crate) fn key(value: Node<'_>) -> Option<Box<str>> {
    match value.as_str() {
        Some(text) => Some(text.into()),
        None if value.as_f64().is_some() => key_of_json(&value.to_json()),
        None => None,
    }
}

/// The same of a value by itself.
pub(crate) fn key_of_json(value: &Value) -> Option<Box<str>> {
    let written = match value {
        Value::String(text) => return Some(text.as_str().into()),
        Value::Number(written) => written,
        _ => return None,
    };
    let number = written.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number of less than 127 bits")]
    let whole = (written.is_f64() && number.fract() == 0.0 && number.abs() < WHOLE).then_some(number as i128);
    Some(whole.map_or_else(|| written.to_string(), |whole| whole.to_string()).into())
}

/// No whole number of 64 bits is as large: 2 to the power of 64.
const WHOLE: f64 = 18_446_744_073_709_551_616.0;

#[cfg(test)]
mod tests {
    use accordance_document::{Limits, Tree, parse_json};

    use super::key;

    #[test]
    fn equal_numbers_are_the_same_id() {
        let key = |text: &str| {
            let mut tree = Tree::new();
            key(parse_json(text, &mut tree, Limits::default()).expect("JSON")).map(String::from)
        };
        for (one, other) in [
            ("7", "7.0"),
            ("100", "1e2"),
            ("0", "-0.0"),
            ("-3", "-3.0"),
            ("18446744073709549568", "18446744073709549568.0"),
            ("0.5", "5e-1"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
            assert!(key(one).is_some(), "{one}");
        }
        for (one, other) in [("7", "7.5"), ("9007199254740993", "9007199254740992.0"), ("1e300", "2e300")] {
            assert_ne!(key(one), key(other), "{one}");
        }
        assert_eq!(key("null"), None);
    }
}
