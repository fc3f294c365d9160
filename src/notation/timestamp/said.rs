//! What the words around a stamp say of it: about then, the day after, part of the day, zone.

use chrono::Weekday;

use super::WrittenZone;
use super::chars::{expect, is_blank, next, number, raw_previous, skip_blanks, trim_blanks};
use super::glue;
use super::tables::{DayPart, Separator, Tables};
use super::zone::{Before, inside};

/// What the words around a stamp say of it.
#[derive(Clone, Default)]
pub(super) struct Said {
    pub(super) approximate: bool,
    pub(super) zone: Option<WrittenZone>,
    pub(super) part: Option<DayPart>,
    pub(super) weekday: Option<Weekday>,
    pub(super) days_later: u32,
}

impl Tables {
    /// What the words before a stamp say, and where they begin. `None` where they show that the stamp
    /// is the end of something that was not read (`12:??~12:40`).
    pub(super) fn said_before(
        &self,
        text: &str,
        previous: Option<usize>,
        at: usize,
        timed: bool,
    ) -> Option<(Said, usize)> {
        let floor = previous.unwrap_or(0);
        let mut said = Said::default();
        let mut start = at;
        loop {
            let edge = trim_blanks(text, floor, start);
            if let Some(((), word)) = self.about_before.ending(text, floor, edge)
                && !said.approximate
            {
                let tilde = text.get(word..edge).and_then(|sign| self.separators.whole(sign));
                if tilde == Some(Separator::Tilde) {
                    if previous.is_some_and(|end| trim_blanks(text, end, word) == end) {
                        break;
                    }
                    let (c, _) = raw_previous(text, word).unwrap_or((' ', 0));
                    if c.is_ascii_alphanumeric() || c == '?' {
                        return None;
                    }
                }
                said.approximate = true;
                start = word;
            } else if timed
                && said.part.is_none()
                && let Some((part, word)) = self.part_before.ending(text, floor, edge)
            {
                said.part = Some(part);
                start = word;
            } else if timed
                && said.days_later == 0
                && let Some((days, word)) = self.days_before(text, floor, edge)
            {
                said.days_later = days;
                start = word;
            } else if said.zone.is_none()
                && let Some((zone, word)) = self.zone_before(text, floor, edge)
            {
                said.zone = Some(WrittenZone { zone, range: inside(text, word..edge) });
                start = word;
            } else if said.weekday.is_none()
                && let Some((day, word)) = self.weekday_before(text, floor, edge, timed)
            {
                said.weekday = Some(day);
                start = word;
            } else {
                break;
            }
        }
        Some((said, start))
    }

    /// `次日` or `+1d`, ending at a place: how many days, and where it begins.
    fn days_before(&self, text: &str, floor: usize, at: usize) -> Option<(u32, usize)> {
        if let Some(((), start)) = self.next_day.ending(text, floor, at) {
            return Some((1, start));
        }
        // "+" and one or two digits before the "d".
        (3..=4).find_map(|length| {
            let start = at.checked_sub(length).filter(|start| *start >= floor)?;
            let days = number(text, expect(text, start, '+')?, 2)?;
            let end = expect(text, days.end, 'd')?;
            let blank = next(text, at).is_some_and(|(c, _)| is_blank(c));
            (end == at && blank && !glue::on_left(text, start)).then_some((days.value, start))
        })
    }

    /// Takes in what follows a stamp: a zone, after a time; words for "about". Returns where it ends.
    pub(super) fn said_after(
        &self,
        text: &str,
        mut end: usize,
        time: Option<Before>,
        said: &mut Said,
    ) -> usize {
        let mut about = false;
        loop {
            if said.zone.is_none()
                && let Some(before) = time
                && let Some((zone, after)) = self.zone_after(text, end, before)
            {
                let range = inside(text, end..after);
                (said.zone, end) = (Some(WrittenZone { zone, range }), after);
            } else if !about
                && let Some(((), after)) = self.about_after.starting(text, skip_blanks(text, end))
            {
                (said.approximate, about, end) = (true, true, after);
            } else {
                return end;
            }
        }
    }
}
