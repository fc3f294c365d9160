//! What comments cover, and where they are put, in documents of several layouts.

use super::*;
use crate::finding::{Label, Severity};

/// The lines, from 1, that each comment covers.
fn covered(text: &str) -> Vec<(usize, usize)> {
    let source = Source::new("a.md", text);
    let found = Suppressions::read(&source);
    assert!(found.malformed.is_empty(), "{:?}", found.malformed);
    let covers = found.all.iter().map(|one| one.covers.expect("no comment for the file"));
    covers.map(|span| (source.line(span.start), source.line(span.end))).collect()
}

#[test]
fn a_comment_in_a_line_of_its_own_covers_the_next_block() {
    const I: &str = "<!-- pmlint-ignore a: why -->";
    for (text, lines) in [
        (format!("{I}\ntext\nmore\n\nother\n"), (1, 3)),
        (format!("{I}\n\ntext\n"), (1, 3)),
        (format!("text\n{I}\n## Title\n\ntext\n"), (2, 3)),
        (format!("{I}\nTitle\n===\n\ntext\n"), (1, 2)),
        (format!("{I}\n##Title\n\ntext\n"), (1, 2)),
        // Of a list the first item, with all that is in it.
        (format!("{I}\n- a\n  - b\n\n  c\n- d\n"), (1, 5)),
        (format!("- a\n{I}\n- b\n- c\n"), (2, 3)),
        // The whole table.
        (format!("{I}\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\ntext\n"), (1, 5)),
        (format!("- x\n\n  {I}\n  | a |\n  |---|\n  | c |\n\n- y\n"), (3, 6)),
        // A code block.
        (format!("{I}\n```\ncode\n\ncode\n```\ntext\n"), (1, 6)),
        // Over other comments and HTML.
        (format!("{I}\n<!-- other -->\n<a id=\"x\"></a>\n\n# Title\n\ntext\n"), (1, 5)),
        (format!("{I} <!-- other -->\ntext\n"), (1, 2)),
        ("<!--\npmlint-ignore a:\nwhy\n-->\ntext\n".to_owned(), (1, 5)),
        // In a quotation.
        (format!("> {I}\n> text\n\nother\n"), (1, 2)),
        // The next item of the same list, or a paragraph of the same item.
        (format!("- a\n  {I}\n  - b\n  - c\n"), (2, 3)),
        (format!("- a\n  {I}\n\n  text\n- b\n"), (2, 4)),
        // At the end.
        (format!("text\n\n{I}\n"), (3, 3)),
    ] {
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert_eq!(covered(&text), [lines], "{text}");
        }
    }
}

#[test]
fn a_comment_at_the_end_of_an_item_covers_the_item() {
    const I: &str = "<!-- pmlint-ignore a: why -->";
    for (text, end) in [
        (format!("- x\n- a\n  {I}\n- b\n"), 3),
        (format!("- x\n- a\n  - b\n  {I}\n\ntext\n"), 4),
        (format!("1. x\n2. a\n\n   {I}\n\n# Title\n"), 4),
    ] {
        // It reaches back to the first line of the item.
        assert_eq!(covered(&text), [(2, end)], "{text}");
    }
}

#[test]
fn a_comment_behind_text_covers_its_line() {
    const I: &str = "<!-- pmlint-ignore a: why -->";
    for (text, line) in [
        (format!("text\nmore {I}\nmore\n"), 2),
        (format!("# Title {I}\n\ntext\n"), 1),
        (format!("- a {I}\n  - b\n"), 1),
        (format!("| a | b |\n|---|---|\n| c | d {I} |\n| e | f |\n"), 3),
        (format!("- a {I} b\n- c\n"), 1),
    ] {
        assert_eq!(covered(&text), [(line, line)], "{text}");
    }
}

#[test]
fn only_comments_count() {
    for text in [
        "```\n<!-- pmlint-ignore a: why -->\n```\n",
        "`<!-- pmlint-ignore a: why -->`\n",
        "    <!-- pmlint-ignore a: why -->\n",
        "---\nx: <!-- pmlint-ignore a: why -->\n---\n",
    ] {
        assert_eq!(covered(text), [], "{text}");
    }
}

/// A text with comments above or below the words `x1`, `x2` and so on, each of a rule of its own.
fn with_comments(text: &str) -> String {
    let source = Arc::new(Source::new("a.md", text));
    let rules = ["x1", "x2", "x3"];
    let findings: Vec<Finding> = rules
        .into_iter()
        .filter_map(|rule| Some((rule, text.find(rule)?)))
        .map(|(rule, start)| finding(rule, &source, start))
        .collect();
    let placed = place(&source, &findings, "why");
    assert_eq!(placed.findings, findings.len(), "{text}");
    let mut changed = text.to_owned();
    for edit in placed.edits.iter().rev() {
        changed.replace_range(edit.span.range(), &edit.text);
    }
    // Each of them covers what it was written for.
    let source = Arc::new(Source::new("a.md", changed.as_str()));
    let findings: Vec<Finding> = rules
        .into_iter()
        .filter_map(|rule| Some((rule, last(&changed, rule)?)))
        .map(|(rule, start)| finding(rule, &source, start))
        .collect();
    let (kept, _) = Suppressions::read(&source).apply(&source, findings);
    assert!(kept.is_empty(), "{changed}");
    changed
}

/// Where a word stands outside of comments.
fn last(text: &str, word: &str) -> Option<usize> {
    let is_text = |at: &usize| {
        let line = text.get(..*at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        !line.contains("pmlint-ignore")
    };
    text.match_indices(word).map(|(at, _)| at).find(is_text)
}

fn finding(rule: &'static str, source: &Arc<Source>, start: usize) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        message: String::new(),
        primary: Label::new(source, Span::new(start, start + 2), ""),
        related: Vec::new(),
        absent: None,
        help: None,
        fix: None,
    }
}

#[test]
fn comments_are_put_above_a_block_or_inside_an_item() {
    for (text, expected) in [
        ("# T\n\ntext\nx1\n", "# T\n\n<!-- pmlint-ignore x1: why -->\ntext\nx1\n"),
        ("# x1 x2\n", "<!-- pmlint-ignore x1, x2: why -->\n# x1 x2\n"),
        ("   x1\n", "<!-- pmlint-ignore x1: why -->\n   x1\n"),
        ("> x1\n> y\n", "> <!-- pmlint-ignore x1: why -->\n> x1\n> y\n"),
        ("- a\n- x1\n- b\n", "- a\n- x1\n  <!-- pmlint-ignore x1: why -->\n- b\n"),
        ("- x1", "- x1\n  <!-- pmlint-ignore x1: why -->"),
        ("10. **x1**\n11. b\n", "10. **x1**\n    <!-- pmlint-ignore x1: why -->\n11. b\n"),
        ("- [ ] x1\nmore\n", "- [ ] x1\nmore\n  <!-- pmlint-ignore x1: why -->\n"),
        (
            "- a x1\n  - b x2\n- c\n",
            "- a x1\n  - b x2\n    <!-- pmlint-ignore x2: why -->\n  <!-- pmlint-ignore x1: why -->\n- c\n",
        ),
        ("- a\n\n  x1\n", "- a\n\n  <!-- pmlint-ignore x1: why -->\n  x1\n"),
        (
            "text\n\n| a |\n|---|\n| x1 |\n| x2 |\n",
            "text\n\n<!-- pmlint-ignore x1, x2: why -->\n| a |\n|---|\n| x1 |\n| x2 |\n",
        ),
        ("```\nx1\n```\n", "<!-- pmlint-ignore x1: why -->\n```\nx1\n```\n"),
        ("a\r\n\r\nx1\r\n", "a\r\n\r\n<!-- pmlint-ignore x1: why -->\r\nx1\r\n"),
        ("text\n##x1\ntext\n", "text\n<!-- pmlint-ignore x1: why -->\n##x1\ntext\n"),
    ] {
        assert_eq!(with_comments(text), expected);
    }
}

#[test]
fn no_comment_is_put_into_front_matter_or_for_another_comment() {
    let text = "---\ntitle: x1\n---\n\ntext\n";
    let source = Arc::new(Source::new("a.md", text));
    let front = finding("x1", &source, text.find("x1").expect("it is there"));
    let own = finding(OWN_RULES[0], &source, text.find("text").expect("it is there"));
    let placed = place(&source, &[front, own], "why");
    assert_eq!((placed.edits.len(), placed.findings), (0, 0));
}

#[test]
fn a_finding_is_silenced_where_it_begins() {
    let text = "<!-- pmlint-ignore x1: why -->\n- a\n- b\n\n<!-- pmlint-ignore-file x2: all -->\n";
    let source = Arc::new(Source::new("a.md", text));
    let at = |mark: &str| text.find(mark).expect("it is there");
    let mut suppressions = Suppressions::read(&source);
    let found = vec![
        finding("x1", &source, at("- a")),
        finding("x1", &source, at("- b")),
        finding("x2", &source, at("- b")),
        finding("x3", &source, at("- a")),
    ];
    let (kept, suppressed) = suppressions.apply(&source, found);
    let kept: Vec<_> = kept
        .iter()
        .map(|finding| (finding.rule, source.line(finding.primary.span.start)))
        .collect();
    assert_eq!(kept, [("x1", 3), ("x3", 2)]);
    let reasons: Vec<_> = suppressed.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["why", "all"]);
    assert!(suppressions.all.iter().all(|one| one.rules[0].used));
}
