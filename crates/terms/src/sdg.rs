//! Codes of the UN's Sustainable Development Goals and their targets.
//!
//! Codes are text. Read as numbers, target 16.1 and target 16.10 would be the same.

use std::borrow::Cow;

use crate::{
    InvalidTerm, Url,
    text_value::{STRAY_END, text_value},
};

/// Namespace of the UN's official identifiers of goals and targets.
const SDG_IRI: &str = "http://metadata.un.org/sdg/";
const GOALS: std::ops::RangeInclusive<u8> = 1..=17;

/// The code of a Sustainable Development Goal: `1` to `17`.
///
/// # Errors
/// [`InvalidTerm`] for any other text, a leading zero included.
///
/// ```
/// let peace: accordance_terms::SdgCode = "16".parse()?;
/// assert_eq!(peace.iri().as_str(), "http://metadata.un.org/sdg/16");
/// assert!("18".parse::<accordance_terms::SdgCode>().is_err());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SdgCode(u8);

impl SdgCode {
    /// The number of the goal, 1 to 17.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The UN's official identifier of the goal.
    #[expect(clippy::missing_panics_doc, reason = "the address is always well-formed")]
    pub fn iri(self) -> Url {
        format!("{SDG_IRI}{}", self.0).parse().expect("the namespace and a number make an address")
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        match plain_number(text).filter(|number| GOALS.contains(number)) {
            Some(number) => Ok(Self(number)),
            None => Err(InvalidTerm::text(text, "the code of a Sustainable Development Goal: 1 to 17, in quotes")),
        }
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }
}

text_value!(SdgCode, {
    "type": "string",
    "pattern": "^([1-9]|1[0-7])$",
    "not": { "type": "string", "pattern": STRAY_END },
    "maxLength": 2,
    "x-refers-to": "sdgs",
    "x-form": "a number from 1 to 17 as text",
});

/// The code of a target of a Sustainable Development Goal: `16.4`, `16.10`, `16.a`.
///
/// The goal is 1 to 17; behind the dot stands a number from 1 to 19, or one of the letters `a` to `d` for a means of
/// implementation. The form is checked here; whether the UN has such a target is a matter of the reference data.
///
/// # Errors
/// [`InvalidTerm`] for any other text: a goal or number outside of these ranges (`18.1`, `16.20`, `16.e`), leading
/// zeros (`16.04`), capital letters.
///
/// ```
/// use accordance_terms::SdgTargetCode;
///
/// let arms: SdgTargetCode = "16.4".parse()?;
/// assert_eq!(arms.goal().number(), 16);
/// assert_ne!("16.1".parse::<SdgTargetCode>()?, "16.10".parse::<SdgTargetCode>()?);
/// assert!("16.04".parse::<SdgTargetCode>().is_err());
/// assert!("16.20".parse::<SdgTargetCode>().is_err());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SdgTargetCode {
    goal: SdgCode,
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Target {
    Outcome(u8),
    MeansOfImplementation(char),
}

impl SdgTargetCode {
    /// The goal that the target belongs to.
    pub fn goal(self) -> SdgCode {
        self.goal
    }

    /// The UN's official identifier of the target.
    #[expect(clippy::missing_panics_doc, reason = "the address is always well-formed")]
    pub fn iri(self) -> Url {
        format!("{SDG_IRI}{self}").parse().expect("the namespace and a code make an address")
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        let code = || {
            let (goal, target) = text.split_once('.')?;
            let goal = SdgCode::parse(goal).ok()?;
            let target = match target.as_bytes() {
                [letter @ b'a'..=b'd'] => Target::MeansOfImplementation(char::from(*letter)),
                _ => Target::Outcome(plain_number(target).filter(|number| (1..=19).contains(number))?),
            };
            Some(Self { goal, target })
        };
        code().ok_or_else(|| {
            InvalidTerm::text(text, "the code of a target of a Sustainable Development Goal, such as 16.4 or 16.a")
        })
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Owned(match self.target {
            Target::Outcome(number) => format!("{}.{number}", self.goal),
            Target::MeansOfImplementation(letter) => format!("{}.{letter}", self.goal),
        })
    }
}

text_value!(SdgTargetCode, {
    "type": "string",
    "pattern": "^([1-9]|1[0-7])\\.([1-9]|1[0-9]|[a-d])$",
    "not": { "type": "string", "pattern": STRAY_END },
    "x-form": "the code of a target as text, as in \"16.4\" or \"16.a\"",
    "maxLength": 5,
    "x-refers-to": "sdg_targets",
});

/// A number of one or two digits without a leading zero.
fn plain_number(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] => text.parse().ok(),
        _ => None,
    }
}

#[cfg(feature = "proptest")]
mod generators {
    use proptest::{arbitrary::Arbitrary, prelude::*};

    use super::{SdgCode, SdgTargetCode, Target};

    impl Arbitrary for SdgCode {
        type Parameters = ();
        type Strategy = BoxedStrategy<Self>;

        fn arbitrary_with((): ()) -> Self::Strategy {
            super::GOALS.prop_map(Self).boxed()
        }
    }

    impl Arbitrary for SdgTargetCode {
        type Parameters = ();
        type Strategy = BoxedStrategy<Self>;

        fn arbitrary_with((): ()) -> Self::Strategy {
            let target = prop_oneof![
                (1_u8..=19).prop_map(Target::Outcome),
                proptest::char::range('a', 'd').prop_map(Target::MeansOfImplementation),
            ];
            (any::<SdgCode>(), target).prop_map(|(goal, target)| Self { goal, target }).boxed()
        }
    }
}
