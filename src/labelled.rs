//! Labelled values: what a document states beside a label that the template knows.
//!
//! They stand in the front matter, in tables, in lines (`**Severity**: SEV-2`, several with bars
//! between them) and in headings (`## Date: July 1, 2020`). What they mean is for others to say:
//! [`crate::metadata`], [`crate::metric`], [`crate::key_event`].
//!
//! A label is one where a label can stand: before a colon at the beginning of a line or in bold, in the
//! first cell of a row, in the head of a table with one row. A sentence has none.

mod line;
mod table;

use crate::document::Scope;
use crate::front_matter::FrontMatter;
use crate::label::{Labels, Meaning};
use crate::markdown::BlockKind;
use crate::template::Part;
use crate::text::{Style, Text};

/// Where a labelled value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A key of the front matter.
    FrontMatter,
    /// A table.
    Table,
    /// A line of a paragraph or of a list.
    Line,
    /// A heading, or what stands below one.
    Heading,
}

impl Place {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Table => "table",
            Self::Line => "line",
            Self::Heading => "heading",
        }
    }
}

/// A label that the template knows, and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct Labelled<'a> {
    /// The label, without its colon.
    pub label: Text<'a>,
    /// What stands beside it; in a table, the cell and those after it, each on a line.
    pub value: Text<'a>,
    /// What the label can mean.
    pub meanings: &'a [Meaning],
    /// Where it stands.
    pub place: Place,
    /// Whether it stands among what a document says about itself before it tells the story.
    pub is_head: bool,
    /// What the section around it is.
    pub part: Part,
    /// The section around it, as an index into [`Scope::headings`].
    pub section: Option<usize>,
    /// Whether what stands there are limits, by the heading, the column or the line above.
    pub is_limit: bool,
    /// The rows of its table that have the heads and the value.
    pub rows: Option<(usize, usize)>,
}

/// The labelled values of a postmortem, in document order, outside of its timeline and its actions.
#[must_use]
pub fn read<'a>(scope: &Scope<'a>, front: Option<&'a FrontMatter>) -> Vec<Labelled<'a>> {
    let labels = scope.template.labels();
    let mut reader = Reader { scope: *scope, labels, found: Vec::new(), head_end: 0 };
    reader.head_end = reader.head_end();
    for (label, value) in front.into_iter().flat_map(FrontMatter::pairs) {
        let at = Standing { block: None, place: Place::FrontMatter };
        reader.take(label, value, at);
    }
    let mut block = scope.extent.blocks.start;
    while block < scope.extent.blocks.end {
        block = reader.block(block);
    }
    reader.found
}

struct Reader<'a> {
    scope: Scope<'a>,
    labels: &'a Labels,
    found: Vec<Labelled<'a>>,
    /// The block that the story begins with.
    head_end: usize,
}

/// Where a label stands.
#[derive(Clone, Copy)]
struct Standing {
    block: Option<usize>,
    place: Place,
}

impl<'a> Reader<'a> {
    /// Reads a block, or the table that it begins; the block to go on with.
    fn block(&mut self, block: usize) -> usize {
        let scope = &self.scope;
        let next = block + 1;
        let (kind, part) = (&scope.markdown.blocks[block].kind, self.part(block));
        let text = scope.markdown.text(block);
        if part == Part::Timeline && *kind == BlockKind::Paragraph {
            // Between entries, a length is stated; the time of an event is an entry.
            let above = self.found.len();
            self.lines(block, text, false);
            let is_length = |one: &Labelled<'_>| matches!(one.meanings, [Meaning::Metric(_)]);
            let lengths: Vec<_> = self.found.drain(above..).filter(is_length).collect();
            self.found.extend(lengths);
        }
        if matches!(part, Part::Timeline | Part::Actions) {
            return next;
        }
        match kind {
            BlockKind::Heading(_) | BlockKind::NearHeading(_) => self.heading(block, text),
            BlockKind::Item => self.lines(block, text, true),
            BlockKind::Paragraph => self.lines(block, text, false),
            BlockKind::Row { .. } => return self.table(block),
            BlockKind::Comment | BlockKind::Opaque => {}
        }
        next
    }

    /// What the section around a block is.
    fn part(&self, block: usize) -> Part {
        let section = self.scope.owner(block);
        let heading = section.and_then(|section| self.scope.headings().get(section));
        heading.map_or(Part::Other, |heading| heading.part)
    }

    /// Where the head of the postmortem ends: at its first section, or after it where that is one that
    /// no rule knows: a summary, or basic facts. Sections that hold a field each (`## Date`) are in it,
    /// and so are labels that stand for sections, where the document has headings.
    fn head_end(&self) -> usize {
        let scope = self.scope;
        let holds_field = |block: usize| !self.known(scope.markdown.text(block)).is_empty();
        let known = || {
            let headings = scope.headings().iter();
            headings.filter(|heading| heading.spec.is_some() && !holds_field(heading.block))
        };
        let has_headings = known().any(|heading| heading.level > 0);
        let mut known = known().filter(|heading| heading.level > 0 || !has_headings);
        let first = known.next();
        let end = match first {
            Some(first) if first.part == Part::Other => known.next(),
            first => first,
        };
        end.map_or(scope.extent.blocks.end, |heading| heading.block)
    }

    fn known(&self, label: Text<'_>) -> &'a [Meaning] {
        self.labels.find(label.as_str())
    }

    /// `## Date: July 1, 2020`, and `## Date` with the value below it.
    fn heading(&mut self, block: usize, text: Text<'a>) {
        let at = Standing { block: Some(block), place: Place::Heading };
        let visible = text.as_str();
        if let Some(colon) = visible.find([':', '：'])
            && !visible.trim_end().ends_with([':', '：'])
        {
            self.take(text.slice(0..colon), line::after_colon(text.from(colon)), at);
        } else if let Some(below) = self.scope.markdown.blocks.get(block + 1)
            && matches!(below.kind, BlockKind::Paragraph | BlockKind::Item)
            && self.scope.opens(block + 1).is_none()
            && let Some(value) = self.scope.markdown.text(block + 1).lines().next()
        {
            self.take(text, value, at);
        }
    }

    /// Takes a label with its value, if it is one.
    fn take(&mut self, label: Text<'a>, value: Text<'a>, at: Standing) {
        let meanings = self.known(label);
        if !meanings.is_empty() {
            let is_limit = at.block.is_some_and(|block| self.is_under_limits(block, meanings));
            self.push(label, value, meanings, at, is_limit, None);
        }
    }

    fn push(
        &mut self,
        label: Text<'a>,
        value: Text<'a>,
        meanings: &'a [Meaning],
        at: Standing,
        is_limit: bool,
        rows: Option<(usize, usize)>,
    ) {
        self.found.push(Labelled {
            label: bare(label),
            value: bare(value),
            meanings,
            place: at.place,
            is_head: at.block.is_none_or(|block| block < self.head_end),
            part: at.block.map_or(Part::Other, |block| self.part(block)),
            section: at.block.and_then(|block| self.scope.owner(block)),
            is_limit,
            rows,
        });
    }

    /// Whether a metric in a block is a limit, by the headings around it or by what leads up to it.
    fn is_under_limits(&self, block: usize, meanings: &[Meaning]) -> bool {
        if !meanings.iter().any(|meaning| matches!(meaning, Meaning::Metric(_))) {
            return false;
        }
        let scope = self.scope;
        let headings = scope.headings();
        let parent = |&section: &usize| {
            let parent = headings.get(section)?.parent?;
            parent.checked_sub(scope.extent.headings.start)
        };
        let around = std::iter::successors(scope.owner(block), parent);
        let titles = around.filter_map(|section| headings.get(section)).map(|h| h.block);
        titles
            .filter(|&title| title != block)
            .chain(self.lead(block))
            .any(|title| self.labels.names_target(scope.markdown.text(title).as_str()))
    }

    /// The line that a list or a table belongs to: the item around it, or a paragraph right above
    /// that ends with a colon.
    fn lead(&self, block: usize) -> Option<usize> {
        let blocks = &self.scope.markdown.blocks;
        let depth = blocks.get(block)?.depth;
        let is_same = |kind: &BlockKind| {
            matches!(kind, BlockKind::Item | BlockKind::Comment | BlockKind::Row { .. })
        };
        let above = (0..block).rev().take(LONGEST_LIST).find(|&above| {
            blocks.get(above).is_some_and(|one| one.depth < depth || !is_same(&one.kind))
        })?;
        let text = self.scope.markdown.text(above);
        let leads = text.as_str().trim_end().ends_with([':', '：']);
        let around = blocks.get(above).is_some_and(|one| one.kind == BlockKind::Item);
        (leads || around).then_some(above)
    }
}

/// How far above an item the line may stand that leads up to its list.
const LONGEST_LIST: usize = 64;

/// What stands between two labels of one line.
const BARS: [char; 2] = ['|', '｜'];

/// A text without blanks and stray marks of bold at its ends.
fn bare(text: Text<'_>) -> Text<'_> {
    let is_mark = |c: char| c.is_whitespace() || c == '*';
    let visible = text.as_str();
    let start = visible.len() - visible.trim_start_matches(is_mark).len();
    let end = visible.trim_end_matches(is_mark).len();
    text.slice(start.min(end)..end)
}

/// Whether a text begins in bold, with no letter before that, or is meant to.
fn begins_bold(text: Text<'_>) -> bool {
    if line::begins_stray(text.as_str()) {
        return true;
    }
    let mut lead = text.runs().skip_while(|(range, style)| {
        let said = text.slice(range.clone());
        !style.has(Style::STRONG) && !said.as_str().contains(char::is_alphanumeric)
    });
    lead.next().is_some_and(|(_, style)| style.has(Style::STRONG))
}

#[cfg(test)]
pub(crate) mod tests;
