//! Section titles: finding out which of the template's sections a heading means.
//!
//! Titles are compared by their letters and digits alone, so that numbering, emphasis, emoji,
//! punctuation, white space and full-width forms make no difference.

use std::collections::{HashMap, HashSet};

use crate::words::CharSet;

/// The titles of a template's sections, ready to look up.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    by_key: HashMap<String, Vec<usize>>,
    shape: Shape,
    numerals: Vec<char>,
}

impl Titles {
    /// An index of titles, each with the index of its section. `numerals` are the characters that a
    /// language counts with beside digits: `一`, `二`.
    pub fn new<'a>(
        titles: impl IntoIterator<Item = (&'a str, usize)>,
        numerals: impl IntoIterator<Item = char>,
    ) -> Self {
        let mut index = Self { numerals: numerals.into_iter().collect(), ..Self::default() };
        for (title, section) in titles {
            index.shape.take(title);
            let sections = index.by_key.entry(key(title)).or_default();
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
        index
    }

    /// The sections that go by a title: `一、事故概述`, `事故回放（北京时间）`.
    #[must_use]
    pub fn find(&self, title: &str) -> &[usize] {
        let find = |form: &str| self.by_key.get(&self.shape.key(form)?);
        let shorter = |form: &str, than: &str| form.len() < than.len();
        find(title)
            .or_else(|| {
                let bare = self.without_number(title);
                let short = without_bracket(bare);
                let of_bare = shorter(bare, title).then(|| find(bare)).flatten();
                of_bare.or_else(|| shorter(short, bare).then(|| find(short)).flatten())
            })
            .map_or(&[], Vec::as_slice)
    }

    /// The sections whose titles are nearest to a misspelt one, and the distance; empty where none
    /// is near enough to be meant.
    #[must_use]
    pub fn near(&self, title: &str) -> Vec<usize> {
        let wanted = key(without_bracket(self.without_number(title)));
        let length = wanted.chars().count();
        let mut best = (if length < 6 { 1 } else { 2 }, Vec::new());
        if length < 2 {
            return best.1;
        }
        for (candidate, sections) in &self.by_key {
            // The distance is at least the difference in length, which is faster to tell.
            let letters = candidate.chars().count();
            if letters < 2 || letters.abs_diff(length) > best.0 {
                continue;
            }
            let distance = strsim::osa_distance(&wanted, candidate);
            if distance > best.0 {
                continue;
            }
            if distance < best.0 {
                best = (distance, Vec::new());
            }
            best.1.extend(sections);
        }
        best.1.sort_unstable();
        best.1.dedup();
        best.1
    }

    /// A title without the number before it: `1.2 `, `一、`, `（三）`.
    #[must_use]
    pub fn without_number<'t>(&self, title: &'t str) -> &'t str {
        let mut rest = title.trim_start();
        loop {
            let after = rest.trim_start_matches(['(', '（']);
            let numeral = |c: char| fold(c).is_ascii_digit() || self.numerals.contains(&c);
            let number = after.trim_start_matches(numeral);
            let end = number.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(fold(c), '.' | ',' | ')' | ':' | '-' | '、')
            });
            if number.len() == after.len() || end.len() == number.len() || end.is_empty() {
                return rest;
            }
            rest = end;
        }
    }
}

/// Words and lines to compare whole texts with, in the form that titles are compared in.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: Vec<String>,
    keys: HashSet<String>,
    shape: Shape,
}

/// What all keys of a list have in common: most texts are none of them by their beginning or their
/// length, which is seen before they have a key.
#[derive(Clone, Debug, Default)]
struct Shape {
    starts: CharSet,
    /// The length of the longest key, in bytes.
    longest: usize,
}

impl Shape {
    /// Takes in the key of a text.
    fn take(&mut self, text: &str) {
        self.starts.extend(start(text));
        self.longest = self.longest.max(key(text).len());
    }

    /// The key of a text, if it can be one of the list.
    fn key(&self, text: &str) -> Option<String> {
        let may_be = self.starts.may_hold(start(text)?);
        may_be.then(|| key_within(text, self.longest)).flatten()
    }
}

impl Lines {
    /// The lines of a list.
    #[must_use]
    pub fn new(lines: Vec<String>) -> Self {
        let keys = lines.iter().map(|line| key(line)).filter(|key| !key.is_empty()).collect();
        let mut shape = Shape::default();
        lines.iter().for_each(|line| shape.take(line));
        Self { lines, keys, shape }
    }

    /// Whether a text is one of them, whatever the case and the punctuation around it.
    #[must_use]
    pub fn hold(&self, text: &str) -> bool {
        match start(text) {
            Some(_) => self.shape.key(text).is_some_and(|key| self.keys.contains(&key)),
            // Signs alone have no key: `--`.
            None => self.lines.iter().any(|line| line == text.trim()),
        }
    }

    /// The lines, in the order of the list.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.lines
    }
}

/// A title without a bracket at its end: `时间线（UTC）`.
pub(crate) fn without_bracket(title: &str) -> &str {
    let trimmed = title.trim_end();
    if !trimmed.ends_with([')', '）']) {
        return title;
    }
    trimmed.rfind(['(', '（']).and_then(|at| trimmed.get(..at)).unwrap_or(title)
}

/// What the key of a text begins with.
pub(crate) fn start(text: &str) -> Option<char> {
    let first = text.chars().map(fold).find(|&c| is_letter(c))?;
    if is_plain(first) { Some(first.to_ascii_lowercase()) } else { first.to_lowercase().next() }
}

/// The letters and digits of a title, in one form.
#[must_use]
pub fn key(title: &str) -> String {
    key_within(title, usize::MAX).unwrap_or_default()
}

/// The key of a title, if it has no more than so many bytes.
fn key_within(title: &str, most: usize) -> Option<String> {
    let mut key = String::with_capacity(title.len().min(most));
    for c in title.chars().map(fold).filter(|&c| is_letter(c)) {
        if is_plain(c) {
            key.push(c.to_ascii_lowercase());
        } else {
            key.extend(c.to_lowercase());
        }
        if key.len() > most {
            return None;
        }
    }
    Some(key)
}

/// Whether a character is a letter or a digit. Those of most texts need no look into a table.
fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_plain(c) || c.is_alphanumeric() }
}

/// ASCII, and the Han characters in daily use, which have no case.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A full-width form as its ASCII character; any other character as it is.
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let titles = [("事故概述", 0), ("事故回放", 1), ("时间线", 1), ("What went well?", 2)];
        Titles::new(titles, "一二三四五六七八九十".chars())
    }

    #[test]
    fn decoration_makes_no_difference() {
        let cases = [
            ("事故概述", 0),
            ("一、事故概述", 0),
            ("（一）事故概述", 0),
            ("十二. 事故概述：", 0),
            ("1.2 事故回放", 1),
            ("３） 时间线", 1),
            ("时间线（北京时间）", 1),
            ("🔄 事故 回放", 1),
            ("4. what  went well", 2),
        ];
        for (title, section) in cases {
            assert_eq!(titles().find(title), [section], "{title}");
        }
        for title in ["事故", "事故概述与影响", "一", "", "（", "1."] {
            assert!(titles().find(title).is_empty(), "{title}");
        }
    }

    #[test]
    fn a_misspelt_title_has_a_nearest_one() {
        assert_eq!(titles().near("事故回访"), [1]);
        assert_eq!(titles().near("二、事故概诉"), [0]);
        assert_eq!(titles().near("what went wel"), [2]);
        assert!(titles().near("改进方案").is_empty());
        assert!(titles().near("").is_empty());
    }
}
