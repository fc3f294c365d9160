//! `pmlint config show` prints the settings that hold, where each comes from, and a text that means the
//! same.

mod support;

use serde_json::Value;
use support::folder::Folder;

const CONFIG: &str = "\
template = 'infra-zh'
include = ['docs/**']
exclude = [
  '**/README.md',
  \"a \\\"quoted\\\" name.md\",
]

[sla]
detection = '5m'
[sla.severity.'P 0']
resolution = '30m'

[metrics]
resolution = ['responded -> recovered', 'start -> recovered']

[rules]
missing-verdict = 'error'

[[overrides]]
paths = ['docs/en/**']
template = 'google-sre'
timezone = '+08:00'
rules = { placeholder = 'off' }

[[overrides]]
paths = ['docs/old/**', 'docs/en/old/**']
sla.detection = '6m'
";

fn house() -> Folder {
    Folder::new().with("pmlint.toml", CONFIG)
}

fn show(folder: &Folder, arguments: &[&str]) -> Value {
    folder.run(&[&["config", "show", "--format", "json"], arguments].concat()).exits(0).json()
}

/// A setting as `value from file:line`.
fn setting(shown: &Value, key: &[&str]) -> String {
    let settings = shown["settings"].as_array().expect("a list");
    let found = settings.iter().find(|setting| setting["key"] == serde_json::json!(key));
    let found = found.unwrap_or_else(|| panic!("no {key:?}"));
    let place = match (&found["file"], &found["option"]) {
        (Value::String(file), _) => format!(" {file}:{}", found["line"]),
        (_, Value::String(option)) => format!(" {option}"),
        _ => String::new(),
    };
    format!("{} {}{place}", found["value"], found["from"].as_str().expect("an origin"))
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let folder = house();
    let shown = show(&folder, &["docs/a.md"]);
    assert_eq!(shown["configuration"], "pmlint.toml");
    for (key, expected) in [
        (&["template"][..], "\"infra-zh\" file pmlint.toml:1"),
        (&["exclude"], r#"["**/README.md","a \"quoted\" name.md"] file pmlint.toml:3"#),
        (&["timezone"], "null default"),
        (&["fail-on"], "\"error\" default"),
        (&["sla", "detection"], "\"5m\" file pmlint.toml:9"),
        (&["sla", "severity", "P 0", "resolution"], "\"30m\" file pmlint.toml:11"),
        (
            &["metrics", "resolution"],
            r#"["responded -> recovered","start -> recovered"] file pmlint.toml:14"#,
        ),
        (&["rules", "missing-verdict"], "\"error\" file pmlint.toml:17"),
        (&["rules", "placeholder"], "\"warning\" default"),
    ] {
        assert_eq!(setting(&shown, key), expected);
    }
    let english = show(&folder, &["docs/en/old/new.md"]);
    for (key, expected) in [
        (&["template"][..], "\"google-sre\" override pmlint.toml:21"),
        (&["timezone"], "\"+08:00\" override pmlint.toml:22"),
        (&["rules", "placeholder"], "\"off\" override pmlint.toml:23"),
        (&["sla", "detection"], "\"6m\" override pmlint.toml:27"),
    ] {
        assert_eq!(setting(&english, key), expected);
    }
    let applies = |shown: &Value| {
        let all = shown["overrides"].as_array().expect("a list");
        all.iter().map(|one| one["applies"].as_bool().expect("a truth")).collect::<Vec<_>>()
    };
    assert_eq!(applies(&english), [true, true]);
    assert_eq!(applies(&shown), [false, false]);
    let forced = show(&folder, &["docs/en/new.md", "--template", "aws-coe"]);
    assert_eq!(setting(&forced, &["template"]), "\"aws-coe\" command-line --template");
}

#[test]
fn every_rule_that_can_be_set_is_shown() {
    let shown = show(&Folder::new(), &[]);
    assert_eq!(shown["configuration"], Value::Null);
    let settings = shown["settings"].as_array().expect("a list").iter();
    let rules = settings.filter(|setting| setting["key"][0] == "rules").count();
    assert_eq!(rules, pmlint::rules::ALL.len() - 1, "all but `config`");
}

/// What is shown can be pasted, and then says the same.
#[test]
fn the_text_means_what_it_was_made_from() {
    let folder = house();
    for path in ["docs/a.md", "docs/en/b.md", "docs/en/old/c.md"] {
        for lang in ["en", "zh"] {
            let text = folder.run(&["config", "show", path, "--lang", lang]).exits(0).stdout;
            let pasted = Folder::new().with("pmlint.toml", &text);
            let values = |shown: &Value| -> Vec<(Value, Value, bool)> {
                let settings = shown["settings"].as_array().expect("a list").iter();
                let plain = |one: &Value| {
                    (one["key"].clone(), one["value"].clone(), one["from"] == "default")
                };
                settings.map(plain).collect()
            };
            let again = show(&pasted, &[path]);
            assert_eq!(values(&again), values(&show(&folder, &[path])), "{text}");
        }
    }
}

#[test]
fn a_person_reads_which_template_a_document_gets() {
    let text = "# T\n\n## Impact\n\nx\n\n## Timeline\n\n- 10:00 a\n\n## Root cause\n\ny\n";
    let folder = Folder::new().with("a.md", text).with("pmlint.toml", "exclude = ['b.md']\n");
    let run = folder.run(&["config", "show", "a.md"]).exits(0);
    assert!(run.stdout.contains("# The document is read with generic-en: 3 of 18 sections\n"));
    assert!(run.stdout.contains("\nexclude = [\"b.md\"]"), "{run:#?}");
    let shown = show(&folder, &["a.md"]);
    assert_eq!(shown["template"]["name"], "generic-en");
    assert_eq!(show(&folder, &["new.md"])["template"], Value::Null);
    assert_eq!(show(&folder, &["new.md"])["exists"], false);
    let run = folder.run(&["config", "show", "new.md"]).exits(0);
    assert!(run.stdout.contains("# There is no such file yet.\n"), "{run:#?}");
}

#[test]
fn a_configuration_that_is_wrong_is_told() {
    let folder = Folder::new().with("pmlint.toml", "tempalte = 1\n").with("x.bin", b"\xff\xfe");
    let run = folder.run(&["config", "show"]).exits(2).prints("");
    run.says("did you mean `template`?");
    folder.run(&["config", "show", "--config", "gone.toml"]).exits(2).says("gone.toml: no such");
    folder.run(&["config", "show", "--template", "x.bin", "--no-config"]).exits(2);
    folder.run(&["config", "show", "x.bin", "--no-config"]).exits(2).says("UTF-16");
    folder.run(&["config"]).exits(2).says("show");
}
