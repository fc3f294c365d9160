//! Code actions: mend a finding, silence it with a reason, mark an entry of the timeline.

use std::collections::HashMap;
use std::sync::Arc;

use gen_lsp_types::{
    CodeAction, CodeActionKind, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use super::analysis::{Analysis, touch};
use super::diagnostics::Diagnostics;
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
    pub(super) uri: &'a str,
    pub(super) analysis: &'a Analysis,
    pub(super) version: i32,
    pub(super) versioned_edits: bool,
    pub(super) lang: Lang,
    pub(super) diagnostics: &'a Diagnostics<'a>,
    /// The kinds that are asked for; all of them where there are none.
    pub(super) only: Vec<String>,
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
        if self.wants(&CodeActionKind::QuickFix) {
            actions.extend(findings.iter().filter_map(|finding| self.mend(finding)));
            // Findings of one rule at one place are silenced by the same comment.
            let silenced = findings.iter().filter_map(|finding| self.silence(finding));
            for action in silenced {
                if !actions.iter().any(|other: &CodeAction| other.edit == action.edit) {
                    actions.push(action);
                }
            }
        }
        if self.wants(&CodeActionKind::RefactorRewrite) {
            actions.extend(self.marks(span));
        }
        if self.wants(&CodeActionKind::new(FIX_ALL)) {
            actions.extend(self.mend_all());
        }
        actions
    }

    /// Whether a kind is asked for, by itself or by one that it is part of.
    fn wants(&self, kind: &CodeActionKind) -> bool {
        let kind = String::from(kind.clone());
        let is_part = |only: &String| {
            let rest = kind.strip_prefix(only.as_str());
            only.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only.is_empty() || self.only.iter().any(is_part)
    }

    /// The fix of a finding.
    fn mend(&self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let mut action = self.action(fix.title.clone(), CodeActionKind::QuickFix, &fix.edits);
        action.is_preferred = (fix.safety == Safety::Safe).then_some(true);
        action.diagnostics = Some(vec![self.diagnostics.one(self.uri, self.analysis, finding)]);
        Some(action)
    }

    /// All safe fixes of the document at once.
    fn mend_all(&self) -> Option<CodeAction> {
        let fixes = self.analysis.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let safe = fixes.filter(|fix| fix.safety == Safety::Safe);
        let mut edits: Vec<Edit> = Vec::new();
        for fix in safe {
            let is_free = |edit: &Edit| edits.iter().all(|taken| !touch(taken.span, edit.span));
            if fix.edits.iter().all(is_free) {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        let title =
            self.lang.pick(|| "pmlint: apply all safe fixes", || "pmlint：应用全部安全修复");
        let kind = CodeActionKind::new(FIX_ALL);
        (!edits.is_empty()).then(|| self.action(title.to_owned(), kind, &edits))
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
        action.diagnostics = Some(vec![self.diagnostics.one(self.uri, self.analysis, finding)]);
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
        let edits = edits.iter().map(|edit| TextEdit {
            range: self.analysis.range(edit.span),
            new_text: edit.text.clone(),
        });
        CodeAction {
            title,
            kind: Some(kind),
            edit: Some(self.workspace_edit(edits.collect())),
            ..CodeAction::default()
        }
    }

    fn workspace_edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        if !self.versioned_edits {
            let changes = HashMap::from([(self.uri.into(), edits)]);
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version: Some(self.version),
            text_document_identifier: TextDocumentIdentifier { uri: self.uri.into() },
        };
        let edits = edits.into_iter().map(Into::into).collect();
        let edit = TextDocumentEdit { text_document, edits };
        WorkspaceEdit { document_changes: Some(vec![edit.into()]), ..WorkspaceEdit::default() }
    }
}
