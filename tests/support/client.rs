//! An editor that says what a test tells it to, at the other end of `pmlint lsp`.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// An editor with its server.
pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: i64,
    /// What has arrived and was not what was waited for.
    pub heard: VecDeque<Value>,
}

impl Client {
    /// Starts a server in a folder, and says nothing.
    pub fn start(folder: &Path, args: &[&str]) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_pmlint"))
            .arg("lsp")
            .args(args)
            .current_dir(folder)
            .env("LC_ALL", "C")
            .env("PMLINT_RULE_URL", "https://rules.example/pages")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("standard output"));
        Self { server, input, output, asked: 0, heard: VecDeque::new() }
    }

    /// Starts a server and begins the conversation.
    pub fn open(folder: &Path, capabilities: Value) -> Self {
        let mut client = Self::start(folder, &[]);
        client.begin(folder, capabilities);
        client
    }

    /// Begins the conversation; the answer of the server.
    pub fn begin(&mut self, folder: &Path, capabilities: Value) -> Value {
        let root = uri(folder);
        let params = json!({ "processId": null, "rootUri": root, "capabilities": capabilities });
        let answer = self.ask("initialize", params);
        self.tell("initialized", json!({}));
        answer["result"].clone()
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("standard input");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    pub fn send(&mut self, message: &Value) {
        self.send_raw(&frame(message));
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, without waiting for the answer; the id.
    pub fn ask_only(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        let id = self.asked;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(&request);
        id
    }

    /// Asks, and waits for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask_only(method, params);
        self.answer(id)
    }

    /// The answer to a question.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The parameters of the next notification, or request of the server.
    pub fn hear(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)["params"].clone()
    }

    /// The next message of a kind.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&wanted) {
            return self.heard.remove(at).expect("it is there");
        }
        loop {
            let message = self.read().expect("the server answers before it ends");
            if wanted(&message) {
                return message;
            }
            self.heard.push_back(message);
        }
    }

    /// The next message; `None` where the server has ended.
    pub fn read(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("standard output is text") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().ok(),
                Some(other) => panic!("{other:?} on standard output"),
                None => break,
            }
        }
        let mut body = vec![0; length.expect("a length")];
        self.output.read_exact(&mut body).expect("the whole message");
        Some(serde_json::from_slice(&body).expect("JSON"))
    }

    /// Opens a document.
    pub fn open_document(&mut self, uri: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Changes a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", params);
    }

    /// The diagnostics of a version of a document.
    pub fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Says goodbye; the exit code.
    pub fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.exit_code()
    }

    /// Says nothing more; the exit code.
    pub fn exit_code(mut self) -> Option<i32> {
        drop(self.input.take());
        while self.read().is_some() {}
        self.server.wait().expect("the server ends").code()
    }
}

/// A message as it is sent.
pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The URI of a path.
pub fn uri(path: &Path) -> String {
    let path = path.canonicalize().expect("the path exists");
    format!("file://{}", path.to_str().expect("a path in UTF-8"))
}

/// The ids of the rules of some diagnostics, in order.
pub fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|one| one["code"].as_str().expect("a code")).collect()
}

/// A position as the protocol has it.
pub fn at(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

/// A range within a line.
pub fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": at(line, start), "end": at(line, end) })
}

#[allow(clippy::string_slice)]
/// A text after the edits of a code action, whose columns count UTF-16 as long as `bytes` is false.
pub fn apply(text: &str, action: &Value, bytes: bool) -> String {
    let edit = &action["edit"];
    let edits = match edit["documentChanges"][0]["edits"].as_array() {
        Some(edits) => edits,
        None => {
            let changes = edit["changes"].as_object().expect("changes");
            changes.values().next().and_then(Value::as_array).expect("edits")
        }
    };
    let offset = |position: &Value| {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
        let mut at = start;
        for c in text[start..].chars() {
            if left == 0 {
                break;
            }
            left = left.saturating_sub(if bytes { c.len_utf8() } else { c.len_utf16() });
            at += c.len_utf8();
        }
        at
    };
    let mut places: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            (offset(start), offset(end), edit["newText"].as_str().unwrap())
        })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.0));
    let mut text = text.to_owned();
    for (start, end, new) in places {
        text.replace_range(start..end, new);
    }
    text
}
