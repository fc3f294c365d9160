//! What the value of a metric says, and which ranges of it are checked.

use std::sync::Arc;

use crate::config::Settings;
use crate::lang::Lang;
use crate::metric::StatedValue;
use crate::notation::duration::display;
use crate::source::Source;
use crate::template::builtin;

/// The text that is taken for the value and what it says, and `!` where a range contradicts it.
fn value(template: &str, line: &str) -> String {
    let text = format!("# T 2024-05-06\n\n## Metrics\n\n- {line}\n\n[^1]: note\n");
    let source = Arc::new(Source::new("a.md", text));
    let settings = Settings { template: builtin(template), ..Settings::default() };
    let read = crate::read(&source, &settings, true);
    let found = crate::lint(&source, &read, &settings, Lang::En);
    let wrong = if found.iter().any(|found| found.rule == "range-mismatch") { "!" } else { "" };
    let stated = read.iter().flat_map(|one| &one.metrics).next().expect("a metric");
    let said = match &stated.value {
        StatedValue::Duration(duration) => display(duration.nominal),
        StatedValue::Unreadable(Some(value)) => format!("{value:?}"),
        other => format!("{other:?}"),
    };
    format!("{} = {said}{wrong}", source.slice(stated.value_span))
}

#[test]
fn a_range_beside_a_length_is_checked_against_it() {
    for (line, expected) in [
        ("Duration: 08:16 → 08:34 = **18 min**", "18 min = 18m"),
        ("Duration: 21:45 to 23:28 UTC (103 minutes)", "103 minutes = 1h43m"),
        ("Duration: 21:45 to 23:28 UTC (63 minutes)", "63 minutes = 1h3m!"),
        ("Duration: 21:03-21:11, 18 minutes", "18 minutes = 18m!"),
        ("Duration: from 21:03 to 21:21, 18 minutes in total", "18 minutes = 18m"),
        ("Duration: 18 minutes (21:03-21:11)", "18 minutes = 18m!"),
        ("Duration: ~6h (19:00-01:20)", "~6h = 6h"),
        ("Duration: 4h 12m (2024-05-06 13:42 to 17:54)", "4h 12m = 4h12m"),
        // What else stands there is about something else.
        ("Duration: 21:03-21:11, 5 minutes late", "21:03-21:11 = 8m"),
        ("Duration: 18 minutes (window 10:00-18:00)", "18 minutes = 18m"),
        ("Duration: 21:03-21:11", "21:03-21:11 = 8m"),
    ] {
        assert_eq!(value("generic-en", line), expected, "{line}");
    }
    for (line, expected) in [
        ("影响时长：21:03-21:11，18 分钟", "18 分钟 = 18m!"),
        ("影响时长：从 21:03 到 21:21，共 18 分钟", "18 分钟 = 18m"),
        ("影响时长：约 18 分钟（21:03-21:21）", "约 18 分钟 = 18m"),
    ] {
        assert_eq!(value("generic-zh", line), expected, "{line}");
    }
}

#[test]
fn what_is_no_length_on_the_clock_says_so() {
    for (template, line, expected) in [
        ("generic-en", "Duration: ?", "? = Placeholder"),
        ("generic-en", "Duration: N/A", "N/A = Nothing"),
        ("generic-en", "Duration: TBC", "TBC = Placeholder"),
        ("generic-en", "Duration: 279 minutes [^1]", "279 minutes = 4h39m"),
        ("generic-en", "Duration: 19 hours 43 minutes.", "19 hours 43 minutes = 19h43m"),
        ("generic-en", "Duration: eight days", "eight days = 8d"),
        ("generic-en", "Duration: 0 minutes", "0 minutes = 0m"),
        ("generic-en", "Duration: ~4 min/hour, recurring", "~4 min/hour = Rate"),
        ("generic-en", "Duration: 4 minutes per hour", "4 minutes per hour = Rate"),
        ("generic-en", "Duration: 7h (during support hours 10:00-17:00 M-F)", "7h = WorkingHours"),
        ("generic-en", "Duration: 2 business days", "2 business days = WorkingHours"),
        ("generic-en", "Duration: 7h (outside of business hours)", "7h = 7h"),
        ("generic-zh", "影响时长：7 小时（工作时间）", "7 小时 = WorkingHours"),
        ("generic-zh", "影响时长：7 小时，其中 3 小时为非工作时间", "7 小时 = 7h"),
        ("generic-zh", "影响时长：每小时约 4 分钟", "每小时 = Rate"),
        ("generic-zh", "影响时长：4 分钟/小时", "4 分钟/小时 = Rate"),
        ("generic-ja", "影響時間: 営業時間内 7 時間", "営業時間内 7 時間 = WorkingHours"),
        ("generic-ja", "影響時間: 約9時間弱", "約9時間弱 = 9h"),
    ] {
        assert_eq!(value(template, line), expected, "{line}");
    }
}

#[test]
fn a_row_may_have_two_labels() {
    let row =
        |cells: &str| value("generic-en", &format!("x\n\n| a | b | c | d |\n|-|-|-|-|\n{cells}"));
    assert_eq!(row("| Time to detect | | Time to resolve | |"), " = Missing");
    assert_eq!(row("| Time to detect | | Time to resolve | 40m |"), " = Missing");
    assert_eq!(row("| Time to detect | 5m | Time to resolve | 40m |"), "5m = 5m");
}

/// The metrics of a text with what is stated, and the verdict.
fn all(template: &str, text: &str) -> Vec<String> {
    let source = Arc::new(Source::new("a.md", format!("# 时间指标\n\n{text}\n")));
    let settings = Settings { template: builtin(template), ..Settings::default() };
    let read = crate::read(&source, &settings, true);
    let one = |stated: &crate::metric::Stated| {
        let verdict = stated.verdict.as_ref().map_or("", |verdict| source.slice(verdict.span));
        let text = format!("{} {} {verdict}", stated.id, source.slice(stated.value_span));
        text.trim_end().to_owned()
    };
    read.iter().flat_map(|read| &read.metrics).map(one).collect()
}

#[test]
fn metrics_beside_each_other_are_read_each() {
    let three = ["detection 3m 符合预期", "response 2m", "resolution 40m 不符合预期"];
    for text in [
        "故障感知时间：3m 符合预期，故障响应时间：2m；故障处理时间：40m（不符合预期）",
        "- **故障感知时间**：3m（符合预期）/ **故障响应时间**：2m / **故障处理时间**：40m，不符合预期",
        "| 故障感知时间 | 3m 符合预期 | 故障响应时间 | 2m |\n|---|---|---|---|\n| 故障处理时间 | 40m | 不符合预期 | |",
        "| 故障感知时间 | 故障响应时间 | 故障处理时间 |\n|---|---|---|\n| 3m | 2m | 40m |\n| 符合预期 | | 不符合预期 |",
        "| | 故障感知时间 | 故障响应时间 | 故障处理时间 |\n|---|---|---|---|\n| 目标 | 5m | 5m | 30m |\n| 实际 | 3m 符合预期 | 2m | 40m 不符合预期 |",
    ] {
        assert_eq!(all("infra-zh", text), three, "{text}");
    }
    let columns = "| 故障感知时间（分钟） | 故障处理时间（小时） |\n|---|---|\n| 3 | 2 |";
    assert_eq!(all("infra-zh", columns), ["detection 3", "resolution 2"]);
}

#[test]
fn a_milestone_with_a_length_is_the_metric_that_ends_there() {
    let three = ["detection 4min 达标", "response 9min 未达标", "resolution 52min"];
    for text in [
        "- 感知：4min 达标\n- 响应（从感知起）：9min 未达标\n- **恢复**：52min",
        "| 指标 | 目标 | 实际 | 结论 |\n|---|---|---|---|\n| 感知 | 5min | 4min | 达标 |\n| 响应 | 5min | 9min | 未达标 |\n| 恢复 | 1h | 52min | |",
        "感知：4min 达标，响应：9min 未达标；恢复：52min",
    ] {
        assert_eq!(all("infra-zh", text), three, "{text}");
        assert_eq!(all("generic-zh", text), three, "{text}");
    }
    assert_eq!(all("infra-zh", "- 恢复（分钟）：52"), ["resolution 52"]);
    for event in [
        "- 感知：12:31",
        "- 感知：2024-05-06 12:31",
        "- 恢复：运维重启",
        "- 感知：",
        "- 恢复正常用了 5m",
    ] {
        assert!(all("infra-zh", event).is_empty(), "{event}");
    }
}

#[test]
fn what_only_mentions_a_metric_states_none() {
    for (text, expected) in [
        ("故障感知时间：3m，故障响应时间未知", "detection 3m"),
        ("故障感知时间：3m，故障感知时间：5m（目标）", "detection 3m"),
        ("故障感知时间：3m，其他故障响应时间：2m", "detection 3m"),
        ("| 故障感知时间 | 3m | 故障响应时间见下文 |\n|---|---|---|", "detection 3m"),
    ] {
        assert_eq!(all("infra-zh", text), [expected], "{text}");
    }
    let parts =
        "| 区域 | 故障感知时间 | 故障响应时间 |\n|---|---|---|\n| 东 | 3m | 2m |\n| 西 | 9m | 8m |";
    assert_eq!(all("infra-zh", parts), ["detection 3m", "response 2m"]);
}
