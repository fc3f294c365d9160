//! What the editor can do, as it says when it begins.
//!
//! Read leniently: an editor that says something odd about one thing is not refused for it.

use std::path::PathBuf;

use serde_json::Value;

use super::position::Encoding;
use super::uri::to_path;

/// What the editor can do.
#[derive(Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// The language that it speaks.
    pub(super) locale: Option<String>,
    /// The folder that it is in.
    pub(super) root: Option<PathBuf>,
    /// Whether edits may say which version of a document they are for.
    pub(super) versioned_edits: bool,
    /// Whether it can be asked to watch files.
    pub(super) watches: bool,
    /// Whether it asks for diagnostics, and asks again when it is told to.
    pub(super) pulls: bool,
    /// Whether it asks for the edit of a code action when somebody has chosen that.
    pub(super) resolves_actions: bool,
    /// Whether it shows Markdown beside a place; where it says nothing about that, it does.
    pub(super) shows_markdown: bool,
    /// Whether inlay hints can be asked to be fetched again.
    pub(super) refreshes_hints: bool,
}

impl Client {
    pub(super) fn new(params: &Value) -> Self {
        let can = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool) == Some(true);
        let has = |pointer: &str| params.pointer(pointer).is_some_and(Value::is_object);
        let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str);
        let all = |pointer: &str| -> Vec<&str> {
            let all = params.pointer(pointer).and_then(Value::as_array);
            all.into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let knows_bytes = all("/capabilities/general/positionEncodings").contains(&"utf-8");
        let formats = all("/capabilities/textDocument/hover/contentFormat");
        let root = text("/workspaceFolders/0/uri").or_else(|| text("/rootUri"));
        let root = root.and_then(to_path).or_else(|| text("/rootPath").map(PathBuf::from));
        Self {
            encoding: if knows_bytes { Encoding::Utf8 } else { Encoding::Utf16 },
            locale: text("/locale").map(str::to_owned),
            root,
            versioned_edits: can("/capabilities/workspace/workspaceEdit/documentChanges"),
            watches: can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            pulls: has("/capabilities/textDocument/diagnostic")
                && can("/capabilities/workspace/diagnostics/refreshSupport"),
            resolves_actions: can("/capabilities/textDocument/codeAction/dataSupport")
                && all("/capabilities/textDocument/codeAction/resolveSupport/properties")
                    .contains(&"edit"),
            shows_markdown: formats.is_empty() || formats.contains(&"markdown"),
            refreshes_hints: can("/capabilities/workspace/inlayHint/refreshSupport"),
        }
    }
}
