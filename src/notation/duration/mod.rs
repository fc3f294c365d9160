//! Durations as people write them, with their precision and how exactly they are meant.
//!
//! SEMANTICS 4.1 lists the notations; this module reads them and never guesses: what has two
//! meanings is [`Value::Ambiguous`], what has none in minutes is [`Value::Vague`].

mod length;
mod reader;
mod rewrite;
mod special;
#[cfg(test)]
pub(crate) mod tests;

pub use rewrite::rewrite;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::OnceLock;

use chrono::TimeDelta;

use super::number::Numerals;
use crate::words::Words;

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

impl Qualifier {
    /// The name used in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::Under => "under",
            Self::AtMost => "at-most",
            Self::AtLeast => "at-least",
            Self::More => "more",
            Self::UpTo(_) => "range",
        }
    }
}

/// A duration that somebody stated. No part of it is longer than [`LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// The value, or the lower end of a range of values. Never negative.
    pub nominal: TimeDelta,
    /// The smallest unit that was written; `1.5h` is written in halves, `2h0m` in minutes.
    /// Always positive.
    pub unit: TimeDelta,
    /// How it is meant.
    pub qualifier: Qualifier,
}

/// The longest duration that is read: a century of 365-day years.
///
/// No incident lasts that long, and sums of a few such values cannot overflow.
pub const LONGEST: TimeDelta = match TimeDelta::try_days(36_500) {
    Some(century) => century,
    None => TimeDelta::MAX,
};

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
    /// A value longer than [`LONGEST`].
    TooLarge,
    /// A length for each of another: `4 min/hour`.
    Rate,
    /// A length that leaves out the hours in which nobody works: `7h (business hours)`.
    WorkingHours,
}

/// The words that durations are written with, from the template.
///
/// Case and width of letters do not matter, a blank stands for any white space, and the longest word
/// that fits is taken, so the order within a list means nothing. A word that ends with a Latin
/// letter is found only where no other letter follows.
#[derive(Clone, Debug, Default)]
pub struct DurationWords {
    /// The words of each unit.
    pub units: BTreeMap<Unit, Vec<String>>,
    /// Unit words with two meanings, each with what it could mean: `M`. Here case does matter.
    pub ambiguous_units: BTreeMap<String, Vec<String>>,
    /// What may stand between a number and its unit: `个`, and `-` as in `30-minute`.
    pub measures: Vec<String>,
    /// Joins between parts: `零`, `又`, `and`, `,`.
    pub joins: Vec<String>,
    /// Numbers in words.
    pub numerals: Numerals,
    /// Words for a half of the unit that follows: `半`, `half an`.
    pub halves: Vec<String>,
    /// Words for a half more, after a number or after its unit: `半`, `and a half`.
    pub halves_after: Vec<String>,
    /// Words for a quarter of an hour, counted by a number before them: `刻钟`.
    pub quarters: Vec<String>,
    /// `约`, `about`, `~`: before the number.
    pub about_before: Vec<String>,
    /// `左右`, `-ish`: after the unit.
    pub about_after: Vec<String>,
    /// `将近`, `nearly`: before the number.
    pub nearly: Vec<String>,
    /// `不到`: before the number.
    pub under: Vec<String>,
    /// `<`, `within`: before the number.
    pub at_most_before: Vec<String>,
    /// `以内`: after the unit.
    pub at_most_after: Vec<String>,
    /// `>`, `over`: before the number.
    pub at_least_before: Vec<String>,
    /// `以上`, `+`: after the unit or after the number.
    pub at_least_after: Vec<String>,
    /// `多`, `余`: after the unit or after the number.
    pub more_after: Vec<String>,
    /// Between the two ends of a range of values: `~`, `到`, `to`.
    pub to: Vec<String>,
    /// Whole expressions without a size: `几分钟`.
    pub vague: Vec<String>,
    /// Between a length and the unit that it is for each of: `per`. A `/` is built in.
    pub per: Vec<String>,
    /// What a rate begins with: `每小时`.
    pub each: Vec<String>,
    /// `共`, `in total`: between a range of two stamps and its length.
    pub totals: Vec<String>,
    /// `lasting`, `for`: before a length that the range behind it has.
    pub lasting: Vec<String>,
    /// `from`: between such a length and its range.
    pub from: Vec<String>,
    /// Words that say that a length is counted in working hours alone: `business hours`, `工作日`.
    pub working_hours: Vec<String>,
    /// Phrases with one of those words that say nothing of the kind: `outside business hours`.
    pub not_working_hours: Vec<String>,
    /// Both of these, ready to search with; made when first asked for.
    pub working_index: OnceLock<Words>,
}

/// Whether a text says that the length in it is counted in working hours alone.
#[must_use]
pub fn is_in_working_hours(text: &str, words: &DurationWords) -> bool {
    let (counted, neutral) = (&words.working_hours, &words.not_working_hours);
    let all = words
        .working_index
        .get_or_init(|| Words::new(counted.iter().chain(neutral).map(String::as_str)));
    all.find_iter(text).any(|(index, _)| index < counted.len())
}

/// Reads the duration that `text` begins with, after white space.
///
/// `label_unit` is the unit that the label names (`时长（分钟）：90`), if any. The range covers the
/// qualifier, the magnitude and a qualifying suffix, and nothing after them. `None` where the text
/// does not begin with anything about a length of time.
///
/// Of two qualifiers (`约 2 小时以上`) the first one counts. Takes time linear in what it reads.
#[must_use]
pub fn read(
    text: &str,
    words: &DurationWords,
    label_unit: Option<Unit>,
) -> Option<(Value, Range<usize>)> {
    reader::Reader { words, label_unit }.read(text)
}

/// A duration as this tool writes it: `1h19m`, `45s`, `2d3h`, `0m`, with a minus where negative.
///
/// Parts that are zero are left out; below a millisecond nothing is shown.
#[must_use]
pub fn display(delta: TimeDelta) -> String {
    let millis = delta.num_milliseconds();
    let mut rest = millis.unsigned_abs();
    if rest == 0 {
        return "0m".to_string();
    }
    let mut text = String::with_capacity(16);
    if millis < 0 {
        text.push('-');
    }
    // Writing to a string cannot fail.
    for (size, name) in [(86_400_000, 'd'), (3_600_000, 'h'), (60_000, 'm')] {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            let _ = write!(text, "{count}{name}");
        }
    }
    let (seconds, thousandths) = (rest / 1000, rest % 1000);
    if thousandths > 0 {
        let decimals = format!("{thousandths:03}");
        let _ = write!(text, "{seconds}.{}s", decimals.trim_end_matches('0'));
    } else if seconds > 0 {
        let _ = write!(text, "{seconds}s");
    }
    text
}
