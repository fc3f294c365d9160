//! What a change does to a file, as a unified diff.
//!
//! In a file or a pipe it is a patch that `git apply` and `patch` take, to the byte. On a terminal it is
//! for a person: control characters and signs of text direction are made visible there.

use std::fmt::Write as _;
use std::ops::Range;

use codespan_reporting::term::termcolor::{Ansi, Color, ColorSpec, WriteColor};
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::output::Piece;
use crate::output::sanitize::visible;
use crate::source::Source;

/// How many lines are shown around a change.
const AROUND: usize = 3;

/// Who reads a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program, which wants every byte.
    Program,
    /// A person at a terminal, with colours or without.
    Person {
        /// Whether to use colours.
        color: bool,
    },
}

/// The unified diff of two versions of a file, whose path is seen from the folder that the patch is
/// applied in; nothing where they are equal.
#[must_use]
pub fn diff(path: &str, old: &Source, new: &Source, reader: Reader) -> Piece {
    let (old_text, new_text) = (whole(old), whole(new));
    let (old_lines, new_lines) = (lines(&old_text), lines(&new_text));
    let operations = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let mut diff = Diff { reader, out: String::new() };
    for hunk in group_diff_ops(operations, AROUND) {
        if diff.out.is_empty() {
            let name = name(path);
            diff.line(None, "--- a/", &name);
            diff.line(None, "+++ b/", &name);
        }
        diff.hunk(&hunk, &old_lines, &new_lines);
    }
    Piece::from(diff.out)
}

/// The text as it is on disk.
fn whole(source: &Source) -> String {
    String::from_utf8(source.to_bytes()).unwrap_or_default()
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The path as a patch has it. What no path should hold is made visible whoever reads it, for a line end
/// in it would be one of the patch.
fn name(path: &str) -> String {
    let name = path.strip_prefix("./").unwrap_or(path).trim_start_matches('/');
    let blank = if name.contains(' ') { "\t\n" } else { "\n" };
    visible(name).replace('\t', " ") + blank
}

/// A diff in the making.
struct Diff {
    reader: Reader,
    out: String,
}

impl Diff {
    fn hunk(&mut self, hunk: &[DiffOp], old: &[&str], new: &[&str]) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
        let range = |range: Range<usize>| match range.len() {
            // What is empty stands behind the line before it.
            0 => format!("{},0", range.start),
            1 => format!("{}", range.start + 1),
            length => format!("{},{length}", range.start + 1),
        };
        let removed = range(first.old_range().start..last.old_range().end);
        let added = range(first.new_range().start..last.new_range().end);
        self.line(Some(Color::Cyan), "", &format!("@@ -{removed} +{added} @@\n"));
        for operation in hunk {
            let old = old.get(operation.old_range()).unwrap_or_default();
            if let DiffOp::Equal { .. } = operation {
                old.iter().for_each(|line| self.line(None, " ", line));
                continue;
            }
            old.iter().for_each(|line| self.line(Some(Color::Red), "-", line));
            let new = new.get(operation.new_range()).unwrap_or_default();
            new.iter().for_each(|line| self.line(Some(Color::Green), "+", line));
        }
    }

    /// A line with the sign before it.
    fn line(&mut self, color: Option<Color>, sign: &str, line: &str) {
        let text = line.strip_suffix('\n');
        let end = if text.is_none() { "\n\\ No newline at end of file\n" } else { "\n" };
        let text = text.unwrap_or(line);
        let Reader::Person { color: colored } = self.reader else {
            let _ = write!(self.out, "{sign}{text}{end}");
            return;
        };
        let text = visible(text.strip_suffix('\r').unwrap_or(text));
        let shown = match color.filter(|_| colored) {
            Some(color) => painted(color, &format!("{sign}{text}")),
            None => format!("{sign}{text}"),
        };
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{shown}{end}");
    }
}

/// A text in a colour.
fn painted(color: Color, text: &str) -> String {
    let mut ansi = Ansi::new(Vec::new());
    let painted = ansi
        .set_color(ColorSpec::new().set_fg(Some(color)))
        .and_then(|()| std::io::Write::write_all(&mut ansi, text.as_bytes()))
        .and_then(|()| ansi.reset());
    let painted = painted.ok().and_then(|()| String::from_utf8(ansi.into_inner()).ok());
    painted.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str, reader: Reader) -> String {
        let old = Source::new("./docs/a.md", old);
        diff(old.name(), &old, &old.with_text(new.to_owned()), reader).into_text()
    }

    const PERSON: Reader = Reader::Person { color: false };

    #[test]
    fn a_change_has_three_lines_around_it() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let patch = "--- a/docs/a.md\n+++ b/docs/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
        for reader in [Reader::Program, PERSON] {
            assert_eq!(shown(old, &old.replace('5', "five"), reader), patch);
            assert_eq!(shown(old, old, reader), "");
        }
    }

    #[test]
    fn ranges_of_one_line_and_of_none_are_written_as_patch_has_them() {
        for (old, new, hunk) in [
            ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
            ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
            ("a", "b\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"),
            ("a\n", "a\nb", "@@ -1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n"),
        ] {
            let patch = shown(old, new, Reader::Program);
            assert_eq!(patch, format!("--- a/docs/a.md\n+++ b/docs/a.md\n{hunk}"));
        }
    }

    #[test]
    fn a_program_gets_every_byte_and_a_person_none_that_does_harm() {
        let (old, new) = ("a\u{1b}[2J\r\nb\u{202e}\r\n", "a\u{1b}[2J\r\nc\u{202e}\r\n");
        let patch = shown(old, new, Reader::Program);
        assert!(patch.ends_with(" a\u{1b}[2J\r\n-b\u{202e}\r\n+c\u{202e}\r\n"), "{patch:?}");
        for color in [false, true] {
            let shown = shown(old, new, Reader::Person { color });
            assert!(!shown.contains("\u{1b}[2J") && !shown.contains('\u{202e}'), "{shown:?}");
            assert!(!shown.contains('\r'), "{shown:?}");
            assert_eq!(shown.contains("\u{1b}[32m+c"), color, "{shown:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_part_of_the_first_line() {
        let patch = shown("\u{feff}a\n", "b\n", Reader::Program);
        assert!(patch.ends_with("-\u{feff}a\n+\u{feff}b\n"), "{patch:?}");
    }
}
