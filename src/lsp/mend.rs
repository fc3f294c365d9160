//! All safe fixes of a document at once, checked as `pmlint --fix` checks them.

use std::io::{self, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::actions::Target;
use super::requests::Refusal;
use super::server::Server;
use crate::finding::{Edit, Safety};
use crate::fix;
use crate::source::Source;
use crate::span::Span;

/// What the action that applies all safe fixes brings back when an editor asks for its edits.
#[derive(Deserialize, Serialize)]
pub(super) struct AllFixesOf {
    pub(super) uri: String,
    pub(super) revision: u64,
}

impl<W: Write> Server<'_, W> {
    /// Finds out what all safe fixes change of a document that has been read, if that has not been done.
    pub(super) fn mend(&mut self, uri: &str) -> io::Result<()> {
        let Some(document) = self.documents.get_mut(uri) else { return Ok(()) };
        let Some(analysis) = document.analysis().filter(|_| document.mended().is_none()) else {
            return Ok(());
        };
        let (host, path) = (&mut *self.host, document.path.as_deref());
        let mended = catch_unwind(AssertUnwindSafe(|| {
            let check = |source: &Arc<Source>| Some(host.examine(path, source)?.findings);
            let findings = analysis.findings.clone();
            let fixed = fix::apply(&analysis.source, findings, Safety::Safe, check);
            differences(analysis.source.text(), fixed.source.text())
        }));
        let (edits, panic) = match mended {
            Ok(edits) => (edits, None),
            Err(panic) => (Vec::new(), Some(panic)),
        };
        document.mended = Some((document.revision, edits));
        panic.map_or(Ok(()), |panic| self.tell_panic(uri, panic.as_ref()))
    }

    /// The action that applies all safe fixes, with its edits.
    pub(super) fn resolve(&mut self, mut action: Value) -> io::Result<Result<Value, Refusal>> {
        let data = action.get("data").cloned().unwrap_or_default();
        let AllFixesOf { uri, revision } = match serde_json::from_value(data) {
            Ok(data) => data,
            Err(error) => return Ok(Err(Refusal::params(error))),
        };
        if self.documents.get(&uri).is_none_or(|document| document.revision != revision) {
            return Ok(Err(Refusal::modified()));
        }
        self.read(&uri)?;
        self.mend(&uri)?;
        self.tell_configurations()?;
        let document = self.documents.get(&uri);
        let edit =
            document.zip(document.and_then(|it| it.analysis())).map(|(document, analysis)| {
                let target = Target::new(&uri, document, &self.client);
                target.edit(analysis, document.mended().unwrap_or_default())
            });
        if let (Some(fields), Some(edit)) = (action.as_object_mut(), edit) {
            fields.insert("edit".to_owned(), serde_json::to_value(edit)?);
        }
        Ok(Ok(action))
    }
}

/// The edits that turn a text into another one, line by line, so that what an editor keeps at other
/// places stays there.
fn differences(old: &str, new: &str) -> Vec<Edit> {
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old_lines, new_lines) = (lines(old), lines(new));
    let operations = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let changes = operations.iter().filter(|it| !matches!(it, DiffOp::Equal { .. }));
    let mut edits = Vec::new();
    let (mut line, mut at) = (0, 0);
    for (removed, added) in changes.flat_map(pairs) {
        let length = |range: Range<usize>| old_lines.get(range).unwrap_or_default().concat().len();
        let start = at + length(line..removed.start);
        (line, at) = (removed.end, start + length(removed.clone()));
        let added = new_lines.get(added).unwrap_or_default().concat();
        let (own, other) = middles(old.get(start..at).unwrap_or_default(), &added);
        let text = added.get(other).unwrap_or_default().to_owned();
        edits.push(Edit { span: Span::new(start + own.start, start + own.end), text });
    }
    edits
}

/// The lines that a change takes away, with those that it puts there: one by one where they are as many.
fn pairs(change: &DiffOp) -> Vec<(Range<usize>, Range<usize>)> {
    let (old, new) = (change.old_range(), change.new_range());
    if old.len() != new.len() {
        return vec![(old, new)];
    }
    old.zip(new).map(|(old, new)| (old..old + 1, new..new + 1)).collect()
}

/// The parts of two texts that are left without what both begin and end with. Neither begins nor ends
/// within a line end, which is no place for an editor.
fn middles(one: &str, other: &str) -> (Range<usize>, Range<usize>) {
    let start = same(one.chars().zip(other.chars()));
    let [one_rest, other_rest] = [one, other].map(|text| text.get(start..).unwrap_or_default());
    let line_end = match [one_rest, other_rest].map(line_end) {
        [end, other] if end == other => end,
        _ => "",
    };
    let [one_rest, other_rest] =
        [one_rest, other_rest].map(|rest| rest.strip_suffix(line_end).unwrap_or_default());
    let end = line_end.len() + same(one_rest.chars().rev().zip(other_rest.chars().rev()));
    (start..one.len() - end, start..other.len() - end)
}

/// The length of the characters up to the first pair that is not the same, or is of a line end.
fn same(pairs: impl Iterator<Item = (char, char)>) -> usize {
    let is_same = |(a, b): &(char, char)| a == b && !matches!(a, '\r' | '\n');
    pairs.take_while(is_same).map(|(c, _)| c.len_utf8()).sum()
}

/// The line end that a text ends with.
fn line_end(text: &str) -> &'static str {
    ["\r\n", "\n"].into_iter().find(|end| text.ends_with(end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits(old: &str, new: &str) -> Vec<(usize, usize, String)> {
        let edits = differences(old, new).into_iter();
        edits.map(|edit| (edit.span.start, edit.span.end, edit.text)).collect()
    }

    #[test]
    fn what_is_the_same_is_not_touched() {
        let edit = |start: usize, end: usize, text: &str| (start, end, text.to_owned());
        for (old, new, expected) in [
            ("a\nb\n", "a\nb\n", vec![]),
            ("a\n##b\nc\n- d\n", "a\n## b\nc\n- `d`\n", vec![edit(4, 4, " "), edit(10, 11, "`d`")]),
            ("- a\n- b\n", "- `a`\n- `b`\n", vec![edit(2, 3, "`a`"), edit(6, 7, "`b`")]),
            ("a\r\nb\r\n", "a\r\nbb\r\n", vec![edit(4, 4, "b")]),
            ("源因\n", "原因\n", vec![edit(0, 3, "原")]),
            ("a", "a\nb\n", vec![edit(1, 1, "\nb\n")]),
            ("a\nc\n", "a\nb\nc\n", vec![edit(2, 2, "b\n")]),
            ("", "a", vec![edit(0, 0, "a")]),
        ] {
            assert_eq!(edits(old, new), expected, "{old:?} {new:?}");
        }
    }

    proptest! {
        #[test]
        fn the_edits_make_one_text_of_the_other(
            old in "(a|é|😀|\r\n|\n|\r){0,12}", new in "(a|é|😀|\r\n|\n|\r){0,12}"
        ) {
            let source = Source::new("a.md", old.as_str());
            let edits = differences(&old, &new);
            let made = fix::edited(&source, &edits).expect("edits in order, between characters");
            prop_assert_eq!(made.text(), &new);
            for edit in edits {
                for at in [edit.span.start, edit.span.end] {
                    let (before, after) = old.split_at(at);
                    prop_assert!(!(before.ends_with('\r') && after.starts_with('\n')), "{}", at);
                }
            }
        }
    }
}
