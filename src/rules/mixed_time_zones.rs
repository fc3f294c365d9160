//! Entries of one timeline state different zones.

use crate::finding::Severity;
use crate::notation::timestamp::Zone;
use crate::rules::{Context, Findings, Report, Rule, timeline};
use crate::stamp::ScopedZone;
use crate::timeline::Entry;

pub(super) static RULE: Rule = Rule {
    id: "mixed-time-zones",
    severity: Some(Severity::Warning),
    summary: "entries of one timeline in different time zones",
    summary_zh: "同一时间线的条目写了不同的时区",
    fixes: &[],
    page: include_str!("../../rules/mixed-time-zones.md"),
    page_zh: include_str!("../../rules/zh/mixed-time-zones.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    for list in timeline::lists(&cx.postmortem.entries) {
        let stated: Vec<ScopedZone> = list.iter().filter_map(|entry| zone_of(entry)).collect();
        if let Some((common, odd)) = odd_one(&stated) {
            findings.extend(report(cx, common, odd));
        }
    }
}

/// The zone that an entry states; one that gives its time in two zones stands with any.
fn zone_of(entry: &Entry) -> Option<ScopedZone> {
    entry.start.own_zone().filter(|_| !entry.in_two_zones)
}

/// The first statement of the zone that most entries are in, and the first of another one.
fn odd_one(stated: &[ScopedZone]) -> Option<(ScopedZone, ScopedZone)> {
    let clock_changes = clock_changes(stated);
    let same = |one: &ScopedZone, other: &ScopedZone| {
        one.zone.is_same(other.zone) || clock_changes <= 1 && of_one_name(one.zone, other.zone)
    };
    // The different ones, each where it is stated first, with how often it is.
    let mut kinds: Vec<(ScopedZone, usize)> = Vec::new();
    for zone in stated {
        match kinds.iter_mut().find(|(known, _)| known.zone == zone.zone) {
            Some((_, count)) => *count += 1,
            None => kinds.push((*zone, 1)),
        }
    }
    let count = |(zone, _): &&(ScopedZone, usize)| -> usize {
        kinds.iter().filter(|(other, _)| same(zone, other)).map(|(_, count)| count).sum()
    };
    // Of two that are as frequent the first counts.
    let (common, _) = kinds.iter().rev().max_by_key(count)?;
    let odd = stated.iter().find(|zone| !same(common, zone))?;
    Some((*common, *odd))
}

/// Two offsets of one zone, `PST` and `PDT`.
fn of_one_name(one: Zone, other: Zone) -> bool {
    one.name.is_some() && one.name == other.name
}

/// How often a zone changes its offset along a timeline. Clocks do so once; more often it is a slip.
fn clock_changes(stated: &[ScopedZone]) -> usize {
    let changes = |pair: &&[ScopedZone]| match pair {
        [one, next] => of_one_name(one.zone, next.zone) && !one.zone.is_same(next.zone),
        _ => false,
    };
    stated.windows(2).filter(changes).count()
}

fn report(cx: &Context<'_>, common: ScopedZone, odd: ScopedZone) -> Option<Report> {
    let (common_span, odd_span) = (common.span?, odd.span?);
    let (usual, other) = (cx.quote(common_span), cx.quote(odd_span));
    let message = cx.lang.pick(
        || format!("this entry is in {other}, others of the timeline are in {usual}"),
        || format!("这一条写的是 `{other}`，时间线的其他条目写的是 `{usual}`"),
    );
    let related = cx.lang.pick(|| format!("in {usual}"), || format!("写的是 `{usual}`"));
    let help = cx.lang.pick(
        || "write all entries in one zone; give the other one in brackets behind it".to_owned(),
        || "所有条目统一用一个时区；需要时把另一个时区写在后面的括号里".to_owned(),
    );
    let report = Report::new(cx.label(odd_span, ""), message);
    Some(report.related(cx.label(common_span, related)).help(help))
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;
    use crate::notation::timestamp::Notations;
    use crate::span::Span;
    use crate::stamp::ZoneFrom;
    use crate::template::builtin;

    /// The zones of a text, each at its place.
    fn stated(text: &str, notations: &Notations) -> Vec<ScopedZone> {
        let mut at = 0;
        let place = |word: &str| {
            let found = notations.zone_in(word).expect("a zone");
            at += 10;
            ScopedZone { zone: found.zone, from: ZoneFrom::Stamp, span: Some(Span::at(at)) }
        };
        text.split_whitespace().map(place).collect()
    }

    #[test]
    fn the_odd_one_is_the_first_that_is_in_another_zone() {
        let template = builtin("generic-en").expect("a template");
        for (text, expected) in [
            ("UTC UTC UTC", None),
            ("UTC GMT (+00:00) UTC+0", None),
            ("UTC CET UTC", Some((10, 20))),
            ("CET UTC UTC", Some((20, 10))),
            ("UTC CET", Some((10, 20))),
            ("PT PT Pacific US/Pacific", None),
            ("PT PDT PT", None),
            ("PT ET PT", Some((10, 20))),
            ("PT UTC PT", Some((10, 20))),
            // Clocks change once.
            ("PDT PDT PST PST", None),
            ("PDT PST PDT", Some((10, 20))),
            ("JST (UTC+9) KST", None),
        ] {
            let stated = stated(text, &template.stamps);
            let odd = odd_one(&stated).map(|(common, odd)| (common.span, odd.span));
            let expected = expected.map(|(a, b)| (Some(Span::at(a)), Some(Span::at(b))));
            assert_eq!(odd, expected, "{text}");
        }
        let utc = FixedOffset::east_opt(0).expect("an offset");
        assert_eq!(odd_one(&[ScopedZone::configured(utc)]), None);
    }
}
