//! What is shown about a place: the arithmetic of a metric, the milestones of an entry, the page of a rule.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind};

use super::analysis::{Analysis, touch};
use super::context::open_comment;
use super::marks::entry_at;
use crate::lang::Lang;
use crate::metric::Stated;
use crate::output::facts::{self, Facts, Style};
use crate::rules;
use crate::span::Span;

/// So many readings of a metric are all shown; of more only those that are likely.
const FEW: usize = 6;

/// What there is to know about a place.
pub(super) fn at(
    analysis: &Analysis,
    offset: usize,
    lang: Lang,
    kind: MarkupKind,
) -> Option<Hover> {
    let hover = About { analysis, offset, lang, kind };
    hover.rule().or_else(|| hover.metric()).or_else(|| hover.entry())
}

/// A place that is asked about.
struct About<'a> {
    analysis: &'a Analysis,
    offset: usize,
    lang: Lang,
    /// What the editor shows.
    kind: MarkupKind,
}

impl About<'_> {
    /// The page of the rule that a comment silences.
    fn rule(&self) -> Option<Hover> {
        let text = self.analysis.source.text();
        let (before, after) = text.split_at_checked(self.offset)?;
        let is_of_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let start = before.trim_end_matches(is_of_id).len();
        let end = text.len() - after.trim_start_matches(is_of_id).len();
        let word = Span::new(start, end);
        let comment = open_comment(before)?.trim_start();
        let rule = rules::find(self.analysis.source.slice(word))?;
        let names_rules = comment.starts_with("pmlint-ignore") && !comment.contains([':', '：']);
        names_rules.then(|| self.hover(rule.page_in(self.lang).to_owned(), word))
    }

    fn metric(&self) -> Option<Hover> {
        let here = Span::at(self.offset);
        for postmortem in &self.analysis.postmortems {
            let is_here = |metric: &&Stated| touch(extent(metric), here);
            let Some(metric) = postmortem.metrics.iter().find(is_here) else { continue };
            let mut text = String::new();
            let style = self.style(metric.readings.len() <= FEW);
            facts::metric(&self.facts(), postmortem, metric, style, &mut text);
            return Some(self.hover(self.block(&text), extent(metric)));
        }
        None
    }

    fn entry(&self) -> Option<Hover> {
        let (postmortem, entry) = entry_at(self.analysis, self.offset)?;
        let text = facts::entry(&self.facts(), postmortem, entry, self.style(false));
        Some(self.hover(self.block(&text), entry.stamp_span))
    }

    fn facts(&self) -> Facts<'_> {
        let Analysis { source, postmortems, settings, .. } = self.analysis;
        Facts { source, postmortems, settings }
    }

    fn style(&self, verbose: bool) -> Style {
        Style { lang: self.lang, width: usize::MAX, color: false, verbose }
    }

    /// Lines as they stand, without the margin that they have in common.
    fn block(&self, text: &str) -> String {
        let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let least = text.lines().map(margin).min().unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter_map(|line| line.get(least..)).collect();
        let lines = lines.join("\n");
        if self.kind != MarkupKind::Markdown {
            return lines;
        }
        // Whatever the document says, it cannot end the block.
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        format!("{fence}text\n{lines}\n{fence}")
    }

    fn hover(&self, value: String, span: Span) -> Hover {
        let contents = MarkupContent { kind: self.kind.clone(), value };
        Hover { contents: contents.into(), range: Some(self.analysis.range(span)) }
    }
}

/// A metric from its name to the end of its value or its verdict.
fn extent(metric: &Stated) -> Span {
    let verdict = metric.verdict.as_ref().map(|verdict| verdict.span);
    // A verdict may stand in the head of a column.
    let near = verdict.filter(|verdict| verdict.start >= metric.name.start);
    let stated = metric.name.join(metric.value_span);
    near.map_or(stated, |verdict| stated.join(verdict))
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
