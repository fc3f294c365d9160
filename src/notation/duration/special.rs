//! Notations with a form of their own: ISO 8601, clocks, primes, and what has two meanings.

use super::Unit;
use super::display;
use super::length::{DAY, Found, HOUR, Length, MINUTE, SECOND, sixtieth};
use super::reader::{Amount, Reader};
use crate::notation::number::Number;
use crate::notation::scan::{Cursor, is_east_asian, is_word, narrow};

impl<'t> Reader<'_> {
    /// A whole number in digits.
    fn whole(&self, at: Cursor<'t>) -> Found<'t, i64> {
        self.digits(at).filter(|(number, _)| number.is_whole()).map(|(n, end)| (n.ratio().0, end))
    }

    /// `PT2H13M`, `P1DT2H` (ISO 8601 without months and years, which have no fixed length).
    pub(super) fn iso(&self, at: Cursor<'t>) -> Found<'t, Length> {
        let (days, at) = self.designated(at.eat('P')?, None, &[('D', DAY)]);
        let (length, end) = match at.eat('T') {
            Some(time) if time.digit().is_some() => {
                self.designated(time, days, &[('H', HOUR), ('M', MINUTE), ('S', SECOND)])
            }
            _ => (days, at),
        };
        // A letter or a digit that was not read makes it something else: `P1DT`, `PT5`.
        (!end.peek().is_some_and(is_word)).then_some((length?, end))
    }

    /// Numbers with their ISO 8601 designators, added to what came before.
    fn designated(
        &self,
        mut at: Cursor<'t>,
        mut length: Option<Length>,
        designators: &[(char, i64)],
    ) -> (Option<Length>, Cursor<'t>) {
        for (designator, size) in designators {
            if length.is_none_or(|length| length.open)
                && let Some((number, behind)) = self.digits(at)
                && let Some(end) = behind.eat(*designator)
            {
                let part = Length::new(number, *size);
                (length, at) = (Some(length.map_or(part, |length| length.plus(part))), end);
            }
        }
        (length, at)
    }

    /// `5'30"`: minutes and seconds.
    pub(super) fn primes(&self, at: Cursor<'t>) -> Found<'t, Length> {
        let (minutes, at) = self.whole(at)?;
        let (seconds, at) = self.whole(prime(at)?)?;
        let end = one_of(at, &['"', '″', '”']).or_else(|| prime(prime(at)?))?;
        let length = sum(&[(minutes, MINUTE), (seconds, SECOND)])?;
        (seconds < 60).then_some((length, end))
    }

    /// `2:13:00`, which is a length, and `2:13`, which is one where a unit says of what.
    pub(super) fn clock(&self, at: Cursor<'t>) -> Found<'t, Amount> {
        let (first, at) = self.whole(at)?;
        let (minutes, at) = sixtieth(at.eat(':')?)?;
        if let Some((seconds, end)) = at.eat(':').and_then(sixtieth) {
            let length = sum(&[(first, HOUR), (minutes, MINUTE), (seconds, SECOND)])?;
            return ends_clock(end).then_some((Amount::Length(length), end));
        }
        let hours = sum(&[(first, HOUR), (minutes, MINUTE)])?;
        let shorter = sum(&[(first, MINUTE), (minutes, SECOND)])?;
        let (unit, end) = match self.unit(at.skip_space()) {
            Some((unit, end)) => (Some(unit), end),
            None if !ends_clock(at) => return None,
            None => (self.label_unit.map(Unit::millis), at),
        };
        Some(match unit {
            Some(HOUR) => (Amount::Length(hours), end),
            Some(MINUTE) => (Amount::Length(shorter), end),
            _ => {
                let mut meanings = vec![display(hours.delta()?), display(shorter.delta()?)];
                if first < 24 {
                    meanings.push(format!("{first:02}:{minutes:02}"));
                }
                (Amount::Ambiguous(meanings), at)
            }
        })
    }

    /// `30M`: a unit with two meanings.
    pub(super) fn ambiguous_unit(&self, at: Cursor<'t>) -> Found<'t, Amount> {
        let (_, behind) = self.digits(at)?;
        let units = self.words.ambiguous_units.iter().map(|(word, to)| (word.as_str(), to));
        let (meanings, end) = behind.skip_space().longest(units, narrow)?;
        if end.digit().is_some() {
            return None;
        }
        let number = at.rest().get(..at.distance(behind))?;
        let meanings = meanings.iter().map(|meaning| format!("{number} {meaning}")).collect();
        Some((Amount::Ambiguous(meanings), end))
    }
}

/// Whole numbers of units, added up.
fn sum(parts: &[(i64, i64)]) -> Option<Length> {
    let parts = parts.iter().map(|(count, unit)| Length::new(Number::whole(*count), *unit));
    parts.reduce(Length::plus)
}

/// The mark of a minute.
fn prime(at: Cursor<'_>) -> Option<Cursor<'_>> {
    one_of(at, &['\'', '′', '’'])
}

/// The place behind one of these characters.
fn one_of<'t>(at: Cursor<'t>, marks: &[char]) -> Option<Cursor<'t>> {
    marks.iter().find_map(|mark| at.eat(*mark))
}

/// Whether a clock time is over here. Chinese may follow it without a space.
fn ends_clock(at: Cursor<'_>) -> bool {
    at.ends_number() || at.peek().is_some_and(is_east_asian)
}
