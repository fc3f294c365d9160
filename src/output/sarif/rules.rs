//! The tool and its rules, each with its page as help.

use super::escape_links;
use super::model::{Configuration, Driver, Help, Message, RuleJson, RuleProperties};
use crate::finding::Severity;
use crate::lang::Lang;
use crate::output::hyperlink::{self, Pages};
use crate::output::json::push;
use crate::rules::{ALL, Rule};

/// Appends the tool with all rules, whether they found something or not.
pub(super) fn driver(lang: Lang, out: &mut String) {
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: concat!("pmlint ", env!("CARGO_PKG_VERSION")),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: hyperlink::project(),
        rules: ALL.iter().map(|rule| of_rule(rule, lang)).collect(),
    };
    push(&driver, out);
}

/// Where the rule with an id stands in the list.
pub(super) fn index(id: &str) -> Option<usize> {
    ALL.iter().position(|rule| rule.id == id)
}

fn of_rule(rule: &Rule, lang: Lang) -> RuleJson {
    let level = rule.severity.unwrap_or(Severity::Warning).as_str();
    let summary = lang.pick(|| rule.summary, || rule.summary_zh);
    let page = rule.page_in(lang);
    RuleJson {
        id: rule.id,
        name: rule.id.split('-').map(capitalized).collect(),
        short_description: Message { text: escape_links(summary) },
        full_description: Message { text: escape_links(&paragraph(page)) },
        help: Help { text: escape_links(remedy(page)), markdown: page },
        help_uri: Pages::of_project(lang).map(|pages| pages.page(rule.id)),
        default_configuration: Configuration { enabled: rule.severity.is_some(), level },
        properties: RuleProperties {
            tags: ["postmortem"],
            precision: "high",
            problem_severity: match rule.severity {
                Some(Severity::Error) => "error",
                Some(Severity::Warning) | None => "warning",
                Some(Severity::Note) => "recommendation",
            },
        },
    }
}

/// A word with a capital letter.
fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The paragraph of a page that says what is reported, which is the first after title and facts.
fn paragraph(page: &str) -> String {
    page.split("\n\n").nth(2).unwrap_or_default().replace('\n', " ")
}

/// The part of a page that says what to do.
fn remedy(page: &'static str) -> &'static str {
    let is_it = |part: &'static str| {
        part.strip_prefix("How to fix\n").or_else(|| part.strip_prefix("如何修改\n"))
    };
    let part = page.split("\n## ").find_map(is_it);
    part.unwrap_or(page).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_what_it_reports_and_what_to_do() {
        for (rule, lang) in ALL.iter().flat_map(|rule| [(rule, Lang::En), (rule, Lang::Zh)]) {
            let page = rule.page_in(lang);
            let (paragraph, remedy) = (paragraph(page), remedy(page));
            // GitHub takes no more than 1,024 characters.
            assert!((10..=1024).contains(&paragraph.chars().count()), "{}: {paragraph}", rule.id);
            assert!(!paragraph.contains("```"), "{}: {paragraph}", rule.id);
            assert!(remedy.len() > 20 && !remedy.contains("\n#"), "{}: {remedy}", rule.id);
            assert!(index(rule.id).is_some());
        }
    }
}
