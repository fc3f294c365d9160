//! `impact-outside-timeline`: an impact window is not covered by the timeline.

use chrono::{NaiveDateTime, TimeDelta};

use crate::finding::Severity;
use crate::impact::Window;
use crate::notation::duration::display;
use crate::rules::{Context, Findings, Report, Rule};
use crate::stamp::{DateFrom, Stamp};
use crate::timeline::Entry;

pub(super) static RULE: Rule = Rule {
    id: "impact-outside-timeline",
    severity: Some(Severity::Warning),
    summary: "the timeline does not cover an impact window",
    summary_zh: "时间线没有覆盖影响时段",
    fixes: &[],
    page: include_str!("../../rules/impact-outside-timeline.md"),
    page_zh: include_str!("../../rules/zh/impact-outside-timeline.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    // What the timeline covers is unknown while a stamp of it cannot be read, which is reported.
    if !cx.postmortem.impossible_stamps.is_empty() {
        return;
    }
    let Some(covered) = Covered::new(&cx.postmortem.entries) else { return };
    let mut seen: Vec<(NaiveDateTime, Option<NaiveDateTime>)> = Vec::new();
    for window in &cx.postmortem.windows {
        let times = (window.start.at, window.end.map(|end| end.at));
        if !seen.contains(&times) {
            seen.push(times);
            if let Some(report) = report(cx, window, &covered) {
                findings.push(report);
            }
        }
    }
}

/// The time that the entries of a timeline span.
struct Covered {
    first: Stamp,
    last: Stamp,
    /// Whether an entry has no end yet.
    open: bool,
}

impl Covered {
    fn new(entries: &[Entry]) -> Option<Self> {
        let starts = entries.iter().map(|entry| entry.start);
        let ends = entries.iter().map(|entry| entry.end.unwrap_or(entry.start));
        let first = starts.reduce(|a, b| if b.is_before(&a) { b } else { a })?;
        let last = ends.reduce(|a, b| if a.is_before(&b) { b } else { a })?;
        Some(Self { first, last, open: entries.iter().any(|entry| entry.open) })
    }

    /// Whether it is known which of these days a window is on.
    fn knows_day_of(&self, window: &Window) -> bool {
        let nowhere = |stamp: &Stamp| stamp.date == DateFrom::Nowhere;
        let guessed = window.start.is_guess() || self.first.is_guess() || self.last.is_guess();
        let one_day = self.first.at.date() == self.last.at.date();
        let dated = window.start.date == DateFrom::Stamp;
        !guessed && nowhere(&window.start) == nowhere(&self.first) && (dated || one_day)
    }

    /// How long before the first entry a window starts.
    fn before(&self, window: &Window) -> Option<TimeDelta> {
        gap(&window.start, &self.first).filter(|&gap| Self::is_meant(window, gap))
    }

    /// How long after the last entry a window ends.
    fn after(&self, window: &Window) -> Option<TimeDelta> {
        let end = window.end.filter(|_| !self.open)?;
        gap(&self.last, &end).filter(|&gap| Self::is_meant(window, gap))
    }

    /// A window without a date that is half a day off is on another day.
    fn is_meant(window: &Window, gap: TimeDelta) -> bool {
        window.start.date == DateFrom::Stamp || gap <= TimeDelta::hours(12)
    }
}

/// The time from one stamp to a later one, where it is more than their precision.
fn gap(from: &Stamp, to: &Stamp) -> Option<TimeDelta> {
    let gap = to.since(from)?;
    (gap > from.precision.max(to.precision)).then_some(gap)
}

fn report(cx: &Context<'_>, window: &Window, covered: &Covered) -> Option<Report> {
    if !covered.knows_day_of(window) {
        return None;
    }
    let (before, after) = (covered.before(window), covered.after(window));
    let outside = match (before.map(display), after.map(display)) {
        (None, None) => return None,
        (Some(gap), None) => cx.lang.pick(
            || format!("starts {gap} before the timeline"),
            || format!("比时间线早 {gap} 开始"),
        ),
        (None, Some(gap)) => cx
            .lang
            .pick(|| format!("ends {gap} after the timeline"), || format!("比时间线晚 {gap} 结束")),
        (Some(early), Some(late)) => cx.lang.pick(
            || format!("starts {early} before the timeline and ends {late} after it"),
            || format!("比时间线早 {early} 开始，晚 {late} 结束"),
        ),
    };
    let mut report = Report::new(
        cx.label(window.span, ""),
        cx.lang.pick(|| format!("the impact {outside}"), || format!("影响时段{outside}")),
    );
    if before.is_some() {
        let message = cx.lang.pick(|| "the timeline begins here", || "时间线从这里开始");
        report = report.related(cx.label(covered.first.span, message));
    }
    if after.is_some() {
        let message = cx.lang.pick(|| "the timeline ends here", || "时间线到这里结束");
        report = report.related(cx.label(covered.last.span, message));
    }
    Some(report.help(cx.lang.pick(
        || "add what happened then to the timeline, or correct the window",
        || "在时间线里补上这段时间发生的事，或更正影响时段",
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Case, at, entry};
    use crate::span::Span;

    fn window(start: i64, end: Option<i64>) -> Window {
        Window { start: at(start), end: end.map(at), span: Span::new(20, 30), section: 0 }
    }

    fn count(windows: Vec<Window>, entries: Vec<Entry>) -> usize {
        let mut case = Case::new(Vec::new()).entries(entries);
        case.postmortem.windows = windows;
        case.run(&RULE).len()
    }

    fn an_hour() -> Vec<Entry> {
        vec![entry(0, &[]), entry(60, &[])]
    }

    #[test]
    fn a_window_is_reported_once() {
        assert_eq!(count(vec![window(0, Some(60)), window(10, None)], an_hour()), 0);
        assert_eq!(count(vec![window(10, Some(90)), window(10, Some(90))], an_hour()), 1);
        assert_eq!(count(vec![window(10, Some(90)), window(10, Some(80))], an_hour()), 2);
        assert_eq!(count(vec![window(10, Some(90))], Vec::new()), 0);
    }

    #[test]
    fn the_precision_of_the_stamps_is_allowed_for() {
        assert_eq!(count(vec![window(10, Some(61))], an_hour()), 0);
        assert_eq!(count(vec![window(10, Some(62))], an_hour()), 1);
    }

    #[test]
    fn an_open_entry_covers_what_follows() {
        let mut entries = an_hour();
        entries[1].open = true;
        assert_eq!(count(vec![window(10, Some(90))], entries), 0);
    }

    #[test]
    fn a_window_without_a_date_may_be_on_another_day() {
        let undated = |start, end| {
            let mut window = window(start, Some(end));
            window.start.date = DateFrom::Entry;
            window
        };
        let days = vec![entry(0, &[]), entry(2000, &[])];
        assert_eq!(count(vec![undated(1990, 2100)], days), 0);
        assert_eq!(count(vec![undated(10, 90)], an_hour()), 1);
        assert_eq!(count(vec![undated(900, 930)], an_hour()), 0);
    }
}
