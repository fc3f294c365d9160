//! An open action item names nobody who does it.

use crate::action;
use crate::rules::actions::{Words, lacking};
use crate::rules::{Context, Findings, Rule};

pub(super) static RULE: Rule = Rule {
    id: action::WITHOUT_OWNER,
    severity: None,
    summary: "an open action item names nobody who does it",
    summary_zh: "未完成的改进项没有写负责人",
    fixes: &[],
    page: include_str!("../../rules/action-without-owner.md"),
    page_zh: include_str!("../../rules/zh/action-without-owner.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let said = |en: &str, zh: &str| cx.lang.pick(|| en.to_owned(), || zh.to_owned());
    let words = Words {
        one: said("this action item has no owner", "这一改进项没有写负责人"),
        all: said("no action item here has an owner", "这里的改进项都没有写负责人"),
        help: said(
            "name who does it: `@name`, `Owner: name`, or the cell of an owner column",
            "写明由谁完成：`@姓名`、`负责人：姓名`，或填写表格中负责人一列",
        ),
    };
    findings.extend(lacking(cx, |action| !action.owner, &words));
}
