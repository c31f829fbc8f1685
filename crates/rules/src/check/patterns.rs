//! Patterns of rule files, each tried once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use regex_automata::{
    nfa::thompson,
    util::syntax::{self, Config},
};

/// The bytes that a pattern may take as an automaton.
pub(crate) const PATTERN_BYTES: usize = 1 << 20;

/// The bytes that all patterns of a run may take together. One that is refused counts as the largest that is not.
const ALL_BYTES: usize = 64 << 20;

/// The patterns of a run, shared by the threads that check its rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns(Arc<Mutex<Tried>>);

#[derive(Debug, Default)]
struct Tried {
    known: HashMap<Box<str>, Result<Arc<str>, Refused>>,
    bytes: usize,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    TooLarge,
    /// All patterns of the run are too large together.
    TooMany,
    /// It is not well-formed: what the library says of it.
    Malformed(String),
}

impl Patterns {
    /// A pattern that can be used.
    pub(super) fn get(&self, pattern: &str) -> Result<Arc<str>, Refused> {
        // A thread that panicked left whole entries.
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tried.known.get(pattern) {
            return known.clone();
        }
        if tried.bytes > ALL_BYTES {
            return Err(Refused::TooMany);
        }
        let (found, bytes) = match bytes_of(pattern) {
            Ok(bytes) => (Ok(pattern.into()), bytes),
            Err(refused) => (Err(refused), PATTERN_BYTES),
        };
        tried.bytes += bytes;
        let found = if tried.bytes > ALL_BYTES { Err(Refused::TooMany) } else { found };
        tried.known.insert(pattern.into(), found.clone());
        found
    }

    /// Whether there were more than may be: which of them is told depends on the order in which they are tried.
    pub(super) fn are_too_many(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes > ALL_BYTES
    }

    /// Forgets all.
    pub(super) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Tried::default();
    }
}

/// The bytes of the automata that `regex` makes of a pattern, one for each direction: it takes the pattern where these
/// can be made.
fn bytes_of(pattern: &str) -> Result<usize, Refused> {
    let hir = syntax::parse_with(pattern, &Config::new()).map_err(|error| Refused::Malformed(error.to_string()))?;
    let bytes = |is_reverse| {
        let config = thompson::Config::new().nfa_size_limit(Some(PATTERN_BYTES)).reverse(is_reverse);
        let captures = if is_reverse { thompson::WhichCaptures::None } else { thompson::WhichCaptures::All };
        let compiler = thompson::Compiler::new().configure(config.which_captures(captures)).build_from_hir(&hir);
        compiler.map(|automaton| automaton.memory_usage()).map_err(|_| Refused::TooLarge)
    };
    Ok(bytes(false)? + bytes(true)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PATTERN_BYTES, Patterns, Refused};

    fn used(pattern: &str) -> Result<(), Refused> {
        Patterns::default().get(pattern).map(drop)
    }

    #[test]
    fn patterns_are_bounded_together() {
        let patterns = Patterns::default();
        assert_eq!(used(r"\w{10000}"), Err(Refused::TooLarge));
        let large = |number: usize| format!(r"\w{{15}}x{number}");
        let fits = (0..1000).take_while(|number| patterns.get(&large(*number)).is_ok()).count();
        assert!((64..999).contains(&fits), "{fits}");
        assert!(patterns.are_too_many());
        assert_eq!(patterns.get("a"), Err(Refused::TooMany));
        // What was taken before is taken again.
        assert_eq!(patterns.get(&large(0)).as_deref(), Ok(large(0).as_str()));
        patterns.clear();
        assert!(patterns.get("a").is_ok());
    }

    proptest! {
        #[test]
        fn a_pattern_is_taken_where_the_library_takes_it(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "[a-z]", r"\w", r"\d+", "(", ")", "(?i)", "{3}", "{200}", "|", "^", "$", "[", "]", "*", "(?=a)",
                    r"\1", r"\p{Greek}", ".", r"\b", "(?P<a>x)", "é",
                ]),
                0..6,
            ),
        ) {
            let pattern = parts.concat();
            let library = regex::RegexBuilder::new(&pattern).size_limit(PATTERN_BYTES).build();
            let ours = used(&pattern);
            match (&ours, &library) {
                (Ok(()), Ok(_)) | (Err(Refused::TooLarge), Err(regex::Error::CompiledTooBig(_))) => {}
                (Err(Refused::Malformed(own)), Err(theirs)) => prop_assert_eq!(own, &theirs.to_string()),
                _ => prop_assert!(false, "{:?} {:?} {:?}", pattern, ours, library),
            }
        }
    }
}
