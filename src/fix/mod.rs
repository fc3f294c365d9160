//! Applying fixes to a text: those that may be applied, without conflict, until none is left.
//!
//! A fix is a proposal, and the text that comes of it is its proof: it is checked again, and a fix stays
//! out where its own finding is still there or an error has come that was not there before. So whoever
//! applies fixes, be it the command line or an editor, ends with no more errors than there were.

mod places;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fix::places::{Index, Known, Places};
use crate::source::Source;

/// How often a text is checked again before the fixes that are left are left alone. Most documents need
/// it twice.
const MOST_CHECKS: usize = 200;

/// A text with fixes applied.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text; the one that was there, and not a copy, where nothing was fixed.
    pub source: Arc<Source>,
    /// What is found in it now.
    pub findings: Vec<Finding>,
    /// The rule of each finding that was mended, in the order in which they were.
    pub mended: Vec<&'static str>,
    /// How many fixes were allowed and stayed out, for they would have brought a new error, or not mended
    /// what they are for.
    pub refused: usize,
}

/// Applies the fixes of a text's findings, all that are at most as unsafe as `limit`.
///
/// `check` finds what is wrong in a text, and says `None` where it cannot tell; it must say the same of
/// the same text. What it leaves out, such as a finding that a comment silences, is not mended. A text
/// that was fixed once has nothing left to fix, unless it is one of the few that need very many
/// checks.
pub fn apply(
    source: &Arc<Source>,
    findings: Vec<Finding>,
    limit: Safety,
    check: impl FnMut(&Arc<Source>) -> Option<Vec<Finding>>,
) -> Fixed {
    let source = Arc::clone(source);
    let fixed = Fixed { source, findings, mended: Vec::new(), refused: 0 };
    Fixer { fixed, limit, check, checks: 0 }.run()
}

/// A text with some of its bytes replaced. `None` where the edits are not in order, overlap, or are not
/// on character boundaries of the text.
#[must_use]
pub fn edited(source: &Source, edits: &[Edit]) -> Option<Source> {
    let mut text = String::with_capacity(source.text().len() + edits.len() * 8);
    let mut at = 0;
    for edit in edits {
        text.push_str(source.text().get(at..edit.span.start)?);
        // An edit that ends before it begins has no text.
        source.text().get(edit.span.range())?;
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    text.push_str(source.text().get(at..)?);
    Some(source.with_text(text))
}

/// A text on its way to one with nothing left to fix.
struct Fixer<C> {
    fixed: Fixed,
    limit: Safety,
    check: C,
    checks: usize,
}

impl<C: FnMut(&Arc<Source>) -> Option<Vec<Finding>>> Fixer<C> {
    /// Goes through all fixes until none of them can be applied: what stayed out may go in once another
    /// one is there.
    fn run(mut self) -> Fixed {
        loop {
            let before = self.fixed.mended.len();
            let refused = self.round();
            self.fixed.refused = refused.len();
            if self.fixed.mended.len() == before || self.checks >= MOST_CHECKS {
                return self.fixed;
            }
        }
    }

    /// Tries every fix, and says which ones stayed out.
    fn round(&mut self) -> Vec<Known> {
        let mut refused: Vec<Known> = Vec::new();
        loop {
            let known = Known::all(&self.fixed.findings);
            let mut batch = self.batch(&known, &refused);
            // Of a batch that does not do, ever smaller parts are tried.
            while !batch.is_empty() && self.checks < MOST_CHECKS {
                let edits = self.edits(&batch);
                let places = Places::new(&edits);
                let mended: Vec<&Known> = batch.iter().map(|&index| &known[index]).collect();
                if self.try_out(&mended, &edits, &places) {
                    refused = refused.iter().map(|it| it.moved(&places, &mended)).collect();
                    break;
                }
                if let [only] = mended.as_slice() {
                    refused.push((*only).clone());
                    break;
                }
                batch.truncate(batch.len() / 2);
            }
            if batch.is_empty() || self.checks >= MOST_CHECKS {
                return refused;
            }
        }
    }

    /// The findings, by their index, of fixes that are allowed, less those that were refused and those
    /// that are in each other's way: the first of them goes in, and the others have their turn later.
    fn batch(&self, known: &[Known], refused: &[Known]) -> Vec<usize> {
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let is_free = |taken: &BTreeMap<usize, usize>, edit: &Edit| {
            // One that touches another is in its way, too: which of two insertions comes first?
            let last = taken.range(..=edit.span.end).next_back();
            last.is_none_or(|(_, end)| *end < edit.span.start)
        };
        let mut findings = Vec::new();
        for (index, finding) in self.fixed.findings.iter().enumerate() {
            let Some(fix) = self.allowed(finding) else { continue };
            let was_refused = || refused.iter().any(|it| it.is(&known[index]));
            if fix.edits.iter().all(|edit| is_free(&taken, edit)) && !was_refused() {
                taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
                findings.push(index);
            }
        }
        findings
    }

    /// The fix of a finding, if it may be applied and is one of this text.
    fn allowed<'f>(&self, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref().filter(|fix| fix.safety <= self.limit)?;
        let is_own = Arc::ptr_eq(&finding.primary.source, &self.fixed.source);
        let text = self.fixed.source.text();
        let mut end = 0;
        let fits = fix.edits.iter().all(|edit| {
            let follows = end <= edit.span.start;
            end = edit.span.end;
            follows && text.get(edit.span.range()).is_some()
        });
        (is_own && fits && !fix.edits.is_empty()).then_some(fix)
    }

    /// The edits of a batch, in order.
    fn edits(&self, batch: &[usize]) -> Vec<Edit> {
        let fixes = batch.iter().filter_map(|&index| self.fixed.findings[index].fix.as_ref());
        let mut edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.iter().cloned()).collect();
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// Applies a batch, if it does what it is for and no harm. Whether it did.
    fn try_out(&mut self, mended: &[&Known], edits: &[Edit], places: &Places<'_>) -> bool {
        self.checks += 1;
        let Some(source) = edited(&self.fixed.source, edits).map(Arc::new) else { return false };
        let Some(after) = (self.check)(&source) else { return false };
        let before = &self.fixed.findings;
        let is_left = Index::new(&after).has_any(mended, &Index::new(before), places);
        if is_left || places::has_new_error(before, &after, places) {
            return false;
        }
        self.fixed.mended.extend(mended.iter().map(|known| known.rule));
        self.fixed.findings = after;
        self.fixed.source = source;
        true
    }
}
