//! Any text as a length of time, in the words of each built-in template.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pmlint::notation::duration;

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let (Some(template), Ok(text)) = (settings.template, str::from_utf8(rest)) else { return };
    let _ = duration::is_in_working_hours(text, &template.durations);
    if let Some((_, range)) = duration::read(text, &template.durations, None) {
        assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    }
});
