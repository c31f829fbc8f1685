//! A page of the documentation and its fenced blocks.

use std::{fs, path::PathBuf};

use accordance_tests::workspace;

/// A page.
pub(crate) struct Page {
    /// Its name below `docs`.
    pub(crate) name: String,
    path: PathBuf,
    text: String,
    pub(crate) blocks: Vec<Block>,
}

/// A fenced block.
pub(crate) struct Block {
    /// What is said after the backquotes.
    pub(crate) says: String,
    /// The file that it is written to, or that holds it.
    pub(crate) file: Option<(FileUse, String)>,
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// What a block has to do with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileUse {
    /// It is written there.
    Written,
    /// It stands there already.
    There,
}

/// The guide, the page on linked data, and the pages on the language.
pub(crate) fn pages() -> Vec<Page> {
    let docs = workspace().join("docs");
    let language = fs::read_dir(docs.join("language")).expect("the pages on the language");
    let mut names: Vec<String> =
        language.map(|entry| format!("language/{}", entry.expect("a page").file_name().to_string_lossy())).collect();
    names.extend(["guide.md", "linked-data.md"].map(str::to_owned));
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let path = docs.join(&name);
            page(name, path)
        })
        .collect()
}

/// The page that readers begin with.
pub(crate) fn readme() -> Page {
    page("README.md".to_owned(), workspace().join("README.md"))
}

fn page(name: String, path: PathBuf) -> Page {
    let text = fs::read_to_string(&path).expect("a page");
    let blocks = blocks(&text);
    Page { name, path, text, blocks }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut above = "";
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(says), false) => {
                let comment = above.strip_suffix(" -->").unwrap_or_default();
                let named = |start: &str, of| Some((of, comment.strip_prefix(start)?.to_owned()));
                let file = named("<!-- file: ", FileUse::Written).or_else(|| named("<!-- file is: ", FileUse::There));
                blocks.push(Block { says: says.to_owned(), file, text: String::new(), line: number + 1 });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = blocks.last_mut().expect("an open block");
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, false) => {}
        }
        above = line;
    }
    assert!(!open, "a block is not closed");
    blocks
}

impl Page {
    pub(crate) fn whole(&self) -> String {
        self.text.clone()
    }

    pub(crate) fn write(&self, text: &str) {
        fs::write(&self.path, text).expect("written");
    }

    /// The pages that it links to.
    pub(crate) fn links(&self) -> Vec<String> {
        let parts = self.text.split("](").skip(1);
        let targets = parts.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
        targets.filter(|target| !target.starts_with("http") && !target.contains(' ')).map(str::to_owned).collect()
    }

    pub(crate) fn leads(&self, target: &str) -> bool {
        let (file, part) = target.split_once('#').unwrap_or((target, ""));
        let path = if file.is_empty() { self.path.clone() } else { self.path.with_file_name(file) };
        let Ok(text) = fs::read_to_string(&path) else { return path.is_dir() };
        part.is_empty() || text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == part)
    }
}

fn anchor(heading: &str) -> String {
    let letters = heading.trim_start_matches('#').trim().to_lowercase();
    letters
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
