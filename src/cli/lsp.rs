//! `pmlint lsp`: what a language server needs of the world, found as `pmlint check` finds it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::args::{LangArg, LspArgs, SettingsArgs};
use crate::cli::console::{Console, known_pages};
use crate::cli::document;
use crate::cli::error::{Error, LARGEST};
use crate::cli::examine::Examiner;
use crate::cli::exit::Exit;
use crate::cli::held::Held;
use crate::cli::session::{Document, stand_in};
use crate::cli::settings::{Configs, FILE, Loaded, Wrong};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::lsp::{self, Ended, Examined, Host};
use crate::output::hyperlink::Pages;
use crate::project::Project;
use crate::source::Source;
use crate::walk;

/// Serves the editor at the other end of standard input and output.
pub(super) fn run(args: &LspArgs, console: &Console) -> Result<Exit, Error> {
    let mut host = Workspace {
        args: &args.settings,
        lang_arg: args.lang,
        console: *console,
        configs: Configs::new(&args.settings, console.lang)?,
        pages: known_pages(console),
        root: None,
        baselines: HashMap::new(),
        sentences: BTreeSet::new(),
    };
    let input = BufReader::with_capacity(1 << 16, io::stdin());
    match lsp::serve(input, io::stdout().lock(), &mut host) {
        Ended::Clean => Ok(Exit::Clean),
        // The code that the protocol asks for.
        Ended::Unclean => Ok(Exit::Findings),
    }
}

/// The files around the editor.
struct Workspace<'a> {
    args: &'a SettingsArgs,
    lang_arg: LangArg,
    /// Standard error, and the language of messages.
    console: Console,
    configs: Configs,
    /// Where the pages of rules are, as the environment says.
    pages: Option<Pages>,
    /// The folder that the editor is in.
    root: Option<PathBuf>,
    /// What is held back, by the path of the baseline and the root of the project.
    baselines: HashMap<(PathBuf, PathBuf), Option<Examiner>>,
    /// What could not be read.
    sentences: BTreeSet<String>,
}

impl Workspace<'_> {
    /// The folder whose configuration holds for a document, and the document's path without symbolic
    /// links. One that has not been saved yet is taken to be in the folder of the editor.
    fn place(&self, path: Option<&Path>) -> (PathBuf, PathBuf) {
        let here = || self.root.clone().unwrap_or_else(|| self.configs.here.clone());
        match path {
            Some(path) => {
                let real = stand_in(Some(path));
                (real.parent().unwrap_or(&real).to_path_buf(), real)
            }
            None => {
                let folder = fs::canonicalize(here()).unwrap_or_else(|_| here());
                let real = folder.join("-");
                (folder, real)
            }
        }
    }

    /// The document, as one that is found in its folder. `None` where the configuration is wrong or
    /// leaves it out.
    fn document(&mut self, path: Option<&Path>) -> Option<(Document, Arc<Loaded>)> {
        let (folder, real) = self.place(path);
        let loaded = self.configs.of(&folder);
        self.note_errors();
        let sure = match path {
            Some(_) if self.configs.is_template(&real) => return None,
            Some(_) => walk::as_found(&real, &loaded.filter).ok()?,
            None => false,
        };
        let mut document = Document::new(&loaded, &real, path.map(Path::to_path_buf))?;
        (document.sure, document.named) = (sure, false);
        Some((document, loaded))
    }

    fn note_errors(&mut self) {
        let errors = self.configs.take_errors();
        self.sentences.extend(errors.iter().map(|error| error.sentence(self.console.lang)));
    }

    /// What holds findings of a document back; `None` where its baseline cannot be read, which is told.
    fn examiner(&mut self, document: &Document, loaded: &Loaded) -> Option<&Examiner> {
        let baseline = document.baseline().map(Path::to_path_buf).unwrap_or_default();
        let project = project(document.real(), &loaded.base);
        let key = (baseline, project.root().to_path_buf());
        let (lang, sentences) = (self.console.lang, &mut self.sentences);
        let examiner = self.baselines.entry(key).or_insert_with(|| {
            let held = Held::open(std::iter::once(document), project);
            let held = held.map_err(|error| sentences.insert(error.sentence(lang))).ok()?;
            Some(Examiner { lang, suppress: None, fixing: None, held, changed: None })
        });
        examiner.as_ref()
    }
}

/// The project that a document belongs to: its repository, else the folder of its configuration.
fn project(real: &Path, base: &Path) -> Project {
    let is_repository = |folder: &Path| folder.join(".git").exists();
    let folder = real.parent().unwrap_or(real);
    let project = Project::around(folder, is_repository);
    if is_repository(project.root()) { project } else { Project::around(base, |_| true) }
}

impl Host for Workspace<'_> {
    fn lang(&self) -> Lang {
        self.console.lang
    }

    fn pages(&self) -> Option<Pages> {
        self.pages.clone()
    }

    fn begin(&mut self, locale: Option<&str>, root: Option<&Path>) {
        self.root = root.map(Path::to_path_buf);
        if let (LangArg::Auto, Some(locale)) = (self.lang_arg, locale) {
            self.console.lang = if locale.starts_with("zh") { Lang::Zh } else { Lang::En };
            self.pages = known_pages(&self.console);
            self.reload();
        }
    }

    fn name_of(&self, path: &Path) -> String {
        document::name(&stand_in(Some(path)))
    }

    fn examine(&mut self, path: Option<&Path>, source: &Arc<Source>) -> Option<Examined> {
        let (document, loaded) = self.document(path)?;
        if source.text().len() as u64 > LARGEST {
            let error = Error::TooLarge { path: source.name().to_owned() };
            self.sentences.insert(error.sentence(self.console.lang));
            return None;
        }
        let settings = Arc::clone(&document.settings);
        let postmortems = crate::read(source, &settings, document.sure);
        if postmortems.is_empty() && !document.sure {
            return None;
        }
        let linted = crate::judge(source, &postmortems, &settings, self.console.lang);
        let examined = self.examiner(&document, &loaded)?.hold(&document, source, linted);
        let findings = match examined {
            Ok(examined) => examined.findings,
            Err(error) => {
                self.sentences.insert(error.sentence(self.console.lang));
                return None;
            }
        };
        Some(Examined { settings, postmortems, findings })
    }

    fn look_at(&mut self, configuration: &Path) {
        let (folder, _) = self.place(Some(configuration));
        self.configs.of(&folder);
        self.note_errors();
    }

    fn depends_on(&self, path: &Path) -> bool {
        let real = stand_in(Some(path));
        let is = |other: &Path| stand_in(Some(other)) == real;
        path.file_name().is_some_and(|name| name == FILE)
            || self.args.config.as_deref().is_some_and(is)
            || self.configs.is_template(&real)
            || self.baselines.keys().any(|(baseline, _)| is(baseline))
    }

    fn reload(&mut self) {
        self.baselines.clear();
        self.sentences.clear();
        match Configs::new(self.args, self.console.lang) {
            Ok(configs) => self.configs = configs,
            // What held before holds until this is mended.
            Err(error) => drop(self.sentences.insert(error.sentence(self.console.lang))),
        }
    }

    fn wrong(&mut self) -> lsp::Wrong {
        let mut wrong = lsp::Wrong::default();
        wrong.sentences.extend(self.sentences.iter().cloned());
        for loaded in self.configs.all() {
            let Err(Wrong::Findings(findings)) = &loaded.config else { continue };
            wrong.sentences.extend(findings.first().map(|first| self.blocked(first)));
            wrong.findings.extend(findings.iter().cloned());
        }
        wrong
    }

    fn path_of(&self, source: &Source) -> PathBuf {
        self.configs.here.join(source.name())
    }
}

impl Workspace<'_> {
    /// That documents are not checked as long as their configuration is wrong.
    fn blocked(&self, finding: &Finding) -> String {
        let Finding { primary, message, .. } = finding;
        let (name, line) = (primary.source.name(), primary.source.line(primary.span.start));
        self.console.lang.pick(
            || {
                format!(
                    "{name}:{line}: {message}; its documents are not checked until it is mended"
                )
            },
            || format!("{name}:{line}: {message}；改正之前不检查相关文档"),
        )
    }
}
