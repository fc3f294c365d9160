//! The packages for npm, packed by npm and installed from there into a scratch folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Packs the launcher and the program of one target.
fn pack(tools: &Tools, out: &Path) -> [PathBuf; 2] {
    let mut launcher = tools.python("python");
    Run::of(launcher.args(["packaging/pack.py", "npm", "--out"]).arg(out)).exits(0);
    let mut program = tools.python("python");
    program.args(["packaging/pack.py", "npm-binary", "--target", TARGET, "--binary"]);
    Run::of(program.arg(env!("CARGO_BIN_EXE_pmlint")).arg("--out").arg(out)).exits(0);
    ["pmlint-linux-x64-gnu", "pmlint"].map(|name| out.join(format!("{name}-{VERSION}.tgz")))
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
    let (out, scratch) = (Scratch::new(), Scratch::with_documents());
    scratch.write("package.json", "{\"private\": true}\n");
    let [program, launcher] = pack(&tools, out.path());
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
    let (out, scratch) = (Scratch::new(), Scratch::with_documents());
    scratch.write("package.json", "{\"private\": true}\n");
    let [_, launcher] = pack(&tools, out.path());
    install(scratch.path(), &[&launcher]);
    let run = Run::of(installed(&scratch).arg("bad.md")).exits(2);
    assert!(run.stderr.contains("no program for linux on x64"), "{run:#?}");
    assert!(run.stderr.contains("without `--omit=optional`"), "{run:#?}");
}

#[test]
fn the_launcher_names_a_package_of_every_target() {
    let Some(tools) = Tools::find() else { return };
    let out = Scratch::new();
    pack(&tools, out.path());
    let manifest =
        std::fs::read_to_string(out.join("npm/pmlint/package.json")).expect("a manifest");
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
