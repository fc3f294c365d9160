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
}

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
        let length = length_after(text.from(range.end), words);
        Self { span: text.source(range), start, end, length }
    }
}

/// A length in brackets or after an equals sign. A bracket that holds more than the length is about
/// something else: `(5 分钟后恢复)`.
fn length_after(text: Text<'_>, words: &DurationWords) -> Option<(Duration, Span)> {
    let rest = text.as_str();
    let inner = rest.trim_start().trim_start_matches(['`', '*']).trim_start();
    let opened = inner.strip_prefix(['(', '（', '='])?;
    let at = rest.len() - opened.len();
    let (Value::Duration(duration), range) = duration::read(opened, words, None)? else {
        return None;
    };
    let after = opened.get(range.end..)?.trim_start();
    let closed = after.starts_with([')', '）']) || (inner.starts_with('=') && after.is_empty());
    let trimmed = opened.get(range.clone())?.len() - opened.get(range.clone())?.trim_start().len();
    closed.then(|| (duration, text.source(at + range.start + trimmed..at + range.end)))
}
