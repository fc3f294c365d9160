//! A section stands under the wrong one, or out of the template's order.

use crate::alignment::Misplaced;
use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, sections};

pub(super) static RULE: Rule = Rule {
    id: "misplaced-section",
    severity: Some(Severity::Warning),
    summary: "a section under the wrong one, or out of the template's order",
    summary_zh: "章节位置不对：放错了上级，或与模板顺序不符",
    fixes: &[],
    page: include_str!("../../rules/misplaced-section.md"),
    page_zh: include_str!("../../rules/zh/misplaced-section.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for misplaced in &cx.postmortem.alignment.misplaced {
        findings.push(match misplaced {
            Misplaced::Under { sections, outer } => under(cx, sections, *outer),
            Misplaced::Between { section, level, others } => between(cx, *section, *level, others),
            Misplaced::TooLow { section, level, others } => too_low(cx, *section, *level, others),
            Misplaced::Order { section, anchor } => order(cx, *section, *anchor),
        });
    }
}

/// The template's section that a section is.
fn spec(cx: &Context<'_>, index: usize) -> Option<usize> {
    cx.postmortem.sections.get(index)?.spec
}

/// The title of the section that one belongs under.
fn parent<'a>(cx: &Context<'a>, index: usize) -> Option<&'a str> {
    let specs = &cx.template().sections;
    let parent = specs.get(spec(cx, index)?)?.parent?;
    specs.get(parent).map(|parent| parent.title.as_str())
}

fn under(cx: &Context<'_>, group: &[usize], outer: usize) -> Report {
    let all = &cx.postmortem.sections;
    let (first, outer) = (group[0], &all[outer]);
    let (name, outer_name) = (&all[first].name, &outer.name);
    let parent = parent(cx, first);
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
    let too = cx.lang.pick(|| "and so does this section", || "这一节也是");
    let mut report = Report::new(cx.label(all[first].title, ""), message);
    report = report.related(cx.label(outer.title, part));
    for &other in group.iter().skip(1) {
        report = report.related(cx.label(all[other].title, too));
    }
    let line = spec(cx, first).and_then(|spec| sections::heading_line(cx.postmortem, spec));
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

fn between(cx: &Context<'_>, section: usize, level: Option<u8>, others: &[usize]) -> Report {
    let all = &cx.postmortem.sections;
    let (name, first) = (&all[section].name, others[0]);
    let taken = &all[first].name;
    let message = match parent(cx, first) {
        Some(title) => cx.lang.pick(
            || format!("`{name}` takes in `{taken}`, which belongs under `{title}`"),
            || format!("`{taken}` 被归到了 `{name}` 之下，应属于 `{title}`"),
        ),
        None => cx.lang.pick(
            || format!("`{name}` takes in `{taken}`, which is no part of it"),
            || format!("`{taken}` 被归到了 `{name}` 之下，但不属于这一节"),
        ),
    };
    let help = match level {
        Some(level) => write_heading(cx, section, level),
        None => cx.lang.pick(
            || format!("move `{name}`, with all that belongs to it, away from before `{taken}`"),
            || format!("将 `{name}` 连同其下的内容从 `{taken}` 之前移走"),
        ),
    };
    with_others(cx, Report::new(cx.label(all[section].title, ""), message), others).help(help)
}

fn too_low(cx: &Context<'_>, section: usize, level: u8, others: &[usize]) -> Report {
    let all = &cx.postmortem.sections;
    let (name, other) = (&all[section].name, &all[others[0]].name);
    let message = cx.lang.pick(
        || format!("`{name}` is no higher than `{other}`, which belongs under it"),
        || format!("`{other}` 应在 `{name}` 之下，但 `{name}` 的标题级别不比它高"),
    );
    let report = Report::new(cx.label(all[section].title, ""), message);
    with_others(cx, report, others).help(write_heading(cx, section, level))
}

/// Points at the sections that one wrong heading sets in the wrong place.
fn with_others(cx: &Context<'_>, report: Report, others: &[usize]) -> Report {
    others.iter().fold(report, |report, &other| {
        let part = match parent(cx, other) {
            Some(title) => {
                cx.lang.pick(|| format!("belongs under `{title}`"), || format!("应属于 `{title}`"))
            }
            None => cx.lang.pick(
                || "belongs under no other section".to_owned(),
                || "不应在任何章节之下".to_owned(),
            ),
        };
        report.related(cx.label(cx.postmortem.sections[other].title, part))
    })
}

fn write_heading(cx: &Context<'_>, section: usize, level: u8) -> String {
    let name = &cx.postmortem.sections[section].name;
    let marks = "#".repeat(usize::from(level));
    cx.lang.pick(|| format!("write `{marks} {name}`"), || format!("改为 `{marks} {name}`"))
}

fn order(cx: &Context<'_>, moved: usize, anchor: usize) -> Report {
    let (section, stays) = (&cx.postmortem.sections[moved], &cx.postmortem.sections[anchor]);
    let (name, other) = (&section.name, &stays.name);
    let (now, wanted, help) = match section.spec < stays.spec {
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
    Report::new(cx.label(section.title, ""), message)
        .related(cx.label(stays.title, place))
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

    /// With an order it is `Timeline` that has moved, to between `Cause` and its `Whys`.
    #[test]
    fn without_an_order_only_parents_count() {
        let whys = "`Whys` stands under `Timeline`, but belongs under `Cause`";
        assert_eq!(found(false), [whys]);
        assert_eq!(
            found(true),
            [
                "`Actions` stands under `Cause`, but is no part of it",
                "`Timeline` stands after `Cause`, but belongs before it",
            ]
        );
    }
}
