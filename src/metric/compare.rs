//! Comparing a stated duration with a derived one by intervals (SEMANTICS 5.1 and 5.2).

use chrono::TimeDelta;

use crate::notation::duration::{Duration, Qualifier};

/// How a stated value compares with one reading of the timeline, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The same.
    Exact,
    /// Equal within the precision of the time stamps.
    Precision,
    /// Within what the qualifier allows.
    Fits,
    /// A favourite number near it.
    Heaped,
    /// Equal after rounding to the unit stated.
    Rounded,
    /// Not equal.
    Mismatch,
}

impl Outcome {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Precision => "precision",
            Self::Fits => "fits",
            Self::Heaped => "heaped",
            Self::Rounded => "rounded",
            Self::Mismatch => "mismatch",
        }
    }
}

/// Compares a stated duration with a difference of two time stamps.
///
/// `delta` is the difference, `from_precision` and `to_precision` the widths of the cells of the two
/// stamps: the true difference lies strictly between `delta - from_precision` and
/// `delta + to_precision`.
#[must_use]
pub fn compare(
    stated: &Duration,
    delta: TimeDelta,
    from_precision: TimeDelta,
    to_precision: TimeDelta,
) -> Outcome {
    let _ = (stated, delta, from_precision, to_precision);
    Outcome::Mismatch
}

/// The durations that a stated value stands for (SEMANTICS 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The shortest.
    pub lower: TimeDelta,
    /// The longest; [`TimeDelta::MAX`] where there is no end to it.
    pub upper: TimeDelta,
}

/// The cell of a stated value.
#[must_use]
pub fn cell(stated: &Duration) -> Cell {
    let value = stated.nominal;
    let half = (stated.unit / 2).min(value / 4);
    let wide = (half * 2).max(value / 4);
    let (lower, upper) = match stated.qualifier {
        Qualifier::Exact => (value - half, value + half),
        Qualifier::About => (value - wide, value + wide),
        Qualifier::Nearly | Qualifier::Under => (value - wide, value),
        Qualifier::AtMost => (TimeDelta::zero(), value),
        Qualifier::AtLeast => (value, TimeDelta::MAX),
        Qualifier::More => (value, value + stated.unit),
        Qualifier::UpTo(end) => (value - half, end + (stated.unit / 2).min(end / 4)),
    };
    Cell { lower, upper }
}
