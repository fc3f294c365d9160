//! What the formats for other programs must hold whatever a document, a path or a message says.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::*;

/// All formats that a program may read, or a page that is made of them.
fn machine() -> impl Iterator<Item = Format> {
    Format::ALL.into_iter().filter(|format| !matches!(format, Format::Human | Format::Short))
}

const EVIL: &str = "a|b `c` <b>d</b> & \"e\" 'f' [g](h) *i* _j_ 100%,k: \u{1b}[31m \u{202e}x\u{7}\r\n::error::l ]]>";

fn evil() -> Finding {
    let text = format!("{EVIL}\n");
    let source = Arc::new(Source::new(format!("docs/{EVIL}.md"), text));
    let mut one = finding(label(&source, "100", EVIL), vec![label(&source, "[g](h)", EVIL)]);
    one.message = EVIL.into();
    one.help = Some(EVIL.into());
    one.fix = Some(Fix {
        title: EVIL.into(),
        safety: Safety::Safe,
        edits: vec![Edit { span: one.primary.span, text: EVIL.into() }],
    });
    one
}

fn failure() -> Failure {
    let message = format!("cannot be read: {EVIL}");
    Failure { path: Some(format!("gone/{EVIL}.md")), message: visible(&message).into_owned() }
}

#[test]
fn no_format_lets_control_characters_through() {
    for format in machine() {
        let out = whole(format, &[evil(), evil()], &[failure()]);
        assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{format:?}: {out:?}");
    }
    // People read these as they are.
    for format in [Format::Markdown, Format::Github, Format::Junit, Format::Checkstyle] {
        assert!(!whole(format, &[evil()], &[failure()]).contains('\u{202e}'), "{format:?}");
    }
}

#[test]
fn every_format_tells_what_kept_the_run_from_being_complete() {
    let failure = Failure { path: Some("gone.md".into()), message: "no such file".into() };
    let general = Failure { path: None, message: "nothing to check".into() };
    for format in machine() {
        let out = whole(format, &[], &[failure.clone(), general.clone()]);
        assert!(
            out.contains("no such file") && out.contains("nothing to check"),
            "{format:?}: {out}"
        );
    }
}

#[test]
fn lists_are_valid_with_and_without_findings_and_failures() {
    for format in [Format::Json, Format::Sarif, Format::Gitlab, Format::Rdjson] {
        for findings in [&[][..], &[evil()], &[evil(), evil()]] {
            for failures in [&[][..], &[failure()], &[failure(), failure()]] {
                let out = whole(format, findings, failures);
                let value: Result<Value, _> = serde_json::from_str(&out);
                assert!(value.is_ok(), "{format:?}: {value:?}: {out}");
            }
        }
    }
}

/// The cells of the tables of a text.
fn cells(text: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableCell) => cells.push(String::new()),
            Event::Text(text) => {
                if let Some(cell) = cells.last_mut() {
                    cell.push_str(&text);
                }
            }
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow)
            | Event::End(
                TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell,
            )
            | Event::Start(Tag::Heading { .. } | Tag::Paragraph)
            | Event::End(_) => {}
            other => panic!("{other:?} in {text}"),
        }
    }
    cells
}

#[test]
fn a_markdown_cell_shows_what_it_was_given() {
    let mut one = evil();
    one.help = None;
    let out = whole(Format::Markdown, &[one], &[]);
    let shown = visible(EVIL).into_owned();
    let (table, _) = out.rsplit_once("\n\n").expect("the counts");
    let cells = cells(table);
    assert_eq!(cells.len(), 8, "{cells:#?}");
    assert_eq!(cells[7], shown);
    assert!(cells[5].starts_with(&format!("docs/{shown}.md:")), "{cells:#?}");
    let mention = whole(Format::Markdown, &[Finding { message: "@all".into(), ..evil() }], &[]);
    assert!(!mention.contains("@all"), "{mention}");
}

#[test]
fn a_markdown_page_without_findings_has_no_table() {
    assert_eq!(whole(Format::Markdown, &[], &[]), "## pmlint\n\n2 files checked\n");
}

#[test]
fn annotations_come_worst_first_one_on_a_line() {
    let source = document();
    let mut note = finding(label(&source, "正文", ""), vec![]);
    note.severity = Severity::Note;
    let mut warning = finding(Label::new(&source, Span::new(0, source.text().len()), ""), vec![]);
    warning.severity = Severity::Warning;
    let out = whole(Format::Github, &[note, warning, evil()], &[failure()]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("::error title=pmlint::cannot be read: a|b"), "{out}");
    let name = "docs/a|b `c` <b>d</b> & \"e\" 'f' [g](h) *i* _j_ 100%25%2Ck%3A ␛[31m \u{fffd}x␇␍%0A%3A%3Aerror%3A%3Al ]]>.md";
    assert!(lines[1].starts_with(&format!("::error file={name},line=1,endLine=1,col=")), "{out}");
    assert!(lines[1].contains(",title=metric-mismatch::a|b"), "{out}");
    assert!(lines[2].starts_with("::warning file=复盘/a.md,line=1,endLine=8,title="), "{out}");
    assert!(lines[3].starts_with("::notice file=复盘/a.md,line=5,endLine=5,col=1,endColumn=3,"));
    assert!(lines[2].ends_with("%0Ahelp: write 1h24m"), "{out}");
}

/// The summary of a step about as many findings as that, within a limit.
fn step_summary(count: usize, limit: usize) -> String {
    let project = project();
    let mut report = Report::new(Format::Github, style(&project));
    let mut one = finding(label(&document(), "5m", ""), vec![]);
    for index in 0..count {
        one.severity = if index + 1 == count { Severity::Error } else { Severity::Note };
        let findings = std::slice::from_ref(&one);
        let checked = Checked { name: "a.md", findings, fail_on: FailOn::Never };
        let piece = Format::Github.render(&checked, &style(&project));
        assert_eq!(report.take(&piece, |_| Ok::<(), ()>(())), Ok(()));
    }
    let failures = [failure()];
    let summary = Summary { files: count, ..Summary::default() };
    let end = End {
        summary,
        line: "all counted",
        failures: &failures,
        statistics: None,
        complete: true,
        exit_code: 0,
    };
    report.step_summary(&end, limit).expect("a summary")
}

#[test]
fn the_summary_of_a_step_is_worst_first_and_stays_within_its_limit() {
    let whole = step_summary(3, SUMMARY_LIMIT);
    let cells = cells(&whole);
    let severities: Vec<&str> = cells.iter().step_by(4).map(String::as_str).collect();
    assert_eq!(severities, ["severity", "error", "error", "note", "note"]);
    assert!(whole.contains("all counted"), "{whole}");

    let long = step_summary(20_000, SUMMARY_LIMIT);
    assert!(long.len() <= SUMMARY_LIMIT && long.len() > SUMMARY_LIMIT / 2, "{}", long.len());
    let rows =
        long.lines().filter(|line| line.starts_with("| note") || line.starts_with("| error"));
    let listed = rows.count();
    let more = format!("\n{} more are not listed here", 20_001 - listed);
    assert!(long.contains(&more), "{more}");
    assert_eq!(step_summary(3, 100), "");
}

#[test]
fn a_case_fails_where_the_run_does() {
    let source = document();
    let error = finding(label(&source, "5m", ""), vec![]);
    let warning = Finding { severity: Severity::Warning, ..error.clone() };
    let out = render(Format::Junit, &[error.clone(), error, warning]);
    assert!(out.contains("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\""), "{out}");
    assert_eq!((out.matches("<failure ").count(), out.matches("<skipped ").count()), (2, 1));
    assert!(out.contains("gives 1h24m\" classname") && out.contains("gives 1h24m (2)\" classname"));
    let clean = render(Format::Junit, &[]);
    assert!(
        clean.contains("tests=\"1\" failures=\"0\"") && clean.contains("no findings"),
        "{clean}"
    );
}

/// A finding with a fix of two edits: `5m` in backticks.
fn fixable() -> Finding {
    let source = Arc::new(Source::new("docs/a b.md", "\u{feff}感知：5m。\n"));
    let mut one = finding(label(&source, "5m", ""), vec![label(&source, "感知", "it [is](x)")]);
    let Span { start, end } = one.primary.span;
    let edit = |at| Edit { span: Span::at(at), text: "`".into() };
    one.fix = Some(Fix {
        title: "put it in backticks".into(),
        safety: Safety::Safe,
        edits: vec![edit(start), edit(end)],
    });
    one
}

#[test]
fn a_suggestion_holds_all_edits_and_counts_bytes() {
    let value: Value =
        serde_json::from_str(&whole(Format::Rdjson, &[fixable()], &[])).expect("JSON");
    let one = &value["diagnostics"][0];
    let range =
        serde_json::json!({"start": {"line": 1, "column": 13}, "end": {"line": 1, "column": 15}});
    assert_eq!(one["location"], serde_json::json!({"path": "docs/a b.md", "range": range}));
    assert_eq!(one["suggestions"], serde_json::json!([{"range": range, "text": "`5m`"}]));
    assert_eq!(one["severity"], "ERROR");
}

#[test]
fn sarif_has_evidence_that_the_message_links_to_and_fixes() {
    let value: Value =
        serde_json::from_str(&whole(Format::Sarif, &[fixable()], &[])).expect("JSON");
    let run = &value["runs"][0];
    let one = &run["results"][0];
    let text = "故障感知时间 is stated as 5m but the timeline gives 1h24m; write 1h24m. \
                See [it \\[is\\](x)](1).";
    assert_eq!(one["message"]["text"], text);
    assert_eq!(one["relatedLocations"][0]["id"], 1);
    let place = &one["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/a%20b.md");
    assert_eq!(place["region"]["startColumn"], 4);
    let replacements = &one["fixes"][0]["artifactChanges"][0]["replacements"];
    let column = |index: usize, key: &str| replacements[index]["deletedRegion"][key].clone();
    assert_eq!((column(0, "startColumn"), column(0, "endColumn")), (4.into(), 4.into()));
    assert_eq!((column(1, "startColumn"), column(1, "endColumn")), (6.into(), 6.into()));
    assert_eq!(
        run["tool"]["driver"]["rules"][one["ruleIndex"].as_u64().expect("a number") as usize]["id"],
        "metric-mismatch"
    );
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn the_last_line_of_jsonl_is_the_summary() {
    let out = whole(Format::Jsonl, &[fixable(), evil()], &[failure()]);
    let lines: Vec<Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let types: Vec<&Value> = lines.iter().map(|line| &line["type"]).collect();
    assert_eq!(types, ["finding", "finding", "failure", "summary"]);
    assert_eq!((&lines[0]["rule"], &lines[3]["errors"]), (&"metric-mismatch".into(), &2.into()));
}
