//! `pmlint baseline`: writing down what is found now, so that only what is new is reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::baseline::{Baseline, Change};
use crate::cli::args::{BaselineArgs, BaselineCommand, BaselineFileArgs};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::examine::Examiner;
use crate::cli::exit::{Exit, Tally, plural};
use crate::cli::held::{Held, read};
use crate::cli::replace::replace;
use crate::cli::session::{Job, Session};
use crate::cli::sink::Sink;
use crate::cli::work::in_order;
use crate::fingerprint::Fingerprint;
use crate::output::draw;
use crate::project::Project;

/// The file where nobody names one.
const FILE: &str = "pmlint-baseline.json";

/// What was found in the documents of one baseline, by their paths.
type Found = BTreeMap<String, Vec<Fingerprint>>;

/// Writes or updates the baselines of the documents that the arguments name.
pub(super) fn run(args: &BaselineArgs, project: Project, console: &Console) -> Result<Exit, Error> {
    let (file, allow_new) = match &args.command {
        BaselineCommand::Create(file) => (file, None),
        BaselineCommand::Update { file, allow_new } => (file, Some(*allow_new)),
    };
    let session = Session::open(&file.input, console)?;
    // What is held back now is to be found as well.
    let held = Held::open(std::iter::empty(), project)?;
    let examiner =
        Examiner { lang: console.lang, suppress: None, fixing: None, held, changed: None };
    let held = &examiner.held;
    let mut tally = Tally { trouble: session.trouble, ..Tally::default() };
    let found = examine(&session, file, &examiner, &mut tally, console)?;
    tally.explain(&session, console);
    match tally.exit(&session) {
        Exit::Trouble => {
            // Half of what there is would be taken for all of it.
            console.failure(console.lang.pick(
                || "no baseline was written, for not everything could be read",
                || "有内容无法读取，没有写入基线",
            ));
            return Ok(Exit::Trouble);
        }
        Exit::Nothing => return Ok(Exit::Nothing),
        Exit::Clean | Exit::Findings => {}
    }
    let mut exit = Exit::Clean;
    for (path, found) in &found {
        let is_new = match allow_new {
            None => create(path, found, held, console).map(|()| false),
            Some(allow_new) => update(path, found, allow_new, held, console),
        };
        if is_new? {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// What is found in every document, by the baseline that holds for it.
fn examine(
    session: &Session,
    args: &BaselineFileArgs,
    examiner: &Examiner,
    tally: &mut Tally,
    console: &Console,
) -> Result<BTreeMap<PathBuf, Found>, Error> {
    let mut found: BTreeMap<PathBuf, Found> = BTreeMap::new();
    in_order(
        &session.jobs,
        args.input.jobs,
        |job| work(job, examiner),
        |worked| {
            let (own, name, outcome) = match worked {
                Worked::Config(lines) => {
                    console.failure_lines(&lines);
                    return Ok(());
                }
                Worked::Unread(error) => {
                    tally.trouble = true;
                    console.error(&error);
                    return Ok(());
                }
                Worked::Document { baseline, name, found } => (baseline, name, found),
            };
            match &outcome {
                Some(_) => tally.summary.files += 1,
                None => {
                    tally.summary.skipped += 1;
                    console.left_alone(&name);
                }
            }
            let file = args.baseline.clone().or(own).unwrap_or_else(|| PathBuf::from(FILE));
            let file = found.entry(file).or_default();
            file.insert(examiner.held.path(&name), outcome.unwrap_or_default());
            Ok::<(), Error>(())
        },
    )?;
    Ok(found)
}

/// What one job came to.
enum Worked {
    /// What is wrong in a configuration.
    Config(String),
    /// A file that could not be read.
    Unread(Error),
    /// A document: the baseline that its configuration names, its name, and what was found in it;
    /// `None` where it is no postmortem.
    Document { baseline: Option<PathBuf>, name: String, found: Option<Vec<Fingerprint>> },
}

fn work(job: &Job, examiner: &Examiner) -> Worked {
    let document = match job {
        Job::Config(_) => {
            let mut text = String::new();
            draw(job.config_findings(), false, &mut text);
            return Worked::Config(text);
        }
        Job::Document(document) => document,
    };
    let examined = document.read().and_then(|source| {
        let examined = examiner.examine(document, &source)?;
        let found = examined.map(|examined| examiner.held.fingerprints(&examined.findings));
        let baseline = document.baseline().map(Path::to_path_buf);
        Ok(Worked::Document { baseline, name: source.name().to_owned(), found })
    });
    examined.unwrap_or_else(Worked::Unread)
}

/// Writes a baseline that is not there yet.
fn create(path: &Path, found: &Found, held: &Held, console: &Console) -> Result<(), Error> {
    let name = document::name(path);
    if path.symlink_metadata().is_ok() {
        return Err(Error::BaselineExists { path: name });
    }
    let mut baseline = Baseline::default();
    for (path, found) in found {
        baseline.update(path, found, true, held.today());
    }
    let mut sink = Sink::open(Some(path), false)?;
    sink.write(&baseline.to_json())?;
    sink.finish()?;
    let documents = found.values().filter(|found| !found.is_empty()).count();
    let findings = baseline.findings();
    console.notice(
        || {
            format!(
                "{name}: {} in {} written down; `pmlint --baseline {name}` reports what is new, and \
                 so does pmlint with `baseline = \"{name}\"` in pmlint.toml",
                plural(findings, "finding"),
                plural(documents, "file")
            )
        },
        || {
            format!(
                "{name}：记录了 {documents} 个文件中的 {findings} 个问题；之后用 \
                 `pmlint --baseline {name}` 或在 pmlint.toml 中写 `baseline = \"{name}\"`，只报告新问题"
            )
        },
    );
    Ok(())
}

/// Brings a baseline up to date. Whether something is new that was not added.
fn update(
    path: &Path,
    found: &Found,
    allow_new: bool,
    held: &Held,
    console: &Console,
) -> Result<bool, Error> {
    let name = document::name(path);
    let (bytes, mut baseline) = read(path)?;
    let mut change = Change::default();
    for (path, found) in found {
        change.add(baseline.update(path, found, allow_new, held.today()));
    }
    change.removed += baseline.remove_documents(|path| held.is_gone(path));
    let text = baseline.to_json();
    if text.as_bytes() != bytes {
        replace(path, &bytes, text.as_bytes())
            .map_err(|error| Error::Write { path: Some(name.clone()), error })?;
    }
    let Change { added, removed, new } = change;
    let findings = baseline.findings();
    console.notice(
        || {
            let findings = plural(findings, "finding");
            format!("{name}: {findings}; {added} added, {removed} removed")
        },
        || format!("{name}：共 {findings} 个问题；新增 {added} 个，移除 {removed} 个"),
    );
    if new > 0 {
        console.failure(&console.lang.pick(
            || {
                let (new, it) = (plural(new, "new finding"), if new == 1 { "it" } else { "them" });
                format!(
                    "{name}: {new} not added; `pmlint --baseline {name}` shows {it}: mend {it}, or \
                     add {it} with --allow-new"
                )
            },
            || {
                format!(
                    "{name}：{new} 个新问题没有加入；用 `pmlint --baseline {name}` 查看后改正，\
                     或用 --allow-new 加入"
                )
            },
        ));
    }
    Ok(new > 0)
}
