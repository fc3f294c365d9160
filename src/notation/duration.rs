//! Durations as people write them, with their precision and how exactly they are meant.
//!
//! SEMANTICS 4.1 lists the notations; this module reads them and never guesses: what has two
//! meanings is [`Value::Ambiguous`], what has none in minutes is [`Value::Vague`].

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::TimeDelta;

/// A unit of time that durations are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A second.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

/// How a stated value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// `2h`, `30 分钟`.
    Exact,
    /// `~2h`, `约 2 小时`, `2h 左右`.
    About,
    /// `nearly 2h`, `近 2 小时`: a little less.
    Nearly,
    /// `不到 2 小时`: strictly less, but not by much.
    Under,
    /// `<5min`, `≤ 5m`, `5 分钟内`.
    AtMost,
    /// `>1h`, `1h+`, `1 小时以上`.
    AtLeast,
    /// `1 小时多`: more, by less than one unit.
    More,
    /// `30~40 分钟`: anything from `nominal` up to this value.
    UpTo(TimeDelta),
}

/// A duration that somebody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// The value, or the lower end of a range of values.
    pub nominal: TimeDelta,
    /// The smallest unit that was written; `1.5h` is written in halves, `2h0m` in minutes.
    pub unit: TimeDelta,
    /// How it is meant.
    pub qualifier: Qualifier,
}

/// What the beginning of a text says about a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A duration.
    Duration(Duration),
    /// Something with two meanings: `30M`, `2:13`. Holds what each could be, as text.
    Ambiguous(Vec<String>),
    /// A number with no unit: `90`.
    UnitMissing,
    /// Words without a size: `几分钟`, `a few minutes`.
    Vague,
    /// A value too large to be a time.
    TooLarge,
}

/// The words that durations are written with, from the template.
#[derive(Clone, Debug, Default)]
pub struct DurationWords {
    /// Unit words, each with its unit.
    pub units: Vec<(String, Unit)>,
    /// Unit words with two meanings, each with what it could mean: `M`.
    pub ambiguous_units: Vec<(String, Vec<String>)>,
    /// Measure words that may stand between a number and a unit: `个`.
    pub measures: Vec<String>,
    /// Joins between parts: `零`, `又`, `and`.
    pub joins: Vec<String>,
    /// Numerals with their value: `两` is 2, `an` is 1. Positional ones (`十`) are in `tens`.
    pub numerals: BTreeMap<String, u32>,
    /// Words for ten, which multiply what stands before and add what stands after.
    pub tens: Vec<String>,
    /// Words for a half, before or after the unit: `半`, `half`, `half an`, `and a half`.
    pub halves: Vec<String>,
    /// Words for a quarter of an hour, counted by a number before them: `刻钟`.
    pub quarters: Vec<String>,
    /// `约`, `about`, `~`: before the number.
    pub about_before: Vec<String>,
    /// `左右`, `-ish`: after the unit.
    pub about_after: Vec<String>,
    /// `将近`, `nearly`.
    pub nearly: Vec<String>,
    /// `不到`.
    pub under: Vec<String>,
    /// `<`, `within`: before the number.
    pub at_most_before: Vec<String>,
    /// `以内`: after the unit.
    pub at_most_after: Vec<String>,
    /// `>`, `over`: before the number.
    pub at_least_before: Vec<String>,
    /// `以上`, `+`: after the unit.
    pub at_least_after: Vec<String>,
    /// `多`, `余`: after the unit.
    pub more_after: Vec<String>,
    /// Between the two ends of a range of values: `~`, `到`, `to`.
    pub to: Vec<String>,
    /// Whole expressions without a size: `几分钟`.
    pub vague: Vec<String>,
}

/// Reads the duration that `text` begins with, after white space.
///
/// `label_unit` is the unit that the label names (`时长（分钟）：90`), if any. The range covers the
/// qualifier, the magnitude and a qualifying suffix, and nothing after them. `None` where the text
/// does not begin with anything about a length of time.
#[must_use]
pub fn read(
    text: &str,
    words: &DurationWords,
    label_unit: Option<Unit>,
) -> Option<(Value, Range<usize>)> {
    let _ = (text, words, label_unit);
    None
}

/// A duration as this tool writes it: `1h19m`, `45s`, `2d3h`, `0m`, with a minus where negative.
#[must_use]
pub fn display(delta: TimeDelta) -> String {
    let _ = delta;
    String::new()
}
