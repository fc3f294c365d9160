//! The length stated beside a range is not that of the range.

use chrono::TimeDelta;

use crate::finding::Severity;
use crate::metric::compare::{Outcome, compare};
use crate::notation::duration::display;
use crate::range::StampRange;
use crate::rules::{Context, Findings, Report, Rule, clock};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "range-mismatch",
    severity: Some(Severity::Error),
    summary: "a range with a length that is not its own (`12:00 ~ 12:30 (45m)`)",
    summary_zh: "时间段与标注的时长不符（`12:00 ~ 12:30 (45m)`）",
    fixes: &[],
    page: include_str!("../../rules/range-mismatch.md"),
    page_zh: include_str!("../../rules/zh/range-mismatch.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for range in &cx.postmortem.ranges {
        if let Some((stated, length)) = contradiction(range) {
            findings.push(report(cx, range, stated, length));
        }
    }
}

/// Whether a length is reported as that of the range beside it.
pub(super) fn is_reported(cx: &Context<'_>, length: Span) -> bool {
    let mut contradictions = cx.postmortem.ranges.iter().filter_map(contradiction);
    !cx.is_off(RULE.id) && contradictions.any(|(stated, _)| stated == length)
}

/// Where the length beside a range stands and how long the range is, where the two differ.
fn contradiction(range: &StampRange) -> Option<(Span, TimeDelta)> {
    let (stated, span) = range.length.as_ref()?;
    // A range that ends before it starts has no length to compare with.
    let length = range.end.since(&range.start).filter(|length| *length >= TimeDelta::zero())?;
    let outcome = compare(stated, length, range.start.precision, range.end.precision);
    (outcome == Outcome::Mismatch).then_some((*span, length))
}

fn report(cx: &Context<'_>, range: &StampRange, stated: Span, length: TimeDelta) -> Report {
    let (start, end) = clock::times(&range.start, &range.end);
    let (said, length) = (cx.text(stated), display(length));
    let message = cx.lang.pick(
        || format!("the range is said to last {said}, but {start} to {end} is {length}"),
        || format!("标注的时长为 {said}，但 {start} 到 {end} 是 {length}"),
    );
    let here = cx.lang.pick(|| format!("says {said}"), || format!("写的是 {said}"));
    let there = cx.lang.pick(|| format!("lasts {length}"), || format!("实际为 {length}"));
    let help = cx.lang.pick(
        || format!("write {length}, or correct the start or the end"),
        || format!("改为 {length}，或更正起止时间"),
    );
    let report = Report::new(cx.label(stated, here), message);
    let report = report.related(cx.label(range.span, there)).help(help);
    if range.in_sentence { report.severity(Severity::Warning) } else { report }
}
