//! `conflicting-impact`: the same claim about the same window with two figures.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;

use crate::finding::Severity;
use crate::impact::Claim;
use crate::rules::{Context, Findings, Report, Rule};
use crate::title::fold;

pub(super) static RULE: Rule = Rule {
    id: "conflicting-impact",
    severity: Some(Severity::Warning),
    summary: "the same claim about the same window with two figures",
    summary_zh: "同一时段的同一影响写了两个数字",
    fixes: &[],
    page: include_str!("../../rules/conflicting-impact.md"),
    page_zh: include_str!("../../rules/zh/conflicting-impact.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut subjects: HashMap<Subject<'_>, (&Claim, HashSet<Vec<String>>)> = HashMap::new();
    for later in &cx.postmortem.claims {
        let Some(subject) = subject(cx, later) else { continue };
        let figures = later.figures.iter().map(|figure| plain(figure)).collect();
        let (first, known) = subjects.entry(subject).or_insert((later, HashSet::new()));
        let first_time = known.is_empty();
        // A figure that stood there before is no news.
        if !known.insert(figures) || first_time {
            continue;
        }
        let (figures, others) = (later.figures.join(" "), first.figures.join(" "));
        findings.push(
            Report::new(
                cx.label(later.span, ""),
                cx.lang.pick(
                    || format!("the same claim says {others} before and {figures} here"),
                    || format!("同一时段的同一影响，前面写 {others}，这里写 {figures}"),
                ),
            )
            .related(cx.label(
                first.span,
                cx.lang.pick(|| format!("{others} here"), || format!("这里写的是 {others}")),
            ))
            .help(cx.lang.pick(
                || "keep one of the two, or write which window or which service each is about",
                || "只保留一条，或写明各自的时段或服务",
            )),
        );
    }
}

/// What a claim is about: its section, its sentence without the figures, its windows.
type Subject<'a> = (usize, &'a str, Vec<(NaiveDateTime, Option<NaiveDateTime>)>);

/// One that says nothing beside its figures may be about anything.
fn subject<'a>(cx: &Context<'a>, claim: &'a Claim) -> Option<Subject<'a>> {
    let windows = cx.postmortem.windows.get(claim.window..)?;
    let section = windows.first()?.section;
    let own = windows.iter().take_while(|window| claim.span.contains(window.span));
    let own = own.map(|window| (window.start.at, window.end.map(|end| end.at))).collect();
    (!claim.subject.is_empty()).then_some((section, claim.subject.as_str(), own))
}

/// A figure however it is typed: `1,000 次` is `1000次`, `90.0%` is `90%`.
fn plain(figure: &str) -> String {
    let figure: String =
        figure.chars().map(fold).filter(|&c| !c.is_whitespace() && c != ',').collect();
    let unit = figure.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = figure.strip_suffix(unit).unwrap_or_default();
    let number =
        number.parse().map_or_else(|_| number.to_owned(), |number: f64| number.to_string());
    format!("{number}{}", unit.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_equal_however_they_are_typed() {
        assert_eq!(plain("1,000 次"), plain("1000次"));
        assert_eq!(plain("90.0%"), plain("90％"));
        assert_ne!(plain("90%"), plain("98%"));
    }
}
