//! Globs of paths: `include`, `exclude` and the `paths` of an override.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

use super::Placed;
use crate::toml_text::{At, Problem, Problems, shown};

/// A set of paths, given by globs as in a `.gitignore`, relative to the configuration's folder.
///
/// A glob without a slash matches at any depth (`*.md`, `README.md`), one with a slash from the
/// folder down (`docs/**/*.md`); one that matches a folder holds all that is in it.
#[derive(Clone, Debug)]
pub struct Paths {
    globs: Gitignore,
    written: Vec<Written>,
}

/// A glob and where it was written.
#[derive(Clone, Debug)]
struct Written {
    /// What it is to the matcher.
    line: String,
    /// What it is to its author.
    glob: Placed<String>,
}

impl Default for Paths {
    /// No path.
    fn default() -> Self {
        Self { globs: Gitignore::empty(), written: Vec::new() }
    }
}

impl Paths {
    /// Whether a path, relative to the configuration's folder, is one of them.
    #[must_use]
    pub fn contain(&self, path: &Path, is_folder: bool) -> bool {
        self.matching(path, is_folder).is_some()
    }

    /// The glob by which a path, relative to the configuration's folder, is one of them.
    #[must_use]
    pub fn which(&self, path: &Path, is_folder: bool) -> Option<&Placed<String>> {
        let line = self.matching(path, is_folder)?.original();
        self.written.iter().find(|written| written.line == line).map(|written| &written.glob)
    }

    fn matching(&self, path: &Path, is_folder: bool) -> Option<&Glob> {
        if self.globs.is_empty() {
            return None;
        }
        let folders = path.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let mut parts = folders.enumerate();
        parts.find_map(|(above, part)| {
            self.globs.matched(part, above > 0 || is_folder).inner().copied()
        })
    }

    /// The globs, in order.
    pub fn globs(&self) -> impl Iterator<Item = &Placed<String>> {
        self.written.iter().map(|written| &written.glob)
    }

    /// Paths that are known to be right.
    #[cfg(test)]
    pub(crate) fn of(globs: &[&str]) -> Self {
        use crate::{lang::Lang, source::Source, span::Span};
        let source = std::sync::Arc::new(Source::new("t.toml", ""));
        let problems = Problems::new(&source, Lang::En);
        let globs: Vec<At<&str>> =
            globs.iter().map(|&value| At { value, span: Span::at(0) }).collect();
        let paths = Self::read(&globs, &problems);
        assert!(problems.is_empty());
        paths
    }

    /// Reads globs; one that is wrong is reported and left out.
    pub(super) fn read(globs: &[At<&str>], problems: &Problems) -> Self {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        let mut lines = Vec::with_capacity(globs.len());
        for glob in globs {
            let added = written(glob.value, problems).and_then(|line| {
                builder.add_line(None, &line).map_err(|error| not_a_glob(&error, problems))?;
                Ok(line)
            });
            let source = Arc::clone(problems.source());
            let glob = Placed { value: glob.value.to_owned(), source, span: glob.span };
            match added {
                Ok(line) => lines.push(Written { line, glob }),
                Err((message, help)) => problems.push(Problem::new(glob.span, message).help(help)),
            }
        }
        builder.build().map_or_else(
            |error| {
                let (message, help) = not_a_glob(&error, problems);
                let place = globs.first().map_or_else(Default::default, |glob| glob.span);
                problems.push(Problem::new(place, message).help(help));
                Self::default()
            },
            |globs| Self { globs, written: lines },
        )
    }
}

/// A glob as a line of a `.gitignore`; a message and help where it could never match, or would mean
/// something else there.
fn written(glob: &str, problems: &Problems) -> Result<String, (String, String)> {
    let glob = glob.trim();
    let pick = |en: &str, zh: &str| problems.pick(|| en.to_owned(), || zh.to_owned());
    if glob.is_empty() {
        return Err((
            pick("an empty glob", "通配模式不能为空"),
            pick("write a glob such as `docs/**/*.md`", "写成 `docs/**/*.md` 的形式"),
        ));
    }
    if glob.starts_with('!') {
        return Err((
            pick("a glob cannot be negated", "通配模式不能取反"),
            pick(
                "write what is to be left out in `exclude`, without the `!`",
                "把要排除的路径写进 `exclude`，去掉 `!`",
            ),
        ));
    }
    if glob.split('/').any(|part| part == "..") {
        return Err((
            pick(
                "a glob cannot leave the folder of the configuration",
                "通配模式不能越出配置文件所在目录",
            ),
            pick("write a path below that folder", "改为该目录之下的路径"),
        ));
    }
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    Ok(if glob.starts_with('#') { format!("\\{glob}") } else { glob.to_owned() })
}

fn not_a_glob(error: &ignore::Error, problems: &Problems) -> (String, String) {
    let text = error.to_string();
    let reason = shown(text.rsplit("': ").next().unwrap_or(&text));
    (
        problems
            .pick(|| format!("not a glob: {reason}"), || format!("不是有效的通配模式：{reason}")),
        problems.pick(
            || "write a glob such as `docs/**/*.md`".into(),
            || "写成 `docs/**/*.md` 的形式".into(),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_globs_hold() {
        for (glob, path, expected) in [
            ("*.md", "a.md", true),
            ("*.md", "docs/a.md", true),
            ("docs/*.md", "docs/a.md", true),
            ("docs/*.md", "docs/b/a.md", false),
            ("docs/**/*.md", "docs/a.md", true),
            ("docs/**/*.md", "docs/b/c/a.md", true),
            ("./docs/**", "docs/a.md", true),
            ("/docs/**", "docs/a.md", true),
            ("docs", "docs/b/a.md", true),
            ("docs/", "docs/b/a.md", true),
            ("**/README.md", "README.md", true),
            ("**/README.md", "docs/README.md", true),
            ("docs/en/**", "docs/zh/a.md", false),
            ("#1.md", "#1.md", true),
            ("复盘/*.md", "复盘/a.md", true),
            ("*.md", "", false),
        ] {
            assert_eq!(
                Paths::of(&[glob]).contain(Path::new(path), false),
                expected,
                "{glob} {path}"
            );
            assert!(!Paths::default().contain(Path::new(path), false));
        }
        assert!(Paths::of(&["a", "b"]).contain(Path::new("b"), false));
        let which = |path: &str| {
            Paths::of(&["./docs/*.md", "#1/"])
                .which(Path::new(path), false)
                .map(|it| it.value.clone())
        };
        assert_eq!(which("docs/a.md").as_deref(), Some("./docs/*.md"));
        assert_eq!(which("#1/a.md").as_deref(), Some("#1/"));
        assert_eq!(which("b.md"), None);
        assert!(Paths::of(&["docs/*.md"]).contain(Path::new("./docs/a.md"), false));
    }
}
