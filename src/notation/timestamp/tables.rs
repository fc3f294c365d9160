//! The notations and words that stamps are read with: the built-in rows and those of the template.

use chrono::Weekday;

use super::pattern::{Field, Names, Pattern, Scope};
use super::plain;
use super::weekday;
use super::words::Words;
use super::zone;
use super::{Order, StampWords, Zone};

/// How far the shape of a date can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nothing else looks so: an impossible value is reported.
    Sure,
    /// With a month 13 or a day 32 it is something else: a version, a score.
    Doubtful,
    /// The same, and it is a date only where a clock time follows.
    BeforeClock,
}

/// What a clock time must have beside it to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    Nothing,
    /// A full date, with blanks between.
    DateBefore,
    /// `AM` or `PM`.
    HalfAfter,
}

/// Dates without words. The longest reading wins, so the order says nothing.
pub(super) const DATES: &[(&str, Trust)] = &[
    (plain::DATE, Trust::Sure),
    ("{year}/{month}/{day}", Trust::Sure),
    ("{year}.{month:2}.{day:2}", Trust::Doubtful),
    ("{year}.{month}.{day}", Trust::BeforeClock),
    ("{month}/{day}/{year}", Trust::Doubtful),
    ("{day}.{month}.{year}", Trust::Doubtful),
    ("{month}-{day}", Trust::BeforeClock),
    ("{month}/{day}", Trust::BeforeClock),
];

/// Clock times without words.
pub(super) const CLOCKS: &[(&str, Company)] = &[
    (plain::CLOCK, Company::Nothing),
    ("{hour}:{minute:2}:{second:2}", Company::Nothing),
    ("{hour}:{minute:2}:{second:2}.{fraction}", Company::Nothing),
    ("{hour}:{minute:2}:{second:2},{fraction:3}", Company::Nothing),
    ("{hour:2}{minute:2}", Company::DateBefore),
    ("{hour}", Company::HalfAfter),
];

/// Signs before a stamp that is about then.
const ABOUT: &[&str] = &["~", "～", "〜", "∼", "≈"];

/// Signs between the two sides of a range. Only the tildes can leave it open.
const DASHES: &[&str] = &["-", "－", "‐", "‑", "–", "—", "―", "−", "--", "→", "->"];
const TILDES: &[&str] = &["~", "～", "〜", "∼"];

/// The part of the day that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Forenoon,
    Noon,
    Afternoon,
    Evening,
}

/// What stands between the two sides of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Dash,
    Tilde,
    Word,
}

/// A notation of dates.
#[derive(Clone, Debug)]
pub(super) struct DateRow {
    pub(super) pattern: Pattern,
    pub(super) trust: Trust,
}

/// A notation of clock times.
#[derive(Clone, Debug)]
pub(super) struct ClockRow {
    pub(super) pattern: Pattern,
    pub(super) company: Company,
}

/// Rows in the order of the sign behind their first number, those that can have any sign first.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    rows: Vec<T>,
    /// The sign of each row.
    signs: Vec<Option<char>>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), signs: Vec::new() }
    }
}

impl<T> Rows<T> {
    fn new(mut rows: Vec<T>, pattern: impl Fn(&T) -> &Pattern) -> Self {
        rows.sort_by_key(|row| pattern(row).sign());
        let signs = rows.iter().map(|row| pattern(row).sign()).collect();
        Self { rows, signs }
    }

    /// The rows that can be what begins with a number that a sign stands behind: most rows are ruled
    /// out before they are read.
    pub(super) fn with_sign(&self, sign: Option<char>) -> impl Iterator<Item = &T> {
        let any = self.signs.partition_point(Option::is_none);
        let first = self.signs.partition_point(|known| *known < sign).max(any);
        let same = self.signs.get(first..).into_iter().flatten();
        let last = first + same.take_while(|known| **known == sign).count();
        let rows = |range| self.rows.get(range).into_iter().flatten();
        rows(0..any).chain(rows(first..last))
    }
}

/// Everything that stamps are read with.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) dates: Rows<DateRow>,
    pub(super) clocks: Rows<ClockRow>,
    /// The row of `plain::DATE`, where no row of the template could read the same place otherwise.
    pub(super) plain_date: Option<DateRow>,
    /// Whether no row of the template could read a `plain::CLOCK` otherwise.
    pub(super) plain_clock: bool,
    pub(super) names: Names,
    pub(super) at: Words<()>,
    pub(super) on: Words<()>,
    pub(super) half_after: Words<DayPart>,
    pub(super) part_before: Words<DayPart>,
    pub(super) weekdays: Words<Weekday>,
    pub(super) next_day: Words<()>,
    pub(super) about_before: Words<()>,
    pub(super) about_after: Words<()>,
    pub(super) separators: Words<Separator>,
    /// Each `between` with its `and`.
    pub(super) between: Vec<(Words<()>, Words<()>)>,
    pub(super) open_end: Words<()>,
    pub(super) now: Words<()>,
    pub(super) zones: Words<Zone>,
    pub(super) zone_cues: Words<()>,
    pub(super) units: Words<i64>,
    pub(super) slash_order: Option<Order>,
}

impl Tables {
    /// Compiles the rows and sorts the words.
    pub(super) fn new(words: &StampWords) -> Result<Self, String> {
        let given_dates = compiled(&words.dates, Scope::Date)?;
        let given_clocks = compiled(&words.times, Scope::Clock)?;
        let plain_date =
            DateRow { pattern: Pattern::new(plain::DATE, Scope::Date)?, trust: Trust::Sure };
        Ok(Self {
            plain_date: plain::is_only_date(&given_dates).then_some(plain_date),
            plain_clock: plain::is_only_clock(&given_clocks),
            dates: dates(given_dates)?,
            clocks: clocks(given_clocks)?,
            names: Names { months: months(words)?, ordinals: list(&words.ordinals, &[])? },
            at: list(&words.at, &[])?,
            on: list(&words.on, &[])?,
            half_after: Words::new(
                all(&words.am, DayPart::Morning).chain(all(&words.pm, DayPart::Afternoon)),
            )?,
            part_before: Words::new(
                all(&words.morning, DayPart::Morning)
                    .chain(all(&words.forenoon, DayPart::Forenoon))
                    .chain(all(&words.noon, DayPart::Noon))
                    .chain(all(&words.afternoon, DayPart::Afternoon))
                    .chain(all(&words.evening, DayPart::Evening)),
            )?,
            weekdays: weekday::names(words)?,
            next_day: list(&words.next_day, &[])?,
            about_before: list(&words.about_before, ABOUT)?,
            about_after: list(&words.about_after, &[])?,
            separators: Words::new(
                (DASHES.iter().map(|sign| (*sign, Separator::Dash)))
                    .chain(TILDES.iter().map(|sign| (*sign, Separator::Tilde)))
                    .chain(all(&words.to, Separator::Word)),
            )?,
            between: words
                .between
                .iter()
                .map(|(before, and)| {
                    Ok((Words::new([(before.as_str(), ())])?, Words::new([(and.as_str(), ())])?))
                })
                .collect::<Result<_, String>>()?,
            open_end: list(&words.open_end, &[])?,
            now: list(&words.now, &[])?,
            zones: zones(words)?,
            zone_cues: list(&words.zone_cues, &[])?,
            units: Words::new(words.units.iter().map(|(word, size)| (word.as_str(), *size)))?,
            slash_order: words.slash_order,
        })
    }
}

fn compiled(patterns: &[String], scope: Scope) -> Result<Vec<Pattern>, String> {
    patterns.iter().map(|pattern| Pattern::new(pattern, scope)).collect()
}

fn dates(given: Vec<Pattern>) -> Result<Rows<DateRow>, String> {
    let mut rows = Vec::new();
    for &(pattern, trust) in DATES {
        rows.push(DateRow { pattern: Pattern::new(pattern, Scope::Date)?, trust });
    }
    rows.extend(given.into_iter().map(|pattern| {
        let trust = if pattern.has(Field::Year) { Trust::Sure } else { Trust::Doubtful };
        DateRow { pattern, trust }
    }));
    Ok(Rows::new(rows, |row| &row.pattern))
}

fn clocks(given: Vec<Pattern>) -> Result<Rows<ClockRow>, String> {
    let mut rows = Vec::new();
    for &(pattern, company) in CLOCKS {
        rows.push(ClockRow { pattern: Pattern::new(pattern, Scope::Clock)?, company });
    }
    let company = Company::Nothing;
    rows.extend(given.into_iter().map(|pattern| ClockRow { pattern, company }));
    Ok(Rows::new(rows, |row| &row.pattern))
}

fn months(words: &StampWords) -> Result<Words<u32>, String> {
    if let Some((name, number)) = words.months.iter().find(|(_, n)| !(1..=12).contains(n)) {
        return Err(format!("month `{name}` is number {number}; write a number from 1 to 12"));
    }
    let capitals: Vec<_> = words.months.iter().map(|(name, n)| (name.to_uppercase(), *n)).collect();
    let pairs = words.months.iter().chain(&capitals);
    Words::exact(pairs.map(|(name, number)| (name.as_str(), *number)))
}

fn zones(words: &StampWords) -> Result<Words<Zone>, String> {
    let (mut zones, mut names) = (Vec::new(), Vec::new());
    for (name, value) in &words.zones {
        let Some(zone) = zone::of_template(value, &mut names) else {
            return Err(format!(
                "zone `{name}` has `{value}`, which is no offset and no zone; write `+08:00`, or \
                 `America/New_York` for one whose offset changes over the year"
            ));
        };
        zones.push((name.as_str(), zone));
    }
    Words::with_abbreviations(zones)
}

fn list(words: &[String], signs: &[&'static str]) -> Result<Words<()>, String> {
    Words::new(signs.iter().map(|sign| (*sign, ())).chain(all(words, ())))
}

fn all<T: Copy>(words: &[String], value: T) -> impl Iterator<Item = (&str, T)> {
    words.iter().map(move |word| (word.as_str(), value))
}
