//! The hooks of `.pre-commit-hooks.yaml`, by pre-commit itself.

use std::ffi::OsString;
use std::path::Path;

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, root};
use crate::wheel::built;

/// Runs a hook on files of a repository that has never seen pmlint.
struct Hook<'t> {
    tools: &'t Tools,
    id: &'static str,
    repository: Scratch,
    home: Scratch,
    environment: Vec<(&'static str, OsString)>,
}

impl<'t> Hook<'t> {
    fn new(tools: &'t Tools, id: &'static str) -> Self {
        let repository = Scratch::with_documents();
        repository.track();
        Self { tools, id, repository, home: Scratch::new(), environment: Vec::new() }
    }

    fn with(mut self, variable: &'static str, value: impl AsRef<Path>) -> Self {
        self.environment.push((variable, value.as_ref().into()));
        self
    }

    fn run(&self, files: &[&str]) -> Run {
        let mut command = self.tools.python("pre-commit");
        command
            .arg("try-repo")
            .arg(root())
            .args([self.id, "--verbose", "--color", "never", "--files"])
            .args(files)
            .current_dir(self.repository.path())
            .env("PRE_COMMIT_HOME", self.home.path())
            .envs(self.environment.iter().map(|(variable, value)| (variable, value)));
        Run::of(&mut command)
    }

    /// It blocks what is wrong, passes what is right, and accuses no file that is no postmortem. Each
    /// run installs the hook anew.
    fn holds(&self) {
        let bad = self.run(&["bad.md", "good.md", "README.md"]).exits(1);
        bad.prints("bad.md:5:10")
            .prints("error[metric-mismatch]")
            .prints("2 files checked: 1 error");
        self.run(&["good.md", "README.md"]).exits(0).prints("Passed").prints("1 file checked");
    }
}

#[test]
fn the_hook_from_the_wheel_blocks_what_is_wrong_and_passes_what_is_right() {
    let Some(tools) = Tools::find() else { return };
    let mut links = built(&tools).folder().join("python").into_os_string();
    links.push(" ");
    links.push(tools.path("wheels"));
    // No package of this name from anywhere else.
    let hook = Hook::new(&tools, "pmlint").with("PIP_NO_INDEX", "1").with("PIP_FIND_LINKS", links);
    hook.holds();
}

#[test]
fn the_hook_from_the_path_blocks_what_is_wrong_and_passes_what_is_right() {
    let Some(tools) = Tools::find() else { return };
    let folder = Path::new(env!("CARGO_BIN_EXE_pmlint")).parent().expect("a folder");
    let path = Tools::on_path(folder);
    let hook = Hook::new(&tools, "pmlint-system").with("PATH", path);
    hook.holds();
    hook.run(&["README.md"]).exits(0).prints("nothing checked: --force-exclude leaves out");
    hook.run(&["pmlint.toml"]).exits(0).prints("no files to check");
}

#[test]
fn the_hook_from_source_blocks_what_is_wrong_and_passes_what_is_right() {
    let Some(tools) = Tools::find() else { return };
    // As `cargo install` builds it, but quickly.
    let hook = Hook::new(&tools, "pmlint-rust")
        .with("CARGO_TARGET_DIR", root().join("target/packaging"))
        .with("CARGO_PROFILE_RELEASE_LTO", "off")
        .with("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .with("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    hook.holds();
}

#[test]
fn the_hooks_hold_against_the_schemas() {
    let Some(tools) = Tools::find() else { return };
    let file = ".pre-commit-hooks.yaml";
    Run::of(tools.python("pre-commit").args(["validate-manifest", file])).exits(0);
    tools.holds_against("pre-commit-hooks.json", file);
}
