//! Blocks to sections, and where one postmortem of a file ends and the next begins.

mod builder;
mod label;
#[cfg(test)]
mod tests;

pub use label::{Label, after_label, begins_with_number, is_label, labels};

use std::ops::Range;

use self::builder::Builder;
use crate::markdown::{BlockKind, Markdown};
use crate::span::Span;
use crate::template::{Part, SectionSpec, Template};
use crate::text::Text;
use crate::title::Titles;

/// A section as found: a heading, or a label that stands for one.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The block that holds the title.
    pub block: usize,
    /// The title in that block's text.
    pub title: Range<usize>,
    /// The heading level; 0 for a label.
    pub level: u8,
    /// The index of the template's section.
    pub spec: Option<usize>,
    /// What rules know it to be.
    pub part: Part,
    /// The index of the section around it.
    pub parent: Option<usize>,
}

impl Heading {
    /// The index of the section around it in [`Scope::headings`].
    #[must_use]
    pub fn parent_in(&self, scope: &Scope<'_>) -> Option<usize> {
        self.parent?.checked_sub(scope.extent.headings.start)
    }
}

/// The sections of a file, and which block belongs to which.
#[derive(Debug)]
pub struct Outline {
    /// The sections, in document order.
    pub headings: Vec<Heading>,
    /// For each block the innermost section around it; a heading belongs to its own section.
    pub owners: Vec<Option<usize>>,
}

/// The part of a file that is one postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Its blocks.
    pub blocks: Range<usize>,
    /// Its sections.
    pub headings: Range<usize>,
    /// The section whose heading is its title.
    pub title: Option<usize>,
}

impl Outline {
    /// Finds the sections of a document that a template has. `labels` are those of the document.
    #[must_use]
    pub fn new(
        markdown: &Markdown,
        labels: &[Label],
        sections: &[SectionSpec],
        titles: &Titles,
    ) -> Self {
        let (mut outline, parents) = Builder::new(markdown, labels, sections, titles).build();
        outline.release_borrowed_titles(&parents);
        outline
    }

    /// Takes the sections that only share a title with one of the template's as what they are: parts
    /// of the section around them. `短期方案` > `用户侧` is no impact where `事故影响` has a `用户侧`.
    ///
    /// `parents` tells which of the template's sections have others below them.
    fn release_borrowed_titles(&mut self, parents: &[bool]) {
        // Whether a section stands where it belongs as well, once that was asked.
        let mut elsewhere: Vec<Option<bool>> = vec![None; parents.len()];
        for index in 0..self.headings.len() {
            let Some(spec) = self.headings[index].spec else { continue };
            let Some(around) = self.leaf_around(index, parents) else { continue };
            let is_elsewhere = *elsewhere[spec].get_or_insert_with(|| {
                let mut same = (0..self.headings.len())
                    .filter(|&other| self.headings[other].spec == Some(spec));
                same.any(|other| self.leaf_around(other, parents).is_none())
            });
            if is_elsewhere {
                self.headings[index].part = self.headings[around].part;
                self.headings[index].spec = None;
            }
        }
    }

    /// The nearest section around one that the template knows, if that is another one and has no
    /// parts in the template.
    fn leaf_around(&self, index: usize, parents: &[bool]) -> Option<usize> {
        let parent = |&index: &usize| self.headings.get(index)?.parent;
        let known = |index: &usize| self.headings[*index].spec.is_some();
        let around = std::iter::successors(parent(&index), parent).find(known)?;
        let outer = self.headings[around].spec;
        let is_leaf = outer.is_some_and(|outer| !parents[outer]);
        (is_leaf && outer != self.headings[index].spec).then_some(around)
    }

    /// Cuts the file into postmortems: a new one begins where the template's first top-level
    /// section comes again and more of them follow. A section that is merely repeated begins none.
    #[must_use]
    pub fn postmortems(&self, blocks: usize, template: &Template) -> Vec<Extent> {
        let mut starts = vec![(0, self.first_title(template))];
        let others = self.others(template);
        let has_others = |range: Range<usize>| {
            let next = others.get(others.partition_point(|&index| index < range.start));
            next.is_some_and(|&index| index < range.end)
        };
        let first = template.sections.iter().position(|section| section.parent.is_none());
        let repeats: Vec<usize> = (0..self.headings.len())
            .filter(|&index| self.headings[index].spec == first && self.headings[index].level > 0)
            .collect();
        for (nth, &index) in repeats.iter().enumerate().skip(1) {
            let begin = starts.last().map_or(0, |&(start, _)| start);
            let end = repeats.get(nth + 1).copied().unwrap_or(self.headings.len());
            if has_others(begin..index) && has_others(index..end) {
                let title = self.title_above(index);
                starts.push((title.unwrap_or(index), title));
            }
        }
        let ends: Vec<usize> =
            starts.iter().skip(1).map(|&(start, _)| start).chain([self.headings.len()]).collect();
        let place = |heading: usize| match self.headings.get(heading) {
            Some(_) if heading == 0 => 0,
            Some(heading) => heading.block,
            None => blocks,
        };
        std::iter::zip(starts, ends)
            .map(|((start, title), end)| Extent {
                blocks: if start == 0 { 0 } else { place(start) }..place(end),
                headings: start..end,
                title,
            })
            .collect()
    }

    /// The headings of the template's top-level sections, but for the first one.
    fn others(&self, template: &Template) -> Vec<usize> {
        let first = template.sections.iter().position(|section| section.parent.is_none());
        let is_other = |&index: &usize| {
            let heading = &self.headings[index];
            heading.spec != first && self.is_top(heading, template)
        };
        (0..self.headings.len()).filter(is_other).collect()
    }

    /// The title of the file: a heading before the first section that the template knows.
    fn first_title(&self, template: &Template) -> Option<usize> {
        let heading = self.headings.first()?;
        let highest = self
            .headings
            .iter()
            .filter(|heading| heading.level > 0 && self.is_top(heading, template))
            .map(|heading| heading.level)
            .min()
            .unwrap_or(u8::MAX);
        (heading.spec.is_none() && heading.level <= highest).then_some(0)
    }

    fn is_top(&self, heading: &Heading, template: &Template) -> bool {
        heading.spec.is_some_and(|spec| template.sections[spec].parent.is_none())
    }

    /// The title above a postmortem's first section: a heading that the template does not know,
    /// higher than it, or as high and with nothing below it.
    fn title_above(&self, index: usize) -> Option<usize> {
        let above = index.checked_sub(1)?;
        let (title, section) = (&self.headings[above], &self.headings[index]);
        let empty = title.block + 1 == section.block;
        let higher = title.level < section.level || (title.level == section.level && empty);
        (title.level > 0 && title.spec.is_none() && higher).then_some(above)
    }
}

/// The title in a line that looks like a heading: what stands after the marks.
#[must_use]
pub fn near_heading_title(line: Text<'_>) -> Range<usize> {
    let text = line.as_str();
    let after = text.trim_start().trim_start_matches(['#', '＃']).trim_start();
    text.len() - after.len()..text.trim_end().len()
}

/// The bytes of a section's title without marks, blanks and trailing punctuation.
#[must_use]
pub fn title_span(text: Text<'_>, title: &Range<usize>) -> Span {
    text.slice(title.clone()).trim().span()
}

/// One postmortem's part of a document, with all that is needed to read it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The name of the document's file.
    pub name: &'a str,
    /// The document's text.
    pub source: &'a str,
    /// Its blocks.
    pub markdown: &'a Markdown,
    /// Its sections.
    pub outline: &'a Outline,
    /// Which of both are this postmortem's.
    pub extent: &'a Extent,
    /// The template it is read with.
    pub template: &'a Template,
}

impl<'a> Scope<'a> {
    /// The sections of this postmortem.
    #[must_use]
    pub fn headings(&self) -> &'a [Heading] {
        self.outline.headings.get(self.extent.headings.clone()).unwrap_or_default()
    }

    /// The innermost section around a block, as an index into [`Scope::headings`].
    #[must_use]
    pub fn owner(&self, block: usize) -> Option<usize> {
        self.outline.owners.get(block).copied().flatten()?.checked_sub(self.extent.headings.start)
    }

    /// The blocks of all sections of one kind, with their headings.
    pub fn blocks_of(&self, part: Part) -> impl Iterator<Item = usize> + use<'a> {
        let scope = *self;
        scope.extent.blocks.clone().filter(move |&block| {
            scope
                .owner(block)
                .and_then(|owner| scope.headings().get(owner))
                .is_some_and(|heading| heading.part == part)
        })
    }

    /// The text of a block that is content: of a label only what stands beside it, of a heading
    /// nothing.
    #[must_use]
    pub fn content(&self, block: usize) -> Option<Text<'a>> {
        let text = self.markdown.text(block);
        match self.markdown.blocks[block].kind {
            BlockKind::Heading(_) | BlockKind::Comment => return None,
            BlockKind::NearHeading(_) if self.opens(block).is_some() => return None,
            _ => {}
        }
        match self.opens(block) {
            Some(heading) => Some(after_label(text, &heading.title)),
            None => Some(text),
        }
    }

    /// The section that begins with a block.
    #[must_use]
    pub fn opens(&self, block: usize) -> Option<&'a Heading> {
        let headings = self.headings();
        headings.get(self.owner(block)?).filter(|heading| heading.block == block)
    }
}
