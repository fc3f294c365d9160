//! Findings as diagnostics.

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Range,
};
use serde_json::json;

use super::analysis::Analysis;
use super::host::Host;
use super::position::{Encoding, Places};
use super::uri::of_path;
use crate::finding::{Finding, Label, Safety, Severity};
use crate::output::hyperlink::Pages;
use crate::output::visible;
use crate::source::Source;
use crate::span::Span;

/// Who reports it.
const SOURCE: &str = "pmlint";

/// Turns findings into diagnostics.
pub(super) struct Diagnostics<'a> {
    host: &'a dyn Host,
    encoding: Encoding,
    pages: Option<Pages>,
}

impl<'a> Diagnostics<'a> {
    pub(super) fn new(host: &'a dyn Host, encoding: Encoding) -> Self {
        Self { host, encoding, pages: host.pages() }
    }

    /// Those of a document.
    pub(super) fn of(&self, uri: &str, analysis: &Analysis) -> Vec<Diagnostic> {
        let findings = analysis.findings.iter();
        findings.map(|finding| self.one(uri, analysis, finding)).collect()
    }

    /// The one of a finding in a document.
    pub(super) fn one(&self, uri: &str, analysis: &Analysis, finding: &Finding) -> Diagnostic {
        let place = |label: &Label| {
            if Arc::ptr_eq(&label.source, &analysis.source) {
                return (uri.to_owned(), analysis.range(label.span));
            }
            self.elsewhere(&label.source, label.span)
        };
        let (_, range) = place(&finding.primary);
        self.build(finding, range, place)
    }

    /// Those of configurations and templates, by the URI of their file.
    pub(super) fn of_configurations(
        &self,
        findings: &[Finding],
    ) -> BTreeMap<String, Vec<Diagnostic>> {
        let mut all: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for finding in findings {
            let place = |label: &Label| self.elsewhere(&label.source, label.span);
            let (uri, range) = place(&finding.primary);
            all.entry(uri).or_default().push(self.build(finding, range, place));
        }
        all
    }

    fn elsewhere(&self, source: &Source, span: Span) -> (String, Range) {
        let range = Places::new(source, self.encoding).range(source, span);
        (of_path(&self.host.path_of(source)), range)
    }

    fn build(
        &self,
        finding: &Finding,
        range: Range,
        place: impl Fn(&Label) -> (String, Range),
    ) -> Diagnostic {
        let said = finding.related.iter().filter(|label| !label.message.is_empty());
        let related = said.map(|label| {
            let (uri, range) = place(label);
            DiagnosticRelatedInformation {
                location: Location { uri: uri.into(), range },
                message: visible(&label.message).into_owned(),
            }
        });
        let related: Vec<_> = related.collect();
        let page = self.pages.as_ref().map(|pages| pages.page(finding.rule));
        Diagnostic {
            range,
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Note => DiagnosticSeverity::Information,
            }),
            code: Some(finding.rule.into()),
            code_description: page.map(|page| CodeDescription { href: page.into() }),
            source: Some(SOURCE.to_owned()),
            message: message(finding).into(),
            tags: None,
            related_information: (!related.is_empty()).then_some(related),
            data: Some(json!({
                "rule": finding.rule,
                "help": finding.help,
                "fix": finding.fix.as_ref().map(|fix| json!({
                    "title": fix.title,
                    "safe": fix.safety == Safety::Safe,
                })),
            })),
        }
    }
}

/// What is wrong, and what to write.
fn message(finding: &Finding) -> String {
    let message = visible(&finding.message);
    match &finding.help {
        Some(help) => format!("{message}\n{}", visible(help)),
        None => message.into_owned(),
    }
}
