//! Rules, matrices and waivers.

use super::{Binding, Date, Entry, Expr, Name, Template, Text};
use crate::{Span, Spanned};

/// `rule NAME "TITLE" … end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `for`: empty where the rule speaks of the whole data set.
    pub bindings: Vec<Binding>,
    /// All else.
    pub body: RuleBody,
    /// From `rule` to `end`.
    pub span: Span,
}

/// `matrix NAME "TITLE" … end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// `rows`.
    pub rows: Option<Binding>,
    /// `columns`.
    pub columns: Option<Binding>,
    /// `cell`: the value that is drawn, and that `require` and `message` know as `cell`. It sees the `let`s.
    pub cell: Option<Expr>,
    /// All else.
    pub body: RuleBody,
    /// From `matrix` to `end`.
    pub span: Span,
}

/// What rules and matrices have in common. Each clause sees the `let`s.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleBody {
    /// The name, in kebab-case.
    pub name: Name,
    /// One sentence saying what holds.
    pub title: Option<Text>,
    /// `severity`.
    pub severity: Option<Spanned<Severity>>,
    /// `owner`.
    pub owner: Option<Text>,
    /// `since`.
    pub since: Option<Spanned<Date>>,
    /// `see`.
    pub see: Option<Text>,
    /// `because`.
    pub because: Option<Text>,
    /// `when`.
    pub when: Option<Expr>,
    /// `let`, in order; each sees those before it.
    pub lets: Vec<Let>,
    /// `require`, in order.
    pub requires: Vec<Expr>,
    /// `at`.
    pub at: Option<Expr>,
    /// `message`, in order; one at most without a language and one for each language.
    pub messages: Vec<Message>,
    /// `fix`.
    pub fix: Option<Text>,
    /// `example`, in order.
    pub examples: Vec<Example>,
    /// Where each clause of the block stands, keyword to end, in the order of the file.
    pub clauses: Vec<Span>,
    /// Whether a mistake was found in the block.
    pub has_mistakes: bool,
}

/// `severity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `advice`.
    Advice,
    /// `warning`.
    Warning,
    /// `error`.
    Error,
}

/// `let name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    /// The name.
    pub name: Name,
    /// What it stands for.
    pub value: Expr,
    /// From `let` to the end.
    pub span: Span,
}

/// `message "…"`, `message fr "…"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The language, `None` where it is not said.
    pub language: Option<Spanned<Language>>,
    /// What it says.
    pub template: Template,
    /// From `message` to the end.
    pub span: Span,
}

/// The languages of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// `ar`.
    Arabic,
    /// `en`.
    English,
    /// `fr`.
    French,
    /// `es`.
    Spanish,
}

/// `example passes { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What is expected of the rule.
    pub outcome: Spanned<ExampleOutcome>,
    /// `for` variables and collections by name.
    pub entries: Vec<Entry>,
    /// From `example` to the closing brace.
    pub span: Span,
}

/// What an example is expected to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExampleOutcome {
    /// `passes`.
    Passes,
    /// `fails`.
    Fails,
    /// `skipped`: the rule does not apply.
    Skipped,
    /// `unknown`: the rule cannot tell.
    Unknown,
}

/// `waive NAME … end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The rule or built-in check that it names.
    pub rule: Name,
    /// `where`.
    pub condition: Option<Expr>,
    /// `until`.
    pub until: Option<Spanned<Date>>,
    /// `because`.
    pub because: Option<Text>,
    /// `by`.
    pub by: Option<Text>,
    /// Where each clause of the block stands, keyword to end, in the order of the file.
    pub clauses: Vec<Span>,
    /// Whether a mistake was found in it.
    pub has_mistakes: bool,
    /// From `waive` to `end`.
    pub span: Span,
}
