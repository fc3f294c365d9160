//! Offsets from UTC and names of zones.
//!
//! An offset is a trap: in `11:45-11:48` a plain `[+-]hh:mm` reads a range as a time zone. So a
//! minus counts only where a time is complete without it, and only with an offset that exists.

use chrono::FixedOffset;

use super::chars::{expect, next, number, raw_previous, skip_blanks};
use super::tables::Tables;

/// What stands before an offset, and so how much of it may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// `11:46`: no offset.
    Time,
    /// `2021-03-19 11:46`: a plus, which no range has.
    DateTime,
    /// `11:46:30`, `2021-03-19T11:46`: a plus or a minus.
    Complete,
}

/// An offset that is the whole of a text: `+08:00`, `-0530`, `+8`, `Z`.
pub(super) fn whole_offset(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (offset, end) = offset(text, 0, 1)?;
    (end == text.len()).then_some(offset)
}

/// `+08:00`, `+0800`, `+08` and, with `least` 1, `+8`.
fn offset(text: &str, at: usize, least: usize) -> Option<(FixedOffset, usize)> {
    let (sign, at) = next(text, at)?;
    let sign = match sign {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let hours = number(text, at, 2).filter(|hours| hours.digits >= least)?;
    let after_colon = expect(text, hours.end, ':').unwrap_or(hours.end);
    let minutes = number(text, after_colon, 2).filter(|minutes| minutes.digits == 2);
    let (minutes, end) = minutes.map_or((0, hours.end), |minutes| (minutes.value, minutes.end));
    // East up to Kiribati; in the west there are half hours in three places only.
    let exists = match (sign, minutes) {
        (1, 0 | 30 | 45) => hours.value <= 14,
        (_, 0) => hours.value <= 12,
        (_, 30) => matches!(hours.value, 2 | 3 | 9),
        _ => false,
    };
    let goes_on = next(text, end).is_some_and(|(c, after)| {
        c.is_ascii_alphanumeric()
            || c == ':' && next(text, after).is_some_and(|(c, _)| c.is_ascii_digit())
    });
    if !exists || goes_on {
        return None;
    }
    let seconds = i32::try_from(hours.value * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(sign * seconds).map(|offset| (offset, end))
}

impl Tables {
    /// The zone after a time: `Z`, `+08:00`, `UTC+8`, `(UTC)`, a name; and where it ends.
    pub(super) fn zone_after(
        &self,
        text: &str,
        at: usize,
        before: Before,
    ) -> Option<(FixedOffset, usize)> {
        if let Some(end) = expect(text, at, 'Z') {
            return FixedOffset::east_opt(0).map(|utc| (utc, end));
        }
        let place = skip_blanks(text, at);
        self.named_zone(text, place)
            .or_else(|| self.zone_in_brackets(text, place))
            .or_else(|| self.plain_offset(text, at, place, before))
    }

    /// The zone before a stamp: `北京时间 11:46`, `UTC+8 11:46`; and where it begins.
    pub(super) fn zone_before(
        &self,
        text: &str,
        floor: usize,
        at: usize,
    ) -> Option<(FixedOffset, usize)> {
        /// `UTC+08:00` in bytes.
        const LONGEST: usize = 9;
        if let Some((c, start)) = raw_previous(text, at)
            && matches!(c, ')' | '）')
        {
            let bracket = (floor..start).rev().take(LONGEST + 20).find(|&i| {
                text.get(i..start).is_some_and(|inside| inside.starts_with(['(', '（']))
            })?;
            let (offset, end) = self.zone_in_brackets(text, bracket)?;
            return (end == at).then_some((offset, bracket));
        }
        self.zones.ending(text, floor, at).or_else(|| {
            let earliest = at.saturating_sub(LONGEST).max(floor);
            (earliest..at).find_map(|start| {
                let alone =
                    raw_previous(text, start).is_none_or(|(c, _)| !c.is_ascii_alphanumeric());
                let (offset, end) = universal(text, start).filter(|_| alone)?;
                (end == at).then_some((offset, start))
            })
        })
    }

    /// `UTC`, `GMT+8` or a name from the template.
    pub(super) fn named_zone(&self, text: &str, at: usize) -> Option<(FixedOffset, usize)> {
        self.zones.starting(text, at).or_else(|| universal(text, at))
    }

    /// A zone in brackets, `(UTC+8)`, `（北京时间）`.
    pub(super) fn zone_in_brackets(&self, text: &str, at: usize) -> Option<(FixedOffset, usize)> {
        let inside = skip_blanks(text, expect(text, at, '(')?);
        let zone = self.named_zone(text, inside).or_else(|| offset(text, inside, 2));
        let (offset, end) = zone?;
        expect(text, skip_blanks(text, end), ')').map(|end| (offset, end))
    }

    fn plain_offset(
        &self,
        text: &str,
        at: usize,
        place: usize,
        before: Before,
    ) -> Option<(FixedOffset, usize)> {
        let (sign, _) = next(text, place)?;
        let believed = match before {
            Before::Time => false,
            Before::DateTime => sign == '+' && place == at,
            // Git writes `11:46:30 +0800`; with a minus and a colon that is rather a range.
            Before::Complete => sign == '+' || place == at,
        };
        let (offset, end) = offset(text, place, 2).filter(|_| believed)?;
        // `10:00:00-11:00 UTC` is a range whose second side has the zone.
        let after = skip_blanks(text, end);
        let time = self.named_zone(text, after).is_some()
            || self.half_after.starting(text, after).is_some();
        (!time).then_some((offset, end))
    }
}

/// `UTC` or `GMT`, with an offset directly after it or not.
fn universal(text: &str, at: usize) -> Option<(FixedOffset, usize)> {
    let end = at.checked_add(3)?;
    let name = text.get(at..end)?;
    if !name.eq_ignore_ascii_case("UTC") && !name.eq_ignore_ascii_case("GMT") {
        return None;
    }
    if let Some(found) = offset(text, end, 1) {
        return Some(found);
    }
    let longer = next(text, end).is_some_and(|(c, _)| c.is_ascii_alphanumeric());
    FixedOffset::east_opt(0).filter(|_| !longer).map(|utc| (utc, end))
}
