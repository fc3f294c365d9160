//! Where each setting was written, for `pmlint config show`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Placed;
use crate::source::Source;
use crate::toml_text::Table;
pub use crate::toml_text::Written;

/// A setting as it was written, and where.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The value and its place.
    pub written: Placed<Written>,
    /// Whether it stands in one of `[[overrides]]`.
    pub overrides: bool,
}

/// The settings that were written, by key: `["sla", "severity", "P0", "resolution"]`.
pub type Origins = BTreeMap<Vec<String>, Origin>;

/// One of `[[overrides]]`.
#[derive(Clone, Debug)]
pub struct Override {
    /// The paths that it is for, as they were written.
    pub paths: Vec<String>,
    /// The line of the first of them.
    pub line: usize,
    /// Whether it is for the document that was asked about.
    pub applies: bool,
}

/// All that a table sets, but for `[[overrides]]` and the paths of one.
pub(super) fn origins(table: &Table<'_, '_>, source: &Arc<Source>, overrides: bool) -> Origins {
    let origin = |written, span| Origin {
        written: Placed { value: written, source: Arc::clone(source), span },
        overrides,
    };
    let leaves = table.leaves().into_iter();
    leaves
        .filter(|(key, _)| !(overrides && key.first().is_some_and(|first| first == "paths")))
        .map(|(key, leaf)| (key, origin(leaf.value, leaf.span)))
        .collect()
}
