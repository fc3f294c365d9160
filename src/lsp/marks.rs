//! Marks of milestones that an entry of the timeline may be given.

use std::sync::Arc;

use super::analysis::{Analysis, touch};
use crate::finding::Edit;
use crate::markdown::{BlockKind, Markdown};
use crate::milestone::Milestone;
use crate::postmortem::Postmortem;
use crate::span::Span;
use crate::template::Template;
use crate::timeline::{Entry, Why};

/// A mark that an entry may be given.
pub(super) struct NewMark {
    pub(super) milestone: Milestone,
    pub(super) edit: Edit,
}

/// The entry of the timeline whose lines a byte is on, with its postmortem.
pub(super) fn entry_at(analysis: &Analysis, offset: usize) -> Option<(&Postmortem, &Entry)> {
    let line = analysis.line(offset);
    let all =
        analysis.postmortems.iter().flat_map(|one| one.entries.iter().map(move |it| (one, it)));
    let above = all.filter(|(_, entry)| entry.stamp_span.start <= line.end);
    let (postmortem, entry) = above.max_by_key(|(_, entry)| entry.stamp_span.start)?;
    if touch(line, entry.stamp_span) {
        return Some((postmortem, entry));
    }
    // A further line of the same item.
    let markdown = Markdown::parse(analysis.source.text());
    let mut blocks = markdown.blocks.iter();
    let holds = blocks.any(|it| it.span.contains(entry.stamp_span) && it.span.contains(line));
    holds.then_some((postmortem, entry))
}

/// The marks for the entry that a byte is in, those that it does not have yet.
pub(super) fn at(analysis: &Analysis, offset: usize) -> Vec<NewMark> {
    let Some((postmortem, entry)) = entry_at(analysis, offset) else { return Vec::new() };
    let marked = |milestone| {
        entry.marks.iter().any(|mark| mark.milestone == milestone && mark.why.is_explicit())
    };
    let template = &postmortem.template;
    let candidates = Milestone::ALL.into_iter();
    let candidates = candidates.filter(|&it| matters(it, template) && !marked(it));
    let style = Style::of(analysis, postmortem, entry);
    let marks: Vec<NewMark> = candidates.map(|milestone| style.mark(milestone, template)).collect();
    // All of them stand at the same place: where one is understood, the others are.
    let first = marks.first();
    if first.is_some_and(|first| is_understood(analysis, entry, first)) {
        marks
    } else {
        Vec::new()
    }
}

/// Whether a metric of the template is measured from or to a milestone.
fn matters(milestone: Milestone, template: &Template) -> bool {
    let pairs = template.metrics.iter().flat_map(|spec| spec.readings.iter().chain(&spec.unusual));
    let usual = [Milestone::Detected, Milestone::Responded, Milestone::Recovered];
    usual.contains(&milestone)
        || pairs.into_iter().any(|pair| pair.from == milestone || pair.to == milestone)
}

/// How a mark is written, and where.
enum Style {
    /// Behind the last one of a comment.
    More(usize),
    /// In brackets like those of other entries, behind the stamp.
    Brackets(usize, char, char),
    /// In a comment of its own at the end of the line.
    Comment(usize),
}

impl Style {
    fn of(analysis: &Analysis, postmortem: &Postmortem, entry: &Entry) -> Self {
        let text = analysis.source.text();
        let in_comment = |span: &Span| {
            let before = text.get(..span.start).unwrap_or_default();
            before
                .rfind("<!--")
                .is_some_and(|at| before.get(at..).is_some_and(|it| !it.contains("-->")))
        };
        let tags = |entry: &Entry| {
            let tags = entry.marks.iter().filter(|mark| mark.why == Why::Tag);
            tags.map(|mark| mark.span).collect::<Vec<_>>()
        };
        if let Some(last) = tags(entry).into_iter().rfind(in_comment) {
            return Self::More(last.end);
        }
        let all = postmortem.entries.iter().flat_map(tags);
        let opening = all.filter_map(|span| analysis.source.slice(span).chars().next());
        let mut brackets = opening.filter_map(|open| match open {
            '【' => Some((open, '】')),
            '[' => Some((open, ']')),
            _ => None,
        });
        if let Some((open, close)) = brackets.next_back() {
            let after = text.get(entry.stamp_span.end..).unwrap_or_default();
            let ticks = after.len() - after.trim_start_matches(['`', '*']).len();
            return Self::Brackets(entry.stamp_span.end + ticks, open, close);
        }
        Self::Comment(end_of_entry(analysis, entry))
    }

    fn mark(&self, milestone: Milestone, template: &Template) -> NewMark {
        let (at, text) = match *self {
            Self::More(at) => (at, format!(", {milestone}")),
            Self::Brackets(at, open, close) => {
                let spec = template.milestones.iter().find(|spec| spec.milestone == milestone);
                let label = spec.and_then(|spec| spec.labels.first()).map(String::as_str);
                (at, format!(" {open}{}{close}", label.unwrap_or(milestone.id())))
            }
            Self::Comment(at) => (at, format!(" <!-- pmlint: {milestone} -->")),
        };
        NewMark { milestone, edit: Edit { span: Span::at(at), text } }
    }
}

/// The end of what an entry says on the line of its stamp, before what ends a cell, a heading or a line
/// for Markdown.
fn end_of_entry(analysis: &Analysis, entry: &Entry) -> usize {
    let line = analysis.line(entry.stamp_span.start);
    let said = analysis.source.slice(line).trim_end();
    let markdown = Markdown::parse(analysis.source.text());
    let mut blocks = markdown.blocks.iter().rev();
    let block = blocks.find(|block| block.span.contains(entry.stamp_span));
    let end = match block.map(|block| &block.kind) {
        Some(BlockKind::Row { .. }) => said.strip_suffix('|'),
        Some(BlockKind::Heading(_)) => {
            let title = said.trim_end_matches('#');
            title.ends_with([' ', '\t']).then_some(title)
        }
        // A backslash at the end of a line breaks it.
        _ => said.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')),
    };
    line.start + end.unwrap_or(said).trim_end().len()
}

/// Whether a mark is read as such once it is written.
fn is_understood(analysis: &Analysis, entry: &Entry, mark: &NewMark) -> bool {
    let mut text = analysis.source.text().to_owned();
    text.replace_range(mark.edit.span.range(), &mark.edit.text);
    let source = Arc::new(analysis.source.with_text(text));
    let postmortems = crate::read(&source, &analysis.settings, true);
    let mut entries = postmortems.iter().flat_map(|one| &one.entries);
    let same = entries.find(|it| it.stamp_span.start == entry.stamp_span.start);
    same.is_some_and(|same| {
        same.marks.iter().any(|it| it.milestone == mark.milestone && it.why == Why::Tag)
    })
}
