//! The keyword `pattern`, for texts that are short and many.
//!
//! Most patterns of schemas are plain: anchored at both ends, with classes, groups and repetitions of ASCII characters.
//! Such a pattern means the same in every dialect, and one small table decides it in a few instructions a byte; so does
//! one that says how a text must not end, as `[^!-~]$`. All others, and the errors of all, are left to `jsonschema`.
//! `cargo bench -p accordance-tests --bench reading` measures the difference: without the table, patterns take a fifth
//! of the time of reading and validating meetings.

mod certain;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jsonschema::{Keyword, Retrieve, ValidationError, ValidationOptions, Validator, paths::Location};
use regex_automata::{
    Anchored, Input,
    dfa::{Automaton, StartKind, dense},
    util::{primitives::StateID, syntax},
};
use serde_json::{Map, Value as SerdeValue, json};

use crate::{Tape, Value};
use certain::is_certain;

/// Automata that would be larger, in bytes, are not made.
const LARGEST: usize = 1 << 16;

/// The options with which this project validates: formats are asserted, and plain patterns are decided by tables.
///
/// ```
/// use accordance_document::{Limits, Tree, parse_json, validation_options};
/// use serde_json::json;
///
/// let validator = validation_options().build(&json!({"pattern": "^[a-z]+$"})).expect("a schema");
/// let mut tree = Tree::new();
/// assert!(validator.is_valid(parse_json(r#""goal""#, &mut tree, Limits::default())?));
/// assert!(!validator.is_valid(parse_json(r#""Goal""#, &mut tree, Limits::default())?));
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
pub fn validation_options<'i>() -> ValidationOptions<'i, Arc<dyn Retrieve>, Tape> {
    let pattern = Patterns::default().into_keyword();
    jsonschema::options_for::<Tape>().should_validate_formats(true).with_keyword("pattern", pattern)
}

type BoxedKeyword = Box<dyn for<'i> Keyword<'i, Tape>>;

/// The patterns of the schemas that are built with the same options: each is made ready once, however often it stands
/// there.
#[derive(Default)]
struct Patterns(Mutex<HashMap<String, Arc<Pattern>>>);

impl Patterns {
    /// The keyword as `jsonschema` takes it: what makes one place of a schema ready.
    fn into_keyword(
        self,
    ) -> impl for<'a> Fn(&'a Map<String, SerdeValue>, &'a SerdeValue, Location) -> Result<BoxedKeyword, ValidationError<'a>>
    {
        move |_, pattern, _| self.keyword(pattern)
    }

    fn keyword(&self, pattern: &SerdeValue) -> Result<BoxedKeyword, ValidationError<'static>> {
        let Some(text) = pattern.as_str() else {
            return Ok(Box::new(Arc::new(Pattern::new(pattern)?)));
        };
        // A thread that panicked left whole entries.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(text) {
            return Ok(Box::new(Arc::clone(known)));
        }
        let made = Arc::new(Pattern::new(pattern)?);
        known.insert(text.to_owned(), Arc::clone(&made));
        Ok(Box::new(made))
    }
}

/// A pattern. What decides it is built where it is first asked; only a pattern that might be refused is built at once.
struct Pattern {
    written: SerdeValue,
    table: OnceLock<Option<Table>>,
    whole: OnceLock<Result<Validator<Tape>, String>>,
}

impl Pattern {
    fn new(pattern: &SerdeValue) -> Result<Self, ValidationError<'static>> {
        let made = Self { written: pattern.clone(), table: OnceLock::new(), whole: OnceLock::new() };
        let is_usable = |text: &str| match outside(text) {
            Some(one) => is_certain(&one),
            None => is_plain(text) && is_certain(text),
        };
        if !pattern.as_str().is_some_and(is_usable) {
            made.whole()?;
        }
        Ok(made)
    }

    fn table(&self) -> Option<&Table> {
        self.table.get_or_init(|| self.written.as_str().and_then(Table::of)).as_ref()
    }

    /// The pattern as `jsonschema` decides it.
    fn whole(&self) -> Result<&Validator<Tape>, ValidationError<'static>> {
        let build = || jsonschema::options_for::<Tape>().build(&json!({ "pattern": self.written }));
        let built = self.whole.get_or_init(|| build().map_err(|error| error.to_string()));
        built.as_ref().map_err(ValidationError::custom)
    }
}

impl<'i> Keyword<'i, Tape> for Arc<Pattern> {
    fn validate(&self, value: Value<'i>) -> Result<(), ValidationError<'i>> {
        self.whole()?.validate(value)
    }

    fn is_valid(&self, value: Value<'i>) -> bool {
        let (Some(table), Some(text)) = (self.table(), value.as_str()) else {
            return self.whole().is_ok_and(|whole| whole.is_valid(value));
        };
        table.accepts(text.as_bytes())
    }
}

/// The automaton of a plain pattern.
#[derive(Debug)]
pub(crate) enum Table {
    /// Of few states, each known by six bits: its place in a word that has, for each state, the place of the next one.
    /// The step to the next state is one shift, and the word of a byte does not wait for it.
    Shifts {
        /// For each byte.
        next: Box<[u64; 256]>,
        /// A bit for the place of each state in which a text may end.
        accepts: u64,
    },
    /// Of more states, from each the next one for each byte.
    Rows {
        next: Vec<[u8; 256]>,
        /// Whether a text may end in a state.
        accepts: Vec<bool>,
    },
}

/// How many places of six bits a word has.
const PLACES: usize = 10;

impl Table {
    /// The table of a pattern, if it is plain, or asks how a text ends, and the table is small.
    pub(crate) fn of(pattern: &str) -> Option<Self> {
        match outside(pattern) {
            Some(one) => Some(Self::of_plain(&one)?.ending_otherwise()),
            None if is_plain(pattern) => Self::of_plain(pattern),
            None => None,
        }
    }

    /// Takes the texts whose last character is none that this one takes by itself.
    fn ending_otherwise(&self) -> Self {
        let mut row = [1; 256];
        for (byte, next) in (0..=u8::MAX).zip(&mut row) {
            *next = u8::from(!self.accepts(&[byte]));
        }
        Self::shifts(&[row, row], &[false, true])
    }

    fn of_plain(pattern: &str) -> Option<Self> {
        // Bytes are ASCII characters here: no byte of another character is one.
        let automaton = dense::Builder::new()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .configure(
                dense::Config::new()
                    .start_kind(StartKind::Anchored)
                    .dfa_size_limit(Some(LARGEST))
                    .determinize_size_limit(Some(LARGEST)),
            )
            .build(pattern)
            .ok()?;
        let start = Input::new("").anchored(Anchored::Yes);
        let mut ids = vec![automaton.start_state_forward(&start).ok()?];
        let (mut next, mut accepts) = (Vec::new(), Vec::new());
        while let Some(&id) = ids.get(next.len()) {
            let (mut row, mut of_class) = ([0; 256], [None; 256]);
            for (byte, next) in (0..=u8::MAX).zip(&mut row) {
                // Most bytes lead where others do.
                let known = &mut of_class[usize::from(automaton.byte_classes().get(byte))];
                *next = match *known {
                    Some(number) => number,
                    None => *known.insert(number(&mut ids, automaton.next_state(id, byte))?),
                };
            }
            next.push(row);
            accepts.push(automaton.is_match_state(automaton.next_eoi_state(id)));
        }
        Some(if next.len() <= PLACES { Self::shifts(&next, &accepts) } else { Self::Rows { next, accepts } })
    }

    fn shifts(rows: &[[u8; 256]], accepting: &[bool]) -> Self {
        let mut next = Box::new([0; 256]);
        for (byte, word) in next.iter_mut().enumerate() {
            for (state, row) in rows.iter().enumerate() {
                *word |= (u64::from(row[byte]) * 6) << (state * 6);
            }
        }
        let places = accepting.iter().enumerate().filter(|(_, accepts)| **accepts);
        Self::Shifts { next, accepts: places.map(|(state, _)| 1 << (state * 6)).sum() }
    }

    #[inline]
    pub(crate) fn accepts(&self, text: &[u8]) -> bool {
        match self {
            Self::Shifts { next, accepts } => {
                let end = text.iter().fold(0, |at, byte| next[usize::from(*byte)] >> (at & 63));
                accepts >> (end & 63) & 1 == 1
            }
            Self::Rows { next, accepts } => {
                let step = |at: u8, byte: &u8| next.get(usize::from(at)).map_or(0, |row| row[usize::from(*byte)]);
                let end = text.iter().fold(0, step);
                accepts.get(usize::from(end)).copied().unwrap_or_default()
            }
        }
    }

    /// The state after a byte. A text begins in the state 0.
    pub(crate) fn next(&self, state: u8, byte: u8) -> u8 {
        match self {
            Self::Shifts { next, .. } => {
                let place = next[usize::from(byte)] >> ((u32::from(state) * 6) & 63) & 63;
                u8::try_from(place / 6).unwrap_or_default()
            }
            Self::Rows { next, .. } => next.get(usize::from(state)).map_or(0, |row| row[usize::from(byte)]),
        }
    }

    /// Whether a text may end in a state.
    pub(crate) fn is_end(&self, state: u8) -> bool {
        match self {
            Self::Shifts { accepts, .. } => accepts >> ((u32::from(state) * 6) & 63) & 1 == 1,
            Self::Rows { accepts, .. } => accepts.get(usize::from(state)).copied().unwrap_or_default(),
        }
    }
}

/// The number of a state, which is a new one where it was not met before.
fn number(ids: &mut Vec<StateID>, id: StateID) -> Option<u8> {
    let known = ids.iter().position(|known| *known == id);
    let number = known.unwrap_or_else(|| {
        ids.push(id);
        ids.len() - 1
    });
    u8::try_from(number).ok()
}

/// Of a pattern that asks whether a text ends with a character that is not in a class, as `[^!-~]$`, one that asks
/// whether a character is in the class.
fn outside(pattern: &str) -> Option<String> {
    let class = pattern.strip_prefix("[^")?.strip_suffix("]$")?;
    let one = format!("^[{class}]$");
    (!class.contains(['[', ']', '\\', '^']) && is_plain(&one)).then_some(one)
}

/// Whether a pattern is written with nothing but what every dialect reads alike.
fn is_plain(pattern: &str) -> bool {
    let Some(inner) = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) else {
        return false;
    };
    // A dollar sign that is escaped does not end the pattern; an alternative outside of a group would not be anchored.
    if inner.ends_with('\\') || !inner.is_ascii() {
        return false;
    }
    let (mut depth, mut in_class, mut before) = (0_u32, false, '^');
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_read_alike = match character {
            '\\' => {
                characters.next();
                next.is_some_and(|next| next.is_ascii_punctuation())
            }
            ']' if in_class => {
                in_class = false;
                before != '['
            }
            // Operations on classes, and classes in classes, which some dialects have.
            '&' | '~' | '-' if in_class => next != Some(character),
            '[' if in_class => false,
            '[' => {
                in_class = true;
                !matches!(next, Some('^' | ']'))
            }
            _ if in_class => !character.is_ascii_control(),
            '(' => {
                depth += 1;
                next != Some('?')
            }
            ')' => {
                let is_open = depth > 0;
                depth = depth.saturating_sub(1);
                is_open
            }
            '|' => depth > 0,
            // A repetition of a repetition: lazy in one dialect, a mistake in another.
            '*' | '+' | '?' => !matches!(next, Some('*' | '+' | '?' | '{')) && !matches!(before, '^' | '(' | '|'),
            '{' => next.is_some_and(|next| next.is_ascii_digit()) && !matches!(before, '^' | '(' | '|'),
            '}' => !matches!(next, Some('*' | '+' | '?' | '{')),
            '^' | '$' | '.' | ']' => false,
            _ => !character.is_ascii_control(),
        };
        if !is_read_alike {
            return false;
        }
        before = character;
    }
    depth == 0 && !in_class
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as SerdeValue, json};

    use super::{Table, is_plain, outside, validation_options};
    use crate::{Limits, Tree, parse_json};

    #[test]
    fn patterns_that_dialects_read_differently_have_no_table() {
        for plain in [
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "^https?://[!#-;=?-Z_a-z~]+$",
            r"^([1-9]|1[0-7])\.([1-9]|[a-d])$",
        ] {
            assert!(is_plain(plain) && Table::of(plain).is_some(), "{plain}");
        }
        assert!(outside("[^!-~]$").is_some() && Table::of("[^!-~]$").is_some());
        for other in ["[^a][b]$", "[^]a]$", r"[^\w]$", "[^a]", "[^a&&b]$", "[^é]$", "[^]$", "[^a]$$"] {
            assert!(outside(other).is_none(), "{other}");
        }
        for other in [
            "a", "^a", "a$", r"^a\$", "^a|b$", r"^\d$", "^.$", "^[^a]$", "^[a&&b]$", "^[a--b]$", "^[[a]]$", "^(?:a)$",
            "^(?=a)$", "^a{,3}$", "^a*?$", "^a{2}+$", "^é$", "^[]a]$", "^(a$", "^a)$", "^(*a)$", "^a^b$", r"^\p{L}$",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_named() {
        let refused = validation_options().build(&json!({"pattern": "^("})).expect_err("a bracket is open");
        assert!(refused.to_string().contains("^("), "{refused}");
    }

    /// Pieces of patterns, plain and otherwise.
    fn piece() -> impl Strategy<Value = String> {
        let atom = prop::sample::select(vec![
            "a", "b", "-", "ab", "[a-c]", "[-a]", "[a.b]", r"\.", r"\-", "(a|b)", "(ab|c)+", "(-a)*", "(a|)", "é", ".",
            r"\d", "[^a]", "{", "}", "]", r"[\]]", r"[\\a]", "~", "&", "[a&b]", "[c-a]", "[a-c-b]", "[+--]", r"\<",
            r"[\w]",
        ]);
        let repetition = prop::sample::select(vec![
            "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{,2}", "*?", "{x", "{3,1}", "{}",
        ]);
        (atom, repetition).prop_map(|(atom, repetition)| format!("{atom}{repetition}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_table_decides_as_the_library_does(
            pieces in prop::collection::vec(piece(), 1..4),
            is_end in prop::bool::weighted(0.2),
            texts in prop::collection::vec("[abc.\\-é1~&\n\\]{}]{0,5}", 8),
        ) {
            let pieces = pieces.concat();
            let class = pieces.replace(['[', ']', '^'], "");
            let pattern = if is_end { format!("[^{class}]$") } else { format!("^{pieces}$") };
            let schema = json!({"pattern": pattern});
            let ours = validation_options().build(&schema);
            let theirs = jsonschema::options().build(&schema);
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", schema);
            let (Ok(ours), Ok(theirs)) = (ours, theirs) else { return Ok(()) };
            let mut tree = Tree::new();
            for text in texts {
                let written = SerdeValue::from(text.as_str());
                let line = written.to_string();
                let value = parse_json(&line, &mut tree, Limits::default()).expect("a text");
                prop_assert_eq!(ours.is_valid(value), theirs.is_valid(&written), "{} {}", schema, line);
                prop_assert_eq!(ours.validate(value).is_ok(), theirs.is_valid(&written), "{} {}", schema, line);
            }
        }
    }
}
