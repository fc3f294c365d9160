//! A team's own template: from its Markdown template, and from examples that it then accepts.

mod support;

use std::path::Path;
use std::sync::Arc;

use pmlint::config::Settings;
use pmlint::derive::{self, Kind};
use pmlint::finding::Finding;
use pmlint::lang::Lang;
use pmlint::sketch::{self, Sketch};
use pmlint::source::Source;
use pmlint::template::Template;
use proptest::prelude::*;

/// What a derived template must not report about what it was derived from.
const KEPT: [&str; 4] = ["missing-section", "misplaced-section", "missing-metric", "empty-section"];

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text))
}

/// The template that a TOML text is.
fn load(toml: &str) -> Template {
    match Template::load(&source("derived.toml", toml), Lang::En) {
        Ok(template) => template,
        Err(findings) => panic!("{findings:#?}\n{toml}"),
    }
}

fn lint(template: Template, document: &Arc<Source>) -> Vec<Finding> {
    let settings = Settings { template: Some(Arc::new(template)), ..Settings::default() };
    pmlint::lint(document, &pmlint::read(document, &settings, true), &settings, Lang::En)
}

/// Derives a template from documents, and checks that it is right, stays the same, and accepts them.
fn derived(documents: &[Arc<Source>]) -> Option<Sketch> {
    let sketch = derive::from_examples(documents, "derived")?;
    let toml = sketch.to_toml();
    let again = derive::from_examples(documents, "derived").map(|sketch| sketch.to_toml());
    assert_eq!(again.as_deref(), Some(toml.as_str()), "the same documents give the same bytes");
    for document in documents {
        let mut found = lint(load(&toml), document);
        found.retain(|finding| KEPT.contains(&finding.rule));
        assert!(found.is_empty(), "{}: {found:#?}\n{toml}", document.name());
    }
    Some(sketch)
}

fn fixtures() -> Vec<Arc<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<_> =
        std::fs::read_dir(root).expect("fixtures").map(|it| it.expect("a folder").path()).collect();
    folders.sort();
    let read = |folder: std::path::PathBuf| {
        let path = folder.join("postmortem.md");
        let name = folder.file_name()?.to_string_lossy().into_owned();
        Some(source(&name, &std::fs::read_to_string(path).ok()?))
    };
    folders.into_iter().filter_map(read).collect()
}

#[test]
fn every_fixture_is_accepted_by_what_is_derived_from_it() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 16);
    for fixture in &fixtures {
        assert!(derived(std::slice::from_ref(fixture)).is_some(), "{}", fixture.name());
    }
}

#[test]
fn any_two_fixtures_are_accepted_by_what_is_derived_from_both() {
    let fixtures = fixtures();
    for (at, one) in fixtures.iter().enumerate() {
        for other in fixtures.iter().skip(at + 1).step_by(5) {
            assert!(derived(&[Arc::clone(one), Arc::clone(other)]).is_some());
            assert!(derived(&[Arc::clone(other), Arc::clone(one)]).is_some());
        }
    }
    assert!(derived(&fixtures).is_some());
}

#[test]
fn what_all_examples_have_is_required() {
    let one =
        source("a.md", "# A\n\n## 1. Background\n\na\n\n## Root cause\n\nb\n\n## Notes\n\nc\n");
    let two =
        source("b.md", "# B\n\n## Background\n\na\n\n## 3. Causes\n\nNone.\n\n## **Extra**\n\nd\n");
    let sketch = derived(&[one, two]).expect("sections");
    let sections: Vec<_> = sketch
        .sections
        .iter()
        .map(|section| (section.role.as_str(), section.title.as_str(), section.required))
        .collect();
    assert_eq!(
        sections,
        [
            ("background", "Background", true),
            ("cause", "Root cause", true),
            ("extra", "Extra", false),
            ("notes", "Notes", false),
        ]
    );
    let cause = &sketch.sections[1];
    assert!(cause.aliases.contains(&"Causes".to_owned()), "{cause:?}");
}

const TEMPLATE: &str = "\
# {title}

> Blameless: people act on what they know.

## Overview

Say in two sentences what happened to whom.

- Affected service:
- **Region**: [one or all of them]
- [ ] The status page was updated

## Timeline

All times in UTC.

| Time | Event |
|---|---|
| YYYY-MM-DD HH:mm | What somebody did or saw |

## Key figures

- Time to detect: 5m
- Time to resolve: ??
- Availability zone: eu-1

## Root causes

What was the first cause?

<!-- Ask why until the answer is a thing that can be changed. -->

## Glossary <!-- pmlint: optional -->

## Follow-up work

Every task needs an owner. <!-- pmlint: keep -->
One line for each task.
";

#[test]
fn a_markdown_template_is_read_as_it_is() {
    let document = source("docs/TEMPLATE.md", TEMPLATE);
    assert_eq!(derive::kind(&document), Kind::Template);
    let sketch = derive::from_template(&document, "team").expect("sections");
    let sections: Vec<_> = sketch
        .sections
        .iter()
        .map(|section| {
            let parent = section.parent.map(|parent| sketch.sections[parent].title.as_str());
            (section.title.as_str(), parent, section.required)
        })
        .collect();
    assert_eq!(
        sections,
        [
            ("Overview", None, true),
            ("Affected service", Some("Overview"), true),
            ("Region", Some("Overview"), true),
            ("Timeline", None, true),
            ("Key figures", None, true),
            ("Root causes", None, true),
            ("Glossary", None, false),
            ("Follow-up work", None, true),
        ]
    );
    let metrics: Vec<_> =
        sketch.metrics.iter().filter(|m| m.required).map(|m| m.id.as_str()).collect();
    assert_eq!(metrics, ["detection", "resolution"]);
    assert!(sketch.metrics.iter().all(|metric| !metric.verdict));
    assert_eq!(sketch.base.name, "generic-en");
    assert_eq!(
        sketch.instructions,
        [
            "Say in two sentences what happened to whom.",
            "[one or all of them]",
            "YYYY-MM-DD HH:mm",
            "What somebody did or saw",
            "What was the first cause?",
            "Ask why until the answer is a thing that can be changed.",
        ]
    );
}

#[test]
fn a_template_means_the_same_as_what_is_derived_from_it() {
    let document = source("docs/TEMPLATE.md", TEMPLATE);
    let template = sketch::load(&document, Lang::En).expect("it is right");
    assert_eq!(template.name, "docs/TEMPLATE.md");
    let toml = derive::from_template(&document, "team").expect("sections").to_toml();
    let of = |template: &Template| {
        let sections = template.sections.iter().map(|section| {
            let nothing = section.nothing.as_slice();
            format!("{} {:?} {:?} {nothing:?}", section.title, section.role, section.aliases)
        });
        let metrics = template.metrics.iter().map(|metric| format!("{metric:?}"));
        let lines = template.placeholders.instructions.as_slice().iter().cloned();
        sections.chain(metrics).chain(lines).collect::<Vec<_>>()
    };
    assert_eq!(of(&template), of(&load(&toml)));
}

const FILLED: &str = "\
# Checkout was slow in the north

> Blameless: people act on what they know.

## Overview

Orders took up to a minute for every customer of the northern region.

- Affected service: checkout
- **Region**: north
- [x] The status page was updated

## Timeline

All times in UTC.

| Time | Event |
|---|---|
| 2024-05-06 10:00 | outage started |
| 2024-05-06 10:05 | alert fired |
| 2024-05-06 10:40 | service restored |

## Key figures

- Time to detect: 5m
- Time to resolve: 40m
- Availability zone: eu-1

## Root causes

What was the first cause?

A pool without a limit.

## Follow-up work

Every task needs an owner.
Limit the pool (Noor).
";

#[test]
fn a_filled_in_template_is_clean_and_each_line_that_was_left_is_not() {
    let template = || sketch::load(&source("docs/TEMPLATE.md", TEMPLATE), Lang::En).expect("right");
    let found = |text: &str| {
        let found = lint(template(), &source("a.md", text));
        found.iter().map(|f| (f.rule, f.message.clone())).collect::<Vec<_>>()
    };
    assert_eq!(found(FILLED), []);
    for (from, to, rule) in [
        ("north\n- [x]", "[one or all of them]\n- [x]", "placeholder"),
        ("| 2024-05-06 10:40", "| YYYY-MM-DD HH:mm | a |\n| 2024-05-06 10:40", "placeholder"),
        ("A pool without a limit.\n", "", "placeholder"),
        ("alert fired", "What somebody did or saw<br>alert fired", "placeholder"),
        (
            "Orders took",
            "Say in two sentences what happened to whom.\n\nOrders took",
            "placeholder",
        ),
        ("- Affected service: checkout\n", "", "missing-section"),
        ("- Affected service: checkout\n", "- Affected service:\n", "empty-section"),
        ("- Time to detect: 5m\n", "", "missing-metric"),
        ("## Root causes", "## Root cuases", "missing-section"),
        ("Time to detect: 5m", "Time to detect: 9m", "metric-mismatch"),
    ] {
        assert!(FILLED.contains(from), "{from}");
        let rules: Vec<_> = found(&FILLED.replacen(from, to, 1)).into_iter().map(|f| f.0).collect();
        assert_eq!(rules, [rule], "{to}");
    }
}

#[test]
fn a_template_without_sections_is_told_so() {
    for (text, message) in [
        ("", "the template is empty"),
        (" \n", "the template is empty"),
        ("Write here.\n", "the template has no heading that could be a section"),
        ("# {title}\n", "the template has no heading that could be a section"),
        ("## ???\n\n## ---\n", "the template has no heading that could be a section"),
    ] {
        let findings = sketch::load(&source("T.md", text), Lang::En).expect_err("no sections");
        let found: Vec<_> = findings.iter().map(|f| (f.rule, f.message.as_str())).collect();
        assert_eq!(found, [("config", message)], "{text}");
        assert!(findings[0].help.is_some());
    }
}

/// A document of headings, labels and text, with titles that come again and that look alike.
fn document() -> impl Strategy<Value = String> {
    let title = prop_oneof![
        4 => "[A-C](| [x-z]{1,3})",
        2 => Just("Timeline".to_owned()),
        2 => Just("Root cause".to_owned()),
        1 => Just("影响".to_owned()),
        1 => Just("用户侧".to_owned()),
        1 => Just("Metrics".to_owned()),
        1 => Just("Impact (users)".to_owned()),
        1 => "[0-9]{1,2}\\. [A-B]",
        1 => "[\\PC]{1,8}",
    ];
    let body = prop_oneof![
        3 => Just(String::new()),
        3 => Just("text\n\n".to_owned()),
        1 => Just("- 用户侧：慢\n- Impact: none\n\n".to_owned()),
        1 => Just("- 10:00 alert fired\n- 10:05 fixed\n\n".to_owned()),
        1 => Just("- Time to detect: 5m\n\n".to_owned()),
        1 => Just("N/A\n\n".to_owned()),
        1 => Just("TBD\n\n".to_owned()),
    ];
    let heading = (1..6_usize, title, body)
        .prop_map(|(level, title, body)| format!("{} {title}\n\n{body}", "#".repeat(level)));
    prop::collection::vec(heading, 1..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_headings_examples_are_accepted(texts in prop::collection::vec(document(), 1..4)) {
        let documents: Vec<_> = texts.iter().map(|text| source("a.md", text)).collect();
        derived(&documents);
    }

    #[test]
    fn whatever_the_text_a_template_is_right_or_told_what_is_wrong(text in document()) {
        let document = source("T.md", &text);
        if let Some(sketch) = derive::from_template(&document, "t") {
            let toml = sketch.to_toml();
            let template = load(&toml);
            prop_assert_eq!(template.sections.len(), sketch.sections.len());
            prop_assert!(sketch::load(&document, Lang::En).is_ok());
        }
    }

    #[test]
    fn any_string_survives_the_toml(text in "\\PC{0,20}", raw in any::<String>()) {
        for text in [text, raw] {
            let sketch = derive::from_examples(&[source("a.md", "## A\n\ntext\n")], &text).expect("a section");
            if !text.trim().is_empty() {
                prop_assert_eq!(load(&sketch.to_toml()).name, text);
            }
        }
    }
}
