//! What `pmlint lsp` survives: whatever comes, the next good request has its answer.

mod support;

use serde_json::{Value, json};

use crate::support::client::{Client, at, codes, frame, uri};
use crate::support::folder::Folder;
use crate::support::generator::Generator;

const POSTMORTEM: &str = include_str!("../fixtures/first-look/postmortem.md");

fn folder() -> Folder {
    Folder::new().with("a.md", POSTMORTEM)
}

/// An editor whose server has begun.
fn begun(folder: &Folder) -> Client {
    Client::open(folder.path(), json!({}))
}

fn document(folder: &Folder) -> String {
    uri(&folder.path().join("a.md"))
}

fn about(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

/// Whether the server still does its work.
fn works(client: &mut Client, folder: &Folder) {
    let uri = document(folder).replace("a.md", "works.md");
    client.open_document(&uri, POSTMORTEM);
    assert_eq!(codes(&client.diagnostics(&uri, 1)), ["metric-mismatch"]);
    client.tell("textDocument/didClose", about(&uri));
}

#[test]
fn malformed_messages_are_answered_and_passed_over() {
    let folder = folder();
    let mut client = begun(&folder);
    let cases: [(&[u8], i64); 10] = [
        (b"hello\r\n\r\n", -32700),
        (b"Content-Length: many\r\n\r\n", -32700),
        (b"Content-Length: 99999999999999999999\r\n\r\n", -32700),
        (b"Content-Length: -1\r\n\r\n", -32700),
        (b"Content-Length: 1\r\n\r\n{", -32700),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 4\r\n\r\nnull", -32600),
        (b"Content-Length: 0\r\n\r\n", -32700),
        (b"Content-Length: 15\r\n\r\n{\"id\":{},\"a\":1}", -32600),
    ];
    for (bytes, code) in cases {
        client.send_raw(bytes);
        let answer = client.wait(|message| message.get("error").is_some());
        assert_eq!(answer["error"]["code"], code, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(answer["id"], Value::Null);
    }
    // Deeper than anything could mean.
    let deep = "[".repeat(100_000);
    client.send_raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    client.wait(|message| message["error"]["code"] == -32700);
    works(&mut client, &folder);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn requests_that_cannot_be_answered_are_refused() {
    let folder = folder();
    let mut client = begun(&folder);
    let uri = document(&folder);
    client.open_document(&uri, POSTMORTEM);
    let not_open = json!({ "textDocument": { "uri": "file:///nowhere.md" }, "position": at(0, 0) });
    for (method, params, code) in [
        ("textDocument/rename", about(&uri), -32601),
        ("no such method", Value::Null, -32601),
        ("$/odd", Value::Null, -32601),
        ("initialize", json!({}), -32600),
        ("textDocument/hover", Value::Null, -32602),
        ("textDocument/hover", json!([1, 2]), -32602),
        ("textDocument/hover", about(&uri), -32602),
        ("textDocument/hover", not_open, -32602),
        ("textDocument/codeAction", about(&uri), -32602),
        ("textDocument/inlayHint", json!({ "textDocument": 7 }), -32602),
        (
            "textDocument/completion",
            json!({ "textDocument": { "uri": uri }, "position": { "line": -1, "character": 0 } }),
            -32602,
        ),
    ] {
        let answer = client.ask(method, params.clone());
        assert_eq!(answer["error"]["code"], code, "{method} {params}");
    }
    for (method, params) in [
        ("textDocument/didOpen", Value::Null),
        ("textDocument/didOpen", json!({ "textDocument": { "uri": 7 } })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///x.md", "version": 2 } }),
        ),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///x.md", "version": 2 },
                    "contentChanges": [{ "text": "" }] }),
        ),
        ("textDocument/didClose", about("file:///x.md")),
        ("textDocument/didSave", about("not a uri")),
        ("$/cancelRequest", json!({ "id": 77 })),
        ("$/setTrace", json!({ "value": "off" })),
        ("no such notification", json!({})),
    ] {
        client.tell(method, params);
    }
    works(&mut client, &folder);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn nothing_is_done_before_the_beginning_and_after_the_end() {
    let folder = folder();
    let uri = document(&folder);
    let mut client = Client::start(folder.path(), &[]);
    client.open_document(&uri, POSTMORTEM);
    client.tell("initialized", json!({}));
    let answer = client.ask("textDocument/hover", about(&uri));
    assert_eq!(answer["error"]["code"], -32002);
    client.begin(folder.path(), json!({}));
    works(&mut client, &folder);
    assert_eq!(client.ask("shutdown", Value::Null)["result"], Value::Null);
    client.open_document(&uri, POSTMORTEM);
    let answer = client.ask("textDocument/hover", about(&uri));
    assert_eq!(answer["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn the_exit_code_says_whether_the_end_was_announced() {
    let folder = folder();
    let mut client = begun(&folder);
    client.tell("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(1));
    // The editor is gone.
    assert_eq!(begun(&folder).exit_code(), Some(1));
    let mut client = begun(&folder);
    client.send_raw(b"Content-Length: 100\r\n\r\n{");
    assert_eq!(client.exit_code(), Some(1));
    // A wrong option is told before anything is served.
    folder.run(&["lsp", "--template", "generic-e"]).exits(2).says("generic-en");
}

#[test]
fn a_document_of_five_megabytes_is_read_and_may_be_closed_in_the_middle() {
    let one = Generator::new(7).valid().text();
    let text = one.repeat(5 * 1024 * 1024 / one.len() + 1);
    let folder = folder();
    let mut client = begun(&folder);
    let big = document(&folder).replace("a.md", "big.md");
    // Closed before it was read, and while it is.
    client.open_document(&big, &text);
    client.tell("textDocument/didClose", about(&big));
    works(&mut client, &folder);
    client.open_document(&big, &text);
    client.change(
        &big,
        2,
        json!([{ "range": { "start": at(0, 0), "end": at(0, 0) }, "text": "好" }]),
    );
    client.diagnostics(&big, 2);
    client.tell("textDocument/didClose", about(&big));
    let cleared = client.hear("textDocument/publishDiagnostics");
    assert_eq!(cleared["diagnostics"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn places_beyond_the_end_are_no_trouble() {
    let folder = folder();
    let mut client = begun(&folder);
    let uri = document(&folder);
    client.open_document(&uri, POSTMORTEM);
    for place in [at(9999, 0), at(0, 9999), at(u32::MAX, u32::MAX), at(12, 9999)] {
        for method in ["textDocument/hover", "textDocument/completion"] {
            let params = json!({ "textDocument": { "uri": uri }, "position": place });
            assert!(client.ask(method, params).get("error").is_none(), "{method} {place}");
        }
        for range in
            [json!({ "start": at(0, 0), "end": place }), json!({ "start": place, "end": at(0, 0) })]
        {
            let params = json!({ "textDocument": { "uri": uri }, "range": range,
                                 "context": { "diagnostics": [] } });
            for method in ["textDocument/codeAction", "textDocument/inlayHint"] {
                assert!(
                    client.ask(method, params.clone()).get("error").is_none(),
                    "{method} {range}"
                );
            }
        }
        let range = json!({ "start": place, "end": at(0, 0) });
        client.change(&uri, 2, json!([{ "range": range, "text": "好" }]));
        client.change(&uri, 3, json!([{ "text": POSTMORTEM }]));
    }
    for text in ["", "\u{feff}", "\r", "<!--", "```", "| a |\n|", "---\n"] {
        client.change(&uri, 4, json!([{ "text": text }]));
        for method in
            ["textDocument/hover", "textDocument/completion", "textDocument/documentSymbol"]
        {
            let params = json!({ "textDocument": { "uri": uri }, "position": at(0, 1) });
            assert!(client.ask(method, params).get("error").is_none(), "{method} {text:?}");
        }
    }
    works(&mut client, &folder);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_hundred_changes_at_once_are_not_a_hundred_lints() {
    let one = Generator::new(7).valid().text();
    let text = one.repeat(200 * 1024 / one.len() + 1);
    let folder = folder();
    let mut client = begun(&folder);
    let uri = document(&folder);
    client.open_document(&uri, &text);
    client.diagnostics(&uri, 1);
    let change = |version: i32| {
        let insert = json!([{ "range": { "start": at(0, 2), "end": at(0, 2) }, "text": "好" }]);
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": insert });
        let method = "textDocument/didChange";
        frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    };
    let all: Vec<u8> = (2..=101).flat_map(change).collect();
    client.send_raw(&all);
    let mut versions = Vec::new();
    while versions.last() != Some(&101) {
        let published = client.hear("textDocument/publishDiagnostics");
        versions.push(published["version"].as_i64().expect("a version"));
    }
    assert!(versions.is_sorted(), "{versions:?}");
    // The one that was begun when the first had arrived, and the newest; a few more where the machine
    // was so busy that the messages came in parts.
    assert!(versions.len() < 20, "{versions:?}");
    assert_eq!(client.end(), Some(0));
}
