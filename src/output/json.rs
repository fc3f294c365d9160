//! Findings as JSON, the contract for editors and other tools.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; bytes count from 0, in the file
//! as it is on disk. Findings stream out file by file, so the summary comes last.

use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::output::{End, Failure, Summary};
use crate::source::Source;
use crate::span::Span;

/// The version of the contract; it grows when a field changes its meaning or goes away.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// What stands between two findings.
pub(super) const SEPARATOR: &str = ",\n";

/// The program that wrote the output.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub(super) const THIS: Self =
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    path: &'a str,
    span: SpanJson,
    related: Vec<LabelJson<'a>>,
    help: Option<&'a str>,
    fix: Option<FixJson<'a>>,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    path: &'a str,
    span: SpanJson,
    message: &'a str,
}

#[derive(Serialize)]
struct SpanJson {
    start: PlaceJson,
    end: PlaceJson,
}

#[derive(Serialize)]
struct PlaceJson {
    byte: usize,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    span: SpanJson,
    text: &'a str,
}

/// What kept the run from being complete.
#[derive(Serialize)]
pub(super) struct FailureJson<'a> {
    path: Option<&'a str>,
    message: &'a str,
}

#[derive(Serialize)]
pub(super) struct SummaryJson {
    files: usize,
    skipped: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    baselined: usize,
    unchanged: usize,
}

/// Opens the document.
pub(super) fn begin(out: &mut String) {
    out.push_str("{\"schema_version\":");
    push(&SCHEMA_VERSION, out);
    out.push_str(",\"tool\":");
    push(&Tool::THIS, out);
    out.push_str(",\"findings\":[\n");
}

/// Appends findings, with separators between them.
pub(super) fn findings(findings: &[Finding], out: &mut String) {
    for (index, finding) in findings.iter().enumerate() {
        if index > 0 {
            out.push_str(SEPARATOR);
        }
        push(&FindingJson::from(finding), out);
    }
}

/// Closes the document.
pub(super) fn end(end: &End<'_>, out: &mut String) {
    let failures: Vec<FailureJson<'_>> = end.failures.iter().map(FailureJson::from).collect();
    out.push_str("\n],\"failures\":");
    push(&failures, out);
    out.push_str(",\"statistics\":");
    push(&end.statistics, out);
    out.push_str(",\"summary\":");
    push(&SummaryJson::from(end.summary), out);
    out.push_str("}\n");
}

/// Appends a value as JSON on one line.
pub(super) fn push<T: Serialize>(value: &T, out: &mut String) {
    // Strings, numbers and structures of them: serialising cannot fail.
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        let source = &finding.primary.source;
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            message: &finding.message,
            path: source.name(),
            span: SpanJson::new(source, finding.primary.span),
            related: finding.related.iter().map(LabelJson::from).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| FixJson::new(source, fix)),
        }
    }
}

impl<'a> From<&'a Failure> for FailureJson<'a> {
    fn from(failure: &'a Failure) -> Self {
        Self { path: failure.path.as_deref(), message: &failure.message }
    }
}

impl From<Summary> for SummaryJson {
    fn from(summary: Summary) -> Self {
        let Summary { files, skipped, errors, warnings, notes, suppressed, held, unchanged } =
            summary;
        Self { files, skipped, errors, warnings, notes, suppressed, baselined: held, unchanged }
    }
}

impl<'a> From<&'a Label> for LabelJson<'a> {
    fn from(label: &'a Label) -> Self {
        Self {
            path: label.source.name(),
            span: SpanJson::new(&label.source, label.span),
            message: &label.message,
        }
    }
}

impl<'a> FixJson<'a> {
    fn new(source: &Source, fix: &'a Fix) -> Self {
        let edit =
            |edit: &'a Edit| EditJson { span: SpanJson::new(source, edit.span), text: &edit.text };
        Self {
            title: &fix.title,
            safety: match fix.safety {
                Safety::Safe => "safe",
                Safety::Unsafe => "unsafe",
            },
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

impl SpanJson {
    fn new(source: &Source, span: Span) -> Self {
        Self { start: PlaceJson::new(source, span.start), end: PlaceJson::new(source, span.end) }
    }
}

impl PlaceJson {
    fn new(source: &Source, byte: usize) -> Self {
        let position = source.position(byte);
        Self { byte: source.offset_on_disk(byte), line: position.line, column: position.column }
    }
}
