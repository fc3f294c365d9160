//! A section stands under the wrong one, or out of the template's order.

use crate::finding::Severity;
use crate::postmortem::Section;
use crate::rules::{Context, Findings, Report, Rule, sections, sequence};

pub(super) static RULE: Rule = Rule {
    id: "misplaced-section",
    severity: Some(Severity::Warning),
    summary: "a section under the wrong one, or out of the template's order",
    summary_zh: "章节位置不对：放错了上级，或与模板顺序不符",
    page: include_str!("../../rules/misplaced-section.md"),
    check,
};

/// A section of the template that stands in the document once; what stands there twice is the
/// business of `duplicate-section`.
#[derive(Clone, Copy)]
struct Placed<'a> {
    spec: usize,
    index: usize,
    section: &'a Section,
}

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut placed: Vec<Placed<'_>> = (0..cx.template().sections.len())
        .filter_map(|spec| match *sections::all_of(cx.postmortem, spec) {
            [index] => Some(Placed { spec, index, section: &cx.postmortem.sections[index] }),
            _ => None,
        })
        .collect();
    placed.sort_by_key(|placed| placed.index);
    let wrong = under_wrong_parent(cx, &placed);
    for group in by_parent(&wrong) {
        findings.push(report_parent(cx, &group));
    }
    if !cx.template().ordered {
        return;
    }
    placed.retain(|placed| wrong.iter().all(|(other, _)| other.spec != placed.spec));
    for parent in parents(cx) {
        let of_parent = |placed: &&Placed<'_>| cx.template().sections[placed.spec].parent == parent;
        let siblings: Vec<Placed<'_>> = placed.iter().filter(of_parent).copied().collect();
        let order: Vec<usize> = siblings.iter().map(|placed| placed.spec).collect();
        for (moved, anchor) in sequence::out_of_order(&order) {
            findings.push(report_order(cx, siblings[moved], siblings[anchor]));
        }
    }
}

/// The sections that stand under one which is neither their parent nor around it, each with that
/// one. Sections that come along with a misplaced parent are left out.
fn under_wrong_parent<'a>(
    cx: &Context<'a>,
    placed: &[Placed<'a>],
) -> Vec<(Placed<'a>, &'a Section)> {
    let mut wrong: Vec<(Placed<'a>, &'a Section)> = Vec::new();
    for &candidate in placed {
        let spec = candidate.spec;
        if !cx.template().ordered && cx.template().sections[spec].parent.is_none() {
            continue;
        }
        let mut around = sections::around(cx.postmortem, candidate.index);
        let outer = around.find_map(|index| {
            let section = cx.postmortem.sections.get(index)?;
            Some((section.spec.filter(|&outer| outer != spec)?, section))
        });
        let Some((outer, section)) = outer else { continue };
        let mut above = sections::above(cx.postmortem, spec);
        let carried = |spec| wrong.iter().any(|(placed, _)| placed.spec == spec);
        let fits = sections::above(cx.postmortem, spec).any(|spec| spec == outer);
        if !fits && !above.any(carried) && !lacks_parent(cx, spec) {
            wrong.push((candidate, section));
        }
    }
    wrong
}

/// Whether the section's parent is absent, which is what `missing-section` reports.
fn lacks_parent(cx: &Context<'_>, spec: usize) -> bool {
    cx.template().sections[spec].parent.is_some_and(|parent| {
        cx.template().sections[parent].required && sections::first(cx.postmortem, parent).is_none()
    })
}

/// Sections under the same wrong one have one fault in common: its level, or theirs.
fn by_parent<'a>(wrong: &[(Placed<'a>, &'a Section)]) -> Vec<Vec<(Placed<'a>, &'a Section)>> {
    let mut groups: Vec<Vec<(Placed<'a>, &'a Section)>> = Vec::new();
    for &(placed, outer) in wrong {
        match groups.iter_mut().find(|group| group[0].1.title == outer.title) {
            Some(group) => group.push((placed, outer)),
            None => groups.push(vec![(placed, outer)]),
        }
    }
    groups
}

fn report_parent(cx: &Context<'_>, group: &[(Placed<'_>, &Section)]) -> Report {
    let (Placed { spec, section, .. }, outer) = group[0];
    let (name, outer_name) = (&section.name, &outer.name);
    let parent = cx.template().sections[spec].parent;
    let parent = parent.map(|parent| &cx.template().sections[parent].title);
    let message = match parent {
        Some(title) => cx.lang.pick(
            || format!("`{name}` stands under `{outer_name}`, but belongs under `{title}`"),
            || format!("`{name}` 写在了 `{outer_name}` 之下，应属于 `{title}`"),
        ),
        None => cx.lang.pick(
            || format!("`{name}` stands under `{outer_name}`, but is no part of it"),
            || format!("`{name}` 写在了 `{outer_name}` 之下，但不属于这一节"),
        ),
    };
    let part = cx.lang.pick(|| "read as a part of this section", || "被当作这一节的一部分");
    let mut report = Report::new(cx.label(section.title, ""), message);
    report = report.related(cx.label(outer.title, part));
    for (other, _) in group.iter().skip(1) {
        let too = cx.lang.pick(|| "and so does this section", || "这一节也是");
        report = report.related(cx.label(other.section.title, too));
    }
    let line = sections::heading_line(cx.postmortem, spec);
    report.help(match (parent, line) {
        (Some(title), _) => cx.lang.pick(
            || format!("move `{name}` under `{title}`"),
            || format!("将 `{name}` 移到 `{title}` 之下"),
        ),
        (None, line) => {
            let line = line.unwrap_or_else(|| name.clone());
            cx.lang.pick(
                || format!("write `{line}` outside of `{outer_name}`"),
                || format!("改为 `{line}`，移出 `{outer_name}`"),
            )
        }
    })
}

/// The parents that the template's sections have, each once.
fn parents(cx: &Context<'_>) -> Vec<Option<usize>> {
    let mut parents: Vec<_> = cx.template().sections.iter().map(|spec| spec.parent).collect();
    parents.sort_unstable();
    parents.dedup();
    parents
}

fn report_order(cx: &Context<'_>, moved: Placed<'_>, anchor: Placed<'_>) -> Report {
    let (name, other) = (&moved.section.name, &anchor.section.name);
    let (now, wanted, help) = match moved.spec < anchor.spec {
        true => (("after", "之后"), ("before", "之前"), "above"),
        false => (("before", "之前"), ("after", "之后"), "below"),
    };
    let message = cx.lang.pick(
        || format!("`{name}` stands {} `{other}`, but belongs {} it", now.0, wanted.0),
        || format!("`{name}` 写在了 `{other}` {}，按模板应在它{}", now.1, wanted.1),
    );
    let place = cx.lang.pick(
        || format!("it belongs {} this section", wanted.0),
        || format!("应在这一节{}", wanted.1),
    );
    let help = cx.lang.pick(
        || format!("move `{name}` {help} `{other}`"),
        || format!("将 `{name}` 移到 `{other}` {}", wanted.1),
    );
    Report::new(cx.label(moved.section.title, ""), message)
        .related(cx.label(anchor.section.title, place))
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::Template;
    use std::sync::Arc;

    fn found(ordered: bool) -> Vec<String> {
        let template = format!(
            "name = 't'\nordered = {ordered}\n[[section]]\nrole = 'timeline'\ntitle = 'Timeline'\n\
             [[section]]\nrole = 'cause'\ntitle = 'Cause'\n\
             [[section]]\nrole = 'whys'\nparent = 'cause'\ntitle = 'Whys'\n\
             [[section]]\nrole = 'actions'\ntitle = 'Actions'\n"
        );
        let template = Template::load(&Arc::new(Source::new("t.toml", template)), Lang::En);
        let template = Some(Arc::new(template.expect("it is right")));
        let settings = Settings { template, ..Settings::default() };
        let text = "# T\n\n## Cause\n\na\n\n### Actions\n\nb\n\n## Timeline\n\n### Whys\n\nc\n";
        let source = Arc::new(Source::new("a.md", text));
        let findings =
            crate::lint(&source, &crate::read(&source, &settings, true), &settings, Lang::En);
        let own = findings.into_iter().filter(|finding| finding.rule == RULE.id);
        own.map(|finding| finding.message).collect()
    }

    #[test]
    fn without_an_order_only_parents_count() {
        let whys = "`Whys` stands under `Timeline`, but belongs under `Cause`";
        assert_eq!(found(false), [whys]);
        assert_eq!(
            found(true),
            [
                "`Actions` stands under `Cause`, but is no part of it",
                "`Timeline` stands after `Cause`, but belongs before it",
                whys
            ]
        );
    }
}
