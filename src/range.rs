//! Ranges of two time stamps, and the length that may stand beside one: `12:00 ~ 12:30 (30m)`.

use std::ops::Range;

use crate::notation::duration::{self, Duration, DurationWords, Value};
use crate::span::Span;
use crate::stamp::Stamp;
use crate::text::Text;

/// A range of two stamps.
#[derive(Clone, Copy, Debug)]
pub struct StampRange {
    /// Both stamps.
    pub span: Span,
    /// The first.
    pub start: Stamp,
    /// The second.
    pub end: Stamp,
    /// The length stated beside the range, and where.
    pub length: Option<(Duration, Span)>,
    /// Whether they stand in the middle of a sentence, whose words may make more of them.
    pub in_sentence: bool,
}

/// A length of time, and its place in a text.
pub type PlacedLength = (Duration, Range<usize>);

impl StampRange {
    /// A range at a place of a text, with the length that stands after it.
    #[must_use]
    pub fn new(
        text: Text<'_>,
        range: Range<usize>,
        start: Stamp,
        end: Stamp,
        words: &DurationWords,
    ) -> Self {
        let length = length_after(text.as_str(), range.end, words);
        Self::with_length(text, range, start, end, length)
    }

    /// A range at a place of a text, with a length that was found there.
    #[must_use]
    pub fn with_length(
        text: Text<'_>,
        range: Range<usize>,
        start: Stamp,
        end: Stamp,
        length: Option<PlacedLength>,
    ) -> Self {
        let length = length.map(|(length, place)| (length, text.source(place)));
        Self { span: text.source(range), start, end, length, in_sentence: false }
    }
}

/// The length behind a range that a value begins with, where the range ends at a place:
/// `21:03-21:11，共 8 分钟`. Elsewhere than in a value, what follows a comma is about something else.
#[must_use]
pub fn length_in_value(text: &str, end: usize, words: &DurationWords) -> Option<PlacedLength> {
    length_after(text, end, words).or_else(|| length_of_value(text, end, words))
}

/// What stands between the parts of a value.
const SEPARATORS: [char; 14] =
    [' ', ',', '，', '、', ';', '；', ':', '：', '-', '–', '—', '=', '＝', '\u{a0}'];

/// A length behind a range, and what of a value may follow: nothing, a bracket, another clause.
fn length_of_value(text: &str, end: usize, words: &DurationWords) -> Option<PlacedLength> {
    let rest = text.get(end..)?;
    let mut value = rest.trim_start_matches(SEPARATORS);
    value = without_total(value, words).trim_start_matches(SEPARATORS);
    let at = end + rest.len() - value.len();
    let (Value::Duration(duration), range) = duration::read(value, words, None)? else {
        return None;
    };
    let after = without_total(value.get(range.end..)?.trim_start(), words).trim_start();
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '%');
    let closed = at > end && after.chars().next().is_none_or(ends);
    closed.then(|| (duration, at + range.start..at + range.end))
}

/// A text without the word at its beginning that says that a length is the whole one.
fn without_total<'t>(text: &'t str, words: &DurationWords) -> &'t str {
    let rest = words.totals.iter().filter_map(|word| text.strip_prefix(word.as_str()));
    rest.min_by_key(|rest| rest.len()).unwrap_or(text)
}

/// A length in brackets or after an equals sign, behind a place. A bracket that holds more than the
/// length is about something else: `(5 分钟后恢复)`.
fn length_after(text: &str, end: usize, words: &DurationWords) -> Option<PlacedLength> {
    let rest = text.get(end..)?;
    let inner = rest.trim_start().trim_start_matches(['`', '*']).trim_start();
    let opened = inner.strip_prefix(['(', '（', '='])?;
    let at = end + rest.len() - opened.len();
    let (Value::Duration(duration), range) = duration::read(opened, words, None)? else {
        return None;
    };
    let after = opened.get(range.end..)?.trim_start();
    let closed = after.starts_with([')', '）']) || (inner.starts_with('=') && after.is_empty());
    let written = opened.get(range.clone())?;
    let blank = written.len() - written.trim_start().len();
    closed.then(|| (duration, at + range.start + blank..at + range.end))
}
