//! `unknown-verdict`: a word stands where a verdict stands, and is none.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "unknown-verdict",
    severity: Some(Severity::Error),
    summary: "a word that is no verdict",
    summary_zh: "无法识别的达标结论",
    fixes: &[],
    page: include_str!("../../rules/unknown-verdict.md"),
    page_zh: include_str!("../../rules/zh/unknown-verdict.md"),
    check,
};

// No fix: `符符预期` is one character from `符合预期` and one from `不符预期`.
fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let verdicts = &cx.template().verdicts;
    for verdict in cx.postmortem.metrics.iter().filter_map(|stated| stated.verdict.as_ref()) {
        if verdict.polarity.is_some() {
            continue;
        }
        let word = cx.quote(verdict.span);
        let near = verdicts.near(&word);
        let help = if near.is_empty() {
            let choice = cx.verdict_choice(cx.usual_verdicts());
            cx.lang.pick(|| format!("write {choice}"), || format!("写成 {choice}"))
        } else {
            let choice = cx.verdict_choice(near);
            cx.lang.pick(|| format!("did you mean {choice}?"), || format!("是否想写 {choice}？"))
        };
        // Some words are known for having no clear meaning: `超出预期`.
        let message = if verdicts.unclear.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
            cx.lang.pick(
                || format!("verdict `{word}` could mean met or missed"),
                || format!("结论 `{word}` 含义不明：可能是达标，也可能是未达标"),
            )
        } else {
            cx.lang
                .pick(|| format!("unknown verdict `{word}`"), || format!("无法识别的结论 `{word}`"))
        };
        findings.push(Report::new(cx.label(verdict.span, ""), message).help(help));
    }
}
