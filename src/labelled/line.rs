//! Labels in lines: `**Date:** x`, `**日期**：x`, `- Time to detection: 5 minutes`.

use std::ops::Range;

use super::{BARS, Place, Reader, Standing, begins_bold};
use crate::label::first_colon;
use crate::text::{Style, Text};

/// How far into an item the colon of a label may stand, in bytes.
const EARLY: usize = 64;

impl<'a> Reader<'a> {
    /// Reads the lines of a paragraph or an item. Among sections a paragraph has labels only in bold.
    pub(super) fn lines(&mut self, block: usize, text: Text<'a>, item: bool) {
        // Every label has one, most lines have none, and looking for it costs little.
        let Some(colon) = first_colon(text.as_str()) else { return };
        let is_head = block < self.head_end;
        let may_have_labels = is_head || begins_bold(text) || item && colon < EARLY;
        if !may_have_labels {
            return;
        }
        let at = Standing { block: Some(block), place: Place::Line };
        for line in text.lines().filter(|line| first_colon(line.as_str()).is_some()) {
            if is_head || item || begins_bold(line) {
                self.labels_of(line, at);
            }
        }
    }

    /// Reads a line, or what stands between two bars of one.
    fn labels_of(&mut self, line: Text<'a>, at: Standing) {
        let mut start = 0;
        for part in line.as_str().split(BARS) {
            let text = line.slice(start..start + part.len());
            if begins_bold(text) && !begins_stray(part) {
                self.bold_labels(text, at);
            } else if let Some(colon) = first_colon(part) {
                self.take(text.slice(0..colon), after_colon(text.from(colon)), at);
            }
            start += part.len() + line.as_str().get(start + part.len()..).map_or(0, first_len);
        }
    }

    fn bold_labels(&mut self, line: Text<'a>, at: Standing) {
        let labels = bold_labels(line);
        for (index, (label, value)) in labels.iter().enumerate() {
            let end = labels.get(index + 1).map_or(line.as_str().len(), |(next, _)| next.start);
            let value = line.slice(*value..end.max(*value));
            self.take(line.slice(label.clone()), until_next(value), at);
        }
    }
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// What follows a colon at the beginning of a text.
pub(super) fn after_colon(text: Text<'_>) -> Text<'_> {
    let rest = text.as_str().trim_start_matches([':', '：']);
    text.from(text.as_str().len() - rest.len()).trim()
}

/// Whether a text begins with marks of bold that no renderer takes for any: in `**日期：**今天` the
/// second pair does not end what the first begins, since it stands between a sign and a letter.
pub(super) fn begins_stray(text: &str) -> bool {
    text.trim_start().starts_with("**")
}

/// The labels in bold of a line, each with the place that its value begins at. The colon stands in
/// bold or after it.
fn bold_labels(line: Text<'_>) -> Vec<(Range<usize>, usize)> {
    let visible = line.as_str();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (range, _) in line.runs().filter(|(_, style)| style.has(Style::STRONG)) {
        match runs.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => runs.push(range),
        }
    }
    let label = |run: Range<usize>| {
        let bold = visible.get(run.clone())?;
        let rest = visible.get(run.end..)?;
        let (label, value) = match bold.find([':', '：']) {
            Some(colon) => {
                let value = run.start + colon;
                (run.start..value, value + visible.get(value..).map_or(0, first_len))
            }
            None => {
                let after = rest.trim_start();
                let colon = after.starts_with([':', '：']).then(|| first_len(after))?;
                (run.clone(), run.end + (rest.len() - after.len()) + colon)
            }
        };
        Some((label, value))
    };
    runs.into_iter().filter_map(label).collect()
}

/// A value without what separates it from the next label.
fn until_next(value: Text<'_>) -> Text<'_> {
    let trimmed = value.as_str().trim_end_matches(|c: char| {
        c.is_whitespace()
            || BARS.contains(&c)
            || matches!(c, '·' | '•' | ';' | '；' | '/' | ',' | '，')
    });
    value.slice(0..trimmed.len())
}
