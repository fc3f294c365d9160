//! A document as it was read, with the way from its bytes to the places of the editor.

use std::sync::Arc;

use gen_lsp_types::{Position, Range};

use super::host::Examined;
use super::position::{Encoding, Places};
use crate::config::Settings;
use crate::finding::Finding;
use crate::postmortem::Postmortem;
use crate::source::Source;
use crate::span::Span;

/// A document as it was read.
#[derive(Debug)]
pub(super) struct Analysis {
    pub(super) source: Arc<Source>,
    pub(super) settings: Arc<Settings>,
    pub(super) postmortems: Vec<Postmortem>,
    pub(super) findings: Vec<Finding>,
    places: Places,
}

impl Analysis {
    pub(super) fn new(source: Arc<Source>, examined: Examined, encoding: Encoding) -> Self {
        let Examined { settings, postmortems, findings } = examined;
        let places = Places::new(&source, encoding);
        Self { source, settings, postmortems, findings, places }
    }

    /// The range of some bytes.
    pub(super) fn range(&self, span: Span) -> Range {
        self.places.range(&self.source, span)
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        self.places.position(&self.source, offset)
    }

    /// The byte at a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.places.offset(&self.source, position)
    }

    /// The bytes of a range.
    pub(super) fn span(&self, range: Range) -> Span {
        self.places.span(&self.source, range)
    }

    /// The line that a byte is on.
    pub(super) fn line(&self, offset: usize) -> Span {
        self.places.line(&self.source, offset)
    }
}

/// Whether two spans have a byte in common, or one ends where the other begins.
pub(super) fn touch(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}
