//! Something of the template was left to be filled in.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "placeholder",
    severity: Some(Severity::Warning),
    summary: "TBD, 待补充, `YYYY-MM-DD`, or an instruction of the template was left in",
    summary_zh: "留有占位内容：TBD、待补充、`YYYY-MM-DD`，或模板的填写说明",
    page: include_str!("../../rules/placeholder.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut spans = cx.postmortem.placeholders.clone();
    spans.sort_unstable();
    spans.dedup();
    // What is left open in one line is one thing left to do.
    for line in spans.chunk_by(|one, next| cx.line(*one) == cx.line(*next)) {
        if let Some((first, rest)) = line.split_first() {
            findings.push(report(cx, *first, rest));
        }
    }
}

fn report(cx: &Context<'_>, first: Span, rest: &[Span]) -> Report {
    let said = cx.text(first);
    let instructions = &cx.template().placeholders.instructions;
    let is_instruction =
        instructions.as_slice().iter().any(|line| line.contains(said) && said.len() > 12);
    let (message, help) = if is_instruction {
        let message = cx
            .lang
            .pick(|| "an instruction of the template was left in", || "模板的填写说明没有删除");
        let help = cx.lang.pick(
            || "replace it with what it asks for, or remove it",
            || "换成它要求填写的内容，或将其删除",
        );
        (message.to_owned(), help.to_owned())
    } else {
        let message = cx.lang.pick(
            || format!("the placeholder `{said}` was left in"),
            || format!("占位内容 `{said}` 还没有填写"),
        );
        let help = cx.lang.pick(
            || format!("replace `{said}` with what it stands for"),
            || format!("将 `{said}` 换成实际内容"),
        );
        (message, help)
    };
    let also = cx.lang.pick(|| "and this one", || "还有这一处");
    let report = Report::new(cx.label(first, ""), message).help(help);
    rest.iter().fold(report, |report, span| report.related(cx.label(*span, also)))
}
