//! Findings as JUnit XML: a suite for each document, a case for each finding.
//!
//! A build server calls a build good or bad by its failures, so a finding is one only where it makes
//! the run fail; any other is a skipped case that carries its message.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::finding::Finding;
use crate::output::sentence::details;
use crate::output::xml::escape;
use crate::output::{Checked, End};

/// Opens the document.
pub(super) fn begin(out: &mut String) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pmlint\">\n");
}

/// Appends the suite of one file.
pub(super) fn file(checked: &Checked<'_>, out: &mut String) {
    let name = escape(checked.name);
    let tests = checked.findings.len().max(1);
    let failures = checked.findings.iter().filter(|finding| checked.fails(finding)).count();
    let skipped = checked.findings.len() - failures;
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    if checked.findings.is_empty() {
        let _ = writeln!(out, "<testcase name=\"no findings\" classname=\"{name}\"/>");
    }
    let mut seen = HashMap::new();
    for finding in checked.findings {
        let count = seen.entry((finding.rule, &finding.message)).or_insert(0);
        *count += 1;
        case(finding, *count, checked.fails(finding), &name, out);
    }
    out.push_str("</testsuite>\n");
}

/// The case of a finding. Its name has no line number, so that it is the same case in the next run,
/// and a count, for two cases of one name would be taken for one.
fn case(finding: &Finding, count: usize, fails: bool, name: &str, out: &mut String) {
    let place = finding.primary.source.position(finding.primary.span.start);
    let (rule, line, column) = (finding.rule, place.line, place.column);
    let severity = finding.severity.as_str();
    let message = escape(&finding.message);
    let again = if count > 1 { format!(" ({count})") } else { String::new() };
    let element = if fails { "failure" } else { "skipped" };
    let _ = writeln!(
        out,
        "<testcase name=\"{rule}: {message}{again}\" classname=\"{name}\">\n\
         <{element} type=\"{severity}\" message=\"{message}\">{name}:{line}:{column}: {severity}[{rule}]: {message}"
    );
    for line in details(finding) {
        out.push_str(&escape(&line));
        out.push('\n');
    }
    let _ = writeln!(out, "</{element}>\n</testcase>");
}

/// Appends what kept the run from being complete, and closes the document.
pub(super) fn end(end: &End<'_>, out: &mut String) {
    if !end.failures.is_empty() {
        let count = end.failures.len();
        let _ = writeln!(
            out,
            "<testsuite name=\"pmlint\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">"
        );
        for failure in end.failures {
            let (name, message) = (escape(failure.place()), escape(&failure.message));
            let _ = writeln!(
                out,
                "<testcase name=\"{name}\" classname=\"pmlint\">\n\
                 <error type=\"error\" message=\"{message}\"/>\n</testcase>"
            );
        }
        out.push_str("</testsuite>\n");
    }
    let _ = writeln!(out, "</testsuites>");
}
