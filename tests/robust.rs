//! Whatever the bytes: no panic, and every span lies in its text on character boundaries.

#![allow(clippy::unwrap_used, clippy::string_slice)]

mod support;

use std::path::Path;

use pmlint::suppression::place;
use proptest::prelude::*;
use support::generator::Generator;
use support::lint;

fn check(text: &str) {
    for finding in lint("a.md", text, "") {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        for label in labels {
            let source = label.source.text();
            assert!(
                source.get(label.span.range()).is_some(),
                "{}: {:?} is no part of the text ({} bytes)",
                finding.rule,
                label.span,
                source.len()
            );
        }
        assert!(!finding.message.contains('\n'), "{}", finding.message);
        let source = &finding.primary.source;
        for edit in place(source, std::slice::from_ref(&finding), "why").edits {
            assert!(source.text().is_char_boundary(edit.span.start));
        }
    }
}

fn fixtures() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut texts = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(texts.len() >= 4, "the fixtures are gone");
    texts
}

#[test]
fn fixtures_cut_anywhere_are_linted() {
    for text in fixtures() {
        // All places of a long text take too long.
        let step = if text.chars().count() < 900 { 1 } else { 7 };
        for (at, _) in text.char_indices().step_by(step) {
            check(&text[..at]);
        }
        for (at, _) in text.char_indices().step_by(7) {
            check(&text[at..]);
        }
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_no_finding() {
    for text in fixtures() {
        let unix = text.replace("\r\n", "\n");
        let count = |text: &str| {
            let found = lint("a.md", text, "");
            found
                .iter()
                .map(|f| (f.rule, f.primary.source.line(f.primary.span.start)))
                .collect::<Vec<_>>()
        };
        let expected = count(&unix);
        assert_eq!(count(&unix.replace('\n', "\r\n")), expected);
        assert_eq!(count(&format!("\u{feff}{unix}")), expected);
        check(&unix.replace('\n', "\r\n"));
        check(&unix.replace('\n', "\r"));
    }
}

#[test]
fn fixtures_upside_down_are_linted() {
    for text in fixtures() {
        let lines: Vec<&str> = text.lines().rev().collect();
        check(&lines.join("\n"));
        check(&text.chars().rev().collect::<String>());
    }
}

#[test]
fn an_empty_file_and_a_blank_one_are_linted() {
    for text in
        ["", "\n", " ", "\u{feff}", "\u{3000}", "#", "# ", "---\n", "---\n---\n", "|", "-", "`"]
    {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_linted(text in "[ -~\n\t\r#*`|<>!\\[\\]()：～〜—0-9０-９年月日时分秒点半约时间指标故障感知处理回放影响暂无\u{feff}\u{301}]{0,300}") {
        check(&text);
    }

    #[test]
    fn any_edit_of_a_postmortem_is_linted(
        seed in 0u64..1000, at in 0usize..4000, cut in 0usize..40, insert in "[\\PC\n]{0,12}"
    ) {
        let mut text: Vec<char> = Generator::new(seed).valid().text().chars().collect();
        let start = at.min(text.len());
        let end = (start + cut).min(text.len());
        text.splice(start..end, insert.chars());
        check(&text.into_iter().collect::<String>());
    }
}
