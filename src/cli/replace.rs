//! Replacing a file of the user by a new version of it: whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use crate::cli::sink::beside;

/// Replaces a file whose bytes were `old` when it was read. Its permissions and its owner stay; a
/// symbolic link stays and what it points at is replaced.
///
/// # Errors
///
/// Where the file is read-only, has changed in the meantime, or the new version cannot be written
/// beside it; the file is then as it was.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    // Nobody but its owner may read it until it has the permissions of the file.
    let mut temporary = beside(&path, None)?;
    temporary.write_all(new)?;
    keep_owner(temporary.as_file(), &metadata);
    temporary.as_file().set_permissions(metadata.permissions())?;
    temporary.as_file().sync_all()?;
    if fs::read(&path)? != old {
        return Err(io::Error::other("it has changed in the meantime; run pmlint again"));
    }
    temporary.persist(&path)?;
    Ok(())
}

/// Gives a new version to the owner of the file, as far as that is allowed: whoever may write a file may
/// not always give one away.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let (user, group) = (Some(metadata.uid()), Some(metadata.gid()));
    let _ = fchown(file, user, group).or_else(|_| fchown(file, None, group));
}

/// Elsewhere the folder says who owns what is in it.
#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

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

    #[test]
    fn one_of_many_that_replace_a_file_at_once_has_its_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let version = |number: u8| vec![number; 100_000];
        fs::write(&path, version(0)).expect("a file");
        let replaced = std::thread::scope(|scope| {
            let start = |number| {
                let path = &path;
                scope.spawn(move || replace(path, &version(0), &version(number)).is_ok())
            };
            let writers: Vec<_> = (1..=8).map(start).collect();
            writers.into_iter().filter_map(|it| it.join().ok()).filter(|it| *it).count()
        });
        assert!(replaced >= 1);
        let text = fs::read(&path).expect("the file");
        assert!((1..=8).any(|number| text == version(number)), "it is whole");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_stays() {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "old").expect("a file");
        // Only an administrator may do that, for whom it matters most.
        let _ = chown(&path, Some(4321), Some(4321));
        let owner = || fs::metadata(&path).map(|file| (file.uid(), file.gid())).expect("the file");
        let before = owner();
        replace(&path, b"old", b"new").expect("it is replaced");
        assert_eq!(owner(), before);
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
