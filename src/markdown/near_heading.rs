//! Lines that look like headings and are none for the parser: `##标题`, `＃ 标题`.

use super::{Block, BlockKind, Reader};
use crate::span::Span;
use crate::text::TextId;

/// The full-width form of the heading mark, which the parser does not know.
pub(super) const WIDE_MARK: &str = "＃";

/// A line of a text, and how many heading marks it begins with.
struct Line {
    marks: Option<u8>,
    text: TextId,
    span: Span,
}

impl Reader<'_> {
    /// Cuts the paragraph just read at the lines that look like headings.
    pub(super) fn split_near_headings(&mut self) {
        let Some(block) = self.markdown.blocks.last() else { return };
        if block.kind != BlockKind::Paragraph || self.depth > 0 || self.quotes > 0 {
            return;
        }
        let whole = block.clone();
        let lines = self.lines_with_marks(whole.text);
        if lines.iter().all(|line| line.marks.is_none()) {
            return;
        }
        self.markdown.blocks.pop();
        self.push_lines(&lines, &whole);
    }

    /// Ends an item at a line that looks like a heading and stands at the margin: the parser takes it
    /// for a further line of the item, its author did not mean it to be one.
    pub(super) fn release_near_headings(&mut self, item: usize) {
        let text = self.markdown.text(item).as_str();
        if memchr::memchr(b'\n', text.as_bytes()).is_none() {
            return;
        }
        let whole = Block { depth: 0, ..self.markdown.blocks[item].clone() };
        let lines = self.lines_with_marks(whole.text);
        let at_margin = |line: &Line| {
            let before = self.source.get(..line.span.start);
            line.marks.is_some() && before.is_some_and(|before| before.ends_with('\n'))
        };
        let Some(cut) = lines.iter().position(at_margin).filter(|&cut| cut > 0) else { return };
        let (own, rest) = lines.split_at(cut);
        let block = &mut self.markdown.blocks[item];
        if let [first, .., last] | [first @ last] = own {
            block.text = first.text.join(last.text);
            block.span = first.span.join(last.span);
        }
        self.push_lines(rest, &whole);
    }

    /// The lines of a text that say something; none where nothing in it looks like a heading.
    fn lines_with_marks(&self, text: TextId) -> Vec<Line> {
        let text = self.markdown.buffer.text(text);
        let has_marks =
            text.as_str().contains('#') || self.wide_marks && text.as_str().contains(WIDE_MARK);
        if !has_marks {
            return Vec::new();
        }
        let lines = text.lines().filter(|line| !line.is_blank());
        lines
            .map(|line| {
                let span = line.trim().span();
                // Not after a backslash, nor in a code span or in bold.
                let bare = self.begins_line(span.start);
                let written = self.source.get(span.range()).unwrap_or_default();
                let marks = if bare { heading_marks(written) } else { None };
                Line { marks, text: line.id(), span }
            })
            .collect()
    }

    /// Adds lines as blocks: those with marks one by one, those between them together.
    fn push_lines(&mut self, lines: &[Line], whole: &Block) {
        for &Line { marks, text, span } in lines {
            let kind = marks.map_or(BlockKind::Paragraph, BlockKind::NearHeading);
            let previous = self.markdown.blocks.last_mut().filter(|block| {
                kind == BlockKind::Paragraph
                    && block.kind == BlockKind::Paragraph
                    && whole.span.contains(block.span)
            });
            match previous {
                Some(block) => {
                    block.text = block.text.join(text);
                    block.span = block.span.join(span);
                }
                None => self.markdown.blocks.push(Block { kind, text, span, ..whole.clone() }),
            }
        }
    }

    /// Whether only blanks stand before a place in its line.
    fn begins_line(&self, place: usize) -> bool {
        let before = self.source.get(..place).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
    }
}

/// The number of heading marks a line begins with as it is written, if it does and says something after
/// them.
fn heading_marks(written: &str) -> Option<u8> {
    let text = written.trim();
    let rest = text.trim_start_matches(['#', '＃']);
    let marks = text.chars().count() - rest.chars().count();
    let level = u8::try_from(marks).ok().filter(|level| (1..=6).contains(level))?;
    (!rest.trim().is_empty()).then_some(level)
}
