//! A line looks like a heading and is read as text by every Markdown renderer.

use crate::finding::{Edit, Fix, Safety, Severity};
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::NearHeading;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "not-a-heading",
    severity: Some(Severity::Warning),
    summary: "a line that looks like a heading is plain text",
    summary_zh: "看起来是标题，实际是正文",
    fixes: &[Safety::Safe, Safety::Unsafe],
    page: include_str!("../../rules/not-a-heading.md"),
    page_zh: include_str!("../../rules/zh/not-a-heading.md"),
    check,
};

/// The mark of a heading, and its full-width form.
const MARKS: [char; 2] = ['#', '＃'];

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for near in &cx.postmortem.near_headings {
        findings.push(report(cx, near));
    }
}

fn report(cx: &Context<'_>, near: &NearHeading) -> Report {
    let line = cx.text(near.span);
    let title = line.trim_start_matches(MARKS);
    let marks = line.strip_suffix(title).unwrap_or_default();
    let shown = line.lines().next().unwrap_or_default().trim_end();
    let message = if marks.contains('＃') {
        cx.lang.pick(
            || format!("`{shown}` is not a heading: `＃` is a full-width character"),
            || format!("`{shown}` 不是标题：`＃` 是全角字符"),
        )
    } else {
        cx.lang.pick(
            || format!("`{shown}` is not a heading: the space after `{marks}` is missing"),
            || format!("`{shown}` 不是标题：`{marks}` 后缺少空格"),
        )
    };
    let wanted = "#".repeat(usize::from(near.level));
    let (said, shown) = (title.trim_start(), shown.trim_start_matches(MARKS).trim_start());
    let write =
        cx.lang.pick(|| format!("write `{wanted} {shown}`"), || format!("改为 `{wanted} {shown}`"));
    let end = near.span.end - said.len();
    let edit = Edit { span: Span::new(near.span.start, end), text: format!("{wanted} ") };
    let safety = if is_meant(cx, near) { Safety::Safe } else { Safety::Unsafe };
    let fix = Fix { title: write.clone(), safety, edits: vec![edit] };
    Report::new(cx.label(near.span, ""), message).help(write).fix(fix)
}

/// Whether a line can be nothing but a heading: it has the title of a section, or nothing stands right above
/// it. Amid other lines `##network` may be a name at the beginning of a line.
fn is_meant(cx: &Context<'_>, near: &NearHeading) -> bool {
    let mut sections = cx.postmortem.sections.iter();
    let line = cx.source.line(near.span.start);
    let above = cx.source.line_text(line.saturating_sub(1)).trim_start();
    sections.any(|section| section.title == near.title && section.spec.is_some())
        || line == 1
        || above.is_empty()
        || above.starts_with(MARKS)
}
