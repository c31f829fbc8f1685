//! What the names in one rule stand for, and what is known of values at the place that is being checked.

use std::sync::Arc;

use accordance_syntax::{Span, ast};

use super::{
    Checker,
    defined::{Defined, Found, Kind, Meaning},
    facts::{Fact, Path, Root},
};
use crate::{
    Code, Diagnostic, Environment, FileId, Place, Type,
    core::{Expr, ExprKind, Slot},
};

/// A rule may hold so many expressions once its definitions are written out.
const MOST_EXPRESSIONS: usize = 50_000;

/// Expressions may stand in each other so deep once definitions are written out, so that whoever walks them may
/// recurse.
const DEEPEST: usize = 128;

/// One rule, or another block with expressions, while it is checked.
pub(super) struct Body<'b, 'c> {
    pub(super) checker: &'b mut Checker<'c>,
    pub(super) file: FileId,
    pub(super) variables: Vec<Variable>,
    /// The names of all variables that were made, by slot.
    pub(super) slots: Vec<String>,
    pub(super) facts: Vec<Fact>,
    /// The names of the definitions that are being written out, outermost first.
    pub(super) defining: Vec<Place>,
    /// Whether a definition is checked before it is used, when nothing is known of its arguments.
    pub(super) is_unused: bool,
    pub(super) expressions: usize,
    depth: usize,
    pub(super) has_errors: bool,
    is_told_too_large: bool,
    /// The clause that is being checked.
    pub(super) clause: Clause,
    /// The names of variables whose brackets are closed.
    pub(super) ended: Vec<String>,
    /// The names that the rule gives to values further down.
    pub(super) later: Vec<String>,
}

/// Where an expression stands, as far as it decides what can be done where something may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// In `when`, or in the `where` of a waiver.
    Condition,
    /// In the `where` of the waiver of a check that needs no rule.
    WaiverOfCheck,
    /// In a clause that `when` stands before, or could.
    Other { has_when: bool },
    /// In braces of a `message`, between which this stands.
    Message(Span),
    /// In what `sum` and its like take of each item.
    EachValue { has_where: bool },
}

/// Who made a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// `for`, `rows` or `columns`.
    Loop,
    /// `let` or `cell`.
    Let,
    /// `has`, `where` or `for` inside an expression.
    Inner,
    /// A definition.
    Argument,
}

/// A name that stands for a value.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: Checked,
    pub(super) place: Place,
    pub(super) origin: Origin,
}

/// An expression that was checked.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) expr: Expr,
    /// The part of it that may be missing, as it is written.
    pub(super) missing: Option<String>,
    /// Which value of the data it is, where that can be said without a list in between.
    pub(super) path: Option<Path>,
    pub(super) if_true: Vec<Fact>,
    pub(super) if_false: Vec<Fact>,
    /// The items, where it is a list that is written out.
    pub(super) items: Option<Vec<Checked>>,
}

impl Checked {
    pub(super) fn new(kind: ExprKind, ty: Type, place: Place) -> Self {
        let expr = Expr { kind, ty, place };
        Self { expr, missing: None, path: None, if_true: Vec::new(), if_false: Vec::new(), items: None }
    }

    pub(super) fn ty(&self) -> &Type {
        &self.expr.ty
    }
}

impl<'b, 'c> Body<'b, 'c> {
    pub(super) fn new(checker: &'b mut Checker<'c>, file: FileId) -> Self {
        Self {
            checker,
            file,
            variables: Vec::new(),
            slots: Vec::new(),
            facts: Vec::new(),
            defining: Vec::new(),
            is_unused: false,
            expressions: 0,
            depth: 0,
            has_errors: false,
            is_told_too_large: false,
            clause: Clause::Other { has_when: false },
            ended: Vec::new(),
            later: Vec::new(),
        }
    }

    pub(super) fn environment(&self) -> &'c Environment {
        self.checker.environment
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    pub(super) fn written(&self, span: Span) -> String {
        self.checker.text(self.file, span)
    }

    /// Reports a mistake; what it stands in cannot be used.
    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.has_errors = true;
        self.checker.report(diagnostic);
        None
    }

    pub(super) fn mistake<T>(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Option<T> {
        let place = self.place(span);
        self.fail(Diagnostic::new(code, place, message, label))
    }

    /// Counts an expression. A rule has a bounded number of them.
    pub(super) fn count(&mut self, span: Span) -> Option<()> {
        self.expressions += 1;
        if self.checker.is_last_expression() {
            self.expressions = self.expressions.max(MOST_EXPRESSIONS);
            if !self.is_told_too_large {
                self.is_told_too_large = true;
                let message = "with their definitions written out, the rule files have too many expressions";
                return self.mistake(Code::TooLarge, span, message, "use fewer definitions within definitions");
            }
            return None;
        }
        if self.expressions == MOST_EXPRESSIONS {
            let message =
                format!("with its definitions written out, the rule has more than {MOST_EXPRESSIONS} expressions");
            return self.mistake(Code::TooLarge, span, message, "use fewer definitions within definitions");
        }
        (self.expressions < MOST_EXPRESSIONS).then_some(())
    }

    /// Lets the next expression tell that there are too many, where what was told of it was not kept.
    pub(super) fn count_again(&mut self) {
        self.expressions = self.expressions.min(MOST_EXPRESSIONS - 1);
        self.is_told_too_large = false;
    }

    /// Runs `inner` one level deeper in the rule. A rule has a bounded number of levels.
    pub(super) fn deeper<T>(&mut self, span: Span, inner: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            let message = format!("with its definitions written out, the rule has more than {DEEPEST} levels");
            return self.mistake(Code::TooLarge, span, message, "use fewer definitions within definitions");
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    pub(super) fn new_slot(&mut self, name: &str) -> Slot {
        self.slots.push(name.to_owned());
        self.slots.len() - 1
    }

    /// Makes a variable. Its name must be new.
    pub(super) fn bind(&mut self, name: &ast::Name, ty: Type, origin: Origin) -> Slot {
        let slot = self.new_slot(&name.text);
        let place = self.place(name.span);
        let mut value = Checked::new(ExprKind::Slot(slot), ty, place);
        value.path = Some(Path { root: Root::Slot(slot), steps: Vec::new() });
        self.name_value(name, value, origin);
        slot
    }

    /// Lets a name stand for a value.
    pub(super) fn name_value(&mut self, name: &ast::Name, value: Checked, origin: Origin) {
        let place = self.place(name.span);
        let before = self.variables.iter().find(|variable| variable.name == name.text).map(|before| before.place);
        // An argument of a definition stands for itself, whatever the file that uses it names so.
        let parameter = (origin != Origin::Argument).then(|| self.seen_parameter(&name.text)).flatten();
        if let Some(before) = before.or(parameter) {
            let message = format!("`{}` stands for something else already", name.text);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, message, "give this one another name")
                .related(before, "the first one");
            self.fail::<()>(diagnostic);
        } else if name.text == "as_of" {
            let message = "`as_of` is the date of the run";
            self.mistake::<()>(Code::DuplicateName, name.span, message, "give the variable another name");
        } else if self.environment().collection(&name.text).is_some() {
            let message = format!("`{}` is a collection of the data", name.text);
            self.mistake::<()>(Code::DuplicateName, name.span, message, "give the variable another name");
        }
        self.variables.push(Variable { name: name.text.clone(), value, place, origin });
    }

    /// The place of a parameter that this file sees.
    fn seen_parameter(&self, name: &str) -> Option<Place> {
        match self.checker.found(self.file, name) {
            Found::One(Defined { place, meaning: Meaning::Parameter(_) }) => Some(place),
            _ => None,
        }
    }

    /// Runs `inner` with facts that hold there, and forgets them and the variables that it made.
    pub(super) fn within<T>(&mut self, facts: &[Fact], inner: impl FnOnce(&mut Self) -> T) -> T {
        let (known, variables) = (self.facts.len(), self.variables.len());
        self.facts.extend_from_slice(facts);
        let result = inner(self);
        self.facts.truncate(known);
        self.ended.extend(self.variables.drain(variables..).map(|variable| variable.name));
        result
    }

    /// Whether a value is known to be there.
    pub(super) fn is_known(&self, path: &Path) -> bool {
        self.facts.iter().any(|fact| matches!(fact, Fact::Present(known) if path.is_on_the_way_to(known)))
    }

    /// A type to which a value is narrowed.
    pub(super) fn narrowed(&self, path: &Path) -> Option<Type> {
        self.facts.iter().rev().find_map(|fact| match fact {
            Fact::Narrowed(known, ty) if known == path => Some(ty.clone()),
            _ => None,
        })
    }

    /// A value of the data with what is known of it here.
    pub(super) fn with_facts(&self, mut value: Checked) -> Checked {
        if let Some(path) = &value.path {
            if self.is_known(path) {
                value.missing = None;
            }
            // Of a reference, the record that it names is narrowed, where it is followed.
            if !matches!(value.ty(), Type::Reference(_))
                && let Some(ty) = self.narrowed(path)
            {
                value.expr.ty = ty;
            }
        }
        value
    }

    /// All names that an expression may begin with here.
    pub(super) fn names(&self) -> Vec<String> {
        let variables = self.variables.iter().map(|variable| variable.name.clone());
        let parameters = self.checker.seen_names(self.file, Kind::Parameter).map(str::to_owned);
        let collections = self.environment().collection_names().map(str::to_owned);
        variables.chain(parameters).chain(collections).chain(["as_of".to_owned()]).collect()
    }

    /// The place of a field of a record in the data.
    pub(super) fn step(&self, record: &Checked, name: &Arc<str>) -> Path {
        let mut path = record.path.clone().unwrap_or_else(|| {
            let written = self.written(record.expr.place.span);
            Path { root: Root::Written(written, self.defining.len()), steps: Vec::new() }
        });
        path.steps.push(Arc::clone(name));
        path
    }
}
