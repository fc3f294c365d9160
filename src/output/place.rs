//! Places as programs elsewhere count them: paths from the root of the project, URIs, bytes of a line.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::project::Project;
use crate::source::Source;
use crate::span::Span;

/// All but what RFC 3986 calls unreserved, and the separator of folders.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The first and the last line of a span, and its columns in characters; the last one is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Region {
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// A path from the root of the project; outside of it, from the root of the file system.
pub(super) fn path(project: &Project, typed: &str) -> String {
    project.relative(typed).unwrap_or_else(|| slashed(project, typed))
}

/// A path as a URI: relative to the root of the project, or absolute outside of it.
pub(super) fn uri(project: &Project, typed: &str) -> (String, bool) {
    match project.relative(typed) {
        Some(path) => (encode(&path), true),
        None => (file_uri(&project.absolute(typed)), false),
    }
}

/// An absolute path as a URI.
#[must_use]
pub fn file_uri(path: &Path) -> String {
    let path = encode(&path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    // A drive stands where others have the root.
    let root = if path.starts_with('/') { "" } else { "/" };
    format!("file://{root}{path}")
}

fn encode(path: &str) -> String {
    utf8_percent_encode(path, RESERVED).to_string()
}

fn slashed(project: &Project, typed: &str) -> String {
    let path = project.absolute(typed);
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The line of a byte and its column in bytes of the file as it is on disk, both from 1.
pub(super) fn byte_column(source: &Source, byte: usize) -> (usize, usize) {
    let byte = byte.min(source.text().len());
    let line = source.line(byte);
    let start = source.line_span(line).start;
    // A byte order mark is part of the first line.
    let mark = if line == 1 { source.offset_on_disk(0) } else { 0 };
    (line, mark + byte - start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_bytes_counts_a_byte_order_mark() {
        let source = Source::new("a.md", "\u{feff}复盘 x\n感知 y\n");
        assert_eq!(byte_column(&source, 7), (1, 11));
        assert_eq!(byte_column(&source, 16), (2, 8));
        assert_eq!(byte_column(&source, 99), (3, 1));
    }

    #[cfg(unix)]
    #[test]
    fn a_uri_is_encoded_and_relative_inside_of_the_project() {
        let project = Project::around(Path::new("/repo"), |_| true);
        for (typed, expected, relative) in [
            ("docs/a.md", "docs/a.md", true),
            ("a b#1%.md", "a%20b%231%25.md", true),
            ("c:d.md", "c%3Ad.md", true),
            ("复.md", "%E5%A4%8D.md", true),
            ("../x y.md", "file:///x%20y.md", false),
        ] {
            assert_eq!(uri(&project, typed), (expected.to_owned(), relative));
        }
        assert_eq!(path(&project, "./docs/a b.md"), "docs/a b.md");
        assert_eq!(path(&project, "../x.md"), "/x.md");
    }
}
