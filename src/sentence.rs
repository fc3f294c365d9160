//! Ranges that a sentence states with their length: `down for 40 minutes, from 10:00 to 10:40`.
//!
//! Both are in the one sentence, so that nobody has to know what was measured. A length without a range
//! is left alone: what it is the length of, words do not tell well enough to prove an author wrong.

use crate::document::Scope;
use crate::label::first_colon;
use crate::markdown::BlockKind;
use crate::notation::duration::{self, DurationWords, Value};
use crate::notation::timestamp::{Found, first_digit};
use crate::range::{PlacedLength, StampRange};
use crate::stamp::{self, Calendar};
use crate::template::Part;
use crate::text::Text;

/// The ranges with their lengths in paragraphs and items outside of the timeline and the metrics, which
/// have readers of their own. `calendar` knows the day the incident began.
#[must_use]
pub fn read(scope: &Scope<'_>, calendar: &Calendar) -> Vec<StampRange> {
    let words = &scope.template.durations;
    let mut ranges = Vec::new();
    for block in scope.extent.blocks.clone() {
        let heading = scope.owner(block).and_then(|owner| scope.headings().get(owner));
        let part = heading.map_or(Part::Other, |heading| heading.part);
        let kind = &scope.markdown.blocks[block].kind;
        let is_prose = matches!(kind, BlockKind::Paragraph | BlockKind::Item);
        if !is_prose || matches!(part, Part::Timeline | Part::Metrics | Part::Actions) {
            continue;
        }
        let Some(text) = scope.content(block).filter(|text| may_state(*text, words)) else {
            continue;
        };
        let mut calendar = *calendar;
        for found in stamp::find(text, &scope.template.stamps) {
            let Found::Range { start, end: Some(end) } = found else { continue };
            let range = start.range.start..end.range.end;
            let Some(length) = length_before(text.as_str(), &range, words) else { continue };
            if let Some((start, Some(end))) = calendar.resolve_range(&start, Some(&end), text) {
                let stated = StampRange::with_length(text, range, start, end, Some(length));
                // One that ends before it starts may be of two days that the sentence does not name.
                let forward = !stated.end.is_before(&stated.start);
                ranges.extend(forward.then_some(StampRange { in_sentence: true, ..stated }));
            }
        }
    }
    ranges
}

/// Whether a text may hold a clock time and a length of time: most hold neither.
fn may_state(text: Text<'_>, words: &DurationWords) -> bool {
    let text = text.as_str();
    let folded = || text.to_ascii_lowercase();
    let lasts = |text: String| words.lasting.iter().any(|word| text.contains(word.as_str()));
    first_colon(text).is_some() && first_digit(text).is_some() && lasts(folded())
}

/// The length before a range, which a word says something lasted: `for 40 minutes, from …`, `lasting
/// 40 minutes (10:00-10:40)`.
fn length_before(
    text: &str,
    range: &std::ops::Range<usize>,
    words: &DurationWords,
) -> Option<PlacedLength> {
    let before = text.get(..range.start)?.trim_end();
    let before = match before.strip_suffix(['(', '（']) {
        // A bracket that holds more than the range is about something else.
        Some(outside) => {
            let after = text.get(range.end..)?.trim_start();
            after.starts_with([')', '）']).then_some(outside)?
        }
        None => {
            let word = words.from.iter().find_map(|word| without_word(before, word));
            word?.trim_end().trim_end_matches([',', '，'])
        }
    };
    let before = before.trim_end();
    let folded = before.to_ascii_lowercase();
    words.lasting.iter().find_map(|word| {
        let at = folded.rfind(word.as_str())?;
        without_word(folded.get(..at + word.len())?, word)?;
        let value = before.get(at + word.len()..)?;
        let (Value::Duration(length), place) = duration::read(value, words, None)? else {
            return None;
        };
        let start = before.len() - value.trim_start().len();
        (place.end == value.len()).then_some((length, start..before.len()))
    })
}

/// A text without the word that it ends with, which is none that only ends so.
fn without_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_suffix(word)?;
    let ascii = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    let inside = ascii && rest.ends_with(|c: char| c.is_ascii_alphanumeric());
    (!inside).then_some(rest)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Settings;
    use crate::finding::Severity;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::builtin;

    /// What is said of the lengths in a sentence.
    fn found(template: &str, sentence: &str) -> Vec<(&'static str, Severity)> {
        let source = Arc::new(Source::new("a.md", format!("# T 2024-05-06\n\n{sentence}\n")));
        let settings = Settings { template: builtin(template), ..Settings::default() };
        let read = crate::read(&source, &settings, true);
        let found = crate::lint(&source, &read, &settings, Lang::En);
        let of_line = found.iter().filter(|one| source.line(one.primary.span.start) == 3);
        of_line.map(|one| (one.rule, one.severity)).collect()
    }

    #[test]
    fn a_length_that_is_not_that_of_its_range_is_reported() {
        for (template, sentence) in [
            ("generic-en", "The site was down for 45 minutes, from 10:00 to 10:40 UTC."),
            ("generic-en", "An outage lasting 1 hour and 5 minutes from 10:00 to 10:40."),
            ("generic-en", "For 45 minutes, from 10:00 to 10:40, the site was down."),
            ("generic-en", "It was unreachable for about 3 hours (10:00 - 10:40)."),
            ("generic-zh", "服务不可用，持续约 2 小时（10:00-10:40）。"),
            ("generic-ko", "장애는 약 2시간 동안 지속됐다. 총 2시간 (10:00~10:40)"),
        ] {
            let expected = [("range-mismatch", Severity::Warning)];
            assert_eq!(found(template, sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn what_is_right_or_about_something_else_is_not() {
        for sentence in [
            "The site was down for 40 minutes, from 10:00 to 10:40 UTC.",
            "It lasted about 40 minutes (10:00 - 10:42).",
            "Users saw errors for 5 minutes between 10:00 and 11:00.",
            "We sampled every 5 minutes from 10:00 to 11:00.",
            "It failed for 5 minutes each from 10:00 to 11:00.",
            "It was down for 5 minutes in total from 10:00 to 11:00.",
            "It was down for 5 minutes (10:00-11:00 was the maintenance window).",
            "The window lasts for 12 hours, from 18:00 to 09:00.",
            "Deploys before 5 minutes from 10:00 to 11:00 were kept.",
        ] {
            assert_eq!(found("generic-en", sentence), [], "{sentence}");
        }
    }
}
