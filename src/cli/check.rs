//! `pmlint check`: lint documents and show what is found.

use crate::cli::args::{CheckArgs, FailOnArg, FormatArg};
use crate::cli::console::{Console, colored, rule_pages};
use crate::cli::error::Error;
use crate::cli::exit::{Exit, Tally, fails, summary_line, summary_line_zh};
use crate::cli::session::{Document, Job, Session};
use crate::cli::sink::Sink;
use crate::cli::work::in_order;
use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::output::hyperlink::Pages;
use crate::output::{Format, Summary};

/// Lints what the arguments name.
pub(super) fn run(args: &CheckArgs, console: &Console) -> Result<Exit, Error> {
    let format = Format::from(args.format);
    let check = Check {
        format,
        color: colored(&args.output),
        pages: (format == Format::Human).then(|| rule_pages(&args.output, console)).flatten(),
        lang: console.lang,
        fail_on: args.fail_on.map(FailOn::from),
    };
    let session = Session::open(&args.input, console)?;
    let mut sink = Sink::open(args.output.output.as_deref(), check.color)?;
    let mut tally = Tally { trouble: session.trouble, ..Tally::default() };

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
            tally.failed |= done.failed;
            tally.trouble |= done.error.is_some();
            Ok(())
        },
    )?;
    text.clear();
    format.end(tally.summary, &mut text);
    sink.write(&text)?;
    sink.finish()?;

    tally.explain(&session, console);
    if tally.summary.files > 0 {
        console.notice(|| summary_line(tally.summary), || summary_line_zh(tally.summary));
    }
    Ok(tally.exit(&session))
}

/// How to check.
struct Check {
    format: Format,
    color: bool,
    /// The pages that rules are linked to.
    pages: Option<Pages>,
    lang: Lang,
    /// The level that the command line sets.
    fail_on: Option<FailOn>,
}

/// What one job came to.
#[derive(Default)]
struct Done {
    /// Its findings, ready to be written.
    text: String,
    summary: Summary,
    failed: bool,
    error: Option<Error>,
    /// The name of a file that is no postmortem.
    left_alone: Option<String>,
}

impl Check {
    fn work(&self, job: &Job) -> Done {
        match job {
            Job::Config(_) => {
                let findings = job.config_findings();
                let mut done = Done { text: self.draw(findings), ..Done::default() };
                done.summary.count(findings);
                done
            }
            Job::Document(document) => self.lint(document),
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
        let postmortems = crate::read(&source, &document.settings, document.sure);
        if postmortems.is_empty() && !document.sure {
            done.summary.skipped = 1;
            done.left_alone = Some(source.name().to_owned());
            return done;
        }
        let findings = crate::lint(&source, &postmortems, &document.settings, self.lang);
        done.text = self.draw(&findings);
        done.summary.files = 1;
        done.summary.count(&findings);
        let fail_on = self.fail_on.unwrap_or(document.fail_on);
        done.failed = fails(&findings, |severity| fail_on.is_reached(severity));
        done
    }
}

impl Done {
    /// Says what is no finding.
    fn tell(&self, console: &Console) {
        if let Some(error) = &self.error {
            console.error(error);
        }
        if let Some(name) = &self.left_alone {
            console.left_alone(name);
        }
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
