//! Findings as workflow commands of GitHub Actions, and as a table for the summary of the step.
//!
//! GitHub shows ten annotations of a step, so they are kept back and written worst first. What is kept
//! has a limit; what is beyond it is counted and told.

use std::fmt::Write as _;

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::output::sanitize::visible;
use crate::output::sentence::details;
use crate::output::{Checked, End, Style, markdown, place};

/// How many bytes of annotations of one severity are kept.
const KEPT: usize = 8 << 20;

/// How many bytes GitHub takes as the summary of a step; with more it shows none at all.
pub const SUMMARY_LIMIT: usize = 1 << 20;

/// What the lines after the table of a summary take at most.
const ROOM: usize = 4 << 10;

/// A finding as it is to be written.
#[derive(Debug)]
pub(super) struct Annotation {
    severity: Severity,
    command: String,
    row: String,
}

/// What is kept until all is found, by severity, the worst first.
#[derive(Debug, Default)]
pub(super) struct Kept {
    commands: [Limited; 3],
    rows: [Limited; 3],
}

/// Text up to a limit.
#[derive(Debug, Default)]
struct Limited {
    text: String,
    /// How many pieces did not fit.
    left_out: usize,
}

impl Limited {
    fn push(&mut self, piece: &str, limit: usize) {
        if self.left_out == 0 && self.text.len() + piece.len() <= limit {
            self.text.push_str(piece);
        } else {
            self.left_out += 1;
        }
    }
}

impl Kept {
    pub(super) fn take(&mut self, annotations: &[Annotation]) {
        for Annotation { severity, command, row } in annotations {
            let index = match severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            };
            self.commands[index].push(command, KEPT);
            self.rows[index].push(row, SUMMARY_LIMIT);
        }
    }

    /// Writes the commands: what kept the run from being complete, then all findings, worst first.
    pub(super) fn write(&self, end: &End<'_>, lang: Lang, out: &mut String) {
        for failure in end.failures {
            let message = data(&failure.message);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "::error title=pmlint::{message}");
        }
        for commands in &self.commands {
            out.push_str(&commands.text);
        }
        let left_out: usize = self.commands.iter().map(|commands| commands.left_out).sum();
        if left_out > 0 {
            let more = lang.pick(
                || format!("{left_out} more findings are not listed here; `pmlint --format short` lists all"),
                || format!("另有 {left_out} 个问题没有列在这里；`pmlint --format short` 列出全部"),
            );
            let _ = writeln!(out, "::warning title=pmlint::{}", data(&more));
        }
    }

    /// The summary of the step as Markdown, in at most `limit` bytes; nothing where they are too few.
    pub(super) fn summary(&self, end: &End<'_>, lang: Lang, limit: usize) -> String {
        let mut text = format!("### pmlint\n\n{}\n", markdown::escape(end.line));
        let Some(limit) = limit.checked_sub(ROOM).filter(|limit| text.len() <= *limit) else {
            return String::new();
        };
        let mut table = String::new();
        let mut left_out = 0;
        for failure in end.failures {
            let mut row = String::new();
            markdown::failure(failure, &mut row);
            left_out += usize::from(!fit(&row, limit - text.len(), &mut table));
        }
        for rows in &self.rows {
            for row in rows.text.split_inclusive('\n') {
                let full = left_out > 0 || !fit(row, limit - text.len(), &mut table);
                left_out += usize::from(full);
            }
            left_out += rows.left_out;
        }
        if !table.is_empty() {
            text.push('\n');
            text.push_str(markdown::head(lang));
            text.push_str(&table);
        }
        if left_out > 0 {
            let more = lang.pick(
                || {
                    format!(
                        "{left_out} more are not listed here: the summary of a step has a limit."
                    )
                },
                || format!("另有 {left_out} 个没有列在这里：步骤摘要有大小限制。"),
            );
            let _ = write!(text, "\n{more}\n");
        }
        text.push('\n');
        text
    }
}

/// Appends a row if all stays within a limit.
fn fit(row: &str, limit: usize, table: &mut String) -> bool {
    let fits = table.len() + row.len() <= limit;
    if fits {
        table.push_str(row);
    }
    fits
}

/// The annotations of one file.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>) -> Vec<Annotation> {
    let annotation = |finding| Annotation::new(finding, style);
    checked.findings.iter().map(annotation).collect()
}

impl Annotation {
    fn new(finding: &Finding, style: &Style<'_>) -> Self {
        let source = &finding.primary.source;
        let region = place::Region::new(source, finding.primary.span);
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(&place::path(style.project, source.name()));
        let mut command = format!("::{kind} file={file},line={}", region.start_line);
        // Writing to a string cannot fail.
        let _ = write!(command, ",endLine={}", region.end_line);
        // Columns are taken of a single line only.
        if region.start_line == region.end_line {
            let (start, end) = (region.start_column, region.end_column);
            let _ = write!(command, ",col={start},endColumn={end}");
        }
        let message = [visible(&finding.message).into_owned()];
        let lines: Vec<String> = message.into_iter().chain(details(finding)).collect();
        let message = data(&lines.join("\n"));
        let _ = writeln!(command, ",title={}::{message}", property(finding.rule));
        let mut row = String::new();
        markdown::row(finding, style.lang, &mut row);
        Self { severity: finding.severity, command, row }
    }
}

/// The text of a command. Only line ends may be control characters in it.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
