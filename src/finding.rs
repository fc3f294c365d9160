//! What a rule reports: a finding with its place, its evidence and its mend.

use std::sync::Arc;

use crate::source::Source;
use crate::span::Span;

/// How bad a finding is. Ordered: a note is less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably wrong, or incomplete.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word used in output and configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a text and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The text that is pointed into: the document, or the configuration that set a limit.
    pub source: Arc<Source>,
    /// Where.
    pub span: Span,
    /// What; may be empty for the primary label, whose finding has a message.
    pub message: String,
}

impl Label {
    /// A label at a place of a text.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self { source: Arc::clone(source), span, message: message.into() }
    }
}

/// Whether a fix may be applied without a person reading it. Ordered: what allows unsafe fixes allows
/// safe ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Changes how a document is written, never what it says.
    Safe,
    /// Changes what the document says.
    Unsafe,
}

impl Safety {
    /// The word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What to write there.
    pub text: String,
}

/// A change of the primary label's text that makes the finding go away.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What the fix does, as a command: "put the time stamp in backticks".
    pub title: String,
    /// Whether it may be applied unread.
    pub safety: Safety,
    /// The replacements, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// One problem found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The id of the rule that reports it.
    pub rule: &'static str,
    /// How bad it is, after the configuration had its say.
    pub severity: Severity,
    /// One line, lower case, no full stop.
    pub message: String,
    /// Where the problem is.
    pub primary: Label,
    /// The evidence: the other side of a contradiction, the entries used, the limit.
    pub related: Vec<Label>,
    /// What it is about where nothing in the text stands for it: the title of a section that is absent.
    pub absent: Option<String>,
    /// What to write instead, beginning with a verb.
    pub help: Option<String>,
    /// The change that would mend it, where one is known.
    pub fix: Option<Fix>,
}
