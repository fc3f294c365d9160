//! Paths as URIs, and the way back.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::output::file_uri;

/// The path that a URI names; `None` for a document that is no file, such as `untitled:Untitled-1`.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    // `file:/docs/a.md` is short for `file:///docs/a.md`.
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at_checked(rest.find('/')?)?,
        None => ("", rest.starts_with('/').then_some(rest)?),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    Some(match (is_here, without_root(&path)) {
        (true, Some(drive)) => PathBuf::from(drive),
        (true, None) => PathBuf::from(path.as_ref()),
        // A share of Windows.
        (false, _) => PathBuf::from(format!("//{host}{path}")),
    })
}

/// `c:/docs` of `/c:/docs`: a drive of Windows has no root in front of it.
fn without_root(path: &str) -> Option<&str> {
    let drive = path.strip_prefix('/').filter(|_| cfg!(windows))?;
    let mut chars = drive.chars();
    let is_drive =
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    is_drive.then_some(drive)
}

/// The URI of an absolute path.
pub(super) fn of_path(path: &Path) -> String {
    file_uri(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_a_path_where_it_is_a_file() {
        for (uri, path) in [
            ("file:///docs/a.md", Some("/docs/a.md")),
            ("FILE:///docs/a.md", Some("/docs/a.md")),
            ("file:/docs/a.md", Some("/docs/a.md")),
            ("file:a.md", None),
            ("file://localhost/docs/a.md", Some("/docs/a.md")),
            ("file:///docs/a%20b%23.md", Some("/docs/a b#.md")),
            ("file:///%E5%A4%8D%E7%9B%98.md", Some("/复盘.md")),
            ("file://server/docs/a.md", Some("//server/docs/a.md")),
            ("file:///a.md?x#y", Some("/a.md")),
            ("untitled:Untitled-1", None),
            ("git:///docs/a.md", None),
            ("file:///%ff.md", None),
            ("file://", None),
            ("", None),
        ] {
            assert_eq!(to_path(uri), path.map(PathBuf::from), "{uri}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn a_drive_has_no_root() {
        for uri in ["file:///c%3A/docs/a.md", "file:///c:/docs/a.md"] {
            assert_eq!(to_path(uri), Some(PathBuf::from("c:/docs/a.md")), "{uri}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_goes_there_and_back() {
        for path in ["/docs/a.md", "/a b#%/复盘.md", "/"] {
            assert_eq!(to_path(&of_path(Path::new(path))), Some(PathBuf::from(path)), "{path}");
        }
    }
}
