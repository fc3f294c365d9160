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
    /// The words, those of one character together, the longest first.
    words: Vec<Word>,
    /// The first characters, in order, each with where its words begin.
    firsts: Vec<(char, usize)>,
    starts: CharSet,
}

#[derive(Clone, Debug)]
struct Word {
    text: Box<str>,
    /// Its place in the list.
    place: usize,
    /// The byte behind its first character, where it has more: most words are ruled out by it.
    second: Option<u8>,
}

/// A set of characters, whatever the case of ASCII letters. It may hold one that is not in it, and
/// answers faster than any that does not.
#[derive(Clone, Debug)]
pub(crate) struct CharSet([u64; 64]);

impl Default for CharSet {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl CharSet {
    fn place(c: char) -> (usize, u64) {
        let low = u32::from(c.to_ascii_lowercase()) % 4096;
        (low as usize / 64, 1 << (low % 64))
    }

    /// Whether a character may be one of them.
    pub(crate) fn may_hold(&self, c: char) -> bool {
        let (word, bit) = Self::place(c);
        self.0[word] & bit != 0
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::default();
        for c in characters {
            let (word, bit) = Self::place(c);
            set.0[word] |= bit;
        }
        set
    }
}

impl Words {
    /// The words of a list. Empty ones are never found.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let first = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
        let mut words: Vec<Word> = words
            .into_iter()
            .enumerate()
            .filter_map(|(place, text)| {
                let second = text.as_bytes().get(first(text)?.len_utf8());
                let second = second.map(u8::to_ascii_lowercase);
                Some(Word { text: text.into(), place, second })
            })
            .collect();
        words.sort_by_cached_key(|word| (first(&word.text), Reverse(word.text.len()), word.place));
        let mut firsts: Vec<(char, usize)> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if let Some(first) = first(&word.text)
                && firsts.last().is_none_or(|last| last.0 != first)
            {
                firsts.push((first, index));
            }
        }
        let starts = firsts.iter().map(|first| first.0).collect();
        Self { words, firsts, starts }
    }

    /// The longest word that a place begins with: its place in the list, and where it ends.
    fn at(&self, text: &str, start: usize, first: char) -> Option<(usize, usize)> {
        let first = first.to_ascii_lowercase();
        let index = self.firsts.binary_search_by_key(&first, |entry| entry.0).ok()?;
        let begin = self.firsts.get(index)?.1;
        let end = self.firsts.get(index + 1).map_or(self.words.len(), |next| next.1);
        let second = text.as_bytes().get(start + first.len_utf8()).map(u8::to_ascii_lowercase);
        let may_be = |word: &&Word| word.second.is_none() || word.second == second;
        self.words.get(begin..end)?.iter().filter(may_be).find_map(|word| {
            let end = start + word.text.len();
            let here = text.as_bytes().get(start..end)?;
            let same = here.eq_ignore_ascii_case(word.text.as_bytes());
            (same && is_whole(text, &(start..end))).then_some((word.place, end))
        })
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
