//! What `pmlint lsp` offers, asked for by an editor that speaks to the real program.

mod support;

use serde_json::{Value, json};

use crate::support::client::{Client, apply, at, codes, range, uri};
use crate::support::folder::Folder;

const CONFIG: &str = include_str!("../fixtures/first-look/pmlint.toml");
const CHINESE: &str = include_str!("../fixtures/first-look/postmortem.md");
const ENGLISH: &str = "\
# Checkout outage

## Summary

Orders failed for an hour.

## Impact

One order in ten failed.

## Timeline

- 2024-05-06 10:00 UTC the first orders fail
- 2024-05-06 10:05 UTC somebody looks at a graph
- 2024-05-06 11:00 UTC orders go through

## Root cause

A full disk.
";

/// A repository with a configuration and a postmortem.
fn repository() -> Folder {
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("a.md", CHINESE);
    std::fs::create_dir(folder.path().join(".git")).expect("a repository");
    folder
}

fn document(folder: &Folder) -> String {
    uri(&folder.path().join("a.md"))
}

/// An editor that has the Chinese postmortem open, and its diagnostics.
fn opened(folder: &Folder, capabilities: Value) -> (Client, String, Vec<Value>) {
    let mut client = Client::open(folder.path(), capabilities);
    let uri = document(folder);
    client.open_document(&uri, CHINESE);
    let diagnostics = client.diagnostics(&uri, 1);
    (client, uri, diagnostics)
}

fn utf8() -> Value {
    json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } })
}

fn about(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

/// Asks for something at a place.
fn ask_at(client: &mut Client, method: &str, uri: &str, line: u32, character: u32) -> Value {
    let mut params = about(uri);
    params["position"] = at(line, character);
    client.ask(method, params)["result"].clone()
}

fn actions(client: &mut Client, uri: &str, range: Value, only: &[&str]) -> Vec<Value> {
    let mut params = about(uri);
    params["range"] = range;
    params["context"] = json!({ "diagnostics": [] });
    if !only.is_empty() {
        params["context"]["only"] = json!(only);
    }
    let answer = client.ask("textDocument/codeAction", params);
    answer["result"].as_array().expect("a list").clone()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().expect("a title")).collect()
}

fn labels(items: &Value) -> Vec<&str> {
    let items = items.as_array().expect("a list");
    items.iter().map(|item| item["label"].as_str().expect("a label")).collect()
}

#[test]
fn the_encoding_is_agreed_upon() {
    for (capabilities, expected) in [
        (json!({}), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-16"] } }), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-32", "utf-8"] } }), "utf-8"),
    ] {
        let folder = repository();
        let mut client = Client::start(folder.path(), &[]);
        let answer = client.begin(folder.path(), capabilities);
        assert_eq!(answer["capabilities"]["positionEncoding"], expected);
        assert_eq!(answer["serverInfo"]["name"], "pmlint");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn diagnostics_have_a_place_a_page_and_the_evidence() {
    for (capabilities, columns) in [(json!({}), (9, 11)), (utf8(), (23, 25))] {
        let folder = repository();
        let (client, uri, diagnostics) = opened(&folder, capabilities);
        assert_eq!(codes(&diagnostics), ["metric-mismatch", "wrong-verdict"]);
        let (mismatch, verdict) = (&diagnostics[0], &diagnostics[1]);
        assert_eq!(mismatch["range"], range(4, columns.0, columns.1));
        assert_eq!(mismatch["severity"], 1);
        assert_eq!(mismatch["source"], "pmlint");
        let page = &mismatch["codeDescription"]["href"];
        assert_eq!(page, "https://rules.example/pages/metric-mismatch.md");
        let related = mismatch["relatedInformation"].as_array().expect("evidence");
        assert!(related.iter().all(|one| one["location"]["uri"] == uri.as_str()), "{related:?}");
        let lines: Vec<&Value> =
            related.iter().map(|one| &one["location"]["range"]["start"]["line"]).collect();
        assert_eq!(lines, [12, 13]);
        // The limit is in the configuration.
        let related = verdict["relatedInformation"].as_array().expect("evidence");
        let config = support::client::uri(&folder.path().join("pmlint.toml"));
        let limit = related.iter().find(|one| one["location"]["uri"] == config.as_str());
        let line = limit.expect("the limit")["location"]["range"]["start"]["line"].as_u64();
        let line = usize::try_from(line.expect("a line")).expect("a line");
        assert!(CONFIG.lines().nth(line).expect("the line").contains("resolution"));
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn messages_are_in_the_language_that_is_asked_for() {
    let folder = repository();
    for (args, locale, expected) in [
        (&[][..], None, "no reading"),
        (&[], Some("zh-cn"), "时间线"),
        (&["--lang", "zh"], Some("en"), "时间线"),
        (&["--lang", "en"], Some("zh-cn"), "timeline"),
    ] {
        let mut client = Client::start(folder.path(), args);
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        if let Some(locale) = locale {
            params["locale"] = json!(locale);
        }
        client.ask("initialize", params);
        let uri = document(&folder);
        client.open_document(&uri, CHINESE);
        let diagnostics = client.diagnostics(&uri, 1);
        let message = diagnostics[0]["message"].as_str().expect("a message");
        let is_chinese = message.contains("时间线");
        assert_eq!(is_chinese, expected == "时间线", "{args:?} {locale:?}: {message}");
    }
}

#[test]
fn edits_in_the_middle_of_chinese_text_are_followed() {
    let texts = [
        CHINESE.to_owned(),
        CHINESE.replace('\n', "\r\n"),
        format!("\u{feff}{CHINESE}"),
        CHINESE.replace("登录服务", "登录😀服务"),
    ];
    for text in texts {
        for (capabilities, bytes) in [(json!({}), false), (utf8(), true)] {
            let folder = repository();
            let mut client = Client::open(folder.path(), capabilities);
            let uri = document(&folder);
            client.open_document(&uri, &text);
            let before = codes(&client.diagnostics(&uri, 1)).join(" ");
            assert_eq!(before, "metric-mismatch wrong-verdict");
            // `4m` becomes `8m`, which the timeline gives and the limit does not allow.
            let column = if bytes { 23 } else { 9 };
            let edit = json!([{ "range": range(4, column, column + 1), "text": "8" }]);
            client.change(&uri, 2, edit);
            let after = client.diagnostics(&uri, 2);
            assert_eq!(codes(&after), ["wrong-verdict", "wrong-verdict"], "{text}");
            // Two at once, the second counted from what the first has left.
            let title = if bytes { 8 } else { 4 };
            let column = if bytes { 27 } else { 13 };
            let both = json!([
                { "range": range(0, title, title), "text": "😀复盘" },
                { "range": { "start": at(4, column - 2), "end": at(4, column + if bytes { 10 } else { 2 }) },
                  "text": " 不符合预期" },
            ]);
            client.change(&uri, 3, both);
            let after = client.diagnostics(&uri, 3);
            assert_eq!(after.len(), 1, "{after:?}");
            // And all of it anew.
            client.change(&uri, 4, json!([{ "text": text }]));
            assert_eq!(codes(&client.diagnostics(&uri, 4)).join(" "), before);
            assert_eq!(client.end(), Some(0));
        }
    }
}

#[test]
fn a_fix_makes_the_finding_go_away() {
    let text = CHINESE
        .replace("## 改进方案", "##改进方案")
        .replace("`2024-06-12 21:11`", "2024-06-12 21:11");
    for (capabilities, bytes) in [(json!({}), false), (utf8(), true)] {
        let mut capabilities = capabilities;
        if bytes {
            capabilities["workspace"] = json!({ "workspaceEdit": { "documentChanges": true } });
        }
        let folder = repository();
        let mut client = Client::open(folder.path(), capabilities);
        let uri = document(&folder);
        client.open_document(&uri, &text);
        let diagnostics = client.diagnostics(&uri, 1);
        let heading = diagnostics.iter().find(|one| one["code"] == "not-a-heading");
        let place = heading.expect("the finding")["range"].clone();
        let offered = actions(&mut client, &uri, place, &["quickfix"]);
        let fix = offered.iter().find(|action| action["isPreferred"] == true).expect("a safe fix");
        assert_eq!(fix["diagnostics"][0]["code"], "not-a-heading");
        let fixed = apply(&text, fix, bytes);
        assert!(fixed.contains("## 改进方案"), "{fixed}");
        client.change(&uri, 2, json!([{ "text": fixed }]));
        let left = client.diagnostics(&uri, 2);
        assert!(!codes(&left).contains(&"not-a-heading"), "{left:?}");

        // The other one with all safe fixes.
        let everything = json!({ "start": at(0, 0), "end": at(0, 0) });
        let all = actions(&mut client, &uri, everything, &["source.fixAll"]);
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0]["kind"], "source.fixAll.pmlint");
        let fixed = apply(&fixed, &all[0], bytes);
        client.change(&uri, 3, json!([{ "text": fixed }]));
        let left = client.diagnostics(&uri, 3);
        assert_eq!(codes(&left), ["metric-mismatch", "wrong-verdict"]);
    }
}

#[test]
fn a_finding_is_silenced_once_there_is_a_reason() {
    let folder = repository();
    let (mut client, uri, diagnostics) = opened(&folder, json!({}));
    let place = diagnostics[0]["range"].clone();
    let offered = actions(&mut client, &uri, place, &[]);
    let silence =
        offered.iter().find(|it| it["title"] == "silence metric-mismatch here, with a reason");
    let text = apply(CHINESE, silence.expect("the action"), false);
    assert!(text.contains("\n  <!-- pmlint-ignore metric-mismatch: … -->\n"), "{text}");
    client.change(&uri, 2, json!([{ "text": text }]));
    let found = client.diagnostics(&uri, 2);
    assert_eq!(codes(&found), ["metric-mismatch", "invalid-suppression", "wrong-verdict"]);
    client.change(&uri, 3, json!([{ "text": text.replace('…', "按客户来电计") }]));
    assert_eq!(codes(&client.diagnostics(&uri, 3)), ["wrong-verdict"]);
}

#[test]
fn what_one_comment_silences_is_offered_once() {
    let folder = repository();
    let mut client = Client::open(folder.path(), json!({}));
    let uri = document(&folder);
    let gone = ["#### 服务侧", "#### 产品侧"];
    client
        .open_document(&uri, &gone.iter().fold(CHINESE.to_owned(), |it, &one| it.replace(one, "")));
    let diagnostics = client.diagnostics(&uri, 1);
    let missing: Vec<&Value> =
        diagnostics.iter().filter(|it| it["code"] == "missing-section").collect();
    assert_eq!(missing.len(), 2, "{diagnostics:?}");
    assert_eq!(missing[0]["range"], missing[1]["range"]);
    let offered = actions(&mut client, &uri, missing[0]["range"].clone(), &["quickfix"]);
    let silence = "silence missing-section here, with a reason";
    assert_eq!(titles(&offered).iter().filter(|title| **title == silence).count(), 1);
}

#[test]
fn an_entry_is_marked_as_the_document_marks_others() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let offered = actions(&mut client, &uri, range(14, 30, 30), &["refactor"]);
    let marks = titles(&offered);
    for milestone in ["detected", "recovered"] {
        assert!(marks.contains(&format!("mark this entry as {milestone}").as_str()), "{marks:?}");
    }
    // It is that already.
    assert!(!marks.contains(&"mark this entry as responded"), "{marks:?}");
    let mark = offered.iter().find(|it| it["title"] == "mark this entry as recovered");
    let text = apply(CHINESE, mark.expect("the action"), false);
    assert!(
        text.contains("- `2024-06-12 21:13` 【恢复】【响应】")
            || text.contains("`2024-06-12 21:13` 【恢复】 【响应】"),
        "{text}"
    );

    // Where the others have none, in a comment; and a second one joins it.
    let english = uri.replace("a.md", "b.md");
    client.open_document(&english, ENGLISH);
    client.diagnostics(&english, 1);
    let mut text = ENGLISH.to_owned();
    for (version, milestone) in [(2, "detected"), (3, "responded")] {
        let offered = actions(&mut client, &english, range(13, 4, 4), &[]);
        let title = format!("mark this entry as {milestone}");
        let mark = offered.iter().find(|it| it["title"] == title.as_str()).expect("the action");
        text = apply(&text, mark, false);
        client.change(&english, version, json!([{ "text": text }]));
        client.diagnostics(&english, version);
    }
    assert!(text.contains("looks at a graph <!-- pmlint: detected, responded -->\n"), "{text}");
    let hover = ask_at(&mut client, "textDocument/hover", &english, 13, 4);
    let shown = hover["contents"]["value"].as_str().expect("text");
    assert!(shown.contains("T+5m") && shown.contains("detected (tag"), "{shown}");
}

#[test]
fn a_mark_stands_before_what_ends_a_line_for_markdown() {
    let folder = repository();
    let mut client = Client::open(folder.path(), json!({}));
    let uri = document(&folder);
    client.open_document(&uri, ENGLISH);
    let entry = "- 2024-05-06 10:05 UTC somebody looks at a graph";
    let cases = [
        (
            "### 2024-05-06 10:05 UTC somebody looks ###",
            "somebody looks <!-- pmlint: detected --> ###",
        ),
        ("### 2024-05-06 10:05 UTC issue #", "issue <!-- pmlint: detected --> #"),
        ("### 2024-05-06 10:05 UTC in C#", "in C# <!-- pmlint: detected -->"),
        ("2024-05-06 10:05 UTC looks\\\nat a graph", "looks <!-- pmlint: detected -->\\\nat"),
        ("2024-05-06 10:05 UTC looks  \nat a graph", "looks <!-- pmlint: detected -->  \nat"),
        (
            "| Time | What |\n|---|---|\n| 2024-05-06 10:05 UTC | looks |",
            "looks <!-- pmlint: detected --> |",
        ),
        ("Time | What\n---|---\n2024-05-06 10:05 UTC | looks", "looks <!-- pmlint: detected -->"),
    ];
    for (version, (written, expected)) in (2..).zip(cases) {
        let text = ENGLISH.replace(entry, &format!("\n{written}\n"));
        client.change(&uri, version, json!([{ "text": text }]));
        let line = text.lines().position(|line| line.contains("10:05")).expect("the entry");
        let line = u32::try_from(line).expect("a line");
        let offered = actions(&mut client, &uri, range(line, 4, 4), &["refactor"]);
        let mark = offered.iter().find(|it| it["title"] == "mark this entry as detected");
        let marked = apply(&text, mark.expect(written), false);
        assert!(marked.contains(expected), "{marked}");
    }
}

#[test]
fn hovering_shows_the_arithmetic_the_entry_and_the_page() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let hover = ask_at(&mut client, "textDocument/hover", &uri, 4, 9);
    let metric = hover["contents"]["value"].as_str().expect("text");
    for part in ["4m", "target 5m", "start 21:03 (L13) -> detected 21:11 (L14) = 8m", "mismatch"] {
        assert!(metric.contains(part), "{part}: {metric}");
    }
    let hover = ask_at(&mut client, "textDocument/hover", &uri, 13, 25);
    let entry = hover["contents"]["value"].as_str().expect("text");
    assert!(entry.contains("T+8m") && entry.contains("detected (tag 【感知】)"), "{entry}");
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert_eq!(ask_at(&mut client, "textDocument/hover", &uri, 1, 0), Value::Null);

    // For an editor that shows text as it stands.
    let plain = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } });
    let (mut other, other_uri, _) = opened(&folder, plain);
    let hover = ask_at(&mut other, "textDocument/hover", &other_uri, 13, 25);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().expect("text").contains("```"), "{hover}");

    let comment = "<!-- pmlint-ignore metric-mismatch: 按客户来电计 -->\n";
    client.change(&uri, 2, json!([{ "range": range(4, 0, 0), "text": comment }]));
    let hover = ask_at(&mut client, "textDocument/hover", &uri, 4, 25);
    let page = hover["contents"]["value"].as_str().expect("text");
    assert!(page.starts_with("# metric-mismatch"), "{page}");
    assert_eq!(hover["range"], range(4, 19, 34));
}

#[test]
fn hints_show_the_time_since_the_beginning_and_what_the_timeline_gives() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let mut params = about(&uri);
    params["range"] = json!({ "start": at(4, 0), "end": at(13, 0) });
    let hints = client.ask("textDocument/inlayHint", params)["result"].clone();
    let hints: Vec<(String, Value)> = hints
        .as_array()
        .expect("a list")
        .iter()
        .map(|hint| (hint["label"].as_str().expect("text").to_owned(), hint["position"].clone()))
        .collect();
    let expected =
        [("T+0m", at(12, 20)), ("= 8m", at(4, 11)), ("= 2m", at(5, 11)), ("= 49m", at(6, 12))];
    assert_eq!(hints, expected.map(|(label, place)| (label.to_owned(), place)));
}

#[test]
fn symbols_are_the_sections_as_a_tree() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let symbols = client.ask("textDocument/documentSymbol", about(&uri))["result"].clone();
    assert_eq!(symbols[0]["name"], "登录服务故障复盘");
    let top = &symbols[0]["children"];
    assert_eq!(top[1]["name"], "故障描述");
    assert_eq!(top[1]["detail"], "description");
    let impact = &top[1]["children"][1];
    assert_eq!(impact["name"], "事故影响");
    assert_eq!(impact["selectionRange"], range(18, 4, 8));
    assert_eq!(impact["range"]["end"], at(32, 0));
    assert_eq!(impact["children"].as_array().expect("a list").len(), 3);
}

#[test]
fn completion_knows_titles_verdicts_marks_and_rules() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let method = "textDocument/completion";
    // The section that is missing comes first, whatever its place in the template.
    let text = CHINESE.replace("### 长期方案", "### ");
    client.change(&uri, 2, json!([{ "text": text }]));
    let items = ask_at(&mut client, method, &uri, 48, 4);
    let first =
        items.as_array().expect("a list").iter().min_by_key(|it| it["sortText"].to_string());
    assert_eq!(first.expect("one")["label"], "长期方案");
    assert_eq!(first.expect("one")["textEdit"]["range"], range(48, 4, 4));

    let items = ask_at(&mut client, method, &uri, 6, 13);
    let first =
        items.as_array().expect("a list").iter().min_by_key(|it| it["sortText"].to_string());
    assert_eq!(first.expect("one")["label"], "不符合预期", "49m is past the limit");

    client.change(&uri, 3, json!([{ "text": CHINESE.replace("【响应】林夏", "【") }]));
    let items = ask_at(&mut client, method, &uri, 14, 22);
    assert!(labels(&items).contains(&"感知"), "{items}");
    client.change(&uri, 4, json!([{ "text": CHINESE.replace("【响应】林夏", " <!-- pmlint: ") }]));
    let items = ask_at(&mut client, method, &uri, 14, 35);
    assert_eq!(labels(&items)[..3], ["trigger", "start", "detected"]);
    client.change(&uri, 5, json!([{ "text": format!("{CHINESE}\n<!-- pmlint-ignore  -->\n") }]));
    let items = ask_at(&mut client, method, &uri, 56, 19);
    assert!(labels(&items).contains(&"metric-mismatch"), "{items}");
    assert_eq!(ask_at(&mut client, method, &uri, 22, 5), json!([]));
}

#[test]
fn what_is_completed_takes_the_place_of_what_is_there() {
    let folder = repository();
    let (mut client, uri, _) = opened(&folder, json!({}));
    let cases = [
        // Without a blank it would be no heading.
        ("### 长期方案", "###", "", "长期方案", "### 长期方案"),
        ("### 长期方案", "### 长", "期", "长期方案", "### 长期方案"),
        ("49m 符合预期", "49m 符合", "预期", "不符合预期", "49m 不符合预期"),
        ("49m 符合预期", "49m ", "", "不符合预期", "49m 不符合预期"),
        ("【响应】林夏", "【响", "应】林夏", "感知", "【感知】林夏"),
        ("【响应】林夏", "【", "】林夏", "感知", "【感知】林夏"),
        ("【响应】林夏", "【", "林夏", "感知", "【感知】林夏"),
    ];
    for (version, (old, before, after, label, expected)) in (2..).zip(cases) {
        for line_end in ["\n", "\r\n"] {
            let fits = |now: &str| CHINESE.replace(old, now).replace('\n', line_end);
            let text = fits(&format!("{before}{after}"));
            let up_to = CHINESE.split(old).next().expect("the beginning").to_owned() + before;
            let line = u32::try_from(up_to.matches('\n').count()).expect("a line");
            let last = up_to.lines().next_back().expect("a line");
            let column = u32::try_from(last.encode_utf16().count()).expect("a column");
            client.change(&uri, version, json!([{ "text": text }]));
            let items = ask_at(&mut client, "textDocument/completion", &uri, line, column);
            let mut items = items.as_array().expect("a list").iter();
            let item = items.find(|it| it["label"] == label).expect("the label");
            let action = json!({ "edit": { "changes": { &uri: [item["textEdit"]] } } });
            assert_eq!(apply(&text, &action, false), fits(expected), "{before}|{after}");
        }
    }
}

#[test]
fn diagnostics_can_be_asked_for() {
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    });
    let folder = repository();
    let mut client = Client::start(folder.path(), &[]);
    let answer = client.begin(folder.path(), capabilities);
    assert!(answer["capabilities"]["diagnosticProvider"].is_object());
    let uri = document(&folder);
    client.open_document(&uri, CHINESE);
    let report = client.ask("textDocument/diagnostic", about(&uri))["result"].clone();
    assert_eq!(report["kind"], "full");
    let items = report["items"].as_array().expect("a list");
    assert_eq!(codes(items), ["metric-mismatch", "wrong-verdict"]);
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/diagnostic/refresh");
    // Told once, not twice.
    let pushed = client.heard.iter().any(|it| it["method"] == "textDocument/publishDiagnostics");
    assert!(!pushed);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_configuration_that_changes_is_seen() {
    let folder = repository();
    let capabilities = json!({
        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
    });
    let (mut client, document, _) = opened(&folder, capabilities);
    let registered = client.hear("client/registerCapability");
    assert_eq!(registered["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let config = uri(&folder.path().join("pmlint.toml"));
    let changes = json!({ "changes": [{ "uri": config, "type": 2 }] });
    let saved = json!({ "textDocument": { "uri": config } });
    let events = [
        ("workspace/didChangeWatchedFiles", changes, "off", &["wrong-verdict"][..], 2),
        ("textDocument/didSave", saved, "note", &["metric-mismatch", "wrong-verdict"], 3),
        (
            "workspace/didChangeConfiguration",
            json!({ "settings": {} }),
            "warning",
            &["metric-mismatch", "wrong-verdict"],
            2,
        ),
    ];
    for (event, params, level, expected, severity) in events {
        let text = format!("{CONFIG}\n[rules]\nmetric-mismatch = \"{level}\"\n");
        std::fs::write(folder.path().join("pmlint.toml"), text).expect("the configuration");
        client.tell(event, params);
        let diagnostics = client.diagnostics(&document, 1);
        assert_eq!(codes(&diagnostics), expected, "{event}");
        if expected.len() > 1 {
            assert_eq!(diagnostics[0]["severity"], severity, "{event}");
        }
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_wrong_configuration_is_told_where_it_is_wrong() {
    let folder = repository();
    let (mut client, document, _) = opened(&folder, json!({}));
    let path = folder.path().join("pmlint.toml");
    let config = uri(&path);
    std::fs::write(&path, "tmplate = \"x\"\n").expect("the configuration");
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": config } }));
    assert!(client.diagnostics(&document, 1).is_empty());
    let is_config = |message: &Value| message["params"]["uri"] == config.as_str();
    let told = client.wait(is_config);
    assert_eq!(told["params"]["diagnostics"][0]["code"], "config");
    assert_eq!(told["params"]["diagnostics"][0]["range"], range(0, 0, 7));
    let message = client.hear("window/showMessage");
    assert_eq!(message["type"], 1);
    let message = message["message"].as_str().expect("text");
    assert!(message.contains("pmlint.toml:1") && message.contains("not checked"), "{message}");
    // Mended, and all is as before.
    std::fs::write(&path, CONFIG).expect("the configuration");
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": config } }));
    let told = client.wait(is_config);
    assert_eq!(told["params"]["diagnostics"], json!([]));
    assert_eq!(client.diagnostics(&document, 1).len(), 2);
    // A configuration is told about when it is opened, whether or not there are documents.
    std::fs::write(&path, "[sla]\ndetection = \"soon\"\n").expect("the configuration");
    client.tell("textDocument/didClose", about(&document));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": {} }));
    let item = json!({ "uri": config, "languageId": "toml", "version": 1, "text": "" });
    client.tell("textDocument/didOpen", json!({ "textDocument": item }));
    let told = client.wait(is_config);
    assert_eq!(told["params"]["diagnostics"][0]["code"], "config");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_template_that_was_missing_is_seen_when_it_comes() {
    let folder = repository().with("pmlint.toml", "template = \"docs/own.toml\"\n");
    let (mut client, document, diagnostics) = opened(&folder, json!({}));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert!(client.hear("window/showMessage")["message"].to_string().contains("own.toml"));
    let folder = folder.with("docs/own.toml", "name = \"own\"\nextends = \"infra-zh\"\n");
    let template = uri(&folder.path().join("docs/own.toml"));
    let changes = json!({ "changes": [{ "uri": template, "type": 1 }] });
    client.tell("workspace/didChangeWatchedFiles", changes);
    assert_eq!(codes(&client.diagnostics(&document, 1)), ["metric-mismatch"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_checked_is_what_the_command_line_checks() {
    let folder = repository()
        .with("README.md", "# About\n\n## Install\n")
        .with("old/b.md", CHINESE)
        .with("pmlint.toml", format!("exclude = [\"old/**\"]\n{CONFIG}"));
    let other = Folder::new().with("c.md", CHINESE);
    let mut client = Client::open(folder.path(), json!({}));
    let count = |client: &mut Client, uri: &str| {
        client.open_document(uri, CHINESE);
        client.diagnostics(uri, 1).len()
    };
    let of = |folder: &Folder, name: &str| -> String { uri(&folder.path().join(name)) };
    assert_eq!(count(&mut client, &of(&folder, "a.md")), 2);
    assert_eq!(count(&mut client, &of(&folder, "old/b.md")), 0);
    // Outside of the repository, without its limits.
    assert_eq!(count(&mut client, &of(&other, "c.md")), 1);
    // Not saved yet: as if it were in the folder of the editor.
    assert_eq!(count(&mut client, "untitled:Untitled-1"), 2);
    let readme = of(&folder, "README.md");
    client.open_document(&readme, "# About\n\n## Install\n");
    assert!(client.diagnostics(&readme, 1).is_empty());
    let mut params = about(&readme);
    params["position"] = at(2, 3);
    assert_eq!(client.ask("textDocument/completion", params)["result"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn comments_and_baselines_hold_findings_back() {
    let folder = repository();
    folder.run(&["baseline", "create", "a.md"]).exits(0);
    let config = format!("baseline = \"pmlint-baseline.json\"\n{CONFIG}");
    let folder = folder.with("pmlint.toml", config);
    let (mut client, document, diagnostics) = opened(&folder, json!({}));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    // A baseline that changes is seen.
    let baseline = folder.path().join("pmlint-baseline.json");
    std::fs::write(&baseline, "{").expect("the baseline");
    let changes = json!({ "changes": [{ "uri": uri(&baseline), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", changes);
    assert!(client.diagnostics(&document, 1).is_empty());
    let message = client.hear("window/showMessage")["message"].to_string();
    assert!(message.contains("pmlint-baseline.json"), "{message}");
    assert_eq!(client.end(), Some(0));
}
