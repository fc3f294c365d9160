//! A time of the timeline has no date, or one that can only be guessed.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, clock, timeline};
use crate::stamp::DateFrom;
use crate::timeline::Entry;

pub(super) static RULE: Rule = Rule {
    id: "missing-date",
    severity: Some(Severity::Warning),
    summary: "times without any date in scope",
    summary_zh: "时间线中的时间缺少日期",
    fixes: &[],
    page: include_str!("../../rules/missing-date.md"),
    page_zh: include_str!("../../rules/zh/missing-date.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let entries = &cx.postmortem.entries;
    let undated = entries.iter().find(|entry| entry.start.date == DateFrom::Nowhere);
    if let Some(first) = undated {
        // `YYYY-MM-DD 11:46`: the date is a placeholder, and reported as one.
        let line = cx.line(first.stamp_span);
        if !cx.postmortem.placeholders.iter().any(|open| cx.line(*open) == line) {
            findings.push(no_date(cx, first));
        }
        return;
    }
    for list in timeline::lists(entries) {
        if timeline::is_newest_first(&list) {
            continue;
        }
        for (above, entry) in std::iter::zip(&list, list.iter().skip(1)) {
            if entry.start.is_guess() {
                findings.push(past_midnight(cx, above, entry));
            }
        }
    }
}

fn no_date(cx: &Context<'_>, entry: &Entry) -> Report {
    let time = clock::time(&entry.start);
    let message = cx.lang.pick(
        || format!("no date is given for {time}, nor above it"),
        || format!("{time} 没有日期，上文也没有写明日期"),
    );
    let help = cx.lang.pick(
        || format!("write the date with the first time of each day, as in `2021-03-19 {time}`"),
        || format!("每天的第一条记录写上日期，例如 `2021-03-19 {time}`"),
    );
    Report::new(cx.label(entry.stamp_span, ""), message).help(help)
}

fn past_midnight(cx: &Context<'_>, above: &Entry, entry: &Entry) -> Report {
    let (before, time) = (clock::time(&above.start), clock::time(&entry.start));
    let message = cx.lang.pick(
        || format!("the clock goes back from {before} to {time} with no new date"),
        || format!("时间从 {before} 倒回 {time}，却没有写新的日期"),
    );
    let dated = clock::dated(&entry.start);
    let help = cx.lang.pick(
        || format!("write `{dated}` if it is past midnight, else put the entry in order"),
        || format!("若已过零点，写成 `{dated}`；否则调整条目顺序"),
    );
    let related =
        cx.lang.pick(|| format!("the entry above, at {before}"), || format!("上一条，{before}"));
    Report::new(cx.label(entry.stamp_span, ""), message)
        .related(cx.label(above.stamp_span, related))
        .help(help)
}
