//! A section that the template requires is not there.

use std::collections::HashMap;

use crate::finding::{Label, Safety, Severity};
use crate::postmortem::Postmortem;
use crate::rules::{Context, Findings, Report, Rule, section_fix, sections};
use crate::section::Section;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "missing-section",
    severity: Some(Severity::Error),
    summary: "a required section is absent",
    summary_zh: "缺少必需的章节",
    fixes: &[Safety::Safe, Safety::Unsafe],
    page: include_str!("../../rules/missing-section.md"),
    page_zh: include_str!("../../rules/zh/missing-section.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut missing = cx.postmortem.alignment.missing(cx.template()).peekable();
    if missing.peek().is_none() {
        return;
    }
    let fit = cx.postmortem.fit;
    let chosen = cx.settings.template.is_none();
    if chosen && !fit.likely {
        findings.push(unknown(cx, missing.collect()));
        return;
    }
    let misspelt = misspelt(cx);
    for spec in missing {
        let misspelt = misspelt.get(&spec).map_or(&[][..], Vec::as_slice);
        let report = report(cx, spec, misspelt);
        // Nobody said that the document is to follow this template, and it may follow another one.
        let certain = !chosen || fit.is_close() || !misspelt.is_empty();
        if !certain {
            findings.push(report.severity(Severity::Warning));
            continue;
        }
        let fix = match misspelt {
            [] => section_fix::insert(cx, spec),
            [section] => section_fix::rename(cx, spec, section),
            _ => None,
        };
        findings.push(fix.into_iter().fold(report, Report::fix));
    }
}

/// A document that is no postmortem by the sections of any template, and yet was named as one.
fn unknown(cx: &Context<'_>, missing: Vec<usize>) -> Report {
    let (name, fit) = (&cx.template().name, cx.postmortem.fit);
    let titles = missing.iter().map(|&spec| &cx.template().sections[spec].title);
    let titles: Vec<String> = titles.map(|title| format!("`{title}`")).collect();
    let (matched, of) = (fit.matched, fit.of);
    let message = cx.lang.pick(
        || {
            let titles = titles.join(", ");
            format!(
                "no template fits this document: of {of} sections of `{name}` it has {matched}, \
                 and lacks {titles}"
            )
        },
        || {
            let titles = titles.join("、");
            format!(
                "没有适合这篇文档的模板：`{name}` 的 {of} 个章节只找到 {matched} 个，缺少 {titles}"
            )
        },
    );
    let help = cx.lang.pick(
        || {
            "name the template that it follows with `--template` or in pmlint.toml (`pmlint \
             templates` lists them), or add what it lacks; leave it out of the check if it is no \
             postmortem"
        },
        || {
            "用 `--template` 或在 pmlint.toml 中指定它所用的模板（`pmlint templates` 列出全部），\
             或补上缺少的章节；不是复盘的文档，不要列入检查"
        },
    );
    let label = cx.label(beginning(cx.postmortem), "");
    Report::new(label, message).severity(Severity::Warning).help(help)
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
    cx.label(beginning(postmortem), "")
}

/// The title, the first heading, or the first byte.
fn beginning(postmortem: &Postmortem) -> Span {
    let first = postmortem.sections.first().map(|section| section.title);
    postmortem.title.or(first).unwrap_or_else(|| Span::at(postmortem.span.start))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Settings;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::builtin;

    /// What is said of a document with these sections, read with a template of that name or with
    /// the one that is chosen.
    fn found(template: Option<&str>, titles: &[&str]) -> Vec<(Severity, String)> {
        let sections: String =
            titles.iter().map(|title| format!("## {title}\n\n10:00 text\n\n")).collect();
        let source = Arc::new(Source::new("a.md", format!("# T 2024-05-06\n\n{sections}")));
        let template = template.and_then(builtin);
        let settings = Settings { template, ..Settings::default() };
        let read = crate::read(&source, &settings, true);
        let found = crate::lint(&source, &read, &settings, Lang::En);
        let own = found.into_iter().filter(|finding| finding.rule == RULE.id);
        own.map(|finding| (finding.severity, finding.message)).collect()
    }

    #[test]
    fn a_template_that_nobody_named_is_sure_where_nearly_all_of_it_is_there() {
        let most = [
            "Incident summary",
            "Leadup",
            "Fault",
            "Impact",
            "Detection",
            "Response",
            "Recovery",
            "Timeline",
            "Root cause",
            "Lessons learned",
        ];
        let missing = "the section `Corrective actions` is missing".to_owned();
        assert_eq!(found(None, &most), [(Severity::Error, missing)]);
        let some = ["Summary", "Impact", "Timeline", "Root cause"];
        let missing = "the section `Action items` is missing".to_owned();
        assert_eq!(found(None, &some), [(Severity::Warning, missing.clone())]);
        assert_eq!(found(Some("generic-en"), &some), [(Severity::Error, missing.clone())]);
        let misspelt = ["Summary", "Impact", "Timeline", "Root cause", "Action itmes"];
        assert_eq!(found(None, &misspelt), [(Severity::Error, missing)]);
    }

    #[test]
    fn a_document_that_no_template_fits_has_one_finding() {
        let found_in = |template| found(template, &["Install", "Root cause"]);
        let message = "no template fits this document: of 18 sections of `generic-en` it has 1, and \
                       lacks `Timeline`, `Action items`";
        assert_eq!(found_in(None), [(Severity::Warning, message.to_owned())]);
        let severities: Vec<_> =
            found_in(Some("generic-en")).into_iter().map(|one| one.0).collect();
        assert_eq!(severities, [Severity::Error, Severity::Error]);
    }
}
