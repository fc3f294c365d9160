//! Findings as JSON, the contract for editors and other tools.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; bytes count from 0, in the file
//! as it is on disk. Findings stream out file by file, so the summary comes last.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::{Finding, Fix};
use crate::output::sanitize::controls_beyond_ascii;
use crate::output::{End, Failure, Summary};
use crate::source::{Position, Source};
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
    fixed: usize,
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
    with_bytes(out, |out| {
        for (index, finding) in findings.iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(SEPARATOR.as_bytes());
            }
            out.push(b'{');
            members(finding, out);
            out.push(b'}');
        }
    });
}

/// Appends what `write` writes, which is text as a whole.
pub(super) fn with_bytes(out: &mut String, write: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = Vec::with_capacity(FILE);
    write(&mut bytes);
    // All of it comes from strings, in pieces that are hardly worth a check each.
    push_safe(simdutf8::basic::from_utf8(&bytes).unwrap_or_default(), out);
}

/// The findings of a file seldom take more, in bytes.
const FILE: usize = 4096;

/// Appends what stands in the object of a finding.
///
/// A run writes little else than this, so the names are written as they are and only what stands in the
/// findings is looked at for signs to escape.
pub(super) fn members(finding: &Finding, out: &mut Vec<u8>) {
    let source = &finding.primary.source;
    member(b"\"rule\":", finding.rule, out);
    member(b",\"severity\":", finding.severity.as_str(), out);
    member(b",\"message\":", &finding.message, out);
    member(b",\"path\":", source.name(), out);
    span(b",\"span\":", source, finding.primary.span, out);
    out.extend_from_slice(b",\"related\":");
    list(&finding.related, out, |label, out| {
        member(b"{\"path\":", label.source.name(), out);
        span(b",\"span\":", &label.source, label.span, out);
        member(b",\"message\":", &label.message, out);
    });
    member(b",\"help\":", &finding.help, out);
    out.extend_from_slice(b",\"fix\":");
    match &finding.fix {
        Some(it) => fix(source, it, out),
        None => out.extend_from_slice(b"null"),
    }
}

fn fix(source: &Source, fix: &Fix, out: &mut Vec<u8>) {
    member(b"{\"title\":", &fix.title, out);
    member(b",\"safety\":", fix.safety.as_str(), out);
    out.extend_from_slice(b",\"edits\":");
    list(&fix.edits, out, |edit, out| {
        span(b"{\"span\":", source, edit.span, out);
        member(b",\"text\":", &edit.text, out);
    });
    out.push(b'}');
}

fn span(name: &[u8], source: &Source, span: Span, out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    let (start, end) = source.positions(span);
    let mut place = |name: &[u8], byte: usize, position: Position| {
        member(name, &source.offset_on_disk(byte), out);
        member(b",\"line\":", &position.line, out);
        member(b",\"column\":", &position.column, out);
    };
    place(b"{\"start\":{\"byte\":", span.start, start);
    place(b"},\"end\":{\"byte\":", span.end, end);
    out.extend_from_slice(b"}}");
}

/// Appends objects, whose closing braces it sees to.
fn list<T>(items: &[T], out: &mut Vec<u8>, mut open: impl FnMut(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        open(item, out);
        out.push(b'}');
    }
    out.push(b']');
}

/// Appends a name as it stands in JSON, and the value of it.
fn member<T: Serialize + ?Sized>(name: &[u8], value: &T, out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    // Strings and numbers into memory: it cannot fail.
    let _ = serde_json::to_writer(out, value);
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
    push_safe(&serde_json::to_string(value).unwrap_or_default(), out);
}

/// Appends JSON whose strings hold nothing that a terminal would obey: JSON lets control characters beyond
/// ASCII stand as they are, and those that turn the direction of text. They can be nowhere but in a string.
fn push_safe(json: &str, out: &mut String) {
    let json = match memchr::memchr(0x7f, json.as_bytes()) {
        Some(_) => Cow::Owned(json.replace('\x7f', "\\u007f")),
        None => Cow::Borrowed(json),
    };
    let mut from = 0;
    for (at, sign) in controls_beyond_ascii(&json) {
        out.push_str(json.get(from..at).unwrap_or_default());
        let _ = write!(out, "\\u{:04x}", u32::from(sign));
        from = at + sign.len_utf8();
    }
    out.push_str(json.get(from..).unwrap_or_default());
}

impl<'a> From<&'a Failure> for FailureJson<'a> {
    fn from(failure: &'a Failure) -> Self {
        Self { path: failure.path.as_deref(), message: &failure.message }
    }
}

impl From<Summary> for SummaryJson {
    fn from(summary: Summary) -> Self {
        let Summary { files, skipped, errors, warnings, notes, suppressed, .. } = summary;
        let Summary { held, unchanged, fixed, .. } = summary;
        let baselined = held;
        Self { files, skipped, errors, warnings, notes, suppressed, baselined, unchanged, fixed }
    }
}
