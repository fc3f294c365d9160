//! What the server offers.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DiagnosticOptions, InitializeResult,
    ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};

use super::actions::FIX_ALL;
use super::client::Client;
use super::completion::TRIGGERS;

/// The answer to `initialize`.
pub(super) fn answer(client: &Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let kinds = vec![
        CodeActionKind::QuickFix,
        CodeActionKind::RefactorRewrite,
        CodeActionKind::new(FIX_ALL),
    ];
    let actions = CodeActionOptions {
        code_action_kinds: Some(kinds),
        resolve_provider: client.resolves_actions.then_some(true),
        ..CodeActionOptions::default()
    };
    let completion = CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let pull =
        DiagnosticOptions { identifier: Some("pmlint".to_owned()), ..DiagnosticOptions::default() };
    let capabilities = ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(actions.into()),
        hover_provider: Some(true.into()),
        inlay_hint_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        completion_provider: Some(completion),
        diagnostic_provider: client.pulls.then(|| pull.into()),
        ..ServerCapabilities::default()
    };
    let server_info = ServerInfo {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    };
    InitializeResult { capabilities, server_info: Some(server_info) }
}
