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

/// What a finding is recognised by after an edit: its rule, and what it is about.
#[derive(Clone, Debug)]
pub(super) struct Known {
    rule: &'static str,
    absent: Option<String>,
    first: usize,
    last: usize,
}

impl Known {
    pub(super) fn new(finding: &Finding) -> Self {
        let at = finding.primary.span.start;
        Self { rule: finding.rule, absent: finding.absent.clone(), first: at, last: at }
    }

    /// The same after some edits.
    pub(super) fn moved(&self, places: &Places<'_>) -> Self {
        let (first, last) = (places.of(self.first).0, places.of(self.last).1);
        Self { first, last, ..self.clone() }
    }

    /// Whether a finding is this one. What is absent is absent wherever it is missed.
    pub(super) fn is(&self, finding: &Finding) -> bool {
        let at = finding.primary.span.start;
        self.rule == finding.rule
            && self.absent == finding.absent
            && (self.absent.is_some() || (self.first..=self.last).contains(&at))
    }
}

/// The rule of a finding, and what is absent.
type Key<'f> = (&'f str, Option<&'f str>);

/// Findings by their rule and what is absent, each with where it stands.
pub(super) struct Index<'f> {
    places: HashMap<Key<'f>, Vec<usize>>,
}

impl<'f> Index<'f> {
    pub(super) fn new(findings: &'f [Finding]) -> Self {
        let mut places: HashMap<Key<'f>, Vec<usize>> = HashMap::new();
        for finding in findings {
            let key = (finding.rule, finding.absent.as_deref());
            places.entry(key).or_default().push(finding.primary.span.start);
        }
        places.values_mut().for_each(|places| places.sort_unstable());
        Self { places }
    }

    /// Whether one of the findings is a known one.
    pub(super) fn has(&self, known: &Known) -> bool {
        let Some(places) = self.places.get(&(known.rule, known.absent.as_deref())) else {
            return false;
        };
        let next = places.partition_point(|&place| place < known.first);
        known.absent.is_some() || places.get(next).is_some_and(|&place| place <= known.last)
    }
}

/// Whether a text has an error that it did not have before the edits.
pub(super) fn has_new_error(before: &[Finding], after: &[Finding], places: &Places<'_>) -> bool {
    let mut known: HashMap<Key<'_>, Vec<(usize, usize)>> = HashMap::new();
    let mut count: HashMap<Key<'_>, usize> = HashMap::new();
    for error in errors(before) {
        let key = (error.rule, error.absent.as_deref());
        known.entry(key).or_default().push(places.of(error.primary.span.start));
        *count.entry(key).or_default() += 1;
    }
    known.values_mut().for_each(|known| known.sort_unstable());
    errors(after).any(|error| {
        let key = (error.rule, error.absent.as_deref());
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
