//! A range ends before it starts.

use chrono::TimeDelta;

use crate::finding::Severity;
use crate::range::StampRange;
use crate::rules::{Context, Findings, Report, Rule, clock};
use crate::stamp::DateFrom;

pub(super) static RULE: Rule = Rule {
    id: "reversed-range",
    severity: Some(Severity::Error),
    summary: "a range that ends before it starts",
    summary_zh: "时间段的结束早于开始",
    fixes: &[],
    page: include_str!("../../rules/reversed-range.md"),
    page_zh: include_str!("../../rules/zh/reversed-range.md"),
    check,
};

/// An end without a date that lies back this far may well be that of the next day: `20:00 ~ 09:00`.
const OVERNIGHT: TimeDelta = TimeDelta::hours(-6);

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for range in &cx.postmortem.ranges {
        if clock::is_before(&range.end, &range.start) {
            findings.push(report(cx, range));
        }
    }
}

fn report(cx: &Context<'_>, range: &StampRange) -> Report {
    let (start, end) = clock::times(&range.start, &range.end);
    let message = cx.lang.pick(
        || format!("the range ends at {end}, before it starts at {start}"),
        || format!("时间段在 {end} 结束，早于开始时间 {start}"),
    );
    let ends = cx.lang.pick(|| format!("ends at {end}"), || format!("{end} 结束"));
    let starts = cx.lang.pick(|| format!("starts at {start}"), || format!("{start} 开始"));
    let report = Report::new(cx.label(range.end.span, ends), message)
        .related(cx.label(range.start.span, starts));
    if range.end.date == DateFrom::Stamp {
        return report.help(cx.lang.pick(
            || format!("correct one of the two, or write `{end} ~ {start}` if they are swapped"),
            || format!("更正其中一个时间；若写反了，改为 `{end} ~ {start}`"),
        ));
    }
    let help = cx.lang.pick(
        || format!("correct one of the two, or write the date before {end} if it is the next day"),
        || format!("更正其中一个时间；若 {end} 是次日，请在它前面写上日期"),
    );
    let overnight = range.end.since(&range.start).is_some_and(|gap| gap <= OVERNIGHT);
    let report = if overnight { report.severity(Severity::Warning) } else { report };
    report.help(help)
}
