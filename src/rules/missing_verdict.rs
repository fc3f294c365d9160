//! `missing-verdict`: the template asks for a verdict beside a metric, and there is none.

use crate::finding::Severity;
use crate::metric::{Standing, Stated, StatedValue};
use crate::rules::metric_text::gap_after;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "missing-verdict",
    severity: Some(Severity::Warning),
    summary: "a metric does not say whether its target was met",
    summary_zh: "时间指标没有写是否符合预期",
    fixes: &[],
    page: include_str!("../../rules/missing-verdict.md"),
    page_zh: include_str!("../../rules/zh/missing-verdict.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let asked: Vec<&Stated> = cx
        .postmortem
        .metrics
        .iter()
        .filter(|stated| cx.template().metric(&stated.id).is_some_and(|spec| spec.verdict))
        .collect();
    // A metric that is stated twice needs one verdict, and its place is the metrics section.
    let judged = |id: &str| asked.iter().any(|stated| stated.id == id && stated.verdict.is_some());
    let mut lacking: Vec<&Stated> = Vec::new();
    for &stated in asked.iter().filter(|stated| stated.standing == Standing::Section) {
        let known = lacking.iter().any(|known| known.id == stated.id);
        if has_value(stated) && !known && !judged(&stated.id) {
            lacking.push(stated);
        }
    }
    if asked.iter().any(|stated| stated.verdict.is_some()) {
        for stated in lacking {
            findings.push(one(cx, stated));
        }
    } else if let [first, others @ ..] = lacking.as_slice() {
        findings.push(all(cx, first, others));
    }
}

/// Whether there is something to judge. What is absent, or cannot be read at all, is reported as such.
fn has_value(stated: &Stated) -> bool {
    matches!(stated.value, StatedValue::Duration(_) | StatedValue::Unreadable(Some(_)))
}

fn one(cx: &Context<'_>, stated: &Stated) -> Report {
    let name = cx.quote(stated.name);
    let gap = gap_after(&name);
    Report::new(
        cx.label(stated.name, ""),
        cx.lang
            .pick(|| format!("{name} has no verdict"), || format!("{name}{gap}没有写是否符合预期")),
    )
    .help(help(cx))
}

fn all(cx: &Context<'_>, first: &Stated, others: &[&Stated]) -> Report {
    if others.is_empty() {
        return one(cx, first);
    }
    let report = Report::new(
        cx.label(first.name, ""),
        cx.lang.pick(|| "none of the metrics has a verdict", || "所有时间指标都没有写是否符合预期"),
    );
    others
        .iter()
        .map(|stated| cx.label(stated.name, cx.lang.pick(|| "nor has this one", || "这一项也没有")))
        .fold(report, Report::related)
        .help(help(cx))
}

fn help(cx: &Context<'_>) -> String {
    let choice = cx.verdict_choice(cx.usual_verdicts());
    cx.lang.pick(|| format!("write {choice} after the value"), || format!("在数值后写上 {choice}"))
}
