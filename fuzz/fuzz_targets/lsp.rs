//! Any bytes as what an editor sends: as they are, and each line as the JSON of a message in its frame.
#![no_main]

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use pmlint::config::Settings;
use pmlint::lang::Lang;
use pmlint::lsp::{Examined, Host, serve};
use pmlint::source::Source;

/// A world without files.
struct Nowhere;

impl Host for Nowhere {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn examine(&mut self, name: &str, _: Option<&Path>, text: &str) -> Option<Examined> {
        let source = Arc::new(Source::new(name, text));
        let settings = Arc::new(Settings::default());
        let postmortems = pmlint::read(&source, &settings, true);
        let findings = pmlint::lint(&source, &postmortems, &settings, Lang::En);
        Some(Examined { source, settings, postmortems, findings })
    }
}

/// Every answer is a message in a frame, and none says that the server has made a mistake of its own.
fn check(mut output: &[u8]) {
    while !output.is_empty() {
        let head = output.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let length = str::from_utf8(&output[..head]).ok();
        let length = length.and_then(|head| head.strip_prefix("Content-Length: "));
        let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
        let body = &output[head + 4..head + 4 + length];
        let message: serde_json::Value = serde_json::from_slice(body).expect("JSON");
        // -32603 is an internal error.
        assert_ne!(message["error"]["code"], -32603, "{message}");
        output = &output[head + 4 + length..];
    }
}

fuzz_target!(|data: &[u8]| {
    let mut framed = Vec::new();
    for line in data.split(|byte| *byte == b'\n') {
        framed.extend_from_slice(format!("Content-Length: {}\r\n\r\n", line.len()).as_bytes());
        framed.extend_from_slice(line);
    }
    for input in [data.to_vec(), framed] {
        let mut output = Vec::new();
        serve(Cursor::new(input), &mut output, &mut Nowhere);
        check(&output);
    }
});
