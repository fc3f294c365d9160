//! Scratch folders with documents in them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::tools::{Run, plain, root};

/// A folder that is gone after the test.
pub(crate) struct Scratch(TempDir);

impl Scratch {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with a postmortem whose numbers do not add up, one whose do, and a file that is none.
    pub(crate) fn with_documents() -> Self {
        let scratch = Self::new();
        let fixture = |path: &str| {
            std::fs::read_to_string(root().join("fixtures").join(path)).expect("a fixture")
        };
        scratch.write("bad.md", &fixture("first-look/postmortem.md"));
        scratch.write("good.md", &fixture("clean/postmortem.md"));
        scratch.write("README.md", "# Our incidents\n\nOne file for each.\n");
        scratch.write("pmlint.toml", "[sla]\nresolution = \"2h\"\n");
        scratch
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.join(path)).expect("the file")
    }

    /// Makes it a git repository that tracks what is in it.
    pub(crate) fn track(&self) {
        for arguments in [&["init", "--quiet"][..], &["add", "."]] {
            Run::of(plain("git").args(arguments).current_dir(self.path())).exits(0);
        }
    }
}
