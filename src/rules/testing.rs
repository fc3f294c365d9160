//! Small facts for the tests of rules, where a page example cannot show a case.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use crate::alignment::Alignment;
use crate::choice::Fit;
use crate::config::{Placed, Settings, Sla};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::metric::compare::Outcome;
use crate::metric::{Anchor, Conclusion, Reading, Standing, Stated, StatedValue, Verdict};
use crate::milestone::{Milestone, Pair};
use crate::notation::duration::{Duration, Qualifier};
use crate::postmortem::Postmortem;
use crate::rules::{Context, Findings, Rule};
use crate::section::{Content, Section};
use crate::source::Source;
use crate::span::Span;
use crate::stamp::{DateFrom, Stamp};
use crate::suppression::Suppressions;
use crate::template::{Part, Polarity, Template};
use crate::timeline::{Entry, Mark, Why};

/// A document of nothing but blanks, and the facts that a test puts into it.
pub(super) struct Case {
    pub(super) postmortem: Postmortem,
    pub(super) settings: Settings,
    source: Arc<Source>,
}

impl Case {
    pub(super) fn new(metrics: Vec<Stated>) -> Self {
        let source = Arc::new(Source::new("a.md", " ".repeat(2000)));
        let template = Arc::new(template());
        let sections =
            vec![section("时间指标", 0, Part::Metrics), section("时间线", 1, Part::Timeline)];
        let postmortem = Postmortem {
            template: Arc::clone(&template),
            fit: Fit::default(),
            title: None,
            span: Span::new(0, 2000),
            metadata: Vec::new(),
            front_matter: None,
            alignment: Alignment::new(&sections, &template),
            sections,
            ambiguous_dates: Vec::new(),
            entries: Vec::new(),
            untimed: Vec::new(),
            unknown_marks: Vec::new(),
            impossible_stamps: Vec::new(),
            ranges: Vec::new(),
            key_events: Vec::new(),
            metrics,
            windows: Vec::new(),
            claims: Vec::new(),
            actions: Vec::new(),
            placeholders: Vec::new(),
            near_headings: Vec::new(),
        };
        let settings = Settings {
            template: Some(template),
            timezone: None,
            sla: Sla::default(),
            pins: BTreeMap::new(),
            levels: BTreeMap::new(),
        };
        Self { postmortem, settings, source }
    }

    pub(super) fn limit(mut self, metric: &str, minutes: i64) -> Self {
        let (value, source) = (TimeDelta::minutes(minutes), Arc::clone(&self.source));
        let limit = Placed { value, source, span: Span::at(0) };
        self.settings.sla.limits.insert(metric.to_owned(), limit);
        self
    }

    pub(super) fn entries(mut self, entries: Vec<Entry>) -> Self {
        self.postmortem.entries = entries;
        self
    }

    pub(super) fn run(&self, rule: &'static Rule) -> Vec<Finding> {
        let mut found = Vec::new();
        let context = Context {
            source: &self.source,
            postmortem: &self.postmortem,
            settings: &self.settings,
            suppressions: &Suppressions::default(),
            lang: Lang::En,
        };
        (rule.check)(&context, &mut Findings { rule, level: None, found: &mut found });
        found
    }
}

fn section(name: &str, spec: usize, part: Part) -> Section {
    let title = Span::new(spec, spec + 1);
    let (name, spec) = (name.to_owned(), Some(spec));
    Section { title, name, level: 2, spec, part, parent: None, content: Content::Something }
}

/// Ten o'clock and some minutes, standing at a place of its own.
pub(super) fn at(minute: i64) -> Stamp {
    let ten = NaiveDate::from_ymd_opt(2024, 5, 6).and_then(|day| day.and_hms_opt(10, 0, 0));
    let place = 1000 + usize::try_from(minute).unwrap_or_default();
    Stamp {
        at: ten.expect("a time") + TimeDelta::minutes(minute),
        zone: None,
        precision: TimeDelta::minutes(1),
        open: false,
        yearless: false,
        date: DateFrom::Stamp,
        date_span: None,
        doubt: TimeDelta::zero(),
        span: Span::new(place, place + 1),
    }
}

pub(super) fn entry(minute: i64, milestones: &[Milestone]) -> Entry {
    let start = at(minute);
    let mark = |&milestone| Mark { milestone, why: Why::Tag, span: start.span };
    Entry {
        start,
        end: None,
        open: false,
        marks: milestones.iter().map(mark).collect(),
        stamp_span: start.span,
        text: String::new(),
        quoted: true,
        in_two_zones: false,
        list: 0,
        depth: 1,
    }
}

pub(super) fn reading(from: (Milestone, i64), to: (Milestone, i64), outcome: Outcome) -> Reading {
    let anchor = |minute| Anchor { stamp: at(minute), why: Why::Word, span: at(minute).span };
    Reading {
        pair: Pair { from: from.0, to: to.0 },
        from: anchor(from.1),
        to: anchor(to.1),
        delta: TimeDelta::minutes(to.1 - from.1),
        usual: true,
        outcome: Some(outcome),
    }
}

pub(super) fn stated(id: &str, minutes: i64, readings: Vec<Reading>) -> Stated {
    let (nominal, unit) = (TimeDelta::minutes(minutes), TimeDelta::minutes(1));
    let agrees = readings.iter().position(|reading| reading.outcome != Some(Outcome::Mismatch));
    let conclusion = match agrees {
        Some(index) => Conclusion::Agrees(index),
        None if readings.is_empty() => Conclusion::Unverifiable,
        None => Conclusion::Mismatch,
    };
    Stated {
        id: id.to_owned(),
        name: Span::new(10, 12),
        value_span: Span::new(13, 15),
        value: StatedValue::Duration(Duration { nominal, unit, qualifier: Qualifier::Exact }),
        verdict: None,
        standing: Standing::Section,
        readings,
        conclusion,
    }
}

pub(super) fn with_verdict(stated: Stated, polarity: Polarity) -> Stated {
    let verdict = Verdict { span: Span::new(16, 18), polarity: Some(polarity) };
    Stated { verdict: Some(verdict), ..stated }
}

const TEMPLATE: &str = r#"
name = "test"
language = "zh"
section = [{ role = "metrics", title = "metrics" }, { role = "timeline", title = "timeline" }]
metric = [
  { id = "detection", names = ["detection"], required = true, verdict = true, readings = ["start -> detected"] },
  { id = "response", names = ["response"], required = true, verdict = true, readings = ["detected -> responded"] },
  { id = "resolution", names = ["resolution"], required = true, verdict = true, readings = ["start -> recovered"] },
]
"#;

fn template() -> Template {
    let source = Arc::new(Source::new("test.toml", TEMPLATE));
    Template::load(&source, Lang::En).expect("the template is right")
}
