//! Numbers to values: which dates and clock times are possible, and what moment they are.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::pattern::Fields;
use super::tables::{DayPart, Trust};
use super::{Order, Written, WrittenDate, WrittenTime};

/// The years a postmortem can be about; a stamp outside them is a slip or something else.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=2199;

/// A year with a 29 February, to check dates without a year.
const LEAP_YEAR: i32 = 2000;

/// What the numbers of a notation come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked<T> {
    /// A value.
    Possible(T),
    /// A date or a time beyond doubt, that does not exist.
    Impossible,
    /// Something else that only looks like one.
    Other,
}

/// Checks a date. `order` is that of its notation; `sure` is for a shape that nothing else has: full, and with a clock time or words.
pub(super) fn date(
    fields: &Fields,
    trust: Trust,
    order: Order,
    sure: bool,
) -> Checked<WrittenDate> {
    let (mut month, mut day) = (fields.month, fields.day);
    // `13/4` can only be read one way, whatever is usual.
    let backward = order != Order::Fixed && month > 12 && day <= 12;
    if backward || order == Order::DayFirst && day <= 12 {
        (month, day) = (day, month);
    }
    let in_bounds = (1..=12).contains(&month) && (1..=31).contains(&day);
    let known_year = fields.year.is_none_or(|year| YEARS.contains(&year));
    if trust != Trust::Sure && !in_bounds || !sure && !known_year {
        return Checked::Other;
    }
    let year = fields.year.and_then(|year| i32::try_from(year).ok());
    if !known_year || NaiveDate::from_ymd_opt(year.unwrap_or(LEAP_YEAR), month, day).is_none() {
        return Checked::Impossible;
    }
    let order = match order {
        _ if order == Order::Fixed || month == day => Order::Fixed,
        Order::Unknown if backward => Order::DayFirst,
        Order::Unknown if day > 12 => Order::MonthFirst,
        known => known,
    };
    Checked::Possible(WrittenDate { year, month, day, order })
}

/// Checks a clock time. `dated` is for one with a date before it, which is a time beyond doubt.
pub(super) fn time(fields: &Fields, part: Option<DayPart>, dated: bool) -> Checked<WrittenTime> {
    let (minute, second) = (fields.minute.unwrap_or(0), fields.second.unwrap_or(0));
    let (fraction, digits) = fields.fraction.unwrap_or_default();
    let nanosecond = fraction.saturating_mul(10_u32.saturating_pow(9 - digits.min(9)));
    let hour = part.map_or(Some(fields.hour), |part| hour_in(part, fields.hour));
    let evening = part == Some(DayPart::Evening);
    let possible = hour.filter(|&hour| {
        let on_the_dot = minute == 0 && second == 0 && nanosecond == 0;
        minute < 60 && second < 60 && (hour < 24 || hour == 24 && (on_the_dot || evening))
    });
    if let Some(hour) = possible {
        let precision = precision(fields);
        let part_of_day = part.is_some();
        return Checked::Possible(WrittenTime {
            hour,
            minute,
            second,
            nanosecond,
            precision,
            open: fields.open.is_some(),
            part_of_day,
        });
    }
    // `99:30` and `1:75` in prose are scores and ratios; `25:10` and `11:61` are slips.
    let clocklike = fields.minute.is_some() && fields.hour_digits == 2 && fields.hour < 30;
    if dated || clocklike { Checked::Impossible } else { Checked::Other }
}

/// The hour of the day that a part of the day makes of an hour, if the two go together.
fn hour_in(part: DayPart, hour: u32) -> Option<u32> {
    Some(match (part, hour) {
        (DayPart::Morning, 12) => 0,
        (DayPart::Morning | DayPart::Forenoon, 0..=12) => hour,
        (DayPart::Noon, 1..=3) => hour + 12,
        (DayPart::Noon, 10..=15) => hour,
        (DayPart::Afternoon, 0..=11) => hour + 12,
        (DayPart::Afternoon, 12..=23) => hour,
        // One in the evening is after midnight; nobody means 13:00.
        (DayPart::Evening, 0..=4 | 13..=24) => hour,
        (DayPart::Evening, 5..=12) => hour + 12,
        _ => return None,
    })
}

/// The width of the last field that was written. Half past is as precise as half an hour, a quarter
/// past as a quarter; on the dot is a minute.
fn precision(fields: &Fields) -> TimeDelta {
    let seconds = |n: u32| TimeDelta::nanoseconds(i64::from(n) * 1_000_000_000);
    match fields {
        Fields { open: Some(open), .. } => seconds(*open),
        Fields { fraction: Some((_, digits)), .. } => {
            TimeDelta::nanoseconds(10_i64.saturating_pow(9 - (*digits).min(9)))
        }
        Fields { second: Some(_), .. } => seconds(1),
        Fields { minute: Some(30), minute_set: true, .. } => seconds(30 * 60),
        Fields { minute: Some(15 | 45), minute_set: true, .. } => seconds(15 * 60),
        Fields { minute: Some(_), .. } => seconds(60),
        Fields { minute: None, .. } => seconds(60 * 60),
    }
}

impl Written {
    /// Whether a date was written, or taken from the other side of the range.
    #[must_use]
    pub fn has_date(&self) -> bool {
        self.date.is_some()
    }

    /// The moment on the calendar, with what is missing taken from the context.
    ///
    /// A year that was not written is `default_year`, or else that of `default_date`. A stamp without
    /// a time is the beginning of its day; hour 24 is the beginning of the next. The offset is not
    /// applied. `None` where the date is not known, or does not exist in that year.
    #[must_use]
    pub fn at(
        &self,
        default_date: Option<NaiveDate>,
        default_year: Option<i32>,
    ) -> Option<NaiveDateTime> {
        let date = match self.date {
            Some(date) => {
                let known = date.year.or(default_year);
                let year = known.or(default_date.map(|date| chrono::Datelike::year(&date)))?;
                NaiveDate::from_ymd_opt(year, date.month, date.day)?
            }
            None => default_date?,
        };
        let date = date.checked_add_days(Days::new(u64::from(self.days_later)))?;
        let Some(time) = self.time else { return date.and_hms_opt(0, 0, 0) };
        let date = date.checked_add_days(Days::new(u64::from(time.hour / 24)))?;
        date.and_hms_nano_opt(time.hour % 24, time.minute, time.second, time.nanosecond)
    }
}
