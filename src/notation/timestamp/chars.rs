//! Steps over the characters of a text, with full-width forms taken for the ASCII they stand for.

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
    let found = bytes.iter().enumerate().find(|&(i, byte)| {
        byte.is_ascii_digit()
            || *byte == 0xEF
                && bytes.get(i + 1) == Some(&0xBC)
                && bytes.get(i + 2).is_some_and(|third| (0x90..=0x99).contains(third))
    });
    found.map(|(i, _)| at + i)
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
