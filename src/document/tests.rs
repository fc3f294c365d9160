//! Which lines of a document are its sections.

use super::{Outline, labels};
use crate::markdown::Markdown;
use crate::template::builtin;

/// The roles of the sections found, each with `=` for a heading and `-` for a label, in order.
fn sections(template: &str, text: &str) -> String {
    let template = builtin(template).expect("a template");
    let markdown = Markdown::parse(text);
    let outline =
        Outline::new(&markdown, &labels(&markdown), &template.sections, template.titles());
    let shown: Vec<String> = outline
        .headings
        .iter()
        .map(|heading| {
            let mark = if heading.level > 0 { '=' } else { '-' };
            let role = heading.spec.map_or("?", |spec| template.sections[spec].role.as_str());
            format!("{mark}{role}")
        })
        .collect();
    shown.join(" ")
}

#[test]
fn labels_stand_for_sections_that_have_no_heading() {
    for (text, expected) in [
        (
            "- **Key events**\n  - 10:00 a\n- **Impact**: b\n- **Resolution**:\n  - c",
            "-timeline -impact -resolution",
        ),
        ("# T\n\n**Timeline**\n\n- 10:00 a\n\n**Root cause:** b", "=? -timeline -cause"),
        ("# T\n\n__Timeline (UTC):__\n\n10:00 a", "=? -timeline"),
        (
            "1. Timeline\n   - 10:00 a\n2. Root Cause\n   - b\n3. Action items\n   c",
            "-timeline -cause -actions",
        ),
        ("Timeline\n\n- 10:00 a\n\nImpact:\n\nb", "-timeline -impact"),
        (
            "## First outage\n\n**Timeline:**\n\n- 10:00 a\n\n## Second outage\n\n**Timeline:**\n\n- 11:00 a",
            "=? -timeline =? -timeline",
        ),
        ("## Summary\n\na\n\n**Timeline**\n\n- 10:00 a", "=summary -timeline"),
    ] {
        assert_eq!(sections("generic-en", text), expected, "{text}");
    }
    let text = "**影响**：延迟\n\n**时间线**\n\n- 10:00 甲\n  - 原因：乙\n\n**根因：**丙";
    assert_eq!(sections("generic-zh", text), "-impact -timeline -cause");
}

#[test]
fn what_only_mentions_a_section_is_none() {
    for (text, expected) in [
        // A sentence, and a word with text beside it that is not in bold.
        ("Impact: 40 jobs were late.", ""),
        ("The **impact** was small", ""),
        ("- Impact: 40 jobs", ""),
        ("Timeline", ""),
        ("- Timeline\n- Impact", ""),
        ("**Impact of the full disk on the jobs**: none", ""),
        // A part of an entry, of a step, of another label.
        ("**Timeline**\n\n- 10:00 a\n  - **Impact**: b", "-timeline"),
        ("**Timeline**\n\n- 10:00 a\n- **Impact**: b", "-timeline"),
        ("- 10:00 a\n\n  **Impact**: b", ""),
        ("- step\n  - **Impact**: high", ""),
        // A part of a section that has a heading.
        ("## Timeline\n\n**Detection**\n\n- 10:00 a\n\n**Root cause**\n\n- 10:05 b", "=timeline"),
        ("## Action items\n\n**Detection**\n\n- a", "=actions"),
        ("## Summary\n\n- **Impact**: a\n- **Root cause**: b", "=summary"),
        ("## Root cause\n\n### 1. Full disk\n\n**Impact**: a", "=cause =?"),
        // A section that has a heading elsewhere.
        ("**Impact**: high\n\n## Impact\n\na", "=impact"),
    ] {
        assert_eq!(sections("generic-en", text), expected, "{text}");
    }
}

#[test]
fn a_bold_line_ends_the_section_of_the_one_above() {
    let owner = |text: &str| {
        let template = builtin("generic-en");
        let template = template.expect("a template");
        let markdown = Markdown::parse(text);
        let labels = labels(&markdown);
        let outline = Outline::new(&markdown, &labels, &template.sections, template.titles());
        outline.owners.last().copied().flatten()
    };
    assert_eq!(owner("**Timeline**\n\n- 10:00 a\n\n**Thanks**\n\n- everybody"), None);
    // A day, a phase, and plain words do not.
    assert_eq!(owner("**Timeline**\n\n- 10:00 a\n\n**7 May**\n\n- b"), Some(0));
    assert_eq!(owner("**Timeline**\n\n- 10:00 a\n\n**Aftermath**\n\n- 11:00 b"), Some(0));
    assert_eq!(owner("**Root cause**\n\nA full disk\n\nb"), Some(0));
}
