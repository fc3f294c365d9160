//! What an unfilled part of a template looks like.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::{memchr_iter, memchr3_iter, memmem};
use regex::{Regex, RegexBuilder};

use super::words;
use crate::text::trimmed;
use crate::title::{Lines, is_letter};
use crate::toml_text::{At, Problem, Problems, Table};
use crate::words::{CharSet, Words, is_whole};

/// How much punctuation may stand around a word that is a placeholder, in bytes.
const MOST_PUNCTUATION: usize = 24;

/// The largest compiled expression, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// What an unfilled part of a template looks like.
#[derive(Clone, Debug, Default)]
pub struct Placeholders {
    /// A placeholder where it is all that is written, or stands in brackets: `TBD`, `（待定）`.
    words: Vec<String>,
    /// The length in bytes of the longest word.
    longest: usize,
    /// What the words begin with: most texts are none of them by that.
    starts: CharSet,
    /// The words with a letter in them: `(...)` in a text is no placeholder, `(TBD)` is.
    lettered: Words,
    /// Expressions for what is a placeholder wherever it stands: `YYYY-MM-DD`, `??:??`.
    patterns: Vec<String>,
    /// The patterns as one, compiled when first asked for.
    anywhere: OnceLock<Option<Regex>>,
    /// Whole lines of instruction text that the template itself holds, without markers.
    pub instructions: Lines,
}

impl Placeholders {
    /// The placeholders in a text that are ones wherever they stand, in order, as bytes of the text.
    ///
    /// Where a pattern has a group, the group is the placeholder.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let captures = self.anywhere().iter().flat_map(|regex| regex.captures_iter(text));
        let mut places: Vec<Range<usize>> = captures
            .filter_map(|found| {
                let group = found.iter().skip(1).flatten().next();
                group.or_else(|| found.get(0)).map(|place| place.range())
            })
            .collect();
        places.extend(self.in_brackets(text));
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup_by(|later, earlier| later.start < earlier.end);
        places
    }

    /// The word to write where something is to be filled in.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// Whether there is anything to find in a text of many lines.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.in_brackets(text).next().is_some()
            || self.anywhere().as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The words in brackets, with their brackets.
    fn in_brackets(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        openings(text).filter_map(|open| {
            let inside = text.get(open.end..)?;
            let start = text.len() - inside.trim_start().len();
            let (_, end) = self.lettered.at(text, start, is_whole)?;
            let after = text.get(end..)?.trim_start();
            let close = after.chars().next().filter(|c| CLOSING.contains(c))?;
            Some(open.start..text.len() - after.len() + close.len_utf8())
        })
    }

    /// Whether a text (a list item, a paragraph, a cell, a value) is a placeholder word and nothing
    /// else, once the punctuation around it is taken away.
    ///
    /// A text that only mentions a word (`根因待定`, `TODO list`) is none.
    #[must_use]
    pub fn is_word(&self, text: &str) -> bool {
        let all = trimmed(text);
        let begins = |c: char| self.starts.may_hold(c) || !is_letter(c);
        if all.len() > self.longest + MOST_PUNCTUATION || !all.starts_with(begins) {
            return false;
        }
        let bare = all.trim_matches(|c: char| !is_letter(c));
        let is_word = |text: &str| {
            text.len() <= self.longest
                && text.starts_with(|first| self.starts.may_hold(first))
                && self.words.iter().any(|word| same(word, text))
        };
        is_word(all) || is_word(bare)
    }

    fn anywhere(&self) -> &Option<Regex> {
        self.anywhere.get_or_init(|| {
            let parts: Vec<String> = self.patterns.iter().map(|it| format!("(?:{it})")).collect();
            // Each part compiled when the template was read.
            (!parts.is_empty()).then(|| compile(&parts.join("|"), 8).ok()).flatten()
        })
    }
}

fn same(word: &str, text: &str) -> bool {
    word.eq_ignore_ascii_case(text)
}

/// Brackets that a placeholder may stand in, beside those of ASCII.
const WIDE_OPENING: [&str; 4] = ["（", "【", "〔", "《"];
const CLOSING: [char; 8] = [']', ')', '）', '】', '〕', '>', '》', '}'];

/// The opening brackets of a text.
fn openings(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let ascii = memchr3_iter(b'[', b'(', b'<', bytes).chain(memchr_iter(b'{', bytes));
    let wide = WIDE_OPENING.iter().flat_map(move |open| {
        memmem::find_iter(bytes, open).map(|start| start..start + open.len())
    });
    ascii.map(|start| start..start + 1).chain(wide)
}

/// The words and patterns of `[placeholders]`, before they are put together.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceholderWords {
    words: Vec<String>,
    patterns: Vec<String>,
    instructions: Vec<String>,
}

impl PlaceholderWords {
    /// Reads `[placeholders]`; what it does not give stays as it is.
    pub(super) fn read(&mut self, mut table: Table<'_, '_>) {
        words::set(&mut self.words, words::take_in_order(&mut table, "words"));
        words::set(&mut self.instructions, words::take(&mut table, "instructions"));
        if let Some(patterns) = table.strings("patterns") {
            let problems = table.problems();
            self.patterns =
                patterns.into_iter().filter_map(|pattern| checked(pattern, problems)).collect();
        }
        table.finish();
    }

    /// What to search for.
    pub(super) fn build(&self) -> Placeholders {
        let lettered = self.words.iter().filter(|word| word.contains(char::is_alphabetic));
        Placeholders {
            words: self.words.clone(),
            longest: self.words.iter().map(String::len).max().unwrap_or(0),
            starts: self.words.iter().filter_map(|word| word.chars().next()).collect(),
            lettered: Words::new(lettered.map(String::as_str)),
            patterns: self.patterns.clone(),
            anywhere: OnceLock::new(),
            instructions: Lines::new(self.instructions.clone()),
        }
    }
}

fn compile(pattern: &str, parts: usize) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).size_limit(parts * SIZE_LIMIT).build()
}

/// A pattern, if it compiles.
fn checked(pattern: At<&str>, problems: &Problems) -> Option<String> {
    if problems.is_trusted() {
        return Some(pattern.value.to_owned());
    }
    let matches_nothing = |regex: &Regex| regex.is_match("");
    let built = compile(pattern.value, 1);
    let problem = match built {
        Ok(regex) if !matches_nothing(&regex) => return Some(pattern.value.to_owned()),
        Ok(_) => Problem::new(
            pattern.span,
            problems.pick(
                || "a pattern that matches the empty text".into(),
                || "该模式会匹配空文本".into(),
            ),
        )
        .help(problems.pick(
            || "write a pattern that needs at least one character".into(),
            || "写一个至少匹配一个字符的模式".into(),
        )),
        Err(error) => {
            let reason = reason(&error);
            let message = problems.pick(
                || format!("not a regular expression: {reason}"),
                || format!("不是有效的正则表达式：{reason}"),
            );
            Problem::new(pattern.span, message).help(problems.pick(
                || "write the pattern in the syntax of Rust's `regex` crate, which has no look-around and no back-references".into(),
                || "按 Rust `regex` 库的语法书写，不支持环视与反向引用".into(),
            ))
        }
    };
    problems.push(problem);
    None
}

/// The last line of an error of the `regex` crate, which draws the pattern above it.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(words: &[&str], patterns: &[&str]) -> Placeholders {
        let own = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
        PlaceholderWords { words: own(words), patterns: own(patterns), ..Default::default() }
            .build()
    }

    #[test]
    fn a_word_counts_only_alone_or_in_brackets() {
        let found = placeholders(&["TBD", "待补充"], &[]);
        for text in ["TBD", "tbd。", "**TBD**", "（待补充）", "<待补充>", " - TBD ", "待补充..."]
        {
            assert!(found.is_word(text), "{text}");
        }
        for text in ["", "TBDs", "TBD by Friday", "根因待补充", "待补充的内容已经补上", "-"]
        {
            assert!(!found.is_word(text), "{text}");
        }
        let text = "负责人（待补充），TBD";
        let places: Vec<&str> =
            found.find(text).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(places, ["（待补充）"]);
    }

    #[test]
    fn a_group_narrows_a_pattern() {
        let found = placeholders(&[], &[r"(?:^|\s)(\{[a-z]+\})", "YYYY"]);
        let text = "a {name} /x/{id} YYYY";
        let places: Vec<&str> =
            found.find(text).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(places, ["{name}", "YYYY"]);
        assert_eq!(found.find("{name}").as_slice(), std::slice::from_ref(&(0..6)));
    }

    #[test]
    fn nothing_is_a_placeholder_without_words() {
        assert!(!Placeholders::default().is_word("TBD"));
        assert_eq!(placeholders(&[], &[]).find("TBD").len(), 0);
    }
}
