//! The built-in template whose words go with a document.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::markdown::{BlockKind, Markdown};
use crate::template::{BUILTIN, Builtin, Shape};

/// The built-in template of the documents' language that has most of their titles; of equals the first
/// in the order of [`BUILTIN`].
///
/// The language is the one whose section titles are written in the same parts of Unicode: a team's
/// template has few words of its own, and those in no sentences that could be counted.
#[must_use]
pub fn base(documents: &[&Markdown]) -> &'static Builtin {
    let mut letters = Letters::default();
    documents.iter().for_each(|document| letters.add(document.visible()));
    let mut languages: BTreeMap<&str, Letters> = BTreeMap::new();
    for shape in BUILTIN.iter().filter_map(Builtin::shape) {
        let own = languages.entry(&shape.language).or_default();
        shape.sections.iter().for_each(|section| own.add(&section.title));
    }
    let likeness = |shape: &Shape| {
        let own = languages.get(shape.language.as_str());
        own.map_or(0, |own| letters.likeness(own))
    };
    let fit = |builtin: &&Builtin| {
        builtin.shape().map(|shape| (likeness(shape), titles_of(shape, documents)))
    };
    // Of equals `min_by_key` takes the first.
    BUILTIN.iter().min_by_key(|builtin| Reverse(fit(builtin))).unwrap_or(&BUILTIN[0])
}

/// How many sections of a template the headings and the items of documents name.
fn titles_of(shape: &Shape, documents: &[&Markdown]) -> usize {
    let mut named = vec![false; shape.sections.len()];
    for document in documents {
        for (index, block) in document.blocks.iter().enumerate() {
            let text = document.text(index).as_str();
            let title = match block.kind {
                BlockKind::Heading(_) | BlockKind::NearHeading(_) => {
                    text.trim_start_matches(['#', '＃'])
                }
                BlockKind::Item => text.split([':', '：', '\n']).next().unwrap_or_default(),
                _ => continue,
            };
            for &section in shape.titles.find(title) {
                named[section] = true;
            }
        }
    }
    named.into_iter().filter(|named| *named).count()
}

/// How much of a text stands in which part of Unicode, in bytes.
#[derive(Clone, Debug, Default)]
struct Letters {
    bytes: BTreeMap<u32, u64>,
}

impl Letters {
    fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            // The Han characters fill many rows and are one script.
            let part = match u32::from(c) {
                0x3400..=0x9fff => 0x4e,
                code => code >> 8,
            };
            *self.bytes.entry(part).or_default() += c.len_utf8() as u64;
        }
    }

    /// The cosine of the angle between the two, in thousandths: 1000 where they are alike.
    fn likeness(&self, other: &Self) -> u64 {
        let product = |a: &Self, b: &Self| -> f64 {
            let parts = a.bytes.iter();
            parts.map(|(part, n)| *n as f64 * b.bytes.get(part).copied().unwrap_or(0) as f64).sum()
        };
        let norm = (product(self, self) * product(other, other)).sqrt();
        if norm > 0.0 { (1000.0 * product(self, other) / norm) as u64 } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> &'static str {
        base(&[&Markdown::parse(text)]).name
    }

    #[test]
    fn the_language_comes_first_and_then_the_titles() {
        for (text, expected) in [
            ("## 甲乙丙\n\n写清来龙去脉\n", "infra-zh"),
            ("## 时间线\n\n## 根因\n\n## 经验教训\n\n## 行动项\n", "generic-zh"),
            ("## Timeline（时间线）\n\n请按先后顺序写，写明 UTC offset。\n", "infra-zh"),
            ("## Quux\n\nWrite what you saw.\n", "generic-en"),
            (
                "## Date\n\n## Authors\n\n## Status\n\n## Trigger\n\n## Supporting information\n",
                "google-sre",
            ),
            ("## 障害の経緯\n\nいつ、だれが気づいたかを書いてください。\n", "generic-ja"),
            ("## Timeline\n\nWann wurde was bemerkt?\n", "generic-en"),
            ("", "infra-zh"),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }
}
