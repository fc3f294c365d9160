//! A time stamp of the timeline is not in backticks, where the template wants them.

use crate::finding::{Edit, Fix, Safety, Severity};
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "unquoted-timestamp",
    severity: Some(Severity::Warning),
    summary: "a time stamp in the timeline without backticks",
    summary_zh: "时间线中的时间没有用反引号括起来",
    page: include_str!("../../rules/unquoted-timestamp.md"),
    page_zh: include_str!("../../rules/zh/unquoted-timestamp.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    if !cx.template().backticked {
        return;
    }
    let entries = &cx.postmortem.entries;
    // A timeline without any backticks is one habit, not many slips.
    if let [first, further @ ..] = entries.as_slice()
        && further.len() >= 2
        && entries.iter().all(|entry| !entry.quoted)
    {
        findings.push(all_of_them(cx, first.stamp_span, entries.len()));
        return;
    }
    for entry in entries.iter().filter(|entry| !entry.quoted) {
        findings.push(report(cx, entry.stamp_span));
    }
}

fn all_of_them(cx: &Context<'_>, first: Span, count: usize) -> Report {
    let message = cx.lang.pick(
        || format!("none of the {count} time stamps of the timeline is in backticks"),
        || format!("时间线的 {count} 个时间都没有用反引号括起来"),
    );
    let said = cx.text(first);
    Report::new(cx.label(first, ""), message).help(cx.lang.pick(
        || format!("write each as `` `{said}` ``, or switch the rule off under [rules]"),
        || format!("逐个改为 `` `{said}` ``，或在 [rules] 下关闭该规则"),
    ))
}

fn report(cx: &Context<'_>, span: Span) -> Report {
    let said = cx.text(span);
    let message = cx.lang.pick(
        || format!("the time stamp {said} is not in backticks"),
        || format!("时间 {said} 没有用反引号括起来"),
    );
    let report = Report::new(cx.label(span, ""), message);
    if !is_plain(cx, span) {
        let help = cx.lang.pick(
            || "put the time stamp, and nothing else, in backticks",
            || "用反引号把时间括起来，反引号内不要有其他内容",
        );
        return report.help(help);
    }
    let write = cx.lang.pick(|| format!("write `` `{said}` ``"), || format!("改为 `` `{said}` ``"));
    let tick = |at: usize| Edit { span: Span::at(at), text: "`".to_owned() };
    let edits = vec![tick(span.start), tick(span.end)];
    report.help(write.clone()).fix(Fix { title: write, safety: Safety::Safe, edits })
}

/// Whether the source reads the same in a code span: no marks within, and no backtick beside it.
fn is_plain(cx: &Context<'_>, span: Span) -> bool {
    let text = cx.source.text();
    let before = text.get(..span.start).is_some_and(|before| before.ends_with(['`', '\\']));
    let after = text.get(span.end..).is_some_and(|after| after.starts_with('`'));
    let marks = ['`', '\n', '*', '_', '[', ']', '<', '>', '\\', '&', '|'];
    !before && !after && !cx.text(span).contains(marks) && !cx.text(span).contains("~~")
}
