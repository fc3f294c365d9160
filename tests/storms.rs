//! Documents that are one thing over and over. Each must cost in proportion to its length: what takes
//! the square of it lets one document stop a whole run.
//!
//! The cost of a text is compared with that of one sixteen times as long, in one process and in turn, so
//! it does not matter how fast the machine is. Sixteen times is a ratio of 16 where the cost is linear and
//! of 256 where it is square; 2.5 for each doubling, some 39, parts the two. Cost is the time that the
//! thread itself ran, which what else the machine does adds nothing to.
//!
//! `STORMS_SHOW=1` prints what was measured, and beside it how often the cost of the floor (Markdown read
//! and nothing else, as in `examples/floor.rs`) a run comes to; `STORMS_KIB=10240` says how long the longer
//! text is:
//!
//! ```sh
//! STORMS_SHOW=1 STORMS_KIB=10240 cargo test --release --test storms -- --nocapture --test-threads 1
//! ```

#![cfg(unix)]
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pmlint::config::{FailOn, Settings};
use pmlint::lang::Lang;
use pmlint::output::facts::{self, Facts};
use pmlint::output::{Checked, Format, Style, facts_json};
use pmlint::project::Project;
use pmlint::source::Source;
use pmlint::template::builtin;
use pulldown_cmark::{Options, Parser};
use rustix::time::{ClockId, clock_gettime};

/// How long the shorter of two texts is, in bytes, and how many times as long the other is. Squares of small
/// numbers show only in long texts, which an optimized build has the time for; `.ci/run` makes one.
const KIB: usize = if cfg!(debug_assertions) { 8 } else { 512 };
const TIMES: usize = 16;
/// How much more the longer one may cost.
const MOST: f64 = 39.0;
/// How often a cost is measured again before it counts.
const TRIES: usize = 4;

/// What comes before the part that is repeated, that part as it is for a number, and what comes after.
type Storm = (&'static str, &'static str, fn(usize) -> String, &'static str);

const METRICS: &str = "## 时间指标\n\n";
const TIMELINE: &str =
    "## 时间指标\n\n- 故障感知时间：5m 符合预期\n\n## 故障描述\n\n### 事故回放\n\n";
const ENTRY: &str = "## 故障描述\n\n### 事故回放\n\n- `10:00` ";
const LABEL: &str = "## 时间指标\n\n- 故障感知时间：";
const ACTIONS: &str = "## 改进方案\n\n### 短期方案\n\n";
const IMPACT: &str = "## 故障描述\n\n### 事故影响\n\n#### 用户侧\n\n";
const MARKS: [&str; 7] = ["触发", "开始", "感知", "响应", "定位", "缓解", "恢复"];

/// The same every time.
macro_rules! same {
    ($text:expr) => {
        |_| $text.to_owned()
    };
}

fn minute(at: usize) -> String {
    format!("2024-05-{:02} {:02}:{:02}", at / 1440 % 28 + 1, at / 60 % 24, at % 60)
}

/// Marks of Markdown, and texts that nothing can be read from.
const SIGNS: &[Storm] = &[
    ("quotes", "", same!(">"), "\n"),
    ("quoted lines", "", same!("> a\n"), ""),
    ("lists in a line", "", same!("- "), "a\n"),
    ("flat list", "", same!("- a\n"), ""),
    ("loose list", "", same!("- a\n\n"), ""),
    ("numbered list", "", same!("1. a\n"), ""),
    ("quotes and lists", "", same!("> - "), "a\n"),
    ("opening brackets", "", same!("["), ""),
    ("closing brackets", "", same!("]"), ""),
    ("bracket pairs", "", same!("[]"), ""),
    ("wide brackets", "", same!("【"), ""),
    ("wide bracket pairs", "", same!("【】"), ""),
    ("parentheses", "", same!("("), ""),
    ("wide parentheses", "", same!("（"), ""),
    ("open links", "", same!("[a]("), ""),
    ("images", "", same!("!["), ""),
    ("links", "", same!("[a](b) "), ""),
    ("link definitions", "", |at| format!("[a{at}] [b][a{at}]\n\n[a{at}]: b\n\n"), ""),
    ("autolinks", "", same!("<http://a> "), ""),
    ("addresses", "", same!("http://a "), ""),
    ("footnotes", "", |at| format!("a[^{at}]\n\n[^{at}]: b\n\n"), ""),
    ("backticks", "", same!("`"), ""),
    ("code spans", "", same!("`a` "), ""),
    ("fences", "", same!("```\n"), ""),
    ("pipes", "", same!("|"), ""),
    ("table", "|a|b|\n|-|-|\n", same!("|a|b|\n"), ""),
    ("open comments", "", same!("<!--"), ""),
    ("open comments in lines", "", same!("<!--\n"), ""),
    ("open comments in paragraphs", "", same!("a <!--\n\n"), ""),
    ("comments", "", same!("<!-- a -->\n"), ""),
    ("comments in a line", "a ", same!("<!-- a --> "), ""),
    ("declarations", "", same!("<!A "), ""),
    ("tags", "", same!("a <b>"), ""),
    ("open tags", "", same!("<a href=\""), ""),
    ("blocks of HTML", "", same!("<div>\n"), ""),
    ("stars", "", same!("*"), ""),
    ("stars and bars", "", same!("*_"), ""),
    ("bold words", "", same!("**a** "), ""),
    ("digits", "", same!("1"), ""),
    ("colons", "", same!(":"), ""),
    ("wide colons", "", same!("："), ""),
    ("digits and colons", "", same!("1:"), ""),
    ("letters", "", same!("a"), ""),
    ("words", "", same!("a word and 一个词 "), ""),
    ("dots", "", same!("…"), ""),
    ("backslashes", "", same!("\\"), ""),
    ("entities", "", same!("&amp;"), ""),
    ("zeroes", "", same!("\0"), ""),
    ("blanks", "", same!(" "), ""),
    ("blank lines", "", same!("\n"), ""),
    ("carriage returns", "", same!("\r"), ""),
    ("combining marks", "a", same!("\u{301}"), ""),
    ("escapes", "", same!("\u{1b}[31m"), ""),
    ("direction marks", "", same!("\u{202e}"), ""),
    ("tasks", "", same!("- [ ] a\n"), ""),
    ("paragraphs", "", same!("a\n\n"), ""),
    ("rules", "", same!("---\n"), ""),
    ("front matter", "---\n", |at| format!("key{at}: value\n"), "---\n# a\n"),
    ("front matter without an end", "---\n", same!("a: b\n"), ""),
    ("the same key", "---\n", same!("severity: P1\n"), "---\n"),
    ("lists in front matter", "---\na: ", same!("["), "\n---\n"),
    ("keys of TOML", "+++\n", |at| format!("key{at} = 1\n"), "+++\n# a\n"),
    ("dots of TOML", "+++\n", same!("a."), "b = 1\n+++\n"),
];

/// Sections and comments.
const SECTIONS: &[Storm] = &[
    ("headings", "", |at| format!("## 标题{at}\n\n"), ""),
    ("the same heading", "", same!("## 事故回放\n\n"), ""),
    ("an alias", "", same!("## 时间线\n\n- a\n\n"), ""),
    ("titles", "", |at| format!("# 故障复盘{at}\n\n"), ""),
    ("misspelt headings", "", |at| format!("## 事故回方{at}\n\n"), ""),
    ("deep headings", "", same!("# a\n## a\n### a\n#### a\n##### a\n###### a\n"), ""),
    ("empty headings", "", same!("#\n"), ""),
    ("underlined headings", "", same!("a\n===\n"), ""),
    ("a long heading", "## ", same!("a"), "\n"),
    ("near headings", "", same!("##标题\n\n"), ""),
    ("near headings that are known", "", same!("##事故回放\n\n"), ""),
    ("wide marks", "", same!("＃ 标题\n\n"), ""),
    ("bold labels", "", |at| format!("**标签{at}**\n\na\n\n"), ""),
    ("bold labels that are known", "", same!("**事故回放：** a\n\n"), ""),
    ("items that are labels", "", same!("- 事故回放：a\n"), ""),
    (
        "postmortems",
        "",
        same!(
            "# 故障\n\n## 时间指标\n\n- 故障感知时间：5m\n\n## 故障描述\n\na\n\n## 改进方案\n\na\n\n"
        ),
        "",
    ),
    ("first sections", "", same!("# 故障\n\n## 时间指标\n\n- 故障感知时间：5m\n\n"), ""),
    ("malformed suppressions", "", same!("<!-- pmlint-ignore a -->\n"), ""),
    ("suppressions", "", same!("<!-- pmlint-ignore placeholder: why -->\n\nTBD\n\n"), ""),
    ("suppressions in a row", "", same!("<!-- pmlint-ignore placeholder: why -->\n"), "TBD\n"),
    ("suppressions in a line", "a ", same!("<!-- pmlint-ignore placeholder: why --> "), ""),
    (
        "suppressions for the file",
        "",
        same!("<!-- pmlint-ignore-file placeholder: why -->\n\nTBD\n\n"),
        "",
    ),
    ("suppressions in items", "- a\n", same!("  <!-- pmlint-ignore placeholder: why -->\n\n"), ""),
    ("rules of a suppression", "<!-- pmlint-ignore ", same!("metric-mismatch, "), "a: why -->\n"),
    (
        "suppressions and postmortems",
        "",
        same!("## 时间指标\n\n<!-- pmlint-ignore placeholder: why -->\n\n## 故障描述\n\na\n\n"),
        "",
    ),
    ("placeholders", "", same!("TBD "), ""),
    ("placeholders in brackets", "", same!("{a} "), ""),
    ("placeholders for dates", "", same!("YYYY-MM-DD "), ""),
    ("lines of placeholders", "", same!("- 待补充\n"), ""),
    ("open braces", "", same!("{"), ""),
    ("metadata", "", |at| format!("- 故障等级：P{at}\n"), ""),
    ("actions", ACTIONS, same!("- [ ] a @b 2024-05-06\n"), ""),
    (
        "table of actions",
        "## 改进方案\n\n### 短期方案\n\n|事项|负责人|\n|-|-|\n",
        same!("|a|b|\n"),
        "",
    ),
];

/// Times, lengths and what is made of them.
const TIMES_AND_LENGTHS: &[Storm] = &[
    ("entries", TIMELINE, |at| format!("- `{}` 收到告警\n", minute(at)), ""),
    (
        "entries of every milestone",
        TIMELINE,
        |at| format!("- `{}` 【{}】a\n", minute(at), MARKS[at % 7]),
        "",
    ),
    ("entries out of order", TIMELINE, |at| format!("- `10:{:02}` a\n", 59 - at % 60), ""),
    ("entries without times", TIMELINE, same!("- a\n"), ""),
    (
        "entries with and without",
        TIMELINE,
        |at| if at % 2 == 0 { "- a\n".into() } else { "- `10:00` a\n".into() },
        "",
    ),
    ("open entries", TIMELINE, same!("- 2024-05-06 ??:?? a\n"), ""),
    ("nested entries", ENTRY, same!("\n  - `10:01` b"), "\n"),
    ("paragraphs of entries", TIMELINE, same!("`10:00` a\n\n"), ""),
    ("lines of entries", TIMELINE, same!("10:00 a\n"), ""),
    (
        "table of entries",
        "## 故障描述\n\n### 事故回放\n\n|时间|事件|\n|-|-|\n",
        same!("|`10:00`|收到告警|\n"),
        "",
    ),
    ("entries in headings", TIMELINE, same!("#### 10:00 a\n\n"), ""),
    ("ranges with lengths", TIMELINE, same!("- `10:00` ~ `10:05`（7m） a\n"), ""),
    ("zones", TIMELINE, |at| format!("- `2024-05-06 10:00 UTC+{}` a\n", at % 12), ""),
    ("marks in an entry", ENTRY, same!("【感知】"), "\n"),
    ("marks in comments", ENTRY, same!("<!-- pmlint: detected -->"), "\n"),
    ("words in an entry", ENTRY, same!("恢复 未恢复 "), "\n"),
    ("digits in an entry", ENTRY, same!("1 "), "\n"),
    ("colons in an entry", ENTRY, same!(":"), "\n"),
    ("times in an entry", ENTRY, same!("12:34 "), "\n"),
    ("dates in an entry", ENTRY, same!("2024-05-06 10:00 "), "\n"),
    ("quoted dates", ENTRY, same!("`2024-05-06 10:00` "), "\n"),
    ("dates in Chinese", ENTRY, same!("2024年5月6日10点30分"), "\n"),
    ("dates in English", "## Timeline\n\n- ", same!("March 3, 2024 10:00 AM "), "\n"),
    ("days of the week", "## Timeline\n\n- ", same!("Mon "), "\n"),
    ("years", ENTRY, same!("2024-"), "\n"),
    ("zones in a line", ENTRY, same!("UTC+8 "), "\n"),
    ("relative times", "## Timeline\n\n- ", same!("T+5"), "\n"),
    ("ranges", ENTRY, same!("10:00~10:05 "), "\n"),
    ("open ranges", ENTRY, same!("10:00 ~ "), "\n"),
    ("arrows", ENTRY, same!("→"), "\n"),
    ("more arrows", ENTRY, same!("-> "), "\n"),
    ("metrics", METRICS, same!("- 故障感知时间：5m 符合预期\n"), ""),
    ("different metrics", METRICS, |at| format!("- 故障感知时间：{at}m 符合预期\n"), ""),
    (
        "table of metrics",
        "## 时间指标\n\n|指标|值|\n|-|-|\n",
        same!("|故障感知时间|5m 符合预期|\n"),
        "",
    ),
    ("metrics in a line", METRICS, same!("故障感知时间：5m 符合预期，"), "\n"),
    ("misspelt metrics", METRICS, same!("- 故障感知时问：5m\n"), ""),
    (
        "metrics and entries",
        METRICS,
        |at| match at {
            0..30 => "- 故障感知时间：7m 符合预期\n".into(),
            30 => "\n## 故障描述\n\n### 事故回放\n\n".into(),
            _ => format!("- `{}` 【{}】a\n", minute(at), MARKS[at % 7]),
        },
        "",
    ),
    ("lengths", LABEL, same!("5m "), "\n"),
    ("lengths in a sentence", ENTRY, same!("持续 5 分钟 "), "\n"),
    ("lengths and ranges", "", same!("持续 5 分钟，10:00 ~ 10:05。"), ""),
    ("qualifiers", LABEL, same!("约"), "\n"),
    ("numerals", LABEL, same!("十百"), "分\n"),
    ("dots of a number", LABEL, same!("1."), "m\n"),
    ("a long number", LABEL, same!("9"), "m\n"),
    ("verdicts", LABEL, same!("5m 符合预期 "), "\n"),
    ("misspelt verdicts", LABEL, same!("5m 符符"), "\n"),
    (
        "impact",
        IMPACT,
        |at| format!("- 在 `2024-05-06 10:00` ~ `10:{:02}` 间可用率低于 {}%\n", at % 60, at % 100),
        "",
    ),
    ("windows of impact", "", same!("影响时间：10:00 ~ 10:05\n\n"), ""),
];

fn text(storm: &Storm, bytes: usize) -> String {
    let (_, before, part, after) = storm;
    let mut text = (*before).to_owned();
    let mut at = 0;
    while text.len() < bytes {
        text.push_str(&part(at));
        at += 1;
    }
    text.push_str(after);
    text
}

/// How long a piece of work takes of the thread that does it.
fn cost(work: impl FnOnce()) -> Duration {
    let now =
        || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("no negative time");
    let begun = now();
    work();
    now() - begun
}

fn settings(text: &str) -> Settings {
    let name = if text.starts_with("## Timeline") { "generic-en" } else { "infra-zh" };
    Settings { template: builtin(name), ..Settings::default() }
}

/// Reads and judges a text, shows what is found in some formats and, if asked for, what was read.
fn run(text: &str, formats: &[Format], with_facts: bool) {
    let settings = settings(text);
    let project = Project::around(Path::new("/repo"), |_| false);
    let source = Arc::new(Source::new("a.md", text.to_owned()));
    let postmortems = pmlint::read(&source, &settings, true);
    let findings = pmlint::lint(&source, &postmortems, &settings, Lang::Zh);
    let checked = Checked { name: "a.md", findings: &findings, fail_on: FailOn::Never };
    let style = Style { lang: Lang::Zh, color: false, pages: None, project: &project };
    for format in formats {
        black_box(format.render(&checked, &style));
    }
    if !with_facts {
        return;
    }
    let read = Facts { source: &source, postmortems: &postmortems, settings: &settings };
    let style = facts::Style { lang: Lang::En, width: 80, color: false, verbose: true };
    let mut out = String::new();
    facts::file(&read, style, &mut out);
    facts_json::file(&read, &mut out);
    black_box(out);
}

/// Reads the Markdown of a text and does nothing with it.
fn floor(text: &str) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).into_offset_iter();
    black_box(events.map(|(_, range)| range.len().min(1)).sum::<usize>());
}

/// Checks that no work costs more than in proportion to the length of its text; names all that does.
fn are_linear(storms: &[Storm], work: impl Fn(&str)) {
    let shown = std::env::var_os("STORMS_SHOW").is_some();
    let kib = std::env::var("STORMS_KIB").map_or(KIB, |kib| kib.parse().expect("a number"));
    let mut bad = Vec::new();
    for storm in storms {
        let (short, long) = (text(storm, kib * 1024 / TIMES), text(storm, kib * 1024));
        let (mut least_short, mut least_long) = (Duration::MAX, Duration::MAX);
        let mut ratio = f64::MAX;
        for _ in 0..TRIES {
            least_short = least_short.min(cost(|| work(&short)));
            least_long = least_long.min(cost(|| work(&long)));
            ratio = least_long.as_secs_f64() / least_short.as_secs_f64();
            if ratio <= MOST {
                break;
            }
        }
        if shown {
            let least = |work: &dyn Fn()| (0..3).map(|_| cost(work)).min().expect("one");
            let (run, floor) =
                (least(&|| run(&long, &[Format::Json], false)), least(&|| floor(&long)));
            let to_floor = run.as_secs_f64() / floor.as_secs_f64();
            println!(
                "{ratio:6.1} {least_long:9.1?}  run {run:9.1?}  floor × {to_floor:6.1}  {}",
                storm.0
            );
        }
        if ratio > MOST {
            bad.push(format!("{}: {TIMES} times as long costs {ratio:.0} times as much", storm.0));
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

fn are_run_in_linear_time(storms: &[Storm]) {
    // All formats take long where nothing is optimized.
    let formats = &Format::ALL[..if cfg!(debug_assertions) { 1 } else { Format::ALL.len() }];
    are_linear(storms, |text| run(text, formats, true));
}

#[test]
fn signs_cost_in_proportion_to_their_number() {
    are_run_in_linear_time(SIGNS);
}

#[test]
fn sections_and_comments_cost_in_proportion_to_their_number() {
    are_run_in_linear_time(SECTIONS);
}

#[test]
fn times_and_lengths_cost_in_proportion_to_their_number() {
    are_run_in_linear_time(TIMES_AND_LENGTHS);
}

/// What looks for time stamps, without all that is around it.
#[test]
fn time_stamps_are_searched_for_in_proportion_to_the_text() {
    let template = builtin("infra-zh").expect("a template");
    let pieces: &[Storm] = &[
        ("1:", "", same!("1:"), ""),
        ("1", "", same!("1"), ""),
        ("１", "", same!("１"), ""),
        ("11:46-", "", same!("11:46-"), ""),
        ("2021-03-19 11:46-", "", same!("2021-03-19 11:46-"), ""),
        ("1 ", "", same!("1 "), ""),
        ("    1", "", same!("    1"), ""),
        ("11:46 ", "", same!("11:46 "), ""),
        ("~", "", same!("~"), ""),
        ("约", "", same!("约"), ""),
        ("11:46:30.1", "", same!("11:46:30.1"), ""),
        ("://", "", same!("://"), ""),
        ("http://1", "", same!("http://1"), ""),
        ("(", "", same!("("), ""),
        ("次日 ", "", same!("次日 "), ""),
        ("UTC", "", same!("UTC"), ""),
        ("2021-", "", same!("2021-"), ""),
        ("2021-03-19 ~ ", "", same!("2021-03-19 ~ "), ""),
        ("Mar 1 ", "", same!("Mar 1 "), ""),
        ("-", "", same!("-"), ""),
        ("1/", "", same!("1/"), ""),
        ("??-", "", same!("??-"), ""),
        ("11:46~11:46", "", same!("11:46~11:46"), ""),
        ("3月", "", same!("3月"), ""),
        ("12:?? ", "", same!("12:?? "), ""),
        ("1:1:1:", "", same!("1:1:1:"), ""),
        (" ", "", same!(" "), ""),
        ("5 may", "", same!("5 may"), ""),
        ("2021-03-19 ?? ", "", same!("2021-03-19 ?? "), ""),
    ];
    are_linear(pieces, |text| {
        let atoms = template.stamps.scan(text);
        black_box(template.stamps.join(text, atoms));
    });
}
