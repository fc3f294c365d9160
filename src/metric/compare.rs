//! Comparing a stated duration with a derived one by intervals (SEMANTICS 5.1 and 5.2).
//!
//! Neither side is a point. A stated `2h` stands for everything that somebody would call two hours,
//! its [`Cell`]; the difference of two stamps is known to within their precision. They agree where
//! the two intervals meet. All arithmetic is on whole nanoseconds, so an end is an end.

use std::fmt;

use chrono::TimeDelta;

use crate::notation::duration::{Duration, Qualifier, display};

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

/// What a stated duration stands for (SEMANTICS 5.1): from `lower`, included unless the value is
/// meant as more than that, up to `upper`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The shortest duration meant. Never negative.
    pub lower: TimeDelta,
    /// Whether `lower` itself is left out, as in `1 小时多`.
    pub above_lower: bool,
    /// The end; `None` where there is none, as in `>1h`.
    pub upper: Option<TimeDelta>,
    /// Whether `upper` itself is meant, as in `≤5m`. Rounding never includes it.
    pub includes_upper: bool,
}

impl Cell {
    /// From `below` under `lower` up to, not including, `above` over `upper`.
    ///
    /// No duration is below zero, and what is too large to be written has no end.
    fn around(lower: TimeDelta, below: TimeDelta, upper: TimeDelta, above: TimeDelta) -> Self {
        let lower = lower.checked_sub(&below).unwrap_or_default().max(TimeDelta::zero());
        let upper = upper.checked_add(&above);
        Self { lower, above_lower: false, upper, includes_upper: false }
    }

    /// Whether a duration is meant.
    #[must_use]
    pub fn contains(&self, delta: TimeDelta) -> bool {
        let reaches = if self.above_lower { self.lower < delta } else { self.lower <= delta };
        let stays = self
            .upper
            .is_none_or(|upper| if self.includes_upper { delta <= upper } else { delta < upper });
        reaches && stays
    }

    /// Whether no duration is meant by both.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.ends_before(other) || other.ends_before(self)
    }

    fn ends_before(&self, other: &Self) -> bool {
        let touch = self.includes_upper && !other.above_lower;
        self.upper.is_some_and(|end| end < other.lower || (end == other.lower && !touch))
    }

    /// Whether one of the durations meant is a possible value of a measured difference.
    fn meets(&self, measured: &Measured) -> bool {
        // The ends of the measured interval are open, so those of the cell do not matter where
        // their insides meet. The difference itself counts even where the stamps are exact.
        self.contains(measured.delta)
            || measured.longest.is_none_or(|longest| self.lower < longest)
                && self.upper.is_none_or(|upper| measured.shortest.is_none_or(|s| s < upper))
    }
}

/// The two ends: `4m30s–5m30s`, or `≥1h` where there is only one.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.upper {
            Some(upper) => write!(f, "{}–{}", display(self.lower), display(upper)),
            None => write!(f, "≥{}", display(self.lower)),
        }
    }
}

/// The cell of a stated duration.
#[must_use]
pub fn cell(stated: &Duration) -> Cell {
    let (value, unit, zero) = (stated.nominal, stated.unit, TimeDelta::zero());
    let loose = slack(value, unit);
    // `~` doubles the cell and never falls under a quarter of the value.
    let wide = loose.checked_mul(2).unwrap_or(loose).max(value / 4);
    match stated.qualifier {
        Qualifier::Exact => Cell::around(value, loose, value, loose),
        Qualifier::About => Cell::around(value, wide, value, wide),
        Qualifier::Nearly | Qualifier::Under => Cell::around(value, wide, value, zero),
        Qualifier::AtMost => Cell { includes_upper: true, ..Cell::around(zero, zero, value, zero) },
        Qualifier::AtLeast => Cell { upper: None, ..Cell::around(value, zero, value, zero) },
        Qualifier::More => Cell { above_lower: true, ..Cell::around(value, zero, value, unit) },
        Qualifier::UpTo(end) => Cell::around(value, loose, end, slack(end, unit)),
    }
}

/// How far from a value in steps of `unit` something may be that is still rounded to it.
///
/// Half the unit is plain rounding. The quarter of the value keeps `1h` from swallowing 31 minutes:
/// people round onto a ladder of favourite numbers (15, 20, 30, 45, 60 …) and are never more than a
/// quarter off. Zero is on no ladder, and a quarter of it would leave `0m` without a cell.
fn slack(value: TimeDelta, unit: TimeDelta) -> TimeDelta {
    if value.is_zero() { unit / 2 } else { (unit / 2).min(value / 4) }
}

/// The difference of two stamps and the open interval that the true one lies in.
struct Measured {
    delta: TimeDelta,
    /// `None` where it is too small to be written.
    shortest: Option<TimeDelta>,
    /// `None` where it is too large to be written.
    longest: Option<TimeDelta>,
}

/// What a stated duration stands for, ready to be compared with many differences.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    stated: Duration,
    cell: Cell,
    favourite: Option<Cell>,
}

impl Meant {
    /// What a stated duration stands for.
    #[must_use]
    pub fn new(stated: &Duration) -> Self {
        Self { stated: *stated, cell: cell(stated), favourite: favourite(stated) }
    }

    /// Compares it with a difference of two time stamps.
    ///
    /// `delta` is the difference, `from_precision` and `to_precision` the widths of the cells of the
    /// two stamps: the true difference lies strictly between `delta - from_precision` and
    /// `delta + to_precision`. A stated unit no larger than the wider of the two is as fine as the
    /// stamps are, so a difference within it is no rounding.
    #[must_use]
    pub fn compare(
        &self,
        delta: TimeDelta,
        from_precision: TimeDelta,
        to_precision: TimeDelta,
    ) -> Outcome {
        let measured = Measured {
            delta,
            shortest: delta.checked_sub(&from_precision),
            longest: delta.checked_add(&to_precision),
        };
        let exact = self.stated.qualifier == Qualifier::Exact;
        if exact && self.stated.nominal == delta {
            Outcome::Exact
        } else if self.cell.meets(&measured) {
            match exact {
                false => Outcome::Fits,
                true if self.stated.unit <= from_precision.max(to_precision) => Outcome::Precision,
                true => Outcome::Rounded,
            }
        } else if self.favourite.is_some_and(|cell| cell.meets(&measured)) {
            Outcome::Heaped
        } else {
            Outcome::Mismatch
        }
    }
}

/// Compares a stated duration with one difference of two time stamps: see [`Meant::compare`].
#[must_use]
pub fn compare(
    stated: &Duration,
    delta: TimeDelta,
    from_precision: TimeDelta,
    to_precision: TimeDelta,
) -> Outcome {
    Meant::new(stated).compare(delta, from_precision, to_precision)
}

/// The cell of a number of minutes that is a multiple of five, which many people round to.
fn favourite(stated: &Duration) -> Option<Cell> {
    const MINUTE: TimeDelta = TimeDelta::minutes(1);
    const REACH: TimeDelta = TimeDelta::seconds(150);
    let value = stated.nominal;
    let multiple = value.num_seconds() % 300 == 0 && value.subsec_nanos() == 0;
    let favourite = stated.qualifier == Qualifier::Exact
        && stated.unit == MINUTE
        && value >= TimeDelta::minutes(10)
        && multiple;
    favourite.then(|| Cell::around(value, REACH, value, REACH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::duration::tests::{duration, words};
    use crate::notation::duration::{Value, read};
    use Outcome::{Exact, Fits, Heaped, Mismatch, Precision, Rounded};
    use proptest::prelude::*;

    const MINUTE: TimeDelta = TimeDelta::minutes(1);

    fn stated(text: &str) -> Duration {
        match read(text, &words(), None) {
            Some((Value::Duration(duration), range)) if range == (0..text.len()) => duration,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn compare_minutes(text: &str, minutes: i64) -> Outcome {
        compare(&stated(text), TimeDelta::minutes(minutes), MINUTE, MINUTE)
    }

    /// An outcome and the differences, in minutes, that have it.
    type Expected<'a> = (Outcome, &'a [i64]);

    /// The vectors of SEMANTICS 5.3.
    #[test]
    fn vectors() {
        let table: [(&str, &[Expected<'_>]); 20] = [
            ("5m", &[(Precision, &[4, 6]), (Exact, &[5]), (Mismatch, &[3, 7])]),
            ("1m", &[(Precision, &[0, 2]), (Mismatch, &[3])]),
            ("30m", &[(Precision, &[29]), (Heaped, &[28, 33]), (Mismatch, &[26, 34])]),
            ("1h", &[(Rounded, &[46, 75]), (Exact, &[60]), (Mismatch, &[44, 77, 31])]),
            ("2h", &[(Rounded, &[90, 136, 141, 150]), (Mismatch, &[57, 89, 151])]),
            ("2h0m", &[(Precision, &[121]), (Mismatch, &[136])]),
            ("120 min", &[(Heaped, &[122]), (Mismatch, &[124, 136])]),
            ("1.5h", &[(Rounded, &[100]), (Mismatch, &[74, 106])]),
            ("1.2h", &[(Rounded, &[75]), (Mismatch, &[77])]),
            ("半小时", &[(Rounded, &[37]), (Mismatch, &[39])]),
            ("~2h", &[(Fits, &[136, 175]), (Mismatch, &[185])]),
            ("~1h", &[(Fits, &[35, 89]), (Mismatch, &[95])]),
            ("~30m", &[(Fits, &[24, 38]), (Mismatch, &[39])]),
            ("~5m", &[(Fits, &[6]), (Mismatch, &[8])]),
            ("<5min", &[(Fits, &[5]), (Mismatch, &[6])]),
            (">1h", &[(Fits, &[60]), (Mismatch, &[59])]),
            ("1小时多", &[(Fits, &[95]), (Mismatch, &[121])]),
            ("2h13m", &[(Precision, &[134]), (Mismatch, &[136])]),
            ("1d", &[(Rounded, &[1700])]),
            ("nearly 2 days", &[(Fits, &[2316])]),
        ];
        for (text, rows) in table {
            for (outcome, deltas) in rows {
                for delta in *deltas {
                    assert_eq!(compare_minutes(text, *delta), *outcome, "{text}: {delta} min");
                }
            }
        }
    }

    #[test]
    fn more_vectors() {
        let table = [
            ("30~40分钟", 29, Fits),
            ("30~40分钟", 35, Fits),
            ("30~40分钟", 41, Fits),
            ("30~40分钟", 28, Mismatch),
            ("30~40分钟", 42, Mismatch),
            ("不到2小时", 120, Fits),
            ("不到2小时", 121, Mismatch),
            ("近2小时", 62, Fits),
            ("近2小时", 59, Mismatch),
            ("1小时多", 60, Fits),
            ("1小时多", 59, Mismatch),
            ("20多分钟", 29, Fits),
            ("20多分钟", 31, Mismatch),
            ("≤5m", 0, Fits),
            ("2h", 120, Exact),
            ("~2h", 120, Fits),
            ("0m", 0, Exact),
            ("0m", 1, Precision),
            ("0m", 2, Mismatch),
            ("15m", 13, Heaped),
            ("5m", 8, Mismatch),
            ("12m", 14, Mismatch),
            // The halves of hours are no favourite minutes.
            ("0.5h", 39, Mismatch),
            // A difference below zero: only the edge of the stamps can save it.
            ("5m", -5, Mismatch),
            ("1m", -1, Mismatch),
            ("<5min", -1, Mismatch),
            ("<5min", 0, Fits),
            ("0m", -1, Mismatch),
            (">1h", -60, Mismatch),
        ];
        for (text, delta, outcome) in table {
            assert_eq!(compare_minutes(text, delta), outcome, "{text}: {delta} min");
        }
    }

    #[test]
    fn the_wider_precision_counts() {
        let second = TimeDelta::seconds(1);
        let near = TimeDelta::seconds(5 * 60 + 29);
        let far = TimeDelta::seconds(5 * 60 + 31);
        let stated = stated("5m");
        assert_eq!(compare(&stated, near, second, second), Rounded);
        assert_eq!(compare(&stated, near, MINUTE, second), Precision);
        assert_eq!(compare(&stated, near, second, MINUTE), Precision);
        assert_eq!(compare(&stated, far, second, second), Mismatch);
        // The end of the cell is open, and so is the end of what was measured.
        let end = TimeDelta::seconds(5 * 60 + 30);
        assert_eq!(compare(&stated, end, TimeDelta::zero(), TimeDelta::zero()), Mismatch);
        assert_eq!(compare(&stated, end, TimeDelta::zero(), second), Mismatch);
        assert_eq!(compare(&stated, end, second, TimeDelta::zero()), Rounded);
        let start = TimeDelta::seconds(4 * 60 + 30);
        assert_eq!(compare(&stated, start, TimeDelta::zero(), TimeDelta::zero()), Rounded);
    }

    #[test]
    fn cells() {
        let table = [
            ("5m", "4m30s–5m30s"),
            ("1h", "45m–1h15m"),
            ("2h", "1h30m–2h30m"),
            ("~2h", "1h–3h"),
            ("nearly 2h", "1h–2h"),
            ("不到2小时", "1h–2h"),
            ("<5min", "0m–5m"),
            (">1h", "≥1h"),
            ("1小时多", "1h–2h"),
            ("1-2h", "45m–2h30m"),
            ("0m", "0m–30s"),
        ];
        for (text, expected) in table {
            assert_eq!(cell(&stated(text)).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn outcomes_are_ordered_best_first() {
        assert!(Exact < Precision && Precision < Fits && Fits < Heaped);
        assert!(Heaped < Rounded && Rounded < Mismatch);
    }

    fn any_duration() -> impl Strategy<Value = Duration> {
        let unit = prop::sample::select(vec![1_i64, 30, 60, 360, 900, 1800, 3600, 86_400]);
        let day = 86_400_i64;
        (0..36_500 * day, unit, 0..8_usize).prop_map(move |(value, unit, kind)| {
            let end = TimeDelta::seconds((value + unit).min(36_500 * day));
            let qualifier = [
                Qualifier::Exact,
                Qualifier::About,
                Qualifier::Nearly,
                Qualifier::Under,
                Qualifier::AtMost,
                Qualifier::AtLeast,
                Qualifier::More,
                Qualifier::UpTo(end),
            ][kind];
            duration(value, unit, qualifier)
        })
    }

    proptest! {
        #[test]
        fn no_difference_overflows(stated in any_duration(), delta in any::<i64>(), precision in 0..86_400_i64) {
            let precision = TimeDelta::seconds(precision);
            let huge = Duration { nominal: TimeDelta::MAX, unit: TimeDelta::MAX, ..stated };
            for delta in [TimeDelta::nanoseconds(delta), TimeDelta::MIN, TimeDelta::MAX] {
                let outcome = compare(&stated, delta, precision, precision);
                prop_assert!(delta != TimeDelta::MIN || outcome == Mismatch);
                let _ = compare(&huge, delta, TimeDelta::MAX, TimeDelta::MAX);
            }
        }

        #[test]
        fn coarser_stamps_never_add_a_mismatch(stated in any_duration(), delta in 0..100_000_i64) {
            let delta = TimeDelta::seconds(delta);
            let fine = compare(&stated, delta, TimeDelta::seconds(1), TimeDelta::seconds(1));
            let coarse = compare(&stated, delta, MINUTE, MINUTE);
            prop_assert!(fine == Mismatch || coarse != Mismatch);
        }

        #[test]
        fn the_cell_holds_what_was_stated(stated in any_duration()) {
            let strict = matches!(
                stated.qualifier,
                Qualifier::Nearly | Qualifier::Under | Qualifier::More
            );
            prop_assert_eq!(cell(&stated).contains(stated.nominal), !strict);
            if !strict {
                prop_assert_ne!(compare(&stated, stated.nominal, MINUTE, MINUTE), Mismatch);
            }
        }

        #[test]
        fn agreement_is_the_meeting_of_intervals(stated in any_duration(), offset in -7_200..7_200_i64) {
            // The definition, tried at every quarter of a second that the stamps leave open.
            prop_assume!(!stated.nominal.is_zero());
            let Some(delta) = stated.nominal.checked_add(&TimeDelta::seconds(offset)) else {
                return Ok(());
            };
            let second = TimeDelta::seconds(1);
            let cell = cell(&stated);
            let meets = (1..8).any(|i| cell.contains(delta - second + TimeDelta::milliseconds(250 * i)));
            let outcome = compare(&stated, delta, second, second);
            if meets {
                prop_assert_ne!(outcome, Mismatch);
            } else {
                prop_assert!(matches!(outcome, Mismatch | Heaped));
            }
        }
    }
}
