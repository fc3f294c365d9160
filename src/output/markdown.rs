//! Findings as a Markdown table, for a comment on a change or a page.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::lang::Lang;
use crate::output::sanitize::visible;
use crate::output::sentence::sentence;
use crate::output::{Checked, End, Failure, Style};

/// Opens the page.
pub(super) fn begin(out: &mut String) {
    out.push_str("## pmlint\n\n");
}

/// The head of a table of findings.
pub(super) fn head(lang: Lang) -> &'static str {
    lang.pick(
        || "| severity | place | rule | finding |\n|---|---|---|---|\n",
        || "| 级别 | 位置 | 规则 | 问题 |\n|---|---|---|---|\n",
    )
}

/// Appends a row for each finding.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>, out: &mut String) {
    for finding in checked.findings {
        row(finding, style.lang, out);
    }
}

/// Appends the row of a finding.
pub(super) fn row(finding: &Finding, lang: Lang, out: &mut String) {
    let source = &finding.primary.source;
    let place = source.position(finding.primary.span.start);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "| {} | {}:{}:{} | {} | {} |",
        finding.severity.as_str(),
        escape(source.name()),
        place.line,
        place.column,
        finding.rule,
        escape(&sentence(finding, lang)),
    );
}

/// Appends a row for what kept the run from being complete.
pub(super) fn failure(failure: &Failure, out: &mut String) {
    let message = escape(&failure.message);
    let _ = writeln!(out, "| error | {} | | {message} |", escape(failure.place()));
}

/// Appends what kept the run from being complete, and the counts.
pub(super) fn end(end: &End<'_>, lang: Lang, begun: bool, out: &mut String) {
    if !begun && !end.failures.is_empty() {
        out.push_str(head(lang));
    }
    for one in end.failures {
        failure(one, out);
    }
    let gap = if begun || !end.failures.is_empty() { "\n" } else { "" };
    let _ = writeln!(out, "{gap}{}", escape(end.line));
}

/// A text that Markdown, HTML and a table leave as it is, and that calls nobody.
pub(super) fn escape(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A table is cut at pipes before anything else is read.
            '|' => escaped.push_str("&#124;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("@&#8203;"),
            '\t' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
