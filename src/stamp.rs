//! Time stamps in their document: found in a text, with dates filled in from what stands above.

mod calendar;

pub use calendar::Calendar;

use std::ops::Range;

use chrono::{FixedOffset, NaiveDateTime, TimeDelta};

use crate::notation::timestamp::{Atom, Found, Notations, Written, WrittenZone, Zone, first_digit};
use crate::span::Span;
use crate::text::{Style, Text};

/// A time stamp with its date filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The local date and time.
    pub at: NaiveDateTime,
    /// The zone: as written, else the one in scope.
    pub zone: Option<ScopedZone>,
    /// The width of the cell the stamp stands for: a minute for `11:46`.
    pub precision: TimeDelta,
    /// Whether digits of its time were left open: `12:??`, `HH:mm`.
    pub open: bool,
    /// Where the date comes from.
    pub date: DateFrom,
    /// Whether nothing tells the year: that of `at` means nothing.
    pub yearless: bool,
    /// The words of the date, where they are in the document.
    pub date_span: Option<Span>,
    /// How much later it is if month and day of its date are the other way round: `3/4` may be in
    /// March or in April. Zero where there is no such doubt.
    pub doubt: TimeDelta,
    /// The bytes of the stamp.
    pub span: Span,
}

/// The zone of a stamp, and what says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopedZone {
    /// The zone.
    pub zone: Zone,
    /// Where it comes from.
    pub from: ZoneFrom,
    /// The words that say so; the configuration has none.
    pub span: Option<Span>,
}

/// Where the zone of a stamp comes from, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneFrom {
    /// Written with the stamp itself.
    Stamp,
    /// The head of its column.
    Column,
    /// The heading of its section.
    Heading,
    /// A sentence about all times of the section, or of the document.
    Sentence,
    /// The other entries of its timeline, which state it.
    Entries,
    /// `timezone` of the configuration.
    Configuration,
}

impl ZoneFrom {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Stamp => "stamp",
            Self::Column => "column",
            Self::Heading => "heading",
            Self::Sentence => "sentence",
            Self::Entries => "entries",
            Self::Configuration => "configuration",
        }
    }
}

impl ScopedZone {
    /// A zone that a text states.
    #[must_use]
    pub fn stated(written: WrittenZone, from: ZoneFrom, text: Text<'_>) -> Self {
        Self { zone: written.zone, from, span: Some(text.source(written.range)) }
    }

    /// The offset that the configuration gives to all stamps without a zone.
    #[must_use]
    pub fn configured(offset: FixedOffset) -> Self {
        Self { zone: Zone::fixed(offset), from: ZoneFrom::Configuration, span: None }
    }
}

/// Where the date of a stamp comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFrom {
    /// Written in the stamp itself.
    Stamp,
    /// Taken from an earlier entry.
    Entry,
    /// Taken from a heading or a line with a date alone.
    Heading,
    /// Taken from the title of the document.
    Title,
    /// Taken from other text above the timeline.
    Text,
    /// Taken from the front matter, which may say when it was written.
    FrontMatter,
    /// Taken from the name of the file, which may say when it was written.
    FileName,
    /// The clock went back with no new date: taken as past midnight, which is a guess.
    Midnight,
    /// Counted from the zero of the timeline, `T+15m`, whose own time is not known; the date in `at`
    /// means nothing.
    Zero,
    /// No date is in scope; the date in `at` means nothing.
    Nowhere,
}

impl DateFrom {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Stamp => "stamp",
            Self::Entry => "entry",
            Self::Heading => "heading",
            Self::Title => "title",
            Self::Text => "text",
            Self::FrontMatter => "front-matter",
            Self::FileName => "file-name",
            Self::Midnight => "midnight",
            Self::Zero => "zero",
            Self::Nowhere => "none",
        }
    }

    /// Whether the document, rather than the incident, may be of that date.
    fn is_of_document(self) -> bool {
        matches!(self, Self::FrontMatter | Self::FileName)
    }
}

impl Stamp {
    /// The time from another stamp to this one; `None` where their zones or their dates cannot be set
    /// against each other.
    ///
    /// Zones count where both stamps have one; where only one has, the other is taken to be of the
    /// same zone.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Option<TimeDelta> {
        if !self.is_dated_like(earlier) {
            return None;
        }
        // Most are of one day, and the clock alone is quickly told.
        let naive = if self.at.date() == earlier.at.date() {
            self.at.time().signed_duration_since(earlier.at.time())
        } else {
            self.at.signed_duration_since(earlier.at)
        };
        match (self.zone, earlier.zone) {
            (Some(own), Some(other)) => naive.checked_sub(&own.zone.ahead_of(other.zone)?),
            _ => Some(naive),
        }
    }

    /// Whether the days between two dates are known. The date of the document says nothing against
    /// another one, no date says nothing at all, and `3/4` and `3/5` may be a day or a month apart.
    fn is_dated_like(&self, other: &Self) -> bool {
        let kind = |stamp: &Self| (stamp.date, stamp.yearless, stamp.doubt);
        if kind(self) == kind(other) {
            return true;
        }
        let nowhere = |stamp: &Self| stamp.date == DateFrom::Nowhere;
        let counted = |stamp: &Self| stamp.date == DateFrom::Zero;
        if counted(self) || counted(other) {
            return counted(self) && counted(other);
        }
        if self.yearless != other.yearless {
            return false;
        }
        let of_document = self.date.is_of_document() != other.date.is_of_document();
        let same = self.at.date() == other.at.date();
        let of_one_kind = nowhere(self) == nowhere(other) && (!of_document || same);
        // The day after midnight is of the kind that the day before is, and a guess anyway.
        self.doubt == other.doubt && (of_one_kind || self.is_guess() || other.is_guess())
    }

    /// What the clock shows, as precise as it was written: `11:46`, `12:??`. `None` where only the date
    /// is known.
    #[must_use]
    pub fn time_of_day(&self) -> Option<String> {
        let (day, hour) = (TimeDelta::days(1), TimeDelta::hours(1));
        let format = match self.precision {
            precision if precision >= day => return None,
            precision if self.open && precision >= hour => "%H:??",
            precision if precision < TimeDelta::minutes(1) => "%H:%M:%S",
            _ => "%H:%M",
        };
        let mut shown = self.at.format(format).to_string();
        if self.open && self.precision < hour {
            shown.pop();
            shown.push('?');
        }
        Some(shown)
    }

    /// The date, without a year where none is told.
    #[must_use]
    pub fn day(&self) -> String {
        self.at.format(if self.yearless { "%m-%d" } else { "%Y-%m-%d" }).to_string()
    }

    /// The moment in UTC, or what the clock shows where the offset is not known: something to sort by.
    #[must_use]
    pub fn instant(&self) -> NaiveDateTime {
        self.offset().and_then(|offset| self.at.checked_sub_offset(offset)).unwrap_or(self.at)
    }

    /// The offset from UTC, where the zone tells it.
    #[must_use]
    pub fn offset(&self) -> Option<FixedOffset> {
        self.zone?.zone.offset
    }

    /// The zone, where it is written with the stamp.
    #[must_use]
    pub fn own_zone(&self) -> Option<ScopedZone> {
        self.zone.filter(|zone| zone.from == ZoneFrom::Stamp)
    }

    /// Whether this stamp is certainly before another, taken to the letter.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        self.since(other).is_some_and(|gap| gap < TimeDelta::zero())
    }

    /// The time since the zero of the timeline, where that is all that is known: `T+15m`.
    #[must_use]
    pub fn since_zero(&self) -> Option<TimeDelta> {
        let zero = calendar::nowhere().filter(|_| self.date == DateFrom::Zero)?;
        Some(self.at.signed_duration_since(zero))
    }

    /// Whether the date is a guess, or none at all.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        self.date == DateFrom::Midnight
    }
}

/// The time stamps of a text, in order; ranges of bytes count in the text.
///
/// A code span is read where it holds time stamps and nothing else.
#[must_use]
pub fn find(text: Text<'_>, notations: &Notations) -> Vec<Found> {
    // Every notation has a digit.
    let Some(digit) = first_digit(text.as_str()) else { return Vec::new() };
    let mut atoms: Vec<Atom> = Vec::new();
    for (range, code) in regions(text).skip_while(|(range, _)| range.end <= digit) {
        let region = text.slice(range.clone()).as_str();
        if code && let Some((stamp, end)) = notations.plain(region) {
            let stamps = std::iter::once(stamp).chain(end);
            atoms.extend(stamps.map(|stamp| shifted(Atom::Stamp(stamp), range.start)));
            continue;
        }
        let found = notations.scan(region);
        if found.is_empty() || code && !notations.covers(region, &found) {
            continue;
        }
        atoms.extend(found.into_iter().map(|atom| shifted(atom, range.start)));
    }
    if atoms.is_empty() { Vec::new() } else { notations.join(text.as_str(), atoms) }
}

/// The text cut into code spans and what stands between them.
fn regions(text: Text<'_>) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut runs = text.runs().map(|(range, style)| (range, style.has(Style::CODE))).peekable();
    std::iter::from_fn(move || {
        let (mut range, code) = runs.next()?;
        if !code {
            while let Some((more, _)) = runs.next_if(|(run, code)| !code && run.start == range.end)
            {
                range.end = more.end;
            }
        }
        Some((range, code))
    })
}

fn shifted(atom: Atom, by: usize) -> Atom {
    let shift = |range: Range<usize>| range.start + by..range.end + by;
    match atom {
        Atom::Stamp(written) => {
            let zone = written.zone.map(|WrittenZone { zone, range }| {
                let range = shift(range);
                WrittenZone { zone, range }
            });
            Atom::Stamp(Written { zone, range: shift(written.range.clone()), ..written })
        }
        Atom::Impossible { range } => Atom::Impossible { range: shift(range) },
    }
}
