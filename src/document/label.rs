//! Labels: bold words or short lines that stand where a heading could.

use std::ops::Range;

use crate::markdown::{BlockKind, Markdown};
use crate::text::{Style, Text};

/// Longer labels are sentences.
const LABEL_CHARS: usize = 40;

/// A block that may stand for the heading of a section of its own.
#[derive(Clone, Debug)]
pub struct Label {
    /// The block.
    pub block: usize,
    /// The title in that block's text.
    pub title: Range<usize>,
    /// Whether the title is in bold.
    pub bold: bool,
    /// Whether the block holds nothing but the title.
    pub alone: bool,
}

/// The labels of a document that may stand for headings: outside of lists or in an outermost one, in
/// bold or as a short line with something below it. `影响：` in a sentence is none.
#[must_use]
pub fn labels(markdown: &Markdown) -> Vec<Label> {
    (0..markdown.blocks.len()).filter_map(|block| label(markdown, block)).collect()
}

fn label(markdown: &Markdown, index: usize) -> Option<Label> {
    let block = &markdown.blocks[index];
    let outermost = match block.kind {
        BlockKind::Item => block.depth == 1,
        BlockKind::Paragraph => block.depth == 0,
        _ => false,
    };
    if !outermost {
        return None;
    }
    let text = markdown.text(index);
    let visible = text.as_str();
    let bold = bold_start(text);
    let line = memchr::memchr(b'\n', visible.as_bytes()).unwrap_or(visible.len());
    // Most blocks are sentences: not bold, of one line, and with nothing below them.
    if bold.is_none() && line == visible.len() && !has_below(markdown, index) {
        return None;
    }
    let colon = visible.find([':', '：']);
    let start = bold.as_ref().map_or(0, |bold| bold.start);
    let ends = [bold.as_ref().map(|bold| bold.end), colon];
    let end = ends.into_iter().flatten().fold(line, usize::min);
    let title = title_within(text, start..end)?;
    let is_blank = |range: Range<usize>| {
        !visible.get(range).is_some_and(|text| text.contains(char::is_alphanumeric))
    };
    let alone = is_blank(end..visible.len());
    let is_line = is_blank(end..line) && (!alone || has_below(markdown, index));
    let bold = bold.is_some();
    (bold || is_line).then_some(Label { block: index, title, bold, alone })
}

/// Whether something stands below a block that is its own: a nested list, or what comes next.
fn has_below(markdown: &Markdown, index: usize) -> bool {
    let (own, Some(next)) = (&markdown.blocks[index], markdown.blocks.get(index + 1)) else {
        return false;
    };
    match own.kind {
        BlockKind::Item => next.depth > own.depth || next.kind == BlockKind::Paragraph,
        _ => !matches!(next.kind, BlockKind::Heading(_) | BlockKind::NearHeading(_)),
    }
}

/// Where the bold words stand that a text begins with. The marks of `**影响：**丙` make no bold for the
/// parser, since a letter follows them, and yet are meant to.
fn bold_start(text: Text<'_>) -> Option<Range<usize>> {
    if let Some(inner) = text.as_str().strip_prefix(MARKS) {
        let end = MARKS.len() + inner.find(MARKS)?;
        return Some(MARKS.len()..end);
    }
    let bold = |(range, style): (Range<usize>, Style)| {
        (style.has(Style::STRONG) && !style.has(Style::CODE)).then_some(range.end)
    };
    text.runs().map_while(bold).last().map(|end| 0..end)
}

/// What sets words in bold.
const MARKS: &str = "**";

/// The part of a text that can be a label below a section: what stands before a colon, a bold
/// beginning, or the whole of a short text.
pub(super) fn title(text: Text<'_>) -> Option<Range<usize>> {
    let line = text.as_str().split('\n').next().unwrap_or_default();
    let colon = line.find([':', '：']);
    let bold = text
        .runs()
        .next()
        .filter(|(range, style)| range.start == 0 && style.has(Style::STRONG))
        .map(|(range, _)| range.end);
    title_within(text, 0..colon.or(bold).unwrap_or(line.len()))
}

fn title_within(text: Text<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let title = text.as_str().get(range.clone())?.trim();
    let fits = !title.is_empty() && title.chars().count() <= LABEL_CHARS && !title.contains('\n');
    fits.then_some(range)
}

/// What stands beside a label in its own block.
#[must_use]
pub fn after_label<'a>(text: Text<'a>, title: &Range<usize>) -> Text<'a> {
    let rest = text.from(title.end);
    let skipped = rest.as_str().trim_start_matches([':', '：', '*']);
    rest.from(rest.as_str().len() - skipped.len()).trim()
}

/// Where in an entry its time begins, in characters.
const NUMBER_WITHIN: usize = 20;

/// Whether a number stands near the beginning of a text, as the time or the date of an entry does. That
/// of a version (`1.2`) is none.
#[must_use]
pub fn begins_with_number(text: Text<'_>) -> bool {
    let visible = text.as_str();
    let start = visible.char_indices().take(NUMBER_WITHIN).find(|(_, c)| c.is_ascii_digit());
    let Some(rest) = start.and_then(|(start, _)| visible.get(start..)) else { return false };
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number = rest.get(..end).unwrap_or_default().trim_end_matches('.');
    let has_year = || number.split('.').any(|part| part.len() >= "2024".len());
    !number.contains('.') || has_year()
}

/// Whether a text is a label and nothing else: in bold, or before a colon at its end.
#[must_use]
pub fn is_label(text: Text<'_>) -> bool {
    let visible = text.as_str().trim_end();
    let rest = bold_start(text).and_then(|bold| visible.get(bold.end..));
    visible.ends_with([':', '：']) || rest.is_some_and(|rest| !rest.contains(char::is_alphanumeric))
}
