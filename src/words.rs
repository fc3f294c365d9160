//! Many words searched for at once.
//!
//! Of words that overlap the one that begins first counts, and of those the longest. A word is
//! matched whatever the case of its ASCII letters, and only as a whole word where it is written in
//! them: `alert` is not in `alerting`, and is in `收到alert后`.

use std::cmp::Reverse;
use std::ops::Range;

/// A list of words, ready to search with.
///
/// The words are indexed by their first two characters. An automaton would search faster, but takes
/// longer to build than the texts of a run take to search: most runs are over a few files.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The words with their places in the list; those of one beginning together, the longest first.
    words: Vec<(Box<str>, usize)>,
    /// The beginnings, in order, each with where its words begin.
    beginnings: Vec<(Beginning, usize)>,
    /// What the beginnings may be: most places of a text are ruled out by that.
    firsts: CharSet,
    pairs: Box<[u64]>,
}

/// The first two characters of a word, or the one that it has.
type Beginning = (char, Option<char>);

/// The beginning of a text, whatever the case of its ASCII letters.
fn beginning(text: &str) -> Option<Beginning> {
    let mut characters = text.chars().map(|c| c.to_ascii_lowercase());
    Some((characters.next()?, characters.next()))
}

/// How many bits tell which beginnings there may be.
const PAIR_BITS: usize = 1 << 15;

/// The word and the bit of a beginning.
fn pair((first, second): Beginning) -> (usize, u64) {
    let second = second.map_or(0, u32::from);
    let bit = (u32::from(first).wrapping_mul(0x9e5).wrapping_add(second)) as usize % PAIR_BITS;
    (bit / 64, 1 << (bit % 64))
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
        let mut words: Vec<(Box<str>, usize)> = words
            .into_iter()
            .enumerate()
            .filter(|(_, word)| !word.is_empty())
            .map(|(place, word)| (word.into(), place))
            .collect();
        words.sort_by_cached_key(|(word, place)| (beginning(word), Reverse(word.len()), *place));
        let mut beginnings: Vec<(Beginning, usize)> = Vec::new();
        for (index, (word, _)) in words.iter().enumerate() {
            if let Some(beginning) = beginning(word)
                && beginnings.last().is_none_or(|last| last.0 != beginning)
            {
                beginnings.push((beginning, index));
            }
        }
        let firsts = beginnings.iter().map(|(beginning, _)| beginning.0).collect();
        let mut pairs = vec![0; PAIR_BITS / 64].into_boxed_slice();
        for (beginning, _) in &beginnings {
            let (word, bit) = pair(*beginning);
            pairs[word] |= bit;
        }
        Self { words, beginnings, firsts, pairs }
    }

    /// The longest word that a place begins with: its place in the list, and where it ends.
    fn at(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        let here = beginning(text.get(start..)?)?;
        // Two characters are longer than one.
        self.begun(text, start, here).or_else(|| self.begun(text, start, (here.0, None)))
    }

    /// The longest word of a beginning that stands at a place.
    fn begun(&self, text: &str, start: usize, beginning: Beginning) -> Option<(usize, usize)> {
        let (word, bit) = pair(beginning);
        if self.pairs.get(word)? & bit == 0 {
            return None;
        }
        let index = self.beginnings.binary_search_by_key(&beginning, |entry| entry.0).ok()?;
        let first = self.beginnings.get(index)?.1;
        let last = self.beginnings.get(index + 1).map_or(self.words.len(), |next| next.1);
        self.words.get(first..last)?.iter().find_map(|(word, place)| {
            let end = start + word.len();
            let same = text.as_bytes().get(start..end)?.eq_ignore_ascii_case(word.as_bytes());
            (same && is_whole(text, &(start..end))).then_some((*place, end))
        })
    }

    /// The words in a text, in order, not overlapping: the place of each in the list and in the text.
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut free = 0;
        text.char_indices().filter_map(move |(start, c)| {
            if start < free || !self.firsts.may_hold(c) {
                return None;
            }
            let (place, end) = self.at(text, start)?;
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
