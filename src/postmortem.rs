//! One postmortem as facts: all that rules may read.

use std::ops::Range;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::action::{self, Action};
use crate::alignment::Alignment;
use crate::choice::{Choice, Fit, choose};
use crate::config::{Placed, Settings, Sla};
use crate::document::{Heading, Scope, near_heading_title, title_span};
use crate::front_matter::{self, FrontMatter};
use crate::impact::{Claim, Window};
use crate::key_event::KeyEvent;
use crate::label::Field;
use crate::labelled::{self, Labelled};
use crate::markdown::{BlockKind, Markdown};
use crate::metadata;
use crate::metric::Stated;
use crate::range::StampRange;
use crate::source::Source;
use crate::span::Span;
use crate::template::{Part, Placeholders, Template};
use crate::text::{Style, Text};
use crate::timeline::dates::AmbiguousDate;
use crate::timeline::{Entry, UnknownMark};
use crate::times::Times;

/// A section of a postmortem: a heading, or a bold label or list item that stands for one.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its title, without marks.
    pub title: Span,
    /// The title's visible text.
    pub name: String,
    /// The heading level; 0 for a label.
    pub level: u8,
    /// The index of the template's section that it is.
    pub spec: Option<usize>,
    /// What rules know it to be: its own spec's part, or that of the section around it.
    pub part: Part,
    /// The index of the section around it.
    pub parent: Option<usize>,
    /// What it holds.
    pub content: Content,
}

/// What a section holds beside its subsections, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Nothing at all.
    Empty,
    /// Only placeholders.
    Placeholder,
    /// A word for an honest "nothing", here.
    Nothing(Span),
    /// Something.
    Something,
}

/// Text that looks like a heading and is none: `##时间指标`, `＃ 标题`.
#[derive(Clone, Debug)]
pub struct NearHeading {
    /// The line, from its marks on.
    pub span: Span,
    /// The title after the marks.
    pub title: Span,
    /// The level that was meant.
    pub level: u8,
}

/// Everything that was read of one postmortem.
#[derive(Debug)]
pub struct Postmortem {
    /// The template it was read with.
    pub template: Arc<Template>,
    /// How the sections of the whole file fit that template.
    pub fit: Fit,
    /// Its title: the heading above its first section, if there is one.
    pub title: Option<Span>,
    /// The bytes of the file that are this postmortem.
    pub span: Span,
    /// What it says about itself, in document order.
    pub metadata: Vec<metadata::Stated>,
    /// Why its front matter cannot be read.
    pub front_matter: Option<front_matter::Problem>,
    /// Its sections, in document order.
    pub sections: Vec<Section>,
    /// How they lie to those of the template.
    pub alignment: Alignment,
    /// The entries of its timeline, in document order.
    pub entries: Vec<Entry>,
    /// Timeline entries that carry no time.
    pub untimed: Vec<Span>,
    /// Comments that mark no milestone: `<!-- pmlint: detectd -->`.
    pub unknown_marks: Vec<UnknownMark>,
    /// Text shaped like a time stamp that is none.
    pub impossible_stamps: Vec<Span>,
    /// Dates whose month and day may be the other way round, each at its first place.
    pub ambiguous_dates: Vec<AmbiguousDate>,
    /// Ranges, in the timeline, the impact and the metrics.
    pub ranges: Vec<StampRange>,
    /// The milestones whose time it states outside of the timeline.
    pub key_events: Vec<KeyEvent>,
    /// The metrics it states.
    pub metrics: Vec<Stated>,
    /// The impact windows it states.
    pub windows: Vec<Window>,
    /// The claims about them.
    pub claims: Vec<Claim>,
    /// Its action items; none where nothing is asked of them.
    pub actions: Vec<Action>,
    /// Placeholders left in it.
    pub placeholders: Vec<Span>,
    /// Text that looks like a heading and is none.
    pub near_headings: Vec<NearHeading>,
}

impl Postmortem {
    /// What it states for a field, in document order.
    pub fn stated(&self, field: Field) -> impl Iterator<Item = &metadata::Stated> {
        self.metadata.iter().filter(move |stated| stated.field == field)
    }

    /// The name of the severity it states first.
    #[must_use]
    pub fn severity(&self) -> Option<&str> {
        self.stated(Field::Severity).next().map(|stated| metadata::severity_name(&stated.value))
    }

    /// The limit of a metric, by the severity it states. `None` also where it states two, and each has
    /// a limit of its own.
    #[must_use]
    pub fn limit<'s>(&self, sla: &'s Sla, metric: &str) -> Option<&'s Placed<TimeDelta>> {
        let stated = self.stated(Field::Severity).map(|stated| stated.value.as_str());
        let mut known =
            stated.take(MOST_SEVERITIES).filter(|stated| sla.severity(stated).is_some());
        let limit = sla.limit(metric, known.next());
        let value = |limit: Option<&Placed<TimeDelta>>| limit.map(|limit| limit.value);
        let agree = known.all(|other| value(sla.limit(metric, Some(other))) == value(limit));
        limit.filter(|_| agree)
    }
}

/// How many severities of a document are looked at: one with more has other troubles.
const MOST_SEVERITIES: usize = 16;

/// Reads the postmortems of a document with the template that fits it best.
///
/// With `sure`, a document is read whatever its sections; without it one that is no postmortem by them
/// yields nothing.
#[must_use]
pub fn read(source: &Arc<Source>, settings: &Settings, sure: bool) -> Vec<Postmortem> {
    let markdown = Markdown::parse(source.text());
    let choice = choose(&markdown, source.text(), settings, sure);
    choice.map(|choice| read_all(source, &markdown, &choice, settings)).unwrap_or_default()
}

fn read_all(
    source: &Arc<Source>,
    markdown: &Markdown,
    choice: &Choice,
    settings: &Settings,
) -> Vec<Postmortem> {
    let (outline, template) = (&choice.outline, &choice.template);
    let extents = outline.postmortems(markdown.blocks.len(), template);
    let scopes: Vec<Scope<'_>> = extents
        .iter()
        .map(|extent| Scope {
            name: source.name(),
            source: source.text(),
            markdown,
            outline,
            extent,
            template,
        })
        .collect();
    // Most documents have no placeholder among other text, which one search tells.
    let unfilled = template.placeholders.are_in(markdown.visible());
    let front = markdown.front_matter.map(|span| FrontMatter::parse(source.text(), span));
    let starts: Vec<usize> = scopes.iter().skip(1).map(start_of).collect();
    let ends = starts.iter().copied().chain([source.text().len()]);
    let starts = std::iter::once(0).chain(starts.iter().copied());
    std::iter::zip(&scopes, std::iter::zip(starts, ends))
        .map(|(scope, (start, end))| {
            let placeholders = placeholders(scope, unfilled);
            let front = front.as_ref().filter(|_| start == 0);
            let labelled = labelled::read(scope, front);
            let postmortem =
                read_one(scope, Span::new(start, end), choice, settings, placeholders, &labelled);
            let front_matter = front.and_then(|front| front.problem.clone());
            Postmortem { front_matter, ..postmortem }
        })
        .collect()
}

fn start_of(scope: &Scope<'_>) -> usize {
    scope.markdown.blocks.get(scope.extent.blocks.start).map_or(0, |block| block.span.start)
}

fn read_one(
    scope: &Scope<'_>,
    span: Span,
    choice: &Choice,
    settings: &Settings,
    placeholders: Vec<Span>,
    labelled: &[Labelled<'_>],
) -> Postmortem {
    let template = &choice.template;
    let Times { metrics, ranges, timeline, impact, key_events, ambiguous } =
        Times::read(scope, settings, labelled);
    // A row that was never filled in has no time, and that is the least of it.
    let unfilled = |span: &Span| {
        let first = placeholders.partition_point(|place| place.start < span.start);
        placeholders.get(first).is_some_and(|place| span.contains(*place))
    };
    let title = scope.extent.title.and_then(|title| scope.outline.headings.get(title));
    let sections = sections(scope, &placeholders);
    let asked = action::are_asked_for(template, settings);
    Postmortem {
        template: Arc::clone(template),
        fit: choice.fit,
        title: title.map(|heading| heading_span(scope, heading)),
        span,
        metadata: metadata::read(labelled, template),
        front_matter: None,
        alignment: Alignment::new(&sections, template),
        sections,
        untimed: timeline.untimed.into_iter().filter(|span| !unfilled(span)).collect(),
        unknown_marks: timeline.unknown_marks,
        impossible_stamps: timeline.impossible.into_iter().chain(impact.impossible).collect(),
        ambiguous_dates: ambiguous,
        entries: timeline.entries,
        ranges,
        key_events,
        metrics,
        windows: impact.windows,
        claims: impact.claims,
        actions: if asked { action::read(scope) } else { Vec::new() },
        placeholders,
        near_headings: near_headings(scope),
    }
}

fn heading_span(scope: &Scope<'_>, heading: &Heading) -> Span {
    title_span(scope.markdown.text(heading.block), &heading.title)
}

fn sections(scope: &Scope<'_>, placeholders: &[Span]) -> Vec<Section> {
    let mut sections: Vec<Section> = scope
        .headings()
        .iter()
        .map(|heading| {
            let text = scope.markdown.text(heading.block);
            Section {
                title: title_span(text, &heading.title),
                name: text.slice(heading.title.clone()).as_str().trim().to_owned(),
                level: heading.level,
                spec: heading.spec,
                part: heading.part,
                parent: heading.parent_in(scope),
                content: Content::Empty,
            }
        })
        .collect();
    for block in scope.extent.blocks.clone() {
        let Some(section) = scope.owner(block).and_then(|owner| sections.get_mut(owner)) else {
            continue;
        };
        section.content = section.content.max(content(scope, block, section.spec, placeholders));
    }
    sections
}

/// What a block adds to its section.
fn content(scope: &Scope<'_>, block: usize, spec: Option<usize>, placeholders: &[Span]) -> Content {
    let template = scope.template;
    let Some(text) = scope.content(block) else { return Content::Empty };
    let holder = &scope.markdown.blocks[block];
    // The head of a table says what its rows would hold.
    if matches!(holder.kind, BlockKind::Row { head: true, .. }) {
        return Content::Empty;
    }
    if text.is_blank() {
        let seen = holder.opaque || holder.kind == BlockKind::Opaque;
        return if seen { Content::Something } else { Content::Empty };
    }
    let words = spec.map_or(&template.nothing, |spec| &template.sections[spec].nothing);
    let visible = text.as_str();
    if words.hold(visible) || template.nothing.hold(visible) {
        return Content::Nothing(text.trim().span());
    }
    match placeholders.binary_search(&text.trim().span()) {
        Ok(_) => Content::Placeholder,
        Err(_) => Content::Something,
    }
}

fn near_headings(scope: &Scope<'_>) -> Vec<NearHeading> {
    scope
        .extent
        .blocks
        .clone()
        .filter_map(|block| {
            let BlockKind::NearHeading(level) = scope.markdown.blocks[block].kind else {
                return None;
            };
            scope.opens(block)?;
            let text = scope.markdown.text(block);
            let title = title_span(text, &near_heading_title(text));
            Some(NearHeading { span: scope.markdown.blocks[block].span, title, level })
        })
        .collect()
}

/// The placeholders left in the text, in order, and what is left of the template's own instructions.
/// With `any` also those that stand among other text are looked for.
fn placeholders(scope: &Scope<'_>, any: bool) -> Vec<Span> {
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
            let places = placeholders_in(line, words, any);
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

/// The placeholders of a line; with `any` also those that stand among other text.
fn placeholders_in(line: Text<'_>, words: &Placeholders, any: bool) -> Vec<Span> {
    let visible = line.trim();
    if visible.is_blank() {
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
        !rest.contains(char::is_alphanumeric)
    };
    let stands =
        |place: &&Range<usize>| codes.iter().find(|code| is_in(place, code)).is_none_or(&is_whole);
    places.iter().filter(stands).map(|range| line.source(range.clone())).collect()
}
