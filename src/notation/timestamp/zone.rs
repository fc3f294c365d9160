//! Offsets from UTC and names of zones.
//!
//! An offset is a trap: in `11:45-11:48` a plain `[+-]hh:mm` reads a range as a time zone. So a
//! minus counts only where a time is complete without it, and only with an offset that exists.

use std::ops::Range;

use chrono::FixedOffset;

use super::chars::{expect, fold, next, number, raw_next, raw_previous, skip_blanks};
use super::tables::Tables;
use super::{Atom, Zone, ZoneName};

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
    ) -> Option<(Zone, usize)> {
        if let Some(end) = expect(text, at, 'Z') {
            return FixedOffset::east_opt(0).map(|utc| (Zone::fixed(utc), end));
        }
        let place = skip_blanks(text, at);
        self.named_zone(text, place).or_else(|| self.zone_in_brackets(text, place)).or_else(|| {
            let (offset, end) = self.plain_offset(text, at, place, before)?;
            Some((Zone::fixed(offset), end))
        })
    }

    /// The zone before a stamp: `北京时间 11:46`, `UTC+8 11:46`; and where it begins.
    pub(super) fn zone_before(&self, text: &str, floor: usize, at: usize) -> Option<(Zone, usize)> {
        /// `UTC+08:00` in bytes.
        const LONGEST: usize = 9;
        if let Some((c, start)) = raw_previous(text, at)
            && matches!(c, ')' | '）')
        {
            let bracket = (floor..start).rev().take(LONGEST + 20).find(|&i| {
                text.get(i..start).is_some_and(|inside| inside.starts_with(['(', '（']))
            })?;
            let (zone, end) = self.zone_in_brackets(text, bracket)?;
            return (end == at).then_some((zone, bracket));
        }
        self.zones.ending(text, floor, at).or_else(|| {
            let earliest = at.saturating_sub(LONGEST).max(floor);
            (earliest..at).find_map(|start| {
                let alone =
                    raw_previous(text, start).is_none_or(|(c, _)| !c.is_ascii_alphanumeric());
                let (zone, end) = universal(text, start).filter(|_| alone)?;
                (end == at).then_some((zone, start))
            })
        })
    }

    /// `UTC`, `GMT+8` or a name from the template.
    pub(super) fn named_zone(&self, text: &str, at: usize) -> Option<(Zone, usize)> {
        self.zones.starting(text, at).or_else(|| universal(text, at))
    }

    /// A zone in brackets, `(UTC+8)`, `（北京时间）`.
    pub(super) fn zone_in_brackets(&self, text: &str, at: usize) -> Option<(Zone, usize)> {
        let inside = skip_blanks(text, expect(text, at, '(')?);
        let plain = || offset(text, inside, 2).map(|(offset, end)| (Zone::fixed(offset), end));
        let (zone, end) = self.named_zone(text, inside).or_else(plain)?;
        expect(text, skip_blanks(text, end), ')').map(|end| (zone, end))
    }

    /// The zone that a text names, and where; `None` where it names several that differ.
    pub(super) fn zone_in(&self, text: &str) -> Option<(Zone, Range<usize>)> {
        let mut found: Option<(Zone, Range<usize>)> = None;
        let mut at = 0;
        while let Some((c, after)) = raw_next(text, at) {
            let begins = self.zones.may_start(c) || matches!(fold(c), 'U' | 'u' | 'G' | 'g' | '(');
            let zone = begins.then(|| self.whole_zone(text, at)).flatten();
            let Some((zone, end)) = zone else {
                at = after;
                continue;
            };
            if found.as_ref().is_some_and(|(other, _)| !other.is_same(zone)) {
                return None;
            }
            found.get_or_insert_with(|| (zone, inside(text, at..end)));
            at = end;
        }
        found
    }

    /// A zone at a place, not a part of a longer name: `us-east-PT`, `CET-1`.
    fn whole_zone(&self, text: &str, at: usize) -> Option<(Zone, usize)> {
        let (zone, end) = self.named_zone(text, at).or_else(|| self.zone_in_brackets(text, at))?;
        let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
        let ascii = |c: char| c.is_ascii_alphanumeric();
        let before = raw_previous(text, at);
        let begun = before.is_some_and(|(c, _)| joins(c)) && raw_next(text, at)?.0 != '(';
        let goes_on = raw_next(text, end).is_some_and(|(c, after)| {
            joins(c) && raw_next(text, after).is_some_and(|(c, _)| ascii(c))
        });
        let worded = raw_next(text, at).is_some_and(|(c, _)| !c.is_ascii());
        (worded || !begun && !goes_on).then_some((zone, end))
    }

    /// The zone that a sentence of a text says its times are in, and where: `All times in UTC`. A text
    /// that is the name of a zone and nothing else says so too.
    pub(super) fn zone_statement(&self, text: &str) -> Option<(Zone, Range<usize>)> {
        let mut start = 0;
        text.split(SENTENCE_ENDS).find_map(|sentence| {
            let at = start;
            start += sentence.len();
            start += raw_next(text, start).map_or(0, |(end, _)| end.len_utf8());
            let (zone, place) = self.zone_in(sentence)?;
            let alone = |range: Range<usize>| {
                text.get(range).is_some_and(|text| !text.contains(char::is_alphanumeric))
            };
            let named = at + place.start..at + place.end;
            let whole = alone(0..named.start) && alone(named.end..text.len());
            (whole || self.is_stated(sentence, place.start)).then_some((zone, named))
        })
    }

    /// Whether a clause before a zone begins with what states one, in a sentence without a time.
    fn is_stated(&self, sentence: &str, zone: usize) -> bool {
        let (mut at, mut begins) = (0, true);
        while let Some((c, after)) = raw_next(sentence, at).filter(|_| at < zone) {
            let cue = || self.zone_cues.starting(sentence, at);
            if begins && cue().is_some_and(|((), end)| end <= zone) {
                let timed =
                    |atom: &Atom| matches!(atom, Atom::Stamp(stamp) if stamp.time.is_some());
                return !self.scan(sentence).iter().any(timed);
            }
            begins = !c.is_alphanumeric() && (begins || !c.is_whitespace());
            at = after;
        }
        false
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

/// A place without the brackets and blanks around it.
pub(super) fn inside(text: &str, range: Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || matches!(fold(c), '(' | ')');
    let whole = text.get(range.clone()).unwrap_or_default();
    let start = range.end - whole.trim_start_matches(edge).len();
    start..start.max(range.start + whole.trim_end_matches(edge).len())
}

/// What ends a sentence. A full stop also stands in `US.` and `a.m.`, which no harm comes of.
const SENTENCE_ENDS: [char; 8] = ['.', '。', '!', '！', ';', '；', '\n', '|'];

/// The zone that a template gives for a name: `+08:00`, `America/New_York`, or both of them.
pub(super) fn of_template<'a>(value: &'a str, names: &mut Vec<&'a str>) -> Option<Zone> {
    let mut zone = Zone { offset: None, name: None };
    for part in value.split_whitespace() {
        if let Some(offset) = whole_offset(part).filter(|_| zone.offset.is_none()) {
            zone.offset = Some(offset);
        } else if part.starts_with(char::is_alphabetic) && zone.name.is_none() {
            let known = names.iter().position(|name| *name == part).unwrap_or(names.len());
            if known == names.len() {
                names.push(part);
            }
            zone.name = u16::try_from(known).ok().map(ZoneName);
        } else {
            return None;
        }
    }
    (zone.offset.is_some() || zone.name.is_some()).then_some(zone)
}

/// `UTC` or `GMT`, with an offset directly after it or not.
fn universal(text: &str, at: usize) -> Option<(Zone, usize)> {
    let end = at.checked_add(3)?;
    let name = text.get(at..end)?;
    if !name.eq_ignore_ascii_case("UTC") && !name.eq_ignore_ascii_case("GMT") {
        return None;
    }
    if let Some((offset, end)) = offset(text, end, 1) {
        return Some((Zone::fixed(offset), end));
    }
    let longer = next(text, end).is_some_and(|(c, _)| c.is_ascii_alphanumeric());
    FixedOffset::east_opt(0).filter(|_| !longer).map(|utc| (Zone::fixed(utc), end))
}
