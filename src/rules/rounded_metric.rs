//! `rounded-metric`: the stated value agrees with the timeline only after rounding.

use crate::finding::Severity;
use crate::metric::Conclusion;
use crate::metric::compare::Outcome;
use crate::notation::duration::display;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "rounded-metric",
    severity: Some(Severity::Note),
    summary: "the stated value is the derived one, rounded",
    summary_zh: "时间指标是取整后的值",
    fixes: &[],
    page: include_str!("../../rules/rounded-metric.md"),
    page_zh: include_str!("../../rules/zh/rounded-metric.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for stated in &cx.postmortem.metrics {
        let (Conclusion::Agrees(_), Some(reading)) = (stated.conclusion, stated.fitting()) else {
            continue;
        };
        if !matches!(reading.outcome, Some(Outcome::Rounded | Outcome::Heaped)) {
            continue;
        }
        let (value, length) = (cx.quote(stated.value_span), display(reading.delta));
        let [from, to] = cx.anchor_labels(reading);
        findings.push(
            Report::new(
                cx.label(stated.value_span, ""),
                cx.lang.pick(
                    || format!("{value} is {length} rounded"),
                    || format!("{value} 是 {length} 取整的结果"),
                ),
            )
            .related(from)
            .related(to)
            .help(cx.lang.pick(
                || format!("write `{length}` where the exact value matters"),
                || format!("需要精确值时写 `{length}`"),
            )),
        );
    }
}
