//! Comments by which an author silences a rule, each with its reason:
//! `<!-- pmlint-ignore RULE[, RULE]: reason -->` and `<!-- pmlint-ignore-file RULE: reason -->`.
//!
//! Rules know nothing of them: whatever they report passes through [`Suppressions::apply`], the one
//! place where a finding is left out. What a comment covers is in `cover`, how it is written in
//! `comment`, where `--suppress` puts one in `place`.

mod comment;
mod cover;
mod place;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use self::comment::{Malformed, Problem};
pub(crate) use self::place::end_of_line;
pub use self::place::{Placed, place};
use crate::finding::Finding;
use crate::markdown::{BlockKind, Markdown};
use crate::source::Source;
use crate::span::Span;

/// The rules about these comments themselves, which no comment silences: what is wrong with one is
/// mended there.
pub const OWN_RULES: [&str; 2] = ["invalid-suppression", "unused-suppression"];

/// A rule that a comment names.
#[derive(Clone, Debug)]
pub struct Named {
    /// The word as it stands there; perhaps no rule at all.
    pub word: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it has silenced a finding.
    pub used: bool,
}

/// A comment that silences rules and gives a reason.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The rules it names.
    pub rules: Vec<Named>,
    /// Why they are wrong here.
    pub reason: String,
    /// The bytes in which a finding must begin to be silenced; `None` for the whole file.
    pub covers: Option<Span>,
}

/// A finding that was silenced.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The reason that its author gave.
    pub reason: String,
}

/// The suppressions of a document.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    /// Those that can be read, in document order.
    pub all: Vec<Suppression>,
    /// Comments that look like one and are none.
    pub malformed: Vec<Malformed>,
}

impl Suppressions {
    /// Reads the comments of a document.
    #[must_use]
    pub fn read(source: &Source) -> Self {
        // Most documents have none, which one search tells.
        if !comment::may_be_in(source.text()) {
            return Self::default();
        }
        let markdown = Markdown::parse(source.text());
        let mut found = Self::default();
        for (index, block) in markdown.blocks.iter().enumerate() {
            if block.kind == BlockKind::Comment {
                found.take(source, &markdown, index, block.span);
            }
        }
        found
    }

    fn take(&mut self, source: &Source, markdown: &Markdown, index: usize, inner: Span) {
        match comment::read(source.text(), inner) {
            Some(Ok(comment)) => {
                let covers = (!comment.file).then(|| cover::of(source.text(), markdown, index));
                let rules = comment.rules.into_iter();
                let rules = rules.map(|(word, span)| Named { word, span, used: false }).collect();
                self.all.push(Suppression { rules, reason: comment.reason, covers });
            }
            Some(Err(malformed)) => self.malformed.push(malformed),
            None => {}
        }
    }

    /// Takes out the findings that are silenced, and notes which comments did it. Where several cover
    /// a finding, all of them have silenced it.
    pub fn apply(
        &mut self,
        source: &Arc<Source>,
        findings: Vec<Finding>,
    ) -> (Vec<Finding>, Vec<Suppressed>) {
        if self.all.is_empty() {
            return (findings, Vec::new());
        }
        let (mut kept, mut suppressed) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.silence(source, &finding) {
                Some(reason) => suppressed.push(Suppressed { finding, reason }),
                None => kept.push(finding),
            }
        }
        (kept, suppressed)
    }

    /// The reason why a finding is silenced, if it is.
    fn silence(&mut self, source: &Arc<Source>, finding: &Finding) -> Option<String> {
        let is_own = OWN_RULES.contains(&finding.rule);
        if is_own || !Arc::ptr_eq(source, &finding.primary.source) {
            return None;
        }
        let place = finding.primary.span.start;
        let mut reason = None;
        for suppression in &mut self.all {
            let covers =
                suppression.covers.is_none_or(|span| span.start <= place && place <= span.end);
            if !covers {
                continue;
            }
            for named in suppression.rules.iter_mut().filter(|named| named.word == finding.rule) {
                named.used = true;
                reason.get_or_insert_with(|| suppression.reason.clone());
            }
        }
        reason
    }
}
