//! Which crate depends on which, as the pages draw it and as the manifests have it.

use std::{collections::BTreeSet, fs};

use accordance_tests::workspace;

/// A crate and one that depends on it.
type Arrow = (String, String);

/// The arrows of a page: each line of its block of arrows names crates, `<-`, and those that depend on each of them.
pub(crate) fn drawn(page: &str) -> BTreeSet<Arrow> {
    let text = fs::read_to_string(workspace().join(page)).expect("a page");
    let names = |list: &str| list.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let lines = text.lines().filter_map(|line| line.split_once(" <- ")).filter(|(used, _)| !used.contains('`'));
    let arrows = lines.flat_map(|(used, by)| {
        let by = names(by);
        names(used).into_iter().flat_map(move |used| by.clone().into_iter().map(move |by| (used.clone(), by)))
    });
    arrows.collect()
}

/// The arrows of the manifests. What only tests depend on is left out.
pub(crate) fn real() -> BTreeSet<Arrow> {
    let of_crate = |name: String| {
        let manifest = workspace().join("crates").join(&name).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("a manifest");
        let dependencies = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
        let used = dependencies.take_while(|line| !line.starts_with('[')).filter_map(|line| {
            let end = line.find(['.', ' '])?;
            line[..end].strip_prefix("accordance-").map(str::to_owned)
        });
        used.map(|used| (used, name.clone())).collect::<Vec<_>>()
    };
    crates().into_iter().flat_map(of_crate).collect()
}

/// The names of the crates, as their folders have them.
pub(crate) fn crates() -> BTreeSet<String> {
    let folder = fs::read_dir(workspace().join("crates")).expect("a folder");
    folder.map(|entry| entry.expect("a crate").file_name().to_string_lossy().into_owned()).collect()
}

/// The crates that a page has a line for, in a column of names.
pub(crate) fn listed(page: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join(page)).expect("a page");
    let lines = text.lines().filter(|line| !line.contains(" <- "));
    let first_words = lines.filter_map(|line| line.split_whitespace().find(|word| *word != "|"));
    let first_words: BTreeSet<&str> = first_words.map(|word| word.trim_matches('`')).collect();
    crates().into_iter().filter(|name| first_words.contains(name.as_str())).collect()
}
