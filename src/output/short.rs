//! Findings on one line each: `path:line:column: severity[rule]: message`.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::output::sanitize::visible;

/// Appends one line for each finding.
pub(super) fn findings(findings: &[Finding], out: &mut String) {
    for one in findings {
        finding(one, out);
    }
}

/// Appends the line of one finding.
pub(super) fn finding(finding: &Finding, out: &mut String) {
    let source = &finding.primary.source;
    let place = source.position(finding.primary.span.start);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{}:{}:{}: {}[{}]: {}",
        visible(source.name()),
        place.line,
        place.column,
        finding.severity.as_str(),
        finding.rule,
        visible(&finding.message),
    );
}
