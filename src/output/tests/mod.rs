//! Tests of the renderers, with findings made by hand.

mod formats;

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::finding::{Edit, Fix, Label, Safety};
use crate::source::Source;
use crate::span::Span;

/// A label under the first place where a text stands.
fn label(source: &Arc<Source>, text: &str, message: &str) -> Label {
    let start = source.text().find(text).expect("the text is there");
    Label::new(source, Span::new(start, start + text.len()), message)
}

fn finding(primary: Label, related: Vec<Label>) -> Finding {
    Finding {
        rule: "metric-mismatch",
        severity: Severity::Error,
        message: "故障感知时间 is stated as 5m but the timeline gives 1h24m".into(),
        primary,
        related,
        absent: None,
        help: Some("write 1h24m".into()),
        fix: None,
    }
}

fn document() -> Arc<Source> {
    let text =
        "# 复盘\n\n- 故障感知时间：5m 符合预期\n\n正文\n\n- 在 `2021-03-19 13:09` 收到告警\n";
    Arc::new(Source::new("复盘/a.md", text))
}

fn project() -> Project {
    Project::around(Path::new("/repo"), |_| true)
}

fn style(project: &Project) -> Style<'_> {
    Style { lang: Lang::En, color: false, pages: None, project }
}

/// What is said of one file, without what stands around it.
fn render(format: Format, findings: &[Finding]) -> String {
    let project = project();
    let checked = Checked { name: "复盘/a.md", findings, fail_on: FailOn::At(Severity::Error) };
    let mut out = String::new();
    let piece = format.render(&checked, &style(&project));
    let written = Report::new(format, style(&project)).take(&piece, |text| {
        out.push_str(text);
        Ok::<(), ()>(())
    });
    assert_eq!(written, Ok(()));
    out
}

#[test]
fn carets_stand_under_chinese_words_on_both_sides() {
    let source = document();
    let stated = label(&source, "5m", "stated here");
    let entry = label(&source, "2021-03-19 13:09", "感知: first alert");
    assert_eq!(
        render(Format::Human, &[finding(stated, vec![entry])]),
        "\
error[metric-mismatch]: 故障感知时间 is stated as 5m but the timeline gives 1h24m
  ┌─ 复盘/a.md:3:10
  │
3 │ - 故障感知时间：5m 符合预期
  │                 ^^ stated here
  ·
7 │ - 在 `2021-03-19 13:09` 收到告警
  │       ---------------- 感知: first alert
  │
  = help: write 1h24m

"
    );
}

#[test]
fn the_document_comes_before_the_configuration() {
    let source = document();
    let config = Arc::new(Source::new("pmlint.toml", "[sla]\ndetection = \"5m\"\n"));
    let limit = label(&config, "\"5m\"", "the limit");
    let mut one = finding(label(&source, "符合预期", "says met"), vec![limit]);
    one.help = None;
    assert_eq!(
        render(Format::Human, &[one]),
        "\
error[metric-mismatch]: 故障感知时间 is stated as 5m but the timeline gives 1h24m
  ┌─ 复盘/a.md:3:13
  │
3 │ - 故障感知时间：5m 符合预期
  │                    ^^^^^^^^ says met
  │
  ┌─ pmlint.toml:2:13
  │
2 │ detection = \"5m\"
  │             ---- the limit

"
    );
}

#[test]
fn lines_far_below_keep_their_numbers() {
    let text = "filler\n".repeat(1_000_000 / 7) + "the end\n";
    let source = Arc::new(Source::new("a.md", text));
    let out = render(Format::Human, &[finding(label(&source, "the end", ""), vec![])]);
    assert!(out.contains("a.md:142858:1"), "{out}");
    assert!(out.contains("142858 │ the end"), "{out}");
}

#[test]
fn two_labels_on_one_line_are_both_drawn() {
    let source = document();
    let one = finding(
        label(&source, "5m", "stated"),
        vec![label(&source, "故障感知时间", "this metric")],
    );
    let out = render(Format::Human, &[one]);
    assert!(out.contains("a.md:3:10"), "{out}");
    assert!(out.contains("│   ------------  ^^ stated\n"), "{out}");
    assert!(out.contains("this metric"), "{out}");
}

#[test]
fn of_very_many_places_the_first_are_drawn_and_the_others_counted() {
    let source = Arc::new(Source::new("a.md", "{a} ".repeat(5_000)));
    let place = |at: usize| Label::new(&source, Span::new(at * 4, at * 4 + 3), "and this one");
    let out = render(Format::Human, &[finding(place(0), (1..5_000).map(place).collect())]);
    assert_eq!(out.matches("and this one").count(), 21, "{out}");
    assert!(out.contains("= more: 4979 places, the next at 1:85\n"), "{out}");
    assert!(out.lines().count() < 60, "{out}");
    let out = render(Format::Human, &[finding(place(0), (1..21).map(place).collect())]);
    assert!(out.matches("and this one").count() == 21 && !out.contains("more:"), "{out}");
}

#[test]
fn nothing_in_a_document_reaches_the_terminal_raw() {
    let text = "- \u{1b}[31m时间\u{202e}：5m\u{7}\n";
    let source = Arc::new(Source::new("a\u{1b}]0;b.md", text));
    let mut one = finding(label(&source, "5m", "x\u{1b}[0m\ny"), vec![]);
    one.message = "evil \u{9b}31m\nmessage".into();
    one.help = Some("write \u{1b}[2J".into());
    for format in [Format::Human, Format::Short] {
        let out = render(format, &[one.clone()]);
        let raw = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!out.contains(raw), "{out:?}");
    }
    let out = render(Format::Human, &[one]);
    assert!(out.contains("1 │ - ␛[31m时间\u{fffd}：5m␇\n"), "{out}");
    assert!(out.contains("  │               ^^ x␛[0m␊y\n"), "{out}");
}

#[test]
fn a_very_long_line_is_cut_around_its_label() {
    let text = format!("{}在 5m 里{}\n", "前".repeat(10_000), "后".repeat(10_000));
    let source = Arc::new(Source::new("a.md", text));
    let out = render(Format::Human, &[finding(label(&source, "5m", "here"), vec![])]);
    assert!(out.len() < 2_000, "{}", out.len());
    assert!(out.contains("a.md:1:10003"), "{out}");
    let lines: Vec<&str> = out.lines().collect();
    let shown = lines.iter().find(|line| line.contains("5m 里")).expect("the line");
    let carets = lines.iter().find(|line| line.contains("^^ here")).expect("the carets");
    let columns = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let before = |line: &str, mark: &str| columns(line.split(mark).next().expect("a part"));
    assert_eq!(before(shown, "5m"), before(carets, "^^"));
    assert!(shown.contains('…'));
}

#[test]
fn a_label_past_the_cut_of_a_long_line_does_not_fail() {
    let text = format!("一{}二\n", "x".repeat(5_000));
    let source = Arc::new(Source::new("a.md", text));
    let one = finding(label(&source, "一", "first"), vec![label(&source, "二", "last")]);
    let out = render(Format::Human, &[one]);
    assert!(out.contains("first") && out.contains("last"), "{out}");
}

#[test]
fn spans_that_are_wrong_are_drawn_somewhere_near() {
    let source = document();
    let length = source.text().len();
    for span in [
        Span::at(0),
        Span::at(length),
        Span::new(0, length + 100),
        Span::new(length + 5, length + 9),
        Span::new(3, 4),
        Span::new(9, 3),
    ] {
        let out = render(Format::Human, &[finding(Label::new(&source, span, "here"), vec![])]);
        assert!(out.contains("┌─ 复盘/a.md:"), "{span:?}: {out}");
        assert!(out.contains("here"), "{span:?}: {out}");
    }
    let empty = Arc::new(Source::new("empty.md", ""));
    let out = render(Format::Human, &[finding(Label::new(&empty, Span::at(0), "here"), vec![])]);
    assert!(out.contains("empty.md:1:1"), "{out}");
}

#[test]
fn a_label_over_several_lines_is_drawn_over_them_and_a_huge_one_is_not() {
    let source = document();
    let span = Span::new(0, source.text().len());
    let out = render(Format::Human, &[finding(Label::new(&source, span, "all of it"), vec![])]);
    assert!(out.contains("1 │ ╭ # 复盘") && out.contains("^ all of it"), "{out}");

    let many = Arc::new(Source::new("many.md", "line\n".repeat(10_000)));
    let span = Span::new(0, many.text().len());
    let out = render(Format::Human, &[finding(Label::new(&many, span, "all of it"), vec![])]);
    assert!(out.contains("1 │ line\n  │ ^^^^ all of it\n"), "{out}");
}

#[test]
fn no_line_ends_in_blanks() {
    let source = document();
    let one = finding(
        label(&source, "5m", "stated"),
        vec![label(&source, "故障感知时间", "this"), label(&source, "收到告警", "that")],
    );
    for line in render(Format::Human, &[one]).lines() {
        assert_eq!(line, line.trim_end());
    }
}

#[test]
fn colour_is_on_request_only() {
    let one = finding(label(&document(), "5m", "stated"), vec![]);
    let mut out = String::new();
    draw(std::slice::from_ref(&one), true, &mut out);
    assert!(out.contains("\u{1b}["));
    assert!(!render(Format::Human, &[one]).contains('\u{1b}'));
}

#[test]
fn short_is_one_line_per_finding() {
    let source = document();
    let mut one = finding(label(&source, "5m", "stated"), vec![label(&source, "正文", "that")]);
    one.severity = Severity::Warning;
    let line = "复盘/a.md:3:10: warning[metric-mismatch]: \
                故障感知时间 is stated as 5m but the timeline gives 1h24m\n";
    assert_eq!(render(Format::Short, &[one.clone(), one]), line.repeat(2));
}

/// A whole output with these findings, one file each.
fn whole(format: Format, findings: &[Finding], failures: &[Failure]) -> String {
    let project = project();
    let mut out = String::new();
    let mut summary = Summary { files: 2, skipped: 1, ..Summary::default() };
    let mut report = Report::new(format, style(&project));
    report.begin(&mut out);
    for finding in findings {
        let findings = std::slice::from_ref(finding);
        let name = finding.primary.source.name();
        let checked = Checked { name, findings, fail_on: FailOn::At(Severity::Error) };
        let piece = format.render(&checked, &style(&project));
        let written = report.take(&piece, |text| {
            out.push_str(text);
            Ok::<(), ()>(())
        });
        assert_eq!(written, Ok(()));
        summary.count(findings);
    }
    let end = End {
        summary,
        line: "2 files checked",
        failures,
        statistics: None,
        complete: false,
        exit_code: 2,
    };
    report.end(&end, &mut out);
    out
}

fn json(findings: &[Finding]) -> serde_json::Value {
    serde_json::from_str(&whole(Format::Json, findings, &[])).expect("valid JSON")
}

#[test]
fn json_keeps_its_contract() {
    let source = Arc::new(Source::new("docs/a.md", "\u{feff}# 复盘\n- 感知：5m\n"));
    let config = Arc::new(Source::new("pmlint.toml", "x = \"5m\""));
    let mut one = finding(label(&source, "5m", "stated"), vec![label(&config, "\"5m\"", "limit")]);
    one.fix = Some(Fix {
        title: "write 1h24m".into(),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: one.primary.span, text: "1h24m".into() }],
    });
    let span = serde_json::json!({
        "start": {"byte": 23, "line": 2, "column": 6},
        "end": {"byte": 25, "line": 2, "column": 8},
    });
    assert_eq!(
        json(&[one]),
        serde_json::json!({
            "schema_version": 1,
            "tool": {"name": "pmlint", "version": env!("CARGO_PKG_VERSION")},
            "failures": [],
            "statistics": null,
            "summary": {"files": 2, "skipped": 1, "errors": 1, "warnings": 0, "notes": 0, "suppressed": 0, "baselined": 0, "unchanged": 0, "fixed": 0},
            "findings": [{
                "rule": "metric-mismatch",
                "severity": "error",
                "message": "故障感知时间 is stated as 5m but the timeline gives 1h24m",
                "path": "docs/a.md",
                "span": span,
                "related": [{
                    "path": "pmlint.toml",
                    "span": {
                        "start": {"byte": 4, "line": 1, "column": 5},
                        "end": {"byte": 8, "line": 1, "column": 9},
                    },
                    "message": "limit",
                }],
                "help": "write 1h24m",
                "fix": {
                    "title": "write 1h24m",
                    "safety": "unsafe",
                    "edits": [{"span": span, "text": "1h24m"}],
                },
            }],
        })
    );
}

#[test]
fn json_is_valid_with_no_finding_and_with_many() {
    assert_eq!(json(&[])["findings"], serde_json::json!([]));
    let one = finding(label(&document(), "5m", ""), vec![]);
    let mut two = one.clone();
    two.severity = Severity::Note;
    let all = json(&[one, two]);
    assert_eq!(all["findings"].as_array().map(Vec::len), Some(2));
    assert_eq!(all["summary"]["notes"], 1);
    assert_eq!(all["findings"][0]["fix"], serde_json::Value::Null);
}
