//! Two versions walked side by side, down to the smallest places that differ.
//!
//! A schema of an object says something of each property, a schema of a list of each item, and so on: it is a
//! conjunction of *parts*. A version that covers the other in every part covers it as a whole. Only where forms exclude
//! each other (`oneOf`) this takes a proof that the covering forms share nothing.

mod forms;
mod objects;

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use serde_json::{Map, Value};

use crate::{
    Answer, Change, Verdict, Witness,
    answer::Scope,
    document::Document,
    keyword,
    likeness::Versions,
    question::{Asked, Found, ask},
    reasons, samples,
    smaller::smallest,
    trail::{Into, Trail, overlaid},
};

static ANYTHING: Value = Value::Bool(true);

/// How many values of a place are tried in the whole.
const MOST_LIFTED: usize = 8;

/// The keywords whose parts are walked into.
const OBJECTS: [&str; 4] = ["properties", "required", "additionalProperties", "patternProperties"];
const LISTS: [&str; 2] = ["items", "prefixItems"];
const FORMS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords that depend on what all others have looked at.
const ON_THE_REST: [&str; 2] = ["unevaluatedProperties", "unevaluatedItems"];

/// The answers for the whole, and the places that differ.
pub(crate) fn compared(versions: Versions<'_>) -> (Verdict, Vec<Change>) {
    let (old, new) = (versions.old.root, versions.new.root);
    let mut walk = Walk {
        versions,
        asked: HashMap::new(),
        trail: Trail::default(),
        definition: None,
        met: HashSet::new(),
        within: Vec::new(),
        adds_up: Both { writers: true, readers: true },
        changes: Vec::new(),
    };
    walk.pair(old, new);
    let verdict =
        Verdict { writers: walk.of_the_whole(Question::Writers), readers: walk.of_the_whole(Question::Readers) };
    (verdict, walk.changes)
}

/// Which of the two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// Is what was valid still valid?
    Writers,
    /// Was what is valid now valid before?
    Readers,
}

impl Question {
    /// What accepts, and what may refuse.
    fn ends<T>(self, old: T, new: T) -> (T, T) {
        match self {
            Self::Writers => (old, new),
            Self::Readers => (new, old),
        }
    }
}

/// A value for each question.
#[derive(Clone, Copy, Debug)]
struct Both<T> {
    writers: T,
    readers: T,
}

impl<T> Both<T> {
    fn of(&mut self, question: Question) -> &mut T {
        match question {
            Question::Writers => &mut self.writers,
            Question::Readers => &mut self.readers,
        }
    }
}

/// A part in which two versions differ, taken by itself.
struct Part<'n> {
    /// The part of the old schema, and that of the new one.
    old: Value,
    new: Value,
    /// The property that it is about, where it is about one.
    property: Option<&'n str>,
    reasons: Vec<String>,
    /// Whether it is known from the form of the schemas that nothing is lost, should no witness be found.
    kept: Both<bool>,
}

struct Walk<'s> {
    versions: Versions<'s>,
    asked: HashMap<*const Value, Rc<Asked>>,
    trail: Trail<'s>,
    definition: Option<&'s str>,
    met: HashSet<(*const Value, *const Value)>,
    /// The pairs that the walk is within, each with how deep in an instance it was met.
    within: Vec<((*const Value, *const Value), usize)>,
    /// Whether the whole is covered where all parts are.
    adds_up: Both<bool>,
    changes: Vec<Change>,
}

impl<'s> Walk<'s> {
    fn pair(&mut self, old: &'s Value, new: &'s Value) {
        if self.versions.are_alike(old, new) {
            return;
        }
        let (old, new) = (self.versions.old.resolved(old), self.versions.new.resolved(new));
        let pair = (std::ptr::from_ref(old.schema), std::ptr::from_ref(new.schema));
        if !self.met.insert(pair) {
            // A definition within itself is as its parts are, since an instance ends somewhere; but it must be further
            // in.
            let depth = self.trail.depth();
            if self.within.iter().any(|(other, at)| *other == pair && *at == depth) {
                self.adds_up = Both { writers: false, readers: false };
            }
            return;
        }
        let outer = self.definition;
        self.definition = new.name.or(old.name).or(outer);
        self.within.push((pair, self.trail.depth()));
        self.parts(old.schema, new.schema);
        self.within.pop();
        self.definition = outer;
    }

    fn parts(&mut self, old: &'s Value, new: &'s Value) {
        let (Value::Object(was), Value::Object(is)) = (old, new) else {
            return self.whole(old, new);
        };
        let has = |names: &[&str]| names.iter().any(|name| was.contains_key(*name) || is.contains_key(*name));
        let is_of_one_type = was.get("type") == is.get("type");
        if !is_of_one_type || has(&ON_THE_REST) || !(has(&OBJECTS) || has(&LISTS) || has(&FORMS)) {
            return self.whole(old, new);
        }

        let is_own = |name: &str| !OBJECTS.contains(&name) && !LISTS.contains(&name) && !FORMS.contains(&name);
        self.group(old, new, &is_own);
        if has(&["patternProperties"]) {
            self.group(old, new, &|name| OBJECTS.contains(&name));
        } else if has(&OBJECTS) {
            self.objects(old, new, was, is);
        }
        if has(&["prefixItems"]) {
            self.group(old, new, &|name| LISTS.contains(&name));
        } else if has(&LISTS) {
            let items = |schema: &'s Map<String, Value>| schema.get("items").unwrap_or(&ANYTHING);
            self.step(old, new, Into::Items, items(was), items(is));
        }
        self.forms(old, new, was, is);
    }

    fn step(&mut self, old: &'s Value, new: &'s Value, into: Into<'s>, old_part: &'s Value, new_part: &'s Value) {
        self.trail.push(old, new, into);
        self.pair(old_part, new_part);
        self.trail.pop();
    }

    /// The whole of a schema as one part.
    fn whole(&mut self, old: &'s Value, new: &'s Value) {
        let reasons = reasons::of(old, new);
        self.part(old, new, Part { old: old.clone(), new: new.clone(), property: None, reasons, kept: NOT_KNOWN });
    }

    /// Some keywords of a schema as one part.
    fn group(&mut self, old: &'s Value, new: &'s Value, is_in_it: &dyn Fn(&str) -> bool) {
        let only = |schema: &Value| -> Value {
            let members = schema.as_object().into_iter().flat_map(keyword::deciding);
            let members = members.filter(|(name, ..)| *name == "type" || is_in_it(name));
            Value::Object(members.map(|(name, _, value)| (name.to_owned(), value.clone())).collect())
        };
        let (was, is) = (only(old), only(new));
        let reasons = reasons::of(&was, &is);
        if !reasons.is_empty() && was != is && !self.is_alike_in_all(&was, &is) {
            self.part(old, new, Part { old: was, new: is, property: None, reasons, kept: NOT_KNOWN });
        }
    }

    /// Whether two groups of keywords differ in nothing but the names of definitions.
    fn is_alike_in_all(&self, old: &Value, new: &Value) -> bool {
        self.versions.old.standalone(old) == self.versions.new.standalone(new)
    }

    /// Asks both questions of a part of the schemas at this place.
    fn part(&mut self, old: &'s Value, new: &'s Value, part: Part<'_>) {
        let asked_old = Asked::new(self.versions.old.standalone(&part.old));
        let asked_new = Asked::new(self.versions.new.standalone(&part.new));
        let mut answer = |question: Question, kept: bool| {
            let (holder, _) = question.ends((self.versions.old, old), (self.versions.new, new));
            let (from, to) = question.ends(&asked_old, &asked_new);
            self.answer(question, holder, from, to, part.property, kept)
        };
        let verdict = Verdict {
            writers: answer(Question::Writers, part.kept.writers),
            readers: answer(Question::Readers, part.kept.readers),
        };
        if verdict == Verdict::SAME {
            return;
        }
        let place = match part.property {
            Some(name) => self.trail.place_of(Into::Property(name)),
            None => self.trail.place(),
        };
        let definition = self.definition.map(str::to_owned);
        self.changes.push(Change { place, definition, reasons: part.reasons, verdict });
    }

    fn answer(
        &mut self,
        question: Question,
        holder: (Document<'s>, &'s Value),
        from: &Asked,
        to: &Asked,
        property: Option<&str>,
        kept: bool,
    ) -> Answer {
        let value = match ask(from, to) {
            Found::Kept => return Answer::Kept,
            Found::Lost(value) => Some(value),
            Found::Undecided if kept => return Answer::Kept,
            Found::Undecided => None,
        };
        // What the part takes by itself need not be an instance of the schema that it is a part of.
        let holder = self.asked(holder.0, holder.1);
        let shows = |instance: &Value| holder.accepts(instance) && to.refuses(instance);
        let names: Vec<&str> = property.into_iter().collect();
        let mut instances: Vec<Value> = value.iter().cloned().collect();
        instances.extend(value.iter().flat_map(|value| overlaid(value, &names, &holder)));
        instances.extend(holder.samples().iter().cloned());
        instances.retain(|instance| shows(instance));
        samples::by_size(&mut instances);
        for instance in instances.into_iter().take(MOST_LIFTED) {
            let instance = smallest(instance, &shows);
            if let Some(witness) = self.lifted(question, &instance, to, property) {
                return Answer::Lost(witness);
            }
        }
        value.map_or(Answer::Undecided, |instance| {
            Answer::Lost(Witness { instance, pointer: String::new(), of: Scope::Place })
        })
    }

    /// An instance of the whole with a value of this place in it, which the other version refuses for that value.
    fn lifted(&mut self, question: Question, value: &Value, to: &Asked, property: Option<&str>) -> Option<Witness> {
        let mut instance = value.clone();
        let mut pointer = String::new();
        for step in self.trail.back() {
            let (holder, _) = question.ends((self.versions.old, step.old), (self.versions.new, step.new));
            let (whole, key) = step.into.put(&instance, &self.asked(holder.0, holder.1))?;
            instance = whole;
            pointer.insert_str(0, &key);
        }
        let (from_root, to_root) = self.roots(question);
        let shows = |instance: &Value| {
            from_root.accepts(instance)
                && to_root.refuses(instance)
                && instance.pointer(&pointer).is_some_and(|value| to.refuses(value))
        };
        if !shows(&instance) {
            return None;
        }
        let instance = smallest(instance, &shows);
        let with_property = property.map(|name| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")));
        let pointer = with_property.filter(|pointer| instance.pointer(pointer).is_some()).unwrap_or(pointer);
        Some(Witness { instance, pointer, of: Scope::Whole })
    }

    /// The answer for the whole: by a witness, by a proof, or by the answers of its parts.
    fn of_the_whole(&mut self, question: Question) -> Answer {
        let answer = |change: &'_ Change| match question {
            Question::Writers => change.verdict.writers.clone(),
            Question::Readers => change.verdict.readers.clone(),
        };
        let answers: Vec<Answer> = self.changes.iter().map(answer).collect();
        let witnesses = answers.iter().filter_map(Answer::witness).filter(|witness| witness.is_whole());
        if let Some(witness) = witnesses.min_by_key(|witness| witness.instance.to_string().len()) {
            return Answer::Lost(witness.clone());
        }
        let (from, to) = self.roots(question);
        match ask(&from, &to) {
            Found::Kept => Answer::Kept,
            Found::Lost(instance) => Answer::Lost(Witness { instance, pointer: String::new(), of: Scope::Whole }),
            Found::Undecided if *self.adds_up.of(question) && answers.iter().all(Answer::is_kept) => Answer::Kept,
            Found::Undecided => Answer::Undecided,
        }
    }

    fn roots(&mut self, question: Question) -> (Rc<Asked>, Rc<Asked>) {
        let old = self.asked(self.versions.old, self.versions.old.root);
        let new = self.asked(self.versions.new, self.versions.new.root);
        question.ends(old, new)
    }

    fn asked(&mut self, document: Document<'s>, schema: &'s Value) -> Rc<Asked> {
        let asked = || Rc::new(Asked::new(document.standalone(schema)));
        Rc::clone(self.asked.entry(std::ptr::from_ref(schema)).or_insert_with(asked))
    }
}

/// Nothing is known from the form of the schemas.
const NOT_KNOWN: Both<bool> = Both { writers: false, readers: false };
