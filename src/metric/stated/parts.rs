//! Several metrics beside each other: in the clauses of a line, in the cells of a row.

use super::{Slot, find_name, split_bracket};
use crate::markdown::Markdown;
use crate::template::{MetricSpec, Template};
use crate::text::Text;

/// What may stand between two metrics of a line.
const BETWEEN: [char; 10] = ['，', ',', '。', '；', ';', '、', '|', '｜', '/', '·'];

/// The parts of a line that a metric each begins, `感知：3m，响应：2m`; the line, where it has no several.
///
/// A part begins with the label of a metric and a colon: `TTD: 5m, the TTR is unknown` has one. A metric
/// that comes again is something else, such as its limit.
pub(super) fn of_line<'t>(line: Text<'t>, template: &Template) -> Vec<Text<'t>> {
    let Some(first) = label_of(line, template) else { return vec![line] };
    let visible = line.as_str();
    let mut metrics = vec![&first.id];
    let mut starts = vec![0];
    for (at, sign) in visible.match_indices(BETWEEN) {
        let start = at + sign.len();
        if let Some(next) =
            label_of(line.from(start), template).filter(|it| !metrics.contains(&&it.id))
        {
            metrics.push(&next.id);
            starts.push(start);
        }
    }
    cut(line, &starts)
}

/// The parts of a row that a metric each begins, at the beginning of a cell: `| TTD | 5m | TTR | 20m |`;
/// the row, where it has no several.
pub(super) fn of_row<'t>(markdown: &'t Markdown, row: usize, template: &Template) -> Vec<Text<'t>> {
    let whole = markdown.text(row);
    let begins = |cell: &Text<'_>| {
        let name = find_name(*cell, template);
        name.is_some_and(|(_, name)| Slot::after(cell.from(name.end), template).is_some())
    };
    let mut cells = markdown.cells(row);
    if !cells.next().as_ref().is_some_and(begins) {
        return vec![whole];
    }
    let place = |cell: Text<'_>| cell.id().start().saturating_sub(whole.id().start());
    let starts: Vec<usize> = std::iter::once(0).chain(cells.filter(begins).map(place)).collect();
    cut(whole, &starts)
}

/// The metric whose label a text begins with, with nothing before it and a colon behind it.
fn label_of<'p>(text: Text<'_>, template: &'p Template) -> Option<&'p MetricSpec> {
    let (spec, name) = find_name(text, template)?;
    let before = text.as_str().get(..name.start)?;
    let (_, after) = split_bracket(text.from(name.end));
    let after = after.as_str().trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let begins = before.chars().all(|c| c.is_whitespace() || c == '*');
    (begins && after.starts_with([':', '：', '='])).then_some(spec)
}

fn cut<'t>(text: Text<'t>, starts: &[usize]) -> Vec<Text<'t>> {
    let [_, later @ ..] = starts else { return vec![text] };
    let ends = later.iter().copied().chain([text.as_str().len()]);
    starts.iter().zip(ends).map(|(&start, end)| text.slice(start..end)).collect()
}
