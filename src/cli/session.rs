//! From what was typed to the list of documents to work on, each with its settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory as _;

use crate::cli::args::{Cli, InputArgs};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::{Error, nearest};
use crate::cli::settings::{Configs, Loaded, Wrong};
use crate::config::{FailOn, Settings};
use crate::finding::Finding;
use crate::output::Failure;
use crate::source::Source;
use crate::walk::{self, Found, Left, Walk};

/// One thing to work on.
#[derive(Debug)]
pub(super) enum Job {
    /// A configuration that is wrong, and the findings that say so.
    Config(Arc<Loaded>),
    /// A document.
    Document(Document),
}

/// A document to read.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path, or the path that standard input stands for.
    path: Option<PathBuf>,
    /// The same with symbolic links of its folder resolved.
    real: PathBuf,
    is_standard_input: bool,
    /// Whether somebody said that it is a postmortem.
    pub(super) sure: bool,
    /// Whether it was named.
    pub(super) named: bool,
    /// The name of its configuration, if it has one.
    pub(super) config: Option<String>,
    /// The baseline that its configuration names.
    baseline: Option<PathBuf>,
    /// What holds for it.
    pub(super) settings: Arc<Settings>,
    /// The lowest severity of a finding in it that makes the run fail.
    pub(super) fail_on: FailOn,
}

impl Document {
    /// A document that was named, with what its configuration says; `None` where that is wrong.
    pub(super) fn new(loaded: &Loaded, real: &Path, path: Option<PathBuf>) -> Option<Self> {
        let config = loaded.config.as_ref().ok()?;
        Some(Self {
            path,
            real: real.to_path_buf(),
            is_standard_input: false,
            sure: true,
            named: true,
            baseline: config.baseline.as_ref().map(|path| loaded.beside(path)),
            config: loaded.name.clone(),
            settings: config.settings_for(loaded.relative(real)),
            fail_on: config.fail_on,
        })
    }

    /// The name it is shown under.
    pub(super) fn name(&self) -> String {
        document::source_name(self.path.as_deref())
    }

    /// Its path, with symbolic links of its folder resolved.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// The baseline that holds for it.
    pub(super) fn baseline(&self) -> Option<&Path> {
        self.baseline.as_deref()
    }

    /// The file that it is; `None` for standard input.
    pub(super) fn file(&self) -> Option<&Path> {
        self.path.as_deref().filter(|_| !self.is_standard_input)
    }

    /// Reads its text.
    pub(super) fn read(&self) -> Result<Arc<Source>, Error> {
        let source = match &self.path {
            Some(path) if !self.is_standard_input => document::read(path),
            path => document::read_standard_input(path.as_deref()),
        };
        source.map(Arc::new)
    }
}

impl Job {
    /// What is wrong in a configuration; nothing for a document.
    pub(super) fn config_findings(&self) -> &[Finding] {
        match self {
            Self::Config(loaded) => match &loaded.config {
                Err(Wrong::Findings(findings)) => findings,
                _ => &[],
            },
            Self::Document(_) => &[],
        }
    }

    /// What jobs are sorted by.
    fn key(&self) -> &[u8] {
        match self {
            Self::Config(loaded) => loaded.name.as_deref().unwrap_or_default().as_bytes(),
            Self::Document(document) => {
                let path = document.path.as_deref().unwrap_or(Path::new(""));
                path.as_os_str().as_encoded_bytes()
            }
        }
    }
}

/// A file or folder that is not worked on.
#[derive(Debug)]
pub(super) struct NotRead {
    pub(super) path: PathBuf,
    /// Whether it is a folder, with all that is in it.
    pub(super) is_folder: bool,
    pub(super) why: Why,
}

/// Why something is not worked on.
#[derive(Debug)]
pub(super) enum Why {
    /// The search did not take it.
    Walk(walk::Why),
    /// It is the template of a configuration.
    Template,
    /// Its configuration, of this name, is wrong.
    Config(Option<String>),
}

impl From<Left> for NotRead {
    fn from(left: Left) -> Self {
        Self { path: left.path, is_folder: left.is_folder, why: Why::Walk(left.why) }
    }
}

/// The work of a run, and what was met on the way to it.
#[derive(Debug)]
pub(super) struct Session {
    /// What to work on, in the order of paths.
    pub(super) jobs: Vec<Job>,
    /// Markdown files that the configuration leaves out.
    pub(super) left_out: usize,
    /// Files that were named under `--force-exclude`: having left out all of them is no failure.
    pub(super) forced: usize,
    /// Folders without any Markdown.
    pub(super) empty: Vec<PathBuf>,
    /// What was met and is not worked on, and why, in the order of paths; where it was asked for.
    pub(super) left: Vec<NotRead>,
    /// Whether something could not be read.
    pub(super) trouble: bool,
    /// What could not be read; the user has been told.
    pub(super) failures: Vec<Failure>,
}

impl Session {
    /// Whether a path, with symbolic links resolved, is one of the documents.
    pub(super) fn reads(&self, path: &Path) -> bool {
        self.jobs.iter().any(|job| match job {
            Job::Document(Document { path: Some(document), is_standard_input: false, .. }) => {
                document.file_name() == path.file_name()
                    && fs::canonicalize(document).is_ok_and(|document| document == path)
            }
            _ => false,
        })
    }

    /// Finds the documents; tells the user about every path that cannot be read.
    pub(super) fn open(args: &InputArgs, console: &Console) -> Result<Self, Error> {
        Self::find(args, console, walk::walk)
    }

    /// The same, keeping also what is not worked on.
    pub(super) fn survey(args: &InputArgs, console: &Console) -> Result<Self, Error> {
        Self::find(args, console, walk::survey)
    }

    fn find(args: &InputArgs, console: &Console, search: Search) -> Result<Self, Error> {
        let (standard_input, paths) = split(args)?;
        let configs = Configs::new(&args.settings, console.lang)?;
        let filter = |folder: &Path| Arc::clone(&configs.of(folder).filter);
        let walk = search(&paths, args.force_exclude, &filter);
        let Walk { files, failures, left_out, forced, empty, left, .. } = walk;
        let mut session = Self {
            jobs: Vec::with_capacity(files.len()),
            left_out,
            forced,
            empty,
            left: left.into_iter().map(NotRead::from).collect(),
            trouble: !failures.is_empty(),
            failures: Vec::new(),
        };
        for found in files {
            session.take(found, &configs, console);
        }
        if standard_input {
            session.take_standard_input(args, &configs);
        }
        session.finish(&configs, console);
        let errors = failures.into_iter().map(|unread| failure(&unread.path, unread.error));
        let mut errors: Vec<Error> = errors.collect();
        if let Some(command) = errors.iter().find_map(Error::command) {
            return Err(Error::CommandBehind { command: command.to_owned() });
        }
        errors.extend(configs.take_errors());
        session.trouble |= !errors.is_empty();
        errors.iter().for_each(|error| console.error(error));
        session.failures = errors.iter().map(|error| error.failure(console.lang)).collect();
        Ok(session)
    }

    /// Takes a file that was found.
    fn take(&mut self, found: Found, configs: &Configs, console: &Console) {
        let loaded = configs.of(&found.folder);
        let real = found.real();
        if !found.named && configs.is_template(&real) {
            console.is_template(&document::name(&found.path));
            self.left_out += 1;
            self.leave(found.path, Why::Template);
            return;
        }
        match Document::new(&loaded, &real, Some(found.path.clone())) {
            Some(document) => {
                let Found { sure, named, .. } = found;
                self.jobs.push(Job::Document(Document { sure, named, ..document }));
            }
            None => self.blocked(found.path, &loaded),
        }
    }

    /// Takes standard input, as the file that it stands for.
    fn take_standard_input(&mut self, args: &InputArgs, configs: &Configs) {
        let path = args.stdin_filename.clone();
        let real = stand_in(path.as_deref());
        let loaded = configs.of(real.parent().unwrap_or(&real));
        let shown = PathBuf::from(document::source_name(path.as_deref()));
        let mut sure = true;
        if args.force_exclude && path.is_some() {
            self.forced += 1;
            match walk::as_found(&real, &loaded.filter) {
                Ok(it) => sure = it,
                Err(why) => {
                    self.leave(shown, Why::Walk(why));
                    return;
                }
            }
        }
        match Document::new(&loaded, &real, path) {
            Some(document) => {
                let document = Document { is_standard_input: true, sure, ..document };
                self.jobs.push(Job::Document(document));
            }
            None => self.blocked(shown, &loaded),
        }
    }

    /// Notes a file whose configuration is wrong.
    fn blocked(&mut self, path: PathBuf, loaded: &Loaded) {
        self.trouble = true;
        self.leave(path, Why::Config(loaded.name.clone()));
    }

    fn leave(&mut self, path: PathBuf, why: Why) {
        self.left.push(NotRead { path, is_folder: false, why });
    }

    /// Adds what is wrong in configurations, and puts all in order.
    fn finish(&mut self, configs: &Configs, console: &Console) {
        for loaded in configs.all() {
            if matches!(loaded.config, Err(Wrong::Findings(_))) {
                self.trouble = true;
                self.jobs.push(Job::Config(loaded));
            } else if let Some(name) = &loaded.name {
                console.detail(|| format!("configuration: {name}"), || format!("配置：{name}"));
            }
        }
        self.jobs.sort_by(|a, b| a.key().cmp(b.key()));
        let bytes = |path: &NotRead| path.path.as_os_str().as_encoded_bytes().to_vec();
        self.left.sort_by_cached_key(bytes);
    }
}

/// A way to search paths: [`walk::walk`] or [`walk::survey`].
type Search = fn(&[PathBuf], bool, &dyn Fn(&Path) -> Arc<walk::Filter>) -> Walk;

impl Session {
    /// The documents.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.jobs.iter().filter_map(|job| match job {
            Job::Document(document) => Some(document),
            Job::Config(_) => None,
        })
    }

    /// Holds one baseline for all documents, whatever their configuration says; or none.
    pub(super) fn use_baseline(&mut self, baseline: Option<&Path>) {
        for job in &mut self.jobs {
            if let Job::Document(document) = job {
                document.baseline = baseline.map(Path::to_path_buf);
            }
        }
    }

    /// Whether one of the documents is standard input.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.documents().any(|document| document.is_standard_input)
    }
}

/// Whether standard input is read, and the paths beside it.
fn split(args: &InputArgs) -> Result<(bool, Vec<PathBuf>), Error> {
    let dash = Path::new("-");
    let standard_input = args.paths.iter().any(|path| path == dash);
    if args.stdin_filename.is_some() && !standard_input {
        return Err(Error::NoStandardInput);
    }
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| *path != dash).cloned().collect();
    if paths.is_empty() && !standard_input {
        return Ok((false, vec![PathBuf::from(".")]));
    }
    Ok((standard_input, paths))
}

/// The path that standard input stands for, with symbolic links resolved as far as it exists.
pub(super) fn stand_in(path: Option<&Path>) -> PathBuf {
    let path = path.unwrap_or(Path::new("-"));
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut folders = path.ancestors().skip(1);
    let real = folders.find_map(|folder| Some((fs::canonicalize(folder).ok()?, folder)));
    real.and_then(|(real, folder)| Some(real.join(path.strip_prefix(folder).ok()?))).unwrap_or(path)
}

/// A path that could not be searched.
pub(super) fn failure(path: &Path, error: std::io::Error) -> Error {
    let name = document::name(path);
    if error.kind() != std::io::ErrorKind::NotFound {
        return Error::Unreadable { path: name, error };
    }
    // It may have been meant to be a command.
    let cli = Cli::command();
    let command = nearest(&name, cli.get_subcommands().map(clap::Command::get_name));
    Error::Missing { path: name, command: command.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_path_that_resembles_a_command_offers_it() {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let command = |path: &str| match failure(Path::new(path), missing()) {
            Error::Missing { command, .. } => command,
            other => panic!("{other:?}"),
        };
        assert_eq!(command("chekc").as_deref(), Some("check"));
        assert_eq!(command("inti").as_deref(), Some("init"));
        assert_eq!(command("docs/2021-03-19.md"), None);
    }

    #[test]
    fn standard_input_may_stand_for_a_file_that_does_not_exist() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let real = fs::canonicalize(folder.path()).expect("the folder");
        let path = stand_in(Some(&folder.path().join("new/a.md")));
        assert_eq!(path, real.join("new/a.md"));
    }
}
