//! Replacing a file of the user by a new version of it: whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::cli::sink::beside;

/// Replaces a file whose bytes were `old` when it was read. Its permissions stay; a symbolic link stays
/// and what it points at is replaced.
///
/// # Errors
///
/// Where the file is read-only, has changed in the meantime, or the new version cannot be written
/// beside it; the file is then as it was.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let temporary = beside(&path);
    let written = write(&temporary, new).and_then(|()| {
        fs::set_permissions(&temporary, permissions)?;
        if fs::read(&path)? != old {
            return Err(io::Error::other("it has changed in the meantime; run pmlint again"));
        }
        fs::rename(&temporary, &path)
    });
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a folder holds.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder");
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.expect("an entry").file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_changed_in_the_meantime_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "of somebody else").expect("a file");
        replace(&path, b"read", b"new").expect_err("it has changed");
        assert_eq!(fs::read(&path).expect("the file"), b"of somebody else");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").expect("a file");
        symlink("a.md", &link).expect("a link");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        replace(&link, b"old", b"new").expect("it is replaced");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).expect("the file"), b"new");
        let mode = fs::metadata(&path).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);

        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("permissions");
        replace(&path, b"new", b"newer").expect_err("it is read-only");
        assert_eq!(names(folder.path()), ["a.md", "link.md"]);
    }
}
