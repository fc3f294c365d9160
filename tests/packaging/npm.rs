//! The packages for npm, packed by npm and installed from there into a scratch folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};
use crate::wheel::built;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The packages of the launcher and of the program for one target.
fn packages(tools: &Tools) -> [PathBuf; 2] {
    let folder = built(tools).folder().join("npm");
    ["pmlint", "pmlint-linux-x64-gnu"].map(|name| folder.join(format!("{name}-{VERSION}.tgz")))
}

/// Installs packages and nothing else.
fn install(folder: &Path, packages: &[&PathBuf]) {
    let mut npm = plain("npm");
    npm.args(["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]);
    Run::of(npm.args(packages).current_dir(folder)).exits(0);
}

fn installed(scratch: &Scratch) -> Command {
    let mut command = plain(scratch.join("node_modules/.bin/pmlint"));
    command.current_dir(scratch.path());
    command
}

#[test]
fn the_packages_install_and_run() {
    let Some(tools) = Tools::find() else { return };
    let scratch = Scratch::with_documents();
    scratch.write("package.json", "{\"private\": true}\n");
    let [launcher, program] = packages(&tools);
    install(scratch.path(), &[&program, &launcher]);
    let run = |arguments: &[&str]| Run::of(installed(&scratch).args(arguments));
    run(&["--version"]).exits(0).prints(&format!("pmlint {VERSION}\n"));
    run(&["bad.md"]).exits(1).prints("error[metric-mismatch]");
    run(&["good.md"]).exits(0);
    run(&["gone.md"]).exits(2);
    for file in ["package.json", "README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        for package in ["pmlint", "pmlint-linux-x64-gnu"] {
            let path = scratch.join(&format!("node_modules/{package}/{file}"));
            assert!(path.exists(), "{} is missing", path.display());
        }
    }
}

#[test]
fn the_launcher_without_a_program_says_what_to_do() {
    let Some(tools) = Tools::find() else { return };
    let scratch = Scratch::with_documents();
    scratch.write("package.json", "{\"private\": true}\n");
    let [launcher, _] = packages(&tools);
    install(scratch.path(), &[&launcher]);
    let run = Run::of(installed(&scratch).arg("bad.md")).exits(2);
    assert!(run.stderr.contains("no program for linux on x64"), "{run:#?}");
    assert!(run.stderr.contains("without `--omit=optional`"), "{run:#?}");
}

#[test]
fn the_launcher_names_a_package_of_every_target() {
    let Some(tools) = Tools::find() else { return };
    let scratch = Scratch::new();
    let [launcher, _] = packages(&tools);
    Run::of(plain("tar").arg("xzf").arg(launcher).arg("-C").arg(scratch.path())).exits(0);
    let manifest = scratch.read("package/package.json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let optional = manifest["optionalDependencies"].as_object().expect("packages");
    let targets = std::fs::read_to_string(root().join("packaging/targets.json")).expect("targets");
    let targets: Vec<serde_json::Value> = serde_json::from_str(&targets).expect("JSON");
    assert_eq!(optional.len(), targets.len());
    assert!(optional.values().all(|version| version == VERSION), "{optional:?}");
    assert!(optional.contains_key("pmlint-win32-x64"));
    assert!(optional.contains_key("pmlint-darwin-arm64"));
    assert!(optional.contains_key("pmlint-linux-arm64-musl"));
}
