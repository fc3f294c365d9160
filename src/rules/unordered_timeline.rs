//! An entry of the timeline starts before the one above it.

use chrono::{TimeDelta, Timelike};

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule, clock, timeline};
use crate::stamp::Stamp;
use crate::timeline::Entry;

pub(super) static RULE: Rule = Rule {
    id: "unordered-timeline",
    severity: Some(Severity::Error),
    summary: "an entry that starts before the one above it",
    summary_zh: "时间线条目早于它的上一条",
    fixes: &[],
    page: include_str!("../../rules/unordered-timeline.md"),
    page_zh: include_str!("../../rules/zh/unordered-timeline.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for list in timeline::lists(&cx.postmortem.entries) {
        if timeline::is_newest_first(&list) {
            findings.extend(newest_first(cx, &timeline::outermost(&list)));
            continue;
        }
        for (above, entry) in descents(&list) {
            let report = report(cx, above, entry);
            let text = |entry: &Entry| cx.text(entry.start.span);
            findings.push(
                match is_half_day(text(above), &above.start, text(entry), &entry.start) {
                    true => report.severity(Severity::Warning).help(cx.lang.pick(
                        || "write which half of the day this is, as the entry above does",
                        || "像上一条那样写明上午或下午",
                    )),
                    false => report,
                },
            );
        }
    }
}

/// Each entry that starts before the one it follows, with that one.
fn descents<'e>(list: &[&'e Entry]) -> Vec<(&'e Entry, &'e Entry)> {
    let steps = (0..list.len()).filter_map(|at| Some((timeline::above(list, at)?, list[at])));
    steps
        .filter(|(above, entry)| {
            !entry.start.is_guess() && clock::is_before(&entry.start, &above.start)
        })
        .collect()
}

/// Whether a stamp may be twelve hours later than it says: the one above it is written on a clock of
/// twelve hours (`1:34pm`), this one has nothing behind its digits, and so it would be in order.
fn is_half_day(above: &str, earlier: &Stamp, written: &str, stamp: &Stamp) -> bool {
    let hour = |text: &str| {
        let before = text.split([':', '：']).next()?;
        before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok()
    };
    let on_short_clock =
        hour(above).is_some_and(|hour| hour < 12 && earlier.at.hour() == hour + 12);
    let is_bare = written.ends_with(|c: char| c.is_ascii_digit()) && written.contains([':', '：']);
    let later = stamp.at.checked_add_signed(TimeDelta::hours(12));
    on_short_clock
        && is_bare
        && hour(written).is_some_and(|hour| (1..12).contains(&hour))
        && later.is_some_and(|later| later >= earlier.at && later.date() == stamp.at.date())
}

fn report(cx: &Context<'_>, above: &Entry, entry: &Entry) -> Report {
    let (before, time) = clock::times(&above.start, &entry.start);
    let message = cx.lang.pick(
        || format!("this entry starts at {time}, before the one above it at {before}"),
        || format!("这一条从 {time} 开始，早于上一条的 {before}"),
    );
    let related =
        cx.lang.pick(|| format!("the one above, at {before}"), || format!("上一条，{before}"));
    let help = cx.lang.pick(
        || format!("move it above the entry of {before}, or correct one of the two times"),
        || format!("将它移到 {before} 那一条之前，或更正其中一个时间"),
    );
    Report::new(cx.label(entry.stamp_span, ""), message)
        .related(cx.label(above.stamp_span, related))
        .help(help)
}

fn newest_first(cx: &Context<'_>, list: &[&Entry]) -> Option<Report> {
    let (first, second) = (list.first()?, list.get(1)?);
    let message = cx.lang.pick(
        || "the timeline runs from the newest entry to the oldest",
        || "时间线是倒序的，从最新的一条写到最早的一条",
    );
    let start = cx.lang.pick(|| "the newest entry", || "最新的一条");
    let help = cx
        .lang
        .pick(|| "write the entries from the oldest to the newest", || "按时间从早到晚重新排列");
    let report = Report::new(cx.label(second.stamp_span, ""), message);
    Some(report.related(cx.label(first.stamp_span, start)).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::at;
    use crate::rules::timeline::tests::entries;

    #[test]
    fn a_bare_time_below_one_of_a_half_day_may_be_of_the_same() {
        // 13:34 and 10:10, which may be 22:10.
        let (earlier, stamp) = (at(214), at(10));
        for (above, written, expected) in [
            ("July 12 1:34pm", "July 12 10:10", true),
            ("1:34 PM", "10:10", true),
            ("13:34", "10:10", false),
            ("1:34pm", "10:10am", false),
            ("1:34pm", "10:10 UTC", false),
        ] {
            assert_eq!(
                is_half_day(above, &earlier, written, &stamp),
                expected,
                "{above} {written}"
            );
        }
    }

    #[test]
    fn one_entry_out_of_place_is_one_descent() {
        let cases: [(&[(usize, &str)], usize); 7] = [
            (&[(1, "11:45"), (1, "11:45"), (1, "11:50")], 0),
            (&[(1, "11:45"), (1, "10:00"), (1, "11:50")], 1),
            (&[(1, "11:45"), (1, "13:00"), (1, "11:50"), (1, "12:10")], 1),
            (&[(1, "11:45"), (2, "13:00"), (1, "11:50")], 0),
            (&[(1, "11:45"), (2, "11:40"), (1, "11:50")], 1),
            (&[(1, "23:50"), (1, "+00:10"), (1, "23:55")], 0),
            (&[(1, "11:45"), (1, "11:40")], 1),
        ];
        for (written, count) in cases {
            let entries = entries(written);
            let list = &timeline::lists(&entries)[0];
            assert_eq!(descents(list).len(), count, "{written:?}");
        }
    }
}
