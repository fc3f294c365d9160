//! Time stamps as people write them: dates, clock times, offsets, ranges.
//!
//! Every notation is a row of a table (`tables`): those of digits and signs alone are there, those with
//! words of a language (`3月19日`, `下午3点半`) come from the template in the same form. A new
//! notation is one more row.
//!
//! [`Notations::scan`] looks for digits, the one thing that every stamp has, and reads around them:
//! a date, a clock time or both, with what qualifies them. It reads strictly: a stamp that touches
//! something else (a version, a path, a host name) is not read at all, and never by half.
//! SEMANTICS 4.2 lists what is read.

mod chars;
mod glue;
mod join;
mod pattern;
mod plain;
mod read;
mod relative;
mod said;
mod scan;
mod tables;
mod value;
mod weekday;
mod words;
mod zone;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::{FixedOffset, TimeDelta, Weekday};

use tables::Tables;

/// A calendar date as written; the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// The year, where one was written.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
    /// Which of the two is written first, as far as can be told.
    pub order: Order,
}

impl WrittenDate {
    /// The date with month and day the other way round.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { month: self.day, day: self.month, ..self }
    }
}

/// The order of month and day in a notation that half of the world writes the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Another notation, or a day that is the number of its month.
    Fixed,
    /// `4/13`, or as the template says.
    MonthFirst,
    /// `13/4`, or as the template says.
    DayFirst,
    /// `3/4`, which is read month first.
    Unknown,
}

/// A clock time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenTime {
    /// The hour, 0 to 24: 24 is the midnight that ends the day, as in `24:00` and `晚上12点半`.
    pub hour: u32,
    /// The minute.
    pub minute: u32,
    /// The second.
    pub second: u32,
    /// The fraction of the second, in nanoseconds.
    pub nanosecond: u32,
    /// The width of the cell the time stands for: a minute for `11:46`, an hour for `11点`.
    pub precision: TimeDelta,
    /// Whether digits were left open: `12:??`, `HH:mm`.
    pub open: bool,
    /// Whether a word said which part of the day it is in: `3 PM`, `下午3点`.
    pub part_of_day: bool,
}

/// A time zone: an offset from UTC, a name, or both.
///
/// A zone whose offset changes over the year (`PT`) has a name alone, and no offset is made up for
/// it. `PDT` has both: its offset is known, and it is a part of what `PT` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The offset from UTC, where it is known.
    pub offset: Option<FixedOffset>,
    /// The name, which words of the same zone share.
    pub name: Option<ZoneName>,
}

/// The name of a zone: equal names of one template are equal zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneName(u16);

impl Zone {
    /// A zone of which nothing is known. It is the same as itself, and no other.
    pub const UNKNOWN: Self = Self { offset: None, name: None };

    /// The zone that is always so far from UTC.
    #[must_use]
    pub fn fixed(offset: FixedOffset) -> Self {
        Self { offset: Some(offset), name: None }
    }

    /// Whether a clock of one zone shows what one of the other shows: `UTC` and `+00:00`, `PT` and
    /// `PDT`.
    #[must_use]
    pub fn is_same(self, other: Self) -> bool {
        self.ahead_of(other) == Some(TimeDelta::zero())
    }

    /// How far the clock of this zone is ahead of that of another, where that is known.
    #[must_use]
    pub fn ahead_of(self, other: Self) -> Option<TimeDelta> {
        match (self.offset, other.offset) {
            (Some(own), Some(other)) => {
                let seconds = own.local_minus_utc() - other.local_minus_utc();
                TimeDelta::try_seconds(i64::from(seconds))
            }
            _ => (self.name == other.name && (self.name.is_some() || self == other))
                .then_some(TimeDelta::zero()),
        }
    }
}

/// A zone where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenZone {
    /// The zone.
    pub zone: Zone,
    /// The bytes it stands on.
    pub range: Range<usize>,
}

/// A time counted from the zero of its timeline: `T+15m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relative {
    /// How long after the zero; negative before it.
    pub length: TimeDelta,
    /// The unit that the length is stated in.
    pub precision: TimeDelta,
}

/// One time stamp: a date, a clock time, or both; or a time counted from a zero. The values are possible ones (no 30 February).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The date, where one was written.
    pub date: Option<WrittenDate>,
    /// The clock time, where one was written.
    pub time: Option<WrittenTime>,
    /// The time since the zero of the timeline, in place of a date and a time.
    pub relative: Option<Relative>,
    /// The zone, where one was written.
    pub zone: Option<WrittenZone>,
    /// The day of the week, of a time without a date: `8:00 on Monday`.
    pub weekday: Option<Weekday>,
    /// Days after the date in scope: 1 for `次日 02:10`.
    pub days_later: u32,
    /// Whether it is said to be about then (`~11:46`, `11:46 左右`).
    pub approximate: bool,
    /// Whether the date is that of the other side of its range (`2021-03-19 23:50 ~ 00:10`).
    pub date_inherited: bool,
    /// The bytes it stands on, with its offset and qualifiers.
    pub range: Range<usize>,
}

/// The first digit of a text, ASCII or full-width: no time stamp ends before it.
#[must_use]
pub fn first_digit(text: &str) -> Option<usize> {
    chars::next_digit(text, 0)
}

/// Something shaped like a time stamp: a possible one, or an impossible one (`25:10`, `2021-02-30`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// A time stamp.
    Stamp(Written),
    /// Shaped like one, but no calendar or clock has it.
    Impossible {
        /// The bytes.
        range: Range<usize>,
    },
}

impl Atom {
    /// The bytes it stands on.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Stamp(written) => written.range.clone(),
            Self::Impossible { range } => range.clone(),
        }
    }
}

/// A time stamp or a range of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One time stamp.
    Single(Written),
    /// `A ~ B`, or `A ~` with no end.
    Range {
        /// The first side.
        start: Written,
        /// The second side; `None` where it is left open (`12:00 ~`, `12:00 至今`).
        end: Option<Written>,
    },
    /// Shaped like a time stamp, impossible.
    Impossible {
        /// The bytes.
        range: Range<usize>,
    },
}

impl Found {
    /// The first time stamp of it.
    #[must_use]
    pub fn first(&self) -> Option<&Written> {
        match self {
            Self::Single(written) | Self::Range { start: written, .. } => Some(written),
            Self::Impossible { .. } => None,
        }
    }
}

/// The words that time stamps are written with, from the template.
///
/// `dates` and `times` are patterns. A field is `{year}`, `{month}`, `{month-name}`, `{day}`, `{hour}`,
/// `{minute}`, `{second}` or `{fraction}`; `{minute:2}` takes exactly two digits; `{minute=30}` writes
/// nothing and says that the minute is 30 (`{hour}点半{minute=30}`). A blank stands for any number of
/// blanks, none included. A pattern begins with a number or the name of a month.
///
/// Words are matched without regard to the case of ASCII letters, except the names of months, which
/// are as given or in capitals ("may" is mostly no month).
#[derive(Clone, Debug, Default)]
pub struct StampWords {
    /// Further notations of dates: `{year}年{month}月{day}日`.
    pub dates: Vec<String>,
    /// Further notations of clock times: `{hour}点{minute}分`, `{hour}点半{minute=30}`.
    pub times: Vec<String>,
    /// Names of months, each with its number.
    pub months: Vec<(String, u32)>,
    /// Names of the days of the week, each with its number from 1, Monday. One of a single character
    /// counts in brackets only.
    pub weekdays: Vec<(String, u32)>,
    /// Endings of a day in a date with the name of a month: `th`.
    pub ordinals: Vec<String>,
    /// Words between a date and its time: `at`.
    pub at: Vec<String>,
    /// Words between a time and the date behind it: `on`.
    pub on: Vec<String>,
    /// After a time, for the first half of the day: `AM`.
    pub am: Vec<String>,
    /// After a time, for the second half: `PM`.
    pub pm: Vec<String>,
    /// Before a time: as written, 12 is midnight (`凌晨`).
    pub morning: Vec<String>,
    /// Before a time: as written, 12 is noon (`上午`).
    pub forenoon: Vec<String>,
    /// Before a time: around noon, 1 is 13 (`中午`).
    pub noon: Vec<String>,
    /// Before a time: the second half of the day, 3 is 15 (`下午`).
    pub afternoon: Vec<String>,
    /// Before a time: 8 is 20, 12 is 24, and 1 is after midnight (`晚上`).
    pub evening: Vec<String>,
    /// Words for the day after: `次日`. `+1d` is built in.
    pub next_day: Vec<String>,
    /// `约`, `around`: before a stamp. Tildes are built in.
    pub about_before: Vec<String>,
    /// `左右`, `前后`: after a stamp.
    pub about_after: Vec<String>,
    /// Words between the two sides of a range: `至`, `到`, `to`. Dashes and tildes are built in.
    pub to: Vec<String>,
    /// Words around the two sides of a range: `between`, `and`.
    pub between: Vec<(String, String)>,
    /// Directly after a stamp, for an end that has not come: `至今`, `起`.
    pub open_end: Vec<String>,
    /// In place of the second side of a range, for an end that has not come: `now`.
    pub now: Vec<String>,
    /// Zone names, each with its zone as text: `北京时间` is `+08:00`, `PT` is `America/Los_Angeles`,
    /// `PDT` is `-07:00 America/Los_Angeles`. `UTC` and `GMT` are built in.
    pub zones: Vec<(String, String)>,
    /// The order of month and day in `3/4`, where the language has but one; else it is not known.
    pub slash_order: Option<Order>,
    /// Words of units of time, each with its seconds: `分钟` in `T+15 分钟`.
    pub units: Vec<(String, i64)>,
    /// What a sentence begins with that says the zone of all times: `all times`, `时间均为`.
    pub zone_cues: Vec<String>,
}

/// The time stamp notations of a template, ready to search with.
#[derive(Clone, Debug)]
pub struct Notations {
    tables: Tables,
}

impl Default for Notations {
    /// The built-in notations alone.
    fn default() -> Self {
        // They always compile: a test says so.
        Self { tables: Tables::new(&StampWords::default()).unwrap_or_default() }
    }
}

impl Notations {
    /// The built-in notations and those of a template.
    ///
    /// # Errors
    ///
    /// A sentence where something in the words cannot be used: a pattern with an unknown field or
    /// without the fields it needs, an empty word, a month that is none, an offset that is none.
    pub fn new(words: StampWords) -> Result<Self, String> {
        Ok(Self { tables: Tables::new(&words)? })
    }

    /// Finds the time stamps of a text, in order, not overlapping.
    ///
    /// The text is one region: prose, or the whole of a code span. Addresses (`http://…`) are passed
    /// over, and so are numbers that only resemble a time: versions, ports, ratios, line numbers.
    /// Takes time in proportion to the length of the text.
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<Atom> {
        self.tables.scan(text)
    }

    /// The time stamp that a text is, or the two of a range, in the commonest notation: what
    /// [`Notations::scan`] finds in `2021-03-19 11:45`, and sooner.
    #[must_use]
    pub fn plain(&self, text: &str) -> Option<(Written, Option<Written>)> {
        self.tables.plain(text)
    }

    /// Whether a text holds nothing but the time stamps found in it, range separators and blanks.
    #[must_use]
    pub fn covers(&self, text: &str, atoms: &[Atom]) -> bool {
        self.tables.covers(text, atoms)
    }

    /// The zone that a heading names, and where; `None` where it names several that differ.
    #[must_use]
    pub fn zone_in(&self, text: &str) -> Option<WrittenZone> {
        self.tables.zone_in(text).map(|(zone, range)| WrittenZone { zone, range })
    }

    /// The zone that a sentence says the times around it are in: `All times in UTC`.
    #[must_use]
    pub fn zone_statement(&self, text: &str) -> Option<WrittenZone> {
        self.tables.zone_statement(text).map(|(zone, range)| WrittenZone { zone, range })
    }

    /// Joins time stamps with nothing but a range separator between them.
    ///
    /// The second side takes what it does not state from the first: the date, the year, the day
    /// after. An offset written once, at either side, is the offset of both; so is the part of the
    /// day (`2:00 - 3:30 PM`), where that puts the sides in order. Only a tilde or a word leaves a
    /// range open: a dash after a stamp is mostly punctuation.
    #[must_use]
    pub fn join(&self, text: &str, atoms: Vec<Atom>) -> Vec<Found> {
        self.tables.join(text, atoms)
    }
}
