//! All safe fixes at once, as an editor applies them when a document is saved: what `pmlint --fix` would
//! write.

mod support;

use serde_json::{Value, json};

use crate::support::client::{Client, apply, at, codes, uri};
use crate::support::folder::Folder;

const CONFIG: &str =
    "template = 'infra-zh'\n[rules]\nmissing-section = 'off'\nmissing-verdict = 'off'\n";

/// A postmortem with safe fixes, two of them on one line, and an error.
const BEFORE: &str = "# 订单服务复盘 2024-05-06\n\n## 时间指标\n\n- 故障感知时间：50m\n- 故障响应时间：2m\n\
                      - 故障处理时间：30m\n\n##故障描述\n\n### 事故回放\n\n- `10:00` 【开始】报错😀\n\
                      - 10:05 【感知】告警\n- 10:07 【响应】排查\n- `10:30` 【恢复】正常\n";

fn after() -> String {
    let quoted = BEFORE.replace("- 10:05", "- `10:05`").replace("- 10:07", "- `10:07`");
    quoted.replace("##故障", "## 故障")
}

/// A repository with a configuration, and an editor that has a document of it open.
fn opened(config: &str, text: &str, capabilities: Value) -> (Folder, Client, String) {
    let folder = Folder::new().with("pmlint.toml", config).with("a.md", text);
    std::fs::create_dir(folder.path().join(".git")).expect("a repository");
    let mut client = Client::open(folder.path(), capabilities);
    let uri = uri(&folder.path().join("a.md"));
    client.open_document(&uri, text);
    (folder, client, uri)
}

/// What an editor can do that asks for edits when they are wanted.
fn resolving() -> Value {
    let resolve = json!({ "properties": ["edit"] });
    json!({ "textDocument": { "codeAction": { "dataSupport": true, "resolveSupport": resolve } } })
}

/// The action that applies all safe fixes, if it is offered.
fn offered(client: &mut Client, uri: &str) -> Option<Value> {
    let range = json!({ "start": at(0, 0), "end": at(0, 0) });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let answer = client.ask("textDocument/codeAction", params);
    let actions = answer["result"].as_array().expect("a list").clone();
    assert!(actions.len() <= 1, "{actions:?}");
    actions.into_iter().next()
}

#[test]
fn what_an_editor_applies_is_what_the_command_line_writes() {
    for text in [BEFORE.to_owned(), format!("\u{feff}{}", BEFORE.replace('\n', "\r\n"))] {
        for capabilities in [json!({}), resolving()] {
            let resolves = capabilities != json!({});
            let (folder, mut client, uri) = opened(CONFIG, &text, capabilities);
            let mut action = offered(&mut client, &uri).expect("the action");
            assert_eq!(action["kind"], "source.fixAll.pmlint");
            assert_eq!(action["edit"].is_null(), resolves, "{action}");
            if resolves {
                action = client.ask("codeAction/resolve", action)["result"].clone();
            }
            let fixed = apply(&text, &action, false);
            client.change(&uri, 2, json!([{ "text": fixed }]));
            assert_eq!(codes(&client.diagnostics(&uri, 2)), ["metric-mismatch"]);
            assert_eq!(offered(&mut client, &uri), None);
            folder.run(&["--fix"]).exits(1);
            assert_eq!(folder.read("a.md"), fixed);
            assert_eq!(fixed.trim_start_matches('\u{feff}').replace('\r', ""), after());
            assert_eq!(client.end(), Some(0));
        }
    }
}

#[test]
fn edits_are_as_small_as_what_they_mend() {
    let (_folder, mut client, uri) = opened(CONFIG, BEFORE, json!({}));
    let action = offered(&mut client, &uri).expect("the action");
    let edits = action["edit"]["changes"][&uri].as_array().expect("edits").clone();
    let texts: Vec<&str> = edits.iter().map(|it| it["newText"].as_str().expect("text")).collect();
    assert_eq!(texts, [" ", "`10:05`", "`10:07`"]);
}

#[test]
fn edits_of_a_text_that_has_changed_since_are_refused() {
    let (_folder, mut client, uri) = opened(CONFIG, BEFORE, resolving());
    let action = offered(&mut client, &uri).expect("the action");
    client.change(&uri, 2, json!([{ "text": BEFORE.replace("50m", "5m") }]));
    let answer = client.ask("codeAction/resolve", action.clone());
    assert_eq!(answer["error"]["code"], -32801);
    let mut closed = action.clone();
    closed["data"]["uri"] = json!("file:///nowhere.md");
    assert_eq!(client.ask("codeAction/resolve", closed)["error"]["code"], -32801);
    for odd in [Value::Null, json!([]), json!({ "title": "x" }), json!({ "data": { "uri": 7 } })] {
        assert_eq!(client.ask("codeAction/resolve", odd)["error"]["code"], -32602);
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_fix_that_brings_an_error_to_light_is_left_out() {
    // With the right title the timeline is read, and the metric is wrong.
    let text = BEFORE.replace("### 事故回放", "### 事故回访").replace("##故障", "## 故障");
    let config = CONFIG.replace("missing-section = 'off'\n", "");
    let config = format!("include = ['*.md']\n{config}");
    let (_folder, mut client, uri) = opened(&config, &text, json!({}));
    assert!(codes(&client.diagnostics(&uri, 1)).contains(&"missing-section"));
    assert_eq!(offered(&mut client, &uri), None);
    let (_folder, mut client, uri) = opened(&config, &text, resolving());
    let action = offered(&mut client, &uri).expect("it may be one");
    let action = client.ask("codeAction/resolve", action)["result"].clone();
    assert_eq!(action["edit"], json!({ "changes": { uri: [] } }));
}

#[test]
fn what_the_baseline_holds_back_is_neither_mended_nor_in_the_way() {
    let config = format!("baseline = 'pmlint-baseline.json'\n{CONFIG}");
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("a.md", BEFORE);
    std::fs::create_dir(folder.path().join(".git")).expect("a repository");
    folder.run(&["baseline", "create"]).exits(0);
    let folder = folder.with("pmlint.toml", config);
    let mut client = Client::open(folder.path(), json!({}));
    let uri = uri(&folder.path().join("a.md"));
    client.open_document(&uri, BEFORE);
    assert!(client.diagnostics(&uri, 1).is_empty());
    assert_eq!(offered(&mut client, &uri), None);
    // What is new is mended, beside an error that is not.
    let text = BEFORE.replace("- `10:30`", "- 10:30");
    client.change(&uri, 2, json!([{ "text": text }]));
    assert_eq!(codes(&client.diagnostics(&uri, 2)), ["unquoted-timestamp"]);
    let action = offered(&mut client, &uri).expect("the action");
    assert_eq!(apply(&text, &action, false), BEFORE);
}
