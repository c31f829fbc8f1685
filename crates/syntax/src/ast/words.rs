//! How the choices of the language are written.

use super::{
    Aggregate, ArithmeticOp, CompareOp, DurationUnit, ExampleOutcome, Language, LogicOp, Presence, Quantifier,
    Severity, TextTest,
};

/// For an enum whose variants are each written in one way: all of them in order, how one is written, and which one a
/// word is.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Each choice, in the order in which it is explained.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Each choice as it is written, in the order of [`Self::ALL`].
            pub const WORDS: &[&str] = &[$($word),+];

            /// How it is written.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The choice that is written so.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words!(Severity { Error = "error", Warning = "warning", Advice = "advice" });
words!(Language { Arabic = "ar", English = "en", French = "fr", Spanish = "es" });
words!(ExampleOutcome { Passes = "passes", Fails = "fails", Skipped = "skipped", Unknown = "unknown" });
words!(CompareOp { Equal = "=", NotEqual = "!=", Less = "<", AtMost = "<=", Greater = ">", AtLeast = ">=" });
words!(LogicOp { And = "and", Or = "or" });
words!(Presence { Present = "present", Missing = "missing", Empty = "empty", NotEmpty = "not empty" });
words!(TextTest { StartsWith = "starts with", EndsWith = "ends with", Contains = "contains" });
words!(ArithmeticOp { Add = "+", Subtract = "-", Multiply = "*", Divide = "/" });
words!(Quantifier { Every = "every", Some = "some", No = "no" });
words!(Aggregate { Count = "count", Sum = "sum", Min = "min", Max = "max", Average = "average", Distinct = "distinct", List = "list" });
words!(DurationUnit { Day = "day", Week = "week", Month = "month", Year = "year" });
