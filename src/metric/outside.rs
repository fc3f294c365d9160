//! Metrics that stand outside of a metrics section: in the front matter, a table at the top, a line.
//!
//! In a metrics section a name is enough. Elsewhere a metric is stated only where the label is exactly
//! its name and the value is a length of time and no more: `Duration of the call was 45 minutes` is a
//! sentence, `- Reduce time to detect: 5m` is work to do, and what stands under `Target` is a limit.

use std::collections::{HashMap, HashSet};

use crate::document::{Heading, Scope};
use crate::label::Meaning;
use crate::labelled::{Labelled, Place};
use crate::metric::stated::{Reader, unit_named};
use crate::metric::{Conclusion, Standing, Stated, StatedValue, verdict};
use crate::notation::duration::Unit;
use crate::range::StampRange;
use crate::stamp::Calendar;
use crate::template::{MetricSpec, Part, Template};
use crate::text::Text;
use crate::title::{key, without_bracket};

/// The metrics stated outside of the metrics section, and the ranges among their values.
#[must_use]
pub fn read(
    scope: &Scope<'_>,
    labelled: &[Labelled<'_>],
    calendar: &mut Calendar,
) -> (Vec<Stated>, Vec<StampRange>) {
    let mut reader = Reader { scope, calendar, ranges: Vec::new() };
    let mut metrics: Vec<Stated> = Vec::new();
    // Under several headings with several values a metric is about parts of the incident.
    let mut aside: HashMap<String, (Option<usize>, StatedValue)> = HashMap::new();
    let mut parts: HashSet<String> = HashSet::new();
    // The metrics section has its own reader; a cause is told of whatever lasted how long.
    let elsewhere = |one: &&Labelled<'_>| !matches!(one.part, Part::Metrics | Part::Cause);
    for one in labelled.iter().filter(elsewhere).filter(|one| !one.is_limit) {
        let metric = one.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Metric(index) => scope.template.metrics.get(*index),
            _ => None,
        });
        let ranges = reader.ranges.len();
        let Some(stated) = metric.and_then(|spec| reader.labelled(spec, one)) else { continue };
        // Below its own entries, the range says what was measured: it is held against the length.
        if one.part == Part::Timeline && reader.ranges.len() > ranges {
            continue;
        }
        if stated.standing == Standing::Aside {
            let first = || (one.section, stated.value.clone());
            let (section, value) = aside.entry(stated.id.clone()).or_insert_with(first);
            if *section != one.section && *value != stated.value {
                parts.insert(stated.id.clone());
            }
        }
        metrics.push(stated);
    }
    metrics.retain(|stated| stated.standing != Standing::Aside || !parts.contains(&stated.id));
    (metrics, reader.ranges)
}

impl Reader<'_, '_> {
    /// The section around a label, if that is not the title of the document.
    fn section(&self, one: &Labelled<'_>) -> Option<&Heading> {
        let section = one.section.map(|section| section + self.scope.extent.headings.start);
        let section = section.filter(|section| self.scope.extent.title != Some(*section))?;
        self.scope.outline.headings.get(section)
    }

    /// Below a heading of its own, a metric may be that of a part of the incident.
    fn standing(&self, one: &Labelled<'_>) -> Standing {
        match self.section(one) {
            Some(heading) if !one.is_head || heading.spec.is_none() => Standing::Aside,
            _ => Standing::Head,
        }
    }

    fn labelled(&mut self, spec: &MetricSpec, one: &Labelled<'_>) -> Option<Stated> {
        let template = self.scope.template;
        let name = one.label.as_str();
        let unit = unit_of_label(name, template)?;
        // A word for latency, say: `response time` in a sentence is no metric of the incident.
        let is_common = || template.neutral.iter().any(|phrase| key(phrase) == key(name));
        let is_field = matches!(one.place, Place::FrontMatter | Place::Table);
        if !is_field && self.section(one).is_some() && is_common() {
            return None;
        }
        let ranges = self.ranges.len();
        let read = self.value(one.value, unit);
        let before = one.value.slice(0..read.range.start);
        let rest = one.value.from(read.range.end);
        let length = matches!(read.value, StatedValue::Duration(_));
        let begins = !before.as_str().contains(char::is_alphanumeric);
        if !length || !begins || !ends_value(rest) || is_limit(rest, template) {
            self.ranges.truncate(ranges);
            return None;
        }
        let markdown = self.scope.markdown;
        let beside = || verdict::beside(rest, template).filter(|_| spec.verdict);
        let answered = || {
            let (head, row) = one.rows?;
            verdict::answered(markdown.cells(head), markdown.cells(row), template)
        };
        Some(Stated {
            id: spec.id.clone(),
            name: one.label.span(),
            value_span: read.shown.unwrap_or_else(|| one.value.slice(read.range).trim().span()),
            value: read.value,
            verdict: beside().or_else(answered),
            standing: self.standing(one),
            readings: Vec::new(),
            conclusion: Conclusion::Unverifiable,
        })
    }
}

/// The unit that the bracket of a label names, where it has one. `None` where the bracket says that
/// only a part is meant: `影响时长（华东）`.
fn unit_of_label(label: &str, template: &Template) -> Option<Option<Unit>> {
    let bare = without_bracket(label);
    let bracket = label.get(bare.len()..)?.trim_matches(|c: char| !c.is_alphanumeric());
    if bracket.is_empty() {
        return Some(None);
    }
    let is_metric = |meaning: &Meaning| matches!(meaning, Meaning::Metric(_));
    let names = || template.labels().find(bracket).iter().any(is_metric);
    match unit_named(bracket, template) {
        None => names().then_some(None),
        unit => Some(unit),
    }
}

/// Whether nothing but a remark follows a value: `45m (EU only)`, and not `4 min/hour`.
fn ends_value(rest: Text<'_>) -> bool {
    // The cells of a row are lines.
    let line = rest.as_str().split('\n').next().unwrap_or_default();
    !line.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '/')
}

/// Whether the bracket behind a value says that it is a limit: `5m (target)`.
fn is_limit(rest: Text<'_>, template: &Template) -> bool {
    let rest = rest.as_str().trim_start();
    let Some(inner) = rest.strip_prefix(['(', '（']) else { return false };
    let inner = inner.split([')', '）']).next().unwrap_or_default();
    template.labels().names_target(inner)
        && template.verdicts.find(inner).is_none()
        && !inner.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labelled::tests::{read as postmortem, slice};

    /// The metrics that a document states, each as `id value`.
    fn stated(text: &str) -> Vec<String> {
        let (source, postmortem) = postmortem(text);
        let shown = |one: &Stated| format!("{} {}", one.id, slice(&source, one.value_span));
        postmortem.metrics.iter().map(shown).collect()
    }

    #[test]
    fn a_label_with_a_length_states_a_metric() {
        let cases: &[(&str, &[&str])] = &[
            (
                "---\ntime_to_detect: 5m\nmttr: \"2h\"\n---\n# T\n",
                &["detection 5m", "resolution 2h"],
            ),
            ("# T\n\n- **Time to repair**: 4h 12m\n", &["recovery 4h 12m"]),
            ("# T\n\n**Duration:** 21:45 to 23:28 UTC (103 minutes)\n", &["impact 103 minutes"]),
            (
                "# T\n\n| TTD | 5m |\n|---|---|\n| Downtime | ~58m | EU |\n",
                &["detection 5m", "impact ~58m"],
            ),
            ("# T\n\n| TTD | Severity |\n|---|---|\n| 5m | P1 |\n", &["detection 5m"]),
            ("# T\n\n**Duration:** 45m | **TTD:** 5m\n", &["impact 45m", "detection 5m"]),
            ("# T\n\nDowntime (minutes): 45\n", &["impact 45"]),
            ("# T\n\n## Odd heading\n\n- Time to detect: 5m.\n", &["detection 5m"]),
            ("# T\n\n## Impact\n\n**Downtime**: 45m\n", &["impact 45m"]),
            (
                "# T\n\n## X\n\n| Metric | Target | Actual |\n|---|---|---|\n| TTD | 1m | 5m |\n",
                &["detection 5m"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(&stated(text), expected, "{text}");
        }
    }

    #[test]
    fn in_a_table_the_limit_is_not_the_value() {
        let table = |heads: &str, cells: &str| {
            stated(&format!("# T\n\n## Metrics\n\n|Metric|{heads}|\n|-|-|-|-|\n|TTD|{cells}|\n"))
        };
        for (heads, cells) in [
            ("Target|Actual|Met?", "1m|5m|no"),
            ("Actual|Target|", "5m|1m|"),
            ("SLA met?|Actual|", "missed|5m|"),
            ("Value|Benchmark|", "5m|<10m|"),
        ] {
            assert_eq!(table(heads, cells), ["detection 5m"], "{heads}");
        }
    }

    #[test]
    fn prose_work_and_limits_state_none() {
        for text in [
            "# T\n\nDuration of the call was 45m.\n",
            "# T\n\nDuration of the call: 45m\n",
            "# T\n\n## Impact\n\nDuration: 45m, they said.\n",
            "# T\n\n- Duration: the call took 45m\n",
            "# T\n\n- **Duration**: 4 min/hour\n",
            "# T\n\n- **Duration**: 5 minutes slower\n",
            "# T\n\n- **Duration (EU)**: 5 minutes\n",
            "# T\n\n## Action items\n\n- Time to detect: 5m\n- Reduce time to detect: 5m\n",
            "# T\n\n## Timeline\n\n- 12:00 errors began\n- Time to detect: 5m\n",
            "# T\n\n## Root cause\n\n- **Duration**: 5m\n",
            "# T\n\n## SLO targets\n\n- **Time to detect**: 5m\n",
            "# T\n\n## Odd heading\n\nOur targets:\n\n- Time to detect: 5m\n",
            "# T\n\n- Targets\n  - Time to detect: 5m\n",
            "# T\n\n| Metric | Target |\n|---|---|\n| TTD | 5m |\n",
            "# T\n\n- **Time to detect**: 5m (target)\n",
            "# T\n\n| Severity | TTD |\n|---|---|\n| P0 | 1m |\n| P1 | 5m |\n",
            "# T\n\n```\nTime to detect: 5m\n```\n\n<!-- Time to detect: 5m -->\n",
            "# T\n\n## Odd heading\n\n- **Response time**: 3s\n",
            "# T\n\n- **Time to detect**: N/A\n- **Duration**: TBD\n- **Downtime**: 30M\n",
            "---\nsla:\n  time_to_detect: 5m\n---\n# T\n",
            "# T\n\n## One\n\n**Duration**: 5m\n\n## Two\n\n**Duration**: 9m\n",
        ] {
            assert!(stated(text).is_empty(), "{text} {:?}", stated(text));
        }
    }

    #[test]
    fn a_metric_knows_where_it_stands() {
        let (_, postmortem) = postmortem(
            "# T\n\n- Duration: 5m\n\n## Summary\n\n- TTD: 5m\n\n### Part\n\n- TTA: 5m\n\n\
             ## Metrics\n\n- MTTR: 5m\n",
        );
        let standings: Vec<Standing> = postmortem.metrics.iter().map(|one| one.standing).collect();
        let expected = [Standing::Head, Standing::Head, Standing::Aside, Standing::Section];
        assert_eq!(standings, expected);
    }
}
