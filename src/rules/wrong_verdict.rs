//! `wrong-verdict`: the verdict beside a metric contradicts the limit (SEMANTICS 3.3).

use chrono::TimeDelta;

use crate::config::Placed;
use crate::finding::Severity;
use crate::metric::target::judge;
use crate::metric::{Conclusion, Reading, Stated, Verdict};
use crate::notation::duration::display;
use crate::rules::metric_text::gap_after;
use crate::rules::{Context, Findings, Report, Rule};
use crate::template::Polarity;

pub(super) static RULE: Rule = Rule {
    id: "wrong-verdict",
    severity: Some(Severity::Error),
    summary: "the verdict contradicts the limit",
    summary_zh: "达标结论与目标矛盾",
    fixes: &[],
    page: include_str!("../../rules/wrong-verdict.md"),
    page_zh: include_str!("../../rules/zh/wrong-verdict.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for stated in &cx.postmortem.metrics {
        if let Some(wrong) = wrong(cx, stated) {
            findings.push(report(cx, stated, &wrong));
        }
    }
}

/// A verdict that contradicts a limit.
struct Wrong<'a> {
    verdict: &'a Verdict,
    met: bool,
    limit: &'a Placed<TimeDelta>,
    /// The reading that shows it; `None` where the stated value itself does.
    reading: Option<&'a Reading>,
}

/// Whether the verdict of a metric is reported here.
pub(super) fn is_wrong(cx: &Context<'_>, stated: &Stated) -> bool {
    wrong(cx, stated).is_some()
}

fn wrong<'a>(cx: &Context<'a>, stated: &'a Stated) -> Option<Wrong<'a>> {
    let limit = cx.limit(stated)?;
    let verdict = stated.verdict.as_ref()?;
    let met = match verdict.polarity? {
        Polarity::Met => true,
        Polarity::Missed => false,
        Polarity::Hedged | Polarity::NoTarget => return None,
    };
    // What the author wrote, value and verdict, may agree with itself, or be undecided.
    let own = stated.duration().and_then(|value| judge(value, limit.value));
    let own_contradicts = own == Some(!met);
    let contradicts = |reading: &&Reading| {
        let judged = reading.delta <= limit.value;
        let borderline = reading.may_be(limit.value) && !own_contradicts;
        judged != met && reading.delta >= TimeDelta::zero() && !borderline
    };
    let (readings, fails): (Vec<&Reading>, bool) = match stated.conclusion {
        Conclusion::Agrees(_) => (stated.meant().collect(), true),
        Conclusion::Unusual(_) => (stated.fitting().into_iter().collect(), true),
        // The stated value is wrong, which is reported; the verdict may be right with the right one.
        Conclusion::Mismatch => (stated.usual().collect(), own_contradicts),
        Conclusion::Unverifiable => (Vec::new(), own_contradicts),
    };
    let reading = stated.fitting().or(readings.first().copied());
    (fails && readings.iter().all(contradicts)).then_some(Wrong { verdict, met, limit, reading })
}

fn report(cx: &Context<'_>, stated: &Stated, wrong: &Wrong<'_>) -> Report {
    let (word, name) = (cx.quote(wrong.verdict.span), cx.quote(stated.name));
    let gap = gap_after(&name);
    let limit = display(wrong.limit.value);
    let value = match wrong.reading {
        Some(reading) => display(reading.delta),
        None => cx.quote(stated.value_span),
    };
    let message = if wrong.met {
        cx.lang.pick(
            || format!("`{word}` is wrong: {name} is {value}, past the limit of {limit}"),
            || format!("`{word}` 有误：{name}{gap}是 {value}，超过了目标 {limit}"),
        )
    } else {
        cx.lang.pick(
            || format!("`{word}` is wrong: {name} is {value}, within the limit of {limit}"),
            || format!("`{word}` 有误：{name}{gap}是 {value}，没有超过目标 {limit}"),
        )
    };
    let report = Report::new(cx.label(wrong.verdict.span, ""), message);
    let report = match wrong.reading {
        Some(reading) => cx.anchor_labels(reading).into_iter().fold(report, Report::related),
        None => report.related(cx.label(
            stated.value_span,
            cx.lang.pick(|| format!("stated: {value}"), || format!("写的是 {value}")),
        )),
    };
    let report = report.related(cx.limit_label(wrong.limit));
    let right = if wrong.met { Polarity::Missed } else { Polarity::Met };
    let answer = cx.template().verdicts.other_answer(&word);
    match answer.or_else(|| cx.verdict_word(right)) {
        Some(right) => report.help(cx.lang.pick(
            || format!("write `{right}`, or correct the value or the limit"),
            || format!("改成 `{right}`，或更正数值或目标"),
        )),
        None => report,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::compare::Outcome::{Exact, Mismatch, Precision};
    use crate::milestone::Milestone::{Detected, Start, Trigger};
    use crate::rules::testing::{Case, reading, stated, with_verdict};

    fn count(stated: Stated, polarity: Polarity, limit: i64) -> usize {
        let case = Case::new(vec![with_verdict(stated, polarity)]);
        case.limit("detection", limit).run(&RULE).len()
    }

    #[test]
    fn every_agreeing_reading_must_contradict() {
        let both = |outcome| {
            vec![
                reading((Start, 0), (Detected, 6), Precision),
                reading((Trigger, 2), (Detected, 6), outcome),
            ]
        };
        assert_eq!(count(stated("detection", 5, both(Precision)), Polarity::Met, 5), 0);
        assert_eq!(count(stated("detection", 5, both(Precision)), Polarity::Met, 3), 1);
    }

    #[test]
    fn the_reading_that_fits_exactly_is_the_one_meant() {
        let both = vec![
            reading((Start, 0), (Detected, 10), Exact),
            reading((Trigger, 0), (Detected, 11), Precision),
        ];
        assert_eq!(count(stated("detection", 10, both), Polarity::Missed, 10), 1);
    }

    #[test]
    fn a_limit_within_the_precision_of_the_stamps_is_left_to_the_author() {
        let read = || vec![reading((Start, 0), (Detected, 5), Precision)];
        // 5m by the stamps, 6m by the author, who may have seen the seconds.
        assert_eq!(count(stated("detection", 6, read()), Polarity::Missed, 5), 0);
        assert_eq!(count(stated("detection", 5, read()), Polarity::Missed, 5), 1);
        assert_eq!(count(stated("detection", 6, read()), Polarity::Missed, 6), 1);
    }

    #[test]
    fn a_mistyped_value_is_not_reported_twice() {
        let read = || vec![reading((Start, 0), (Detected, 3), Mismatch)];
        assert_eq!(count(stated("detection", 50, read()), Polarity::Met, 5), 0);
        assert_eq!(count(stated("detection", 50, read()), Polarity::Missed, 5), 0);
        assert_eq!(count(stated("detection", 4, read()), Polarity::Missed, 5), 1);
    }

    #[test]
    fn without_a_timeline_the_stated_value_is_judged() {
        assert_eq!(count(stated("detection", 30, Vec::new()), Polarity::Missed, 30), 1);
        assert_eq!(count(stated("detection", 30, Vec::new()), Polarity::Met, 30), 0);
        assert_eq!(count(stated("detection", 30, Vec::new()), Polarity::Hedged, 10), 0);
    }
}
