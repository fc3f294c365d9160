//! The baselines of a run: which holds for which document, and what is said about them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

use crate::baseline::{Baseline, Entry};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::plural;
use crate::cli::session::Document;
use crate::finding::Finding;
use crate::fingerprint::{self, Fingerprint};
use crate::project::Project;

/// Baselines by the path of their file.
pub(super) struct Held {
    files: BTreeMap<PathBuf, Baseline>,
    project: Project,
    today: NaiveDate,
}

/// What a baseline had to say about a document.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// How many findings were held back.
    pub(super) held: usize,
    /// Entries that have expired, whose findings count again.
    expired: Vec<Entry>,
    /// What is there no more, and how often.
    stale: Vec<(PathBuf, Entry, usize)>,
    /// The path of the document from the root of the project.
    path: String,
}

impl Held {
    /// Reads the baselines of some documents.
    pub(super) fn open<'d>(
        documents: impl Iterator<Item = &'d Document>,
        project: Project,
    ) -> Result<Self, Error> {
        let paths: BTreeSet<&Path> = documents.filter_map(Document::baseline).collect();
        let read = |path: &Path| read(path).map(|(_, baseline)| (path.to_path_buf(), baseline));
        let files = paths.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { files, project, today: today() })
    }

    /// The path that a baseline knows a document by.
    pub(super) fn path(&self, name: &str) -> String {
        self.project.relative(name).unwrap_or_else(|| name.to_owned())
    }

    /// What the findings of a document are recognised by.
    pub(super) fn fingerprints(&self, findings: &[Finding]) -> Vec<Fingerprint> {
        fingerprint::of(findings, &self.project)
    }

    /// Which findings of a document are held back, by their fingerprints.
    pub(super) fn hold(
        &self,
        document: &Document,
        name: &str,
        findings: &[Fingerprint],
    ) -> (Vec<bool>, Told) {
        let path = self.path(name);
        let held = document.baseline().and_then(|file| Some((file, self.files.get(file)?)));
        let Some((file, baseline)) = held else {
            return (vec![false; findings.len()], Told { path, ..Told::default() });
        };
        let matched = baseline.matched(&path, findings, self.today);
        let stale = matched.stale.into_iter();
        let stale =
            stale.map(|(entry, count)| (file.to_path_buf(), entry.clone(), count)).collect();
        let mut told = Told { path, stale, ..Told::default() };
        let mut is_held = |entry: Option<&Entry>| match entry {
            Some(entry) if entry.has_expired(self.today) => {
                told.expired.push(entry.clone());
                false
            }
            Some(_) => {
                told.held += 1;
                true
            }
            None => false,
        };
        let held = matched.entries.into_iter().map(&mut is_held).collect();
        (held, told)
    }

    /// Says what has expired and what is there no more. `told` is what was said of the documents that
    /// were checked; of others it is looked up whether they are there.
    pub(super) fn tell(&self, told: &[Told], console: &Console) {
        let mut expired: BTreeMap<(NaiveDate, String), usize> = BTreeMap::new();
        for entry in told.iter().flat_map(|told| &told.expired) {
            let owner = entry.owner.clone().unwrap_or_default();
            *expired.entry((entry.expires.unwrap_or_default(), owner)).or_default() += 1;
        }
        for ((day, owner), count) in expired {
            tell_expired(day, &owner, count, console);
        }
        let checked: BTreeSet<&str> = told.iter().map(|told| told.path.as_str()).collect();
        for (file, baseline) in &self.files {
            let own = told.iter().flat_map(|told| &told.stale).filter(|(of, _, _)| of == file);
            let mut stale: Vec<(&Entry, usize)> =
                own.map(|(_, entry, count)| (entry, *count)).collect();
            let gone = |entry: &&Entry| {
                !checked.contains(entry.path.as_str()) && self.is_gone(&entry.path)
            };
            stale.extend(baseline.entries().iter().filter(gone).map(|entry| (entry, entry.count)));
            tell_stale(&document::name(file), &stale, console);
        }
    }

    /// Whether a document is there no more.
    pub(super) fn is_gone(&self, path: &str) -> bool {
        let found = fs::symlink_metadata(self.project.root().join(path));
        found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    /// What day it is.
    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }
}

/// Reads a baseline, with the bytes of its file.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, Baseline), Error> {
    let source = document::read(path).map_err(|error| match error {
        Error::Missing { path, .. } => Error::NoBaseline { path },
        other => other,
    })?;
    let baseline = Baseline::parse(source.text())
        .map_err(|error| Error::WrongBaseline { path: source.name().to_owned(), error })?;
    Ok((source.to_bytes(), baseline))
}

/// The day in UTC.
fn today() -> NaiveDate {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().date_naive()
}

fn tell_expired(day: NaiveDate, owner: &str, count: usize, console: &Console) {
    console.notice(
        || {
            let findings = plural(count, "finding");
            let owner = if owner.is_empty() { "" } else { &format!(" (owner: {owner})") };
            format!("baseline: {findings} were held back until {day}{owner} and count again")
                .replace("1 finding were", "1 finding was")
        },
        || {
            let owner = if owner.is_empty() { "" } else { &format!("（负责人：{owner}）") };
            format!("基线：{count} 个问题的搁置期限 {day}{owner} 已过，重新计入")
        },
    );
}

fn tell_stale(file: &str, stale: &[(&Entry, usize)], console: &Console) {
    let count: usize = stale.iter().map(|(_, count)| count).sum();
    if count == 0 {
        return;
    }
    let remedy = format!("`pmlint baseline update --baseline {file}`");
    console.notice(
        || {
            let findings = plural(count, "finding");
            let are = if count == 1 { "is" } else { "are" };
            format!("{file}: {findings} in it {are} there no more; {remedy} removes what is stale")
        },
        || format!("{file}：其中 {count} 个问题已不存在；{remedy} 可清除"),
    );
    for (Entry { path, rule, text, .. }, _) in stale {
        console.detail(
            || format!("{file}: stale: {path}: {rule}: {text}"),
            || format!("{file}：已失效：{path}：{rule}：{text}"),
        );
    }
}
