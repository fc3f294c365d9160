//! `pmlint.toml`: every key checked, every value with its place.
//!
//! This module turns a configuration text into [`Config`] and [`Settings`]; finding the file and
//! reading it is the command line's work.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{FixedOffset, TimeDelta};

use crate::finding::Severity;
use crate::milestone::Pair;
use crate::source::Source;
use crate::span::Span;
use crate::template::Template;

/// What a rule is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, with this severity.
    On(Severity),
}

/// A value of the configuration together with the place it was written at.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The configuration's text.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
}

/// The limits of `[sla]`, by metric id.
#[derive(Clone, Debug, Default)]
pub struct Sla {
    /// Those that hold whatever the severity.
    pub limits: BTreeMap<String, Placed<TimeDelta>>,
    /// Those of `[sla.severity.X]`, which come first.
    pub by_severity: BTreeMap<String, BTreeMap<String, Placed<TimeDelta>>>,
}

impl Sla {
    /// The limit of a metric in a document of a severity. The limit itself is still met.
    #[must_use]
    pub fn limit(&self, metric: &str, severity: Option<&str>) -> Option<&Placed<TimeDelta>> {
        severity
            .and_then(|severity| self.by_severity.get(severity)?.get(metric))
            .or_else(|| self.limits.get(metric))
    }
}

/// What holds for one document: everything that the core needs to know beside its text.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The templates to choose from; one where the configuration names it.
    pub templates: Vec<Arc<Template>>,
    /// The offset of time stamps that state none.
    pub timezone: Option<FixedOffset>,
    /// The limits.
    pub sla: Sla,
    /// Pinned readings, by metric id: `responded -> recovered`.
    pub pins: BTreeMap<String, Placed<Pair>>,
    /// Levels of rules that are not their defaults.
    pub levels: BTreeMap<&'static str, Level>,
}
