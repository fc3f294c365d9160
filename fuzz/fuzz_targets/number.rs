//! Any text as a number, in the numerals of each built-in template.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pmlint::notation::number;

fuzz_target!(|data: &[u8]| {
    let Some((settings, rest)) = pmlint_fuzz::settings(data) else { return };
    let (Some(template), Ok(text)) = (settings.template, str::from_utf8(rest)) else { return };
    if let Some((value, length)) = number::read(text, &template.durations.numerals) {
        assert!(length > 0 && text.get(..length).is_some(), "{length} of {text:?}");
        let _ = (value.ratio(), value.plus_half(), value.in_round_steps(), value.times(60));
    }
});
