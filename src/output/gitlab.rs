//! Findings as a GitLab code quality report.
//!
//! GitLab compares the reports of two branches by fingerprints, so these hold no line number.

use serde::Serialize;

use crate::finding::Severity;
use crate::fingerprint::{self, Fingerprint};
use crate::output::json::{SEPARATOR, push};
use crate::output::place;
use crate::output::sentence::sentence;
use crate::output::{Checked, End, Failure, Style};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Opens the list.
pub(super) fn begin(out: &mut String) {
    out.push_str("[\n");
}

/// Appends the findings of one file.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>, out: &mut String) {
    let fingerprints = fingerprint::of(checked.findings, style.project);
    for (index, (finding, fingerprint)) in checked.findings.iter().zip(fingerprints).enumerate() {
        if index > 0 {
            out.push_str(SEPARATOR);
        }
        let (source, span) = (&finding.primary.source, finding.primary.span);
        let issue = Issue {
            description: &sentence(finding, style.lang),
            check_name: finding.rule,
            fingerprint: fingerprint.digest(),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location {
                path: place::path(style.project, source.name()),
                lines: Lines { begin: source.line(span.start), end: source.line(span.end) },
            },
        };
        push(&issue, out);
    }
}

/// Appends what kept the run from being complete, and closes the list.
pub(super) fn end(end: &End<'_>, style: &Style<'_>, begun: bool, out: &mut String) {
    for (index, failure) in end.failures.iter().enumerate() {
        if begun || index > 0 {
            out.push_str(SEPARATOR);
        }
        push(&of_failure(failure, style), out);
    }
    out.push_str("\n]\n");
}

/// The format has no place for what is no finding, and a report without it would look clean.
fn of_failure<'a>(failure: &'a Failure, style: &Style<'_>) -> Issue<'a> {
    let path =
        failure.path.as_ref().map_or_else(|| ".".into(), |path| place::path(style.project, path));
    let text = failure.message.clone();
    let fingerprint = Fingerprint { rule: "pmlint", path: path.clone(), text, occurrence: 1 };
    Issue {
        description: &failure.message,
        check_name: "pmlint",
        fingerprint: fingerprint.digest(),
        severity: "critical",
        location: Location { path, lines: Lines { begin: 1, end: 1 } },
    }
}
