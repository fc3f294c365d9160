//! Finding any of many words in a text.
//!
//! Of the words that begin first the longest counts, and found words do not overlap. A word that
//! begins or ends in an ASCII letter or digit is no part of a longer one; the case of ASCII letters
//! makes no difference.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// A list of words, ready to search with.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    words: Vec<String>,
    /// The words that begin with a character, by their places in the list, longest first.
    by_start: HashMap<char, Vec<usize>>,
}

impl Finder {
    /// A finder of words; what it finds is told by their places in the list.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        let words: Vec<String> = words.into_iter().map(Into::into).collect();
        let mut by_start: HashMap<char, Vec<usize>> = HashMap::new();
        for (place, word) in words.iter().enumerate() {
            if let Some(start) = word.chars().next() {
                by_start.entry(start.to_ascii_lowercase()).or_default().push(place);
            }
        }
        for places in by_start.values_mut() {
            places.sort_by_key(|&place| Reverse(words.get(place).map_or(0, String::len)));
        }
        Self { words, by_start }
    }

    /// The words in a text, in order, each with its place in the list.
    pub fn find_all(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut end = 0;
        text.char_indices().filter_map(move |(at, c)| {
            let place = (at >= end).then(|| self.word_at(text, at, c)).flatten()?;
            end = place.1.end;
            Some(place)
        })
    }

    /// The longest word at a place of a text, where the character `c` stands.
    fn word_at(&self, text: &str, at: usize, c: char) -> Option<(usize, Range<usize>)> {
        let places = self.by_start.get(&c.to_ascii_lowercase())?;
        if splits_word(text, at) {
            return None;
        }
        places.iter().find_map(|&place| {
            let word = self.words.get(place)?;
            let range = at..at + word.len();
            let same = text.get(range.clone())?.eq_ignore_ascii_case(word);
            (same && !splits_word(text, range.end)).then_some((place, range))
        })
    }
}

/// Whether a place lies between two letters, digits or underscores of ASCII.
fn splits_word(text: &str, at: usize) -> bool {
    let letter = |at: Option<usize>| {
        let byte = at.and_then(|at| text.as_bytes().get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    letter(at.checked_sub(1)) && letter(Some(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let finder = Finder::new(words.iter().copied());
        let texts = finder.find_all(text).map(|(index, range)| {
            let found = text.get(range).expect("bytes of the text");
            assert_eq!(words[index].to_lowercase(), found.to_lowercase());
            found.to_owned()
        });
        texts.collect()
    }

    #[test]
    fn the_first_counts_and_of_those_the_longest() {
        assert_eq!(
            found(&["恢复", "部分恢复", "恢复正常"], "部分恢复正常，恢复正常"),
            ["部分恢复", "恢复正常"]
        );
        assert_eq!(found(&["b c", "a b", "c"], "a b c"), ["a b", "c"]);
    }

    #[test]
    fn words_of_letters_are_whole() {
        assert_eq!(found(&["fix", "fixed it"], "Fixed items, prefix, fix_me, FIX."), ["FIX"]);
        assert_eq!(found(&["alert", "5xx"], "在Alert后5xx增加"), ["Alert", "5xx"]);
        // The longer word is none here, the shorter one is.
        assert_eq!(found(&["back", "back up"], "back upstream"), ["back"]);
    }

    #[test]
    fn nothing_is_found_without_words() {
        assert!(found(&[], "text").is_empty());
        assert!(found(&[""], "text").is_empty());
    }
}
