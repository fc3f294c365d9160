//! `README.md` and `README.zh.md` say what is true: their commands print what they show, their tables
//! have every rule, their configuration can be used, and the Chinese one leaves nothing out.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use pmlint::config::Config;
use pmlint::lang::Lang;
use pmlint::output::Format;
use pmlint::rules::ALL;
use pmlint::source::Source;

const ENGLISH: &str = "README.md";
const CHINESE: &str = "README.zh.md";

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("a readme").replace("\r\n", "\n")
}

/// The text between two marks, each time the first is there.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    let parts = text.split(from).skip(1);
    parts.map(|part| part.split_once(to).expect("the end").0).collect()
}

/// `TRYCMD=overwrite cargo test --test readme` writes what the commands print now.
#[test]
fn commands_print_what_is_shown() {
    // The language and the colours of whoever runs the tests do not count.
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("CLICOLOR_FORCE", "0")
        .env("FORCE_HYPERLINK", "0")
        .case(ENGLISH)
        .case(CHINESE);
}

#[test]
fn the_tables_have_every_rule() {
    let mut english =
        "\n| rule | default | fix | what it reports |\n|---|---|---|---|\n".to_owned();
    let mut chinese = "\n| 规则 | 默认级别 | 修正 | 检查内容 |\n|---|---|---|---|\n".to_owned();
    for rule in ALL {
        let (id, summary, summary_zh) = (rule.id, rule.summary, rule.summary_zh);
        let severity = rule.severity.map_or("off", |severity| severity.as_str());
        let fixes: Vec<&str> = rule.fixes.iter().map(|safety| safety.as_str()).collect();
        let fix = fixes.join(", ");
        let _ = writeln!(english, "| [`{id}`](rules/{id}.md) | {severity} | {fix} | {summary} |");
        let _ =
            writeln!(chinese, "| [`{id}`](rules/zh/{id}.md) | {severity} | {fix} | {summary_zh} |");
    }
    for (name, table) in [(ENGLISH, english), (CHINESE, chinese)] {
        let readme = text(name);
        let shown = between(&readme, "<!-- rules -->", "<!-- /rules -->");
        assert_eq!(shown, [table.as_str()], "{name}\n{table}");
    }
}

#[test]
fn every_format_has_a_row() {
    for file in [ENGLISH, CHINESE] {
        let readme = text(file);
        for name in Format::ALL.map(Format::name) {
            assert!(readme.contains(&format!("\n| `{name}` | ")), "{file}: {name} has no row");
        }
    }
}

#[test]
fn the_configuration_can_be_used() {
    for name in [ENGLISH, CHINESE] {
        let readme = text(name);
        let blocks = between(&readme, "```toml\n", "```\n");
        assert!(!blocks.is_empty(), "{name}: no configuration is shown");
        for block in blocks {
            let source = Arc::new(Source::new("pmlint.toml", block));
            let read = Config::parse(&source, Lang::En, &pmlint::rules::ids(), &mut |path| {
                Err(format!("no file {path}"))
            });
            assert!(read.is_ok(), "{name}: {:#?}", read.err());
        }
    }
}

#[test]
fn places_that_are_linked_exist() {
    for name in [ENGLISH, CHINESE] {
        let readme = text(name);
        for link in between(&readme, "](", ")") {
            if let Some(heading) = link.strip_prefix('#') {
                let anchor = |line: &str| line.to_lowercase().replace(' ', "-");
                let is_there = readme.lines().any(|line| anchor(line) == format!("##-{heading}"));
                assert!(is_there, "{name}: the heading {heading} is linked and does not exist");
            } else if !link.starts_with("https://") {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(link);
                assert!(path.exists(), "{name}: {link} is linked and does not exist");
            }
        }
    }
}

/// What both have whatever the language: headings by their level, configuration without its comments,
/// the first cells of tables where they are code, and which commands are run.
fn skeleton(name: &str) -> (Vec<String>, Vec<String>, BTreeSet<String>) {
    let readme = text(name);
    let (mut levels, mut settings, mut codes) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut fence = None;
    for line in readme.lines() {
        if let Some(info) = line.strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(info) };
            continue;
        }
        match fence {
            Some("toml") => {
                let setting = line.split('#').next().unwrap_or_default().trim();
                settings.push(setting.to_owned());
            }
            Some("console" | "sh") => {
                // Titles and documents may be others in another language.
                let words = line.strip_prefix("$ ").map(|command| {
                    let command = command.replace(" --lang zh", "").replace(" --lang en", "");
                    command.split(' ').take(2).collect::<Vec<_>>().join(" ")
                });
                codes.extend(words);
            }
            Some(_) => {}
            None if line.starts_with('#') => {
                levels.extend(line.split(' ').next().map(str::to_owned));
            }
            None => {
                let cell = line.strip_prefix("| `").and_then(|rest| rest.split(" |").next());
                codes.extend(cell.map(str::to_owned));
            }
        }
    }
    (levels, settings, codes)
}

#[test]
fn the_chinese_one_is_as_complete_as_the_english_one() {
    let ((levels, settings, codes), chinese) = (skeleton(ENGLISH), skeleton(CHINESE));
    let missing: Vec<_> = codes.symmetric_difference(&chinese.2).collect();
    assert!(missing.is_empty(), "only in one of {ENGLISH} and {CHINESE}: {missing:#?}");
    assert_eq!(settings, chinese.1, "the configuration of {ENGLISH} and of {CHINESE}");
    assert_eq!(levels, chinese.0, "the headings of {ENGLISH} and of {CHINESE}");
}
