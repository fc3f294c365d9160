//! An open action item does not say until when.

use crate::action;
use crate::rules::actions::{Words, lacking};
use crate::rules::{Context, Findings, Rule};

pub(super) static RULE: Rule = Rule {
    id: action::WITHOUT_DUE,
    severity: None,
    summary: "an open action item does not say until when",
    summary_zh: "未完成的改进项没有写完成时间",
    fixes: &[],
    page: include_str!("../../rules/action-without-due.md"),
    page_zh: include_str!("../../rules/zh/action-without-due.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let said = |en: &str, zh: &str| cx.lang.pick(|| en.to_owned(), || zh.to_owned());
    let words = Words {
        one: said("this action item has no due date", "这一改进项没有写完成时间"),
        all: said("no action item here has a due date", "这里的改进项都没有写完成时间"),
        help: said(
            "say until when: a date, `Due: …`, or the cell of a due column",
            "写明何时完成：日期、`截止：…`，或填写表格中截止时间一列",
        ),
    };
    findings.extend(lacking(cx, |action| !action.due, &words));
}
