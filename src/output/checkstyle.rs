//! Findings as Checkstyle XML, which Jenkins and many others read.

use std::fmt::Write as _;

use crate::finding::Severity;
use crate::output::sentence::sentence;
use crate::output::xml::escape;
use crate::output::{Checked, End, Style};

/// Opens the document. The version is that of the format, not of the program.
pub(super) fn begin(out: &mut String) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
}

/// Appends one file, if anything was found in it.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>, out: &mut String) {
    if checked.findings.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<file name=\"{}\">", escape(checked.name));
    for finding in checked.findings {
        let place = finding.primary.source.position(finding.primary.span.start);
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "info",
        };
        let _ = writeln!(
            out,
            "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"pmlint.{}\"/>",
            place.line,
            place.column,
            escape(&sentence(finding, style.lang)),
            finding.rule,
        );
    }
    out.push_str("</file>\n");
}

/// Appends what kept the run from being complete, and closes the document.
pub(super) fn end(end: &End<'_>, out: &mut String) {
    for failure in end.failures {
        let (name, message) = (escape(failure.place()), escape(&failure.message));
        let _ = writeln!(
            out,
            "<file name=\"{name}\">\n<error line=\"1\" severity=\"error\" message=\"{message}\" source=\"pmlint\"/>\n</file>",
        );
    }
    out.push_str("</checkstyle>\n");
}
