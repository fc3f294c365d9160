//! What a release compares before it begins, and the names that have to agree.

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A copy of what `pack.py plan` reads, ready to be released.
fn ready() -> Scratch {
    let scratch = Scratch::new();
    for file in ["packaging/pack.py", "packaging/targets.json", "Cargo.toml"] {
        scratch.write(file, &std::fs::read_to_string(root().join(file)).expect("a file"));
    }
    scratch.write("README.md", "# pmlint\n");
    scratch.write("editors/vscode/package.json", "{\"publisher\": \"team\"}\n");
    let notes = format!("# Changelog\n\n## {VERSION}\n\n- First.\n\n## 0.0.1\n\n- Old.\n");
    scratch.write("CHANGELOG.md", &notes);
    let manifest = scratch.read("Cargo.toml");
    let manifest = manifest.replacen(
        "[package]\n",
        "[package]\nrepository = \"https://example.org/team/pmlint\"\n",
        1,
    );
    scratch.write("Cargo.toml", &manifest);
    scratch
}

fn pack(tools: &Tools, scratch: &Scratch, arguments: &[&str]) -> Run {
    let mut command = plain(tools.path("python/bin/python"));
    Run::of(command.arg("packaging/pack.py").args(arguments).current_dir(scratch.path()))
}

#[test]
fn a_tree_that_is_ready_gives_the_version_the_targets_and_the_notes() {
    let Some(tools) = Tools::find() else { return };
    let scratch = ready();
    let tag = format!("v{VERSION}");
    let run = pack(&tools, &scratch, &["plan", "--tag", &tag]).exits(0);
    assert_eq!(run.stderr, "");
    let (version, targets) = run.stdout.split_once('\n').expect("two lines");
    assert_eq!(version, format!("version={VERSION}"));
    let targets = targets.strip_prefix("targets=").expect("the targets");
    let targets: Vec<serde_json::Value> = serde_json::from_str(targets).expect("JSON on one line");
    assert!(targets.iter().all(|it| it["target"].is_string() && it["runner"].is_string()));
    assert_eq!(pack(&tools, &scratch, &["notes"]).exits(0).stdout, "- First.\n");
}

#[test]
fn a_tree_that_is_not_ready_is_refused_with_all_that_is_missing() {
    let Some(tools) = Tools::find() else { return };
    let scratch = ready();
    let refused = |tag: &str| pack(&tools, &scratch, &["plan", "--tag", tag]).exits(1).stderr;
    assert!(refused("v9.9.9").contains("the tag is v9.9.9, but Cargo.toml says"));
    scratch.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    scratch.write("README.md", "uses: OWNER/pmlint@v1\n");
    scratch.write("editors/vscode/package.json", "{\"publisher\": \"OWNER\"}\n");
    let manifest = scratch.read("Cargo.toml").replace("repository =", "homepage =");
    scratch.write("Cargo.toml", &manifest);
    let said = refused(&format!("v{VERSION}"));
    for part in [
        "CHANGELOG.md has no section",
        "has no `repository`",
        "README.md says OWNER/pmlint",
        "editors/vscode/package.json says the publisher OWNER",
    ] {
        assert!(said.contains(part), "no `{part}` in {said}");
    }
    // Without a tag nothing is published, and nothing is refused.
    pack(&tools, &scratch, &["plan"]).exits(0).prints("targets=[");
}

#[test]
fn the_archives_are_those_that_are_looked_for() {
    let Some(tools) = Tools::find() else { return };
    let scratch = Scratch::new();
    for (target, archive, program) in [
        ("aarch64-apple-darwin", "pmlint-aarch64-apple-darwin.tar.gz", "pmlint"),
        ("x86_64-pc-windows-msvc", "pmlint-x86_64-pc-windows-msvc.zip", "pmlint.exe"),
    ] {
        scratch.write(program, "a program");
        let mut command = tools.python("python");
        command.args(["packaging/pack.py", "archive", "--target", target, "--binary"]);
        command.arg(scratch.join(program)).arg("--out").arg(scratch.path());
        Run::of(&mut command).exits(0);
        let first = std::fs::read(scratch.join(archive)).expect("the archive");
        Run::of(&mut command).exits(0);
        assert_eq!(first, std::fs::read(scratch.join(archive)).expect("the archive"), "the same");
        let mut check = plain("sha256sum");
        check.args(["--check", "--strict"]).arg(scratch.join(&format!("{archive}.sha256")));
        Run::of(check.current_dir(scratch.path())).exits(0);
        let unpack = "import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2])";
        let mut python = tools.python("python");
        python.args(["-c", unpack]).arg(scratch.join(archive)).arg(scratch.path());
        Run::of(&mut python).exits(0);
        assert_eq!(scratch.read(&format!("pmlint-{target}/{program}")), "a program");
        assert!(scratch.read(&format!("pmlint-{target}/LICENSE-MIT")).contains("MIT"));
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    assert!(manifest.contains("/v{ version }/{ name }-{ target }{ archive-suffix }\""));
    assert!(manifest.contains("bin-dir = \"{ name }-{ target }/{ bin }{ binary-ext }\""));
}

#[test]
fn every_version_that_is_written_down_is_this_one() {
    for (file, part) in [
        ("README.md", format!("rev: v{VERSION}\n")),
        ("README.md", format!("OWNER/pmlint@v{VERSION}\n")),
        ("templates/pmlint.yml", format!("default: {VERSION}\n")),
        ("pyproject.toml", format!("dependencies = [\"pmlint=={VERSION}\"]\n")),
        ("editors/vscode/package.json", format!("\n  \"version\": \"{VERSION}\",\n")),
        ("editors/vscode/package-lock.json", format!("\n  \"version\": \"{VERSION}\",\n")),
        ("editors/zed/extension.toml", format!("\nversion = \"{VERSION}\"\n")),
        ("editors/zed/Cargo.toml", format!("\nversion = \"{VERSION}\"\n")),
        ("editors/vscode/CHANGELOG.md", format!("\n## {VERSION}\n")),
    ] {
        let text = std::fs::read_to_string(root().join(file)).expect("a file");
        assert!(text.contains(&part), "{file} must say {part}");
    }
}
