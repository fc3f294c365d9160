//! A sketch as TOML, with comments that say what to edit.

use std::fmt::Write as _;

use toml_writer::ToTomlValue as _;
use unicode_width::UnicodeWidthStr as _;

use super::{MetricSketch, SectionSketch, Sketch};

/// The widest line that a list is written on.
const WIDTH: usize = 100;

impl Sketch {
    /// The template as TOML. The same sketch always gives the same bytes.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        self.head(&mut out);
        for section in &self.sections {
            self.section(section, &mut out);
        }
        if !self.metrics.is_empty() {
            out += "\n# The time metrics. `required`: a document must state it; `verdict`: and say beside it whether\n\
                    # the limit was met. The first name is the one that findings use.\n";
        }
        for metric in &self.metrics {
            write_metric(metric, &mut out);
        }
        if !self.instructions.is_empty() {
            out += "\n# Lines of the template that say what to write: a document that still has one is reported.\n\
                    # Remove those that may stay.\n\n[placeholders]\n";
            list("instructions", &self.instructions, &mut out);
        }
        out
    }

    fn head(&self, out: &mut String) {
        let from: Vec<String> = self.from.iter().map(|name| comment(name)).collect();
        let _ = writeln!(out, "# Written by `pmlint templates derive` from {}.", from.join(", "));
        *out += "# To use it, name this file in pmlint.toml: template = \"<this file>\"\n\n";
        let _ = writeln!(out, "name = {}", value(&self.name));
        *out +=
            "# The words (milestones, verdicts, units, placeholders) are those of this template;\n";
        let _ = writeln!(out, "# `pmlint templates show {}` prints them.", self.base.name);
        let _ = writeln!(out, "extends = {}", value(self.base.name));
        *out += "# \"backticked\": time stamps of the timeline belong in backticks. \"any\": they may stand bare.\n";
        let stamps = if self.backticked { "backticked" } else { "any" };
        let _ = writeln!(out, "timestamps = \"{stamps}\"");
        *out += "# Whether the sections belong in the order below.\n";
        let _ = writeln!(out, "ordered = {}", self.ordered);
        *out += "\n# The sections, in their order. `required`: a document must have it, with content; `none`: words\n\
                 # that will do as content. `aliases` are other titles it goes by.\n";
    }

    fn section(&self, section: &SectionSketch, out: &mut String) {
        let _ = writeln!(out, "\n[[section]]\nrole = {}", value(&section.role));
        if let Some(parent) = section.parent.and_then(|parent| self.sections.get(parent)) {
            let _ = writeln!(out, "parent = {}", value(&parent.role));
        }
        let _ = writeln!(out, "title = {}", value(&section.title));
        if !section.aliases.is_empty() {
            list("aliases", &section.aliases, out);
        }
        let _ = writeln!(out, "required = {}", section.required);
        if !section.none.is_empty() {
            list("none", &section.none, out);
        }
    }
}

fn write_metric(metric: &MetricSketch, out: &mut String) {
    let _ = writeln!(out, "\n[[metric]]\nid = {}", value(&metric.id));
    if !metric.names.is_empty() {
        list("names", &metric.names, out);
    }
    let _ = writeln!(out, "required = {}\nverdict = {}", metric.required, metric.verdict);
}

/// A string with its quotes.
fn value(text: &str) -> String {
    text.to_toml_value()
}

/// What can stand in a comment: no line end, no other control character.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A list on one line, or on several where it is long.
fn list(key: &str, items: &[String], out: &mut String) {
    let items: Vec<String> = items.iter().map(|item| value(item)).collect();
    let line = format!("{key} = [{}]", items.join(", "));
    if line.width() <= WIDTH {
        let _ = writeln!(out, "{line}");
        return;
    }
    let _ = write!(out, "{key} = [");
    let mut column = WIDTH;
    for item in items {
        let width = item.width() + 2;
        if column + width > WIDTH {
            *out += "\n ";
            column = 1;
        }
        let _ = write!(out, " {item},");
        column += width;
    }
    *out += "\n]\n";
}
