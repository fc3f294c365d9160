//! `missing-metric`: a required metric is absent, or has a name and no value.

use crate::finding::Severity;
use crate::metric::{Standing, Stated, StatedValue};
use crate::notation::duration::display;
use crate::rules::metric_text::{gap_after, gap_before};
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::{Content, Section};
use crate::template::{MetricSpec, Part};

pub(super) static RULE: Rule = Rule {
    id: "missing-metric",
    severity: Some(Severity::Error),
    summary: "a required metric is absent",
    summary_zh: "缺少必填的时间指标",
    fixes: &[],
    page: include_str!("../../rules/missing-metric.md"),
    page_zh: include_str!("../../rules/zh/missing-metric.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(section) = section(cx) else { return };
    for spec in cx.template().metrics.iter().filter(|spec| spec.required) {
        let mut stated = cx.postmortem.metrics.iter().filter(|stated| stated.id == spec.id);
        match stated.next() {
            None => findings.push(absent(cx, spec, section)),
            Some(first) => {
                let is_missing = |stated: &Stated| stated.value == StatedValue::Missing;
                if is_missing(first) && stated.all(is_missing) {
                    findings.push(without_value(cx, first));
                }
            }
        }
    }
}

/// The metrics section, where it says anything. One that is absent, empty, or still to be filled in
/// as a whole is reported as such.
fn section<'a>(cx: &Context<'a>) -> Option<&'a Section> {
    let postmortem = cx.postmortem;
    let is_metrics = |section: &Section| {
        let spec = section.spec.and_then(|spec| cx.template().sections.get(spec));
        spec.is_some_and(|spec| spec.part == Part::Metrics)
    };
    let mut has_children = vec![false; postmortem.sections.len()];
    for parent in postmortem.sections.iter().filter_map(|section| section.parent) {
        has_children[parent] = true;
    }
    let stated = postmortem.metrics.iter().any(|one| one.standing == Standing::Section);
    let (_, section) = postmortem.sections.iter().enumerate().find(|&(index, section)| {
        let filled = match section.content {
            Content::Something => true,
            Content::Empty => has_children[index],
            Content::Nothing(_) | Content::Placeholder => false,
        };
        is_metrics(section) && (filled || stated)
    })?;
    Some(section)
}

fn absent(cx: &Context<'_>, spec: &MetricSpec, section: &Section) -> Report {
    let title = &spec.title;
    let colon = if title.is_ascii() { ": " } else { "：" };
    Report::new(
        cx.label(section.title, cx.lang.pick(|| "not in this section", || "这一节里没有")),
        cx.lang.pick(
            || format!("the metric {title} is missing"),
            || format!("缺少时间指标{}{title}", gap_before(title)),
        ),
    )
    .absent(&spec.id)
    .help(cx.lang.pick(
        || format!("add a line `- {title}{colon}…` with how long it took"),
        || format!("添加一行 `- {title}{colon}…`，写明时长"),
    ))
}

fn without_value(cx: &Context<'_>, stated: &Stated) -> Report {
    let name = cx.quote(stated.name);
    let gap = gap_after(&name);
    let report = Report::new(
        cx.label(stated.name, ""),
        cx.lang.pick(|| format!("{name} has no value"), || format!("{name}{gap}没有填写数值")),
    );
    match stated.usual().next() {
        Some(reading) => {
            let [from, to] = cx.anchor_labels(reading);
            let length = display(reading.delta);
            report.related(from).related(to).help(cx.lang.pick(
                || format!("write how long it took; the timeline gives `{length}`"),
                || format!("填写时长；按时间线是 `{length}`"),
            ))
        }
        None => report.help(cx.lang.pick(
            || "write how long it took after the name, such as `5m`",
            || "在名称后填写时长，例如 `5m`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Case, stated};

    /// The missing ones of detection, response and resolution, where the first two are stated.
    fn missing(standing: Standing, content: Content) -> usize {
        let outside = |id| Stated { standing, ..stated(id, 5, Vec::new()) };
        let mut case = Case::new(vec![outside("detection"), outside("response")]);
        case.postmortem.sections[0].content = content;
        case.run(&RULE).len()
    }

    #[test]
    fn a_metric_that_is_stated_elsewhere_is_not_missing() {
        for standing in [Standing::Section, Standing::Head, Standing::Aside] {
            assert_eq!(missing(standing, Content::Something), 1, "{standing:?}");
        }
    }

    #[test]
    fn an_empty_section_is_reported_as_such() {
        assert_eq!(missing(Standing::Head, Content::Empty), 0);
        assert_eq!(missing(Standing::Section, Content::Empty), 1);
    }
}
