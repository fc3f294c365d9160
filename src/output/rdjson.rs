//! Findings in the diagnostic format of reviewdog (rdjson), with suggestions where there is a fix.
//!
//! Columns count bytes of UTF-8 from 1, and the end is excluded. Paths stay as they were typed:
//! reviewdog takes them from the folder it runs in.

use serde::Serialize;

use crate::finding::{Finding, Fix, Label, Severity};
use crate::output::hyperlink::{self, Pages};
use crate::output::json::{SEPARATOR, push};
use crate::output::place::byte_column;
use crate::output::sanitize::visible;
use crate::output::sentence::sentence;
use crate::output::{Checked, End, Style};
use crate::source::Source;
use crate::span::Span;

#[derive(Serialize)]
struct Origin {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Location<'a>,
}

/// Opens the document.
pub(super) fn begin(out: &mut String) {
    out.push_str("{\"source\":");
    push(&Origin { name: env!("CARGO_PKG_NAME"), url: hyperlink::project() }, out);
    out.push_str(",\"diagnostics\":[\n");
}

/// Appends the findings of one file.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>, out: &mut String) {
    for (index, finding) in checked.findings.iter().enumerate() {
        if index > 0 {
            out.push_str(SEPARATOR);
        }
        diagnostic(finding, style, out);
    }
}

fn diagnostic(finding: &Finding, style: &Style<'_>, out: &mut String) {
    let source = &finding.primary.source;
    let page = Pages::of_project(style.lang).map(|pages| pages.page(finding.rule));
    let diagnostic = Diagnostic {
        message: &sentence(finding, style.lang),
        location: Location::new(&finding.primary),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Some(Code { value: finding.rule, url: page }),
        suggestions: finding.fix.iter().filter_map(|fix| Suggestion::new(source, fix)).collect(),
        related_locations: finding.related.iter().map(Related::new).collect(),
    };
    push(&diagnostic, out);
}

/// Appends what kept the run from being complete, and closes the document.
pub(super) fn end(end: &End<'_>, begun: bool, out: &mut String) {
    for (index, failure) in end.failures.iter().enumerate() {
        if begun || index > 0 {
            out.push_str(SEPARATOR);
        }
        let diagnostic = Diagnostic {
            message: &failure.message,
            location: Location { path: failure.place(), range: None },
            severity: "ERROR",
            code: None,
            suggestions: Vec::new(),
            related_locations: Vec::new(),
        };
        push(&diagnostic, out);
    }
    out.push_str("\n]}\n");
}

impl<'a> Location<'a> {
    fn new(label: &'a Label) -> Self {
        Self { path: label.source.name(), range: Some(Range::new(&label.source, label.span)) }
    }
}

impl<'a> Related<'a> {
    fn new(label: &'a Label) -> Self {
        Self { message: visible(&label.message).into_owned(), location: Location::new(label) }
    }
}

impl Range {
    fn new(source: &Source, span: Span) -> Self {
        let position = |byte| {
            let (line, column) = byte_column(source, byte);
            Position { line, column }
        };
        Self { start: position(span.start), end: position(span.end) }
    }
}

impl Suggestion {
    /// Several suggestions would be taken for alternatives, so all edits of a fix become one.
    fn new(source: &Source, fix: &Fix) -> Option<Self> {
        let (first, last) = (fix.edits.first()?, fix.edits.last()?);
        let mut text = String::new();
        let mut at = first.span.start;
        for edit in &fix.edits {
            text.push_str(source.slice(Span::new(at, edit.span.start)));
            text.push_str(&edit.text);
            at = edit.span.end;
        }
        Some(Self { range: Range::new(source, Span::new(first.span.start, last.span.end)), text })
    }
}
