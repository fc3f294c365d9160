//! What was read of a document, as JSON.

use serde::Serialize;

use crate::impact::Window;
use crate::key_event::KeyEvent;
use crate::label::Field;
use crate::metadata;
use crate::metric::{Reading, Stated, StatedValue};
use crate::notation::duration::Qualifier;
use crate::output::facts::{Facts, from_zero, target};
use crate::output::json::{SCHEMA_VERSION, push};
use crate::postmortem::Postmortem;
use crate::section::Section;
use crate::source::Source;
use crate::span::Span;
use crate::stamp::{DateFrom, Stamp};
use crate::timeline::{Entry, Mark, Untimed};

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    postmortems: Vec<PostmortemJson<'a>>,
}

#[derive(Serialize)]
struct PostmortemJson<'a> {
    title: Option<&'a str>,
    line: usize,
    template: &'a str,
    sections_matched: usize,
    severity: Option<&'a str>,
    metadata: Vec<FieldJson<'a>>,
    sections: Vec<SectionJson<'a>>,
    timeline: Vec<EntryJson<'a>>,
    key_events: Vec<KeyEventJson<'a>>,
    metrics: Vec<MetricJson<'a>>,
    impact: Vec<WindowJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    id: &'static str,
    name: &'a str,
    text: &'a str,
    line: usize,
    from: &'static str,
}

#[derive(Serialize)]
struct KeyEventJson<'a> {
    line: usize,
    milestone: &'static str,
    name: &'a str,
    start: String,
    offset: Option<String>,
    precision_seconds: i64,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    role: Option<&'a str>,
    title: &'a str,
    line: usize,
}

/// Of an entry whose time is not known, all that tells the time is null.
#[derive(Serialize)]
struct EntryJson<'a> {
    line: usize,
    start: Option<String>,
    end: Option<String>,
    date_from: Option<&'static str>,
    offset: Option<String>,
    zone: Option<ZoneJson<'a>>,
    precision_seconds: Option<i64>,
    end_precision_seconds: Option<i64>,
    milestones: Vec<MarkJson<'a>>,
    text: &'a str,
}

/// `text` is as written; the configuration has no words.
#[derive(Serialize)]
struct ZoneJson<'a> {
    text: Option<&'a str>,
    from: &'static str,
    line: Option<usize>,
}

#[derive(Serialize)]
struct MarkJson<'a> {
    id: &'static str,
    why: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct MetricJson<'a> {
    id: &'a str,
    name: &'a str,
    line: usize,
    stated: Option<StatedJson<'a>>,
    verdict: Option<VerdictJson<'a>>,
    target_seconds: Option<i64>,
    readings: Vec<ReadingJson>,
    conclusion: &'static str,
}

#[derive(Serialize)]
struct StatedJson<'a> {
    text: &'a str,
    seconds: Option<i64>,
    unit_seconds: Option<i64>,
    qualifier: Option<&'static str>,
}

#[derive(Serialize)]
struct VerdictJson<'a> {
    text: &'a str,
    polarity: Option<&'static str>,
}

#[derive(Serialize)]
struct ReadingJson {
    from: &'static str,
    to: &'static str,
    seconds: i64,
    from_line: usize,
    to_line: usize,
    usual: bool,
    outcome: Option<&'static str>,
}

#[derive(Serialize)]
struct WindowJson<'a> {
    line: usize,
    role: Option<&'a str>,
    start: String,
    end: Option<String>,
}

/// What stands between two files.
pub const SEPARATOR: &str = ",\n";

/// Opens the document.
pub fn begin(out: &mut String) {
    out.push_str("{\"schema_version\":");
    push(&SCHEMA_VERSION, out);
    out.push_str(",\"files\":[\n");
}

/// Appends the facts of one file.
pub fn file(facts: &Facts<'_>, out: &mut String) {
    let postmortems = facts.postmortems.iter();
    let postmortems = postmortems.map(|postmortem| of_postmortem(facts, postmortem)).collect();
    push(&FileJson { path: facts.source.name(), postmortems }, out);
}

/// Closes the document.
pub fn end(out: &mut String) {
    out.push_str("\n]}\n");
}

fn of_postmortem<'a>(facts: &Facts<'a>, postmortem: &'a Postmortem) -> PostmortemJson<'a> {
    let source = facts.source;
    let heading = postmortem.title.map(|span| (source.slice(span), span));
    let stated = || postmortem.stated(Field::Title).next();
    let title = heading.or_else(|| stated().map(|title| (title.value.as_str(), title.span)));
    PostmortemJson {
        title: title.map(|(text, _)| text),
        line: source.line(title.map_or(postmortem.span, |(_, span)| span).start),
        template: &postmortem.template.name,
        sections_matched: postmortem.fit.matched,
        severity: postmortem.severity(),
        metadata: postmortem.metadata.iter().map(|stated| of_field(source, stated)).collect(),
        sections: postmortem
            .sections
            .iter()
            .map(|section| SectionJson {
                role: role(postmortem, section),
                title: &section.name,
                line: source.line(section.title.start),
            })
            .collect(),
        timeline: of_timeline(source, postmortem),
        key_events: postmortem.key_events.iter().map(|one| of_key_event(source, one)).collect(),
        metrics: postmortem
            .metrics
            .iter()
            .map(|metric| of_metric(facts, postmortem, metric))
            .collect(),
        impact: postmortem
            .windows
            .iter()
            .map(|window| of_window(source, postmortem, window))
            .collect(),
    }
}

fn of_field<'a>(source: &'a Source, stated: &'a metadata::Stated) -> FieldJson<'a> {
    FieldJson {
        id: stated.field.id(),
        name: source.slice(stated.label),
        text: &stated.value,
        line: source.line(stated.span.start),
        from: stated.place.id(),
    }
}

fn of_key_event<'a>(source: &'a Source, event: &KeyEvent) -> KeyEventJson<'a> {
    KeyEventJson {
        line: source.line(event.stamp.span.start),
        milestone: event.milestone.id(),
        name: source.slice(event.name),
        start: local_time(event.stamp),
        offset: event.stamp.offset().map(|offset| offset.to_string()),
        precision_seconds: event.stamp.precision.num_seconds(),
    }
}

/// The role of a section that the template knows.
fn role<'a>(postmortem: &'a Postmortem, section: &Section) -> Option<&'a str> {
    Some(postmortem.template.sections.get(section.spec?)?.role.as_str())
}

/// The entries in document order, those with a time that does not exist among them. An item without
/// any may be no entry.
fn of_timeline<'a>(source: &'a Source, postmortem: &'a Postmortem) -> Vec<EntryJson<'a>> {
    let timed = postmortem.entries.iter().map(|entry| of_entry(source, entry));
    let stamps = |entry: &'a Untimed| Some(of_untimed(source, entry, entry.stamp?));
    let untimed = postmortem.untimed.iter().filter_map(stamps);
    let mut entries: Vec<_> = timed.chain(untimed).collect();
    entries.sort_by_key(|entry| entry.line);
    entries
}

fn of_untimed<'a>(source: &Source, entry: &'a Untimed, stamp: Span) -> EntryJson<'a> {
    EntryJson {
        line: source.line(stamp.start),
        start: None,
        end: None,
        date_from: None,
        offset: None,
        zone: None,
        precision_seconds: None,
        end_precision_seconds: None,
        milestones: Vec::new(),
        text: &entry.text,
    }
}

fn of_entry<'a>(source: &'a Source, entry: &'a Entry) -> EntryJson<'a> {
    EntryJson {
        line: source.line(entry.stamp_span.start),
        start: Some(local_time(entry.start)),
        end: entry.end.map(local_time),
        date_from: Some(entry.start.date.id()),
        offset: entry.start.offset().map(|offset| offset.to_string()),
        zone: entry.start.zone.map(|zone| ZoneJson {
            text: zone.span.map(|span| source.slice(span)),
            from: zone.from.id(),
            line: zone.span.map(|span| source.line(span.start)),
        }),
        precision_seconds: Some(entry.start.precision.num_seconds()),
        end_precision_seconds: entry.end.map(|end| end.precision.num_seconds()),
        milestones: entry.marks.iter().map(|mark| of_mark(source, mark)).collect(),
        text: &entry.text,
    }
}

fn of_mark<'a>(source: &'a Source, mark: &Mark) -> MarkJson<'a> {
    MarkJson { id: mark.milestone.id(), why: mark.why.id(), text: source.slice(mark.span) }
}

fn of_metric<'a>(
    facts: &Facts<'a>,
    postmortem: &'a Postmortem,
    metric: &'a Stated,
) -> MetricJson<'a> {
    let source = facts.source;
    MetricJson {
        id: &metric.id,
        name: source.slice(metric.name),
        line: source.line(metric.name.start),
        stated: of_stated(metric, source.slice(metric.value_span)),
        verdict: metric.verdict.as_ref().map(|verdict| VerdictJson {
            text: source.slice(verdict.span),
            polarity: verdict.polarity.map(|polarity| polarity.id()),
        }),
        target_seconds: target(facts, postmortem, metric).map(|limit| limit.num_seconds()),
        readings: metric.readings.iter().map(|reading| of_reading(source, reading)).collect(),
        conclusion: metric.conclusion.id(),
    }
}

/// What a metric states; a value that is no length of time has a text and no seconds.
fn of_stated<'a>(metric: &Stated, text: &'a str) -> Option<StatedJson<'a>> {
    match &metric.value {
        StatedValue::Missing => None,
        StatedValue::Duration(duration) => Some(StatedJson {
            text,
            seconds: Some(duration.nominal.num_seconds()),
            unit_seconds: Some(duration.unit.num_seconds()),
            qualifier: Some(qualifier(duration.qualifier)),
        }),
        StatedValue::Point
        | StatedValue::Nothing
        | StatedValue::Placeholder
        | StatedValue::Unreadable(_) => {
            Some(StatedJson { text, seconds: None, unit_seconds: None, qualifier: None })
        }
    }
}

fn of_reading(source: &Source, reading: &Reading) -> ReadingJson {
    let line = |span: Span| source.line(span.start);
    ReadingJson {
        from: reading.pair.from.id(),
        to: reading.pair.to.id(),
        seconds: reading.delta.num_seconds(),
        from_line: line(reading.from.stamp.span),
        to_line: line(reading.to.stamp.span),
        usual: reading.usual,
        outcome: reading.outcome.map(|outcome| outcome.id()),
    }
}

fn of_window<'a>(source: &Source, postmortem: &'a Postmortem, window: &Window) -> WindowJson<'a> {
    let section = postmortem.sections.get(window.section);
    WindowJson {
        line: source.line(window.span.start),
        role: section.and_then(|section| role(postmortem, section)),
        start: local_time(window.start),
        end: window.end.map(local_time),
    }
}

/// ISO 8601 local time; without a date or a year where none is known, `--03-19T11:46:00`; `T+15m` where
/// the zero is not.
fn local_time(stamp: Stamp) -> String {
    if let Some(since) = stamp.since_zero() {
        return from_zero(since);
    }
    match stamp.date {
        DateFrom::Nowhere => stamp.at.format("%H:%M:%S%.f").to_string(),
        _ if stamp.yearless => stamp.at.format("--%m-%dT%H:%M:%S%.f").to_string(),
        _ => stamp.at.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
    }
}

/// The name of a qualifier.
fn qualifier(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => "exact",
        Qualifier::About => "about",
        Qualifier::Nearly => "nearly",
        Qualifier::Under => "under",
        Qualifier::AtMost => "at-most",
        Qualifier::AtLeast => "at-least",
        Qualifier::More => "more",
        Qualifier::UpTo(_) => "up-to",
    }
}
