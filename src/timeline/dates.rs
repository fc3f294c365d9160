//! The dates around a timeline: the one that it begins with, and those that can be read two ways.

use chrono::{Datelike, NaiveDate};

use crate::document::Scope;
use crate::label::{Field, Meaning};
use crate::labelled::{Labelled, Place};
use crate::notation::timestamp::{Atom, Found, Order, Written};
use crate::span::Span;
use crate::stamp::{self, Calendar, DateFrom, Stamp};
use crate::template::Part;

/// A date whose month and day may be the other way round: `3/4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmbiguousDate {
    /// The bytes it stands on, with the time beside it.
    pub span: Span,
    /// The date, if the month is first.
    pub month_first: NaiveDate,
    /// The date, if the day is first.
    pub day_first: NaiveDate,
}

/// The dates of stamps that can be read two ways, each at its first place.
#[must_use]
pub fn ambiguous(stamps: impl Iterator<Item = Stamp>) -> Vec<AmbiguousDate> {
    let mut found: Vec<AmbiguousDate> = Vec::new();
    for stamp in stamps {
        let Some(date) = ambiguous_date(&stamp) else { continue };
        let known = |known: &AmbiguousDate| {
            known.span == date.span || known.month_first == date.month_first
        };
        if !found.iter().any(known) {
            found.push(date);
        }
    }
    found
}

fn ambiguous_date(stamp: &Stamp) -> Option<AmbiguousDate> {
    let other = stamp.at.checked_add_signed(stamp.doubt).filter(|_| !stamp.doubt.is_zero())?;
    let (month_first, day_first) = (stamp.at.date(), other.date());
    Some(AmbiguousDate { span: stamp.date_span?, month_first, day_first })
}

/// The order of month and day that the other dates of a document settle: those that can be read one way
/// only, `13/4`, and those in another notation that are the same day.
#[must_use]
pub fn order(scope: &Scope<'_>, ambiguous: &[AmbiguousDate]) -> Option<Order> {
    let stamps = &scope.template.stamps;
    let blocks = scope.extent.blocks.clone();
    let found = blocks.flat_map(|block| stamp::find(scope.markdown.text(block), stamps));
    let written = found.flat_map(|found| match found {
        Found::Single(written) => [Some(written), None],
        Found::Range { start, end } => [Some(start), end],
        Found::Impossible { .. } => [None, None],
    });
    let around =
        in_front_matter(scope).into_iter().map(|(written, _)| written).chain(in_name(scope));
    let mut settled = None;
    for written in written.flatten().chain(around) {
        let Some(order) = evidence(&written, ambiguous) else { continue };
        if settled.is_some_and(|settled| settled != order) {
            return None;
        }
        settled = Some(order);
    }
    settled
}

/// What a date says of the order of month and day in others.
fn evidence(written: &Written, ambiguous: &[AmbiguousDate]) -> Option<Order> {
    let date = written.date?;
    let is = |other: &NaiveDate| {
        (other.month(), other.day()) == (date.month, date.day)
            && date.year.is_none_or(|year| other.year() == year)
    };
    match date.order {
        Order::MonthFirst | Order::DayFirst => Some(date.order),
        Order::Unknown => None,
        Order::Fixed if ambiguous.iter().any(|date| is(&date.month_first)) => {
            Some(Order::MonthFirst)
        }
        Order::Fixed if ambiguous.iter().any(|date| is(&date.day_first)) => Some(Order::DayFirst),
        Order::Fixed => None,
    }
}

/// The time stamps of the front matter, each with its place.
fn in_front_matter(scope: &Scope<'_>) -> Vec<(Written, Span)> {
    let front_matter = scope.markdown.front_matter.filter(|_| scope.extent.blocks.start == 0);
    let Some(span) = front_matter else { return Vec::new() };
    let atoms = scope.template.stamps.scan(scope.source.get(span.range()).unwrap_or_default());
    let placed = |atom| match atom {
        Atom::Stamp(written) => {
            let (start, end) = (written.range.start, written.range.end);
            Some((written, Span::new(span.start + start, span.start + end)))
        }
        Atom::Impossible { .. } => None,
    };
    atoms.into_iter().filter_map(placed).collect()
}

/// The date in the name of the file.
fn in_name(scope: &Scope<'_>) -> Option<Written> {
    let date = date_of_name(scope.name)?;
    match scope.template.stamps.scan(&date).into_iter().next()? {
        Atom::Stamp(written) => Some(written),
        Atom::Impossible { .. } => None,
    }
}

/// The date in scope before the timeline begins: that of the title, else the first one written
/// above, else that of the front matter, or the first one there, else that of the name of the file.
#[must_use]
pub fn initial(scope: &Scope<'_>, labelled: &[Labelled<'_>], mut calendar: Calendar) -> Calendar {
    let stamps = &scope.template.stamps;
    let title = scope.extent.title.and_then(|title| scope.outline.headings.get(title));
    let title = title.map(|title| title.block);
    let timeline = scope.headings().iter().find(|heading| heading.part == Part::Timeline);
    let above = scope.extent.blocks.start..timeline.map_or(0, |heading| heading.block);
    for block in title.into_iter().chain(above) {
        let from = if Some(block) == title { DateFrom::Title } else { DateFrom::Text };
        let text = scope.markdown.text(block);
        for found in stamp::find(text, stamps) {
            if let Some(written) = found.first() {
                calendar.set(written, from, Some(text.source(written.range.clone())));
            }
            if calendar.has_date() {
                return calendar;
            }
        }
    }
    let is_date = |one: &&Labelled<'_>| {
        one.place == Place::FrontMatter && one.meanings.contains(&Meaning::Field(Field::Date))
    };
    for date in labelled.iter().filter(is_date) {
        for found in stamp::find(date.value, stamps) {
            if let Some(written) = found.first().filter(|_| !calendar.has_date()) {
                let place = date.value.source(written.range.clone());
                calendar.set(written, DateFrom::FrontMatter, Some(place));
            }
        }
    }
    for (written, place) in in_front_matter(scope) {
        if !calendar.has_date() {
            calendar.set(&written, DateFrom::FrontMatter, Some(place));
        }
    }
    if let Some(written) = in_name(scope).filter(|_| !calendar.has_date()) {
        calendar.set(&written, DateFrom::FileName, None);
    }
    calendar
}

/// The date in the name of a file, as `2023-09-18`: `2023-09-18-db-outage.md`, `db_20230918.md`.
fn date_of_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    let mut numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let groups: Vec<&str> = numbers.by_ref().collect();
    let joined = |groups: &[&str]| {
        let date = groups.join("-");
        // Nothing but one sign may stand between the numbers.
        [name.contains(&date), name.contains(&groups.join("_")), name.contains(&groups.join("."))]
            .contains(&true)
            .then_some(date)
    };
    let apart = groups.windows(3).find_map(|groups| match groups {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            joined(groups)
        }
        _ => None,
    });
    apart.or_else(|| {
        let digits = groups.iter().find(|digits| digits.len() == 8)?;
        let (year, rest) = digits.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        Some(format!("{year}-{month}-{day}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_has_a_date() {
        for (name, expected) in [
            ("2023-09-18-db-outage.md", Some("2023-9-18")),
            ("docs/postmortem_2023_09_18.md", Some("2023-9-18")),
            ("20230918.md", Some("2023-9-18")),
            ("inc-20230918-db.md", Some("2023-9-18")),
            ("INC-42-2023.09.18.md", Some("2023-9-18")),
            ("2023-09-18/db.md", None),
            ("db-outage-1.2.3.md", None),
            ("pm-2023-001.md", None),
            ("2023-q3-18-05.md", None),
            ("incident-123456789.md", None),
        ] {
            let date = date_of_name(name).map(|date| date.replace("-0", "-"));
            assert_eq!(date.as_deref(), expected, "{name}");
        }
    }
}
