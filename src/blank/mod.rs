//! A new postmortem, ready to fill in, from a template.
//!
//! Every word of it is one of the template's, and whatever is to be filled in is what the template calls
//! a placeholder: so `pmlint` reports each place that was forgotten, and nothing else. A team's Markdown
//! template is taken as it is.

mod file_name;
mod from_markdown;

use std::fmt::Write as _;

use chrono::NaiveDate;

pub use self::file_name::file_name;
use crate::action;
use crate::alignment::above;
use crate::config::Settings;
use crate::label::Field;
use crate::milestone::Milestone;
use crate::sketch;
use crate::template::{MetricSpec, Part, SectionSpec, Template};

/// What is known of the incident.
#[derive(Clone, Copy, Debug)]
pub struct Incident<'a> {
    /// What it is called.
    pub title: Option<&'a str>,
    /// When it was.
    pub date: NaiveDate,
}

/// The text of a new postmortem.
#[must_use]
pub fn text(template: &Template, settings: &Settings, incident: Incident<'_>) -> String {
    if sketch::is_markdown(template.source.name()) {
        return from_markdown::text(template, incident);
    }
    let mut page = Page::new(template, settings, incident.date.format("%Y-%m-%d").to_string());
    page.head(incident);
    page.sections();
    page.out
}

/// One section of a postmortem with those below it, as its template has them: the heading with a number
/// before its title, and what is to be filled in.
#[must_use]
pub fn section(
    template: &Template,
    settings: &Settings,
    spec: usize,
    level: u8,
    number: &str,
) -> String {
    let mut page = Page::new(template, settings, OPEN_DATE.to_owned());
    let above = page.depth(spec);
    for index in spec..template.sections.len() {
        let is_below = page.above(index).any(|outer| outer == spec);
        if index != spec && !(is_below && page.writes(index)) {
            continue;
        }
        let level = usize::from(level) + page.depth(index) - above;
        page.section(index, level, if index == spec { number } else { "" });
    }
    page.end();
    page.out
}

/// A title on one line, with nothing in it that is no text.
fn one_line(title: &str) -> String {
    let plain = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The milestones that a timeline mostly has.
const USUAL: [Milestone; 4] =
    [Milestone::Start, Milestone::Detected, Milestone::Responded, Milestone::Recovered];
/// The fields of a new postmortem: what it is called is its heading, and how far it is changes.
const FIELDS: [Field; 3] = [Field::Date, Field::Severity, Field::Owner];
/// A date that is to be filled in.
const OPEN_DATE: &str = "YYYY-MM-DD";
/// Headings go no deeper.
const DEEPEST: usize = 6;

/// A postmortem in the making.
struct Page<'t> {
    template: &'t Template,
    /// The date of the incident, as it is written.
    date: String,
    asks_for_actions: bool,
    out: String,
}

impl<'t> Page<'t> {
    fn new(template: &'t Template, settings: &Settings, date: String) -> Self {
        let asks_for_actions = action::are_asked_for(template, settings);
        Self { template, date, asks_for_actions, out: String::new() }
    }

    /// What stands for something to be filled in.
    fn open(&self) -> &str {
        // A template without any such word has nothing that could be reported.
        self.template.placeholders.first().unwrap_or("TBD")
    }

    fn head(&mut self, incident: Incident<'_>) {
        let title = incident.title.map(one_line).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| self.open().to_owned());
        let _ = writeln!(self.out, "# {title}\n");
        let template = self.template;
        let mut any = false;
        for field in FIELDS {
            let spec = template.fields.iter().find(|spec| spec.field == field);
            let Some(name) = spec.and_then(|spec| spec.names.first()) else { continue };
            let value = match field {
                Field::Date => self.date.clone(),
                _ => self.open().to_owned(),
            };
            let _ = writeln!(self.out, "- {}", named(name, &value));
            any = true;
        }
        if any {
            self.out.push('\n');
        }
        if !self.written(Part::Metrics) && template.metrics.iter().any(|metric| metric.required) {
            self.metrics();
            self.out.push('\n');
        }
    }

    fn sections(&mut self) {
        for index in 0..self.template.sections.len() {
            if self.writes(index) {
                self.section(index, self.depth(index) + 2, "");
            }
        }
        self.end();
    }

    /// One line end at the end.
    fn end(&mut self) {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }

    /// A section without those below it.
    fn section(&mut self, index: usize, level: usize, number: &str) {
        let sections = &self.template.sections;
        let Some(section) = sections.get(index) else { return };
        let marks = "#".repeat(level.min(DEEPEST));
        let _ = writeln!(self.out, "{marks} {number}{}\n", section.title);
        let has_parts = (0..sections.len())
            .any(|other| self.writes(other) && sections[other].parent == Some(index));
        if !has_parts {
            self.content(section);
            self.out.push('\n');
        }
    }

    /// How many sections of the template are around one.
    fn depth(&self, index: usize) -> usize {
        self.above(index).count()
    }

    /// The sections of the template around one, innermost first.
    fn above(&self, index: usize) -> impl Iterator<Item = usize> + use<'t> {
        above(&self.template.sections, index)
    }

    /// Whether a section is written: it or one below it is required, or expected.
    fn writes(&self, index: usize) -> bool {
        let sections = &self.template.sections;
        let wanted = |section: &SectionSpec| section.required || section.usual;
        sections.get(index).is_some_and(wanted)
            || (index + 1..sections.len())
                .any(|other| sections[other].parent == Some(index) && self.writes(other))
    }

    /// Whether a section of a part is written.
    fn written(&self, part: Part) -> bool {
        let sections = self.template.sections.iter().enumerate();
        sections.into_iter().any(|(index, section)| section.part == part && self.writes(index))
    }

    fn content(&mut self, section: &SectionSpec) {
        match section.part {
            Part::Metrics => self.metrics(),
            Part::Timeline => self.timeline(),
            Part::Actions if self.asks_for_actions && section.nothing.as_slice().is_empty() => {
                self.action_table();
            }
            Part::Impact | Part::Cause | Part::Actions => {
                let open = self.open().to_owned();
                let _ = writeln!(self.out, "- {open}");
            }
            Part::Other => {
                let open = self.open().to_owned();
                let _ = writeln!(self.out, "{open}");
            }
        }
    }

    /// The metrics that the document states: those that it must, or all that the template knows.
    fn stated(&self) -> Vec<&MetricSpec> {
        let metrics = &self.template.metrics;
        let required: Vec<&MetricSpec> = metrics.iter().filter(|metric| metric.required).collect();
        if required.is_empty() { metrics.iter().collect() } else { required }
    }

    fn metrics(&mut self) {
        let open = self.open().to_owned();
        let lines: Vec<String> =
            self.stated().into_iter().map(|metric| named(&metric.title, &open)).collect();
        for line in lines {
            let _ = writeln!(self.out, "- {line}");
        }
    }

    /// An entry for each milestone that the metrics need, or that mostly is there.
    fn timeline(&mut self) {
        let template = self.template;
        let required = template.metrics.iter().filter(|metric| metric.required);
        let readings = required.filter_map(|metric| metric.readings.first());
        let needed: Vec<Milestone> = readings.flat_map(|pair| [pair.from, pair.to]).collect();
        let date = &self.date;
        let stamp = format!("{date} HH:mm");
        let stamp = if template.backticked { format!("`{stamp}`") } else { stamp };
        for milestone in Milestone::ALL {
            if !USUAL.contains(&milestone) && !needed.contains(&milestone) {
                continue;
            }
            let spec = template.milestones.iter().find(|spec| spec.milestone == milestone);
            let Some(label) = spec.and_then(|spec| spec.labels.first()) else { continue };
            let open = self.open();
            // In brackets it is found among other text as well, once the time is filled in.
            let text = match is_wide(label) {
                true => format!("【{label}】（{open}）"),
                false => format!("**{label}** ({open})"),
            };
            let _ = writeln!(self.out, "- {stamp} {text}");
        }
    }

    /// A table with a column for each thing that is asked of an action.
    fn action_table(&mut self) {
        let words = &self.template.actions;
        let heads = [words.item_name(), words.owner.name(), words.due.name()];
        let heads: Vec<&str> = heads.into_iter().flatten().collect();
        let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
        let table =
            [row(&heads), row(&vec!["---"; heads.len()]), row(&vec![self.open(); heads.len()])]
                .concat();
        self.out += &table;
    }
}

/// A name and its value, with the colon of the name's script.
fn named(name: &str, value: &str) -> String {
    let colon = if is_wide(name) { "：" } else { ": " };
    format!("{name}{colon}{value}")
}

/// Whether a text is written in a script whose signs are of full width: Han or Kana. Hangul has the signs
/// of Latin.
fn is_wide(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}
