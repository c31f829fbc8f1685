//! Conditions, question by question.

use super::{Test, TextOf};

/// A condition as the questions that it is made of. Each says what comes next by what is answered, so that its parts,
/// however they are joined, are asked in one loop.
#[derive(Debug)]
pub(super) struct Condition {
    questions: Box<[Question]>,
    pub(super) first: Next,
}

/// One question, and what comes after it.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) test: Test,
    pub(super) if_so: Next,
    pub(super) if_not: Next,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The question of a number.
    Question(u32),
    /// Whether the condition holds is known.
    Answer(bool),
}

/// A condition as it is written: parts that are joined.
#[derive(Debug)]
pub(super) enum Written {
    One(Test),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Implies(Box<[Self; 2]>),
    If(Box<[Self; 3]>),
}

impl Written {
    /// Whether it is one question that has no swift form.
    pub(super) fn is_else(&self) -> bool {
        matches!(self, Self::One(Test::Else))
    }

    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

impl From<Written> for Condition {
    fn from(written: Written) -> Self {
        let mut questions = Vec::new();
        let first = lay(written, Next::Answer(true), Next::Answer(false), &mut questions);
        Self { questions: questions.into(), first }
    }
}

impl Condition {
    /// A question by its number.
    #[inline]
    pub(super) fn question(&self, number: u32) -> Option<&Question> {
        self.questions.get(number as usize)
    }

    /// What is asked, where the condition is that one thing is so.
    pub(super) fn only(&self) -> Option<&Test> {
        match (&*self.questions, self.first) {
            ([Question { test, if_so: Next::Answer(true), if_not: Next::Answer(false) }], Next::Question(_)) => {
                Some(test)
            }
            _ => None,
        }
    }

    /// The group and the key of which is asked whether it counts any, where nothing else is.
    pub(super) fn counted(&self) -> Option<(usize, &[TextOf])> {
        match self.only()? {
            Test::Counted { group, key, .. } => Some((*group, key)),
            _ => None,
        }
    }

    /// Whether any part of it has no swift form.
    pub(super) fn asks_else(&self) -> bool {
        self.questions.iter().any(|question| match &question.test {
            Test::Else => true,
            Test::Quantified { condition, .. } => condition.asks_else(),
            Test::Amounts(one, _, two) => one.asks_else() || two.asks_else(),
            _ => false,
        })
    }
}

/// Lays the questions of a condition out, the last first, and tells which comes first. What comes after them is known,
/// so that none leads back to itself.
fn lay(written: Written, if_so: Next, if_not: Next, questions: &mut Vec<Question>) -> Next {
    match written {
        Written::One(test) => {
            // INVARIANT: a rule has fewer questions than bytes.
            let number = u32::try_from(questions.len()).unwrap_or(u32::MAX);
            questions.push(Question { test, if_so, if_not });
            Next::Question(number)
        }
        Written::All(all) => all.into_iter().rev().fold(if_so, |next, each| lay(each, next, if_not, questions)),
        Written::Any(all) => all.into_iter().rev().fold(if_not, |next, each| lay(each, if_so, next, questions)),
        Written::Not(inner) => lay(*inner, if_not, if_so, questions),
        Written::Implies(both) => {
            let [left, right] = *both;
            let right = lay(right, if_so, if_not, questions);
            lay(left, right, if_so, questions)
        }
        Written::If(parts) => {
            let [condition, then, otherwise] = *parts;
            let [then, otherwise] = [then, otherwise].map(|part| lay(part, if_so, if_not, questions));
            lay(condition, then, otherwise, questions)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{Steps, Test, Way},
        Condition, Next, Written,
    };

    /// So many questions there are.
    const QUESTIONS: usize = 6;

    fn written() -> impl Strategy<Value = Written> {
        let one = (0..QUESTIONS)
            .prop_map(|number| Written::One(Test::IsEmpty(Way { variable: number, steps: Steps::default() })));
        one.prop_recursive(4, 30, 4, |part| {
            let (two, three) = ([part.clone(), part.clone()], [part.clone(), part.clone(), part.clone()]);
            prop_oneof![
                prop::collection::vec(part.clone(), 0..4).prop_map(Written::All),
                prop::collection::vec(part.clone(), 0..4).prop_map(Written::Any),
                part.prop_map(|part| Written::Not(Box::new(part))),
                two.prop_map(|both| Written::Implies(Box::new(both))),
                three.prop_map(|parts| Written::If(Box::new(parts))),
            ]
        })
    }

    /// What holds of a condition as it is written, and what is asked for it.
    fn truth(written: &Written, answers: &[bool], asked: &mut Vec<usize>) -> bool {
        match written {
            Written::One(test) => answer(test, answers, asked),
            Written::All(all) => all.iter().all(|each| truth(each, answers, asked)),
            Written::Any(all) => all.iter().any(|each| truth(each, answers, asked)),
            Written::Not(inner) => !truth(inner, answers, asked),
            Written::Implies(both) => !truth(&both[0], answers, asked) || truth(&both[1], answers, asked),
            Written::If(parts) => {
                let part = if truth(&parts[0], answers, asked) { &parts[1] } else { &parts[2] };
                truth(part, answers, asked)
            }
        }
    }

    fn answer(test: &Test, answers: &[bool], asked: &mut Vec<usize>) -> bool {
        let Test::IsEmpty(way) = test else { unreachable!("all questions are such") };
        asked.push(way.variable);
        answers[way.variable]
    }

    proptest! {
        #[test]
        fn the_same_is_asked_and_answered_as_it_is_written(
            written in written(),
            answers in prop::collection::vec(any::<bool>(), QUESTIONS),
        ) {
            let (mut expected, mut asked) = (Vec::new(), Vec::new());
            let holds = truth(&written, &answers, &mut expected);
            let condition = Condition::from(written);
            let mut next = condition.first;
            while let Next::Question(number) = next {
                let question = condition.question(number).expect("it is one of its own");
                let is_so = answer(&question.test, &answers, &mut asked);
                next = if is_so { question.if_so } else { question.if_not };
            }
            prop_assert_eq!(next, Next::Answer(holds));
            prop_assert_eq!(&asked, &expected);
            if let Some(test) = condition.only() {
                prop_assert_eq!(answer(test, &answers, &mut Vec::new()), holds);
                prop_assert_eq!(expected.len(), 1);
            }
        }
    }
}
