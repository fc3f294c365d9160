//! What belongs to an entry beside the block with its time: its text below, further items and
//! paragraphs; and the lines of a paragraph that are entries of their own.

use crate::markdown::BlockKind;
use crate::notation::timestamp::Found;
use crate::stamp;
use crate::text::Text;
use crate::timeline::entries::{Layout, Reader, leads};
use crate::timeline::marks;

/// An entry whose parts are being read.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) depth: usize,
    pub(super) layout: Layout,
    /// What is still to come of the text of an entry that has only a time of its own.
    pub(super) text: Below,
}

/// Where the text of an entry stands that has only a time in its own block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// It has one already.
    Nothing,
    /// In the block that comes next.
    Block,
    /// In the items of a list.
    Items,
}

impl Reader<'_> {
    /// Reads a paragraph in which every line begins with a time: each is an entry.
    pub(super) fn lines(&mut self, block: usize, text: Text<'_>) -> bool {
        let lines: Vec<Text<'_>> = text.lines().filter(|line| !line.is_blank()).collect();
        let is_entry = |line: &Text<'_>| {
            let found = stamp::find(*line, &self.scope.template.stamps);
            let timed = |found: &Found| found.first().is_some_and(|first| first.time.is_some());
            found.iter().any(|found| timed(found) && leads(*line, found, Layout::Paragraphs))
        };
        if lines.len() < 2 || !lines.iter().all(is_entry) {
            return false;
        }
        for line in lines {
            self.entry(block, line, Layout::Paragraphs);
        }
        true
    }

    /// Reads a block without a time of its own as a part of the entry above it. What its author marked
    /// there is of that entry; its words are where the entry has only a time, and else are details.
    pub(super) fn part(&mut self, block: usize, text: Text<'_>) {
        let markdown = self.scope.markdown;
        let (depth, item) = {
            let own = &markdown.blocks[block];
            (own.depth, own.kind == BlockKind::Item)
        };
        let Some(open) = self.open else { return };
        let inside = match open.layout {
            Layout::Headings => true,
            Layout::Paragraphs => item || open.text != Below::Nothing,
            _ => depth > open.depth || (depth == open.depth && !item),
        };
        if !inside {
            self.open = None;
            return;
        }
        let text_of_entry = match open.text {
            Below::Nothing => false,
            Below::Block => true,
            Below::Items => item && depth <= open.depth + 1,
        };
        let below = match open.text {
            Below::Block if item => Below::Items,
            Below::Items if item => Below::Items,
            _ => Below::Nothing,
        };
        self.open = Some(Open { text: below, ..open });
        let (mut marks, unknown) =
            marks::of_block(markdown, block, text, 0..0, self.cues, self.scope.source);
        self.timeline.unknown_marks.extend(unknown);
        let Some(entry) = self.timeline.entries.last_mut() else { return };
        marks.retain(|mark| text_of_entry || mark.why.is_explicit());
        marks.retain(|mark| entry.marks.iter().all(|known| known.milestone != mark.milestone));
        entry.marks.extend(marks);
        if text_of_entry && entry.text.is_empty() {
            text.trim().as_str().clone_into(&mut entry.text);
        }
    }
}
