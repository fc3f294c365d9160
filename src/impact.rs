//! Impact windows and the claims made about them.

use crate::span::Span;
use crate::timeline::Stamp;

/// A stretch of time in which the impact section says that somebody was hurt.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// When it began.
    pub start: Stamp,
    /// When it ended; `None` where it is left open.
    pub end: Option<Stamp>,
    /// Both stamps.
    pub span: Span,
    /// The index of the section that states it, in [`crate::postmortem::Postmortem::sections`].
    pub section: usize,
}

/// A sentence with figures about an impact window.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The index of its window.
    pub window: usize,
    /// The sentence with the stamps and the figures cut out, for comparing.
    pub subject: String,
    /// The figures, in order.
    pub figures: Vec<Span>,
    /// The sentence.
    pub span: Span,
}
