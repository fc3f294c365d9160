//! The `.gitignore` files in force in a folder, nearest first.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

/// The ignore files of a folder and of those above it, up to the root of its repository.
#[derive(Debug)]
pub(super) struct Ignores {
    own: Gitignore,
    above: Option<Arc<Self>>,
    /// Whether this folder lies in a repository; outside of one, git ignores nothing.
    tracked: bool,
}

impl Ignores {
    /// What is in force above a folder.
    pub(super) fn above(folder: &Path) -> Arc<Self> {
        let outside = Self { own: Gitignore::empty(), above: None, tracked: false };
        let parents = folder.ancestors().skip(1);
        let Some(depth) = parents.clone().position(|folder| folder.join(".git").exists()) else {
            return Arc::new(outside);
        };
        let parents: Vec<&Path> = parents.take(depth + 1).collect();
        parents.iter().rev().enumerate().fold(Arc::new(outside), |above, (index, folder)| {
            Arc::new(Self::read(Some(above), folder, index == 0))
        })
    }

    /// What is in force in a folder.
    pub(super) fn enter(above: &Arc<Self>, folder: &Path) -> Arc<Self> {
        let has = |name: &str| folder.join(name).exists();
        match (has(".git"), has(".gitignore")) {
            // A repository in a repository is its own.
            (true, _) => Arc::new(Self::read(None, folder, true)),
            (false, true) if above.tracked => {
                Arc::new(Self::read(Some(Arc::clone(above)), folder, false))
            }
            _ => Arc::clone(above),
        }
    }

    /// Reads the ignore files of a folder; as in git, one that cannot be read ignores nothing.
    fn read(above: Option<Arc<Self>>, folder: &Path, is_root: bool) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        if is_root {
            // Later lines win, so the weaker file comes first.
            let _ = builder.add(folder.join(".git/info/exclude"));
        }
        let _ = builder.add(folder.join(".gitignore"));
        let own = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Self { own, above, tracked: true }
    }

    /// The pattern by which git ignores a path, of which no folder above is ignored.
    pub(super) fn ignored_by(&self, path: &Path, is_folder: bool) -> Option<&Glob> {
        let chain = std::iter::successors(Some(self), |it| it.above.as_deref());
        let mut matches = chain.map(|it| it.own.matched(path, is_folder));
        let nearest = matches.find(|it| !it.is_none())?;
        nearest.is_ignore().then(|| nearest.inner().copied()).flatten()
    }
}
