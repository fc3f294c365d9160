//! Every rule has a page, and every page has the same parts.

mod page;

use std::collections::BTreeSet;
use std::path::Path;

use page::Page;
use pmlint::rules::ALL;

const PARTS: [&str; 4] = ["Why it matters", "Example", "How to fix", "Settings"];

#[test]
fn pages_have_the_same_parts() {
    for rule in ALL {
        let page = Page::parse(rule.page);
        assert_eq!(page.title, rule.id);
        assert_eq!(page.parts, PARTS, "{}", rule.id);
        let severity = rule.severity.map_or("off", |severity| severity.as_str());
        let facts = format!("**Severity:** {severity}");
        assert!(page.facts.starts_with(&facts), "{}: {} in `{}`", rule.id, facts, page.facts);
        for fact in ["**Fix:** ", "**Since:** "] {
            assert!(page.facts.contains(fact), "{}: no {fact}", rule.id);
        }
        let setting = format!("\n[rules]\n{} = ", rule.id);
        assert!(rule.page.contains(&setting), "{}: no setting", rule.id);
        assert!(rule.page.ends_with("```\n"), "{}: something after the settings", rule.id);
    }
}

#[test]
fn pages_have_examples_of_both_kinds() {
    for rule in ALL {
        let page = Page::parse(rule.page);
        assert!(page.examples.iter().any(|example| example.bad), "{}: none bad", rule.id);
        assert!(page.examples.iter().any(|example| !example.bad), "{}: none good", rule.id);
        for example in page.examples {
            let count = example.text.lines().count();
            let at = format!("rules/{}.md:{}", rule.id, example.at);
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let pages: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rule pages")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .collect();
    assert_eq!(rules, pages);
}
