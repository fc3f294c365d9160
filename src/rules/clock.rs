//! Time stamps in messages, and when one is certainly earlier than another.

use chrono::TimeDelta;

use crate::notation::duration::display;
use crate::stamp::{DateFrom, Stamp};

/// From here on a precision is that of a stamp which is only about right: `约 11:46`, `11 点`.
const APPROXIMATE: TimeDelta = TimeDelta::minutes(5);

/// Whether a stamp is earlier than another even where both are read as kindly as they can be: a
/// stamp stands for a whole cell of time, and an approximate one for what is around it as well.
pub(super) fn is_before(stamp: &Stamp, other: &Stamp) -> bool {
    let about = if other.precision >= APPROXIMATE { other.precision } else { TimeDelta::zero() };
    let Some(gap) = stamp.since(other) else { return false };
    let slack = stamp.precision.max(about);
    gap < TimeDelta::zero() && gap.checked_add(&slack).is_some_and(|gap| gap <= TimeDelta::zero())
}

/// The clock time of a stamp: `11:46`; for one that is a date alone, the date.
pub(super) fn time(stamp: &Stamp) -> String {
    let clock = || stamp.time_of_day().unwrap_or_else(|| stamp.day());
    stamp.since_zero().map_or_else(clock, from_zero)
}

/// Two stamps to be set against each other: with their dates or offsets only where these differ.
pub(super) fn times(one: &Stamp, other: &Stamp) -> (String, String) {
    let known = |stamp: &Stamp| !matches!(stamp.date, DateFrom::Nowhere | DateFrom::Zero);
    let dates = known(one) && known(other) && one.at.date() != other.at.date();
    let offsets =
        one.offset().is_some() && other.offset().is_some() && one.offset() != other.offset();
    let write = |stamp: &Stamp| {
        let time = if dates { dated(stamp) } else { time(stamp) };
        match stamp.offset().filter(|_| offsets) {
            Some(offset) => format!("{time} {offset}"),
            None => time,
        }
    };
    (write(one), write(other))
}

/// A stamp with its date: `2021-03-19 11:46`.
pub(super) fn dated(stamp: &Stamp) -> String {
    match stamp.time_of_day() {
        None => stamp.day(),
        Some(_) => format!("{} {}", stamp.day(), time(stamp)),
    }
}

/// `T+15m`.
fn from_zero(length: TimeDelta) -> String {
    let sign = if length < TimeDelta::zero() { '-' } else { '+' };
    format!("T{sign}{}", display(length.abs()))
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::{FixedOffset, NaiveDate};

    use super::*;
    use crate::span::Span;
    use crate::stamp::ScopedZone;

    /// A stamp of 19 March 2021 with the precision it is written in: `11:45`, `11:45:30`.
    pub(in crate::rules) fn stamp(time: &str) -> Stamp {
        let parts: Vec<u32> = time.split(':').map(|part| part.parse().unwrap()).collect();
        let date = NaiveDate::from_ymd_opt(2021, 3, 19).unwrap();
        let second = parts.get(2).copied();
        let precision = if second.is_some() { 1 } else { 60 };
        Stamp {
            at: date.and_hms_opt(parts[0], parts[1], second.unwrap_or(0)).unwrap(),
            zone: None,
            precision: TimeDelta::seconds(precision),
            open: false,
            yearless: false,
            date: DateFrom::Stamp,
            date_span: None,
            doubt: TimeDelta::zero(),
            span: Span::at(0),
        }
    }

    fn about(time: &str, minutes: i64) -> Stamp {
        Stamp { precision: TimeDelta::minutes(minutes), ..stamp(time) }
    }

    #[test]
    fn earlier_is_said_only_where_it_is_certain() {
        let cases = [
            (stamp("11:44"), stamp("11:45"), true),
            (stamp("11:45"), stamp("11:45"), false),
            (stamp("11:46"), stamp("11:45"), false),
            (stamp("11:45:10"), stamp("11:45:20"), true),
            (stamp("11:45"), stamp("11:45:30"), false),
            (stamp("11:44"), stamp("11:45:30"), true),
            (about("11:57", 5), stamp("12:00"), false),
            (stamp("11:57"), about("12:00", 5), false),
            (stamp("11:55"), about("12:00", 5), true),
            (about("11:00", 60), stamp("11:40"), false),
            (about("10:00", 60), stamp("11:00"), true),
        ];
        for (stamp, other, expected) in cases {
            assert_eq!(is_before(&stamp, &other), expected, "{stamp:?} {other:?}");
        }
    }

    #[test]
    fn offsets_are_compared_and_shown_where_they_differ() {
        let zone = |stamp, hours: i32| {
            let zone = FixedOffset::east_opt(hours * 3600).map(ScopedZone::configured);
            Stamp { zone, ..stamp }
        };
        let (utc, china) = (zone(stamp("04:00"), 0), zone(stamp("11:45"), 8));
        assert!(is_before(&china, &utc));
        assert!(!is_before(&utc, &china));
        assert_eq!(times(&utc, &china), ("04:00 +00:00".to_owned(), "11:45 +08:00".to_owned()));
    }

    #[test]
    fn dates_are_shown_where_they_differ() {
        let noon = stamp("12:00");
        let next = Stamp { at: noon.at + TimeDelta::days(1), ..noon };
        assert_eq!(times(&noon, &stamp("12:30")).1, "12:30");
        assert_eq!(times(&noon, &next).1, "2021-03-20 12:00");
        let nowhere = Stamp { date: DateFrom::Nowhere, ..noon };
        assert_eq!(times(&nowhere, &next).1, "12:00");
        assert_eq!(time(&about("12:00", 24 * 60)), "2021-03-19");
        assert_eq!(time(&stamp("12:00:05")), "12:00:05");
    }
}
