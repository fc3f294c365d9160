//! Where the editors are.

use std::ffi::OsString;
use std::path::PathBuf;

/// An editor that is installed.
pub(crate) struct Editor {
    pub(crate) path: PathBuf,
}

/// Finds a program in `PATH`, or in a folder below those of `.ci/tools`. `None` where it is missing; then the test is
/// skipped.
#[track_caller]
pub(crate) fn find(name: &str, below_tools: Option<&str>) -> Option<Editor> {
    let folders = match below_tools {
        Some(below) => tools().into_iter().map(|tools| tools.join(below)).collect(),
        None => paths(),
    };
    let found = folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        missing(name);
    }
    found.map(|path| Editor { path })
}

/// Says that a test is skipped for want of something; where `.ci/tools` has run, that is a failure.
#[track_caller]
pub(crate) fn missing(what: &str) {
    assert!(tools().is_none(), "{what} is missing: run `.ci/tools` again");
    eprintln!(
        "skipped: {what} is not here; `.ci/tools FOLDER` installs it, for PMLINT_TOOLS=FOLDER"
    );
}

fn tools() -> Option<PathBuf> {
    std::env::var_os("PMLINT_TOOLS").map(PathBuf::from)
}

fn paths() -> Vec<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect()
}

/// The PATH with the folder of the program that is tested before all others.
pub(crate) fn path() -> OsString {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_pmlint"));
    let folder = program.parent().expect("a folder").to_owned();
    let all = std::iter::once(folder).chain(paths());
    std::env::join_paths(all).expect("a PATH")
}
