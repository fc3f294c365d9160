//! The schemas of `schemas/` say what the program writes and accepts: nothing more, nothing less.

mod page;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use jsonschema::Validator;
use page::Page;
use pmlint::config::Config;
use pmlint::finding::Finding;
use pmlint::lang::Lang;
use pmlint::rules;
use pmlint::schema;
use pmlint::source::Source;
use serde_json::Value;
use toml::de::{DeTable, DeValue};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let schema = schema::ALL.iter().find(|schema| schema.name == name).expect("a schema");
    serde_json::from_str(schema.text).expect("JSON")
}

fn validator(name: &str) -> Validator {
    jsonschema::validator_for(&schema(name)).expect("a schema")
}

#[track_caller]
fn validate(schema: &Validator, value: &Value) {
    let wrong: Vec<String> = schema
        .iter_errors(value)
        .map(|wrong| format!("{}: {wrong}", wrong.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}\n{value:#}", wrong.join("\n"));
}

/// What pmlint prints in the root of the project.
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pmlint"))
        .args(arguments)
        .current_dir(root())
        .env("LC_ALL", "C")
        .output()
        .expect("pmlint runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&run(arguments)).expect("JSON")
}

/// A folder with the examples of all rules, as documents.
fn examples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for rule in rules::ALL {
        for example in Page::parse(rule.page).examples {
            let folder = folder.path().join(format!("{}-{}", rule.id, example.at));
            std::fs::create_dir(&folder).expect("a folder");
            let lines = page::document(&example.text).into_iter().map(|(line, _)| line);
            let text = lines.collect::<Vec<_>>().join("\n");
            std::fs::write(folder.join("a.md"), text).expect("a file");
            if let Some(config) = example.config {
                std::fs::write(folder.join("pmlint.toml"), config).expect("a file");
            }
        }
    }
    folder
}

/// What to read: all fixtures, all examples, and what cannot be read.
fn paths(examples: &tempfile::TempDir) -> Vec<String> {
    let mut paths = vec!["fixtures".to_owned(), "gone.md".to_owned()];
    let files = std::fs::read_dir(examples.path()).expect("the examples");
    let named =
        |file: std::io::Result<std::fs::DirEntry>| file.expect("a folder").path().join("a.md");
    paths.extend(files.map(|file| named(file).display().to_string()));
    assert!(paths.len() > 50, "the examples are gone");
    paths
}

#[test]
fn findings_hold_against_their_schemas() {
    let examples = examples();
    let paths = paths(&examples);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for more in [&[][..], &["--lang", "zh"]] {
        let arguments = [&["check", "--format", "json"], more, paths.as_slice()].concat();
        let value = json(&arguments);
        validate(&validator("check"), &value);
        let rules: BTreeSet<&str> = value["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|finding| finding["rule"].as_str().expect("a rule"))
            .collect();
        assert!(rules.len() > 25, "only {rules:?} were found");

        let arguments = [&["check", "--format", "jsonl"], more, paths.as_slice()].concat();
        let lines = run(&arguments);
        let schema = validator("jsonl");
        for line in lines.lines() {
            validate(&schema, &serde_json::from_str(line).expect("JSON"));
        }
        // The same, line by line, and the end.
        let findings = value["findings"].as_array().map_or(0, Vec::len);
        assert_eq!(lines.lines().count(), findings + 2);
    }
}

#[test]
fn facts_hold_against_their_schema() {
    let examples = examples();
    let paths = paths(&examples);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let value = json(&[&["facts", "--format", "json"], paths.as_slice()].concat());
    validate(&validator("facts"), &value);
    assert!(value["files"].as_array().map(Vec::len) > Some(50));
}

#[test]
fn rules_hold_against_their_schema() {
    let schema = validator("rules");
    validate(&schema, &json(&["rules", "--format", "json"]));
    validate(&schema, &json(&["rules", "--format", "json", "--lang", "zh"]));
}

/// Every schema of an object within a schema.
fn objects<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    if value["properties"].is_object() && value["type"] == "object" {
        found.push(value);
    }
    match value {
        Value::Object(members) => members.values().for_each(|value| objects(value, found)),
        Value::Array(items) => items.iter().for_each(|value| objects(value, found)),
        _ => {}
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

#[test]
fn no_key_of_an_output_is_unknown_or_may_be_left_out() {
    for name in ["check", "jsonl", "facts", "rules"] {
        let schema = schema(name);
        let mut found = Vec::new();
        objects(&schema, &mut found);
        assert!(found.len() >= 2, "{name}");
        for object in found {
            assert_eq!(object["additionalProperties"], false, "{name}: {object:#}");
            let required = object["required"].as_array().expect("a list").iter();
            let required: BTreeSet<&str> = required.filter_map(Value::as_str).collect();
            assert_eq!(required, keys(&object["properties"]), "{name}: {object:#}");
        }
    }
}

#[test]
fn every_schema_is_valid_shipped_and_printed() {
    let folder = std::fs::read_dir(root().join("schemas")).expect("the schemas");
    let files: BTreeSet<PathBuf> = folder.map(|file| file.expect("a file").path()).collect();
    let named =
        schema::ALL.iter().map(|schema| root().join(format!("schemas/{}.json", schema.name)));
    assert_eq!(files, named.collect());
    let listed = run(&["schema"]);
    for one in &schema::ALL {
        let value = schema(one.name);
        assert!(jsonschema::meta::is_valid(&value), "{}", one.name);
        assert_eq!(run(&["schema", one.name]), one.text);
        assert!(listed.lines().any(|line| line.starts_with(&format!("{} ", one.name))), "{listed}");
    }
}

/// A TOML value as JSON.
fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(digits) => digits.as_str().parse::<i64>().expect("a number").into(),
        DeValue::Float(digits) => digits.as_str().parse::<f64>().expect("a number").into(),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_to_json(table),
    }
}

fn table_to_json(table: &DeTable<'_>) -> Value {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        (key.to_string(), to_json(value.get_ref()))
    };
    Value::Object(table.iter().map(entry).collect())
}

fn accepts(schema: &Validator, text: &str) -> bool {
    let table = DeTable::parse(text).expect("TOML");
    schema.is_valid(&table_to_json(table.get_ref()))
}

fn parse(text: &str) -> Result<Config, Vec<Finding>> {
    let source = Arc::new(Source::new("pmlint.toml", text));
    Config::parse(&source, Lang::En, &rules::ids(), &mut |path| {
        Ok(Arc::new(Source::new(path, "## Timeline\n")))
    })
}

#[test]
fn a_configuration_is_accepted_by_both_or_by_neither() {
    let schema = validator("config");
    for text in [
        "",
        "template = 'infra-zh'",
        "template = 'docs/TEMPLATE.md'",
        "include = ['a/**']\nexclude = []",
        "fail-on = 'never'",
        "timezone = '+08:00'",
        "timezone = 'UTC'",
        "timezone = 'UTC+8'",
        "timezone = '-0530'",
        "timezone = 'Z'",
        "[sla]\ndetection = '5m'\n[sla.severity.P0]\nresolution = '1h30m'",
        "[metrics]\nresolution = 'responded -> recovered'",
        "[metrics]\nresolution = ['start->recovered', 'start → mitigated']",
        "[rules]\nmissing-verdict = 'off'",
        "[[overrides]]\npaths = ['en/**']\ntemplate = 'google-sre'\ntimezone = 'UTC'\n[overrides.rules]\nplaceholder = 'note'",
    ] {
        assert!(parse(text).is_ok(), "{text}: {:#?}", parse(text).err());
        assert!(accepts(&schema, text), "{text}");
    }
    for text in [
        "templat = 'infra-zh'",
        "template = 1",
        "include = 'a/**'",
        "include = []",
        "include = [1]",
        "fail-on = 'sometimes'",
        "timezone = 'Asia/Shanghai'",
        "timezone = '+8:0'",
        "[sla]\ndetection = 5",
        "[sla]\ndetection = ''",
        "[sla.severity]\nP0 = '5m'",
        "[metrics]\nresolution = 'responded'",
        "[metrics]\nresolution = 'responded -> done'",
        "[metrics]\nresolution = []",
        "[rules]\nno-such-rule = 'off'",
        "[rules]\nconfig = 'off'",
        "[rules]\nplaceholder = 'fatal'",
        "[[overrides]]\ntemplate = 'google-sre'",
        "[[overrides]]\npaths = []",
        "[[overrides]]\npaths = ['a']\nfail-on = 'note'",
        "[overrides]\npaths = ['a']",
    ] {
        assert!(parse(text).is_err(), "{text}");
        assert!(!accepts(&schema, text), "{text}");
    }
}

#[test]
fn configurations_that_are_shown_hold_against_the_schema() {
    let schema = validator("config");
    let mut texts: Vec<String> = Vec::new();
    for rule in rules::ALL {
        texts.extend(
            rule.page
                .split("```toml\n")
                .skip(1)
                .map(|text| text.split("```").next().unwrap_or_default().to_owned()),
        );
    }
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    texts.extend(
        readme
            .split("```toml\n")
            .skip(1)
            .map(|text| text.split("```").next().unwrap_or_default().to_owned()),
    );
    for folder in std::fs::read_dir(root().join("fixtures")).expect("fixtures") {
        let path = folder.expect("a folder").path().join("pmlint.toml");
        texts.extend(std::fs::read_to_string(path).ok());
    }
    assert!(texts.len() > 30, "the configurations are gone");
    for text in texts.iter().filter(|text| parse(text).is_ok()) {
        assert!(accepts(&schema, text), "{text}");
    }
}

/// The keys that the parser offers instead of one that it does not know.
fn known_keys(text: &str) -> BTreeSet<String> {
    let findings = parse(text).expect_err("an unknown key");
    let unknown = findings.iter().find(|finding| finding.message.contains("zzzz"));
    let help = unknown.and_then(|finding| finding.help.clone()).expect("a list of keys");
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_schema_of_the_configuration_has_the_keys_of_the_parser() {
    let schema = schema("config");
    let names = |value: &Value| -> BTreeSet<String> {
        keys(&value["properties"]).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(names(&schema), known_keys("zzzz = 1"));
    let definition = |name: &str| &schema["definitions"][name];
    let of_override = known_keys("[[overrides]]\npaths = ['a']\nzzzz = 1");
    assert_eq!(names(definition("override")), of_override);
    let mut ids: BTreeSet<String> = rules::ids().into_iter().map(str::to_owned).collect();
    ids.remove("config");
    assert_eq!(names(definition("rules")), ids);
}
