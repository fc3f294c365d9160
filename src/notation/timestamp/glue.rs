//! What a stamp must not touch, and what beside it makes it half of something unreadable.
//!
//! Letters, digits and the signs of versions, paths and ports make a number part of something else.
//! Chinese is written without blanks, so its characters are no such neighbours.

use std::ops::Range;

use super::chars::{
    expect, is_blank, next, previous, raw_next, raw_previous, skip_blanks, trim_blanks,
};

/// Whether what begins at a place is the rest of something longer.
pub(super) fn on_left(text: &str, at: usize) -> bool {
    let Some((raw, start)) = raw_previous(text, at) else { return false };
    let Some((c, _)) = previous(text, at) else { return false };
    let before = previous(text, start).map(|(c, _)| c);
    match c {
        '_' | '/' | '\\' | '+' | '?' | '$' | '#' | '%' => true,
        // At the beginning of a line it is a bullet that lacks its blank.
        '-' => before.is_some_and(|c| c != '\n'),
        '.' | ':' | '=' | '&' if raw.is_ascii() => before.is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-' | '/' | ']')
        }),
        '.' | ':' => before.is_some_and(|c| c.is_ascii_digit()),
        c => c.is_ascii_alphanumeric(),
    }
}

/// Whether a stamp that ends at a place goes on as something longer. `dated` is for a date alone.
pub(super) fn on_right(text: &str, at: usize, dated: bool) -> bool {
    let Some((raw, after)) = raw_next(text, at) else { return false };
    let Some((c, _)) = next(text, at) else { return false };
    // A stamp that ends in a word (`3月19日`) is not continued by letters.
    let worded = !previous(text, at).is_some_and(|(c, _)| c.is_ascii_alphanumeric());
    let following = next(text, after).map(|(c, _)| c);
    let continues = |c: char| {
        c.is_ascii_digit() || c == '?' || !worded && (c.is_ascii_alphabetic() || c == '_')
    };
    match c {
        '_' | '%' => !worded,
        '/' | '\\' if worded => following.is_some_and(continues),
        '/' | '\\' => following.is_none_or(|c| !is_blank(c) && c.is_ascii()),
        '-' | '+' | '=' | '&' => following.is_some_and(continues),
        '.' => following.is_some_and(|c| c != '?' && continues(c)),
        ':' if raw.is_ascii() => following.is_some_and(continues),
        ':' => following.is_some_and(|c| c.is_ascii_digit() || c == '?'),
        // `11点??分`, and `2022-02-1?`, whose second digit is not known.
        '?' if worded => following == Some('?'),
        '?' => !previous(text, at)
            .and_then(|(_, digit)| previous(text, digit))
            .is_some_and(|(c, _)| c.is_ascii_digit()),
        c if c.is_ascii_digit() => !(dated && worded),
        c => c.is_ascii_alphabetic() && !worded,
    }
}

/// The addresses in a text: everything around a `://` up to a blank or to what no address holds.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut colons = memchr::memchr_iter(b':', text.as_bytes());
    if !colons.any(|colon| text.as_bytes().get(colon + 1) == Some(&b'/')) {
        return found;
    }
    let mut from = 0;
    while let Some(sign) = text.get(from..).and_then(|rest| rest.find("://")) {
        let sign = from + sign;
        let mut start = sign;
        while start > from
            && let Some((c, before)) = raw_previous(text, start)
            && (c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        {
            start = before;
        }
        let mut end = sign;
        while let Some((c, after)) = raw_next(text, end)
            && c.is_ascii_graphic()
            && !matches!(c, '<' | '>' | '"' | '`' | '|')
        {
            end = after;
        }
        found.push(start..end);
        from = end;
    }
    found
}

/// Whether a clock time with a hole in it follows a date: `2021-03-19 12:??`, `2021-03-19 HH:mm`.
///
/// For places where no clock time could be read, so `10:1` counts too.
pub(super) fn hole_after(text: &str, at: usize) -> bool {
    let at = skip_blanks(text, at);
    let at = expect(text, at, ',').map_or(at, |at| skip_blanks(text, at));
    let at = expect(text, at, 'T').unwrap_or(at);
    let hole = |c: char| {
        c.is_ascii_digit() || matches!(c, '?' | 'x' | 'X' | 'h' | 'H' | 'm' | 'M' | '-' | '_')
    };
    let pair = |at: usize| {
        let (_, at) = next(text, at).filter(|(c, _)| hole(*c))?;
        Some(next(text, at).filter(|(c, _)| hole(*c)).map_or(at, |(_, end)| end))
    };
    let clock = pair(at).and_then(|at| expect(text, at, ':')).and_then(pair);
    let unknown = expect(text, at, '?').and_then(|at| expect(text, at, '?'));
    clock.or(unknown).is_some()
}

/// Where a clock time ends that follows a date and has no digit yet: `2021-03-19 HH:mm`.
pub(super) fn unfilled_after(text: &str, at: usize) -> Option<usize> {
    let blank = skip_blanks(text, at);
    let at = match next(text, at)? {
        ('T', after) => after,
        _ if blank > at => blank,
        _ => return None,
    };
    let end = UNFILLED_CLOCKS.into_iter().find_map(|shape| {
        let same = |at, sign| next(text, at).filter(|(c, _)| c.eq_ignore_ascii_case(&sign));
        shape.chars().try_fold(at, |at, sign| same(at, sign).map(|(_, end)| end))
    })?;
    (!on_right(text, end, false)).then_some(end)
}

/// Clock times without a digit, the longer ones first.
const UNFILLED_CLOCKS: [&str; 7] =
    ["HH:mm:ss", "??:??:??", "xx:xx:xx", "HH:mm", "??:??", "xx:xx", "--:--"];

/// Whether a date that could not be read stands before a clock time: `2022-02-??`, `21-03-19`.
///
/// The time alone would then be half of the stamp, on the wrong day.
pub(super) fn broken_date_before(text: &str, floor: usize, at: usize) -> bool {
    /// `2021/22-??-??` is as long as they come.
    const LONGEST: usize = 14;
    let end = trim_blanks(text, floor, at);
    let (mut start, mut separators, mut dashes, mut holes) = (end, 0, 0, 0);
    while end - start < LONGEST
        && start > floor
        && let Some((c, before)) = raw_previous(text, start)
    {
        match c {
            '-' => dashes += 1,
            '/' => separators += 1,
            '?' | 'x' | 'X' | 'y' | 'Y' | 'm' | 'M' | 'd' | 'D' => holes += 1,
            '0'..='9' => {}
            _ => break,
        }
        start = before;
    }
    let alone = start == floor || !on_left(text, start);
    // A dash that only leads in ("- 10:42") separates nothing.
    let token = text.get(start..end).unwrap_or_default();
    let framed = !token.starts_with(['-', '/']) && !token.ends_with(['-', '/']);
    end < at && alone && framed && (holes > 0 && separators + dashes > 0 || dashes == 2)
}
