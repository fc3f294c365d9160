//! `conflicting-impact`: the same claim about the same window with two figures.

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
    page: include_str!("../../rules/conflicting-impact.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let claims = &cx.postmortem.claims;
    for (index, later) in claims.iter().enumerate() {
        let mut earlier = claims.iter().take(index).filter(|earlier| same(cx, earlier, later));
        // A figure that stood there before is no news.
        let Some(first) = earlier.next() else { continue };
        if agree(first, later) || earlier.any(|earlier| agree(earlier, later)) {
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

/// Whether two claims are about the same thing. One that says nothing beside its figures may be about
/// anything.
fn same(cx: &Context<'_>, earlier: &Claim, later: &Claim) -> bool {
    let section = |claim: &Claim| Some(cx.postmortem.windows.get(claim.window)?.section);
    earlier.subject == later.subject
        && !earlier.subject.is_empty()
        && section(earlier) == section(later)
        && windows(cx, earlier) == windows(cx, later)
}

/// All windows that a claim names.
fn windows(cx: &Context<'_>, claim: &Claim) -> Vec<(NaiveDateTime, Option<NaiveDateTime>)> {
    let own = cx.postmortem.windows.iter().filter(|window| claim.span.contains(window.span));
    own.map(|window| (window.start.at, window.end.map(|end| end.at))).collect()
}

fn agree(earlier: &Claim, later: &Claim) -> bool {
    let plain = |claim: &Claim| claim.figures.iter().map(|f| plain(f)).collect::<Vec<_>>();
    plain(earlier) == plain(later)
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
