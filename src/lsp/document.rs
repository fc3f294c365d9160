//! Documents that are open in the editor.

use std::path::{Path, PathBuf};

use gen_lsp_types::{
    TextDocumentContentChangeEvent, TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
};

use super::analysis::Analysis;
use super::position::{Encoding, Lines};
use super::uri::to_path;
use crate::finding::Edit;

/// The name of a configuration.
const CONFIGURATION: &str = "pmlint.toml";

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Markdown, perhaps a postmortem.
    Markdown,
    /// A configuration.
    Configuration,
    /// Something else, such as a template in TOML.
    Other,
}

/// A document that is open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) kind: Kind,
    /// Where it is; `None` where it has not been saved yet.
    pub(super) path: Option<PathBuf>,
    /// The number that the editor gave to its text.
    pub(super) version: i32,
    /// All of its text, with a byte order mark where the editor sent one.
    pub(super) text: String,
    /// How often its text has changed.
    pub(super) revision: u64,
    /// What was read of it, and of which revision.
    pub(super) analysis: Option<(u64, Option<Analysis>)>,
    /// What all safe fixes change, and of which revision.
    pub(super) mended: Option<(u64, Vec<Edit>)>,
}

impl Document {
    pub(super) fn new(uri: &str, language: &str, version: i32, text: String) -> Self {
        let path = to_path(uri);
        let kind = kind(path.as_deref(), language);
        Self { kind, path, version, text, revision: 0, analysis: None, mended: None }
    }

    /// Whether what was read of it is what it says now.
    pub(super) fn is_read(&self) -> bool {
        self.analysis.as_ref().is_some_and(|(revision, _)| *revision == self.revision)
    }

    /// What was read of the text it has now; `None` also where it is not to be checked.
    pub(super) fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref().and_then(|(_, analysis)| analysis.as_ref())
    }

    /// What all safe fixes change of the text it has now; `None` where that has not been found out.
    pub(super) fn mended(&self) -> Option<&[Edit]> {
        let mended = self.mended.as_ref().filter(|(revision, _)| *revision == self.revision);
        mended.map(|(_, edits)| edits.as_slice())
    }

    /// Takes changes over, one after another.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        use TextDocumentContentChangeEvent as Change;
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(
                    TextDocumentContentChangeWholeDocument { text },
                ) => self.text = text,
                Change::TextDocumentContentChangePartial(TextDocumentContentChangePartial {
                    range,
                    text,
                    ..
                }) => {
                    let lines = Lines::new(&self.text);
                    let offset = |position| lines.offset(&self.text, encoding, position);
                    let (start, end) = (offset(range.start), offset(range.end));
                    self.text.replace_range(start.min(end)..start.max(end), &text);
                }
            }
        }
        self.version = version;
        self.revision += 1;
    }

    /// Notes that it must be read again although its text is the same.
    pub(super) fn touch(&mut self) {
        self.revision += 1;
    }
}

/// What a document is by its name, or by what the editor takes it for where it has none.
fn kind(path: Option<&Path>, language: &str) -> Kind {
    if path.and_then(Path::file_name).is_some_and(|name| name == CONFIGURATION) {
        return Kind::Configuration;
    }
    let is_markdown = |name: &str| {
        ["md", "markdown"].iter().any(|extension| name.eq_ignore_ascii_case(extension))
    };
    let extension = path.and_then(Path::extension).and_then(|it| it.to_str());
    match extension {
        Some(extension) if is_markdown(extension) => Kind::Markdown,
        _ if is_markdown(language) => Kind::Markdown,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range};

    use super::*;

    fn partial(range: [u32; 4], text: &str) -> TextDocumentContentChangeEvent {
        let [a, b, c, d] = range;
        let range = Range::new(Position::new(a, b), Position::new(c, d));
        serde_json::from_value(serde_json::json!({ "range": range, "text": text }))
            .expect("a change")
    }

    #[test]
    fn edits_in_the_middle_of_chinese_text_go_where_they_belong() {
        for (encoding, [a, b]) in [(Encoding::Utf16, [2, 4]), (Encoding::Utf8, [6, 12])] {
            let mut document =
                Document::new("file:///a.md", "markdown", 1, "感知时间😀：5m\r\n好\n".into());
            document.change(2, vec![partial([0, a, 0, b], "耗时")], encoding);
            assert_eq!(document.text, "感知耗时😀：5m\r\n好\n");
            // The second change counts from what the first one has left.
            let changes = vec![partial([0, 0, 0, a], ""), partial([1, 0, 0, 0], "x")];
            document.change(3, changes, encoding);
            assert_eq!(document.text, "x好\n");
            assert_eq!((document.version, document.revision), (3, 2));
        }
    }

    #[test]
    fn a_change_beyond_the_end_goes_to_the_end() {
        let mut document = Document::new("file:///a.md", "markdown", 1, "一\r\n二".into());
        document.change(2, vec![partial([9, 9, 10, 0], "三")], Encoding::Utf16);
        assert_eq!(document.text, "一\r\n二三");
        document.change(3, vec![partial([0, 77, 0, 99], "!")], Encoding::Utf16);
        assert_eq!(document.text, "一!\r\n二三");
    }

    #[test]
    fn names_and_languages_tell_what_a_document_is() {
        for (uri, language, expected) in [
            ("file:///a/b.md", "markdown", Kind::Markdown),
            ("file:///a/b.MD", "plaintext", Kind::Markdown),
            ("file:///a/b", "markdown", Kind::Markdown),
            ("untitled:Untitled-1", "markdown", Kind::Markdown),
            ("untitled:Untitled-1", "plaintext", Kind::Other),
            ("file:///a/pmlint.toml", "toml", Kind::Configuration),
            ("file:///a/other.toml", "toml", Kind::Other),
        ] {
            let document = Document::new(uri, language, 1, String::new());
            assert_eq!(document.kind, expected, "{uri} {language}");
        }
    }
}
