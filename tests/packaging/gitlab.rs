//! The component for GitLab CI, included by a pipeline and run by a program that reads such pipelines.

use std::process::Command;

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};
use crate::wheel::built;

/// A repository whose pipeline includes the component with inputs.
fn repository(inputs: &str) -> Scratch {
    let scratch = Scratch::with_documents();
    let component = std::fs::read_to_string(root().join("templates/pmlint.yml"));
    scratch.write("templates/pmlint.yml", &component.expect("the component"));
    let pipeline = format!("include:\n  - local: /templates/pmlint.yml\n    inputs:\n{inputs}");
    scratch.write(".gitlab-ci.yml", &pipeline);
    scratch.track();
    for arguments in [
        &["remote", "add", "origin", "git@example.org:team/docs.git"][..],
        &["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "All"],
    ] {
        Run::of(plain("git").args(arguments).current_dir(scratch.path())).exits(0);
    }
    scratch
}

fn gitlab(tools: &Tools, scratch: &Scratch) -> Command {
    let mut command = plain(tools.path("node/node_modules/.bin/gitlab-ci-local"));
    command.current_dir(scratch.path());
    command
}

#[test]
fn a_pipeline_runs_the_component_and_gets_the_report() {
    let Some(tools) = Tools::find() else { return };
    let scratch = repository("      paths: good.md bad.md\n      args: --lang zh\n");
    Run::of(tools.python("python").args(["-m", "venv"]).arg(scratch.join("environment"))).exits(0);
    let mut command = gitlab(&tools, &scratch);
    command
        .args(["--force-shell-executor", "--no-color", "pmlint"])
        .env("PATH", Tools::on_path(&scratch.join("environment/bin")))
        .env("PIP_NO_INDEX", "1")
        .env("PIP_FIND_LINKS", built(&tools).folder().join("python"));
    Run::of(&mut command).exits(1).prints("error[metric-mismatch]: 故障感知时间写的是 4m");
    let report = "gl-code-quality-report.json";
    let report: serde_json::Value =
        serde_json::from_str(&scratch.read(report)).expect("the report");
    let first = &report.as_array().expect("a list")[0];
    assert_eq!(first["check_name"], "metric-mismatch");
    assert_eq!(first["location"]["path"], "bad.md");
}

#[test]
fn inputs_name_the_job_and_its_stage_and_wrong_ones_are_refused() {
    let Some(tools) = Tools::find() else { return };
    let scratch = repository("      job: postmortems\n      stage: build\n");
    let run = Run::of(gitlab(&tools, &scratch).arg("--list")).exits(0);
    assert!(run.stdout.contains("postmortems") && run.stdout.contains("build"), "{run:#?}");
    let scratch = repository("      fail-on: sometimes\n");
    let run = Run::of(gitlab(&tools, &scratch).arg("--list"));
    assert_ne!(run.code, Some(0), "{run:#?}");
    assert!(run.stderr.contains("fail-on"), "{run:#?}");
}
