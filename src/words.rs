//! Many words searched for at once.
//!
//! Of words that overlap the one that begins first counts, and of those the longest. A word is
//! matched whatever the case of its ASCII letters, and only as a whole word where it is written in
//! them: `alert` is not in `alerting`, and is in `收到alert后`.

use std::cmp::Reverse;
use std::ops::Range;

/// A list of words, ready to search with.
///
/// The words are indexed by their first character. An automaton would search faster, but takes
/// longer to build than the texts of a run take to search: most runs are over a few files.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// First character, word and place in the list; of one character the longest word first.
    words: Vec<(char, Box<str>, usize)>,
    /// Which characters begin no word, by their lowest bits: most do not.
    starts: Starts,
}

/// A set of characters that may say yes to one that is not in it.
#[derive(Clone, Debug)]
struct Starts([u64; 64]);

impl Default for Starts {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Starts {
    fn place(c: char) -> (usize, u64) {
        let low = u32::from(c.to_ascii_lowercase()) % 4096;
        (low as usize / 64, 1 << (low % 64))
    }

    fn insert(&mut self, c: char) {
        let (word, bit) = Self::place(c);
        self.0[word] |= bit;
    }

    fn may_hold(&self, c: char) -> bool {
        let (word, bit) = Self::place(c);
        self.0[word] & bit != 0
    }
}

impl Words {
    /// The words of a list. Empty ones are never found.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let first = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
        let mut words: Vec<(char, Box<str>, usize)> = words
            .into_iter()
            .enumerate()
            .filter_map(|(place, word)| Some((first(word)?, word.into(), place)))
            .collect();
        words.sort_by(|a, b| (a.0, Reverse(a.1.len()), a.2).cmp(&(b.0, Reverse(b.1.len()), b.2)));
        let mut starts = Starts::default();
        words.iter().for_each(|word| starts.insert(word.0));
        Self { words, starts }
    }

    /// The longest word that a place begins with: its place in the list, and where it ends.
    fn at(&self, text: &str, start: usize, first: char) -> Option<(usize, usize)> {
        let first = first.to_ascii_lowercase();
        let begin = self.words.partition_point(|word| word.0 < first);
        let candidates = self.words.get(begin..)?.iter().take_while(|word| word.0 == first);
        let mut fitting = candidates.filter_map(|(_, word, place)| {
            let end = start + word.len();
            let same = text.get(start..end)?.eq_ignore_ascii_case(word);
            (same && is_whole(text, &(start..end))).then_some((*place, end))
        });
        fitting.next()
    }

    /// The words in a text, in order, not overlapping: the place of each in the list and in the text.
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut free = 0;
        text.char_indices().filter_map(move |(start, c)| {
            if start < free || !self.starts.may_hold(c) {
                return None;
            }
            let (place, end) = self.at(text, start, c)?;
            free = end;
            Some((place, start..end))
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
