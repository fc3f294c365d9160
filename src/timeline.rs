//! The timeline: entries in document order, with dates filled in and milestones marked.

use chrono::{FixedOffset, NaiveDateTime, TimeDelta};

use crate::milestone::Milestone;
use crate::span::Span;

/// A time stamp with its date filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The local date and time.
    pub at: NaiveDateTime,
    /// The offset from UTC: as written, else from the zone in scope, else from the configuration.
    pub offset: Option<FixedOffset>,
    /// The width of the cell the stamp stands for: a minute for `11:46`.
    pub precision: TimeDelta,
    /// Where the date comes from.
    pub date: DateFrom,
    /// The bytes of the stamp.
    pub span: Span,
}

/// Where the date of a stamp comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFrom {
    /// Written in the stamp itself.
    Stamp,
    /// Taken from what stands above: an earlier entry, a heading, the title.
    Above,
    /// The clock went back past midnight with no new date: taken as the next day, which is a guess.
    Midnight,
    /// No date is in scope; the date in `at` means nothing.
    Nowhere,
}

/// Why an entry is taken for a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The author marked it: `【感知】`, `<!-- pmlint: detected -->`.
    Tag,
    /// A bold role word: `**感知**`.
    Label,
    /// A cue word in the text.
    Word,
    /// The impact section states it: the start or the end of an impact window.
    Impact,
}

impl Why {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Label => "label",
            Self::Word => "word",
            Self::Impact => "impact",
        }
    }
}

/// A milestone of an entry, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which milestone.
    pub milestone: Milestone,
    /// Why.
    pub why: Why,
    /// The word or the mark that says so.
    pub span: Span,
}

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, or when it began.
    pub start: Stamp,
    /// When it ended, for a range.
    pub end: Option<Stamp>,
    /// Whether the entry is a range whose end has not come.
    pub open: bool,
    /// The milestones it stands for.
    pub marks: Vec<Mark>,
    /// The stamp, or both stamps of a range.
    pub stamp_span: Span,
    /// What the entry says, after its stamp.
    pub text_span: Span,
    /// Which timeline of the postmortem it belongs to, from 0. Order is judged within one.
    pub list: usize,
}
