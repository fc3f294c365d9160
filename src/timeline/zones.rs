//! The time zones in scope of a timeline: of a column, of a section, of the document.

use crate::document::Scope;
use crate::markdown::BlockKind;
use crate::notation::timestamp::{Atom, WrittenZone, Zone};
use crate::span::Span;
use crate::stamp::{ScopedZone, ZoneFrom};
use crate::template::Part;
use crate::text::Text;
use crate::timeline::Entry;

/// The zones that are stated around the entries of a timeline, as far as they have been read.
pub(super) struct Zones<'a> {
    scope: &'a Scope<'a>,
    /// What a section states, in its heading or in a sentence.
    sections: Vec<(Option<usize>, ScopedZone)>,
    /// What the head of the table that is being read states for each of its columns.
    columns: Vec<Option<ScopedZone>>,
}

impl<'a> Zones<'a> {
    pub(super) fn new(scope: &'a Scope<'a>) -> Self {
        Self { scope, sections: Vec::new(), columns: Vec::new() }
    }

    /// Takes the zone that the title of a section states: `Timeline (UTC)`. The title of a part of
    /// the timeline may be about something in a zone, so there it is set off.
    pub(super) fn title(&mut self, block: usize, title: Text<'_>) {
        let stamps = &self.scope.template.stamps;
        let Some(found) = stamps.zone_in(title.as_str()) else { return };
        let whole = self.scope.opens(block).is_some_and(|heading| heading.spec.is_some());
        if whole || is_set_off(title, &found) || self.states(title) {
            self.add(block, ScopedZone::stated(found, ZoneFrom::Heading, title));
        }
    }

    /// Takes the zone that a sentence states: `All times in UTC`.
    pub(super) fn sentence(&mut self, block: usize, text: Text<'_>) {
        if let Some(found) = self.scope.template.stamps.zone_statement(text.as_str()) {
            self.add(block, ScopedZone::stated(found, ZoneFrom::Sentence, text));
        }
    }

    /// Takes the zones that the head of a table states.
    pub(super) fn head(&mut self, block: usize) {
        let stamps = &self.scope.template.stamps;
        let stated = |cell: Text<'_>| {
            let found = stamps.zone_in(cell.as_str())?;
            Some(ScopedZone::stated(found, ZoneFrom::Column, cell))
        };
        self.columns = self.scope.markdown.cells(block).map(stated).collect();
        if self.columns.iter().all(Option::is_none) {
            self.columns.clear();
        }
    }

    /// The zone in scope of a stamp: that of its column, else that of its section or of one around.
    pub(super) fn at(&self, block: usize, stamp: Span) -> Option<ScopedZone> {
        let is_row = matches!(self.scope.markdown.blocks[block].kind, BlockKind::Row { .. })
            && !self.columns.is_empty();
        let column = || {
            let mut cells = self.scope.markdown.cells(block);
            let column = cells.position(|cell| cell.trim().span().contains(stamp))?;
            *self.columns.get(column)?
        };
        is_row.then(column).flatten().or_else(|| self.of_section(block))
    }

    fn of_section(&self, block: usize) -> Option<ScopedZone> {
        if self.sections.is_empty() {
            return None;
        }
        let parent = |section: &usize| self.scope.headings().get(*section)?.parent_in(self.scope);
        let mut around = std::iter::successors(self.scope.owner(block), parent);
        around.find_map(|section| {
            let mut stated = self.sections.iter().rev();
            stated.find(|(known, _)| *known == Some(section)).map(|&(_, zone)| zone)
        })
    }

    fn add(&mut self, block: usize, zone: ScopedZone) {
        self.sections.push((self.scope.owner(block), zone));
    }

    fn states(&self, title: Text<'_>) -> bool {
        self.scope.template.stamps.zone_statement(title.as_str()).is_some()
    }
}

/// Whether a zone stands in brackets, or at the end of a title with a date: `2024-03-19 UTC`.
fn is_set_off(title: Text<'_>, zone: &WrittenZone) -> bool {
    let visible = title.as_str();
    let before = visible.get(..zone.range.start).unwrap_or_default().trim_end();
    let inside = visible.get(zone.range.clone()).unwrap_or_default();
    let last =
        visible.get(zone.range.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
    let dated = || before.ends_with(|c: char| c.is_ascii_digit());
    inside.starts_with(['(', '（']) || before.ends_with(['(', '（', '[', '【']) || last && dated()
}

/// Gives entries without a zone the one in scope: what a sentence above the timeline says, else what
/// the other entries of their timeline state.
pub(super) fn settle(scope: &Scope<'_>, zones: &Zones<'_>, entries: &mut [Entry]) {
    let open =
        |entry: &Entry| entry.start.zone.is_none_or(|zone| zone.from == ZoneFrom::Configuration);
    if !entries.iter().any(open) {
        return;
    }
    let whole =
        zones.sections.last().map(|&(_, zone)| zone).filter(|_| is_footnote(zones, entries));
    if let Some(zone) = whole.or_else(|| of_document(scope)) {
        entries.iter_mut().filter(|entry| open(entry)).for_each(|entry| set(entry, zone));
    }
    for list in entries.chunk_by_mut(|one, next| one.list == next.list) {
        if let Some(zone) = of_entries(list) {
            let bare = list.iter_mut().filter(|entry| entry.start.zone.is_none());
            bare.for_each(|entry| set(entry, zone));
        }
    }
}

/// Whether the last statement stands below all entries: it is about those above it.
fn is_footnote(zones: &Zones<'_>, entries: &[Entry]) -> bool {
    let stated = zones.sections.last().and_then(|(_, zone)| zone.span);
    let last = entries.last().map(|entry| entry.stamp_span);
    stated.zip(last).is_some_and(|(stated, last)| stated.start > last.start)
}

fn set(entry: &mut Entry, zone: ScopedZone) {
    entry.start.zone = Some(zone);
    if let Some(end) = &mut entry.end {
        end.zone = Some(zone);
    }
}

/// The zone that all entries of a timeline that state one agree on. Where they do not agree, nobody
/// can tell which one the others are in.
fn of_entries(list: &[Entry]) -> Option<ScopedZone> {
    let mut stated = list.iter().filter_map(|entry| entry.start.own_zone());
    let first = stated.next()?;
    let agreed = stated.all(|other| other.zone.is_same(first.zone));
    let zone = if agreed { first.zone } else { Zone::UNKNOWN };
    Some(ScopedZone { zone, from: ZoneFrom::Entries, span: first.span.filter(|_| agreed) })
}

/// The zone that a sentence above the timeline, or the front matter, says that all times are in.
fn of_document(scope: &Scope<'_>) -> Option<ScopedZone> {
    let stamps = &scope.template.stamps;
    let timeline = scope.headings().iter().find(|heading| heading.part == Part::Timeline);
    let above = scope.extent.blocks.start..timeline.map_or(0, |heading| heading.block);
    let mut written = above.rev().filter_map(|block| {
        let text = scope.markdown.text(block);
        let found = stamps.zone_statement(text.as_str())?;
        Some(ScopedZone::stated(found, ZoneFrom::Sentence, text))
    });
    written.next().or_else(|| {
        let span = scope.markdown.front_matter.filter(|_| scope.extent.blocks.start == 0)?;
        let found = stamps.zone_statement(scope.source.get(span.range())?)?;
        let word = Span::new(span.start + found.range.start, span.start + found.range.end);
        Some(ScopedZone { zone: found.zone, from: ZoneFrom::Sentence, span: Some(word) })
    })
}

/// Whether a text has a clock time of its own, as the title of an entry has.
pub(super) fn has_clock(text: Text<'_>, scope: &Scope<'_>) -> bool {
    let timed = |atom: &Atom| matches!(atom, Atom::Stamp(stamp) if stamp.time.is_some());
    scope.template.stamps.scan(text.as_str()).iter().any(timed)
}
