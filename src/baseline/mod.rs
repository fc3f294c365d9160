//! Findings that are known and held back, so that old documents do not stand in the way of new ones.
//!
//! An entry is known by the fingerprint of its findings, without a line number and without a message:
//! path, rule, text, and how many of them there are. What is new is never covered by it, and an entry
//! for which there is no finding any more is stale. Opening files, and what day it is, is the caller's
//! work.

mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::file::Unreadable;
use crate::fingerprint::Fingerprint;

/// Findings that are held back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path of the document from the root of the project.
    pub path: String,
    /// The id of the rule.
    pub rule: String,
    /// The text of their fingerprints.
    pub text: String,
    /// Who is to look at them.
    pub owner: Option<String>,
    /// The last day on which they are held back.
    pub expires: Option<NaiveDate>,
    /// Why they are held back.
    pub reason: Option<String>,
    /// How many findings there are with this path, rule and text. Last, so that entries keep their order
    /// when it changes.
    pub count: usize,
}

impl Entry {
    /// An entry for one finding.
    fn new(fingerprint: &Fingerprint) -> Self {
        let Fingerprint { path, rule, text, .. } = fingerprint;
        Self {
            path: path.clone(),
            rule: (*rule).to_owned(),
            text: text.clone(),
            count: 1,
            owner: None,
            expires: None,
            reason: None,
        }
    }

    /// Whether its findings count again.
    #[must_use]
    pub fn has_expired(&self, today: NaiveDate) -> bool {
        self.expires.is_some_and(|last| today > last)
    }

    fn holds(&self, fingerprint: &Fingerprint) -> bool {
        self.rule == fingerprint.rule && self.text == fingerprint.text
    }

    /// Whether a person has said something about it.
    fn is_plain(&self) -> bool {
        self.owner.is_none() && self.expires.is_none() && self.reason.is_none()
    }
}

/// What is held back, sorted by path, rule and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// The findings of one document beside the entries for it.
#[derive(Debug, Default)]
pub struct Matched<'b> {
    /// For each finding the entry that holds it.
    pub entries: Vec<Option<&'b Entry>>,
    /// Entries with more findings than there are, each with how many are there no more.
    pub stale: Vec<(&'b Entry, usize)>,
}

/// What an update has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Findings that are held back from now on.
    pub added: usize,
    /// Findings that are there no more.
    pub removed: usize,
    /// Findings that are new and were not added.
    pub new: usize,
}

impl Change {
    /// Takes the changes of another document.
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.removed += other.removed;
        self.new += other.new;
    }
}

impl Baseline {
    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many findings are held back.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// The entries for a document.
    fn of(&self, path: &str) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.path.as_str() < path);
        let rest = self.entries.get(start..).unwrap_or_default();
        let length = rest.partition_point(|entry| entry.path == path);
        rest.get(..length).unwrap_or_default()
    }

    /// Finds for the findings of a document the entries that hold them. Each entry holds as many as it
    /// says and no more; one that has expired comes last.
    #[must_use]
    pub fn matched(&self, path: &str, findings: &[Fingerprint], today: NaiveDate) -> Matched<'_> {
        let mut free: Vec<(&Entry, usize)> =
            self.of(path).iter().map(|entry| (entry, entry.count)).collect();
        free.sort_by_key(|(entry, _)| entry.has_expired(today));
        let holder = |fingerprint: &Fingerprint| {
            let mut fitting =
                free.iter_mut().filter(|(entry, left)| *left > 0 && entry.holds(fingerprint));
            fitting.next().map(|(entry, left)| {
                *left -= 1;
                *entry
            })
        };
        let entries = findings.iter().map(holder).collect();
        let stale = free.into_iter().filter(|(_, left)| *left > 0).collect();
        Matched { entries, stale }
    }

    /// Takes over what is found in a document now: what is there no more goes, and what is new comes in
    /// if it may. What people wrote beside an entry stays.
    pub fn update(
        &mut self,
        path: &str,
        findings: &[Fingerprint],
        allow_new: bool,
        today: NaiveDate,
    ) -> Change {
        let matched = self.matched(path, findings, today);
        let mut change = Change::default();
        let mut kept: Vec<Entry> = self.of(path).to_vec();
        for (entry, count) in &matched.stale {
            change.removed += count;
            if let Some(kept) = kept.iter_mut().find(|kept| *kept == *entry) {
                kept.count -= count;
            }
        }
        let held = matched.entries.iter();
        let new = std::iter::zip(findings, held).filter(|(_, entry)| entry.is_none());
        for (fingerprint, _) in new {
            if !allow_new {
                change.new += 1;
                continue;
            }
            change.added += 1;
            let same = |kept: &&mut Entry| kept.holds(fingerprint) && kept.is_plain();
            match kept.iter_mut().find(same) {
                Some(kept) => kept.count += 1,
                None => kept.push(Entry::new(fingerprint)),
            }
        }
        kept.retain(|entry| entry.count > 0);
        self.entries.retain(|entry| entry.path != path);
        self.entries.extend(kept);
        self.entries.sort();
        change
    }

    /// Removes what is held back of documents that are gone. How many findings that were.
    pub fn remove_documents(&mut self, is_gone: impl Fn(&str) -> bool) -> usize {
        let before = self.findings();
        let mut gone: BTreeMap<String, bool> = BTreeMap::new();
        self.entries.retain(|entry| {
            !*gone.entry(entry.path.clone()).or_insert_with(|| is_gone(&entry.path))
        });
        before - self.findings()
    }
}
