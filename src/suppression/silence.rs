//! Which comments silence a finding, asked for in document order: one sweep over the document, however
//! many comments cover however many findings.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::Suppression;

/// A rule that a comment names, by the places of both in [`super::Suppressions::all`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    suppression: usize,
    named: usize,
}

/// The comments that name one rule.
#[derive(Default)]
struct OfRule {
    /// Those whose lines have not begun yet, the nearest last.
    ahead: Vec<(usize, Name)>,
    /// Those whose lines have begun, the first in the document on top; those whose lines have ended are
    /// taken out when they come up.
    begun: BinaryHeap<Reverse<Name>>,
}

/// Where the sweep has come to.
pub(super) struct Silencer(HashMap<String, OfRule>);

impl Silencer {
    pub(super) fn new(all: &[Suppression]) -> Self {
        let mut rules: HashMap<String, OfRule> = HashMap::new();
        for (suppression, one) in all.iter().enumerate() {
            let start = one.covers.map_or(0, |covers| covers.start);
            for (named, word) in one.rules.iter().enumerate() {
                let name = Name { suppression, named };
                match rules.get_mut(&word.word) {
                    Some(of_rule) => of_rule.ahead.push((start, name)),
                    None => {
                        let of_rule = OfRule { ahead: vec![(start, name)], ..OfRule::default() };
                        rules.insert(word.word.clone(), of_rule);
                    }
                }
            }
        }
        for of_rule in rules.values_mut() {
            of_rule.ahead.sort_unstable_by(|one, other| other.cmp(one));
        }
        Self(rules)
    }

    /// The reason that silences a finding of a rule at a place, if one does. All comments that silence
    /// it are marked as used.
    pub(super) fn silence(
        &mut self,
        all: &mut [Suppression],
        rule: &str,
        place: usize,
    ) -> Option<String> {
        let of_rule = self.0.get_mut(rule)?;
        let reaches = |one: &Suppression| one.covers.is_none_or(|covers| place <= covers.end);
        while let Some(&(_, name)) = of_rule.ahead.last().filter(|(start, _)| *start <= place) {
            of_rule.ahead.pop();
            if let Some(one) = all.get_mut(name.suppression).filter(|one| reaches(one)) {
                one.rules[name.named].used = true;
                of_rule.begun.push(Reverse(name));
            }
        }
        while let Some(Reverse(name)) = of_rule.begun.peek() {
            match all.get(name.suppression) {
                Some(one) if reaches(one) => return Some(one.reason.clone()),
                _ => of_rule.begun.pop(),
            };
        }
        None
    }
}
