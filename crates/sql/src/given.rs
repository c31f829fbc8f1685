//! What expressions give: a value and whether it is there, a truth and whether it can be told.
//!
//! Whether a value is there is a number: 0 it is, 1 it is missing, 2 it cannot be told, 3 it cannot be told since a
//! reference leads nowhere. A truth that may be untold is 0 false, 1 true, and 2 and 3 as before. Where schemas say
//! that a value is there, no number is written at all.

use crate::{
    sql::{Op, Sql},
    storage::Stored,
};

pub(crate) const MISSING: i32 = 1;
pub(crate) const UNKNOWN: i32 = 2;
pub(crate) const LOST: i32 = 3;

/// Which codes are possible beside 0 (of truths: beside 0 and 1), a bit for each.
pub(crate) type May = u8;

pub(crate) const MAY_MISS: May = 1 << MISSING;
pub(crate) const MAY_NOT_TELL: May = 1 << UNKNOWN;
pub(crate) const MAY_LOSE: May = 1 << LOST;

/// Whether a value is not there, as a code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Absence {
    pub(crate) code: Sql,
    pub(crate) may: May,
}

impl Absence {
    pub(crate) const NEVER: Self = Self { code: Sql::Small(0), may: 0 };

    /// `code` where `condition` holds.
    pub(crate) fn when(condition: Sql, code: i32) -> Self {
        match condition {
            Sql::Bool(false) => Self::NEVER,
            condition => Self { code: Sql::when(condition, Sql::Small(code), Sql::Small(0)), may: 1 << code },
        }
    }

    pub(crate) fn is_never(&self) -> bool {
        self.may == 0
    }

    /// Whether the value is not there.
    pub(crate) fn holds(&self) -> Sql {
        if self.is_never() {
            return Sql::Bool(false);
        }
        match &self.code {
            Sql::Small(code) => Sql::Bool(*code != 0),
            Sql::Case(cases, last) if is_decided(cases, last) => {
                cases.iter().fold(Sql::Bool(false), |all, (condition, _)| all.or(condition.clone()))
            }
            code => code.clone().op(Op::NotEqual, Sql::Small(0)),
        }
    }

    /// Whether it has a code.
    pub(crate) fn is(&self, code: i32) -> Sql {
        match self.may {
            may if may & (1 << code) == 0 => Sql::Bool(false),
            may if may == 1 << code => self.holds(),
            _ => self.code.clone().equals(Sql::Small(code)),
        }
    }

    /// The same for a value that must be there: what is missing cannot be told.
    pub(crate) fn needed(&self) -> Self {
        if self.may & MAY_MISS == 0 {
            return self.clone();
        }
        let may = self.may & !MAY_MISS | MAY_NOT_TELL;
        Self { code: with_codes(&self.code, &|code| if code == MISSING { UNKNOWN } else { code }), may }
    }

    /// The same for a value that another one stands in for where it is missing.
    pub(crate) fn but_missing(&self) -> Self {
        match self.may & !MAY_MISS {
            0 => Self::NEVER,
            may => Self { code: with_codes(&self.code, &|code| if code == MISSING { 0 } else { code }), may },
        }
    }

    /// Whether the value is there: not where it is missing, and untold where that cannot be told.
    pub(crate) fn presence(&self) -> Told {
        let other = |code| match code {
            0 => 1,
            MISSING => 0,
            code => code,
        };
        match self.may & !MAY_MISS {
            0 => Told::Plain(self.holds().negated()),
            may => Told::Coded(with_codes(&self.code, &other), may),
        }
    }

    /// This, or else that of another.
    pub(crate) fn or(&self, other: &Self) -> Self {
        if self.is_never() {
            return other.clone();
        }
        if other.is_never() {
            return self.clone();
        }
        let code = match &self.code {
            // Its conditions come first, and then those of the other.
            Sql::Case(cases, last) if is_decided(cases, last) => {
                let mut cases = cases.clone();
                match &other.code {
                    Sql::Case(more, last) => {
                        cases.extend(more.iter().cloned());
                        Sql::Case(cases, last.clone())
                    }
                    code => Sql::Case(cases, Box::new(code.clone())),
                }
            }
            code => Sql::when(self.holds(), code.clone(), other.code.clone()),
        };
        Self { code, may: self.may | other.may }
    }

    /// Only where a condition holds.
    pub(crate) fn only_if(&self, condition: Sql) -> Self {
        if self.is_never() || condition == Sql::Bool(false) {
            return Self::NEVER;
        }
        Self { code: Sql::when(condition, self.code.clone(), Sql::Small(0)), may: self.may }
    }

    /// One where a condition holds, and else another.
    pub(crate) fn choose(condition: &Sql, then: &Self, otherwise: &Self) -> Self {
        if then.is_never() && otherwise.is_never() {
            return Self::NEVER;
        }
        let code = Sql::when(condition.clone(), then.code.clone(), otherwise.code.clone());
        Self { code, may: then.may | otherwise.may }
    }
}

/// Whether a value is there exactly where no case applies.
fn is_decided(cases: &[(Sql, Sql)], last: &Sql) -> bool {
    *last == Sql::Small(0) && cases.iter().all(|(_, code)| matches!(code, Sql::Small(1..)))
}

/// The codes that an expression gives, each as another.
fn with_codes(sql: &Sql, other: &dyn Fn(i32) -> i32) -> Sql {
    match sql {
        Sql::Small(code) => Sql::Small(other(*code)),
        Sql::Case(cases, last) => {
            let cases = cases.iter().map(|(condition, code)| (condition.clone(), with_codes(code, other)));
            Sql::Case(cases.collect(), Box::new(with_codes(last, other)))
        }
        code => {
            let changed = [0, 1, UNKNOWN, LOST].into_iter().filter(|known| other(*known) != *known);
            let cases = changed.map(|known| (code.clone().equals(Sql::Small(known)), Sql::Small(other(known))));
            Sql::Case(cases.collect(), Box::new(code.clone()))
        }
    }
}

/// A length of time. How it is stored is known before a record is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Length {
    /// So many days, and the date from which they are counted, where there is one.
    Days {
        count: Sql,
        from: Option<Sql>,
    },
    Months(i64),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Stored(Sql, Stored),
    Length(Length),
}

/// A value, and whether it is there. Where it is not, the value is null or has no meaning.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    pub(crate) value: Value,
    pub(crate) absence: Absence,
    /// Whether it is a list that may hold nulls, which are no items.
    pub(crate) has_nulls: bool,
}

impl Given {
    pub(crate) fn of(sql: Sql, stored: Stored) -> Self {
        Self { value: Value::Stored(sql, stored), absence: Absence::NEVER, has_nulls: false }
    }

    pub(crate) fn length(length: Length) -> Self {
        Self { value: Value::Length(length), absence: Absence::NEVER, has_nulls: false }
    }

    pub(crate) fn or_absent(mut self, absence: Absence) -> Self {
        self.absence = absence;
        self
    }
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// It can always be told.
    Plain(Sql),
    /// As a code.
    Coded(Sql, May),
}

impl Told {
    /// As a code.
    pub(crate) fn code(&self) -> Sql {
        match self {
            Self::Plain(Sql::Bool(truth)) => Sql::Small(i32::from(*truth)),
            Self::Plain(truth) => Sql::when(truth.clone(), Sql::Small(1), Sql::Small(0)),
            Self::Coded(code, _) => code.clone(),
        }
    }

    pub(crate) fn may(&self) -> May {
        match self {
            Self::Plain(_) => 0,
            Self::Coded(_, may) => *may,
        }
    }

    /// Whether it is told to hold.
    pub(crate) fn holds(&self) -> Sql {
        match self {
            Self::Plain(truth) => truth.clone(),
            Self::Coded(code, _) => is(code, 1),
        }
    }

    /// Whether it is told not to hold.
    pub(crate) fn fails(&self) -> Sql {
        match self {
            Self::Plain(truth) => truth.clone().negated(),
            Self::Coded(code, _) => is(code, 0),
        }
    }

    /// Why it cannot be told.
    pub(crate) fn untold(&self) -> Absence {
        match self {
            Self::Plain(_) => Absence::NEVER,
            Self::Coded(code, may) => {
                Absence { code: with_codes(code, &|code| if code == 1 { 0 } else { code }), may: *may }
            }
        }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::Plain(truth) => Self::Plain(truth.negated()),
            Self::Coded(code, may) => {
                let other = |code| match code {
                    0 => 1,
                    1 => 0,
                    code => code,
                };
                Self::Coded(with_codes(&code, &other), may)
            }
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        let may = self.may() | other.may();
        match (self, other) {
            (Self::Plain(one), Self::Plain(two)) => Self::Plain(one.and(two)),
            (Self::Plain(truth), Self::Coded(code, _)) | (Self::Coded(code, _), Self::Plain(truth)) => match truth {
                Sql::Bool(false) => Self::Plain(Sql::Bool(false)),
                truth => Self::Coded(Sql::when(truth, code, Sql::Small(0)), may),
            },
            (Self::Coded(one, _), Self::Coded(two, _)) => {
                let cases = vec![(is(&one, 1), two.clone()), (is(&one, 0).or(is(&two, 0)), Sql::Small(0))];
                Self::Coded(Sql::Case(cases, Box::new(one)), may)
            }
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        let may = self.may() | other.may();
        match (self, other) {
            (Self::Plain(one), Self::Plain(two)) => Self::Plain(one.or(two)),
            (Self::Plain(truth), Self::Coded(code, _)) | (Self::Coded(code, _), Self::Plain(truth)) => match truth {
                Sql::Bool(true) => Self::Plain(Sql::Bool(true)),
                truth => Self::Coded(Sql::when(truth, Sql::Small(1), code), may),
            },
            (Self::Coded(one, _), Self::Coded(two, _)) => {
                let cases = vec![(is(&one, 0), two.clone()), (is(&one, 1).or(is(&two, 1)), Sql::Small(1))];
                Self::Coded(Sql::Case(cases, Box::new(one)), may)
            }
        }
    }

    /// Only told where what it needs is there.
    pub(crate) fn needing(self, absence: &Absence) -> Self {
        let absence = absence.needed();
        if absence.is_never() {
            return self;
        }
        let may = self.may() | absence.may;
        let told = self.code();
        let code = match absence.code {
            Sql::Case(mut cases, last) if is_decided(&cases, &last) => match told {
                Sql::Case(more, last) => {
                    cases.extend(more);
                    Sql::Case(cases, last)
                }
                told => Sql::Case(cases, Box::new(told)),
            },
            ref code => Sql::when(absence.holds(), code.clone(), told),
        };
        Self::Coded(code, may)
    }
}

fn is(code: &Sql, wanted: i32) -> Sql {
    match code {
        Sql::Small(code) => Sql::Bool(*code == wanted),
        code => code.clone().equals(Sql::Small(wanted)),
    }
}
