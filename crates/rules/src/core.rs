//! Rules as they are run: names resolved, types known, definitions written out.
//!
//! Any engine can run this form. An expression gives a value, or *cannot tell* with what was needed and not there.

use std::{collections::BTreeMap, sync::Arc};

pub use accordance_syntax::ast::{
    Aggregate, ArithmeticOp, CompareOp, Date, DateTime, Duration, DurationUnit, ExampleOutcome, Language, Quantifier,
    Severity, TextTest,
};

use crate::{CollectionId, Function, Place, Type};

/// A variable while a rule runs, by number.
pub type Slot = usize;

/// All that the rule files of a run say, as far as it can be used.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Parameters, in the order of their definition.
    pub parameters: Vec<Parameter>,
    /// Rules and matrices, in the order of the files.
    pub rules: Vec<Rule>,
    /// Waivers, in the order of the files.
    pub waivers: Vec<Waiver>,
    /// Tests, in the order of the files; a plan has none.
    pub tests: Vec<Test>,
    /// Indexes that a plan asks for; see [`plan`](crate::plan).
    pub indexes: Vec<Index>,
    /// Expressions that a plan has worked out once for a run.
    pub shared: Vec<Shared>,
    /// Counts by a key that a plan asks for.
    pub groups: Vec<Group>,
}

impl Program {
    /// Whether a rule or waiver reads records of a collection.
    pub fn reads_collection(&self, collection: CollectionId) -> bool {
        let mut found = false;
        self.each_expr(&mut |expr| found = found || expr.reads_collection(collection));
        found
    }

    /// Calls `visit` with each expression of rules, plan and waivers that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.rules.iter().for_each(|rule| rule.each_expr(visit));
        self.indexes.iter().for_each(|index| index.key.iter().chain([&index.source]).for_each(&mut *visit));
        self.shared.iter().for_each(|shared| visit(&shared.value));
        self.groups.iter().for_each(|group| group.each_expr(visit));
        self.waivers.iter().filter_map(|waiver| waiver.condition.as_ref()).for_each(visit);
    }
}

impl Rule {
    /// Calls `visit` with each expression that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.loops.iter().for_each(|each| each.each_expr(visit));
        self.when.iter().for_each(&mut *visit);
        self.lets.iter().chain(&self.cell).for_each(|(_, value)| visit(value));
        for require in &self.requires {
            visit(&require.condition);
            require.values.iter().for_each(|(_, value)| visit(value));
        }
        self.at.iter().for_each(&mut *visit);
        for piece in self.messages.values().flatten() {
            if let Piece::Value(value) = piece {
                visit(value);
            }
        }
    }
}

/// An index of a list that is the same for a whole run: its items by a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// The list: a collection, or a shared expression.
    pub source: Expr,
    /// The variable of the key's expressions: the item.
    pub slot: Slot,
    /// What an item is found by: the values of all of these.
    pub key: Vec<Expr>,
    /// For each of the key, whether an item for which it is missing does not matter.
    pub asked_for: Vec<bool>,
    /// Whether the key is one list, each item of which finds the item.
    pub each_item: bool,
}

/// How many items that belong to the records of a collection there are for each key.
///
/// What is counted is known of each record by itself, so that records can be counted while they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The collection.
    pub collection: CollectionId,
    /// The variable of its records.
    pub record: Slot,
    /// What is gone through for each record.
    pub over: Vec<Loop>,
    /// So many of these are counted, the record itself where it is none: each once for a key, however often what is
    /// gone through below it has that key.
    pub counted: usize,
    /// What must hold of an item. One of which it cannot be told leaves all counts open.
    pub conditions: Vec<Expr>,
    /// What an item is counted by: once for each combination of the values of all of these.
    pub key: Vec<GroupKey>,
}

/// A part of the key of a [`Group`].
#[derive(Clone, Debug, PartialEq)]
pub struct GroupKey {
    /// The value.
    pub value: Expr,
    /// Whether the value is a list, each different item of which is one.
    pub each_item: bool,
}

impl Group {
    /// Calls `visit` with each expression that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.over.iter().for_each(|each| each.each_expr(visit));
        self.conditions.iter().chain(self.key.iter().map(|key| &key.value)).for_each(visit);
    }
}

/// What is asked of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The number.
    Number,
    /// Whether there are any.
    Some,
    /// Whether there are none.
    No,
}

/// An expression that reads no variable, so that it has one value for a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The expression.
    pub value: Expr,
}

/// `param`. Files that do not see each other may each have one of the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The value that it has unless a run gives another.
    pub value: Constant,
    /// The type of its value.
    pub ty: Type,
    /// What it means.
    pub description: Option<String>,
}

/// `rule` or `matrix`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name.
    pub name: Arc<str>,
    /// One sentence saying what holds.
    pub title: Arc<str>,
    /// How grave a finding is.
    pub severity: Severity,
    /// `owner`.
    pub owner: Option<String>,
    /// `since`.
    pub since: Option<Date>,
    /// `see`.
    pub see: Option<String>,
    /// `because`.
    pub because: Option<String>,
    /// `fix`.
    pub fix: Option<Arc<str>>,
    /// Where it stands.
    pub place: Place,
    /// What it goes through: none where it speaks of the whole data set; rows and columns of a matrix.
    pub loops: Vec<Loop>,
    /// The names of its variables by slot.
    pub slots: Vec<String>,
    /// Where it applies.
    pub when: Option<Expr>,
    /// Values by slot, in order.
    pub lets: Vec<(Slot, Expr)>,
    /// The cell of a matrix, and its slot.
    pub cell: Option<(Slot, Expr)>,
    /// What must hold.
    pub requires: Vec<Requirement>,
    /// The place to point at.
    pub at: Option<Expr>,
    /// The message without a language, if there is one, and those in languages.
    pub messages: BTreeMap<Option<Language>, Vec<Piece>>,
    /// What is expected of it. A plan shares it with its program.
    pub examples: Arc<[Example]>,
}

/// `name in list`, of `for`.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The variable.
    pub slot: Slot,
    /// What it goes through.
    pub list: Expr,
    /// How the items that matter are found.
    pub access: Access,
}

impl Loop {
    /// Calls `visit` with the list, and with what is looked up.
    fn each_expr<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(&self.list);
        match &self.access {
            Access::Scan => {}
            Access::LookUp { key: LookUpKey::Values(values), .. } => values.iter().for_each(visit),
            Access::LookUp { key: LookUpKey::Items(list), .. } => visit(list),
        }
    }
}

/// How the items of a list that matter to a condition are found.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Access {
    /// All are looked at: a scan, or the items of a list of a record.
    #[default]
    Scan,
    /// Those that an index has for a key, and those whose own key cannot be told. For all others the condition is
    /// known: it does not hold (of `every`: it holds). In `for` this is an equi-join, in `some` a semi-join, in `no`
    /// and `every` an anti-join, in aggregates a group.
    LookUp {
        /// The number of the index in the program.
        index: usize,
        /// What is looked up, an expression for each of the index's key. Where one is [`LookUpKey::Items`], each of its
        /// items is looked up.
        key: LookUpKey,
    },
}

/// What is looked up in an index.
#[derive(Clone, Debug, PartialEq)]
pub enum LookUpKey {
    /// These values, all of which must be equal.
    Values(Vec<Expr>),
    /// Each item of a list.
    Items(Box<Expr>),
}

/// One `require`.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// What must hold.
    pub condition: Expr,
    /// The values that decide, by how they are written in the rule.
    pub values: Vec<(Arc<str>, Expr)>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// A value, to be printed.
    Value(Expr),
}

/// `example`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What is expected.
    pub outcome: ExampleOutcome,
    /// The `for` variables that it gives, each with its record.
    pub variables: Vec<(Slot, serde_json::Value)>,
    /// The collections that it gives.
    pub collections: Vec<(CollectionId, serde_json::Value)>,
    /// Where it stands.
    pub place: Place,
}

/// `waive`.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule or built-in check.
    pub rule: String,
    /// The number of the rule in the program; none for a built-in check.
    pub number: Option<usize>,
    /// The findings that it covers: over the rule's own slots, or for a built-in check over [`Waiver::RECORD`].
    pub condition: Option<Expr>,
    /// The last day on which it holds.
    pub until: Date,
    /// Why.
    pub because: String,
    /// Who decided it.
    pub by: String,
    /// Where it stands.
    pub place: Place,
}

impl Waiver {
    /// The slot of `record` in the waiver of a built-in check: the id of the record.
    pub const RECORD: Slot = 0;
}

/// `test`.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// Files of records, relative to the folder of the run.
    pub files: Vec<(String, Place)>,
    /// Records given in place.
    pub records: Vec<(CollectionId, Vec<serde_json::Value>)>,
    /// Changes, in order.
    pub changes: Vec<(DataPlace, serde_json::Value)>,
    /// What is expected.
    pub expects: Vec<Expect>,
    /// Where it stands.
    pub place: Place,
}

/// A place in the data of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPlace {
    /// The collection.
    pub collection: CollectionId,
    /// Which record: by id, or by position from 0.
    pub record: RecordAt,
    /// The JSON Pointer in the record.
    pub pointer: String,
    /// Where it stands in the rule file.
    pub place: Place,
}

/// Which record of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordAt {
    /// The one of this id.
    Id(String),
    /// The one at this position.
    Position(u64),
}

/// What a test expects of a rule or built-in check.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Its name.
    pub rule: String,
    /// What it is expected to do.
    pub outcome: ExpectedOutcome,
    /// Where it stands.
    pub place: Place,
}

/// See [`Expect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedOutcome {
    /// No finding and at least one pass.
    Passes,
    /// At least one finding; exactly at these places, where there are any.
    Fails(Vec<DataPlace>),
    /// The rule applies nowhere.
    DoesNotApply,
    /// At least one place where the rule cannot tell.
    CannotTell,
}

/// A value that is known before any record is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Whole(i64),
    /// A double, always finite.
    Number(f64),
    /// A text.
    Text(Arc<str>),
    /// A day.
    Date(Date),
    /// A moment.
    DateTime(DateTime),
    /// A length of time.
    Duration(Duration),
    /// A list.
    List(Vec<Constant>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What its values are.
    pub ty: Type,
    /// Where it stands in its rule file.
    pub place: Place,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Constant(Constant),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// A variable.
    Slot(Slot),
    /// A parameter, by number.
    Parameter(usize),
    /// The date of the run.
    AsOf,
    /// All records of a collection, in the order of the data.
    Collection(CollectionId),
    /// The value of a field; *missing* where there is none.
    Field {
        /// The record.
        record: Box<Expr>,
        /// The field.
        name: Arc<str>,
    },
    /// The values of a field of each record of a list, in one list: lists among them are joined, missing values left
    /// out.
    EachField {
        /// The records.
        records: Box<Expr>,
        /// The field.
        name: Arc<str>,
    },
    /// The record that a reference names.
    Follow {
        /// The reference.
        reference: Box<Expr>,
        /// The collection.
        collection: CollectionId,
    },
    /// The records that the references of a list name.
    EachFollow {
        /// The references.
        references: Box<Expr>,
        /// The collection.
        collection: CollectionId,
    },
    /// `a = b` and the like.
    Compare {
        /// How.
        op: CompareOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// All of two or more.
    And(Vec<Expr>),
    /// Any of two or more.
    Or(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// `a implies b`.
    Implies(Box<Expr>, Box<Expr>),
    /// Whether a list holds an item.
    In {
        /// The item.
        item: Box<Expr>,
        /// The list.
        list: Box<Expr>,
    },
    /// Whether a value is there, and each step on the way to it.
    IsPresent(Box<Expr>),
    /// Whether a list or a text is empty.
    IsEmpty(Box<Expr>),
    /// Whether a pattern is found in a text.
    Matches {
        /// The text.
        text: Box<Expr>,
        /// The pattern.
        pattern: Arc<str>,
    },
    /// `starts with`, `ends with`, `contains`.
    TextTest {
        /// Which.
        test: TextTest,
        /// The text.
        text: Box<Expr>,
        /// The part that is looked for.
        part: Box<Expr>,
    },
    /// `+`, `-`, `*`, `/`.
    Arithmetic {
        /// Which.
        op: ArithmeticOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `-a`.
    Negate(Box<Expr>),
    /// `every`, `some`, `no`.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The variable and what it goes through.
        over: Box<Loop>,
        /// What is asked of each.
        condition: Box<Expr>,
    },
    /// An aggregate of a list.
    AggregateList {
        /// Which.
        aggregate: Aggregate,
        /// The list.
        list: Box<Expr>,
    },
    /// An aggregate of what each combination gives.
    AggregateEach {
        /// Which.
        aggregate: Aggregate,
        /// What is taken of each; nothing for `count`.
        value: Option<Box<Expr>>,
        /// The variables and what they go through; later lists may use earlier variables.
        over: Vec<Loop>,
        /// Which combinations count.
        condition: Option<Box<Expr>>,
    },
    /// The records reached by following a reference again and again.
    Chain {
        /// Where it starts.
        record: Box<Expr>,
        /// The field that is followed.
        field: Arc<str>,
        /// The collection that the field refers to.
        collection: CollectionId,
    },
    /// A function.
    Call {
        /// Which.
        function: Function,
        /// What it is given.
        arguments: Vec<Expr>,
        /// The pattern of `replace`.
        pattern: Option<Arc<str>>,
    },
    /// `if a then b else c`.
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The value where it holds.
        then: Box<Expr>,
        /// The value where it does not.
        otherwise: Box<Expr>,
    },
    /// `x otherwise y`.
    Otherwise {
        /// What may be missing.
        value: Box<Expr>,
        /// What stands in for it.
        fallback: Box<Expr>,
    },
    /// A value that a definition is given, and what it says of it.
    With {
        /// The variable.
        slot: Slot,
        /// Its value.
        value: Box<Expr>,
        /// What is said of it.
        body: Box<Expr>,
    },
    /// One of the program's shared expressions, by number.
    Shared(usize),
    /// The count of one of the program's groups for a key.
    Counted {
        /// The number of the group.
        group: usize,
        /// The values of the key.
        key: Vec<Expr>,
        /// What is asked of the count.
        asked: Counted,
        /// The same without the group, for where its counts are open. No child of this expression.
        plain: Box<Expr>,
    },
}

impl Expr {
    /// Calls `visit` with each expression directly below this one.
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Slot(_)
            | ExprKind::Parameter(_)
            | ExprKind::AsOf
            | ExprKind::Collection(_)
            | ExprKind::Shared(_) => {}
            ExprKind::List(all)
            | ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Call { arguments: all, .. }
            | ExprKind::Counted { key: all, .. } => {
                all.iter().for_each(visit);
            }
            ExprKind::Field { record: one, .. }
            | ExprKind::EachField { records: one, .. }
            | ExprKind::Follow { reference: one, .. }
            | ExprKind::EachFollow { references: one, .. }
            | ExprKind::Not(one)
            | ExprKind::IsPresent(one)
            | ExprKind::IsEmpty(one)
            | ExprKind::Matches { text: one, .. }
            | ExprKind::Negate(one)
            | ExprKind::AggregateList { list: one, .. }
            | ExprKind::Chain { record: one, .. } => visit(one),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Implies(left, right)
            | ExprKind::In { item: left, list: right }
            | ExprKind::TextTest { text: left, part: right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Otherwise { value: left, fallback: right }
            | ExprKind::With { value: left, body: right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Quantifier { over, condition, .. } => {
                over.each_expr(visit);
                visit(condition);
            }
            ExprKind::AggregateEach { value, over, condition, .. } => {
                over.iter().for_each(|each| each.each_expr(visit));
                condition.iter().for_each(|condition| visit(condition));
                value.iter().for_each(|value| visit(value));
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
        }
    }

    /// Calls `visit` with each expression directly below this one, to change it.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Constant(_)
            | ExprKind::Slot(_)
            | ExprKind::Parameter(_)
            | ExprKind::AsOf
            | ExprKind::Collection(_)
            | ExprKind::Shared(_) => {}
            ExprKind::List(all)
            | ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Call { arguments: all, .. }
            | ExprKind::Counted { key: all, .. } => {
                all.iter_mut().for_each(visit);
            }
            ExprKind::Field { record: one, .. }
            | ExprKind::EachField { records: one, .. }
            | ExprKind::Follow { reference: one, .. }
            | ExprKind::EachFollow { references: one, .. }
            | ExprKind::Not(one)
            | ExprKind::IsPresent(one)
            | ExprKind::IsEmpty(one)
            | ExprKind::Matches { text: one, .. }
            | ExprKind::Negate(one)
            | ExprKind::AggregateList { list: one, .. }
            | ExprKind::Chain { record: one, .. } => visit(one),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Implies(left, right)
            | ExprKind::In { item: left, list: right }
            | ExprKind::TextTest { text: left, part: right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Otherwise { value: left, fallback: right }
            | ExprKind::With { value: left, body: right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Quantifier { over, condition, .. } => {
                visit(&mut over.list);
                visit(condition);
            }
            ExprKind::AggregateEach { value, over, condition, .. } => {
                over.iter_mut().for_each(|each| visit(&mut each.list));
                condition.iter_mut().for_each(|condition| visit(condition));
                value.iter_mut().for_each(|value| visit(value));
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
        }
    }

    fn reads_collection(&self, collection: CollectionId) -> bool {
        let own = match &self.kind {
            ExprKind::Collection(read)
            | ExprKind::Follow { collection: read, .. }
            | ExprKind::EachFollow { collection: read, .. }
            | ExprKind::Chain { collection: read, .. } => *read == collection,
            _ => false,
        };
        let mut found = own;
        self.each_child(&mut |child| found = found || child.reads_collection(collection));
        found
    }

    /// Whether any slot for which `is_free` holds is read in it.
    pub fn reads(&self, is_free: &dyn Fn(Slot) -> bool) -> bool {
        if let ExprKind::Slot(slot) = self.kind {
            return is_free(slot);
        }
        let mut found = false;
        self.each_child(&mut |child| found = found || child.reads(is_free));
        found
    }
}
