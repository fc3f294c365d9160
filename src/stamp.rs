//! Time stamps in their document: found in a text, with dates filled in from what stands above.

use std::ops::Range;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};

use crate::notation::timestamp::{Atom, Found, Notations, Written, WrittenZone, Zone};
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
    /// Where the date comes from.
    pub date: DateFrom,
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
    /// Taken from what stands above: an earlier entry, a heading, the title.
    Above,
    /// The clock went back with no new date: taken as past midnight, which is a guess.
    Midnight,
    /// No date is in scope; the date in `at` means nothing.
    Nowhere,
}

impl Stamp {
    /// The time from another stamp to this one; `None` where their zones cannot be set against each
    /// other.
    ///
    /// Zones count where both stamps have one; where only one has, the other is taken to be of the
    /// same zone.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Option<TimeDelta> {
        let naive = self.at.signed_duration_since(earlier.at);
        match (self.zone, earlier.zone) {
            (Some(own), Some(other)) => naive.checked_sub(&own.zone.ahead_of(other.zone)?),
            _ => Some(naive),
        }
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
    if !text.as_str().contains(may_be_stamp) {
        return Vec::new();
    }
    let mut atoms: Vec<Atom> = Vec::new();
    for (range, code) in regions(text) {
        let region = text.slice(range.clone()).as_str();
        let found = notations.scan(region);
        if found.is_empty() || code && !notations.covers(region, &found) {
            continue;
        }
        atoms.extend(found.into_iter().map(|atom| shifted(atom, range.start)));
    }
    if atoms.is_empty() { Vec::new() } else { notations.join(text.as_str(), atoms) }
}

/// Every notation has a digit, except those that spell a number; no time stamp does.
fn may_be_stamp(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
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

/// The date in scope at a place of a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calendar {
    /// The last date that was written.
    written: Option<NaiveDate>,
    /// The date of the last stamp.
    current: Option<NaiveDate>,
    /// The last stamp: what the clock shows in its zone.
    last: Option<(NaiveDateTime, Option<ScopedZone>)>,
    /// The zone of stamps that state none.
    zone: Option<ScopedZone>,
}

/// The precision of a stamp that is said to be about then.
const APPROXIMATE: TimeDelta = TimeDelta::minutes(5);
/// A date for stamps without any, in a leap year: only differences within a day mean something.
const NOWHERE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2000, 1, 1);

impl Calendar {
    /// A calendar that knows no date yet.
    #[must_use]
    pub fn new(offset: Option<FixedOffset>) -> Self {
        Self { zone: offset.map(ScopedZone::configured), ..Self::default() }
    }

    /// The zone of stamps that state none.
    #[must_use]
    pub fn zone(&self) -> Option<ScopedZone> {
        self.zone
    }

    /// The same calendar, with another zone for stamps that state none.
    #[must_use]
    pub fn in_zone(self, zone: Option<ScopedZone>) -> Self {
        Self { zone, ..self }
    }

    /// Whether a date is in scope.
    #[must_use]
    pub fn has_date(&self) -> bool {
        self.current.is_some()
    }

    /// The same calendar on the day of a stamp, where that is known.
    #[must_use]
    pub fn on_day_of(self, stamp: &Stamp) -> Self {
        if stamp.date == DateFrom::Nowhere {
            return self;
        }
        let date = Some(stamp.at.date());
        Self { written: date, current: date, ..self }
    }

    /// Takes the date of a stamp that has one, as the date of what follows.
    pub fn set(&mut self, written: &Written) {
        if written.date.is_some()
            && let Some(at) = written.at(self.current, None)
        {
            self.written = Some(at.date());
            self.current = self.written;
        }
    }

    /// Fills in the date of a stamp and moves on to it. `None` where the date is out of range.
    pub fn resolve(&mut self, written: &Written, text: Text<'_>) -> Option<Stamp> {
        let stated = written.zone.clone();
        let stated = stated.map(|zone| ScopedZone::stated(zone, ZoneFrom::Stamp, text));
        let zone = stated.or(self.zone);
        let scope = if written.days_later > 0 { self.written } else { self.current };
        let scope = self.day_elsewhere(written, zone).or(scope);
        let at = written.at(scope.or(NOWHERE), None)?;
        let date = match (written.date, scope) {
            (Some(_), _) => DateFrom::Stamp,
            (None, Some(_)) => DateFrom::Above,
            (None, None) => DateFrom::Nowhere,
        };
        let exact = written.time.map_or(TimeDelta::days(1), |time| time.precision);
        if date == DateFrom::Stamp {
            self.written = Some(at.date());
        }
        if date != DateFrom::Nowhere {
            self.current = Some(at.date());
        }
        self.last = Some((at, zone));
        Some(Stamp {
            at,
            zone,
            precision: if written.approximate { exact.max(APPROXIMATE) } else { exact },
            date,
            span: text.source(written.range.clone()),
        })
    }

    /// The date of a stamp in another zone than the last one, where the calendars of the two show
    /// different days: the one that sets the stamps less far apart.
    fn day_elsewhere(&self, written: &Written, zone: Option<ScopedZone>) -> Option<NaiveDate> {
        let (last, of_last) = self.last.filter(|(at, _)| Some(at.date()) == self.current)?;
        let last_here = last.checked_add_signed(zone?.zone.ahead_of(of_last?.zone)?)?;
        let days = [last.date(), last_here.date()];
        let gap = |day: &NaiveDate| {
            Some(written.at(Some(*day), None)?.signed_duration_since(last_here).abs())
        };
        let undated = written.date.is_none() && written.days_later == 0;
        days.into_iter().filter(|_| undated).min_by_key(gap)
    }

    /// Fills in both ends of a range. An end without a date that stands before the start is past
    /// midnight where that makes the range shorter than half a day.
    pub fn resolve_range(
        &mut self,
        start: &Written,
        end: Option<&Written>,
        text: Text<'_>,
    ) -> Option<(Stamp, Option<Stamp>)> {
        let start = self.resolve(start, text)?;
        let Some(end) = end else { return Some((start, None)) };
        let before = *self;
        let mut resolved = self.resolve(end, text)?;
        let undated = end.date.is_none() || end.date_inherited;
        if undated && resolved.is_before(&start) {
            if let Some(next) = past_midnight(&resolved, &start) {
                resolved = next;
                self.current = Some(next.at.date());
            } else {
                *self = before;
            }
        }
        Some((start, Some(resolved)))
    }

    /// Moves a stamp without a date to the next day where it would stand more than half a day before
    /// the one above it: the clock went past midnight, or the entry is misplaced. It is a guess, and
    /// marked as one.
    pub fn after(&mut self, stamp: Stamp, above: &Stamp) -> Stamp {
        match past_midnight(&stamp, above) {
            Some(next) if matches!(stamp.date, DateFrom::Above | DateFrom::Nowhere) => {
                if stamp.date == DateFrom::Above {
                    self.current = Some(next.at.date());
                }
                next
            }
            _ => stamp,
        }
    }
}

/// A stamp a day later, where it then comes less than half a day after an earlier one.
fn past_midnight(stamp: &Stamp, above: &Stamp) -> Option<Stamp> {
    let gap = stamp.since(above)?;
    if gap >= TimeDelta::zero() || gap > TimeDelta::hours(-12) {
        return None;
    }
    let at = stamp.at.checked_add_signed(TimeDelta::days(1))?;
    let next = Stamp { at, date: DateFrom::Midnight, ..*stamp };
    (next.since(above)? >= TimeDelta::zero()).then_some(next)
}
