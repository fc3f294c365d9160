//! Every fixture in every format, against what others published about the format, and read by programs
//! that read it in earnest.
//!
//! The published schemas lie beside the project where it is developed, and the programs have to be
//! installed: `.ci/run` does that and sets `PMLINT_CONSUMERS` to the Python that has them. Elsewhere
//! these tests say that they were skipped; `src/output/tests` checks the formats without either.

#![allow(clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is checked: every fixture by itself, all of them at once, and runs that go wrong.
fn cases() -> Vec<(PathBuf, Vec<String>)> {
    let fixtures = root().join("fixtures");
    let folders = std::fs::read_dir(&fixtures).expect("fixtures");
    let mut folders: Vec<PathBuf> =
        folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 8, "the fixtures are gone");
    let mut cases: Vec<_> =
        folders.into_iter().map(|folder| (folder, vec!["postmortem.md".to_owned()])).collect();
    let root = root().to_path_buf();
    for arguments in [
        &["fixtures"][..],
        &["gone.md", "fixtures/clean"],
        &["src"],
        &["README.md", "--lang", "zh"],
    ] {
        cases.push((root.clone(), arguments.iter().map(|it| (*it).to_owned()).collect()));
    }
    cases.push((root, vec!["fixtures/limits".into(), "--config".into(), "Cargo.toml".into()]));
    cases
}

/// What pmlint prints in a format, for each case.
fn outputs(format: &str) -> Vec<String> {
    let run = |(folder, arguments): (PathBuf, Vec<String>)| {
        let output = Command::new(env!("CARGO_BIN_EXE_pmlint"))
            .args(["check", "--format", format])
            .args(&arguments)
            .current_dir(folder)
            .env("LC_ALL", "C")
            .env_remove("GITHUB_STEP_SUMMARY")
            .output()
            .expect("pmlint runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    cases().into_iter().map(run).collect()
}

/// A published schema, where it is at hand.
fn published(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/schemas").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} is not here");
        return None;
    }
    Some(path)
}

fn json_schema(path: &Path) -> jsonschema::Validator {
    let text = std::fs::read_to_string(path).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

#[track_caller]
fn validate(schema: &jsonschema::Validator, output: &str) {
    let value: Value = serde_json::from_str(output).expect("JSON");
    let wrong: Vec<String> = schema
        .iter_errors(&value)
        .map(|wrong| format!("{}: {wrong}", wrong.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}\n{output}", wrong.join("\n"));
}

#[test]
fn sarif_holds_against_its_schema() {
    let Some(schema) = published("sarif-2.1.0.json") else { return };
    let schema = json_schema(&schema);
    outputs("sarif").iter().for_each(|output| validate(&schema, output));
    assert!(
        !schema.is_valid(&serde_json::json!({"version": "2.1.0"})),
        "the schema allows anything"
    );
}

#[test]
fn rdjson_holds_against_its_schema() {
    let Some(schema) = published("rdf-DiagnosticResult.json") else { return };
    let schema = json_schema(&schema);
    outputs("rdjson").iter().for_each(|output| validate(&schema, output));
    assert!(!schema.is_valid(&serde_json::json!({"diagnostics": 1})), "the schema allows anything");
}

/// A program of `tests/consumers` with the outputs of a format as files; it fails on what it cannot
/// read, and prints how many findings it read in each.
fn consume(program: &str, format: &str, arguments: &[&Path]) {
    let Some(python) = std::env::var_os("PMLINT_CONSUMERS") else {
        eprintln!(
            "skipped: PMLINT_CONSUMERS names no Python with tests/consumers/requirements.txt"
        );
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files: Vec<PathBuf> = outputs(format)
        .iter()
        .enumerate()
        .map(|(index, output)| {
            let path = folder.path().join(format!("{index}.{format}"));
            std::fs::write(&path, output).expect("a file");
            path
        })
        .collect();
    let output = Command::new(python)
        .arg(root().join("tests/consumers").join(program))
        .args(arguments)
        .args(&files)
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    let read: Vec<usize> = stdout.lines().map(|line| line.parse().expect("a number")).collect();
    assert_eq!(read, found(), "{program} read another number of findings");
}

/// How many findings and failures there are in each case.
fn found() -> Vec<usize> {
    let count = |output: &String| {
        let value: Value = serde_json::from_str(output).expect("JSON");
        let length = |key: &str| value[key].as_array().map_or(0, Vec::len);
        length("findings") + length("failures")
    };
    outputs("json").iter().map(count).collect()
}

#[test]
fn sarif_is_read_by_sarif_tools() {
    consume("read_sarif.py", "sarif", &[]);
}

#[test]
fn junit_is_read_by_junitparser() {
    consume("read_junit.py", "junit", &[]);
}

#[test]
fn junit_holds_against_the_schema_of_jenkins() {
    let Some(schema) = published("junit-10.xsd") else { return };
    consume("check_xsd.py", "junit", &[&schema]);
}

#[test]
fn checkstyle_is_read_as_xml() {
    consume("read_checkstyle.py", "checkstyle", &[]);
}

#[test]
fn gitlab_issues_have_what_gitlab_reads() {
    for output in outputs("gitlab") {
        let issues: Vec<Value> = serde_json::from_str(&output).expect("JSON");
        let mut fingerprints = Vec::new();
        for issue in &issues {
            for key in ["description", "check_name", "fingerprint"] {
                assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
            }
            let severity = issue["severity"].as_str().unwrap_or_default();
            let known = ["info", "minor", "major", "critical", "blocker"];
            assert!(known.contains(&severity), "{issue}");
            let path = issue["location"]["path"].as_str().unwrap_or_default();
            assert!(
                !path.is_empty() && !path.starts_with("./") && !path.starts_with('/'),
                "{issue}"
            );
            let line = |key: &str| issue["location"]["lines"][key].as_u64();
            assert!(line("begin") >= Some(1) && line("end") >= line("begin"), "{issue}");
            fingerprints.push(issue["fingerprint"].as_str());
        }
        fingerprints.sort_unstable();
        let count = fingerprints.len();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), count, "GitLab drops what has the fingerprint of another");
    }
}
