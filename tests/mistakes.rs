//! Each mistake that writers of rules make, as a steward meets it: the place, one sentence, one instruction.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use accordance_rules::Level;
use accordance_tests::rule_files;

/// Each `.accord` file of the folder is one mistake; a folder in it is one that takes several files.
#[test]
fn every_mistake_is_shown_where_it_is_with_what_to_do() {
    let silent = RefCell::new(Vec::new());
    insta::glob!("../fixtures/mistakes", "**/*.accord", |path| {
        let Some((folder, files)) = case(path) else { return };
        let found = rule_files::checked(&folder, files);
        let errors: Vec<_> = found.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
        if errors.is_empty() {
            silent.borrow_mut().push(path.to_path_buf());
        }
        let shown = rule_files::shown(&found.sources, errors.into_iter());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(shown);
        });
    });
    assert_eq!(silent.into_inner(), Vec::<PathBuf>::new(), "nothing is said to be wrong with these");
}

/// The folder of a mistake and the names of its files, at the first of them.
fn case(path: &Path) -> Option<(PathBuf, Vec<String>)> {
    let folder = path.parent()?.to_path_buf();
    let own = path.file_name()?.to_string_lossy().into_owned();
    if folder.ends_with("mistakes") {
        return Some((folder, vec![own]));
    }
    let files =
        folder.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let mut files: Vec<String> = files.collect();
    files.sort_unstable();
    (files.first() == Some(&own)).then_some((folder, files))
}
