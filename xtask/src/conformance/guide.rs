//! The programs in `docs/validators.md`, tried as they stand there.
//!
//! `<!-- file: NAME -->` in the line above a block says that the block is that file. A block `console` shows a command
//! after `$ `, and below it what it prints.

use std::{fs, path::Path};

use super::{Tables, pack::Pack, tools::Tools};
use crate::{Failure, say};

/// Writes the files of the page, runs its commands beside them and holds what they print against the page, or writes it
/// there.
pub(super) fn try_page(page: &Path, pack: &Pack, tools: &Tools, how: Tables) -> Result<(), Failure> {
    let at = |path: &Path, error| Failure::File { path: path.to_path_buf(), error };
    let text = fs::read_to_string(page).map_err(|error| at(page, error))?;
    let folder = tools.beside_packages("guide");
    let schemas = folder.join("schemas/v1");
    fs::create_dir_all(&schemas).map_err(|error| at(&schemas, error))?;
    for file in pack.schemas.iter().chain([&pack.bundle.with_file_name("index.json")]) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(file, schemas.join(name)).map_err(|error| at(file, error))?;
    }

    let mut fresh = String::new();
    let mut commands = 0;
    for part in parts(&text) {
        match part {
            Part::File { name, text } => {
                let path = folder.join(name);
                fs::write(&path, text).map_err(|error| at(&path, error))?;
            }
            Part::Command { command, .. } => {
                commands += 1;
                fresh.push_str(&format!("$ {command}\n{}", tools.command(command, &folder)?));
                continue;
            }
            Part::Text(_) => {}
        }
        fresh.push_str(part.source());
    }
    if fresh == text {
        say(&format!("{commands} commands in {} print what it shows", page.display()));
        return Ok(());
    }
    match how {
        Tables::Write => fs::write(page, fresh).map_err(|error| at(page, error)),
        Tables::Check => {
            let (line, (shown, printed)) = (1..)
                .zip(text.lines().zip(fresh.lines()))
                .find(|(_, (shown, printed))| shown != printed)
                .unwrap_or((1, ("", "")));
            Err(Failure::Told(format!(
                "{}:{line}: shown is {shown:?}, printed was {printed:?}; see `cargo xtask conformance --write`",
                page.display()
            )))
        }
    }
}

/// A part of a page. All together make it up.
#[derive(Debug, PartialEq, Eq)]
enum Part<'p> {
    Text(&'p str),
    File { name: &'p str, text: &'p str },
    Command { command: &'p str, source: &'p str },
}

impl<'p> Part<'p> {
    fn source(&self) -> &'p str {
        match self {
            Self::Text(text) | Self::File { text, .. } => text,
            Self::Command { source, .. } => source,
        }
    }
}

fn parts(page: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = page;
    while let Some(fence) = rest.find("```") {
        // The block begins below the line of its fence.
        let Some(start) = rest[fence..].find('\n').map(|end| fence + end + 1) else { break };
        let Some(end) = rest[start..].find("```").map(|end| start + end) else { break };
        let (before, block) = (&rest[..start], &rest[start..end]);
        parts.push(Part::Text(before));
        let mark = before[..fence].trim_end().lines().last().unwrap_or_default();
        let name = mark.strip_prefix("<!-- file: ").and_then(|name| name.strip_suffix(" -->"));
        match (name, &before[fence..]) {
            (Some(name), _) => parts.push(Part::File { name, text: block }),
            (None, "```console\n") => {
                let command = block.lines().next().and_then(|line| line.strip_prefix("$ "));
                parts.push(match command {
                    Some(command) => Part::Command { command, source: block },
                    None => Part::Text(block),
                });
            }
            (None, _) => parts.push(Part::Text(block)),
        }
        parts.push(Part::Text("```"));
        rest = &rest[end + 3..];
    }
    parts.push(Part::Text(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn files_and_commands_are_found_and_all_parts_make_up_the_page() {
        let page = "Text.\n<!-- file: a.py -->\n```python\nprint()\n```\n\n```console\n$ python a.py\n\n```\n```text\n$ no\n```\nEnd.\n";
        let parts = parts(page);
        assert!(parts.contains(&Part::File { name: "a.py", text: "print()\n" }));
        assert!(parts.contains(&Part::Command { command: "python a.py", source: "$ python a.py\n\n" }));
        assert_eq!(parts.iter().filter(|part| matches!(part, Part::Command { .. })).count(), 1);
        assert_eq!(parts.iter().map(Part::source).collect::<String>(), page);
    }
}
