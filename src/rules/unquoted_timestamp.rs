//! A time stamp of the timeline is not in backticks, where the template wants them.

use crate::finding::{Edit, Fix, Safety, Severity};
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "unquoted-timestamp",
    severity: Some(Severity::Warning),
    summary: "a time stamp in the timeline without backticks",
    summary_zh: "时间线中的时间没有用反引号括起来",
    fixes: &[Safety::Safe],
    page: include_str!("../../rules/unquoted-timestamp.md"),
    page_zh: include_str!("../../rules/zh/unquoted-timestamp.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    if !cx.template().backticked {
        return;
    }
    let entries = &cx.postmortem.entries;
    let spans = entries.iter().filter(|entry| !entry.quoted).map(|entry| entry.stamp_span);
    let spans: Vec<Span> = spans.collect();
    // A timeline without any backticks is one habit, not many slips.
    if let [first, _, _, ..] = spans.as_slice()
        && spans.len() == entries.len()
    {
        findings.push(all_of_them(cx, *first, &spans));
        return;
    }
    findings.extend(spans.into_iter().map(|span| report(cx, span)));
}

fn all_of_them(cx: &Context<'_>, first: Span, spans: &[Span]) -> Report {
    let count = spans.len();
    let message = cx.lang.pick(
        || format!("none of the {count} time stamps of the timeline is in backticks"),
        || format!("时间线的 {count} 个时间都没有用反引号括起来"),
    );
    let said = cx.text(first);
    let report = Report::new(cx.label(first, ""), message).help(cx.lang.pick(
        || format!("write each as `` `{said}` ``, or switch the rule off under [rules]"),
        || format!("逐个改为 `` `{said}` ``，或在 [rules] 下关闭该规则"),
    ));
    let write = cx.lang.pick(
        || format!("put all {count} time stamps in backticks"),
        || format!("把 {count} 个时间都用反引号括起来"),
    );
    match quoted(cx, spans) {
        Some(edits) => report.fix(Fix { title: write, safety: Safety::Safe, edits }),
        None => report,
    }
}

fn report(cx: &Context<'_>, span: Span) -> Report {
    let said = cx.text(span);
    let message = cx.lang.pick(
        || format!("the time stamp {said} is not in backticks"),
        || format!("时间 {said} 没有用反引号括起来"),
    );
    let report = Report::new(cx.label(span, ""), message);
    let Some(edits) = quoted(cx, &[span]) else {
        let help = cx.lang.pick(
            || "put the time stamp, and nothing else, in backticks",
            || "用反引号把时间括起来，反引号内不要有其他内容",
        );
        return report.help(help);
    };
    let write = cx.lang.pick(|| format!("write `` `{said}` ``"), || format!("改为 `` `{said}` ``"));
    report.help(write.clone()).fix(Fix { title: write, safety: Safety::Safe, edits })
}

/// The edits that put stamps in backticks, where each reads the same in a code span.
fn quoted(cx: &Context<'_>, spans: &[Span]) -> Option<Vec<Edit>> {
    let tick = |at: usize| Edit { span: Span::at(at), text: "`".to_owned() };
    let mut edits: Vec<Edit> = Vec::with_capacity(spans.len() * 2);
    for &span in spans {
        // Two entries of one line may share a stamp.
        let follows = edits.last().is_none_or(|last| last.span.end < span.start);
        if !follows || span.is_empty() || !is_plain(cx, span) {
            return None;
        }
        edits.extend([tick(span.start), tick(span.end)]);
    }
    Some(edits)
}

/// What marks up text, and would be text in a code span.
const MARKS: [char; 13] = ['`', '\n', '\r', '*', '_', '[', ']', '<', '>', '\\', '&', '|', '!'];

/// Whether the source of a stamp reads the same in a code span, and what is beside it as before.
fn is_plain(cx: &Context<'_>, span: Span) -> bool {
    let text = cx.source.text();
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let has_marks = cx.text(span).contains(MARKS) || cx.text(span).contains("~~");
    !has_marks
        && !before.ends_with(['`', '\\'])
        && !after.starts_with('`')
        && is_loose(before.chars().rev())
        && is_loose(after.chars())
}

/// Whether marks of emphasis that stand next to a stamp (`**2024-05-06 10:00**`) are still that beside
/// a backtick: letters on their other side would make them text.
fn is_loose(beside: impl Iterator<Item = char>) -> bool {
    let mut marks = 0;
    let beyond = beside.inspect(|_| marks += 1).find(|c| !matches!(c, '*' | '_' | '~'));
    marks <= 1 || beyond.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())
}
