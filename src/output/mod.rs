//! Showing findings and facts: one renderer per format, each working file by file.
//!
//! A renderer appends to a buffer and opens nothing, so files can be rendered side by side and
//! written in order. Lines and columns are made here and nowhere below.

mod checkstyle;
mod diff;
mod excerpt;
pub mod facts;
pub mod facts_json;
pub mod files;
mod github;
mod gitlab;
mod human;
pub mod hyperlink;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod place;
mod rdjson;
mod report;
mod sanitize;
mod sarif;
mod sentence;
pub mod settings;
mod short;
mod statistics;
mod table;
mod xml;

pub use diff::{Reader, diff};
pub use github::SUMMARY_LIMIT;
pub use place::file_uri;
pub use report::{Piece, Report};
pub use sanitize::visible;
pub use statistics::Statistics;

use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::output::hyperlink::Pages;
use crate::project::Project;

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the lines in question and carets under the words.
    #[default]
    Human,
    /// One line per finding.
    Short,
    /// A table in Markdown.
    Markdown,
    /// JSON, for programs.
    Json,
    /// JSON Lines, for programs that read while the run goes on.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A GitLab code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// The diagnostic format of reviewdog.
    Rdjson,
}

impl Format {
    /// All formats, those for people first.
    pub const ALL: [Self; 11] = [
        Self::Human,
        Self::Short,
        Self::Markdown,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
    ];

    /// The name that it is asked for by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
        }
    }
}

/// What holds for a whole output.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// The language of messages.
    pub lang: Lang,
    /// Whether to use colours, where the format has some.
    pub color: bool,
    /// The pages that rules are linked to, where the format is for a terminal that has links.
    pub pages: Option<&'a Pages>,
    /// Where paths count from in formats that are read elsewhere.
    pub project: &'a Project,
}

/// One file that was checked.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Its path as it was typed.
    pub name: &'a str,
    /// What was found in it, in order.
    pub findings: &'a [Finding],
    /// From which severity on a finding in it makes the run fail.
    pub fail_on: FailOn,
}

impl Checked<'_> {
    /// Whether a finding makes the run fail.
    fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.is_reached(finding.severity)
    }
}

/// Something that is no finding and kept the run from being complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file or folder that it is about, as it was typed.
    pub path: Option<String>,
    /// A sentence that says what to do, safe to show.
    pub message: String,
}

impl Failure {
    /// The path; that of the whole run where it is about no single one.
    fn place(&self) -> &str {
        self.path.as_deref().unwrap_or(".")
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// The counts.
    pub summary: Summary,
    /// The counts in a sentence.
    pub line: &'a str,
    /// What kept the run from being complete.
    pub failures: &'a [Failure],
    /// How often each rule reported something, where somebody asked for it.
    pub statistics: Option<&'a Statistics>,
    /// Whether everything that was asked for was checked.
    pub complete: bool,
    /// The exit code.
    pub exit_code: u8,
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
    /// Findings that were fixed in the documents, and are counted nowhere else.
    pub fixed: usize,
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
        self.fixed += other.fixed;
    }
}

impl Format {
    /// Whether it is for people, who want to see statistics in place of findings. A program gets both.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }
}

/// Appends findings as a person reads them, each followed by an empty line.
pub fn draw(findings: &[Finding], color: bool, out: &mut String) {
    human::findings(findings, color, out);
}

#[cfg(test)]
mod tests;
