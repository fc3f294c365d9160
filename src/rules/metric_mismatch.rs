//! `metric-mismatch`: no reading of the timeline gives the stated value, or only an unusual one.

use std::collections::HashSet;

use chrono::TimeDelta;

use crate::finding::{Edit, Fix, Label, Safety, Severity};
use crate::metric::{Conclusion, Reading, Standing, Stated};
use crate::notation::duration::{Duration, Qualifier, Value, display, read, rewrite};
use crate::rules::conflicting_metric::{is_contradicted, right_ones};
use crate::rules::metric_text::{cell_text, gap_after};
use crate::rules::range_mismatch;
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;
use crate::template::Polarity;
use crate::timeline::{Why, doubtful_stamps};

pub(super) static RULE: Rule = Rule {
    id: "metric-mismatch",
    severity: Some(Severity::Error),
    summary: "the timeline gives another value than the one stated",
    summary_zh: "时间指标与时间线推算的结果不一致",
    fixes: &[Safety::Unsafe],
    page: include_str!("../../rules/metric-mismatch.md"),
    page_zh: include_str!("../../rules/zh/metric-mismatch.md"),
    check,
};

/// How many derived values the message lists.
const SHOWN: usize = 3;

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let doubtful = match cx.is_off("unordered-timeline") {
        true => HashSet::new(),
        false => doubtful_stamps(&cx.postmortem.entries),
    };
    let is_doubtful = |reading: &Reading| {
        [reading.from, reading.to].iter().any(|end| doubtful.contains(&end.stamp.span))
    };
    let right = right_ones(cx);
    for stated in &cx.postmortem.metrics {
        let unusual = match stated.conclusion {
            Conclusion::Mismatch => None,
            Conclusion::Unusual(_) => stated.fitting(),
            Conclusion::Agrees(_) | Conclusion::Unverifiable => continue,
        };
        // One fault, one finding: a stamp that is reported as wrong, a value that its own range
        // contradicts, or the same metric stated elsewhere with the value that fits.
        let unproven = stated.usual().count() > 0 && stated.usual().all(is_doubtful);
        let in_itself = range_mismatch::is_reported(cx, stated.value_span);
        if !unproven && !in_itself && !is_contradicted(cx, stated, &right) {
            findings.push(report(cx, stated, unusual));
        }
    }
}

fn report(cx: &Context<'_>, stated: &Stated, unusual: Option<&Reading>) -> Report {
    let shown = shown(stated);
    let primary = cx.label(stated.value_span, accepted(cx, stated));
    let mut report = Report::new(primary, message(cx, stated, &shown, unusual))
        .help(help(cx, stated, &shown, unusual));
    // Under another heading it may be about a part of the incident.
    if unusual.is_some() || stated.standing == Standing::Aside {
        report = report.severity(Severity::Warning);
    } else if let Some(fix) = fix(cx, stated, &shown) {
        report = report.fix(fix);
    }
    let mut labels: Vec<Label> = Vec::new();
    for reading in stated.usual().next().into_iter().chain(unusual) {
        for label in cx.anchor_labels(reading) {
            let known = |known: &Label| known.span == label.span && known.message == label.message;
            if !labels.iter().any(known) {
                labels.push(label);
            }
        }
    }
    if let Some(pin) = cx.settings.pins.get(&stated.id) {
        let message = cx.lang.pick(|| "the reading is pinned here", || "口径在这里指定");
        labels.push(Label::new(&pin.source, pin.span, message));
    }
    labels.into_iter().fold(report, Report::related)
}

/// Writes the one length that the timeline gives, where there is but one. What an author means by about
/// that much stays about that much; a bound (`<5m`) is no length to correct.
fn fix(cx: &Context<'_>, stated: &Stated, shown: &[TimeDelta]) -> Option<Fix> {
    let [length] = *shown else { return None };
    let value = stated.duration()?;
    let is_guess = |reading: &Reading| reading.from.stamp.is_guess() || reading.to.stamp.is_guess();
    if !matches!(value.qualifier, Qualifier::Exact | Qualifier::About)
        || stated.usual().any(is_guess)
        || contradicts_verdict(cx, stated, length)
        || is_said_again(cx, stated, value)
    {
        return None;
    }
    let written = cx.text(stated.value_span);
    let (range, text) = rewrite(written, value, length, &cx.template().durations)?;
    let start = stated.value_span.start;
    let new = [written.get(..range.start)?, &text, written.get(range.end..)?].concat();
    let title = cx.lang.pick(|| format!("write `{new}`"), || format!("改为 `{new}`"));
    let edits = vec![Edit { span: Span::new(start + range.start, start + range.end), text }];
    Some(Fix { title, safety: Safety::Unsafe, edits })
}

/// Whether the verdict would be wrong beside another length: which of the two to correct is the author's
/// to say.
fn contradicts_verdict(cx: &Context<'_>, stated: &Stated, length: TimeDelta) -> bool {
    let verdict = stated.verdict.as_ref().and_then(|verdict| verdict.polarity);
    let Some(limit) = cx.limit(stated) else { return false };
    match verdict {
        Some(Polarity::Met) => length > limit.value,
        Some(Polarity::Missed) => length <= limit.value,
        Some(Polarity::Hedged | Polarity::NoTarget) | None => false,
    }
}

/// Whether the same length follows in other words, which would contradict another one then: `2h (120m)`.
fn is_said_again(cx: &Context<'_>, stated: &Stated, value: &Duration) -> bool {
    let end = stated.value_span.end;
    let line = cx.source.line_span(cx.source.line(end)).end;
    let others = cx.postmortem.metrics.iter().map(|other| other.name.start);
    let next = others.filter(|&start| (end..line).contains(&start)).min().unwrap_or(line);
    let rest = cx.text(Span::new(end, next));
    let rest = rest.split('|').next().unwrap_or_default();
    let begins = |(at, c): &(usize, char)| {
        let before = rest.get(..*at).unwrap_or_default();
        c.is_ascii_digit() && !before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
    };
    rest.char_indices().filter(begins).any(|(at, _)| {
        let said = read(rest.get(at..).unwrap_or_default(), &cx.template().durations, None);
        matches!(said, Some((Value::Duration(said), _)) if said.nominal == value.nominal)
    })
}

fn accepted(cx: &Context<'_>, stated: &Stated) -> String {
    let cell = stated.duration().map(cell_text).unwrap_or_default();
    cx.lang.pick(|| format!("stands for {cell}"), || format!("视为 {cell}"))
}

/// The different values that the usual readings give: of each pair the likeliest first. One that ends before
/// it begins says something only where there is no other.
fn shown(stated: &Stated) -> Vec<TimeDelta> {
    let mut pairs = Vec::new();
    let (first, further): (Vec<&Reading>, Vec<&Reading>) = stated.usual().partition(|reading| {
        let is_first = !pairs.contains(&reading.pair);
        pairs.push(reading.pair);
        is_first
    });
    let mut values = Vec::new();
    let is_forward = |reading: &&Reading| reading.delta >= TimeDelta::zero();
    let (forward, backward): (Vec<&Reading>, Vec<&Reading>) =
        first.into_iter().chain(further).partition(is_forward);
    for reading in if forward.is_empty() { backward } else { forward } {
        if values.len() < SHOWN && !values.contains(&reading.delta) {
            values.push(reading.delta);
        }
    }
    values
}

fn message(
    cx: &Context<'_>,
    stated: &Stated,
    shown: &[TimeDelta],
    unusual: Option<&Reading>,
) -> String {
    let (name, value) = (cx.quote(stated.name), cx.quote(stated.value_span));
    let gap = gap_after(&name);
    let given = cx.either(&shown.iter().map(|&delta| display(delta)).collect::<Vec<_>>());
    let pair = unusual.map(|reading| match reading.from.why {
        Why::Unmarked => {
            format!("{} -> {}", cx.quote(reading.from.span), cx.quote(reading.to.span))
        }
        _ => reading.pair.to_string(),
    });
    let pair = pair.unwrap_or_default();
    match (unusual.is_some(), shown.is_empty()) {
        (true, true) => cx.lang.pick(
            || format!("{name} is stated as {value}, which fits only `{pair}`"),
            || format!("{name}{gap}写的是 {value}，只有按 `{pair}` 算才相符"),
        ),
        (true, false) => cx.lang.pick(
            || {
                format!(
                    "{name} is stated as {value}, but the timeline gives {given}; \
                     {value} fits only `{pair}`"
                )
            },
            || {
                format!(
                    "{name}{gap}写的是 {value}，按时间线却是 {given}；只有按 `{pair}` 算才是 {value}"
                )
            },
        ),
        (false, _) => cx.lang.pick(
            || format!("{name} is stated as {value}, but the timeline gives {given}"),
            || format!("{name}{gap}写的是 {value}，按时间线却是 {given}"),
        ),
    }
}

fn help(
    cx: &Context<'_>,
    stated: &Stated,
    derived: &[TimeDelta],
    unusual: Option<&Reading>,
) -> String {
    let mut ways = Vec::new();
    let lengths: Vec<String> = derived
        .iter()
        .filter(|&&length| length >= TimeDelta::zero())
        .map(|&length| format!("`{}`", display(length)))
        .collect();
    match lengths.as_slice() {
        [] => {}
        [length] => {
            ways.push(cx.lang.pick(|| format!("write {length}"), || format!("改成 {length}")));
        }
        several => {
            let several = cx.either(several);
            ways.push(cx.lang.pick(
                || format!("write the one that is meant, {several}"),
                || format!("按实际口径改成 {several}"),
            ));
        }
    }
    let mark = cx.mark_help(stated);
    // Where marks leave no choice of entries, one of the times may be the slip.
    let correct = (mark.is_none() && unusual.is_none() && !ways.is_empty()).then(|| {
        cx.lang.pick(|| "correct the time that is wrong".to_owned(), || "更正写错的时间".to_owned())
    });
    ways.extend(mark.or(correct));
    if let Some(reading) = unusual.filter(|reading| reading.from.why != Why::Unmarked) {
        let pin = format!("`{} = \"{}\"`", stated.id, reading.pair);
        ways.push(cx.lang.pick(
            || format!("pin {pin} under [metrics] in pmlint.toml"),
            || format!("在 pmlint.toml 的 [metrics] 下指定 {pin}"),
        ));
    } else if cx.settings.pins.contains_key(&stated.id) {
        ways.push(cx.lang.pick(
            || "pin another reading under [metrics]".to_owned(),
            || "在 [metrics] 下改用别的口径".to_owned(),
        ));
    }
    if ways.is_empty() {
        let correct = || "correct the value or the time stamps of these entries".to_owned();
        return cx.lang.pick(correct, || "更正数值，或更正这两条的时间戳".to_owned());
    }
    ways.join(cx.lang.pick(|| ", or ", || "，或"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::compare::Outcome::{Exact, Mismatch};
    use crate::milestone::Milestone::{Detected, Recovered, Responded, Start};
    use crate::rules::testing::{Case, entry, reading, stated};

    fn fifty() -> Stated {
        stated("detection", 50, vec![reading((Start, 5), (Detected, 3), Mismatch)])
    }

    #[test]
    fn stamps_out_of_order_prove_nothing() {
        let entries = vec![entry(5, &[Start]), entry(3, &[Detected]), entry(9, &[Responded])];
        assert!(Case::new(vec![fifty()]).entries(entries).run(&RULE).is_empty());
        let elsewhere = vec![entry(3, &[Detected]), entry(9, &[Responded]), entry(8, &[Recovered])];
        assert_eq!(Case::new(vec![fifty()]).entries(elsewhere).run(&RULE).len(), 1);
    }

    #[test]
    fn a_second_statement_that_fits_leaves_it_to_conflicting_metric() {
        let right = stated("detection", 3, vec![reading((Start, 0), (Detected, 3), Exact)]);
        assert!(Case::new(vec![right.clone(), fifty()]).run(&RULE).is_empty());
        let mut off = Case::new(vec![right, fifty()]);
        off.settings.levels.insert("conflicting-metric", crate::config::Level::Off);
        assert_eq!(off.run(&RULE).len(), 1);
    }

    #[test]
    fn an_unusual_reading_makes_it_a_warning() {
        let mut unusual = fifty();
        unusual
            .readings
            .push(Reading { usual: false, ..reading((Start, 5), (Responded, 55), Exact) });
        unusual.conclusion = Conclusion::Unusual(1);
        let found = Case::new(vec![unusual]).run(&RULE);
        assert_eq!(found[0].severity, Severity::Warning);
        assert!(found[0].message.ends_with("`start -> responded`"));
        // Both start at the same entry, which is shown once.
        assert_eq!(found[0].related.len(), 3);
    }
}
