//! One postmortem as facts: all that rules may read.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::action::{self, Action};
use crate::alignment::Alignment;
use crate::choice::{Choice, Fit, choose};
use crate::config::{Placed, Settings, Sla};
use crate::document::Scope;
use crate::front_matter::{self, FrontMatter};
use crate::impact::{Claim, Window};
use crate::key_event::KeyEvent;
use crate::label::Field;
use crate::labelled::{self, Labelled};
use crate::markdown::Markdown;
use crate::metadata;
use crate::metric::Stated;
use crate::range::StampRange;
use crate::section::{self, NearHeading, Section, heading_span};
use crate::source::Source;
use crate::span::Span;
use crate::template::Template;
use crate::timeline::dates::AmbiguousDate;
use crate::timeline::{Entry, UnknownMark, Untimed};
use crate::times::Times;
use crate::unfilled;

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
    /// Timeline entries whose time is not known.
    pub untimed: Vec<Untimed>,
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
    let among_text = template.placeholders.are_in(markdown.visible());
    let front = markdown.front_matter.map(|span| FrontMatter::parse(source.text(), span));
    let starts: Vec<usize> = scopes.iter().skip(1).map(start_of).collect();
    let ends = starts.iter().copied().chain([source.text().len()]);
    let starts = std::iter::once(0).chain(starts.iter().copied());
    std::iter::zip(&scopes, std::iter::zip(starts, ends))
        .map(|(scope, (start, end))| {
            let placeholders = unfilled::placeholders(scope, among_text);
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
    let unfilled = |untimed: &Untimed| {
        let first = placeholders.partition_point(|place| place.start < untimed.span.start);
        placeholders.get(first).is_some_and(|place| untimed.span.contains(*place))
    };
    let title = scope.extent.title.and_then(|title| scope.outline.headings.get(title));
    let sections = section::sections(scope, &placeholders);
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
        untimed: timeline.untimed.into_iter().filter(|one| !unfilled(one)).collect(),
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
        near_headings: section::near_headings(scope),
    }
}
