//! The two commonest notations, `2021-03-19` and `11:45`, by their bytes.
//!
//! They are rows of the tables like any other, and are read the same by them. Most stamps are of these
//! two, so it pays to know them at sight.

use super::chars::next;
use super::pattern::{Fields, Pattern};

/// The row of the dates that [`date`] reads.
pub(super) const DATE: &str = "{year}-{month}-{day}";
/// The row of the clock times that [`clock`] reads.
pub(super) const CLOCK: &str = "{hour}:{minute:2}";

/// Whether the dates of a template leave [`DATE`] alone: none could be read where it stands.
pub(super) fn is_only_date(given: &[Pattern]) -> bool {
    !given.iter().any(|pattern| pattern.may_begin_with(4, '-'))
}

/// Whether the clock times of a template leave [`CLOCK`] alone.
pub(super) fn is_only_clock(given: &[Pattern]) -> bool {
    !given.iter().any(|pattern| pattern.may_begin_with(2, ':'))
}

/// `2021-03-19` at a place, and where it ends.
pub(super) fn date(text: &str, at: usize) -> Option<(Fields, usize)> {
    let bytes = text.as_bytes().get(at..at.checked_add(10)?)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else { return None };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let fields =
        Fields { year: Some(year), month: two(m1, m2)?, day: two(d1, d2)?, ..Fields::default() };
    let end = at + bytes.len();
    (!followed_by(text, end, |c| c.is_ascii_digit())).then_some((fields, end))
}

/// `11:45` at a place, without seconds, and where it ends.
pub(super) fn clock(text: &str, at: usize) -> Option<(Fields, usize)> {
    let bytes = text.as_bytes().get(at..at.checked_add(5)?)?;
    let [h1, h2, b':', m1, m2] = *bytes else { return None };
    let fields = Fields {
        hour: two(h1, h2)?,
        hour_digits: 2,
        minute: Some(two(m1, m2)?),
        ..Fields::default()
    };
    let end = at + bytes.len();
    (!followed_by(text, end, |c| c == ':' || c.is_ascii_digit())).then_some((fields, end))
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn followed_by(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> bool {
    next(text, at).is_some_and(|(c, _)| wanted(c))
}
