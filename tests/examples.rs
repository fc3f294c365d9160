//! The examples of the rule pages: the bad ones are reported, the good ones are not.

mod page;

use std::path::Path;
use std::sync::Arc;

use page::{Example, Page, RulePage};
use pmlint::config::{Config, Settings};
use pmlint::finding::{Finding, Severity};
use pmlint::lang::Lang;
use pmlint::source::Source;

/// What pmlint says about a document, each finding with its line.
fn lint(text: &str, settings: &Settings, lang: Lang) -> Vec<(usize, Finding)> {
    let source = Arc::new(Source::new("example.md", text));
    let postmortems = pmlint::read(&source, settings, true);
    assert_eq!(postmortems.len(), 1, "an example is one postmortem");
    let found = pmlint::lint(&source, &postmortems, settings, lang);
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
fn check(example: &Example, at: &str, lang: Lang) -> Vec<(usize, Finding)> {
    let lines = page::document(&example.text);
    let text: String = lines.iter().flat_map(|&(line, _)| [line, "\n"]).collect();
    let found = lint(&text, &settings(example.config.as_deref(), at), lang);
    let own = |line: usize| lines.get(line - 1).and_then(|&(_, own)| own).unwrap_or(0);
    found.into_iter().map(|(line, finding)| (own(line), finding)).collect()
}

fn shown(found: &[(usize, Finding)]) -> Vec<String> {
    found.iter().map(|(line, f)| format!("{line} {} {}", f.rule, f.message)).collect()
}

#[test]
fn nothing_is_wrong_in_the_complete_document() {
    let found = lint(page::COMPLETE, &settings(None, "complete.md"), Lang::En);
    assert!(found.is_empty(), "{:#?}", shown(&found));
}

/// Every example of one kind on every page, with where it stands.
fn examples(bad: bool) -> impl Iterator<Item = (RulePage, Example, String)> {
    let of =
        |page: RulePage| Page::parse(page.text()).examples.into_iter().map(move |it| (page, it));
    let is_wanted = move |(_, example): &(RulePage, Example)| example.bad == bad;
    RulePage::all().flat_map(of).filter(is_wanted).map(|(page, example)| {
        let at = format!("{}:{}", page.path(), example.at);
        (page, example, at)
    })
}

#[test]
fn bad_examples_have_their_fault_and_no_other() {
    let mut wrong = Vec::new();
    for (page, example, at) in examples(true) {
        let found = check(&example, &at, page.lang);
        let is_also = |f: &Finding| example.also.iter().any(|also| f.rule == also);
        let has_all = example.also.iter().all(|also| found.iter().any(|(_, f)| f.rule == also));
        let own = found.iter().filter(|(_, f)| !is_also(f));
        let reported: Vec<_> = own.map(|(line, f)| (*line, f.rule)).collect();
        let expected: Vec<_> = example.lines.iter().map(|&line| (line, page.rule.id)).collect();
        if !has_all || reported != expected {
            wrong.push(format!("{at}: {:#?}", shown(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_examples_have_no_fault() {
    let mut wrong = Vec::new();
    for (page, example, at) in examples(false) {
        let mut found = check(&example, &at, page.lang);
        found.retain(|(_, f)| f.rule == page.rule.id || f.severity == Severity::Error);
        if !found.is_empty() {
            wrong.push(format!("{at}: {:#?}", shown(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
