//! Which sections stand where they do not belong, and which one of them is to blame.

use std::collections::BTreeMap;

use super::{Misplaced, above, around, sequence};
use crate::section::Section;
use crate::template::{SectionSpec, Template};

/// A section of the template that stands in the document once; what stands there twice is the
/// business of `duplicate-section`.
#[derive(Clone, Copy)]
struct Placed {
    spec: usize,
    index: usize,
}

/// A section that stands under a wrong one.
#[derive(Clone, Copy)]
struct Wrong {
    placed: Placed,
    outer: usize,
}

/// What the search looks at.
pub(super) struct Search<'a> {
    sections: &'a [Section],
    specs: &'a [SectionSpec],
    ordered: bool,
    found: &'a [Vec<usize>],
}

impl<'a> Search<'a> {
    pub(super) fn new(
        sections: &'a [Section],
        template: &'a Template,
        found: &'a [Vec<usize>],
    ) -> Self {
        Self { sections, specs: &template.sections, ordered: template.ordered, found }
    }

    /// All that is misplaced: first what stands under a wrong section, then what is out of order.
    pub(super) fn run(&self) -> Vec<Misplaced> {
        let mut placed: Vec<Placed> = (0..self.specs.len())
            .filter_map(|spec| Some(Placed { spec, index: self.only(spec)? }))
            .collect();
        // A label that stands for a heading is found wherever its author put it: `**影响**：…` on top.
        placed.retain(|placed| self.level(placed.index) > 0 || self.parent(placed.spec).is_some());
        placed.sort_by_key(|placed| placed.index);
        let wrong = self.under_wrong_parent(&placed);
        placed.retain(|placed| wrong.iter().all(|wrong| wrong.placed.spec != placed.spec));
        let moved = if self.ordered { self.out_of_order(&placed) } else { Vec::new() };
        let mut found = self.blame(&wrong, &moved);
        found.extend(moved);
        found
    }

    /// The section that is one of the template's, if there is just one.
    fn only(&self, spec: usize) -> Option<usize> {
        match self.found.get(spec)?.as_slice() {
            [index] => Some(*index),
            _ => None,
        }
    }

    fn level(&self, index: usize) -> u8 {
        self.sections.get(index).map_or(0, |section| section.level)
    }

    fn parent(&self, spec: usize) -> Option<usize> {
        self.specs.get(spec)?.parent
    }

    /// The nearest section around one that the template knows, and that is not the same.
    fn outer(&self, index: usize) -> Option<usize> {
        let spec = self.sections.get(index)?.spec;
        around(self.sections, index).find(|&outer| {
            let other = self.sections[outer].spec;
            other.is_some() && other != spec
        })
    }

    /// The sections that stand under one which is neither their parent nor around it. Sections that
    /// come along with a misplaced parent are left out.
    fn under_wrong_parent(&self, placed: &[Placed]) -> Vec<Wrong> {
        let mut is_wrong = vec![false; self.specs.len()];
        let mut wrong = Vec::new();
        for &placed in placed {
            let Placed { spec, index } = placed;
            if !self.ordered && self.parent(spec).is_none() {
                continue;
            }
            let Some(outer) = self.outer(index) else { continue };
            let mut outside = above(self.specs, spec);
            let fits = outside.any(|above| self.sections[outer].spec == Some(above));
            let carried = above(self.specs, spec).any(|above| is_wrong[above]);
            if !fits && !carried && !self.lacks_parent(spec) {
                is_wrong[spec] = true;
                wrong.push(Wrong { placed, outer });
            }
        }
        wrong
    }

    /// Whether the section's parent is absent, which is what `missing-section` reports.
    fn lacks_parent(&self, spec: usize) -> bool {
        self.parent(spec)
            .is_some_and(|parent| self.specs[parent].required && self.found[parent].is_empty())
    }

    /// The fewest sections that would have to move for those beside each other to be in order.
    fn out_of_order(&self, placed: &[Placed]) -> Vec<Misplaced> {
        // The template has those that belong together in order, so most documents have all.
        if placed.is_sorted_by_key(|placed| placed.spec) {
            return Vec::new();
        }
        let mut beside: BTreeMap<Option<usize>, Vec<Placed>> = BTreeMap::new();
        for &placed in placed {
            beside.entry(self.parent(placed.spec)).or_default().push(placed);
        }
        let mut moved = Vec::new();
        for (parent, siblings) in beside {
            let order: Vec<usize> = siblings.iter().map(|placed| placed.spec).collect();
            // One that has left its parent is the one that has moved.
            let stays = |at: usize| self.is_inside(siblings[at].index, parent);
            moved.extend(sequence::out_of_order(&order, stays).into_iter().map(|(at, anchor)| {
                Misplaced::Order { section: siblings[at].index, anchor: siblings[anchor].index }
            }));
        }
        moved
    }

    /// Whether a section stands inside of one that is the template's `parent`.
    fn is_inside(&self, index: usize, parent: Option<usize>) -> bool {
        parent.is_none_or(|parent| {
            around(self.sections, index).any(|outer| self.sections[outer].spec == Some(parent))
        })
    }

    /// Finds for sections under a wrong one what they have in common: another section that was moved or
    /// has the wrong level. Those for which there is none are wrong themselves.
    fn blame(&self, wrong: &[Wrong], moved: &[Misplaced]) -> Vec<Misplaced> {
        let is_moved = |index: usize| {
            moved.iter().any(|moved| moved.sections().contains(&index))
                || wrong.iter().any(|wrong| wrong.placed.index == index)
        };
        let mut low: BTreeMap<usize, (u8, Vec<usize>)> = BTreeMap::new();
        let mut between: BTreeMap<usize, Vec<Wrong>> = BTreeMap::new();
        let mut under: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &one in wrong {
            let index = one.placed.index;
            if let Some((parent, level)) = self.too_low(one) {
                low.entry(parent).or_insert((level, Vec::new())).1.push(index);
            } else if let Some(intruder) = self.intruder(one) {
                between.entry(intruder).or_default().push(one);
            } else {
                under.entry(one.outer).or_default().push(index);
            }
        }
        let mut found: Vec<Misplaced> = low
            .into_iter()
            .map(|(section, (level, others))| Misplaced::TooLow { section, level, others })
            .collect();
        for (section, taken) in between {
            let level = self.wanted_level(section).filter(|&level| level != self.level(section));
            let others: Vec<usize> = taken.iter().map(|one| one.placed.index).collect();
            if is_moved(section) {
                continue;
            }
            if level.is_some() || others.len() > 1 {
                found.push(Misplaced::Between { section, level, others });
            } else {
                for one in taken {
                    under.entry(one.outer).or_default().push(one.placed.index);
                }
            }
        }
        let under = under.into_iter();
        found.extend(under.map(|(outer, sections)| Misplaced::Under { sections, outer }));
        found
    }

    /// The section that one belongs under, and the level it should have, if all that is wrong is that
    /// it comes before on a level that is not above.
    fn too_low(&self, one: Wrong) -> Option<(usize, u8)> {
        let Placed { spec, index } = one.placed;
        let parent = self.only(self.parent(spec)?)?;
        let wanted = self.wanted_level(parent)?;
        let fits = parent < index
            && self.level(parent) > wanted
            && self.level(index) > wanted
            && self.level(parent) >= self.level(index);
        let between = self.sections.get(parent + 1..index)?;
        let closed = || between.iter().any(|other| (1..=wanted).contains(&other.level));
        (fits && !closed()).then_some((parent, wanted))
    }

    /// The section without which one would stand where it belongs: the outermost around it that is no
    /// part of what it belongs to.
    fn intruder(&self, one: Wrong) -> Option<usize> {
        let Placed { spec, index } = one.placed;
        let belongs = |outer: &usize| {
            let outer = self.sections[*outer].spec;
            outer.is_some() && above(self.specs, spec).any(|above| outer == Some(above))
        };
        let known = |index: &usize| self.sections[*index].spec.is_some();
        let path = || around(self.sections, index).take_while(|outer| !belongs(outer));
        let intruder = path().filter(known).last()?;
        // What is a part of the intruder goes with it.
        let goes = |index: usize| {
            let spec = self.sections[index].spec;
            let mut outside = spec.into_iter().flat_map(|spec| above(self.specs, spec));
            index == intruder || outside.any(|above| self.sections[intruder].spec == Some(above))
        };
        let top = path().take_while(|&outer| !goes(outer)).last().unwrap_or(index);
        let level = self.level(top);
        if level == 0 || self.level(intruder) == 0 {
            return None;
        }
        let mut before = self.sections.get(..intruder)?.iter();
        let parent = before.rposition(|other| other.level > 0 && other.level < level);
        let known = parent.and_then(|parent| match self.sections[parent].spec {
            Some(_) => Some(parent),
            None => self.outer(parent),
        });
        let right = match (known, self.parent(spec)) {
            (Some(known), parent) => self.sections[known].spec == parent,
            (None, parent) => parent.is_none(),
        };
        right.then_some(intruder)
    }

    /// The level that a section's heading should have: that of most sections beside it, else one deeper
    /// than the section around it.
    fn wanted_level(&self, index: usize) -> Option<u8> {
        let spec = self.sections.get(index)?.spec?;
        let parent = self.parent(spec);
        let mut counts = [0_usize; 7];
        for (other, section) in self.specs.iter().enumerate() {
            if other != spec
                && section.parent == parent
                && let Some(beside) = self.only(other)
                && let Some(count) = counts.get_mut(usize::from(self.level(beside)))
            {
                *count += 1;
            }
        }
        let own = self.level(index);
        let levels = (1..=6_u8).filter(|&level| counts[usize::from(level)] > 0);
        levels.max_by_key(|&level| (counts[usize::from(level)], level == own)).or_else(|| {
            let around = self.level(self.only(parent?)?);
            (around > 0).then(|| (around + 1).min(6))
        })
    }
}
