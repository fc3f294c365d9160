//! Where the tools are, and running them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder that `.ci/tools` has filled.
pub(crate) struct Tools(PathBuf);

impl Tools {
    /// The tools, or `None` where nobody says where they are; then the test is skipped.
    pub(crate) fn find() -> Option<Self> {
        if cfg!(not(all(target_os = "linux", target_arch = "x86_64"))) {
            eprintln!("skipped: packages are tried on Linux, x86-64");
            return None;
        }
        let Some(folder) = std::env::var_os("PMLINT_TOOLS") else {
            eprintln!("skipped: PMLINT_TOOLS names no folder that `.ci/tools` has filled");
            return None;
        };
        Some(Self(std::fs::canonicalize(folder).expect("the folder of PMLINT_TOOLS")))
    }

    /// A path below the folder of tools.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        let path = self.0.join(below);
        assert!(path.exists(), "{} is missing: run `.ci/tools` again", path.display());
        path
    }

    /// A program that comes from PyPI.
    pub(crate) fn python(&self, name: &str) -> Command {
        let mut command = plain(self.path(&format!("python/bin/{name}")));
        command.current_dir(root());
        command
    }

    /// The PATH with a folder before all others.
    pub(crate) fn on_path(folder: &Path) -> OsString {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&old));
        std::env::join_paths(all).expect("a PATH")
    }

    /// Holds a file of the project against a published schema that lies beside it where it is developed.
    pub(crate) fn holds_against(&self, schema: &str, file: &str) {
        let schema = root().join("../shared/schemas").join(schema);
        if !schema.exists() {
            eprintln!("skipped: the schema of {file} is not here");
            return;
        }
        let mut command = self.python("check-jsonschema");
        Run::of(command.arg("--schemafile").arg(schema).arg(file)).exits(0);
    }
}

/// A command that does not see the language, the colours or the git folder of whoever runs the tests.
pub(crate) fn plain(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
    for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(variable);
    }
    command
}

/// What a program came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Run {
    /// Runs a command to its end.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        match command.output() {
            Ok(output) => output.into(),
            Err(error) => panic!("{command:?}: {error}"),
        }
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn prints(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "no `{part}` in\n{}\n{}", self.stdout, self.stderr);
        self
    }
}
