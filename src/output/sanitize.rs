//! Makes text safe to show: control characters and text direction controls become visible.
//!
//! A document, a file name or a message may hold terminal escapes or bidirectional controls that
//! make a terminal show something else than what is there. Each is replaced by one character of one
//! column, so that columns counted before hold after. Clean text, the usual case, is not copied.

use std::borrow::Cow;

use memchr::memchr3_iter;

/// A text with every control character replaced by a visible one; tabs stay.
///
/// The text is replaced character by character: the length of `visible` of a prefix is the place of
/// the prefix's end in `visible` of the whole.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(may_be_control) || !text.chars().any(|c| substitute(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| substitute(c).unwrap_or(c)).collect())
}

/// Whether a character that is replaced begins with this byte, or may do so.
fn may_be_control(byte: u8) -> bool {
    match byte {
        b'\t' => false,
        0..=0x1f | 0x7f => true,
        // U+0080–009F; U+061C; U+200E–2029, U+2066–2069.
        0xc2 | 0xd8 | 0xe2 => true,
        _ => false,
    }
}

/// The characters of a text that are replaced, those of ASCII aside, each with its place.
pub(super) fn controls_beyond_ascii(text: &str) -> impl Iterator<Item = (usize, char)> {
    memchr3_iter(0xc2, 0xd8, 0xe2, text.as_bytes()).filter_map(|at| {
        let sign = text.get(at..)?.chars().next()?;
        substitute(sign).map(|_| (at, sign))
    })
}

/// What stands for a character that must not reach a terminal.
fn substitute(c: char) -> Option<char> {
    match c {
        '\t' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_not_copied() {
        for text in ["", "plain\ttext", "在 `11:45` 收到告警", "“quotes” … — é", "👨‍👩‍👧"]
        {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn every_control_becomes_one_visible_character() {
        for (text, shown) in [
            ("\u{1b}[31mred", "␛[31mred"),
            ("a\0b\u{7}\u{7f}", "a␀b␇␡"),
            ("line\r\nnext", "line␍␊next"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}e", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"),
            ("one\u{2028}two", "one\u{fffd}two"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn no_replaced_character_slips_past_the_scan_of_bytes() {
        for c in ('\0'..=char::MAX).filter(|&c| substitute(c).is_some()) {
            let text = c.to_string();
            assert!(text.bytes().any(may_be_control), "{c:?}");
            let beyond = controls_beyond_ascii(&text).next();
            assert_eq!(beyond, (!c.is_ascii()).then_some((0, c)));
            assert_ne!(visible(&text), text);
        }
    }

    #[test]
    fn a_prefix_ends_where_its_visible_form_ends() {
        let text = "在\u{1b}告\u{202e}警";
        let shown = visible(text);
        for (at, _) in text.char_indices() {
            let prefix = visible(text.get(..at).expect("a boundary")).into_owned();
            assert!(shown.starts_with(&prefix));
        }
    }
}
