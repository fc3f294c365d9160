//! One postmortem as facts: all that rules may read.

use std::sync::Arc;

use crate::impact::{Claim, Window};
use crate::metric::Stated;
use crate::span::Span;
use crate::template::{Part, Template};
use crate::timeline::{Entry, Stamp};

/// A section of a postmortem: a heading, or a bold label or list item that stands for one.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its title, without marks.
    pub title: Span,
    /// The title's visible text.
    pub name: String,
    /// The heading level; 0 for a label.
    pub level: u8,
    /// The index of the template's section that it is.
    pub spec: Option<usize>,
    /// What rules know it to be: its own spec's part, or that of the section around it.
    pub part: Part,
    /// The index of the section around it.
    pub parent: Option<usize>,
    /// What it holds.
    pub content: Content,
}

/// What a section holds beside its subsections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing at all.
    Empty,
    /// A word for an honest "nothing", here.
    Nothing(Span),
    /// Only placeholders.
    Placeholder,
    /// Something.
    Something,
}

/// Text that looks like a heading and is none: `##时间指标`, `＃ 标题`.
#[derive(Clone, Debug)]
pub struct NearHeading {
    /// The line, from its mark on.
    pub span: Span,
    /// The marks.
    pub mark: Span,
    /// The title after them.
    pub title: Span,
    /// The level that was meant.
    pub level: usize,
    /// Whether a blank after the marks is all that is missing, and the title is a template's.
    pub fixed: Option<String>,
}

/// A time stamp as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct StampText {
    /// The stamp, or the whole range.
    pub span: Span,
    /// Whether it stands in a code span.
    pub quoted: bool,
}

/// A range of two stamps with a length stated beside it: `12:00 ~ 12:30 (45m)`.
#[derive(Clone, Debug)]
pub struct MeasuredRange {
    /// The range.
    pub span: Span,
    /// Its two ends.
    pub start: Stamp,
    /// Its end.
    pub end: Stamp,
    /// The length as written.
    pub length_span: Span,
    /// What it says.
    pub length: crate::notation::duration::Duration,
}

/// A range of two stamps.
#[derive(Clone, Copy, Debug)]
pub struct StampRange {
    /// The range.
    pub span: Span,
    /// Its start.
    pub start: Stamp,
    /// Its end.
    pub end: Stamp,
}

/// Everything that was read of one postmortem.
#[derive(Debug)]
pub struct Postmortem {
    /// The template it was read with.
    pub template: Arc<Template>,
    /// Its title: the heading above its first section, if there is one.
    pub title: Option<Span>,
    /// The bytes of the file that are this postmortem.
    pub span: Span,
    /// The severity it states.
    pub severity: Option<String>,
    /// Its sections, in document order.
    pub sections: Vec<Section>,
    /// The entries of its timeline, in document order.
    pub entries: Vec<Entry>,
    /// Timeline entries that carry no time.
    pub untimed: Vec<Span>,
    /// Time stamps of the timeline, as they stand in the text.
    pub stamps: Vec<StampText>,
    /// Text shaped like a time stamp that is none.
    pub impossible_stamps: Vec<Span>,
    /// Ranges, in the timeline, the impact and the metrics.
    pub ranges: Vec<StampRange>,
    /// Ranges with a length beside them.
    pub measured_ranges: Vec<MeasuredRange>,
    /// The metrics it states.
    pub metrics: Vec<Stated>,
    /// The impact windows it states.
    pub windows: Vec<Window>,
    /// The claims about them.
    pub claims: Vec<Claim>,
    /// Placeholders left in it.
    pub placeholders: Vec<Span>,
    /// Text that looks like a heading and is none.
    pub near_headings: Vec<NearHeading>,
}
