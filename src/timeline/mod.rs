//! The timeline: entries in document order, with dates filled in and milestones marked.

pub mod dates;
mod entries;
mod marks;
mod parts;
mod zones;

#[cfg(test)]
mod tests;

pub use entries::{Timeline, read};

use std::collections::{HashMap, HashSet};

use crate::milestone::Milestone;
use crate::span::Span;
use crate::stamp::{ScopedZone, Stamp, ZoneFrom};
use crate::text::Text;

/// Why an entry is taken for a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The author marked it: `【感知】`, `<!-- pmlint: detected -->`.
    Tag,
    /// A bold role word: `**感知**`.
    Label,
    /// A cue word in the text.
    Word,
    /// A label outside of the timeline: `First detected: 13:42`.
    Field,
    /// The impact section states it: the start or the end of an impact window.
    Impact,
    /// Nothing says so, but the entry is at the time that the stated value needs.
    Unmarked,
}

impl Why {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Label | Self::Field => "label",
            Self::Word => "word",
            Self::Impact => "impact",
            Self::Unmarked => "unmarked",
        }
    }

    /// Whether the author said so, rather than the words.
    #[must_use]
    pub fn is_explicit(self) -> bool {
        matches!(self, Self::Tag | Self::Label | Self::Field)
    }
}

/// A milestone of an entry, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// What the entry says, as a reader sees it, without its stamp.
    pub text: String,
    /// Whether its stamp stands in a code span.
    pub quoted: bool,
    /// Whether it gives its time in a second zone as well: `12:00 UTC (20:00 CST)`.
    pub in_two_zones: bool,
    /// Which timeline of the postmortem it belongs to, from 0. Order is judged within one.
    pub list: usize,
    /// How many lists it is inside of; a nested entry belongs to the one above that is not.
    pub depth: usize,
}

impl Entry {
    /// The stamp that stands for a milestone: the end of a range for what ends something.
    #[must_use]
    pub fn stamp_of(&self, milestone: Milestone) -> Stamp {
        self.end.filter(|_| milestone.is_end()).unwrap_or(self.start)
    }
}

/// An entry of a timeline whose time is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untimed {
    /// The bytes of the entry.
    pub span: Span,
    /// What stands for its time and is none: `25:10`. `None` where nothing does.
    pub stamp: Option<Span>,
    /// What the entry says, as a reader sees it, without its stamp.
    pub text: String,
}

impl Untimed {
    /// An entry that has nothing in the place of a time.
    fn new(said: Text<'_>) -> Self {
        let said = said.trim();
        Self { span: said.span(), stamp: None, text: said.as_str().to_owned() }
    }
}

/// A mark in a comment that names no milestone: `<!-- pmlint: detectd -->`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMark {
    /// The word.
    pub span: Span,
}

/// The zone that all entries are in: that of a time elsewhere which states none.
#[must_use]
pub fn zone(entries: &[Entry]) -> Option<ScopedZone> {
    let first = entries.first()?.start.zone?;
    let others = entries.iter().map(|entry| entry.start.zone);
    let same = others.flatten().filter(|zone| zone.zone.is_same(first.zone)).count();
    let from = if first.from == ZoneFrom::Stamp { ZoneFrom::Entries } else { first.from };
    (same == entries.len()).then_some(ScopedZone { from, ..first })
}

/// The stamps that others contradict: of entries out of order, and of ranges that end before they
/// start. Each is reported as such; what follows from one of them proves nothing.
#[must_use]
pub fn doubtful_stamps(entries: &[Entry]) -> HashSet<Span> {
    let mut doubtful = HashSet::new();
    // The last entry of each depth in the list that is being read.
    let mut above: HashMap<usize, &Entry> = HashMap::new();
    let mut list = None;
    for entry in entries {
        if list != Some(entry.list) {
            above.clear();
            list = Some(entry.list);
        }
        let ends = [Some(entry.start), entry.end];
        if entry.end.is_some_and(|end| end.is_before(&entry.start)) {
            doubtful.extend(ends.into_iter().flatten().map(|stamp| stamp.span));
        }
        let above = above.insert(entry.depth, entry);
        if let Some(above) = above.filter(|above| entry.start.is_before(&above.start)) {
            let all = ends.into_iter().chain([Some(above.start), above.end]);
            doubtful.extend(all.flatten().map(|stamp| stamp.span));
        }
    }
    doubtful
}
