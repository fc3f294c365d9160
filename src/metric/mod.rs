//! Metrics: what is stated, what the timeline gives, and whether the one follows from the other.

pub mod compare;
pub mod derive;
pub mod outside;
pub mod stated;
pub mod target;
pub mod verdict;

use chrono::TimeDelta;

use crate::metric::compare::Outcome;
use crate::milestone::Pair;
use crate::notation::duration::{Duration, Value};
use crate::span::Span;
use crate::stamp::Stamp;
use crate::template::Polarity;
use crate::timeline::Why;

/// A metric that a document states.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Its id in the template.
    pub id: String,
    /// The name as written.
    pub name: Span,
    /// The value as written; empty, after the name, where there is none.
    pub value_span: Span,
    /// What the value says.
    pub value: StatedValue,
    /// The verdict beside it.
    pub verdict: Option<Verdict>,
    /// Where in the document it stands.
    pub standing: Standing,
    /// The readings of the timeline, default ones first, in the template's order.
    pub readings: Vec<Reading>,
    /// What the readings say about the value.
    pub conclusion: Conclusion,
}

impl Stated {
    /// The length of time that it states.
    #[must_use]
    pub fn duration(&self) -> Option<&Duration> {
        match &self.value {
            StatedValue::Duration(duration) => Some(duration),
            _ => None,
        }
    }

    /// The default readings, or those of the pinned pair.
    pub fn usual(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(|reading| reading.usual)
    }

    /// The default readings that agree with the value.
    pub fn agreeing(&self) -> impl Iterator<Item = &Reading> {
        self.usual()
            .filter(|reading| reading.outcome.is_some_and(|outcome| outcome != Outcome::Mismatch))
    }

    /// The default readings that agree with the value as well as the best of them: those that the
    /// author most likely means.
    pub fn meant(&self) -> impl Iterator<Item = &Reading> {
        let best = self.fitting().and_then(|reading| reading.outcome);
        self.agreeing().filter(move |reading| reading.outcome == best)
    }

    /// The reading that fits the value best, usual or not.
    #[must_use]
    pub fn fitting(&self) -> Option<&Reading> {
        match self.conclusion {
            Conclusion::Agrees(index) | Conclusion::Unusual(index) => self.readings.get(index),
            Conclusion::Mismatch | Conclusion::Unverifiable => None,
        }
    }
}

/// Where in a document a metric stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In a metrics section.
    Section,
    /// Among what a document says about itself: in its front matter, or above its story.
    Head,
    /// Under any other heading, where it may be about a part of the incident.
    Aside,
}

/// What a metric's value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedValue {
    /// A length of time.
    Duration(Duration),
    /// A point in time, which is a milestone and no length.
    Point,
    /// An honest "nothing": `N/A`, `无`.
    Nothing,
    /// Still to be filled in.
    Placeholder,
    /// No value at all.
    Missing,
    /// Something else than a length of time, or one with two meanings.
    Unreadable(Option<Value>),
}

/// A verdict against the limit, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The bytes of the verdict.
    pub span: Span,
    /// Which way it goes; `None` for a word that is no verdict but looks like one.
    pub polarity: Option<Polarity>,
}

/// One end of a derived metric: the entry it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The time stamp used.
    pub stamp: Stamp,
    /// Why it is this milestone.
    pub why: Why,
    /// The word or mark that says so; the stamp where there is none.
    pub span: Span,
}

/// A length of time that the timeline gives for a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it measures.
    pub pair: Pair,
    /// Where the clock starts.
    pub from: Anchor,
    /// Where it stops.
    pub to: Anchor,
    /// The difference; may be negative.
    pub delta: TimeDelta,
    /// Whether it is a default reading, or the pinned one.
    pub usual: bool,
    /// How the stated value compares with it; `None` where no length is stated.
    pub outcome: Option<Outcome>,
}

impl Reading {
    /// Whether the true length may be just this one: it lies strictly between the bounds that the
    /// precision of both stamps leaves (SEMANTICS 5.1).
    #[must_use]
    pub fn may_be(&self, length: TimeDelta) -> bool {
        let (from, to) = (self.from.stamp.precision, self.to.stamp.precision);
        self.delta - from < length && length < self.delta + to
    }
}

/// What all readings of a metric say together (SEMANTICS 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// A default reading agrees: the index of the one that fits best.
    Agrees(usize),
    /// Only an unusual reading agrees.
    Unusual(usize),
    /// No reading agrees.
    Mismatch,
    /// The timeline lacks one end, or nothing comparable is stated.
    Unverifiable,
}

impl Conclusion {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Agrees(_) => "agrees",
            Self::Unusual(_) => "unusual",
            Self::Mismatch => "mismatch",
            Self::Unverifiable => "unverifiable",
        }
    }
}
