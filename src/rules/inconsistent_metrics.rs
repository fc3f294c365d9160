//! `inconsistent-metrics`: each metric agrees with the timeline alone, but no single choice of
//! entries satisfies them all (SEMANTICS 5.8, `joint`).

use crate::finding::Severity;
use crate::metric::{Anchor, Conclusion, Reading, Standing, Stated};
use crate::milestone::Milestone;
use crate::rules::metric_text::gap_after;
use crate::rules::{Context, Findings, Report, Rule};

pub(super) static RULE: Rule = Rule {
    id: "inconsistent-metrics",
    severity: Some(Severity::Warning),
    summary: "the metrics fit the timeline one by one, but not together",
    summary_zh: "时间指标单独看都与时间线相符，放在一起却互相矛盾",
    fixes: &[],
    page: include_str!("../../rules/inconsistent-metrics.md"),
    page_zh: include_str!("../../rules/zh/inconsistent-metrics.md"),
    check,
};

/// How many choices are tried before the metrics pass for consistent.
const BUDGET: usize = 20_000;

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut metrics: Vec<&Stated> = Vec::new();
    for stated in &cx.postmortem.metrics {
        let agrees = matches!(stated.conclusion, Conclusion::Agrees(_));
        let whole = stated.standing != Standing::Aside;
        if agrees && whole && metrics.iter().all(|known| known.id != stated.id) {
            metrics.push(stated);
        }
    }
    if are_consistent(&metrics) {
        return;
    }
    let core = core(metrics);
    // A guess at the day proves nothing against the author.
    let is_guess = |reading: &Reading| reading.from.stamp.is_guess() || reading.to.stamp.is_guess();
    if !core.iter().any(|stated| stated.agreeing().any(is_guess))
        && let Some(report) = report(cx, &core)
    {
        findings.push(report);
    }
}

/// The fewest of some metrics that contradict each other.
fn core(mut metrics: Vec<&Stated>) -> Vec<&Stated> {
    for index in (0..metrics.len()).rev() {
        let removed = metrics.remove(index);
        if are_consistent(&metrics) {
            metrics.insert(index, removed);
        }
    }
    metrics
}

fn are_consistent(metrics: &[&Stated]) -> bool {
    search(metrics, &mut Vec::new(), &mut { BUDGET })
}

/// Whether a reading can be chosen for each metric so that every milestone is the same moment
/// wherever it occurs. `fixed` holds those that are chosen already.
fn search(metrics: &[&Stated], fixed: &mut Vec<(Milestone, Anchor)>, budget: &mut usize) -> bool {
    let Some((stated, rest)) = metrics.split_first() else { return true };
    for reading in stated.agreeing() {
        if *budget == 0 {
            return true;
        }
        *budget -= 1;
        let chosen = fixed.len();
        let fits = ends(reading).into_iter().all(|end| {
            let free = fixed.iter().all(|known| !clash(known, &end));
            fixed.push(end);
            free
        });
        if fits && search(rest, fixed, budget) {
            return true;
        }
        fixed.truncate(chosen);
    }
    false
}

fn ends(reading: &Reading) -> [(Milestone, Anchor); 2] {
    [(reading.pair.from, reading.from), (reading.pair.to, reading.to)]
}

/// Whether two metrics take the same milestone from different moments.
fn clash(one: &(Milestone, Anchor), other: &(Milestone, Anchor)) -> bool {
    one.0 == other.0 && one.1.stamp.since(&other.1.stamp).is_some_and(|gap| !gap.is_zero())
}

fn report(cx: &Context<'_>, core: &[&Stated]) -> Option<Report> {
    let (first, others) = core.split_first()?;
    let (one, other, milestone) = clashing(core)?;
    let quoted =
        |stated: &&Stated| format!("{} {}", cx.quote(stated.name), cx.quote(stated.value_span));
    let stated = cx.all_of(&core.iter().map(quoted).collect::<Vec<_>>());
    let name = cx.milestone(milestone);
    let gap = gap_after(&stated);
    let report = Report::new(
        cx.label(first.value_span, ""),
        cx.lang.pick(
            || format!("{stated} fit the timeline only with different entries for {name}"),
            || format!("{stated}{gap}不能同时成立：各自依据的{name}不是同一条"),
        ),
    );
    let report = others.iter().fold(report, |report, other| {
        let message = cx.lang.pick(|| "together with this one", || "与这一项不能同时成立");
        report.related(cx.label(other.value_span, message))
    });
    let used = |(stated, anchor): (&Stated, Anchor)| {
        let by = cx.quote(stated.name);
        let gap = gap_after(&by);
        let message =
            cx.lang.pick(|| format!("{name} for {by}"), || format!("{by}{gap}以这一条为{name}"));
        cx.label(anchor.span, message)
    };
    let mark = cx.mark(milestone);
    Some(report.related(used(one)).related(used(other)).help(cx.lang.pick(
        || format!("mark the entry that counts with `{mark}`, and correct the other metric"),
        || format!("用 `{mark}` 标出真正的那一条，再更正另一项指标"),
    )))
}

/// Two metrics whose best readings take a milestone from different moments.
fn clashing<'a>(core: &[&'a Stated]) -> Option<(Used<'a>, Used<'a>, Milestone)> {
    let best = |stated: &&'a Stated| Some((*stated, ends(stated.fitting()?)));
    let best: Vec<_> = core.iter().filter_map(best).collect();
    for (index, (one, from)) in best.iter().enumerate() {
        for (other, to) in best.iter().skip(index + 1) {
            for a in from {
                if let Some(b) = to.iter().find(|b| clash(a, b)) {
                    return Some(((one, a.1), (other, b.1), a.0));
                }
            }
        }
    }
    None
}

/// A metric, and what it takes for a milestone.
type Used<'a> = (&'a Stated, Anchor);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::compare::Outcome::{Exact, Mismatch};
    use crate::milestone::Milestone::{Detected, Recovered, Responded, Start};
    use crate::rules::testing::{Case, reading, stated};

    fn detection(at: i64) -> Stated {
        stated("detection", at, vec![reading((Start, 0), (Detected, at), Exact)])
    }

    #[test]
    fn metrics_taken_from_the_same_entries_are_consistent() {
        let response = stated(
            "response",
            2,
            vec![
                reading((Detected, 30), (Responded, 32), Exact),
                reading((Detected, 4), (Responded, 6), Exact),
            ],
        );
        assert!(Case::new(vec![detection(4), response]).run(&RULE).is_empty());
    }

    #[test]
    fn only_the_metrics_that_clash_are_reported() {
        let response = stated(
            "response",
            2,
            vec![
                reading((Detected, 30), (Responded, 32), Exact),
                reading((Detected, 4), (Responded, 32), Mismatch),
            ],
        );
        let whole = stated("resolution", 50, vec![reading((Start, 0), (Recovered, 50), Exact)]);
        let found = Case::new(vec![whole, detection(4), response]).run(&RULE);
        assert_eq!(found.len(), 1);
        // The response, and what each of the two took for the detection.
        assert_eq!(found[0].related.len(), 3);
    }

    #[test]
    fn too_many_choices_pass() {
        let many = |to| {
            let readings = (0..60).map(|n| reading((Start, n), (to, n + 100), Exact)).collect();
            stated(to.id(), 100, readings)
        };
        let late = (0..60).map(|n| reading((Start, 900 + n), (Detected, n), Exact)).collect();
        let metrics = vec![many(Recovered), many(Responded), many(Detected), stated("x", 1, late)];
        assert!(Case::new(metrics).run(&RULE).len() <= 1);
    }
}
