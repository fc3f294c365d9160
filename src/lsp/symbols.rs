//! The sections of a document as a tree.

use gen_lsp_types::{DocumentSymbol, SymbolKind};

use super::analysis::Analysis;
use crate::lang::Lang;
use crate::postmortem::Postmortem;
use crate::section::Section;
use crate::span::Span;

/// The symbols of a document: of each postmortem its title, with the sections below it.
pub(super) fn of(analysis: &Analysis, lang: Lang) -> Vec<DocumentSymbol> {
    let all = analysis.postmortems.iter();
    all.flat_map(|postmortem| Tree { analysis, postmortem, lang }.symbols()).collect()
}

struct Tree<'a> {
    analysis: &'a Analysis,
    postmortem: &'a Postmortem,
    lang: Lang,
}

impl Tree<'_> {
    fn symbols(&self) -> Vec<DocumentSymbol> {
        let sections = self.below(None);
        let is_section = |title: Span| self.postmortem.sections.iter().any(|it| it.title == title);
        match self.postmortem.title.filter(|title| !is_section(*title)) {
            Some(title) => {
                let name = self.analysis.source.slice(title).to_owned();
                let whole = title.join(self.postmortem.span);
                vec![self.symbol(name, None, whole, title, sections)]
            }
            None => sections,
        }
    }

    /// The sections right below one, or those that stand below none.
    fn below(&self, parent: Option<usize>) -> Vec<DocumentSymbol> {
        let sections = self.postmortem.sections.iter().enumerate();
        // A section stands below an earlier one, so this ends.
        let own = sections
            .filter(|(index, section)| section.parent.filter(|above| above < index) == parent);
        own.map(|(index, section)| self.section(index, section)).collect()
    }

    fn section(&self, index: usize, section: &Section) -> DocumentSymbol {
        let spec = section.spec.and_then(|spec| self.postmortem.template.sections.get(spec));
        let detail = spec.map(|spec| spec.role.clone());
        let whole = Span::new(section.title.start, self.end(index)).join(section.title);
        self.symbol(section.name.clone(), detail, whole, section.title, self.below(Some(index)))
    }

    /// Where a section ends: where the next one begins that is not part of it.
    fn end(&self, index: usize) -> usize {
        let sections = &self.postmortem.sections;
        let is_part = |other: usize| {
            let mut above = sections.get(other).and_then(|it| it.parent);
            while let Some(parent) = above.filter(|&parent| parent > index) {
                above = sections.get(parent).and_then(|it| it.parent).filter(|&it| it < parent);
            }
            above == Some(index)
        };
        let next = (index + 1..sections.len()).find(|&other| !is_part(other));
        let end = next.and_then(|next| sections.get(next)).map(|next| {
            let start = self.analysis.line(next.title.start).start;
            // A label may stand on the line on which the section before it begins.
            if start > sections[index].title.start { start } else { next.title.start }
        });
        end.unwrap_or(self.postmortem.span.end)
    }

    fn symbol(
        &self,
        name: String,
        detail: Option<String>,
        whole: Span,
        title: Span,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        // Editors refuse a symbol without a name.
        let untitled = || self.lang.pick(|| "(no title)", || "（无标题）").to_owned();
        let name = if name.trim().is_empty() { untitled() } else { name };
        let (whole, title) = (self.analysis.range(whole), self.analysis.range(title));
        let (kind, children) = (SymbolKind::String, Some(children));
        DocumentSymbol::new(name, detail, kind, None, None, whole, title, children)
    }
}
