//! Every rule has a page in each language, and every page has the same parts.

mod page;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use page::{Page, RulePage};
use pmlint::config::Config;
use pmlint::lang::Lang;
use pmlint::rules::ALL;
use pmlint::source::Source;

#[test]
fn pages_have_the_same_parts() {
    for source in RulePage::all() {
        let (at, id, terms) = (source.path(), source.rule.id, source.terms());
        let page = Page::parse(source.text());
        assert_eq!(page.title, id, "{at}");
        assert_eq!(page.parts, terms.parts, "{at}");
        let severity = source.rule.severity.map_or("off", |severity| severity.as_str());
        let facts = format!("{}{severity}", terms.severity);
        assert!(page.facts.starts_with(&facts), "{at}: {facts} in `{}`", page.facts);
        assert_eq!(page.facts.split(" · ").nth(1), Some(source.fix()), "{at}: the fix");
        assert!(page.facts.contains(terms.since), "{at}: no version");
    }
}

/// The settings that a page shows can be used as they stand, and one that there is not is not shown.
#[test]
fn pages_show_settings_that_can_be_used() {
    for source in RulePage::all() {
        let (at, id) = (source.path(), source.rule.id);
        let text = source.text();
        let (_, settings) =
            text.split_once(&format!("## {}\n", source.terms().parts[3])).expect("the settings");
        let shown: Vec<&str> = settings.split("```toml\n").skip(1).collect();
        for block in &shown {
            let (block, _) = block.split_once("```\n").expect("the end of the fence");
            assert!(is_configuration(block), "{at}: {block}");
        }
        let can_be_set = is_configuration(&format!("[rules]\n{id} = \"warning\"\n"));
        let shows_it = settings.contains(&format!("\n[rules]\n{id} = "));
        assert_eq!(shows_it, can_be_set, "{at}: the setting");
        assert_eq!(text.ends_with("```\n"), can_be_set, "{at}: what stands at the end");
    }
}

fn is_configuration(text: &str) -> bool {
    let source = Arc::new(Source::new("pmlint.toml", text));
    let no_files = &mut |_: &str| Err("no files here".to_owned());
    Config::parse(&source, Lang::En, &pmlint::rules::ids(), no_files).is_ok()
}

#[test]
fn pages_have_examples_of_both_kinds() {
    for source in RulePage::all() {
        let page = Page::parse(source.text());
        let path = source.path();
        assert!(page.examples.iter().any(|example| example.bad), "{path}: none bad");
        assert!(page.examples.iter().any(|example| !example.bad), "{path}: none good");
        for example in page.examples {
            let count = example.text.lines().count();
            let at = format!("{path}:{}", example.at);
            assert_eq!(example.bad, !example.lines.is_empty(), "{at}: `bad` and `line=` together");
            assert!(example.lines.iter().all(|line| (1..=count).contains(line)), "{at}");
            assert!(!page::document(&example.text).is_empty(), "{at}");
        }
    }
}

#[test]
fn every_page_is_that_of_a_rule() {
    let rules: BTreeSet<String> = ALL.iter().map(|rule| format!("{}.md", rule.id)).collect();
    assert_eq!(rules.len(), ALL.len(), "two rules with one id");
    let folders: BTreeSet<&str> = RulePage::all().map(RulePage::folder).collect();
    for folder in folders {
        let pages: BTreeSet<String> =
            std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
                .expect("the folder of rule pages")
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .filter(|name| name.ends_with(".md"))
                .collect();
        assert_eq!(rules, pages, "{folder}");
    }
}

/// A rule is as old in both languages. The examples of each page are its own.
#[test]
fn pages_of_a_rule_agree() {
    for rule in ALL {
        let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| RulePage { rule, lang });
        let (one, other) = (Page::parse(english.text()), Page::parse(chinese.text()));
        let version = |page: &Page| page.facts.rsplit(' ').next().map(str::to_owned);
        assert_eq!(version(&one), version(&other), "{}", chinese.path());
        for example in &other.examples {
            let is_copied = one.examples.iter().any(|known| known.text == example.text);
            assert!(!is_copied, "{}:{} is that of the English page", chinese.path(), example.at);
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for source in RulePage::all() {
        for link in source.text().split("](").skip(1) {
            let target = link.split(')').next().unwrap_or_default();
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(source.folder());
            assert!(folder.join(target).exists(), "{}: {target}", source.path());
        }
    }
}
