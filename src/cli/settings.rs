//! Which configuration holds for which file.
//!
//! The nearest `pmlint.toml` wins, from the folder of the file up to the root of its repository.
//! Each is read once, however many files it holds for.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::args::SettingsArgs;
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::{Error, nearest};
use crate::cli::session::stand_in;
use crate::config::Config;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::output::draw;
use crate::rules;
use crate::sketch;
use crate::source::Source;
use crate::template::{BUILTIN, Template, builtin};
use crate::walk::Filter;

/// The name of a configuration file.
pub(super) const FILE: &str = "pmlint.toml";

/// A configuration and the folder that its paths count from.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The name it is shown under; `None` where there is no file.
    pub(super) name: Option<String>,
    /// What it says; what is wrong in it.
    pub(super) config: Result<Config, Wrong>,
    pub(super) filter: Arc<Filter>,
    pub(super) base: PathBuf,
    /// The same folder as seen from the current one.
    folder: PathBuf,
}

/// Why a configuration cannot be used.
#[derive(Debug)]
pub(super) enum Wrong {
    /// What is wrong in it.
    Findings(Vec<Finding>),
    /// It cannot be used; the user is told elsewhere.
    Unreadable,
}

impl Loaded {
    /// What it says; tells the user what is wrong in it.
    pub(super) fn usable(&self, console: &Console) -> Option<&Config> {
        let wrong = match &self.config {
            Ok(config) => return Some(config),
            Err(wrong) => wrong,
        };
        if let Wrong::Findings(findings) = wrong {
            let mut text = String::new();
            draw(findings, false, &mut text);
            console.failure_lines(&text);
        }
        None
    }

    /// The path of a file as patterns of this configuration see it.
    pub(super) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.base).unwrap_or(path)
    }

    /// A path that the configuration names, as seen from the current folder.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

/// The configurations of a run.
pub(super) struct Configs {
    /// The one that holds for every file, with `--config` and `--no-config`.
    fixed: Option<Arc<Loaded>>,
    /// What holds where no file is found.
    default: Arc<Loaded>,
    /// What holds for a folder.
    folders: RefCell<HashMap<PathBuf, Arc<Loaded>>>,
    /// Those that were read, in order.
    read: RefCell<Vec<Arc<Loaded>>>,
    errors: RefCell<Vec<Error>>,
    /// The files that are templates themselves, or should be, with symbolic links resolved.
    templates: RefCell<HashSet<PathBuf>>,
    /// The template to use whatever the configuration says.
    template: Option<Arc<Template>>,
    pub(super) here: PathBuf,
    lang: Lang,
}

impl Configs {
    /// The configurations that the command line asks for.
    pub(super) fn new(args: &SettingsArgs, lang: Lang) -> Result<Self, Error> {
        let here =
            fs::canonicalize(".").map_err(|error| Error::Unreadable { path: ".".into(), error })?;
        let template = args.template.as_deref().map(|name| template(name, lang)).transpose()?;
        let (template, wrong) = match template {
            Some(Ok(template)) => (Some(template), None),
            Some(Err(findings)) => (None, Some(findings)),
            None => (None, None),
        };
        let config = wrong.map_or_else(
            || Ok(using(Config::default(), template.as_ref())),
            |findings| Err(Wrong::Findings(findings)),
        );
        let default = Loaded {
            name: None,
            config,
            filter: Arc::new(Filter::everything()),
            base: here.clone(),
            folder: PathBuf::new(),
        };
        let mut configs = Self {
            fixed: None,
            default: Arc::new(default),
            folders: RefCell::default(),
            read: RefCell::default(),
            errors: RefCell::default(),
            templates: RefCell::default(),
            template,
            here,
            lang,
        };
        if let Some(name) = &args.template {
            configs.note_template(Path::new(name));
        }
        // A template that is wrong is told even if no file uses it.
        configs.read.borrow_mut().push(Arc::clone(&configs.default));
        if args.no_config {
            configs.fixed = Some(Arc::clone(&configs.default));
        } else if let Some(path) = &args.config {
            let source = document::read(path)?;
            configs.fixed = Some(configs.load(source, configs.here.clone()));
        }
        Ok(configs)
    }

    /// What holds for the files right in a folder, whose path has no symbolic links.
    pub(super) fn of(&self, folder: &Path) -> Arc<Loaded> {
        if let Some(fixed) = &self.fixed {
            return Arc::clone(fixed);
        }
        if let Some(known) = self.folders.borrow().get(folder) {
            return Arc::clone(known);
        }
        let found = self.find(folder);
        self.folders.borrow_mut().insert(folder.to_path_buf(), Arc::clone(&found));
        found
    }

    /// Whether a file, whose path has no symbolic links, is the template of a configuration.
    pub(super) fn is_template(&self, path: &Path) -> bool {
        self.templates.borrow().contains(path)
    }

    /// Notes a template, which may be missing: an editor is told when it comes.
    fn note_template(&self, path: &Path) {
        let path = fs::canonicalize(path).unwrap_or_else(|_| stand_in(Some(path)));
        self.templates.borrow_mut().insert(path);
    }

    /// All configurations that were read so far.
    pub(super) fn all(&self) -> Vec<Arc<Loaded>> {
        self.read.borrow().clone()
    }

    /// What went wrong while reading configurations; each is handed out once.
    pub(super) fn take_errors(&self) -> Vec<Error> {
        self.errors.take()
    }

    fn find(&self, folder: &Path) -> Arc<Loaded> {
        match fs::read(folder.join(FILE)) {
            Ok(bytes) => match document::decode(self.name(folder), bytes) {
                Ok(source) => self.load(source, folder.to_path_buf()),
                Err(error) => self.unreadable(folder, error),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let is_root = folder.join(".git").exists();
                let above = folder.parent().filter(|_| !is_root);
                above.map_or_else(|| Arc::clone(&self.default), |above| self.of(above))
            }
            Err(error) => {
                let path = self.name(folder);
                self.unreadable(folder, Error::Unreadable { path, error })
            }
        }
    }

    fn load(&self, source: Source, base: PathBuf) -> Arc<Loaded> {
        let name = source.name().to_owned();
        let folder = Path::new(&name).parent().map(Path::to_path_buf).unwrap_or_default();
        let mut read = |path: &str| {
            self.note_template(&folder.join(path));
            match document::read(&folder.join(path)) {
                Ok(source) => Ok(Arc::new(source)),
                Err(error) => Err(error.sentence(self.lang)),
            }
        };
        let config = Config::parse(&Arc::new(source), self.lang, &rules::ids(), &mut read)
            .map_err(Wrong::Findings)
            .and_then(|config| match self.default.config {
                // The template of the command line is wrong; that is told once.
                Err(_) => Err(Wrong::Unreadable),
                Ok(_) => Ok(using(config, self.template.as_ref())),
            });
        let filter = config.as_ref().map_or_else(
            |_| Filter::everything(),
            |config| Filter::new(&base, config.include.clone(), config.exclude.clone()),
        );
        let filter = Arc::new(filter);
        let folder = if base == self.here { PathBuf::new() } else { folder };
        let loaded = Arc::new(Loaded { name: Some(name), config, filter, base, folder });
        self.read.borrow_mut().push(Arc::clone(&loaded));
        loaded
    }

    fn unreadable(&self, folder: &Path, error: Error) -> Arc<Loaded> {
        self.errors.borrow_mut().push(error);
        Arc::new(Loaded {
            name: Some(self.name(folder)),
            config: Err(Wrong::Unreadable),
            filter: Arc::new(Filter::everything()),
            base: folder.to_path_buf(),
            folder: PathBuf::new(),
        })
    }

    /// The path of the configuration in a folder, as seen from the current folder.
    fn name(&self, folder: &Path) -> String {
        document::name_from(&self.here, &folder.join(FILE))
    }
}

/// A configuration with the template of the command line, if there is one.
fn using(mut config: Config, template: Option<&Arc<Template>>) -> Config {
    if let Some(template) = template {
        config.use_template(template);
    }
    config
}

/// The template that `--template` names: a built-in one or a file; with what is wrong in it.
fn template(name: &str, lang: Lang) -> Result<Result<Arc<Template>, Vec<Finding>>, Error> {
    if let Some(template) = builtin(name) {
        return Ok(Ok(template));
    }
    match document::read(Path::new(name)) {
        Ok(source) => {
            let source = Arc::new(source);
            let template = match sketch::is_markdown(name) {
                true => sketch::load(&source, lang),
                false => Template::load(&source, lang),
            };
            Ok(template.map(Arc::new))
        }
        Err(Error::Missing { .. }) => {
            let near = nearest(name, BUILTIN.iter().map(|template| template.name));
            Err(Error::UnknownTemplate { name: name.to_owned(), near })
        }
        Err(error) => Err(error),
    }
}
