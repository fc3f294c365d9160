//! What somebody who wants to do harm writes into a document, a name or a configuration: terminal escapes,
//! direction controls, commands for workflows, markup, numbers without end. It is shown and never obeyed.
//! `src/output/tests/formats.rs` holds the renderers against the same; here it is the whole program.

#![cfg(unix)]

mod support;

use pmlint::output::Format;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use support::folder::{Folder, Run};

/// Escapes of terminals (also as one character), a bell, direction controls, a title, and markup for each
/// format; no more than one line of Markdown.
const EVIL: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{2066}|`<b onclick=x>]]>&\"'[g](http://g)@all%,:::error::x";

/// A name with line ends and commands in it.
const NAME: &str = "a\n::error::b\r\u{1b}[31m\u{202e}|`<b>]]>&\"'[g](h)%0A,c=d:.md";

/// A document with errors that quote what stands in it, and fixes.
fn document() -> String {
    format!(
        "# 故障 {EVIL}\n\n## 时间指标\n\n- 故障感知时间：50m {EVIL}\n- 故障响应时间：2 {EVIL}\n- 故障处理时间：5m 符合{EVIL}\n\n\
         ## 故障描述\n\n### 事故回放\n\n- 2024-05-06 10:00 【开始】{EVIL}\n\
         - 2024-05-06 10:05 【感知】TBD {EVIL}\n- 2024-13-45 10:07 【响应】{EVIL}\n- {EVIL}\n\n\
         ## 事故回方 {EVIL}\n\n<!-- pmlint-ignore {EVIL} -->\n\nTBD\n"
    )
}

fn folder() -> Folder {
    Folder::new().with(NAME, document()).with("b.md", document())
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Nothing that a terminal obeys.
#[track_caller]
fn is_plain(text: &str, of: &str) {
    let bad = text.chars().find(|&c| (c.is_control() && c != '\n' && c != '\t') || is_direction(c));
    assert!(bad.is_none(), "{of}: {bad:?} in {text:?}");
}

/// Whatever it is that ran, it told of the evil and came to a planned end.
#[track_caller]
fn is_harmless(run: &Run, of: &str) {
    is_plain(&run.stderr, of);
    assert!(run.code.is_some_and(|code| code <= 3), "{of}: {run:#?}");
    assert!(!run.stderr.contains("panicked"), "{of}: {run:#?}");
}

fn checked(folder: &Folder, format: Format) -> Run {
    let run = folder.run(&[
        NAME,
        "b.md",
        "gone\u{1b}[2J.md",
        "--template",
        "infra-zh",
        "--format",
        format.name(),
    ]);
    is_harmless(&run, format.name());
    assert_eq!(run.code, Some(2), "{run:#?}");
    run
}

/// Every element of a text in XML, as it begins.
fn elements(text: &str) -> Vec<&str> {
    text.split('<')
        .skip(1)
        .map(|part| {
            let end = part.find([' ', '>', '\n']).unwrap_or(part.len());
            part.get(..end).unwrap_or_default().trim_start_matches('/').trim_end_matches('/')
        })
        .collect()
}

#[test]
fn no_format_lets_a_document_or_a_name_speak_for_itself() {
    let folder = folder();
    let count = checked(&folder, Format::Json).json()["findings"].as_array().map_or(0, Vec::len);
    assert!(count >= 10, "{count} findings");
    for format in Format::ALL {
        let out = checked(&folder, format).stdout;
        match format {
            Format::Human | Format::Short => is_plain(&out, format.name()),
            Format::Github => {
                is_plain(&out, "github");
                let commands = ["::error ", "::warning ", "::notice "];
                for line in out.lines() {
                    assert!(commands.iter().any(|start| line.starts_with(start)), "{line}");
                }
                // A file that is not there is one line more.
                assert_eq!(out.lines().count(), count + 1, "{out}");
            }
            Format::Junit | Format::Checkstyle => {
                is_plain(&out, format.name());
                let known = [
                    "?xml",
                    "testsuites",
                    "testsuite",
                    "testcase",
                    "failure",
                    "skipped",
                    "error",
                    "checkstyle",
                    "file",
                    "system-out",
                ];
                for element in elements(&out) {
                    assert!(known.contains(&element), "{element} in {out}");
                }
                assert!(!out.contains("]]>"), "{out}");
            }
            Format::Markdown => {
                is_plain(&out, "markdown");
                for event in Parser::new_ext(&out, Options::ENABLE_TABLES) {
                    let obeyed = match &event {
                        Event::Html(_) | Event::InlineHtml(_) => true,
                        Event::Start(Tag::Link { dest_url, .. }) => !dest_url.contains("rules"),
                        Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => true,
                        _ => false,
                    };
                    assert!(!obeyed, "{event:?} in {out}");
                }
                assert!(!out.contains("@all"), "{out}");
            }
            Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson => {
                let value: Result<Value, _> = serde_json::from_str(&out);
                assert!(value.is_ok(), "{format:?}: {value:?}");
                assert!(
                    !out.contains(|c: char| c.is_control() && c != '\n'),
                    "{format:?}: {out:?}"
                );
            }
            Format::Jsonl => {
                for line in out.lines() {
                    let value: Result<Value, _> = serde_json::from_str(line);
                    assert!(value.is_ok(), "{value:?}: {line}");
                }
                is_plain(&out, "jsonl");
            }
        }
    }
}

#[test]
fn what_is_shown_beside_findings_is_plain_as_well() {
    let folder = folder();
    let evil = "evil\u{1b}[2J\u{202e}";
    let commands: &[&[&str]] = &[
        &["facts", NAME, "b.md", "--template", "infra-zh"],
        &["facts", NAME],
        &["files", NAME, "."],
        &["check", NAME, "--template", "infra-zh", "--diff"],
        &["check", "b.md", "--template", "infra-zh", "--diff", "--unsafe-fixes"],
        &["check", NAME, "--statistics"],
        &["check", NAME, "--verbose", "--lang", "zh"],
        &["explain", evil],
        &["explain", evil, "--lang", "zh"],
        &["facts", evil],
        &["templates", "show", evil],
        &["templates", "derive", NAME],
        &["new", "--title", evil],
        &["check", evil],
        &["check", "b.md", "--template", evil],
        &["check", "b.md", "--config", evil],
        &["check", "b.md", "--output", "no\u{1b}[2J\u{202e}folder/x"],
        &["check", "b.md", "--baseline", evil],
        &["config", "show", evil],
        &[evil, evil],
    ];
    for command in commands {
        let run = folder.run(command);
        is_harmless(&run, &format!("{command:?}"));
        // A patch is fed to `patch`, which wants the bytes as they are in the document, and a template is
        // TOML; on a terminal a patch is made visible, which `src/output/diff.rs` holds.
        if command[0] == "templates" {
            assert!(!run.stdout.contains(|c: char| c.is_ascii_control() && c != '\n'), "{run:#?}");
        } else if !command.contains(&"--diff") {
            is_plain(&run.stdout, &format!("{command:?}"));
        }
    }
}

#[test]
fn facts_for_programs_are_json_whatever_is_read() {
    let out = folder().run(&["facts", NAME, "b.md", "--template", "infra-zh", "--format", "json"]);
    is_harmless(&out, "facts");
    let json = out.json();
    assert!(json["files"].as_array().is_some_and(|files| files.len() == 2), "{json}");
    is_plain(&out.stdout, "facts");
}

#[test]
fn values_of_a_configuration_and_a_template_are_shown_and_not_obeyed() {
    let evil = r#"\u001b[2J\u202e\u0007<b>|`::error::x\n::error::y"#;
    let configs = [
        format!("template = \"{evil}\"\n"),
        format!("\"{evil}\" = 1\n"),
        format!("timezone = \"{evil}\"\n"),
        format!("fail-on = \"{evil}\"\n"),
        format!("include = [\"[{evil}\"]\n"),
        format!("[rules]\n\"{evil}\" = \"off\"\n"),
        format!("[rules]\nplaceholder = \"{evil}\"\n"),
        format!("[sla]\ndetection = \"{evil}\"\n"),
        format!("[metrics]\nresolution = \"{evil} -> recovered\"\n"),
        format!("[sla.severity.\"{evil}\"]\nresolution = \"x\"\n"),
        format!("x = \"{}\"\n", "\u{202e}\u{9b}"),
        "template = 'team.toml'\n".to_owned(),
    ];
    let template = format!(
        "name = \"{evil}\"\nextends = \"infra-zh\"\n[[section]]\nrole = \"{evil}\"\ntitle = \"{evil}\"\n"
    );
    for config in configs {
        let folder = Folder::new()
            .with("pmlint.toml", &config)
            .with("team.toml", &template)
            .with("b.md", document());
        for format in Format::ALL {
            let run = folder.run(&["b.md", "--format", format.name()]);
            is_harmless(&run, &config);
            assert!(
                !run.stdout.contains(|c: char| c.is_control() && c != '\n'),
                "{config}: {run:#?}"
            );
            let commands = run.stdout.lines().filter(|line| line.starts_with("::error::"));
            assert_eq!(commands.count(), 0, "{config}: {run:#?}");
            if matches!(format, Format::Human | Format::Short) {
                is_plain(&run.stdout, &config);
            }
        }
        is_harmless(&folder.run(&["config", "show", "b.md"]), &config);
    }
}

/// A title of a section that is none of the template's words, in a document that is otherwise read.
fn own_template(title: &str) -> String {
    format!(
        "name = 'team'\nextends = 'generic-en'\n[[section]]\nrole = 'timeline'\ntitle = '{title}'\n\
         [[section]]\nrole = 'background'\ntitle = 'Other'\n"
    )
}

#[test]
fn words_that_look_like_patterns_are_words() {
    for title in ["a.*", "a(b", "[a-", "a|b", "^Time$", "a{2}", "(?i)x", "\\d+", "a+?"] {
        let folder = Folder::new()
            .with("pmlint.toml", "template = 'team.toml'\n")
            .with("team.toml", own_template(title))
            .with(
                "a.md",
                format!(
                    "# Outage\n\n## {}\n\n- `2024-05-06 10:00` Errors rose.\n",
                    title.replace('\\', "\\\\")
                ),
            )
            .with("b.md", "# Outage\n\n## a a ab axb aa 12\n\n- `2024-05-06 10:00` Errors rose.\n");
        let facts = folder.run(&["facts", "a.md", "--format", "json"]).exits(0).json().to_string();
        assert!(facts.contains("10:00"), "{title}: {facts}");
        // What it would stand for as a pattern is no such section.
        let facts = folder.run(&["facts", "b.md", "--format", "json"]).exits(0).json().to_string();
        assert!(!facts.contains("10:00"), "{title}: {facts}");
        is_harmless(&folder.run(&["a.md"]), title);
    }
}

#[test]
fn numbers_and_depths_without_end_are_refused_or_read() {
    let many = "9".repeat(5_000);
    let configs = [
        format!("[sla]\ndetection = \"{many}h\"\n"),
        format!("[sla]\ndetection = {many}\n"),
        format!("timezone = \"+{many}:00\"\n"),
        format!("a = {}\n", "[".repeat(100_000)),
        format!("a = {}1{}\n", "{a=".repeat(50_000), "}".repeat(50_000)),
        format!("{} = 1\n", vec!["a"; 100_000].join(".")),
        format!("[{}]\n", vec!["a"; 100_000].join(".")),
        format!("include = [{}]\n", "\"**/**/**/**/*a*b*c*.md\",".repeat(200)),
        format!("include = [\"{}\"]\n", "{a,".repeat(5_000)),
        format!("include = [\"{}x\"]\n", "**/".repeat(2_000)),
        format!("[metrics]\nresolution = \"{}\"\n", "responded -> ".repeat(5_000)),
        "template = 'team.toml'\n".to_owned(),
        "template = 'endless.toml'\n".to_owned(),
    ];
    let sections: String = (0..2_000)
        .map(|at| format!("[[section]]\ntitle = 'S{at}'\nlevel = 99999999999\n"))
        .collect();
    let clean = "# Outage\n\n## Timeline\n\n- `2024-05-06 10:00` Errors rose.\n";
    for config in configs {
        let folder = Folder::new()
            .with("pmlint.toml", &config)
            .with("team.toml", format!("name = 'team'\nextends = 'generic-en'\n{sections}"))
            .with("endless.toml", "name = 'endless'\nextends = 'endless.toml'\n")
            .with("a.md", clean);
        let run = folder.run(&["a.md"]);
        let start: String = config.chars().take(60).collect();
        is_harmless(&run, &start);
        assert!(run.code.is_some(), "killed by a signal: {start}");
    }
    let documents = [
        format!(
            "# a\n\n## Timeline\n\n- {many}-05-06 10:00 a\n- 2024-05-06 10:{many} b\n- T+{many}h c\n"
        ),
        format!(
            "# a\n\n## Metrics\n\n- Time to detect: {many}h {many}m\n- Time to resolve: 1e{many}\n"
        ),
        format!("# a\n\n## 时间指标\n\n- 故障感知时间：{}分钟\n", "亿".repeat(5_000)),
        format!("---\nseverity: {many}\ndate: {many}\na: {}\n---\n# a\n", "[".repeat(50_000)),
        format!("# a\n\n{}\n", "> ".repeat(5_000)),
        format!("# a\n\n{}a\n", "- ".repeat(5_000)),
        format!("<!-- pmlint-ignore {}: why -->\n", "a,".repeat(500)),
    ];
    for (at, text) in documents.iter().enumerate() {
        let folder = Folder::new().with("a.md", text);
        for template in ["infra-zh", "generic-en"] {
            for command in
                [&["check", "a.md"][..], &["facts", "a.md"], &["check", "a.md", "--diff"]]
            {
                let run = folder.run(&[command, &["--template", template]].concat());
                is_harmless(&run, &format!("document {at}"));
            }
        }
    }
}
