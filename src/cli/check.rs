//! `pmlint check`: lint documents and show what is found.

use crate::cli::args::{CheckArgs, FailOnArg};
use crate::cli::changed::Changed;
use crate::cli::console::Console;
use crate::cli::error::Error;
use crate::cli::examine::{Examined, Examiner};
use crate::cli::exit::{Exit, Limits, Tally, fails, summary_line, summary_line_zh};
use crate::cli::fix::{Fixes, Fixing};
use crate::cli::held::{Held, Told};
use crate::cli::outputs::{Outputs, Plan};
use crate::cli::session::{Document, Job, Session};
use crate::cli::suppress::{Comments, Suppress};
use crate::cli::work::in_order;
use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::output::{Checked, End, Failure, Piece, Statistics, Summary, draw};
use crate::project::Project;
use crate::suppression::Suppressed;

/// Lints what the arguments name.
pub(super) fn run(args: &CheckArgs, project: Project, console: &Console) -> Result<Exit, Error> {
    let lang = console.lang;
    let plan = Plan::new(args, console, &project)?;
    let session = session(args, console)?;
    let changed = args.changed_since.as_deref();
    let examiner = Examiner {
        lang,
        suppress: Suppress::from_args(args, &session, lang)?,
        fixing: Fixing::from_args(args, &session)?,
        held: Held::open(session.documents(), project.clone())?,
        changed: changed.map(|since| Changed::open(since, &session)).transpose()?,
    };
    let fail_on = args.fail_on.map(FailOn::from);
    let check = Check { plan: &plan, examiner, fail_on, statistics: args.statistics };
    let mut outputs = Outputs::open(&plan, &session)?;
    let limits = Limits { warnings: args.max_warnings, exit_zero: args.exit_zero };
    let mut tally = Tally { trouble: session.trouble, limits, ..Tally::default() };
    let mut statistics = Statistics::default();
    let mut comments = Comments::default();
    let mut fixes = Fixes::default();
    let mut told = Vec::new();
    let mut failures = session.failures.clone();
    in_order(
        &session.jobs,
        args.input.jobs,
        |job| check.work(job),
        |done| {
            outputs.take(&done.pieces)?;
            done.tell(console);
            tally.summary.add(done.summary);
            statistics.merge(&done.statistics);
            comments.add(done.comments);
            fixes.add(done.fixes);
            told.extend(done.told);
            tally.failed |= done.failed;
            tally.trouble |= done.error.is_some();
            failures.extend(done.error.map(|error| error.failure(lang)));
            Ok(())
        },
    )?;
    let exit = tally.exit(&session);
    let sentences = tally.sentences(&session, lang).into_iter();
    failures.extend(sentences.map(|message| Failure { path: None, message }));
    let end = End {
        summary: tally.summary,
        line: &lang.pick(|| summary_line(tally.summary), || summary_line_zh(tally.summary)),
        failures: &failures,
        statistics: args.statistics.then_some(&statistics),
        complete: matches!(exit, Exit::Clean | Exit::Findings),
        exit_code: exit.code(),
    };
    outputs.finish(&end, console)?;

    tally.explain(&session, console);
    check.examiner.held.tell(&told, console);
    if check.examiner.suppress.is_some() {
        comments.tell(tally, console);
    }
    if tally.summary.files > 0 && !check.examiner.shows_fixes() {
        console.notice(|| summary_line(tally.summary), || summary_line_zh(tally.summary));
    }
    if check.examiner.fixing.is_some() || !session.reads_standard_input() {
        fixes.tell(check.examiner.fixing, tally, console);
    }
    tally.tell_limit(console);
    Ok(exit)
}

/// Finds the documents, each with the baseline that holds for it.
fn session(args: &CheckArgs, console: &Console) -> Result<Session, Error> {
    let mut session = Session::open(&args.input, console)?;
    if args.no_baseline || args.baseline.is_some() {
        session.use_baseline(args.baseline.as_deref());
    }
    Ok(session)
}

/// How to check.
struct Check<'a> {
    plan: &'a Plan<'a>,
    examiner: Examiner,
    /// The level that the command line sets.
    fail_on: Option<FailOn>,
    /// Whether findings are counted by rule.
    statistics: bool,
}

/// What one job came to.
#[derive(Default)]
struct Done {
    /// Its findings, ready to be written, for each output.
    pieces: Vec<Piece>,
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
    /// What was fixed in it.
    fixes: Fixes,
    /// What is wrong in a configuration, where results are no findings.
    config: String,
}

impl Check<'_> {
    fn work(&self, job: &Job) -> Done {
        match job {
            Job::Config(_) => {
                let findings = job.config_findings();
                let mut done = Done::default();
                // Whatever the level, a wrong configuration makes the run fail.
                let fail_on = FailOn::At(Severity::Note);
                if let Some(first) = findings.first() {
                    let name = first.primary.source.name();
                    match self.examiner.shows_fixes() {
                        true => draw(findings, false, &mut done.config),
                        false => self.show(&Checked { name, findings, fail_on }, &mut done),
                    }
                }
                done.summary.count(findings);
                done
            }
            Job::Document(document) => self.lint(document),
        }
    }

    /// Renders findings, and counts them where that is asked for.
    fn show(&self, checked: &Checked<'_>, done: &mut Done) {
        if self.statistics {
            done.statistics.count(checked.findings);
        }
        done.pieces = self.plan.render(checked);
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
        let Examined { findings, suppressed, told, unchanged, comments, fixes, change, error } =
            examined;
        let fail_on = self.fail_on.unwrap_or(document.fail_on);
        if self.examiner.shows_fixes() {
            done.pieces =
                vec![change.as_ref().map(|change| self.plan.diff(change)).unwrap_or_default()];
        } else {
            self.show(&Checked { name: source.name(), findings: &findings, fail_on }, &mut done);
            done.summary.fixed = fixes.mended;
        }
        done.summary.suppressed = suppressed.len();
        done.summary.held = told.held;
        done.summary.unchanged = unchanged;
        let done = Done { suppressed, told: Some(told), comments, fixes, error, ..done };
        let done = done.count(&findings, fail_on);
        match self.examiner.shows_fixes() {
            // Whether there is something to change, not how bad the rest is.
            true => Done { failed: change.is_some(), ..done },
            false => done,
        }
    }
}

impl Done {
    /// Counts the findings of a document.
    fn count(mut self, findings: &[Finding], fail_on: FailOn) -> Self {
        self.summary.files = 1;
        self.summary.count(findings);
        self.failed = fails(findings, |severity| fail_on.is_reached(severity));
        self
    }

    /// Says what is no finding.
    fn tell(&self, console: &Console) {
        console.failure_lines(&self.config);
        if let Some(error) = &self.error {
            console.error(error);
        }
        if let Some(name) = &self.left_alone {
            console.left_alone(name);
        }
        self.suppressed.iter().for_each(|suppressed| console.suppressed(suppressed));
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
