//! Where a rule file uses the names of other things, and the words of the language.

use accordance_syntax::{
    Span,
    ast::{
        Block, CompareOp, Data, DataKind, Entry, Expected, Expr, ExprKind, File, Given, Literal, Matrix, Over, Piece,
        Place, Rule, RuleBody, Step, Test,
    },
};

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A variable, an argument, a parameter, or a collection.
    Name,
    /// A field.
    Field,
    /// A function or a definition.
    Function,
    /// A text that is compared with something.
    Text,
    /// A rule, in `waive` and `expect`.
    Rule,
    /// A collection or variable in an example or a test.
    Entry,
    /// The first word of a block or a clause.
    Keyword,
}

/// Uses of names; where a name is made, it can be anything.
#[derive(Debug, Default)]
pub struct Occurrences {
    /// What each is, and where, in the order of the text.
    pub found: Vec<(Kind, Span)>,
}

impl Occurrences {
    /// Those of a file.
    pub fn of(file: &File, text: &str) -> Self {
        let mut all = Self::default();
        for block in &file.blocks {
            all.keyword(block.span(), text);
            match block {
                Block::Param(_) => {}
                Block::Define(define) => all.exprs(&define.value),
                Block::Rule(rule) => all.rule(rule, text),
                Block::Matrix(matrix) => all.matrix(matrix, text),
                Block::Test(test) => all.test(test, text),
                Block::Waiver(waiver) => {
                    all.add(Kind::Rule, waiver.rule.span);
                    all.exprs(&waiver.condition);
                    waiver.clauses.iter().for_each(|clause| all.keyword(*clause, text));
                }
            }
        }
        all.found.sort_by_key(|(kind, span)| (span.start, *kind));
        all
    }

    fn add(&mut self, kind: Kind, span: Span) {
        self.found.push((kind, span));
    }

    fn keyword(&mut self, span: Span, text: &str) {
        let word = span.of(text).split_whitespace().next().unwrap_or_default();
        self.add(Kind::Keyword, Span::new(span.start, span.start + word.len()));
    }

    fn rule(&mut self, rule: &Rule, text: &str) {
        self.exprs(rule.bindings.iter().map(|binding| &binding.list));
        self.body(&rule.body, text);
    }

    fn matrix(&mut self, matrix: &Matrix, text: &str) {
        self.exprs(matrix.rows.iter().chain(&matrix.columns).map(|binding| &binding.list));
        self.exprs(&matrix.cell);
        self.body(&matrix.body, text);
    }

    fn body(&mut self, body: &RuleBody, text: &str) {
        body.clauses.iter().for_each(|clause| self.keyword(*clause, text));
        self.exprs(
            body.when.iter().chain(body.lets.iter().map(|each| &each.value)).chain(&body.requires).chain(&body.at),
        );
        for piece in body.messages.iter().flat_map(|message| &message.template.pieces) {
            if let Piece::Value(value) = piece {
                self.expr(value);
            }
        }
        for example in &body.examples {
            self.entries(&example.entries, Kind::Entry);
        }
    }

    fn entries(&mut self, entries: &[Entry], kind: Kind) {
        for entry in entries {
            self.add(kind, entry.name.span);
            self.data(&entry.value);
        }
    }

    fn data(&mut self, data: &Data) {
        match &data.kind {
            DataKind::Literal(_) => {}
            DataKind::List(items) => items.iter().for_each(|item| self.data(item)),
            DataKind::Record(entries) => self.entries(entries, Kind::Field),
        }
    }

    fn test(&mut self, test: &Test, text: &str) {
        test.clauses.iter().for_each(|clause| self.keyword(*clause, text));
        for given in &test.given {
            if let Given::Records { collection, records, .. } = given {
                self.add(Kind::Entry, collection.span);
                records.iter().for_each(|record| self.data(record));
            }
        }
        for change in &test.changes {
            self.place(&change.place);
            self.data(&change.to);
        }
        for expect in &test.expects {
            self.add(Kind::Rule, expect.rule.span);
            if let Expected::Fails { at } = &expect.expected.value {
                at.iter().for_each(|place| self.place(place));
            }
        }
    }

    fn place(&mut self, place: &Place) {
        self.add(Kind::Entry, place.collection.span);
        for step in &place.steps {
            if let Step::Field(name) = step {
                self.add(Kind::Field, name.span);
            }
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        expr.walk(&mut |each| match &each.kind {
            ExprKind::Name(name) => self.add(Kind::Name, name.span),
            ExprKind::Field { field, .. } => self.add(Kind::Field, field.span),
            ExprKind::Chain { field, .. } => {
                self.add(Kind::Function, Span::new(each.span.start, each.span.start + "chain".len()));
                self.add(Kind::Field, field.span);
            }
            ExprKind::Call { function, .. } => self.add(Kind::Function, function.span),
            ExprKind::Aggregate { aggregate, over: Over::List(_) } => self.add(Kind::Function, aggregate.span),
            ExprKind::Compare { left, op, right } if matches!(op.value, CompareOp::Equal | CompareOp::NotEqual) => {
                self.text(left);
                self.text(right);
            }
            ExprKind::Membership { list, .. } => {
                if let ExprKind::List(items) = &list.inner().kind {
                    items.iter().for_each(|item| self.text(item));
                }
            }
            _ => {}
        });
    }

    fn text(&mut self, expr: &Expr) {
        if let ExprKind::Literal(Literal::Text(text)) = &expr.inner().kind {
            self.add(Kind::Text, Span::new(text.span.start + 1, text.span.end - 1));
        }
    }
}
