//! pmlint reads a Markdown postmortem, derives its time metrics from its own timeline and says
//! where what it states does not add up.
//!
//! # Architecture
//!
//! Each layer uses only those above it:
//!
//! | layer | modules |
//! |---|---|
//! | places | [`span`], [`source`], [`finding`], [`lang`] |
//! | notations | [`milestone`], [`notation`] |
//! | data | `toml_text`, [`template`], [`config`] |
//! | reading | `text`, `markdown`, `document` |
//! | facts | [`timeline`], [`metric`], [`impact`], [`postmortem`] |
//! | judging | [`rules`] |
//! | showing | `output`, `cli` |
//!
//! Three things hold everywhere: places are bytes of the source from end to end, facts are read
//! before any rule runs, and nothing that could not be read passes in silence.

pub mod config;
pub mod finding;
pub mod impact;
pub mod lang;
pub mod metric;
pub mod milestone;
pub mod notation;
pub mod postmortem;
pub mod rules;
pub mod source;
pub mod span;
pub mod template;
pub mod timeline;
mod toml_text;

use std::sync::Arc;

use crate::config::Settings;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::postmortem::Postmortem;
use crate::source::Source;

/// Reads a document: the postmortems in it, in order.
///
/// With `sure`, a document that fits no template is read with the best one all the same; without it
/// such a document is no postmortem and yields nothing.
#[must_use]
pub fn read(source: &Arc<Source>, settings: &Settings, sure: bool) -> Vec<Postmortem> {
    let _ = (source, settings, sure);
    Vec::new()
}

/// Lints the postmortems of a document; findings come sorted by place, then rule.
#[must_use]
pub fn lint(
    source: &Arc<Source>,
    postmortems: &[Postmortem],
    settings: &Settings,
    lang: Lang,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for postmortem in postmortems {
        let context = rules::Context { source, postmortem, settings, lang };
        rules::run(&context, &mut found);
    }
    found.sort_by(|a, b| (a.primary.span, a.rule).cmp(&(b.primary.span, b.rule)));
    found
}
