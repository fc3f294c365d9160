//! Time stamps and the time between them, as facts show them.

use chrono::{NaiveDate, TimeDelta};

use crate::notation::duration::display;
use crate::stamp::{DateFrom, Stamp};

/// `T+1h19m`; `T?` where the two cannot be set against each other.
pub(super) fn since(zero: Stamp, at: Stamp) -> String {
    at.since(&zero).map_or_else(|| "T?".to_owned(), from_zero)
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
    let time = match stamp.precision {
        precision if precision >= TimeDelta::days(1) => "",
        precision if precision >= TimeDelta::minutes(1) => "%H:%M",
        _ => "%H:%M:%S",
    };
    let dated = stamp.date != DateFrom::Nowhere;
    let new = dated && date.replace(stamp.at.date()) != Some(stamp.at.date());
    let format = match (new || time.is_empty(), time) {
        (true, "") => "%Y-%m-%d".to_owned(),
        (true, time) => format!("%Y-%m-%d {time}"),
        (false, time) => time.to_owned(),
    };
    stamp.at.format(&format).to_string()
}
