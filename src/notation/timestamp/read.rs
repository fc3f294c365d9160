//! One time stamp, read around a number: a date, a clock time, or both, and what qualifies them.

use std::ops::Range;

use super::chars::{
    expect, next, next_digit, number, raw_next, raw_previous, skip_blanks, skip_digits, trim_blanks,
};
use super::pattern::{Field, Fields, Pattern};
use super::said::Said;
use super::tables::{Company, DateRow, DayPart, Tables, Trust};
use super::value::{self, Checked};
use super::zone::{Before, inside};
use super::{Atom, Order, Written, WrittenDate, WrittenTime, WrittenZone, glue, plain};

/// A date where it was found.
struct Date<'a> {
    row: &'a DateRow,
    fields: Fields,
    start: usize,
    end: usize,
}

/// A clock time where it was found, with `AM` or `PM`.
#[derive(Clone, Copy)]
struct Clock {
    fields: Fields,
    half: Option<DayPart>,
    end: usize,
    /// `3点` could be three points of a list: it needs something beside it to be a time.
    weak: bool,
    /// Written as ISO 8601 has it: `2021-03-19T11:46`.
    iso: bool,
}

/// A stamp, and whether it is a date without a time.
pub(super) struct Stamp {
    pub(super) atom: Atom,
    pub(super) end: usize,
    pub(super) dated: bool,
}

impl Tables {
    /// The stamp whose first number is at a place. `previous` is where the stamp before it ends.
    pub(super) fn stamp(&self, text: &str, previous: Option<usize>, at: usize) -> Option<Stamp> {
        let floor = previous.unwrap_or(0);
        let free = |place| previous == Some(place) || !glue::on_left(text, place);
        if let Some(date) = self.date(text, floor, at, free) {
            return self.with_date(text, previous, &date);
        }
        if let Some(relative) = self.relative(text, floor, at) {
            return Some(relative);
        }
        if !free(at) {
            return None;
        }
        let clock = self.clock(text, at, false)?;
        if glue::broken_date_before(text, floor, at) {
            return None;
        }
        self.without_date(text, previous, at, clock)
    }

    fn with_date(&self, text: &str, previous: Option<usize>, date: &Date<'_>) -> Option<Stamp> {
        let (mut said, start) = self.said_before(text, previous, date.start, false)?;
        let clock = self.clock_after(text, date, &mut said);
        let day_end = self.day_end(text, date);
        let clock = clock.or_else(|| unfilled_clock(text, day_end));
        if clock.is_none() && glue::hole_after(text, day_end) {
            return None;
        }
        let end = clock.map_or(day_end, |clock| clock.end);
        let before = clock.map(|clock| {
            let complete = clock.iso || clock.fields.second.is_some();
            if complete { Before::Complete } else { Before::DateTime }
        });
        let end = self.said_after(text, end, before, &mut said);
        let pattern = &date.row.pattern;
        let sure = clock.is_some() || pattern.has_word();
        let day = value::date(&date.fields, date.row.trust, self.order(pattern), sure);
        let time = clock.map(|clock| value::time(&clock.fields, clock.half.or(said.part), true));
        let range = start..end;
        let atom = match (day, time) {
            (Checked::Other, _) => return None,
            (Checked::Possible(day), None) => Atom::Stamp(written(Some(day), None, said, range)),
            (Checked::Possible(day), Some(Checked::Possible(time))) => {
                Atom::Stamp(written(Some(day), Some(time), said, range))
            }
            _ => Atom::Impossible { range },
        };
        Some(Stamp { atom, end, dated: clock.is_none() })
    }

    /// The stamp that a text is, or the two of a range with blanks around its sign, each a plain date,
    /// a blank and a plain clock time.
    pub(super) fn plain(&self, text: &str) -> Option<(Written, Option<Written>)> {
        let first = self.plain_at(text, 0)?;
        let end = first.range.end;
        if end == text.len() {
            return Some((first, None));
        }
        let start = next_digit(text, expect(text, end, ' ')?)?;
        let apart = text.get(..start)?.ends_with(' ');
        self.separator(text, end, start).filter(|_| apart)?;
        let second = self.plain_at(text, start)?;
        (second.range.end == text.len()).then_some((first, Some(second)))
    }

    fn plain_at(&self, text: &str, start: usize) -> Option<Written> {
        let row = self.plain_date.as_ref().filter(|_| self.plain_clock)?;
        let (date, end) = plain::date(text, start)?;
        let (clock, end) = plain::clock(text, expect(text, end, ' ')?)?;
        let day = value::date(&date, row.trust, self.order(&row.pattern), true);
        match (day, value::time(&clock, None, true)) {
            (Checked::Possible(day), Checked::Possible(time)) => {
                Some(written(Some(day), Some(time), Said::default(), start..end))
            }
            _ => None,
        }
    }

    /// The order of month and day that a notation has, as far as it is known.
    fn order(&self, pattern: &Pattern) -> Order {
        let usual = self.slash_order.unwrap_or(Order::Unknown);
        if pattern.has_either_order() { usual } else { Order::Fixed }
    }

    fn without_date(
        &self,
        text: &str,
        previous: Option<usize>,
        at: usize,
        clock: Clock,
    ) -> Option<Stamp> {
        let (mut said, start) = self.said_before(text, previous, at, true)?;
        let complete = clock.fields.second.is_some();
        let before = if complete { Before::Complete } else { Before::Time };
        let mut end = self.said_after(text, clock.end, Some(before), &mut said);
        if said.weekday.is_none()
            && let Some((day, after)) = self.weekday_of_time(text, end)
        {
            (said.weekday, end) = (Some(day), after);
        }
        if clock.weak && start == at && end == clock.end {
            // The second side of a range is company enough.
            let joined = |previous| previous == at || self.separator(text, previous, at).is_some();
            previous.filter(|previous| joined(*previous))?;
        }
        let range = start..end;
        let atom = match value::time(&clock.fields, clock.half.or(said.part), false) {
            Checked::Possible(time) => Atom::Stamp(written(None, Some(time), said, range)),
            Checked::Impossible => Atom::Impossible { range },
            Checked::Other => return None,
        };
        Some(Stamp { atom, end, dated: false })
    }

    /// The longest date whose first number, or the number after the name of its month, is here. `free`
    /// tells whether a date may begin at a place.
    fn date(
        &self,
        text: &str,
        floor: usize,
        at: usize,
        free: impl Fn(usize) -> bool,
    ) -> Option<Date<'_>> {
        if let Some(row) = &self.plain_date
            && let Some((fields, end)) = plain::date(text, at)
        {
            return free(at).then_some(Date { row, fields, start: at, end });
        }
        let edge = trim_blanks(text, floor, at);
        let edge = match raw_previous(text, edge) {
            Some(('.' | '-', sign)) if sign >= floor => sign,
            _ => edge,
        };
        let name = self.names.months.ending(text, floor, edge).map(|(_, start)| start);
        let name = name.filter(|start| free(*start));
        let number = Some(at).filter(|at| free(*at));
        let (digits, sign) = number_and_sign(text, at);
        let rows = self.dates.with_sign(sign).filter(|row| row.pattern.can_have(digits));
        let found = rows.filter_map(|row| {
            let start = if row.pattern.starts_with_name() { name? } else { number? };
            let (fields, end) = row.pattern.read(text, start, &self.names)?;
            let date = Date { row, fields, start, end };
            let checked = value::date(&fields, row.trust, self.order(&row.pattern), true);
            let is_date = checked != Checked::Other
                && (row.trust != Trust::BeforeClock
                    || glue::hole_after(text, end)
                    || self.clock_after(text, &date, &mut Said::default()).is_some());
            is_date.then_some(date)
        });
        found.max_by_key(|date| date.end - date.start)
    }

    /// The clock time that belongs to a date, after `T`, blanks, a comma, words or nothing.
    fn clock_after(&self, text: &str, date: &Date<'_>, said: &mut Said) -> Option<Clock> {
        let (sign, after) = next(text, date.end)?;
        if sign.eq_ignore_ascii_case(&'T') {
            return self.clock(text, after, false).map(|clock| Clock { iso: true, ..clock });
        }
        let full = date.row.pattern.has(Field::Year);
        if sign == '-' && full {
            // `2021-03-19-11:46`. With another date after the dash it is a range.
            return self.clock(text, after, false).filter(|clock| !clock.weak);
        }
        let day_end = self.day_end(text, date);
        let blank = skip_blanks(text, day_end);
        let compact = full && blank > day_end;
        if let Some(clock) = self.clock(text, blank, compact) {
            return Some(clock);
        }
        let comma = expect(text, blank, ',').map_or(blank, |at| skip_blanks(text, at));
        let word = self.at.starting(text, comma);
        let mut at = word.map_or(comma, |((), end)| skip_blanks(text, end));
        let mut between = said.clone();
        loop {
            if let Some(clock) = self.clock(text, at, false) {
                *said = between;
                return Some(clock);
            }
            let end = if let Some(((), end)) = self.about_before.starting(text, at)
                && !between.approximate
            {
                between.approximate = true;
                end
            } else if let Some((part, end)) = self.part_before.starting(text, at)
                && between.part.is_none()
            {
                between.part = Some(part);
                end
            } else {
                let zone = self.named_zone(text, at).or_else(|| self.zone_in_brackets(text, at));
                let (zone, end) = zone.filter(|_| between.zone.is_none())?;
                between.zone = Some(WrittenZone { zone, range: inside(text, at..end) });
                end
            };
            at = skip_blanks(text, end);
        }
    }

    /// Where a date ends, with the day of the week behind it.
    fn day_end(&self, text: &str, date: &Date<'_>) -> usize {
        self.weekday_after(text, date.end).map_or(date.end, |(_, end)| end)
    }

    /// The longest clock time at a place. `compact` allows `1625`, which only a date makes a time.
    fn clock(&self, text: &str, at: usize, compact: bool) -> Option<Clock> {
        if !next(text, at)?.0.is_ascii_digit() {
            return None;
        }
        if self.plain_clock
            && let Some((fields, end)) = plain::clock(text, at)
        {
            let half = self.half_after.starting(text, skip_blanks(text, end));
            let (half, end) = half.map_or((None, end), |(half, end)| (Some(half), end));
            return Some(Clock { fields, half, end, weak: false, iso: false });
        }
        let (digits, sign) = number_and_sign(text, at);
        let rows = self.clocks.with_sign(sign).filter(|row| row.pattern.can_have(digits));
        let found = rows.filter_map(|row| {
            if row.company == Company::DateBefore && !compact {
                return None;
            }
            let (fields, end) = row.pattern.read(text, at, &self.names)?;
            let half = self.half_after.starting(text, skip_blanks(text, end));
            let fits = match row.company {
                Company::Nothing => true,
                Company::HalfAfter => half.is_some() && (1..=12).contains(&fields.hour),
                Company::DateBefore => {
                    let alone = raw_next(text, end).is_none_or(|(c, _)| !c.is_alphanumeric());
                    alone && matches!(value::time(&fields, None, true), Checked::Possible(_))
                }
            };
            let weak = fields.minute.is_none() && half.is_none() && fields.hour_digits == 1;
            let (half, end) = half.map_or((None, end), |(half, end)| (Some(half), end));
            fits.then_some(Clock { fields, half, end, weak, iso: false })
        });
        found.max_by_key(|clock| clock.end).or_else(|| open_clock(text, at))
    }
}

/// A clock time whose minute is not known, or only its tens: `12:??`, `11:4x`.
fn open_clock(text: &str, at: usize) -> Option<Clock> {
    let hour = number(text, at, 2)?;
    let (tens, after) = next(text, expect(text, hour.end, ':')?)?;
    let (last, end) = next(text, after)?;
    let is_open = |c: char| matches!(c, '?' | 'x' | 'X');
    let minute = match tens.to_digit(10) {
        Some(tens) if is_open(last) => tens * 10,
        None if is_open(tens) && is_open(last) => 0,
        _ => return None,
    };
    let goes_on = next(text, end).is_some_and(|(c, _)| c.is_ascii_alphanumeric() || c == '?');
    let open = Some(if tens.is_ascii_digit() { 10 * 60 } else { 60 * 60 });
    let (hour, hour_digits) = (hour.value, hour.digits);
    let fields = Fields { hour, hour_digits, minute: Some(minute), open, ..Fields::default() };
    (!goes_on).then_some(Clock { fields, half: None, end, weak: false, iso: false })
}

/// A clock time that was never filled in, behind a date: `2021-03-19 HH:mm`, `2021-03-19 ??:??`.
fn unfilled_clock(text: &str, at: usize) -> Option<Clock> {
    let end = glue::unfilled_after(text, at)?;
    let fields = Fields { minute: Some(0), open: Some(24 * 60 * 60), ..Fields::default() };
    Some(Clock { fields, half: None, end, weak: false, iso: false })
}

/// How many digits begin at a place, and what stands behind them, blanks apart.
fn number_and_sign(text: &str, at: usize) -> (usize, Option<char>) {
    let end = skip_digits(text, at);
    let digits = text.get(at..end).map_or(0, |digits| digits.chars().count());
    (digits, next(text, skip_blanks(text, end)).map(|(sign, _)| sign))
}

fn written(
    date: Option<WrittenDate>,
    time: Option<WrittenTime>,
    said: Said,
    range: Range<usize>,
) -> Written {
    let Said { approximate, zone, weekday, days_later, .. } = said;
    Written {
        date,
        time,
        relative: None,
        zone,
        weekday: weekday.filter(|_| date.is_none()),
        days_later,
        approximate,
        date_inherited: false,
        range,
    }
}
