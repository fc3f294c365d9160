//! What a comment covers: the block below it, the list item around it, or the line it stands on.

use crate::markdown::{Block, BlockKind, Markdown};
use crate::span::Span;

/// What the comments of a document cover, asked for in document order. What was found for one comment
/// is kept for those that share it: a document may hold nothing but comments, and all in one line.
pub(super) struct Covers<'a> {
    text: &'a str,
    markdown: &'a Markdown,
    /// A single line, and whether nothing but comments stands on it.
    line: Option<(Span, bool)>,
    /// The last block found that is no markup.
    next: usize,
    /// The last item of each depth, up to the block `seen`.
    items: Vec<Option<usize>>,
    seen: usize,
    /// The lines of the last block that was covered.
    extent: Option<(usize, Span)>,
}

impl<'a> Covers<'a> {
    pub(super) fn new(text: &'a str, markdown: &'a Markdown) -> Self {
        Self { text, markdown, line: None, next: 0, items: Vec::new(), seen: 0, extent: None }
    }

    /// The bytes that a comment covers, its own line among them: with other text on its line that line
    /// alone; otherwise the next block, or the list item that it stands in where nothing follows it
    /// there.
    pub(super) fn of(&mut self, index: usize) -> Span {
        let (own, is_alone) = self.own_lines(self.markdown.blocks[index].span);
        if !is_alone {
            return own;
        }
        let target = self.next_block(index).or_else(|| self.item_around(index));
        target.map_or(own, |block| own.join(self.extent(block)))
    }

    /// The lines that a comment stands on, and whether nothing but comments stands on them.
    fn own_lines(&mut self, inner: Span) -> (Span, bool) {
        if let Some((line, is_alone)) = self.line
            && line.contains(inner)
        {
            return (line, is_alone);
        }
        let own = Span::new(line_start(self.text, inner.start), line_end(self.text, inner.end));
        let is_alone = is_alone(self.text, own);
        let is_one = line_end(self.text, own.start) == own.end;
        self.line = is_one.then_some((own, is_alone));
        (own, is_alone)
    }

    /// The next block in the same list item, or outside of lists the next block. Other comments and
    /// HTML are passed over: they hold no text to cover.
    fn next_block(&mut self, index: usize) -> Option<usize> {
        let blocks = &self.markdown.blocks;
        if self.next <= index {
            let mut later = index + 1..blocks.len();
            let is_content = |&next: &usize| !is_markup(self.text, self.markdown, next);
            self.next = later.find(is_content).unwrap_or(blocks.len());
        }
        let (own, next) = (&blocks[index], blocks.get(self.next)?);
        (own.depth == 0 || !ends_item(next, own.depth)).then_some(self.next)
    }

    /// The list item that a block stands in.
    fn item_around(&mut self, index: usize) -> Option<usize> {
        for (at, block) in self.markdown.blocks.iter().enumerate().take(index).skip(self.seen) {
            if block.kind == BlockKind::Item {
                let depths = self.items.len().max(block.depth + 1);
                self.items.resize(depths, None);
                self.items[block.depth] = Some(at);
            }
        }
        self.seen = self.seen.max(index);
        let depth = self.markdown.blocks[index].depth;
        self.items.get(depth).copied().flatten().filter(|_| depth > 0)
    }

    fn extent(&mut self, block: usize) -> Span {
        match self.extent {
            Some((of, extent)) if of == block => extent,
            _ => {
                let extent = extent(self.text, self.markdown, block);
                self.extent = Some((block, extent));
                extent
            }
        }
    }
}

/// The list item that a block stands in.
pub(super) fn item_around(markdown: &Markdown, index: usize) -> Option<usize> {
    let depth = markdown.blocks[index].depth;
    let before = markdown.blocks.get(..index).unwrap_or_default();
    let is_item = |block: &Block| block.kind == BlockKind::Item && block.depth == depth;
    before.iter().rposition(|block| depth > 0 && is_item(block))
}

/// The lines of a block: of a list item with all that is in it, of a table with all its rows.
pub(super) fn extent(text: &str, markdown: &Markdown, index: usize) -> Span {
    let block = &markdown.blocks[index];
    let later = markdown.blocks.get(index + 1..).unwrap_or_default();
    let mut end = end_of(text, block);
    match block.kind {
        BlockKind::Item => {
            let inside = later.iter().take_while(|other| !ends_item(other, block.depth));
            end = inside.map(|other| end_of(text, other)).fold(end, usize::max);
        }
        BlockKind::Row { .. } => {
            // A comment in a cell comes after its row.
            let is_below = |other: &&Block| {
                matches!(other.kind, BlockKind::Row { head: false, .. } | BlockKind::Comment)
            };
            let rows = later.iter().take_while(is_below);
            let rows = rows.filter(|other| other.kind != BlockKind::Comment);
            end = rows.map(|other| end_of(text, other)).fold(end, usize::max);
        }
        _ => {}
    }
    Span::new(line_start(text, block.span.start), line_end(text, end))
}

/// Where the text of a block ends; that of a code block includes its last line end.
pub(super) fn end_of(text: &str, block: &Block) -> usize {
    let own = text.get(block.span.range()).unwrap_or_default();
    block.span.start + own.trim_end().len()
}

/// Whether a block is no longer in an item of so many lists.
fn ends_item(block: &Block, depth: usize) -> bool {
    block.depth < depth || (block.depth == depth && block.kind == BlockKind::Item)
}

/// Whether a block is a comment or other HTML, such as an anchor above a heading.
fn is_markup(text: &str, markdown: &Markdown, index: usize) -> bool {
    let block = &markdown.blocks[index];
    let is_html =
        || text.get(block.span.range()).is_some_and(|html| html.trim_start().starts_with('<'));
    match block.kind {
        BlockKind::Comment => true,
        BlockKind::Opaque => is_html(),
        BlockKind::Paragraph => !block.opaque && markdown.text(index).is_blank() && is_html(),
        _ => false,
    }
}

/// Whether nothing but comments stands on some lines, behind the marks of lists and quotes.
fn is_alone(text: &str, lines: Span) -> bool {
    let line = text.get(lines.range()).unwrap_or_default();
    let Some(first) = line.find("<!--") else { return false };
    let (before, mut rest) = line.split_at_checked(first).unwrap_or_default();
    if marks(before).length < before.len() {
        return false;
    }
    while let Some((between, comment)) = rest.split_once("<!--") {
        if !between.trim().is_empty() {
            return false;
        }
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    rest.trim().is_empty()
}

/// The marks of lists and quotes that a line begins with.
pub(super) struct Marks {
    /// What a further line begins with to stand in the same lists and quotes: the marks of lists as
    /// blanks.
    pub(super) indentation: String,
    /// Whether a list item begins on the line.
    pub(super) begins_item: bool,
    /// The length of the marks in bytes.
    length: usize,
}

/// Reads the marks that a line begins with.
pub(super) fn marks(line: &str) -> Marks {
    let mut marks = Marks { indentation: String::new(), begins_item: false, length: 0 };
    while let Some(rest) = line.get(marks.length..)
        && let Some(c) = rest.chars().next()
    {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if c.is_whitespace() || c == '>' {
            marks.indentation.push(c);
            marks.length += c.len_utf8();
        } else if is_item(rest, digits) {
            marks.indentation.extend(std::iter::repeat_n(' ', digits + 1));
            marks.begins_item = true;
            marks.length += digits + 1;
        } else {
            break;
        }
    }
    marks
}

/// Whether a text begins with the mark of a list item, which has so many digits.
fn is_item(text: &str, digits: usize) -> bool {
    let mut rest = text.chars().skip(digits);
    let is_mark = match digits {
        0 => matches!(rest.next(), Some('-' | '*' | '+')),
        _ => matches!(rest.next(), Some('.' | ')')),
    };
    is_mark && matches!(rest.next(), Some(' ' | '\t'))
}

const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    before.rfind(LINE_ENDS).map_or(0, |end| end + 1)
}

/// Where the line of a place ends, before its line end.
pub(super) fn line_end(text: &str, place: usize) -> usize {
    let after = text.get(place..).unwrap_or_default();
    after.find(LINE_ENDS).map_or(text.len(), |end| place + end)
}
