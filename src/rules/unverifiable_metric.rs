//! `unverifiable-metric`: a metric is stated, and the timeline has nothing to compare it with.

use chrono::TimeDelta;

use crate::finding::Severity;
use crate::metric::{Conclusion, Reading, Standing, Stated, StatedValue};
use crate::milestone::{Milestone, Pair};
use crate::notation::duration::Value;
use crate::rules::metric_text::gap_before;
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::{Content, Section};
use crate::template::Part;
use crate::timeline::Why;

pub(super) static RULE: Rule = Rule {
    id: "unverifiable-metric",
    severity: Some(Severity::Warning),
    summary: "a metric is stated, but the timeline has no entry for one end of it",
    summary_zh: "时间线缺少条目，无法核对时间指标",
    fixes: &[],
    page: include_str!("../../rules/unverifiable-metric.md"),
    page_zh: include_str!("../../rules/zh/unverifiable-metric.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let timeline = timeline(cx);
    // Nobody expects the timeline to bear out what is said in passing.
    let whole = cx.postmortem.metrics.iter().filter(|one| one.standing != Standing::Aside);
    for stated in whole {
        let comparable = stated.conclusion != Conclusion::Unverifiable;
        match (&stated.value, timeline) {
            (StatedValue::Unreadable(Some(Value::Vague)), _) => findings.push(vague(cx, stated)),
            (StatedValue::Unreadable(Some(Value::Rate)), _) => findings.push(rate(cx, stated)),
            (StatedValue::Unreadable(Some(Value::WorkingHours)), Some(_)) => {
                findings.push(working_hours(cx, stated));
            }
            (StatedValue::Duration(_), Some(timeline)) if !comparable => {
                let report = guessed(cx, stated)
                    .or_else(|| backward(cx, stated))
                    .or_else(|| without_entry(cx, stated, timeline))
                    .or_else(|| bounded(cx, stated));
                if let Some(report) = report {
                    findings.push(report);
                }
            }
            _ => {}
        }
    }
}

/// The timeline's section, where it has something to read. One that is absent, empty, still to be
/// filled in, or whose entries carry no readable time, is reported as such.
fn timeline<'a>(cx: &Context<'a>) -> Option<&'a Section> {
    let facts = cx.postmortem;
    let sections = || facts.sections.iter().filter(|section| section.part == Part::Timeline);
    let has_text = sections().any(|section| section.content == Content::Something);
    let is_reported = !facts.untimed.is_empty() || !facts.impossible_stamps.is_empty();
    let readable = !facts.entries.is_empty() || (has_text && !is_reported);
    sections().find(|section| section.spec.is_some()).filter(|_| readable)
}

fn vague(cx: &Context<'_>, stated: &Stated) -> Report {
    let (name, value) = (cx.quote(stated.name), cx.quote(stated.value_span));
    let gap = gap_before(&name);
    Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || format!("{name} cannot be checked: `{value}` is too vague to compare"),
            || format!("无法核对{gap}{name}：“{value}”太模糊，无从比较"),
        ),
    )
    .help(
        cx.lang
            .pick(|| "write a number and its unit, such as `5m`", || "写成数字加单位，例如 `5m`"),
    )
}

fn rate(cx: &Context<'_>, stated: &Stated) -> Report {
    let (name, value) = (cx.quote(stated.name), cx.quote(stated.value_span));
    let gap = gap_before(&name);
    let message = cx.lang.pick(
        || format!("{name} cannot be checked: `{value}` is a rate, not a length of time"),
        || format!("无法核对{gap}{name}：“{value}”是频率，不是时长"),
    );
    let help = cx.lang.pick(|| "write how long it took in all", || "写明总共持续多久");
    Report::new(cx.label(stated.value_span, ""), message).help(help)
}

fn working_hours(cx: &Context<'_>, stated: &Stated) -> Report {
    let (name, value) = (cx.quote(stated.name), cx.quote(stated.value_span));
    let gap = gap_before(&name);
    let message = cx.lang.pick(
        || format!("{name} cannot be checked: `{value}` is counted in working hours alone"),
        || format!("无法核对{gap}{name}：“{value}”只计工作时间"),
    );
    let help = cx.lang.pick(
        || "state the whole length as well, or leave it at that: the timeline tells no working hours",
        || "可以另外写明总时长；时间线里看不出哪些是工作时间，不写也可以",
    );
    Report::new(cx.label(stated.value_span, ""), message).help(help)
}

/// A metric whose entries are there, on a day that had to be guessed.
fn guessed(cx: &Context<'_>, stated: &Stated) -> Option<Report> {
    let stamps = stated.usual().flat_map(|reading| [reading.from.stamp, reading.to.stamp]);
    let stamp = stamps.into_iter().find(|stamp| stamp.is_guess())?;
    let (name, time) = (cx.quote(stated.name), cx.quote(stamp.span));
    let gap = gap_before(&name);
    let report = Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || format!("{name} cannot be checked: the day of {time} is a guess"),
            || format!("无法核对{gap}{name}：{time} 是哪一天只能猜测"),
        ),
    );
    let place = cx.lang.pick(
        || "the clock goes back here; taken as the next day",
        || "时刻在这里倒退，按次日处理",
    );
    let help = cx.lang.pick(|| "write the date into this time stamp", || "在这个时间戳里写上日期");
    Some(report.related(cx.label(stamp.span, place)).help(help))
}

/// A metric whose entries, by their words, stand the wrong way round: at least one was misread.
fn backward(cx: &Context<'_>, stated: &Stated) -> Option<Report> {
    let mut readings = stated.usual();
    let reading = readings.next().filter(|reading| reading.delta < TimeDelta::zero())?;
    if readings.any(|reading| reading.delta >= TimeDelta::zero()) {
        return None;
    }
    let (from, to) = (cx.milestone(reading.pair.from), cx.milestone(reading.pair.to));
    let name = cx.quote(stated.name);
    let gap = gap_before(&name);
    let report = Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || format!("{name} cannot be checked: the entry read as {to} comes before {from}"),
            || format!("无法核对{gap}{name}：被认作{to}的条目早于{from}"),
        ),
    );
    let marks = [cx.mark(reading.pair.from), cx.mark(reading.pair.to)].map(|it| format!("`{it}`"));
    let marks = cx.all_of(&marks);
    let report = cx.anchor_labels(reading).into_iter().fold(report, Report::related);
    Some(report.help(cx.lang.pick(
        || format!("mark the entries that are meant with {marks}"),
        || format!("用 {marks} 标出真正对应的条目"),
    )))
}

/// A metric whose entries only bound it: the work was closed at some time after the service was back, the
/// fault began at some time before it was reported, or was there again after the end.
fn bounded(cx: &Context<'_>, stated: &Stated) -> Option<Report> {
    let value = stated.duration()?;
    let too_late =
        |reading: &&Reading| reading.pair.to == Milestone::Closed && reading.delta > value.nominal;
    let closed = stated.usual().find(too_late);
    let reading = closed.or_else(|| stated.usual().next())?;
    let from_at = reading.from.stamp;
    let is_reported = cx.postmortem.entries.iter().any(|entry| {
        let is = |wanted| entry.marks.iter().any(|mark| mark.milestone == wanted);
        let by_then = entry.start.instant() <= from_at.instant() && is(Milestone::Detected);
        by_then || entry.start.span == from_at.span && is(Milestone::Declared)
    });
    let begins = matches!(reading.pair.from, Milestone::Start | Milestone::Trigger);
    let (from, to) = (cx.milestone(reading.pair.from), cx.milestone(reading.pair.to));
    let (why, wanted) = if closed.is_some() {
        let why = cx.lang.pick(
            || format!("the timeline has {to}, and not when the service was back"),
            || format!("时间线里只有{to}，没有写服务何时恢复"),
        );
        (why, Milestone::Recovered)
    } else if begins && is_reported {
        let why = cx.lang.pick(
            || format!("the fault was reported by the time of the entry read as {from}"),
            || format!("被认作{from}的条目不是真正的开端，当时已有人报告故障"),
        );
        (why, reading.pair.from)
    } else {
        let why = cx.lang.pick(
            || format!("the fault is there again after the entry read as {to}"),
            || format!("被认作{to}的条目之后，故障再次出现"),
        );
        (why, reading.pair.to)
    };
    let name = cx.quote(stated.name);
    let gap = gap_before(&name);
    let report = Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || format!("{name} cannot be checked: {why}"),
            || format!("无法核对{gap}{name}：{why}"),
        ),
    );
    let mark = format!("`{}`", cx.mark(wanted));
    let report = cx.anchor_labels(reading).into_iter().fold(report, Report::related);
    Some(report.help(cx.lang.pick(
        || format!("mark the entry that is meant with {mark}, or add it to the timeline"),
        || format!("用 {mark} 标出真正对应的条目，没有就补上"),
    )))
}

fn without_entry(cx: &Context<'_>, stated: &Stated, timeline: &Section) -> Option<Report> {
    // The impact may stand in for an entry; what is lacking is the entry.
    let is_entry =
        |reading: &Reading| [reading.from, reading.to].iter().all(|end| end.why != Why::Impact);
    if stated.usual().any(is_entry) {
        return None;
    }
    let lacking = lacking(cx, &cx.pairs(&stated.id));
    if lacking.is_empty() || is_explained(cx, &lacking) {
        return None;
    }
    let name = cx.quote(stated.name);
    let gap = gap_before(&name);
    let named = |side: &Vec<Milestone>| {
        cx.either(&side.iter().map(|&milestone| cx.milestone(milestone)).collect::<Vec<_>>())
    };
    let sides: Vec<String> = lacking.iter().map(named).collect();
    let lacks = cx.lang.pick(
        || format!("no entry for {}", sides.join(", and none for ")),
        || format!("没有{}的条目", sides.join("，也没有")),
    );
    let marks = lacking.iter().filter_map(|side| side.first());
    let marks: Vec<String> = marks.map(|&milestone| format!("`{}`", cx.mark(milestone))).collect();
    let (entry, them) = if marks.len() == 1 { ("entry", "it") } else { ("entries", "them") };
    let marks = cx.all_of(&marks);
    let report = Report::new(
        cx.label(stated.value_span, ""),
        cx.lang.pick(
            || format!("{name} cannot be checked: the timeline has {lacks}"),
            || format!("无法核对{gap}{name}：时间线里{lacks}"),
        ),
    );
    Some(report.related(cx.label(timeline.title, lacks)).help(cx.lang.pick(
        || format!("mark the {entry} with {marks}, or add {them} to the timeline"),
        || format!("用 {marks} 标出对应的条目，没有就补上"),
    )))
}

/// Whether the entry is there with a time that is absent or impossible, which is reported.
fn is_explained(cx: &Context<'_>, lacking: &[Vec<Milestone>]) -> bool {
    let cues = cx.template().cues();
    let is_lacking = |milestone| lacking.iter().flatten().any(|known| *known == milestone);
    !cx.postmortem.impossible_stamps.is_empty()
        || cx.postmortem.untimed.iter().any(|entry| {
            let text = cx.text(entry.span);
            cues.find(text, |_| false).iter().any(|&(milestone, _)| is_lacking(milestone))
                || lacking.iter().flatten().any(|&milestone| text.contains(&cx.mark(milestone)))
        })
}

/// The milestones that no entry and no key event stands for: those the clock could start at, those it could stop at.
fn lacking(cx: &Context<'_>, pairs: &[Pair]) -> Vec<Vec<Milestone>> {
    let is_there = |milestone: Milestone| {
        let marks = cx.postmortem.entries.iter().flat_map(|entry| &entry.marks);
        let stated = cx.postmortem.key_events.iter().map(|event| event.milestone);
        marks.map(|mark| mark.milestone).chain(stated).any(|known| known == milestone)
    };
    let starts = pairs.iter().any(|pair| is_there(pair.from));
    let stops = pairs.iter().any(|pair| is_there(pair.to));
    let mut from = Vec::new();
    let mut to = Vec::new();
    for pair in pairs {
        // Where one end is there, the other end of that very pair is lacking.
        if !starts && (!stops || is_there(pair.to)) && !from.contains(&pair.from) {
            from.push(pair.from);
        }
        let wanted = if starts { is_there(pair.from) } else { !stops };
        if wanted && !to.contains(&pair.to) {
            to.push(pair.to);
        }
    }
    [from, to].into_iter().filter(|side| !side.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::Milestone::{Detected, Responded, Start};
    use crate::rules::testing::{Case, at, entry, stated};
    use crate::span::Span;
    use crate::timeline::Untimed;

    fn case() -> Case {
        Case::new(vec![stated("response", 5, Vec::new())])
    }

    #[test]
    fn both_ends_are_named_where_both_are_lacking() {
        let found = case().entries(vec![entry(0, &[Start])]).run(&RULE);
        assert!(found[0].message.ends_with("no entry for detected, and none for responded"));
        let found = case().entries(vec![entry(0, &[Detected])]).run(&RULE);
        assert!(found[0].message.ends_with("no entry for responded"));
        let found = case().entries(vec![entry(0, &[Responded])]).run(&RULE);
        assert!(found[0].message.ends_with("no entry for detected"));
    }

    #[test]
    fn what_is_reported_of_the_timeline_is_not_reported_here() {
        let mut empty = case();
        empty.postmortem.sections[1].content = Content::Empty;
        assert!(empty.run(&RULE).is_empty());
        let mut absent = case().entries(vec![entry(0, &[Start])]);
        absent.postmortem.sections.pop();
        assert!(absent.run(&RULE).is_empty());
        let mut impossible = case().entries(vec![entry(0, &[Start])]);
        impossible.postmortem.impossible_stamps = vec![at(3).span];
        assert!(impossible.run(&RULE).is_empty());
        let mut untimed = case();
        let (span, text) = (Span::new(5, 6), String::new());
        untimed.postmortem.untimed = vec![Untimed { span, stamp: None, text }];
        assert!(untimed.run(&RULE).is_empty());
    }

    #[test]
    fn a_timeline_without_any_time_is_reported() {
        assert_eq!(case().run(&RULE).len(), 1);
    }
}
