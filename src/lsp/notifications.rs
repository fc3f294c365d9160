//! What the editor tells: documents that open, change and close, files that change.

use std::io::{self, Write};

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, PublishDiagnosticsParams,
};
use lsp_server::{ErrorCode, Notification};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::document::{Document, Kind};
use super::server::{Phase, Server, log};
use super::uri::to_path;

/// Files whose changes may matter: configurations, templates, baselines.
const WATCHED: &str = "**/*.{toml,md,markdown,json}";

/// What `$/cancelRequest` has.
#[derive(Deserialize)]
struct Cancel {
    id: lsp_server::RequestId,
}

impl<W: Write> Server<'_, W> {
    /// Takes a notification. One that cannot be understood, or comes at the wrong time, is passed over,
    /// as the protocol asks for.
    pub(super) fn take_notification(&mut self, notification: Notification) -> io::Result<()> {
        let Notification { method, params } = notification;
        if self.phase != Phase::Running {
            log(&format!("{method} comes before `initialize` or after `shutdown`"));
            return Ok(());
        }
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => self.with(&method, params, Self::open),
            "textDocument/didChange" => self.with(&method, params, Self::change),
            "textDocument/didSave" => self.with(&method, params, Self::save),
            "textDocument/didClose" => self.with(&method, params, Self::close),
            "workspace/didChangeWatchedFiles" => self.with(&method, params, Self::files_changed),
            "workspace/didChangeConfiguration" => self.reload(),
            "$/cancelRequest" => self.with(&method, params, Self::cancel),
            _ if method.starts_with("$/") => Ok(()),
            _ => {
                log(&format!("{method} is not known"));
                Ok(())
            }
        }
    }

    /// Does something with the parameters of a notification, where they can be read.
    fn with<P: DeserializeOwned>(
        &mut self,
        method: &str,
        params: Value,
        act: impl FnOnce(&mut Self, P) -> io::Result<()>,
    ) -> io::Result<()> {
        match serde_json::from_value(params) {
            Ok(params) => act(self, params),
            Err(error) => {
                log(&format!("{method}: {error}"));
                Ok(())
            }
        }
    }

    /// Asks to be told about files that change outside of the editor.
    fn watch(&mut self) -> io::Result<()> {
        if !self.client.watches {
            return Ok(());
        }
        let method = "workspace/didChangeWatchedFiles";
        let options = json!({ "watchers": [{ "globPattern": WATCHED }] });
        let registration = json!({ "id": "files", "method": method, "registerOptions": options });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }))
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) -> io::Result<()> {
        let item = params.text_document;
        let (uri, language) = (item.uri.0, String::from(item.language_id));
        let document = Document::new(&uri, &language, item.version, item.text);
        if document.kind != Kind::Other {
            self.is_unread(&uri);
        }
        self.documents.insert(uri, document);
        Ok(())
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) -> io::Result<()> {
        let uri = params.text_document.text_document_identifier.uri.0;
        let Some(document) = self.documents.get_mut(&uri) else {
            log(&format!("{uri} changes, and is not open"));
            return Ok(());
        };
        document.change(params.text_document.version, params.content_changes, self.client.encoding);
        // A configuration counts as it is on disk.
        if document.kind == Kind::Markdown {
            self.is_unread(&uri);
        }
        Ok(())
    }

    fn save(&mut self, params: DidSaveTextDocumentParams) -> io::Result<()> {
        self.file_changed([params.text_document.uri.0])
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) -> io::Result<()> {
        let uri = params.text_document.uri.0;
        self.unread.retain(|other| *other != uri);
        let document = self.documents.remove(&uri);
        if document.is_none_or(|document| document.kind != Kind::Markdown) || self.client.pulls {
            return Ok(());
        }
        let params =
            PublishDiagnosticsParams { uri: uri.into(), version: None, diagnostics: Vec::new() };
        self.notify("textDocument/publishDiagnostics", params)
    }

    fn files_changed(&mut self, params: DidChangeWatchedFilesParams) -> io::Result<()> {
        self.file_changed(params.changes.into_iter().map(|event| event.uri.0))
    }

    /// Reads everything again, where one of some files is a configuration or what one refers to.
    fn file_changed(&mut self, uris: impl IntoIterator<Item = String>) -> io::Result<()> {
        let mut paths = uris.into_iter().filter_map(|uri| to_path(&uri));
        if paths.any(|path| self.host.depends_on(&path)) { self.reload() } else { Ok(()) }
    }

    /// Reads configurations and all open documents again.
    fn reload(&mut self) -> io::Result<()> {
        self.host.reload();
        for (uri, document) in &mut self.documents {
            if document.kind != Kind::Other {
                document.touch();
                self.unread.retain(|other| other != uri);
                self.unread.push(uri.clone());
            }
        }
        if self.client.pulls {
            self.ask("workspace/diagnostic/refresh", Value::Null)?;
        }
        if self.client.refreshes_hints {
            self.ask("workspace/inlayHint/refresh", Value::Null)?;
        }
        self.tell_configurations()
    }

    /// Takes back a request that has not been answered.
    fn cancel(&mut self, params: Cancel) -> io::Result<()> {
        let at = self.waiting.iter().position(|waiting| waiting.request.id == params.id);
        match at.and_then(|at| self.waiting.remove(at)) {
            Some(waiting) => self.fail(waiting.request.id, ErrorCode::RequestCanceled, "cancelled"),
            None => Ok(()),
        }
    }
}
