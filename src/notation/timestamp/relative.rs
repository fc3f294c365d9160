//! Times counted from the zero of their timeline: `T0`, `T+15m`, `T-1h30m`, `T+00:15`.

use chrono::TimeDelta;

use super::chars::{expect, next, number, raw_previous, skip_blanks, trim_blanks};
use super::read::Stamp;
use super::tables::Tables;
use super::{Atom, Relative, Written, glue};

/// The units without words; those with words come from the template.
const UNITS: [(&str, i64); 5] = [("d", 86_400), ("h", 3600), ("min", 60), ("m", 60), ("s", 1)];

impl Tables {
    /// The relative time whose first number is at a place, not reaching before `floor`.
    pub(super) fn relative(&self, text: &str, floor: usize, at: usize) -> Option<Stamp> {
        let edge = trim_blanks(text, floor, at);
        let (sign, before) = raw_previous(text, edge).filter(|(_, start)| *start >= floor)?;
        let (negative, start) = match sign {
            'T' if edge == at => (None, before),
            '+' | '-' | '−' | '＋' => {
                let (letter, start) = raw_previous(text, trim_blanks(text, floor, before))?;
                (Some(matches!(sign, '-' | '−')), Some(start).filter(|_| letter == 'T')?)
            }
            _ => return None,
        };
        let (length, precision, end) = match negative {
            Some(_) => self.length(text, at)?,
            None => (0, 60, expect(text, at, '0')?),
        };
        if start < floor || glue::on_left(text, start) || glue::on_right(text, end, false) {
            return None;
        }
        let length = TimeDelta::try_seconds(if negative == Some(true) { -length } else { length })?;
        let relative = Some(Relative { length, precision: TimeDelta::try_seconds(precision)? });
        let atom = Atom::Stamp(Written {
            date: None,
            time: None,
            relative,
            zone: None,
            weekday: None,
            days_later: 0,
            approximate: false,
            date_inherited: false,
            range: start..end,
        });
        Some(Stamp { atom, end, dated: false })
    }

    /// A length in seconds, the unit it is stated in, and where it ends: `1h30m`, `0`, `1:30`.
    fn length(&self, text: &str, at: usize) -> Option<(i64, i64, usize)> {
        let first = number(text, at, 6)?;
        if let Some(minutes) = expect(text, first.end, ':').and_then(|at| number(text, at, 2)) {
            let minutes = Some(minutes).filter(|n| n.digits == 2 && n.value < 60)?;
            let seconds = i64::from(first.value) * 3600 + i64::from(minutes.value) * 60;
            return Some((seconds, 60, minutes.end));
        }
        let (mut total, mut unit, mut end) = (0, 0, at);
        while let Some(count) = number(text, skip_blanks(text, end), 6)
            && let Some((size, after)) = self.unit(text, skip_blanks(text, count.end))
            && (unit == 0 || size < unit)
        {
            (total, unit, end) = (total + i64::from(count.value) * size, size, after);
        }
        match unit {
            0 => (first.value == 0).then_some((0, 60, first.end)),
            _ => Some((total, unit, end)),
        }
    }

    /// A unit at a place, its seconds, and where it ends.
    fn unit(&self, text: &str, at: usize) -> Option<(i64, usize)> {
        if let Some(found) = self.units.starting(text, at) {
            return Some(found);
        }
        let ends = |end| !next(text, end).is_some_and(|(c, _)| c.is_ascii_alphabetic());
        UNITS.iter().find_map(|&(word, size)| {
            let end = at.checked_add(word.len())?;
            (text.get(at..end) == Some(word) && ends(end)).then_some((size, end))
        })
    }
}
