//! From the paths that were given to the list of files to read, sorted, none twice.
//!
//! A file that is named is always taken, but for `--force-exclude`. A folder is searched for Markdown; hidden and git-ignored
//! entries are left out and symbolic links are not followed. What cannot be searched is reported and
//! the rest goes on.

mod filter;
mod gitignore;
mod left;

pub use filter::Filter;
pub use left::{Left, Why, as_found};

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::walk::filter::Verdict;
use crate::walk::gitignore::Ignores;

/// What was found under some paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files to read, sorted by the bytes of their paths.
    pub files: Vec<Found>,
    /// Paths that are missing or cannot be searched.
    pub failures: Vec<Failure>,
    /// Markdown files that the configuration leaves out of a folder.
    pub left_out: usize,
    /// Files that were named under `--force-exclude`, taken or not.
    pub forced: usize,
    /// Folders that were given and hold no Markdown at all.
    pub empty: Vec<PathBuf>,
    /// What was met and not taken, and why; for [`survey`] alone.
    pub left: Vec<Left>,
    /// Whether somebody wants to know that.
    tells: bool,
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct Found {
    /// The path as it was given, or below a folder as it was given.
    pub path: PathBuf,
    /// The folder of the file with symbolic links resolved, for finding its configuration.
    pub folder: Arc<Path>,
    /// Whether somebody said that it is a postmortem: it was named, or `include` matches it.
    pub sure: bool,
    /// Whether it was named, and not under `--force-exclude`.
    pub named: bool,
}

impl Found {
    /// The path with symbolic links of the folder resolved.
    #[must_use]
    pub fn real(&self) -> PathBuf {
        self.path.file_name().map_or_else(|| self.folder.to_path_buf(), |it| self.folder.join(it))
    }
}

/// A path that could not be searched.
#[derive(Debug)]
pub struct Failure {
    /// The path.
    pub path: PathBuf,
    /// What the system said.
    pub error: io::Error,
}

/// Finds the files under some paths.
///
/// `filter` gives what the configuration says about the files right in a folder, whose path comes
/// with symbolic links resolved. With `force_exclude` a named file is taken as if it had been found in
/// its folder.
#[must_use]
pub fn walk(paths: &[PathBuf], force_exclude: bool, filter: &dyn Fn(&Path) -> Arc<Filter>) -> Walk {
    Walk::default().over(paths, force_exclude, filter)
}

/// The same, keeping also what was not taken: a hidden folder once, and not what is in it.
#[must_use]
pub fn survey(
    paths: &[PathBuf],
    force_exclude: bool,
    filter: &dyn Fn(&Path) -> Arc<Filter>,
) -> Walk {
    Walk { tells: true, ..Walk::default() }.over(paths, force_exclude, filter)
}

/// A folder that is being searched, on the way from the root to the entry at hand.
struct Folder {
    real: Arc<Path>,
    ignores: Arc<Ignores>,
    filter: Arc<Filter>,
}

impl Folder {
    /// The folder that was given, whose path has no symbolic links.
    fn root(real: &Arc<Path>, filter: &dyn Fn(&Path) -> Arc<Filter>) -> Self {
        let ignores = Ignores::enter(&Ignores::above(real), real);
        Self { real: Arc::clone(real), ignores, filter: filter(real) }
    }

    /// A folder in another one.
    fn below(above: &Self, name: &OsStr, filter: &dyn Fn(&Path) -> Arc<Filter>) -> Self {
        let real: Arc<Path> = above.real.join(name).into();
        let ignores = Ignores::enter(&above.ignores, &real);
        Self { filter: filter(&real), ignores, real }
    }
}

impl Walk {
    fn over(
        mut self,
        paths: &[PathBuf],
        force_exclude: bool,
        filter: &dyn Fn(&Path) -> Arc<Filter>,
    ) -> Self {
        for path in paths {
            let searched = fs::metadata(path).and_then(|metadata| {
                if metadata.is_dir() {
                    self.search(path, filter)
                } else {
                    self.name(path, force_exclude, filter)
                }
            });
            if let Err(error) = searched {
                self.failures.push(Failure { path: path.clone(), error });
            }
        }
        if paths.len() > 1 {
            self.remove_duplicates();
        }
        self.files.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
        self.left.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
        self
    }

    /// Takes a file that was named.
    fn name(
        &mut self,
        path: &Path,
        force_exclude: bool,
        filter: &dyn Fn(&Path) -> Arc<Filter>,
    ) -> io::Result<()> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder: Arc<Path> = fs::canonicalize(parent.unwrap_or(Path::new(".")))?.into();
        let mut found = Found { path: path.to_path_buf(), folder, sure: true, named: true };
        if force_exclude {
            self.forced += 1;
            match as_found(&found.real(), &filter(&found.folder)) {
                Ok(sure) => found = Found { sure, named: false, ..found },
                Err(why) => {
                    self.leave(path, false, || why);
                    return Ok(());
                }
            }
        }
        self.files.push(found);
        Ok(())
    }

    /// Takes the Markdown files below a folder that was given.
    fn search(&mut self, root: &Path, filter: &dyn Fn(&Path) -> Arc<Filter>) -> io::Result<()> {
        let before = (self.files.len(), self.left_out, self.failures.len());
        let real: Arc<Path> = fs::canonicalize(root)?.into();
        let mut folders: Vec<Folder> = Vec::new();
        let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(root, error);
                    continue;
                }
            };
            folders.truncate(entry.depth());
            // The root may be a link to a folder: it was named, so it is followed.
            if entry.depth() > 0 && !entry.file_type().is_dir() {
                if let Some(folder) = folders.last() {
                    self.file(&entry, folder, root);
                }
                continue;
            }
            let Some(above) = folders.last() else {
                folders.push(Folder::root(&real, filter));
                continue;
            };
            match out(&entry, above) {
                None => folders.push(Folder::below(above, entry.file_name(), filter)),
                Some(why) => {
                    self.leave(shown(entry.path(), root), true, || why);
                    entries.skip_current_dir();
                }
            }
        }
        if before == (self.files.len(), self.left_out, self.failures.len()) {
            self.empty.push(root.to_path_buf());
        }
        Ok(())
    }

    fn fail(&mut self, root: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(root).to_path_buf();
        // Its own words name the path once more.
        let bare = error.io_error().and_then(io::Error::raw_os_error);
        let error = bare.map_or_else(|| error.into(), io::Error::from_raw_os_error);
        self.failures.push(Failure { path, error });
    }

    /// Takes a file of a folder, if it is Markdown and nothing leaves it out.
    fn file(&mut self, entry: &DirEntry, folder: &Folder, root: &Path) {
        let name = entry.file_name();
        let path = shown(entry.path(), root);
        let why = match () {
            () if is_hidden(name) => Some(Why::Hidden),
            () if !entry.file_type().is_file() => Some(Why::NotAFile),
            () if !is_markdown(name) => Some(Why::NotMarkdown),
            () => None,
        };
        if let Some(why) = why {
            return self.leave(path, false, || why);
        }
        let real = folder.real.join(name);
        if let Some(glob) = folder.ignores.ignored_by(&real, false) {
            return self.leave(path, false, || Why::of_git(glob));
        }
        let sure = match folder.filter.judge(&real) {
            Verdict::Out => {
                self.left_out += 1;
                return self.leave(path, false, || Why::of_filter(&folder.filter, &real, false));
            }
            Verdict::Included => true,
            Verdict::Unsaid => false,
        };
        let (path, folder) = (path.to_path_buf(), Arc::clone(&folder.real));
        self.files.push(Found { path, folder, sure, named: false });
    }

    /// Notes what is not taken, for who wants to know.
    fn leave(&mut self, path: &Path, is_folder: bool, why: impl FnOnce() -> Why) {
        if self.tells {
            self.left.push(Left { path: path.to_path_buf(), is_folder, why: why() });
        }
    }

    /// Keeps each file once, under the path that came first; named anywhere, it counts as named.
    fn remove_duplicates(&mut self) {
        let mut places: HashMap<PathBuf, usize> = HashMap::new();
        let mut kept: Vec<Found> = Vec::with_capacity(self.files.len());
        for found in self.files.drain(..) {
            match places.get(&found.real()).and_then(|&at| kept.get_mut(at)) {
                Some(known) => {
                    known.sure |= found.sure;
                    known.named |= found.named;
                }
                None => {
                    places.insert(found.real(), kept.len());
                    kept.push(found);
                }
            }
        }
        self.files = kept;
        // What was left out below one path may be named, or stand below another one.
        let mut seen: HashSet<PathBuf> = HashSet::new();
        self.left.retain(|left| {
            let real = fs::canonicalize(&left.path).unwrap_or_else(|_| left.path.clone());
            !places.contains_key(&real) && seen.insert(real)
        });
    }
}

/// A path below `.` is shown without it.
fn shown<'p>(path: &'p Path, root: &Path) -> &'p Path {
    let below = (root == Path::new(".")).then(|| path.strip_prefix(root).ok());
    below.flatten().unwrap_or(path)
}

/// Why a folder is not entered; an excluded one must not be, for its own configuration would win.
fn out(entry: &DirEntry, above: &Folder) -> Option<Why> {
    if is_hidden(entry.file_name()) {
        return Some(Why::Hidden);
    }
    let real = above.real.join(entry.file_name());
    if let Some(glob) = above.ignores.ignored_by(&real, true) {
        return Some(Why::of_git(glob));
    }
    above.filter.excludes(&real, true).then(|| Why::of_filter(&above.filter, &real, true))
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_markdown(name: &OsStr) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|it| ["md", "markdown"].iter().any(|md| it.eq_ignore_ascii_case(md)))
}

#[cfg(test)]
mod tests;
