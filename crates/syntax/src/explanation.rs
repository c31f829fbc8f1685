//! What each code means, at length: the one table that `explain` and the reference of the language are made from.

use crate::Code;

/// A [`Code`] explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// A few words.
    pub title: &'static str,
    /// A few sentences.
    pub meaning: &'static str,
    /// The mistake and its mending, where it can be shown in a few lines.
    pub example: Option<WrongAndRight>,
}

/// The same lines wrong and right: a file, a block, or clauses of a rule that goes through `goals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongAndRight {
    /// With the mistake.
    pub wrong: &'static str,
    /// Without it.
    pub right: &'static str,
}

impl Code {
    /// What the code means, if it is one of the syntax (each of them has its row).
    pub fn explanation(self) -> Option<&'static Explanation> {
        EXPLANATIONS.iter().find(|explanation| explanation.code == self)
    }
}

/// Every code of the syntax, in order.
pub const EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: Code::Version,
        title: "the version of the language",
        meaning: "The first line of a rule file is `accordance` and the version of the language that it is written \
                  in. A file without it, or of a version that this program does not know, is not guessed at.",
        example: Some(WrongAndRight {
            wrong: "rule goal-has-number \"Goals are numbered from 1\"\n  for      goal in goals\n  require  goal.number >= 1\n  message  \"{goal.id} has the number {goal.number}.\"\nend",
            right: "accordance 1\n\nrule goal-has-number \"Goals are numbered from 1\"\n  for      goal in goals\n  require  goal.number >= 1\n  message  \"{goal.id} has the number {goal.number}.\"\nend",
        }),
    },
    Explanation {
        code: Code::UnknownWord,
        title: "a word that is not known here",
        meaning: "Each block and each clause starts with a word of the language, and so does each operator that is a \
                  word. A word that is nearly one of them is read as that one, so that the rest of the file is \
                  checked all the same.",
        example: Some(WrongAndRight { wrong: "requre   goal.note is present", right: "require  goal.note is present" }),
    },
    Explanation {
        code: Code::RepeatedClause,
        title: "a clause that stands twice",
        meaning: "A clause says one thing, and stands once. `let`, `require` and `example` may be repeated, and \
                  `message` once for each language. Two conditions of `when` are joined by `and`.",
        example: Some(WrongAndRight {
            wrong: "when     goal.number > 1\nwhen     goal.number < 5\nrequire  goal.note is present",
            right: "when     goal.number > 1 and goal.number < 5\nrequire  goal.note is present",
        }),
    },
    Explanation {
        code: Code::MisplacedClause,
        title: "a clause in the wrong place",
        meaning: "`for`, `when`, `let` and `require` stand in this order, since each sees what those above it have \
                  named; in a matrix `rows`, `columns`, `when`, `let`, `cell` and `require`. The other clauses may \
                  stand anywhere, and the formatter puts them in order. A clause of another kind of block, and an \
                  `import` below a block, are misplaced too.",
        example: Some(WrongAndRight {
            wrong: "require  goal.note is present\nwhen     goal.number > 1",
            right: "when     goal.number > 1\nrequire  goal.note is present",
        }),
    },
    Explanation {
        code: Code::MissingClause,
        title: "a clause that is missing",
        meaning: "A rule has `require` and `message`; a matrix has `rows`, `columns`, `cell`, `require` and \
                  `message`; a test has `given` and `expect`; a waiver has `until`, `because` and `by`.",
        example: Some(WrongAndRight {
            wrong: "waive goal-has-sdg-link\n  until    2030-06-30\n  by       \"EDPP\"\nend",
            right: "waive goal-has-sdg-link\n  until    2030-06-30\n  because  \"The wording is before the working group.\"\n  by       \"EDPP\"\nend",
        }),
    },
    Explanation {
        code: Code::MissingEnd,
        title: "a block without `end`",
        meaning: "Rules, matrices, tests and waivers end with `end`, on a line of its own. Indentation has no \
                  meaning.",
        example: Some(WrongAndRight {
            wrong: "waive goal-has-sdg-link\n  until    2030-06-30\n  because  \"The wording is before the working group.\"\n  by       \"EDPP\"",
            right: "waive goal-has-sdg-link\n  until    2030-06-30\n  because  \"The wording is before the working group.\"\n  by       \"EDPP\"\nend",
        }),
    },
    Explanation {
        code: Code::Character,
        title: "a character that is not part of the language",
        meaning: "Outside of texts and comments a rule file has the letters a to z, digits and the signs of the \
                  language. Characters that cannot be seen, spaces of other kinds, and letters of other alphabets \
                  that look like those of the language often come with copied text. In a text, a character that \
                  cannot be seen is written `\\u{…}` with its number.",
        example: Some(WrongAndRight {
            wrong: "require  goal.note is present;",
            right: "require  goal.note is present",
        }),
    },
    Explanation {
        code: Code::Quotes,
        title: "quotes of another kind",
        meaning: "A text stands between straight double quotes. Word processors turn them into others.",
        example: Some(WrongAndRight {
            wrong: "require  goal.edition = ‘gpg-2023’",
            right: "require  goal.edition = \"gpg-2023\"",
        }),
    },
    Explanation {
        code: Code::ForeignSign,
        title: "a sign of another language",
        meaning: "Equality is `=`, its opposite `!=`; conditions are joined by the words `and`, `or` and `not`. \
                  There is no null: a value is present or missing.",
        example: Some(WrongAndRight {
            wrong: "require  goal.edition == \"gpg-2023\" && goal.note != null",
            right: "require  goal.edition = \"gpg-2023\" and goal.note is present",
        }),
    },
    Explanation {
        code: Code::OpenText,
        title: "a text that is not closed",
        meaning: "A text ends on its line. One over several lines stands between `\"\"\"` and `\"\"\"`. A field in \
                  backquotes ends on its line too.",
        example: Some(WrongAndRight { wrong: "because  \"Readers need it.", right: "because  \"Readers need it.\"" }),
    },
    Explanation {
        code: Code::Escape,
        title: "a backslash that means nothing",
        meaning: "In a text, a backslash stands before a character with a meaning of its own: `\\\"` is a quote, \
                  `\\\\` a backslash, `\\n` a line end, `\\t` a tab, and `\\u{e9}` the character of that number.",
        example: Some(WrongAndRight {
            wrong: "because  \"See the folder C:\\rules.\"",
            right: "because  \"See the folder C:\\\\rules.\"",
        }),
    },
    Explanation {
        code: Code::OpenBracket,
        title: "a bracket that is not closed",
        meaning: "Each `(`, `[` and `{` is closed by its counterpart within the clause.",
        example: Some(WrongAndRight {
            wrong: "require  (goal.number > 1 and goal.number < 5",
            right: "require  (goal.number > 1 and goal.number < 5)",
        }),
    },
    Explanation {
        code: Code::Regex,
        title: "a regular expression in the wrong place",
        meaning: "A regular expression stands between slashes, after `matches` and as the second value of `replace`, \
                  and nowhere else. It ends on its line; a slash inside is written `\\/`.",
        example: Some(WrongAndRight {
            wrong: "require  goal.id matches \"^gpg-[0-9]+-[0-9]$\"",
            right: "require  goal.id matches /^gpg-[0-9]+-[0-9]$/",
        }),
    },
    Explanation {
        code: Code::Number,
        title: "a number or date that cannot be read",
        meaning: "Whole numbers have 64 bits, numbers are written with a point, dates as year-month-day with four, \
                  two and two digits, date-times with an offset, as in `2023-07-03T09:30:00Z`. A code that has \
                  leading zeros or letters is a text.",
        example: Some(WrongAndRight { wrong: "since    2023-7-3", right: "since    2023-07-03" }),
    },
    Explanation {
        code: Code::Duration,
        title: "a duration in the wrong form",
        meaning: "A duration is a whole number, a space and a unit: `1 day`, `90 days`, `2 weeks`, `6 months`, `1 \
                  year`. One of it has the unit without `s`.",
        example: Some(WrongAndRight {
            wrong: "for      meeting in meetings\nrequire  as_of - meeting.ends_on < 90 day",
            right: "for      meeting in meetings\nrequire  as_of - meeting.ends_on < 90 days",
        }),
    },
    Explanation {
        code: Code::NameForm,
        title: "a name in the wrong form",
        meaning: "Rules, matrices and waivers have names like `goal-has-title`; variables, parameters and \
                  definitions have names like `review_time`, and no word of the language. Fields have the names that \
                  the data give them; one that is no plain name stands in backquotes.",
        example: Some(WrongAndRight {
            wrong: "for      newGoal in goals\nrequire  newGoal.note is present",
            right: "for      new_goal in goals\nrequire  new_goal.note is present",
        }),
    },
    Explanation {
        code: Code::KeywordCase,
        title: "a word of the language in capitals",
        meaning: "The words of the language are written in small letters.",
        example: Some(WrongAndRight {
            wrong: "require  goal.number > 1 AND goal.number < 5",
            right: "require  goal.number > 1 and goal.number < 5",
        }),
    },
    Explanation {
        code: Code::Expected,
        title: "something else should stand here",
        meaning: "The text up to here can go on in a few ways, and what follows is none of them.",
        example: Some(WrongAndRight { wrong: "require  goal.number >", right: "require  goal.number > 1" }),
    },
    Explanation {
        code: Code::ChainedComparison,
        title: "a comparison with three sides",
        meaning: "A comparison has two sides. Two comparisons are joined by `and`.",
        example: Some(WrongAndRight {
            wrong: "require  1 < goal.number < 5",
            right: "require  1 < goal.number and goal.number < 5",
        }),
    },
    Explanation {
        code: Code::MixedLogic,
        title: "`and` and `or` without brackets",
        meaning: "Readers differ in whether `a and b or c` means `(a and b) or c` or `a and (b or c)`, so brackets \
                  say it.",
        example: Some(WrongAndRight {
            wrong: "require  goal.number = 1 or goal.number = 2 and goal.note is present",
            right: "require  (goal.number = 1 or goal.number = 2) and goal.note is present",
        }),
    },
    Explanation {
        code: Code::MissingBrackets,
        title: "a condition without brackets",
        meaning: "What follows `has` and `where` stands in brackets, so that it is plain where it ends. So does a \
                  `not` on the side of an operator.",
        example: Some(WrongAndRight {
            wrong: "require  every programme in programmes has goal.id in programme.goals",
            right: "require  every programme in programmes has (goal.id in programme.goals)",
        }),
    },
    Explanation {
        code: Code::Comprehension,
        title: "`count`, `sum` and their like in the wrong form",
        meaning: "`count` takes a list, or the items that it counts: `count(x in list where (…))`. The others take a \
                  list, or say first what they take of each item: `sum(x.size for x in list where (…))`. The `where` \
                  may be left out.",
        example: Some(WrongAndRight {
            wrong: "require  count(theme.id for theme in themes) > 2",
            right: "require  count(theme in themes) > 2",
        }),
    },
    Explanation {
        code: Code::Is,
        title: "`is` with something else",
        meaning: "`is` asks whether a value is there: `is present`, `is missing`; or whether a list or text has \
                  anything in it: `is empty`, `is not empty`. Values are compared by `=`.",
        example: Some(WrongAndRight {
            wrong: "require  goal.note is not present",
            right: "require  goal.note is missing",
        }),
    },
    Explanation {
        code: Code::Index,
        title: "an item by its position",
        meaning: "Positions shift when data change, so a rule takes items by what they are. `first` and `last` are \
                  there for lists whose order means something. Tests name places by position.",
        example: Some(WrongAndRight {
            wrong: "for      programme in programmes\nrequire  programme.goals[0] = \"gpg-2023-1\"",
            right: "for      programme in programmes\nrequire  first(programme.goals) = \"gpg-2023-1\"",
        }),
    },
    Explanation {
        code: Code::Placeholder,
        title: "a value in a message",
        meaning: "In a message, `{` and `}` hold a value, all on one line. A brace that is meant as such is written \
                  twice.",
        example: Some(WrongAndRight {
            wrong: "message  \"{goal.id has no note.\"",
            right: "message  \"{goal.id} has no note.\"",
        }),
    },
    Explanation {
        code: Code::UnknownChoice,
        title: "none of the words that can stand here",
        meaning: "A severity is `error`, `warning` or `advice`; a language of a message `ar`, `en`, `fr` or `es`; \
                  the outcome of an example `passes`, `fails`, `skipped` or `unknown`; that of a test `passes`, \
                  `fails`, `does not apply` or `cannot tell`.",
        example: Some(WrongAndRight { wrong: "severity critical", right: "severity error" }),
    },
    Explanation {
        code: Code::Data,
        title: "a record in the wrong form",
        meaning: "Records stand in examples and tests. They are written `{ name: value }`, hold values only, and no \
                  field twice. A field that is missing is left out.",
        example: Some(WrongAndRight {
            wrong: "example passes { goal: { id: \"gpg-1\", note: null } }",
            right: "example passes { goal: { id: \"gpg-1\" } }",
        }),
    },
    Explanation {
        code: Code::If,
        title: "an `if` in the wrong form",
        meaning: "`if … then … else …` is a value, so it says what holds in both cases. Within another expression it \
                  stands in brackets.",
        example: Some(WrongAndRight {
            wrong: "require  goal.number >= if goal.edition = \"gpg-2017\" then 1 else 2",
            right: "require  goal.number >= (if goal.edition = \"gpg-2017\" then 1 else 2)",
        }),
    },
    Explanation {
        code: Code::Nesting,
        title: "too many levels",
        meaning: "An expression, a list or a record has a bounded number of levels, one inside the other, 64 unless \
                  a program says otherwise. A part of an expression can be given a name by `let` or `define`.",
        example: None,
    },
    Explanation {
        code: Code::FileSize,
        title: "a file that is too large",
        meaning: "A rule file has a bounded size, 1 MiB unless a program says otherwise. Its parts can be joined by \
                  `import`.",
        example: None,
    },
    Explanation {
        code: Code::TooMany,
        title: "more mistakes than are shown",
        meaning: "The first mistakes of a file are shown, 100 unless a program says otherwise; those that follow are \
                  often their consequences.",
        example: None,
    },
];
