//! Blocks: rules, matrices, waivers and definitions.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use accordance_syntax::{
    Span,
    ast::{self, ExampleOutcome, Severity},
};

use super::{
    BUILT_IN, Checker, data,
    scope::{Body, Checked, Clause, Origin, Variable},
};
use crate::{
    Code, Diagnostic, FileId, Place, Type,
    core::{Example, Expr, ExprKind, Loop, Piece, Requirement, Rule, Slot, Waiver},
    join::made_in,
};

/// What a rule goes through.
pub(super) enum Loops<'a> {
    For(&'a [ast::Binding]),
    Matrix { rows: &'a ast::Binding, columns: &'a ast::Binding, cell: &'a ast::Expr },
}

impl<'a> Loops<'a> {
    fn bindings(&self) -> Vec<&'a ast::Binding> {
        match self {
            Self::For(bindings) => bindings.iter().collect(),
            Self::Matrix { rows, columns, .. } => vec![rows, columns],
        }
    }
}

impl<'c> Checker<'c> {
    pub(super) fn matrix(&mut self, file: FileId, matrix: &'c ast::Matrix) {
        match (&matrix.rows, &matrix.columns, &matrix.cell) {
            (Some(rows), Some(columns), Some(cell)) => {
                self.rule(file, &matrix.body, &Loops::Matrix { rows, columns, cell }, matrix.span);
            }
            _ => self.unusable.push(matrix.body.name.text.clone()),
        }
    }

    pub(super) fn rule(&mut self, file: FileId, body: &'c ast::RuleBody, loops: &Loops<'c>, span: Span) {
        let is_first = self.rules.get(&*body.name.text) == Some(&Place { file, span: body.name.span });
        let mut scope = Body::new(self, file);
        let rule = scope.rule(body, loops, span);
        let usable = !scope.has_errors && !body.has_mistakes && is_first;
        match rule {
            Some(rule) if usable => self.program.rules.push(rule),
            _ => self.unusable.push(body.name.text.clone()),
        }
    }

    /// Checks the names of a definition that no rule may use.
    pub(super) fn unused_definition(&mut self, file: FileId, define: &'c ast::Define) {
        let Some(value) = &define.value else { return };
        let place = Place { file, span: define.name.span };
        let all = self.defined.get(&*define.name.text);
        if !all.is_some_and(|all| all.iter().any(|known| known.place == place)) {
            return;
        }
        let mut body = Body::new(self, file);
        body.is_unused = true;
        for argument in &define.arguments {
            body.bind(argument, Type::Anything, Origin::Argument);
        }
        body.defining.push(place);
        let reported = body.checker.diagnostics.len();
        body.check(value);
        // Of arguments nothing is known here, so only what is wrong with every use is told.
        let known = |diagnostic: &Diagnostic| diagnostic.code != Code::Anything.as_str();
        let told: Vec<Diagnostic> = self.diagnostics.drain(reported..).filter(known).collect();
        self.diagnostics.extend(told);
    }

    pub(super) fn waiver(&mut self, file: FileId, waiver: &'c ast::Waiver) {
        if !self.known_rule(file, &waiver.rule) {
            return;
        }
        let name = &waiver.rule.text;
        let number = self.program.rules.iter().position(|rule| *rule.name == **name);
        let is_built_in = BUILT_IN.contains(&&**name);
        let (rule_file, bindings, when) = match self.block_of(name) {
            Some(found) if !is_built_in => found,
            _ => (file, Vec::new(), None),
        };
        let mut body = Body::new(self, rule_file);
        body.clause = Clause::Condition;
        if is_built_in {
            let record = ast::Name { text: "record".into(), span: waiver.rule.span };
            body.bind(&record, Type::Text, Origin::Loop);
            body.clause = Clause::WaiverOfCheck;
        }
        let reported = body.checker.diagnostics.len();
        for binding in bindings {
            body.over(binding, Origin::Loop);
        }
        // What the rule needs to apply holds of each finding.
        if let Some(when) = when.and_then(|when| body.condition(when)) {
            body.facts.extend(when.if_true);
        }
        // The mistakes of the rule have been told.
        body.checker.diagnostics.truncate(reported);
        body.has_errors = false;
        body.file = file;
        let condition = waiver.condition.as_ref().map(|condition| body.condition(condition).map(|it| it.expr));
        let (Some(until), Some(because), Some(by)) = (&waiver.until, &waiver.because, &waiver.by) else { return };
        if body.has_errors || waiver.has_mistakes || number.is_none() && !is_built_in {
            return;
        }
        let condition = match condition {
            Some(None) => return,
            Some(found) => found,
            None => None,
        };
        self.program.waivers.push(Waiver {
            rule: name.clone(),
            number,
            condition,
            until: until.value,
            because: because.value.clone(),
            by: by.value.clone(),
            place: Place { file, span: waiver.span },
        });
    }

    /// The file of the rule of a name, what it goes through, and where it applies.
    fn block_of(&self, name: &str) -> Option<(FileId, Vec<&'c ast::Binding>, Option<&'c ast::Expr>)> {
        let place = self.rules.get(name)?;
        let blocks = &self.sources.files[place.file].file.blocks;
        blocks.iter().find_map(|block| match block {
            ast::Block::Rule(rule) if rule.body.name.span == place.span => {
                Some((place.file, rule.bindings.iter().collect(), rule.body.when.as_ref()))
            }
            ast::Block::Matrix(matrix) if matrix.body.name.span == place.span => {
                let bindings = matrix.rows.iter().chain(&matrix.columns).collect();
                Some((place.file, bindings, matrix.body.when.as_ref()))
            }
            _ => None,
        })
    }
}

impl<'c> Body<'_, 'c> {
    fn rule(&mut self, body: &'c ast::RuleBody, loops: &Loops<'c>, span: Span) -> Option<Rule> {
        let mut over = Vec::new();
        self.later = loops.bindings().iter().skip(1).map(|binding| binding.name.text.clone()).collect();
        for binding in loops.bindings() {
            over.push(self.over(binding, Origin::Loop));
            self.later.drain(..self.later.len().min(1));
        }
        self.clause = Clause::Condition;
        let lets = body.lets.iter().map(|named| named.name.text.clone());
        let cell = matches!(loops, Loops::Matrix { .. }).then(|| "cell".to_owned());
        self.later = lets.chain(cell).collect();
        let when = body.when.as_ref().map(|when| self.condition(when));
        self.later.clear();
        self.clause = Clause::Other { has_when: when.is_some() };
        if let Some(Some(when)) = &when {
            self.facts.extend(when.if_true.iter().cloned());
        }
        let mut lets = Vec::new();
        for each in &body.lets {
            let value = self.check(&each.value);
            lets.push(self.named(&each.name, value));
        }
        let cell = match loops {
            Loops::Matrix { cell, .. } => {
                let value = self.strict(cell);
                let name = ast::Name { text: "cell".into(), span: cell.span };
                Some(self.named(&name, value))
            }
            Loops::For(_) => None,
        };
        let shown = self.variables.iter().filter_map(|variable| match variable.value.expr.kind {
            ExprKind::Slot(slot) => Some(slot),
            _ => None,
        });
        let shown: Vec<Slot> = shown.collect();
        let requires: Vec<Option<Requirement>> =
            body.requires.iter().map(|require| self.requirement(require, &shown)).collect();
        let at = body.at.as_ref().map(|at| self.at(at, &lets, cell.as_ref().and_then(Option::as_ref)));
        let clause = self.clause;
        let messages: Vec<_> = body.messages.iter().map(|message| self.message(message)).collect();
        self.clause = clause;
        let over: Vec<Loop> = over.into_iter().collect::<Option<_>>()?;
        let loop_slots: Vec<(String, Slot, Type)> = over
            .iter()
            .map(|each| {
                let item = each.list.ty.item().cloned().unwrap_or(Type::Anything);
                (self.slots[each.slot].clone(), each.slot, item)
            })
            .collect();
        let examples = body.examples.iter().filter_map(|example| self.example(example, &loop_slots)).collect();
        let when = match when {
            Some(when) => Some(when?.expr),
            None => None,
        };
        let lets: Vec<(Slot, Expr)> = lets.into_iter().collect::<Option<_>>()?;
        let mut requires: Vec<Requirement> = requires.into_iter().collect::<Option<_>>()?;
        let cell = match cell {
            Some(cell) => Some(cell?),
            None => None,
        };
        let at = match at {
            Some(at) => Some(at?),
            None => None,
        };
        let combination = self.combination(&over, at.as_ref(), cell.is_some());
        for require in &mut requires {
            require.values.retain(|(name, _)| combination.iter().all(|(known, _)| known != name));
        }
        let messages: BTreeMap<_, _> = messages.into_iter().collect::<Option<_>>()?;
        self.advise(body, &over, when.as_ref(), &lets, cell.as_ref(), &requires);
        let place = self.place(span);
        let text = |text: &Option<ast::Text>| text.as_ref().map(|text| text.value.clone());
        Some(Rule {
            name: body.name.text.as_str().into(),
            title: text(&body.title).unwrap_or_default().into(),
            severity: body.severity.map_or(Severity::Error, |severity| severity.value),
            owner: text(&body.owner),
            since: body.since.map(|since| since.value),
            see: text(&body.see),
            because: text(&body.because),
            fix: text(&body.fix).map(Arc::from),
            place,
            loops: over,
            slots: std::mem::take(&mut self.slots),
            when,
            lets,
            cell,
            combination,
            requires,
            at,
            messages,
            examples,
        })
    }

    /// Gives a value a name and a slot of its own.
    fn named(&mut self, name: &ast::Name, value: Option<Checked>) -> Option<(Slot, Expr)> {
        let slot = self.new_slot(&name.text);
        let place = self.place(name.span);
        let ty = value.as_ref().map_or(Type::Anything, |value| value.ty().clone());
        let mut variable = Checked::new(ExprKind::Slot(slot), ty, place);
        if let Some(value) = &value {
            variable.missing = value.missing.as_ref().map(|_| name.text.clone());
            variable.if_true.clone_from(&value.if_true);
            variable.if_false.clone_from(&value.if_false);
        }
        variable.path = Some(super::facts::Path { root: super::facts::Root::Slot(slot), steps: Vec::new() });
        self.name_value(name, variable, Origin::Let);
        Some((slot, value?.expr))
    }

    fn requirement(&mut self, require: &'c ast::Expr, shown: &[Slot]) -> Option<Requirement> {
        let condition = self.condition(require)?;
        let mut values: Vec<(Arc<str>, Expr)> = Vec::new();
        self.deciding(&condition.expr, shown, &mut values);
        Some(Requirement { condition: condition.expr, values })
    }

    /// Gathers the values of a condition that can be shown: fields of the rule's own variables, and its `let`s.
    fn deciding(&self, expr: &Expr, shown: &[Slot], values: &mut Vec<(Arc<str>, Expr)>) {
        const MOST: usize = 16;
        if values.len() == MOST {
            return;
        }
        let is_value = match &expr.kind {
            ExprKind::Field { .. } | ExprKind::EachField { .. } | ExprKind::Parameter(_) | ExprKind::AsOf => true,
            ExprKind::Slot(_) => !matches!(expr.ty, Type::Record(_)),
            ExprKind::AggregateEach { .. } | ExprKind::AggregateList { .. } | ExprKind::Call { .. } => {
                !matches!(expr.ty, Type::List(_) | Type::Record(_))
            }
            _ => false,
        };
        if is_value && is_closed(expr, shown) {
            let name = self.checker.text(expr.place.file, expr.place.span);
            if !values.iter().any(|(known, _)| **known == *name) {
                values.push((name.into(), expr.clone()));
            }
            return;
        }
        expr.each_child(&mut |child| self.deciding(child, shown, values));
    }

    fn at(&mut self, at: &ast::Expr, lets: &[Option<(Slot, Expr)>], cell: Option<&(Slot, Expr)>) -> Option<Expr> {
        let value = self.check(at)?;
        // What `let` has named is a place where its value is one.
        let named = |slot: Slot| {
            let value = lets.iter().flatten().find(|(named, _)| *named == slot).map(|(_, value)| value);
            value.or(cell.filter(|(cell, _)| *cell == slot).map(|(_, value)| value))
        };
        if is_place(&value.expr, &named) {
            return Some(value.expr);
        }
        let written = self.written(at.span);
        let message = format!("`at` points at a value of the data, and {written} is not one place there");
        self.mistake(Code::NotAPlace, at.span, message, "name a variable of `for`, or a field of one")
    }

    fn message(&mut self, message: &'c ast::Message) -> Option<(Option<ast::Language>, Vec<Piece>)> {
        let mut pieces = Vec::new();
        let mut whole = true;
        for piece in &message.template.pieces {
            match piece {
                ast::Piece::Text { value, .. } => pieces.push(Piece::Text(value.clone())),
                ast::Piece::Value(expr) => {
                    self.clause = Clause::Message(expr.span);
                    match self.strict(expr) {
                        Some(value) => pieces.push(Piece::Value(value.expr)),
                        None => whole = false,
                    }
                }
            }
        }
        whole.then(|| (message.language.map(|language| language.value), pieces))
    }

    fn example(&mut self, example: &ast::Example, loops: &[(String, Slot, Type)]) -> Option<Example> {
        let mut variables = Vec::new();
        let mut collections = Vec::new();
        let mut is_known = true;
        for entry in &example.entries {
            let value = data::json(&entry.value);
            if let Some((_, slot, ty)) = loops.iter().find(|(name, ..)| *name == entry.name.text) {
                let ty = match ty {
                    Type::Reference(collection) => self.environment().record_type(*collection).clone(),
                    other => other.clone(),
                };
                self.known_fields(&entry.value, &ty);
                self.known_words(&entry.value, &ty, &entry.name.text);
                variables.push((*slot, value));
            } else if let Some(collection) = self.environment().collection(&entry.name.text) {
                let ty = Type::list(self.environment().record_type(collection).clone());
                self.known_fields(&entry.value, &ty);
                self.known_words(&entry.value, &ty, &entry.name.text);
                if matches!(value, serde_json::Value::Array(_)) {
                    collections.push((collection, value));
                } else {
                    is_known = false;
                    let message = format!("`{}` is a collection, and one value stands here", entry.name.text);
                    self.mistake::<()>(
                        Code::ExampleName,
                        entry.value.span,
                        message,
                        "write its records in a list: [ … ]",
                    );
                }
            } else {
                is_known = false;
                let names: Vec<&str> =
                    loops.iter().map(|(name, ..)| &**name).chain(self.environment().collection_names()).collect();
                self.unknown_entry(&entry.name, &names, "variable of `for` and no collection");
            }
        }
        let place = self.place(example.span);
        is_known.then_some(Example { outcome: example.outcome.value, variables, collections, place })
    }

    /// Advises where braces in `fix` are meant as they are in a message.
    fn advise_braces(&mut self, body: &ast::RuleBody) {
        let Some(fix) = &body.fix else { return };
        let written = fix.span.of(&self.checker.sources.files[self.file].text);
        let braces = written.match_indices('{').find_map(|(open, _)| {
            let length = written[open..].find('}')?;
            let inside = written[open + 1..open + length].trim();
            is_meant_as_value(inside, &self.variables).then(|| Span::new(open, open + length + 1))
        });
        let Some(braces) = braces else { return };
        let place = self.place(Span::new(fix.span.start + braces.start, fix.span.start + braces.end));
        let message = format!("`{}` is shown as it is written: `fix` fills in no braces", braces.of(written));
        let label = "say it in words here; `message` shows the value";
        self.checker.report(Diagnostic::new(Code::BracesInFix, place, message, label));
    }

    fn advise(
        &mut self,
        body: &ast::RuleBody,
        over: &[Loop],
        when: Option<&Expr>,
        lets: &[(Slot, Expr)],
        cell: Option<&(Slot, Expr)>,
        requires: &[Requirement],
    ) {
        if self.has_errors {
            return;
        }
        // Every pair of a matrix is looked at: its product is what it is for.
        let loops = if cell.is_some() { &[] } else { over };
        let conditions: Vec<&Expr> = when.into_iter().collect();
        self.advise_products(loops, &conditions);
        let named = lets.iter().chain(cell).map(|(_, value)| value);
        let values: Vec<&Expr> = named.chain(requires.iter().map(|require| &require.condition)).collect();
        let outer: Vec<Loop> = over.to_vec();
        for value in values {
            self.advise_inner_products(&outer, value);
        }
        self.advise_braces(body);
        for (outcome, word) in [(ExampleOutcome::Passes, "passes"), (ExampleOutcome::Fails, "fails")] {
            if !body.examples.iter().any(|example| example.outcome.value == outcome) {
                let place = self.place(body.name.span);
                let message = format!("the rule `{}` has no example that {word}", body.name.text);
                let label = format!("add `example {word} {{ … }}`");
                self.checker.report(Diagnostic::new(Code::NoExample, place, message, label));
            }
        }
    }
}

/// Whether what stands in braces is meant as a value of the data: a way from a variable, or to a field.
fn is_meant_as_value(inside: &str, variables: &[Variable]) -> bool {
    let is_of_way = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let way = inside.split(|c| !is_of_way(c)).next().unwrap_or_default();
    let (root, field) = way.split_once('.').unwrap_or((way, ""));
    variables.iter().any(|variable| variable.name == root) || way == inside && !root.is_empty() && !field.is_empty()
}

/// Whether an expression is one value of the data. `named` gives the value that a name was given to.
fn is_place<'e>(expr: &'e Expr, named: &dyn Fn(Slot) -> Option<&'e Expr>) -> bool {
    match &expr.kind {
        ExprKind::Slot(slot) => named(*slot).is_none_or(|value| is_place(value, named)),
        ExprKind::Field { record, .. } => is_place(record, named),
        ExprKind::Follow { reference, .. } => is_place(reference, named),
        _ => false,
    }
}

/// Whether an expression reads nothing but some slots and those that are made in it, and is no field of all records.
fn is_closed(expr: &Expr, shown: &[Slot]) -> bool {
    let mut made = BTreeSet::new();
    made_in(expr, &mut made);
    let is_whole_data = matches!(expr.kind, ExprKind::EachField { .. }) && !expr.reads(&|_| true);
    !is_whole_data && !expr.reads(&|slot| !shown.contains(&slot) && !made.contains(&slot))
}
