//! Any bytes as a document: what was read of it, for people and for programs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pmlint::output::facts::{self, Facts, Style};
use pmlint::output::facts_json;

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let Some(source) = pmlint_fuzz::source("a.md", rest) else { return };
    let postmortems = pmlint::read(&source, &settings, true);
    let facts = Facts { source: &source, postmortems: &postmortems, settings: &settings };
    let width = usize::from(data.first().copied().unwrap_or_default()) + 1;
    let style = Style { lang: pmlint_fuzz::lang(data), width, color: false, verbose: true };
    let mut text = String::new();
    facts::file(&facts, style, &mut text);
    assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    let mut json = String::new();
    facts_json::begin(&mut json);
    facts_json::file(&facts, &mut json);
    facts_json::end(&mut json);
});
