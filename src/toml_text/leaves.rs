//! All values of a table at once, whatever they mean.

use toml::de::{DeTable, DeValue};

use super::At;
use super::table::Table;

/// A value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A string.
    One(String),
    /// A list of strings.
    Many(Vec<String>),
}

impl Table<'_, '_> {
    /// The strings and lists of strings below a table, each with the keys that lead to it.
    pub(crate) fn leaves(&self) -> Vec<(Vec<String>, At<Written>)> {
        let mut found = Vec::new();
        collect(self.entries(), &mut Vec::new(), &mut found);
        found
    }
}

fn collect(
    table: &DeTable<'_>,
    above: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, At<Written>)>,
) {
    for (key, node) in table {
        above.push(key.get_ref().to_string());
        let written = match node.get_ref() {
            DeValue::Table(table) => {
                collect(table, above, found);
                None
            }
            DeValue::String(text) => Some(Written::One(text.to_string())),
            DeValue::Array(items) => {
                let texts = items.iter().map(|item| match item.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                });
                texts.collect::<Option<_>>().map(Written::Many)
            }
            _ => None,
        };
        found.extend(written.map(|value| (above.clone(), At { value, span: node.span().into() })));
        above.pop();
    }
}
