//! The date and the zone in scope, from stamp to stamp.

use chrono::{Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};

use crate::notation::timestamp::{Order, Relative, Written, WrittenDate};
use crate::span::Span;
use crate::stamp::{DateFrom, ScopedZone, Stamp, ZoneFrom};
use crate::text::Text;

/// The date in scope at a place of a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calendar {
    /// The last date that was written.
    written: Option<NaiveDate>,
    /// The date of the last stamp.
    current: Option<NaiveDate>,
    /// The last stamp: what the clock shows in its zone.
    last: Option<(NaiveDateTime, Option<ScopedZone>)>,
    /// The day of stamps that no date is in scope of, where days of the week tell them apart.
    undated: Option<NaiveDate>,
    /// The zone of stamps that state none.
    zone: Option<ScopedZone>,
    /// What the current date says, where it comes from, and how sure it is.
    from: Option<DateFrom>,
    place: Option<Span>,
    doubt: TimeDelta,
    /// Whether nothing tells the year of the current date.
    yearless: bool,
    /// The moment that `T+15m` counts from, where it is known.
    zero: Option<Stamp>,
    /// The order of month and day in `3/4`, where other dates settle it.
    order: Option<Order>,
}

/// The precision of a stamp that is said to be about then.
const APPROXIMATE: TimeDelta = TimeDelta::minutes(5);
/// A date for stamps without any, in a leap year: only differences within a day mean something.
const NOWHERE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2000, 1, 1);

/// What is taken for the zero of a timeline where its time is not known.
pub(super) fn nowhere() -> Option<NaiveDateTime> {
    NOWHERE?.and_hms_opt(0, 0, 0)
}

impl Calendar {
    /// A calendar that knows no date yet.
    #[must_use]
    pub fn new(offset: Option<FixedOffset>) -> Self {
        Self { zone: offset.map(ScopedZone::configured), ..Self::default() }
    }

    /// The same calendar, where other dates of the document settle the order of month and day.
    #[must_use]
    pub fn with_order(self, order: Option<Order>) -> Self {
        Self { order, ..self }
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
        let from = Some(match stamp.date {
            DateFrom::Stamp | DateFrom::Midnight => DateFrom::Entry,
            other => other,
        });
        let (place, doubt, yearless) = (stamp.date_span, stamp.doubt, stamp.yearless);
        Self { written: date, current: date, from, place, doubt, yearless, ..self }
    }

    /// Takes the date of a stamp that has one, as the date of what follows. `place` is where it is
    /// written.
    pub fn set(&mut self, written: &Written, from: DateFrom, place: Option<Span>) {
        let written = &self.settled(written);
        // Another date may tell the year of one in the text, and none is likely to for a heading.
        let scope = self.current.or(NOWHERE.filter(|_| from == DateFrom::Heading));
        if let Some(date) = written.date
            && let Some(at) = written.at(scope, None)
        {
            self.yearless = date.year.is_none() && (self.yearless || self.current.is_none());
            self.written = Some(at.date());
            self.current = self.written;
            self.doubt = self.doubt_of(written, at);
            (self.from, self.place) = (Some(from), place);
        }
    }

    /// A stamp with its date read in the order that other dates settle.
    fn settled(&self, written: &Written) -> Written {
        let date = written.date.map(|date| match (date.order, self.order) {
            (Order::Unknown, Some(Order::DayFirst)) => date.swapped(),
            _ => date,
        });
        Written { date, ..written.clone() }
    }

    /// How much later a stamp is with month and day the other way round.
    fn doubt_of(&self, written: &Written, at: NaiveDateTime) -> TimeDelta {
        let unknown = |date: &WrittenDate| date.order == Order::Unknown && self.order.is_none();
        let Some(date) = written.date.filter(unknown) else { return TimeDelta::zero() };
        let other = Written { date: Some(date.swapped()), ..written.clone() };
        let other = other.at(self.current.or(NOWHERE), None);
        other.map_or(TimeDelta::zero(), |other| other.signed_duration_since(at))
    }

    /// Fills in the date of a stamp and moves on to it. `None` where the date is out of range.
    pub fn resolve(&mut self, written: &Written, text: Text<'_>) -> Option<Stamp> {
        if let Some(relative) = written.relative {
            return self.counted(relative, text.source(written.range.clone()));
        }
        let written = &self.settled(written);
        let stated = written.zone.clone();
        let stated = stated.map(|zone| ScopedZone::stated(zone, ZoneFrom::Stamp, text));
        let zone = stated.or(self.zone);
        let scope = if written.days_later > 0 { self.written } else { self.current };
        let scope = self.day_elsewhere(written, zone).or(scope);
        let yearless = written.date.is_some_and(|date| date.year.is_none())
            && (self.yearless || scope.is_none());
        let written = &nearest_year(written, scope);
        let day = self.on_weekday(written, scope.or(self.undated).or(NOWHERE));
        let at = written.at(day, None)?;
        let span = text.source(written.range.clone());
        let date = match (written.date, scope) {
            (Some(_), _) => DateFrom::Stamp,
            (None, Some(_)) => self.from.unwrap_or(DateFrom::Entry),
            (None, None) => DateFrom::Nowhere,
        };
        let exact = written.time.map_or(TimeDelta::days(1), |time| time.precision);
        if date == DateFrom::Stamp {
            self.yearless = yearless;
            self.doubt = self.doubt_of(written, at);
            self.written = Some(at.date());
            (self.from, self.place) = (Some(DateFrom::Entry), Some(span));
        }
        match date {
            DateFrom::Nowhere if written.weekday.is_some() => self.undated = Some(at.date()),
            DateFrom::Nowhere => {}
            _ => self.current = Some(at.date()),
        }
        self.last = Some((at, zone));
        Some(Stamp {
            at,
            zone,
            precision: if written.approximate { exact.max(APPROXIMATE) } else { exact },
            open: written.time.is_some_and(|time| time.open),
            date,
            yearless: self.yearless && date != DateFrom::Nowhere,
            date_span: self.place,
            doubt: self.doubt,
            span,
        })
    }

    /// The day of a stamp that says which day of the week it is on: after the day in scope, or right
    /// before it. The first one may as well be some days before, where the document says the date.
    fn on_weekday(&self, written: &Written, scope: Option<NaiveDate>) -> Option<NaiveDate> {
        let Some(weekday) = written.weekday else { return scope };
        let ahead = i64::from(weekday.days_since(scope?.weekday()));
        let back = match (self.last, self.current) {
            (Some(_), _) => 6,
            (None, Some(_)) => 4,
            (None, None) => 7,
        };
        let days = if ahead >= back { ahead - 7 } else { ahead };
        scope?.checked_add_signed(TimeDelta::days(days))
    }

    /// A stamp that is counted from the zero of the timeline.
    fn counted(&self, relative: Relative, span: Span) -> Option<Stamp> {
        let unknown = Stamp {
            at: nowhere()?,
            zone: None,
            precision: relative.precision,
            open: false,
            date: DateFrom::Zero,
            yearless: false,
            date_span: None,
            doubt: TimeDelta::zero(),
            span,
        };
        let zero = self.zero.unwrap_or(unknown);
        let at = zero.at.checked_add_signed(relative.length)?;
        let precision = relative.precision.max(zero.precision);
        Some(Stamp { at, precision, span, ..zero })
    }

    /// Takes a moment of which it is also said how long after the zero it was.
    pub fn count_from(&mut self, stamp: &Stamp, relative: Relative) {
        let zero = stamp.at.checked_sub_signed(relative.length);
        self.zero = self.zero.or(zero.map(|at| Stamp { at, ..*stamp }));
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
            Some(next)
                if !matches!(stamp.date, DateFrom::Stamp | DateFrom::Midnight | DateFrom::Zero) =>
            {
                if stamp.date != DateFrom::Nowhere {
                    self.current = Some(next.at.date());
                }
                next
            }
            _ => stamp,
        }
    }
}

/// A stamp with the year that its date is nearest to another one in, where none is written: a day
/// after 31 December is one of January.
fn nearest_year(written: &Written, scope: Option<NaiveDate>) -> Written {
    let (Some(date @ WrittenDate { year: None, .. }), Some(scope)) = (written.date, scope) else {
        return written.clone();
    };
    let days = |year: &i32| {
        let day = NaiveDate::from_ymd_opt(*year, date.month, date.day);
        day.map_or(i64::MAX, |day| day.signed_duration_since(scope).num_days().abs())
    };
    // 29 February of another year is a slip, and no day four years off.
    let exists = NaiveDate::from_ymd_opt(scope.year(), date.month, date.day).is_some();
    let years = [scope.year(), scope.year() + 1, scope.year() - 1];
    let year = years.into_iter().filter(|_| exists).min_by_key(days);
    Written { date: Some(WrittenDate { year, ..date }), ..written.clone() }
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
