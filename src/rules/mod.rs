//! Rules: each compares facts and reports findings. One file per rule, one page in each language under `rules/`.

// What several rules need.
mod actions;
mod clock;
mod metric_text;
mod section_fix;
mod sections;
#[cfg(test)]
mod testing;
mod timeline;
mod verdict_text;

// The rules.
mod action_without_due;
mod action_without_owner;
mod ambiguous_date;
mod config;
mod conflicting_impact;
mod conflicting_metric;
mod conflicting_severity;
mod duplicate_section;
mod empty_section;
mod impact_outside_timeline;
mod inconsistent_metrics;
mod invalid_front_matter;
mod invalid_suppression;
mod invalid_timestamp;
mod metric_mismatch;
mod misplaced_section;
mod missing_date;
mod missing_metric;
mod missing_section;
mod missing_verdict;
mod mixed_time_zones;
mod not_a_heading;
mod placeholder;
mod range_mismatch;
mod reversed_range;
mod rounded_metric;
mod rounded_past_target;
mod skipped_heading_level;
mod unknown_verdict;
mod unordered_timeline;
mod unquoted_timestamp;
mod unreadable_duration;
mod untimed_entry;
mod unused_suppression;
mod unverifiable_metric;
mod wrong_verdict;

use std::sync::Arc;

use crate::config::{Level, Settings};
use crate::finding::{Finding, Fix, Label, Safety, Severity};
use crate::lang::Lang;
use crate::postmortem::Postmortem;
use crate::rules::actions::asks_for;
use crate::source::Source;
use crate::span::Span;
use crate::suppression::Suppressions;
use crate::template::Template;

/// A rule: data and one function.
#[derive(Debug)]
pub struct Rule {
    /// Its id, which names the defect.
    pub id: &'static str,
    /// Its severity where the configuration says nothing; `None` for a rule that is off.
    pub severity: Option<Severity>,
    /// What it reports, in a few words, in English.
    pub summary: &'static str,
    /// The same in Chinese.
    pub summary_zh: &'static str,
    /// How safe its fixes are, for what it can mend; the safest first.
    pub fixes: &'static [Safety],
    /// Its page, in English.
    pub page: &'static str,
    /// Its page in Chinese, with examples of its own.
    pub page_zh: &'static str,
    /// Compares the facts.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

impl Rule {
    /// What it reports, in a language.
    #[must_use]
    pub fn summary_in(&self, lang: Lang) -> &'static str {
        lang.pick(|| self.summary, || self.summary_zh)
    }

    /// Its page, in a language.
    #[must_use]
    pub fn page_in(&self, lang: Lang) -> &'static str {
        lang.pick(|| self.page, || self.page_zh)
    }
}

/// All rules, in the order of the README.
pub const ALL: &[&Rule] = &[
    &invalid_front_matter::RULE,
    &conflicting_severity::RULE,
    &missing_section::RULE,
    &empty_section::RULE,
    &duplicate_section::RULE,
    &misplaced_section::RULE,
    &skipped_heading_level::RULE,
    &not_a_heading::RULE,
    &placeholder::RULE,
    &invalid_timestamp::RULE,
    &unquoted_timestamp::RULE,
    &untimed_entry::RULE,
    &missing_date::RULE,
    &ambiguous_date::RULE,
    &mixed_time_zones::RULE,
    &reversed_range::RULE,
    &unordered_timeline::RULE,
    &range_mismatch::RULE,
    &missing_metric::RULE,
    &unreadable_duration::RULE,
    &metric_mismatch::RULE,
    &inconsistent_metrics::RULE,
    &conflicting_metric::RULE,
    &rounded_metric::RULE,
    &unverifiable_metric::RULE,
    &missing_verdict::RULE,
    &unknown_verdict::RULE,
    &wrong_verdict::RULE,
    &rounded_past_target::RULE,
    &impact_outside_timeline::RULE,
    &conflicting_impact::RULE,
    &action_without_owner::RULE,
    &action_without_due::RULE,
    &invalid_suppression::RULE,
    &unused_suppression::RULE,
    &config::RULE,
];

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The text of the document.
    pub source: &'a Arc<Source>,
    /// The facts.
    pub postmortem: &'a Postmortem,
    /// The settings that hold for the document.
    pub settings: &'a Settings,
    /// The comments of the document that silence rules.
    pub suppressions: &'a Suppressions,
    /// The language of messages.
    pub lang: Lang,
}

impl<'a> Context<'a> {
    /// The template of the postmortem.
    #[must_use]
    pub fn template(&self) -> &'a Template {
        &self.postmortem.template
    }

    /// Whether a rule is switched off, so that it reports nothing another rule could leave to it.
    #[must_use]
    pub fn is_off(&self, id: &str) -> bool {
        self.settings.levels.get(id) == Some(&Level::Off)
    }

    /// The text under a span of the document.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// The line that a span of the document begins on.
    #[must_use]
    pub fn line(&self, span: Span) -> usize {
        self.source.line(span.start)
    }

    /// A label in the document.
    #[must_use]
    pub fn label(&self, span: Span, message: impl Into<String>) -> Label {
        Label::new(self.source, span, message)
    }
}

/// A finding that a rule is putting together.
#[derive(Debug)]
pub struct Report {
    primary: Label,
    message: String,
    severity: Option<Severity>,
    related: Vec<Label>,
    absent: Option<String>,
    help: Option<String>,
    fix: Option<Fix>,
}

impl Report {
    /// A report at a place, with its message.
    #[must_use]
    pub fn new(primary: Label, message: impl Into<String>) -> Self {
        Self {
            primary,
            message: message.into(),
            severity: None,
            related: Vec::new(),
            absent: None,
            help: None,
            fix: None,
        }
    }

    /// A severity other than the rule's own, where the configuration sets none.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds evidence.
    #[must_use]
    pub fn related(mut self, label: Label) -> Self {
        self.related.push(label);
        self
    }

    /// Names what is not there, by which the finding is known again wherever it would belong.
    #[must_use]
    pub fn absent(mut self, name: impl Into<String>) -> Self {
        self.absent = Some(name.into());
        self
    }

    /// Says what to write, beginning with a verb.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the change that would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// Where the running rule puts what it finds.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    level: Option<Severity>,
    found: &'a mut Vec<Finding>,
}

impl Findings<'_> {
    /// Takes reports as findings of the running rule.
    pub fn extend(&mut self, reports: impl IntoIterator<Item = Report>) {
        reports.into_iter().for_each(|report| self.push(report));
    }

    /// Takes a report as a finding of the running rule.
    pub fn push(&mut self, report: Report) {
        let own = self.rule.severity.unwrap_or(Severity::Warning);
        self.found.push(Finding {
            rule: self.rule.id,
            severity: self.level.or(report.severity).unwrap_or(own),
            message: one_line(report.message),
            primary: one_line_label(report.primary),
            related: report.related.into_iter().map(one_line_label).collect(),
            absent: report.absent,
            help: report.help.map(one_line),
            fix: report.fix,
        });
    }
}

/// A message on one line, whatever was quoted in it.
fn one_line(text: String) -> String {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text
    }
}

fn one_line_label(label: Label) -> Label {
    Label { message: one_line(label.message), ..label }
}

/// Runs every rule that is on over one postmortem; those of [`run_last`] have their turn later.
pub fn run(context: &Context<'_>, found: &mut Vec<Finding>) {
    for rule in ALL.iter().filter(|rule| !LAST.contains(&rule.id)) {
        run_one(context, rule, found);
    }
}

/// Runs the rules over one postmortem that look at what has become of the findings of all others.
pub fn run_last(context: &Context<'_>, found: &mut Vec<Finding>) {
    for rule in ALL.iter().filter(|rule| LAST.contains(&rule.id)) {
        run_one(context, rule, found);
    }
}

/// The ids of the rules that run last.
const LAST: [&str; 1] = ["unused-suppression"];

fn run_one(context: &Context<'_>, rule: &'static Rule, found: &mut Vec<Finding>) {
    if !is_run(context, rule) {
        return;
    }
    let level = match context.settings.levels.get(rule.id) {
        Some(Level::On(severity)) => Some(*severity),
        _ => None,
    };
    (rule.check)(context, &mut Findings { rule, level, found });
}

/// Whether a rule is run over a postmortem.
fn is_run(context: &Context<'_>, rule: &Rule) -> bool {
    match context.settings.levels.get(rule.id) {
        Some(Level::Off) => false,
        Some(Level::On(_)) => true,
        None => rule.severity.is_some() || asks_for(context.template(), rule),
    }
}

/// The ids of all rules, in their order.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    ALL.iter().map(|rule| rule.id).collect()
}

/// The rule with an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}
