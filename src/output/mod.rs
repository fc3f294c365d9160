//! Showing findings and facts: one renderer per format, each working file by file.
//!
//! A renderer appends to a buffer and opens nothing, so files can be rendered side by side and
//! written in order. Lines and columns are made here and nowhere below.

mod excerpt;
pub mod facts;
pub mod facts_json;
pub mod files;
mod human;
pub mod hyperlink;
mod json;
mod sanitize;
pub mod settings;
mod short;
mod statistics;
mod table;

pub use sanitize::visible;
pub use statistics::Statistics;

use crate::finding::{Finding, Severity};
use crate::lang::Lang;

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the lines in question and carets under the words.
    #[default]
    Human,
    /// One line per finding.
    Short,
    /// JSON, for programs.
    Json,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were linted.
    pub files: usize,
    /// Markdown files that are no postmortems and were left alone.
    pub skipped: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Findings that a comment in the document silences.
    pub suppressed: usize,
    /// Findings that the baseline holds back.
    pub held: usize,
    /// Findings that do not come from what has changed.
    pub unchanged: usize,
}

impl Summary {
    /// Counts findings.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
    }

    /// How many findings there are.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// Takes the counts of another part of the run.
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.skipped += other.skipped;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.suppressed += other.suppressed;
        self.held += other.held;
        self.unchanged += other.unchanged;
    }
}

impl Format {
    /// What stands before the first finding.
    pub fn begin(self, out: &mut String) {
        match self {
            Self::Human | Self::Short => {}
            Self::Json => json::begin(out),
        }
    }

    /// The findings of one file.
    pub fn findings(self, findings: &[Finding], color: bool, out: &mut String) {
        match self {
            Self::Human => human::findings(findings, color, out),
            Self::Short => short::findings(findings, out),
            Self::Json => json::findings(findings, out),
        }
    }

    /// What stands between the findings of two files, where both have some.
    #[must_use]
    pub fn separator(self) -> &'static str {
        match self {
            Self::Human | Self::Short => "",
            Self::Json => json::SEPARATOR,
        }
    }

    /// What stands after the last finding. `statistics` are there where somebody asked for them.
    pub fn end(
        self,
        summary: Summary,
        statistics: Option<&Statistics>,
        lang: Lang,
        out: &mut String,
    ) {
        match (self, statistics) {
            (Self::Human | Self::Short, Some(statistics)) => statistics.table(lang, out),
            (Self::Human | Self::Short, None) => {}
            (Self::Json, _) => json::end(summary, statistics, out),
        }
    }

    /// Whether it is for people, who want to see statistics in place of findings. A program gets both.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }
}

#[cfg(test)]
mod tests;
