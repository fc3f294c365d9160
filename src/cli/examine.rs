//! From a document to the findings that count: what is found in it, less what its author
//! silences and what the baseline holds back.

use std::sync::Arc;

use crate::Linted;
use crate::cli::error::Error;
use crate::cli::held::{Held, Told};
use crate::cli::session::Document;
use crate::cli::suppress::{Suppress, nothing_new};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::source::Source;
use crate::suppression::Suppressed;

/// How documents are examined.
pub(super) struct Examiner {
    pub(super) lang: Lang,
    /// What to write into the documents, if anything.
    pub(super) suppress: Option<Suppress>,
    /// What is held back.
    pub(super) held: Option<Held>,
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
    /// How many comments were written into it.
    pub(super) comments: usize,
    /// Why comments could not be written.
    pub(super) error: Option<Error>,
}

impl Examiner {
    /// Examines a document; `None` where it is no postmortem.
    pub(super) fn examine(&self, document: &Document, source: &Arc<Source>) -> Option<Examined> {
        let examined = self.judge(document, source)?;
        match &self.suppress {
            Some(suppress) => Some(self.suppress(suppress, document, source, examined)),
            None => Some(examined),
        }
    }

    fn judge(&self, document: &Document, source: &Arc<Source>) -> Option<Examined> {
        let postmortems = crate::read(source, &document.settings, document.sure);
        if postmortems.is_empty() && !document.sure {
            return None;
        }
        let linted = crate::judge(source, &postmortems, &document.settings, self.lang);
        let Linted { findings, suppressed } = linted;
        let (findings, told) = match &self.held {
            Some(held) => held.hold(document, source.name(), findings),
            None => (findings, Told::default()),
        };
        Some(Examined { findings, suppressed, told, ..Examined::default() })
    }

    /// Writes comments for the findings of a document, if they change nothing but what is silenced.
    fn suppress(
        &self,
        suppress: &Suppress,
        document: &Document,
        source: &Source,
        before: Examined,
    ) -> Examined {
        let Some(commented) = suppress.comment(source, &before.findings) else { return before };
        let after = self.judge(document, &commented.source);
        let after = after.filter(|after| nothing_new(&before.findings, &after.findings));
        let written = match after {
            Some(after) => Suppress::write(document, source, &commented.source).map(|()| after),
            None => Err(Error::CommentsHarm { path: source.name().to_owned() }),
        };
        match written {
            Ok(after) => Examined { comments: commented.comments, ..after },
            Err(error) => Examined { error: Some(error), ..before },
        }
    }
}
