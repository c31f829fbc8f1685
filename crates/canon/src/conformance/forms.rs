//! Texts of each form that the schemas know by a pattern, and texts that come close, each reviewed by hand.

use serde_json::{Map, Value};

use super::Uncovered;

/// A form of texts.
#[derive(Debug)]
pub(super) struct Form {
    /// The patterns by which a schema asks for it.
    pub(super) patterns: &'static [&'static str],
    /// Texts of the form. The first is the one that stands where any would do.
    pub(super) right: &'static [&'static str],
    /// Texts that are not of it. The first few are tried wherever the form is asked for.
    pub(super) wrong: &'static [&'static str],
    /// How many of them.
    pub(super) everywhere: usize,
    /// Texts that are of the pattern and that only the `format` beside it refuses.
    pub(super) refused_by_format: &'static [&'static str],
    /// The beginning of a text of any length, and what it goes on with.
    pub(super) filled: Option<(&'static str, char)>,
}

impl Form {
    /// The form that a schema of texts asks for, if it asks for one.
    pub(super) fn of(schema: &Map<String, Value>) -> Result<Option<&'static Self>, Uncovered> {
        let pattern = |schema: &Value| schema.get("pattern").and_then(Value::as_str).map(str::to_owned);
        let patterns: Vec<String> = match schema.get("anyOf") {
            Some(Value::Array(branches)) => branches.iter().filter_map(pattern).collect(),
            _ => schema.get("pattern").and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
        };
        if patterns.is_empty() && !schema.contains_key("format") {
            return Ok(None);
        }
        let form = FORMS.iter().find(|form| form.patterns == patterns.as_slice());
        form.map(Some).ok_or_else(|| Uncovered::Form(patterns.join(" or ")))
    }

    /// A text of the form with so many characters, where it has texts of any length.
    pub(super) fn of_length(&self, length: usize) -> Option<String> {
        let (start, more) = self.filled?;
        Some(start.chars().chain(std::iter::repeat(more)).take(length).collect())
    }
}

const DATE: &str = "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}$";
const MONTH: &str = "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-(0[1-9]|1[0-2])$";
const YEAR: &str = "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])$";

const FORMS: [Form; 6] = [
    // Ids: lower-case letters and digits in groups joined by hyphens.
    Form {
        patterns: &["^[a-z0-9]+(-[a-z0-9]+)*$"],
        right: &["gpg-2017-4", "a", "7", "0-0", "wg-strategic-aspects"],
        wrong: &[
            "GPG-2017-4",
            "gpg-2017-4\n",
            "",
            "gpg 2017 4",
            " gpg-2017-4",
            "gpg-2017-4 ",
            "gpg_2017_4",
            "gpg.2017.4",
            "gpg--2017",
            "-gpg",
            "gpg-",
            "-",
            "gpg-2017-4\r\n",
            "\ngpg-2017-4",
            "gpg-2017-4\ngpg-2017-5",
            "gpg-2017-4\u{2028}",
            "gpg-2017-4\u{85}",
            "gpg-2017-4\0",
            "gpg\u{2011}2017\u{2011}4",
            "gpg-2017-\u{664}",
            "gpg-2017-\u{ff14}",
            "gpg-2017-é",
            "ﬁeld",
            "gpg-2017-\u{1f600}",
        ],
        everywhere: 2,
        refused_by_format: &[],
        filled: Some(("gpg-", '0')),
    },
    // Days.
    Form {
        patterns: &[DATE],
        right: &["2023-07-03", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1923-09-07"],
        wrong: &[
            "3 July 2023",
            "2023-07-03\n",
            "0000-01-01",
            "",
            "2023-7-3",
            "23-07-03",
            "10000-01-01",
            "-0001-01-01",
            "+2023-07-03",
            "20230703",
            "2023-07",
            "2023",
            "2023-W27-1",
            "2023-184",
            "2023/07/03",
            "2023–07–03",
            "2023-07-03T00:00:00Z",
            "2023-07-03 ",
            " 2023-07-03",
            "2023-07-03\u{2029}",
            "٢٠٢٣-٠٧-٠٣",
            "２０２３-０７-０３",
        ],
        everywhere: 3,
        refused_by_format: &[
            "2023-02-30",
            "2023-02-29",
            "1900-02-29",
            "2100-02-29",
            "2023-04-31",
            "2023-13-01",
            "2023-00-10",
            "2023-07-00",
            "2023-12-32",
            "2023-99-99",
        ],
        filled: None,
    },
    // Days, months or years.
    Form {
        patterns: &[DATE, MONTH, YEAR],
        right: &["2023", "2023-07", "2023-07-03", "2024-02-29", "0001", "0001-01", "9999-12", "9999-12-31"],
        wrong: &[
            "autumn 2023",
            "2023\n",
            "0000",
            "",
            "0000-01",
            "0000-12-31",
            "2023-07\n",
            "2023-07-03\n",
            "2023-13",
            "2023-00",
            "2023-7",
            "202",
            "20230",
            "2023-",
            "2023-W27",
            "2023-Q3",
            "2023/2024",
            "2023~",
            "٢٠٢٣",
        ],
        everywhere: 3,
        refused_by_format: &["2023-02-30", "1900-02-29", "2023-13-01", "2023-00-00"],
        filled: None,
    },
    // Addresses: http and https, ASCII.
    Form {
        patterns: &["^https?://[!#-;=?-Z_a-z~]+$"],
        right: &[
            "https://example.org/page",
            "http://metadata.un.org/sdg/16.4",
            "https://example.org/a%20b?c=d&e=%C3%A9#f",
            "https://192.0.2.1:8443/",
            "http://localhost",
        ],
        wrong: &[
            "example.org/page",
            "https://example.org/page\n",
            "",
            "https://",
            "ftp://example.org/page",
            "javascript:alert(1)",
            "data:text/html,page",
            "HTTPS://example.org/page",
            "//example.org/page",
            "https:/example.org/page",
            "https://example.org/a page",
            "https://example.org/é",
            "https://пример.example/",
            "https://example.org/<script>",
            "https://example.org/\"",
            "https://example.org/\\page",
            "https://example.org/{page}",
            "https://example.org/a|b",
            "https://example.org/^",
            "https://example.org/`",
            "https://[2001:db8::1]/",
            " https://example.org/page",
            "https://example.org/page ",
            "https://example.org/page\r\n",
            "https://example.org/page\nhttps://example.org/page",
        ],
        everywhere: 2,
        refused_by_format: &[],
        filled: Some(("https://example.org/", 'a')),
    },
    // Codes of the goals of the United Nations.
    Form {
        patterns: &["^([1-9]|1[0-7])$"],
        right: &["16", "1", "9", "10", "17"],
        wrong: &[
            "18", "4\n", "017", "", "0", "01", "19", "20", "-1", "1.0", "1e1", "16.4", "SDG 16", "XVI", "١٦", " 4",
            "4 ",
        ],
        everywhere: 3,
        refused_by_format: &[],
        filled: None,
    },
    // Codes of their targets. That the UN has no target 1.19 is for a check of references to say.
    Form {
        patterns: &["^([1-9]|1[0-7])\\.([1-9]|1[0-9]|[a-d])$"],
        right: &["16.4", "16.1", "16.10", "16.a", "1.1", "17.19", "1.19", "8.b", "3.d"],
        wrong: &[
            "16", "16.4\n", "17.190", "", "16.04", "16.01", "016.4", "16.0", "16.20", "16.100", "0.1", "18.1", "16.A",
            "16.e", "16.aa", "16.4.1", "16,4", "16.", ".4", "16-4", "SDG 16.4", "16.4 ", " 16.4", "١٦.٤",
        ],
        everywhere: 3,
        refused_by_format: &[],
        filled: None,
    },
];
