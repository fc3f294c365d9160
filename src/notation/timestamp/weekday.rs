//! Days of the week beside a stamp: `2021-03-19 (Fri) 11:46`, `Friday, 19 March`, `8:00 on Monday`.
//!
//! A date says the day itself, and the day of the week adds nothing. A time without a date is on that
//! day.

use chrono::Weekday;

use super::StampWords;
use super::chars::{expect, next, previous, raw_next, skip_blanks, trim_blanks};
use super::tables::Tables;
use super::words::Words;

/// The names of the days. One of a single character (`月`) counts in brackets only.
pub(super) fn names(words: &StampWords) -> Result<Words<Weekday>, String> {
    let mut names = Vec::new();
    for (name, number) in &words.weekdays {
        let day = number.checked_sub(1).and_then(|number| u8::try_from(number).ok());
        let Some(day) = day.and_then(|day| Weekday::try_from(day).ok()) else {
            return Err(format!(
                "weekday `{name}` is number {number}; write a number from 1, Monday, to 7"
            ));
        };
        names.push((name.clone(), day));
        names.push((name.to_uppercase(), day));
    }
    Words::exact(names.iter().map(|(name, day)| (name.as_str(), *day)))
}

impl Tables {
    /// The day of the week that stands behind a date, and where it ends.
    pub(super) fn weekday_after(&self, text: &str, at: usize) -> Option<(Weekday, usize)> {
        let at = skip_blanks(text, at);
        let at = expect(text, at, ',').map_or(at, |at| skip_blanks(text, at));
        let Some(inside) = expect(text, at, '(') else {
            let (day, end) = self.weekdays.starting(text, at)?;
            // The point of an abbreviation; at other places it ends the sentence.
            let is_digit =
                |at| raw_next(text, skip_blanks(text, at)).is_some_and(|(c, _)| c.is_numeric());
            let point = expect(text, end, '.').filter(|after| is_digit(*after));
            return is_long(text, at, end).then(|| (day, point.unwrap_or(end)));
        };
        let (day, end) = self.weekdays.starting(text, skip_blanks(text, inside))?;
        expect(text, skip_blanks(text, end), ')').map(|end| (day, end))
    }

    /// The day of the week that a time is on, behind it: `8:00 on Monday`, `8:00 (Mon)`. None where a
    /// date follows, which says the day itself.
    pub(super) fn weekday_of_time(&self, text: &str, at: usize) -> Option<(Weekday, usize)> {
        let word = self.on.starting(text, skip_blanks(text, at));
        let (day, end) = self.weekday_after(text, word.map_or(at, |((), end)| end))?;
        let behind = skip_blanks(text, end);
        let behind = expect(text, behind, ',').map_or(behind, |at| skip_blanks(text, at));
        let is_digit = raw_next(text, behind).is_some_and(|(c, _)| c.is_numeric());
        let dated = is_digit || self.names.months.starting(text, behind).is_some();
        (!dated).then_some((day, end))
    }

    /// The day of the week that ends before a stamp, and where it begins. Before a time a word may
    /// stand between: `Monday at 8:00`.
    pub(super) fn weekday_before(
        &self,
        text: &str,
        floor: usize,
        at: usize,
        timed: bool,
    ) -> Option<(Weekday, usize)> {
        let word = self.at.ending(text, floor, at).filter(|_| timed);
        let at = word.map_or(at, |((), start)| trim_blanks(text, floor, start));
        let comma = previous(text, at).filter(|(c, start)| *c == ',' && *start >= floor);
        let at = comma.map_or(at, |(_, start)| trim_blanks(text, floor, start));
        match previous(text, at).filter(|(_, start)| *start >= floor)? {
            (')', inside) => {
                let inside = trim_blanks(text, floor, inside);
                let (day, start) = self.weekdays.ending(text, floor, inside)?;
                let (sign, start) = previous(text, trim_blanks(text, floor, start))?;
                (sign == '(' && start >= floor).then_some((day, start))
            }
            ('.', end) => self.weekdays.ending(text, floor, end),
            _ => {
                self.weekdays.ending(text, floor, at).filter(|(_, start)| is_long(text, *start, at))
            }
        }
    }
}

/// Whether a word has more than one character.
fn is_long(text: &str, start: usize, end: usize) -> bool {
    next(text, start).is_some_and(|(_, after)| after < end)
}
