//! Random postmortems: a right one gives no warning and no error; one with one fault gives that
//! rule at that line, and no error of another rule.

#![allow(clippy::unwrap_used, clippy::string_slice)]

mod support;

use std::collections::BTreeMap;

use pmlint::finding::{Safety, Severity};
use support::fixes::fixed;
use support::generator::{Document, Generator};
use support::{Random, lint, places, settings};

const DOCUMENTS: u64 = 400;

#[test]
fn right_documents_give_no_warning() {
    for seed in 0..DOCUMENTS {
        let document = Generator::new(seed).valid();
        let found = lint("a.md", &document.text(), document.config);
        let bad: Vec<_> =
            found.iter().filter(|finding| finding.severity >= Severity::Warning).collect();
        assert!(bad.is_empty(), "seed {seed}\n{}\n{bad:#?}", document.text());
    }
}

/// A fault: what it does to a document, and the line (from 1) that the rule must name. `None` where
/// this document has no room for it.
type Fault = fn(&mut Document, &mut Random) -> Option<usize>;

#[test]
fn every_fault_is_found_at_its_place() {
    for (rule, fault) in FAULTS {
        let mut tried = 0;
        for seed in 0..DOCUMENTS / 4 {
            let mut generator = Generator::new(seed);
            let mut document = generator.valid();
            let Some(line) = fault(&mut document, &mut generator.random) else { continue };
            tried += 1;
            let found = lint("a.md", &document.text(), document.config);
            let places = places(&found);
            let context =
                || format!("{rule}, seed {seed}, line {line}\n{}\n{places:?}", document.text());
            assert!(places.iter().any(|&(id, _, at)| id == *rule && at == line), "{}", context());
            let others = |&&(id, severity, _): &&(&str, Severity, usize)| {
                id != *rule && severity == Severity::Error
            };
            assert!(!places.iter().any(|place| others(&place)), "{}", context());
        }
        assert!(tried >= 20, "{rule} was tried on {tried} documents only");
    }
}

/// A fault that can be mended is mended, in documents with every kind of line end.
#[test]
fn faults_with_a_fix_are_mended_and_no_fix_brings_an_error() {
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, fault) in FAULTS {
        for seed in 0..DOCUMENTS / 20 {
            let mut generator = Generator::new(seed);
            let mut document = generator.valid();
            if fault(&mut document, &mut generator.random).is_none() {
                continue;
            }
            let settings = settings("a.md", document.config);
            let text = match seed % 3 {
                0 => document.text(),
                1 => document.text().replace('\n', "\r\n"),
                _ => format!("\u{feff}{}", document.text()),
            };
            for limit in [Safety::Safe, Safety::Unsafe] {
                let fixed = fixed(&text, &settings, limit);
                *mended.entry(rule).or_default() +=
                    fixed.mended.iter().filter(|id| *id == rule).count();
            }
        }
    }
    mended.retain(|_, count| *count > 0);
    for rule in ["not-a-heading", "unquoted-timestamp", "missing-section", "metric-mismatch"] {
        assert!(mended.get(rule).is_some_and(|count| *count >= 4), "{rule}: {mended:?}");
    }
}

const FAULTS: &[(&str, Fault)] = &[
    ("invalid-front-matter", broken_front_matter),
    ("conflicting-severity", two_severities),
    ("missing-section", missing_section),
    ("missing-section", misspelt_section),
    ("empty-section", empty_section),
    ("empty-section", nothing_where_there_must_be_something),
    ("duplicate-section", duplicate_section),
    ("misplaced-section", out_of_order),
    ("misplaced-section", wrong_parent),
    ("skipped-heading-level", skipped_level),
    ("not-a-heading", no_blank),
    ("placeholder", placeholder),
    ("invalid-timestamp", impossible_date),
    ("invalid-timestamp", impossible_time),
    ("unquoted-timestamp", unquoted),
    ("untimed-entry", untimed),
    ("missing-date", undated),
    ("mixed-time-zones", other_zone),
    ("reversed-range", reversed),
    ("unordered-timeline", swapped),
    ("range-mismatch", wrong_length),
    ("missing-metric", missing_metric),
    ("unreadable-duration", unreadable),
    ("metric-mismatch", wrong_metric),
    ("conflicting-metric", stated_twice),
    ("unverifiable-metric", no_recovery),
    ("missing-verdict", no_verdict),
    ("unknown-verdict", misspelt_verdict),
    ("wrong-verdict", wrong_verdict),
    ("impact-outside-timeline", long_impact),
    ("conflicting-impact", two_figures),
    ("action-without-owner", nobodys_action),
    ("action-without-due", endless_action),
    ("invalid-suppression", no_reason),
    ("unused-suppression", nothing_to_silence),
    ("config", unknown_mark),
];

/// Puts a front matter above a document.
fn front_matter(document: &mut Document, lines: &[&str]) {
    let lines = ["---"].iter().chain(lines).chain(&["---", ""]);
    let line = |text: &&str| support::generator::Line { text: (*text).to_owned(), what: "front" };
    document.lines.splice(0..0, lines.map(line).collect::<Vec<_>>());
}

fn broken_front_matter(document: &mut Document, random: &mut Random) -> Option<usize> {
    let line =
        random.pick(&["标题: 订单: 报错", "owner: @lin", "note: \"未完", "- 一: 二", "标题 [x"]);
    front_matter(document, &["date: 2024-05-06", line]);
    Some(3)
}

fn two_severities(document: &mut Document, random: &mut Random) -> Option<usize> {
    let other = random.pick(&["P2", "p 2（部分用户）", "\"P-3\"", "'P0, 已降级'"]);
    front_matter(document, &["severity: P1", &format!("故障等级: {other}")]);
    Some(3)
}

/// A list of improvements of which the first has both an owner and a due date, and the second lacks
/// one of them.
fn short_of(document: &mut Document, rule: &str, second: &str) -> Option<usize> {
    let mut range = document.section("短期方案");
    range.start += 1;
    let line = |text: &str, what| support::generator::Line { text: text.to_owned(), what };
    let items = [
        line("- 增加告警，负责人：李雷，截止：2024-05-20", ""),
        line(second, "second"),
        line("", ""),
    ];
    document.lines.splice(range, items);
    let config = format!("{}\n[rules]\n{rule} = 'warning'\n", document.config);
    document.config = Box::leak(config.into_boxed_str());
    Some(document.find("second") + 1)
}

fn nobodys_action(document: &mut Document, _: &mut Random) -> Option<usize> {
    short_of(document, "action-without-owner", "- 清理日志，2024-05-31 前完成")
}

fn endless_action(document: &mut Document, _: &mut Random) -> Option<usize> {
    short_of(document, "action-without-due", "- 清理日志 @lilei")
}

fn missing_section(document: &mut Document, random: &mut Random) -> Option<usize> {
    // Each section that can be left out, and the heading after which it belongs.
    let (title, after) = random.pick(&[
        ("事故影响", "事故回放"),
        ("改进方案", "故障描述"),
        ("直接原因", "事故原因"),
        ("长期方案", "短期方案"),
        ("其他风险点", "长期方案"),
        ("服务侧", "用户侧"),
    ]);
    let range = document.section(title);
    document.lines.drain(range);
    Some(document.find(after) + 1)
}

fn misspelt_section(document: &mut Document, random: &mut Random) -> Option<usize> {
    let (title, misspelt, after) = random.pick(&[
        ("事故影响", "事故影晌", "事故回放"),
        ("直接原因", "直接源因", "事故原因"),
        ("长期方案", "长期方按", "短期方案"),
    ]);
    let line = document.line(title);
    *line = line.replace(title, misspelt);
    Some(document.find(after) + 1)
}

fn empty_section(document: &mut Document, random: &mut Random) -> Option<usize> {
    let title = random.pick(&["直接原因", "短期方案", "用户侧", "事故回放"]);
    let mut range = document.section(title);
    range.start += 1;
    document.lines.drain(range);
    Some(document.find(title) + 1)
}

fn nothing_where_there_must_be_something(document: &mut Document, _: &mut Random) -> Option<usize> {
    *document.line("cause") = "- 暂无".to_owned();
    Some(document.find("cause") + 1)
}

fn duplicate_section(document: &mut Document, random: &mut Random) -> Option<usize> {
    let title = random.pick(&["短期方案", "用户侧", "直接原因", "时间指标"]);
    let range = document.section(title);
    let copy: Vec<_> = document.lines[range.clone()].to_vec();
    let at = range.end;
    document.lines.splice(at..at, copy);
    Some(at + 1)
}

fn out_of_order(document: &mut Document, _: &mut Random) -> Option<usize> {
    let range = document.section("长期方案");
    let moved: Vec<_> = document.lines.drain(range).collect();
    let at = document.find("短期方案");
    document.lines.splice(at..at, moved);
    Some(document.find("短期方案") + 1)
}

fn wrong_parent(document: &mut Document, _: &mut Random) -> Option<usize> {
    let range = document.section("其他风险点");
    let moved: Vec<_> = document.lines.drain(range).collect();
    let at = document.section("故障描述").end;
    document.lines.splice(at..at, moved);
    Some(at + 1)
}

fn skipped_level(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["事故回放", "短期方案"]);
    let line = document.line(what);
    *line = format!("#{line}");
    Some(document.find(what) + 1)
}

fn no_blank(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["事故回放", "改进方案", "直接原因"]);
    let line = document.line(what);
    *line = match random.chance(50) {
        true => line.replace("# ", "#"),
        false => line.replace('#', "＃"),
    };
    let blank = document.find(what);
    // Without a blank line above, it would be text of the item before it.
    if blank > 0 && !document.lines[blank - 1].text.is_empty() {
        document.lines.insert(blank, support::generator::Line { text: String::new(), what: "" });
    }
    Some(document.find(what) + 1)
}

fn placeholder(document: &mut Document, random: &mut Random) -> Option<usize> {
    let (what, text) = random.pick(&[
        ("action", "- 待补充"),
        ("action", "- TBD"),
        ("cause", "- TODO"),
        ("entry-plain", "- `YYYY-MM-DD HH:mm` 与业务方同步"),
        ("cause", "- {原因}"),
        ("impact-product", "- 待定"),
    ]);
    *document.line(what) = text.to_owned();
    Some(document.find(what) + 1)
}

/// Rewrites the first stamp of an entry.
fn restamp(document: &mut Document, what: &str, stamp: &str) -> Option<usize> {
    let line = document.line(what);
    let start = line.find('`')? + 1;
    let end = start + line[start..].find('`')?;
    line.replace_range(start..end, stamp);
    Some(document.find(what) + 1)
}

fn impossible_date(document: &mut Document, random: &mut Random) -> Option<usize> {
    let stamp = random.pick(&["2021-02-30 11:00", "2021-13-01 11:00", "2021/04/31 08:10"]);
    restamp(document, "entry-plain", stamp)
}

fn impossible_time(document: &mut Document, random: &mut Random) -> Option<usize> {
    let stamp = random.pick(&["2021-03-19 25:10", "2021-03-19 11:61", "11:75", "25:10"]);
    restamp(document, "entry-plain", stamp)
}

fn unquoted(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["entry-plain", "entry-detected", "entry-recovered"]);
    let line = document.line(what);
    let next = line.rsplit('`').next()?.chars().next()?;
    // A full-width colon or a comma right behind a bare stamp is no different.
    *line = line.replacen('`', "", 1).replacen('`', if next == ' ' { "" } else { " " }, 1);
    Some(document.find(what) + 1)
}

fn untimed(document: &mut Document, _: &mut Random) -> Option<usize> {
    *document.line("entry-plain") = "- 与业务方同步进展".to_owned();
    Some(document.find("entry-plain") + 1)
}

/// Takes the date out of every stamp of the document.
fn undated(document: &mut Document, _: &mut Random) -> Option<usize> {
    let times = document.times.clone();
    for line in &mut document.lines {
        for format in ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"] {
            let date = times.zero.format(format).to_string();
            line.text = line.text.replace(&format!("{date} "), "").replace(&format!("{date}T"), "");
        }
    }
    // Full-width dates stay, and so does the date of the day after.
    let entry = document.line("entry-trigger");
    let bare = !entry.contains("２０") && times.at(times.recovered).date() == times.zero.date();
    bare.then(|| document.find("entry-trigger") + 1)
}

/// States the zone of two entries, one of them in UTC.
fn other_zone(document: &mut Document, _: &mut Random) -> Option<usize> {
    // Some documents state UTC with every stamp.
    (!document.line("entry-start").contains("Z`")).then_some(())?;
    let times = document.times.clone();
    let stamp = |minutes| times.at(minutes).format("%Y-%m-%d %H:%M").to_string();
    restamp(document, "entry-trigger", &format!("{} 北京时间", stamp(0)))?;
    restamp(document, "entry-plain", &format!("{} UTC", stamp(times.identified - 8 * 60)))
}

fn reversed(document: &mut Document, _: &mut Random) -> Option<usize> {
    let times = document.times.clone();
    let (late, early) = (times.at(times.identified), times.at(times.responded));
    let stamp = format!("{} ~ {}", late.format("%Y-%m-%d %H:%M"), early.format("%Y-%m-%d %H:%M"));
    // Later entries start after the range's start all the same.
    (times.identified > times.responded).then_some(())?;
    restamp(document, "entry-range", &stamp)
}

fn swapped(document: &mut Document, random: &mut Random) -> Option<usize> {
    let times = document.times.clone();
    let minutes = random.between(2, 30);
    let stamp = times.at(times.identified - (times.identified - times.responded) - minutes);
    restamp(document, "entry-plain", &stamp.format("%Y-%m-%d %H:%M").to_string())
}

fn wrong_length(document: &mut Document, random: &mut Random) -> Option<usize> {
    let times = document.times.clone();
    let length = times.recovered - times.start + random.between(20, 90);
    let range = format!(
        "- 在 `{} ~ {}`（{length} 分钟）间部分用户无法下单",
        times.at(times.start).format("%Y-%m-%d %H:%M"),
        times.at(times.recovered).format("%Y-%m-%d %H:%M"),
    );
    *document.line("impact-user") = range;
    Some(document.find("impact-user") + 1)
}

fn missing_metric(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["detection", "response", "resolution"]);
    let line = document.find(what);
    document.lines.remove(line);
    Some(document.find("时间指标") + 1)
}

/// A metric's line with another value and a verdict.
fn restate(document: &mut Document, what: &str, value: &str) -> Option<usize> {
    let line = document.line(what);
    let colon = line.find([':', '：'])?;
    line.truncate(colon);
    line.push('：');
    line.push_str(value);
    Some(document.find(what) + 1)
}

fn unreadable(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["detection", "response", "resolution"]);
    let value = random.pick(&["30M 符合预期", "很快 符合预期", "2:13 符合预期", "90 符合预期"]);
    document.config = "";
    restate(document, what, value)
}

fn wrong_metric(document: &mut Document, random: &mut Random) -> Option<usize> {
    let (what, minutes) = random.pick(&[
        ("detection", document.times.detected - document.times.start),
        ("response", document.times.responded - document.times.detected),
        ("resolution", document.times.recovered - document.times.start),
    ]);
    // Far from every reading of the timeline.
    let value = format!("{}m 符合预期", minutes + 400 + random.between(0, 300));
    document.config = "";
    restate(document, what, &value)
}

fn stated_twice(document: &mut Document, _: &mut Random) -> Option<usize> {
    let times = &document.times;
    let (detected, other) = (times.detected - times.start, times.detected - times.start + 700);
    document.config = "";
    restate(document, "detection", &format!("{detected}m 符合预期"));
    let at = document.find("resolution") + 1;
    let text = format!("- 故障感知时间：约 {other} 分钟 符合预期");
    document.lines.insert(at, support::generator::Line { text, what: "again" });
    // The second value contradicts the timeline as well.
    Some(at + 1).filter(|_| false).or(Some(at + 1))
}

fn no_recovery(document: &mut Document, _: &mut Random) -> Option<usize> {
    for what in ["entry-recovered", "entry-mitigated"] {
        let line = document.find(what);
        document.lines.remove(line);
    }
    Some(document.find("resolution") + 1)
}

fn no_verdict(document: &mut Document, random: &mut Random) -> Option<usize> {
    let what = random.pick(&["detection", "response"]);
    let times = &document.times;
    let minutes = match what {
        "detection" => times.detected - times.start,
        _ => times.responded - times.detected,
    };
    restate(document, what, &format!("{minutes}m"))
}

fn misspelt_verdict(document: &mut Document, random: &mut Random) -> Option<usize> {
    let times = &document.times;
    let minutes = times.detected - times.start;
    let verdict = random.pick(&["符符预期", "符合预其", "不符合语期", "附合预期"]);
    restate(document, "detection", &format!("{minutes}m {verdict}"))
}

fn wrong_verdict(document: &mut Document, _: &mut Random) -> Option<usize> {
    document.config = "[sla]\ndetection = \"10m\"\nresponse = \"10m\"\nresolution = \"1h\"\n";
    let minutes = document.times.detected - document.times.start;
    let verdict = if minutes <= 10 { "不符合预期" } else { "符合预期" };
    // A verdict on the others that was right without limits may now be wrong: state them again.
    let response = document.times.responded - document.times.detected;
    let resolution = document.times.recovered - document.times.start;
    let right = |met: bool| if met { "达标" } else { "未达标" };
    restate(document, "response", &format!("{response}m {}", right(response <= 10)));
    restate(document, "resolution", &format!("{resolution}m {}", right(resolution <= 60)));
    restate(document, "detection", &format!("{minutes}m {verdict}"))
}

fn long_impact(document: &mut Document, random: &mut Random) -> Option<usize> {
    let times = document.times.clone();
    let end = times.at(times.recovered + random.between(10, 200));
    let start = times.at(times.start);
    *document.line("impact-user") = format!(
        "- 在 `{} ~ {}` 间部分用户无法下单",
        start.format("%Y-%m-%d %H:%M"),
        end.format("%Y-%m-%d %H:%M")
    );
    Some(document.find("impact-user") + 1)
}

fn two_figures(document: &mut Document, _: &mut Random) -> Option<usize> {
    let line = document.find("impact-service");
    let text = document.lines[line].text.clone();
    let at = text.rfind("低于")?;
    let again = format!("{}低于 12%", &text[..at]);
    document.lines.insert(line + 1, support::generator::Line { text: again, what: "again" });
    Some(line + 2)
}

fn unknown_mark(document: &mut Document, _: &mut Random) -> Option<usize> {
    document.line("entry-plain").push_str(" <!-- pmlint: detectd -->");
    Some(document.find("entry-plain") + 1)
}

fn no_reason(document: &mut Document, random: &mut Random) -> Option<usize> {
    let comment = random.pick(&[
        "<!-- pmlint-ignore rounded-metric -->",
        "<!-- pmlint-ignore: 没有规则 -->",
        "<!-- pmlint-disable rounded-metric: 别的写法 -->",
        "<!-- pmlint-ignore rounded-metrics: 没有这条规则 -->",
    ]);
    document.line("entry-plain").push_str(&format!(" {comment}"));
    Some(document.find("entry-plain") + 1)
}

fn nothing_to_silence(document: &mut Document, random: &mut Random) -> Option<usize> {
    let at = document.find("entry-plain");
    let comment = random.pick(&[
        "<!-- pmlint-ignore reversed-range: 凌晨跨天 -->",
        "<!-- pmlint-ignore-file reversed-range, mixed-time-zones：凌晨跨天 -->",
    ]);
    let text = comment.to_owned();
    document.lines.insert(at, support::generator::Line { text, what: "comment" });
    Some(at + 1)
}
