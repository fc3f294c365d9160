//! What is done in which order, by counts: all messages have arrived before the server begins.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

use super::frame::{self, Incoming};
use super::host::{Examined, Host};
use super::server::{Ended, Server};
use crate::lang::Lang;
use crate::source::Source;

/// What makes [`World::examine`] fail.
const BOMB: &str = "boom";

/// A world with nothing in it, which counts.
#[derive(Default)]
struct World {
    /// The texts that were examined.
    examined: Vec<String>,
}

impl Host for World {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn examine(&mut self, _: Option<&Path>, source: &Arc<Source>) -> Option<Examined> {
        self.examined.push(source.text().to_owned());
        assert!(!source.text().contains(BOMB), "{BOMB}");
        Some(Examined::unconfigured(source, Lang::En))
    }
}

const URI: &str = "file:///a.md";

fn tell(method: &str, params: Value) -> Message {
    Notification { method: method.to_owned(), params }.into()
}

fn ask(id: i32, method: &str, params: Value) -> Message {
    Request { id: id.into(), method: method.to_owned(), params }.into()
}

fn open(uri: &str, text: &str) -> Message {
    let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    tell("textDocument/didOpen", json!({ "textDocument": item }))
}

fn change(version: i32, text: &str) -> Message {
    let document = json!({ "uri": URI, "version": version });
    let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
    tell("textDocument/didChange", params)
}

fn hover(id: i32) -> Message {
    let place = json!({ "line": 0, "character": 0 });
    ask(id, "textDocument/hover", json!({ "textDocument": { "uri": URI }, "position": place }))
}

/// Has the server take messages that are all there when it begins; the texts that it examined, and what
/// it said, without the answer to `initialize`.
fn serve(messages: Vec<Message>) -> (Vec<String>, Vec<Value>, Ended) {
    let (sender, receiver) = mpsc::channel();
    let begin = ask(0, "initialize", json!({ "capabilities": {} }));
    for message in std::iter::once(begin).chain(messages) {
        sender.send(Incoming::Message(message)).expect("the receiver is there");
    }
    // The editor waits for all of it, and then goes.
    drop(sender);
    let (mut world, mut output) = (World::default(), Vec::new());
    let ended = Server::new(&mut world, &mut output).run(&receiver);
    let mut said = Vec::new();
    frame::read_all(output.as_slice(), |incoming| {
        if let Incoming::Message(message) = incoming {
            said.push(serde_json::to_value(message).expect("JSON"));
        }
        true
    });
    (world.examined, said.split_off(1), ended)
}

/// The versions whose diagnostics were sent.
fn versions(said: &[Value]) -> Vec<i64> {
    let published = said.iter().filter(|it| it["method"] == "textDocument/publishDiagnostics");
    published.filter_map(|it| it["params"]["version"].as_i64()).collect()
}

fn code_of(said: &[Value], id: i32) -> Option<i64> {
    said.iter().find(|it| it["id"] == id).and_then(|it| it["error"]["code"].as_i64())
}

#[test]
fn only_the_newest_of_a_hundred_texts_is_examined() {
    let mut messages = vec![open(URI, "text 1")];
    messages.extend((2..=101).map(|version| change(version, &format!("text {version}"))));
    messages.push(hover(1));
    let (examined, said, _) = serve(messages);
    assert_eq!(examined, ["text 101"]);
    assert_eq!(versions(&said), [101]);
    assert_eq!(code_of(&said, 1), None);
}

#[test]
fn what_is_cancelled_closed_or_overtaken_is_never_begun() {
    let cancel = tell("$/cancelRequest", json!({ "id": 1 }));
    let (examined, said, _) =
        serve(vec![open(URI, "a"), hover(1), cancel, hover(2), change(2, "b"), hover(3)]);
    assert_eq!(examined, ["b"]);
    assert_eq!(code_of(&said, 1), Some(-32800));
    assert_eq!(code_of(&said, 2), Some(-32801));
    assert_eq!(code_of(&said, 3), None);

    let close = tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    let (examined, said, _) = serve(vec![open(URI, "a"), hover(1), close]);
    assert!(examined.is_empty());
    assert!(versions(&said).is_empty());
    assert!(code_of(&said, 1).is_some());
}

#[test]
fn one_examination_answers_all_that_is_asked_about_a_text() {
    let symbols = ask(2, "textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    let (examined, said, _) = serve(vec![open(URI, "a"), hover(1), symbols, hover(3)]);
    assert_eq!(examined, ["a"]);
    assert_eq!(versions(&said), [1]);
}

#[test]
fn all_fixes_of_a_text_are_found_out_once_and_only_where_they_are_wanted() {
    let text = "# T 2024-05-06\n\n##Timeline\n\n- 10:00 UTC it breaks\n";
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let actions = |id: i32, only: Value| {
        let context = json!({ "diagnostics": [], "only": only });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        ask(id, "textDocument/codeAction", params)
    };
    let messages = vec![
        open(URI, text),
        actions(1, json!(["quickfix"])),
        actions(2, Value::Null),
        actions(3, json!(["source.fixAll.pmlint"])),
        hover(4),
    ];
    let (examined, said, _) = serve(messages);
    assert_eq!(examined, [text, &text.replace("##T", "## T")]);
    let offered = |id: i32| {
        let answer = said.iter().find(|it| it["id"] == id).expect("an answer");
        let actions = answer["result"].as_array().expect("a list");
        actions.iter().filter(|it| it["kind"] == "source.fixAll.pmlint").count()
    };
    assert_eq!([1, 2, 3].map(offered), [0, 1, 1]);
}

#[test]
fn a_panic_is_told_and_the_next_text_is_examined() {
    let other = open("file:///b.md", "b");
    let (examined, said, ended) = serve(vec![other, open(URI, BOMB), hover(1), hover(2)]);
    assert_eq!(examined, [BOMB, "b"], "the same text is not tried twice");
    let told = said.iter().filter(|it| it["method"] == "window/showMessage");
    let told: Vec<String> = told.map(|it| it["params"]["message"].to_string()).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].contains(URI) && told[0].contains(BOMB), "{told:?}");
    assert_eq!((code_of(&said, 1), code_of(&said, 2)), (None, None));
    assert_eq!(ended, Ended::Unclean);
}

#[test]
fn whatever_is_asked_before_the_end_has_an_answer_in_order() {
    let shutdown = ask(2, "shutdown", Value::Null);
    let messages = vec![open(URI, "a"), hover(1), shutdown, hover(3), tell("exit", Value::Null)];
    let (examined, said, ended) = serve(messages);
    assert!(examined.is_empty(), "nobody waits for it");
    let ids: Vec<i64> = said.iter().filter_map(|it| it["id"].as_i64()).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!((code_of(&said, 2), code_of(&said, 3)), (None, Some(-32800)));
    assert_eq!(ended, Ended::Clean);
}
