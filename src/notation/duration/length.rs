//! Lengths of time with units: `1h30m`, `一个半小时`, `half an hour`.

use chrono::TimeDelta;

use super::reader::Reader;
use super::{LONGEST, Qualifier, Unit};
use crate::notation::number::{self, Number};
use crate::notation::scan::{Cursor, fold};

// The sizes of units, in milliseconds.
pub(super) const SECOND: i64 = 1000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const QUARTER: i64 = 15 * MINUTE;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

impl Unit {
    pub(super) fn millis(self) -> i64 {
        match self {
            Self::Second => SECOND,
            Self::Minute => MINUTE,
            Self::Hour => HOUR,
            Self::Day => DAY,
        }
    }

    /// Its length in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.millis() / SECOND
    }
}

/// What was found, and the place behind it.
pub(super) type Found<'t, T> = Option<(T, Cursor<'t>)>;

/// A length of time without the qualifiers around it. All sizes are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    /// The value; the largest integer where it does not fit.
    pub(super) millis: i64,
    /// The smallest step that was written.
    pub(super) step: i64,
    /// The first unit, which a bare number before it shares: `1-2h`.
    pub(super) lead: i64,
    /// The last unit; only a smaller one can follow.
    pub(super) last: i64,
    /// Whether a smaller unit may follow: nobody writes `1.5h30m`.
    pub(super) open: bool,
    /// A qualifier between number and unit: `13+ hours`, `1 个多小时`.
    pub(super) inside: Option<Qualifier>,
}

impl Length {
    /// So many of one unit.
    pub(super) fn new(number: Number, unit: i64) -> Self {
        let (millis, step) = number.times(unit);
        Self { millis, step, lead: unit, last: unit, open: number.is_whole(), inside: None }
    }

    /// The value, if it is not too large.
    pub(super) fn delta(self) -> Option<TimeDelta> {
        delta(self.millis)
    }

    /// This length and a smaller part behind it.
    pub(super) fn plus(self, part: Self) -> Self {
        Self { millis: self.millis.saturating_add(part.millis), lead: self.lead, ..part }
    }
}

impl<'t> Reader<'_> {
    /// Parts with units that get smaller: `1h30m`, `1 hour and 30 minutes`, `一个半小时`.
    pub(super) fn compound(&self, at: Cursor<'t>) -> Found<'t, Length> {
        // Behind hours an `M` can only be minutes, at the beginning it can be months.
        if self.ambiguous_unit(at).is_some() {
            return None;
        }
        let (mut length, mut at) = self.part(at)?;
        while length.open
            && let Some((part, end)) = self.next_part(at, length.last)
        {
            (length, at) = (length.plus(part), end);
        }
        if length.open
            && let Some((part, end)) = self.unitless_tail(at, length.last)
        {
            (length, at) = (length.plus(part), end);
        }
        // A digit that could not be read as a further part makes it something else: `5m2x`,
        // `5分钟2次`. So does a unit below the line: `4 min/hour`.
        (at.digit().is_none() && self.rate_of(at).is_none()).then_some((length, at))
    }

    /// A length for each of a unit: `4 min/hour`, `4 minutes per day`.
    pub(super) fn rate(&self, at: Cursor<'t>) -> Found<'t, Length> {
        let (length, end) = self.part(at)?;
        Some((length, self.rate_of(end)?))
    }

    /// A further part of a smaller unit, after a join or right away.
    fn next_part(&self, at: Cursor<'t>, above: i64) -> Found<'t, Length> {
        let mut at = at.skip_space();
        // Two of them for `1 hour, and 30 minutes`.
        for _ in 0..2 {
            at = at.word(&self.words.joins).map_or(at, Cursor::skip_space);
        }
        self.part(at).filter(|(part, _)| part.last < above)
    }

    /// The minutes of `1h30`, the seconds of `5m30`: two digits with nothing behind them.
    fn unitless_tail(&self, at: Cursor<'t>, above: i64) -> Found<'t, Length> {
        let unit = match above {
            HOUR => MINUTE,
            MINUTE => SECOND,
            _ => return None,
        };
        let (count, end) = sixtieth(at)?;
        let ends = end.ends_number() || self.qualifier_after(end).is_some();
        ends.then_some((Length::new(Number::whole(count), unit), end))
    }

    /// The place behind the unit of a rate, as in `4 min/hour`.
    fn rate_of(&self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        let at = at.skip_space();
        let of = at.eat('/').or_else(|| at.word(&self.words.per))?;
        self.unit(of.skip_space()).map(|(_, end)| end)
    }

    /// One number with one unit: `30m`, `一个半小时`, `13+ hours`.
    fn part(&self, at: Cursor<'t>) -> Found<'t, Length> {
        if let Some(end) = at.word(&self.words.halves)
            && let Some(found) = self.half(end)
        {
            return Some(found);
        }
        let (number, at) = self.number(at)?;
        // `20 多分钟` counts in tens, `20 个多小时` in hours.
        let (in_tens, at) = self.inside(at);
        let more = in_tens == Some(Qualifier::More);
        let number = if more { number.in_round_steps() } else { number };
        let (measured, at) = self.measured(at);
        let (number, at) = self.and_a_half(number, at).unwrap_or((number, at));
        let (unit, end) = self.unit(at.skip_space())?;
        let (number, end) = self.half_after(number, end).unwrap_or((number, end));
        let inside = in_tens.or(measured);
        let length = Length::new(number, unit);
        Some((Length { inside, open: length.open && inside.is_none(), ..length }, end))
    }

    /// The unit of which there is a half: `小时`, `个多小时`.
    fn half(&self, at: Cursor<'t>) -> Found<'t, Length> {
        let (inside, at) = self.measured(at);
        let (unit, end) = self.unit(at.skip_space())?;
        let half = Number::whole(0).plus_half()?;
        Some((Length { inside, ..Length::new(half, unit) }, end))
    }

    /// The half after a unit: `1小时半`, `an hour and a half`.
    fn half_after(&self, number: Number, at: Cursor<'t>) -> Found<'t, Number> {
        // In `1天半小时` the half belongs to what follows.
        self.and_a_half(number, at).filter(|(_, end)| self.half(*end).is_none())
    }

    /// The half after a whole number.
    fn and_a_half(&self, number: Number, at: Cursor<'t>) -> Found<'t, Number> {
        let end = at.skip_space().word(&self.words.halves_after)?;
        Some((number.plus_half()?, end))
    }

    /// What may stand between a number and its unit: a measure word, and a qualifier behind it.
    fn measured(&self, at: Cursor<'t>) -> (Option<Qualifier>, Cursor<'t>) {
        let at = at.skip_space();
        self.inside(at.word(&self.words.measures).map_or(at, Cursor::skip_space))
    }

    /// A qualifier before the unit: the `+` of `13+ hours`, the `多` of `10 多分钟`.
    fn inside(&self, at: Cursor<'t>) -> (Option<Qualifier>, Cursor<'t>) {
        let at = at.skip_space();
        let lists = [
            (&self.words.more_after, Qualifier::More),
            (&self.words.at_least_after, Qualifier::AtLeast),
        ];
        match tagged(at, &lists) {
            Some((qualifier, end)) => (Some(qualifier), end.skip_space()),
            None => (None, at),
        }
    }

    /// A unit, with its size in milliseconds.
    pub(super) fn unit(&self, at: Cursor<'t>) -> Found<'t, i64> {
        let units = self.words.units.iter().map(|(unit, words)| (words, unit.millis()));
        let lists = units.chain([(&self.words.quarters, QUARTER)]);
        let words = lists.flat_map(|(words, size)| words.iter().map(move |w| (w.as_str(), size)));
        at.longest(words, fold)
    }

    /// A number of any kind.
    pub(super) fn number(&self, at: Cursor<'t>) -> Found<'t, Number> {
        let (number, len) = number::read(at.rest(), &self.words.numerals)?;
        Some((number, Cursor::new(at.rest().get(len..)?)))
    }

    /// A number in digits.
    pub(super) fn digits(&self, at: Cursor<'t>) -> Found<'t, Number> {
        at.digit()?;
        self.number(at)
    }
}

/// The longest word of several lists, with what its list means.
pub(super) fn tagged<'t>(
    at: Cursor<'t>,
    lists: &[(&Vec<String>, Qualifier)],
) -> Found<'t, Qualifier> {
    let words = lists.iter().flat_map(|(words, tag)| words.iter().map(|w| (w.as_str(), *tag)));
    at.longest(words, fold)
}

/// Two digits below sixty.
pub(super) fn sixtieth(at: Cursor<'_>) -> Found<'_, i64> {
    let (tens, at) = at.digit()?;
    let (ones, at) = at.digit()?;
    (tens < 6).then_some((tens * 10 + ones, at))
}

/// A number of milliseconds as a length of time, if it is not too large.
pub(super) fn delta(millis: i64) -> Option<TimeDelta> {
    TimeDelta::try_milliseconds(millis).filter(|delta| *delta <= LONGEST)
}
