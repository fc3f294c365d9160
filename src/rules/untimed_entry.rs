//! An entry of the timeline says what happened and not when.

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
    let untimed: Vec<Span> = untimed.filter(|&span| !is_told_elsewhere(cx, span)).collect();
    match *untimed {
        // A timeline that was written without times has one fault, not one in every entry.
        [first, _, ..] if cx.postmortem.entries.is_empty() => findings.push(all(cx, first)),
        _ => findings.extend(
            untimed.iter().filter(|&&span| is_among_entries(cx, span)).map(|&span| one(cx, span)),
        ),
    }
}

/// Whether the items of a section are entries. They are parts of one where its heading has the time,
/// and where none of them has a time the section only tells about the timeline.
fn is_among_entries(cx: &Context<'_>, item: Span) -> bool {
    let own = section(cx, item);
    let title = own.checked_sub(1).and_then(|at| cx.postmortem.sections.get(at));
    let in_title = |span: Span| title.is_some_and(|section| section.title.contains(span));
    let stamps = || cx.postmortem.entries.iter().map(|entry| entry.stamp_span);
    let mut beside = stamps().filter(|&span| section(cx, span) == own).peekable();
    stamps().next().is_none() || (beside.peek().is_some() && !beside.any(in_title))
}

/// The index after that of the section that a place is in.
fn section(cx: &Context<'_>, place: Span) -> usize {
    cx.postmortem.sections.partition_point(|section| section.title.start <= place.start)
}

/// A placeholder where the time should be is a finding already, and a word for an honest "nothing"
/// is no entry.
fn is_told_elsewhere(cx: &Context<'_>, span: Span) -> bool {
    let open = cx.postmortem.placeholders.iter().any(|&open| span.contains(open));
    let nothing = |content| matches!(content, Content::Nothing(word) if word == span);
    open || cx.postmortem.sections.iter().any(|section| nothing(section.content))
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
