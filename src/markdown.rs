//! Markdown to a flat list of blocks. The only module that knows pulldown-cmark.
//!
//! Container ranges of the parser include markers, nested lists and blank lines; text ranges are
//! exact. So a block's place is always that of its text.

mod html;
mod near_heading;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::near_heading::WIDE_MARK;
use crate::span::Span;
use crate::text::{Buffer, Style, Text, TextId};

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading outside lists and quotes, with its level.
    Heading(u8),
    /// A line that begins with heading marks but is a paragraph: `##标题`, `＃ 标题`.
    NearHeading(u8),
    /// A list item: its own text, without that of nested lists.
    Item,
    /// A paragraph; inside a list item, a further one of that item.
    Paragraph,
    /// A table row, with its cells; `head` for the first row.
    Row {
        /// The texts of the cells, as indices into [`Markdown::cells`].
        cells: Range<usize>,
        /// Whether it is the head of the table.
        head: bool,
    },
    /// An HTML comment; its span is what stands between the marks, and it has no text.
    Comment,
    /// Something with no text to read: a code block, raw HTML, an image alone.
    Opaque,
}

/// One block of a document.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How many lists it is inside of; an item of an outermost list has 1.
    pub depth: usize,
    /// Its text.
    pub text: TextId,
    /// The bytes of its text; for a block without text, those of the block.
    pub span: Span,
    /// Whether it holds something that is seen but is no text: an image, an autolink.
    pub opaque: bool,
    /// Of a task, whether it is ticked.
    pub ticked: Option<bool>,
}

/// A document as blocks.
#[derive(Debug, Default)]
pub struct Markdown {
    /// The blocks, in document order.
    pub blocks: Vec<Block>,
    /// The cells of all tables.
    pub cells: Vec<TextId>,
    /// The front matter between its fences, where there is one.
    pub front_matter: Option<Span>,
    buffer: Buffer,
}

impl Markdown {
    /// Reads a document.
    #[must_use]
    pub fn parse(source: &str) -> Self {
        let (front_matter, body) = split_front_matter(source);
        let mut reader = Reader {
            source,
            wide_marks: source.contains(WIDE_MARK),
            markdown: Self {
                front_matter,
                blocks: Vec::with_capacity(source.len() / 32),
                buffer: Buffer::for_source(source.len()),
                ..Self::default()
            },
            open: Vec::new(),
            depth: 0,
            quotes: 0,
            style: Style::default(),
            silent: 0,
            cells: Vec::new(),
            row_start: 0,
            head: false,
        };
        let text = source.get(body..).unwrap_or_default();
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            reader.event(event, Span::new(range.start + body, range.end + body));
        }
        reader.markdown
    }

    /// The text of a block.
    #[must_use]
    pub fn text(&self, block: usize) -> Text<'_> {
        self.buffer.text(self.blocks[block].text)
    }

    /// All that is visible, each block on lines of its own.
    #[must_use]
    pub fn visible(&self) -> &str {
        self.buffer.as_str()
    }

    /// The cells of a block that is a row; for any other block its text alone.
    pub fn cells(&self, block: usize) -> impl Iterator<Item = Text<'_>> {
        let ids = match &self.blocks[block].kind {
            BlockKind::Row { cells, .. } => self.cells.get(cells.clone()).unwrap_or_default(),
            _ => std::slice::from_ref(&self.blocks[block].text),
        };
        ids.iter().map(|&id| self.buffer.text(id))
    }
}

/// The front matter's content and where the body begins. The parser's own support is not limited to
/// the top of the file, so it stays off.
fn split_front_matter(source: &str) -> (Option<Span>, usize) {
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| source.starts_with(fence)) else {
        return (None, 0);
    };
    let mut lines = source.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == fence) else {
        return (None, 0);
    };
    let mut at = first.len();
    let mut begun = false;
    for line in lines {
        // A rule at the top of a text: a blank line follows, and then no key.
        let said = line.trim();
        if !begun && at > first.len() && !said.is_empty() && !is_key(said) {
            return (None, 0);
        }
        begun |= !said.is_empty();
        if line.trim_end() == fence {
            return (Some(Span::new(first.len(), at)), at + line.len());
        }
        at += line.len();
    }
    (None, 0)
}

/// Whether a line may be the first of a front matter.
fn is_key(line: &str) -> bool {
    !line.starts_with('#') && line.contains([':', '='])
}

/// A block whose end has not come yet.
struct Open {
    block: usize,
    /// Where its text begins in the buffer.
    mark: usize,
    /// Whether its own text is complete: a nested list or a second paragraph has begun.
    done: bool,
}

struct Reader<'s> {
    source: &'s str,
    /// Whether there is a full-width heading mark anywhere, which is rare.
    wide_marks: bool,
    markdown: Markdown,
    open: Vec<Open>,
    depth: usize,
    quotes: usize,
    style: Style,
    /// How many elements are open whose text is not read: code blocks, images, autolinks.
    silent: usize,
    cells: Vec<TextId>,
    row_start: usize,
    head: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => self.code(&text, span),
            Event::SoftBreak | Event::HardBreak => self.text("\n", span),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::TaskListMarker(ticked) => self.tick(ticked),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::HtmlBlock => self.html_block(span),
            Tag::Table(_) => self.finish_text(),
            Tag::Heading { level, .. } => {
                self.finish_text();
                let kind = if self.depth == 0 && self.quotes == 0 {
                    BlockKind::Heading(*level as u8)
                } else {
                    BlockKind::Paragraph
                };
                self.open(kind, span);
            }
            Tag::Paragraph => {
                // The first paragraph of a loose item is the item's own text.
                let first_of_item = self.open.last().is_some_and(|open| {
                    !open.done
                        && self.markdown.blocks[open.block].kind == BlockKind::Item
                        && open.mark == self.markdown.buffer.mark()
                });
                if !first_of_item {
                    self.finish_text();
                    self.open(BlockKind::Paragraph, span);
                }
            }
            Tag::List(_) => {
                self.finish_text();
                self.depth += 1;
            }
            Tag::Item => self.open(BlockKind::Item, span),
            Tag::BlockQuote(_) => {
                self.finish_text();
                self.quotes += 1;
            }
            Tag::TableHead | Tag::TableRow => {
                self.head = matches!(tag, Tag::TableHead);
                self.row_start = self.markdown.cells.len();
                self.open(BlockKind::Row { cells: 0..0, head: self.head }, span);
            }
            Tag::TableCell => {
                if !self.cells.is_empty() {
                    self.markdown.buffer.push("\n", Span::at(span.start), Style::default());
                }
                let mark = self.markdown.buffer.mark();
                self.cells.push(self.markdown.buffer.since(mark));
            }
            Tag::CodeBlock(_) => {
                self.finish_text();
                self.leaf(BlockKind::Opaque, span);
                self.silent += 1;
            }
            Tag::Image { .. } => {
                self.mark_opaque();
                self.silent += 1;
            }
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.mark_opaque();
                self.silent += 1;
            }
            Tag::Link { .. } => self.style = self.style.with(Style::LINK),
            Tag::Strong => self.style = self.style.with(Style::STRONG),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Item => self.close(),
            TagEnd::Paragraph => match self.open.last() {
                Some(open) if self.markdown.blocks[open.block].kind == BlockKind::Item => {
                    self.finish_text();
                }
                Some(_) => {
                    self.close();
                    self.split_near_headings();
                }
                None => {}
            },
            TagEnd::List(_) => self.depth = self.depth.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::TableCell => {
                if let Some(cell) = self.cells.last_mut() {
                    *cell = self.markdown.buffer.since(cell.start());
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.markdown.cells.append(&mut self.cells);
                let cells = self.row_start..self.markdown.cells.len();
                let head = self.head;
                if let Some(open) = self.open.last() {
                    self.markdown.blocks[open.block].kind = BlockKind::Row { cells, head };
                }
                self.close();
            }
            TagEnd::CodeBlock | TagEnd::Image => self.silent = self.silent.saturating_sub(1),
            TagEnd::Link => {
                if self.style.has(Style::LINK) {
                    self.style = self.style.without(Style::LINK);
                } else {
                    self.silent = self.silent.saturating_sub(1);
                }
            }
            TagEnd::Strong => self.style = self.style.without(Style::STRONG),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.silent > 0 {
            return;
        }
        match self.open.last() {
            // Text of an item after a nested list or a further paragraph.
            Some(open) if open.done => {}
            Some(_) => self.markdown.buffer.push(text, span, self.style),
            None => {}
        }
    }

    /// A code span's range has the backticks, its text has not, and padding is gone.
    fn code(&mut self, text: &str, span: Span) {
        let style = self.style;
        self.style = style.with(Style::CODE);
        let slice = self.source.get(span.range()).unwrap_or_default();
        let inner = slice.trim_start_matches('`');
        // Where a line ends inside of it, the text is another than that of the source.
        let inner =
            inner.strip_prefix(' ').filter(|inner| inner.starts_with(text)).unwrap_or(inner);
        if inner.starts_with(text) {
            let start = span.end - inner.len();
            self.text(text, Span::new(start, start + text.len()));
        } else {
            self.text(text, span);
        }
        self.style = style;
    }

    /// Inline HTML: comments become blocks after the one they stand in, `<br>` ends a line.
    fn inline_html(&mut self, html: &str, span: Span) {
        if html.starts_with("<!--") {
            self.html(span);
        } else if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) {
            self.text("\n", span);
        } else if html::is_words(html) {
            self.text(html, span);
        }
    }

    /// A block of HTML, or a line of its own that is words in angle brackets.
    fn html_block(&mut self, span: Span) {
        let line = self.source.get(span.range()).unwrap_or_default();
        let words = line.trim();
        if !html::is_words(words) {
            self.finish_text();
            self.html(span);
            return;
        }
        let start = span.start + (line.len() - line.trim_start().len());
        let place = Span::new(start, start + words.len());
        if self.open.last().is_some_and(|open| !open.done) {
            self.text(words, place);
        } else {
            self.open(BlockKind::Paragraph, span);
            self.text(words, place);
            self.close();
        }
    }

    /// Comments become blocks; any other HTML is something seen that is not read.
    fn html(&mut self, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let rest = self.source.get(at..span.end).unwrap_or_default();
            let Some(open) = rest.find("<!--") else { break };
            self.opaque_html(Span::new(at, at + open));
            let inner = at + open + "<!--".len();
            let rest = self.source.get(inner..span.end).unwrap_or_default();
            let length = rest.find("-->").unwrap_or(rest.len());
            self.leaf(BlockKind::Comment, Span::new(inner, inner + length));
            at = (inner + length + "-->".len()).min(span.end);
        }
        self.opaque_html(Span::new(at, span.end));
    }

    fn opaque_html(&mut self, span: Span) {
        if !self.source.get(span.range()).unwrap_or_default().trim().is_empty() {
            self.leaf(BlockKind::Opaque, span);
        }
    }

    fn open(&mut self, kind: BlockKind, span: Span) {
        // No word runs from one block into the next.
        self.markdown.buffer.push("\n", Span::at(span.start), Style::default());
        let mark = self.markdown.buffer.mark();
        let block = self.leaf(kind, span);
        self.open.push(Open { block, mark, done: false });
    }

    /// Adds a block that has no text of its own yet. Its place in the list is taken at its start,
    /// because ends come innermost first.
    fn leaf(&mut self, kind: BlockKind, span: Span) -> usize {
        let mark = self.markdown.buffer.mark();
        let text = self.markdown.buffer.since(mark);
        let depth = self.depth;
        self.markdown.blocks.push(Block { kind, depth, text, span, opaque: false, ticked: None });
        self.markdown.blocks.len() - 1
    }

    fn mark_opaque(&mut self) {
        if let Some(open) = self.open.last() {
            self.markdown.blocks[open.block].opaque = true;
        }
    }

    /// Notes the mark of a task at the item that it begins.
    fn tick(&mut self, ticked: bool) {
        let items = self.open.iter().rev().map(|open| open.block);
        let mut items = items.filter(|&block| self.markdown.blocks[block].kind == BlockKind::Item);
        if let Some(item) = items.next() {
            self.markdown.blocks[item].ticked = Some(ticked);
        }
    }

    /// Ends the text of the block that is open, if it has not ended yet.
    fn finish_text(&mut self) {
        let Some(open) = self.open.last_mut().filter(|open| !open.done) else { return };
        open.done = true;
        let index = open.block;
        let id = self.markdown.buffer.since(open.mark);
        let text = self.markdown.buffer.text(id).trim();
        let block = &mut self.markdown.blocks[index];
        block.text = id;
        if !text.as_str().is_empty() {
            block.span = text.span();
        }
        if block.kind == BlockKind::Item && self.quotes == 0 {
            self.release_near_headings(index);
        }
    }

    fn close(&mut self) {
        self.finish_text();
        self.open.pop();
    }
}
