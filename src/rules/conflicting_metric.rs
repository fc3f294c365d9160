//! `conflicting-metric`: the same metric is stated twice, with values that exclude each other.

use crate::finding::Severity;
use crate::metric::compare::cell;
use crate::metric::{Conclusion, Standing, Stated};
use crate::rules::metric_text::gap_after;
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;
use crate::title::key;

pub(super) static RULE: Rule = Rule {
    id: "conflicting-metric",
    severity: Some(Severity::Warning),
    summary: "the same metric is stated twice, with different values",
    summary_zh: "同一个时间指标出现两次，值不一致",
    fixes: &[],
    page: include_str!("../../rules/conflicting-metric.md"),
    page_zh: include_str!("../../rules/zh/conflicting-metric.md"),
    check,
};

/// How many different statements are compared with those below them: a document with more has other
/// troubles.
const MOST: usize = 32;

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut different: Vec<&Stated> = Vec::new();
    for later in &cx.postmortem.metrics {
        // What is stated once more in the same way is no news.
        let again = |known: &&Stated| {
            known.id == later.id && known.duration() == later.duration() && same(cx, known, later)
        };
        if different.iter().any(again) {
            continue;
        }
        let reported = |known: &&Stated| same(cx, known, later) && !conflict(cx, known, later);
        let earlier = different.iter().find(|earlier| conflict(cx, earlier, later));
        if let Some(earlier) = earlier
            && !different.iter().any(reported)
        {
            findings.push(report(cx, earlier, later));
        }
        if different.len() < MOST {
            different.push(later);
        }
    }
}

fn report(cx: &Context<'_>, earlier: &Stated, later: &Stated) -> Report {
    let name = cx.quote(later.name);
    let gap = gap_after(&name);
    let (first, second) = (cx.quote(earlier.value_span), cx.quote(later.value_span));
    let agrees = |stated: &Stated| matches!(stated.conclusion, Conclusion::Agrees(_));
    let right = match (agrees(earlier), agrees(later)) {
        (true, false) => Some(&first),
        (false, true) => Some(&second),
        _ => None,
    };
    let help = match right {
        Some(right) => cx.lang.pick(
            || format!("write `{right}` in both places, which is what the timeline gives"),
            || format!("两处都写 `{right}`，这与时间线相符"),
        ),
        None => cx.lang.pick(
            || "keep one of the two, or write the same value in both places".to_owned(),
            || "只保留一处，或两处写同一个值".to_owned(),
        ),
    };
    Report::new(
        cx.label(later.value_span, ""),
        cx.lang.pick(
            || format!("{name} is stated as {second} here and as {first} before"),
            || format!("{name}{gap}这里写的是 {second}，前面写的是 {first}"),
        ),
    )
    .related(cx.label(
        earlier.value_span,
        cx.lang.pick(|| format!("{first} is stated here"), || format!("这里写的是 {first}")),
    ))
    .help(help)
}

/// Whether two statements cannot both be true.
fn conflict(cx: &Context<'_>, earlier: &Stated, later: &Stated) -> bool {
    let (Some(one), Some(other)) = (earlier.duration(), later.duration()) else { return false };
    earlier.id == later.id && cell(one).is_disjoint(&cell(other)) && same(cx, earlier, later)
}

/// Whether two statements are about the same thing: the same metric in the same section, with no
/// remark that tells them apart (`（华东）`, `（华南）`). What stands above the story is about the whole
/// incident, and so is the metrics section; there the same name is the same thing.
fn same(cx: &Context<'_>, earlier: &Stated, later: &Stated) -> bool {
    let standings = [earlier.standing, later.standing];
    let is_whole = standings.contains(&Standing::Head) && !standings.contains(&Standing::Aside);
    let together = match standings {
        [Standing::Section, Standing::Section] => section(cx, earlier) == section(cx, later),
        _ => {
            let name = |stated: &Stated| key(cx.text(stated.name));
            let near = is_whole || section(cx, earlier) == section(cx, later);
            near && name(earlier) == name(later)
        }
    };
    earlier.id == later.id
        && together
        && qualifier(cx, earlier) == qualifier(cx, later)
        && !differ(&remark(cx, earlier), &remark(cx, later))
}

/// The section around a metric: which of the template's, or its title where it is none of them.
fn section<'a>(cx: &Context<'a>, stated: &Stated) -> Option<(Option<usize>, &'a str)> {
    let sections = &cx.postmortem.sections;
    let after = sections.partition_point(|section| section.title.start <= stated.name.start);
    let section = sections.get(after.checked_sub(1)?)?;
    let name = if section.spec.is_some() { "" } else { section.name.as_str() };
    Some((section.spec, name))
}

/// What stands between the name and the value, if it is not the unit.
fn qualifier(cx: &Context<'_>, stated: &Stated) -> String {
    let between = cx.text(Span::new(stated.name.end, stated.value_span.start));
    let words: String = between.chars().filter(|c| c.is_alphanumeric()).collect();
    let units = &cx.template().durations.units;
    if units.values().flatten().any(|unit| *unit == words) { String::new() } else { words }
}

/// What stands behind the value on its line, without the verdict.
fn remark(cx: &Context<'_>, stated: &Stated) -> String {
    let verdict = stated.verdict.as_ref().map(|verdict| verdict.span);
    let start = verdict.map_or(stated.value_span.end, |span| span.end.max(stated.value_span.end));
    let rest = cx.text(Span::new(start, cx.source.text().len()));
    // Figures are no name: `2h（11:50–14:06）`.
    rest.lines().next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).collect()
}

fn differ(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

/// The statements that fit the timeline, where this rule reports what contradicts them.
pub(super) fn right_ones<'a>(cx: &Context<'a>) -> Vec<&'a Stated> {
    let fits = |stated: &&Stated| matches!(stated.conclusion, Conclusion::Agrees(_));
    let metrics = if cx.is_off(RULE.id) { &[][..] } else { cx.postmortem.metrics.as_slice() };
    metrics.iter().filter(fits).take(MOST).collect()
}

/// Whether a statement that does not fit the timeline is reported here, because the same metric is
/// stated elsewhere with a value that does fit.
pub(super) fn is_contradicted(cx: &Context<'_>, stated: &Stated, right: &[&Stated]) -> bool {
    right.iter().any(|other| conflict(cx, stated, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::duration::{Duration, Qualifier};
    use chrono::TimeDelta;

    use crate::rules::testing::{Case, stated};

    fn count(minutes: &[i64]) -> usize {
        let metrics = minutes.iter().map(|&value| stated("response", value, Vec::new())).collect();
        Case::new(metrics).run(&RULE).len()
    }

    #[test]
    fn a_conflict_is_reported_once_for_each_value() {
        assert_eq!(count(&[5, 5]), 0);
        assert_eq!(count(&[5, 10]), 1);
        assert_eq!(count(&[5, 10, 10]), 1);
        assert_eq!(count(&[5, 10, 20]), 2);
    }

    #[test]
    fn values_that_can_both_be_true_do_not_conflict() {
        let length = |minutes, qualifier| Duration {
            nominal: TimeDelta::minutes(minutes),
            unit: TimeDelta::minutes(1),
            qualifier,
        };
        let hour = cell(&length(60, Qualifier::Exact));
        let disjoint = |minutes, qualifier| hour.is_disjoint(&cell(&length(minutes, qualifier)));
        assert!(!disjoint(60, Qualifier::Under));
        assert!(!disjoint(60, Qualifier::AtLeast));
        assert!(!disjoint(70, Qualifier::About));
        assert!(disjoint(50, Qualifier::AtMost));
    }
}
