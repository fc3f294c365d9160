//! Which block opens a section, and which section each block belongs to.

use std::ops::Range;

use super::label::{self, Label, begins_with_number};
use super::{Heading, Outline, near_heading_title};
use crate::markdown::{BlockKind, Markdown};
use crate::template::{Part, SectionSpec};
use crate::text::Text;
use crate::title::Titles;

/// Goes through the blocks of a document, with the sections that are open.
pub(super) struct Builder<'a> {
    markdown: &'a Markdown,
    sections: &'a [SectionSpec],
    titles: &'a Titles,
    /// Which of the template's sections have others below them.
    parents: Vec<bool>,
    /// The labels to come that may stand for headings.
    standing: &'a [Label],
    /// The template's sections that have a heading in the document, sorted.
    headed: Vec<usize>,
    outline: Outline,
    /// The sections around, outermost first.
    open: Vec<usize>,
    /// The labels around, each with the list depth it stands at.
    labels: Vec<(usize, usize)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        markdown: &'a Markdown,
        standing: &'a [Label],
        sections: &'a [SectionSpec],
        titles: &'a Titles,
    ) -> Self {
        let mut parents = vec![false; sections.len()];
        for parent in sections.iter().filter_map(|section| section.parent) {
            parents[parent] = true;
        }
        Self {
            markdown,
            sections,
            titles,
            parents,
            standing,
            headed: if standing.is_empty() { Vec::new() } else { headed(markdown, titles) },
            outline: Outline {
                headings: Vec::new(),
                owners: Vec::with_capacity(markdown.blocks.len()),
            },
            open: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The sections found, and which of the template's have others below them.
    pub(super) fn build(mut self) -> (Outline, Vec<bool>) {
        for block in 0..self.markdown.blocks.len() {
            self.block(block);
        }
        (self.outline, self.parents)
    }

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
                if !self.label(index, text, block.depth) {
                    self.standing_label(index, block.depth);
                }
            }
            BlockKind::Paragraph => {
                self.labels.retain(|&(_, depth)| depth <= block.depth);
                if !self.label(index, text, block.depth) {
                    self.standing_label(index, block.depth);
                }
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

    /// A list item or a paragraph that begins with the title of a section that belongs here. Whether
    /// it does.
    fn label(&mut self, block: usize, text: Text<'_>, depth: usize) -> bool {
        let spec_of = |section: usize| self.outline.headings[section].spec;
        let labels = self.labels.iter().rev().map(|&(section, _)| section);
        // Of the headings only the nearest: "原因：" in the timeline is no section of its own.
        let heading = self.open.iter().rev().copied().find(|&section| spec_of(section).is_some());
        let is_parent = |section: &usize| spec_of(*section).is_some_and(|spec| self.parents[spec]);
        let mut around = labels.chain(heading).filter(is_parent).peekable();
        // Most lines stand in no section that could have one below it.
        if around.peek().is_none() {
            return false;
        }
        let Some(title) = label::title(text) else { return false };
        let known = self.titles.find(text.slice(title.clone()).as_str());
        let belongs = around.find_map(|section| {
            let fits = |spec: &&usize| self.sections[**spec].parent == spec_of(section);
            Some((section, *known.iter().find(fits)?))
        });
        let Some((parent, spec)) = belongs else { return false };
        let depth_of = |section| self.labels.iter().find(|label| label.0 == section).map(|l| l.1);
        // A paragraph's label ends the one before it, unless that one is its parent.
        let keep = depth_of(parent);
        self.labels.retain(|&(section, at)| at < depth || Some(at) == keep && section == parent);
        let part = Part::Other;
        self.add(Heading { block, title, level: 0, spec: Some(spec), part, parent: Some(parent) });
        self.labels.push((self.outline.headings.len() - 1, depth));
        true
    }

    /// A label that stands for a section for which the document has no heading: `**Timeline**` above
    /// its entries, `- **Impact**: …` beside its like.
    fn standing_label(&mut self, block: usize, depth: usize) {
        let after = self.standing.partition_point(|label| label.block < block);
        self.standing = self.standing.get(after..).unwrap_or_default();
        let Some(label) = self.standing.first().filter(|label| label.block == block) else {
            return;
        };
        let known = self.titles.find(self.markdown.text(block).slice(label.title.clone()).as_str());
        let is_own = |spec: &&usize| {
            self.sections[**spec].parent.is_none() && self.headed.binary_search(spec).is_err()
        };
        let own = known.iter().find(is_own).copied();
        let standing = own.filter(|&spec| self.may_stand(spec, label, depth));
        let Some(spec) = standing else {
            // A line in bold of its own ends the section of the one above it.
            if own.is_none()
                && depth == 0
                && label.bold
                && label.alone
                && !self.heads_entries(block)
            {
                self.labels.clear();
            }
            return;
        };
        self.labels.retain(|&(_, at)| at < depth);
        let (title, parent) = (label.title.clone(), self.open.last().copied());
        self.add(Heading { block, title, level: 0, spec: Some(spec), part: Part::Other, parent });
        self.labels.push((self.outline.headings.len() - 1, depth));
    }

    /// Whether a label may stand for a section here. Within another label it is a part of that, and
    /// so it is under a heading that the template knows; but a part that rules read is none of a
    /// section that they do not, if it has a line of its own.
    fn may_stand(&self, spec: usize, label: &Label, depth: usize) -> bool {
        if self.labels.iter().any(|&(_, at)| at < depth) {
            return false;
        }
        let known = |&&section: &&usize| self.outline.headings[section].spec.is_some();
        let around = self.open.iter().rev().find(known);
        around.is_none_or(|&around| {
            label.alone
                && depth == 0
                && self.outline.headings[around].part == Part::Other
                && self.sections[spec].part != Part::Other
        })
    }

    /// Whether a line in bold is the day or the phase of the entries below it, in a timeline.
    fn heads_entries(&self, block: usize) -> bool {
        let is_timeline =
            |&(section, _): &(usize, usize)| self.outline.headings[section].part == Part::Timeline;
        let numbered = |block| {
            block < self.markdown.blocks.len() && begins_with_number(self.markdown.text(block))
        };
        self.labels.iter().any(is_timeline) && (numbered(block) || numbered(block + 1))
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

/// The template's sections whose title is a heading somewhere in the document, sorted.
fn headed(markdown: &Markdown, titles: &Titles) -> Vec<usize> {
    let mut headed = Vec::new();
    for (index, block) in markdown.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_) | BlockKind::NearHeading(_)) {
            let text = markdown.text(index);
            headed.extend(titles.find(text.slice(near_heading_title(text)).as_str()));
        }
    }
    headed.sort_unstable();
    headed.dedup();
    headed
}
