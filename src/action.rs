//! Action items: what will be done, and whether it says by whom and until when.

#[cfg(test)]
mod tests;

use crate::config::{Level, Settings};
use crate::document::{Scope, is_label};
use crate::markdown::BlockKind;
use crate::notation::timestamp::Found;
use crate::span::Span;
use crate::stamp;
use crate::template::{ActionWords, Part, Template};
use crate::text::{Style, Text};

/// An item of the improvements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// What is to be done: the first line of the item, or a cell of its row.
    pub span: Span,
    /// Whether somebody is named who does it.
    pub owner: bool,
    /// Whether it says until when.
    pub due: bool,
    /// Whether it is done already: ticked, or said to be.
    pub done: bool,
    /// Which list or table of the postmortem it stands in.
    pub list: usize,
}

/// The rule that asks for an owner.
pub const WITHOUT_OWNER: &str = "action-without-owner";
/// The rule that asks for a date.
pub const WITHOUT_DUE: &str = "action-without-due";

/// Whether the template or the configuration asks anything of action items. Else nobody needs them.
#[must_use]
pub fn are_asked_for(template: &Template, settings: &Settings) -> bool {
    let is_on = |rule| matches!(settings.levels.get(rule), Some(Level::On(_)));
    let words = &template.actions;
    words.owner.required || words.due.required || is_on(WITHOUT_OWNER) || is_on(WITHOUT_DUE)
}

/// The action items of a postmortem, in document order.
#[must_use]
pub fn read(scope: &Scope<'_>) -> Vec<Action> {
    let blocks: Vec<usize> = scope.blocks_of(Part::Actions).collect();
    let mut reader = Reader { scope, actions: Vec::new(), lists: 0 };
    for section in blocks.chunk_by(|one, next| scope.owner(*one) == scope.owner(*next)) {
        reader.section(section);
    }
    reader.actions
}

/// What a text says about an item.
#[derive(Clone, Copy, Default)]
struct Said {
    owner: bool,
    due: bool,
}

impl Said {
    fn or(self, other: Self) -> Self {
        Self { owner: self.owner || other.owner, due: self.due || other.due }
    }
}

struct Reader<'a> {
    scope: &'a Scope<'a>,
    actions: Vec<Action>,
    lists: usize,
}

impl<'a> Reader<'a> {
    /// Reads the blocks of one section, without those of the sections below it.
    fn section(&mut self, blocks: &[usize]) {
        let [first, rest @ ..] = blocks else { return };
        let heading = self.scope.opens(*first).filter(|heading| heading.level > 0);
        let body = if heading.is_some() { rest } else { blocks };
        let fields = |&&block: &&usize| {
            let outermost = self.depth(block) <= 1 && self.row(block).is_none();
            outermost && self.is_field(self.scope.markdown.text(block))
        };
        let stated: Vec<usize> = body.iter().filter(fields).copied().collect();
        if let (Some(heading), false) = (heading.filter(|it| it.spec.is_none()), stated.is_empty())
        {
            // The heading is the item: `### Alert on disks` with `Owner: …` below it.
            let said = body.iter().map(|&block| self.said(self.scope.markdown.text(block)));
            let said = said.fold(Said::default(), Said::or);
            let text = self.scope.markdown.text(heading.block);
            self.lists += 1;
            self.push(text, said, self.is_done(text));
            return;
        }
        // What is said above a list holds for all of it.
        let about_all = heading.map(|heading| self.scope.markdown.text(heading.block));
        let above =
            about_all.into_iter().chain(stated.iter().map(|&at| self.scope.markdown.text(at)));
        let all = above.map(|text| self.said(text)).fold(Said::default(), Said::or);
        self.items(body, all);
    }

    /// Reads the items and rows of a section. `all` is what holds for each of them.
    fn items(&mut self, blocks: &[usize], all: Said) {
        let mut table: Option<Table> = None;
        // The item that is open, with its depth; and the heads of lists around, with theirs.
        let mut open: Option<usize> = None;
        let mut heads: Vec<(usize, Said)> = Vec::new();
        self.lists += 1;
        for (at, &block) in blocks.iter().enumerate() {
            let text = self.scope.markdown.text(block);
            let depth = self.depth(block);
            match self.scope.markdown.blocks[block].kind {
                BlockKind::Row { head: true, .. } => {
                    self.lists += 1;
                    table = Table::new(self.scope, block);
                }
                BlockKind::Row { head: false, .. } => {
                    if let Some(table) = &table {
                        self.table_row(block, table, all);
                    }
                }
                BlockKind::Item | BlockKind::Paragraph if open.is_some_and(|open| depth > open) => {
                    let said = self.said(text);
                    self.add(said);
                }
                BlockKind::Item => {
                    open = None;
                    heads.retain(|&(head, _)| head < depth);
                    let below = blocks.get(at + 1..).unwrap_or_default();
                    let said =
                        heads.iter().fold(all.or(self.said(text)), |all, head| all.or(head.1));
                    if self.heads_list(block, below) {
                        heads.push((depth, said));
                    } else if !self.is_empty(text) && !self.is_field(text) {
                        let ticked = self.scope.markdown.blocks[block].ticked == Some(true);
                        self.push(text, said, ticked || self.is_done(text));
                        open = Some(depth);
                    }
                }
                // A further paragraph of the item.
                BlockKind::Paragraph if open.is_some_and(|open| depth == open && depth > 0) => {
                    let said = self.said(text);
                    self.add(said);
                }
                BlockKind::Paragraph => open = None,
                _ => {}
            }
        }
    }

    fn push(&mut self, text: Text<'_>, said: Said, done: bool) {
        let line = text.lines().find(|line| !line.is_blank()).unwrap_or(text).trim();
        let Said { owner, due } = said;
        self.actions.push(Action { span: line.span(), owner, due, done, list: self.lists });
    }

    /// Adds what a part of the last item says.
    fn add(&mut self, said: Said) {
        if let Some(action) = self.actions.last_mut() {
            action.owner |= said.owner;
            action.due |= said.due;
        }
    }

    fn depth(&self, block: usize) -> usize {
        self.scope.markdown.blocks[block].depth
    }

    fn row(&self, block: usize) -> Option<bool> {
        match self.scope.markdown.blocks[block].kind {
            BlockKind::Row { head, .. } => Some(head),
            _ => None,
        }
    }

    fn words(&self) -> &'a ActionWords {
        &self.scope.template.actions
    }

    /// Whether an item is the head of a list of items: `Short term:`, with none of an item's fields
    /// below it.
    fn heads_list(&self, block: usize, below: &[usize]) -> bool {
        let (depth, text) = (self.depth(block), self.scope.markdown.text(block));
        if self.scope.markdown.blocks[block].ticked.is_some() || !is_label(text) {
            return false;
        }
        let mut parts = below.iter().take_while(|&&part| self.depth(part) > depth).peekable();
        parts.peek().is_some()
            && parts.all(|&part| {
                let text = self.scope.markdown.text(part);
                self.scope.markdown.blocks[part].kind == BlockKind::Item && !self.is_field(text)
            })
    }

    /// Whether a text is a field of an item and no item: `Owner: …`.
    fn is_field(&self, text: Text<'_>) -> bool {
        self.words().field_at_start(text.as_str())
    }

    /// Whether a text is a word for "nothing", or was never filled in.
    fn is_empty(&self, text: Text<'_>) -> bool {
        !self.is_filled(text.as_str())
    }

    /// Whether somebody wrote something in a place.
    fn is_filled(&self, text: &str) -> bool {
        let template = self.scope.template;
        let words = &template.placeholders;
        let open =
            || words.is_word(text) || words.find(text).iter().any(|place| covers(place, text));
        text.contains(char::is_alphanumeric)
            && !template.nothing.hold(text)
            && !self.words().nobody.hold(text)
            && !open()
    }

    fn table_row(&mut self, block: usize, table: &Table, all: Said) {
        let cells: Vec<Text<'_>> = self.scope.markdown.cells(block).collect();
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column).copied());
        let filled = |column| cell(column).is_some_and(|cell| self.is_filled(cell.as_str()));
        let is_other =
            |&column: &usize| ![table.owner, table.due, table.status].contains(&Some(column));
        let others = (0..cells.len()).filter(is_other).filter(|&column| filled(Some(column)));
        let longest =
            others.max_by_key(|&column| (cells[column].as_str().len(), usize::MAX - column));
        let what = table.what.filter(|&column| filled(Some(column))).or(longest);
        let Some(what) = cell(what) else { return };
        let text = self.scope.markdown.text(block);
        let said = self.said(text);
        // A column has the field; where there is none it may stand in the text.
        let owner = table.owner.map_or(said.owner, |column| filled(Some(column)));
        let due = table.due.map_or(said.due, |column| filled(Some(column)));
        let done = cells.iter().any(|cell| self.words().done.hold(cell.as_str()));
        self.push(what, all.or(Said { owner, due }), done);
    }

    /// Whether a list item says that it is done: `(done)`, `✅ …`, `**已完成**`.
    fn is_done(&self, text: Text<'_>) -> bool {
        let visible = text.as_str();
        let done = &self.words().done;
        let parts = || visible.split(['(', ')', '（', '）', '[', ']', '【', '】']);
        let bold = || text.runs().filter(|(_, style)| style.has(Style::STRONG));
        let ends = [visible.split_whitespace().next(), visible.split_whitespace().next_back()];
        parts().skip(1).any(|part| done.hold(part))
            || bold().any(|(run, _)| visible.get(run).is_some_and(|run| done.hold(run)))
            || ends
                .into_iter()
                .flatten()
                .any(|word| !word.contains(char::is_alphanumeric) && done.hold(word))
    }

    /// What a text says about its item.
    fn said(&self, text: Text<'_>) -> Said {
        let visible = text.as_str();
        let filled = |value: &str| self.is_filled(value);
        let words = self.words();
        let owner = words.owner.has_value(visible, &filled) || has_handle(text);
        let due = words.due.has_value(visible, &filled) || self.has_date(text);
        Said { owner, due }
    }

    fn has_date(&self, text: Text<'_>) -> bool {
        let dated = |found: &Found| found.first().is_some_and(|first| first.date.is_some());
        stamp::find(text, &self.scope.template.stamps).iter().any(dated)
    }
}

/// Whether a place is all that a text has.
fn covers(place: &std::ops::Range<usize>, text: &str) -> bool {
    let outside = [text.get(..place.start), text.get(place.end..)];
    !outside.into_iter().flatten().any(|part| part.contains(char::is_alphanumeric))
}

/// Whether somebody is mentioned: `@alice`, `alice@shop.example`. Not in code, where it is a package.
fn has_handle(text: Text<'_>) -> bool {
    let visible = text.as_str();
    visible.match_indices('@').any(|(at, _)| {
        let next = visible.get(at + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_alphabetic) && !text.is(at..at + 1, Style::CODE)
    })
}

/// Which column of a table holds what.
struct Table {
    owner: Option<usize>,
    due: Option<usize>,
    status: Option<usize>,
    what: Option<usize>,
}

impl Table {
    /// The columns of a table of action items; `None` for a table of something else.
    fn new(scope: &Scope<'_>, head: usize) -> Option<Self> {
        let words = &scope.template.actions;
        let cells: Vec<Text<'_>> = scope.markdown.cells(head).collect();
        let column = |is: &dyn Fn(&str) -> bool| cells.iter().position(|cell| is(cell.as_str()));
        let table = Self {
            owner: column(&|head| words.owner.is_head(head)),
            due: column(&|head| words.due.is_head(head)),
            status: column(&|head| words.is_status(head)),
            what: column(&|head| words.is_item(head)),
        };
        (table.owner.or(table.due).or(table.what).is_some()).then_some(table)
    }
}
