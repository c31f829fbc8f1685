//! Whether every text that one pattern matches is matched by another. Patterns without look-around and references back
//! are finite automata, so this can be decided, and a shortest text found that shows the difference.

use std::collections::{HashMap, VecDeque};

use regex_automata::{
    Anchored,
    dfa::{Automaton, StartError, dense},
    util::{primitives::StateID, start},
};

/// Automata beyond this many bytes are not built.
const LARGEST: usize = 1 << 20;
/// How many states of the automata together are looked at.
const MOST_STATES: usize = 20_000;
/// Every text, and nothing that is no text.
const ANY_TEXT: &str = r"(?s)\A.*\z";

/// What there is to say of the texts of two patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inclusion {
    /// All texts of the one are texts of the other.
    Holds,
    /// This one is not.
    Fails(String),
}

/// Does `to` match every text that `from` does? None where it cannot be told.
pub(crate) fn inclusion(from: &str, to: &str) -> Option<Inclusion> {
    if from == to {
        return Some(Inclusion::Holds);
    }
    let automata = [automaton(&translated(from)?)?, automaton(&translated(to)?)?, automaton(ANY_TEXT)?];
    Search::new(&automata).run()
}

/// A pattern of ECMA-262 as validators take it.
fn translated(pattern: &str) -> Option<String> {
    jsonschema_regex::to_rust_regex(pattern).ok().map(std::borrow::Cow::into_owned)
}

fn automaton(pattern: &str) -> Option<dense::DFA<Vec<u32>>> {
    let limits = dense::Config::new().dfa_size_limit(Some(LARGEST)).determinize_size_limit(Some(4 * LARGEST));
    dense::Builder::new().configure(limits).build(pattern).ok()
}

/// The states of the three automata after a text, and which of them have matched on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    at: [StateID; 3],
    matched: [bool; 3],
}

/// A search through the states of all automata side by side, the shortest texts first.
struct Search<'a> {
    automata: &'a [dense::DFA<Vec<u32>>; 3],
    /// Each state that was reached, with the one before it and the byte between them.
    reached: HashMap<State, Option<(State, u8)>>,
    left: VecDeque<State>,
}

impl<'a> Search<'a> {
    fn new(automata: &'a [dense::DFA<Vec<u32>>; 3]) -> Self {
        Self { automata, reached: HashMap::new(), left: VecDeque::new() }
    }

    fn run(mut self) -> Option<Inclusion> {
        let first = self.first().ok()?;
        self.reach(first, None);
        while let Some(state) = self.left.pop_front() {
            if self.shows(state) {
                return String::from_utf8(self.bytes_to(state)).ok().map(Inclusion::Fails);
            }
            if self.reached.len() > MOST_STATES {
                return None;
            }
            for byte in plainest_first() {
                self.reach(self.after(state, byte), Some((state, byte)));
            }
        }
        Some(Inclusion::Holds)
    }

    fn first(&self) -> Result<State, StartError> {
        let start = start::Config::new().anchored(Anchored::No);
        let mut at = [StateID::ZERO; 3];
        for (at, automaton) in at.iter_mut().zip(self.automata) {
            *at = automaton.start_state(&start)?;
        }
        Ok(self.marked(State { at, matched: [false; 3] }))
    }

    fn after(&self, mut state: State, byte: u8) -> State {
        for (at, automaton) in state.at.iter_mut().zip(self.automata) {
            *at = automaton.next_state(*at, byte);
        }
        self.marked(state)
    }

    fn marked(&self, mut state: State) -> State {
        for ((matched, at), automaton) in state.matched.iter_mut().zip(state.at).zip(self.automata) {
            *matched |= automaton.is_match_state(at);
        }
        state
    }

    /// Whether a text that ends here is one of the first pattern and not of the second.
    fn shows(&self, state: State) -> bool {
        let matches = |which: usize| {
            let automaton = &self.automata[which];
            state.matched[which] || automaton.is_match_state(automaton.next_eoi_state(state.at[which]))
        };
        matches(0) && !matches(1) && matches(2)
    }

    fn reach(&mut self, state: State, from: Option<(State, u8)>) {
        // What is no text any more, or is a text of the second pattern for good, shows nothing.
        let is_text = state.matched[2] || !self.automata[2].is_dead_state(state.at[2]);
        if is_text && !state.matched[1] && !self.reached.contains_key(&state) {
            self.reached.insert(state, from);
            self.left.push_back(state);
        }
    }

    fn bytes_to(&self, mut state: State) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(Some((before, byte))) = self.reached.get(&state) {
            bytes.push(*byte);
            state = *before;
        }
        bytes.reverse();
        bytes
    }
}

/// All bytes: letters, digits, signs, and then the rest.
fn plainest_first() -> impl Iterator<Item = u8> {
    let is_plain: [fn(u8) -> bool; 4] = [
        |byte| byte.is_ascii_lowercase(),
        |byte| byte.is_ascii_digit(),
        |byte| byte.is_ascii_graphic() && !byte.is_ascii_lowercase() && !byte.is_ascii_digit(),
        |byte| !byte.is_ascii_graphic(),
    ];
    is_plain.into_iter().flat_map(|is_of_these| (0..=u8::MAX).filter(move |byte| is_of_these(*byte)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Inclusion, inclusion};

    #[test]
    fn patterns_are_compared_by_the_texts_that_they_match() {
        let fails = |text: &str| Some(Inclusion::Fails(text.to_owned()));
        for (from, to, found) in [
            ("^[a-z]+$", "^[a-z0-9]+$", Some(Inclusion::Holds)),
            ("^[a-z0-9]+$", "^[a-z]+$", fails("0")),
            ("^[0-9]$", "^(0|[1-9])$", Some(Inclusion::Holds)),
            ("^(0|[1-9])$", "^[0-9]$", Some(Inclusion::Holds)),
            ("^\\d$", "^[0-9]$", Some(Inclusion::Holds)),
            ("^a+$", "^(aa)*$", fails("a")),
            ("^a{2,5}$", "^a{2,4}$", fails("aaaaa")),
            ("a", "^a", fails("aa")),
            ("^a", "a", Some(Inclusion::Holds)),
            ("", "^[a-z]*$", fails("0")),
            ("^[^a]$", "^[^ab]$", fails("b")),
            ("^é$", "^[à-ü]$", Some(Inclusion::Holds)),
            ("x", "^[^y]*x", fails("yx")),
            // What automata of this kind cannot do is not decided.
            ("^(?!b)[a-c]$", "^[ac]$", None),
            ("^(a|b)\\1$", "^(aa|bb)$", None),
            ("^(a{500}){500}$", "^a*$", None),
            ("(", "a", None),
        ] {
            // A text that is as short would show it as well.
            let (from_to, shown) = (inclusion(from, to), &found);
            match (&from_to, shown) {
                (Some(Inclusion::Fails(text)), Some(Inclusion::Fails(shown))) => {
                    assert_eq!(text.len(), shown.len(), "{from} and {to}: {text}");
                }
                _ => assert_eq!(&from_to, shown, "{from} and {to}"),
            }
        }
    }

    proptest! {
        #[test]
        fn what_holds_has_no_counterexample_and_what_fails_is_one(
            from in "\\^?[abc]{0,2}(\\[ab\\]|\\(a\\|bc\\))?[*+?]?[abc]?\\$?",
            to in "\\^?[abc]{0,2}(\\[ab\\]|\\(a\\|bc\\))?[*+?]?[abc]?\\$?",
            texts in proptest::collection::vec("[abcd]{0,6}", 40),
        ) {
            let validator = |pattern: &str| jsonschema::validator_for(&serde_json::json!({"pattern": pattern}));
            let (Ok(first), Ok(second)) = (validator(&from), validator(&to)) else { return Ok(()) };
            let matches = |validator: &jsonschema::Validator, text: &str| validator.is_valid(&text.into());
            match inclusion(&from, &to) {
                Some(Inclusion::Holds) => {
                    for text in &texts {
                        prop_assert!(!matches(&first, text) || matches(&second, text), "{from} and {to}: {text}");
                    }
                }
                Some(Inclusion::Fails(text)) => prop_assert!(matches(&first, &text) && !matches(&second, &text)),
                None => {}
            }
        }
    }
}
