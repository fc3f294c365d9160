//! Time stamps as people write them: dates, clock times, offsets, ranges.
//!
//! Numeric notations are rows of a table here; those with words of a language (`3月19日`,
//! `下午3点半`) are rows of the same form in the template.

use std::ops::Range;

use chrono::{FixedOffset, TimeDelta};

/// A calendar date as written; the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// The year, where one was written.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
}

/// A clock time as written. `24:00` is kept as hour 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenTime {
    /// The hour, 0 to 24.
    pub hour: u32,
    /// The minute.
    pub minute: u32,
    /// The second.
    pub second: u32,
    /// The fraction of the second, in nanoseconds.
    pub nanosecond: u32,
    /// The width of the cell the time stands for: a minute for `11:46`, an hour for `11点`.
    pub precision: TimeDelta,
}

/// One time stamp: a date, a clock time, or both. The values are possible ones (no 30 February).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The date, where one was written.
    pub date: Option<WrittenDate>,
    /// The clock time, where one was written.
    pub time: Option<WrittenTime>,
    /// The offset from UTC, where one was written.
    pub offset: Option<FixedOffset>,
    /// Days after the date in scope: 1 for `次日 02:10`.
    pub days_later: u32,
    /// Whether it is said to be about then (`~11:46`, `11:46 左右`).
    pub approximate: bool,
    /// The bytes it stands on, with its offset and qualifiers.
    pub range: Range<usize>,
}

impl Written {
    /// stub
    #[must_use]
    pub fn at(
        &self,
        date: Option<chrono::NaiveDate>,
        year: Option<i32>,
    ) -> Option<chrono::NaiveDateTime> {
        let _ = (date, year);
        None
    }
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
#[derive(Clone, Debug, Default)]
pub struct StampWords {
    /// Further notations of dates: `{year}年{month}月{day}日`.
    pub dates: Vec<String>,
    /// Further notations of clock times: `{hour}点{minute}分`, `{hour}点半`.
    pub times: Vec<String>,
    /// Names of months, each with its number.
    pub months: Vec<(String, u32)>,
    /// Words before or after a time that put it in the first half of the day (`上午`, `AM`).
    pub morning: Vec<String>,
    /// Words that put it in the second half (`下午`, `PM`).
    pub afternoon: Vec<String>,
    /// Words for the day after: `次日`.
    pub next_day: Vec<String>,
    /// `约`, `around`: before a stamp.
    pub about_before: Vec<String>,
    /// `左右`, `前后`: after a stamp.
    pub about_after: Vec<String>,
    /// Words between the two sides of a range: `至`, `到`, `to`. Dashes and tildes are built in.
    pub to: Vec<String>,
    /// Words for an end that has not come: `至今`, `now`.
    pub open_end: Vec<String>,
    /// Zone names, each with its offset as text: `北京时间` is `+08:00`.
    pub zones: Vec<(String, String)>,
}

/// The time stamp notations of a template, ready to search with.
#[derive(Clone, Debug, Default)]
pub struct Notations {
    words: StampWords,
}

impl Notations {
    /// The built-in notations and those of a template.
    ///
    /// # Errors
    ///
    /// A sentence where a notation of the template cannot be used: an unknown field, no field.
    pub fn new(words: StampWords) -> Result<Self, String> {
        Ok(Self { words })
    }

    /// Finds the time stamps of a text, in order, not overlapping.
    ///
    /// The text is one region: prose, or the whole of a code span. Addresses (`http://…`) are passed
    /// over, and so are numbers that only resemble a time: versions, ports, ratios, line numbers.
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<Atom> {
        let _ = (text, &self.words);
        Vec::new()
    }

    /// Whether a text holds nothing but the time stamps found in it, range separators and blanks.
    #[must_use]
    pub fn covers(&self, text: &str, atoms: &[Atom]) -> bool {
        let _ = (text, atoms);
        false
    }

    /// Joins time stamps with nothing but a range separator between them.
    ///
    /// The second side takes what it does not state from the first: the date. An offset written
    /// once, at either side, is the offset of both.
    #[must_use]
    pub fn join(&self, text: &str, atoms: Vec<Atom>) -> Vec<Found> {
        let _ = (text, atoms);
        Vec::new()
    }
}
