//! Where each format goes, and the writing of all of them at once.

use std::fs::{self, File};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::args::{CheckArgs, ColorArg};
use crate::cli::console::{Console, colored, rule_pages};
use crate::cli::error::Error;
use crate::cli::fix::Change;
use crate::cli::format::FormatAt;
use crate::cli::session::Session;
use crate::cli::sink::Sink;
use crate::lang::Lang;
use crate::output::hyperlink::Pages;
use crate::output::{Checked, End, Format, Piece, Reader, Report, SUMMARY_LIMIT, Style, diff};
use crate::project::Project;

/// The variable that names the file for the summary of a step of GitHub Actions.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A format and where it goes: to a file or to standard output.
#[derive(Debug)]
struct Target {
    format: Format,
    file: Option<PathBuf>,
}

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    targets: Vec<Target>,
    /// Whether standard output is coloured, and whether files are.
    color: [bool; 2],
    /// Whether results go to a terminal.
    for_terminal: bool,
    lang: Lang,
    project: &'a Project,
    /// The pages that rules are linked to on the terminal.
    pages: Option<Pages>,
    /// Whether findings are counted by rule: people then want to see the counts in their place.
    statistics: bool,
}

impl<'a> Plan<'a> {
    /// Works out what goes where; nothing is opened yet.
    pub(super) fn new(
        args: &CheckArgs,
        console: &Console,
        project: &'a Project,
    ) -> Result<Self, Error> {
        let typed = |one: &FormatAt| Target { format: one.format, file: one.file.clone() };
        let mut targets: Vec<Target> = args.format.iter().map(typed).collect();
        if targets.is_empty() {
            targets.push(Target { format: Format::Human, file: None });
        }
        if let Some(output) = &args.output.output {
            let Some(target) = targets.iter_mut().find(|target| target.file.is_none()) else {
                return Err(Error::NothingToOutput);
            };
            target.file = Some(output.clone());
        }
        for (index, target) in targets.iter().enumerate() {
            let place = target.file.as_deref().map(real);
            if targets.iter().take(index).any(|other| other.file.as_deref().map(real) == place) {
                let path = target.file.as_ref().map(|path| path.display().to_string());
                return Err(Error::SameOutput { path, format: target.format.name() });
            }
        }
        let always = matches!(args.output.color, ColorArg::Always);
        let links = targets.iter().any(|one| one.format == Format::Human && one.file.is_none());
        Ok(Self {
            targets,
            color: [colored(&args.output), always],
            for_terminal: args.output.output.is_none() && std::io::stdout().is_terminal(),
            lang: console.lang,
            project,
            pages: links.then(|| rule_pages(&args.output, console)).flatten(),
            statistics: args.statistics,
        })
    }

    /// Renders the findings of a file in every format.
    pub(super) fn render(&self, checked: &Checked<'_>) -> Vec<Piece> {
        let render = |target: &Target| match target.format {
            format if self.statistics && format.is_for_people() => Piece::default(),
            format => format.render(checked, &self.style(target)),
        };
        self.targets.iter().map(render).collect()
    }

    /// Renders a change of a file.
    pub(super) fn diff(&self, change: &Change) -> Piece {
        let [color, _] = self.color;
        let reader = match color || self.for_terminal {
            true => Reader::Person { color },
            false => Reader::Program,
        };
        diff(&change.path, &change.old, &change.new, reader)
    }

    fn style(&self, target: &Target) -> Style<'_> {
        let color = self.color[usize::from(target.file.is_some())];
        let pages = self.pages.as_ref().filter(|_| target.file.is_none());
        Style { lang: self.lang, color, pages, project: self.project }
    }
}

/// A path with symbolic links resolved as far as it exists.
fn real(path: &Path) -> PathBuf {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let beside = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Some(real(folder.unwrap_or(Path::new(".")))?.join(path.file_name()?))
    };
    real(path).or_else(beside).unwrap_or_else(|| path.to_path_buf())
}

/// All outputs of a run.
pub(super) struct Outputs<'a> {
    outputs: Vec<Output<'a>>,
}

struct Output<'a> {
    report: Report<'a>,
    /// `None` where the reader went away.
    sink: Option<Sink>,
}

impl<'a> Outputs<'a> {
    /// Opens what a plan names, and writes what stands before the first finding.
    pub(super) fn open(plan: &'a Plan<'_>, session: &Session) -> Result<Self, Error> {
        let mut outputs = Self { outputs: Vec::with_capacity(plan.targets.len()) };
        for target in &plan.targets {
            let style = plan.style(target);
            if let Some(path) = target.file.as_deref().filter(|path| session.reads(&real(path))) {
                return Err(Error::OverDocument { path: path.display().to_string() });
            }
            let sink = Some(Sink::open(target.file.as_deref(), style.color)?);
            let report = Report::new(target.format, style);
            outputs.outputs.push(Output { report, sink });
        }
        outputs.each(|report, write| {
            let mut text = String::new();
            report.begin(&mut text);
            write(&text)
        })?;
        Ok(outputs)
    }

    /// Takes the findings of the next file, rendered for each output.
    pub(super) fn take(&mut self, pieces: &[Piece]) -> Result<(), Error> {
        let mut pieces = pieces.iter();
        self.each(|report, write| match pieces.next() {
            Some(piece) => report.take(piece, write),
            None => Ok(()),
        })
    }

    /// Writes what stands after the last finding, and puts files in their places.
    pub(super) fn finish(mut self, end: &End<'_>, console: &Console) -> Result<(), Error> {
        self.each(|report, write| {
            let mut text = String::new();
            report.end(end, &mut text);
            write(&text)
        })?;
        let alone = self.outputs.len() == 1;
        let mut ended = self.add_step_summary(end, console);
        for sink in self.outputs.into_iter().filter_map(|output| output.sink) {
            let finished = sink.finish();
            let gone = finished.as_ref().is_err_and(Error::is_closed_pipe);
            if ended.is_ok() && (alone || !gone) {
                ended = finished;
            }
        }
        ended
    }

    /// Does something with each output that still has a reader. One that went away is an error only
    /// where there is no other.
    fn each(
        &mut self,
        mut act: impl FnMut(
            &mut Report<'a>,
            &mut dyn FnMut(&str) -> Result<(), Error>,
        ) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let alone = self.outputs.len() == 1;
        for output in &mut self.outputs {
            let sink = &mut output.sink;
            let acted = act(&mut output.report, &mut |text| match sink {
                Some(sink) => sink.write(text),
                None => Ok(()),
            });
            match acted {
                Err(error) if error.is_closed_pipe() && !alone => output.sink = None,
                acted => acted?,
            }
        }
        Ok(())
    }

    /// Appends to the summary of the step, where a format for GitHub Actions runs in one.
    fn add_step_summary(&self, end: &End<'_>, console: &Console) -> Result<(), Error> {
        let path = std::env::var_os(STEP_SUMMARY).filter(|path| !path.is_empty());
        let Some(path) = path.map(PathBuf::from) else { return Ok(()) };
        let written = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        let written = usize::try_from(written).unwrap_or(usize::MAX);
        let limit = SUMMARY_LIMIT.saturating_sub(written);
        let mut reports = self.outputs.iter().map(|output| &output.report);
        let Some(summary) = reports.find_map(|report| report.step_summary(end, limit)) else {
            return Ok(());
        };
        if summary.is_empty() {
            console.notice(
                || "the summary of the step is full; the findings are in the log only".into(),
                || "步骤摘要已满；问题只列在日志中".into(),
            );
        }
        let appended = File::options().create(true).append(true).open(&path);
        let appended = appended.and_then(|mut file| file.write_all(summary.as_bytes()));
        appended.map_err(|error| Error::Summary { path: path.display().to_string(), error })
    }
}
