//! Comparing a stated duration with a derived one by intervals (SEMANTICS 5.1 and 5.2).

use chrono::TimeDelta;

use crate::notation::duration::Duration;

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
