//! The lines of a text that a finding points at, ready to be drawn.
//!
//! codespan-reporting asks for whole texts. It is given an excerpt instead: only the lines under the
//! labels, made safe to show and cut where they are far longer than a screen is wide. Lines and
//! columns stay those of the text, looked up there and not in the excerpt.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::files::{Error, Files, Location};

use crate::output::sanitize::visible;
use crate::source::Source;
use crate::span::Span;

/// Lines longer than this many characters are cut around their labels.
const LONGEST_LINE: usize = 240;
/// Characters kept before the first label of a line that is cut.
const KEPT_BEFORE: usize = 80;
/// A label over more lines than this is drawn on its first line only.
const MOST_LINES: usize = 20;

/// The excerpts of one finding, one for each text it points into.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    files: Vec<Excerpt>,
}

/// The lines of one text that are drawn.
#[derive(Debug)]
struct Excerpt {
    source: Arc<Source>,
    name: String,
    text: String,
    /// The lines, each by its number in the source, from 0.
    lines: BTreeMap<usize, Line>,
    /// Where labels start, in `text` and in the source.
    starts: Vec<(usize, usize)>,
}

/// One line of an excerpt.
#[derive(Debug)]
struct Line {
    /// Its bytes in the excerpt.
    range: Range<usize>,
    /// What is kept of it, as bytes of the source, and the bytes put in front of that.
    kept: Span,
    lead: usize,
}

impl Excerpts {
    /// Cuts the excerpts for some places, and says where each place is in its excerpt.
    pub(super) fn new(places: &[(&Arc<Source>, Span)]) -> (Self, Vec<(usize, Range<usize>)>) {
        let mut excerpts = Self::default();
        let mut ids = Vec::with_capacity(places.len());
        let places: Vec<_> =
            places.iter().map(|(source, span)| (*source, settle(source, *span))).collect();
        for (source, _) in &places {
            let known = excerpts.files.iter().position(|file| Arc::ptr_eq(&file.source, source));
            let id = known.unwrap_or_else(|| {
                let spans = places.iter().filter(|(other, _)| Arc::ptr_eq(other, source));
                let spans: Vec<Span> = spans.map(|(_, span)| *span).collect();
                excerpts.files.push(Excerpt::new(source, &spans));
                excerpts.files.len() - 1
            });
            ids.push(id);
        }
        let ranges = places.iter().zip(ids).map(|((_, span), id)| {
            let file = &excerpts.files[id];
            let start = file.place(span.start);
            (id, start..file.place(span.end).max(start))
        });
        let ranges = ranges.collect();
        (excerpts, ranges)
    }

    fn file(&self, id: usize) -> Result<&Excerpt, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

/// A span that can be drawn: inside the text, on character boundaries, without the line end after
/// it, and not over more lines than anybody reads.
fn settle(source: &Source, span: Span) -> Span {
    let text = source.text();
    let start = boundary(text, span.start);
    let covered = source.slice(Span::new(start, boundary(text, span.end).max(start)));
    let end = start + covered.trim_end().len();
    let first = source.line(start);
    if source.line(end) - first < MOST_LINES {
        return Span::new(start, end);
    }
    Span::new(start, source.line_span(first).end.max(start))
}

/// The last character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl Excerpt {
    fn new(source: &Arc<Source>, spans: &[Span]) -> Self {
        let mut excerpt = Self {
            source: Arc::clone(source),
            name: visible(source.name()).into_owned(),
            text: String::new(),
            lines: BTreeMap::new(),
            starts: Vec::new(),
        };
        // A line between two lines that are drawn is drawn as well, so it must be at hand.
        for span in spans {
            for line in source.line(span.start)..=source.line(span.end) + 1 {
                excerpt.add(line, spans);
            }
            excerpt.starts.push((excerpt.place(span.start), span.start));
        }
        excerpt
    }

    /// Copies a line, from 1, unless it is there already.
    fn add(&mut self, line: usize, spans: &[Span]) {
        if self.lines.contains_key(&(line - 1)) {
            return;
        }
        let whole = self.source.line_span(line);
        let kept = keep(self.source.slice(whole), whole.start, spans);
        let start = self.text.len();
        if kept.start > whole.start {
            self.text.push('…');
        }
        let lead = self.text.len() - start;
        self.text.push_str(&visible(self.source.slice(kept)));
        if kept.end < whole.end {
            self.text.push('…');
        }
        self.lines.insert(line - 1, Line { range: start..self.text.len(), kept, lead });
        self.text.push('\n');
    }

    /// Where a byte of the source is in the excerpt; what was cut off is at the cut.
    fn place(&self, byte: usize) -> usize {
        let Some(line) = self.lines.get(&(self.source.line(byte) - 1)) else {
            return 0;
        };
        let byte = byte.clamp(line.kept.start, line.kept.end);
        let before = self.source.slice(Span::new(line.kept.start, byte));
        line.range.start + line.lead + visible(before).len()
    }

    fn line_of(&self, place: usize) -> usize {
        let holds = |line: &Line| line.range.start <= place && place <= line.range.end;
        self.lines.iter().find(|(_, line)| holds(line)).map_or(0, |(index, _)| *index)
    }
}

/// What to keep of a line that begins at `start`: all of it, unless it is very long.
fn keep(line: &str, start: usize, spans: &[Span]) -> Span {
    let whole = Span::new(start, start + line.len());
    // Bytes first: counting characters is for the few lines that may be too long.
    if line.len() <= LONGEST_LINE || line.chars().count() <= LONGEST_LINE {
        return whole;
    }
    let first = spans.iter().map(|span| span.start).filter(|at| (start..=whole.end).contains(at));
    let first = first.min().unwrap_or(start) - start;
    let before = line.get(..first).unwrap_or_default();
    let from = before.char_indices().rev().nth(KEPT_BEFORE - 1).map_or(0, |(at, _)| at);
    let rest = line.get(from..).unwrap_or_default();
    let length = rest.char_indices().nth(LONGEST_LINE).map_or(rest.len(), |(at, _)| at);
    Span::new(start + from, start + from + length)
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, place: usize) -> Result<usize, Error> {
        Ok(self.file(id)?.line_of(place))
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let line = self.file(id)?.lines.get(&index);
        line.map(|line| line.range.clone()).ok_or(Error::LineTooLarge { given: index, max: 0 })
    }

    fn location(&'a self, id: usize, place: usize) -> Result<Location, Error> {
        let file = self.file(id)?;
        let start = file.starts.iter().find(|(start, _)| *start == place);
        let (_, byte) = *start.ok_or(Error::InvalidCharBoundary { given: place })?;
        let position = file.source.position(byte);
        Ok(Location { line_number: position.line, column_number: position.column })
    }
}
