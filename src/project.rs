//! The folder that holds the documents, and paths as they are seen from it.
//!
//! Paths are shown as they were typed. What is kept, or read by a program elsewhere, must not depend
//! on the folder somebody happened to stand in, so there they count from the root of the repository.
//! Everything here goes by names; nothing is looked up on disk.

use std::path::{Component, Path, PathBuf};

/// Where paths count from.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    here: PathBuf,
}

impl Project {
    /// The project that a folder belongs to, which is absolute and the one that typed paths count from:
    /// the nearest folder at or above it that is the root of a repository, else itself.
    #[must_use]
    pub fn around(here: &Path, is_root: impl Fn(&Path) -> bool) -> Self {
        let root = here.ancestors().find(|folder| is_root(folder)).unwrap_or(here);
        Self { root: root.to_path_buf(), here: here.to_path_buf() }
    }

    /// The folder that paths count from.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A typed path as seen from the root, with `/`, without `.` and `..`; `None` where it leads
    /// elsewhere.
    #[must_use]
    pub fn relative(&self, typed: &str) -> Option<String> {
        let path = self.absolute(typed);
        let below = path.strip_prefix(&self.root).ok()?;
        let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
        (!names.is_empty()).then(|| names.join("/"))
    }

    /// A typed path from the root of the file system, without `.` and `..`.
    #[must_use]
    pub fn absolute(&self, typed: &str) -> PathBuf {
        let mut path = PathBuf::new();
        for component in self.here.join(typed).components() {
            match component {
                Component::CurDir => {}
                Component::ParentDir => {
                    path.pop();
                }
                other => path.push(other),
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_is_the_same_from_every_folder() {
        let is_root = |folder: &Path| folder == Path::new("/repo");
        let inside = Project::around(Path::new("/repo/docs"), is_root);
        let top = Project::around(Path::new("/repo"), is_root);
        for (typed, project, expected) in [
            ("docs/a.md", &top, Some("docs/a.md")),
            ("./docs//a.md", &top, Some("docs/a.md")),
            ("a.md", &inside, Some("docs/a.md")),
            ("../README.md", &inside, Some("README.md")),
            ("/repo/docs/复盘.md", &inside, Some("docs/复盘.md")),
            ("<stdin>", &top, Some("<stdin>")),
            ("../../other/a.md", &inside, None),
            ("/repository/a.md", &inside, None),
            ("..", &inside, None),
        ] {
            assert_eq!(project.relative(typed).as_deref(), expected, "{typed}");
        }
        let alone = Project::around(Path::new("/tmp/x"), is_root);
        assert_eq!(alone.relative("a.md").as_deref(), Some("a.md"));
        assert_eq!(inside.absolute("../../other/a.md"), Path::new("/other/a.md"));
    }
}
