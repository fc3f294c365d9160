//! Labels: what an author writes before a value, and what that makes the value.
//!
//! `Severity: SEV-2`, `| TTD | 5m |` and `detected_at: 2024-03-01 12:10` are one thing: a label and
//! what stands beside it. What labels there are is data of the template.

use std::collections::HashMap;

use memchr::memchr2_iter;

use crate::milestone::Milestone;
use crate::title::{key, start, without_bracket};
use crate::words::{CharSet, Words};

/// A field of the metadata of a postmortem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What the incident is called.
    Title,
    /// When it was.
    Date,
    /// How bad it was.
    Severity,
    /// How far it is, or its report.
    Status,
    /// Who owns the report.
    Owner,
}

impl Field {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Title, Self::Date, Self::Severity, Self::Status, Self::Owner];

    /// The name used by templates and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Date => "date",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Owner => "owner",
        }
    }
}

/// What a field is called.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// Which.
    pub field: Field,
    /// Its names: `Severity`, `故障等级`.
    pub names: Vec<String>,
}

/// What a label makes the value beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field of the metadata.
    Field(Field),
    /// A time metric, by its place in [`crate::template::Template::metrics`].
    Metric(usize),
    /// The time of a milestone.
    Milestone(Milestone),
}

/// The labels of a template, ready to look up.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    meanings: HashMap<String, Vec<Meaning>>,
    /// What they begin with: most lines begin with something else, and need no key.
    starts: CharSet,
    targets: Words,
}

/// Longer texts before a colon are sentences.
const LONGEST_BYTES: usize = 120;

impl Labels {
    /// An index of labels. `targets` are words that make what stands under them a limit.
    pub fn new<'a>(
        labels: impl IntoIterator<Item = (&'a str, Meaning)>,
        targets: &[String],
    ) -> Self {
        let mut index = Self::default();
        let mut starts = Vec::new();
        for (label, meaning) in labels {
            starts.extend(start(label));
            let meanings = index.meanings.entry(key(label)).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
        index.starts = starts.into_iter().collect();
        index.targets = Words::new(targets.iter().map(String::as_str));
        index
    }

    /// What a label means, written alone or with a bracket behind it: `影響時間（分）`, `感知（MTTD）`.
    /// Empty for a text that is none.
    #[must_use]
    pub fn find(&self, label: &str) -> &[Meaning] {
        if label.len() > LONGEST_BYTES {
            return &[];
        }
        let known = |text: &str| {
            start(text)
                .filter(|&start| self.starts.may_hold(start))
                .and_then(|_| self.meanings.get(&key(text)))
        };
        let bracketed = || {
            let bare = without_bracket(label);
            let bracket = label.get(bare.len()..).filter(|bracket| !bracket.is_empty())?;
            known(bare).or_else(|| known(bracket))
        };
        known(label).or_else(bracketed).map_or(&[], Vec::as_slice)
    }

    /// Whether a heading, the head of a column or a lead-in says that limits stand below it.
    #[must_use]
    pub fn names_target(&self, text: &str) -> bool {
        self.targets.find(text).is_some()
    }
}

/// Where the first colon of a text stands, ASCII or full-width: every label ends at one.
pub(crate) fn first_colon(text: &str) -> Option<usize> {
    // Bytes, because most lines have none: U+FF1A is EF BC 9A.
    let bytes = text.as_bytes();
    memchr2_iter(b':', 0xEF, bytes).find(|&at| {
        bytes.get(at) == Some(&b':') || matches!(bytes.get(at..at + 3), Some([0xEF, 0xBC, 0x9A]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_however_it_is_written() {
        let detection = Meaning::Metric(0);
        let labels = Labels::new(
            [
                ("Time to detect", detection),
                ("TTD", detection),
                ("発見時間", detection),
                ("発見時間", Meaning::Milestone(Milestone::Detected)),
            ],
            &["target".to_owned(), "目标".to_owned()],
        );
        for label in
            ["time_to_detect", "timeToDetect", "Time to Detect (TTD)", "検知 (TTD)", " TTD"]
        {
            assert_eq!(labels.find(label), [detection], "{label}");
        }
        assert_eq!(labels.find("発見時間").len(), 2);
        for label in ["", "（", "Time", "reduce time to detect", "TTD of the call"] {
            assert_eq!(labels.find(label), [], "{label}");
        }
        assert!(labels.names_target("目标值") && labels.names_target("Our Target"));
        assert!(!labels.names_target("Targeted users"));
    }
}
