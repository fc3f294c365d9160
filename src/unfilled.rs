//! What of its template a postmortem still has in it: placeholders, and lines that say what to write.

use std::ops::Range;

use crate::document::Scope;
use crate::label::{Field, Meaning, first_colon};
use crate::markdown::BlockKind;
use crate::span::Span;
use crate::template::{Placeholders, Template};
use crate::text::{Style, Text};

/// The placeholders left in the text, in order, and what is left of the template's own instructions.
/// With `any` also those that stand among other text are looked for.
pub(crate) fn placeholders(scope: &Scope<'_>, any: bool) -> Vec<Span> {
    let words = &scope.template.placeholders;
    let mut found = Vec::new();
    // The column of the table being read that tells the state of work.
    let mut states = None;
    for block in scope.extent.blocks.clone() {
        if let BlockKind::Row { head: true, .. } = scope.markdown.blocks[block].kind {
            let is_status = |cell: Text<'_>| scope.template.actions.is_status(cell.as_str());
            states = scope.markdown.cells(block).position(is_status);
        }
        let content = match scope.markdown.blocks[block].kind {
            BlockKind::Comment | BlockKind::Opaque => continue,
            BlockKind::Heading(_) => Some(scope.markdown.text(block)),
            _ => scope.content(block),
        };
        for line in content.into_iter().flat_map(Text::lines) {
            let mut places = placeholders_in(line, words, any);
            if places.is_empty() {
                places.extend(open_value(line, scope.template));
            }
            if !places.is_empty()
                && !is_answered(scope, block, line)
                && !is_state(scope, block, states, line)
            {
                found.extend(places);
            }
        }
    }
    found
}

/// Whether a line is the state of some work: `Todo`, in the column for it.
fn is_state(scope: &Scope<'_>, block: usize, column: Option<usize>, line: Text<'_>) -> bool {
    let is_row = matches!(scope.markdown.blocks[block].kind, BlockKind::Row { head: false, .. });
    let cell = column.filter(|_| is_row).and_then(|at| scope.markdown.cells(block).nth(at));
    cell.is_some_and(|cell| {
        cell.span().contains(line.span()) && scope.template.actions.open.hold(line.as_str())
    })
}

/// Whether a line is a question of the template with an answer right below it: many let the question
/// stand.
fn is_answered(scope: &Scope<'_>, block: usize, line: Text<'_>) -> bool {
    let words = &scope.template.placeholders;
    let question = line.trim().as_str();
    if !question.ends_with(['?', '？']) || !words.instructions.hold(question) {
        return false;
    }
    let lines = |block| scope.content(block).into_iter().flat_map(Text::lines);
    let own = lines(block).skip_while(|other| other.id() != line.id()).skip(1);
    let has_same_owner = |next: &usize| scope.owner(*next) == scope.owner(block);
    let next =
        Some(block + 1).filter(|next| scope.extent.blocks.contains(next)).filter(has_same_owner);
    let mut below = own.chain(next.into_iter().flat_map(lines)).map(|text| text.trim().as_str());
    let said = |text: &&str| text.contains(char::is_alphanumeric);
    below.find(said).is_some_and(|text| !words.instructions.hold(text) && !words.is_word(text))
}

/// The value of a metric or a field, where it is a placeholder and nothing else: `TTD: TBD`. Work that is
/// `TODO` is no such thing, and neither is what stands behind any other colon.
fn open_value(line: Text<'_>, template: &Template) -> Option<Span> {
    let text = line.as_str();
    let colon = first_colon(text)?;
    let value = line.from(colon);
    let value = value.from(value.as_str().find(|c: char| !matches!(c, ':' | '：'))?).trim();
    if !template.placeholders.is_word(value.as_str()) {
        return None;
    }
    let is_asked_for = |meaning: &Meaning| match meaning {
        Meaning::Metric(_) => true,
        Meaning::Field(field) => *field != Field::Status,
        Meaning::Milestone(_) => false,
    };
    let name = text.get(..colon)?;
    template.labels().find(name).iter().any(is_asked_for).then(|| value.span())
}

/// The placeholders of a line; with `any` also those that stand among other text.
fn placeholders_in(line: Text<'_>, words: &Placeholders, any: bool) -> Vec<Span> {
    let visible = line.trim();
    if visible.as_str().is_empty() {
        return Vec::new();
    }
    if words.instructions.hold(visible.as_str()) || words.is_word(visible.as_str()) {
        return vec![visible.span()];
    }
    if !any {
        return Vec::new();
    }
    let places = words.find(line.as_str());
    // Code may hold what looks like one: `/users/{id}`. A code span that is one has nothing else.
    let codes: Vec<Range<usize>> =
        line.runs().filter(|(_, style)| style.has(Style::CODE)).map(|(run, _)| run).collect();
    let is_in = |inner: &Range<usize>, outer: &Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end
    };
    // In code a name in braces or angle brackets is code: `{id}`, `<pod>`. A time is none.
    let is_code = |place: &Range<usize>| {
        let text = line.slice(place.clone()).as_str();
        text.starts_with(['{', '<']) && codes.iter().any(|code| is_in(place, code))
    };
    let places: Vec<Range<usize>> = places.into_iter().filter(|place| !is_code(place)).collect();
    let is_whole = |code: &Range<usize>| {
        let mut rest = line.slice(code.clone()).as_str().to_owned();
        for place in places.iter().rev().filter(|place| is_in(place, code)) {
            rest.replace_range(place.start - code.start..place.end - code.start, "");
        }
        // A day whose time is open stays one thing: `2024-05-06 HH:mm`.
        !rest.contains(char::is_alphabetic)
    };
    let stands =
        |place: &&Range<usize>| codes.iter().find(|code| is_in(place, code)).is_none_or(&is_whole);
    places.iter().filter(stands).map(|range| line.source(range.clone())).collect()
}
