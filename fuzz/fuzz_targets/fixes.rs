//! Any bytes as a document: its fixes applied. What comes of it has no new error, and nothing left to fix.
#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use pmlint::config::Settings;
use pmlint::finding::{Finding, Safety, Severity};
use pmlint::fix::apply;
use pmlint::lang::Lang;
use pmlint::source::Source;

fn lint(source: &Arc<Source>, settings: &Settings) -> Vec<Finding> {
    pmlint::lint(source, &pmlint::read(source, settings, true), settings, Lang::En)
}

/// How often each error is there, by its rule and by what is absent.
fn errors(findings: &[Finding]) -> BTreeMap<(&str, Option<&str>), usize> {
    let mut errors = BTreeMap::new();
    for one in findings.iter().filter(|one| one.severity == Severity::Error) {
        *errors.entry((one.rule, one.absent.as_deref())).or_default() += 1;
    }
    errors
}

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let Some(source) = pmlint_fuzz::source("a.md", rest) else { return };
    let before = lint(&source, &settings);
    for limit in [Safety::Safe, Safety::Unsafe] {
        let check = |source: &Arc<Source>| Some(lint(source, &settings));
        let fixed = apply(&source, before.clone(), limit, check);
        let after = lint(&fixed.source, &settings);
        pmlint_fuzz::check(&after);
        assert_eq!(after.len(), fixed.findings.len());
        let known = errors(&before);
        for (error, count) in errors(&after) {
            let was = known.get(&error).copied().unwrap_or_default();
            assert!(count <= was, "{limit:?}: new {error:?}\n{}", fixed.source.text());
        }
        let again = apply(&fixed.source, after, limit, check);
        assert_eq!(again.source.text(), fixed.source.text(), "{limit:?}");
    }
});
