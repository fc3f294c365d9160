//! A table whose columns are metrics, with their names in its head.

use std::ops::Range;

use super::{Reader, Slot, find_name, split_bracket, unit_named};
use crate::document::Scope;
use crate::markdown::BlockKind;
use crate::metric::{Standing, Stated, StatedValue};
use crate::notation::duration::Unit;
use crate::template::{MetricSpec, Template};
use crate::text::Text;

/// The columns of a table that are metrics.
pub(super) struct Columns<'a> {
    metrics: Vec<Column<'a>>,
    /// Which of the metrics that were read come from a row of the table.
    read: Option<Range<usize>>,
}

struct Column<'a> {
    index: usize,
    spec: &'a MetricSpec,
    name: Text<'a>,
    unit: Option<Unit>,
}

impl<'a> Columns<'a> {
    /// The columns of a table with this head, if two or more beside each other are metrics, and rows follow.
    pub(super) fn of(scope: &Scope<'a>, head: usize) -> Option<Self> {
        let next = scope.markdown.blocks.get(head + 1)?;
        let has_rows = matches!(next.kind, BlockKind::Row { head: false, .. });
        let cells = scope.markdown.cells(head).enumerate();
        let metrics: Vec<Column<'a>> =
            cells.filter_map(|(index, cell)| Column::of(index, cell, scope.template)).collect();
        let beside =
            metrics.windows(2).all(|pair| matches!(pair, [a, b] if a.index + 1 == b.index));
        (has_rows && metrics.len() > 1 && beside).then_some(Self { metrics, read: None })
    }
}

impl<'a> Column<'a> {
    /// A cell that is the name of a metric and no more than its unit.
    fn of(index: usize, cell: Text<'a>, template: &'a Template) -> Option<Self> {
        let (spec, name) = find_name(cell, template)?;
        let (bracket, rest) = split_bracket(cell.from(name.end));
        let unit = bracket.and_then(|bracket| unit_named(bracket.as_str(), template));
        let is_name = !rest.as_str().contains(char::is_alphanumeric);
        is_name.then(|| Self { index, spec, name: cell.slice(name), unit })
    }
}

impl<'a> Reader<'_, 'a> {
    /// Reads a row of a table whose columns are metrics: their values, or verdicts on those above. A row
    /// of limits states nothing.
    pub(super) fn columns(
        &mut self,
        columns: &mut Columns<'a>,
        row: usize,
        metrics: &mut Vec<Stated>,
    ) {
        let (markdown, template) = (self.scope.markdown, self.scope.template);
        let cells: Vec<Text<'a>> = match markdown.blocks[row].kind {
            BlockKind::Row { head: false, .. } => markdown.cells(row).collect(),
            _ => return,
        };
        let first = columns.metrics.first().map_or(0, |column| column.index);
        let mut lead = cells.iter().take(first);
        if lead.any(|cell| template.labels().names_target(cell.as_str())) {
            return;
        }
        let slots =
            columns.metrics.iter().filter_map(|column| Some((column, *cells.get(column.index)?)));
        let stated: Vec<Stated> = slots
            .map(|(column, value)| {
                let slot = Slot { value, unit: column.unit };
                self.stated(column.spec, column.name, slot, || None)
            })
            .collect();
        let has_none = |one: &Stated| {
            matches!(one.value, StatedValue::Missing | StatedValue::Unreadable(None))
        };
        let above = columns.read.clone().and_then(|read| metrics.get_mut(read));
        match above {
            Some(above) if stated.iter().all(has_none) => {
                for (above, below) in above.iter_mut().zip(stated) {
                    above.verdict = above.verdict.take().or(below.verdict);
                }
            }
            // With several rows each is about a part of the incident, and the first stands for them.
            Some(above) => above.iter_mut().for_each(|one| one.standing = Standing::Aside),
            None => {
                columns.read = Some(metrics.len()..metrics.len() + stated.len());
                metrics.extend(stated);
            }
        }
    }
}
