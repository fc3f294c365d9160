//! Milestones of an entry: the author's marks first, then cue words.

use std::ops::Range;

use crate::cue::Cues;
use crate::markdown::{BlockKind, Markdown};
use crate::milestone::Milestone;
use crate::span::Span;
use crate::text::{Style, Text};
use crate::timeline::{Entry, Mark, UnknownMark, Why};

/// What a comment for pmlint begins with.
const DIRECTIVE: &str = "pmlint:";

/// The marks of the block of an entry. An entry that its author marked is not searched for words.
pub(super) fn of_block(
    markdown: &Markdown,
    block: usize,
    text: Text<'_>,
    stamp: Range<usize>,
    cues: &Cues,
    source: &str,
) -> (Vec<Mark>, Vec<UnknownMark>) {
    let (mut marks, unknown) = in_comments(markdown, block, text, source);
    marks.extend(in_brackets(text, cues));
    marks.extend(bold(text, stamp.clone(), cues));
    if marks.is_empty() {
        marks = in_words(text, stamp, cues);
    }
    (marks, unknown)
}

/// Where the author marked a milestone anywhere, words that hint at it elsewhere do not count.
pub(super) fn settle(entries: &mut [Entry]) {
    let marked: Vec<Milestone> = entries
        .iter()
        .flat_map(|entry| &entry.marks)
        .filter(|mark| mark.why.is_explicit())
        .map(|mark| mark.milestone)
        .collect();
    for entry in entries {
        entry.marks.retain(|mark| mark.why.is_explicit() || !marked.contains(&mark.milestone));
    }
}

/// `<!-- pmlint: detected, responded -->` in the entry or below it. Of an entry that is one line of a
/// block, in its line.
fn in_comments(
    markdown: &Markdown,
    block: usize,
    entry: Text<'_>,
    source: &str,
) -> (Vec<Mark>, Vec<UnknownMark>) {
    let (mut marks, mut unknown) = (Vec::new(), Vec::new());
    let comments = markdown.blocks.get(block + 1..).unwrap_or_default();
    let (own, whole) = (entry.trim().span(), markdown.text(block).trim().span());
    let is_beside = |comment: Span| {
        let between = source.get(own.end..comment.start);
        own.end == whole.end || between.is_some_and(|between| !between.contains('\n'))
    };
    let comments = comments.iter().take_while(|next| next.kind == BlockKind::Comment);
    for comment in comments.filter(|it| it.span.start >= own.start && is_beside(it.span)) {
        let text = source.get(comment.span.range()).unwrap_or_default();
        let Some(names) = text.trim_start().strip_prefix(DIRECTIVE) else { continue };
        let mut at = comment.span.start + (text.len() - names.len());
        for name in names.split(',') {
            let word = name.trim();
            let start = at + (name.len() - name.trim_start().len());
            let span = Span::new(start, start + word.len());
            match word.parse() {
                Ok(milestone) => marks.push(Mark { milestone, why: Why::Tag, span }),
                Err(()) => unknown.push(UnknownMark { span }),
            }
            at += name.len() + 1;
        }
    }
    (marks, unknown)
}

/// `【感知】` and `[感知]`, anywhere in the entry.
fn in_brackets(text: Text<'_>, cues: &Cues) -> Vec<Mark> {
    let visible = text.as_str();
    let mut marks = Vec::new();
    // The last byte of `【`, and of little else.
    if memchr::memchr2(b'[', 0x90, visible.as_bytes()).is_none() {
        return marks;
    }
    for (open, close) in [('【', '】'), ('[', ']')] {
        for (at, _) in visible.match_indices(open) {
            let start = at + open.len_utf8();
            let rest = visible.get(start..).unwrap_or_default();
            let Some(length) = rest.find([close, open, '\n']) else { continue };
            let end = start + length;
            if !rest.get(length..).is_some_and(|rest| rest.starts_with(close)) {
                continue;
            }
            let Some(milestone) = visible.get(start..end).and_then(|name| cues.label(name)) else {
                continue;
            };
            let span = text.source(at..end + close.len_utf8());
            marks.push(Mark { milestone, why: Why::Tag, span });
        }
    }
    marks
}

/// `**感知**` directly before or after the stamp. Bold words within a sentence are emphasis.
fn bold(text: Text<'_>, stamp: Range<usize>, cues: &Cues) -> Option<Mark> {
    let visible = text.as_str();
    let near = |range: &Range<usize>| {
        let between =
            if range.start >= stamp.end { stamp.end..range.start } else { 0..range.start };
        visible.get(between).is_some_and(|text| !text.contains(char::is_alphanumeric))
    };
    text.runs()
        .filter(|(range, style)| style.has(Style::STRONG) && !style.has(Style::CODE) && near(range))
        .find_map(|(range, _)| {
            let milestone = cues.label(visible.get(range.clone())?)?;
            Some(Mark { milestone, why: Why::Label, span: text.source(range) })
        })
}

fn in_words(text: Text<'_>, stamp: Range<usize>, cues: &Cues) -> Vec<Mark> {
    let is_quoted = |range: &Range<usize>| {
        text.is(range.clone(), Style::CODE)
            || (range.start < stamp.end && stamp.start < range.end)
            || in_address(text.as_str(), range)
    };
    let mut marks: Vec<Mark> = Vec::new();
    for (milestone, range) in cues.find(text.as_str(), is_quoted) {
        if marks.iter().all(|mark| mark.milestone != milestone) {
            marks.push(Mark { milestone, why: Why::Word, span: text.source(range) });
        }
    }
    marks
}

/// How far before a word the scheme of its address may stand.
const ADDRESS_BYTES: usize = 512;

/// Whether a word is part of an address: `https://a.example/alert`.
fn in_address(text: &str, word: &Range<usize>) -> bool {
    let mut start = word.start.saturating_sub(ADDRESS_BYTES);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..word.start).unwrap_or_default();
    let token = before.rsplit(|c: char| !c.is_ascii_graphic()).next().unwrap_or_default();
    token.contains("://")
}
