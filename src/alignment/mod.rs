//! The sections of a postmortem beside those of its template: two trees, aligned once.
//!
//! What is wrong with one heading is one difference here, whatever it does to the headings around it: a
//! section at the wrong level takes in those that follow, and one that is moved parts those that it comes
//! between. So a difference names the section that has to change, and with it all that would then be right.

mod misplaced;
mod sequence;

use std::iter::successors;

use self::misplaced::Search;
use crate::section::Section;
use crate::template::{SectionSpec, Template};

/// How the sections of a postmortem lie to those of its template.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// For each of the template's sections the ones that are it, in document order.
    found: Vec<Vec<usize>>,
    /// The sections that stand where they do not belong.
    pub misplaced: Vec<Misplaced>,
}

/// A section in the wrong place, and what comes of it. Sections are given by their index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Some stand under one that is neither their parent nor around it.
    Under {
        /// Those that do.
        sections: Vec<usize>,
        /// The one that they stand under.
        outer: usize,
    },
    /// One stands between others and the section that they belong under, and takes them in.
    Between {
        /// The one that has to change.
        section: usize,
        /// The level that it should have, where that is what is wrong.
        level: Option<u8>,
        /// Those that it takes in.
        others: Vec<usize>,
    },
    /// One is no higher than those that belong under it.
    TooLow {
        /// The one that has to change.
        section: usize,
        /// The level that it should have.
        level: u8,
        /// Those that belong under it.
        others: Vec<usize>,
    },
    /// One stands on the wrong side of another.
    Order {
        /// The one that has to move.
        section: usize,
        /// The one that stays.
        anchor: usize,
    },
}

impl Misplaced {
    /// The sections that have to change.
    #[must_use]
    pub fn sections(&self) -> &[usize] {
        match self {
            Self::Under { sections, .. } => sections,
            Self::Between { section, .. }
            | Self::TooLow { section, .. }
            | Self::Order { section, .. } => std::slice::from_ref(section),
        }
    }
}

impl Alignment {
    /// Aligns the sections of a postmortem with those of its template.
    #[must_use]
    pub fn new(sections: &[Section], template: &Template) -> Self {
        let found = found(sections, template.sections.len());
        let misplaced = Search::new(sections, template, &found).run();
        Self { found, misplaced }
    }

    /// The sections that are one of the template's, in document order.
    ///
    /// Where headings are, labels of the same name are mentions of them. A section inside of one that
    /// is the same (`事故回放` > `时间线`) is a part of it.
    #[must_use]
    pub fn of(&self, spec: usize) -> &[usize] {
        self.found.get(spec).map_or(&[], Vec::as_slice)
    }

    /// Whether one of the template's sections is there.
    #[must_use]
    pub fn has(&self, spec: usize) -> bool {
        !self.of(spec).is_empty()
    }

    /// The required sections that are absent, in the template's order. What stands below an absent
    /// section comes with it.
    pub fn missing<'a>(&'a self, template: &'a Template) -> impl Iterator<Item = usize> + 'a {
        let specs = template.sections.iter().enumerate();
        specs
            .filter(|(spec, section)| section.required && !self.has(*spec))
            .map(|(spec, _)| spec)
            .filter(|&spec| above(&template.sections, spec).all(|above| self.has(above)))
    }
}

/// For each of `count` sections of a template the ones that are it.
fn found(sections: &[Section], count: usize) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); count];
    for (index, section) in sections.iter().enumerate() {
        if let Some(of_spec) = section.spec.and_then(|spec| found.get_mut(spec)) {
            of_spec.push(index);
        }
    }
    for of_spec in found.iter_mut().filter(|of_spec| of_spec.len() > 1) {
        let inside = |&index: &usize| {
            around(sections, index).any(|outer| sections[outer].spec == sections[index].spec)
        };
        of_spec.retain(|index| !inside(index));
        if of_spec.iter().any(|&index| sections[index].level > 0) {
            of_spec.retain(|&index| sections[index].level > 0);
        }
    }
    found
}

/// The sections around one, innermost first.
pub(crate) fn around(sections: &[Section], index: usize) -> impl Iterator<Item = usize> {
    let parent = |&index: &usize| sections.get(index)?.parent;
    successors(parent(&index), parent)
}

/// The template's sections around one of them, innermost first.
pub(crate) fn above(specs: &[SectionSpec], spec: usize) -> impl Iterator<Item = usize> {
    let parent = |&spec: &usize| specs.get(spec)?.parent;
    successors(parent(&spec), parent)
}
