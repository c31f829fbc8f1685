//! What a page shows of the command, compared with what the command writes.

use std::{collections::BTreeSet, fs, path::Path};

use accordance_tests::{accordance, workspace};

use crate::page::{Block, FileUse, Page};

/// Writes the files of a page and runs its commands, in order. Says where something else is written than is shown, and
/// gives the page as it would be right.
pub(crate) fn run(page: &Page) -> (Vec<String>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(workspace().join("fixtures"), folder.path().join("fixtures")).expect("a link");
    let (mut wrong, mut right) = (Vec::new(), page.whole());
    for block in &page.blocks {
        if let Some((of, file)) = &block.file {
            let path = folder.path().join(file);
            if *of == FileUse::There {
                let there = fs::read_to_string(&path).expect("a file");
                if there != block.text {
                    wrong.push(format!("{}:{}\n{file} holds\n{there}", page.name, block.line));
                }
                continue;
            }
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, &block.text).expect("written");
        } else if block.says == "console" {
            let mut all = String::new();
            for (command, shown) in commands(block) {
                let shown = shown.trim_end();
                let written = written(command, folder.path()).unwrap_or_else(|| shown.to_owned());
                let place = format!("{}:{}\n$ {command}", page.name, block.line);
                let written = if is_of_a_day(shown, &written) { shown.to_owned() } else { written };
                if written != shown {
                    wrong.push(format!("{place}\n--- shown\n{shown}\n--- written\n{written}\n"));
                }
                all.push_str(&format!("{}\n", format!("$ {command}\n{written}").trim_end()));
            }
            right = right.replacen(&format!("```console\n{}```", block.text), &format!("```console\n{all}```"), 1);
        }
    }
    (wrong, right)
}

/// The commands of a block, each with the lines below it.
fn commands(block: &Block) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in block.text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, shown))) => shown.push_str(&format!("{line}\n")),
            (None, None) => panic!("line {}: output without a command", block.line),
        }
    }
    commands
}

/// What a command writes: its results, and then what else it says; nothing of another program.
fn written(command: &str, folder: &Path) -> Option<String> {
    let own = ["accordance", "cargo run --release --"].into_iter().find_map(|own| command.strip_prefix(own))?;
    let output = accordance().current_dir(folder).args(own.split_whitespace()).output().expect("the command runs");
    let all = [output.stdout, output.stderr].concat();
    // Pages have the line ends of this project, and calendars their own.
    Some(String::from_utf8_lossy(&all).replace("\r\n", "\n").trim_end().to_owned())
}

/// Whether a page shows what was written, on the day that it was written on, where the command names the day of its run.
fn is_of_a_day(shown: &str, written: &str) -> bool {
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date().to_string();
    let words = shown.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    let days: BTreeSet<&str> = words.filter(|word| word.parse::<jiff::civil::Date>().is_ok()).collect();
    let is_shown = |written: &str| written == shown || leaves_out(shown, written);
    is_shown(written) || days.into_iter().any(|day| is_shown(&written.replace(&today, day)))
}

/// Whether a page shows what was written but for so many findings as a line of it says: `(22 more like this)`.
fn leaves_out(shown: &str, written: &str) -> bool {
    let Some((before, rest)) = shown.split_once("\n(") else { return false };
    let Some((count, after)) = rest.split_once(" more like this)\n") else { return false };
    let left_out = written.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let begins = |line: &&str| ["error[", "warning[", "advice["].iter().any(|level| line.starts_with(level));
    left_out.is_some_and(|left_out| left_out.lines().filter(begins).count().to_string() == count)
}
