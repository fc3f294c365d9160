//! A heading is more than one level deeper than the one above it.

use std::collections::HashSet;

use crate::alignment::{Misplaced, around};
use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, misplaced_section};
use crate::section::Section;

pub(super) static RULE: Rule = Rule {
    id: "skipped-heading-level",
    severity: Some(Severity::Warning),
    summary: "`##` followed by `####`",
    summary_zh: "标题跳级：`##` 之后直接用 `####`",
    fixes: &[],
    page: include_str!("../../rules/skipped-heading-level.md"),
    page_zh: include_str!("../../rules/zh/skipped-heading-level.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let sections = &cx.postmortem.sections;
    let moved = misplaced(cx);
    let headings = || (0..sections.len()).filter(|&index| sections[index].level > 0);
    for (above, heading) in std::iter::zip(headings(), headings().skip(1)) {
        if sections[heading].level > sections[above].level + 1 {
            let mut own = [above, heading].into_iter().chain(around(sections, above));
            if !own.any(|section| moved.contains(&section)) {
                findings.push(report(cx, &sections[above], &sections[heading]));
            }
        }
    }
}

/// The headings that are reported for their place or level already: put right, they skip no level.
fn misplaced(cx: &Context<'_>) -> HashSet<usize> {
    if cx.is_off(misplaced_section::RULE.id) {
        return HashSet::new();
    }
    let misplaced = &cx.postmortem.alignment.misplaced;
    misplaced.iter().flat_map(Misplaced::sections).copied().collect()
}

fn report(cx: &Context<'_>, above: &Section, heading: &Section) -> Report {
    let marks = |level: u8| "#".repeat(usize::from(level));
    let (own, outer, wanted) = (marks(heading.level), marks(above.level), marks(above.level + 1));
    let name = &heading.name;
    let message = cx.lang.pick(
        || format!("`{name}` skips a heading level: `{own}` directly below `{outer}`"),
        || format!("`{name}` 跳过了标题级别：`{outer}` 之下直接用了 `{own}`"),
    );
    let here =
        cx.lang.pick(|| format!("level {}", heading.level), || format!("{} 级标题", heading.level));
    let before =
        cx.lang.pick(|| format!("level {}", above.level), || format!("{} 级标题", above.level));
    let help = cx.lang.pick(
        || format!("write `{wanted} {name}`, and raise the headings beside and below it likewise"),
        || format!("改为 `{wanted} {name}`，与它同级及其下的标题一并提升"),
    );
    Report::new(cx.label(heading.title, here), message)
        .related(cx.label(above.title, before))
        .help(help)
}
