//! A required section has a heading and nothing to say.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::{Content, Section};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "empty-section",
    severity: Some(Severity::Error),
    summary: "a required section has no content",
    summary_zh: "必需的章节没有内容",
    fixes: &[],
    page: include_str!("../../rules/empty-section.md"),
    page_zh: include_str!("../../rules/zh/empty-section.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let specs = &cx.template().sections;
    let sections = &cx.postmortem.sections;
    let mut has_subsections = vec![false; sections.len()];
    for parent in sections.iter().filter_map(|section| section.parent) {
        has_subsections[parent] = true;
    }
    for (spec, section) in specs.iter().enumerate() {
        let has_parts = specs.iter().any(|other| other.parent == Some(spec));
        if !section.required || has_parts {
            continue;
        }
        let found = cx.postmortem.alignment.of(spec);
        // Where the section stands there twice, one with content will do.
        let content = found.iter().map(|&index| sections[index].content).max();
        let filled = found.iter().any(|&index| has_subsections[index]);
        let Some(first) = found.first().filter(|_| !filled) else { continue };
        let first = &sections[*first];
        match content {
            Some(Content::Empty) => findings.push(empty(cx, first, spec)),
            Some(Content::Nothing(span)) if section.nothing.as_slice().is_empty() => {
                findings.push(nothing(cx, first, span));
            }
            _ => {}
        }
    }
}

fn empty(cx: &Context<'_>, section: &Section, spec: usize) -> Report {
    let name = &section.name;
    let message = cx
        .lang
        .pick(|| format!("the section `{name}` is empty"), || format!("章节 `{name}` 没有内容"));
    let help = match cx.template().sections[spec].nothing.as_slice().first() {
        Some(word) => cx.lang.pick(
            || format!("write what there is to say, or `{word}` if there is nothing"),
            || format!("补充内容；确实没有时写 `{word}`"),
        ),
        None => cx.lang.pick(
            || format!("write what belongs under `{name}`; the template requires it"),
            || format!("补充 `{name}` 的内容，模板要求必填"),
        ),
    };
    Report::new(cx.label(section.title, ""), message).help(help)
}

fn nothing(cx: &Context<'_>, section: &Section, word: Span) -> Report {
    let (name, said) = (&section.name, cx.text(word));
    let message = cx.lang.pick(
        || format!("the section `{name}` says only `{said}`"),
        || format!("章节 `{name}` 只写了 `{said}`"),
    );
    let why = cx.lang.pick(|| "the template requires content here", || "模板要求这一节必须有内容");
    let help = cx.lang.pick(
        || format!("write what belongs under `{name}` in place of `{said}`"),
        || format!("将 `{said}` 换成 `{name}` 的实际内容"),
    );
    Report::new(cx.label(word, ""), message).related(cx.label(section.title, why)).help(help)
}
