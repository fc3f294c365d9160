//! `--changed-since`: which findings of a document come from what has changed in it.
//!
//! Those of which a label, be it the primary one or evidence, touches a changed line; and those that
//! the older text did not have, so that an entry that was deleted shows the metric that has lost it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::changes::ChangedLines;
use crate::cli::error::Error;
use crate::cli::git::{GitError, Repository, Status};
use crate::cli::session::{Document, Session};
use crate::finding::{Finding, Label};
use crate::fingerprint::Fingerprint;
use crate::source::Source;

/// The repositories of the documents, each beside the commit it is compared with.
pub(super) struct Changed {
    repositories: Vec<Repository>,
    /// What has changed in configurations and templates that findings point at.
    others: Mutex<HashMap<String, Arc<ChangedLines>>>,
}

/// What has changed in a document.
pub(super) struct Changes {
    lines: ChangedLines,
    /// The older text, where there is one that differs.
    pub(super) old: Option<Arc<Source>>,
}

impl Changed {
    /// Compares the repositories of all documents with a commit.
    pub(super) fn open(reference: &str, session: &Session) -> Result<Self, Error> {
        let mut repositories: Vec<Repository> = Vec::new();
        let mut roots: HashSet<PathBuf> = HashSet::new();
        for document in session.documents() {
            let path = target(document.real());
            let folder = path.parent().unwrap_or(&path);
            let root = folder.ancestors().find(|folder| folder.join(".git").exists());
            let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
            let root = root.unwrap_or(existing);
            if roots.insert(root.to_path_buf()) {
                repositories.push(Repository::open(root, reference).map_err(Error::Git)?);
            }
        }
        Ok(Self { repositories, others: Mutex::default() })
    }

    /// What has changed in a document with this text.
    pub(super) fn of(&self, document: &Document, source: &Source) -> Result<Changes, Error> {
        let path = target(document.real());
        let Some(repository) = self.repository(&path) else { return Ok(Changes::all()) };
        let status = match document.file() {
            Some(_) => repository.status(&path),
            // The text does not come from the file.
            None => repository.content_at_base(&path).map_or(Status::New, Status::Changed),
        };
        self.compare(repository, status, source).map_err(Error::Git)
    }

    fn compare(
        &self,
        repository: &Repository,
        status: Status,
        source: &Source,
    ) -> Result<Changes, GitError> {
        let content = match status {
            Status::New => return Ok(Changes::all()),
            Status::Unchanged => {
                return Ok(Changes { lines: ChangedLines::none(), old: None });
            }
            Status::Changed(content) => repository.content(&content)?,
        };
        // What was no text has no lines to compare with.
        let Ok(old) = Source::from_bytes(source.name(), &content) else {
            return Ok(Changes::all());
        };
        let lines = ChangedLines::between(old.text(), source.text());
        Ok(Changes { lines, old: Some(Arc::new(old)) })
    }

    /// The repository that a file belongs to, the innermost one.
    fn repository(&self, path: &Path) -> Option<&Repository> {
        let own = self.repositories.iter().filter(|repository| repository.has(path));
        own.max_by_key(|repository| repository.depth())
    }

    /// Which findings of a document come from its changes. `before` are those of the older text, `now`
    /// the fingerprints of `findings`.
    pub(super) fn select(
        &self,
        source: &Arc<Source>,
        changes: &Changes,
        findings: &[Finding],
        now: &[Fingerprint],
        before: &[Fingerprint],
    ) -> Vec<bool> {
        let before: HashSet<&Fingerprint> = before.iter().collect();
        let touches = |label: &Label| {
            if Arc::ptr_eq(&label.source, source) {
                changes.lines.touch(source, label.span)
            } else {
                self.lines_of(&label.source).touch(&label.source, label.span)
            }
        };
        let is_selected = |(finding, fingerprint): (&Finding, &Fingerprint)| {
            let is_new = changes.old.is_some() && !before.contains(fingerprint);
            is_new || std::iter::once(&finding.primary).chain(&finding.related).any(touches)
        };
        std::iter::zip(findings, now).map(is_selected).collect()
    }

    /// What has changed in a file that is no document: a configuration, a template.
    fn lines_of(&self, source: &Source) -> Arc<ChangedLines> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = others.get(source.name()) {
            return Arc::clone(known);
        }
        // What is part of the program, or cannot be compared, has not changed here.
        let compared = || {
            let path = fs::canonicalize(source.name()).ok()?;
            let repository = self.repository(&path)?;
            self.compare(repository, repository.status(&path), source).ok()
        };
        let lines = Arc::new(compared().map_or_else(ChangedLines::none, |changes| changes.lines));
        others.insert(source.name().to_owned(), Arc::clone(&lines));
        lines
    }
}

impl Changes {
    /// Everything is new.
    fn all() -> Self {
        Self { lines: ChangedLines::All, old: None }
    }
}

/// The file itself where a path is a symbolic link.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}
