//! Opening documents.

use std::fs::File;
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use crate::cli::error::{Error, LARGEST};
use crate::source::Source;

/// The name that standard input goes by.
const STANDARD_INPUT: &str = "<stdin>";

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Source, Error> {
    let name = name(path);
    let bytes = File::open(path).and_then(|file| {
        // One read of the right size; a wrong size only costs a second one.
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        limited(file, size)
    });
    let bytes = bytes.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing { path: name.clone(), command: None },
        _ => Error::Unreadable { path: name.clone(), error },
    });
    decode(name, bytes?)
}

/// Reads standard input, as the text of the file that it stands for.
pub(super) fn read_standard_input(path: Option<&Path>) -> Result<Source, Error> {
    let name = source_name(path);
    let bytes = limited(io::stdin().lock(), 0);
    let bytes = bytes.map_err(|error| Error::Unreadable { path: name.clone(), error });
    decode(name, bytes?)
}

/// The text of some bytes.
pub(super) fn decode(name: String, bytes: Vec<u8>) -> Result<Source, Error> {
    if bytes.len() as u64 > LARGEST {
        return Err(Error::TooLarge { path: name });
    }
    Source::from_bytes(name.clone(), &bytes).map_err(|error| Error::NotUtf8 { path: name, error })
}

/// The name that a document is shown under, or standard input where it has no path.
pub(super) fn source_name(path: Option<&Path>) -> String {
    path.map_or_else(|| STANDARD_INPUT.to_owned(), name)
}

/// A path as it is shown: as it was given, with `/`.
pub(super) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' { name.into_owned() } else { name.replace(MAIN_SEPARATOR, "/") }
}

/// A path without symbolic links as it is shown, as seen from the current folder.
pub(super) fn name_from(here: &Path, path: &Path) -> String {
    if let Ok(below) = path.strip_prefix(here) {
        return name(if below.as_os_str().is_empty() { Path::new(".") } else { below });
    }
    // Of a folder above, however far, the way up is shorter to read than the whole path.
    let folder = path.parent().unwrap_or(path);
    let (up, last) = match here.strip_prefix(path) {
        Ok(up) => (Some(up), None),
        Err(_) => (here.strip_prefix(folder).ok(), path.file_name()),
    };
    let Some(up) = up else { return name(path) };
    let up: PathBuf = up.components().map(|_| "..").collect();
    name(&last.map_or_else(|| up.clone(), |last| up.join(last)))
}

/// Everything there is, which should be `size` bytes, or one byte too many.
fn limited(reader: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let size = usize::try_from(size.min(LARGEST)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(size + 1);
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
