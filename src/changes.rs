//! Which lines of a text are new, and which findings that concerns.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::source::Source;
use crate::span::Span;

/// The lines of a text that its older version did not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// All of them: there is no older version.
    All,
    /// Those of these ranges, counted from 1, in order.
    Some(Vec<Range<usize>>),
}

impl ChangedLines {
    /// No line at all.
    #[must_use]
    pub fn none() -> Self {
        Self::Some(Vec::new())
    }

    /// Compares two versions of a text line by line. How a line ends does not count, for it depends on
    /// how the file was checked out.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new) = (lines(old), lines(new));
        let changed = |operation: DiffOp| match operation {
            DiffOp::Insert { new_index, new_len, .. }
            | DiffOp::Replace { new_index, new_len, .. } => {
                Some(new_index + 1..new_index + 1 + new_len)
            }
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => None,
        };
        let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
        Self::Some(operations.into_iter().filter_map(changed).collect())
    }

    /// Whether a place of the newer text touches one of the lines.
    #[must_use]
    pub fn touch(&self, source: &Source, span: Span) -> bool {
        let Self::Some(ranges) = self else { return true };
        let first = source.line(span.start);
        let last = source.line(span.end.saturating_sub(1).max(span.start));
        let next = ranges.partition_point(|range| range.end <= first);
        ranges.get(next).is_some_and(|range| range.start <= last)
    }
}

/// The lines of a text without their ends.
fn lines(text: &str) -> Vec<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split('\n').map(|line| line.trim_end_matches('\r')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(ranges: &[(usize, usize)]) -> ChangedLines {
        ChangedLines::Some(ranges.iter().map(|&(start, end)| start..end).collect())
    }

    #[test]
    fn new_lines_are_those_that_the_older_text_has_not() {
        for (old, new, expected) in [
            ("a\nb\nc\n", "a\nb\nc\n", &[][..]),
            ("a\nb\nc\n", "a\r\nb\r\nc\r\n", &[]),
            ("a\nb\nc\n", "\u{feff}a\nx\nc\n", &[(2, 3)]),
            ("a\nb\nc\n", "a\nx\nb\nc\ny\n", &[(2, 3), (5, 6)]),
            ("a\nb\nc\n", "a\nc\n", &[]),
            ("", "a\nb", &[(1, 3)]),
            ("a", "a\n", &[(2, 3)]),
        ] {
            assert_eq!(ChangedLines::between(old, new), ranges(expected), "{new}");
        }
    }

    #[test]
    fn a_place_touches_the_lines_it_stands_on() {
        let source = Source::new("a.md", "ab\ncd\nef\n");
        let changed = ranges(&[(2, 3)]);
        for (span, touches) in [
            (Span::new(0, 2), false),
            (Span::new(0, 3), false),
            (Span::new(0, 4), true),
            (Span::new(3, 5), true),
            (Span::at(3), true),
            (Span::at(6), false),
            (Span::new(6, 8), false),
        ] {
            assert_eq!(changed.touch(&source, span), touches, "{span:?}");
            assert!(ChangedLines::All.touch(&source, span));
            assert!(!ChangedLines::none().touch(&source, span));
        }
    }
}
