//! Blocks to sections, and where one postmortem of a file ends and the next begins.

use std::ops::Range;

use crate::markdown::{BlockKind, Markdown};
use crate::span::Span;
use crate::template::{Part, SectionSpec, Template};
use crate::text::{Style, Text};
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
    /// Finds the sections of a document that a template has.
    #[must_use]
    pub fn new(markdown: &Markdown, sections: &[SectionSpec], titles: &Titles) -> Self {
        let mut parents = vec![false; sections.len()];
        for parent in sections.iter().filter_map(|section| section.parent) {
            parents[parent] = true;
        }
        let mut builder = Builder {
            markdown,
            sections,
            titles,
            parents,
            outline: Self {
                headings: Vec::new(),
                owners: Vec::with_capacity(markdown.blocks.len()),
            },
            open: Vec::new(),
            labels: Vec::new(),
        };
        for block in 0..markdown.blocks.len() {
            builder.block(block);
        }
        let Builder { mut outline, parents, .. } = builder;
        outline.release_borrowed_titles(&parents);
        outline
    }

    /// Takes the sections that only share a title with one of the template's as what they are: parts
    /// of the section around them. `短期方案` > `用户侧` is no impact where `事故影响` has a `用户侧`.
    ///
    /// `parents` tells which of the template's sections have others below them.
    fn release_borrowed_titles(&mut self, parents: &[bool]) {
        for index in 0..self.headings.len() {
            let Some(spec) = self.headings[index].spec else { continue };
            let Some(around) = self.leaf_around(index, parents) else { continue };
            let elsewhere = self.headings.iter().enumerate().any(|(other, heading)| {
                heading.spec == Some(spec) && self.leaf_around(other, parents).is_none()
            });
            if elsewhere {
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
        let first = template.sections.iter().position(|section| section.parent.is_none());
        let repeats: Vec<usize> = (0..self.headings.len())
            .filter(|&index| self.headings[index].spec == first && self.headings[index].level > 0)
            .collect();
        for (nth, &index) in repeats.iter().enumerate().skip(1) {
            let begin = starts.last().map_or(0, |&(start, _)| start);
            let end = repeats.get(nth + 1).copied().unwrap_or(self.headings.len());
            if self.has_others(begin..index, first, template)
                && self.has_others(index..end, first, template)
            {
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

    fn has_others(&self, range: Range<usize>, first: Option<usize>, template: &Template) -> bool {
        self.headings.get(range).unwrap_or_default().iter().any(|heading| {
            heading
                .spec
                .is_some_and(|spec| Some(spec) != first && template.sections[spec].parent.is_none())
        })
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

struct Builder<'a> {
    markdown: &'a Markdown,
    sections: &'a [SectionSpec],
    titles: &'a Titles,
    /// Which of the template's sections have others below them.
    parents: Vec<bool>,
    outline: Outline,
    /// The sections around, outermost first.
    open: Vec<usize>,
    /// The labels around, each with the list depth it stands at.
    labels: Vec<(usize, usize)>,
}

impl Builder<'_> {
    fn block(&mut self, index: usize) {
        let block = &self.markdown.blocks[index];
        let text = self.markdown.text(index);
        match block.kind {
            BlockKind::Heading(level) => self.heading(index, 0..text.as_str().len(), level),
            BlockKind::NearHeading(level) => {
                let title = near_heading_title(text);
                let name = text.slice(title.clone()).as_str();
                let known = !self.titles.find(name).is_empty();
                if known || level > 1 {
                    self.heading(index, title, level);
                }
            }
            BlockKind::Item => {
                self.labels.retain(|&(_, depth)| depth < block.depth);
                self.label(index, text, block.depth);
            }
            BlockKind::Paragraph => {
                self.labels.retain(|&(_, depth)| depth <= block.depth);
                self.label(index, text, block.depth);
            }
            _ => {}
        }
        let owner = self.labels.last().map(|&(section, _)| section).or(self.open.last().copied());
        self.outline.owners.push(owner);
    }

    fn heading(&mut self, block: usize, title: Range<usize>, level: u8) {
        self.labels.clear();
        let text = self.markdown.text(block);
        while self.open.last().is_some_and(|&open| self.outline.headings[open].level >= level) {
            self.open.pop();
        }
        let parent = self.open.last().copied();
        let known = self.titles.find(text.slice(title.clone()).as_str());
        let spec = self.choose(known, parent);
        self.add(Heading { block, title, level, spec, part: Part::Other, parent });
        self.open.push(self.outline.headings.len() - 1);
    }

    /// A list item or a paragraph that begins with the title of a section that belongs here.
    fn label(&mut self, block: usize, text: Text<'_>, depth: usize) {
        let spec_of = |section: usize| self.outline.headings[section].spec;
        let labels = self.labels.iter().rev().map(|&(section, _)| section);
        // Of the headings only the nearest: "原因：" in the timeline is no section of its own.
        let heading = self.open.iter().rev().copied().find(|&section| spec_of(section).is_some());
        let is_parent = |section: &usize| spec_of(*section).is_some_and(|spec| self.parents[spec]);
        let mut around = labels.chain(heading).filter(is_parent).peekable();
        // Most lines stand in no section that could have one below it.
        if around.peek().is_none() {
            return;
        }
        let Some(title) = label_title(text) else { return };
        let known = self.titles.find(text.slice(title.clone()).as_str());
        let belongs = around.find_map(|section| {
            let fits = |spec: &&usize| self.sections[**spec].parent == spec_of(section);
            Some((section, *known.iter().find(fits)?))
        });
        let Some((parent, spec)) = belongs else { return };
        let depth_of = |section| self.labels.iter().find(|label| label.0 == section).map(|l| l.1);
        // A paragraph's label ends the one before it, unless that one is its parent.
        let keep = depth_of(parent);
        self.labels.retain(|&(section, at)| at < depth || Some(at) == keep && section == parent);
        let part = Part::Other;
        self.add(Heading { block, title, level: 0, spec: Some(spec), part, parent: Some(parent) });
        self.labels.push((self.outline.headings.len() - 1, depth));
    }

    fn add(&mut self, mut heading: Heading) {
        heading.part = match (heading.spec, heading.parent) {
            (Some(spec), _) => self.sections[spec].part,
            (None, Some(parent)) => self.outline.headings[parent].part,
            (None, None) => Part::Other,
        };
        self.outline.headings.push(heading);
    }

    /// The section that a title means here: one that belongs under a section around it, else the
    /// first of the template.
    fn choose(&self, known: &[usize], parent: Option<usize>) -> Option<usize> {
        let mut around = parent;
        while let Some(section) = around {
            let heading = &self.outline.headings[section];
            let fits = |&&spec: &&usize| self.sections[spec].parent == heading.spec;
            if let Some(spec) = known.iter().find(fits).filter(|_| heading.spec.is_some()) {
                return Some(*spec);
            }
            around = heading.parent;
        }
        known.first().copied()
    }
}

/// The title in a line that looks like a heading: what stands after the marks.
#[must_use]
pub fn near_heading_title(line: Text<'_>) -> Range<usize> {
    let text = line.as_str();
    let after = text.trim_start().trim_start_matches(['#', '＃']).trim_start();
    text.len() - after.len()..text.trim_end().len()
}

/// Longer labels are sentences.
const LABEL_CHARS: usize = 40;

/// The part of a text that can be a label: what stands before a colon, a bold beginning, or the
/// whole of a short text.
fn label_title(text: Text<'_>) -> Option<Range<usize>> {
    let line = text.as_str().split('\n').next().unwrap_or_default();
    let colon = line.find([':', '：']);
    let bold = text
        .runs()
        .next()
        .filter(|(range, style)| range.start == 0 && style.has(Style::STRONG))
        .map(|(range, _)| range.end);
    let end = colon.or(bold).unwrap_or(line.len());
    let title = text.slice(0..end).as_str().trim();
    let fits = !title.is_empty() && title.chars().count() <= LABEL_CHARS;
    fits.then_some(0..end)
}

/// What stands beside a label in its own block.
#[must_use]
pub fn after_label<'a>(text: Text<'a>, title: &Range<usize>) -> Text<'a> {
    let rest = text.from(title.end);
    let skipped = rest.as_str().trim_start_matches([':', '：']);
    rest.from(rest.as_str().len() - skipped.len()).trim()
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
