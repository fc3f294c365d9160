//! `pmlint files`: which files are checked, and why each other is not.

use std::path::Path;

use crate::choice::choose;
use crate::cli::args::{FilesArgs, ListFormatArg};
use crate::cli::console::{Console, colored};
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::{Exit, Tally};
use crate::cli::session::{Document, Job, NotRead, Session, Why};
use crate::cli::sink::Sink;
use crate::cli::work::in_order;
use crate::config::Placed;
use crate::markdown::Markdown;
use crate::output::draw;
use crate::output::files::{Because, Checked, LeftOut, Listing, Reason};
use crate::walk;

/// Lists the files that the arguments name, and those below the folders that they name.
pub(super) fn run(args: &FilesArgs, console: &Console) -> Result<Exit, Error> {
    let session = Session::survey(&args.input, console)?;
    let mut sink = Sink::open(args.output.output.as_deref(), colored(&args.output))?;
    let mut tally = Tally { trouble: session.trouble, ..Tally::default() };
    let mut listing = Listing::new();
    in_order(
        &session.jobs,
        args.input.jobs,
        |job| match job {
            Job::Config(_) => Seen::Config(drawn(job)),
            Job::Document(document) => see(document),
        },
        |seen| {
            match seen {
                Seen::Checked(file) => {
                    tally.summary.files += 1;
                    listing.files.push(file);
                }
                Seen::LeftOut(file) => {
                    tally.summary.skipped += 1;
                    listing.left_out.push(file);
                }
                Seen::Config(findings) => console.failure_lines(&findings),
                Seen::Unread(error) => {
                    tally.trouble = true;
                    console.error(&error);
                }
            }
            Ok(())
        },
    )?;
    let here = std::fs::canonicalize(".").unwrap_or_default();
    listing.left_out.extend(session.left.iter().map(|left| left_out(left, &here)));
    listing.left_out.sort_by(|a, b| a.path.cmp(&b.path));

    let mut text = String::new();
    match args.format {
        ListFormatArg::Human => listing.human(console.lang, args.output.verbose, &mut text),
        ListFormatArg::Json => listing.json(&mut text),
    }
    sink.write(&text)?;
    sink.finish()?;
    tally.explain(&session, console);
    Ok(tally.exit(&session))
}

/// What one job came to.
enum Seen {
    Checked(Checked),
    LeftOut(LeftOut),
    /// What is wrong in a configuration.
    Config(String),
    Unread(Error),
}

fn drawn(job: &Job) -> String {
    let mut text = String::new();
    draw(job.config_findings(), false, &mut text);
    text
}

/// Looks at a document as far as it takes to tell whether it is checked.
fn see(document: &Document) -> Seen {
    let source = match document.read() {
        Ok(source) => source,
        Err(error) => return Seen::Unread(error),
    };
    let markdown = Markdown::parse(source.text());
    let settings = &document.settings;
    let choice = choose(&markdown, source.text(), settings, true);
    let (template, matched, of) = choice.as_ref().map_or(("", 0, 0), |choice| {
        (choice.template.name.as_str(), choice.fit.matched, choice.fit.of)
    });
    let is_one = choice.as_ref().is_some_and(|choice| choice.fit.is_postmortem(settings));
    let because = match document {
        Document { named: true, .. } => Because::Named,
        Document { sure: true, .. } => Because::Included,
        _ if is_one => Because::Sections,
        _ => {
            let reason = Reason::NoPostmortem {
                template: template.to_owned(),
                sections_matched: matched,
                sections: of,
            };
            return Seen::LeftOut(LeftOut { path: document.name(), folder: false, reason });
        }
    };
    Seen::Checked(Checked {
        path: document.name(),
        because,
        template: template.to_owned(),
        sections_matched: matched,
        sections: of,
        configuration: document.config.clone(),
    })
}

/// Something that is not worked on, with places as seen from the current folder.
fn left_out(left: &NotRead, here: &Path) -> LeftOut {
    let place = |placed: &Placed<String>| {
        (placed.source.name().to_owned(), placed.source.line(placed.span.start))
    };
    let reason = match &left.why {
        Why::Template => Reason::Template,
        Why::Config(file) => Reason::WrongConfiguration { file: file.clone() },
        Why::Walk(why) => match why {
            walk::Why::Hidden => Reason::Hidden,
            walk::Why::GitIgnored { glob, file } => Reason::GitIgnored {
                pattern: glob.clone(),
                file: file.as_deref().map(|file| document::name_from(here, file)),
            },
            walk::Why::Excluded(glob) => {
                let (file, line) = place(glob);
                Reason::Excluded { pattern: glob.value.clone(), file, line }
            }
            walk::Why::NotIncluded(glob) => {
                let (file, line) = glob.as_ref().map(place).unzip();
                Reason::NotIncluded { file, line }
            }
            walk::Why::NotMarkdown => Reason::NotMarkdown,
            walk::Why::NotAFile => Reason::NotAFile,
        },
    };
    LeftOut { path: document::name(&left.path), folder: left.is_folder, reason }
}
