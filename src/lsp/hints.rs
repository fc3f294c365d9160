//! Inlay hints: how long after the beginning an entry was, and what the timeline gives for a metric.

use gen_lsp_types::{InlayHint, InlayHintKind};

use super::analysis::{Analysis, touch};
use crate::lang::Lang;
use crate::metric::{Reading, Stated};
use crate::notation::duration::display;
use crate::output::facts::since_zero;
use crate::span::Span;
use crate::timeline::Entry;

/// The hints for some bytes of a document.
pub(super) fn within(analysis: &Analysis, span: Span, lang: Lang) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for postmortem in &analysis.postmortems {
        for entry in postmortem.entries.iter().filter(|entry| touch(entry.stamp_span, span)) {
            let label = since_zero(postmortem, entry);
            hints.extend(label.map(|label| hint(analysis, end_of_stamp(analysis, entry), label)));
        }
        let here = |metric: &&Stated| touch(metric.name.join(metric.value_span), span);
        for metric in postmortem.metrics.iter().filter(here) {
            let Some(reading) = shown(metric) else { continue };
            let end = behind_marks(analysis, metric.value_span.end);
            let hint = hint(analysis, end, format!("= {}", display(reading.delta)));
            hints
                .push(InlayHint { tooltip: Some(explain(analysis, reading, lang).into()), ..hint });
        }
    }
    hints
}

/// The reading whose length is shown beside a metric: the one that fits it, else the first default one.
fn shown(metric: &Stated) -> Option<&Reading> {
    metric.fitting().or_else(|| metric.usual().next())
}

fn hint(analysis: &Analysis, offset: usize, label: String) -> InlayHint {
    InlayHint {
        position: analysis.position(offset),
        label: label.into(),
        kind: Some(InlayHintKind::Type),
        padding_left: Some(true),
        padding_right: None,
        text_edits: None,
        tooltip: None,
        data: None,
    }
}

/// Which entries the length of a reading comes from.
fn explain(analysis: &Analysis, reading: &Reading, lang: Lang) -> String {
    let line = |span: Span| analysis.source.line(span.start);
    let (from, to) = (line(reading.from.stamp.span), line(reading.to.stamp.span));
    let pair = reading.pair;
    lang.pick(
        || format!("{}, line {from} -> {}, line {to}", pair.from, pair.to),
        || format!("{}（第 {from} 行）-> {}（第 {to} 行）", pair.from, pair.to),
    )
}

/// The place behind the stamp of an entry.
pub(super) fn end_of_stamp(analysis: &Analysis, entry: &Entry) -> usize {
    behind_marks(analysis, entry.stamp_span.end)
}

/// The place behind the marks of Markdown that close what ends at a place.
fn behind_marks(analysis: &Analysis, offset: usize) -> usize {
    let after = analysis.source.text().get(offset..).unwrap_or_default();
    offset + (after.len() - after.trim_start_matches(['`', '*']).len())
}
