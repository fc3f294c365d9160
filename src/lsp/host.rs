//! What the server needs of the world around it: configurations, baselines, the language.
//!
//! The server opens no file itself. The command line brings a [`Host`] that finds the settings of a
//! document as `pmlint check` does; tests and benchmarks bring one of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Settings;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::output::hyperlink::Pages;
use crate::postmortem::Postmortem;
use crate::source::Source;

/// The world around the server. What has a default is that of a world without files.
pub trait Host {
    /// The language of messages.
    fn lang(&self) -> Lang;

    /// Reads a document as it stands in the editor, and judges it. `path` is absolute; a document that
    /// has not been saved yet has none. `None` where the document is not to be checked, or where its
    /// configuration is wrong. It says the same of the same text until it is told to [`Host::reload`].
    fn examine(&mut self, path: Option<&Path>, source: &Arc<Source>) -> Option<Examined>;

    /// The name that the document at a path is shown under.
    fn name_of(&self, path: &Path) -> String {
        path.to_string_lossy().into_owned()
    }

    /// Where the pages of rules are, if that is known.
    fn pages(&self) -> Option<Pages> {
        None
    }

    /// Hears the language of the editor (`en`, `zh-cn`), and the folder that it is in.
    fn begin(&mut self, _locale: Option<&str>, _root: Option<&Path>) {}

    /// Reads the configuration that a file is, if it has not been read yet.
    fn look_at(&mut self, _configuration: &Path) {}

    /// Whether what is read of documents may depend on a file: a configuration, a template, a baseline.
    fn depends_on(&self, _path: &Path) -> bool {
        false
    }

    /// Forgets what was read of configurations, templates and baselines.
    fn reload(&mut self) {}

    /// What is wrong in the configurations that were read.
    fn wrong(&mut self) -> Wrong {
        Wrong::default()
    }

    /// The file that a source has been read from.
    fn path_of(&self, source: &Source) -> PathBuf {
        PathBuf::from(source.name())
    }
}

/// A document that was read and judged.
#[derive(Debug)]
pub struct Examined {
    /// What holds for it.
    pub settings: Arc<Settings>,
    /// What was read of it.
    pub postmortems: Vec<Postmortem>,
    /// The findings that count.
    pub findings: Vec<Finding>,
}

impl Examined {
    /// Reads a text as a postmortem without any configuration.
    #[must_use]
    pub fn unconfigured(source: &Arc<Source>, lang: Lang) -> Self {
        let settings = Arc::new(Settings::default());
        let postmortems = crate::read(source, &settings, true);
        let findings = crate::lint(source, &postmortems, &settings, lang);
        Self { settings, postmortems, findings }
    }
}

/// What is wrong around the documents.
#[derive(Debug, Default)]
pub struct Wrong {
    /// In configurations and templates.
    pub findings: Vec<Finding>,
    /// What could not be read, and what else there is to say, in sentences.
    pub sentences: Vec<String>,
}
