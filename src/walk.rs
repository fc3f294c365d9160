//! From the paths that were given to the list of files to read, sorted, none twice.
//!
//! A file that is named is always taken. A folder is searched for Markdown; hidden and git-ignored
//! entries are left out and symbolic links are not followed. What cannot be searched is reported and
//! the rest goes on.

mod filter;
mod gitignore;

pub use filter::Filter;

use std::collections::HashMap;
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
    /// Named files that the configuration excludes, under `--force-exclude`.
    pub excluded: usize,
    /// Folders that were given and hold no Markdown at all.
    pub empty: Vec<PathBuf>,
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
    /// Whether it was named.
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
/// with symbolic links resolved. With `force_exclude` its `exclude` holds for named files as well.
#[must_use]
pub fn walk(paths: &[PathBuf], force_exclude: bool, filter: &dyn Fn(&Path) -> Arc<Filter>) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        let searched = fs::metadata(path).and_then(|metadata| {
            if metadata.is_dir() {
                walk.search(path, filter)
            } else {
                walk.name(path, force_exclude, filter)
            }
        });
        if let Err(error) = searched {
            walk.failures.push(Failure { path: path.clone(), error });
        }
    }
    if paths.len() > 1 {
        walk.remove_duplicates();
    }
    walk.files.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
    walk
}

/// A folder that is being searched, on the way from the root to the entry at hand.
struct Folder {
    real: Arc<Path>,
    ignores: Arc<Ignores>,
    filter: Arc<Filter>,
}

impl Walk {
    /// Takes a file that was named.
    fn name(
        &mut self,
        path: &Path,
        force_exclude: bool,
        filter: &dyn Fn(&Path) -> Arc<Filter>,
    ) -> io::Result<()> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder: Arc<Path> = fs::canonicalize(parent.unwrap_or(Path::new(".")))?.into();
        let found = Found { path: path.to_path_buf(), folder, sure: true, named: true };
        if force_exclude && filter(&found.folder).excludes(&found.real(), false) {
            self.excluded += 1;
        } else {
            self.files.push(found);
        }
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
            } else if let Some(folder) = enter(&entry, folders.last(), &real, filter) {
                folders.push(folder);
            } else {
                entries.skip_current_dir();
            }
        }
        if before == (self.files.len(), self.left_out, self.failures.len()) {
            self.empty.push(root.to_path_buf());
        }
        Ok(())
    }

    fn fail(&mut self, root: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(root).to_path_buf();
        self.failures.push(Failure { path, error: error.into() });
    }

    /// Takes a file of a folder, if it is Markdown and nothing leaves it out.
    fn file(&mut self, entry: &DirEntry, folder: &Folder, root: &Path) {
        let name = entry.file_name();
        if !entry.file_type().is_file() || is_hidden(name) || !is_markdown(name) {
            return;
        }
        let real = folder.real.join(name);
        if folder.ignores.ignored(&real, false) {
            return;
        }
        let sure = match folder.filter.judge(&real) {
            Verdict::Out => {
                self.left_out += 1;
                return;
            }
            Verdict::Included => true,
            Verdict::Unsaid => false,
        };
        // A path below `.` is shown without it.
        let below = (root == Path::new(".")).then(|| entry.path().strip_prefix(root).ok());
        let path = below.flatten().unwrap_or(entry.path()).to_path_buf();
        self.files.push(Found { path, folder: Arc::clone(&folder.real), sure, named: false });
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
    }
}

/// Enters a folder, unless something leaves it out. An excluded folder must not be entered: its own
/// configuration would win.
fn enter(
    entry: &DirEntry,
    above: Option<&Folder>,
    root: &Arc<Path>,
    filter: &dyn Fn(&Path) -> Arc<Filter>,
) -> Option<Folder> {
    let Some(above) = above else {
        let ignores = Ignores::enter(&Ignores::above(root), root);
        return Some(Folder { real: Arc::clone(root), ignores, filter: filter(root) });
    };
    let real: Arc<Path> = above.real.join(entry.file_name()).into();
    let out = is_hidden(entry.file_name())
        || above.ignores.ignored(&real, true)
        || above.filter.excludes(&real, true);
    (!out).then(|| {
        let ignores = Ignores::enter(&above.ignores, &real);
        Folder { filter: filter(&real), ignores, real }
    })
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
