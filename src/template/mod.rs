//! Templates: what a postmortem of a team looks like, and the words it is written with.
//!
//! A template is data (`rules/templates/*.toml`); every word of a human language that pmlint looks
//! for is in one. This module holds what a template says; its submodules read it. Nothing here opens
//! a file or knows a document.
//!
//! The longest word at a place wins: `排查发现` is not `发现`. A word of ASCII letters is meant as a
//! whole word, whatever its case. Where a word is to be suggested, it is the first of its list.

mod actions;
mod builtin;
mod fields;
mod load;
mod notations;
mod placeholders;
mod reading;
mod sections;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use self::actions::{ActionField, ActionWords};
pub use self::builtin::{BUILTIN, Builtin, builtin, builtins, by_title};
pub use self::placeholders::Placeholders;
pub(crate) use self::reading::read_pair;
pub use self::shape::Shape;
use crate::cue::Cues;
pub use crate::cue::MilestoneSpec;
pub use crate::label::{Field, FieldSpec};
use crate::label::{Labels, Meaning};
use crate::milestone::Pair;
use crate::notation::duration::DurationWords;
use crate::notation::timestamp::Notations;
use crate::source::Source;
use crate::title::{Lines, Titles};
use crate::words::Words;

/// One postmortem template, read and checked.
#[derive(Clone, Debug)]
pub struct Template {
    /// The name it is chosen by.
    pub name: String,
    /// The built-in template that it extends.
    pub extends: Option<String>,
    /// The text it was read from.
    pub source: Arc<Source>,
    /// The main language of its documents, as a BCP 47 tag: `zh`.
    pub language: String,
    /// Whether time stamps in the timeline belong in backticks.
    pub backticked: bool,
    /// Whether the sections belong in the template's order. Without an order a section that has no
    /// parent may also stand under any other.
    pub ordered: bool,
    /// The sections, parents before children, in the template's order.
    pub sections: Vec<SectionSpec>,
    /// The metrics, in the template's order.
    pub metrics: Vec<MetricSpec>,
    /// The words that mark milestones.
    pub milestones: Vec<MilestoneSpec>,
    /// Phrases that hold a cue word or a negator and yet mean neither: `响应时间`, `逐步恢复`. To be
    /// searched together with them, so that the longest at a place wins.
    pub neutral: Vec<String>,
    /// Words that cancel a cue word to their right in the same clause.
    pub negators: Vec<String>,
    /// Words that cancel a cue word to their left in the same clause: `していない`.
    pub negators_after: Vec<String>,
    /// The words of a verdict against a limit.
    pub verdicts: VerdictWords,
    /// The words of durations.
    pub durations: DurationWords,
    /// The notations of time stamps.
    pub stamps: Notations,
    /// Words for an honest "nothing" in a value: `无`, `N/A`.
    pub nothing: Lines,
    /// What an unfilled part of a template looks like.
    pub placeholders: Placeholders,
    /// The words of action items, and what is asked of them.
    pub actions: ActionWords,
    /// Units that make a number a figure about the impact: `%`, `次`.
    pub figure_units: Vec<String>,
    /// What the fields of the metadata are called.
    pub fields: Vec<FieldSpec>,
    /// Words that make what stands under them a limit and no measurement: `目标`, `SLA`.
    pub target_words: Vec<String>,
    /// The characters that titles are numbered with beside digits: `一二三`.
    pub numbering: String,
    /// The titles of the sections, indexed when first asked for.
    pub(crate) titles: OnceLock<Titles>,
    /// The cue words, indexed when first asked for.
    pub(crate) cues: OnceLock<Cues>,
    /// What a label can mean, indexed when first asked for.
    pub(crate) labels: OnceLock<Labels>,
    /// The names of the metrics, indexed when first asked for.
    pub(crate) metric_names: OnceLock<Words>,
}

/// What rules know a section to be. Sections below one of these belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The time metrics.
    Metrics,
    /// The timeline.
    Timeline,
    /// The impact.
    Impact,
    /// The causes.
    Cause,
    /// The improvements.
    Actions,
    /// Anything else.
    Other,
}

/// A section that the template has.
#[derive(Clone, Debug)]
pub struct SectionSpec {
    /// Its role: `timeline`, `impact-user`. Unique in the template.
    pub role: String,
    /// What rules know it to be, from its own role or the nearest ancestor's.
    pub part: Part,
    /// Its title.
    pub title: String,
    /// Other titles it goes by.
    pub aliases: Vec<String>,
    /// The index of the section it stands under.
    pub parent: Option<usize>,
    /// Whether a document must have it.
    pub required: bool,
    /// Whether a new document is given it although it may be missing.
    pub usual: bool,
    /// Words that count as an honest "nothing here"; none means that there must be content.
    pub nothing: Lines,
}

/// A metric that the template asks for.
#[derive(Clone, Debug)]
pub struct MetricSpec {
    /// Its id: `detection`.
    pub id: String,
    /// The names it goes by, longest first; the template's own is `title`.
    pub names: Vec<String>,
    /// The first name in the template.
    pub title: String,
    /// Whether a document must state it.
    pub required: bool,
    /// Whether the template asks for a verdict beside it.
    pub verdict: bool,
    /// What it usually measures, most usual first.
    pub readings: Vec<Pair>,
    /// What some measure with it, worth a warning.
    pub unusual: Vec<Pair>,
}

/// Which way a verdict goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// Within the limit.
    Met,
    /// Past the limit.
    Missed,
    /// Neither: "mostly met".
    Hedged,
    /// Says that there is no limit.
    NoTarget,
}

impl Polarity {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Hedged => "hedged",
            Self::NoTarget => "no-target",
        }
    }

    /// What it is when it is denied; `None` where that could be anything.
    #[must_use]
    pub fn opposite(self) -> Option<Self> {
        match self {
            Self::Met => Some(Self::Missed),
            Self::Missed => Some(Self::Met),
            Self::Hedged | Self::NoTarget => None,
        }
    }
}

/// The words of verdicts.
#[derive(Clone, Debug, Default)]
pub struct VerdictWords {
    /// Each with its polarity; the first of a polarity is the template's own word for it.
    pub words: Vec<(String, Polarity)>,
    /// Words that are meant as a verdict and could mean either: `超出预期`.
    pub unclear: Vec<String>,
    /// Words that make a verdict a question, which is no verdict: `是否`.
    pub questions: Vec<String>,
    /// What a question asks about, which may stand before it: `SLA 是否达标`.
    pub subjects: Vec<String>,
    /// Words that say yes to what the head of a column asks: `是`.
    pub yes: Vec<String>,
    /// Words that say no to it: `否`.
    pub no: Vec<String>,
    /// All of them, indexed when first asked for.
    index: OnceLock<Words>,
}

impl VerdictWords {
    /// The first verdict in a text, and of those that begin there the longest.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let words = self.words.iter().map(|(word, _)| word).chain(&self.unclear);
        let index = self.index.get_or_init(|| Words::new(words.map(String::as_str)));
        index.find(text).map(|(_, range)| range)
    }

    /// The polarity of a verdict; `None` for a word that is none, or could be either.
    #[must_use]
    pub fn polarity(&self, word: &str) -> Option<Polarity> {
        let known = self.words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        known.map(|&(_, polarity)| polarity)
    }

    /// Whether a word says yes or no; `None` where it says neither.
    #[must_use]
    pub fn answer(&self, word: &str) -> Option<bool> {
        let is_in = |words: &[String]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        is_in(&self.yes).then_some(true).or_else(|| is_in(&self.no).then_some(false))
    }

    /// The word that says the opposite of an answer; `None` for a word that is none.
    #[must_use]
    pub fn other_answer(&self, word: &str) -> Option<&str> {
        let other = if self.answer(word)? { &self.no } else { &self.yes };
        other.first().map(String::as_str)
    }

    /// The verdicts that a word is nearly: one character apart, of three or more.
    #[must_use]
    pub fn near(&self, word: &str) -> Vec<(&str, Polarity)> {
        let length = word.chars().count();
        if !(3..=12).contains(&length) {
            return Vec::new();
        }
        self.words
            .iter()
            .filter(|(known, _)| known.chars().count().abs_diff(length) <= 1)
            // Letters that are not there at all are faster to tell than the distance.
            .filter(|(known, _)| known.chars().filter(|&c| !word.contains(c)).nth(1).is_none())
            .filter(|(known, _)| strsim::osa_distance(known, word) == 1)
            .map(|(known, polarity)| (known.as_str(), *polarity))
            .collect()
    }
}

impl Template {
    /// The titles of the sections, ready to look up.
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| shape::titles(&self.sections, &self.numbering))
    }

    /// The cue words, ready to search with.
    pub fn cues(&self) -> &Cues {
        self.cues.get_or_init(|| {
            Cues::new(&self.milestones, &self.neutral, &self.negators, &self.negators_after)
        })
    }

    /// The metric whose name stands at a place of a text, and where the name ends. Of several the longest
    /// counts that `fits` there.
    pub fn metric_at(
        &self,
        text: &str,
        start: usize,
        fits: impl Fn(&str, &Range<usize>) -> bool,
    ) -> Option<(&MetricSpec, usize)> {
        let names =
            || self.metrics.iter().flat_map(|spec| spec.names.iter().map(move |n| (spec, n)));
        let index =
            self.metric_names.get_or_init(|| Words::new(names().map(|(_, name)| name.as_str())));
        let (place, end) = index.at(text, start, fits)?;
        names().nth(place).map(|(spec, _)| (spec, end))
    }

    /// What a label can mean: the fields, the metrics, the milestones and the words for a limit.
    pub fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| {
            let fields = self.fields.iter().flat_map(|spec| {
                spec.names.iter().map(|name| (name.as_str(), Meaning::Field(spec.field)))
            });
            let metrics = self.metrics.iter().enumerate().flat_map(|(index, spec)| {
                spec.names.iter().map(move |name| (name.as_str(), Meaning::Metric(index)))
            });
            let milestones = self.milestones.iter().flat_map(|spec| {
                let labels = spec.labels.iter().map(String::as_str);
                let labels = labels.chain([spec.milestone.id()]);
                labels.map(|label| (label, Meaning::Milestone(spec.milestone)))
            });
            Labels::new(fields.chain(metrics).chain(milestones), &self.target_words)
        })
    }

    /// The section with a role.
    #[must_use]
    pub fn section(&self, role: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.role == role)
    }

    /// The metric with an id.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<&MetricSpec> {
        self.metrics.iter().find(|metric| metric.id == id)
    }
}
