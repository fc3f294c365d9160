//! Single values of the configuration: offsets, limits, levels.

use chrono::{FixedOffset, TimeDelta};

use super::{FailOn, Level, severity};
use crate::notation::duration::{self, Duration, Qualifier, Value as Written};
use crate::template::builtin;
use crate::toml_text::{At, Problem, Problems, Value, shown};

/// The built-in template whose words lengths of time are read with.
const WORDS: &str = "infra-zh";

/// Reads an offset from UTC: `+08:00`, `-0530`, `UTC+8`, `UTC`, `Z`; at most 14 hours.
#[must_use]
pub fn parse_offset(text: &str) -> Option<FixedOffset> {
    let rest = ["UTC", "GMT"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    if matches!(text, "UTC" | "GMT" | "Z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, digits) = match rest.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, rest.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    if hours.len() > 2 {
        return None;
    }
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = (hours * 60 + minutes) * 60;
    (minutes < 60 && seconds <= 14 * 3600).then(|| FixedOffset::east_opt(sign * seconds)).flatten()
}

/// One or two ASCII digits.
fn number(digits: &str) -> Option<i32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Reads `timezone`.
pub(super) fn offset(value: Value<'_, '_>) -> Option<FixedOffset> {
    let text = value.string_such_as("+08:00")?;
    let offset = parse_offset(text.value.trim());
    if offset.is_none() {
        let (problems, word) = (value.problems(), shown(text.value));
        let message = problems.pick(
            || format!("`{word}` is not an offset from UTC"),
            || format!("`{word}` 不是 UTC 偏移量"),
        );
        problems.push(Problem::new(text.span, message).help(problems.pick(
            || "write an offset such as `+08:00`, or `UTC`; names of zones are not known".into(),
            || "写成 `+08:00` 的形式，或写 `UTC`；不支持时区名称".into(),
        )));
    }
    offset
}

/// Reads a limit: an exact length of time, longer than nothing.
pub(super) fn limit(value: Value<'_, '_>) -> Option<TimeDelta> {
    let text = value.string_such_as("5m")?;
    let written = builtin(WORDS).and_then(|template| {
        let (written, range) = duration::read(text.value, &template.durations, None)?;
        text.value.get(range.end..)?.trim().is_empty().then_some(written)
    });
    match written {
        Some(Written::Duration(Duration { nominal, qualifier: Qualifier::Exact, .. }))
            if nominal > TimeDelta::zero() =>
        {
            Some(nominal)
        }
        other => {
            value.problems().push(wrong_limit(text, other, value.problems()));
            None
        }
    }
}

fn wrong_limit(text: At<&str>, written: Option<Written>, problems: &Problems) -> Problem {
    let word = shown(text.value);
    let (en, zh) = match written {
        Some(Written::Ambiguous(meanings)) => (
            format!("`{word}` could mean {}", meanings.join(" or ")),
            format!("`{word}` 可能是 {}", meanings.join(" 或 ")),
        ),
        Some(Written::UnitMissing) => {
            (format!("`{word}` has no unit"), format!("`{word}` 没有单位"))
        }
        Some(Written::TooLarge) => (format!("`{word}` is too long"), format!("`{word}` 太长")),
        Some(Written::Duration(found)) if found.qualifier == Qualifier::Exact => {
            ("a limit of no time at all".to_owned(), "目标为零".to_owned())
        }
        Some(Written::Duration(_) | Written::Vague | Written::Rate | Written::WorkingHours) => {
            (format!("`{word}` is not an exact length of time"), format!("`{word}` 不是确切的时长"))
        }
        None => (format!("`{word}` is not a length of time"), format!("`{word}` 不是时长")),
    };
    Problem::new(text.span, problems.pick(|| en, || zh)).help(problems.pick(
        || "write a length of time such as `5m`, `1h30m` or `90s`".into(),
        || "写成 `5m`、`1h30m`、`90s` 这样的时长".into(),
    ))
}

/// Reads `fail-on`.
pub(super) fn fail_on(value: Value<'_, '_>) -> Option<FailOn> {
    word(value, ("severity", "级别"), &FailOn::WORDS, FailOn::parse)
}

/// Reads the level of a rule.
pub(super) fn level(value: Value<'_, '_>) -> Option<Level> {
    let words = ["error", "warning", "note", "off"];
    let meaning = |word: &str| match word {
        "off" => Some(Level::Off),
        _ => severity(word).map(Level::On),
    };
    word(value, ("level", "级别"), &words, meaning)
}

/// A string that is one of a few words.
fn word<T>(
    value: Value<'_, '_>,
    what: (&str, &str),
    words: &[&str],
    meaning: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = value.string_such_as(words.first()?)?;
    let found = meaning(text.value);
    if found.is_none() {
        value.problems().unknown(what, text, words);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        for (text, minutes) in [
            ("+08:00", Some(480)),
            ("-05:30", Some(-330)),
            ("+0800", Some(480)),
            ("+8", Some(480)),
            ("UTC", Some(0)),
            ("Z", Some(0)),
            ("UTC+8", Some(480)),
            ("GMT-03:00", Some(-180)),
            ("+14:00", Some(840)),
            ("+14:30", None),
            ("+08:60", None),
            ("+08:0", None),
            ("+8:00", Some(480)),
            ("+008:00", None),
            ("08:00", None),
            ("+", None),
            ("+时:00", None),
            ("+1时2", None),
            ("++8", None),
            ("UTC Z", None),
            ("Asia/Shanghai", None),
            ("", None),
        ] {
            let seconds = parse_offset(text).map(|offset| offset.local_minus_utc());
            assert_eq!(seconds, minutes.map(|minutes: i32| minutes * 60), "{text}");
        }
    }
}
