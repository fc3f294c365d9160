//! The wheel and the source distribution, built as for a release.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

/// What a release has for one target, and the folder with it.
pub(crate) struct Built {
    folder: TempDir,
    pub(crate) wheel: PathBuf,
}

impl Built {
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Builds, once for all tests, what a release does, out of the source distribution, which shows that this
/// is complete.
pub(crate) fn built(tools: &Tools) -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut build = plain(root().join("packaging/build.sh"));
        build
            .args(["x86_64-unknown-linux-gnu".as_ref(), folder.path(), "dev".as_ref()])
            .env("PATH", Tools::on_path(&tools.path("python/bin")))
            .env("CARGO_TARGET_DIR", root().join("target/packaging"));
        Run::of(&mut build).exits(0).prints("error[metric-mismatch]");
        let mut sources = plain(root().join("packaging/build.sh"));
        sources.arg("sources").arg(folder.path());
        Run::of(sources.env("PATH", Tools::on_path(&tools.path("python/bin")))).exits(0);
        let wheel = only(&folder.path().join("python"), ".whl");
        Built { folder, wheel }
    })
}

/// The only file of a folder with an ending.
fn only(folder: &Path, ending: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    let path = paths.find(|path| path.to_string_lossy().ends_with(ending));
    path.unwrap_or_else(|| panic!("no *{ending} in {}", folder.display()))
}

#[test]
fn the_wheel_installs_into_a_fresh_environment_and_runs() {
    let Some(tools) = Tools::find() else { return };
    let built = built(&tools);
    let scratch = Scratch::with_documents();
    let environment = scratch.join("environment");
    Run::of(tools.python("python").args(["-m", "venv"]).arg(&environment)).exits(0);
    let pip = ["install", "--no-index", "--disable-pip-version-check"];
    Run::of(plain(environment.join("bin/pip")).args(pip).arg(&built.wheel)).exits(0);
    let pmlint = |argument: &str| {
        Run::of(plain(environment.join("bin/pmlint")).arg(argument).current_dir(scratch.path()))
    };
    let version = format!("pmlint {}\n", env!("CARGO_PKG_VERSION"));
    pmlint("--version").exits(0).prints(&version);
    pmlint("bad.md").exits(1).prints("error[metric-mismatch]");
    pmlint("good.md").exits(0);
}

#[test]
fn the_wheel_says_what_it_is_and_carries_the_licences() {
    let Some(tools) = Tools::find() else { return };
    let built = built(&tools);
    let both = [&built.wheel, &only(&built.folder().join("python"), ".tar.gz")];
    Run::of(tools.python("twine").args(["check", "--strict"]).args(both)).exits(0);
    let print = "import sys, zipfile; wheel = zipfile.ZipFile(sys.argv[1])\n\
                 for name in wheel.namelist():\n    print(name)\n    \
                 if name.endswith('METADATA'): print(wheel.read(name).decode())";
    let run = Run::of(tools.python("python").args(["-c", print]).arg(&built.wheel)).exits(0);
    run.prints("licenses/LICENSE-MIT")
        .prints("licenses/LICENSE-APACHE")
        .prints(&format!("Summary: {}\n", env!("CARGO_PKG_DESCRIPTION")))
        .prints("License: MIT OR Apache-2.0\n")
        .prints("\n# pmlint\n");
    // It runs where the C library is old.
    let name = built.wheel.to_string_lossy();
    assert!(name.contains("manylinux_2_17_x86_64"), "{name}");
}
