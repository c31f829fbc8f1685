//! Why a rule is not said in SQL.

use accordance_rules::Place;

/// Why a rule is not said in SQL. A rule that is refused has no statement at all, so that no part of it passes for the
/// whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be said in SQL: {why}")]
pub struct Refusal {
    /// What is refused.
    pub what: &'static str,
    /// Why.
    pub why: &'static str,
    /// Where it stands in its rule file.
    pub place: Place,
}

/// A construct that is refused, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsaid {
    /// What is refused.
    pub what: &'static str,
    /// Why.
    pub why: &'static str,
    /// The dialects that it is refused in.
    pub dialects: &'static str,
}

macro_rules! unsaid {
    ($($(#[$doc:meta])* $name:ident = $what:literal, $why:literal, $dialects:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: Unsaid = Unsaid { what: $what, why: $why, dialects: $dialects };)+

        /// All that is refused, and why.
        pub const UNSAID: &[Unsaid] = &[$($name),+];
    };
}

unsaid! {
    /// A value whose type the schemas do not tell.
    ANYTHING = "a value that schemas say nothing of", "a column has one type", "all";
    /// A shape within itself.
    NESTED = "a record that holds records of its own kind", "a column has a type without end", "all";
    /// Two fields that an engine takes for one.
    LETTERS = "fields whose names differ only in capital and small letters", "the engines take them for one field", "all";
    /// Lists of lists and the like, compared.
    LISTS = "a comparison of such lists", "items are compared by a column's own equality, which is another one", "all";
    /// Records without an id that a table shows.
    RECORDS = "a comparison of records that are no references", "only the ids of records are columns", "all";
    /// Durations that are not known to be days or months.
    DURATIONS = "a length of time in a list, or of days in one case and months in another", "days and months are two types", "all";
    /// `date(text, form)`
    FORMS = "a date by a form of its own", "the engines read forms by other rules", "all";
    /// `text(number)`
    PRINTED = "a number or a moment as text", "the engines write digits by other rules", "all";
    /// `lower`, `upper`
    CASES = "small and capital letters of any text", "the engines have other tables of letters; the closed lists and ids of ASCII are said", "all";
    /// `at`
    PLACES = "a place to point at that is no path of the data", "a table holds the places of what `for` goes through", "all";
    /// A loop over records that were worked out.
    ITEMS = "`for` over records of a list that is worked out", "their places in the data are not in the list", "all";
    /// Lists over the whole data set that may be unknown.
    WHOLE = "a list over all records that may be unknown as a whole", "it would have to be known before any of its items is", "all";
    /// `\b` and the like.
    PATTERNS = "a pattern with the borders of words, or of lines", "the engines have other letters in words", "all";
    /// Patterns that find nothing, replaced.
    EMPTY_MATCHES = "`replace` of a pattern that finds empty texts", "Java finds them at other places", "spark";
    /// Replacement texts that engines read signs in.
    REPLACEMENTS = "`replace` by a text that holds `$` or `\\`, or is no constant", "the engines read signs in it", "all";
    /// `split`
    SEPARATORS = "`split` by a text that is no constant", "it may be empty, and Spark reads a pattern in it", "all";
    /// `split` by nothing
    NO_SEPARATOR = "`split` by the empty text", "Sail has an empty part at each end of the characters, and DuckDB and Spark have none", "all";
    /// NUL
    NUL = "a text with the character U+0000", "the engines end texts there", "all";
    /// A function of a later version.
    FUNCTIONS = "this function of these values", "it has no exact match", "all";
    /// Types that differ.
    MIXED = "values of two types in one place", "a column has one type", "all";
    /// Whole numbers that are no doubles, among doubles.
    LARGE = "a whole number beyond 2^53 that is written beside numbers with a point", "a column of such numbers does not hold it", "all";
    /// Distinct records.
    IDENTITY = "`distinct` and the like of records, of moments, or of lists", "only plain values are told apart", "all";
}

impl Unsaid {
    pub(crate) fn at(self, place: Place) -> Refusal {
        Refusal { what: self.what, why: self.why, place }
    }
}
