//! The sections of a postmortem: what they are, and whether they say anything.

use crate::document::{Heading, Scope, near_heading_title, title_span};
use crate::markdown::BlockKind;
use crate::span::Span;
use crate::template::Part;

/// A section of a postmortem: a heading, or a bold label or list item that stands for one.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its title, without marks.
    pub title: Span,
    /// The title's visible text.
    pub name: String,
    /// The heading level; 0 for a label.
    pub level: u8,
    /// The index of the template's section that it is.
    pub spec: Option<usize>,
    /// What rules know it to be: its own spec's part, or that of the section around it.
    pub part: Part,
    /// The index of the section around it.
    pub parent: Option<usize>,
    /// What it holds.
    pub content: Content,
}

/// What a section holds beside its subsections, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Nothing at all.
    Empty,
    /// Only placeholders.
    Placeholder,
    /// A word for an honest "nothing", here.
    Nothing(Span),
    /// Something.
    Something,
}

/// Text that looks like a heading and is none: `##时间指标`, `＃ 标题`.
#[derive(Clone, Debug)]
pub struct NearHeading {
    /// The line, from its marks on.
    pub span: Span,
    /// The title after the marks.
    pub title: Span,
    /// The level that was meant.
    pub level: u8,
}

/// The bytes of a heading's title.
pub(crate) fn heading_span(scope: &Scope<'_>, heading: &Heading) -> Span {
    title_span(scope.markdown.text(heading.block), &heading.title)
}

/// The sections of a postmortem, with what each holds. `placeholders` are those left in it, in order.
pub(crate) fn sections(scope: &Scope<'_>, placeholders: &[Span]) -> Vec<Section> {
    let mut sections: Vec<Section> = scope
        .headings()
        .iter()
        .map(|heading| {
            let text = scope.markdown.text(heading.block);
            Section {
                title: title_span(text, &heading.title),
                name: text.slice(heading.title.clone()).as_str().trim().to_owned(),
                level: heading.level,
                spec: heading.spec,
                part: heading.part,
                parent: heading.parent_in(scope),
                content: Content::Empty,
            }
        })
        .collect();
    for block in scope.extent.blocks.clone() {
        let Some(section) = scope.owner(block).and_then(|owner| sections.get_mut(owner)) else {
            continue;
        };
        section.content = section.content.max(content(scope, block, section.spec, placeholders));
    }
    sections
}

/// What a block adds to its section.
fn content(scope: &Scope<'_>, block: usize, spec: Option<usize>, placeholders: &[Span]) -> Content {
    let template = scope.template;
    let Some(text) = scope.content(block) else { return Content::Empty };
    let holder = &scope.markdown.blocks[block];
    // The head of a table says what its rows would hold.
    if matches!(holder.kind, BlockKind::Row { head: true, .. }) {
        return Content::Empty;
    }
    if text.is_blank() {
        let seen = holder.opaque || holder.kind == BlockKind::Opaque;
        return if seen { Content::Something } else { Content::Empty };
    }
    let own = spec.map(|spec| &template.sections[spec].nothing);
    let visible = text.as_str();
    if own.is_some_and(|own| own.hold(visible)) || template.nothing.hold(visible) {
        return Content::Nothing(text.trim().span());
    }
    let is_placeholder =
        !placeholders.is_empty() && placeholders.binary_search(&text.trim().span()).is_ok();
    if is_placeholder { Content::Placeholder } else { Content::Something }
}

/// What looks like a heading in a postmortem and is none.
pub(crate) fn near_headings(scope: &Scope<'_>) -> Vec<NearHeading> {
    scope
        .extent
        .blocks
        .clone()
        .filter_map(|block| {
            let BlockKind::NearHeading(level) = scope.markdown.blocks[block].kind else {
                return None;
            };
            scope.opens(block)?;
            let text = scope.markdown.text(block);
            let title = title_span(text, &near_heading_title(text));
            Some(NearHeading { span: scope.markdown.blocks[block].span, title, level })
        })
        .collect()
}
