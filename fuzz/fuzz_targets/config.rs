//! Any text as a `pmlint.toml`, and a document linted with it where it is one.
#![no_main]

use std::path::Path;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use pmlint::config::Config;
use pmlint::lang::Lang;
use pmlint::source::Source;

const DOCUMENT: &str = include_str!("../../fixtures/clean/postmortem.md");

fuzz_target!(|data: &[u8]| {
    let Some(source) = pmlint_fuzz::source("pmlint.toml", data) else { return };
    let rules = pmlint::rules::ids();
    match Config::parse(&source, Lang::En, &rules, &mut |_| Err("no file here".to_owned())) {
        Err(findings) => {
            assert!(!findings.is_empty(), "wrong, and nobody says why");
            pmlint_fuzz::check(&findings);
        }
        Ok(config) => {
            let settings = config.settings_for(Path::new("a.md"));
            let _ = config.origins_for(Path::new("a.md"));
            let document = Arc::new(Source::new("a.md", DOCUMENT));
            let read = pmlint::read(&document, &settings, true);
            pmlint_fuzz::check(&pmlint::lint(&document, &read, &settings, Lang::Zh));
        }
    }
});
