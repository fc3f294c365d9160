//! `unreadable-duration`: a metric's value is no length of time, or one with two meanings.

use crate::finding::Severity;
use crate::metric::{Stated, StatedValue};
use crate::notation::duration::Value;
use crate::rules::metric_text::gap_after;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "unreadable-duration",
    severity: Some(Severity::Error),
    summary: "the value of a metric is not a duration, or could be read in two ways",
    summary_zh: "时间指标的值不是时长，或有两种读法",
    fixes: &[],
    page: include_str!("../../rules/unreadable-duration.md"),
    page_zh: include_str!("../../rules/zh/unreadable-duration.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for stated in &cx.postmortem.metrics {
        let StatedValue::Unreadable(value) = &stated.value else { continue };
        let written = cx.quote(stated.value_span);
        let (message, help) = match value {
            // These can be read; they cannot be compared.
            Some(Value::Vague | Value::Rate | Value::WorkingHours | Value::Duration(_)) => continue,
            Some(Value::Ambiguous(meanings)) => ambiguous(cx, &written, meanings),
            Some(Value::UnitMissing) => without_unit(cx, &written),
            Some(Value::TooLarge) => (
                cx.lang.pick(
                    || format!("{written} is too long to be the time an incident took"),
                    || format!("{written} 太长，不可能是一次事故的时长"),
                ),
                write_length(cx),
            ),
            None => (no_length(cx, stated, &written), write_length(cx)),
        };
        findings.push(Report::new(cx.label(stated.value_span, ""), message).help(help));
    }
}

fn ambiguous(cx: &Context<'_>, written: &str, meanings: &[String]) -> (String, String) {
    let quoted: Vec<String> = meanings.iter().map(|meaning| format!("`{meaning}`")).collect();
    let meanings = cx.either(&quoted);
    let message = cx.lang.pick(
        || format!("`{written}` could mean {meanings}"),
        || format!("`{written}` 有歧义：可能是 {meanings}"),
    );
    let help = cx.lang.pick(
        || format!("write the one that is meant: {meanings}"),
        || format!("写明是哪一种：{meanings}"),
    );
    (message, help)
}

fn without_unit(cx: &Context<'_>, written: &str) -> (String, String) {
    let message =
        cx.lang.pick(|| format!("`{written}` has no unit"), || format!("`{written}` 没有单位"));
    let example = match written.ends_with(|c: char| c.is_ascii_digit()) {
        true => format!("`{written}m`"),
        false => "`90m`".to_owned(),
    };
    let help = cx.lang.pick(
        || format!("add the unit, such as {example} for minutes"),
        || format!("补上单位，例如分钟写作 {example}"),
    );
    (message, help)
}

fn no_length(cx: &Context<'_>, stated: &Stated, written: &str) -> String {
    let name = cx.quote(stated.name);
    let gap = gap_after(&name);
    if written.is_empty() {
        return cx.lang.pick(
            || format!("{name} states no length of time"),
            || format!("{name}{gap}没有写明时长"),
        );
    }
    cx.lang
        .pick(|| format!("`{written}` is not a length of time"), || format!("`{written}` 不是时长"))
}

fn write_length(cx: &Context<'_>) -> String {
    cx.lang.pick(
        || "write a number and its unit, such as `90m` or `1h30m`".to_owned(),
        || "写成数字加单位，例如 `90m` 或 `1h30m`".to_owned(),
    )
}
