//! `pmlint.toml`: every key checked, every value with its place.
//!
//! This module turns a configuration text into a [`Config`], and that into the [`Settings`] of one
//! document. Finding the file and reading it, and the templates it refers to, is the caller's work.

mod origin;
mod paths;
mod read;
mod severity;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{FixedOffset, TimeDelta};

pub use self::origin::{Origin, Origins, Override, Written};
pub use self::paths::Paths;
pub use self::values::parse_offset;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::milestone::Pair;
use crate::source::Source;
use crate::span::Span;
use crate::template::{self, Template};

/// What a rule is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, with this severity.
    On(Severity),
}

/// From which severity on findings make pmlint fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// At this severity and above.
    At(Severity),
    /// Whatever is found.
    Never,
}

impl FailOn {
    /// The words for it, in the configuration and on the command line.
    pub const WORDS: [&'static str; 4] = ["error", "warning", "note", "never"];

    /// Reads one of [`FailOn::WORDS`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "never" => Some(Self::Never),
            _ => severity(word).map(Self::At),
        }
    }

    /// Whether a finding of a severity makes pmlint fail.
    #[must_use]
    pub fn is_reached(self, by: Severity) -> bool {
        matches!(self, Self::At(limit) if by >= limit)
    }
}

/// The severity of a word.
fn severity(word: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Note].into_iter().find(|s| s.as_str() == word)
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
    /// Takes the limits of another table over these, one by one.
    fn extend(&mut self, other: &Self) {
        self.limits.extend(other.limits.clone());
        for (severity, limits) in &other.by_severity {
            self.by_severity.entry(severity.clone()).or_default().extend(limits.clone());
        }
    }
}

/// What holds for one document: everything that the core needs to know beside its text. The default
/// is what holds without a configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The template that the configuration names; without one the built-in template that fits the
    /// document best.
    pub template: Option<Arc<Template>>,
    /// The offset of time stamps that state none.
    pub timezone: Option<FixedOffset>,
    /// The limits.
    pub sla: Sla,
    /// The readings that count for a metric, by its id: `responded -> recovered`.
    pub pins: BTreeMap<String, Placed<Vec<Pair>>>,
    /// Levels of rules that are not their defaults.
    pub levels: BTreeMap<&'static str, Level>,
}

impl Settings {
    /// The templates that a document may be read with: the one that the configuration names, or all
    /// built-in ones, each loaded when it comes to it.
    pub fn templates(&self) -> impl Iterator<Item = Arc<Template>> + use<> {
        let built_in = self.template.is_none().then(template::builtins);
        self.template.clone().into_iter().chain(built_in.into_iter().flatten())
    }

    /// Takes what a part of the configuration says over what was said before it.
    fn apply(&mut self, part: &Part) {
        if let Some(template) = &part.template {
            self.template = Some(Arc::clone(template));
        }
        self.timezone = part.timezone.or(self.timezone);
        self.sla.extend(&part.sla);
        self.pins.extend(part.pins.clone());
        self.levels.extend(&part.levels);
    }
}

/// What the configuration, or one of its `[[overrides]]`, says about documents.
#[derive(Clone, Debug, Default)]
struct Part {
    template: Option<Arc<Template>>,
    timezone: Option<FixedOffset>,
    sla: Sla,
    pins: BTreeMap<String, Placed<Vec<Pair>>>,
    levels: BTreeMap<&'static str, Level>,
    origins: Origins,
}

/// A configuration, read and checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// What to lint inside a folder; `None` leaves it to how the files look.
    pub include: Option<Paths>,
    /// What to leave out.
    pub exclude: Paths,
    /// From which severity on pmlint fails.
    pub fail_on: FailOn,
    /// The path of the baseline, relative to the configuration.
    pub baseline: Option<String>,
    settings: Arc<Settings>,
    /// Where the top of the file sets what.
    origins: Origins,
    overrides: Vec<(Paths, Part)>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            include: None,
            exclude: Paths::default(),
            fail_on: FailOn::At(Severity::Error),
            baseline: None,
            settings: Arc::new(Settings::default()),
            origins: Origins::new(),
            overrides: Vec::new(),
        }
    }
}

/// Gets the text of a template file by the path that the configuration gives, which is relative to
/// the configuration; or says why it cannot.
pub type ReadFile<'a> = dyn FnMut(&str) -> Result<Arc<Source>, String> + 'a;

impl Config {
    /// Reads a configuration and the templates it refers to. `rules` are the ids that it may set.
    ///
    /// # Errors
    ///
    /// All that is wrong in it and in its templates, as findings of the rule `config`: first those
    /// of the configuration, in its order.
    pub fn parse(
        source: &Arc<Source>,
        lang: Lang,
        rules: &[&'static str],
        read_file: &mut ReadFile<'_>,
    ) -> Result<Self, Vec<Finding>> {
        read::read(source, lang, read_file, rules)
    }

    /// The settings of a document, by its path relative to the configuration. Of several overrides
    /// that name it, the last one counts.
    #[must_use]
    pub fn settings_for(&self, path: &Path) -> Arc<Settings> {
        let mut settings = Arc::clone(&self.settings);
        for part in self.parts_for(path) {
            Arc::make_mut(&mut settings).apply(part);
        }
        settings
    }

    /// Where each of the settings of a document was written; none for a default.
    #[must_use]
    pub fn origins_for(&self, path: &Path) -> Origins {
        let mut origins = self.origins.clone();
        for part in self.parts_for(path) {
            origins.extend(part.origins.clone());
        }
        origins
    }

    /// The overrides, and whether they are for a document.
    pub fn overrides_for(&self, path: &Path) -> impl Iterator<Item = Override> {
        self.overrides.iter().map(|(paths, _)| Override {
            paths: paths.globs().map(|glob| glob.value.clone()).collect(),
            line: paths.globs().next().map_or(0, |glob| glob.source.line(glob.span.start)),
            applies: paths.contain(path, false),
        })
    }

    /// What the overrides say about a document, in order.
    fn parts_for(&self, path: &Path) -> impl Iterator<Item = &Part> {
        let own = self.overrides.iter().filter(|(paths, _)| paths.contain(path, false));
        own.map(|(_, part)| part)
    }

    /// Uses one template for all documents, whatever the configuration says.
    pub fn use_template(&mut self, template: &Arc<Template>) {
        let key: &[String] = &["template".to_owned()];
        Arc::make_mut(&mut self.settings).template = Some(Arc::clone(template));
        self.origins.remove(key);
        for (_, part) in &mut self.overrides {
            part.template = None;
            part.origins.remove(key);
        }
    }
}
