//! The examples of the rule pages: the bad ones are reported, the good ones are not.

mod page;

use std::path::Path;
use std::sync::Arc;

use page::{Example, Page};
use pmlint::config::{Config, Settings};
use pmlint::finding::{Finding, Severity};
use pmlint::lang::Lang;
use pmlint::rules::ALL;
use pmlint::source::Source;

/// What pmlint says about a document, each finding with its line.
fn lint(text: &str, settings: &Settings) -> Vec<(usize, Finding)> {
    let source = Arc::new(Source::new("example.md", text));
    let postmortems = pmlint::read(&source, settings, true);
    assert_eq!(postmortems.len(), 1, "an example is one postmortem");
    let found = pmlint::lint(&source, &postmortems, settings, Lang::En);
    found.into_iter().map(|finding| (source.line(finding.primary.span.start), finding)).collect()
}

fn settings(config: Option<&str>, at: &str) -> Arc<Settings> {
    let config = config.unwrap_or_default();
    let text = match config.starts_with("template") {
        true => config.to_owned(),
        false => format!("template = \"infra-zh\"\n{config}"),
    };
    let source = Arc::new(Source::new("pmlint.toml", text));
    match Config::parse(&source, Lang::En, &pmlint::rules::ids(), &mut |_| {
        Err("no files here".to_owned())
    }) {
        Ok(config) => config.settings_for(Path::new("example.md")),
        Err(findings) => panic!("{at}: {findings:?}"),
    }
}

/// The findings of an example, each with the line of the example; 0 for the rest of the document.
fn check(example: &Example, at: &str) -> Vec<(usize, Finding)> {
    let lines = page::document(&example.text);
    let text: String = lines.iter().flat_map(|&(line, _)| [line, "\n"]).collect();
    let found = lint(&text, &settings(example.config.as_deref(), at));
    let own = |line: usize| lines.get(line - 1).and_then(|&(_, own)| own).unwrap_or(0);
    found.into_iter().map(|(line, finding)| (own(line), finding)).collect()
}

fn shown(found: &[(usize, Finding)]) -> Vec<String> {
    found.iter().map(|(line, f)| format!("{line} {} {}", f.rule, f.message)).collect()
}

#[test]
fn nothing_is_wrong_in_the_complete_document() {
    let found = lint(page::COMPLETE, &settings(None, "complete.md"));
    assert!(found.is_empty(), "{:#?}", shown(&found));
}

#[test]
fn bad_examples_have_their_fault_and_no_other() {
    for rule in ALL {
        for example in Page::parse(rule.page).examples.iter().filter(|example| example.bad) {
            let at = format!("rules/{}.md:{}", rule.id, example.at);
            let found = check(example, &at);
            for also in &example.also {
                assert!(found.iter().any(|(_, f)| f.rule == also), "{at}: no {also}");
            }
            let own = found.iter().filter(|(_, f)| !example.also.iter().any(|also| f.rule == also));
            let reported: Vec<_> = own.map(|(line, f)| (*line, f.rule)).collect();
            let expected: Vec<_> = example.lines.iter().map(|&line| (line, rule.id)).collect();
            assert_eq!(reported, expected, "{at}: {:#?}", shown(&found));
        }
    }
}

#[test]
fn good_examples_have_no_fault() {
    for rule in ALL {
        for example in Page::parse(rule.page).examples.iter().filter(|example| !example.bad) {
            let at = format!("rules/{}.md:{}", rule.id, example.at);
            let mut found = check(example, &at);
            found.retain(|(_, f)| f.rule == rule.id || f.severity == Severity::Error);
            assert!(found.is_empty(), "{at}: {:#?}", shown(&found));
        }
    }
}
