//! Code actions: mend a finding, silence it with a reason, mark an entry of the timeline.

use std::collections::HashMap;
use std::sync::Arc;

use gen_lsp_types::{
    CodeAction, CodeActionKind, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use serde_json::Value;

use super::analysis::{Analysis, touch};
use super::client::Client;
use super::diagnostics::Diagnostics;
use super::document::Document;
use super::marks;
use crate::finding::{Edit, Finding, Safety};
use crate::lang::Lang;
use crate::span::Span;
use crate::suppression::place;

/// The kind of the action that applies all safe fixes.
pub(super) const FIX_ALL: &str = "source.fixAll.pmlint";

/// What stands for the reason until the author writes one. A comment without a word in it is reported,
/// so that nothing is silenced before somebody has said why.
const REASON: &str = "…";

/// What actions are asked for, and how they may be given.
pub(super) struct Actions<'a> {
    pub(super) target: Target<'a>,
    pub(super) analysis: &'a Analysis,
    pub(super) lang: Lang,
    pub(super) diagnostics: &'a Diagnostics<'a>,
    /// The kinds that are asked for; all of them where there are none.
    pub(super) only: &'a [String],
    /// What all safe fixes change.
    pub(super) all_fixes: AllFixes<'a>,
}

/// What all safe fixes of a document change, which takes reading it a few times more.
pub(super) enum AllFixes<'a> {
    /// The edits.
    Found(&'a [Edit]),
    /// They are found out when the editor asks for them, with what it is to ask.
    Later(Value),
}

/// Whether a kind of actions is asked for, by itself or by one that it is part of.
pub(super) fn wants(only: &[String], kind: &CodeActionKind) -> bool {
    let kind = String::from(kind.clone());
    let is_part = |only: &String| {
        let rest = kind.strip_prefix(only.as_str());
        only.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_empty() || only.iter().any(is_part)
}

impl Actions<'_> {
    /// The actions for some bytes of the document.
    pub(super) fn at(&self, span: Span) -> Vec<CodeAction> {
        let mut actions = Vec::new();
        let here = |finding: &&Finding| {
            Arc::ptr_eq(&finding.primary.source, &self.analysis.source)
                && touch(finding.primary.span, span)
        };
        let findings: Vec<&Finding> = self.analysis.findings.iter().filter(here).collect();
        if wants(self.only, &CodeActionKind::QuickFix) {
            actions.extend(findings.iter().filter_map(|finding| self.mend(finding)));
            // Findings of one rule at one place are silenced by the same comment.
            let silenced = findings.iter().filter_map(|finding| self.silence(finding));
            for action in silenced {
                if !actions.iter().any(|other: &CodeAction| other.edit == action.edit) {
                    actions.push(action);
                }
            }
        }
        if wants(self.only, &CodeActionKind::RefactorRewrite) {
            actions.extend(self.marks(span));
        }
        if wants(self.only, &CodeActionKind::new(FIX_ALL)) {
            actions.extend(self.mend_all());
        }
        actions
    }

    /// The fix of a finding.
    fn mend(&self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let mut action = self.action(fix.title.clone(), CodeActionKind::QuickFix, &fix.edits);
        action.is_preferred = (fix.safety == Safety::Safe).then_some(true);
        action.diagnostics =
            Some(vec![self.diagnostics.one(self.target.uri, self.analysis, finding)]);
        Some(action)
    }

    /// All safe fixes of the document at once.
    fn mend_all(&self) -> Option<CodeAction> {
        let mut fixes = self.analysis.findings.iter().filter_map(|finding| finding.fix.as_ref());
        if !fixes.any(|fix| fix.safety == Safety::Safe) {
            return None;
        }
        let title =
            self.lang.pick(|| "pmlint: apply all safe fixes", || "pmlint：应用全部安全修正");
        let kind = CodeActionKind::new(FIX_ALL);
        match &self.all_fixes {
            AllFixes::Found([]) => None,
            AllFixes::Found(edits) => Some(self.action(title.to_owned(), kind, edits)),
            AllFixes::Later(data) => Some(CodeAction {
                title: title.to_owned(),
                kind: Some(kind),
                data: Some(data.clone()),
                ..CodeAction::default()
            }),
        }
    }

    /// A comment that silences a finding once the author has written why.
    fn silence(&self, finding: &Finding) -> Option<CodeAction> {
        let one = std::slice::from_ref(finding);
        let edits = place(&self.analysis.source, one, REASON).edits;
        let rule = finding.rule;
        let title = self.lang.pick(
            || format!("silence {rule} here, with a reason"),
            || format!("在此处忽略 {rule}，并写明理由"),
        );
        let mut action = self.action(title, CodeActionKind::QuickFix, &edits);
        action.diagnostics =
            Some(vec![self.diagnostics.one(self.target.uri, self.analysis, finding)]);
        (!edits.is_empty()).then_some(action)
    }

    /// Marks for the entry of the timeline that some bytes are in.
    fn marks(&self, span: Span) -> Vec<CodeAction> {
        let marks = marks::at(self.analysis, span.start);
        let action = |mark: marks::NewMark| {
            let milestone = mark.milestone;
            let title = self.lang.pick(
                || format!("mark this entry as {milestone}"),
                || format!("把这一条标注为 {milestone}"),
            );
            self.action(title, CodeActionKind::RefactorRewrite, &[mark.edit])
        };
        marks.into_iter().map(action).collect()
    }

    fn action(&self, title: String, kind: CodeActionKind, edits: &[Edit]) -> CodeAction {
        let edit = self.target.edit(self.analysis, edits);
        CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() }
    }
}

/// The document that edits are for, as the editor knows it.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) uri: &'a str,
    pub(super) version: i32,
    /// Whether the editor takes edits that say which version they are for.
    pub(super) versioned_edits: bool,
}

impl<'a> Target<'a> {
    pub(super) fn new(uri: &'a str, document: &Document, client: &Client) -> Self {
        Self { uri, version: document.version, versioned_edits: client.versioned_edits }
    }

    /// Edits as the editor takes them.
    pub(super) fn edit(&self, analysis: &Analysis, edits: &[Edit]) -> WorkspaceEdit {
        let edits = edits
            .iter()
            .map(|edit| TextEdit { range: analysis.range(edit.span), new_text: edit.text.clone() });
        if !self.versioned_edits {
            let changes = HashMap::from([(self.uri.into(), edits.collect())]);
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version: Some(self.version),
            text_document_identifier: TextDocumentIdentifier { uri: self.uri.into() },
        };
        let edit = TextDocumentEdit { text_document, edits: edits.map(Into::into).collect() };
        WorkspaceEdit { document_changes: Some(vec![edit.into()]), ..WorkspaceEdit::default() }
    }
}
