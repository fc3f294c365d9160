//! Where the places of a text are after some edits, and by that which findings are the same as before.

use std::collections::HashMap;

use crate::finding::{Edit, Finding, Severity};

/// Edits in order, with how far they move what stands behind each.
pub(super) struct Places<'e> {
    edits: &'e [Edit],
    /// For each edit where its text begins in the new text.
    starts: Vec<usize>,
}

impl<'e> Places<'e> {
    pub(super) fn new(edits: &'e [Edit]) -> Self {
        let (mut removed, mut added) = (0, 0);
        let start = |edit: &Edit| {
            let start = edit.span.start + added - removed;
            added += edit.text.len();
            removed += edit.span.len();
            start
        };
        Self { edits, starts: edits.iter().map(start).collect() }
    }

    /// Where a place is in the new text: the first and the last byte that it may be. There is more than
    /// one where an edit begins at it or goes over it.
    fn of(&self, place: usize) -> (usize, usize) {
        let next = self.edits.partition_point(|edit| edit.span.start <= place);
        let Some(last) = next.checked_sub(1) else { return (place, place) };
        let (edit, start) = (&self.edits[last], self.starts[last]);
        let end = start + edit.text.len();
        if place < edit.span.end || place == edit.span.start {
            return (start, end);
        }
        let moved = end + (place - edit.span.end);
        (moved, moved)
    }
}

/// The rule of a finding, and what is absent.
type Key<'f> = (&'f str, Option<&'f str>);

fn key(finding: &Finding) -> Key<'_> {
    (finding.rule, finding.absent.as_deref())
}

/// What a finding is recognised by after an edit: its rule, and what it is about.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) rule: &'static str,
    absent: Option<String>,
    first: usize,
    last: usize,
    /// Which one it is of those that miss the same. Where they stand says little: each is reported at
    /// what stands before, which may have been absent as well.
    nth: usize,
}

impl Known {
    /// What the findings of a text are recognised by.
    pub(super) fn all(findings: &[Finding]) -> Vec<Self> {
        let mut counts: HashMap<Key<'_>, usize> = HashMap::new();
        let known = |finding| {
            let count = counts.entry(key(finding)).or_default();
            *count += 1;
            Self::new(finding, *count - 1)
        };
        findings.iter().map(known).collect()
    }

    pub(super) fn new(finding: &Finding, nth: usize) -> Self {
        let (rule, absent) = (finding.rule, finding.absent.clone());
        let at = finding.primary.span.start;
        Self { rule, absent, first: at, last: at, nth }
    }

    fn key(&self) -> Key<'_> {
        (self.rule, self.absent.as_deref())
    }

    /// The same after some edits, which have mended some others.
    pub(super) fn moved(&self, places: &Places<'_>, mended: &[&Self]) -> Self {
        let (first, last) = (places.of(self.first).0, places.of(self.last).1);
        let before = |other: &&&Self| other.key() == self.key() && other.nth < self.nth;
        let nth = self.nth.saturating_sub(mended.iter().filter(before).count());
        Self { first, last, nth, ..self.clone() }
    }

    /// Whether a finding of the same text is this one.
    pub(super) fn is(&self, other: &Self) -> bool {
        let is_there = match self.absent {
            Some(_) => self.nth == other.nth,
            None => (self.first..=self.last).contains(&other.first),
        };
        self.key() == other.key() && is_there
    }
}

/// Findings by their rule and what is absent, each with where it stands.
pub(super) struct Index<'f> {
    places: HashMap<Key<'f>, Vec<usize>>,
}

impl<'f> Index<'f> {
    pub(super) fn new(findings: &'f [Finding]) -> Self {
        let mut places: HashMap<Key<'f>, Vec<usize>> = HashMap::new();
        for finding in findings {
            places.entry(key(finding)).or_default().push(finding.primary.span.start);
        }
        places.values_mut().for_each(|places| places.sort_unstable());
        Self { places }
    }

    fn places<'a>(&'a self, known: &'a Known) -> &'a [usize] {
        self.places.get(&known.key()).map_or(&[], Vec::as_slice)
    }

    /// Whether one of those that were to be mended is still there, by what was found `before`.
    pub(super) fn has_any(&self, mended: &[&Known], before: &Self, edits: &Places<'_>) -> bool {
        mended.iter().any(|known| {
            let now = self.places(known);
            if known.absent.is_some() {
                let gone = mended.iter().filter(|other| other.key() == known.key()).count();
                return now.len() + gone > before.places(known).len();
            }
            let moved = known.moved(edits, &[]);
            let next = now.partition_point(|&place| place < moved.first);
            now.get(next).is_some_and(|&place| place <= moved.last)
        })
    }
}

/// Whether a text has an error that it did not have before the edits.
pub(super) fn has_new_error(before: &[Finding], after: &[Finding], places: &Places<'_>) -> bool {
    let mut known: HashMap<Key<'_>, Vec<(usize, usize)>> = HashMap::new();
    let mut count: HashMap<Key<'_>, usize> = HashMap::new();
    for error in errors(before) {
        let key = key(error);
        known.entry(key).or_default().push(places.of(error.primary.span.start));
        *count.entry(key).or_default() += 1;
    }
    known.values_mut().for_each(|known| known.sort_unstable());
    errors(after).any(|error| {
        let key = key(error);
        let (Some(known), Some(left)) = (known.get(&key), count.get_mut(&key)) else { return true };
        if *left == 0 {
            return true;
        }
        *left -= 1;
        let at = error.primary.span.start;
        let next = known.partition_point(|&(first, _)| first <= at);
        let is_there = next.checked_sub(1).is_some_and(|last| at <= known[last].1);
        error.absent.is_none() && !is_there
    })
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}
