//! The stable codes of what the checker finds, and what each means at length.

use accordance_syntax::WrongAndRight;

use crate::Level;

/// For an enum of codes: each with its number, a few words, its meaning, and lines that are wrong and right.
macro_rules! codes {
    ($($variant:ident = $code:literal, $title:literal, $meaning:literal $(, $wrong:literal => $right:literal)?;)+) => {
        /// The kind of a diagnostic of the checker. Its number is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Code { $($variant),+ }

        impl Code {
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        const CHECKED: &[Explanation] = &[
            $(Explanation { code: $code, title: $title, meaning: $meaning, example: codes!(@example $($wrong => $right)?) }),+
        ];
    };
    (@example) => { None };
    (@example $wrong:literal => $right:literal) => { Some(WrongAndRight { wrong: $wrong, right: $right }) };
}

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code: `E0204`.
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// A few sentences.
    pub meaning: &'static str,
    /// The mistake and its mending, where it can be shown in a few lines.
    pub example: Option<WrongAndRight>,
}

/// What each code of the language means, in order.
pub fn explanations() -> impl Iterator<Item = Explanation> {
    let syntax = accordance_syntax::EXPLANATIONS.iter().map(|row| Explanation {
        code: row.code.as_str(),
        title: row.title,
        meaning: row.meaning,
        example: row.example,
    });
    syntax.chain(CHECKED.iter().copied())
}

impl Code {
    /// Codes from `E0300` on are advice.
    pub(crate) const fn level(self) -> Level {
        if self.as_str().as_bytes()[2] == b'3' { Level::Advice } else { Level::Error }
    }
}

codes! {
    UnknownName = "E0201", "a name that is not known",
        "A name stands for a variable of `for` or `let`, an argument of a definition, a parameter, a collection, or `as_of`. \
         A misspelt name is never silently false: it is an error before any record is read.",
        "require  gaol.number > 0" => "require  goal.number > 0";
    UnknownFunction = "E0202", "a function that is not known",
        "Before brackets stands the name of a function of the language or of a definition of this file or of one that it imports.",
        "require  lenght(goal.id) > 2" => "require  length(goal.id) > 2";
    DuplicateName = "E0203", "a name that stands for two things",
        "The names of rules and matrices are unique over all files of a run. A parameter or definition has a name of its own \
         in each file that sees it: the file that it stands in, and those that import it, at whatever remove. A variable does \
         not hide another name.",
        "for      goal in goals, goal in goals" => "for      goal in goals, other in goals";
    UnknownField = "E0204", "a field that records do not have",
        "Fields are read from the JSON Schema of the data. A field that the schema does not name is an error before any record \
         is read, with the nearest name that it does.",
        "require  goal.nubmer > 0" => "require  goal.number > 0";
    WrongType = "E0205", "a value of another kind than is needed",
        "Each operator and clause needs values of one kind: `+` needs numbers, or a date and a length of time; `starts with` needs texts.",
        "require  goal.id + 1 > 2" => "require  goal.number + 1 > 2";
    Incomparable = "E0206", "two things that cannot be compared",
        "Values are compared with values of their own kind: numbers with numbers, texts with texts, dates with dates. `<` needs \
         an order, which truth values, lists and records do not have.",
        "require  goal.number = \"4\"" => "require  goal.number = 4";
    NotInList = "E0207", "a word outside its closed list",
        "Where the schema lists the words that a field may hold, a comparison with another word could never be true.",
        "for      edition in editions\n  require  edition.status = \"adoptd\"" => "for      edition in editions\n  require  edition.status = \"adopted\"";
    OtherCollection = "E0208", "an id of another collection",
        "An id or a reference is compared with ids of the same collection. The ids of two collections, or an id and some \
         other text, are never the same thing, even where their letters are.",
        "require  goal.edition != goal.id" => "require  goal.edition != \"gpg-2017\"";
    DateAsText = "E0209", "a date that is written as a text",
        "A date is written as it is, without quotes. A text of the same letters is not a date.",
        "require  as_of > \"2023-07-03\"" => "require  as_of > 2023-07-03";
    MayBeMissing = "E0210", "something that may be missing",
        "A field that the schema does not require may be missing. What is to be done then must be said: the rule does not apply \
         (`when … is present`), the condition is false (`… is present and …`), or something stands in for it (`… otherwise …`).",
        "require  goal.note != \"\"" => "when     goal.note is present\n  require  goal.note != \"\"";
    NotACondition = "E0211", "a value where a condition is needed",
        "`when`, `require`, `where`, `and`, `or`, `not`, `implies` and `if` need something that is true or false.",
        "require  goal.title" => "require  goal.title is present";
    NotAList = "E0212", "a single value where a list is needed",
        "`for`, `in`, `every`, `some`, `no`, `count` and their like go through a list.",
        "require  count(goal.number) > 1" => "require  count(goals) > 1";
    ListAndSingle = "E0213", "a list compared with a single value",
        "A list is never equal to one value. To ask whether the list holds the value, use `in`.",
        "for      contribution in meetings.contributions\n  require  contribution.goals = \"gpg-4\"" => "for      contribution in meetings.contributions\n  require  \"gpg-4\" in contribution.goals";
    Arguments = "E0214", "too many or too few arguments",
        "A function and a definition take a fixed number of arguments.",
        "require  length(goal.id, 3) > 2" => "require  length(goal.id) > 2";
    LaterDefinition = "E0216", "a definition that uses itself or a later one",
        "A definition may use the parameters and the definitions before it. So every check ends.",
        "define odd(number) = not odd(number - 1)" => "define is_first(number) = number = 1";
    NotAPlace = "E0217", "something that has no place",
        "`at` names the value to point at: a variable of `for`, or a field of one, read without going through a list.",
        "require  goal.number > 0\n  at       goal.number + 1" => "require  goal.number > 0\n  at       goal.number";
    Import = "E0218", "an import that cannot be read",
        "`import` names a rule file relative to the file that imports it.",
        "import \"shred.accord\"" => "import \"shared.accord\"";
    ImportCycle = "E0219", "files that import each other",
        "An imported file may not lead back to the file that imports it. Move what both need to a third file.";
    ImportOutside = "E0220", "an import from outside the folder",
        "Rule files are read from the folder of the run only.",
        "import \"../../shared.accord\"" => "import \"shared.accord\"";
    UnknownRule = "E0221", "a rule that is not known",
        "A waiver and `expect` name a rule or matrix of the run, or one of the checks that need no rule: `schema`, `unique-id`, \
         `dangling-reference`, `unreadable-file`.",
        "waive goal-has-sdg-lnk\n  until    2030-06-30\n  because  \"The list is before the working group.\"\n  by       \"EDPP\"\nend" => "waive goal-has-sdg-link\n  until    2030-06-30\n  because  \"The list is before the working group.\"\n  by       \"EDPP\"\nend";
    ExampleName = "E0222", "an example that gives something the rule does not know",
        "An example gives records by the name of a `for` variable of its rule, or lists of records by the name of a collection.",
        "require  goal.number > 0\n  example passes { gaol: { number: 1 } }" => "require  goal.number > 0\n  example passes { goal: { number: 1 } }";
    NotConstant = "E0223", "a parameter without a constant",
        "A parameter has a value that is written out: a number, text, date, length of time, truth value, or a list of them.",
        "param limit = as_of" => "param limit = 2023-07-03";
    Pattern = "E0224", "a pattern that cannot be used",
        "A pattern between slashes is a regular expression without look-around and back-references, so that it is found in a time \
         that grows with the text alone. `replace` takes a pattern as its second argument, and no other function takes one.",
        "require  goal.id matches /gpg-(?=4)/" => "require  goal.id matches /gpg-4/";
    Chain = "E0225", "a chain along something that is no reference",
        "`chain(record, field)` follows a field that refers to the collection of the record, again and again.",
        "for      edition in editions\n  require  count(chain(edition, status)) = 0" => "for      edition in editions\n  require  count(chain(edition, replaces)) = 0";
    Records = "E0226", "records compared with each other",
        "Records are compared by what tells them apart: their ids.",
        "for      goal in goals, other in goals\n  require  goal = other" => "for      goal in goals, other in goals\n  require  goal.id = other.id";
    TooLarge = "E0227", "a rule that is too large",
        "Definitions are written out where they are used. A rule may hold a bounded number of expressions and of levels, \
         one inside the other, then, so that a rule file from a stranger can be run safely.";
    DateForm = "E0230", "a form of dates that cannot be used",
        "The second argument of `date` is a text such as \"%d %B %Y\": `%Y`, `%m`, `%d`, `%B` and `%b` and their like (strptime).",
        "require  date(goal.id, \"%Q\") < as_of" => "require  date(goal.id, \"%Y-%m-%d\") < as_of";
    Anything = "E0301", "a value that the schema says nothing of",
        "The schema does not say what this value is, so a mistake in the rest of the path cannot be seen here. Where the value is not what \
         the rule takes it for, the outcome is *cannot tell*.";
    Product = "E0302", "two collections gone through without a link",
        "Each record of one collection is looked at for each record of another. Where an equality joins the two (`a.x = b.y`), an \
         index is built, and only the records that belong together are looked at.",
        "require  some link in alignments has (link.goal >= goal.id)" => "require  some link in alignments has (link.goal = goal.id)";
    NoExample = "E0303", "a rule without an example",
        "A rule shows by examples what passes and what fails. They are tried by `accordance test`.",
        "require  goal.number > 0\n  example passes { goal: { number: 1 } }" => "require  goal.number > 0\n  example passes { goal: { number: 1 } }\n  example fails  { goal: { number: 0 } }";
    BracesInFix = "E0304", "braces in a text that is shown as it is written",
        "A `message` shows the value of what stands in braces. The text of `fix` is the same for each finding, and braces in it are \
         shown as they are written.",
        "require  goal.number > 0\n  fix      \"Number {goal.title}.\"" => "require  goal.number > 0\n  fix      \"Give the goal a number.\"";
    AlwaysThere = "E0305", "a list that is always there",
        "A list that the schema asks for, or that a path through another list gives, is there even where it is empty: to ask whether it \
         is present says nothing.",
        "for      meeting in meetings\n  require  meeting.contributions.goals is present" => "for      meeting in meetings\n  require  meeting.contributions.goals is not empty";
}
