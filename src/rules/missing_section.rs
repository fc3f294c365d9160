//! A section that the template requires is not there.

use std::collections::HashMap;

use crate::finding::{Label, Severity};
use crate::rules::{Context, Findings, Report, Rule, sections};
use crate::section::Section;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "missing-section",
    severity: Some(Severity::Error),
    summary: "a required section is absent",
    summary_zh: "缺少必需的章节",
    page: include_str!("../../rules/missing-section.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut missing = cx.postmortem.alignment.missing(cx.template()).peekable();
    if missing.peek().is_none() {
        return;
    }
    let misspelt = misspelt(cx);
    for spec in missing {
        findings.push(report(cx, spec, misspelt.get(&spec).map_or(&[], Vec::as_slice)));
    }
}

fn report(cx: &Context<'_>, spec: usize, misspelt: &[&Section]) -> Report {
    let title = &cx.template().sections[spec].title;
    let message = cx.lang.pick(
        || format!("the section `{title}` is missing"),
        || format!("缺少必需的章节 `{title}`"),
    );
    let mut report = Report::new(place(cx, spec), message).absent(title);
    let add = sections::how_to_add(cx.postmortem, spec, cx.lang);
    let mut help = add.clone();
    for section in misspelt {
        let name = &section.name;
        let meant =
            cx.lang.pick(|| format!("did you mean `{title}`?"), || format!("是否想写 `{title}`？"));
        report = report.related(cx.label(section.title, meant));
        help = cx.lang.pick(
            || format!("rename `{name}` to `{title}` if that is what it is, else {add}"),
            || format!("若 `{name}` 就是这一节，将其改为 `{title}`；否则{add}"),
        );
    }
    report.help(help)
}

/// The heading after which the section belongs.
fn place(cx: &Context<'_>, spec: usize) -> Label {
    let postmortem = cx.postmortem;
    let (before, _) = sections::beside(postmortem, spec);
    let sibling = before.iter().rev().find_map(|&other| sections::first(postmortem, other));
    if let Some(sibling) = sibling {
        let after = cx.lang.pick(|| "it belongs after this section", || "应写在这一节之后");
        return cx.label(sibling.title, after);
    }
    let parent = cx.template().sections[spec].parent;
    if let Some(parent) = parent.and_then(|parent| sections::first(postmortem, parent)) {
        let under = cx.lang.pick(|| "it belongs under this heading", || "应写在这一节之下");
        return cx.label(parent.title, under);
    }
    let first = postmortem.sections.first().map(|section| section.title);
    let span = postmortem.title.or(first).unwrap_or_else(|| Span::at(postmortem.span.start));
    cx.label(span, "")
}

/// Headings that the template does not know, by the section whose title each is nearly.
fn misspelt<'a>(cx: &Context<'a>) -> HashMap<usize, Vec<&'a Section>> {
    let titles = cx.template().titles();
    let unknown = |section: &&Section| section.spec.is_none() && section.level > 0;
    let mut misspelt: HashMap<usize, Vec<&Section>> = HashMap::new();
    for section in cx.postmortem.sections.iter().filter(unknown) {
        for spec in titles.near(&section.name) {
            misspelt.entry(spec).or_default().push(section);
        }
    }
    misspelt
}
