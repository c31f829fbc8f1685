//! What the names in one rule stand for, and what is known of values at the place that is being checked.

use std::sync::Arc;

use accordance_syntax::{Span, ast};

use super::{
    Checker,
    facts::{Fact, Path},
};
use crate::{
    Code, Diagnostic, Environment, FileId, Place, Type,
    core::{Expr, ExprKind, Slot},
};

/// A rule may hold so many expressions once its definitions are written out.
const MOST_EXPRESSIONS: usize = 50_000;

/// Expressions may stand in each other so deep once definitions are written out, so that whoever walks them may recurse.
const DEEPEST: usize = 128;

/// One rule, or another block with expressions, while it is checked.
pub(super) struct Body<'b, 'c> {
    pub(super) checker: &'b mut Checker<'c>,
    pub(super) file: FileId,
    pub(super) variables: Vec<Variable>,
    /// The names of all variables that were made, by slot.
    pub(super) slots: Vec<String>,
    pub(super) facts: Vec<Fact>,
    /// The definitions that are being written out, outermost first.
    pub(super) defining: Vec<&'c str>,
    pub(super) expressions: usize,
    depth: usize,
    pub(super) has_errors: bool,
}

/// A name that stands for a value.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: Checked,
    pub(super) place: Place,
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
}

impl Checked {
    pub(super) fn new(kind: ExprKind, ty: Type, place: Place) -> Self {
        let expr = Expr { kind, ty, place };
        Self { expr, missing: None, path: None, if_true: Vec::new(), if_false: Vec::new() }
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
            expressions: 0,
            depth: 0,
            has_errors: false,
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
        if self.expressions == MOST_EXPRESSIONS {
            let message =
                format!("with its definitions written out, the rule has more than {MOST_EXPRESSIONS} expressions");
            return self.mistake(Code::TooLarge, span, message, "use fewer definitions within definitions");
        }
        (self.expressions < MOST_EXPRESSIONS).then_some(())
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
    pub(super) fn bind(&mut self, name: &ast::Name, ty: Type) -> Slot {
        let slot = self.new_slot(&name.text);
        let place = self.place(name.span);
        let mut value = Checked::new(ExprKind::Slot(slot), ty, place);
        value.path = Some(Path { root: slot, steps: Vec::new() });
        self.name_value(name, value);
        slot
    }

    /// Lets a name stand for a value.
    pub(super) fn name_value(&mut self, name: &ast::Name, value: Checked) {
        let place = self.place(name.span);
        let before = self.variables.iter().find(|variable| variable.name == name.text);
        if let Some(before) = before {
            let message = format!("`{}` stands for something else already", name.text);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, message, "give this one another name")
                .related(before.place, "the first one");
            self.fail::<()>(diagnostic);
        } else if self.environment().collection(&name.text).is_some() {
            let message = format!("`{}` is a collection of the data", name.text);
            self.mistake::<()>(Code::DuplicateName, name.span, message, "give the variable another name");
        }
        self.variables.push(Variable { name: name.text.clone(), value, place });
    }

    /// Runs `inner` with facts that hold there, and forgets them and the variables that it made.
    pub(super) fn within<T>(&mut self, facts: &[Fact], inner: impl FnOnce(&mut Self) -> T) -> T {
        let (known, variables) = (self.facts.len(), self.variables.len());
        self.facts.extend_from_slice(facts);
        let result = inner(self);
        self.facts.truncate(known);
        self.variables.truncate(variables);
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
            // What is known of the record that a reference names is used where it is followed.
            if let Some(ty) = self.narrowed(path).filter(|_| !matches!(value.expr.ty, Type::Reference(_))) {
                value.expr.ty = ty;
            }
        }
        value
    }

    /// All names that an expression may begin with here.
    pub(super) fn names(&self) -> Vec<String> {
        let variables = self.variables.iter().map(|variable| variable.name.clone());
        let parameters = self.checker.parameters.keys().map(|name| (*name).to_owned());
        let collections = self.environment().collection_names().map(str::to_owned);
        variables.chain(parameters).chain(collections).chain(["as_of".to_owned()]).collect()
    }

    pub(super) fn step(path: Option<&Path>, name: &Arc<str>) -> Option<Path> {
        let path = path?;
        let mut steps = path.steps.clone();
        steps.push(Arc::clone(name));
        Some(Path { root: path.root, steps })
    }
}
