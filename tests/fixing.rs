//! `--fix`, `--diff` and `--unsafe-fixes` on the command line: what is written, what is shown, and what
//! is left alone.

mod support;

use std::fs;

use support::folder::{Folder, git};

const CONFIG: &str =
    "template = 'infra-zh'\n[rules]\nmissing-section = 'off'\nmissing-verdict = 'off'\n";

/// A postmortem with two safe fixes and an unsafe one, and the same mended.
const BEFORE: &str = "# 订单服务复盘 2024-05-06\n\n## 时间指标\n\n- 故障感知时间：50m\n- 故障响应时间：2m\n\
                      - 故障处理时间：30m\n\n##故障描述\n\n### 事故回放\n\n- `10:00` 【开始】报错\n\
                      - 10:05 【感知】告警\n- `10:07` 【响应】排查\n- `10:30` 【恢复】正常\n";

fn safe() -> String {
    BEFORE.replace("##故障", "## 故障").replace("- 10:05", "- `10:05`")
}

fn all() -> String {
    safe().replace("50m", "5m")
}

fn folder() -> Folder {
    Folder::new().with("pmlint.toml", CONFIG).with("a.md", BEFORE)
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> =
        entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_is_safe_is_fixed_and_the_rest_is_shown() {
    for arguments in
        [&["check", "--fix", "--format", "short"][..], &["--fix", "--format", "short", "."]]
    {
        let folder = folder();
        let run = folder.run(arguments).exits(1);
        assert!(run.stdout.contains("5:10: error[metric-mismatch]"), "{run:#?}");
        assert_eq!(run.stdout.lines().count(), 1, "{run:#?}");
        let run = run.says("1 file checked: 1 error\n");
        run.says("2 findings fixed, 1 left, of which 1 can be fixed with --unsafe-fixes\n");
        assert_eq!(folder.read("a.md"), safe());
        assert_eq!(names(&folder), ["a.md", "pmlint.toml"]);
        let again = folder.run(arguments).exits(1);
        again.says("nothing to fix, 1 finding left, of which 1 can be fixed with --unsafe-fixes\n");
        assert_eq!(folder.read("a.md"), safe());
    }
}

#[test]
fn what_is_unsafe_is_fixed_where_it_is_asked_for() {
    let folder = folder();
    folder.run(&["--fix", "--unsafe-fixes"]).exits(0).says("3 findings fixed, 0 left\n").prints("");
    assert_eq!(folder.read("a.md"), all());
    let folder = self::folder();
    let run = folder.run(&["--fix", "--unsafe-fixes", "--lang", "zh"]).exits(0);
    run.says("检查了 1 个文件：没有问题\n修正了 3 个问题，还有 0 个\n");
    folder.run(&["--fix", "--quiet"]).exits(0).prints("").says("");
}

#[test]
fn a_check_says_what_could_be_fixed() {
    let folder = folder();
    let run = folder.run(&["--format", "short"]).exits(1);
    run.says("2 of these can be fixed with `--fix`, 1 more with `--unsafe-fixes`\n");
    assert_eq!(folder.read("a.md"), BEFORE);
    let run = folder.run(&["--format", "short", "--lang", "zh"]).exits(1);
    run.says("其中 2 个可用 `--fix` 修正，加上 `--unsafe-fixes` 还可修正 1 个\n");
    // Where nothing can be written, nothing of the kind is said.
    let run = folder.run_with_input(&["--format", "short", "-"], BEFORE.as_bytes()).exits(1);
    assert!(!run.stderr.contains("--fix"), "{run:#?}");
}

#[test]
fn a_diff_is_what_fix_does_and_writes_nothing() {
    for (options, after) in
        [(&["--diff"][..], safe()), (&["--diff", "--fix", "--unsafe-fixes"], all())]
    {
        let folder = folder();
        let run = folder.run(options).exits(1).says("nothing was written");
        assert_eq!(folder.read("a.md"), BEFORE);
        let patch = folder.path().join("it.patch");
        fs::write(&patch, &run.stdout).expect("a patch");
        git(folder.path(), &["apply", "it.patch"]);
        assert_eq!(folder.read("a.md"), after);
        folder.run(&["--diff"]).exits(0).prints("");
        folder.run(&["--diff", "--exit-zero", "--unsafe-fixes"]).exits(0);
    }
}

#[test]
fn a_fix_that_stays_out_is_told() {
    // With the right title the timeline is read, and the metric is wrong.
    let text = BEFORE.replace("事故回放", "事故回访").replace("##故障", "## 故障");
    let config = CONFIG.replace("missing-section = 'off'\n", "");
    let folder = Folder::new().with("pmlint.toml", config).with("a.md", &text);
    let run = folder.run(&["--fix", "a.md"]).exits(1).says("nothing to fix");
    run.says("1 fix was left out: the document would have had a new error");
    assert_eq!(folder.read("a.md"), text);
    let run = folder.run(&["--fix", "--lang", "zh", "a.md"]).exits(1);
    run.says("有 1 处修正会带来新的错误或不起作用，没有采用");
}

#[test]
fn a_patch_applies_however_the_document_was_named() {
    let here = folder();
    let absolute = here.path().join("a.md").display().to_string();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.md", here.path().join("link.md")).expect("a link");
    fs::create_dir(here.path().join("docs")).expect("a folder");
    for name in [&absolute, "docs/../a.md", "./a.md", "link.md"] {
        if name == "link.md" && cfg!(windows) {
            continue;
        }
        fs::write(here.path().join("a.md"), BEFORE).expect("the document");
        let run = here.run(&["--diff", name]).exits(1);
        assert!(run.stdout.starts_with("--- a/a.md\n+++ b/a.md\n"), "{name}: {run:#?}");
        fs::write(here.path().join("it.patch"), &run.stdout).expect("a patch");
        git(here.path(), &["apply", "it.patch"]);
        assert_eq!(here.read("a.md"), safe());
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_stay_on_disk_and_in_the_patch() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("a.md", windows(BEFORE));
    let run = folder.run(&["--diff", "--unsafe-fixes"]).exits(1);
    assert!(
        run.stdout.contains("-- 10:05 【感知】告警\r\n+- `10:05` 【感知】告警\r\n"),
        "{run:#?}"
    );
    folder.run(&["--fix", "--unsafe-fixes"]).exits(0);
    assert_eq!(folder.read("a.md"), windows(&all()));
}

#[test]
fn nothing_of_a_document_reaches_a_terminal_raw() {
    let evil = BEFORE.replace("告警", "告警\u{1b}]0;evil\u{7}\u{202e}");
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("a.md", &evil);
    let shown = folder.run(&["--diff", "--color", "always"]).exits(1).stdout;
    assert!(!shown.contains("\u{1b}]") && !shown.contains(['\u{7}', '\u{202e}']), "{shown:?}");
    assert!(shown.contains("\u{1b}[32m+## 故障描述"), "{shown:?}");
    // A patch has every byte, or it would not apply.
    let patch = folder.run(&["--diff"]).exits(1).stdout;
    assert!(patch.contains("+- `10:05` 【感知】告警\u{1b}]0;evil\u{7}\u{202e}\n"), "{patch:?}");
    assert!(!patch.contains("\u{1b}["), "{patch:?}");
}

#[test]
fn json_reports_what_is_left_where_it_stands_now() {
    let folder = folder();
    let run = folder.run(&["--fix", "--format", "json"]).exits(1);
    let json = run.json();
    assert_eq!(json["summary"]["fixed"], 2);
    assert_eq!(json["summary"]["errors"], 1);
    assert_eq!(run.places(), [("a.md".to_owned(), "metric-mismatch".to_owned(), 5)]);
    let finding = &json["findings"][0];
    let (fix, text) = (&finding["fix"], folder.read("a.md"));
    assert_eq!((&fix["safety"], &fix["edits"][0]["text"]), (&"unsafe".into(), &"5m".into()));
    // The bytes are those of the file as it is now.
    let byte =
        |at: &str| usize::try_from(fix["edits"][0]["span"][at]["byte"].as_u64().expect("a byte"));
    let (start, end) = (byte("start").expect("a place"), byte("end").expect("a place"));
    assert_eq!(text.get(start..end), Some("50m"));
    let related = finding["related"][1]["span"]["start"]["line"].as_u64();
    let line = related.and_then(|line| text.lines().nth(usize::try_from(line).ok()? - 1));
    assert_eq!(line, Some("- `10:05` 【感知】告警"));
}

#[test]
fn one_file_that_cannot_be_written_does_not_hold_up_the_others() {
    let folder = folder().with("b.md", BEFORE).with("c.md", BEFORE);
    let path = folder.path().join("b.md");
    let mut permissions = fs::metadata(&path).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions");
    let run = folder.run(&["--fix", "--format", "json"]).exits(2);
    let run = run.says("pmlint: b.md: not fixed: the file is read-only\n");
    assert_eq!(folder.read("b.md"), BEFORE);
    assert_eq!([folder.read("a.md"), folder.read("c.md")], [safe(), safe()]);
    let json = run.json();
    assert_eq!(json["failures"][0]["path"], "b.md");
    assert_eq!(json["summary"]["fixed"], 4);
    // What is still wrong in it is shown.
    assert_eq!(run.places().iter().filter(|(path, ..)| path == "b.md").count(), 3);
    assert_eq!(names(&folder), ["a.md", "b.md", "c.md", "pmlint.toml"]);
    // To show the change nothing need be writable.
    assert!(folder.run(&["--diff"]).exits(1).stdout.starts_with("--- a/b.md\n"));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("docs/a.md", BEFORE);
    let path = folder.path().join("docs/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o604)).expect("permissions");
    symlink("docs/a.md", folder.path().join("link.md")).expect("a link");
    folder.run(&["--fix", "--unsafe-fixes", "link.md"]).exits(0);
    assert!(folder.path().join("link.md").is_symlink());
    assert_eq!(folder.read("docs/a.md"), all());
    let mode = fs::metadata(&path).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o604);
}

#[test]
fn a_file_that_cannot_be_read_or_configured_is_told_and_the_rest_is_fixed() {
    let folder = folder().with("bad.md", b"# \xff\n").with("wrong/pmlint.toml", "tmplate = 1\n");
    let folder = folder.with("wrong/b.md", BEFORE);
    let run = folder.run(&["--fix", "a.md", "bad.md", "missing.md", "wrong"]).exits(2);
    let run = run.says("bad.md: not UTF-8").says("missing.md: no such file");
    assert!(run.stdout.contains("tmplate"), "{run:#?}");
    assert_eq!([folder.read("a.md"), folder.read("wrong/b.md")], [safe(), BEFORE.to_owned()]);
    // A patch is a patch, whatever else there is to say.
    let folder =
        self::folder().with("wrong/pmlint.toml", "tmplate = 1\n").with("wrong/b.md", BEFORE);
    let run = folder.run(&["--diff"]).exits(2).says("tmplate");
    assert!(run.stdout.starts_with("--- a/a.md\n") && !run.stdout.contains("tmplate"), "{run:#?}");
}

#[test]
fn standard_input_is_shown_and_not_written() {
    let folder = folder();
    let input = BEFORE.as_bytes();
    let run = folder.run_with_input(&["--fix", "-"], input).exits(2).prints("");
    run.says("name the file, or see the change with `--diff`");
    let named = ["--diff", "--stdin-filename", "docs/b.md", "-"];
    let run = folder.run_with_input(&named, input).exits(1);
    assert!(run.stdout.starts_with("--- a/docs/b.md\n+++ b/docs/b.md\n"), "{run:#?}");
}

#[test]
fn options_that_say_nothing_together_are_told_apart() {
    let folder = folder();
    let run = folder.run(&["--unsafe-fixes"]).exits(2).prints("");
    run.says("`--diff --unsafe-fixes`").says("`--fix --unsafe-fixes`");
    for options in [
        &["--fix", "--suppress"][..],
        &["--diff", "--suppress"],
        &["--diff", "--format", "json"],
        &["--diff", "--statistics"],
        &["--diff", "--fail-on", "note"],
    ] {
        folder.run(options).exits(2).says("cannot be used with");
    }
    assert_eq!(folder.read("a.md"), BEFORE);
}

#[test]
fn what_is_silenced_or_in_the_baseline_is_not_fixed() {
    let comment = "- 10:05 【感知】告警 <!-- pmlint-ignore unquoted-timestamp: 照抄自工单 -->";
    let silenced = BEFORE.replace("- 10:05 【感知】告警", comment);
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("a.md", &silenced);
    folder.run(&["--fix"]).exits(1).says("1 finding fixed");
    assert_eq!(folder.read("a.md"), silenced.replace("##故障", "## 故障"));

    let folder = self::folder();
    folder.run(&["baseline", "create"]).exits(0);
    let baseline = ["--fix", "--unsafe-fixes", "--baseline", "pmlint-baseline.json"];
    folder.run(&baseline).exits(0).says("nothing to fix, 0 findings left");
    assert_eq!(folder.read("a.md"), BEFORE);
    // What is new is fixed, and what is in the baseline is still known then.
    folder.edit("a.md", "- `10:07`", "- 10:07");
    folder.run(&baseline).exits(0).says("1 finding fixed, 0 left");
    assert_eq!(folder.read("a.md"), BEFORE);
}

#[test]
fn with_changed_since_only_what_comes_from_the_change_is_fixed() {
    let folder = folder();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "first"]);
    folder.run(&["--fix", "--changed-since", "HEAD"]).exits(0).says("nothing to fix");
    folder.edit("a.md", "- `10:07`", "- 10:07");
    folder.run(&["--fix", "--changed-since", "HEAD"]).exits(0).says("1 finding fixed, 0 left");
    assert_eq!(folder.read("a.md"), BEFORE);
    folder.edit("a.md", "- 10:05", "- 10:06");
    folder.run(&["--fix", "--changed-since", "HEAD"]).says("1 finding fixed");
    assert_eq!(folder.read("a.md"), BEFORE.replace("- 10:05", "- `10:06`"));
}

#[test]
fn documents_that_are_none_are_left_alone() {
    let note = "#笔记\n\n- 10:05 买牛奶\n";
    let folder = Folder::new().with("note.md", note).with("a.md", BEFORE);
    folder.run(&["--fix", "--quiet", "."]);
    assert_eq!(folder.read("note.md"), note);
    let folder = Folder::new().with("note.md", note);
    folder.run(&["--fix"]).exits(3).says("nothing to check");
    folder.run(&["--diff"]).exits(3).prints("");
}
