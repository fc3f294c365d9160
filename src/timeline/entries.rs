//! List items, table rows, paragraphs and headings to entries.

use std::ops::Range;

use crate::cue::Cues;
use crate::document::Scope;
use crate::markdown::BlockKind;
use crate::notation::timestamp::{Found, Relative, Written};
use crate::range::StampRange;
use crate::span::Span;
use crate::stamp::{self, Calendar, DateFrom, ScopedZone, Stamp};
use crate::template::Part;
use crate::text::{Style, Text};
use crate::timeline::parts::{Below, Open};
use crate::timeline::zones::{self, Zones};
use crate::timeline::{Entry, UnknownMark, Untimed, marks};

/// What the timeline sections of a postmortem hold.
#[derive(Debug, Default)]
pub struct Timeline {
    /// The entries, in document order.
    pub entries: Vec<Entry>,
    /// Entries whose time is not known.
    pub untimed: Vec<Untimed>,
    /// Text shaped like a time stamp that is none.
    pub impossible: Vec<Span>,
    /// Ranges of two stamps.
    pub ranges: Vec<StampRange>,
    /// Marks that name no milestone.
    pub unknown_marks: Vec<UnknownMark>,
}

/// Reads the timeline of a postmortem. `calendar` knows the date in scope above it, and afterwards
/// the one in scope below.
#[must_use]
pub fn read(scope: &Scope<'_>, cues: &Cues, calendar: &mut Calendar) -> Timeline {
    let calendar_zone = calendar.zone();
    let mut reader = Reader {
        scope,
        cues,
        calendar,
        timeline: Timeline::default(),
        list: None,
        lists: 0,
        waiting: Vec::new(),
        open: None,
        has_times: None,
        zones: Zones::new(scope),
        zone: calendar_zone,
    };
    for block in scope.blocks_of(Part::Timeline) {
        reader.block(block);
    }
    reader.settle_waiting(0);
    let Reader { mut timeline, zones, .. } = reader;
    zones::settle(scope, &zones, &mut timeline.entries);
    marks::settle(&mut timeline.entries);
    timeline
}

pub(super) struct Reader<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) cues: &'a Cues,
    calendar: &'a mut Calendar,
    pub(super) timeline: Timeline,
    /// The section and the kind of block of the list that is being read.
    list: Option<(Option<usize>, Layout)>,
    lists: usize,
    /// Items without a time that may turn out to be the head of a list of entries.
    waiting: Vec<(usize, Untimed)>,
    /// The last entry, as long as what follows belongs to it.
    pub(super) open: Option<Open>,
    /// Whether any block of the timeline has a time of day, once that was asked.
    has_times: Option<bool>,
    /// The zones stated around the entries.
    zones: Zones<'a>,
    /// The zone of what states none, nor has one in scope.
    zone: Option<ScopedZone>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Items,
    Rows,
    Paragraphs,
    Headings,
}

/// How much text may stand before a stamp that gives an entry its time.
const LEAD_CHARS: usize = 30;

impl Reader<'_> {
    fn block(&mut self, block: usize) {
        let markdown = self.scope.markdown;
        let depth = markdown.blocks[block].depth;
        match markdown.blocks[block].kind {
            BlockKind::Item => {
                self.settle_waiting(depth);
                let Some(text) = self.scope.content(block) else { return };
                let is_label = self.label(block);
                if self.entry(block, text, Layout::Items) || text.is_blank() {
                    return;
                }
                if depth <= 1 && self.timeline.entries.is_empty() {
                    self.zones.sentence(block, text);
                }
                // What is listed below a paragraph with a time is a part of it.
                let below = self.open.is_some_and(|open| open.layout == Layout::Paragraphs);
                self.part(block, text);
                if !is_label && !below {
                    self.waiting.push((depth, Untimed::new(text)));
                }
            }
            BlockKind::Row { head: false, .. } => {
                self.settle_waiting(0);
                self.open = None;
                self.row(block);
            }
            BlockKind::Row { head: true, .. } => {
                self.zones.head(block);
                self.first_date(markdown.text(block));
            }
            BlockKind::Paragraph | BlockKind::NearHeading(_) => {
                self.label(block);
                let Some(text) = self.scope.content(block) else { return };
                if depth > 0 {
                    self.part(block, text);
                } else if !self.lines(block, text) && !self.entry(block, text, Layout::Paragraphs) {
                    self.first_date(text);
                    self.zones.sentence(block, text);
                    self.part(block, text);
                }
            }
            BlockKind::Heading(_) => {
                self.settle_waiting(0);
                self.open = None;
                let title = markdown.text(block);
                if !self.entry(block, title, Layout::Headings)
                    || !zones::has_clock(title, self.scope)
                {
                    self.zones.title(block, title);
                }
            }
            _ => {}
        }
    }

    /// Takes the zone that a label states which stands for a heading. Whether the block is one.
    fn label(&mut self, block: usize) -> bool {
        let Some(heading) = self.scope.opens(block) else { return false };
        self.zones.title(block, self.scope.markdown.text(block).slice(heading.title.clone()));
        true
    }

    /// Takes the date that a sentence or the head of a table gives, where none is in scope yet.
    fn first_date(&mut self, text: Text<'_>) {
        for found in stamp::find(text, &self.scope.template.stamps) {
            if let Some(written) = found.first().filter(|_| !self.calendar.has_date()) {
                let place = text.source(written.range.clone());
                self.calendar.set(written, DateFrom::Text, Some(place));
            }
        }
    }

    fn row(&mut self, block: usize) {
        let whole = self.scope.markdown.text(block);
        if self.entry(block, whole, Layout::Rows) || whole.is_blank() {
            return;
        }
        let mut cells = self.scope.markdown.cells(block);
        let said = cells.find(|cell| !cell.is_blank()).unwrap_or(whole);
        self.timeline.untimed.push(Untimed::new(said));
    }

    /// Reads an entry, or a date for what follows. Whether the block carries a time of any kind.
    pub(super) fn entry(&mut self, block: usize, text: Text<'_>, layout: Layout) -> bool {
        let found = stamp::find(text, &self.scope.template.stamps);
        for found in &found {
            if let Found::Impossible { range } = found {
                self.timeline.impossible.push(text.source(range.clone()));
            }
        }
        let mut found = found.into_iter().skip_while(|found| !leads(text, found, layout));
        let Some(first) = found.next() else { return false };
        let second = found.next();
        let lead = match &first {
            Found::Single(written) => written.range.start,
            _ => usize::MAX,
        };
        let (first, second, counted) = absolute(text, first, second);
        let (first, second) = match layout {
            Layout::Rows => across_cells(text, first, second),
            _ => (first, second),
        };
        let (start, end, open) = match &first {
            Found::Impossible { range } => {
                self.without_time(text, range.clone(), layout);
                return true;
            }
            Found::Single(start) => (start, None, false),
            Found::Range { start, end } => (start, end.as_ref(), end.is_none()),
        };
        let begin = lead.min(start.range.start);
        let range = begin..end.map_or(start.range.end, |end| end.range.end);
        if start.relative.is_none()
            && start.time.is_none()
            && end.is_none()
            && self.is_date_line(text, start, layout)
        {
            self.calendar.set(start, DateFrom::Heading, Some(text.source(range)));
            return true;
        }
        self.open = None;
        self.begin_list(block, layout);
        let zone = self.zones.at(block, text.source(start.range.clone())).or(self.zone);
        *self.calendar = self.calendar.in_zone(zone);
        let says_day = start.weekday.is_some();
        let Some((start, end)) = self.calendar.resolve_range(start, end, text) else {
            self.timeline.impossible.push(text.source(range.clone()));
            self.without_time(text, range, layout);
            return true;
        };
        let (start, end) = if says_day { (start, end) } else { self.after_midnight(start, end) };
        if let Some(relative) = counted {
            self.calendar.count_from(&start, relative);
        }
        if let Some(end) = end {
            let words = &self.scope.template.durations;
            self.timeline.ranges.push(StampRange::new(text, range.clone(), start, end, words));
        }
        let markdown = self.scope.markdown;
        let (marks, unknown) =
            marks::of_block(markdown, block, text, range.clone(), self.cues, self.scope.source);
        self.timeline.unknown_marks.extend(unknown);
        let depth = markdown.blocks[block].depth;
        let said = said(text, range.clone(), layout).as_str().to_owned();
        let below = if said.is_empty() { Below::Block } else { Below::Nothing };
        self.open = (layout != Layout::Rows).then_some(Open { depth, layout, text: below });
        self.timeline.entries.push(Entry {
            start,
            end,
            open,
            marks,
            quoted: text.is(range.start..start_end(&first), Style::CODE),
            stamp_span: text.source(range.clone()),
            text: said,
            in_two_zones: second.is_some_and(|second| is_beside(text, &range, &second)),
            list: self.lists,
            depth,
        });
        true
    }

    /// Takes an entry whose time no calendar or clock has.
    fn without_time(&mut self, text: Text<'_>, stamp: Range<usize>, layout: Layout) {
        self.open = None;
        let said = said(text, stamp.clone(), layout).as_str().to_owned();
        let (span, stamp) = (text.trim().span(), Some(text.source(stamp)));
        self.timeline.untimed.push(Untimed { span, stamp, text: said });
    }

    /// A line with a date alone is the date of what follows, and so is a heading or a paragraph that
    /// says more, unless the whole timeline has dates and no times.
    fn is_date_line(&mut self, text: Text<'_>, date: &Written, layout: Layout) -> bool {
        let rest = text.from(date.range.end).as_str();
        !rest.contains(char::is_alphanumeric)
            || match layout {
                Layout::Items | Layout::Rows => false,
                Layout::Headings => self.has_times(),
                // A sentence may begin with a date.
                Layout::Paragraphs => !is_set_off(text, date) || self.has_times(),
            }
    }

    /// Whether any block of the timeline has a time of day.
    fn has_times(&mut self) -> bool {
        let has = |block: usize| {
            let found = stamp::find(self.scope.markdown.text(block), &self.scope.template.stamps);
            found.iter().any(|found| found.first().is_some_and(|first| first.time.is_some()))
        };
        *self.has_times.get_or_insert_with(|| self.scope.blocks_of(Part::Timeline).any(has))
    }

    /// A stamp without a date takes the one above it, unless the clock has gone past midnight.
    fn after_midnight(&mut self, start: Stamp, end: Option<Stamp>) -> (Stamp, Option<Stamp>) {
        let list = self.lists;
        let Some(above) = self.timeline.entries.last().filter(|entry| entry.list == list) else {
            return (start, end);
        };
        let moved = self.calendar.after(start, &above.start);
        let by = moved.at.signed_duration_since(start.at);
        let end = end.map(|end| {
            let at = end.at.checked_add_signed(by).unwrap_or(end.at);
            Stamp { at, ..end }
        });
        (moved, end)
    }

    fn begin_list(&mut self, block: usize, layout: Layout) {
        let list = (self.scope.owner(block), layout);
        // A heading that is an entry is a section of its own; all of them are one list.
        let list = if layout == Layout::Headings { (None, layout) } else { list };
        if self.list.is_some_and(|open| open != list) {
            self.lists += 1;
        }
        self.list = Some(list);
    }

    /// Items that wait at this depth or deeper have no entries below them: they carry no time.
    fn settle_waiting(&mut self, depth: usize) {
        while let Some((waiting, untimed)) = self.waiting.pop_if(|(waiting, _)| *waiting >= depth) {
            // A further item inside of one that has a time belongs to it.
            if waiting <= 1 && !self.is_about_entries(waiting, untimed.span) {
                self.timeline.untimed.push(untimed);
            }
        }
    }

    /// Whether an item without a time is the head of entries below it, or is set further in than
    /// the entry above it, of which it is meant to be a part: two blanks below `1.` begin a list of
    /// their own.
    fn is_about_entries(&self, depth: usize, item: Span) -> bool {
        let entries = &self.timeline.entries;
        let above = entries.partition_point(|entry| entry.start.span.start < item.start);
        let heads = entries.get(above..).is_some_and(|below| below.iter().any(|e| e.depth > depth));
        let entry = above.checked_sub(1).and_then(|above| entries.get(above));
        let indent = |span: Span| self.indent(span.start);
        heads || entry.is_some_and(|entry| indent(item) > indent(entry.start.span))
    }

    /// How far in the line of a byte begins.
    fn indent(&self, byte: usize) -> usize {
        let before = self.scope.source.get(..byte).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.len() - line.trim_start().len()
    }
}

/// Brackets and quotes that begin what an entry says.
const OPENING: [char; 14] =
    ['「', '『', '“', '‘', '"', '\'', '【', '[', '(', '（', '《', '<', '#', '@'];

/// What an entry says: the text after its stamp, or before it where nothing follows.
fn said(text: Text<'_>, stamp: Range<usize>, layout: Layout) -> Text<'_> {
    let punctuation = |c: char| !c.is_alphanumeric() && !OPENING.contains(&c);
    let rest = text.from(stamp.end);
    let skipped = rest.as_str().len() - rest.as_str().trim_start_matches(punctuation).len();
    let rest = rest.from(skipped).trim();
    let lead = text.slice(0..stamp.start).trim();
    if rest.is_blank() && layout != Layout::Headings { lead } else { rest }
}

/// Whether a date is set off from what is said after it: in bold, or by a dash or a colon.
fn is_set_off(text: Text<'_>, date: &Written) -> bool {
    let rest = text.from(date.range.end).as_str().trim_start();
    text.is(date.range.clone(), Style::STRONG)
        || rest.starts_with(['-', '–', '—', ':', '：', '|', '→'])
}

/// Of an entry that gives its time from zero and on the clock, `T+15m (14:20)`, the latter; and what
/// the former says.
fn absolute(
    text: Text<'_>,
    first: Found,
    second: Option<Found>,
) -> (Found, Option<Found>, Option<Relative>) {
    if let (Found::Single(Written { relative: Some(relative), range, .. }), Some(clock)) =
        (&first, &second)
        && let Some(start) = clock.first()
        && start.time.is_some()
        && !text.slice(range.end..start.range.start).as_str().contains(char::is_alphanumeric)
    {
        return (clock.clone(), None, Some(*relative));
    }
    (first, second, None)
}

/// The date and the time of a row that has a column for each.
fn across_cells(text: Text<'_>, first: Found, second: Option<Found>) -> (Found, Option<Found>) {
    let (Found::Single(date), Some(clock)) = (&first, &second) else { return (first, second) };
    let is_date = date.date.is_some() && date.time.is_none();
    let bare = clock.first().filter(|clock| clock.time.is_some() && clock.date.is_none());
    let Some(start) = bare.filter(|_| is_date) else { return (first, second) };
    if !text.slice(date.range.end..start.range.start).is_blank() {
        return (first, second);
    }
    let dated = |written: &Written| Written { date: date.date, ..written.clone() };
    let joined = match clock {
        Found::Range { start, end } => {
            let end = end.as_ref().map(|end| match end.date {
                None => Written { date_inherited: true, ..dated(end) },
                Some(_) => end.clone(),
            });
            Found::Range { start: dated(start), end }
        }
        _ => Found::Single(dated(start)),
    };
    (joined, None)
}

/// Whether a second time stands directly behind an entry's own, with a zone of its own.
fn is_beside(text: Text<'_>, stamp: &Range<usize>, second: &Found) -> bool {
    second.first().filter(|second| second.zone.is_some()).is_some_and(|second| {
        let between = text.slice(stamp.end..second.range.start.max(stamp.end));
        !between.as_str().contains(char::is_alphanumeric)
    })
}

fn start_end(found: &Found) -> usize {
    match found {
        Found::Single(written) | Found::Range { start: written, .. } => written.range.end,
        Found::Impossible { range } => range.end,
    }
}

/// Whether a stamp stands where an entry's time stands: in its first clause, near its beginning.
pub(super) fn leads(text: Text<'_>, found: &Found, layout: Layout) -> bool {
    let start = match found {
        Found::Single(written) | Found::Range { start: written, .. } => written.range.start,
        Found::Impossible { range } => range.start,
    };
    let before = text.slice(0..start).as_str();
    match layout {
        Layout::Paragraphs => !before.contains(char::is_alphanumeric),
        // The cells of a row are lines of its text.
        Layout::Rows => {
            let cell = before.rsplit('\n').next().unwrap_or_default();
            in_lead(cell)
        }
        Layout::Items | Layout::Headings => !before.contains('\n') && in_lead(before),
    }
}

fn in_lead(before: &str) -> bool {
    !before.contains(['，', ',', '。', '；', ';', '！', '!', '？', '?'])
        && before.chars().nth(LEAD_CHARS).is_none()
}
