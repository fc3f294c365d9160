//! Any text as a template in TOML, and a document read with it where it is one.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use pmlint::config::Settings;
use pmlint::lang::Lang;
use pmlint::source::Source;
use pmlint::template::Template;

const DOCUMENT: &str = include_str!("../../fixtures/clean/postmortem.md");

fuzz_target!(|data: &[u8]| {
    let Some(source) = pmlint_fuzz::source("team.toml", data) else { return };
    match Template::load(&source, Lang::En) {
        Err(findings) => {
            assert!(!findings.is_empty(), "wrong, and nobody says why");
            pmlint_fuzz::check(&findings);
        }
        Ok(template) => {
            let template = Some(Arc::new(template));
            let settings = Settings { template, ..Settings::default() };
            let document = Arc::new(Source::new("a.md", DOCUMENT));
            let read = pmlint::read(&document, &settings, true);
            pmlint_fuzz::check(&pmlint::lint(&document, &read, &settings, Lang::En));
        }
    }
});
