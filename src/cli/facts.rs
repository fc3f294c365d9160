//! `pmlint facts`: show what is read of documents, and why.

use crate::cli::args::{FactsArgs, ListFormatArg};
use crate::cli::console::{Console, colored};
use crate::cli::error::Error;
use crate::cli::exit::{Exit, Tally};
use crate::cli::session::{Document, Job, Session};
use crate::cli::sink::Sink;
use crate::cli::work::in_order;
use crate::output::draw;
use crate::output::facts::{self, Facts, Style};
use crate::output::facts_json;

/// Shows what is read of the documents that the arguments name.
pub(super) fn run(args: &FactsArgs, console: &Console) -> Result<Exit, Error> {
    let color = colored(&args.output);
    let verbose = args.output.verbose;
    let style = Style { lang: console.lang, width: width(args), color, verbose };
    let show = Show { format: args.format, style };
    let session = Session::open(&args.input, console)?;
    let mut sink = Sink::open(args.output.output.as_deref(), color)?;
    let mut tally = Tally { trouble: session.trouble, ..Tally::default() };

    let mut text = String::new();
    show.begin(&mut text);
    sink.write(&text)?;
    let mut separator = "";
    in_order(
        &session.jobs,
        args.input.jobs,
        |job| show.work(job),
        |shown| {
            match shown {
                Shown::Facts(text) => {
                    sink.write(separator)?;
                    sink.write(&text)?;
                    separator = show.separator();
                    tally.summary.files += 1;
                }
                Shown::LeftAlone(name) => {
                    tally.summary.skipped += 1;
                    console.left_alone(&name);
                }
                Shown::Config(findings) => console.failure_lines(&findings),
                Shown::Unread(error) => {
                    tally.trouble = true;
                    console.error(&error);
                }
            }
            Ok(())
        },
    )?;
    text.clear();
    show.end(&mut text);
    sink.write(&text)?;
    sink.finish()?;

    tally.explain(&session, console);
    Ok(tally.exit(&session))
}

/// The columns of the screen; no limit where there is none.
fn width(args: &FactsArgs) -> usize {
    let screen = || {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    };
    args.output.output.is_none().then(screen).flatten().unwrap_or(usize::MAX)
}

/// How to show facts.
struct Show {
    format: ListFormatArg,
    style: Style,
}

/// What one job came to.
enum Shown {
    /// The facts, ready to be written.
    Facts(String),
    /// The name of a file that is no postmortem.
    LeftAlone(String),
    /// What is wrong in a configuration.
    Config(String),
    /// A file that could not be read.
    Unread(Error),
}

impl Show {
    fn begin(&self, out: &mut String) {
        match self.format {
            ListFormatArg::Human => {}
            ListFormatArg::Json => facts_json::begin(out),
        }
    }

    fn separator(&self) -> &'static str {
        match self.format {
            ListFormatArg::Human => "\n",
            ListFormatArg::Json => facts_json::SEPARATOR,
        }
    }

    fn end(&self, out: &mut String) {
        match self.format {
            ListFormatArg::Human => {}
            ListFormatArg::Json => facts_json::end(out),
        }
    }

    fn work(&self, job: &Job) -> Shown {
        match job {
            Job::Config(_) => {
                let mut text = String::new();
                draw(job.config_findings(), false, &mut text);
                Shown::Config(text)
            }
            Job::Document(document) => self.show(document),
        }
    }

    fn show(&self, document: &Document) -> Shown {
        let source = match document.read() {
            Ok(source) => source,
            Err(error) => return Shown::Unread(error),
        };
        let postmortems = crate::read(&source, &document.settings, document.sure);
        if postmortems.is_empty() && !document.sure {
            return Shown::LeftAlone(source.name().to_owned());
        }
        let settings = &document.settings;
        let facts = Facts { source: &source, postmortems: &postmortems, settings };
        let mut text = String::new();
        match self.format {
            ListFormatArg::Human => facts::file(&facts, self.style, &mut text),
            ListFormatArg::Json => facts_json::file(&facts, &mut text),
        }
        Shown::Facts(text)
    }
}
