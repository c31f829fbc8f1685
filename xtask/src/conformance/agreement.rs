//! Whether a validator says of every case what the pack states.

use accordance_canon::conformance::Formats;

use super::{
    pack::{Case, Pack, Through},
    tools::Tools,
    validators::{Validator, Verdict, asked},
};
use crate::Failure;

/// What a validator said.
#[derive(Debug)]
pub(super) struct Agreement {
    pub(super) validator: Validator,
    pub(super) version: String,
    pub(super) asserted: Tally,
    pub(super) annotated: Tally,
    different: Vec<String>,
}

/// How many of the verdicts were as stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) as_stated: usize,
    pub(super) all: usize,
}

/// Disagreements that are told of a validator. The others are counted.
const MOST_TOLD: usize = 20;
const MOST_SHOWN: usize = 160;

impl Agreement {
    pub(super) fn of(validator: Validator, pack: &Pack, tools: &Tools) -> Result<Self, Failure> {
        let mut agreement = Self {
            validator,
            version: validator.version(tools)?,
            asserted: Tally::default(),
            annotated: Tally::default(),
            different: Vec::new(),
        };
        for formats in [Formats::Asserted, Formats::Annotated] {
            let verdicts = validator.verdicts(pack, formats, tools)?;
            for ((through, case), verdict) in asked(pack).zip(verdicts) {
                agreement.count(through, case, formats, &verdict);
            }
        }
        Ok(agreement)
    }

    fn count(&mut self, through: Through, case: &Case, formats: Formats, verdict: &Verdict) {
        let stated = case.stated(formats);
        let agrees = *verdict == Ok(stated);
        let tally = match formats {
            Formats::Asserted => &mut self.asserted,
            Formats::Annotated => &mut self.annotated,
        };
        tally.all += 1;
        tally.as_stated += usize::from(agrees);
        if !agrees {
            let word = |valid: bool| if valid { "valid" } else { "invalid" };
            let said =
                verdict.as_ref().map_or_else(|why| format!("no verdict ({why})"), |valid| word(*valid).to_owned());
            let mode = match formats {
                Formats::Asserted => "formats asserted",
                Formats::Annotated => "formats not asserted",
            };
            let within = match through {
                Through::Own => "",
                Through::Bundle => ", through the bundle",
            };
            let data: String = case.data.to_string().chars().take(MOST_SHOWN).collect();
            self.different.push(format!(
                "{}: stated {}, {} ({}) says {said} ({mode}{within}): {data}",
                case.name,
                word(stated),
                self.validator.name(),
                self.validator.users(),
            ));
        }
    }

    pub(super) fn line(&self) -> String {
        let Tally { as_stated, all } = self.asserted;
        let Tally { as_stated: other_as_stated, all: other_all } = self.annotated;
        format!(
            "{} {} ({}): {as_stated} of {all} with formats asserted, {other_as_stated} of {other_all} without",
            self.validator.name(),
            self.version,
            self.validator.users(),
        )
    }

    /// The disagreements in words, where there are any.
    pub(super) fn disagreements(&self) -> Option<String> {
        let count = self.different.len();
        let told = self.different.get(..count.min(MOST_TOLD))?.join("\n  ");
        let more = count.saturating_sub(MOST_TOLD);
        let more = if more == 0 { String::new() } else { format!("\n  and {more} more") };
        let (name, users) = (self.validator.name(), self.validator.users());
        (count > 0).then(|| format!("{name} ({users}) disagrees with the pack {count} times:\n  {told}{more}"))
    }
}

#[cfg(test)]
mod tests {
    use accordance_canon::conformance::Formats;
    use serde_json::json;

    use super::{Agreement, Tally};
    use crate::conformance::{
        pack::{Case, Through},
        validators::Validator,
    };

    fn agreement() -> Agreement {
        Agreement {
            validator: Validator::Ajv,
            version: "8".into(),
            asserted: Tally::default(),
            annotated: Tally::default(),
            different: Vec::new(),
        }
    }

    fn case(valid: bool, by_format: bool) -> Case {
        Case {
            name: "goal: /number: half a number".into(),
            schema: "https://a.example/goal".into(),
            data: json!({"number": 1.5}),
            valid,
            by_format,
            is_reference: false,
        }
    }

    #[test]
    fn a_disagreement_names_the_case_the_validator_and_both_verdicts() {
        let mut agreement = agreement();
        agreement.count(Through::Own, &case(false, false), Formats::Asserted, &Ok(true));
        agreement.count(Through::Bundle, &case(true, false), Formats::Annotated, &Err("too deep".into()));
        assert_eq!(agreement.asserted, Tally { as_stated: 0, all: 1 });
        let told = agreement.disagreements().expect("there are two");
        assert!(told.contains(
            "goal: /number: half a number: stated invalid, ajv (JavaScript) says valid (formats asserted): {\"number\":1.5}"
        ));
        assert!(told.contains(
            "stated valid, ajv (JavaScript) says no verdict (too deep) (formats not asserted, through the bundle)"
        ));
    }

    #[test]
    fn what_only_a_format_refuses_is_valid_where_formats_are_not_asserted() {
        let mut agreement = agreement();
        agreement.count(Through::Own, &case(false, true), Formats::Asserted, &Ok(false));
        agreement.count(Through::Own, &case(false, true), Formats::Annotated, &Ok(true));
        assert_eq!(agreement.disagreements(), None);
        agreement.count(Through::Own, &case(false, true), Formats::Annotated, &Ok(false));
        assert!(agreement.disagreements().is_some());
    }
}
