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
    /// The words; those of one beginning together, the longest first.
    words: Vec<Word>,
    /// The beginnings, each with which of the words have it.
    beginnings: Vec<(Beginning, Range<usize>)>,
    /// The beginnings by their hash: one more than the index of each, and 0 for none. A power of two.
    slots: Box<[u32]>,
    /// What the beginnings begin with: most places of a text are ruled out by that.
    firsts: CharSet,
    /// The beginnings of two characters, by [`pair`]: most of the places that are left are ruled out by
    /// that. A power of two.
    pairs: Box<[u64]>,
    /// The words of one character.
    singles: CharSet,
}

/// A word.
#[derive(Clone, Debug)]
struct Word {
    text: Box<str>,
    /// Its last byte, in lower case: words that begin alike mostly end otherwise.
    last: u8,
    /// Its place in the list.
    place: usize,
}

/// The first two characters of a word, or the one that it has.
type Beginning = (char, Option<char>);

/// The beginning of a text, whatever the case of its ASCII letters.
fn beginning(text: &str) -> Option<Beginning> {
    let mut characters = text.chars().map(|c| c.to_ascii_lowercase());
    Some((characters.next()?, characters.next()))
}

/// Bits for each beginning of two characters.
const PAIR_BITS: usize = 16;

/// Slots for each beginning: with so many, most of those that are none meet an empty slot at once.
const SLOTS: usize = 4;

/// A number that differs for most beginnings.
fn hash((first, second): Beginning) -> usize {
    let both = u64::from(u32::from(first)) << 32 | second.map_or(0, |c| u64::from(u32::from(c)));
    // Multiplied by a large odd number, the high half depends on every bit.
    (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

/// The last twelve bits of a character, whatever the case of ASCII letters: enough to rule most of them
/// out, and quickly had from the bytes of a text.
fn low(c: char) -> usize {
    u32::from(c.to_ascii_lowercase()) as usize % 4096
}

/// The character that begins at a place of a text in UTF-8: its last twelve bits, and where it ends.
fn low_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = *bytes.get(at)?;
    let width = match first {
        ..0x80 => return Some((usize::from(first.to_ascii_lowercase()), at + 1)),
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    };
    let end = at + width;
    let [.., high, low] = *bytes.get(at..end)? else { return None };
    Some((usize::from(high & 0x3F) << 6 | usize::from(low & 0x3F), end))
}

/// A number for two characters by their last twelve bits.
fn pair(first: usize, second: usize) -> usize {
    first.wrapping_mul(0x9e37) ^ second
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
    /// Whether a character may be one of them.
    pub(crate) fn may_hold(&self, c: char) -> bool {
        self.may_hold_low(low(c))
    }

    fn may_hold_low(&self, low: usize) -> bool {
        self.0[low / 64 % 64] >> (low % 64) & 1 != 0
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::default();
        set.extend(characters);
        set
    }
}

impl Extend<char> for CharSet {
    fn extend<I: IntoIterator<Item = char>>(&mut self, characters: I) {
        for low in characters.into_iter().map(low) {
            self.0[low / 64 % 64] |= 1 << (low % 64);
        }
    }
}

impl Words {
    /// The words of a list. Empty ones are never found.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let word = |(place, text): (usize, &str)| {
            let last = text.as_bytes().last()?.to_ascii_lowercase();
            Some(Word { text: text.into(), last, place })
        };
        let mut words: Vec<Word> = words.into_iter().enumerate().filter_map(word).collect();
        words.sort_by_cached_key(|word| {
            (beginning(&word.text), Reverse(word.text.len()), word.place)
        });
        let mut beginnings: Vec<(Beginning, Range<usize>)> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            let Some(begun) = beginning(&word.text) else { continue };
            match beginnings.last_mut() {
                Some((last, range)) if *last == begun => range.end = index + 1,
                _ => beginnings.push((begun, index..index + 1)),
            }
        }
        let firsts = beginnings.iter().map(|(beginning, _)| beginning.0).collect();
        let singles = beginnings.iter().map(|(beginning, _)| *beginning);
        let singles =
            singles.filter(|(_, second)| second.is_none()).map(|(only, _)| only).collect();
        let (slots, pairs) = (slots(&beginnings), pairs(&beginnings));
        Self { words, beginnings, slots, firsts, pairs, singles }
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &*word.text)
    }

    /// The longest word that a place begins with and that `fits` there: its place in the list, and where
    /// it ends.
    #[must_use]
    pub fn at(
        &self,
        text: &str,
        start: usize,
        fits: impl Fn(&str, &Range<usize>) -> bool,
    ) -> Option<(usize, usize)> {
        let (first, end) = low_at(text.as_bytes(), start)?;
        self.firsts.may_hold_low(first).then(|| self.longest(text, start, (first, end), fits))?
    }

    /// [`Words::at`], where the first character is known. Seldom one of a word after all.
    #[inline(never)]
    fn longest(
        &self,
        text: &str,
        start: usize,
        (first, end): (usize, usize),
        fits: impl Fn(&str, &Range<usize>) -> bool,
    ) -> Option<(usize, usize)> {
        let single = self.singles.may_hold_low(first);
        let second = low_at(text.as_bytes(), end);
        if !single && !second.is_some_and(|(second, _)| self.may_hold_pair(pair(first, second))) {
            return None;
        }
        let here = beginning(text.get(start..)?)?;
        // Two characters are longer than one.
        let longer = self.begun(text, start, here, &fits);
        longer.or_else(|| single.then(|| self.begun(text, start, (here.0, None), &fits)).flatten())
    }

    fn may_hold_pair(&self, pair: usize) -> bool {
        let words = self.pairs.get((pair / 64) & self.pairs.len().saturating_sub(1));
        words.is_some_and(|bits| bits >> (pair % 64) & 1 != 0)
    }

    /// The longest word of a beginning that stands at a place and fits there.
    fn begun(
        &self,
        text: &str,
        start: usize,
        beginning: Beginning,
        fits: &impl Fn(&str, &Range<usize>) -> bool,
    ) -> Option<(usize, usize)> {
        let of_beginning = self.with_beginning(beginning)?;
        let bytes = text.as_bytes();
        of_beginning.iter().find_map(|word| {
            let end = start + word.text.len();
            let last = bytes.get(end - 1)?.to_ascii_lowercase();
            let same = last == word.last
                && bytes.get(start..end)?.eq_ignore_ascii_case(word.text.as_bytes());
            (same && fits(text, &(start..end))).then_some((word.place, end))
        })
    }

    /// The words of a beginning.
    fn with_beginning(&self, beginning: Beginning) -> Option<&[Word]> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash(beginning);
        loop {
            slot &= mask;
            let index = usize::try_from(*self.slots.get(slot)?).ok()?.checked_sub(1)?;
            let (known, range) = self.beginnings.get(index)?;
            if *known == beginning {
                return self.words.get(range.clone());
            }
            slot += 1;
        }
    }

    /// The words in a text, in order, not overlapping: the place of each in the list and in the text.
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let bytes = text.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some((low, end)) = low_at(bytes, at) {
                let start = at;
                at = end;
                if self.firsts.may_hold_low(low)
                    && let Some((place, end)) = self.longest(text, start, (low, end), is_whole)
                {
                    at = end;
                    return Some((place, start..end));
                }
                // No word begins inside of one of ASCII letters.
                if bytes.get(start).is_some_and(u8::is_ascii_alphanumeric) {
                    while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                        at += 1;
                    }
                }
            }
            None
        })
    }

    /// The first word in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<(usize, Range<usize>)> {
        self.find_iter(text).next()
    }
}

/// The slots of beginnings: each in the first free one from its hash on.
fn slots(beginnings: &[(Beginning, Range<usize>)]) -> Box<[u32]> {
    let count = (beginnings.len() * SLOTS).next_power_of_two();
    let mut slots = vec![0; count].into_boxed_slice();
    for (number, (beginning, _)) in (1..).zip(beginnings) {
        let mut slot = hash(*beginning) & (count - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = number;
    }
    slots
}

/// The beginnings of two characters as bits, of which few are set.
fn pairs(beginnings: &[(Beginning, Range<usize>)]) -> Box<[u64]> {
    let count = (beginnings.len() * PAIR_BITS).next_power_of_two().max(64) / 64;
    let mut bits = vec![0; count].into_boxed_slice();
    for ((first, second), _) in beginnings {
        let Some(second) = second else { continue };
        let pair = pair(low(*first), low(*second));
        bits[(pair / 64) & (count - 1)] |= 1 << (pair % 64);
    }
    bits
}

/// Whether a range does not begin or end inside a word of ASCII letters and digits.
pub(crate) fn is_whole(text: &str, range: &Range<usize>) -> bool {
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
