//! `accordance fmt` on rule files, folders and standard input.

use std::{fs, process::Command};

use accordance_tests::{accordance, transcript, transcript_of_input};
use tempfile::TempDir;

const LOOSE: &str = "accordance 1\n# Kept.\nrule goal-has-title \"A goal has a title\"\nfor goal in goals\nrequire goal.title.en is present message \"no title\"\nend";

const NEAT: &str = "\
accordance 1

# Kept.
rule goal-has-title \"A goal has a title\"
  for      goal in goals
  require  goal.title.en is present
  message  \"no title\"
end
";

const WRONG: &str = "\
accordance 1

rule goal-has-title \"A goal has a title\"
  for      goal in goals
  requires goal.title.en == \"\u{1b}[31mred\u{1b}[0m\"
  message  \"no title\"
  message  \"no title at all\"
end

rule other \"Another\"
  require  (as_of > 2023-07-03
  message  \"early\"
end
";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn fmt(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = accordance();
    command.current_dir(folder.path()).arg("fmt").args(args);
    command
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("read")
}

#[test]
fn files_and_folders_are_written_in_the_layout() {
    let folder = folder(&[
        ("a.accord", LOOSE),
        ("rules/b.accord", LOOSE),
        ("rules/deep/c.accord", NEAT),
        ("rules/.hidden/d.accord", LOOSE),
        ("rules/readme.txt", LOOSE),
        ("other/e.accord", LOOSE),
    ]);
    assert_eq!(transcript(&mut fmt(&folder, &["a.accord", "rules"])), "--- exit status 0\n");
    for name in ["a.accord", "rules/b.accord", "rules/deep/c.accord"] {
        assert_eq!(read(&folder, name), NEAT, "{name}");
    }
    for name in ["rules/.hidden/d.accord", "rules/readme.txt", "other/e.accord"] {
        assert_eq!(read(&folder, name), LOOSE, "{name}");
    }
    assert_eq!(transcript(&mut fmt(&folder, &[])), "--- exit status 0\n");
    assert_eq!(read(&folder, "other/e.accord"), NEAT);
}

#[test]
fn a_file_in_the_layout_is_not_written_again() {
    let folder = folder(&[("a.accord", NEAT)]);
    let written = || fs::metadata(folder.path().join("a.accord")).and_then(|file| file.modified()).expect("a time");
    let before = written();
    assert_eq!(transcript(&mut fmt(&folder, &["a.accord"])), "--- exit status 0\n");
    assert_eq!(written(), before);
}

#[test]
fn check_names_what_would_change_and_writes_nothing() {
    let folder = folder(&[("rules/a.accord", LOOSE), ("rules/b.accord", NEAT), ("rules/c.accord", LOOSE)]);
    insta::assert_snapshot!(transcript(&mut fmt(&folder, &["--check"])));
    assert_eq!(read(&folder, "rules/a.accord"), LOOSE);
    assert_eq!(transcript(&mut fmt(&folder, &["--check", "rules/b.accord"])), "--- exit status 0\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder(&[]);
    for text in [LOOSE, NEAT] {
        let shown = transcript_of_input(&mut fmt(&folder, &["-"]), text.as_bytes());
        assert_eq!(shown, format!("{NEAT}--- exit status 0\n"));
    }
    let shown = transcript_of_input(&mut fmt(&folder, &["--check", "-"]), LOOSE.as_bytes());
    assert_eq!(shown, "--- standard error\n<stdin> would change\n--- exit status 1\n");
}

#[test]
fn comments_keep_the_empty_line_below_them_and_choices_stand_below_each_other() {
    const TEXT: &str = "\
accordance 1

# What the file is about.

# And more of it.

rule era \"Each meeting belongs to an era\"
  for      meeting in meetings
  let      era =
             if meeting.starts_on < 2010-01-01
             then \"the first years\"
             else if meeting.starts_on < 2015-01-01 and meeting.title.en is present
             then \"the middle years\"
             else if meeting.starts_on < 2020-01-01
             then \"the late years\"
             else \"now\"
  require  era != \"\"
  message  \"-\"
end

# The last word.

# Behind it.
";
    let shown = transcript_of_input(&mut fmt(&folder(&[]), &["-"]), TEXT.as_bytes());
    assert_eq!(shown, format!("{TEXT}--- exit status 0\n"));
}

#[test]
fn mistakes_are_shown_and_other_files_are_still_written() {
    let folder = folder(&[("rules/wrong.accord", WRONG), ("rules/z.accord", LOOSE)]);
    insta::assert_snapshot!(transcript(&mut fmt(&folder, &["rules"])));
    assert_eq!(read(&folder, "rules/wrong.accord"), WRONG);
    assert_eq!(read(&folder, "rules/z.accord"), NEAT);
}

#[test]
fn bad_usage_and_unreadable_files_are_told() {
    let folder = folder(&[("z.accord", LOOSE), ("notes.txt", ""), ("empty/notes.txt", "")]);
    fs::write(folder.path().join("latin.accord"), b"accordance 1\n# caf\xe9\n").expect("written");
    let mut shown = String::new();
    for args in [&["missing.accord", "latin.accord", "z.accord"][..], &["notes.txt"], &["empty"]] {
        shown.push_str(&format!("$ accordance fmt {}\n{}\n", args.join(" "), transcript(&mut fmt(&folder, args))));
    }
    insta::assert_snapshot!(shown);
    assert_eq!(read(&folder, "z.accord"), NEAT);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder(&[("real.accord", LOOSE)]);
    let real = folder.path().join("real.accord");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o644)).expect("set");
    symlink("real.accord", folder.path().join("link.accord")).expect("linked");
    assert_eq!(transcript(&mut fmt(&folder, &["link.accord"])), "--- exit status 0\n");
    assert_eq!(read(&folder, "real.accord"), NEAT);
    assert!(folder.path().join("link.accord").is_symlink());
    assert_eq!(fs::metadata(&real).expect("a file").permissions().mode() & 0o777, 0o644);
}
