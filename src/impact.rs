//! Impact windows and the claims made about them.

use std::ops::Range;

use crate::document::Scope;
use crate::notation::timestamp::Found;
use crate::range::StampRange;
use crate::span::Span;
use crate::stamp::{self, Calendar, Stamp};
use crate::template::Part;
use crate::text::{Style, Text};
use crate::title::{fold, key};

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
    /// The sentence with the stamps and the figures cut out, in the form titles are compared in.
    pub subject: String,
    /// The figures, in order, as written: `90%`.
    pub figures: Vec<String>,
    /// The sentence.
    pub span: Span,
}

/// What the impact sections of a postmortem hold.
#[derive(Debug, Default)]
pub struct Impact {
    /// The windows, in document order.
    pub windows: Vec<Window>,
    /// The claims, in document order.
    pub claims: Vec<Claim>,
    /// Ranges of two stamps.
    pub ranges: Vec<StampRange>,
    /// Text shaped like a time stamp that is none.
    pub impossible: Vec<Span>,
}

/// Reads the impact sections of a postmortem. `calendar` knows the day the incident began.
#[must_use]
pub fn read(scope: &Scope<'_>, calendar: &Calendar) -> Impact {
    let mut impact = Impact::default();
    for block in scope.blocks_of(Part::Impact) {
        let (Some(text), Some(section)) = (scope.content(block), scope.owner(block)) else {
            continue;
        };
        impact.text(text, section, scope, *calendar);
    }
    impact
}

impl Impact {
    fn text(&mut self, text: Text<'_>, section: usize, scope: &Scope<'_>, mut calendar: Calendar) {
        let found = stamp::find(text, &scope.template.stamps);
        let mut stamps = Vec::new();
        let mut window = None;
        for found in &found {
            let (start, end) = match found {
                Found::Impossible { range } => {
                    self.impossible.push(text.source(range.clone()));
                    continue;
                }
                Found::Single(written) => {
                    stamps.push(written.range.clone());
                    continue;
                }
                Found::Range { start, end } => (start, end.as_ref()),
            };
            let range = start.range.start..end.map_or(start.range.end, |end| end.range.end);
            stamps.push(range.clone());
            let Some((start, end)) = calendar.resolve_range(start, end, text) else { continue };
            if let Some(end) = end {
                let words = &scope.template.durations;
                self.ranges.push(StampRange::new(text, range.clone(), start, end, words));
            }
            window.get_or_insert(self.windows.len());
            self.windows.push(Window { start, end, span: text.source(range), section });
        }
        if let Some(window) = window {
            self.claims.extend(claim(text, &stamps, window, &scope.template.figure_units));
        }
    }
}

/// The claim that a sentence makes about its window, where it has figures.
fn claim(
    text: Text<'_>,
    stamps: &[Range<usize>],
    window: usize,
    units: &[String],
) -> Option<Claim> {
    let visible = text.as_str();
    let figures = figures(text, stamps, units);
    if figures.is_empty() {
        return None;
    }
    let mut subject = String::new();
    let mut at = 0;
    let mut cuts: Vec<&Range<usize>> = stamps.iter().chain(&figures).collect();
    cuts.sort_by_key(|range| range.start);
    for cut in cuts {
        subject.push_str(visible.get(at..cut.start).unwrap_or_default());
        at = at.max(cut.end);
    }
    subject.push_str(visible.get(at..).unwrap_or_default());
    Some(Claim {
        window,
        subject: key(&subject),
        figures: figures
            .into_iter()
            .filter_map(|range| Some(visible.get(range)?.to_owned()))
            .collect(),
        span: text.trim().span(),
    })
}

/// Numbers with a unit. A number without one may be a name: `节点 1`.
fn figures(text: Text<'_>, stamps: &[Range<usize>], units: &[String]) -> Vec<Range<usize>> {
    let visible = text.as_str();
    let mut figures = Vec::new();
    let mut at = 0;
    while let Some(start) = visible.get(at..).and_then(|rest| rest.find(is_digit)) {
        let start = at + start;
        let rest = visible.get(start..).unwrap_or_default();
        let number = rest.trim_start_matches(|c| is_digit(c) || matches!(fold(c), '.' | ','));
        let end = start + (rest.len() - number.len());
        at = end;
        let before = visible.get(..start).and_then(|before| before.chars().next_back());
        let is_name = before.is_some_and(|c| c.is_ascii_alphanumeric() || "-_./#:".contains(c));
        let in_stamp = stamps.iter().any(|stamp| stamp.start < end && start < stamp.end);
        if is_name || in_stamp || text.is(start..end, Style::CODE) {
            continue;
        }
        let unit = number.trim_start_matches(' ');
        let longest = units.iter().filter(|word| is_unit(unit, word)).map(String::len).max();
        if let Some(length) = longest {
            figures.push(start..end + (number.len() - unit.len()) + length);
        }
    }
    figures
}

fn is_digit(c: char) -> bool {
    fold(c).is_ascii_digit()
}

/// Whether a text begins with a unit, as a whole word where it is written in ASCII.
fn is_unit(text: &str, unit: &str) -> bool {
    let head = text.get(..unit.len()).is_some_and(|head| head.eq_ignore_ascii_case(unit));
    let ascii = unit.ends_with(|c: char| c.is_ascii_alphanumeric());
    let next = text.get(unit.len()..).and_then(|rest| rest.chars().next());
    head && !(ascii && next.is_some_and(|c| c.is_ascii_alphanumeric()))
}
