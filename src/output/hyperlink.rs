//! Where the pages of rules are on the web, and links to them for terminals that can follow some (OSC 8).

use crate::lang::Lang;
use crate::rules;

/// The address of the project, where it has a home.
pub(super) fn project() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty())
}

/// Where the pages of rules are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// An address with `{rule}` in it.
    pattern: String,
}

impl Pages {
    /// The pages at an address: `{rule}` in it stands for the id of the rule; without one it is the folder
    /// of the pages. `None` for what is no address of a page.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let address = address.trim();
        let is_web = ["https://", "http://", "file://"].iter().any(|it| address.starts_with(it));
        // What is no printing ASCII would end the escape, or hide where the link goes.
        if !is_web || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let pattern = match address.contains(RULE) {
            true => address.to_owned(),
            false => format!("{}/{RULE}.md", address.trim_end_matches('/')),
        };
        Some(Self { pattern })
    }

    /// The pages of this version in a language, where the project has a home.
    #[must_use]
    pub fn of_project(lang: Lang) -> Option<Self> {
        let (version, folder) = (env!("CARGO_PKG_VERSION"), lang.pick(|| "rules", || "rules/zh"));
        Self::at(&format!("{}/blob/v{version}/{folder}", project()?))
    }

    /// The address of the page of a rule.
    #[must_use]
    pub fn page(&self, rule: &str) -> String {
        self.pattern.replace(RULE, rule)
    }

    /// Findings as a person reads them, with each rule linked to its page.
    #[must_use]
    pub fn link(&self, findings: &str) -> String {
        let mut out = String::with_capacity(findings.len() * 2);
        for line in findings.split_inclusive('\n') {
            match head(line) {
                Some((before, rule, after)) => {
                    let page = self.page(rule);
                    out.extend([before, "\u{1b}]8;;", &page, "\u{1b}\\", rule]);
                    out.extend(["\u{1b}]8;;\u{1b}\\", after]);
                }
                None => out.push_str(line),
            }
        }
        out
    }
}

/// What stands for the id of a rule in an address.
const RULE: &str = "{rule}";

/// The first line of a finding, cut at its rule: `error[`, `metric-mismatch`, `]: …`. Colours may stand
/// before the severity; every other line begins with a blank, a number or a frame.
fn head(line: &str) -> Option<(&str, &str, &str)> {
    let mut rest = line;
    while let Some(code) = rest.strip_prefix("\u{1b}[") {
        rest = code.split_once('m')?.1;
    }
    let severities = ["error[", "warning[", "note["];
    let inside = severities.iter().find_map(|severity| rest.strip_prefix(severity))?;
    let (rule, after) = inside.split_once(']')?;
    rules::find(rule)?;
    let start = line.len() - inside.len();
    let end = start + rule.len();
    debug_assert_eq!(after.len() + 1 + end, line.len());
    Some((line.get(..start)?, rule, line.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_folder_or_has_a_place_for_the_rule() {
        let page = |address: &str| Pages::at(address).map(|pages| pages.page("placeholder"));
        for (address, expected) in [
            ("https://x.example/rules", Some("https://x.example/rules/placeholder.md")),
            ("https://x.example/rules/", Some("https://x.example/rules/placeholder.md")),
            ("https://x.example/{rule}.html?v=1", Some("https://x.example/placeholder.html?v=1")),
            ("file:///usr/share/doc/pmlint", Some("file:///usr/share/doc/pmlint/placeholder.md")),
            ("", None),
            ("/blob/v0.1.0/rules", None),
            ("javascript:alert(1)", None),
            ("https://x.example/\u{1b}\\evil", None),
            ("https://x.example/a b", None),
            ("https://例子.example/", None),
        ] {
            assert_eq!(page(address).as_deref(), expected, "{address:?}");
        }
    }

    #[test]
    fn only_the_rule_of_a_finding_is_linked() {
        let pages = Pages::at("https://x.example").expect("an address");
        let link =
            "\u{1b}]8;;https://x.example/placeholder.md\u{1b}\\placeholder\u{1b}]8;;\u{1b}\\";
        for (text, expected) in [
            ("error[placeholder]: x [placeholder]\n", format!("error[{link}]: x [placeholder]\n")),
            (
                "\u{1b}[0m\u{1b}[1mnote[placeholder]\u{1b}[0m: x",
                format!("\u{1b}[0m\u{1b}[1mnote[{link}]\u{1b}[0m: x"),
            ),
            (" 5 │ error[placeholder]\n", " 5 │ error[placeholder]\n".into()),
            ("error[no-such-rule]: x\n", "error[no-such-rule]: x\n".into()),
            ("error[placeholder", "error[placeholder".into()),
            ("\u{1b}[0", "\u{1b}[0".into()),
            ("", String::new()),
        ] {
            assert_eq!(pages.link(text), expected, "{text:?}");
        }
    }
}
