//! From a schema to shapes.

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use referencing::Resolver;
use serde_json::{Map, Value as Schema, json};

use super::{
    draught::{Draught, ListDraught, ObjectDraught, asserted},
    shape::{Kinds, More, Shape, Shapes},
    unfold::unfold,
};
use crate::{Tape, tree::size, validation_options};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The shapes of a schema, and the number of the one of the whole.
pub(super) fn compile<'r>(schema: &'r Schema, resolver: &Resolver<'r>) -> (Shapes, u32) {
    let mut compiler =
        Compiler { shapes: Shapes::new(), targets: HashMap::new(), waiting: Vec::new(), plain: HashMap::new() };
    let root = compiler.target(schema, resolver, IsResource::Yes);
    while let Some(Waiting { schema, resolver, is_resource, own }) = compiler.waiting.pop() {
        let shape = compiler.shape(schema, &resolver, is_resource);
        compiler.shapes.all[own as usize] = Shape { more: compiler.more(vec![More::All(shape)]), ..Shape::ANY };
    }
    let root = unfold(&mut compiler.shapes, root);
    (compiler.shapes, root)
}

struct Compiler<'r> {
    shapes: Shapes,
    /// The shapes of what is referred to, by where it is in memory and the address that its references are relative to.
    targets: HashMap<(usize, String), u32>,
    /// What is referred to and not read yet. It is read one after the other, since a schema may refer to another, and that
    /// to a third one, as often as it has room for.
    waiting: Vec<Waiting<'r>>,
    /// The shapes of schemas without others in them, so that equal ones have one shape, and its tables stay at hand.
    plain: HashMap<String, u32>,
}

/// A schema that is referred to, and the number of the shape that it becomes.
struct Waiting<'r> {
    schema: &'r Schema,
    resolver: Resolver<'r>,
    is_resource: IsResource,
    own: u32,
}

/// Whether a schema is a resource, whose address the resolver knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IsResource {
    Yes,
    No,
}

impl<'r> Compiler<'r> {
    /// The shape of a schema that may be referred to from within itself.
    fn target(&mut self, schema: &'r Schema, resolver: &Resolver<'r>, is_resource: IsResource) -> u32 {
        let key = (std::ptr::from_ref(schema).addr(), resolver.base_uri().as_str().to_owned());
        if let Some(known) = self.targets.get(&key) {
            return *known;
        }
        let own = self.add(self.shapes.all[Shapes::UNKNOWN as usize]);
        self.targets.insert(key, own);
        self.waiting.push(Waiting { schema, resolver: resolver.clone(), is_resource, own });
        own
    }

    fn add(&mut self, shape: Shape) -> u32 {
        self.shapes.all.push(shape);
        size(self.shapes.len() - 1)
    }

    fn more(&mut self, more: Vec<More>) -> u32 {
        if more.is_empty() { Shape::NO } else { push(&mut self.shapes.more, more.into()) }
    }

    fn shape(&mut self, schema: &Schema, resolver: &Resolver<'r>, is_resource: IsResource) -> u32 {
        match schema {
            Schema::Bool(true) => Shapes::ANY,
            Schema::Bool(false) => Shapes::NOTHING,
            Schema::Object(keywords) => {
                let plain = plain(keywords);
                if let Some(known) = plain.as_ref().and_then(|plain| self.plain.get(plain)) {
                    return *known;
                }
                let shape = match self.of_keywords(keywords, resolver, is_resource) {
                    Some(shape) => self.add(shape),
                    None => match whole(schema) {
                        Some(whole) => {
                            let more = self.more(vec![whole]);
                            self.add(Shape { more, ..Shape::ANY })
                        }
                        None => Shapes::UNKNOWN,
                    },
                };
                if let Some(plain) = plain {
                    self.plain.insert(plain, shape);
                }
                shape
            }
            _ => Shapes::UNKNOWN,
        }
    }

    /// The shape of a schema all of whose keywords are known here.
    fn of_keywords(
        &mut self,
        keywords: &Map<String, Schema>,
        resolver: &Resolver<'r>,
        is_resource: IsResource,
    ) -> Option<Shape> {
        let mut draught = Draught::default();
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$schema", Schema::String(dialect)) if dialect.trim_end_matches('#') == DIALECT => {}
                ("$id", Schema::String(_)) if is_resource == IsResource::Yes => {}
                _ if is_annotation(keyword) => {}
                (keyword, value) => {
                    let is_read = match keyword {
                        "$ref" | "allOf" | "anyOf" | "oneOf" | "not" | "if" => {
                            self.applied(&mut draught.more, keyword, value, keywords, resolver)
                        }
                        "items" | "prefixItems" => self.items(&mut draught.list, keyword, value, resolver),
                        "properties" | "patternProperties" | "additionalProperties" | "propertyNames" => {
                            self.members(&mut draught.object, keyword, value, resolver)
                        }
                        _ => asserted(&mut draught, keyword, value),
                    };
                    is_read.or_else(|| alone(&mut draught.more, keyword, value))?;
                }
            }
        }
        self.finish(draught)
    }

    /// Reads a keyword that applies other schemas to the same value.
    fn applied(
        &mut self,
        more: &mut Vec<More>,
        keyword: &str,
        value: &Schema,
        keywords: &Map<String, Schema>,
        resolver: &Resolver<'r>,
    ) -> Option<()> {
        let mut each = |shapes: &Schema| {
            let shapes = shapes.as_array()?.iter();
            Some(shapes.map(|shape| self.shape(shape, resolver, IsResource::No)).collect::<Box<[u32]>>())
        };
        match keyword {
            "$ref" => more.push(More::All(self.referred_to(value.as_str()?, resolver))),
            "allOf" => more.extend(each(value)?.into_iter().map(More::All)),
            "anyOf" => more.push(More::Any(each(value)?)),
            "oneOf" => more.push(More::One(each(value)?)),
            "not" => more.push(More::Not(self.shape(value, resolver, IsResource::No))),
            _ => {
                let mut branch = |keyword: &str| {
                    keywords.get(keyword).map_or(Shapes::ANY, |branch| self.shape(branch, resolver, IsResource::No))
                };
                let (then, otherwise) = (branch("then"), branch("else"));
                more.push(More::If { condition: self.shape(value, resolver, IsResource::No), then, otherwise });
            }
        }
        Some(())
    }

    fn referred_to(&mut self, target: &str, resolver: &Resolver<'r>) -> u32 {
        let Ok(found) = resolver.lookup(target) else { return Shapes::UNKNOWN };
        let (schema, resolver, draft) = found.into_inner();
        if draft != Draft::Draft202012 {
            return Shapes::UNKNOWN;
        }
        let is_resource = match target.split_once('#') {
            None | Some((_, "")) => IsResource::Yes,
            _ => IsResource::No,
        };
        self.target(schema, &resolver, is_resource)
    }

    fn items(&mut self, list: &mut ListDraught, keyword: &str, value: &Schema, resolver: &Resolver<'r>) -> Option<()> {
        match (keyword, value) {
            ("items", Schema::Array(_)) => return None,
            ("items", item) => list.items = Some(self.shape(item, resolver, IsResource::No)),
            (_, first) => {
                let first = first.as_array()?.iter();
                list.first = first.map(|item| self.shape(item, resolver, IsResource::No)).collect();
            }
        }
        Some(())
    }

    fn members<'s>(
        &mut self,
        object: &mut ObjectDraught<'s>,
        keyword: &str,
        value: &'s Schema,
        resolver: &Resolver<'r>,
    ) -> Option<()> {
        match keyword {
            "properties" => {
                for (name, schema) in value.as_object()? {
                    object.properties.push((name, self.shape(schema, resolver, IsResource::No)));
                }
            }
            "patternProperties" => {
                for (pattern, schema) in value.as_object()? {
                    let names = validator(&json!({ "pattern": pattern }))?;
                    object.patterns.push((names, self.shape(schema, resolver, IsResource::No)));
                }
            }
            "additionalProperties" => object.additional = Some(self.shape(value, resolver, IsResource::No)),
            _ => object.names = Some(self.shape(value, resolver, IsResource::No)),
        }
        Some(())
    }

    fn finish(&mut self, draught: Draught<'_>) -> Option<Shape> {
        let Draught { kinds, is_whole, text, number, list, object, mut more } = draught;
        let mut texts = text.finish().into_iter();
        let text = texts.next().map_or(Shape::NO, |text| push(&mut self.shapes.texts, text));
        for text in texts {
            let text = push(&mut self.shapes.texts, text);
            more.push(More::All(self.add(Shape { text, ..Shape::ANY })));
        }
        let is_bound = !number.bounds.is_empty();
        let number = if is_bound { push(&mut self.shapes.numbers, number) } else { Shape::NO };
        let list = list.finish().map_or(Shape::NO, |list| push(&mut self.shapes.lists, list));
        let object = if object.is_empty() { Shape::NO } else { push(&mut self.shapes.objects, object.finish()?) };
        let more = self.more(more);
        Some(Shape { kinds: kinds.unwrap_or(Kinds::ALL), is_whole, text, number, list, object, more })
    }
}

fn push<T>(all: &mut Vec<T>, one: T) -> u32 {
    all.push(one);
    size(all.len() - 1)
}

/// Whether a keyword asks nothing of a value by itself.
fn is_annotation(keyword: &str) -> bool {
    const ANNOTATIONS: [&str; 14] = [
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "default",
        "definitions",
        "deprecated",
        "description",
        "else",
        "examples",
        "readOnly",
        "then",
        "title",
        "writeOnly",
    ];
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// Keywords that mean the same whatever stands beside them.
const ALONE: [&str; 17] = [
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "dependentRequired",
    "pattern",
    "required",
];

/// Lets the library decide a keyword that means the same whatever stands beside it.
fn alone(more: &mut Vec<More>, keyword: &str, value: &Schema) -> Option<()> {
    if !ALONE.contains(&keyword) {
        return None;
    }
    more.push(More::Whole(Box::new(validator(&json!({ keyword: value }))?)));
    Some(())
}

/// Lets the library decide a schema that refers to nothing.
fn whole(schema: &Schema) -> Option<More> {
    if refers(schema) { None } else { Some(More::Whole(Box::new(validator(schema)?))) }
}

/// What a schema without others in it asks, as a text.
fn plain(keywords: &Map<String, Schema>) -> Option<String> {
    let mut asked: Vec<_> = keywords.iter().filter(|(keyword, _)| !is_annotation(keyword)).collect();
    asked.sort_unstable_by_key(|(keyword, _)| *keyword);
    let is_plain = asked.iter().all(|(keyword, _)| *keyword == "type" || ALONE.contains(&keyword.as_str()));
    is_plain.then(|| json!(asked).to_string())
}

/// Whether something in a schema may refer to what is outside of it, or means something else where it stands alone.
fn refers(schema: &Schema) -> bool {
    match schema {
        Schema::Object(members) => members.iter().any(|(name, member)| {
            matches!(
                name.as_str(),
                "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "$id" | "$recursiveRef" | "$ref" | "$schema"
            ) || refers(member)
        }),
        Schema::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

fn validator(schema: &Schema) -> Option<Validator<Tape>> {
    validation_options().with_draft(Draft::Draft202012).build(schema).ok()
}
