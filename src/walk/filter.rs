//! What a configuration says about which files of a folder to take: `include` and `exclude`.
//!
//! Patterns are written as in `.gitignore`: `*.md` matches at any depth, `docs/*.md` from the base
//! on, `drafts/` a folder with all that is in it, and a later `!pattern` takes back an earlier one.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The patterns of one configuration.
#[derive(Debug)]
pub struct Filter {
    base: PathBuf,
    include: Option<Gitignore>,
    exclude: Option<Gitignore>,
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
        Self { base: PathBuf::new(), include: None, exclude: None }
    }

    /// A filter with patterns that count from `base`; no `include` asks for no file in particular.
    ///
    /// # Errors
    ///
    /// The first pattern that cannot be read, and why.
    pub fn new(
        base: &Path,
        include: Option<&[String]>,
        exclude: &[String],
    ) -> Result<Self, BadPattern> {
        let exclude = (!exclude.is_empty()).then_some(exclude);
        Ok(Self {
            base: base.to_path_buf(),
            include: include.map(|patterns| compile(base, patterns)).transpose()?,
            exclude: exclude.map(|patterns| compile(base, patterns)).transpose()?,
        })
    }

    /// Whether `exclude` matches a path or a folder above it.
    #[must_use]
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.as_ref().is_some_and(|patterns| self.matches(patterns, path, is_folder))
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

    fn matches(&self, patterns: &Gitignore, path: &Path, is_folder: bool) -> bool {
        // The matcher panics on a path that is not below its base.
        path.strip_prefix(&self.base)
            .is_ok_and(|path| patterns.matched_path_or_any_parents(path, is_folder).is_ignore())
    }
}

/// A pattern of `include` or `exclude` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// The pattern as written.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

fn compile(base: &Path, patterns: &[String]) -> Result<Gitignore, BadPattern> {
    let bad = |pattern: &str, error: ignore::Error| BadPattern {
        pattern: pattern.to_owned(),
        reason: error.to_string(),
    };
    let mut builder = GitignoreBuilder::new(base);
    for pattern in patterns {
        // `./docs` is what people type; in `.gitignore` it would match nothing.
        let anchored = pattern.strip_prefix("./").map(|rest| format!("/{rest}"));
        let line = anchored.as_deref().unwrap_or(pattern);
        builder.add_line(None, line).map_err(|error| bad(pattern, error))?;
    }
    builder.build().map_err(|error| bad("", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> Filter {
        let own = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let include = own(include);
        let include = (!include.is_empty()).then_some(include.as_slice());
        Filter::new(Path::new("/repo"), include, &own(exclude)).expect("good patterns")
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

    #[test]
    fn a_pattern_that_cannot_be_read_is_named() {
        let bad = Filter::new(Path::new("/repo"), None, &["a/{b".to_owned()]);
        assert_eq!(bad.expect_err("unclosed").pattern, "a/{b");
    }
}
