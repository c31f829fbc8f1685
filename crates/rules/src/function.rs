//! The functions of the language.

/// For an enum whose variants are each written in one way.
macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $least:literal ..= $most:literal;)+) => {
        /// A function of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Function { $($(#[$doc])* $variant),+ }

        impl Function {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The least and the most arguments that it takes.
            pub const fn arity(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, $most)),+ }
            }

            /// The function of a name.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

functions! {
    /// Characters of a text, items of a list.
    Length = "length", 1..=1;
    /// A text in small letters.
    Lower = "lower", 1..=1;
    /// A text in capitals.
    Upper = "upper", 1..=1;
    /// A text without white space at its ends.
    Trim = "trim", 1..=1;
    /// The words of a text: what stands between white space.
    Words = "words", 1..=1;
    /// The parts of a text between another.
    Split = "split", 2..=2;
    /// The texts of a list in one, with another between them.
    Join = "join", 2..=2;
    /// A text in which what a pattern finds is replaced.
    Replace = "replace", 3..=3;
    /// The year of a day.
    Year = "year", 1..=1;
    /// The month of a day, 1 to 12.
    Month = "month", 1..=1;
    /// The day of the month, 1 to 31.
    Day = "day", 1..=1;
    /// The hour, 0 to 23, as written.
    Hour = "hour", 1..=1;
    /// The minute, 0 to 59, as written.
    Minute = "minute", 1..=1;
    /// `Monday` to `Sunday`.
    Weekday = "weekday", 1..=1;
    /// The number that a text is.
    Number = "number", 1..=1;
    /// The day that a text is, by ISO 8601 or by a form; the day of a moment.
    Date = "date", 1..=2;
    /// A value as it is printed.
    Text = "text", 1..=1;
    /// A number without its sign.
    Abs = "abs", 1..=1;
    /// The nearest whole number; halves away from zero.
    Round = "round", 1..=1;
    /// The first item.
    First = "first", 1..=1;
    /// The last item.
    Last = "last", 1..=1;
    /// The items of a list that another has too.
    Overlap = "overlap", 2..=2;
    /// The items of a list that another does not have.
    Difference = "difference", 2..=2;
    /// Whether no item stands twice.
    IsDistinct = "is_distinct", 1..=1;
}
