//! Columns that line up, in display columns: a Chinese character takes two.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The blanks between two columns.
const GAP: usize = 2;
/// The last column gets at least this much, however narrow the screen is.
const LEAST: usize = 20;

/// Rows of cells; the last column is shortened to the screen.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Adds a row.
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Whether there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Appends the rows, indented, none wider than `width` where that can be had.
    pub(super) fn draw(&self, indent: usize, width: usize, out: &mut String) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns.saturating_sub(1)).map(widest).collect();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            let mut used = indent;
            for (cell, &column) in row.iter().zip(&widths) {
                line.push_str(cell);
                // A column that is empty in every row takes no gap either.
                let padded = if column == 0 { 0 } else { column + GAP };
                line.push_str(&" ".repeat(padded - cell.width().min(padded)));
                used += padded;
            }
            if let Some(last) = row.get(widths.len()) {
                line.push_str(&shorten(last, width.saturating_sub(used).max(LEAST)));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

/// A text that fits into `width` columns, cut with `…` where it does not.
pub(super) fn shorten(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    Cow::Owned(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns_each() {
        let mut table = Table::default();
        table.row(["a".into(), "缓存".into(), "x".into()]);
        table.row(["bcd".into(), "e".into(), "y".into()]);
        let mut out = String::new();
        table.draw(2, 80, &mut out);
        assert_eq!(out, "  a    缓存  x\n  bcd  e     y\n");
    }

    #[test]
    fn the_last_column_is_cut_to_the_screen() {
        let mut table = Table::default();
        table.row(["L1".into(), "收到缓存服务不可用的告警并通知值班".into()]);
        let mut out = String::new();
        table.draw(0, 24, &mut out);
        assert_eq!(out, "L1  收到缓存服务不可用…\n");
        assert!(out.trim_end().width() <= 24);
    }

    #[test]
    fn what_fits_is_not_cut() {
        assert_eq!(shorten("告警", 4), "告警");
        assert_eq!(shorten("告警", 3), "告…");
        assert_eq!(shorten("", 0), "");
    }

    #[test]
    fn an_empty_column_takes_no_room() {
        let mut table = Table::default();
        table.row(["a".into(), String::new(), "b".into()]);
        let mut out = String::new();
        table.draw(0, 80, &mut out);
        assert_eq!(out, "a  b\n");
    }
}
