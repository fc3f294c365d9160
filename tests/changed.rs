//! `--changed-since` in real repositories: only what comes from a change is reported, and all of it.

mod support;

use std::fs;
use std::path::Path;

use support::folder::{Folder, Run, git};
use support::worn;

const CONFIG: &str = "template = 'infra-zh'\n[rules]\nmissing-section = 'off'\n";

/// A postmortem with one thing wrong from the start: the length of the response, in line 6.
const OLD: &str = "# 订单服务复盘\n\n## 时间指标\n\n- 故障感知时间：5m 符合预期\n\
    - 故障响应时间：9m 符合预期\n- 故障处理时间：30m 符合预期\n\n## 故障描述\n\n### 事故回放\n\n\
    - `2024-05-06 10:00` 【开始】订单接口错误率升高\n- `2024-05-06 10:05` 【感知】收到告警\n\
    - `2024-05-06 10:07` 【响应】开始排查\n- `2024-05-06 10:30` 【恢复】恢复正常\n";

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "x", "--allow-empty"]);
}

/// A repository whose first commit, `base`, has some files, on a branch that grows from there.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new().with("pmlint.toml", CONFIG);
    let folder = files.iter().fold(folder, |folder, (path, text)| folder.with(path, text));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    git(folder.path(), &["tag", "base"]);
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

#[track_caller]
fn assert_found(folder: &Folder, since: &str, expected: &[(&str, &str, u64)]) {
    let run = folder.run(&[".", "--changed-since", since, "--format", "json", "--fail-on", "note"]);
    let found = run.places();
    let found: Vec<(&str, &str, u64)> =
        found.iter().map(|(path, rule, line)| (path.as_str(), rule.as_str(), *line)).collect();
    assert_eq!(found, expected, "{}", run.stderr);
    run.exits(i32::from(!expected.is_empty()));
}

const OWN: (&str, &str, u64) = ("a.md", "metric-mismatch", 6);
const CAUSED: (&str, &str, u64) = ("a.md", "metric-mismatch", 7);

#[test]
fn an_edited_entry_shows_the_metric_that_it_breaks() {
    let folder = repository(&[("a.md", OLD), ("b.md", OLD)]);
    assert_found(&folder, "base", &[]);
    let run = folder.run(&[".", "--changed-since", "base"]).exits(0);
    run.says("2 files checked: no findings (2 findings from before the change)");
    // In the working tree, staged, and committed.
    folder.edit("a.md", "10:30", "11:30");
    assert_found(&folder, "base", &[CAUSED]);
    git(folder.path(), &["add", "-A"]);
    assert_found(&folder, "base", &[CAUSED]);
    commit(folder.path());
    assert_found(&folder, "base", &[CAUSED]);
    assert_found(&folder, "HEAD", &[]);
    assert_found(&folder, "HEAD~1", &[CAUSED]);
    // A metric that was wrong before and whose evidence is touched counts as well.
    folder.edit("a.md", "10:07` 【响应】", "10:08` 【响应】");
    assert_found(&folder, "HEAD", &[OWN]);
}

#[test]
fn what_others_changed_since_is_not_mine() {
    let folder = repository(&[("a.md", OLD), ("b.md", OLD)]);
    git(folder.path(), &["checkout", "-q", "main"]);
    folder.edit("b.md", "10:30", "11:30");
    commit(folder.path());
    git(folder.path(), &["checkout", "-q", "work"]);
    folder.edit("a.md", "10:30", "11:30");
    assert_found(&folder, "main", &[CAUSED]);
}

#[test]
fn a_deleted_entry_shows_the_metric_that_lost_it() {
    let folder = repository(&[("a.md", OLD)]);
    folder.edit("a.md", "- `2024-05-06 10:30` 【恢复】恢复正常\n", "");
    assert_found(&folder, "base", &[("a.md", "unverifiable-metric", 7)]);
    folder.edit("a.md", "- 故障感知时间：5m 符合预期\n", "");
    let deleted = [("a.md", "missing-metric", 3), ("a.md", "unverifiable-metric", 6)];
    assert_found(&folder, "base", &deleted);
}

#[test]
fn new_files_count_whole_and_renames_are_followed() {
    let folder = repository(&[("a.md", OLD), ("b.md", OLD)]);
    git(folder.path(), &["mv", "b.md", "renamed.md"]);
    assert_found(&folder, "base", &[]);
    folder.edit("renamed.md", "10:30", "11:30");
    git(folder.path(), &["add", "-A"]);
    assert_found(&folder, "base", &[("renamed.md", "metric-mismatch", 7)]);
    git(folder.path(), &["checkout", "-q", "-f", "base"]);

    // Untracked, and ignored but named.
    let folder =
        folder.with("new.md", OLD).with(".gitignore", "ignored.md\n").with("ignored.md", OLD);
    assert_found(&folder, "base", &[("new.md", "metric-mismatch", 6)]);
    let arguments = ["ignored.md", "--changed-since", "base", "--format", "short"];
    let run = folder.run(&arguments).exits(1);
    assert!(run.stdout.starts_with("ignored.md:6:"), "{run:#?}");
    commit(folder.path());
    assert_found(&folder, "base", &[("new.md", "metric-mismatch", 6)]);
}

#[test]
fn an_edited_limit_shows_the_verdicts_that_it_makes_wrong() {
    let folder = repository(&[("a.md", OLD)]);
    folder.edit("pmlint.toml", "[rules]", "[sla]\nresolution = '10m'\n[rules]");
    assert_found(&folder, "base", &[("a.md", "wrong-verdict", 7)]);
}

#[test]
fn line_ends_of_a_checkout_are_no_change() {
    let folder = repository(&[("a.md", OLD)]);
    fs::write(folder.path().join("a.md"), OLD.replace('\n', "\r\n")).expect("the file");
    assert_found(&folder, "base", &[]);
}

#[test]
fn the_exit_code_and_the_counts_are_those_of_what_is_shown() {
    let folder = repository(&[("a.md", OLD)]);
    for format in ["human", "short", "json"] {
        folder.run(&["a.md", "--changed-since", "base", "--format", format]).exits(0);
        folder.run(&["a.md", "--format", format]).exits(1);
    }
    let json = folder.run(&["a.md", "--changed-since", "base", "--format", "json"]).json();
    assert_eq!((&json["summary"]["errors"], &json["summary"]["unchanged"]), (&0.into(), &1.into()));
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_are_found() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let names: [&[u8]; 5] =
        [b"new\nline.md", b"\"quoted\".md", b"\xff\xfe.md", "复盘 一.md".as_bytes(), b":(top)*.md"];
    let folder = repository(&[]);
    for name in names {
        fs::write(folder.path().join(OsStr::from_bytes(name)), OLD).expect("a file");
    }
    let count = |folder: &Folder| {
        let run = folder.run(&[".", "--changed-since", "HEAD", "--format", "json"]);
        run.places().len()
    };
    assert_eq!(count(&folder), names.len());
    commit(folder.path());
    assert_eq!(count(&folder), 0);
    for name in names {
        let path = folder.path().join(OsStr::from_bytes(name));
        fs::write(path, OLD.replace("10:30", "11:30")).expect("a file");
    }
    assert_eq!(count(&folder), names.len());
}

#[test]
fn standard_input_is_compared_as_the_file_it_stands_for() {
    let folder = repository(&[("a.md", OLD)]);
    let run = |text: &str, path: &str| {
        let arguments =
            ["-", "--stdin-filename", path, "--changed-since", "base", "--format", "json"];
        folder.run_with_input(&arguments, text.as_bytes()).places().len()
    };
    assert_eq!(run(OLD, "a.md"), 0);
    assert_eq!(run(&OLD.replace("10:30", "11:30"), "a.md"), 1);
    assert_eq!(run(OLD, "new.md"), 1);
}

#[test]
fn a_repository_in_a_repository_is_its_own() {
    let folder = repository(&[("a.md", OLD)]);
    let folder = folder.with("inner/b.md", OLD).with("inner/pmlint.toml", CONFIG);
    let inner = folder.path().join("inner");
    git(&inner, &["init", "-q", "-b", "main"]);
    commit(&inner);
    git(&inner, &["tag", "base"]);
    assert_found(&folder, "base", &[]);
    folder.edit("inner/b.md", "10:30", "11:30");
    assert_found(&folder, "base", &[("inner/b.md", "metric-mismatch", 7)]);
}

#[test]
fn what_git_cannot_tell_is_an_error() {
    let folder = repository(&[("a.md", OLD)]);
    let since = |reference: &str| folder.run(&["a.md", &format!("--changed-since={reference}")]);
    since("nope").exits(2).prints("").says("git knows no commit `nope`; check the spelling");
    since("").exits(2).prints("").says("is no name of a commit");
    since("--output=x").exits(2).prints("").says("`--output=x` is no name of a commit");
    since("base:a.md").exits(2).says("git knows no commit");
    assert!(!folder.path().join("x").exists());

    git(folder.path(), &["checkout", "-q", "--orphan", "other"]);
    folder.edit("a.md", "10:30", "11:30");
    commit(folder.path());
    since("base").exits(2).says("have no commit in common");

    let mut command = folder.command(&["a.md", "--changed-since", "base"]);
    let output = command.env("PATH", folder.path()).output().expect("pmlint runs");
    Run::from(output).exits(2).prints("").says("there is no `git` here");

    let outside = Folder::new().with("a.md", OLD);
    let mut command = outside.command(&["a.md", "--changed-since", "base"]);
    let above = outside.path().parent().expect("a parent");
    let output = command.env("GIT_CEILING_DIRECTORIES", above).output().expect("pmlint runs");
    Run::from(output).exits(2).prints("").says("is in no git repository");
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let folder = repository(&[("a.md", OLD)]);
    folder.edit("a.md", "10:30", "11:30");
    commit(folder.path());
    folder.edit("a.md", "11:30", "12:30");
    commit(folder.path());
    let clone = Folder::new();
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", "-b", "work", &from, "c"]);
    let run = |reference: &str| {
        let mut command = clone.command(&["a.md", "--changed-since", reference]);
        Run::from(command.current_dir(clone.path().join("c")).output().expect("pmlint runs"))
    };
    run("base").exits(2).says("the clone is shallow").says("git fetch --unshallow");
    let fetch = ["-C", "c", "fetch", "-q", "--depth", "1", "origin", "main:main"];
    git(clone.path(), &fetch);
    run("main").exits(2).says("the clone is too shallow");
    git(clone.path(), &["-C", "c", "fetch", "-q", "--unshallow"]);
    run("main").exits(1);
}

#[test]
fn an_adopted_repository_shows_one_edit_of_three_hundred_documents() {
    let old: Vec<(String, String)> = (0..300)
        .map(|seed| (format!("docs/{}/{seed:03}.md", 2015 + seed % 9), worn(seed)))
        .collect();
    let mut files: Vec<(&str, &str)> =
        old.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("docs/a.md", OLD));
    let folder = repository(&files);
    folder.run(&["baseline", "create"]).exits(0).says("in 301 files written down");
    let run = |arguments: &[&str]| {
        let arguments = [&["docs", "--baseline", "pmlint-baseline.json"][..], arguments].concat();
        folder.run(&[&arguments[..], &["--format", "json", "--fail-on", "note"]].concat())
    };
    assert_eq!(run(&[]).exits(0).places(), []);
    commit(folder.path());
    folder.edit("docs/a.md", "10:30", "11:30");
    let caused = [("docs/a.md".to_owned(), "metric-mismatch".to_owned(), 7)];
    for arguments in [&[][..], &["--changed-since", "HEAD"], &["--changed-since", "base"]] {
        assert_eq!(run(arguments).exits(1).places(), caused, "{arguments:?}");
    }
}

#[test]
fn comments_are_written_for_what_has_changed_only() {
    let folder = repository(&[("a.md", OLD), ("b.md", OLD)]);
    folder.edit("a.md", "10:30", "11:30");
    folder.run(&[".", "--changed-since", "base", "--suppress"]).exits(0).says("1 comment written");
    assert_eq!(folder.read("b.md"), OLD);
    assert_found(&folder, "base", &[]);
}
