//! Something has the form of a time stamp, but no calendar or clock has it.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "invalid-timestamp",
    severity: Some(Severity::Error),
    summary: "a date or time that does not exist (`2021-02-30`, `25:10`)",
    summary_zh: "不存在的日期或时间（`2021-02-30`、`25:10`）",
    fixes: &[],
    page: include_str!("../../rules/invalid-timestamp.md"),
    page_zh: include_str!("../../rules/zh/invalid-timestamp.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for &span in &cx.postmortem.impossible_stamps {
        // `2021-03-XX 25:00` is a placeholder, and reported as one.
        let open = cx.postmortem.placeholders.iter();
        if open.clone().any(|open| open.start < span.end && span.start < open.end) {
            continue;
        }
        let said = cx.text(span);
        let message = cx.lang.pick(
            || format!("`{said}` does not exist"),
            || format!("`{said}` 不是有效的日期或时间"),
        );
        let help = cx.lang.pick(
            || "write a date of the calendar and a time from 00:00 to 23:59",
            || "改为真实存在的日期，以及 00:00 到 23:59 之间的时间",
        );
        findings.push(Report::new(cx.label(span, ""), message).help(help));
    }
}
