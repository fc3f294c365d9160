//! The texts that findings point at: a document, a configuration file, a template.
//!
//! Reading bytes, the byte order mark and the way from bytes to lines live here; opening files does
//! not.

use std::fmt;
use std::sync::OnceLock;

use crate::span::Span;

/// One text with the name it is shown under.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Bytes that stood before `text` in the file: three for a byte order mark.
    skipped: usize,
    line_starts: OnceLock<Vec<usize>>,
    /// How many characters begin before each whole [`STEP`] of bytes; for long lines only.
    characters: OnceLock<Vec<usize>>,
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode scalar values, from 1.
    pub column: usize,
}

/// The bytes of a file are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The offset of the first byte that is wrong.
    pub offset: usize,
    /// The encoding that the first bytes announce, where they do.
    pub looks_like: Option<&'static str>,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.looks_like {
            Some(encoding) => write!(f, "the file is {encoding}, not UTF-8; save it as UTF-8"),
            None => write!(
                f,
                "the file is not UTF-8 (first wrong byte at offset {}); save it as UTF-8",
                self.offset
            ),
        }
    }
}

impl std::error::Error for NotUtf8 {}

/// How many bytes of a line are counted anew for each column that is asked for.
const STEP: usize = 1024;

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Source {
    /// A source from a text that is already a string. A byte order mark is set aside.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let skipped = if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        Self::over(name.into(), text, skipped)
    }

    /// A source from the bytes of a file.
    ///
    /// # Errors
    ///
    /// [`NotUtf8`] where the bytes are no UTF-8, with the place and a guess at the encoding.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, NotUtf8> {
        // Tells only whether the bytes are UTF-8, and that ten times as fast.
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(_) => Err(NotUtf8 {
                offset: str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len),
                looks_like: match bytes {
                    [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
                    _ => None,
                },
            }),
        }
    }

    /// The same file with another text. A byte order mark stays.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let (name, skipped) = (self.name.clone(), self.skipped);
        Self::over(name, text, skipped)
    }

    fn over(name: String, text: String, skipped: usize) -> Self {
        let (line_starts, characters) = (OnceLock::new(), OnceLock::new());
        Self { name, text, skipped, line_starts, characters }
    }

    /// The bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mark = if self.skipped > 0 { BYTE_ORDER_MARK } else { "" };
        [mark.as_bytes(), self.text.as_bytes()].concat()
    }

    /// The name as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under a span; empty where the span is not on character boundaries of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The offset of a byte of [`Source::text`] in the file as it is on disk.
    #[must_use]
    pub fn offset_on_disk(&self, byte: usize) -> usize {
        self.skipped + byte
    }

    /// The line, from 1, that holds a byte.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= byte)
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.line(byte);
        let start = self.line_starts()[line - 1];
        let column = if byte - start <= STEP {
            self.slice(Span::new(start, byte)).chars().count() + 1
        } else {
            self.characters_before(byte) - self.characters_before(start) + 1
        };
        Position { line, column }
    }

    /// The lines and columns of both ends of a span.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start);
        // Most spans are of one line, where the second place is soon counted from the first.
        let text = self.slice(span);
        let is_short = (1..=STEP).contains(&text.len());
        if !is_short || memchr::memchr(b'\n', text.as_bytes()).is_some() {
            return (start, self.position(span.end));
        }
        (start, Position { column: start.column + text.chars().count(), ..start })
    }

    /// The bytes of a line, from 1, without its line end; empty, at the end, past the last line.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return Span::at(self.text.len());
        };
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.slice(Span::new(start, end)).trim_end_matches(['\r', '\n']);
        Span::new(start, start + text.len())
    }

    /// The text of a line, from 1, without its line end.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &str {
        self.slice(self.line_span(line))
    }

    /// How many characters begin before a byte, at the cost of one step whatever comes before it: a line
    /// may be as long as the file, and have as many places to show.
    fn characters_before(&self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let counts = self.characters.get_or_init(|| {
            let steps = bytes.chunks(STEP).scan(0, |sum, step| {
                let before = *sum;
                *sum += beginnings(step);
                Some(before)
            });
            steps.collect()
        });
        let Some(&before) = counts.get(byte / STEP) else { return beginnings(bytes) };
        before + beginnings(bytes.get(byte / STEP * STEP..byte).unwrap_or_default())
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            // A line is longer than this, as a rule.
            let mut starts = Vec::with_capacity(self.text.len() / 32 + 1);
            starts.push(0);
            starts.extend(ends.map(|at| at + 1));
            starts
        })
    }
}

/// How many characters begin in some bytes of a text.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_set_aside_and_counted_on_disk() {
        let source = Source::new("a.md", "\u{feff}# 标题\n正文");
        assert_eq!(source.text(), "# 标题\n正文");
        assert_eq!(source.to_bytes(), "\u{feff}# 标题\n正文".as_bytes());
        assert_eq!(source.with_text("正文".into()).to_bytes(), "\u{feff}正文".as_bytes());
        assert_eq!(source.offset_on_disk(0), 3);
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.md", "一二\n三四五");
        assert_eq!(source.position(7 + 6), Position { line: 2, column: 3 });
        assert_eq!(source.line_text(2), "三四五");
        assert_eq!(source.line_text(3), "");
    }

    #[test]
    fn both_ends_of_a_span_are_where_each_is() {
        let text = format!("在 12:00\r\n\n恢复🚀\n{}", "正常".repeat(STEP));
        let source = Source::new("a.md", &*text);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).take(40).collect();
        let ends = places.iter().copied().chain([text.len()]);
        for (start, end) in ends.flat_map(|end| places.iter().map(move |start| (*start, end))) {
            let expected = (source.position(start), source.position(end.max(start)));
            assert_eq!(source.positions(Span::new(start, end.max(start))), expected);
        }
    }

    #[test]
    fn columns_of_a_long_line_count_characters() {
        let line: String = "一a二bé👨".chars().cycle().take(3 * STEP).collect();
        let source = Source::new("a.md", format!("短\n{line}\n{line}"));
        let start = source.line_span(3).start;
        for (count, (at, _)) in line.char_indices().enumerate().step_by(61) {
            assert_eq!(source.position(start + at), Position { line: 3, column: count + 1 });
        }
        let end = Position { line: 3, column: 3 * STEP + 1 };
        assert_eq!(source.position(source.text().len()), end);
        let exact = Source::new("a.md", "a".repeat(4 * STEP));
        assert_eq!(exact.position(4 * STEP).column, 4 * STEP + 1);
    }

    #[test]
    fn bytes_that_are_not_utf8_say_where() {
        let error = Source::from_bytes("a.md", b"ab\xffc").expect_err("not UTF-8");
        assert_eq!(error.offset, 2);
        let error = Source::from_bytes("a.md", &[0xff, 0xfe, 0x23, 0]).expect_err("UTF-16");
        assert_eq!(error.looks_like, Some("UTF-16"));
    }
}
