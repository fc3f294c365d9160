//! Any text as a template in Markdown, and the text linted with it; also what is derived from it.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use pmlint::config::Settings;
use pmlint::derive;
use pmlint::lang::Lang;
use pmlint::sketch;

fuzz_target!(|data: &[u8]| {
    let Some(source) = pmlint_fuzz::source("TEMPLATE.md", data) else { return };
    if let Some(sketch) = derive::from_template(&source, "team") {
        let _ = sketch.to_toml();
    }
    match sketch::load(&source, Lang::En) {
        Err(findings) => {
            assert!(!findings.is_empty(), "wrong, and nobody says why");
            pmlint_fuzz::check(&findings);
        }
        Ok(template) => {
            let template = Some(Arc::new(template));
            let settings = Settings { template, ..Settings::default() };
            let read = pmlint::read(&source, &settings, true);
            pmlint_fuzz::check(&pmlint::lint(&source, &read, &settings, Lang::En));
        }
    }
});
