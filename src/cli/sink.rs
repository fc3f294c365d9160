//! Where results go: standard output, or a file that appears only when it is complete.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use tempfile::{Builder, NamedTempFile, TempPath};

use crate::cli::error::Error;

/// How much is written at once, in bytes.
const BUFFER: usize = 1 << 16;

/// A buffered writer of results.
pub(super) struct Sink {
    writer: BufWriter<Box<dyn Write + Send>>,
    target: Target,
}

/// What is written to.
enum Target {
    StandardOutput,
    /// A device or a pipe, which cannot be replaced.
    Stream(PathBuf),
    /// A file, by way of a temporary one beside it.
    File {
        path: PathBuf,
        temporary: TempPath,
    },
}

impl Sink {
    /// What `--output` names, or standard output.
    pub(super) fn open(path: Option<&Path>, color: bool) -> Result<Self, Error> {
        path.map_or_else(|| Ok(Self::standard_output(color)), Self::file)
    }

    /// Standard output. Escapes are adapted to the terminal only where there may be some.
    pub(super) fn standard_output(color: bool) -> Self {
        let choice = if color { ColorChoice::Always } else { ColorChoice::AlwaysAnsi };
        let stream = AutoStream::new(io::stdout(), choice);
        Self {
            writer: BufWriter::with_capacity(BUFFER, Box::new(stream)),
            target: Target::StandardOutput,
        }
    }

    /// A file.
    pub(super) fn file(path: &Path) -> Result<Self, Error> {
        let fail = |error| Error::Write { path: Some(path.display().to_string()), error };
        // Through a symbolic link to what it points at, so that the link stays.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let metadata = fs::metadata(&path);
        let (file, target) = match metadata {
            Ok(metadata) if metadata.is_dir() => {
                return Err(fail(io::ErrorKind::IsADirectory.into()));
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = File::options().write(true).open(&path).map_err(fail)?;
                (file, Target::Stream(path))
            }
            // Nothing else would keep a new file from being put in its place.
            Ok(metadata) if metadata.permissions().readonly() => {
                let error =
                    io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
                return Err(fail(error));
            }
            _ => {
                let (file, temporary) = beside(&path, usual()).map_err(fail)?.into_parts();
                (file, Target::File { path, temporary })
            }
        };
        let writer: Box<dyn Write + Send> = Box::new(file);
        Ok(Self { writer: BufWriter::with_capacity(BUFFER, writer), target })
    }

    /// Writes text.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Error> {
        self.writer.write_all(text.as_bytes()).map_err(|error| self.target.error(error))
    }

    /// Writes out what is buffered and puts a file in its place.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| self.target.error(error))?;
        let Target::File { path, temporary } = self.target else { return Ok(()) };
        let fail = |error| Error::Write { path: Some(path.display().to_string()), error };
        // Who may read it stays as it was; where nothing was there, there is nothing to keep.
        if let Ok(metadata) = fs::metadata(&path) {
            fs::set_permissions(&temporary, metadata.permissions()).map_err(fail)?;
        }
        temporary.persist(&path).map_err(|error| fail(error.error))
    }
}

/// Writes a file that is not there yet; says whether it was there, and leaves it alone then.
///
/// # Errors
///
/// Where it cannot be written, of which nothing is left.
pub(super) fn create(path: &Path, text: &str) -> Result<bool, Error> {
    let fail = |error| Error::Write { path: Some(path.display().to_string()), error };
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        file => file.map_err(fail)?,
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map(|()| true).map_err(|error| {
        let _ = fs::remove_file(path);
        fail(error)
    })
}

impl Target {
    fn error(&self, error: io::Error) -> Error {
        let path = match self {
            Self::StandardOutput => None,
            Self::Stream(path) | Self::File { path, .. } => Some(path.display().to_string()),
        };
        Error::Write { path, error }
    }
}

/// The permissions of a new file, as far as the user's mask allows them.
#[cfg(unix)]
fn usual() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

/// Elsewhere the folder says what may be done with what is in it.
#[cfg(not(unix))]
fn usual() -> Option<Permissions> {
    None
}

/// An empty file beside another one whose place it is to take; until then it goes away with its handle.
/// Where no permissions are given, nobody but its owner may read it.
pub(super) fn beside(path: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".pmlint-").suffix(".tmp");
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}
