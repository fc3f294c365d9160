//! `invalid-suppression`: a comment that is meant to silence a rule and cannot.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, find, ids};
use crate::suppression::{Malformed, Named, OWN_RULES, Problem};
use crate::toml_text::{nearest, shown};

pub(super) static RULE: Rule = Rule {
    id: "invalid-suppression",
    severity: Some(Severity::Error),
    summary: "a suppression without a reason, or of a rule that does not exist",
    summary_zh: "忽略注释没有理由，或规则不存在",
    fixes: &[],
    page: include_str!("../../rules/invalid-suppression.md"),
    page_zh: include_str!("../../rules/zh/invalid-suppression.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let malformed = cx.suppressions.malformed_in(cx.postmortem.span);
    findings.extend(malformed.map(|comment| malformed_report(cx, comment)));
    let named = cx.suppressions.named_in(cx.postmortem.span);
    findings.extend(named.filter_map(|(_, named)| rule(cx, named)));
}

fn malformed_report(cx: &Context<'_>, comment: &Malformed) -> Report {
    let word = shown(&cx.quote(comment.span));
    let message = match comment.problem {
        Problem::OtherWord => {
            cx.lang.pick(|| format!("`{word}` silences nothing"), || format!("`{word}` 不起作用"))
        }
        Problem::NoRule => cx.lang.pick(
            || "the suppression names no rule".to_owned(),
            || "忽略注释没有写规则".to_owned(),
        ),
        Problem::NoReason => cx.lang.pick(
            || "the suppression gives no reason, so it silences nothing".to_owned(),
            || "忽略注释没有写理由，不起作用".to_owned(),
        ),
        Problem::NoEnd => cx.lang.pick(
            || "the comment has no end, so the rest of the document is hidden".to_owned(),
            || "注释没有结束，其后的内容都不会显示".to_owned(),
        ),
    };
    let help = match comment.problem {
        Problem::NoEnd => cx.lang.pick(
            || "write ` -->` behind the reason".to_owned(),
            || "在理由之后写上 ` -->`".to_owned(),
        ),
        Problem::NoReason => cx.lang.pick(
            || format!("write `<!-- {word}: why it is right as it stands -->`"),
            || format!("写成 `<!-- {word}: 为什么这样写是对的 -->`"),
        ),
        Problem::OtherWord | Problem::NoRule => cx.lang.pick(
            || {
                "write `<!-- pmlint-ignore RULE: reason -->` above a block or in its line, or \
                 `<!-- pmlint-ignore-file RULE: reason -->`"
                    .to_owned()
            },
            || {
                "在段落上方或同一行写 `<!-- pmlint-ignore 规则: 理由 -->`，\
                 或写 `<!-- pmlint-ignore-file 规则: 理由 -->`"
                    .to_owned()
            },
        ),
    };
    Report::new(cx.label(comment.span, ""), message).help(help)
}

/// What is wrong with a rule that a comment names.
fn rule(cx: &Context<'_>, named: &Named) -> Option<Report> {
    let word = shown(&cx.quote(named.span));
    let (message, help) = if OWN_RULES.contains(&named.word.as_str()) {
        let message = cx.lang.pick(
            || format!("no comment silences `{word}`"),
            || format!("`{word}` 不能用注释忽略"),
        );
        let help = cx.lang.pick(
            || "mend or remove the comment that it is about".to_owned(),
            || "请改正或删去它所指的那条注释".to_owned(),
        );
        (message, help)
    } else if find(&named.word).is_none() {
        let message =
            cx.lang.pick(|| format!("no rule `{word}`"), || format!("没有名为 `{word}` 的规则"));
        (message, unknown_help(cx, named))
    } else {
        return None;
    };
    Some(Report::new(cx.label(named.span, ""), message).help(help))
}

fn unknown_help(cx: &Context<'_>, named: &Named) -> String {
    if let Some(near) = nearest(&named.word, ids()) {
        return cx.lang.pick(|| format!("write `{near}`"), || format!("是否想写 `{near}`？"));
    }
    let several = named.word.split_whitespace().any(|word| find(word).is_some());
    if several {
        return cx.lang.pick(
            || "write a comma between two rules, and a colon before the reason".to_owned(),
            || "两条规则之间写逗号，理由之前写冒号".to_owned(),
        );
    }
    cx.lang.pick(
        || "name each rule as `pmlint rules` lists it".to_owned(),
        || "逐条写规则名，`pmlint rules` 列出所有规则".to_owned(),
    )
}
