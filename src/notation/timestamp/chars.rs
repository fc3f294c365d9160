//! Steps over the characters of a text, with full-width forms taken for the ASCII they stand for.

use std::ops::Range;

/// The ASCII character that a full-width one stands for (`：`, `５`, `～`), or the character itself.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The character that begins at a place, as it is in the text, and where it ends.
pub(super) fn raw_next(text: &str, at: usize) -> Option<(char, usize)> {
    // Most of what is read here is ASCII, which needs no decoding.
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some((char::from(*byte), at + 1)),
        _ => {
            let c = text.get(at..)?.chars().next()?;
            Some((c, at + c.len_utf8()))
        }
    }
}

/// The character that ends at a place, as it is in the text, and where it begins.
pub(super) fn raw_previous(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at.checked_sub(1)?)? {
        byte if byte.is_ascii() => Some((char::from(*byte), at - 1)),
        _ => {
            let c = text.get(..at)?.chars().next_back()?;
            Some((c, at - c.len_utf8()))
        }
    }
}

/// The folded character that begins at a place, and where it ends.
pub(super) fn next(text: &str, at: usize) -> Option<(char, usize)> {
    raw_next(text, at).map(|(c, end)| (fold(c), end))
}

/// The folded character that ends at a place, and where it begins.
pub(super) fn previous(text: &str, at: usize) -> Option<(char, usize)> {
    raw_previous(text, at).map(|(c, start)| (fold(c), start))
}

/// Where a character ends, if it begins at this place.
pub(super) fn expect(text: &str, at: usize, wanted: char) -> Option<usize> {
    next(text, at).filter(|(c, _)| *c == wanted).map(|(_, end)| end)
}

/// White space within a line: a stamp never runs over a line break.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        && !matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The first place from `at` on that is no blank.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    while let Some((c, end)) = raw_next(text, at)
        && is_blank(c)
    {
        at = end;
    }
    at
}

/// The end of what stands before the blanks that end at `at`, not before `floor`.
pub(super) fn trim_blanks(text: &str, floor: usize, mut at: usize) -> usize {
    while at > floor
        && let Some((c, start)) = raw_previous(text, at)
        && is_blank(c)
    {
        at = start;
    }
    at
}

/// The end of the run of digits that begins at a place.
pub(super) fn skip_digits(text: &str, mut at: usize) -> usize {
    while let Some((c, end)) = next(text, at)
        && c.is_ascii_digit()
    {
        at = end;
    }
    at
}

/// The first digit, ASCII or full-width, from a place on.
pub(super) fn next_digit(text: &str, at: usize) -> Option<usize> {
    // Bytes, because most of a text is passed over here. U+FF10 to U+FF19 is EF BC 90 to EF BC 99.
    let bytes = text.as_bytes().get(at..)?;
    let (eights, _) = bytes.as_chunks::<8>();
    let mut passed = 0;
    for eight in eights {
        if may_have_digit(u64::from_le_bytes(*eight))
            && let Some(found) = digit_in(bytes, passed..passed + 8)
        {
            return Some(at + found);
        }
        passed += 8;
    }
    digit_in(bytes, passed..bytes.len()).map(|found| at + found)
}

/// The first digit that begins in a range.
fn digit_in(bytes: &[u8], mut range: Range<usize>) -> Option<usize> {
    range.find(|&i| {
        bytes.get(i).is_some_and(u8::is_ascii_digit)
            || matches!(bytes.get(i..i + 3), Some([0xEF, 0xBC, 0x90..=0x99]))
    })
}

/// Whether one of eight bytes may be a digit, or the first byte of a full-width one: `false` is sure.
fn may_have_digit(eight: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // The high bit of each byte that is less than `most`, and of some above such a byte.
    let less = |eight: u64, most: u64| eight.wrapping_sub(ONES * most) & !eight & (ONES << 7);
    less(eight ^ (ONES * 0x30), 10) | less(eight ^ (ONES * 0xEF), 1) != 0
}

/// A number of at most `most` digits, the value of its first nine digits, and where it ends.
pub(super) fn number(text: &str, at: usize, most: usize) -> Option<Number> {
    let mut number = Number { value: 0, digits: 0, end: at };
    while number.digits < most
        && let Some((c, end)) = next(text, number.end)
        && let Some(digit) = c.to_digit(10)
    {
        if number.digits < 9 {
            number.value = number.value * 10 + digit;
        }
        number.digits += 1;
        number.end = end;
    }
    (number.digits > 0).then_some(number)
}

/// What [`number`] read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) value: u32,
    pub(super) digits: usize,
    pub(super) end: usize,
}
