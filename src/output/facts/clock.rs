//! Time stamps and the time between them, as facts show them.

use chrono::{NaiveDate, TimeDelta};

use crate::notation::duration::display;
use crate::stamp::{DateFrom, Stamp};

/// What stands for a time that cannot be told.
pub(super) const UNKNOWN: &str = "T?";

/// `T+1h19m`; `T?` where the two cannot be set against each other, or digits of one were left open.
pub(super) fn since(zero: Stamp, at: Stamp) -> String {
    let since = at.since(&zero).filter(|_| !zero.open && !at.open);
    since.map_or_else(|| UNKNOWN.to_owned(), from_zero)
}

/// `T+1h19m`.
pub(crate) fn from_zero(delta: TimeDelta) -> String {
    let sign = if delta < TimeDelta::zero() { '-' } else { '+' };
    format!("T{sign}{}", display(delta.abs()))
}

/// A stamp or a range of two, with the date where it differs from `date`.
pub(super) fn range(start: Stamp, end: Option<Stamp>, date: &mut Option<NaiveDate>) -> String {
    let start = clock(start, date);
    end.map_or(start.clone(), |end| format!("{start} ~ {}", clock(end, date)))
}

/// A stamp in local time, as precise as it was written, with the date where it differs from `date`.
pub(super) fn clock(stamp: Stamp, date: &mut Option<NaiveDate>) -> String {
    if let Some(since) = stamp.since_zero() {
        return from_zero(since);
    }
    let dated = stamp.date != DateFrom::Nowhere;
    let new = dated && date.replace(stamp.at.date()) != Some(stamp.at.date());
    match stamp.time_of_day() {
        None => stamp.day(),
        Some(time) if new => format!("{} {time}", stamp.day()),
        Some(time) => time,
    }
}
