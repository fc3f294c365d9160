//! Where results go: standard output, or a file that appears only when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};

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
        temporary: PathBuf,
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
        let target = match metadata {
            Ok(metadata) if metadata.is_dir() => {
                return Err(fail(io::ErrorKind::IsADirectory.into()));
            }
            Ok(metadata) if !metadata.is_file() => Target::Stream(path),
            // Nothing else would keep a new file from being put in its place.
            Ok(metadata) if metadata.permissions().readonly() => {
                let error =
                    io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
                return Err(fail(error));
            }
            _ => Target::File { temporary: beside(&path), path },
        };
        let file = match &target {
            Target::Stream(path) => File::options().write(true).open(path),
            Target::File { temporary, .. } => File::create(temporary),
            Target::StandardOutput => Err(io::ErrorKind::Unsupported.into()),
        };
        let writer = BufWriter::with_capacity(
            BUFFER,
            Box::new(file.map_err(fail)?) as Box<dyn Write + Send>,
        );
        Ok(Self { writer, target })
    }

    /// Writes text.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Error> {
        self.writer.write_all(text.as_bytes()).map_err(|error| self.target.error(error))
    }

    /// Writes out what is buffered and puts a file in its place.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| self.target.error(error))?;
        if let Target::File { path, temporary } = &self.target {
            // Who may read it stays as it was; where nothing was there, there is nothing to keep.
            if let Ok(metadata) = fs::metadata(path) {
                fs::set_permissions(temporary, metadata.permissions())
                    .map_err(|error| self.target.error(error))?;
            }
            fs::rename(temporary, path).map_err(|error| self.target.error(error))?;
        }
        Ok(())
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

impl Drop for Sink {
    fn drop(&mut self) {
        if let Target::File { temporary, .. } = &self.target {
            // Gone already where the file was finished.
            let _ = fs::remove_file(temporary);
        }
    }
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

/// A name beside a file that nothing else has.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}
