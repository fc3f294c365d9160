//! What git knows of a folder: which files differ from an older commit. Asks the `git` command, never
//! by way of a shell.

mod error;
mod raw;

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(super) use self::error::GitError;
use self::raw::{paths, statuses};

/// A file beside an older commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// The same.
    Unchanged,
    /// Not there yet, or something else than a file.
    New,
    /// Another content; with the name that git has for the older one.
    Changed(String),
}

/// A repository beside one of its commits.
#[derive(Debug)]
pub(super) struct Repository {
    root: PathBuf,
    /// The commit that it is compared with.
    base: String,
    /// The files that differ.
    statuses: HashMap<PathBuf, Status>,
    /// The files that git tracks.
    tracked: HashSet<PathBuf>,
}

impl Repository {
    /// Compares the working tree around a folder with the commit at which it parted from `reference`.
    pub(super) fn open(folder: &Path, reference: &str) -> Result<Self, GitError> {
        if reference.trim().is_empty() || reference.starts_with('-') {
            return Err(GitError::NoReference { reference: reference.to_owned() });
        }
        let root = run(folder, &["rev-parse", "--show-toplevel"])
            .map_err(|error| error.outside(folder))?;
        let root = path(root.strip_suffix(b"\n").unwrap_or(&root));
        let root = fs::canonicalize(&root).unwrap_or(root);
        let base = merge_base(&root, reference)?;
        let diff = [
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--find-renames",
            "--no-relative",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=all",
            base.as_str(),
            "--",
        ];
        let statuses = statuses(&run(&root, &diff)?, &root);
        let tracked = paths(&run(&root, &["ls-files", "-z"])?, &root);
        Ok(Self { root, base, statuses, tracked })
    }

    /// Whether a file belongs to it.
    pub(super) fn has(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// How deep in the file system it lies.
    pub(super) fn depth(&self) -> usize {
        self.root.components().count()
    }

    /// How a file compares, whose path has no symbolic links.
    pub(super) fn status(&self, path: &Path) -> Status {
        match self.statuses.get(path) {
            _ if !self.tracked.contains(path) => Status::New,
            Some(status) => status.clone(),
            None => Status::Unchanged,
        }
    }

    /// What git calls the content that a file had, whatever it is now; `None` where it was not there.
    pub(super) fn content_at_base(&self, path: &Path) -> Option<String> {
        if let Status::Changed(content) = self.status(path) {
            return Some(content);
        }
        let below = path.strip_prefix(&self.root).ok()?;
        let mut object = std::ffi::OsString::from(format!("{}:", self.base));
        object.push(below);
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        let arguments = [&arguments[..], &[object.as_os_str()]].concat();
        word(run(&self.root, &arguments).ok()?)
    }

    /// A content by git's name for it.
    pub(super) fn content(&self, name: &str) -> Result<Vec<u8>, GitError> {
        run(&self.root, &["cat-file", "blob", name])
    }
}

/// The commit at which the current one and `reference` parted.
fn merge_base(root: &Path, reference: &str) -> Result<String, GitError> {
    let commit = format!("{reference}^{{commit}}");
    let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
    let unknown = |_| GitError::UnknownReference {
        reference: reference.to_owned(),
        shallow: is_shallow(root),
    };
    let commit = run(root, &[&verify[..], &[commit.as_str()]].concat()).map_err(unknown)?;
    let commit = word(commit).unwrap_or_default();
    let base = run(root, &["merge-base", &commit, "HEAD"]).ok().and_then(word);
    base.ok_or_else(|| GitError::NoCommonCommit {
        reference: reference.to_owned(),
        shallow: is_shallow(root),
    })
}

fn is_shallow(root: &Path) -> bool {
    run(root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said == b"true\n")
}

/// A name that git printed.
fn word(output: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(output).ok()?;
    let word = text.split_whitespace().next()?;
    Some(word.to_owned())
}

/// Runs git in a folder and takes what it prints.
fn run(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, GitError> {
    let output: io::Result<Output> = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        // Messages in one language, nothing written, nobody asked.
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output();
    let output = output.map_err(GitError::NotRun)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it failed");
    Err(GitError::Failed { message: first.to_owned() })
}

/// A path as git prints it.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path as git prints it.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
