//! From the paths that were given to the list of files to read, sorted, none twice.
//!
//! A file that is named is always taken. A folder is searched for Markdown; hidden and git-ignored
//! entries are left out and symbolic links are not followed. What cannot be searched is reported and
//! the rest goes on.

mod filter;
mod gitignore;

pub use filter::{BadPattern, Filter};

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// A folder still to be searched.
struct Folder {
    /// As it was given; empty for `.`.
    shown: PathBuf,
    real: Arc<Path>,
    ignores: Arc<Ignores>,
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
        let found = Found { path: path.to_path_buf(), folder, sure: true };
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
        let shown = if root == Path::new(".") { PathBuf::new() } else { root.to_path_buf() };
        let ignores = Ignores::above(&real);
        // A stack of our own: no depth of folders can overflow it.
        let mut folders = vec![Folder { shown, real, ignores }];
        while let Some(folder) = folders.pop() {
            if let Err(error) = self.folder(&folder, filter, &mut folders) {
                let path = if folder.shown.as_os_str().is_empty() { root } else { &folder.shown };
                self.failures.push(Failure { path: path.to_path_buf(), error });
            }
        }
        if before == (self.files.len(), self.left_out, self.failures.len()) {
            self.empty.push(root.to_path_buf());
        }
        Ok(())
    }

    /// Takes the files of one folder, and puts the folders in it with those still to be searched.
    fn folder(
        &mut self,
        folder: &Folder,
        filter: &dyn Fn(&Path) -> Arc<Filter>,
        folders: &mut Vec<Folder>,
    ) -> io::Result<()> {
        let entries = fs::read_dir(&folder.real)?.collect::<io::Result<Vec<_>>>()?;
        let ignores = Ignores::enter(&folder.ignores, &folder.real, &entries);
        let filter = filter(&folder.real);
        for entry in entries {
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            let is_folder = kind.is_dir();
            if is_hidden(&name) || !(is_folder || kind.is_file() && is_markdown(&name)) {
                continue;
            }
            let real = folder.real.join(&name);
            if ignores.ignored(&real, is_folder) {
                continue;
            }
            let shown = folder.shown.join(&name);
            if is_folder {
                if !filter.excludes(&real, true) {
                    let ignores = Arc::clone(&ignores);
                    folders.push(Folder { shown, real: real.into(), ignores });
                }
                continue;
            }
            let sure = match filter.judge(&real) {
                Verdict::Out => {
                    self.left_out += 1;
                    continue;
                }
                Verdict::Included => true,
                Verdict::Unsaid => false,
            };
            self.files.push(Found { path: shown, folder: Arc::clone(&folder.real), sure });
        }
        Ok(())
    }

    /// Keeps each file once, under the path that came first; named anywhere, it counts as named.
    fn remove_duplicates(&mut self) {
        let mut places: HashMap<PathBuf, usize> = HashMap::new();
        let mut kept: Vec<Found> = Vec::with_capacity(self.files.len());
        for found in self.files.drain(..) {
            match places.get(&found.real()).and_then(|&at| kept.get_mut(at)) {
                Some(known) => known.sure |= found.sure,
                None => {
                    places.insert(found.real(), kept.len());
                    kept.push(found);
                }
            }
        }
        self.files = kept;
    }
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
