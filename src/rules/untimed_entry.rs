//! An entry of the timeline says what happened and not when.

use std::collections::{BTreeMap, HashSet};

use chrono::TimeDelta;

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::section::Content;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "untimed-entry",
    severity: Some(Severity::Warning),
    summary: "a timeline entry with no time",
    summary_zh: "时间线条目没有时间",
    fixes: &[],
    page: include_str!("../../rules/untimed-entry.md"),
    page_zh: include_str!("../../rules/zh/untimed-entry.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    // A time that does not exist is a finding of its own.
    let untimed = cx.postmortem.untimed.iter().filter(|entry| entry.stamp.is_none());
    let untimed = untimed.map(|entry| entry.span);
    // A date whose time was never filled in says little more.
    let day = TimeDelta::days(1);
    let unfilled = cx.postmortem.entries.iter().map(|entry| entry.start);
    let unfilled = unfilled.filter(|start| start.open && start.precision >= day);
    let untimed = untimed.chain(unfilled.map(|start| start.span));
    let mut untimed = untimed.peekable();
    if untimed.peek().is_none() {
        return;
    }
    let told = Told::new(cx);
    let untimed: Vec<Span> = untimed.filter(|&span| !told.holds(span)).collect();
    match *untimed {
        // A timeline that was written without times has one fault, not one in every entry.
        [first, _, ..] if cx.postmortem.entries.is_empty() => findings.push(all(cx, first)),
        _ => {
            let of_entries = of_entries(cx);
            let is_among_entries =
                |span: &&Span| of_entries.get(&section(cx, **span)).copied().unwrap_or(false);
            let all = cx.postmortem.entries.is_empty();
            let among = untimed.iter().filter(|span| all || is_among_entries(span));
            findings.extend(among.map(|&span| one(cx, span)));
        }
    }
}

/// The sections that have stamps, and whether their items are entries: they are parts of one where the
/// heading has the time. Where none of them has a time, the section only tells about the timeline.
fn of_entries(cx: &Context<'_>) -> BTreeMap<usize, bool> {
    let mut sections = BTreeMap::new();
    for span in cx.postmortem.entries.iter().map(|entry| entry.stamp_span) {
        let own = section(cx, span);
        let title = own.checked_sub(1).and_then(|at| cx.postmortem.sections.get(at));
        let in_title = title.is_some_and(|section| section.title.contains(span));
        *sections.entry(own).or_insert(true) &= !in_title;
    }
    sections
}

/// The index after that of the section that a place is in.
fn section(cx: &Context<'_>, place: Span) -> usize {
    cx.postmortem.sections.partition_point(|section| section.title.start <= place.start)
}

/// What is no entry or told already: a placeholder where the time should be is a finding of its own,
/// and a word for an honest "nothing" is no entry.
struct Told {
    /// The placeholders, by their start; no two overlap.
    open: Vec<Span>,
    nothing: HashSet<Span>,
}

impl Told {
    fn new(cx: &Context<'_>) -> Self {
        let mut open = cx.postmortem.placeholders.clone();
        open.sort_unstable();
        let contents = cx.postmortem.sections.iter().map(|section| section.content);
        let nothing = contents.filter_map(|content| match content {
            Content::Nothing(word) => Some(word),
            _ => None,
        });
        Self { open, nothing: nothing.collect() }
    }

    fn holds(&self, span: Span) -> bool {
        let from = self.open.partition_point(|open| open.start < span.start);
        let within = self.open.iter().skip(from).take_while(|open| open.start <= span.end);
        self.nothing.contains(&span) || within.into_iter().any(|&open| span.contains(open))
    }
}

fn one(cx: &Context<'_>, span: Span) -> Report {
    let message = cx.lang.pick(|| "this timeline entry has no time", || "这条时间线记录没有写时间");
    let help = cx.lang.pick(
        || "begin the entry with its time, as in `2021-03-19 11:46`",
        || "在条目开头写上时间，例如 `2021-03-19 11:46`",
    );
    Report::new(cx.label(first_line(cx, span), ""), message).help(help)
}

fn all(cx: &Context<'_>, first: Span) -> Report {
    let message =
        cx.lang.pick(|| "no entry of the timeline has a time", || "时间线的所有条目都没有写时间");
    let help = cx.lang.pick(
        || "begin each entry with its time, as in `2021-03-19 11:46`",
        || "在每条记录开头写上时间，例如 `2021-03-19 11:46`",
    );
    Report::new(cx.label(first_line(cx, first), ""), message).help(help)
}

/// The first line of a text, which is enough to find it by.
fn first_line(cx: &Context<'_>, span: Span) -> Span {
    let length = cx.text(span).lines().next().map_or(0, str::len);
    Span::new(span.start, span.start + length)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Settings;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::builtin;

    #[test]
    fn a_date_whose_time_was_left_open_is_reported_once() {
        for (entry, rule) in [
            ("2024-05-06 --:-- deployed", "untimed-entry"),
            ("2024-05-06 ??:?? deployed", "placeholder"),
            ("2024-05-06 HH:mm deployed", "placeholder"),
        ] {
            let text = format!("## Timeline\n\n- {entry}\n- 2024-05-06 10:00 alert fired\n");
            let source = Arc::new(Source::new("a.md", text));
            let settings = Settings { template: builtin("generic-en"), ..Settings::default() };
            let read = crate::read(&source, &settings, true);
            let found = crate::lint(&source, &read, &settings, Lang::En);
            let of_line = |span: crate::span::Span| source.line(span.start) == 3;
            let rules = found.iter().filter(|one| of_line(one.primary.span)).map(|one| one.rule);
            assert_eq!(rules.collect::<Vec<_>>(), [rule], "{entry}");
        }
    }
}
