//! `pmlint check`: lint documents and show what is found.

use crate::cli::args::{CheckArgs, FailOnArg, FormatArg};
use crate::cli::changed::Changed;
use crate::cli::console::{Console, colored, rule_pages};
use crate::cli::error::Error;
use crate::cli::examine::{Examined, Examiner};
use crate::cli::exit::{Exit, Limits, Tally, fails, summary_line, summary_line_zh};
use crate::cli::held::{Held, Told};
use crate::cli::session::{Document, Job, Session};
use crate::cli::sink::Sink;
use crate::cli::suppress::{Comments, Suppress};
use crate::cli::work::in_order;
use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::output::hyperlink::Pages;
use crate::output::{Format, Statistics, Summary};
use crate::project::Project;
use crate::suppression::Suppressed;

/// Lints what the arguments name.
pub(super) fn run(args: &CheckArgs, project: Project, console: &Console) -> Result<Exit, Error> {
    let format = Format::from(args.format);
    let mut session = Session::open(&args.input, console)?;
    if args.no_baseline || args.baseline.is_some() {
        session.use_baseline(args.baseline.as_deref());
    }
    let session = session;
    let changed = args.changed_since.as_deref();
    let check = Check {
        format,
        color: colored(&args.output),
        pages: (format == Format::Human).then(|| rule_pages(&args.output, console)).flatten(),
        examiner: Examiner {
            lang: console.lang,
            suppress: Suppress::from_args(args, &session, console.lang)?,
            held: Held::open(session.documents(), project)?,
            changed: changed.map(|since| Changed::open(since, &session)).transpose()?,
        },
        fail_on: args.fail_on.map(FailOn::from),
        statistics: args.statistics,
    };
    let mut sink = Sink::open(args.output.output.as_deref(), check.color)?;
    let limits = Limits { warnings: args.max_warnings, exit_zero: args.exit_zero };
    let mut tally = Tally { trouble: session.trouble, limits, ..Tally::default() };
    let mut statistics = Statistics::default();
    let mut comments = Comments::default();
    let mut told = Vec::new();

    let mut text = String::new();
    format.begin(&mut text);
    sink.write(&text)?;
    let mut separator = "";
    in_order(
        &session.jobs,
        args.input.jobs,
        |job| check.work(job),
        |done| {
            if !done.text.is_empty() {
                sink.write(separator)?;
                sink.write(&done.text)?;
                separator = format.separator();
            }
            done.tell(console);
            tally.summary.add(done.summary);
            statistics.merge(&done.statistics);
            comments.add(done.comments);
            told.extend(done.told);
            tally.failed |= done.failed;
            tally.trouble |= done.error.is_some();
            Ok(())
        },
    )?;
    text.clear();
    let statistics = args.statistics.then_some(&statistics);
    format.end(tally.summary, statistics, console.lang, &mut text);
    sink.write(&text)?;
    sink.finish()?;

    tally.explain(&session, console);
    check.examiner.held.tell(&told, console);
    if check.examiner.suppress.is_some() {
        comments.tell(tally, console);
    }
    if tally.summary.files > 0 {
        console.notice(|| summary_line(tally.summary), || summary_line_zh(tally.summary));
    }
    tally.tell_limit(console);
    Ok(tally.exit(&session))
}

/// How to check.
struct Check {
    format: Format,
    color: bool,
    /// The pages that rules are linked to.
    pages: Option<Pages>,
    examiner: Examiner,
    /// The level that the command line sets.
    fail_on: Option<FailOn>,
    /// Whether findings are counted by rule.
    statistics: bool,
}

/// What one job came to.
#[derive(Default)]
struct Done {
    /// Its findings, ready to be written.
    text: String,
    summary: Summary,
    statistics: Statistics,
    failed: bool,
    error: Option<Error>,
    /// The name of a file that is no postmortem.
    left_alone: Option<String>,
    suppressed: Vec<Suppressed>,
    /// What the baseline had to say about it.
    told: Option<Told>,
    /// How many comments were written into the document.
    comments: usize,
}

impl Check {
    fn work(&self, job: &Job) -> Done {
        match job {
            Job::Config(_) => {
                let findings = job.config_findings();
                let mut done = Done::default();
                self.show(findings, &mut done);
                done.summary.count(findings);
                done
            }
            Job::Document(document) => self.lint(document),
        }
    }

    /// Renders findings, or only counts them.
    fn show(&self, findings: &[Finding], done: &mut Done) {
        if self.statistics {
            done.statistics.count(findings);
        }
        if !self.statistics || !self.format.is_for_people() {
            done.text = self.draw(findings);
        }
    }

    /// Findings, ready to be written.
    fn draw(&self, findings: &[Finding]) -> String {
        let mut text = String::new();
        self.format.findings(findings, self.color, &mut text);
        match &self.pages {
            Some(pages) => pages.link(&text),
            None => text,
        }
    }

    fn lint(&self, document: &Document) -> Done {
        let mut done = Done::default();
        let source = match document.read() {
            Ok(source) => source,
            Err(error) => return Done { error: Some(error), ..done },
        };
        let examined = match self.examiner.examine(document, &source) {
            Ok(Some(examined)) => examined,
            Ok(None) => {
                done.summary.skipped = 1;
                done.left_alone = Some(source.name().to_owned());
                return done;
            }
            Err(error) => return Done { error: Some(error), ..done },
        };
        let Examined { findings, suppressed, told, unchanged, comments, error } = examined;
        self.show(&findings, &mut done);
        done.summary.suppressed = suppressed.len();
        done.summary.held = told.held;
        done.summary.unchanged = unchanged;
        Done { suppressed, told: Some(told), comments, error, ..done }.count(
            &findings,
            self.fail_on,
            document,
        )
    }
}

impl Done {
    /// Counts the findings of a document.
    fn count(mut self, findings: &[Finding], fail_on: Option<FailOn>, document: &Document) -> Self {
        self.summary.files = 1;
        self.summary.count(findings);
        let fail_on = fail_on.unwrap_or(document.fail_on);
        self.failed = fails(findings, |severity| fail_on.is_reached(severity));
        self
    }

    /// Says what is no finding.
    fn tell(&self, console: &Console) {
        if let Some(error) = &self.error {
            console.error(error);
        }
        if let Some(name) = &self.left_alone {
            console.left_alone(name);
        }
        self.suppressed.iter().for_each(|suppressed| console.suppressed(suppressed));
    }
}

impl From<FormatArg> for Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Human => Self::Human,
            FormatArg::Short => Self::Short,
            FormatArg::Json => Self::Json,
        }
    }
}

impl From<FailOnArg> for FailOn {
    fn from(arg: FailOnArg) -> Self {
        match arg {
            FailOnArg::Error => Self::At(Severity::Error),
            FailOnArg::Warning => Self::At(Severity::Warning),
            FailOnArg::Note => Self::At(Severity::Note),
            FailOnArg::Never => Self::Never,
        }
    }
}
