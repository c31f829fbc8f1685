//! `test`: the data that it is given, the changes, and what it expects.

use accordance_syntax::ast::{self, Expected, Given, Step};

use super::{BUILT_IN, Checker, data, scope::Body};
use crate::{
    Code, FileId, Type,
    core::{DataPlace, Expect, ExpectedOutcome, RecordAt, Test},
    source::beside,
};

impl<'c> Checker<'c> {
    pub(super) fn test(&mut self, file: FileId, test: &'c ast::Test) {
        let mut body = Body::new(self, file);
        let checked = body.test(test);
        if !body.has_errors && !test.has_mistakes {
            self.program.tests.push(checked);
        }
    }
}

impl<'c> Body<'_, 'c> {
    fn test(&mut self, test: &'c ast::Test) -> Test {
        let own = self.checker.sources.files[self.file].name.clone();
        let (mut files, mut records) = (Vec::new(), Vec::new());
        // Whoever expects `schema` to fail writes what is wrong on purpose.
        let may_be_wrong = test.expects.iter().any(|expect| expect.rule.text == BUILT_IN[0]);
        for given in &test.given {
            match given {
                Given::Files { paths, .. } => {
                    for path in paths {
                        let place = self.place(path.span);
                        match beside(&own, &path.value) {
                            Some(name) => files.push((name, place)),
                            None => {
                                let message = format!("the path {:?} leaves the folder of the run", path.value);
                                let label = "name a file within the folder, relative to this one";
                                self.mistake::<()>(Code::ImportOutside, path.span, message, label);
                            }
                        }
                    }
                }
                Given::Records { collection, records: given, .. } => {
                    let Some(number) = self.collection(collection) else { continue };
                    let ty = self.environment().record_type(number).clone();
                    for record in given {
                        self.known_fields(record, &ty);
                        if !may_be_wrong {
                            self.known_words(record, &ty, &collection.text);
                        }
                    }
                    records.push((number, given.iter().map(data::json).collect()));
                }
            }
        }
        // Of a record of a file it is told when the test is tried what makes it invalid.
        let is_checked = files.is_empty() && !may_be_wrong;
        let mut changes = Vec::new();
        for change in &test.changes {
            if let Some((place, ty)) = self.typed_place(&change.place) {
                if let Some(ty) = ty.filter(|_| is_checked) {
                    let written = self.written(change.place.span);
                    self.known_words(&change.to, &ty, &written);
                }
                changes.push((place, data::json(&change.to)));
            }
        }
        let mut expects = Vec::new();
        for expect in &test.expects {
            let known = self.checker.known_rule(self.file, &expect.rule);
            self.has_errors |= !known;
            let outcome = match &expect.expected.value {
                Expected::Passes => ExpectedOutcome::Passes,
                Expected::DoesNotApply => ExpectedOutcome::DoesNotApply,
                Expected::CannotTell => ExpectedOutcome::CannotTell,
                Expected::Fails { at } => {
                    ExpectedOutcome::Fails(at.iter().filter_map(|place| self.data_place(place)).collect())
                }
            };
            expects.push(Expect { rule: expect.rule.text.clone(), outcome, place: self.place(expect.span) });
        }
        Test { title: test.title.value.clone(), files, records, changes, expects, place: self.place(test.span) }
    }

    fn collection(&mut self, name: &ast::Name) -> Option<usize> {
        let environment = self.environment();
        if let Some(number) = environment.collection(&name.text) {
            return Some(number);
        }
        let names: Vec<&str> = environment.collection_names().collect();
        self.unknown_entry(name, &names, "collection");
        None
    }

    fn data_place(&mut self, written: &ast::Place) -> Option<DataPlace> {
        self.typed_place(written).map(|(place, _)| place)
    }

    /// `meetings["lyon-2023"].contributions[0]`, and what stands there as far as the schema says.
    fn typed_place(&mut self, written: &ast::Place) -> Option<(DataPlace, Option<Type>)> {
        let collection = self.collection(&written.collection)?;
        let place = self.place(written.span);
        let mut steps = written.steps.iter();
        let record = match steps.next() {
            Some(Step::Id(id)) => RecordAt::Id(id.value.clone()),
            Some(Step::Position(position)) => RecordAt::Position(position.value),
            Some(Step::Field(_)) | None => {
                let message = "the place does not say which record";
                let label = format!("write the id of the record, like {}[\"id\"]", written.collection.text);
                return self.mistake(Code::NotAPlace, written.span, message, label);
            }
        };
        let mut pointer = String::new();
        let mut ty = Some(self.environment().record_type(collection).clone());
        for step in steps {
            match step {
                Step::Field(name) => {
                    if let Some(Type::Record(parts)) = &ty {
                        let found = self.environment().field(parts, &name.text);
                        if found.is_none() {
                            return self.unknown_field(parts, name);
                        }
                        ty = found.map(|found| found.ty);
                    } else {
                        ty = None;
                    }
                    pointer.push('/');
                    pointer.push_str(&name.text.replace('~', "~0").replace('/', "~1"));
                }
                Step::Position(position) => {
                    ty = ty.and_then(|ty| ty.item().cloned());
                    pointer.push_str(&format!("/{}", position.value));
                }
                Step::Id(id) => {
                    let message = "an id stands right after its collection only";
                    return self.mistake(
                        Code::NotAPlace,
                        id.span,
                        message,
                        "write the position of the item, counted from 0: `[0]` for the first",
                    );
                }
            }
        }
        Some((DataPlace { collection, record, pointer, place }, ty))
    }
}
