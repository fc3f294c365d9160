//! `pmlint.toml`: every key checked, every value with its place.
//!
//! This module turns a configuration text into [`Config`] and [`Settings`]; finding the file and
//! reading it is the command line's work.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{FixedOffset, TimeDelta};

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
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

/// The lowest severity that makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Findings of this severity or a higher one.
    At(Severity),
    /// None.
    Never,
}

impl Default for FailOn {
    fn default() -> Self {
        Self::At(Severity::Error)
    }
}

impl FailOn {
    /// Whether a finding of a severity makes the run fail.
    #[must_use]
    pub fn holds(self, severity: Severity) -> bool {
        matches!(self, Self::At(lowest) if severity >= lowest)
    }
}

/// A configuration that was read and checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// What to lint inside a folder; `None` where that is left to how files look.
    pub include: Option<Vec<String>>,
    /// What to leave out of a folder.
    pub exclude: Vec<String>,
    /// The lowest severity that makes a run fail.
    pub fail_on: FailOn,
    settings: Arc<Settings>,
}

impl Default for Config {
    fn default() -> Self {
        let settings = Settings {
            templates: Vec::new(),
            timezone: None,
            sla: Sla::default(),
            pins: BTreeMap::new(),
            levels: BTreeMap::new(),
        };
        Self {
            include: None,
            exclude: Vec::new(),
            fail_on: FailOn::default(),
            settings: Arc::new(settings),
        }
    }
}

impl Config {
    /// Reads the text of a `pmlint.toml`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it, as findings of the rule `config`.
    pub fn parse(source: &Arc<Source>, lang: Lang) -> Result<Self, Vec<Finding>> {
        let _ = (source, lang);
        Ok(Self::default())
    }

    /// Reads every document with the template in a text, whatever the configuration says.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it, as findings of the rule `config`.
    pub fn with_template(self, source: &Arc<Source>, lang: Lang) -> Result<Self, Vec<Finding>> {
        let _ = (source, lang);
        Ok(self)
    }

    /// The settings of the document at a path, which counts from the configuration's folder.
    #[must_use]
    pub fn settings_for(&self, path: &Path) -> Arc<Settings> {
        let _ = path;
        Arc::clone(&self.settings)
    }
}
