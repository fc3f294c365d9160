//! `config`: anything wrong in `pmlint.toml`, in a template, or in a comment written for pmlint.
//!
//! The findings about the first two come from reading them; this file has those in a document.

use crate::finding::Severity;
use crate::milestone::Milestone;
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;
use crate::timeline::UnknownMark;

pub(super) static RULE: Rule = Rule {
    id: "config",
    severity: Some(Severity::Error),
    summary: "anything wrong in pmlint.toml, a template, or a comment for pmlint",
    summary_zh: "pmlint.toml、模板或 pmlint 注释有误",
    fixes: &[],
    page: include_str!("../../rules/config.md"),
    page_zh: include_str!("../../rules/zh/config.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for mark in &cx.postmortem.unknown_marks {
        if !is_between_commas(cx, mark) && !is_suppression(cx, mark) {
            findings.push(report(cx, mark));
        }
    }
}

/// Whether a comment was meant to silence a rule, about which `invalid-suppression` has more to say.
fn is_suppression(cx: &Context<'_>, mark: &UnknownMark) -> bool {
    cx.suppressions.malformed.iter().any(|other| other.comment.contains(mark.span))
}

/// Whether a comma stands where a further milestone could: `<!-- pmlint: detected, -->`.
fn is_between_commas(cx: &Context<'_>, mark: &UnknownMark) -> bool {
    let before = cx.text(Span::new(0, mark.span.start));
    mark.span.is_empty() && before.trim_end().ends_with(',')
}

fn report(cx: &Context<'_>, mark: &UnknownMark) -> Report {
    let word = cx.quote(mark.span);
    let message = if word.is_empty() {
        cx.lang.pick(
            || "the comment names no milestone".to_owned(),
            || "这条注释没有写里程碑".to_owned(),
        )
    } else {
        cx.lang.pick(
            || format!("there is no milestone `{word}`"),
            || format!("没有名为 `{word}` 的里程碑"),
        )
    };
    Report::new(cx.label(mark.span, ""), message).help(help(cx, &word))
}

fn help(cx: &Context<'_>, word: &str) -> String {
    if let Some(near) = near(cx, word) {
        return cx.lang.pick(
            || format!("write `{near}`; the milestones are {}", ids(cx)),
            || format!("是否想写 `{near}`？可用的有 {}", ids(cx)),
        );
    }
    cx.lang.pick(|| format!("write one of {}", ids(cx)), || format!("写成其中之一：{}", ids(cx)))
}

fn ids(cx: &Context<'_>) -> String {
    let comma = cx.lang.pick(|| ", ", || "、");
    Milestone::ALL.map(Milestone::id).join(comma)
}

/// The milestone that a word is nearly, or that the template has another name for.
fn near(cx: &Context<'_>, word: &str) -> Option<Milestone> {
    let lower = word.to_lowercase();
    let distance = |milestone: &Milestone| strsim::osa_distance(milestone.id(), &lower);
    let nearest =
        Milestone::ALL.into_iter().min_by_key(distance).filter(|best| distance(best) <= 2);
    cx.template().cues().label(word).or(nearest)
}
