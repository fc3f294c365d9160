//! The visible text of a document and the way back to its bytes.
//!
//! What a reader sees differs from the source: marks of emphasis are gone, entities and escapes are
//! resolved. All visible text of a document stands in one [`Buffer`], cut into pieces; a piece whose
//! text equals its source maps byte by byte, any other maps as a whole. A [`Text`] is a view of a
//! part of the buffer, as cheap to copy as a `&str`.

use std::ops::Range;

use crate::span::Span;

/// How a piece of text is set, as a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style(u8);

impl Style {
    /// In a code span.
    pub const CODE: Self = Self(1);
    /// Bold.
    pub const STRONG: Self = Self(2);
    /// The text of a link.
    pub const LINK: Self = Self(4);

    /// Whether all flags of `other` are set.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without the flags of `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where the piece begins in the buffer; it ends where the next one begins.
    at: usize,
    source: Span,
    style: Style,
}

/// The visible text of a whole document.
#[derive(Debug, Default)]
pub struct Buffer {
    visible: String,
    pieces: Vec<Piece>,
}

/// Which part of a [`Buffer`] a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextId {
    start: usize,
    end: usize,
    /// The piece that it begins in, or one before: where to look for its pieces.
    piece: usize,
}

impl TextId {
    /// The place in the buffer that it begins at.
    #[must_use]
    pub fn start(self) -> usize {
        self.start
    }

    /// The smallest text that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            piece: self.piece.min(other.piece),
        }
    }
}

impl Buffer {
    /// An empty buffer for the text of a source of so many bytes.
    #[must_use]
    pub fn for_source(bytes: usize) -> Self {
        // A piece is a line or a part of one.
        Self { visible: String::with_capacity(bytes), pieces: Vec::with_capacity(bytes / 16) }
    }

    /// The place that the next piece will begin at.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.visible.len()
    }

    /// Appends a piece of visible text that stands on `source`.
    pub fn push(&mut self, text: &str, source: Span, style: Style) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.visible.len(), source, style });
        self.visible.push_str(text);
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.visible
    }

    /// The text from a mark up to here.
    #[must_use]
    pub fn since(&self, mark: usize) -> TextId {
        // A text is as long as a few pieces, so its first one is near the end.
        let after = self.pieces.iter().rev().take_while(|piece| piece.at >= mark).count();
        let piece = (self.pieces.len() - after).min(self.pieces.len().saturating_sub(1));
        TextId { start: mark, end: self.visible.len(), piece }
    }

    /// A view of a text.
    #[must_use]
    pub fn text(&self, id: TextId) -> Text<'_> {
        let visible = self.visible.get(id.start..id.end).unwrap_or_default();
        Text { buffer: self, visible, start: id.start, piece: id.piece }
    }
}

/// Up to so many pieces are faster counted than searched.
const NEAR: usize = 8;

/// A view of visible text. Ranges given to its methods count from its own start.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    buffer: &'a Buffer,
    visible: &'a str,
    /// Where it begins in the buffer.
    start: usize,
    piece: usize,
}

impl<'a> Text<'a> {
    /// The text that a reader sees.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.visible
    }

    /// Which part of the buffer it is.
    #[must_use]
    pub fn id(self) -> TextId {
        TextId { start: self.start, end: self.end(), piece: self.piece }
    }

    fn end(self) -> usize {
        self.start + self.visible.len()
    }

    /// Whether nothing but white space is seen.
    #[must_use]
    pub fn is_blank(self) -> bool {
        trimmed(self.visible).is_empty()
    }

    /// A part of this text.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Self {
        let start = range.start.min(self.visible.len());
        let end = range.end.clamp(start, self.visible.len());
        let visible = self.visible.get(start..end).unwrap_or_default();
        Self { start: self.start + start, visible, ..self }
    }

    /// The text from `start` on.
    #[must_use]
    pub fn from(self, start: usize) -> Self {
        self.slice(start..self.visible.len())
    }

    /// The text without white space at its ends.
    #[must_use]
    pub fn trim(self) -> Self {
        let text = self.visible;
        if !may_be_padded(text) {
            return self;
        }
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        self.slice(start.min(end)..end)
    }

    /// The lines of the text, without their ends.
    pub fn lines(self) -> impl Iterator<Item = Text<'a>> {
        let text = self.as_str();
        let mut ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let mut at = 0;
        std::iter::from_fn(move || {
            let end = ends.next()?;
            let line = self.slice(at..end);
            at = end + 1;
            Some(line)
        })
    }

    /// The bytes of the source that a part of the text stands on.
    #[must_use]
    pub fn source(self, range: Range<usize>) -> Span {
        let start = self.start + range.start;
        let end = (self.start + range.end).min(self.end());
        if start >= end {
            return Span::at(self.place(start));
        }
        let index = self.piece_at(start);
        if let Some(piece) = self.buffer.pieces.get(index)
            && let piece_end = self.piece_end(index)
            && end <= piece_end
            && piece_end - piece.at == piece.source.len()
        {
            // Most parts lie in one piece that maps byte by byte.
            return Span::new(
                piece.source.start + (start - piece.at),
                piece.source.start + (end - piece.at),
            );
        }
        Span::new(self.place(start), self.place_before(end))
    }

    /// The bytes of the source that the text stands on.
    #[must_use]
    pub fn span(self) -> Span {
        self.source(0..self.visible.len())
    }

    /// The runs of one style, in order, each with its range in this text.
    pub fn runs(self) -> impl Iterator<Item = (Range<usize>, Style)> + use<'a> {
        let first = self.piece_at(self.start);
        let pieces = &self.buffer.pieces;
        (first..pieces.len())
            .take_while(move |&index| pieces[index].at < self.end())
            .map(move |index| {
                let start = pieces[index].at.max(self.start);
                let end = self.piece_end(index).min(self.end());
                (start - self.start..end - self.start, pieces[index].style)
            })
            .filter(|(range, _)| !range.is_empty())
    }

    /// Whether the whole of a part has a style.
    #[must_use]
    pub fn is(self, range: Range<usize>, style: Style) -> bool {
        self.slice(range).runs().all(|(_, run)| run.has(style))
    }

    fn piece_at(self, place: usize) -> usize {
        let pieces = self.buffer.pieces.get(self.piece..).unwrap_or_default();
        if pieces.get(1).is_none_or(|next| place < next.at) {
            return self.piece;
        }
        let before = if pieces.get(NEAR).is_none_or(|piece| place < piece.at) {
            pieces.iter().take_while(|piece| piece.at <= place).count()
        } else {
            pieces.partition_point(|piece| piece.at <= place)
        };
        self.piece + before.saturating_sub(1)
    }

    fn piece_end(self, index: usize) -> usize {
        self.buffer.pieces.get(index + 1).map_or(self.buffer.visible.len(), |next| next.at)
    }

    /// The source byte of a place in the buffer, seen as a start.
    fn place(self, place: usize) -> usize {
        let index = self.piece_at(place);
        let Some(piece) = self.buffer.pieces.get(index) else { return 0 };
        let end = self.piece_end(index);
        if end - piece.at == piece.source.len() {
            piece.source.start + (place - piece.at).min(piece.source.len())
        } else if place >= end {
            piece.source.end
        } else {
            piece.source.start
        }
    }

    /// The source byte of a place in the buffer, seen as an end.
    fn place_before(self, place: usize) -> usize {
        let index = self.piece_at(place.saturating_sub(1));
        let Some(piece) = self.buffer.pieces.get(index) else { return 0 };
        if self.piece_end(index) - piece.at == piece.source.len() {
            piece.source.start + (place - piece.at)
        } else {
            piece.source.end
        }
    }
}

/// A part of a source as a reader sees it, on one line. Of marks of bold in it the other half may stand
/// outside, as in `**20** min`, so they are left out.
#[must_use]
pub(crate) fn quoted(source: &str) -> String {
    source.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without white space at its ends.
#[must_use]
pub(crate) fn trimmed(text: &str) -> &str {
    if may_be_padded(text) { text.trim() } else { text }
}

/// Whether white space may stand at an end of a text. `false` is sure, and quick for most texts: there
/// is none among the visible characters of ASCII, nor among those above U+4000, of three bytes that
/// begin with E4 or more.
fn may_be_padded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = matches!(bytes, [b'!'..=b'~' | 0xE4..=0xFF, ..]);
    let ends = matches!(bytes, [.., b'!'..=b'~'] | [.., 0xE4..=0xFF, _, 0x80..=0xFF]);
    !(begins && ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `5 &lt; **十** m`, with the entity as a piece that maps as a whole.
    fn example() -> (Buffer, TextId) {
        let mut buffer = Buffer::default();
        buffer.push("above", Span::new(0, 5), Style::default());
        let mark = buffer.mark();
        buffer.push("5 ", Span::new(6, 8), Style::default());
        buffer.push("<", Span::new(8, 12), Style::default());
        buffer.push("十", Span::new(15, 18), Style::STRONG);
        buffer.push(" m", Span::new(20, 22), Style::default());
        let id = buffer.since(mark);
        (buffer, id)
    }

    #[test]
    fn ranges_map_to_the_source() {
        let (buffer, id) = example();
        let text = buffer.text(id);
        assert_eq!(text.as_str(), "5 <十 m");
        assert_eq!(text.span(), Span::new(6, 22));
        assert_eq!(text.source(0..1), Span::new(6, 7));
        assert_eq!(text.source(2..3), Span::new(8, 12), "an entity maps as a whole");
        assert_eq!(text.source(3..6), Span::new(15, 18), "the marks around are left out");
        assert_eq!(text.source(8..8), Span::at(22), "the end of the text");
    }

    #[test]
    fn runs_carry_the_style() {
        let (buffer, id) = example();
        let text = buffer.text(id);
        let bold: Vec<_> = text.runs().filter(|(_, style)| style.has(Style::STRONG)).collect();
        assert_eq!(bold, [(3..6, Style::STRONG)]);
        assert!(text.is(3..6, Style::STRONG));
        assert!(!text.is(2..6, Style::STRONG));
    }

    #[test]
    fn a_quote_is_what_a_reader_sees_on_one_line() {
        for (source, seen) in
            [("20** 分钟", "20 分钟"), ("**5**\r\n  m", "5 m"), ("a * b", "a * b")]
        {
            assert_eq!(quoted(source), seen, "{source}");
        }
    }

    #[test]
    fn white_space_at_an_end_is_never_overlooked() {
        let characters = (0..=0xFFFF).filter_map(char::from_u32).chain(['𠮷', '🚀']);
        for text in characters.flat_map(|c| [format!("{c}"), format!("a{c}"), format!("{c}时")]) {
            assert_eq!(trimmed(&text), text.trim(), "{text:?}");
        }
        assert_eq!(trimmed(""), "");
    }

    #[test]
    fn parts_of_parts_keep_their_place() {
        let (buffer, id) = example();
        let text = buffer.text(id).from(2).trim();
        assert_eq!(text.as_str(), "<十 m");
        assert_eq!(text.source(1..4), Span::new(15, 18));
        assert_eq!(text.slice(4..5).trim().as_str(), "");
    }
}
