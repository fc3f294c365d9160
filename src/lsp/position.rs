//! Places as editors count them: lines from 0, and in a line the units of an encoding.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::Source;
use crate::span::Span;

/// What the columns of positions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every editor knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many units a character has.
    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// Where the lines of a text begin. They end as the protocol says: with `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_first_half = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !is_first_half {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// The line of a byte.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line without its end; at the end of the text past the last one.
    fn span(&self, text: &str, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else { return Span::at(text.len()) };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        Span::new(start, start + content.len())
    }

    /// The byte at a position. One beyond its line is at the end of that; one within a character is
    /// at its beginning.
    pub(super) fn offset(&self, text: &str, encoding: Encoding, position: Position) -> usize {
        let line = self.span(text, usize::try_from(position.line).unwrap_or(usize::MAX));
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut units = 0;
        for (at, c) in text.get(line.range()).unwrap_or_default().char_indices() {
            units += encoding.units(c);
            if units > wanted {
                return line.start + at;
            }
        }
        line.end
    }

    /// The position of a byte.
    pub(super) fn position(&self, text: &str, encoding: Encoding, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = text.get(start..offset).unwrap_or_default();
        let character: usize = before.chars().map(|c| encoding.units(c)).sum();
        let fits = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(fits(line), fits(character))
    }
}

/// The positions of a source, as the editor that has it open counts them.
#[derive(Debug)]
pub(super) struct Places {
    lines: Lines,
    encoding: Encoding,
    /// The units of a byte order mark, which the editor has in the first line and the source has not.
    mark: u32,
}

impl Places {
    pub(super) fn new(source: &Source, encoding: Encoding) -> Self {
        let mark = match (source.offset_on_disk(0), encoding) {
            (0, _) => 0,
            (_, Encoding::Utf8) => 3,
            (_, Encoding::Utf16) => 1,
        };
        Self { lines: Lines::new(source.text()), encoding, mark }
    }

    /// The range of some bytes.
    pub(super) fn range(&self, source: &Source, span: Span) -> Range {
        Range::new(self.position(source, span.start), self.position(source, span.end))
    }

    /// The position of a byte.
    pub(super) fn position(&self, source: &Source, offset: usize) -> Position {
        let mut position = self.lines.position(source.text(), self.encoding, offset);
        if position.line == 0 {
            position.character += self.mark;
        }
        position
    }

    /// The byte at a position.
    pub(super) fn offset(&self, source: &Source, mut position: Position) -> usize {
        if position.line == 0 {
            position.character = position.character.saturating_sub(self.mark);
        }
        self.lines.offset(source.text(), self.encoding, position)
    }

    /// The bytes of a range, whichever end comes first.
    pub(super) fn span(&self, source: &Source, range: Range) -> Span {
        let (start, end) = (self.offset(source, range.start), self.offset(source, range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// The line that a byte is on, without its end.
    pub(super) fn line(&self, source: &Source, offset: usize) -> Span {
        self.lines.span(source.text(), self.lines.line(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "感知 5m\r\n😀x\ry\n";

    #[test]
    fn columns_count_what_the_encoding_says() {
        let lines = Lines::new(TEXT);
        for (word, utf8, utf16) in [
            ("感", (0, 0), (0, 0)),
            ("知", (0, 3), (0, 1)),
            ("5", (0, 7), (0, 3)),
            ("x", (1, 4), (1, 2)),
            ("y", (2, 0), (2, 0)),
        ] {
            let offset = TEXT.find(word).expect("the word");
            for (encoding, (line, character)) in [(Encoding::Utf8, utf8), (Encoding::Utf16, utf16)]
            {
                let position = Position::new(line, character);
                assert_eq!(lines.position(TEXT, encoding, offset), position, "{word}");
                assert_eq!(lines.offset(TEXT, encoding, position), offset, "{word}");
            }
        }
    }

    #[test]
    fn positions_that_are_nowhere_are_taken_to_the_next_place_before() {
        let lines = Lines::new(TEXT);
        for (encoding, line, character, offset) in [
            // Within a character.
            (Encoding::Utf8, 0, 4, 3),
            (Encoding::Utf16, 1, 1, 11),
            // Beyond the end of a line, of the text.
            (Encoding::Utf16, 0, 99, 9),
            (Encoding::Utf16, 3, 0, TEXT.len()),
            (Encoding::Utf16, 99, 99, TEXT.len()),
            (Encoding::Utf16, u32::MAX, u32::MAX, TEXT.len()),
        ] {
            let position = Position::new(line, character);
            assert_eq!(lines.offset(TEXT, encoding, position), offset, "{line}:{character}");
        }
    }

    #[test]
    fn a_byte_order_mark_counts_in_the_first_line_only() {
        let source = Source::new("a.md", "\u{feff}感\n知");
        for (encoding, column) in [(Encoding::Utf8, 3), (Encoding::Utf16, 1)] {
            let places = Places::new(&source, encoding);
            assert_eq!(places.position(&source, 0), Position::new(0, column));
            assert_eq!(places.position(&source, 4), Position::new(1, 0));
            assert_eq!(places.offset(&source, Position::new(0, column)), 0);
            assert_eq!(places.offset(&source, Position::new(0, 0)), 0);
        }
    }
}
