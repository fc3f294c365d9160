//! From a document to the findings that count: what is found in it, less what its author silences,
//! what the baseline holds back, and what does not come from a change.

use std::sync::Arc;

use crate::Linted;
use crate::cli::changed::Changed;
use crate::cli::error::Error;
use crate::cli::fix::{Change, Fixes, Fixing};
use crate::cli::held::{Held, Told};
use crate::cli::session::Document;
use crate::cli::suppress::{Suppress, nothing_new};
use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::fix;
use crate::lang::Lang;
use crate::source::Source;
use crate::suppression::Suppressed;

/// How documents are examined.
pub(super) struct Examiner {
    pub(super) lang: Lang,
    /// What to write into the documents, if anything.
    pub(super) suppress: Option<Suppress>,
    /// Which fixes to apply, if any.
    pub(super) fixing: Option<Fixing>,
    /// What is held back.
    pub(super) held: Held,
    /// What has changed, where only that counts.
    pub(super) changed: Option<Changed>,
}

/// What is found in a document.
#[derive(Default)]
pub(super) struct Examined {
    /// The findings that count.
    pub(super) findings: Vec<Finding>,
    /// Those that comments silence.
    pub(super) suppressed: Vec<Suppressed>,
    /// What the baseline holds back, and what is to be said about that.
    pub(super) told: Told,
    /// How many do not come from a change.
    pub(super) unchanged: usize,
    /// How many comments were written into it.
    pub(super) comments: usize,
    /// What was fixed, and what could be.
    pub(super) fixes: Fixes,
    /// The change, where there is one.
    pub(super) change: Option<Change>,
    /// Why comments or fixes could not be written.
    pub(super) error: Option<Error>,
}

impl Examiner {
    /// Whether the changes that fixes make are shown, and nothing is written.
    pub(super) fn shows_fixes(&self) -> bool {
        self.fixing.is_some_and(|fixing| fixing.shows)
    }

    /// Examines a document; `None` where it is no postmortem.
    pub(super) fn examine(
        &self,
        document: &Document,
        source: &Arc<Source>,
    ) -> Result<Option<Examined>, Error> {
        let Some(examined) = self.judge(document, source)? else { return Ok(None) };
        let examined = match (&self.suppress, self.fixing) {
            (Some(suppress), _) => self.suppress(suppress, document, source, examined)?,
            (None, Some(fixing)) if fixing.has_any(&examined.findings) => {
                self.fix(fixing, document, source, examined)
            }
            (None, _) => Examined { fixes: Fixes::of(None, &examined.findings), ..examined },
        };
        Ok(Some(examined))
    }

    fn judge(&self, document: &Document, source: &Arc<Source>) -> Result<Option<Examined>, Error> {
        let Some(linted) = self.lint(document, source) else { return Ok(None) };
        self.hold(document, source, linted).map(Some)
    }

    /// Keeps of what was found in a document what counts.
    pub(super) fn hold(
        &self,
        document: &Document,
        source: &Arc<Source>,
        linted: Linted,
    ) -> Result<Examined, Error> {
        let Linted { findings, suppressed } = linted;
        if document.baseline().is_none() && self.changed.is_none() {
            return Ok(Examined { findings, suppressed, ..Examined::default() });
        }
        let fingerprints = self.held.fingerprints(&findings);
        let (held, told) = self.held.hold(document, source.name(), &fingerprints);
        let selected = match &self.changed {
            Some(changed) => self.select(changed, document, source, &findings, &fingerprints)?,
            None => vec![true; findings.len()],
        };
        let mut examined = Examined { suppressed, told, ..Examined::default() };
        for (finding, (held, selected)) in findings.into_iter().zip(held.into_iter().zip(selected))
        {
            match (held, selected) {
                (true, _) => {}
                (false, true) => examined.findings.push(finding),
                (false, false) => examined.unchanged += 1,
            }
        }
        Ok(examined)
    }

    fn lint(&self, document: &Document, source: &Arc<Source>) -> Option<Linted> {
        let postmortems = crate::read(source, &document.settings, document.sure);
        let is_one = !postmortems.is_empty() || document.sure;
        is_one.then(|| crate::judge(source, &postmortems, &document.settings, self.lang))
    }

    /// Which findings come from what has changed in a document.
    fn select(
        &self,
        changed: &Changed,
        document: &Document,
        source: &Arc<Source>,
        findings: &[Finding],
        fingerprints: &[Fingerprint],
    ) -> Result<Vec<bool>, Error> {
        let changes = changed.of(document, source)?;
        let old = changes.old.as_ref().and_then(|old| self.lint(document, old));
        let old = old.map(|old| self.held.fingerprints(&old.findings)).unwrap_or_default();
        Ok(changed.select(source, &changes, findings, fingerprints, &old))
    }

    /// Applies the fixes of the findings that count, and writes the document where that is asked for.
    fn fix(
        &self,
        fixing: Fixing,
        document: &Document,
        source: &Arc<Source>,
        before: Examined,
    ) -> Examined {
        let judge = |source: &Arc<Source>| self.judge(document, source).ok().flatten();
        let fixed = fix::apply(source, before.findings.clone(), fixing.limit, |source| {
            judge(source).map(|examined| examined.findings)
        });
        let fixes = Fixes::of(Some(&fixed), &fixed.findings);
        // What is left is told as of any document, with what is silenced and held back in it now.
        let after = (fixes.mended > 0).then(|| judge(&fixed.source)).flatten();
        let Some(after) = after else { return Examined { fixes, ..before } };
        let written = match fixing.shows {
            true => Ok(()),
            false => Fixing::write(document, source, &fixed.source),
        };
        match written {
            Ok(()) => {
                let path = Fixing::path_in_patch(document);
                let change = Some(Change { path, old: Arc::clone(source), new: fixed.source });
                Examined { fixes, change, ..after }
            }
            Err(error) => {
                let fixes = Fixes::of(None, &before.findings);
                Examined { fixes, error: Some(error), ..before }
            }
        }
    }

    /// Writes comments for the findings of a document, if they change nothing but what is silenced.
    fn suppress(
        &self,
        suppress: &Suppress,
        document: &Document,
        source: &Source,
        before: Examined,
    ) -> Result<Examined, Error> {
        let Some(commented) = suppress.comment(source, &before.findings) else {
            return Ok(before);
        };
        let after = self.judge(document, &commented.source)?;
        let after = after.filter(|after| nothing_new(&before.findings, &after.findings));
        let written = match after {
            Some(after) => Suppress::write(document, source, &commented.source).map(|()| after),
            None => Err(Error::CommentsHarm { path: source.name().to_owned() }),
        };
        Ok(match written {
            Ok(after) => Examined { comments: commented.comments, ..after },
            Err(error) => Examined { error: Some(error), ..before },
        })
    }
}
