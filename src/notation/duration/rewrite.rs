//! Writing another length of time in the way in which one is written: units, language and spacing.

use std::ops::Range;

use chrono::TimeDelta;

use super::{Duration, DurationWords, Unit, Value, read};

/// Units, the largest first.
const UNITS: [Unit; 4] = [Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];

/// A number with its unit, as written: `19 分钟`.
struct Part<'t> {
    number: &'t str,
    gap: &'t str,
    word: &'t str,
    unit: Unit,
}

/// What to write in place of a part of `written`, which states `stated`, for it to say `length`, and no
/// less than that: `1 小时` for 79 minutes becomes `1 小时 19 分`. What stands around the numbers, such as
/// `约`, stays.
///
/// `None` where it is not written in plain digits with units, or where the result does not read as the
/// length.
#[must_use]
pub fn rewrite(
    written: &str,
    stated: &Duration,
    length: TimeDelta,
    words: &DurationWords,
) -> Option<(Range<usize>, String)> {
    let seconds = length.num_seconds();
    let is_whole = TimeDelta::try_seconds(seconds) == Some(length);
    let start = written.find(|c: char| c.is_ascii_digit())?;
    if seconds <= 0 || !is_whole {
        return None;
    }
    let (parts, joint, end) = parts(written, start, words);
    if parts.is_empty() {
        return bare(written, start, stated, seconds);
    }
    let new = compose(&parts, joint, seconds, words)?;
    let whole = [written.get(..start)?, &new, written.get(end..)?].concat();
    // What is put together from words is right where it reads so.
    match read(&whole, words, None)? {
        (Value::Duration(read), _) if read.nominal == length => Some((start..end, new)),
        _ => None,
    }
}

/// A number whose unit stands elsewhere: `（分钟）：90`.
fn bare(
    written: &str,
    start: usize,
    stated: &Duration,
    seconds: i64,
) -> Option<(Range<usize>, String)> {
    let rest = written.get(start..)?;
    let end = start + number(rest).len();
    let unit = stated.unit.num_seconds();
    let is_alone = !written.get(end..)?.contains(char::is_alphanumeric);
    let fits =
        is_alone && unit > 0 && seconds % unit == 0 && UNITS.iter().any(|u| u.seconds() == unit);
    fits.then(|| (start..end, (seconds / unit).to_string()))
}

/// The parts of a length, what stands between the first two, and where the last one ends.
fn parts<'t>(
    written: &'t str,
    start: usize,
    words: &DurationWords,
) -> (Vec<Part<'t>>, Option<&'t str>, usize) {
    let (mut parts, mut joint, mut at, mut end) = (Vec::new(), None, start, start);
    while let Some((part, length)) = part(written.get(at..).unwrap_or_default(), words) {
        end = at + length;
        parts.push(part);
        let rest = written.get(end..).unwrap_or_default();
        let Some(next) = rest.find(|c: char| c.is_ascii_digit()) else { break };
        let between = rest.get(..next).unwrap_or_default();
        let word = between.trim();
        if !word.is_empty() && !words.joins.iter().any(|join| join == word) {
            break;
        }
        joint = joint.or(Some(between));
        at = end + next;
    }
    (parts, joint, end)
}

/// The digits that a text begins with, with decimals.
fn number(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('.')
}

/// The part that a text begins with, and its length.
fn part<'t>(text: &'t str, words: &DurationWords) -> Option<(Part<'t>, usize)> {
    let number = number(text);
    let rest = text.get(number.len()..).filter(|_| !number.is_empty())?;
    let mut gap = rest.len() - rest.trim_start().len();
    let measure =
        |measure: &&String| rest.get(gap..).is_some_and(|r| r.starts_with(measure.as_str()));
    if unit_at(rest.get(gap..)?, words).is_none()
        && let Some(measure) = words.measures.iter().find(measure)
    {
        gap += measure.len();
    }
    let (unit, length) = unit_at(rest.get(gap..)?, words)?;
    let end = gap + length;
    let part = Part { number, gap: rest.get(..gap)?, word: rest.get(gap..end)?, unit };
    Some((part, number.len() + end))
}

/// The unit that a text begins with, by its longest word, and the length of that.
fn unit_at(text: &str, words: &DurationWords) -> Option<(Unit, usize)> {
    let all =
        words.units.iter().flat_map(|(&unit, words)| words.iter().map(move |word| (unit, word)));
    let found = all.filter(|(_, word)| {
        let after = text.get(word.len()..).and_then(|after| after.chars().next());
        let ends = !word.ends_with(|c: char| c.is_ascii_alphabetic())
            || !after.is_some_and(|c| c.is_ascii_alphabetic());
        text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) && ends
    });
    found.map(|(unit, word)| (unit, word.len())).max_by_key(|(_, length)| *length)
}

/// A length in the units that are written, and in smaller ones where it needs them.
fn compose(
    parts: &[Part<'_>],
    joint: Option<&str>,
    seconds: i64,
    words: &DurationWords,
) -> Option<String> {
    let (first, largest) = (parts.first()?, parts.iter().map(|part| part.unit).max()?);
    let smallest = parts.iter().map(|part| part.unit).min()?;
    let finest =
        UNITS.into_iter().find(|unit| *unit <= smallest && seconds % unit.seconds() == 0)?;
    let (mut text, mut rest) = (String::new(), seconds);
    for unit in UNITS.into_iter().filter(|unit| (finest..=largest).contains(unit)) {
        let count = rest / unit.seconds();
        rest %= unit.seconds();
        if count == 0 {
            continue;
        }
        let written = parts.iter().find(|part| part.unit == unit);
        let word = match written {
            Some(part) => inflected(part, count, words),
            None => alike(first.word, unit, words)?,
        };
        let part = written.unwrap_or(first);
        if !text.is_empty() {
            text += joint.unwrap_or(if first.gap.trim().is_empty() { first.gap } else { "" });
        }
        text += &format!("{count}{}{word}", part.gap);
    }
    Some(text)
}

/// The word of a part beside another number: `1 hour`, `2 hours`. An abbreviation stays as it is.
fn inflected<'t>(part: &Part<'t>, count: i64, words: &'t DurationWords) -> &'t str {
    let known = words.units.get(&part.unit).map_or(&[][..], Vec::as_slice);
    let form = |wanted: &str| known.iter().find(|word| word.eq_ignore_ascii_case(wanted));
    let (was_one, is_one) = (part.number == "1", count == 1);
    let other = match part.word.strip_suffix(['s', 'S']) {
        Some(singular) if is_one && !was_one && !singular.is_empty() => form(singular),
        None if was_one && !is_one && part.word.len() > "min".len() => {
            form(&format!("{}s", part.word))
        }
        _ => None,
    };
    other.map_or(part.word, String::as_str)
}

/// The word for a unit that goes with a word for another one: `m` with `h`, `minutes` with `hours`.
fn alike<'t>(word: &str, unit: Unit, words: &'t DurationWords) -> Option<&'t str> {
    let known = words.units.get(&unit)?;
    let shape = |word: &str| {
        let stem = word.trim_end_matches('.');
        let is_short = stem.trim_end_matches(['s', 'S']).len() <= "min".len();
        (word.len() == 1, is_short, stem.len() > 1 && stem.ends_with('s'), word.ends_with('.'))
    };
    if word.is_ascii() {
        let wanted = shape(&word.to_lowercase());
        let mut found = known.iter().filter(|known| known.is_ascii() && shape(known) == wanted);
        return found.next().map(String::as_str);
    }
    // `分` goes with every word for an hour; `小时` and `小時` with one each.
    let wide = || known.iter().filter(|known| !known.is_ascii());
    let shortest = wide().map(|known| known.chars().count()).min()?;
    let mut found = wide().filter(|known| known.chars().count() == shortest);
    found.next().filter(|_| found.next().is_none()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::template::builtin;

    fn rewritten(template: &str, written: &str, seconds: i64) -> Option<String> {
        let template = builtin(template).expect("a template");
        let words = &template.durations;
        let label = written.trim().chars().all(|c| c.is_ascii_digit()).then_some(Unit::Minute);
        let (Value::Duration(stated), _) = read(written, words, label)? else { return None };
        let (range, new) = rewrite(written, &stated, TimeDelta::seconds(seconds), words)?;
        let mut text = written.to_owned();
        text.replace_range(range, &new);
        Some(text)
    }

    #[test]
    fn a_length_is_written_as_the_one_before_it() {
        const M: i64 = 60;
        for (template, written, seconds, expected) in [
            ("infra-zh", "4m", 8 * M, Some("8m")),
            ("infra-zh", "50m", 79 * M, Some("79m")),
            ("infra-zh", "2h", 136 * M, Some("2h16m")),
            ("infra-zh", "2h", 180 * M, Some("3h")),
            ("infra-zh", "2H", 136 * M, Some("2H16m")),
            ("infra-zh", "1h19m", 60 * M, Some("1h")),
            ("infra-zh", "1h19m", 19 * M, Some("19m")),
            ("infra-zh", "1h 19m", 80 * M, Some("1h 20m")),
            ("infra-zh", "1.5h", 100 * M, Some("1h40m")),
            ("infra-zh", "30 分钟", 8 * M, Some("8 分钟")),
            ("infra-zh", "1 小时", 79 * M, Some("1 小时 19 分")),
            ("infra-zh", "1小时19分钟", 140 * M, Some("2小时20分钟")),
            ("infra-zh", "约 50 分钟", 8 * M, Some("约 8 分钟")),
            ("infra-zh", "2 个小时", 3 * 60 * M, Some("3 个小时")),
            ("infra-zh", "5m", 330, Some("5m30s")),
            ("infra-zh", "90", 8 * M, Some("8")),
            ("infra-zh", "两小时", 8 * M, None),
            ("infra-zh", "01:19:00", 8 * M, None),
            ("infra-zh", "30~40分钟", 8 * M, None),
            ("infra-zh", "4m", 0, None),
            ("infra-zh", "4m", -60, None),
            ("generic-en", "1 hour", 120 * M, Some("2 hours")),
            ("generic-en", "2 hours", 60 * M, Some("1 hour")),
            ("generic-en", "2 hours", 136 * M, Some("2 hours 16 minutes")),
            ("generic-en", "1 hour and 5 minutes", 136 * M, Some("2 hours and 16 minutes")),
            ("generic-en", "45 min", 8 * M, Some("8 min")),
            ("generic-en", "1 min", 8 * M, Some("8 min")),
            ("generic-en", "2 hrs", 136 * M, Some("2 hrs 16 mins")),
            ("generic-en", "~45 minutes", 61 * M, Some("~61 minutes")),
            ("generic-en", "PT1H", 8 * M, None),
            ("generic-ja", "2時間", 136 * M, Some("2時間16分")),
            ("generic-ko", "2시간", 136 * M, Some("2시간16분")),
        ] {
            let new = rewritten(template, written, seconds);
            assert_eq!(new.as_deref(), expected, "{written} as {seconds}s");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_the_length(
            hours in 0..30_i64,
            minutes in 0..59_i64,
            seconds in 1..200_000_i64,
            gap in "[ ]?",
            long in any::<bool>(),
        ) {
            let (h, m) = if long { ("hours", "minutes") } else { ("h", "m") };
            let written = match (hours, minutes) {
                (0, minutes) => format!("{minutes}{gap}{m}"),
                (hours, 0) => format!("{hours}{gap}{h}"),
                (hours, minutes) => format!("{hours}{gap}{h}{gap}{minutes}{gap}{m}"),
            };
            let new = rewritten("generic-en", &written, seconds).expect("plain digits and units");
            let template = builtin("generic-en").expect("a template");
            let read = read(&new, &template.durations, None);
            let Some((Value::Duration(read), range)) = read else { return Err(TestCaseError::fail(new)) };
            prop_assert_eq!(read.nominal, TimeDelta::seconds(seconds));
            prop_assert_eq!(range, 0..new.len());
        }

        #[test]
        fn any_text_is_left_alone_or_rewritten_in_itself(written in ".{0,20}", seconds in any::<i64>()) {
            let template = builtin("infra-zh").expect("a template");
            let stated = Duration {
                nominal: TimeDelta::zero(),
                unit: TimeDelta::seconds(60),
                qualifier: super::super::Qualifier::Exact,
            };
            let length = TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
            if let Some((range, _)) = rewrite(&written, &stated, length, &template.durations) {
                prop_assert!(written.get(range).is_some());
            }
        }
    }
}
