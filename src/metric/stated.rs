//! Reading what a document states: the name of a metric, its value, the verdict beside it.

mod parts;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::TimeDelta;

use crate::document::Scope;
use crate::label::Meaning;
use crate::markdown::BlockKind;
use crate::metric::stated::table::Columns;
use crate::metric::{Conclusion, Standing, Stated, StatedValue, Verdict, verdict};
use crate::notation::duration::{self, Duration, Qualifier, Unit, Value};
use crate::notation::timestamp::Found;
use crate::range::{StampRange, length_in_value};
use crate::span::Span;
use crate::stamp::{self, Calendar};
use crate::template::{MetricSpec, Part, Template};
use crate::text::Text;
use crate::title::{is_letter, without_bracket};

/// The metrics that the metrics section states, and the ranges among their values.
#[must_use]
pub fn read(scope: &Scope<'_>, calendar: &mut Calendar) -> (Vec<Stated>, Vec<StampRange>) {
    let mut reader = Reader { scope, calendar, ranges: Vec::new() };
    let mut metrics = Vec::new();
    let mut head = None;
    let mut columns = None;
    for block in scope.blocks_of(Part::Metrics) {
        let kind = &scope.markdown.blocks[block].kind;
        match kind {
            BlockKind::Row { head: true, .. } => {
                head = Some(block);
                columns = Columns::of(scope, block);
            }
            BlockKind::Row { head: false, .. } => {}
            _ => (head, columns) = (None, None),
        }
        if let Some(columns) = &mut columns {
            reader.columns(columns, block, &mut metrics);
            continue;
        }
        let content = match kind {
            // A heading of the metrics section's own, below which the value stands.
            BlockKind::Heading(_) if scope.opens(block).is_some_and(|own| own.spec.is_none()) => {
                Some(scope.markdown.text(block))
            }
            _ => scope.content(block),
        };
        let Some(content) = content else { continue };
        if let BlockKind::Row { .. } = kind {
            for part in parts::of_row(scope.markdown, block, scope.template) {
                metrics.extend(reader.line(part, block, head));
            }
        } else {
            for part in content.lines().flat_map(|line| parts::of_line(line, scope.template)) {
                metrics.extend(reader.line(part, block, None));
            }
        }
    }
    (metrics, reader.ranges)
}

pub(super) struct Reader<'r, 'a> {
    pub(super) scope: &'r Scope<'a>,
    pub(super) calendar: &'r mut Calendar,
    pub(super) ranges: Vec<StampRange>,
}

impl<'a> Reader<'_, 'a> {
    /// Reads a line, or the part of it that one metric has.
    fn line(&mut self, line: Text<'a>, block: usize, head: Option<usize>) -> Option<Stated> {
        let template = self.scope.template;
        let (spec, name) = find_name(line, template)?;
        let slot = Slot::after(line.from(name.end), template)?;
        let markdown = self.scope.markdown;
        // What heads say of the columns of a row, they say of one that has a single metric.
        let row = markdown.text(block);
        let head = head.filter(|_| line.id() == row.id());
        let mut value = slot.value;
        if value.is_blank()
            && let Some(below) = self.below(block)
        {
            value = below;
        }
        if let Some(measured) = head.and_then(|head| self.measured(head, block)) {
            value = measured;
        }
        let answered = || verdict::answered(markdown.cells(head?), markdown.cells(block), template);
        let name = line.slice(name);
        Some(self.stated(spec, name, Slot { value, ..slot }, answered))
    }

    /// What a slot states for a metric. `answered` tells the verdict where none stands in it.
    fn stated(
        &mut self,
        spec: &MetricSpec,
        name: Text<'a>,
        slot: Slot<'a>,
        answered: impl FnOnce() -> Option<Verdict>,
    ) -> Stated {
        let (value, template) = (slot.value, self.scope.template);
        let read = self.value(value, slot.unit);
        let rest = value.from(read.range.end);
        let before = value.slice(0..read.range.start);
        let verdict = verdict::beside(rest, template)
            .or_else(|| verdict::beside(before, template))
            .or_else(answered);
        let at_end = |text: Text<'_>| {
            if value.is_blank() { Span::at(name.span().end) } else { text.span() }
        };
        Stated {
            id: spec.id.clone(),
            name: name.span(),
            value_span: read.shown.unwrap_or_else(|| at_end(value.slice(read.range).trim())),
            value: read.value,
            verdict,
            standing: Standing::Section,
            readings: Vec::new(),
            conclusion: Conclusion::Unverifiable,
        }
    }

    /// The part of a row from the measured value on, where a limit stands in the column before it.
    fn measured(&self, head: usize, row: usize) -> Option<Text<'a>> {
        let (markdown, template) = (self.scope.markdown, self.scope.template);
        let is_verdict = |head: &str| template.verdicts.find(head).is_some();
        let is_limit = |head: Text<'_>| {
            template.labels().names_target(head.as_str()) && !is_verdict(head.as_str())
        };
        markdown.cells(head).nth(1).filter(|second| is_limit(*second))?;
        let columns = markdown.cells(head).zip(markdown.cells(row)).skip(1);
        let (_, cell) =
            columns.into_iter().find(|(head, cell)| !is_limit(*head) && !cell.is_blank())?;
        let whole = markdown.text(row);
        Some(whole.from(cell.id().start().saturating_sub(whole.id().start())))
    }

    /// The text of an item or of a paragraph below: the value, where the metric's own line or
    /// heading has none.
    fn below(&self, block: usize) -> Option<Text<'a>> {
        let blocks = &self.scope.markdown.blocks;
        let (own, next) = (blocks.get(block)?, blocks.get(block + 1)?);
        let nested = next.kind == BlockKind::Item && next.depth > own.depth;
        let headed = matches!(own.kind, BlockKind::Heading(_)) && next.kind == BlockKind::Paragraph;
        (nested || headed).then(|| self.scope.markdown.text(block + 1))
    }

    pub(super) fn value(&mut self, text: Text<'_>, unit: Option<Unit>) -> Read {
        let template = self.scope.template;
        let visible = text.as_str();
        let whole = 0..visible.len();
        if text.is_blank() {
            return Read::new(StatedValue::Missing, whole);
        }
        let clause = 0..visible.find(CLAUSE_ENDS).unwrap_or(visible.len());
        let first = visible.get(clause.clone()).unwrap_or_default();
        if template.nothing.hold(first) {
            return Read::new(StatedValue::Nothing, clause);
        }
        if template.placeholders.is_word(first) {
            return Read::new(StatedValue::Placeholder, clause);
        }
        if let Some(read) = self.point(text) {
            return read;
        }
        // The verdict may come first.
        let after_verdict = after_verdict(visible, template);
        let length = [Some(0), after_verdict].into_iter().flatten().find_map(|at| {
            let (value, range) = duration::read(visible.get(at..)?, &template.durations, unit)?;
            Some((value, at + range.start..at + range.end))
        });
        // Nothing needs no unit.
        let is_zero = |range: &Range<usize>| visible.get(range.clone()).map(str::trim) == Some("0");
        let length = length.map(|(value, range)| match value {
            Value::UnitMissing if is_zero(&range) => (Value::Duration(ZERO), range),
            value => (value, range),
        });
        if duration::is_in_working_hours(visible, &template.durations)
            && visible.contains(char::is_numeric)
        {
            let range = length.map_or(clause, |(_, range)| range);
            return Read::new(StatedValue::Unreadable(Some(Value::WorkingHours)), range);
        }
        if let Some((Value::Duration(duration), range)) = length {
            self.range_of(duration, text, range.clone());
            return Read::new(StatedValue::Duration(duration), range);
        }
        let mut unfilled = template.placeholders.find(visible).into_iter();
        match length {
            _ if unfilled.any(|place| place.start < clause.end) => {
                Read::new(StatedValue::Placeholder, clause)
            }
            Some((value, range)) => Read::new(StatedValue::Unreadable(Some(value)), range),
            None if after_verdict.is_some() => Read::new(StatedValue::Missing, 0..0),
            None => {
                let verdict = template.verdicts.find(first).map_or(clause.end, |word| word.start);
                Read::new(StatedValue::Unreadable(None), 0..verdict)
            }
        }
    }

    /// Notes the range that stands behind a length, as its only explanation: `18m (21:03-21:21)`.
    fn range_of(&mut self, length: Duration, text: Text<'_>, place: Range<usize>) {
        let rest = text.from(place.end);
        let found = stamp::find(rest, &self.scope.template.stamps).into_iter().next();
        let Some(Found::Range { start, end: Some(end) }) = found else { return };
        let range = start.range.start..end.range.end;
        let outside = [rest.as_str().get(..range.start), rest.as_str().get(range.end..)];
        if outside.into_iter().flatten().any(|text| text.contains(char::is_alphanumeric)) {
            return;
        }
        if let Some((start, Some(end))) = self.calendar.resolve_range(&start, Some(&end), rest) {
            let words = &self.scope.template.durations;
            let stated = StampRange::new(rest, range, start, end, words);
            let length = Some((length, text.slice(place).trim().span()));
            self.ranges.push(StampRange { length, ..stated });
        }
    }

    /// A time stamp in the place of a length is a point; a range of two has a length.
    fn point(&mut self, text: Text<'_>) -> Option<Read> {
        let blank = text.as_str().len() - text.as_str().trim_start().len();
        let found = stamp::find(text, &self.scope.template.stamps).into_iter().next()?;
        match found {
            Found::Single(written) if written.range.start == blank => {
                // `2:13` may be hours and minutes or minutes and seconds; `1:02:03` is a length.
                let clock = text.slice(written.range.clone()).as_str();
                let two_digits =
                    clock.chars().take_while(|&c| !matches!(c, ':' | '：')).count() >= 2;
                let fields = clock.matches([':', '：']).count();
                (written.date.is_some() || (two_digits && fields == 1))
                    .then_some(Read::new(StatedValue::Point, written.range))
            }
            Found::Range { start, end: Some(end) } if begins(text, start.range.start) => {
                let range = start.range.start..end.range.end;
                let (start, end) = self.calendar.resolve_range(&start, Some(&end), text)?;
                let end = end?;
                let words = &self.scope.template.durations;
                let length = length_in_value(text.as_str(), range.end, words);
                let own = Duration {
                    nominal: end.since(&start)?,
                    unit: start.precision.max(end.precision),
                    qualifier: Qualifier::Exact,
                };
                let stated = length.clone();
                let stated = StampRange::with_length(text, range.clone(), start, end, stated);
                self.ranges.push(stated);
                // The length is what is stated, and the range explains it.
                let (length, place) = length.unwrap_or((own, range.clone()));
                let shown = Some(text.source(place.clone()));
                let range = range.start..place.end;
                Some(Read { value: StatedValue::Duration(length), range, shown })
            }
            _ => None,
        }
    }
}

/// Whether a value begins at a place, or after a word such as `from`.
fn begins(text: Text<'_>, place: usize) -> bool {
    let before = text.as_str().get(..place).unwrap_or_default().trim();
    before.chars().count() <= LONGEST_LEAD && before.chars().all(char::is_alphabetic)
}

/// The longest word that may stand before the first stamp of a range, in characters.
const LONGEST_LEAD: usize = 4;

/// `0`: as precise as a value in minutes.
const ZERO: Duration = Duration {
    nominal: TimeDelta::zero(),
    unit: TimeDelta::minutes(1),
    qualifier: Qualifier::Exact,
};

/// A value, and the part of its slot that it stands on.
pub(super) struct Read {
    pub(super) value: StatedValue,
    pub(super) range: Range<usize>,
    /// The bytes of the length, where the part holds more than that.
    pub(super) shown: Option<Span>,
}

impl Read {
    fn new(value: StatedValue, range: Range<usize>) -> Self {
        Self { value, range, shown: None }
    }
}

/// What ends the first clause of a value.
const CLAUSE_ENDS: [char; 11] = ['，', ',', '。', '；', ';', '（', '(', '|', '\n', '、', '!'];

/// The metric that a line begins with, and the place of its name.
fn find_name<'t>(line: Text<'_>, template: &'t Template) -> Option<(&'t MetricSpec, Range<usize>)> {
    full_name(line, template).or_else(|| short_name(line, template))
}

/// The metric whose name a line begins with. The longest name wins.
fn full_name<'t>(line: Text<'_>, template: &'t Template) -> Option<(&'t MetricSpec, Range<usize>)> {
    let visible = line.as_str();
    let start = visible.find(is_letter)?;
    let ends = |text: &str, name: &Range<usize>| {
        let next = text.get(name.end..).and_then(|after| after.chars().next());
        next.is_none_or(|c| !is_letter(c) || c.is_ascii_digit())
    };
    if let Some((spec, end)) = template.metric_at(visible, start, ends) {
        return Some((spec, start..end));
    }
    let rest = visible.get(start..)?;
    // A short name with the full one in brackets: `感知（MTTD）：5m`.
    let (label, _) = rest.split_once([':', '：', '\n'])?;
    let (short, bracket) = label.split_once(['(', '（'])?;
    let full = bracket.trim_end().strip_suffix([')', '）'])?.trim();
    let is_name =
        |spec: &&MetricSpec| spec.names.iter().any(|name| name.eq_ignore_ascii_case(full));
    let spec = template.metrics.iter().find(is_name)?;
    Some((spec, start..start + short.trim_end().len()))
}

/// The metric that a milestone names to which it is measured, where that is all of the label and what stands
/// beside it is a length of time: `感知：5m`. `感知：12:31` is when that was.
fn short_name<'t>(
    line: Text<'_>,
    template: &'t Template,
) -> Option<(&'t MetricSpec, Range<usize>)> {
    let visible = line.as_str();
    let start = visible.find(is_letter)?;
    let rest = visible.get(start..)?;
    let (label, value) = rest.split_once([':', '：', '\n'])?;
    let name = without_bracket(label).trim_end();
    let milestone = template.labels().find(name).iter().find_map(|meaning| match meaning {
        Meaning::Milestone(milestone) => Some(*milestone),
        _ => None,
    })?;
    let ends_there =
        |spec: &&MetricSpec| spec.readings.first().is_some_and(|reading| reading.to == milestone);
    let spec = template.metrics.iter().find(ends_there)?;
    let unit = label
        .get(name.len()..)
        .and_then(|bracket| unit_named(bracket.trim_matches(|c: char| !is_letter(c)), template));
    // In a row a limit may stand before the value: it is a length as well.
    let value = value.split('\n').find(|cell| !cell.trim().is_empty())?;
    let is_time = !template.stamps.scan(value).is_empty();
    let length = duration::read(value, &template.durations, unit).filter(|_| !is_time);
    matches!(length, Some((Value::Duration(_), _))).then_some((spec, start..start + name.len()))
}

/// Where a metric's value stands, and the unit that its label names.
struct Slot<'t> {
    value: Text<'t>,
    unit: Option<Unit>,
}

impl<'t> Slot<'t> {
    /// The slot in what follows a metric's name: `（分钟）：90`. `None` for a name in a sentence.
    fn after(rest: Text<'t>, template: &Template) -> Option<Self> {
        let (bracket, after) = split_bracket(rest);
        let separated = skip(after, |c| matches!(c, ':' | '：' | '=' | '\n' | '|'));
        let dashed = skip(separated, |c| matches!(c, '-' | '–' | '—'));
        let value =
            if dashed.as_str().starts_with(char::is_alphanumeric) { dashed } else { separated };
        let unit = bracket.and_then(|bracket| unit_named(bracket.as_str(), template));
        let is_name = |text: Text<'_>| {
            template.labels().find(text.as_str()).iter().any(|it| matches!(it, Meaning::Metric(_)))
        };
        if value.is_blank()
            && unit.is_none()
            && let Some(bracket) = bracket.filter(|bracket| !is_name(*bracket))
        {
            return Some(Self { value: bracket, unit: None });
        }
        let begins = after.as_str().trim_start();
        let is_slot = begins.is_empty()
            || after.as_str().len() != value.as_str().len()
            || begins.starts_with(|c: char| !c.is_alphabetic());
        is_slot.then_some(Self { value, unit })
    }
}

/// The unit that a bracket in a label names: `（分钟）`.
pub(super) fn unit_named(bracket: &str, template: &Template) -> Option<Unit> {
    let named = |words: &Vec<String>| words.iter().any(|word| word == bracket.trim());
    let units = &template.durations.units;
    units.iter().find(|(_, words)| named(words)).map(|(&unit, _)| unit)
}

/// A bracket at the start of a text, and what follows it.
fn split_bracket(text: Text<'_>) -> (Option<Text<'_>>, Text<'_>) {
    let visible = text.as_str();
    let inner = visible.trim_start_matches([' ', '*', '_']);
    let start = visible.len() - inner.len();
    let Some(open) = inner.chars().next().filter(|c| matches!(c, '(' | '（')) else {
        return (None, text);
    };
    let Some(length) = inner.find([')', '）']) else { return (None, text) };
    let close = inner.get(length..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let bracket = text.slice(start + open.len_utf8()..start + length);
    (Some(bracket), text.from(start + length + close))
}

/// A text without blanks and some separators at its start.
fn skip(text: Text<'_>, separator: impl Fn(char) -> bool) -> Text<'_> {
    let visible = text.as_str();
    let rest = visible.trim_start_matches(|c: char| c.is_whitespace() || separator(c));
    text.from(visible.len() - rest.len())
}

/// Where a text goes on after a verdict that it begins with.
fn after_verdict(text: &str, template: &Template) -> Option<usize> {
    let word = template.verdicts.find(text)?;
    let lead = text.get(..word.start)?;
    (!lead.contains(char::is_alphanumeric)).then(|| {
        let rest = text.get(word.end..).unwrap_or_default();
        text.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len()
    })
}
