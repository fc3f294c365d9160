//! Comments by which an author silences a rule, each with its reason:
//! `<!-- pmlint-ignore RULE[, RULE]: reason -->` and `<!-- pmlint-ignore-file RULE: reason -->`.
//!
//! Rules know nothing of them: whatever they report passes through [`Suppressions::apply`], the one
//! place where a finding is left out. What a comment covers is in `cover`, how it is written in
//! `comment`, where `--suppress` puts one in `place`.

mod comment;
mod cover;
mod place;
mod silence;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use self::comment::{Malformed, Problem};
use self::cover::Covers;
pub(crate) use self::place::end_of_line;
pub use self::place::{Placed, place};
use self::silence::Silencer;
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
        let mut covers = Covers::new(source.text(), &markdown);
        for (index, block) in markdown.blocks.iter().enumerate() {
            if block.kind == BlockKind::Comment {
                found.take(source, &mut covers, index, block.span);
            }
        }
        found
    }

    fn take(&mut self, source: &Source, covers: &mut Covers<'_>, index: usize, inner: Span) {
        match comment::read(source.text(), inner) {
            Some(Ok(comment)) => {
                let covers = (!comment.file).then(|| covers.of(index));
                let rules = comment.rules.into_iter();
                let rules = rules.map(|(word, span)| Named { word, span, used: false }).collect();
                self.all.push(Suppression { rules, reason: comment.reason, covers });
            }
            Some(Err(malformed)) => self.malformed.push(malformed),
            None => {}
        }
    }

    /// Takes out the findings that are silenced, and notes which comments did it. Where several cover
    /// a finding, all of them have silenced it. The findings come in document order.
    pub fn apply(
        &mut self,
        source: &Arc<Source>,
        findings: Vec<Finding>,
    ) -> (Vec<Finding>, Vec<Suppressed>) {
        if self.all.is_empty() {
            return (findings, Vec::new());
        }
        let mut silencer = Silencer::new(&self.all);
        let (mut kept, mut suppressed) = (Vec::new(), Vec::new());
        for finding in findings {
            let is_own = OWN_RULES.contains(&finding.rule);
            let here = !is_own && Arc::ptr_eq(source, &finding.primary.source);
            let place = finding.primary.span.start;
            match here.then(|| silencer.silence(&mut self.all, finding.rule, place)).flatten() {
                Some(reason) => suppressed.push(Suppressed { finding, reason }),
                None => kept.push(finding),
            }
        }
        (kept, suppressed)
    }

    /// Those rules that comments in a part of the document name, in document order, each with its
    /// comment.
    pub(crate) fn named_in(&self, span: Span) -> impl Iterator<Item = (&Suppression, &Named)> {
        // A comment names at least one rule.
        let start = |one: &Suppression| one.rules.first().map_or(0, |named| named.span.start);
        let from = self.all.partition_point(|one| {
            one.rules.last().is_none_or(|named| named.span.start < span.start)
        });
        let rest = self.all.get(from..).unwrap_or_default();
        let within = rest.iter().take_while(move |one| start(one) <= span.end);
        let named = within.flat_map(|one| one.rules.iter().map(move |named| (one, named)));
        named.filter(move |(_, named)| span.contains(named.span))
    }

    /// Those comments in a part of the document that look like one and are none.
    pub(crate) fn malformed_in(&self, span: Span) -> impl Iterator<Item = &Malformed> {
        let from = self.malformed.partition_point(|one| one.span.start < span.start);
        let rest = self.malformed.get(from..).unwrap_or_default();
        rest.iter().take_while(move |one| span.contains(one.span))
    }
}
