//! What the targets share: reading a document, and what must hold whatever it says.

use std::sync::Arc;

use pmlint::config::Settings;
use pmlint::finding::Finding;
use pmlint::lang::Lang;
use pmlint::source::Source;
use pmlint::template::BUILTIN;

/// The settings that the first byte of an input stands for: one of the built-in templates, or the one
/// that fits best. The rest is the text.
#[must_use]
pub fn settings(data: &[u8]) -> Option<(Settings, &[u8])> {
    let (&first, rest) = data.split_first()?;
    let template = BUILTIN.get(usize::from(first) % (BUILTIN.len() + 1));
    let template = template.and_then(|builtin| builtin.template());
    Some((Settings { template, ..Settings::default() }, rest))
}

/// The language that a text is linted in.
#[must_use]
pub fn lang(data: &[u8]) -> Lang {
    if data.len() % 2 == 0 { Lang::En } else { Lang::Zh }
}

/// The document, if the bytes are one.
#[must_use]
pub fn source(name: &str, bytes: &[u8]) -> Option<Arc<Source>> {
    Source::from_bytes(name, bytes).ok().map(Arc::new)
}

/// Every place is in its text and on character boundaries, and every message is one line.
pub fn check(findings: &[Finding]) {
    for finding in findings {
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            let text = label.source.text();
            assert!(text.get(label.span.range()).is_some(), "{}: {:?}", finding.rule, label.span);
        }
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            let text = finding.primary.source.text();
            assert!(text.get(edit.span.range()).is_some(), "{}: {:?}", finding.rule, edit.span);
        }
        assert!(!finding.message.contains('\n'), "{}: {}", finding.rule, finding.message);
    }
}
