//! The facts of a document, as a table and as JSON.

use super::*;
use crate::output::facts_json;

const TEXT: &str = "\u{feff}# 备库切换复盘

## 时间指标

- 故障感知时间：5m 不达标
- 故障处理时间：2h

## 故障描述

### 事故回放

- `2021-03-19 11:48` 服务不可用
- `13:09 ~ 14:02` 收到缓存服务不可用的告警\u{1b}[31m
- 业务方确认
- `14:06` 恢复正常

### 事故影响

- 用户侧：在 `11:50 ~ 14:02` 间视频不是最新的
";

fn facts(check: impl FnOnce(&Facts<'_>)) {
    let source = Arc::new(Source::new("复盘/a.md", TEXT));
    let config = "template = \"infra-zh\"\n[sla]\ndetection = \"10m\"\n";
    let config = Arc::new(Source::new("pmlint.toml", config));
    let config = crate::config::Config::parse(&config, Lang::En, &[], &mut |_| Err(String::new()))
        .expect("a configuration");
    let settings = config.settings_for(std::path::Path::new("a.md"));
    let postmortems = crate::read(&source, &settings, true);
    check(&Facts { source: &source, postmortems: &postmortems, settings: &settings });
}

fn table(style: Style) -> String {
    let mut out = String::new();
    facts(|facts| file(facts, style, &mut out));
    out
}

const STYLE: Style = Style { lang: Lang::En, width: usize::MAX, color: false, verbose: false };

#[test]
fn the_table_shows_every_fact_with_its_reason() {
    let expected = "\
复盘/a.md:1: 备库切换复盘
  template: infra-zh (5 of 14 sections), severity: not stated

  sections
    L1   -              备库切换复盘
    L3   metrics          时间指标
    L8   description      故障描述
    L10  timeline           事故回放
    L17  impact             事故影响
    L19  impact-user          用户侧
    ✗    impact-service  服务侧 (missing, required)
    ✗    impact-product  产品侧 (missing, required)
    ✗    cause           事故原因 (missing, required)
    ✗    cause-direct    直接原因 (missing, required)
    ✗    cause-indirect  间接原因 (missing, required)
    ✗    actions         改进方案 (missing, required)
    ✗    actions-short   短期方案 (missing, required)
    ✗    actions-long    长期方案 (missing, required)
    ✗    risks           其他风险点 (missing, required)

  timeline
    L12  T+0m     2021-03-19 11:48  start (word 不可用)              服务不可用
    L13  T+1h21m  13:09 ~ 14:02     detected (word 不可用的告警)  收到缓存服务不可用的告警␛[31m
    L14           no time                                            业务方确认
    L15  T+2h18m  14:06             recovered (word 恢复正常)     恢复正常

  impact
    L19  2021-03-19 11:50 ~ 14:02  2h12m  用户侧

  metrics
    L5  detection  故障感知时间  5m 不达标 (missed), target 10m
      start 11:48 (L12) -> detected 13:09 (L13) = 1h21m  mismatch
      and 1 less likely one (--verbose)
      => no reading of the timeline gives 5m
    L6  resolution  故障处理时间  2h
      start 11:48 (L12) -> recovered 14:06 (L15) = 2h18m  rounded
      detected 13:09 (L13) -> recovered 14:06 (L15) = 57m  mismatch
      and 3 less likely ones (--verbose)
      => agrees with start -> recovered
";
    let squeeze = |text: &str| {
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(squeeze(&table(STYLE)), squeeze(expected));
}

#[test]
fn the_table_exists_in_chinese() {
    let table = table(Style { lang: Lang::Zh, ..STYLE });
    for part in [
        "14 个章节中找到 5 个",
        "故障等级：未写明",
        "（缺失，必需）",
        "不一致",
        "时间线的任何口径都得不出 5m",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }
}

#[test]
fn long_texts_are_cut_to_the_screen() {
    let table = table(Style { width: 90, ..STYLE });
    let entry = table.lines().find(|line| line.contains("收到")).expect("the entry");
    assert!(entry.ends_with('…'), "{entry}");
    assert!(unicode_width::UnicodeWidthStr::width(entry) <= 90);
}

#[test]
fn the_json_holds_to_its_contract() {
    let mut out = String::new();
    facts_json::begin(&mut out);
    facts(|facts| facts_json::file(facts, &mut out));
    facts_json::end(&mut out);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["schema_version"], 1);
    let postmortem = &json["files"][0]["postmortems"][0];
    assert_eq!(json["files"][0]["path"], "复盘/a.md");
    assert_eq!(postmortem["title"], "备库切换复盘");
    assert_eq!(postmortem["template"], "infra-zh");
    assert_eq!(postmortem["sections_matched"], 5);
    assert_eq!(postmortem["severity"], serde_json::Value::Null);
    assert_eq!(
        postmortem["sections"][1],
        serde_json::json!({"role": "metrics", "title": "时间指标", "line": 3})
    );
    assert_eq!(
        postmortem["timeline"][1],
        serde_json::json!({
            "line": 13, "start": "2021-03-19T13:09:00", "end": "2021-03-19T14:02:00",
            "date_from": "entry", "offset": null, "zone": null, "precision_seconds": 60,
            "end_precision_seconds": 60,
            "milestones": [{"id": "detected", "why": "word", "text": "不可用的告警"}],
            "text": "收到缓存服务不可用的告警\u{1b}[31m"
        })
    );
    let metric = &postmortem["metrics"][0];
    assert_eq!(metric["id"], "detection");
    assert_eq!(
        metric["stated"],
        serde_json::json!({
            "text": "5m", "seconds": 300, "unit_seconds": 60, "qualifier": "exact"
        })
    );
    assert_eq!(metric["verdict"], serde_json::json!({"text": "不达标", "polarity": "missed"}));
    assert_eq!(metric["target_seconds"], 600);
    assert_eq!(
        metric["readings"][0],
        serde_json::json!({
            "from": "start", "to": "detected", "seconds": 4860, "from_line": 12, "to_line": 13,
            "usual": true, "outcome": "mismatch"
        })
    );
    assert_eq!(metric["conclusion"], "mismatch");
    assert_eq!(
        postmortem["impact"][0],
        serde_json::json!({
            "line": 19, "role": "impact-user",
            "start": "2021-03-19T11:50:00", "end": "2021-03-19T14:02:00"
        })
    );
}

#[test]
fn what_is_not_known_of_a_time_is_shown_as_such() {
    let text = "# T\n\n## Timeline\n\n- 03-19 11:48 a\n- 03-19 12:26-12:?? b\n- 11:4x c\n\
                - 03-20 HH:mm d\n- 03-19 25:10 e\n- f\n";
    let source = Arc::new(Source::new("a.md", text));
    let template = crate::template::builtin("generic-en");
    let settings = Settings { template, ..Settings::default() };
    let postmortems = crate::read(&source, &settings, true);
    let facts = Facts { source: &source, postmortems: &postmortems, settings: &settings };
    let (mut table, mut json) = (String::new(), String::new());
    file(&facts, STYLE, &mut table);
    let timeline = table.split("timeline (no year)").nth(1).expect("a timeline");
    let rows = timeline.lines().skip(1).take_while(|line| !line.is_empty());
    let rows = rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "L5 T+0m 03-19 11:48 a",
            "L6 T+38m 12:26 ~ 12:?? b",
            "L7 T? 11:4? c",
            "L8 T? 03-20 d",
            "L9 03-19 25:10 (invalid) e",
            "L10 no time f",
        ]
    );
    facts_json::file(&facts, &mut json);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let entries = &json["postmortems"][0]["timeline"];
    assert_eq!(entries[0]["start"], "--03-19T11:48:00");
    assert_eq!(entries[1]["end_precision_seconds"], 3600);
    assert_eq!(entries[3]["precision_seconds"], 86_400);
    assert_eq!(entries[4]["start"], serde_json::Value::Null);
    assert_eq!(entries[4]["text"], "e");
    // What has nothing like a time may be no entry at all.
    assert_eq!(entries.as_array().map(Vec::len), Some(5));
}
