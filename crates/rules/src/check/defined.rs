//! The parameters and definitions of files, and which of them a file sees: its own, and those that it imports.

use std::collections::HashMap;

use accordance_syntax::ast;

use super::{Checker, data};
use crate::{
    Code, Diagnostic, FileId, Place, Sources,
    core::Parameter,
    source::{beside, can_be_imported},
};

/// A parameter or a definition, and the place of its name.
#[derive(Clone, Copy)]
pub(super) struct Defined<'c> {
    pub(super) place: Place,
    pub(super) meaning: Meaning<'c>,
}

/// What the name of a parameter or definition stands for.
#[derive(Clone, Copy)]
pub(super) enum Meaning<'c> {
    /// A parameter by its number in the program; none where its value cannot be used.
    Parameter(Option<usize>),
    Definition(&'c ast::Define),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Definition,
}

impl Meaning<'_> {
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Parameter(_) => Kind::Parameter,
            Self::Definition(_) => Kind::Definition,
        }
    }
}

impl Kind {
    /// What such a thing is called in a sentence.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Definition => "definition",
        }
    }
}

/// What a name stands for in a file.
pub(super) enum Found<'c> {
    One(Defined<'c>),
    /// Two that the file sees, which has been reported.
    Several,
    /// One of a file that is not imported, and could be.
    Unseen(Defined<'c>),
    Nothing,
}

/// Which files see which: for each, whether it is itself the other or imports it, at whatever remove.
#[derive(Clone)]
pub(super) struct Sight(Vec<Vec<bool>>);

impl Sight {
    pub(super) fn of(sources: &Sources) -> Self {
        let mut sight: Vec<Vec<bool>> = Vec::with_capacity(sources.files.len());
        for (file, source) in sources.files.iter().enumerate() {
            let mut seen = vec![false; sources.files.len()];
            seen[file] = true;
            // What a file imports stands before it, so all that it sees is known.
            for import in &source.imports {
                if !seen[*import] {
                    seen.iter_mut().zip(&sight[*import]).for_each(|(seen, also)| *seen |= also);
                }
            }
            sight.push(seen);
        }
        Self(sight)
    }

    pub(super) fn sees(&self, from: FileId, file: FileId) -> bool {
        self.0[from][file]
    }
}

/// The parameters and definitions of all files by name, each list in the order of the files.
pub(super) type DefinedNames<'c> = HashMap<&'c str, Vec<Defined<'c>>>;

impl<'c> Checker<'c> {
    pub(super) fn parameter(&mut self, file: FileId, param: &'c ast::Param) {
        if self.is_taken(Kind::Parameter, file, &param.name) {
            return;
        }
        let constant = param.value.as_ref().filter(|_| !param.has_mistakes).and_then(|value| {
            let found = data::constant(value);
            if found.is_none() {
                let is_mixed = matches!(&value.kind, ast::ExprKind::List(items) if items.iter().all(|item| data::constant(item).is_some()));
                let message = if is_mixed {
                    "the items of a list are of one kind, and these are not"
                } else {
                    "a parameter has a value that is written out"
                };
                let label = if is_mixed {
                    "write items of one kind, or a parameter for each kind"
                } else {
                    "write a number, text, date, length of time, true or false, or a list of them"
                };
                self.report(Diagnostic::new(Code::NotConstant, Place { file, span: value.span }, message, label));
            }
            found
        });
        let number = constant.map(|(value, ty)| {
            let description = param.description.as_ref().map(|text| text.value.clone());
            let number = self.program.parameters.len();
            self.program.parameters.push(Parameter { name: param.name.text.clone(), value, ty, description });
            number
        });
        self.define(file, &param.name, Meaning::Parameter(number));
    }

    pub(super) fn definition(&mut self, file: FileId, define: &'c ast::Define) {
        if is_function(&define.name.text) {
            let place = Place { file, span: define.name.span };
            let message = format!("`{}` is a function of the language", define.name.text);
            self.report(Diagnostic::new(Code::DuplicateName, place, message, "give the definition another name"));
        } else if !self.is_taken(Kind::Definition, file, &define.name) {
            self.define(file, &define.name, Meaning::Definition(define));
        }
    }

    fn define(&mut self, file: FileId, name: &'c ast::Name, meaning: Meaning<'c>) {
        let place = Place { file, span: name.span };
        self.defined.entry(&name.text).or_default().push(Defined { place, meaning });
    }

    /// Whether a name stands for something in all files, which is reported.
    fn is_taken(&mut self, kind: Kind, file: FileId, name: &ast::Name) -> bool {
        let is = if name.text == "as_of" {
            "the date of the run"
        } else if self.environment.collection(&name.text).is_some() {
            "a collection of the data"
        } else {
            return false;
        };
        let (place, message) = (Place { file, span: name.span }, format!("`{}` is {is}", name.text));
        self.report(Diagnostic::new(
            Code::DuplicateName,
            place,
            message,
            format!("give this {} another name", kind.noun()),
        ));
        true
    }

    /// What a name stands for in a file.
    pub(super) fn found(&self, file: FileId, name: &str) -> Found<'c> {
        let all = self.defined.get(name).map_or(&[][..], Vec::as_slice);
        let mut seen = all.iter().filter(|one| self.sees(file, one.place.file));
        match (seen.next(), seen.next()) {
            (Some(one), None) => Found::One(*one),
            (Some(_), Some(_)) => Found::Several,
            (None, _) => {
                let unseen = all.iter().find(|one| self.could_see(file, one));
                unseen.map_or(Found::Nothing, |one| Found::Unseen(*one))
            }
        }
    }

    /// The names of parameters, or of definitions, that a file sees.
    pub(super) fn seen_names(&self, file: FileId, kind: Kind) -> impl Iterator<Item = &'c str> {
        self.names_where(kind, move |checker, one| checker.sees(file, one.place.file))
    }

    /// The names of parameters, or of definitions, that a file could see by an import.
    pub(super) fn unseen_names(&self, file: FileId, kind: Kind) -> impl Iterator<Item = &'c str> {
        self.names_where(kind, move |checker, one| checker.could_see(file, one))
    }

    fn names_where(&self, kind: Kind, fits: impl Fn(&Self, &Defined<'_>) -> bool) -> impl Iterator<Item = &'c str> {
        let fits = move |one: &Defined<'_>| one.meaning.kind() == kind && fits(self, one);
        self.defined.iter().filter(move |(_, all)| all.iter().any(&fits)).map(|(name, _)| *name)
    }

    /// Whether a file does not see what another defines, and can import it.
    fn could_see(&self, file: FileId, one: &Defined<'_>) -> bool {
        !self.sees(file, one.place.file) && can_be_imported(&self.sources.files[one.place.file].name)
    }

    /// Reports each file that sees two of one name: its own twice, its own and an imported one, or two imported ones.
    pub(super) fn names_seen_twice(&mut self) {
        let sources = self.sources;
        let mut found = Vec::new();
        let mut repeated: Vec<_> = self.defined.iter().filter(|(_, all)| all.len() > 1).collect();
        repeated.sort_unstable_by_key(|(name, _)| **name);
        for (name, all) in repeated {
            for file in 0..sources.files.len() {
                let seen: Vec<Defined<'c>> =
                    all.iter().filter(|one| self.sees(file, one.place.file)).copied().collect();
                if let [first, _, ..] = seen.as_slice() {
                    // The imported ones stand first, as their files do.
                    let own = seen.iter().skip(1).filter(|one| one.place.file == file);
                    found.extend(own.map(|one| defined_already(name, one, first)));
                    found.extend(self.imported_twice(file, name, &seen));
                }
            }
        }
        self.diagnostics.extend(found);
    }

    /// Of the things of one name that a file sees, two that come to it by two imports, neither of which sees both.
    fn imported_twice(&self, file: FileId, name: &str, seen: &[Defined<'c>]) -> Option<Diagnostic> {
        let source = &self.sources.files[file];
        let first = seen.iter().find(|one| one.place.file != file)?;
        let see = |import: FileId, one: &Defined<'_>| self.sees(import, one.place.file);
        let is_told = |one: &&Defined<'_>| source.imports.iter().any(|import| see(*import, first) && see(*import, one));
        let second = seen.iter().find(|one| one.place.file != file && !is_told(one))?;
        let brings = |written: &&ast::Import| {
            let target = beside(&source.name, &written.path.value);
            let is_target = |import: FileId| Some(&self.sources.files[import].name) == target.as_ref();
            source.imports.iter().any(|import| is_target(*import) && (see(*import, first) || see(*import, second)))
        };
        // The import that stands last is the one that makes it two.
        let span = source.file.imports.iter().rev().find(brings)?.path.span;
        let [one, other] = [first, second].map(|one| &self.sources.files[one.place.file].name);
        let message = format!("`{name}` is defined in {one} and in {other}, and this file imports both");
        let label = "give one of them another name, or import only one";
        let diagnostic = Diagnostic::new(Code::DuplicateName, Place { file, span }, message, label);
        Some(diagnostic.related(first.place, "the first one").related(second.place, "the second one"))
    }
}

/// Whether brackets behind a word make it something of the language.
fn is_function(word: &str) -> bool {
    crate::Function::from_word(word).is_some() || ast::Aggregate::from_word(word).is_some() || word == "chain"
}

fn defined_already(name: &str, one: &Defined<'_>, first: &Defined<'_>) -> Diagnostic {
    let message = format!("`{name}` is defined already");
    let label = format!("give this {} another name", one.meaning.kind().noun());
    Diagnostic::new(Code::DuplicateName, one.place, message, label).related(first.place, "the first one")
}
