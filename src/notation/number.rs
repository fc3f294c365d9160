//! Numbers as people write them: ASCII and full-width digits, decimals, fractions, numerals of a
//! language.
//!
//! Values are exact fractions, so that what is computed from them can be compared.

use std::collections::BTreeMap;

use super::scan::{Cursor, fold};

/// The numerals of a language, from the template.
#[derive(Clone, Debug, Default)]
pub struct Numerals {
    /// Words with their value: `两` is 2, `an` is 1, `forty` is 40.
    pub words: BTreeMap<String, u32>,
    /// Words for ten that multiply what stands before them and add what stands after: `十`.
    pub tens: Vec<String>,
    /// Words for a hundred of the same kind: `百`.
    pub hundreds: Vec<String>,
}

/// A number with the step in which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    count: i64,
    per: i64,
    step: i64,
}

impl Number {
    /// A whole number, written in ones.
    #[must_use]
    pub fn whole(count: i64) -> Self {
        Self { count, per: 1, step: 1 }
    }

    /// The value as a fraction: `1.5` is 15 over 10.
    #[must_use]
    pub fn ratio(self) -> (i64, i64) {
        (self.count, self.per)
    }

    /// Whether it was written without decimals and fractions.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.per == 1
    }

    /// A half more than a whole number; `None` where the number is no whole one.
    #[must_use]
    pub fn plus_half(self) -> Option<Self> {
        self.is_whole().then(|| Self {
            count: self.count.saturating_mul(2).saturating_add(1),
            per: 2,
            step: 1,
        })
    }

    /// The same value, known only to its last digit that is not zero: 20 in tens.
    #[must_use]
    pub fn in_round_steps(self) -> Self {
        let mut step = self.step;
        while self.count != 0 && step < self.count && self.count % (step.saturating_mul(10)) == 0 {
            step = step.saturating_mul(10);
        }
        Self { step, ..self }
    }

    /// How much this number of `unit` is, and how much one step of it: 1.5 of 60 is 90 in steps of
    /// 30. Rounded down to whole results; a result that does not fit is the largest that does, over
    /// the denominator, which is at most a million.
    #[must_use]
    pub fn times(self, unit: i64) -> (i64, i64) {
        let part = |count: i64| count.saturating_mul(unit) / self.per;
        (part(self.count), part(self.step).max(1))
    }
}

/// Reads the number that `text` begins with, and the number of bytes it takes.
#[must_use]
pub fn read(text: &str, numerals: &Numerals) -> Option<(Number, usize)> {
    let start = Cursor::new(text);
    let (number, end) = written(start).or_else(|| {
        let (count, end) = spelled(start, numerals)?;
        Some((Number::whole(count), end))
    })?;
    Some((number, start.distance(end)))
}

/// Decimals after the sixth are below a tenth of a second even of a day, so they are dropped.
const MAX_DECIMALS: usize = 6;

/// A number in digits: `90`, `1.5`, `5,280`, `1½`, `¾`.
fn written(at: Cursor<'_>) -> Option<(Number, Cursor<'_>)> {
    let Some((whole, digits, end)) = integer(at) else {
        return fraction(at);
    };
    if let Some((part, end)) = fraction(end.skip_space()) {
        let count = whole.saturating_mul(part.per).saturating_add(part.count);
        return Some((Number { count, ..part }, end));
    }
    let (whole, end) = grouped(whole, digits, end);
    Some(decimals(whole, end).unwrap_or((Number::whole(whole), end)))
}

/// A run of digits: its value, how many they are, and the place behind them.
fn integer(at: Cursor<'_>) -> Option<(i64, usize, Cursor<'_>)> {
    let (mut value, mut at) = at.digit()?;
    let mut digits = 1;
    while let Some((digit, behind)) = at.digit() {
        value = value.saturating_mul(10).saturating_add(digit);
        (digits, at) = (digits + 1, behind);
    }
    Some((value, digits, at))
}

/// The further groups of three digits after the first `digits` of a number: `5,280`.
fn grouped(mut value: i64, digits: usize, mut at: Cursor<'_>) -> (i64, Cursor<'_>) {
    // A full-width comma separates the items of a list, never the groups of a number.
    while digits <= 3
        && at.rest().starts_with(',')
        && let Some((group, 3, behind)) = at.eat(',').and_then(integer)
    {
        value = value.saturating_mul(1000).saturating_add(group);
        at = behind;
    }
    (value, at)
}

/// The decimals of a number whose whole part has been read.
fn decimals(whole: i64, at: Cursor<'_>) -> Option<(Number, Cursor<'_>)> {
    let mut at = at.eat('.')?;
    at.digit()?;
    let (mut count, mut per, mut digits, mut decimals) = (whole, 1_i64, 0, 0_i64);
    while let Some((digit, behind)) = at.digit() {
        if digits < MAX_DECIMALS {
            count = count.saturating_mul(10).saturating_add(digit);
            (per, decimals) = (per * 10, decimals * 10 + digit);
        }
        (digits, at) = (digits + 1, behind);
    }
    // Who writes `1.5` counts in halves and who writes `1.25` in quarters; other decimals are as
    // fine as the last of them.
    let step = match (digits, decimals) {
        (1, 5) => 5,
        (2, 25 | 75) => 25,
        _ => 1,
    };
    Some((Number { count, per, step }, at))
}

/// One of the characters for a fraction.
fn fraction(at: Cursor<'_>) -> Option<(Number, Cursor<'_>)> {
    let (mark, count, per) = match at.peek()? {
        mark @ '½' => (mark, 1, 2),
        mark @ '¼' => (mark, 1, 4),
        mark @ '¾' => (mark, 3, 4),
        _ => return None,
    };
    Some((Number { count, per, step: 1 }, at.eat(mark)?))
}

/// A number in words: `两`, `十五`, `一百二十`, `forty-five`.
fn spelled<'t>(at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    let Some((lead, behind)) = numeral(at, numerals) else {
        return tens(1, at, numerals);
    };
    if let Some(behind) = behind.word(&numerals.hundreds) {
        let (below, end) = below_hundred(behind, numerals).unwrap_or((0, behind));
        return Some((lead * 100 + below, end));
    }
    tens(lead, behind, numerals)
        .or_else(|| hyphenated(lead, behind, numerals))
        .or(Some((lead, behind)))
}

/// One numeral.
fn numeral<'t>(at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    let words = numerals.words.iter().map(|(word, value)| (word.as_str(), i64::from(*value)));
    at.longest(words, fold)
}

/// One numeral from 1 to 9.
fn ones<'t>(at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    numeral(at, numerals).filter(|(value, _)| (1..=9).contains(value))
}

/// A word for ten, which makes tens of `lead`, and the ones after it.
fn tens<'t>(lead: i64, at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    let at = at.word(&numerals.tens)?;
    let (ones, end) = ones(at, numerals).unwrap_or((0, at));
    Some((lead * 10 + ones, end))
}

/// What follows a hundred: `二十`, `零五`. Not `二`, which then stands for twenty.
fn below_hundred<'t>(at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    let (lead, behind) = numeral(at, numerals)?;
    match lead {
        0 => ones(behind, numerals),
        _ => tens(lead, behind, numerals),
    }
}

/// The ones after a hyphen: `-five` after `forty`.
fn hyphenated<'t>(lead: i64, at: Cursor<'t>, numerals: &Numerals) -> Option<(i64, Cursor<'t>)> {
    let (ones, end) = ones(at.eat('-')?, numerals)?;
    (lead >= 20 && lead % 10 == 0).then_some((lead + ones, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::duration::tests::words;
    use proptest::prelude::*;

    #[test]
    fn numbers() {
        // Text, count, denominator, step over the same denominator, what is left.
        let table = [
            ("90", 90, 1, 1, ""),
            ("５m", 5, 1, 1, "m"),
            ("007", 7, 1, 1, ""),
            ("1.5h", 15, 10, 5, "h"),
            ("１．５h", 15, 10, 5, "h"),
            ("1.2h", 12, 10, 1, "h"),
            ("1.0h", 10, 10, 1, "h"),
            ("1.25", 125, 100, 25, ""),
            ("1.75", 175, 100, 25, ""),
            ("1.50", 150, 100, 1, ""),
            ("1.33333333x", 1_333_333, 1_000_000, 1, "x"),
            ("1.", 1, 1, 1, "."),
            ("1.x", 1, 1, 1, ".x"),
            ("1.2.3", 12, 10, 1, ".3"),
            ("5,280 minutes", 5280, 1, 1, " minutes"),
            ("1,234,567", 1_234_567, 1, 1, ""),
            ("5, 10", 5, 1, 1, ", 10"),
            ("5,28", 5, 1, 1, ",28"),
            ("5,2800", 5, 1, 1, ",2800"),
            ("5，280", 5, 1, 1, "，280"),
            ("1234,567", 1234, 1, 1, ",567"),
            ("½h", 1, 2, 1, "h"),
            ("1½h", 3, 2, 1, "h"),
            ("1 ¾ h", 7, 4, 1, " h"),
            ("¼", 1, 4, 1, ""),
            ("两小时", 2, 1, 1, "小时"),
            ("十分钟", 10, 1, 1, "分钟"),
            ("十五分钟", 15, 1, 1, "分钟"),
            ("二十", 20, 1, 1, ""),
            ("三十五秒", 35, 1, 1, "秒"),
            ("一百分钟", 100, 1, 1, "分钟"),
            ("一百二十分钟", 120, 1, 1, "分钟"),
            ("一百二十五", 125, 1, 1, ""),
            ("一百零五分钟", 105, 1, 1, "分钟"),
            ("一百一十", 110, 1, 1, ""),
            // 120, said short: neither 100 nor 102, so what is left says that it was not read.
            ("一百二", 100, 1, 1, "二"),
            ("三四分钟", 3, 1, 1, "四分钟"),
            ("an hour", 1, 1, 1, " hour"),
            ("Two hours", 2, 1, 1, " hours"),
            ("forty-five", 45, 1, 1, ""),
            ("twenty-thirty", 20, 1, 1, "-thirty"),
            ("five-two", 5, 1, 1, "-two"),
        ];
        for (text, count, per, step, left) in table {
            let (number, len) = read(text, &words().numerals).expect(text);
            assert_eq!(number, Number { count, per, step }, "{text}");
            assert_eq!(text.get(len..), Some(left), "{text}");
        }
    }

    #[test]
    fn no_numbers() {
        for text in ["", " 5", "h", "ant", "twos", ".5", "-5", "百", "第五", "半", "：", "。"]
        {
            assert_eq!(read(text, &words().numerals), None, "{text}");
        }
    }

    #[test]
    fn round_steps() {
        for (count, step) in [(0, 1), (1, 1), (10, 10), (12, 1), (20, 10), (120, 10), (100, 100)] {
            assert_eq!(Number::whole(count).in_round_steps().step, step, "{count}");
        }
    }

    #[test]
    fn long_runs_are_read_once_and_saturate() {
        let text = "9".repeat(200_000);
        assert_eq!(read(&text, &Numerals::default()), Some((Number::whole(i64::MAX), 200_000)));
        let text = format!("1.{text}");
        assert_eq!(read(&text, &Numerals::default()).map(|(_, len)| len), Some(text.len()));
        let text = "1".to_string() + &",999".repeat(50_000);
        assert_eq!(read(&text, &Numerals::default()).map(|(_, len)| len), Some(text.len()));
    }

    proptest! {
        #[test]
        fn digits_round_trip(value in 0..i64::MAX, wide in any::<bool>()) {
            let text: String = value
                .to_string()
                .chars()
                .map(|c| if wide { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c })
                .collect();
            prop_assert_eq!(read(&text, &Numerals::default()), Some((Number::whole(value), text.len())));
        }

        #[test]
        fn chinese_numerals_round_trip(value in 1_usize..1000) {
            let digit = |n: usize| "一二三四五六七八九".chars().nth(n - 1).unwrap().to_string();
            let (hundreds, tens, ones) = (value / 100, value / 10 % 10, value % 10);
            let mut text = String::new();
            if hundreds > 0 {
                text += &(digit(hundreds) + "百");
            }
            match (hundreds, tens, ones) {
                (_, 0, 0) | (0, 0, _) => {}
                (_, 0, _) => text += "零",
                (0, 1, _) => text += "十",
                _ => text += &(digit(tens) + "十"),
            }
            if ones > 0 {
                text += &digit(ones);
            }
            let expected = Number::whole(i64::try_from(value).unwrap());
            prop_assert_eq!(read(&text, &words().numerals), Some((expected, text.len())));
        }

        #[test]
        fn never_panics_and_stays_on_characters(text in "[0-9０-９.．,，½¼¾一两十百零 a-z-]{0,12}") {
            if let Some((_, len)) = read(&text, &words().numerals) {
                prop_assert!(len > 0 && text.is_char_boundary(len));
            }
        }
    }
}
