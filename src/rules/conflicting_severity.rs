//! `conflicting-severity`: a document states two severities, and only one of them can be meant.

use crate::finding::Severity;
use crate::label::Field;
use crate::metadata::{self, Stated};
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "conflicting-severity",
    severity: Some(Severity::Warning),
    summary: "two different severities are stated",
    summary_zh: "写了两个不同的故障等级",
    fixes: &[],
    page: include_str!("../../rules/conflicting-severity.md"),
    page_zh: include_str!("../../rules/zh/conflicting-severity.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut stated = cx.postmortem.stated(Field::Severity);
    let Some(first) = stated.next() else { return };
    if let Some(other) = stated.find(|other| conflict(cx, first, other)) {
        findings.push(report(cx, first, other));
    }
}

/// Whether only one of two can be meant, or each has limits of its own in the configuration.
fn conflict(cx: &Context<'_>, first: &Stated, other: &Stated) -> bool {
    let configured = |stated: &Stated| cx.settings.sla.severity(&stated.value);
    let two = match (configured(first), configured(other)) {
        (Some(first), Some(other)) => first != other,
        _ => false,
    };
    two || metadata::conflict(first, other, cx.source.text())
}

fn report(cx: &Context<'_>, first: &Stated, other: &Stated) -> Report {
    let name = |stated: &Stated| metadata::severity_name(&stated.value).to_owned();
    let (earlier, later) = (name(first), name(other));
    let report = Report::new(
        cx.label(other.span, ""),
        cx.lang.pick(
            || format!("the severity is {later} here and {earlier} above"),
            || format!("故障等级这里写的是 {later}，前面写的是 {earlier}"),
        ),
    );
    report
        .related(
            cx.label(
                first.span,
                cx.lang.pick(
                    || format!("{earlier} is stated here"),
                    || format!("这里写的是 {earlier}"),
                ),
            ),
        )
        .help(cx.lang.pick(
            || "write the same severity in both places: the limits depend on it",
            || "两处写同一个等级：时间指标的目标由它决定",
        ))
}
