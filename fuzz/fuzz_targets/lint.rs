//! Any bytes as a document: linted, and written in a suppression for all that is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pmlint::suppression::place;

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let Some(source) = pmlint_fuzz::source("a.md", rest) else { return };
    let postmortems = pmlint::read(&source, &settings, true);
    let lang = pmlint_fuzz::lang(data);
    let found = pmlint::lint(&source, &postmortems, &settings, lang);
    pmlint_fuzz::check(&found);
    let again = pmlint::lint(&source, &postmortems, &settings, lang);
    assert!(found.iter().map(|one| &one.message).eq(again.iter().map(|one| &one.message)));
    for edit in place(&source, &found, "why").edits {
        assert!(source.text().is_char_boundary(edit.span.start));
    }
});
