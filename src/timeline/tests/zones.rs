//! Whole documents to entries: the zone and the date of each.

use std::sync::Arc;

use crate::config::Settings;
use crate::postmortem::{Postmortem, read};
use crate::source::Source;
use crate::stamp::Stamp;
use crate::template::builtin;

/// A postmortem with a timeline of these lines, read with a built-in template.
fn postmortem(template: &str, text: &str) -> Postmortem {
    named("notes.md", template, text)
}

fn named(name: &str, template: &str, text: &str) -> Postmortem {
    let settings = Settings { template: builtin(template), ..Settings::default() };
    let source = Arc::new(Source::new(name, text));
    read(&source, &settings, true).into_iter().next().expect("a postmortem")
}

/// The offset and the origin of a stamp's zone: `+08:00 heading`, `named stamp`, `none`.
fn zone(stamp: &Stamp) -> String {
    let Some(zone) = stamp.zone else { return "none".to_owned() };
    let offset = zone.zone.offset.map(|offset| offset.to_string());
    let named = if zone.zone.name.is_some() { "named" } else { "unknown" };
    format!("{} {}", offset.unwrap_or(named.to_owned()), zone.from.id())
}

fn zones(template: &str, text: &str) -> Vec<String> {
    postmortem(template, text).entries.iter().map(|entry| zone(&entry.start)).collect()
}

#[test]
fn a_zone_is_stated_around_the_entries() {
    let utc = |from: &str| vec![format!("+00:00 {from}"); 2];
    let china = |from: &str| vec![format!("+08:00 {from}"); 2];
    let pacific = |from: &str| vec![format!("named {from}"); 2];
    let none = || vec!["none".to_owned(); 2];
    for (head, expected) in [
        ("## Timeline (UTC)", utc("heading")),
        ("## Timeline (all times UTC)", utc("heading")),
        ("## Timeline (UTC, except where noted)", utc("heading")),
        ("## Timeline\n\n### Monday (PT)", pacific("heading")),
        ("## Timeline\n\n### 2024-03-04 UTC", utc("heading")),
        ("## Timeline\n\nAll times in UTC.", utc("sentence")),
        ("## Timeline\n\n*(all times are in UTC)*", utc("sentence")),
        ("## Timeline\n\nAll times are Pacific.", pacific("sentence")),
        ("## Timeline\n\nNote: times are US/Pacific", pacific("sentence")),
        ("## Timeline\n\n(UTC)", utc("sentence")),
        ("## Timeline\n\n- Timezone: UTC", utc("sentence")),
        ("> All timestamps are UTC\n\n## Timeline", utc("sentence")),
        ("**Time zone:** UTC\n\n## Timeline", utc("sentence")),
        ("---\ntimezone: UTC\n---\n\n## Timeline", utc("sentence")),
        ("## Timeline (UTC)\n\nAll times in Beijing time.", china("sentence")),
        // What names a zone, and says nothing of the times.
        ("## Timeline\n\nResponse times in the CET region rose.", none()),
        ("## Timeline\n\nThe on-call engineer was in the PDT time zone.", none()),
        ("## Timeline\n\nAt 10:00 UTC the alert fired.", none()),
        ("## Timeline\n\n### Failover of CET servers", none()),
        ("## Timeline\n\nTimes at 10:00 UTC were bad.", none()),
        ("## Timeline (UTC / PT)", none()),
        ("## Timeline", none()),
    ] {
        let text = format!("{head}\n\n- 10:00 deploy\n- 10:05 alert\n");
        assert_eq!(zones("generic-en", &text), expected, "{head}");
    }
    for (head, expected) in [
        ("## 时间线（北京时间）", china("heading")),
        ("## 时间线（北京时间 = UTC+8）", china("heading")),
        ("## 时间线（UTC+8 本地时间）", china("heading")),
        ("## 时间线（CST）", china("heading")),
        ("## 时间线\n\n时间均为北京时间。", china("sentence")),
        ("## 时间线\n\n> 注：以下时间均为 UTC", utc("sentence")),
        ("## 时间线\n\n北京时间的早高峰受影响。", none()),
    ] {
        let text = format!("{head}\n\n- 10:00 发布\n- 10:05 告警\n");
        assert_eq!(zones("generic-zh", &text), expected, "{head}");
    }
    let japanese = "## タイムライン\n\n時刻はすべて JST。\n\n- 10:00 開始\n- 10:05 検知\n";
    assert_eq!(zones("generic-ja", japanese), ["+09:00 sentence", "+09:00 sentence"]);
}

#[test]
fn the_nearest_statement_of_a_zone_counts() {
    let table = "## Timeline (PT)\n\n| Time (UTC) | Local (CET) | Event |\n|---|---|---|\n\
                 | 10:00 | 11:00 | deploy |\n| | 11:05 | alert |\n| 10:10 JST | | call |\n";
    assert_eq!(zones("generic-en", table), ["+00:00 column", "+01:00 column", "+09:00 stamp"]);
    let days = "## Timeline (UTC)\n\n### Monday\n\n- 10:00 deploy\n\n### Tuesday (JST)\n\n\
                - 10:00 alert\n\n### Wednesday\n\n- 10:00 call\n";
    assert_eq!(zones("generic-en", days), ["+00:00 heading", "+09:00 heading", "+00:00 heading"]);
    let below = "## Timeline\n\n- 10:00 deploy\n- 10:05 alert\n\nAll times in UTC.\n";
    assert_eq!(zones("generic-en", below), ["+00:00 sentence", "+00:00 sentence"]);
    let first = "## Timeline\n\n- 10:00 UTC deploy\n- 10:05 alert\n";
    assert_eq!(zones("generic-en", first), ["+00:00 stamp", "+00:00 entries"]);
    let mixed = "## Timeline\n\n- 10:00 UTC deploy\n- 10:05 alert\n- 11:10 CET call\n";
    assert_eq!(zones("generic-en", mixed), ["+00:00 stamp", "unknown entries", "+01:00 stamp"]);
}

#[test]
fn what_lies_between_zones_is_said_only_where_it_is_known() {
    let minutes = |first: &str, second: &str| {
        let text = format!("## Timeline\n\n- 2024-03-04 {first} deploy\n- {second} alert\n");
        let entries = postmortem("generic-en", &text).entries;
        entries[1].start.since(&entries[0].start).map(|gap| gap.num_minutes())
    };
    assert_eq!(minutes("10:00 UTC", "11:05 CET"), Some(5));
    assert_eq!(minutes("10:00 PT", "10:05 Pacific"), Some(5));
    assert_eq!(minutes("10:00 PT", "10:05 PDT"), Some(5));
    assert_eq!(minutes("10:00 PT", "18:05 UTC"), None);
    assert_eq!(minutes("10:00 PT", "13:05 ET"), None);
    // The calendars of two zones show different days.
    assert_eq!(minutes("01:30 CET", "00:40 UTC"), Some(10));
    assert_eq!(minutes("00:30 CET", "23:40 UTC"), Some(10));
    assert_eq!(minutes("23:30 UTC", "00:40 CET"), Some(10));
}

fn dates(name: &str, text: &str) -> Vec<String> {
    let entries = named(name, "generic-en", text).entries;
    let shown = |stamp: &Stamp| format!("{} {}", stamp.at.format("%Y-%m-%d"), stamp.date.id());
    entries.iter().map(|entry| shown(&entry.start)).collect()
}

#[test]
fn a_date_comes_from_the_nearest_place() {
    let list = "## Timeline\n\n- 10:00 deploy\n- 10:05 alert\n";
    for (name, head, expected) in [
        ("notes.md", "", "2000-01-01 none"),
        ("2023-09-18-outage.md", "", "2023-09-18 file-name"),
        ("2023-09-18-outage.md", "---\ndate: 2023-09-19\n---\n", "2023-09-19 front-matter"),
        ("2023-09-18-outage.md", "We saw it on 20 September 2023.\n", "2023-09-20 text"),
        (
            "notes.md",
            "---\ndate: 2023-09-19\n---\n\n# Outage of 21 September 2023\n",
            "2023-09-21 title",
        ),
        ("notes.md", "# Outage of 21 September 2023\n\nDate: 2023-10-02\n", "2023-09-21 title"),
    ] {
        let text = format!("{head}\n{list}");
        assert_eq!(dates(name, &text), [expected, expected], "{name} {head}");
    }
    let days = "# Outage of 2023-09-17\n\n## Timeline\n\n### 2023-09-18\n\n- 10:00 deploy\n\
                - 2023-09-19 10:05 alert\n- 10:10 call\n";
    let expected = ["2023-09-18 heading", "2023-09-19 stamp", "2023-09-19 entry"];
    assert_eq!(dates("notes.md", days), expected);
}

#[test]
fn midnight_without_a_date_is_a_guess() {
    let midnight = |first: &str, second: &str| {
        let text = format!("## Timeline\n\n- {first} deploy\n- {second} alert\n");
        dates("2023-09-18.md", &text).remove(1)
    };
    assert_eq!(midnight("23:50", "00:10"), "2023-09-19 midnight");
    assert_eq!(midnight("2023-09-20 23:50", "00:10"), "2023-09-21 midnight");
    assert_eq!(midnight("23:50 UTC", "00:10 UTC"), "2023-09-19 midnight");
    assert_eq!(midnight("23:50 PT", "00:10 PT"), "2023-09-19 midnight");
    assert_eq!(midnight("10:50", "10:10"), "2023-09-18 file-name");
}

#[test]
fn the_date_of_the_document_says_nothing_against_another_one() {
    let text = "## Timeline\n\n- 10:00 deploy\n- 2023-09-02 10:05 alert\n";
    let entries = named("2023-09-18.md", "generic-en", text).entries;
    assert_eq!(entries[1].start.since(&entries[0].start), None);
    let entries = named("2023-09-02.md", "generic-en", text).entries;
    let gap = entries[1].start.since(&entries[0].start);
    assert_eq!(gap.map(|gap| gap.num_minutes()), Some(5));
}

#[test]
fn month_and_day_are_settled_by_other_dates() {
    let read = |head: &str, dates: &str| {
        let entries: String =
            dates.split(' ').map(|date| format!("- {date} 10:00 alert\n")).collect();
        let postmortem = postmortem("generic-en", &format!("{head}\n\n## Timeline\n\n{entries}"));
        let days = postmortem.entries.iter().map(|entry| entry.start.at.format("%m%d").to_string());
        (days.collect::<Vec<_>>().join(" "), postmortem.ambiguous_dates.len())
    };
    let cases = [
        ("", "3/4/2024 3/4/2024", "0304 0304", 1),
        ("", "3/4/2024 3/5/2024", "0304 0305", 2),
        ("", "3/3/2024 4/4/2024", "0303 0404", 0),
        ("", "3/4/2024 13/4/2024", "0403 0413", 0),
        ("", "3/4/2024 4/13/2024", "0304 0413", 0),
        ("", "3/4/2024 13/4/2024 4/13/2024", "0304 0413 0413", 1),
        ("# Outage of 2024-03-04", "3/4/2024", "0304", 0),
        ("# Outage of 3 April 2024", "3/4/2024", "0403", 0),
        ("# Outage of 2024-05-06", "3/4/2024", "0304", 1),
        ("# Outage of 2024-03-04", "3/4", "0304", 0),
        ("", "2024-03-04 2024-04-03", "0304 0403", 0),
    ];
    for (head, written, days, ambiguous) in cases {
        assert_eq!(read(head, written), (days.to_owned(), ambiguous), "{head} {written}");
    }
    let text = "## 时间线\n\n- 2024-01-01 10:00 发布\n- 3/4 10:00 告警\n";
    assert!(postmortem("generic-zh", text).ambiguous_dates.is_empty());
    // From one doubtful day to another nobody knows how long it is; within one it is known.
    let text = "## Timeline\n\n- 3/4/2024 10:00 deploy\n- 10:05 alert\n- 3/5/2024 10:00 call\n";
    let entries = postmortem("generic-en", text).entries;
    assert!(entries[1].start.since(&entries[0].start).is_some());
    assert!(entries[2].start.since(&entries[0].start).is_none());
}

#[test]
fn entries_may_be_counted_from_a_zero() {
    let starts = |lines: &[&str]| {
        let text = format!("## Timeline\n\n- {}\n", lines.join("\n- "));
        let entries = postmortem("generic-en", &text).entries;
        let first = entries[0].start;
        let shown = |stamp: &Stamp| match stamp.since_zero() {
            Some(since) => format!("T{:+}", since.num_minutes()),
            None => stamp.at.format("%m-%d %H:%M").to_string(),
        };
        let gap = |stamp: &Stamp| stamp.since(&first).map(|gap| gap.num_minutes());
        entries.iter().map(|entry| (shown(&entry.start), gap(&entry.start))).collect::<Vec<_>>()
    };
    let pairs = |expected: &[(&str, Option<i64>)]| -> Vec<(String, Option<i64>)> {
        expected.iter().map(|(shown, gap)| ((*shown).to_owned(), *gap)).collect()
    };
    assert_eq!(
        starts(&["T-5m deploy", "T0 alert", "T+15m call", "T+1h30m resolved"]),
        pairs(&[("T-5", Some(0)), ("T+0", Some(5)), ("T+15", Some(20)), ("T+90", Some(95))]),
    );
    assert_eq!(
        starts(&["T0 (2024-03-04 23:50): alert", "T+15m: call", "T+1d: resolved"]),
        pairs(&[("03-04 23:50", Some(0)), ("03-05 00:05", Some(15)), ("03-05 23:50", Some(1440))]),
    );
    assert_eq!(
        starts(&["T+10m (2024-03-04 10:10): alert", "T+15m: call"]),
        pairs(&[("03-04 10:10", Some(0)), ("03-04 10:15", Some(5))]),
    );
    // Where the zero is not known, nothing is said about the time to a clock time.
    assert_eq!(
        starts(&["T+10m alert", "2024-03-04 10:15 call"]),
        pairs(&[("T+10", Some(0)), ("03-04 10:15", None)]),
    );
}

#[test]
fn a_date_without_a_year_is_near_the_one_before() {
    let text = "# Outage of 2024-01-01\n\n## Timeline\n\n- Dec 31 23:50 deploy\n- Jan 1 00:10 alert\n\
                - Jan 2 10:00 call\n";
    let expected = ["2023-12-31 stamp", "2024-01-01 stamp", "2024-01-02 stamp"];
    assert_eq!(dates("notes.md", text), expected);
    let text = "## Timeline\n\n- 2023-12-31 23:50 deploy\n- 01-01 00:10 alert\n";
    assert_eq!(dates("notes.md", text), ["2023-12-31 stamp", "2024-01-01 stamp"]);
}

#[test]
fn a_row_may_have_a_column_for_the_date_and_one_for_the_time() {
    let text = "## Timeline\n\n| Date | Time (UTC) | Event |\n|---|---|---|\n\
                | 2024-03-04 | 10:00 | deploy |\n| 2024-03-04 | 10:05 - 10:20 | alert |\n\
                | | 23:00 | call |\n| 2024-03-05 | 00:05 | resolved |\n| 2024-03-06 | | closed |\n";
    let entries = postmortem("generic-en", text).entries;
    let shown = |stamp: &Stamp| format!("{} {}", stamp.at.format("%d %H:%M"), zone(stamp));
    let starts: Vec<String> = entries.iter().map(|entry| shown(&entry.start)).collect();
    let utc =
        ["04 10:00", "04 10:05", "04 23:00", "05 00:05"].map(|at| format!("{at} +00:00 column"));
    assert_eq!(starts.get(..4), Some(&utc[..]));
    assert_eq!(entries[1].end.map(|end| shown(&end)), Some("04 10:20 +00:00 column".to_owned()));
    assert_eq!(entries[0].text.lines().next(), Some("deploy"));
    assert_eq!(entries[4].start.at.format("%d").to_string(), "06");
}
