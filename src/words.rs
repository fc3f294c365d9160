//! Many words searched for at once.
//!
//! Of words that overlap the one that begins first counts, and of those the longest. A word is
//! matched whatever the case of its ASCII letters, and only as a whole word where it is written in
//! them: `alert` is not in `alerting`, and is in `收到alert后`.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// A list of words, ready to search with.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// `None` where there are no words.
    automaton: Option<AhoCorasick>,
}

impl Words {
    /// The words of a list, of which empty ones are left out by their place being never found.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words);
        // It fails for more than four billion words.
        Self { automaton: automaton.ok().filter(|automaton| automaton.patterns_len() > 0) }
    }

    /// The words in a text, in order, not overlapping: the place of each in the list and in the text.
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let automaton = self.automaton.as_ref()?;
                let rest = text.get(at..)?;
                let found = automaton.find(rest)?;
                let range = at + found.start()..at + found.end();
                let is_whole = is_whole(text, &range) && !range.is_empty();
                // What is no whole word hides nothing that begins within it.
                let next = text.get(range.start..)?.chars().next().map_or(1, char::len_utf8);
                at = if is_whole { range.end } else { range.start + next };
                if is_whole {
                    return Some((found.pattern().as_usize(), range));
                }
            }
        })
    }

    /// The first word in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<(usize, Range<usize>)> {
        self.find_iter(text).next()
    }
}

/// Whether a range does not begin or end inside a word of ASCII letters and digits.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let inside = |place: usize| {
        let before = place.checked_sub(1).and_then(|before| bytes.get(before));
        let sides = [before, bytes.get(place)];
        sides.into_iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric))
    };
    !inside(range.start) && !inside(range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(words: &[&str], text: &'t str) -> Vec<&'t str> {
        Words::new(words.iter().copied())
            .find_iter(text)
            .map(|(_, range)| text.get(range).expect("on character boundaries"))
            .collect()
    }

    #[test]
    fn the_first_and_then_the_longest_word_counts() {
        assert_eq!(found(&["恢复", "恢复正常", "正常"], "恢复正常，正常"), ["恢复正常", "正常"]);
        assert_eq!(found(&["a b", "b c d"], "a b c d"), ["a b"]);
    }

    #[test]
    fn ascii_words_are_whole_words_in_any_case() {
        let words = ["alert", "no", "up"];
        assert_eq!(found(&words, "Alert 收到alert后 alerting ALERT"), ["Alert", "alert", "ALERT"]);
        assert_eq!(found(&words, "note, up2date, set-up"), ["up"]);
    }

    #[test]
    fn a_part_of_a_word_hides_nothing() {
        assert_eq!(found(&["roll back", "back"], "roll backs, back"), ["back"]);
        assert_eq!(found(&["no a", "a"], "xno a"), ["a"]);
    }

    #[test]
    fn nothing_is_found_without_words() {
        assert!(found(&[], "恢复").is_empty());
        assert!(found(&[""], "恢复").is_empty());
    }
}
