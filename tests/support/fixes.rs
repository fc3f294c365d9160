//! What must hold of fixes, whatever the document.

use std::collections::BTreeMap;
use std::sync::Arc;

use pmlint::config::Settings;
use pmlint::finding::{Finding, Safety, Severity};
use pmlint::fix::{Fixed, apply, edited};
use pmlint::lang::Lang;
use pmlint::source::Source;
use pulldown_cmark::{Event, Options, Parser, TagEnd};

fn lint(source: &Arc<Source>, settings: &Settings) -> Vec<Finding> {
    pmlint::lint(source, &pmlint::read(source, settings, true), settings, Lang::En)
}

/// How often each error is there, by its rule and by what is absent.
fn errors(findings: &[Finding]) -> BTreeMap<(&str, Option<&str>), usize> {
    let mut errors = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry((finding.rule, finding.absent.as_deref())).or_default() += 1;
    }
    errors
}

/// Applies the fixes of a document, and checks all that must hold of them.
pub fn fixed(text: &str, settings: &Settings, limit: Safety) -> Fixed {
    let source = Arc::new(Source::new("a.md", text));
    let before = lint(&source, settings);
    for finding in &before {
        let Some(fix) = &finding.fix else { continue };
        let rule = pmlint::rules::find(finding.rule).expect("a rule");
        assert!(rule.fixes.contains(&fix.safety), "{} does not say so: {fix:?}", rule.id);
        assert!(!fix.edits.is_empty(), "{finding:?}");
        let new = edited(&source, &fix.edits).expect("edits in order, on character boundaries");
        // What stands before the first and behind the last edit is as it was.
        let first = fix.edits.first().map_or(0, |edit| edit.span.start);
        let rest = source.text().len() - fix.edits.last().map_or(0, |edit| edit.span.end);
        let ends = |text: &str| {
            let tail = text.get(text.len() - rest..).map(str::to_owned);
            (text.get(..first).map(str::to_owned), tail)
        };
        assert_eq!(ends(source.text()), ends(new.text()));
    }
    let known = errors(&before);
    let fixed = apply(&source, before.clone(), limit, |source| Some(lint(source, settings)));
    let found = lint(&fixed.source, settings);
    for (error, count) in errors(&found) {
        let was = known.get(&error).copied().unwrap_or_default();
        assert!(count <= was, "{limit:?}: new {error:?}\n{text}\n----\n{}", fixed.source.text());
    }
    assert_eq!(found.len(), fixed.findings.len());
    assert_eq!(fixed.mended.is_empty(), fixed.source.text() == source.text());
    // Once is as good as twice.
    let again =
        apply(&fixed.source, fixed.findings.clone(), limit, |source| Some(lint(source, settings)));
    assert_eq!(again.source.text(), fixed.source.text(), "{limit:?}\n{text}");
    // What is left was refused.
    let allowed = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety <= limit);
    let left = found.iter().filter(allowed).count();
    assert!(left == fixed.refused, "{limit:?}: {left} left, {} refused\n{text}", fixed.refused);
    keeps_line_ends(text, &fixed);
    if fixed.mended.iter().all(|rule| *rule == "unquoted-timestamp") {
        assert_eq!(visible(source.text()), visible(fixed.source.text()), "{text}");
    }
    fixed
}

/// What a reader sees of a document, whatever marks it up.
fn visible(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let shown = Parser::new_ext(text, options).map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak => "\n".to_owned(),
        Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
            "|".to_owned()
        }
        _ => String::new(),
    });
    shown.collect()
}

fn keeps_line_ends(text: &str, fixed: &Fixed) {
    let new = fixed.source.to_bytes();
    let new = str::from_utf8(&new).expect("UTF-8");
    assert_eq!(text.starts_with('\u{feff}'), new.starts_with('\u{feff}'));
    let bare = |text: &str| text.replace("\r\n", "").contains('\n');
    assert!(bare(text) || !text.contains('\n') || !bare(new), "{text:?}\n{new:?}");
    assert!(text.contains('\r') || !new.contains('\r'), "{text:?}\n{new:?}");
}
