//! A date can be read two ways: `3/4`.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::timeline::dates::AmbiguousDate;

pub(super) static RULE: Rule = Rule {
    id: "ambiguous-date",
    severity: Some(Severity::Warning),
    summary: "a date that can be read two ways (`3/4`)",
    summary_zh: "日期有两种读法（`3/4`）",
    fixes: &[],
    page: include_str!("../../rules/ambiguous-date.md"),
    page_zh: include_str!("../../rules/zh/ambiguous-date.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for date in &cx.postmortem.ambiguous_dates {
        findings.push(report(cx, date));
    }
}

fn report(cx: &Context<'_>, date: &AmbiguousDate) -> Report {
    let (month_first, day_first) = (date.month_first, date.day_first);
    let written = cx.quote(date.span);
    let message = cx.lang.pick(
        || format!("the date of {written} may be {month_first} or {day_first}"),
        || format!("{written} 的日期可能是 {month_first}，也可能是 {day_first}"),
    );
    let help = cx.lang.pick(
        || format!("write the date as `{month_first}` or `{day_first}`"),
        || format!("写成 `{month_first}` 或 `{day_first}`"),
    );
    Report::new(cx.label(date.span, ""), message).help(help)
}
