//! Typing in a postmortem of 200 kB: how long until the diagnostics of the newest text are there.
//!
//! A hundred changes that have piled up must cost hardly more than one. `cargo bench --bench typing`

use std::hint::black_box;
use std::io::{self, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use criterion::{Criterion, criterion_group, criterion_main};
use pmlint::lang::Lang;
use pmlint::lsp::{self, Examined, Host};
use pmlint::source::Source;
use serde_json::{Value, json};

const POSTMORTEM: &str = include_str!("../fixtures/first-look/postmortem.md");
const URI: &str = "file:///a.md";

/// A world without configurations.
struct World;

impl Host for World {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn examine(&mut self, _: Option<&Path>, source: &Arc<Source>) -> Option<Examined> {
        Some(Examined::unconfigured(source, Lang::En))
    }
}

/// An editor that sends all it has at once, and stays until it has its answers.
struct Input {
    messages: Cursor<Vec<u8>>,
    answered: Receiver<()>,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.messages.read(buffer)?;
        if read == 0 {
            // Ends with an error, when the other half is gone.
            let _ = self.answered.recv();
        }
        Ok(read)
    }
}

/// Hears the answers, and lets the editor go with the last one.
struct Output {
    waiting: Option<Sender<()>>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.starts_with(br#"{"jsonrpc":"2.0","id":2"#) {
            self.waiting = None;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What an editor sends that opens a document, changes it so many times and asks for its symbols.
fn conversation(text: &str, changes: i32) -> Vec<u8> {
    let item = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": text });
    let mut all = vec![
        json!({ "id": 0, "method": "initialize", "params": { "capabilities": {} } }),
        json!({ "method": "textDocument/didOpen", "params": { "textDocument": item } }),
    ];
    all.extend((1..=changes).map(change));
    let document = json!({ "textDocument": { "uri": URI } });
    all.push(json!({ "id": 1, "method": "textDocument/documentSymbol", "params": document }));
    all.push(json!({ "id": 2, "method": "shutdown", "params": null }));
    let frame = |message: Value| {
        let body = message.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    all.into_iter().flat_map(frame).collect()
}

fn change(version: i32) -> Value {
    let place = json!({ "line": 0, "character": 3 });
    let edit = json!({ "range": { "start": place, "end": place }, "text": "好" });
    let document = json!({ "uri": URI, "version": version });
    let params = json!({ "textDocument": document, "contentChanges": [edit] });
    json!({ "method": "textDocument/didChange", "params": params })
}

fn typing(criterion: &mut Criterion) {
    let text = POSTMORTEM.repeat(200 * 1024 / POSTMORTEM.len() + 1);
    let mut group = criterion.benchmark_group("typing in 200 kB");
    group.sample_size(20);
    for changes in [0, 1, 100] {
        let messages = conversation(&text, changes);
        group.bench_function(format!("{changes} changes"), |bencher| {
            bencher.iter(|| {
                let (waiting, answered) = channel();
                let input = Input { messages: Cursor::new(messages.clone()), answered };
                let output = Output { waiting: Some(waiting) };
                black_box(lsp::serve(BufReader::new(input), output, &mut World))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, typing);
criterion_main!(benches);
