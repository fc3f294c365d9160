//! Labels in tables: in the first cell of a row, or in the head above the one row of a table.

use super::{Place, Reader, Standing};
use crate::label::Meaning;
use crate::markdown::BlockKind;
use crate::text::{Style, Text};

impl<'a> Reader<'a> {
    /// Reads the table that begins with a block; the block after it.
    pub(super) fn table(&mut self, head: usize) -> usize {
        let blocks = &self.scope.markdown.blocks;
        let is_more = |block: &usize| {
            let kind = blocks.get(*block).map(|block| &block.kind);
            matches!(kind, Some(BlockKind::Row { head: false, .. } | BlockKind::Comment))
        };
        let end = (head + 1..self.scope.extent.blocks.end).take_while(is_more).count() + head + 1;
        let is_row = |row: &usize| matches!(blocks[*row].kind, BlockKind::Row { .. });
        let rows: Vec<usize> = (head..end).filter(is_row).collect();
        match rows.as_slice() {
            [_, only] if self.has_heads(head) && !self.is_label_first(head, *only) => {
                self.columns(head, *only);
            }
            // A head of labels over several rows: a list of other things.
            [_, below @ ..]
                if self.has_heads(head)
                    && !below.iter().any(|&row| self.is_label_first(head, row)) => {}
            [_, below @ ..] => {
                if self.is_pair(head, below) {
                    self.row(head, head);
                }
                below.iter().for_each(|&row| self.row(head, row));
            }
            [] => {}
        }
        end
    }

    fn is_label(&self, cell: Text<'_>) -> bool {
        !self.known(cell).is_empty()
    }

    /// Whether the first row of a table may be the heads of its columns: one beside the first is a
    /// label, and, where there are but two, no word that may be the value of the other (`Resolved`).
    fn has_heads(&self, head: usize) -> bool {
        let cells: Vec<Text<'_>> = self.scope.markdown.cells(head).collect();
        match cells.as_slice() {
            [_, second] => {
                let is_value = |meaning: &Meaning| matches!(meaning, Meaning::Milestone(_));
                self.known(*second).iter().any(|meaning| !is_value(meaning))
            }
            cells => cells.iter().skip(1).any(|cell| self.is_label(*cell)),
        }
    }

    /// Whether the first row of a table is a label with its value like those below it, and not what the
    /// columns hold: `| Severity | Meaning |` stands above a ladder of severities.
    fn is_pair(&self, head: usize, below: &[usize]) -> bool {
        let markdown = self.scope.markdown;
        let first = |row: usize| markdown.cells(row).next();
        let label = |row: usize| first(row).is_some_and(|cell| self.is_label(cell));
        let bold = |cell: Text<'_>| cell.is(0..cell.as_str().len(), Style::STRONG);
        below.is_empty() || below.iter().any(|&row| label(row)) || first(head).is_some_and(bold)
    }

    /// Whether a row begins with a label of its own, and has as many of them as the head has.
    fn is_label_first(&self, head: usize, row: usize) -> bool {
        let markdown = self.scope.markdown;
        let labels = |row| markdown.cells(row).filter(|cell| self.is_label(*cell)).count();
        let first = markdown.cells(row).next().is_some_and(|cell| self.is_label(cell));
        first && labels(row) >= labels(head)
    }

    fn columns(&mut self, head: usize, row: usize) {
        let markdown = self.scope.markdown;
        let at = Standing { block: Some(row), place: Place::Table };
        for (label, value) in markdown.cells(head).zip(markdown.cells(row)) {
            self.take(label, value, at);
        }
    }

    /// Reads a row with labels before its values: one, or several side by side.
    fn row(&mut self, head: usize, row: usize) {
        let cells: Vec<Text<'a>> = self.scope.markdown.cells(row).collect();
        self.first_label(head, row, &cells);
        let at = Standing { block: Some(row), place: Place::Table };
        for pair in cells.chunks_exact(2).skip(1) {
            if let [label, value] = pair {
                self.take(*label, *value, at);
            }
        }
    }

    /// Takes the label that a row begins with. Of several columns with values the first counts that is
    /// no limit.
    fn first_label(&mut self, head: usize, row: usize, cells: &[Text<'a>]) {
        let markdown = self.scope.markdown;
        let Some(label) = cells.first().copied() else { return };
        let meanings = self.known(label);
        if meanings.is_empty() {
            return;
        }
        let heads: Vec<Text<'a>> = markdown.cells(head).filter(|_| head != row).collect();
        let is_target = |column: usize| {
            heads.get(column).is_some_and(|head| self.labels.names_target(head.as_str()))
        };
        let is_metric = meanings.iter().any(|meaning| matches!(meaning, Meaning::Metric(_)));
        let measured = |column: &usize| !is_target(*column) && !cells[*column].is_blank();
        let column = (1..cells.len()).find(measured).filter(|_| is_metric && is_target(1));
        let column = column.unwrap_or(1);
        let Some(cell) = cells.get(column).copied() else { return };
        let is_limit = is_metric && is_target(column) || self.is_under_limits(row, meanings);
        let beside = cells.get(column + 1).is_some_and(|next| self.is_label(*next));
        let whole = markdown.text(row);
        // What stands in the cells after it belongs to it: a verdict, a remark.
        let from = cell.id().start().saturating_sub(whole.id().start());
        let value = if beside { cell } else { whole.from(from) };
        let at = Standing { block: Some(row), place: Place::Table };
        self.push(label, value, meanings, at, is_limit, Some((head, row)));
    }
}
