//! Lists of words, searched longest first at the end or the beginning of a place.

use super::chars::{raw_next, raw_previous};
use crate::words::CharSet;

/// Words, each with what it means.
#[derive(Clone, Debug)]
pub(super) struct Words<T> {
    /// Longest first, so that `一直到` is not taken for what it ends or begins with.
    entries: Vec<(String, T)>,
    case: Case,
    /// Whether any may begin with a small ASCII letter.
    starts_small: bool,
    /// What they begin and end with: most places of a text are ruled out by that.
    starts: CharSet,
    ends: CharSet,
}

/// How the case of ASCII letters counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Case {
    #[default]
    Any,
    AsWritten,
    /// Names in any case, abbreviations as written: `PT` is a zone, and `pt` is none.
    Abbreviations,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        let (starts, ends) = (CharSet::default(), CharSet::default());
        Self { entries: Vec::new(), case: Case::Any, starts_small: false, starts, ends }
    }
}

impl<T: Copy> Words<T> {
    /// Words that may be written in any case.
    pub(super) fn new<'a>(entries: impl IntoIterator<Item = (&'a str, T)>) -> Result<Self, String> {
        Self::with_case(entries, Case::Any)
    }

    /// Words that are written exactly so.
    pub(super) fn exact<'a>(
        entries: impl IntoIterator<Item = (&'a str, T)>,
    ) -> Result<Self, String> {
        Self::with_case(entries, Case::AsWritten)
    }

    /// Words in any case, except abbreviations, which are in capitals.
    pub(super) fn with_abbreviations<'a>(
        entries: impl IntoIterator<Item = (&'a str, T)>,
    ) -> Result<Self, String> {
        Self::with_case(entries, Case::Abbreviations)
    }

    /// Whether a word may begin with a character.
    pub(super) fn may_start(&self, first: char) -> bool {
        self.starts.may_hold(first) && (self.starts_small || !first.is_ascii_lowercase())
    }

    fn with_case<'a>(
        entries: impl IntoIterator<Item = (&'a str, T)>,
        case: Case,
    ) -> Result<Self, String> {
        let mut entries: Vec<_> =
            entries.into_iter().map(|(word, value)| (word.to_owned(), value)).collect();
        if entries.iter().any(|(word, _)| word.trim().is_empty()) {
            return Err("a word of the time stamps is empty; remove it".to_owned());
        }
        entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let starts = entries.iter().filter_map(|(word, _)| word.chars().next()).collect();
        let ends = entries.iter().filter_map(|(word, _)| word.chars().next_back()).collect();
        let starts_small = case != Case::AsWritten
            || entries.iter().any(|(word, _)| word.starts_with(|c: char| c.is_ascii_lowercase()));
        Ok(Self { entries, case, starts_small, starts, ends })
    }

    /// The word that a place begins with, and where it ends.
    ///
    /// A word of ASCII letters is not the beginning of a longer one. What stands before it is the
    /// caller's business: `8PM` is written without a blank.
    pub(super) fn starting(&self, text: &str, at: usize) -> Option<(T, usize)> {
        raw_next(text, at).filter(|(first, _)| self.may_start(*first))?;
        self.entries.iter().find_map(|(word, value)| {
            let end = at.checked_add(word.len())?;
            let same = self.same(text.get(at..end)?, word);
            (same && !within_word(text, end)).then_some((*value, end))
        })
    }

    /// The word that ends at a place, not reaching before `floor`, and where it begins.
    ///
    /// A word of ASCII letters is neither the end nor the beginning of a longer one.
    pub(super) fn ending(&self, text: &str, floor: usize, at: usize) -> Option<(T, usize)> {
        raw_previous(text, at).filter(|(last, _)| self.ends.may_hold(*last))?;
        self.entries.iter().find_map(|(word, value)| {
            let start = at.checked_sub(word.len()).filter(|start| *start >= floor)?;
            let same = self.same(text.get(start..at)?, word);
            (same && !within_word(text, start) && !within_word(text, at)).then_some((*value, start))
        })
    }

    /// What a whole text means.
    pub(super) fn whole(&self, text: &str) -> Option<T> {
        raw_next(text, 0).filter(|(first, _)| self.may_start(*first))?;
        self.entries.iter().find(|(word, _)| self.same(text, word)).map(|(_, value)| *value)
    }

    fn same(&self, text: &str, word: &str) -> bool {
        match self.case {
            Case::Any => text.eq_ignore_ascii_case(word),
            Case::AsWritten => text == word,
            Case::Abbreviations => {
                let is_name = || word.bytes().any(|byte| byte.is_ascii_lowercase());
                text == word || text.eq_ignore_ascii_case(word) && is_name()
            }
        }
    }
}

/// Whether a place lies between two ASCII letters or digits.
fn within_word(text: &str, at: usize) -> bool {
    raw_previous(text, at).is_some_and(|(c, _)| c.is_ascii_alphanumeric())
        && raw_next(text, at).is_some_and(|(c, _)| c.is_ascii_alphanumeric())
}
