//! What was read of a document, as a person reads it.
//!
//! Every fact is shown with the place and the word it comes from, so that nobody has to guess why a
//! rule says what it says.

mod clock;
mod metrics;
mod words;

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::config::Settings;
use crate::label::Field;
use crate::lang::Lang;
use crate::metric::Stated;
use crate::milestone::Milestone;
use crate::notation::duration::display;
pub(super) use crate::output::facts::clock::from_zero;
use crate::output::facts::clock::{UNKNOWN, clock, range, since};
use crate::output::facts::words::{aside, date_word, place_word, why_word, zone_word};
use crate::output::sanitize::visible;
use crate::output::table::{Table, shorten};
use crate::postmortem::Postmortem;
use crate::source::Source;
use crate::span::Span;
use crate::template::{BUILTIN, Template};
use crate::text::quoted;
use crate::timeline::{self, Entry, Untimed, Why};

/// A document and what was read of it.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The document.
    pub source: &'a Arc<Source>,
    /// The postmortems in it.
    pub postmortems: &'a [Postmortem],
    /// The settings it was read with.
    pub settings: &'a Settings,
}

/// How facts are shown to a person.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The language of headings and conclusions.
    pub lang: Lang,
    /// The columns of the screen.
    pub width: usize,
    /// Whether titles are set off with terminal escapes.
    pub color: bool,
    /// Whether every reading of a metric is shown, the unlikely ones too.
    pub verbose: bool,
}

/// The limit of a metric in a postmortem, from the configuration.
pub(super) fn target(
    facts: &Facts<'_>,
    postmortem: &Postmortem,
    metric: &Stated,
) -> Option<TimeDelta> {
    let limit = postmortem.limit(&facts.settings.sla, &metric.id);
    limit.map(|limit| limit.value)
}

/// Appends the facts of one file.
pub fn file(facts: &Facts<'_>, style: Style, out: &mut String) {
    for (index, postmortem) in facts.postmortems.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let page = Page { facts: *facts, postmortem, style };
        page.title(out);
        page.metadata(out);
        page.sections(out);
        page.timeline(out);
        page.key_events(out);
        page.impact(out);
        page.metrics(out);
    }
}

/// Appends one metric: what is stated, the arithmetic, what follows.
pub fn metric(
    facts: &Facts<'_>,
    postmortem: &Postmortem,
    metric: &Stated,
    style: Style,
    out: &mut String,
) {
    Page { facts: *facts, postmortem, style }.metric(metric, out);
}

/// When an entry of a timeline was, and the milestones that it stands for, each with the reason.
#[must_use]
pub fn entry(facts: &Facts<'_>, postmortem: &Postmortem, entry: &Entry, style: Style) -> String {
    let when = range(entry.start, entry.end, &mut None);
    let when =
        since_zero(postmortem, entry).map_or(when.clone(), |since| format!("{since}  {when}"));
    let marks = Page { facts: *facts, postmortem, style }.marks(entry);
    if marks.is_empty() { when } else { format!("{when}  {marks}") }
}

/// How long after the beginning of its timeline an entry was: `T+1h19m`. `None` where the two cannot be
/// set against each other.
#[must_use]
pub fn since_zero(postmortem: &Postmortem, entry: &Entry) -> Option<String> {
    let since = since(zero(&postmortem.entries)?.start, entry.start);
    (since != UNKNOWN).then_some(since)
}

/// The entry that a timeline is counted from: the first one at which something began, else the first.
fn zero(entries: &[Entry]) -> Option<&Entry> {
    let begins = [Milestone::Trigger, Milestone::Start];
    let is_begin = |entry: &&Entry| entry.marks.iter().any(|it| begins.contains(&it.milestone));
    entries.iter().find(is_begin).or(entries.first())
}

/// One postmortem being shown.
struct Page<'a> {
    facts: Facts<'a>,
    postmortem: &'a Postmortem,
    style: Style,
}

impl Page<'_> {
    fn title(&self, out: &mut String) {
        let Self { facts, postmortem, style } = self;
        let heading = postmortem.title;
        let title = heading.or_else(|| postmortem.stated(Field::Title).next().map(|one| one.span));
        let line = facts.source.line(title.unwrap_or(postmortem.span).start);
        let title = title.map_or_else(
            || style.lang.pick(|| "(no title)", || "（无标题）").to_owned(),
            |span| self.text(span),
        );
        let title = shorten(&title, style.width).into_owned();
        let title = if style.color { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title };
        let template = visible(&postmortem.template.name);
        let (matched, of) = (postmortem.fit.matched, postmortem.fit.of);
        let mut fit = style.lang.pick(
            || format!("{matched} of {of} sections"),
            || format!("{of} 个章节中找到 {matched} 个"),
        );
        // Which words a team's own template is read with, nobody can see in it.
        if let Some(base) = own_base(&postmortem.template) {
            fit += &style.lang.pick(
                || format!(", words of {}", visible(base)),
                || format!("，词汇取自 {}", visible(base)),
            );
        }
        let unstated = style.lang.pick(|| "not stated", || "未写明");
        let severity = postmortem.severity().map_or(unstated.into(), visible);
        let _ = writeln!(out, "{}:{line}: {title}", visible(facts.source.name()));
        let line = style.lang.pick(
            || format!("template: {template} ({fit}), severity: {severity}"),
            || format!("模板：{template}（{fit}），故障等级：{severity}"),
        );
        let _ = writeln!(out, "  {line}");
    }

    fn metadata(&self, out: &mut String) {
        let mut table = Table::default();
        for field in Field::ALL {
            for stated in self.postmortem.stated(field) {
                let place = place_word(stated.place, self.style.lang);
                let from = format!("{place} {}", self.text(stated.label));
                let name = format!("{}{}", field.id(), aside(self.style.lang, &from));
                table.row([self.line(stated.span), name, one_line(&stated.value)]);
            }
        }
        if !table.is_empty() {
            self.heading(self.style.lang.pick(|| "metadata", || "基本信息"), out);
            self.draw(&table, out);
        }
    }

    fn key_events(&self, out: &mut String) {
        if self.postmortem.key_events.is_empty() {
            return;
        }
        let mut table = Table::default();
        let mut date = None;
        for event in &self.postmortem.key_events {
            let when = clock(event.stamp, &mut date);
            let (lang, name) = (self.style.lang, self.text(event.name));
            let why = format!("{} {name}", why_word(Why::Field, lang));
            let mark = format!("{}{}", event.milestone, aside(lang, &why));
            table.row([self.line(event.stamp.span), when, mark]);
        }
        self.heading(self.style.lang.pick(|| "key events", || "关键时间点"), out);
        self.draw(&table, out);
    }

    fn sections(&self, out: &mut String) {
        let lang = self.style.lang;
        let template = &self.postmortem.template;
        let mut table = Table::default();
        for section in &self.postmortem.sections {
            let spec = section.spec.and_then(|spec| template.sections.get(spec));
            let role = spec.map_or("-", |spec| &spec.role);
            let name = "  ".repeat(self.depth(section.parent)) + &visible(&section.name);
            table.row([self.line(section.title), visible(role).into_owned(), name]);
        }
        let found = |index| self.postmortem.sections.iter().any(|one| one.spec == Some(index));
        let missing = template.sections.iter().enumerate();
        for (_, spec) in missing.filter(|(index, spec)| spec.required && !found(*index)) {
            let title = visible(&spec.title);
            let note = lang.pick(|| "missing, required", || "缺失，必需");
            let role = visible(&spec.role).into_owned();
            table.row(["✗".into(), role, format!("{title}{}", aside(lang, note))]);
        }
        self.heading(lang.pick(|| "sections", || "章节"), out);
        self.draw(&table, out);
    }

    fn depth(&self, parent: Option<usize>) -> usize {
        let parents = std::iter::successors(parent, |&index| {
            // A section stands below an earlier one, so this ends.
            let above = self.postmortem.sections.get(index)?.parent;
            above.filter(|&above| above < index)
        });
        parents.count()
    }

    fn timeline(&self, out: &mut String) {
        let entries = &self.postmortem.entries;
        let zero = zero(entries);
        let mut date = None;
        let mixed = timeline::zone(entries).is_none();
        let mut table = Table::default();
        let mut untimed = self.postmortem.untimed.iter().peekable();
        for entry in entries {
            let below = entry.stamp_span.start;
            while let Some(one) = untimed.next_if(|one| one.span.start < below) {
                self.untimed(one, &mut table);
            }
            let since = zero.map_or_else(String::new, |zero| since(zero.start, entry.start));
            let when = range(entry.start, entry.end, &mut date);
            let when = if entry.open { when + " ~" } else { when };
            let zone = entry.start.zone.filter(|_| mixed).and_then(|zone| zone.span);
            let when = zone.map_or(when.clone(), |zone| format!("{when} {}", self.text(zone)));
            let text = one_line(&entry.text);
            table.row([self.line(entry.stamp_span), since, when, self.marks(entry), text]);
        }
        untimed.for_each(|one| self.untimed(one, &mut table));
        let title = self.style.lang.pick(|| "timeline", || "时间线");
        self.heading(&(title.to_owned() + &self.scope()), out);
        self.draw(&table, out);
    }

    /// Adds an entry whose time is not known.
    fn untimed(&self, entry: &Untimed, table: &mut Table) {
        let (none, invalid) =
            self.style.lang.pick(|| ("no time", "invalid"), || ("无时间", "无效"));
        let invalid = aside(self.style.lang, invalid);
        let when = entry.stamp.map(|stamp| format!("{}{invalid}", self.text(stamp)));
        let when = when.unwrap_or_else(|| none.to_owned());
        let place = self.line(entry.stamp.unwrap_or(entry.span));
        table.row([place, String::new(), when, String::new(), one_line(&entry.text)]);
    }

    /// What the timeline is read with that its entries do not say: the zone, the date it begins with.
    fn scope(&self) -> String {
        let notes = [self.zone(), self.date(), self.year()];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        let lang = self.style.lang;
        match notes.is_empty() {
            true => String::new(),
            false => aside(lang, &notes.join(lang.pick(|| "; ", || "；"))),
        }
    }

    /// The zone that all entries are in, and what says so.
    fn zone(&self) -> Option<String> {
        let zone = timeline::zone(&self.postmortem.entries)?;
        let lang = self.style.lang;
        let (by, comma) = (zone_word(zone.from, lang), lang.pick(|| ", ", || "，"));
        let offset = || zone.zone.offset.map(|offset| format!("{offset}{comma}{by}"));
        let stated = |span| format!("{}{comma}{by}{comma}{}", self.text(span), self.line(span));
        zone.span.map(stated).or_else(offset)
    }

    /// Where the date of the first entry comes from, if not from the entry.
    fn date(&self) -> Option<String> {
        let first = self.postmortem.entries.first()?.start;
        let lang = self.style.lang;
        let (by, comma) = (date_word(first.date, lang)?, lang.pick(|| ", ", || "，"));
        let place = |span| format!("{by}{comma}{}", self.line(span));
        Some(first.date_span.map_or(by.to_owned(), place))
    }

    /// That no year is told, where an entry has a date and none.
    fn year(&self) -> Option<String> {
        let yearless = self.postmortem.entries.iter().any(|entry| entry.start.yearless);
        let note = self.style.lang.pick(|| "no year", || "没有年份");
        yearless.then(|| note.to_owned())
    }

    /// The milestones of an entry, each with the reason.
    fn marks(&self, entry: &Entry) -> String {
        let mark = entry.marks.iter().map(|mark| {
            let lang = self.style.lang;
            let why = format!("{} {}", why_word(mark.why, lang), self.text(mark.span));
            format!("{}{}", mark.milestone, aside(lang, &why))
        });
        mark.collect::<Vec<_>>().join(self.style.lang.pick(|| ", ", || "、"))
    }

    fn impact(&self, out: &mut String) {
        if self.postmortem.windows.is_empty() {
            return;
        }
        let mut table = Table::default();
        for window in &self.postmortem.windows {
            let section = self.postmortem.sections.get(window.section);
            let section = section.map_or_else(String::new, |one| visible(&one.name).into_owned());
            let length = window.end.and_then(|end| end.since(&window.start)).map(display);
            let when = range(window.start, window.end, &mut None);
            table.row([self.line(window.span), when, length.unwrap_or_default(), section]);
        }
        self.heading(self.style.lang.pick(|| "impact", || "影响"), out);
        self.draw(&table, out);
    }

    fn heading(&self, title: &str, out: &mut String) {
        let _ = writeln!(out, "\n  {title}");
    }

    /// Draws a table, or says that there is nothing.
    fn draw(&self, table: &Table, out: &mut String) {
        if table.is_empty() {
            let _ = writeln!(out, "    {}", self.style.lang.pick(|| "none", || "无"));
        }
        table.draw(4, self.style.width, out);
    }

    /// The text under a span on one line, safe to show.
    fn text(&self, span: Span) -> String {
        visible(&quoted(self.facts.source.slice(span))).into_owned()
    }

    /// The line of a span: `L12`.
    fn line(&self, span: Span) -> String {
        format!("L{}", self.facts.source.line(span.start))
    }
}

/// The template that a team's own one takes its words from.
fn own_base(template: &Template) -> Option<&str> {
    let is_builtin = BUILTIN.iter().any(|builtin| builtin.name == template.name);
    template.extends.as_deref().filter(|_| !is_builtin)
}

/// A text on one line, with nothing in it that a terminal would obey.
fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

#[cfg(test)]
mod tests;
