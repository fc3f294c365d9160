//! `rounded-past-target`: the stated value is within the limit only because it was rounded.

use crate::finding::Severity;
use crate::metric::{Conclusion, Stated};
use crate::notation::duration::{Qualifier, display};
use crate::rules::wrong_verdict::is_wrong;
use crate::rules::{Context, Findings, Report, Rule};
use crate::template::Polarity;

pub(super) static RULE: Rule = Rule {
    id: "rounded-past-target",
    severity: Some(Severity::Warning),
    summary: "the stated value is within the limit only because it was rounded",
    summary_zh: "时间指标靠取整才没有超过目标",
    fixes: &[],
    page: include_str!("../../rules/rounded-past-target.md"),
    page_zh: include_str!("../../rules/zh/rounded-past-target.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for stated in &cx.postmortem.metrics {
        if let Some(report) = report(cx, stated) {
            findings.push(report);
        }
    }
}

fn report(cx: &Context<'_>, stated: &Stated) -> Option<Report> {
    let limit = cx.limit(stated)?;
    let (Conclusion::Agrees(_), Some(reading)) = (stated.conclusion, stated.fitting()) else {
        return None;
    };
    let value = stated.duration().filter(|value| {
        matches!(value.qualifier, Qualifier::Exact | Qualifier::About | Qualifier::Nearly)
    })?;
    let mut meant = stated.meant();
    let past = value.nominal <= limit.value
        && meant.all(|reading| reading.delta > limit.value && !reading.may_be(limit.value));
    // An author who says "missed" hides nothing; one who says "met" is told so by `wrong-verdict`.
    let verdict = stated.verdict.as_ref().and_then(|verdict| verdict.polarity);
    if !past || verdict == Some(Polarity::Missed) || is_wrong(cx, stated) {
        return None;
    }
    let (written, length) = (cx.quote(stated.value_span), display(reading.delta));
    let target = display(limit.value);
    let [from, to] = cx.anchor_labels(reading);
    let report = Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || {
                format!(
                    "{written} is within the limit of {target}, but the timeline gives {length}"
                )
            },
            || format!("{written} 没有超过目标 {target}，但按时间线是 {length}，已超过目标"),
        ),
    );
    let help = cx.lang.pick(|| format!("write `{length}`"), || format!("改成 `{length}`"));
    Some(report.related(from).related(to).related(cx.limit_label(limit)).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::compare::Outcome::Rounded;
    use crate::milestone::Milestone::{Detected, Recovered, Start};
    use crate::rules::testing::{Case, reading, stated, with_verdict};

    fn two_hours(ends: &[i64]) -> Stated {
        let read = |&end: &i64| reading((Start, 0), (Recovered, end), Rounded);
        stated("resolution", 120, ends.iter().map(read).collect())
    }

    fn count(stated: Stated) -> usize {
        Case::new(vec![stated]).limit("resolution", 120).run(&RULE).len()
    }

    #[test]
    fn all_readings_must_be_past_the_limit() {
        assert_eq!(count(two_hours(&[136])), 1);
        assert_eq!(count(two_hours(&[136, 119])), 0);
        assert_eq!(count(two_hours(&[120])), 0);
    }

    #[test]
    fn an_author_who_says_missed_hides_nothing() {
        assert_eq!(count(with_verdict(two_hours(&[136]), Polarity::Missed)), 0);
        assert_eq!(count(with_verdict(two_hours(&[136]), Polarity::Met)), 0);
        assert_eq!(count(with_verdict(two_hours(&[136]), Polarity::Hedged)), 1);
    }

    #[test]
    fn other_metrics_have_no_limit_here() {
        let read = vec![reading((Start, 0), (Detected, 136), Rounded)];
        assert_eq!(count(stated("detection", 120, read)), 0);
    }
}
