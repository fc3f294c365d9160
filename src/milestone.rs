//! The milestones of an incident, and the pairs of them that metrics measure.

use std::fmt;
use std::str::FromStr;

/// A point in the life of an incident (SEMANTICS 1.1), in the order they usually come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// The change or the latent fault fires.
    Trigger,
    /// Users are hurt.
    Start,
    /// Somebody or something notices.
    Detected,
    /// An incident is declared.
    Declared,
    /// Somebody acts: acknowledges, investigates, rolls back.
    Responded,
    /// The cause is found.
    Identified,
    /// The harm has stopped, or is smaller.
    Mitigated,
    /// The service is back to normal.
    Recovered,
    /// The work is over.
    Closed,
}

impl Milestone {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Trigger,
        Self::Start,
        Self::Detected,
        Self::Declared,
        Self::Responded,
        Self::Identified,
        Self::Mitigated,
        Self::Recovered,
        Self::Closed,
    ];

    /// The name used by templates, configuration, marks and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Start => "start",
            Self::Detected => "detected",
            Self::Declared => "declared",
            Self::Responded => "responded",
            Self::Identified => "identified",
            Self::Mitigated => "mitigated",
            Self::Recovered => "recovered",
            Self::Closed => "closed",
        }
    }

    /// Whether it ends something, so that a range stands for it with its end and the latest of
    /// several entries counts (SEMANTICS 2.3).
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Identified | Self::Mitigated | Self::Recovered | Self::Closed)
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Milestone {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|milestone| milestone.id() == text).ok_or(())
    }
}

/// What a metric measures: from one milestone to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Where the clock starts.
    pub from: Milestone,
    /// Where it stops.
    pub to: Milestone,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)
    }
}

impl FromStr for Pair {
    type Err = ();

    /// Reads `start -> detected`; `→` will do as well.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (from, to) = text.split_once("->").or_else(|| text.split_once('→')).ok_or(())?;
        Ok(Self { from: from.trim().parse()?, to: to.trim().parse()? })
    }
}
