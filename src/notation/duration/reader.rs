//! The grammar of durations (SEMANTICS 4.3), as a reader that goes down from a value to its parts.
//!
//! Every function takes a place and returns what it found there with the place behind it. Each
//! looks at a bounded number of places, so the whole takes linear time.

use std::ops::Range;

use super::length::{Found, Length, delta, tagged};
use super::{Duration, DurationWords, Qualifier, Unit, Value};
use crate::notation::scan::{Cursor, closes, is_east_asian};

/// What stands between the qualifiers.
pub(super) enum Amount {
    /// One length.
    Length(Length),
    /// A lower and a higher length.
    Range(Length, Length),
    /// See [`Value::Ambiguous`].
    Ambiguous(Vec<String>),
    /// See [`Value::UnitMissing`].
    UnitMissing,
    /// See [`Value::Rate`].
    Rate,
}

/// Reads durations in the words of a template.
pub(super) struct Reader<'w> {
    pub(super) words: &'w DurationWords,
    pub(super) label_unit: Option<Unit>,
}

impl<'t> Reader<'_> {
    /// See [`super::read`].
    pub(super) fn read(&self, text: &'t str) -> Option<(Value, Range<usize>)> {
        let text = Cursor::new(text);
        let start = text.skip_space();
        let (value, end) = self.value(start)?;
        Some((value, text.distance(start)..text.distance(end)))
    }

    /// A whole value with its qualifiers.
    fn value(&self, at: Cursor<'t>) -> Found<'t, Value> {
        // Most values begin with a digit, and no word does.
        if at.digit().is_some() {
            return self.qualified(None, at);
        }
        if let Some(end) = at.word(&self.words.vague) {
            return Some((Value::Vague, end));
        }
        if let Some(end) = at.word(&self.words.each) {
            return Some((Value::Rate, end));
        }
        let Some((before, end)) = self.qualifier_before(at) else {
            return self.qualified(None, at);
        };
        let at = end.skip_space();
        let vague = at.word(&self.words.vague).map(|end| (Value::Vague, end));
        vague.or_else(|| self.qualified(Some(before), at))
    }

    /// An amount and the qualifier behind it, after the qualifier before it.
    fn qualified(&self, before: Option<Qualifier>, at: Cursor<'t>) -> Found<'t, Value> {
        let (amount, end) = self.amount(at)?;
        Some(match amount {
            Amount::Ambiguous(meanings) => (Value::Ambiguous(meanings), end),
            Amount::UnitMissing => (Value::UnitMissing, end),
            Amount::Rate => (Value::Rate, end),
            Amount::Length(length) => {
                let (after, end) = self.optional_qualifier_after(end);
                (one(length, before.or(length.inside).or(after)), end)
            }
            Amount::Range(low, high) => {
                let (after, end) = self.optional_qualifier_after(end);
                (range(low, high, before.or(after)), end)
            }
        })
    }

    /// A qualifier before the number.
    fn qualifier_before(&self, at: Cursor<'t>) -> Found<'t, Qualifier> {
        // None begins with a digit, and most values do.
        at.rest().chars().next().filter(|first| !first.is_ascii_digit())?;
        let words = self.words;
        tagged(
            at,
            &[
                (&words.about_before, Qualifier::About),
                (&words.nearly, Qualifier::Nearly),
                (&words.under, Qualifier::Under),
                (&words.at_most_before, Qualifier::AtMost),
                (&words.at_least_before, Qualifier::AtLeast),
            ],
        )
    }

    /// A qualifier after the unit.
    pub(super) fn qualifier_after(&self, at: Cursor<'t>) -> Found<'t, Qualifier> {
        let words = self.words;
        tagged(
            at.skip_space(),
            &[
                (&words.about_after, Qualifier::About),
                (&words.at_most_after, Qualifier::AtMost),
                (&words.at_least_after, Qualifier::AtLeast),
                (&words.more_after, Qualifier::More),
            ],
        )
    }

    /// A qualifier after the unit, if there is one.
    fn optional_qualifier_after(&self, at: Cursor<'t>) -> (Option<Qualifier>, Cursor<'t>) {
        match self.qualifier_after(at) {
            Some((qualifier, end)) => (Some(qualifier), end),
            None => (None, at),
        }
    }

    /// What stands between the qualifiers, the special notations first.
    fn amount(&self, at: Cursor<'t>) -> Found<'t, Amount> {
        if let Some((length, end)) = self.iso(at).or_else(|| self.primes(at)) {
            return Some((Amount::Length(length), end));
        }
        self.clock(at)
            .or_else(|| self.ambiguous_unit(at))
            .or_else(|| self.length_or_range(at))
            .or_else(|| self.rate(at).map(|(_, end)| (Amount::Rate, end)))
            .or_else(|| self.bare(at))
    }

    /// `2h`, `30m-40m`, `1-2h`. A range runs upward; `40-30m` is none.
    fn length_or_range(&self, at: Cursor<'t>) -> Found<'t, Amount> {
        if let Some((low, end)) = self.length(at) {
            return Some(match self.upper(end) {
                Some((high, end)) if low.millis < high.millis => (Amount::Range(low, high), end),
                _ => (Amount::Length(low), end),
            });
        }
        let (number, end) = self.number(at)?;
        let (high, end) = self.upper(end)?;
        let low = Length::new(number, high.lead);
        (low.millis < high.millis).then_some((Amount::Range(low, high), end))
    }

    /// The upper end of a range, with the word or sign before it.
    fn upper(&self, at: Cursor<'t>) -> Found<'t, Length> {
        self.length(at.skip_space().word(&self.words.to)?.skip_space())
    }

    /// A length with units, or a bare number in the unit of the label.
    fn length(&self, at: Cursor<'t>) -> Found<'t, Length> {
        self.compound(at).or_else(|| {
            let unit = self.label_unit?;
            let (number, end) = self.digits(at)?;
            end.ends_number().then_some((Length::new(number, unit.millis()), end))
        })
    }

    /// A number in digits without a unit, where it is plain that none comes.
    fn bare(&self, at: Cursor<'t>) -> Found<'t, Amount> {
        let (_, end) = self.digits(at)?;
        let next = end.skip_space().peek();
        let plain = end.ends_number() && next.is_none_or(|c| closes(c) || is_east_asian(c));
        plain.then_some((Amount::UnitMissing, end))
    }
}

/// The value of one length.
fn one(length: Length, qualifier: Option<Qualifier>) -> Value {
    let value = |nominal| {
        let unit = delta(length.step)?;
        Some(Duration { nominal, unit, qualifier: qualifier.unwrap_or(Qualifier::Exact) })
    };
    delta(length.millis).and_then(value).map_or(Value::TooLarge, Value::Duration)
}

/// The value of a range. A limit before it holds for the end that it limits.
fn range(low: Length, high: Length, qualifier: Option<Qualifier>) -> Value {
    let step = low.step.min(high.step);
    let [low, high] = [low, high].map(|length| Length { step, ..length });
    match (qualifier, delta(high.millis)) {
        (_, None) => Value::TooLarge,
        (Some(Qualifier::AtMost | Qualifier::Under), _) => one(high, qualifier),
        (Some(Qualifier::AtLeast | Qualifier::More), _) => one(low, qualifier),
        (_, Some(end)) => one(low, Some(Qualifier::UpTo(end))),
    }
}
