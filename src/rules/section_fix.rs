//! What mends a section that is missing: the right spelling of its title, or its heading with nothing
//! but placeholders below it.

use percent_encoding::percent_decode_str;

use crate::alignment::{above, around};
use crate::blank;
use crate::finding::{Edit, Fix, Safety};
use crate::rules::Context;
use crate::rules::sections::{beside, first, heading_level};
use crate::section::Section;
use crate::span::Span;
use crate::suppression::end_of_line;
use crate::template::by_title;
use crate::title::{is_letter, key, without_bracket};

/// Corrects a heading that is nearly the title of a missing section. Its number, its emphasis and what
/// stands behind the title stay.
///
/// `None` where it may be something else: it is nearly another title as well, it is one that postmortems
/// have, or it stands where the section does not belong.
pub(super) fn rename(cx: &Context<'_>, spec: usize, section: &Section) -> Option<Fix> {
    let titles = cx.template().titles();
    let specs = &cx.template().sections;
    let is_other =
        titles.near(&section.name) != [spec] || !by_title().find(&section.name).is_empty();
    let index = cx.postmortem.sections.iter().position(|one| one.title == section.title)?;
    let known = |outer: usize| cx.postmortem.sections[outer].spec;
    let parent = around(&cx.postmortem.sections, index).find_map(known);
    if is_other || parent != specs[spec].parent {
        return None;
    }
    let bare = without_bracket(titles.without_number(&section.name));
    let start = bare.find(is_letter)?;
    let end = bare.trim_end_matches(|c| !is_letter(c)).len();
    let wrong = bare.get(start..end)?;
    let (distance, right) = nearest(cx, spec, wrong)?;
    let letters = key(wrong).chars().count();
    // In a short title one letter may be all the difference between two words.
    let is_slip = letters >= 4 && distance <= 1 || letters >= 8 && distance <= 2;
    // Marks around the title stay; those within it are not to be guessed at.
    let mut places = cx.text(section.title).match_indices(wrong);
    let start = section.title.start + places.next().filter(|_| places.next().is_none())?.0;
    let edit = Edit { span: Span::new(start, start + wrong.len()), text: right.clone() };
    let name = &section.name;
    let title = cx.lang.pick(
        || format!("correct `{name}` to `{right}`"),
        || format!("将 `{name}` 改正为 `{right}`"),
    );
    let is_safe = is_slip && !is_linked(cx.source.text(), name);
    let safety = if is_safe { Safety::Safe } else { Safety::Unsafe };
    Some(Fix { title, safety, edits: vec![edit] })
}

/// Whether a link of the document leads to a heading, and would lead nowhere under another title:
/// `[Root cuase](#root-cuase)`.
fn is_linked(text: &str, title: &str) -> bool {
    let wanted = key(title);
    let mut places = memchr::memchr_iter(b'#', text.as_bytes());
    places.any(|at| {
        let (before, fragment) = text.split_at_checked(at).unwrap_or_default();
        let fragment = fragment.trim_start_matches('#');
        let end = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '\'');
        let fragment = fragment.split(end).next().unwrap_or_default();
        let is_link = before.ends_with(['(', '<', '"', '\'', '='])
            || before.trim_end_matches(' ').ends_with("]:");
        is_link && key(&percent_decode_str(fragment).decode_utf8_lossy()) == wanted
    })
}

/// The spelling of a section's title, or of one of its aliases, that is nearest to a wrong one.
fn nearest(cx: &Context<'_>, spec: usize, wrong: &str) -> Option<(usize, String)> {
    let section = &cx.template().sections[spec];
    let wanted = key(wrong);
    let all = std::iter::once(&section.title).chain(&section.aliases);
    let scored = all.map(|title| (strsim::osa_distance(&wanted, &key(title)), title));
    let (distance, title) = scored.min_by_key(|(distance, _)| *distance)?;
    let title = title.trim_matches(|c| !is_letter(c) && !matches!(c, '(' | ')'));
    let is_upper = wrong.contains(char::is_uppercase) && !wrong.contains(char::is_lowercase);
    Some((distance, if is_upper { title.to_uppercase() } else { title.to_owned() }))
}

/// Inserts a heading where the template has the section, numbered as those beside it, and below it what
/// `pmlint new` writes there.
pub(super) fn insert(cx: &Context<'_>, spec: usize) -> Option<Fix> {
    let level = heading_level(cx.postmortem, spec)?;
    // Where a part of it stands elsewhere, there would be two of that.
    let specs = &cx.template().sections;
    let is_part = |other: &usize| above(specs, *other).any(|outer| outer == spec);
    if (0..specs.len()).filter(is_part).any(|part| first(cx.postmortem, part).is_some()) {
        return None;
    }
    let at = above_comments(cx, place(cx, spec)?);
    let number = number(cx, level, at)?;
    let text = cx.source.text();
    let (head, tail) = text.split_at_checked(at)?;
    let end = end_of_line(text, at);
    let block = blank::section(cx.template(), cx.settings, spec, level, &number);
    let block = block.replace('\n', end);
    let last = head.lines().next_back().unwrap_or_default();
    let new_line = if head.is_empty() || head.ends_with('\n') { "" } else { end };
    let gap = if last.trim().is_empty() { "" } else { end };
    let below = if tail.is_empty() { "" } else { end };
    let edit = Edit { span: Span::at(at), text: format!("{new_line}{gap}{block}{below}") };
    let title = &cx.template().sections[spec].title;
    let title = cx.lang.pick(
        || format!("insert the section `{title}`, to be filled in"),
        || format!("插入章节 `{title}`，内容待填写"),
    );
    Some(Fix { title, safety: Safety::Unsafe, edits: vec![edit] })
}

/// Where a section belongs: before the first of those that follow it in the template, else behind all
/// that stand beside the one before it. What the template does not know may be a part of the section
/// above it (`## Timeline`, `## May 12`), so nothing is put between those two.
fn place(cx: &Context<'_>, spec: usize) -> Option<usize> {
    let sections = &cx.postmortem.sections;
    let (before, after) = beside(cx.postmortem, spec);
    let index_of = |section: &Section| sections.iter().position(|one| one.title == section.title);
    let there = |&spec: &usize| first(cx.postmortem, spec).and_then(index_of);
    let parent = cx.template().sections[spec].parent;
    let last = before.iter().rev().find_map(there);
    let behind = |next: &usize| last.is_none_or(|last| last < *next);
    let next = after.iter().filter_map(there).filter(behind).min();
    let outer = || parent.as_ref().and_then(there);
    let anchor = next.or(last).or_else(outer)?;
    // A section that stands elsewhere does not tell where this one belongs.
    let around = sections[anchor].parent.map(|around| &sections[around]);
    let around = around.filter(|around| Some(around.title) != cx.postmortem.title);
    let belongs = around.map(|around| around.spec) == parent.map(Some);
    let is_outer = parent.is_some() && sections[anchor].spec == parent;
    let marks = cx.source.line_text(cx.source.line(sections[anchor].title.start));
    if !is_outer && !belongs || !marks.starts_with('#') {
        return None;
    }
    if next.is_some() {
        return Some(sections[anchor].title.start);
    }
    let own = sections[anchor].level;
    let shallower = if is_outer { 1..own + 1 } else { 1..own };
    let mut further = sections.iter().skip(anchor + 1);
    let next = further.find(|section| shallower.contains(&section.level));
    Some(next.map_or(cx.postmortem.span.end, |section| section.title.start))
}

/// The start of the line of a heading, or of the comments and tags right above it, which are about it;
/// the end of the text where there is no further heading.
fn above_comments(cx: &Context<'_>, at: usize) -> usize {
    if at >= cx.source.text().len() {
        return at;
    }
    let mut line = cx.source.line(at);
    while line > 1 && cx.source.line_text(line - 1).trim_start().starts_with('<') {
        line -= 1;
    }
    cx.source.line_span(line).start
}

/// The number for a heading between two others of its level: empty where they have none. `None` where
/// those behind it would have to be numbered anew.
fn number(cx: &Context<'_>, level: u8, at: usize) -> Option<String> {
    let titles = cx.template().titles();
    let prefix = |section: &Section| {
        let bare = titles.without_number(&section.name);
        section.name.strip_suffix(bare).unwrap_or_default().to_owned()
    };
    let sections = &cx.postmortem.sections;
    let (above, below) = sections.split_at(sections.partition_point(|one| one.title.start < at));
    // Up to the section around all of them.
    let is_inside = |section: &&Section| section.level == 0 || section.level >= level;
    let is_beside = |section: &&Section| section.level == level;
    let before = above.iter().rev().take_while(is_inside).find(is_beside).map(prefix);
    let after = below.iter().take_while(is_inside).find(is_beside).map(prefix);
    match (before, after) {
        (None, None) => Some(String::new()),
        (Some(one), None) if one.is_empty() => Some(one),
        (Some(one), Some(other)) if one.is_empty() && other.is_empty() => Some(one),
        (None, Some(other)) => other.is_empty().then_some(other),
        (Some(one), other) => {
            let next = titles.next_number(&one)?;
            // `一、` and `三、` leave room.
            let is_free =
                other.is_none_or(|other| titles.next_number(&next).as_ref() == Some(&other));
            is_free.then_some(next)
        }
    }
}
