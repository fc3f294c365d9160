//! Section titles: finding out which of the template's sections a heading means.
//!
//! Titles are compared by their letters and digits alone, so that numbering, emphasis, emoji,
//! punctuation, white space and full-width forms make no difference.

use std::collections::BTreeMap;

use crate::words::CharSet;

/// The titles of a template's sections, ready to look up.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    by_key: Keys<Vec<usize>>,
    /// The letters of each key, in the same order.
    letters: Vec<Letters>,
    numerals: Vec<char>,
}

/// What can be told of a key at a glance.
#[derive(Clone, Copy, Debug)]
struct Letters {
    /// How many there are.
    count: usize,
    /// Which there are: a bit for each, which some share.
    bits: u64,
}

impl Letters {
    fn of(key: &str) -> Self {
        key.chars().fold(Self { count: 0, bits: 0 }, |Self { count, bits }, c| Self {
            count: count + 1,
            bits: bits | 1 << (u32::from(c) % u64::BITS),
        })
    }

    /// How many letters are not in another key; there may be more.
    fn lacking(self, other: Self) -> usize {
        (self.bits & !other.bits).count_ones() as usize
    }
}

impl Titles {
    /// An index of titles, each with the index of its section. `numerals` are the characters that a
    /// language counts with beside digits: `一`, `二`.
    pub fn new<'a>(
        titles: impl IntoIterator<Item = (&'a str, usize)>,
        numerals: impl IntoIterator<Item = char>,
    ) -> Self {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (title, section) in titles {
            let sections = by_key.entry(key(title)).or_default();
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
        let letters = by_key.keys().map(|key| Letters::of(key)).collect();
        Self { by_key: Keys::new(by_key), letters, numerals: numerals.into_iter().collect() }
    }

    /// The sections that go by a title: `一、事故概述`, `事故回放（北京时间）`.
    #[must_use]
    pub fn find(&self, title: &str) -> &[usize] {
        let find = |form: &str| self.by_key.get(form);
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
        let (length, letters) = (wanted.chars().count(), Letters::of(&wanted));
        let mut best = (if length < 6 { 1 } else { 2 }, Vec::new());
        if length < 2 {
            return best.1;
        }
        for ((candidate, sections), known) in self.by_key.iter().zip(&self.letters) {
            // The distance is at least the difference in length, which is faster to tell.
            if known.count < 2 || known.count.abs_diff(length) > best.0 {
                continue;
            }
            // So is the number of letters that are not there at all.
            if known.lacking(letters) > best.0 {
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

    /// The number that comes after one before a title: `二、` after `一、`, `2.4 ` after `2.3 `. `None` where
    /// that cannot be told.
    #[must_use]
    pub fn next_number(&self, number: &str) -> Option<String> {
        let end = number.rfind(|c: char| c.is_ascii_digit() || self.numerals.contains(&c))?;
        let last = number.get(end..)?.chars().next()?;
        let after = number.get(end + last.len_utf8()..)?;
        let upto = number.get(..end + last.len_utf8())?;
        if last.is_ascii_digit() {
            let before = upto.trim_end_matches(|c: char| c.is_ascii_digit());
            let next = upto.strip_prefix(before)?.parse::<u32>().ok()?.checked_add(1)?;
            return Some(format!("{before}{next}{after}"));
        }
        let before = upto.strip_suffix(last)?;
        let place = self.numerals.iter().position(|&numeral| numeral == last)?;
        let next = self.numerals.get(place + 1)?;
        // `十一` is written with two.
        (!before.contains(|c| self.numerals.contains(&c))).then(|| format!("{before}{next}{after}"))
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

/// Values by the keys of texts.
#[derive(Clone, Debug)]
struct Keys<T> {
    /// In the order of the keys.
    entries: Vec<(Box<str>, T)>,
    /// What the keys begin with: most texts have none of them by that, or by their length.
    starts: CharSet,
    /// What they go on with.
    seconds: CharSet,
    /// Whether a key is a single letter.
    single: bool,
    /// The length of the longest key, in bytes.
    longest: usize,
}

impl<T> Default for Keys<T> {
    fn default() -> Self {
        Self::new(BTreeMap::new())
    }
}

impl<T> Keys<T> {
    fn new(entries: BTreeMap<String, T>) -> Self {
        let starts = entries.keys().filter_map(|key| key.chars().next()).collect();
        let seconds = || entries.keys().map(|key| key.chars().nth(1));
        let single = seconds().any(|second| second.is_none());
        let seconds = seconds().flatten().collect();
        let longest = entries.keys().map(String::len).max().unwrap_or(0);
        let entries = entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Self { entries, starts, seconds, single, longest }
    }

    /// The value of a text's key.
    fn get(&self, text: &str) -> Option<&T> {
        self.starting(text, start(text)?)
    }

    /// The value of a text's key, which begins with a letter.
    fn starting(&self, text: &str, start: char) -> Option<&T> {
        if !self.starts.may_hold(start) {
            return None;
        }
        let second = letters(text).nth(1);
        if !second.map_or(self.single, |second| self.seconds.may_hold(second)) {
            return None;
        }
        let mut key = String::with_capacity(self.longest.min(text.len()));
        for c in letters(text) {
            if key.len() + c.len_utf8() > self.longest {
                return None;
            }
            key.push(c);
        }
        let index = self.entries.binary_search_by(|(known, _)| (**known).cmp(&key)).ok()?;
        self.entries.get(index).map(|(_, value)| value)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }
}

/// Words and lines to compare whole texts with, in the form that titles are compared in.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: Vec<String>,
    keys: Keys<()>,
}

impl Lines {
    /// The lines of a list.
    #[must_use]
    pub fn new(lines: Vec<String>) -> Self {
        let keys = lines.iter().map(|line| key(line)).filter(|key| !key.is_empty());
        let keys = Keys::new(keys.map(|key| (key, ())).collect());
        Self { lines, keys }
    }

    /// Whether a text is one of them, whatever the case and the punctuation around it.
    #[must_use]
    pub fn hold(&self, text: &str) -> bool {
        // Most sections have no lines of their own.
        if self.lines.is_empty() {
            return false;
        }
        match start(text) {
            Some(start) => self.keys.starting(text, start).is_some(),
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
    let first = text.chars().next()?;
    if is_plain(first) && is_letter(first) {
        return Some(first.to_ascii_lowercase());
    }
    letters(text).next()
}

/// The letters and digits of a title, in one form.
#[must_use]
pub fn key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    key.extend(letters(title));
    key
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(fold).filter(|&c| is_letter(c)).map(|c| {
        // Of the few letters that become two the first tells enough.
        if is_plain(c) { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
    })
}

/// Whether a character is a letter or a digit. Those of most texts need no look into a table.
pub(crate) fn is_letter(c: char) -> bool {
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
    fn numbers_go_on_as_they_are_written() {
        for (number, next) in [
            ("一、", Some("二、")),
            ("（三）", Some("（四）")),
            ("2.3 ", Some("2.4 ")),
            ("9. ", Some("10. ")),
            ("1、", Some("2、")),
            ("十、", None),
            ("十一、", None),
            ("", None),
            ("- ", None),
        ] {
            assert_eq!(titles().next_number(number).as_deref(), next, "{number}");
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
