//! Fixes: what they mend, and that they do no harm, in the examples of the rule pages, in the fixtures
//! and in any text.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod page;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use page::{Page, RulePage};
use pmlint::finding::Safety;
use proptest::prelude::*;
use support::fixes::fixed;
use support::generator::Generator;
use support::{settings, worn};

const BOTH: [Safety; 2] = [Safety::Safe, Safety::Unsafe];

/// A page that says that its rule has a fix has a bad example that this fix mends. Of the rule nothing is
/// left then.
#[test]
fn the_examples_of_rules_with_a_fix_are_mended() {
    let mut mended: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for source in RulePage::all() {
        let page = Page::parse(source.text());
        for example in page.examples {
            let lines = page::document(&example.text);
            let text: String = lines.iter().flat_map(|&(line, _)| [line, "\n"]).collect();
            let config = example.config.unwrap_or_default();
            let config = match config.starts_with("template") {
                true => config,
                false => format!("template = \"infra-zh\"\n{config}"),
            };
            let settings = settings("example.md", &config);
            for limit in BOTH {
                let fixed = fixed(&text, &settings, limit);
                let own = fixed.mended.iter().filter(|id| **id == source.rule.id).count();
                let left = fixed.findings.iter().any(|finding| finding.rule == source.rule.id);
                let count = usize::from(own > 0 && !left);
                *mended.entry((source.path(), limit.as_str())).or_default() += count;
            }
        }
    }
    for source in RulePage::all() {
        for safety in BOTH {
            let count = mended[&(source.path(), safety.as_str())];
            if source.rule.fixes.contains(&safety) {
                assert!(count > 0, "{}: no example that a fix mends ({safety:?})", source.path());
            }
            assert!(!source.rule.fixes.is_empty() || count == 0, "{}", source.path());
        }
    }
}

fn documents(folder: PathBuf) -> Vec<(PathBuf, String)> {
    let (mut documents, mut folders) = (Vec::new(), vec![folder]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                documents.push((path, text));
            }
        }
    }
    documents
}

/// Each document as it is, and as if it were to follow other templates, which brings more to mend.
fn check_all(documents: &[(PathBuf, String)]) -> usize {
    let mut mended = 0;
    for (_, text) in documents {
        for config in ["", "template = 'infra-zh'\n", "template = 'google-sre'\n"] {
            let settings = settings("a.md", config);
            for limit in BOTH {
                mended += fixed(text, &settings, limit).mended.len();
            }
        }
    }
    mended
}

#[test]
fn fixtures_are_mended_without_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let documents = documents(folder);
    assert!(documents.len() >= 15, "the fixtures are gone");
    assert!(check_all(&documents) > 20);
}

/// Real postmortems lie beside the project where it is developed; elsewhere this test says that it was
/// skipped.
#[test]
fn real_documents_are_mended_without_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        eprintln!("skipped: the documents are not here");
        return;
    }
    assert!(check_all(&documents(folder)) > 100);
}

#[test]
fn documents_with_much_wrong_are_mended_without_harm() {
    for seed in 0..40 {
        let settings = settings("a.md", "template = 'infra-zh'\n");
        for text in [worn(seed), worn(seed).replace('\n', "\r\n")] {
            for limit in BOTH {
                fixed(&text, &settings, limit);
            }
        }
    }
}

/// A document in which nothing is wrong but what stands in `metrics`, `timeline` and `cause`.
fn document(metrics: &str, timeline: &str, cause: &str) -> String {
    format!(
        "# 订单服务复盘 2024-05-06\n\n## 时间指标\n\n{metrics}\n## 故障描述\n\n### 事故回放\n\n{timeline}\n\
         ### 事故原因\n\n{cause}"
    )
}

const METRICS: &str = "- 故障感知时间：5m\n- 故障响应时间：2m\n- 故障处理时间：30m\n";
const TIMELINE: &str = "- `10:00` 【开始】报错\n- `10:05` 【感知】告警\n- `10:07` 【响应】排查\n\
                        - `10:30` 【恢复】正常\n";
const CAUSE: &str = "#### 直接原因\n\n- 配置\n\n#### 间接原因\n\n- 没有演练\n";

/// The rules that play no part in what is tried.
const QUIET: &str = "template = 'infra-zh'\n[rules]\nmissing-verdict = 'off'\n";

#[track_caller]
fn becomes(limit: Safety, config: &str, before: &str, after: &str) {
    let fixed = fixed(before, &settings("a.md", config), limit);
    assert_eq!(fixed.source.text(), after);
}

#[test]
fn a_stamp_is_put_in_backticks_where_it_reads_the_same() {
    let alone = format!("{QUIET}missing-section = 'off'\n");
    for (before, after) in [
        ("- 10:07 排查", "- `10:07` 排查"),
        ("- 2024-05-06 10:07：排查", "- `2024-05-06 10:07`：排查"),
        ("- 2024-05-06 10:07 ~ 10:09 排查", "- `2024-05-06 10:07 ~ 10:09` 排查"),
        ("- **10:07** 排查", "- **`10:07`** 排查"),
        ("- *10:07*，排查", "- *10:07*，排查"),
        ("- **10:07**排查", "- **10:07**排查"),
        ("- [10:07](https://example.com) 排查", "- [`10:07`](https://example.com) 排查"),
        ("- 10&#58;07 排查", "- 10&#58;07 排查"),
        ("- ` 10:07 排查", "- ` 10:07 排查"),
        ("- \\`10:07 排查", "- \\`10:07 排查"),
    ] {
        let text = |line: &str| document(METRICS, &format!("{TIMELINE}{line}\n"), CAUSE);
        let text = |line: &str| {
            text(line)
                .replace("- `10:30` 【恢复】正常\n", "")
                .replace("10:07` 【响应】", "10:06` 【响应】")
        };
        let config = format!("{alone}unverifiable-metric = 'off'\n");
        becomes(Safety::Safe, &config, &text(before), &text(after));
    }
}

#[test]
fn a_line_amid_others_becomes_a_heading_where_it_is_surely_one() {
    let quiet = format!("{QUIET}missing-section = 'off'\n");
    for (before, safe, after) in [
        ("##复查\n", "## 复查\n", "## 复查\n"),
        ("文字\n\n##复查\n文字\n", "文字\n\n## 复查\n文字\n", "文字\n\n## 复查\n文字\n"),
        ("文字\n##改进方案\n", "文字\n## 改进方案\n", "文字\n## 改进方案\n"),
        ("见频道\n##网络\n", "见频道\n##网络\n", "见频道\n## 网络\n"),
        ("###\\#号\n", "### \\#号\n", "### \\#号\n"),
        ("文字\n&#35;&#35;改进方案\n", "文字\n&#35;&#35;改进方案\n", "文字\n&#35;&#35;改进方案\n"),
    ] {
        let text = |end: &str| document(METRICS, TIMELINE, CAUSE) + "\n" + end;
        becomes(Safety::Safe, &quiet, &text(before), &text(safe));
        becomes(Safety::Unsafe, &quiet, &text(before), &text(after));
    }
}

#[test]
fn a_timeline_without_any_backticks_is_mended_at_once() {
    let bare = TIMELINE.replace('`', "");
    becomes(
        Safety::Safe,
        QUIET,
        &document(METRICS, &bare, CAUSE),
        &document(METRICS, TIMELINE, CAUSE),
    );
    // Unless one of the stamps cannot be.
    let text = document(METRICS, &bare.replace("10:05", "10&#58;05"), CAUSE);
    becomes(Safety::Safe, QUIET, &text, &text);
}

#[test]
fn a_table_is_mended_cell_by_cell() {
    let table = |first: &str| {
        format!(
            "| 时间 | 事件 |\n|---|---|\n| {first} | 【开始】报错 |\n| `10:05` | 【感知】告警 |\n\
             | `10:07` | 【响应】排查 |\n| `10:30` | 【恢复】正常 |\n"
        )
    };
    let text = |first: &str| document(METRICS, &table(first), CAUSE);
    becomes(Safety::Safe, QUIET, &text("10:00"), &text("`10:00`"));
}

#[test]
fn a_misspelt_title_keeps_its_level_its_number_and_its_marks() {
    for (before, after) in [
        ("#### 直接源因", Some("#### 直接原因")),
        ("#### 1. **直接源因**：", Some("#### 1. **直接原因**：")),
        ("#### （一）直接源因（初步）", Some("#### （一）直接原因（初步）")),
        // Nearly another title as well, or one that postmortems have; marks within it.
        ("#### 间直原因", None),
        ("#### 根本原因", None),
        ("#### 直接**源**因", None),
    ] {
        let cause = |title: &str| CAUSE.replace("#### 直接原因", title);
        let before = document(METRICS, TIMELINE, &cause(before));
        let after = after
            .map_or_else(|| before.clone(), |after| document(METRICS, TIMELINE, &cause(after)));
        becomes(Safety::Safe, QUIET, &before, &after);
    }
    // In another place it may be something else.
    let text =
        document(METRICS, TIMELINE, "#### 间接原因\n\n- 没有演练\n") + "\n## 直接源因\n\n- 配置\n";
    becomes(Safety::Safe, QUIET, &text, &text);
}

#[test]
fn a_title_that_a_link_leads_to_is_left_to_the_author() {
    let text = |cause: &str, link: &str| {
        let cause = CAUSE.replace("直接原因", cause);
        document(METRICS, &format!("{TIMELINE}\n见 {link}\n"), &cause)
    };
    for link in [
        "[原因](#直接源因)",
        "[原因](<#%E7%9B%B4%E6%8E%A5%E6%BA%90%E5%9B%A0>)",
        "<a href=\"#直接源因\">原因</a>",
        "[原因]\n\n[原因]: #直接源因",
    ] {
        let before = text("直接源因", link);
        becomes(Safety::Safe, QUIET, &before, &before);
        let fixed = fixed(&before, &settings("a.md", QUIET), Safety::Unsafe);
        assert!(fixed.source.text().contains("#### 直接原因"), "{link}");
    }
    for link in ["[原因](#直接原因)", "[原因](b.md#直接源因)", "#直接源因"] {
        becomes(Safety::Safe, QUIET, &text("直接源因", link), &text("直接原因", link));
    }
}

#[test]
fn a_title_that_brings_errors_to_light_is_left_to_the_author() {
    let metrics = METRICS.replace("5m", "50m");
    let text = document(&metrics, TIMELINE, CAUSE).replace("事故回放", "事故回访");
    let fixed = fixed(&text, &settings("a.md", QUIET), Safety::Safe);
    assert_eq!((fixed.source.text(), fixed.refused), (text.as_str(), 1));
}

#[test]
fn a_metric_becomes_what_the_timeline_gives_in_its_own_words() {
    let quiet = &format!("{QUIET}missing-section = 'off'\n");
    let limits = format!("{quiet}[sla]\ndetection = '10m'\n");
    for (config, before, after) in [
        (quiet, "50m", "5m"),
        (quiet, "50 分钟", "5 分钟"),
        (quiet, "约 2 小时", "约 5 分"),
        (quiet, "半小时", "半小时"),
        (quiet, ">1h", ">1h"),
        // The verdict is right beside the new value, or it would be wrong.
        (&limits, "50m 不达标", "50m 不达标"),
        (&limits, "50m 达标", "5m 达标"),
        // The same again would contradict it then; what else is said beside it does not.
        (quiet, "50m（3000 秒）", "50m（3000 秒）"),
        (quiet, "50m（含通知 3m）", "5m（含通知 3m）"),
    ] {
        let metrics = |value: &str| METRICS.replace("5m", value);
        let text = |value: &str| document(&metrics(value), TIMELINE, CAUSE);
        becomes(Safety::Safe, config, &text(before), &text(before));
        becomes(Safety::Unsafe, config, &text(before), &text(after));
    }
    // Several entries may be meant.
    let timeline = TIMELINE
        .replace("【感知】", "收到")
        .replace("10:07` 【响应】", "10:06` 收到告警\n- `10:07` 【响应】");
    let text = document(&METRICS.replace("5m", "50m"), &timeline, CAUSE);
    becomes(Safety::Unsafe, quiet, &text, &text);
}

/// The sections of the template that the documents above do not have.
const REST: &str =
    "### 事故影响\n\n#### 用户侧\n\n- 下单失败\n\n#### 服务侧\n\n- 报错\n\n#### 产品侧\n\n- 无\n\n";

#[test]
fn a_missing_section_is_inserted_where_it_belongs() {
    let all =
        document(METRICS, TIMELINE, CAUSE).replace("### 事故原因", &format!("{REST}### 事故原因"));
    let all = all
        + "\n## 改进方案\n\n### 短期方案\n\n- 加告警\n\n### 长期方案\n\n- 演练\n\n### 其他风险点\n\n- 暂无\n";
    let open =
        REST.replace("下单失败", "待补充").replace("报错", "待补充").replace("- 无", "- 待补充");
    for (gone, inserted) in [
        ("#### 服务侧\n\n- 报错\n\n", "#### 服务侧\n\n- 待补充\n\n"),
        ("#### 用户侧\n\n- 下单失败\n\n", "#### 用户侧\n\n- 待补充\n\n"),
        ("### 长期方案\n\n- 演练\n\n", "### 长期方案\n\n- 待补充\n\n"),
        ("\n### 其他风险点\n\n- 暂无\n", "\n### 其他风险点\n\n- 待补充\n"),
        (
            REST,
            "### 事故影响\n\n#### 用户侧\n\n- 待补充\n\n#### 服务侧\n\n- 待补充\n\n#### 产品侧\n\n- 待补充\n\n",
        ),
    ] {
        assert!(all.contains(gone), "{gone}");
        let (before, after) = (all.replace(gone, ""), all.replace(gone, inserted));
        becomes(Safety::Safe, QUIET, &before, &before);
        becomes(Safety::Unsafe, QUIET, &before, &after);
        let [before, after] = [before, after].map(|text| text.replace('\n', "\r\n"));
        becomes(Safety::Unsafe, QUIET, &before, &after);
    }
    // What the template does not know may be a part of the section above it.
    let days = all.replace("### 事故影响", "### 5月7日\n\n- 复查\n\n### 事故影响");
    let after = days.replace(REST, "").replace("### 事故原因", &format!("{open}### 事故原因"));
    becomes(Safety::Unsafe, QUIET, &days.replace(REST, ""), &after);
    // A part of it stands elsewhere: there would be two of that.
    let apart = all.replace("### 短期方案\n\n- 加告警\n\n", "").replace("## 改进方案\n\n", "");
    let apart = apart.replace("### 事故原因", "### 短期方案\n\n- 加告警\n\n### 事故原因");
    let apart = apart.replace("### 长期方案\n\n- 演练\n\n### 其他风险点\n\n- 暂无\n", "");
    let quiet = format!("{QUIET}misplaced-section = 'off'\n");
    assert!(!apart.contains("## 改进方案") && apart.contains("### 短期方案"));
    let fixed = fixed(&apart, &settings("a.md", &quiet), Safety::Unsafe);
    assert!(!fixed.source.text().contains("改进方案"), "{}", fixed.source.text());
    // A comment above a heading stays with it.
    let comment = "<!-- pmlint-ignore empty-section: 待定 -->\n";
    let before = all
        .replace("#### 服务侧\n\n- 报错\n\n", "")
        .replace("#### 产品侧", &format!("{comment}#### 产品侧"));
    let after = before.replace(comment, &format!("#### 服务侧\n\n- 待补充\n\n{comment}"));
    becomes(Safety::Unsafe, QUIET, &before, &after);
}

#[test]
fn a_missing_section_is_numbered_as_those_beside_it() {
    let quiet = format!("{QUIET}misplaced-section = 'off'\n");
    let text = |impact: &str, cause: &str| {
        format!(
            "# 复盘 2024-05-06\n\n## 一、时间指标\n\n{METRICS}\n## 二、故障描述\n\n\
             ### （一）事故回放\n\n{TIMELINE}\n{impact}### （{cause}）事故原因\n\n{CAUSE}"
        )
    };
    let numbered = REST.replace("### 事故影响", "### （二）事故影响");
    let open =
        REST.replace("下单失败", "待补充").replace("报错", "待补充").replace("- 无", "- 待补充");
    let inserted = open.replace("### 事故影响", "### （二）事故影响");
    let plan = "\n## 三、改进方案\n\n### 短期方案\n\n- 待补充\n\n### 长期方案\n\n- 待补充\n\n\
                ### 其他风险点\n\n- 待补充\n";
    for (before, after) in [
        (text(&numbered, "三"), text(&numbered, "三")),
        // A gap is filled; where there is none, the others would have to be numbered anew.
        (text("", "三"), text(&inserted, "三")),
        (text("", "二"), text("", "二")),
    ] {
        becomes(Safety::Unsafe, &quiet, &before, &format!("{after}{plan}"));
    }
}

/// Two postmortems in one file lack the same section, and only in one of them it can be inserted: the
/// other's would have to be numbered anew.
#[test]
fn a_section_is_inserted_whatever_another_postmortem_lacks() {
    let one = |numbers: [&str; 4]| {
        let [a, b, c, d] = numbers;
        format!(
            "# Outage 2024-05-06\n\n## {a}Summary\n\nOrders failed.\n\n## {b}Impact\n\nOne in ten.\n\n\
             ## {c}Timeline\n\n- 2024-05-06 10:00 UTC it fails\n- 2024-05-06 11:00 UTC it works\n\n\
             ## {d}Action items\n\n- Add an alert (Ann, 2024-06-01)\n\n"
        )
    };
    let (plain, numbered) = (one([""; 4]), one(["1. ", "2. ", "3. ", "4. "]));
    let mended = plain.replace("## Action", "## Root cause\n\n- TBD\n\n## Action");
    let config = "template = 'generic-en'\n";
    for (before, after) in [
        ([&plain, &numbered], [&mended, &numbered]),
        ([&numbered, &plain], [&numbered, &mended]),
        ([&plain, &plain], [&mended, &mended]),
    ] {
        becomes(
            Safety::Unsafe,
            config,
            &before.map(String::as_str).concat(),
            &after.map(String::as_str).concat(),
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_text_is_mended_without_harm(text in "[ -~\n\t\r#＃*`|<>!\\[\\]()：～〜—0-9０-９年月日时分秒点半约时间指标故障感知处理回放影响暂无\u{feff}\u{301}]{0,300}") {
        let settings = settings("a.md", "template = 'infra-zh'\n");
        for limit in BOTH {
            fixed(&text, &settings, limit);
        }
    }

    #[test]
    fn any_edit_of_a_postmortem_is_mended_without_harm(
        seed in 0u64..1000, at in 0usize..4000, cut in 0usize..60, insert in "([#＃`* \n\r-]|10:07|\\PC){0,12}"
    ) {
        let mut text: Vec<char> = Generator::new(seed).valid().text().chars().collect();
        let start = at.min(text.len());
        let end = (start + cut).min(text.len());
        text.splice(start..end, insert.chars());
        let text: String = text.into_iter().collect();
        for limit in BOTH {
            fixed(&text, &settings("a.md", "template = 'infra-zh'\n"), limit);
        }
    }
}
