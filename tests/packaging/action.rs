//! `action.yml` and its scripts, run as a runner would: inputs by environment, outputs and the summary by
//! files, the program from the archive of a release.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::scratch::Scratch;
use crate::server::serve;
use crate::tools::{Run, Tools, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const TARGET: &str = "x86_64-unknown-linux-musl";

/// A repository of somebody who uses the action, and a server that has a release.
struct Runner {
    tools: Tools,
    workspace: Scratch,
    releases: Scratch,
    server: String,
}

/// What the action came to.
struct Ended {
    run: Run,
    outputs: Value,
    summary: String,
}

impl Runner {
    fn new() -> Option<Self> {
        let tools = Tools::find()?;
        let releases = Scratch::new();
        let out = releases.join(&format!("someone/pmlint/releases/download/v{VERSION}"));
        let mut pack = tools.python("python");
        pack.args(["packaging/pack.py", "archive", "--target", TARGET, "--binary"]);
        Run::of(pack.arg(env!("CARGO_BIN_EXE_pmlint")).arg("--out").arg(out)).exits(0);
        let server = serve(releases.path().to_path_buf());
        Some(Self { tools, workspace: Scratch::with_documents(), releases, server })
    }

    fn archive(&self) -> String {
        format!("someone/pmlint/releases/download/v{VERSION}/pmlint-{TARGET}.tar.gz")
    }

    /// Runs the action with inputs, on a machine that the test says.
    fn with(&self, inputs: &Value, machine: (&str, &str)) -> Ended {
        let temporary = Scratch::new();
        let github = json!({
            "workspace": self.workspace.path(),
            "server_url": self.server,
            "repository": "else/docs",
            "action_repository": "someone/pmlint",
            "os": machine.0,
            "arch": machine.1,
        });
        let mut command = self.tools.python("python");
        command.arg("tests/packaging/runner.py").arg(root()).arg(temporary.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("python");
        let given = json!({"inputs": inputs, "github": github});
        let mut input = child.stdin.take().expect("a pipe");
        write!(input, "{given}").expect("it reads");
        drop(input);
        let run = Run::from(child.wait_with_output().expect("it ends"));
        let result = std::fs::read_to_string(temporary.join("result.json"));
        let result = result.unwrap_or_else(|error| panic!("{error}\n{run:#?}"));
        let mut result: Value = serde_json::from_str(&result).expect("JSON");
        let summary = result["summary"].as_str().expect("a text").to_owned();
        Ended { run, outputs: result["outputs"].take(), summary }
    }

    fn run(&self, inputs: &Value) -> Ended {
        self.with(inputs, ("Linux", "X64"))
    }
}

#[test]
fn the_action_ends_as_pmlint_does_and_says_so() {
    let Some(runner) = Runner::new() else { return };
    for (paths, code, part) in [
        ("good.md", 0, "good.md"),
        ("bad.md\ngood.md\n", 1, "metric-mismatch"),
        ("gone.md", 2, "gone.md"),
        ("empty", 3, "nothing to check"),
    ] {
        std::fs::create_dir_all(runner.workspace.join("empty")).expect("a folder");
        let inputs = json!({"paths": paths, "annotations": "false", "args": "--verbose"});
        let ended = runner.run(&inputs);
        let run = ended.run.exits(code);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(code == 0 || said.contains(part), "{said}");
        assert_eq!(ended.outputs["exit-code"], code.to_string());
        assert_eq!(ended.outputs["version"], VERSION);
        assert_eq!(ended.outputs["sarif"], "");
        assert_eq!(ended.summary, "");
    }
}

#[test]
fn findings_are_annotations_a_summary_and_sarif() {
    let Some(runner) = Runner::new() else { return };
    let ended = runner.run(&json!({"paths": "bad.md\ngood.md", "sarif": "pmlint.sarif"}));
    let run = ended.run.exits(1);
    run.prints("::error file=bad.md,line=5,").prints(",title=metric-mismatch::");
    assert!(ended.summary.contains("| metric-mismatch |"), "{}", ended.summary);
    let sarif = runner.workspace.join("pmlint.sarif");
    let sarif = std::fs::canonicalize(sarif).expect("the file");
    assert_eq!(ended.outputs["sarif"], sarif.to_string_lossy().as_ref());
    let sarif: Value = serde_json::from_str(&runner.workspace.read("pmlint.sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "metric-mismatch");
    let ended = runner.run(&json!({"paths": "good.md"}));
    assert!(!ended.run.exits(0).stdout.contains("::error"));
    assert!(ended.summary.contains("1 file checked"), "{}", ended.summary);
}

#[test]
fn inputs_are_options_of_pmlint_and_nothing_of_them_is_run() {
    let Some(runner) = Runner::new() else { return };
    let plain = |more: Value| {
        let mut inputs = json!({"annotations": "false", "paths": "bad.md"});
        inputs.as_object_mut().expect("an object").extend(more.as_object().expect("more").clone());
        runner.run(&inputs)
    };
    plain(json!({"fail-on": "never"})).run.exits(0).prints("metric-mismatch");
    plain(json!({"fail-on": "sometimes"})).run.exits(2);
    plain(json!({"args": "--no-config\r\n--lang=zh"})).run.exits(1).prints("写的是 4m");
    plain(json!({"annotations": "yes"}))
        .run
        .exits(2)
        .prints("::error title=pmlint::annotations is");
    runner.workspace.write("docs/$(touch run) `touch run`.md", "# No postmortem\n");
    let hostile = json!({"working-directory": "docs", "paths": "$(touch run) `touch run`.md"});
    plain(hostile).run.exits(0).prints("missing-section");
    plain(json!({"paths": "--version"})).run.exits(2);
    assert!(!runner.workspace.join("docs/run").exists());
    assert!(!runner.workspace.join("run").exists());
}

#[test]
fn a_program_that_is_not_the_one_is_not_run() {
    let Some(runner) = Runner::new() else { return };
    let archive = std::fs::read(runner.releases.join(&runner.archive())).expect("the archive");
    let published = runner.archive() + ".sha256";
    let sum = std::fs::read_to_string(runner.releases.join(&published)).expect("the checksum");
    let sum = sum.split(' ').next().expect("a checksum");

    runner.run(&json!({"paths": "good.md", "annotations": "false", "checksum": sum})).run.exits(0);
    let wrong = "0".repeat(64);
    let ended = runner.run(&json!({"paths": "good.md", "checksum": wrong}));
    ended.run.exits(2).prints("is not what it should be");
    assert_eq!(ended.outputs["exit-code"], "");

    let changed: Vec<u8> = archive.iter().copied().chain([0]).collect();
    std::fs::write(runner.releases.join(&runner.archive()), changed).expect("the archive");
    runner.run(&json!({"paths": "good.md"})).run.exits(2).prints("nothing of it was run");
}

#[test]
fn what_cannot_be_had_is_an_error_with_its_remedy() {
    let Some(runner) = Runner::new() else { return };
    let with = |version: &str| runner.run(&json!({"version": version, "annotations": "false"})).run;
    with("v9.9.9").exits(2).prints("does the release v9.9.9 exist?");
    with("latest; id").exits(2).prints("is none; write one such as 0.1.0");
    with("1.0\n::warning::x").exits(2).prints("%0A::warning::x`");
    let here = format!("v{VERSION}");
    with(&here).exits(1).prints(&format!("pmlint {VERSION}, from http://"));
    let ended = runner.with(&json!({}), ("Linux", "ARM"));
    ended.run.exits(2).prints("there is no program for Linux on ARM");
}

#[test]
fn every_machine_of_the_action_is_a_target_of_the_release() {
    let script = std::fs::read_to_string(root().join("packaging/action/install.sh"));
    let targets = std::fs::read_to_string(root().join("packaging/targets.json"));
    let (script, targets) = (script.expect("the script"), targets.expect("the targets"));
    let named: Vec<&str> = script
        .split("target=")
        .skip(1)
        .filter_map(|part| part.split([' ', '\n']).next())
        .filter(|name| name.contains('-'))
        .collect();
    assert_eq!(named.len(), 6, "{named:?}");
    for name in named {
        assert!(targets.contains(&format!("\"target\": \"{name}\"")), "no release for {name}");
    }
}
