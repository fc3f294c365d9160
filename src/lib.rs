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
//! | Markdown | [`text`], [`markdown`] |
//! | templates | `toml_text`, [`words`], [`label`], [`title`], [`cue`], [`template`], [`document`], [`sketch`] |
//! | settings | [`config`] |
//! | reading | [`front_matter`], [`choice`], [`stamp`], [`range`], [`labelled`], [`metadata`] |
//! | facts | [`timeline`], [`key_event`], [`metric`], [`impact`], [`sentence`], [`action`], [`section`], [`alignment`], [`postmortem`] |
//! | judging | [`suppression`], [`blank`], [`rules`], [`mod@fix`], [`project`], [`fingerprint`], [`baseline`], [`changes`], [`mod@derive`], [`house`] |
//! | showing | [`walk`], [`output`], [`schema`], [`lsp`], [`cli`] |
//!
//! Three things hold everywhere: places are bytes of the source from end to end, facts are read
//! before any rule runs, and nothing that could not be read passes in silence.

pub mod action;
pub mod alignment;
pub mod baseline;
pub mod blank;
pub mod changes;
pub mod choice;
pub mod cli;
pub mod config;
pub mod cue;
pub mod derive;
pub mod document;
pub mod finding;
pub mod fingerprint;
pub mod fix;
pub mod front_matter;
pub mod house;
pub mod impact;
pub mod key_event;
pub mod label;
pub mod labelled;
pub mod lang;
pub mod lsp;
pub mod markdown;
pub mod metadata;
pub mod metric;
pub mod milestone;
pub mod notation;
pub mod output;
pub mod postmortem;
pub mod project;
pub mod range;
pub mod rules;
pub mod schema;
pub mod section;
pub mod sentence;
pub mod sketch;
pub mod source;
pub mod span;
pub mod stamp;
pub mod suppression;
pub mod template;
pub mod text;
pub mod timeline;
mod times;
pub mod title;
mod toml_text;
mod unfilled;
pub mod walk;
pub mod words;

use std::sync::Arc;

use crate::config::Settings;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::postmortem::Postmortem;
use crate::source::Source;
use crate::suppression::{Suppressed, Suppressions};

pub use crate::postmortem::read;

/// What was found in a document.
#[derive(Debug, Default)]
pub struct Linted {
    /// The findings, sorted by place, then rule.
    pub findings: Vec<Finding>,
    /// Those that a comment of the author silences, in the same order.
    pub suppressed: Vec<Suppressed>,
}

/// Lints the postmortems of a document, and leaves out what its author has silenced with a reason.
#[must_use]
pub fn judge(
    source: &Arc<Source>,
    postmortems: &[Postmortem],
    settings: &Settings,
    lang: Lang,
) -> Linted {
    let mut suppressions = Suppressions::read(source);
    let mut found = Vec::new();
    for postmortem in postmortems {
        let suppressions = &suppressions;
        let context = rules::Context { source, postmortem, settings, suppressions, lang };
        rules::run(&context, &mut found);
    }
    found.sort_by(|a, b| (a.primary.span, a.rule).cmp(&(b.primary.span, b.rule)));
    let (mut findings, suppressed) = suppressions.apply(source, found);
    for postmortem in postmortems {
        let suppressions = &suppressions;
        let context = rules::Context { source, postmortem, settings, suppressions, lang };
        rules::run_last(&context, &mut findings);
    }
    findings.sort_by(|a, b| (a.primary.span, a.rule).cmp(&(b.primary.span, b.rule)));
    Linted { findings, suppressed }
}

/// The findings of [`judge`].
#[must_use]
pub fn lint(
    source: &Arc<Source>,
    postmortems: &[Postmortem],
    settings: &Settings,
    lang: Lang,
) -> Vec<Finding> {
    judge(source, postmortems, settings, lang).findings
}
