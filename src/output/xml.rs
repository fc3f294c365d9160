//! Text inside XML 1.0.
//!
//! Two formats need elements and attributes and nothing else, so no crate writes them: the ones there
//! are escape `<` and `&` but let the control characters through that no XML document may hold, and
//! those are what a hostile document would bring.

use std::borrow::Cow;

use crate::output::sanitize::visible;

/// A text as the value of an attribute or as content. Control characters become visible, line ends
/// included, and what XML forbids is replaced.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if !text.contains(['&', '<', '>', '"', '\'', '\t', '\u{fffe}', '\u{ffff}']) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // In an attribute it would be read as a space.
            '\t' => escaped.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_xml_forbids_is_left() {
        let every: String = ('\0'..=char::MAX).collect();
        let allowed = |c: char| {
            matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}'
                | '\u{10000}'..='\u{10ffff}')
        };
        let escaped = escape(&every);
        assert!(escaped.chars().all(allowed));
        assert!(!escaped.contains(['<', '>', '"', '\'', '\n', '\u{1b}']));
        assert!(escaped.contains("&amp;&apos;(") && escaped.contains("&lt;=&gt;"));
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(escape("复盘 a.md:3"), Cow::Borrowed(_)));
    }
}
