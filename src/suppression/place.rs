//! Where a comment goes that silences a finding, and what it looks like there.
//!
//! A comment goes on a line of its own, so that no line of the document changes: above a heading, a
//! paragraph or a table; in a list item below what stands in it, so that the list stays one list.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::OWN_RULES;
use super::cover::{end_of, extent, item_around, line_end, line_start, marks};
use crate::finding::{Edit, Finding};
use crate::markdown::{Block, BlockKind, Markdown};
use crate::source::Source;
use crate::span::Span;

/// Comments to write, and the findings that none can be written for.
#[derive(Debug, Default)]
pub struct Placed {
    /// The comments, as insertions in document order.
    pub edits: Vec<Edit>,
    /// How many of the findings they are for.
    pub findings: usize,
}

/// A line that a comment goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    at: usize,
    /// How deep it goes; below a list within a list the inner one comes first.
    depth: Reverse<usize>,
    indentation: String,
    /// Whether it goes below the line that ends here, not above the one that begins here.
    below: bool,
}

/// Writes a comment for each block that has findings. Left out are findings in front matter, which
/// cannot hold one, and those about comments like it, which are to be mended.
#[must_use]
pub fn place(source: &Source, findings: &[Finding], reason: &str) -> Placed {
    let markdown = Markdown::parse(source.text());
    let mut lines: BTreeMap<Line, Vec<&'static str>> = BTreeMap::new();
    let mut placed = Placed::default();
    for finding in findings.iter().filter(|finding| !OWN_RULES.contains(&finding.rule)) {
        let Some(line) = line(source.text(), &markdown, finding.primary.span.start) else {
            continue;
        };
        let rules = lines.entry(line).or_default();
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
        placed.findings += 1;
    }
    let comment = |(line, rules): (Line, Vec<&str>)| {
        let comment =
            format!("{}<!-- pmlint-ignore {}: {reason} -->", line.indentation, rules.join(", "));
        let end = end_of_line(source.text(), line.at);
        let text = if line.below { format!("{end}{comment}") } else { format!("{comment}{end}") };
        Edit { span: Span::at(line.at), text }
    };
    placed.edits = lines.into_iter().map(comment).collect();
    placed
}

/// The line for a finding that begins at a place; `None` where a comment would be no comment.
fn line(text: &str, markdown: &Markdown, place: usize) -> Option<Line> {
    let front = markdown.front_matter;
    if front.is_some_and(|front| place <= line_end(text, front.end)) {
        return None;
    }
    let holds = |block: &Block| {
        let lines = line_start(text, block.span.start)..=line_end(text, end_of(text, block));
        block.kind != BlockKind::Comment && lines.contains(&place)
    };
    let Some(block) = markdown.blocks.iter().rposition(holds) else {
        return Some(above(text, place, false));
    };
    let block = first_row(markdown, block);
    let start = markdown.blocks[block].span.start;
    let own = Span::new(line_start(text, start), line_end(text, start));
    let is_item = markdown.blocks[block].kind == BlockKind::Item;
    let begins_item = marks(text.get(own.range()).unwrap_or_default()).begins_item;
    if !is_item && !begins_item {
        return Some(above(text, start, markdown.blocks[block].depth > 0));
    }
    let item = if is_item { block } else { item_around(markdown, block)? };
    Some(below(text, extent(text, markdown, item)))
}

/// The head of the table that a block is a row of; else the block.
fn first_row(markdown: &Markdown, block: usize) -> usize {
    if !matches!(markdown.blocks[block].kind, BlockKind::Row { .. }) {
        return block;
    }
    let rows = markdown.blocks.get(..=block).unwrap_or_default();
    let is_head = |block: &Block| matches!(block.kind, BlockKind::Row { head: true, .. });
    rows.iter().rposition(is_head).unwrap_or(block)
}

/// A line above the one of a place, in a list or not.
fn above(text: &str, place: usize, in_list: bool) -> Line {
    let own = Span::new(line_start(text, place), line_end(text, place));
    let mut indentation = marks(text.get(own.range()).unwrap_or_default()).indentation;
    if !in_list && indentation.trim().is_empty() {
        // Blanks without a list mean nothing, and too many of them mean code.
        indentation.clear();
    }
    Line { at: own.start, depth: Reverse(indentation.len()), indentation, below: false }
}

/// A line below those of a list item.
fn below(text: &str, item: Span) -> Line {
    let first = text.get(item.start..line_end(text, item.start)).unwrap_or_default();
    let indentation = marks(first).indentation;
    Line { at: item.end, depth: Reverse(indentation.len()), indentation, below: true }
}

/// The line end that is used near a place: the one before it, else the one after it.
pub(crate) fn end_of_line(text: &str, place: usize) -> &'static str {
    let (before, after) = text.split_at_checked(place).unwrap_or_default();
    let ends_like = |text: &str| text.ends_with("\r\n");
    let before = before.rfind(['\n', '\r']).and_then(|at| before.get(..=at));
    let after = after.find(['\n', '\r']).and_then(|at| after.get(at..));
    match (before, after) {
        (Some(before), _) if ends_like(before) => "\r\n",
        (Some(before), _) if before.ends_with('\r') => "\r",
        (Some(_), _) => "\n",
        (None, Some(after)) if after.starts_with("\r\n") => "\r\n",
        (None, Some(after)) if after.starts_with('\r') => "\r",
        _ => "\n",
    }
}
