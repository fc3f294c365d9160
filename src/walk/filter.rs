//! What a configuration says about which files of a folder to take: `include` and `exclude`.

use std::path::{Path, PathBuf};

use crate::config::{Paths, Placed};

/// The paths of one configuration.
#[derive(Debug)]
pub struct Filter {
    base: PathBuf,
    include: Option<Paths>,
    exclude: Paths,
}

/// What the patterns say about a file found in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is left out.
    Out,
    /// `include` asks for it.
    Included,
    /// There is no `include`.
    Unsaid,
}

impl Filter {
    /// The filter that leaves nothing out.
    #[must_use]
    pub fn everything() -> Self {
        Self::new(Path::new(""), None, Paths::default())
    }

    /// A filter with paths that count from `base`; no `include` asks for no file in particular.
    #[must_use]
    pub fn new(base: &Path, include: Option<Paths>, exclude: Paths) -> Self {
        Self { base: base.to_path_buf(), include, exclude }
    }

    /// Whether `exclude` names a path or a folder above it.
    #[must_use]
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.matches(&self.exclude, path, is_folder)
    }

    /// The pattern of `exclude` that names a path or a folder above it.
    pub(super) fn excluded_by(&self, path: &Path, is_folder: bool) -> Option<&Placed<String>> {
        self.exclude.which(path.strip_prefix(&self.base).ok()?, is_folder)
    }

    /// The first pattern of `include`.
    pub(super) fn first_included(&self) -> Option<&Placed<String>> {
        self.include.as_ref()?.globs().next()
    }

    /// What holds for a file found in a folder.
    pub(super) fn judge(&self, path: &Path) -> Verdict {
        match &self.include {
            _ if self.excludes(path, false) => Verdict::Out,
            None => Verdict::Unsaid,
            Some(patterns) if self.matches(patterns, path, false) => Verdict::Included,
            Some(_) => Verdict::Out,
        }
    }

    fn matches(&self, paths: &Paths, path: &Path, is_folder: bool) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|path| paths.contain(path, is_folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> Filter {
        let include = (!include.is_empty()).then(|| Paths::of(include));
        Filter::new(Path::new("/repo"), include, Paths::of(exclude))
    }

    #[test]
    fn patterns_count_from_the_base() {
        for (pattern, path, included) in [
            ("docs/**/*.md", "/repo/docs/a.md", true),
            ("docs/**/*.md", "/repo/docs/x/y/a.md", true),
            ("docs/**/*.md", "/repo/x/docs/a.md", false),
            ("./docs/*.md", "/repo/docs/a.md", true),
            ("*.md", "/repo/x/y/a.md", true),
            ("docs/", "/repo/docs/x/a.md", true),
            ("docs", "/repo/docs/x/a.md", true),
            ("复盘/*.md", "/repo/复盘/缓存.md", true),
            ("*.md", "/elsewhere/a.md", false),
        ] {
            let verdict = filter(&[pattern], &[]).judge(Path::new(path));
            let expected = if included { Verdict::Included } else { Verdict::Out };
            assert_eq!(verdict, expected, "{pattern} {path}");
        }
    }

    #[test]
    fn exclude_outranks_include() {
        let filter = filter(&["docs/**"], &["**/README.md", "docs/old/"]);
        assert_eq!(filter.judge(Path::new("/repo/docs/a.md")), Verdict::Included);
        assert_eq!(filter.judge(Path::new("/repo/docs/README.md")), Verdict::Out);
        assert_eq!(filter.judge(Path::new("/repo/docs/old/a.md")), Verdict::Out);
        assert!(filter.excludes(Path::new("/repo/docs/old"), true));
    }

    #[test]
    fn without_patterns_nothing_is_said() {
        assert_eq!(Filter::everything().judge(Path::new("/x/a.md")), Verdict::Unsaid);
    }
}
