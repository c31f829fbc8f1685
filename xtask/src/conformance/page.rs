//! The tables in `docs/validators.md`.

use std::{fs, path::Path};

use super::{Tables, agreement::Agreement, generated::Tried};
use crate::{Failure, say};

const BEGIN: &str = "<!-- What follows is written by `cargo xtask conformance --write`. -->\n";
const END: &str = "<!-- Here ends what is written. -->\n";

/// The tables as Markdown.
pub(super) fn tables(agreements: &[Agreement], generators: &[Tried]) -> String {
    let mut text = String::from(
        "| validator | for | version | as stated, formats asserted | as stated, formats not asserted |\n|---|---|---|---|---|\n",
    );
    for agreement in agreements {
        let tally = |tally: super::agreement::Tally| format!("{} of {}", grouped(tally.as_stated), grouped(tally.all));
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {} |\n",
            agreement.validator.name(),
            agreement.validator.users(),
            agreement.version,
            tally(agreement.asserted),
            tally(agreement.annotated),
        ));
    }
    text.push_str("\n| generator | makes | checked by | reads and writes without loss |\n|---|---|---|---|\n");
    for Tried { generator, makes, checked_by, records } in generators {
        text.push_str(&format!("| {generator} | {makes} | {checked_by} | {records} |\n"));
    }
    text
}

/// Writes the tables into a page, or fails where it has others.
pub(super) fn update(path: &Path, tables: &str, how: Tables) -> Result<(), Failure> {
    let at = |error| Failure::File { path: path.to_path_buf(), error };
    let page = fs::read_to_string(path).map_err(at)?;
    let fresh = with_tables(&page, tables).ok_or_else(|| {
        Failure::Told(format!("{}: no place for the tables between {BEGIN:?} and {END:?}", path.display()))
    })?;
    match how {
        _ if fresh == page => {
            say(&format!("the tables in {} are fresh", path.display()));
            Ok(())
        }
        Tables::Write => fs::write(path, fresh).map_err(at),
        Tables::Check => Err(Failure::Told(format!(
            "the tables in {} are not as found; run `cargo xtask conformance --write`",
            path.display()
        ))),
    }
}

fn with_tables(page: &str, tables: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{tables}\n{END}{after}"))
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, Tables, grouped, update};

    #[test]
    fn a_page_with_other_tables_is_told_and_can_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("page.md");
        std::fs::write(&path, format!("Before.\n{BEGIN}old\n{END}After.\n")).expect("written");
        let told = |how| update(&path, "| new |\n", how).map_err(|failure| failure.to_string());
        assert!(told(Tables::Check).is_err_and(|told| told.contains("--write")));
        told(Tables::Write).expect("written");
        told(Tables::Check).expect("fresh");
        let page = std::fs::read_to_string(&path).expect("there");
        assert_eq!(page, format!("Before.\n{BEGIN}\n| new |\n\n{END}After.\n"));
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 12_345_678].map(grouped), ["0", "999", "1,000", "12,345,678"]);
    }
}
