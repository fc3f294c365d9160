//! The same section stands in a postmortem twice.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::Section;
use crate::title::key;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-section",
    severity: Some(Severity::Warning),
    summary: "the same section twice in one postmortem",
    summary_zh: "同一章节重复出现",
    fixes: &[],
    page: include_str!("../../rules/duplicate-section.md"),
    page_zh: include_str!("../../rules/zh/duplicate-section.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for spec in 0..cx.template().sections.len() {
        let found = cx.postmortem.alignment.of(spec);
        if found.len() < 2 {
            continue;
        }
        let mut firsts: Vec<&Section> = Vec::new();
        for section in found.iter().filter_map(|&index| cx.postmortem.sections.get(index)) {
            // A label may be repeated: each is one line of what there is to say.
            if section.level == 0 {
                continue;
            }
            match firsts.iter().find(|first| same_title(cx, first, section)) {
                Some(first) => findings.push(report(cx, first, section)),
                None => firsts.push(section),
            }
        }
    }
}

/// Another title of the same section (`直接原因` and `根本原因`) may well mean something else here.
fn same_title(cx: &Context<'_>, one: &Section, other: &Section) -> bool {
    let bare = |section: &Section| key(cx.template().titles().without_number(&section.name));
    bare(one) == bare(other)
}

fn report(cx: &Context<'_>, first: &Section, section: &Section) -> Report {
    let name = &section.name;
    let message = cx.lang.pick(
        || format!("the section `{name}` is there twice"),
        || format!("章节 `{name}` 重复出现"),
    );
    let here = cx.lang.pick(|| "again here", || "此处重复");
    let before = cx.lang.pick(|| "the first one", || "首次出现在这里");
    let help = cx.lang.pick(
        || format!("merge the two, or give this one a title other than `{name}`"),
        || format!("合并这两节，或将此处的 `{name}` 改为别的标题"),
    );
    Report::new(cx.label(section.title, here), message)
        .related(cx.label(first.title, before))
        .help(help)
}
