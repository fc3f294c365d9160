//! Findings as JSON Lines: an object on each line, to be read while the run goes on.
//!
//! `type` says what a line is. The last one is the summary; a file without it is cut off.

use serde::Serialize;

use crate::finding::Finding;
use crate::output::json::{
    FailureJson, SCHEMA_VERSION, SummaryJson, Tool, members, push, with_bytes,
};
use crate::output::{End, Statistics};

#[derive(Serialize)]
struct Line<T> {
    r#type: &'static str,
    #[serde(flatten)]
    rest: T,
}

#[derive(Serialize)]
struct Last<'a> {
    schema_version: u32,
    tool: Tool,
    #[serde(flatten)]
    summary: SummaryJson,
    statistics: Option<&'a Statistics>,
}

/// Appends a line for each finding.
pub(super) fn findings(findings: &[Finding], out: &mut String) {
    for finding in findings {
        with_bytes(out, |out| {
            out.extend_from_slice(b"{\"type\":\"finding\",");
            members(finding, out);
            out.extend_from_slice(b"}\n");
        });
    }
}

/// Appends what kept the run from being complete, and the summary.
pub(super) fn end(end: &End<'_>, out: &mut String) {
    for failure in end.failures {
        line("failure", FailureJson::from(failure), out);
    }
    let (summary, statistics) = (SummaryJson::from(end.summary), end.statistics);
    let last = Last { schema_version: SCHEMA_VERSION, tool: Tool::THIS, summary, statistics };
    line("summary", last, out);
}

fn line<T: Serialize>(r#type: &'static str, rest: T, out: &mut String) {
    push(&Line { r#type, rest }, out);
    out.push('\n');
}
