//! Comments that silence findings: what counts, what is said of those that do not, and what
//! `--suppress` writes into documents.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use pmlint::suppression::place;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use support::folder::Folder;
use support::{lint, places, worn};

/// A postmortem in which nothing is wrong but what a test makes so.
fn document(detection: &str, above: &str) -> String {
    format!(
        "# 订单服务复盘\n\n{above}## 时间指标\n\n- 故障感知时间：{detection} 符合预期\n\
         - 故障响应时间：2m 符合预期\n- 故障处理时间：30m 符合预期\n\n## 故障描述\n\n### 事故回放\n\n\
         - `2024-05-06 10:00` 【开始】订单接口错误率升高\n- `2024-05-06 10:05` 【感知】收到告警\n\
         - `2024-05-06 10:07` 【响应】开始排查\n- `2024-05-06 10:30` 【恢复】恢复正常\n"
    )
}

const WRONG: &str = "[rules]\nmissing-section = 'off'\n";

fn rules(text: &str, config: &str) -> Vec<&'static str> {
    let found = lint("a.md", text, &format!("template = 'infra-zh'\n{config}"));
    places(&found).into_iter().map(|(rule, _, _)| rule).collect()
}

#[test]
fn a_reason_silences_and_no_reason_does_not() {
    for (comment, expected) in [
        ("", &["metric-mismatch"][..]),
        ("<!-- pmlint-ignore metric-mismatch: 从客户来电起计 -->", &[]),
        ("<!-- pmlint-ignore metric-mismatch -->", &["invalid-suppression", "metric-mismatch"]),
        ("<!-- pmlint-ignore metric-mismatch: -->", &["invalid-suppression", "metric-mismatch"]),
        (
            "<!-- pmlint-ignore metric-mismtach: 理由 -->",
            &["invalid-suppression", "metric-mismatch"],
        ),
        ("<!-- pmlint-ignore wrong-verdict: 理由 -->", &["metric-mismatch", "unused-suppression"]),
        ("<!-- pmlint-ignore metric-mismatch, wrong-verdict: 理由 -->", &["unused-suppression"]),
        ("<!-- pmlint-disable metric-mismatch -->", &["invalid-suppression", "metric-mismatch"]),
        ("<!-- pmlint: ignore metric-mismatch: x -->", &["invalid-suppression", "metric-mismatch"]),
    ] {
        let text = document("50m", "").replace("50m 符合预期", &format!("50m 符合预期 {comment}"));
        let mut found = rules(&text, WRONG);
        found.sort_unstable();
        assert_eq!(found, expected, "{comment}");
    }
}

#[test]
fn a_rule_that_is_off_makes_no_comment_unused() {
    let comment = "<!-- pmlint-ignore-file metric-mismatch, action-without-owner: 理由 -->\n\n";
    let text = document("5m", comment);
    assert_eq!(rules(&text, WRONG), ["unused-suppression"]);
    assert_eq!(rules(&text, &format!("{WRONG}metric-mismatch = 'off'\n")), [""; 0]);
    assert_eq!(rules(&text, &format!("{WRONG}unused-suppression = 'off'\n")), [""; 0]);
    let both = format!("{WRONG}action-without-owner = 'warning'\n");
    assert_eq!(rules(&text, &both), ["unused-suppression"; 2]);
}

#[test]
fn a_comment_about_comments_is_none() {
    for rule in ["unused-suppression", "invalid-suppression"] {
        let comment = format!("<!-- pmlint-ignore-file {rule}: 理由 -->\n\n");
        assert_eq!(rules(&document("5m", &comment), WRONG), ["invalid-suppression"]);
    }
}

#[test]
fn a_comment_for_the_file_holds_for_all_postmortems_in_it() {
    let comment = "<!-- pmlint-ignore-file metric-mismatch: 从客户来电起计 -->\n\n";
    let text = format!("{}\n{}", document("50m", ""), document("51m", comment));
    assert_eq!(rules(&text, WRONG), [""; 0]);
    // Above the title of the second one, a comment covers that title and nothing else.
    let text = format!(
        "{}\n<!-- pmlint-ignore metric-mismatch: x -->\n{}",
        document("5m", ""),
        document("51m", "")
    );
    assert_eq!(rules(&text, WRONG), ["unused-suppression", "metric-mismatch"]);
}

#[test]
fn what_is_silenced_is_counted_and_listed() {
    let comment = "<!-- pmlint-ignore-file metric-mismatch: 从客户来电起计 -->\n\n";
    let folder = Folder::new().with("pmlint.toml", WRONG).with("a.md", document("50m", comment));
    let run = folder.run(&["a.md"]).exits(0).prints("");
    let run = run.says("1 file checked: no findings (1 finding suppressed; --verbose lists it)");
    assert!(!run.stderr.contains("客户"));
    folder.run(&["a.md", "-v"]).says("a.md:7: metric-mismatch is suppressed: 从客户来电起计");
    let json = folder.run(&["a.md", "--format", "json"]).json();
    assert_eq!(json["summary"]["suppressed"], 1);
    assert_eq!(json["summary"]["errors"], 0);
}

#[test]
fn a_file_that_is_left_alone_is_not_searched_for_comments() {
    let text = "# Read me\n\n<!-- pmlint-ignore metric-mismatch -->\nNothing.\n";
    let folder = Folder::new().with("README.md", text).with("a.md", document("5m", ""));
    let run = folder.run(&["."]);
    assert!(!run.stdout.contains("README.md"), "{run:#?}");
}

/// The Markdown files of a folder.
fn markdown(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            markdown(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// Documents with many findings in many layouts.
fn documents() -> Vec<String> {
    let mut files = Vec::new();
    markdown(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    assert!(files.len() >= 8, "the fixtures are gone");
    let mut texts: Vec<String> =
        files.iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect();
    texts.extend((0..60).map(worn));
    texts
}

#[test]
fn after_suppress_the_same_run_is_clean() {
    let mut folder = Folder::new();
    for (index, text) in documents().into_iter().enumerate() {
        let text = match index % 4 {
            1 => text.replace('\n', "\r\n"),
            2 => format!("\u{feff}{text}"),
            3 => text.trim_end().to_owned(),
            _ => text,
        };
        folder = folder.with(&format!("docs/{index}.md"), text);
    }
    let before = folder.run(&["docs", "--format", "json"]).exits(1).json();
    let count =
        |json: &serde_json::Value, what: &str| json["summary"][what].as_u64().expect("a count");
    let found: u64 = ["errors", "warnings", "notes"].iter().map(|what| count(&before, what)).sum();
    assert!(found > 200, "{found} findings only");

    let run = folder.run(&["check", "docs", "--suppress", "--format", "json"]).exits(0);
    assert_eq!(count(&run.json(), "suppressed"), found, "{}", run.stderr);
    let run = folder.run(&["docs", "--fail-on", "note"]).exits(0).prints("");
    assert!(run.stderr.contains(&format!("({found} findings suppressed")), "{run:#?}");

    let written: Vec<Vec<u8>> = files(&folder);
    folder.run(&["docs", "--suppress"]).exits(0).says("0 comments written into 0 files");
    assert_eq!(files(&folder), written, "a second time changes nothing");
    assert!(written[1].windows(2).any(|two| two == b"\r\n"));
    assert!(!String::from_utf8_lossy(&written[1]).replace("\r\n", "").contains('\n'));
    assert!(written[2].starts_with("\u{feff}".as_bytes()));
}

fn files(folder: &Folder) -> Vec<Vec<u8>> {
    let file = |index| fs::read(folder.path().join(format!("docs/{index}.md"))).ok();
    (0..).map_while(file).collect()
}

#[test]
fn suppress_adds_lines_and_changes_nothing_that_a_reader_sees() {
    let mut comments = 0;
    for text in documents() {
        let found = lint("a.md", &text, "");
        let Some(source) = found.first().map(|finding| &finding.primary.source) else { continue };
        let placed = place(source, &found, "why");
        comments += placed.edits.len();
        let mut changed = text.clone();
        for edit in placed.edits.iter().rev() {
            changed.replace_range(edit.span.range(), &edit.text);
        }
        let added = |line: &&str| !line.contains("<!-- pmlint-ignore");
        let old: Vec<&str> = text.lines().collect();
        assert_eq!(changed.lines().filter(added).collect::<Vec<_>>(), old);
        assert_eq!(seen(&changed), seen(&text), "{changed}");
    }
    assert!(comments > 200, "{comments} comments only");
}

/// What a reader sees of a document. A line that only looks like a heading is a paragraph of its own
/// once a comment stands above it, so where paragraphs end does not count.
fn seen(text: &str) -> Vec<String> {
    let is_seen = |event: &Event<'_>| match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak => false,
        Event::Start(tag) => !matches!(tag, Tag::HtmlBlock | Tag::Paragraph),
        Event::End(tag) => !matches!(tag, TagEnd::HtmlBlock | TagEnd::Paragraph),
        _ => true,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).filter(is_seen).map(|event| format!("{event:?}")).collect()
}

#[test]
fn the_reason_is_the_one_that_was_given() {
    let folder = Folder::new().with("pmlint.toml", WRONG).with("a.md", document("50m", ""));
    folder.run(&["check", "a.md", "--suppress", "--reason", "  按客户\n来电计 "]).exits(0);
    let comment = "- 故障感知时间：50m 符合预期\n  \
                   <!-- pmlint-ignore metric-mismatch: 按客户 来电计 -->\n";
    assert!(folder.read("a.md").contains(comment), "{}", folder.read("a.md"));
}

#[test]
fn what_cannot_be_suppressed_is_told_and_fails() {
    let front = "---\nseverity: P1\n故障等级: P2\n---\n\n";
    let folder = Folder::new()
        .with("pmlint.toml", format!("template = 'infra-zh'\n{WRONG}"))
        .with("a.md", format!("{front}{}", document("50m", "")));
    let run = folder.run(&["a.md", "--suppress", "--fail-on", "note"]).exits(1);
    assert!(run.stdout.contains("conflicting-severity"), "{run:#?}");
    let run =
        run.says("1 comment written into 1 file").says("no comment can stand beside what is left");
    run.says("pmlint-ignore-file");

    let comment = "<!-- pmlint-ignore metric-mismatch -->\n";
    let folder = folder.with("a.md", document("5m", comment));
    folder.run(&["a.md", "--suppress"]).exits(1).says("0 comments written");
}

#[test]
fn suppress_needs_files_and_words() {
    let folder = Folder::new().with("a.md", document("50m", ""));
    let before = folder.read("a.md");
    let arguments = ["-", "--suppress", "--stdin-filename", "a.md"];
    folder.run(&arguments).exits(2).says("name the file");
    for reason in ["", " … ", "a --> b", "a --!> b"] {
        let reason = format!("--reason={reason}");
        folder.run(&["a.md", "--suppress", &reason]).exits(2).says("--reason must say something");
    }
    folder.run(&["a.md", "--reason", "x"]).exits(2).says("--suppress");
    assert_eq!(folder.read("a.md"), before);
}

#[cfg(unix)]
#[test]
fn suppress_keeps_permissions_and_leaves_read_only_files_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new().with("a.md", document("50m", "")).with("b.md", document("50m", ""));
    let before = folder.read("b.md");
    let mode = |name: &str, mode| {
        let path = folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode("a.md", 0o640);
    mode("b.md", 0o444);
    folder.run(&["a.md", "b.md", "--suppress"]).exits(2).says("b.md: no comment was written");
    let permissions = fs::metadata(folder.path().join("a.md")).expect("the file").permissions();
    assert_eq!(permissions.mode() & 0o777, 0o640);
    assert!(folder.read("a.md").contains("pmlint-ignore"));
    assert_eq!(folder.read("b.md"), before);
    let names = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(names, 2, "no temporary file stays behind");
}
