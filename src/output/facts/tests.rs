//! Tests of the facts, as a table and as JSON, with a postmortem made by hand.

use chrono::{NaiveDate, NaiveDateTime};

use super::*;
use crate::config::{Placed, Sla};
use crate::impact::Window;
use crate::metric::compare::Outcome;
use crate::metric::{Anchor, Conclusion, Reading, StatedValue, Verdict};
use crate::milestone::Pair;
use crate::notation::duration::{Duration, Qualifier};
use crate::output::facts_json;
use crate::postmortem::{Content, Section};
use crate::template::{MetricSpec, Part, Polarity, SectionSpec, Template};
use crate::timeline::{DateFrom, Mark, Stamp, Why};

const TEXT: &str = "\u{feff}# Redis 误操作复盘
## 时间指标
- 故障感知时间：5m 不达标
## 事故回放
- `2021-03-19 11:48` 开始操作
- `13:09 ~ 14:02` 收到缓存服务不可用的告警\u{1b}[31m
## 事故影响
- `11:50 ~ 14:02` 视频不是最新的
";

/// A document with everything that facts show.
struct Example {
    source: Arc<Source>,
    postmortem: Postmortem,
    settings: Settings,
}

impl Example {
    fn new() -> Self {
        let source = Arc::new(Source::new("复盘/a.md", TEXT));
        let settings = Settings {
            templates: Vec::new(),
            timezone: None,
            sla: sla(&source),
            pins: std::collections::BTreeMap::new(),
            levels: std::collections::BTreeMap::new(),
        };
        let postmortem = postmortem(&source);
        Self { source, postmortem, settings }
    }

    fn facts(&self) -> Facts<'_> {
        let postmortems = std::slice::from_ref(&self.postmortem);
        Facts { source: &self.source, postmortems, settings: &self.settings }
    }

    fn table(&self, lang: Lang, width: usize) -> String {
        let mut out = String::new();
        file(&self.facts(), Style { lang, width, color: false }, &mut out);
        out
    }
}

fn span(text: &str) -> Span {
    let text_start = TEXT.trim_start_matches('\u{feff}');
    let start = text_start.find(text).expect("the text is there");
    Span::new(start, start + text.len())
}

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(2021, 3, 19).expect("a date");
    date.and_hms_opt(hour, minute, 0).expect("a time")
}

fn stamp(hour: u32, minute: u32, text: &str, date: DateFrom) -> Stamp {
    let precision = TimeDelta::minutes(1);
    Stamp { at: at(hour, minute), offset: None, precision, date, span: span(text) }
}

fn sla(source: &Arc<Source>) -> Sla {
    let value = TimeDelta::minutes(5);
    let limit = Placed { value, source: Arc::clone(source), span: Span::at(0) };
    Sla { limits: [("detection".to_owned(), limit)].into(), ..Sla::default() }
}

fn template() -> Template {
    let section = |role: &str, part, title: &str| SectionSpec {
        role: role.into(),
        part,
        title: title.into(),
        aliases: Vec::new(),
        parent: None,
        required: true,
        nothing: Vec::new(),
    };
    let pair = "start -> detected".parse().expect("a pair");
    Template {
        name: "infra-zh".into(),
        source: Arc::new(Source::new("infra-zh", "")),
        language: "zh".into(),
        backticked: true,
        sections: vec![
            section("metrics", Part::Metrics, "时间指标"),
            section("timeline", Part::Timeline, "事故回放"),
            section("impact", Part::Impact, "事故影响"),
            section("cause", Part::Cause, "事故原因"),
        ],
        metrics: vec![MetricSpec {
            id: "detection".into(),
            names: vec!["故障感知时间".into()],
            title: "故障感知时间".into(),
            required: true,
            verdict: true,
            readings: vec![pair],
            unusual: Vec::new(),
        }],
        milestones: Vec::new(),
        negators: Vec::new(),
        verdicts: Default::default(),
        durations: Default::default(),
        stamps: Default::default(),
        nothing: Vec::new(),
        placeholders: Default::default(),
    }
}

fn postmortem(source: &Arc<Source>) -> Postmortem {
    let section = |title: &str, spec, part| Section {
        title: span(title),
        name: title.into(),
        level: 2,
        spec: Some(spec),
        part,
        parent: None,
        content: Content::Something,
    };
    let mark = |milestone, text: &str| Mark { milestone, why: Why::Word, span: span(text) };
    let entry = |start, end, marks, stamps: &str, text: &str| Entry {
        start,
        end,
        open: false,
        marks,
        stamp_span: span(stamps),
        text_span: span(text),
        list: 0,
    };
    let began = stamp(11, 48, "2021-03-19 11:48", DateFrom::Stamp);
    let seen = stamp(13, 9, "13:09", DateFrom::Above);
    let anchor = |stamp, text: &str| Anchor { stamp, why: Why::Word, span: span(text) };
    Postmortem {
        template: Arc::new(template()),
        title: Some(span("Redis 误操作复盘")),
        span: Span::new(0, source.text().len()),
        severity: None,
        sections: vec![
            section("时间指标", 0, Part::Metrics),
            section("事故回放", 1, Part::Timeline),
            section("事故影响", 2, Part::Impact),
        ],
        entries: vec![
            entry(
                began,
                None,
                vec![mark(Milestone::Start, "开始")],
                "2021-03-19 11:48",
                "开始操作",
            ),
            entry(
                seen,
                Some(stamp(14, 2, "14:02", DateFrom::Above)),
                vec![mark(Milestone::Detected, "告警")],
                "13:09 ~ 14:02",
                "收到缓存服务不可用的告警\u{1b}[31m",
            ),
        ],
        untimed: Vec::new(),
        stamps: Vec::new(),
        impossible_stamps: Vec::new(),
        ranges: Vec::new(),
        measured_ranges: Vec::new(),
        metrics: vec![Stated {
            id: "detection".into(),
            name: span("故障感知时间"),
            value_span: span("5m"),
            value: StatedValue::Duration(Duration {
                nominal: TimeDelta::minutes(5),
                unit: TimeDelta::minutes(1),
                qualifier: Qualifier::Exact,
            }),
            verdict: Some(Verdict { span: span("不达标"), polarity: Some(Polarity::Missed) }),
            readings: vec![Reading {
                pair: Pair { from: Milestone::Start, to: Milestone::Detected },
                from: anchor(began, "开始"),
                to: anchor(seen, "告警"),
                delta: TimeDelta::minutes(81),
                usual: true,
                outcome: Some(Outcome::Mismatch),
            }],
            conclusion: Conclusion::Mismatch,
        }],
        windows: vec![Window {
            start: stamp(11, 50, "11:50", DateFrom::Above),
            end: Some(stamp(14, 2, "14:02", DateFrom::Above)),
            span: span("11:50 ~ 14:02"),
            section: 2,
        }],
        claims: Vec::new(),
        placeholders: Vec::new(),
        near_headings: Vec::new(),
    }
}

#[test]
fn the_table_shows_every_fact_with_its_reason() {
    let [zero, later, window, five] = [0, 81, 132, 5].map(|it| display(TimeDelta::minutes(it)));
    let zero = format!("T+{zero}");
    let later = format!("T+{later}");
    let columns = zero.len().max(later.len());
    let gap = if window.is_empty() { String::new() } else { format!("{window}  ") };
    let expected = format!(
        "\
复盘/a.md:1: Redis 误操作复盘
  template: infra-zh, severity: not stated

  sections
    L2  metrics   时间指标
    L4  timeline  事故回放
    L7  impact    事故影响
    ✗   cause     事故原因 (missing, required)

  timeline
    L5  {zero:columns$}  2021-03-19 11:48  start (word 开始)     开始操作
    L6  {later:columns$}  13:09 ~ 14:02     detected (word 告警)  收到缓存服务不可用的告警␛[31m

  impact
    L8  2021-03-19 11:50 ~ 14:02  {gap}事故影响

  metrics
    L3  detection  故障感知时间  5m 不达标 (missed), target {five}
      start 11:48 (L5) -> detected 13:09 (L6) = {delta}  mismatch
      => no reading of the timeline gives 5m
",
        delta = display(TimeDelta::minutes(81)),
    );
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    let table = Example::new().table(Lang::En, usize::MAX);
    assert_eq!(table.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_table_exists_in_chinese() {
    let table = Example::new().table(Lang::Zh, usize::MAX);
    for part in ["级别: 未写明", "缺失，必需", "不一致", "时间线的任何口径都得不出 5m"]
    {
        assert!(table.contains(part), "{part}: {table}");
    }
}

#[test]
fn long_texts_are_cut_to_the_screen() {
    let table = Example::new().table(Lang::En, 80);
    let entry = table.lines().find(|line| line.contains("收到")).expect("the entry");
    assert!(entry.ends_with('…'), "{entry}");
    assert!(unicode_width::UnicodeWidthStr::width(entry) <= 80);
}

#[test]
fn a_metric_that_cannot_be_checked_names_the_missing_milestone() {
    let mut example = Example::new();
    example.postmortem.entries.truncate(1);
    example.postmortem.metrics[0].readings.clear();
    example.postmortem.metrics[0].conclusion = Conclusion::Unverifiable;
    let table = example.table(Lang::En, usize::MAX);
    assert!(table.contains("=> cannot be checked: no timeline entry for detected\n"), "{table}");
}

#[test]
fn entries_before_the_first_milestone_count_backwards() {
    let mut example = Example::new();
    example.postmortem.entries.reverse();
    let table = example.table(Lang::En, usize::MAX);
    assert!(table.contains("T+"), "{table}");
    example.postmortem.entries.reverse();
    example.postmortem.entries[0].marks.clear();
    example.postmortem.entries[1].marks[0].milestone = Milestone::Trigger;
    assert!(example.table(Lang::En, usize::MAX).contains("T-"));
}

#[test]
fn two_offsets_count_in_real_time() {
    let offset = |hours| chrono::FixedOffset::east_opt(hours * 3600);
    let mut from = stamp(11, 48, "2021-03-19 11:48", DateFrom::Stamp);
    let mut to = stamp(13, 9, "13:09", DateFrom::Above);
    (from.offset, to.offset) = (offset(8), offset(9));
    assert_eq!(difference(from, to), TimeDelta::minutes(21));
    to.offset = None;
    assert_eq!(difference(from, to), TimeDelta::minutes(81));
}

#[test]
fn json_keeps_its_contract() {
    let example = Example::new();
    let mut out = String::new();
    facts_json::begin(&mut out);
    facts_json::file(&example.facts(), &mut out);
    facts_json::end(&mut out);
    let json: serde_json::Value = serde_json::from_str(&out).expect("valid JSON");
    assert_eq!(
        json,
        serde_json::json!({
            "schema_version": 1,
            "files": [{"path": "复盘/a.md", "postmortems": [{
                "title": "Redis 误操作复盘",
                "line": 1,
                "template": "infra-zh",
                "severity": null,
                "sections": [
                    {"role": "metrics", "title": "时间指标", "line": 2},
                    {"role": "timeline", "title": "事故回放", "line": 4},
                    {"role": "impact", "title": "事故影响", "line": 7},
                ],
                "timeline": [
                    {"line": 5, "start": "2021-03-19T11:48:00", "end": null, "offset": null,
                     "precision_seconds": 60, "text": "开始操作",
                     "milestones": [{"id": "start", "why": "word", "text": "开始"}]},
                    {"line": 6, "start": "2021-03-19T13:09:00", "end": "2021-03-19T14:02:00",
                     "offset": null, "precision_seconds": 60,
                     "text": "收到缓存服务不可用的告警\u{1b}[31m",
                     "milestones": [{"id": "detected", "why": "word", "text": "告警"}]},
                ],
                "metrics": [{
                    "id": "detection", "name": "故障感知时间", "line": 3,
                    "stated": {"text": "5m", "seconds": 300, "unit_seconds": 60,
                               "qualifier": "exact"},
                    "verdict": {"text": "不达标", "polarity": "missed"},
                    "target_seconds": 300,
                    "readings": [{"from": "start", "to": "detected", "seconds": 4860,
                                  "from_line": 5, "to_line": 6, "usual": true,
                                  "outcome": "mismatch"}],
                    "conclusion": "mismatch",
                }],
                "impact": [{"line": 8, "role": "impact", "start": "2021-03-19T11:50:00",
                            "end": "2021-03-19T14:02:00"}],
            }]}],
        })
    );
}

#[test]
fn a_time_without_any_date_has_none_in_json() {
    let mut example = Example::new();
    example.postmortem.entries[0].start.date = DateFrom::Nowhere;
    let mut out = String::new();
    facts_json::file(&example.facts(), &mut out);
    assert!(out.contains("\"start\":\"11:48:00\""), "{out}");
}
