//! What a search meets and does not take, and why.

use std::path::{Path, PathBuf};

use ignore::gitignore::Glob;

use super::filter::{Filter, Verdict};
use super::{is_hidden, is_markdown};
use crate::config::Placed;

/// A file or folder that was not taken.
#[derive(Clone, Debug)]
pub struct Left {
    /// The path, as those of the files that were taken.
    pub path: PathBuf,
    /// Whether it is a folder, with all that is in it.
    pub is_folder: bool,
    /// Why.
    pub why: Why,
}

/// Why something was not taken.
#[derive(Clone, Debug)]
pub enum Why {
    /// Its name begins with a dot.
    Hidden,
    /// Git ignores it.
    GitIgnored {
        /// The pattern.
        glob: String,
        /// The file that it stands in.
        file: Option<PathBuf>,
    },
    /// A pattern of `exclude` names it.
    Excluded(Placed<String>),
    /// There is an `include`, which begins with this pattern, and none of its patterns names it.
    NotIncluded(Option<Placed<String>>),
    /// Its name does not end in `.md` or `.markdown`.
    NotMarkdown,
    /// It is a symbolic link, a pipe or a device.
    NotAFile,
}

impl Why {
    /// A pattern of git.
    pub(super) fn of_git(glob: &Glob) -> Self {
        let file = glob.from().map(Path::to_path_buf);
        Self::GitIgnored { glob: glob.original().to_owned(), file }
    }

    /// Why the configuration leaves out a file that is found in a folder, where it does.
    #[must_use]
    pub fn not_found(filter: &Filter, path: &Path) -> Option<Self> {
        (filter.judge(path) == Verdict::Out).then(|| Self::of_filter(filter, path, false))
    }

    /// What the configuration says about a path that it leaves out.
    pub(super) fn of_filter(filter: &Filter, path: &Path, is_folder: bool) -> Self {
        match filter.excluded_by(path, is_folder) {
            Some(glob) => Self::Excluded(glob.clone()),
            None => Self::NotIncluded(filter.first_included().cloned()),
        }
    }
}

/// Whether somebody said that a named file is a postmortem, were it found in its folder; why it would not be
/// taken. Git is not asked: a file that it hands to a hook is tracked, whatever is ignored.
///
/// # Errors
///
/// Says why the file would not be taken.
pub fn as_found(real: &Path, filter: &Filter) -> Result<bool, Why> {
    let here = std::fs::canonicalize(".").unwrap_or_default();
    let name = real.file_name().map(Path::new).unwrap_or(real);
    let below = real.strip_prefix(here).unwrap_or(name);
    match filter.judge(real) {
        _ if below.iter().any(is_hidden) => Err(Why::Hidden),
        _ if !is_markdown(name.as_os_str()) => Err(Why::NotMarkdown),
        Verdict::Out => Err(Why::of_filter(filter, real, false)),
        Verdict::Included => Ok(true),
        Verdict::Unsaid => Ok(false),
    }
}
