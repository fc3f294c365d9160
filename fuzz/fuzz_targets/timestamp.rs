//! Any text as time stamps, in the words of each built-in template.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let (Some(template), Ok(text)) = (settings.template, str::from_utf8(rest)) else { return };
    let atoms = template.stamps.scan(text);
    let mut end = 0;
    for atom in &atoms {
        let range = atom.range();
        assert!(range.start >= end && text.get(range.clone()).is_some(), "{range:?} in {text:?}");
        end = range.end;
    }
    let _ = template.stamps.covers(text, &atoms);
    let _ = template.stamps.plain(text);
    let _ = template.stamps.zone_in(text);
    let _ = template.stamps.zone_statement(text);
    let _ = template.stamps.join(text, atoms);
});
