//! Conditions in words: a tree of sentences. `not` goes into the words, so that no sentence says it twice.

use super::{
    Sentence,
    phrase::{Number, Phrase, Writer},
    words,
};
use crate::{
    Type,
    core::{CompareOp, Constant, Expr, ExprKind, TextTest},
    schema::spaced,
};

/// Conditions of so many letters fit into a sentence.
const IN_LINE: usize = 160;

/// Whether a condition is said as it is, or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    AsItIs,
    Opposite,
}

impl Said {
    pub(super) fn turned(self) -> Self {
        match self {
            Self::AsItIs => Self::Opposite,
            Self::Opposite => Self::AsItIs,
        }
    }

    pub(super) fn choose<T>(self, as_it_is: T, opposite: T) -> T {
        match self {
            Self::AsItIs => as_it_is,
            Self::Opposite => opposite,
        }
    }
}

impl<'a> Writer<'a> {
    /// A condition as sentences.
    pub(super) fn condition(&mut self, expr: &'a Expr, said: Said) -> Sentence {
        self.deeper(|writer| writer.condition_here(expr, said)).unwrap_or_else(|| {
            let written = self.written(expr.place);
            Sentence::new(said.choose(format!("{written} holds"), format!("{written} does not hold")))
        })
    }

    fn condition_here(&mut self, expr: &'a Expr, said: Said) -> Sentence {
        if let Some(text) = self.defined_condition(expr, said) {
            return Sentence::new(text);
        }
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, said.turned()),
            ExprKind::And(all) => {
                let lead = said.choose("all of these hold", "at least one of these does not hold");
                self.several(lead, all)
            }
            ExprKind::Or(all) => self.several(said.choose("at least one of these holds", "none of these holds"), all),
            ExprKind::Implies(left, right) => self.implication(left, right, said),
            ExprKind::Quantifier { quantifier, over, condition } => self.quantifier(*quantifier, over, condition, said),
            ExprKind::If { condition, then, otherwise } => {
                let (first, second) = (self.condition(then, said), self.condition(otherwise, said));
                let case = self.in_line(condition);
                let first = Sentence::with(format!("if {case}, then {}", first.text), first.items);
                let second = Sentence::with(format!("or else {}", second.text), second.items);
                Sentence::with("it depends", vec![first, second])
            }
            ExprKind::Otherwise { value, fallback } => {
                let first = self.condition(value, said);
                if let (ExprKind::Constant(Constant::Boolean(holds)), true) = (&fallback.kind, first.items.is_empty()) {
                    let holds = if (said == Said::AsItIs) == *holds { "holds too" } else { "does not hold" };
                    return Sentence::new(format!(
                        "{} (where something is missing that this needs, it {holds})",
                        first.text
                    ));
                }
                let second = self.condition(fallback, said);
                let lead = "or, where something is missing that this needs";
                match (first.items.is_empty(), second.items.is_empty()) {
                    (true, true) => Sentence::new(format!("{} ({lead}, {})", first.text, second.text)),
                    _ => Sentence::with("it depends", vec![first, Sentence::with(lead, vec![second])]),
                }
            }
            ExprKind::With { slot, value, body } => {
                let phrase = self.value(value);
                self.call_slot(*slot, phrase, value.ty.clone());
                self.condition(body, said)
            }
            _ => self.leaf(|writer| writer.plain(expr, said)),
        }
    }

    /// Each of several conditions.
    pub(super) fn several(&mut self, lead: &str, all: &'a [Expr]) -> Sentence {
        Sentence::with(lead, all.iter().map(|each| self.condition(each, Said::AsItIs)).collect())
    }

    /// A condition as the items below a sentence that leads up to it.
    pub(super) fn items(&mut self, expr: &'a Expr) -> Vec<Sentence> {
        let is_definition = self.calls.contains_key(&expr.place);
        match &expr.kind {
            ExprKind::And(all) if !is_definition => all.iter().map(|each| self.condition(each, Said::AsItIs)).collect(),
            _ => vec![self.condition(expr, Said::AsItIs)],
        }
    }

    fn implication(&mut self, left: &'a Expr, right: &'a Expr, said: Said) -> Sentence {
        let case = self.condition(left, Said::AsItIs);
        let then = self.condition(right, said);
        // A case that follows from another itself stands on lines of its own: "if if …" says nothing.
        let fits = case.items.is_empty() && !case.text.starts_with("if ");
        match (said, fits, then.items.is_empty()) {
            (Said::AsItIs, true, true) => Sentence::new(format!("if {}, then {}", case.text, then.text)),
            (Said::AsItIs, true, false) => Sentence::with(format!("if {}, then {}", case.text, then.text), then.items),
            (Said::AsItIs, false, _) => {
                let case = if case.items.is_empty() {
                    Sentence::with("if this holds", vec![case])
                } else {
                    Sentence::with(format!("if {}", case.text), case.items)
                };
                Sentence::with("one thing follows from another", vec![case, Sentence::with("then", vec![then])])
            }
            (Said::Opposite, ..) => Sentence::with("both of these hold", vec![case, then]),
        }
    }

    /// A condition inside a sentence. One that is too long is told below it.
    pub(super) fn in_line(&mut self, expr: &'a Expr) -> String {
        let is_definition = self.calls.contains_key(&expr.place);
        let parts: Vec<&'a Expr> = match &expr.kind {
            ExprKind::And(all) if !is_definition => all.iter().collect(),
            _ => vec![expr],
        };
        let outer = std::mem::take(&mut self.attached);
        let sentences: Vec<Sentence> = parts.iter().map(|part| self.condition(part, Said::AsItIs)).collect();
        let own = std::mem::replace(&mut self.attached, outer);
        self.attached.extend(own);
        let text = words::joined(&sentences.iter().map(|each| each.text.clone()).collect::<Vec<_>>(), "and");
        if sentences.iter().all(|each| each.items.is_empty()) && text.len() <= IN_LINE {
            return text;
        }
        let number = self.attached.iter().filter(|each| each.text.starts_with("here ")).count();
        let (told, lead) = match number {
            0 => ("what is told below holds".to_owned(), "here this has to hold".to_owned()),
            _ => {
                let number = number + 1;
                (format!("what is told below as {number} holds"), format!("here, as {number}, this has to hold"))
            }
        };
        self.attached.push(Sentence::with(lead, sentences));
        told
    }

    /// A condition of one sentence.
    fn plain(&mut self, expr: &'a Expr, said: Said) -> String {
        match &expr.kind {
            ExprKind::Constant(Constant::Boolean(value)) => {
                let holds = (said == Said::AsItIs) == *value;
                if holds { "this always holds".into() } else { "this never holds".into() }
            }
            ExprKind::Compare { op, left, right } => self.comparison(*op, left, right, said),
            ExprKind::In { item, list } => self.membership(item, list, said),
            ExprKind::IsPresent(value) => {
                let phrase = self.subject_value(value);
                format!("{} {}{} given", phrase.text, phrase.is(), not(said))
            }
            ExprKind::IsEmpty(value) => {
                let phrase = self.subject_value(value);
                if let Some(records) = phrase.text.strip_prefix("all ") {
                    return format!("the data has {}{records}", said.choose("no ", ""));
                }
                format!("{} {}{} empty", phrase.text, phrase.is(), not(said))
            }
            ExprKind::Matches { text, pattern } => {
                let phrase = self.subject_value(text);
                format!("the pattern /{pattern}/ is{} found in {}", not(said), phrase.text)
            }
            ExprKind::TextTest { test, text, part } => {
                let phrase = self.subject_value(text);
                let part = self.value(part).text;
                let (does, do_not) = match test {
                    TextTest::StartsWith => ("starts with", "does not start with"),
                    TextTest::EndsWith => ("ends with", "does not end with"),
                    TextTest::Contains => ("contains", "does not contain"),
                };
                format!("{} {} {part}", phrase.text, said.choose(does, do_not))
            }
            ExprKind::Call { function: crate::Function::IsDistinct, arguments, .. } => self.distinct(arguments, said),
            ExprKind::Field { record, name } if expr.ty == Type::Boolean => {
                self.boolean_field(record, name, expr, said)
            }
            _ => {
                let phrase = self.subject_value(expr);
                format!("{} is{} true", phrase.text, not(said))
            }
        }
    }

    /// `is_closed` of a thing: it is closed.
    fn boolean_field(&mut self, record: &'a Expr, name: &str, expr: &'a Expr, said: Said) -> String {
        let name = spaced(name);
        if let Some(what) = name.strip_prefix("is ").or_else(|| words::is_participle(&name).then_some(&name)) {
            let owner = self.subject_value(record);
            return format!("{} {}{} {what}", owner.text, owner.is(), not(said));
        }
        if let Some(what) = name.strip_prefix("has ") {
            let owner = self.subject_value(record);
            return format!("{} {} {what}", owner.text, said.choose("has", "does not have"));
        }
        let phrase = self.subject_value(expr);
        format!("{} is{} true", phrase.text, not(said))
    }

    fn membership(&mut self, item: &'a Expr, list: &'a Expr, said: Said) -> String {
        let phrase = self.subject_value(item);
        if let ExprKind::Constant(Constant::List(words)) = &list.kind
            && !words.is_empty()
        {
            let words: Vec<String> = words.iter().map(words::constant).collect();
            return match (words.as_slice(), said) {
                ([one], _) => format!("{} {}{} {one}", phrase.text, phrase.is(), not(said)),
                (several, Said::AsItIs) => {
                    format!("{} {} {}", phrase.text, phrase.is(), words::joined(several, "or"))
                }
                ([one, two], Said::Opposite) => {
                    format!("{} {} neither {one} nor {two}", phrase.text, phrase.is())
                }
                (several, Said::Opposite) => {
                    format!("{} {} none of {}", phrase.text, phrase.is(), words::joined(several, "and"))
                }
            };
        }
        let phrase_of_list = self.value(list);
        self.note_empty(list, &phrase_of_list, "nothing is among them");
        format!("{} {}{} among {}", phrase.text, phrase.is(), not(said), phrase_of_list.text)
    }

    fn comparison(&mut self, op: CompareOp, left: &'a Expr, right: &'a Expr, said: Said) -> String {
        if let ExprKind::Constant(Constant::Boolean(value)) = right.kind {
            let same = (op == CompareOp::Equal) == value;
            let said = if same { said } else { said.turned() };
            return self.plain(left, said);
        }
        let op = if said == Said::Opposite { opposite(op) } else { op };
        let one = self.subject_value(left);
        let two = self.told_apart(left, right).unwrap_or_else(|| self.value(right));
        let verb = match (op, &left.ty, &right.ty) {
            (CompareOp::Equal, Type::List(_), _) => format!("{} the same as", one.is()),
            (CompareOp::NotEqual, Type::List(_), _) => format!("{} not the same as", one.is()),
            (CompareOp::Equal, ..) => one.is().to_owned(),
            (CompareOp::NotEqual, ..) => format!("{} not", one.is()),
            (op, Type::Date, _) | (op, _, Type::Date) => match op {
                CompareOp::Less => "is before".into(),
                CompareOp::AtMost => "is on or before".into(),
                CompareOp::Greater => "is after".into(),
                _ => "is on or after".into(),
            },
            (op, Type::DateTime, _) | (op, _, Type::DateTime) => match op {
                CompareOp::Less => "is before".into(),
                CompareOp::AtMost => "is at or before".into(),
                CompareOp::Greater => "is after".into(),
                _ => "is at or after".into(),
            },
            (CompareOp::Less, Type::Duration, _) => "is shorter than".into(),
            (CompareOp::Greater, Type::Duration, _) => "is longer than".into(),
            (op, ty, _) if ty.is_textual() => {
                let order = match op {
                    CompareOp::Less => "stands before",
                    CompareOp::AtMost => "does not stand after",
                    CompareOp::Greater => "stands after",
                    _ => "does not stand before",
                };
                return format!("{} {order} {} in the order of letters", one.text, two.text);
            }
            (CompareOp::Less, ..) => "is less than".into(),
            (CompareOp::AtMost, ..) => "is at most".into(),
            (CompareOp::Greater, ..) => "is more than".into(),
            (CompareOp::AtLeast, ..) => "is at least".into(),
        };
        let verb = if one.number == Number::Many { verb.replacen("is ", "are ", 1) } else { verb };
        format!("{} {verb} {}", one.text, two.text)
    }

    /// The record of an id that a reference is compared with: `loan.branch = branch.id` asks for *this branch*.
    fn told_apart(&mut self, reference: &Expr, id: &'a Expr) -> Option<Phrase> {
        let (Type::Reference(_), Type::Id(_), ExprKind::Field { record, .. }) = (&reference.ty, &id.ty, &id.kind)
        else {
            return None;
        };
        let phrase = self.value(record);
        let this = phrase.text.strip_prefix("the ").filter(|_| matches!(record.kind, ExprKind::Slot(_)));
        Some(Phrase::one(this.map_or(phrase.text.clone(), |noun| format!("this {noun}"))))
    }

    fn distinct(&mut self, arguments: &'a [Expr], said: Said) -> String {
        let Some(list) = arguments.first() else { return String::new() };
        let phrase = self.value(list);
        self.note_empty(list, &phrase, "nothing stands twice among them");
        let none = said.choose("nothing stands twice", "something stands twice");
        format!("{none} among {}", phrase.text)
    }
}

pub(super) fn not(said: Said) -> &'static str {
    said.choose("", " not")
}

/// The comparison that holds where the other does not.
fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::AtLeast,
        CompareOp::AtMost => CompareOp::Greater,
        CompareOp::Greater => CompareOp::AtMost,
        CompareOp::AtLeast => CompareOp::Less,
    }
}
