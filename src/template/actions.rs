//! The words of action items.

use super::words::{self, take_in_order};
use crate::title::Lines;
use crate::toml_text::Table;
use crate::words::Words;

/// The words that action items are written with, and what the template asks of them.
#[derive(Clone, Debug, Default)]
pub struct ActionWords {
    /// Who does it.
    pub owner: ActionField,
    /// Until when.
    pub due: ActionField,
    /// Words in place of an owner or a date that name none: `unassigned`.
    pub nobody: Lines,
    /// Words for work that is done.
    pub done: Lines,
    /// Words for work that is to be done or goes on, which are no placeholders in a column for it.
    pub open: Lines,
    items: Lines,
    statuses: Lines,
}

impl ActionWords {
    /// Whether the head of a column asks what is to be done.
    #[must_use]
    pub fn is_item(&self, head: &str) -> bool {
        concepts(head).any(|concept| self.items.hold(concept))
    }

    /// The head of a column for what is to be done.
    #[must_use]
    pub fn item_name(&self) -> Option<&str> {
        self.items.as_slice().first().map(String::as_str)
    }

    /// Whether the head of a column asks for the state of the work.
    #[must_use]
    pub fn is_status(&self, head: &str) -> bool {
        concepts(head).any(|concept| self.statuses.hold(concept))
    }

    /// Whether a text begins with the name of a field and a colon.
    #[must_use]
    pub fn field_at_start(&self, text: &str) -> bool {
        [&self.owner, &self.due].into_iter().any(|field| field.is_at_start(text))
    }
}

/// A field of an action item.
#[derive(Clone, Debug, Default)]
pub struct ActionField {
    /// Whether the template asks for it.
    pub required: bool,
    heads: Lines,
    names: Words,
    before: Words,
}

impl ActionField {
    fn new(required: bool, names: &[String], before: &[String]) -> Self {
        Self {
            required,
            heads: Lines::new(names.to_vec()),
            names: Words::new(names.iter().map(String::as_str)),
            before: Words::new(before.iter().map(String::as_str)),
        }
    }

    /// The head of a column for it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.heads.as_slice().first().map(String::as_str)
    }

    /// Whether the head of a column asks for it: `Owner`, `Owner / DRI`, `负责人（必填）`.
    #[must_use]
    pub fn is_head(&self, head: &str) -> bool {
        concepts(head).any(|concept| self.heads.hold(concept))
    }

    /// Whether a text states it with a value that `filled` takes: `Owner: Alice`.
    pub fn has_value(&self, text: &str, filled: &dyn Fn(&str) -> bool) -> bool {
        let named = self.names.find_iter(text).filter_map(|(_, name)| after_sign(text, name.end));
        let told = self.before.find_iter(text).filter_map(|(_, word)| text.get(word.end..));
        named.chain(told).any(|value| filled(clause(value)))
    }

    fn is_at_start(&self, text: &str) -> bool {
        let name = self.names.find(text).map(|(_, name)| name);
        name.is_some_and(|name| {
            let before = text.get(..name.start).unwrap_or_default();
            !before.contains(char::is_alphanumeric) && after_sign(text, name.end).is_some()
        })
    }
}

/// What a head of a column asks for: `Owner / Due`, `负责人（必填）`.
fn concepts(head: &str) -> impl Iterator<Item = &str> {
    head.split(['/', '／', '(', '（', '\n', '|', '、', '&'])
}

/// What stands behind a name of a field, after its colon.
fn after_sign(text: &str, end: usize) -> Option<&str> {
    let rest = text.get(end..)?.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    rest.strip_prefix([':', '：', '=', '＝'])
}

/// The part of a text that can be the value of a field.
fn clause(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let end = text.find([',', '，', ';', '；', ')', '）', '。', '|', '\n']);
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The words of `[actions]`, before they are put together.
#[derive(Clone, Debug, Default)]
pub(super) struct ActionDraft {
    owner: Vec<String>,
    owner_before: Vec<String>,
    due: Vec<String>,
    due_before: Vec<String>,
    items: Vec<String>,
    statuses: Vec<String>,
    nobody: Vec<String>,
    open: Vec<String>,
    done: Vec<String>,
    owner_required: bool,
    due_required: bool,
}

impl ActionDraft {
    /// Reads `[actions]`; what it does not give stays as it is.
    pub(super) fn read(&mut self, mut table: Table<'_, '_>) {
        for (name, list) in [
            ("owner", &mut self.owner),
            ("owner-before", &mut self.owner_before),
            ("due", &mut self.due),
            ("due-before", &mut self.due_before),
            ("items", &mut self.items),
            ("statuses", &mut self.statuses),
            ("nobody", &mut self.nobody),
            ("open", &mut self.open),
            ("done", &mut self.done),
        ] {
            words::set(list, take_in_order(&mut table, name));
        }
        words::set(&mut self.owner_required, table.boolean("owner-required"));
        words::set(&mut self.due_required, table.boolean("due-required"));
        table.finish();
    }

    /// What to search for.
    pub(super) fn build(&self) -> ActionWords {
        ActionWords {
            owner: ActionField::new(self.owner_required, &self.owner, &self.owner_before),
            due: ActionField::new(self.due_required, &self.due, &self.due_before),
            nobody: Lines::new(self.nobody.clone()),
            done: Lines::new(self.done.clone()),
            open: Lines::new(self.open.clone()),
            items: Lines::new(self.items.clone()),
            statuses: Lines::new(self.statuses.clone()),
        }
    }
}
