//! Whole documents to entries: the zone and the date of each.

use std::sync::Arc;

use crate::config::Settings;
use crate::postmortem::{Postmortem, read};
use crate::source::Source;
use crate::stamp::Stamp;
use crate::template::builtin;

/// A postmortem with a timeline of these lines, read with a built-in template.
fn postmortem(template: &str, text: &str) -> Postmortem {
    let settings = Settings { template: builtin(template), ..Settings::default() };
    let source = Arc::new(Source::new("notes.md", text));
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
