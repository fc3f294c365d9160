//! `invalid-front-matter`: what stands between the fences at the top of the file cannot be parsed.

use crate::finding::Severity;
use crate::front_matter::Format;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "invalid-front-matter",
    severity: Some(Severity::Warning),
    summary: "the front matter cannot be parsed",
    summary_zh: "front matter 无法解析",
    fixes: &[],
    page: include_str!("../../rules/invalid-front-matter.md"),
    page_zh: include_str!("../../rules/zh/invalid-front-matter.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(problem) = &cx.postmortem.front_matter else { return };
    let said = &problem.message;
    let format = match problem.format {
        Format::Yaml => "YAML",
        Format::Toml => "TOML",
    };
    let report = Report::new(
        cx.label(problem.span, cx.lang.pick(|| "here", || "这里")),
        cx.lang.pick(
            || format!("the front matter is not valid {format}: {said}"),
            || format!("front matter 不是有效的 {format}：{said}"),
        ),
    );
    findings.push(report.help(cx.lang.pick(
        || "put a value that holds `: ` or another special character in quotes",
        || "值里有“冒号加空格”或其他特殊字符时，给它加上引号",
    )));
}
