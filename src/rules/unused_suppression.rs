//! `unused-suppression`: a comment silences a rule that finds nothing where it stands.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, find, is_run};
use crate::suppression::{Named, OWN_RULES, Suppression};

pub(super) static RULE: Rule = Rule {
    id: "unused-suppression",
    severity: Some(Severity::Warning),
    summary: "a suppression that suppresses nothing",
    summary_zh: "忽略注释没有忽略任何问题",
    fixes: &[],
    page: include_str!("../../rules/unused-suppression.md"),
    page_zh: include_str!("../../rules/zh/unused-suppression.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let named = cx.suppressions.named_in(cx.postmortem.span).filter(|(_, named)| !named.used);
    // A rule that was not run has said nothing for or against the comment.
    let is_judged = |(_, named): &(&Suppression, &Named)| {
        let is_own = OWN_RULES.contains(&named.word.as_str());
        !is_own && find(&named.word).is_some_and(|rule| is_run(cx, rule))
    };
    let judged = named.filter(is_judged);
    findings.extend(judged.map(|(suppression, named)| report(cx, suppression, named)));
}

fn report(cx: &Context<'_>, suppression: &Suppression, named: &Named) -> Report {
    let rule = &named.word;
    let place = place(cx, suppression);
    let message = cx.lang.pick(
        || format!("`{rule}` finds nothing {place}, so there is nothing to silence"),
        || format!("{place}没有 `{rule}` 的问题，不需要忽略"),
    );
    let help = match suppression.rules.len() {
        1 => cx.lang.pick(
            || "remove the comment, or put it right above what it is for",
            || "删去这条注释，或把它移到所针对内容的正上方",
        ),
        _ => cx.lang.pick(
            || "remove the rule from the comment, or put the comment right above what it is for",
            || "从注释中删去这条规则，或把注释移到所针对内容的正上方",
        ),
    };
    Report::new(cx.label(named.span, ""), message).help(help)
}

/// What a comment covers, in words.
fn place(cx: &Context<'_>, suppression: &Suppression) -> String {
    let Some(covers) = suppression.covers else {
        return cx.lang.pick(|| "in this file", || "本文件").to_owned();
    };
    let (first, last) = (cx.source.line(covers.start), cx.source.line(covers.end));
    if first == last {
        cx.lang.pick(|| format!("in line {first}"), || format!("第 {first} 行"))
    } else {
        cx.lang
            .pick(|| format!("in lines {first} to {last}"), || format!("第 {first} 至 {last} 行"))
    }
}
