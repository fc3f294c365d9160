//! What a finding is recognised by from one run to the next.
//!
//! Services that keep findings, and a baseline, must know an old finding again after lines were added
//! above it, after the message was reworded or translated, and whatever folder pmlint is run in. So a
//! fingerprint has no line number and no message: it is the rule, the path as seen from the root of the
//! project, the text at the place, and a count where all of these are equal.
//!
//! The text is that of the line where the finding begins, so that a metric that says `4m` is not taken
//! for another one that says `4m`; of a long line it is the part around the place. White space and what
//! only marks up a block (`##`, `-`, `3.`) do not count. Where a finding is about something that is
//! absent, its place says little, and [`Finding::absent`] stands for the text.

use std::collections::HashMap;
use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::finding::{Finding, Label};
use crate::project::Project;
use crate::span::Span;

/// How many characters count on either side of where a finding begins.
const AROUND: usize = 120;

/// What one finding is recognised by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    /// The id of the rule.
    pub rule: &'static str,
    /// The path from the root of the project, with `/`; outside of it, as it was typed.
    pub path: String,
    /// What the document says at the place, or what is absent.
    pub text: String,
    /// Which one it is, from 1, of the findings of which all of the above is equal.
    pub occurrence: usize,
}

impl Fingerprint {
    /// 32 hexadecimal digits that differ where the fingerprint does. They are the same in every
    /// version and on every machine: SipHash-1-3 of the parts, each followed by a zero byte.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = SipHasher13::new();
        for part in [self.rule, &self.path, &self.text, &self.occurrence.to_string()] {
            hasher.write(part.as_bytes());
            hasher.write_u8(0);
        }
        format!("{:032x}", hasher.finish128().as_u128())
    }
}

/// The fingerprints of all findings of one file, in their order.
#[must_use]
pub fn of(findings: &[Finding], project: &Project) -> Vec<Fingerprint> {
    let mut paths: HashMap<&str, String> = HashMap::new();
    let mut seen: HashMap<(&str, &str, String), usize> = HashMap::new();
    let mut fingerprints = Vec::with_capacity(findings.len());
    for finding in findings {
        let typed = finding.primary.source.name();
        let path = paths
            .entry(typed)
            .or_insert_with(|| project.relative(typed).unwrap_or_else(|| typed.to_owned()));
        let text = finding.absent.clone().unwrap_or_else(|| text(&finding.primary));
        let occurrence = seen.entry((finding.rule, typed, text.clone())).or_default();
        *occurrence += 1;
        fingerprints.push(Fingerprint {
            rule: finding.rule,
            path: path.clone(),
            text,
            occurrence: *occurrence,
        });
    }
    fingerprints
}

/// The normalised text around the place where a label begins.
fn text(label: &Label) -> String {
    let source = &label.source;
    let at = label.span.start.min(source.text().len());
    let line = source.line_span(source.line(at));
    let at = at.min(line.end);
    let before = source.slice(Span::new(line.start, at));
    let cut = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(byte, _)| byte);
    let after = source.slice(Span::new(at, line.end));
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(byte, _)| byte);
    let text = source.slice(Span::new(line.start + cut, at + end));
    let text = if cut == 0 { without_marker(text) } else { text };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line without what makes it a heading, an item or a quotation.
fn without_marker(line: &str) -> &str {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || "#>-*+".contains(c));
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordinal = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.len());
    match ordinal {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::finding::Severity;
    use crate::source::Source;

    fn project() -> Project {
        Project::around(Path::new("/repo"), |_| true)
    }

    /// A finding of a rule where a text stands for the n-th time, from 0.
    fn found(rule: &'static str, name: &str, text: &str, mark: &str, nth: usize) -> Finding {
        let (start, _) = text.match_indices(mark).nth(nth).expect("the text is there");
        let source = Arc::new(Source::new(name, text));
        Finding {
            rule,
            severity: Severity::Error,
            message: String::new(),
            primary: Label::new(&source, Span::new(start, start + mark.len()), ""),
            related: Vec::new(),
            absent: None,
            help: None,
            fix: None,
        }
    }

    fn one(rule: &'static str, name: &str, text: &str, mark: &str) -> Fingerprint {
        of(&[found(rule, name, text, mark, 0)], &project()).remove(0)
    }

    #[test]
    fn what_is_the_same_to_a_reader_has_the_same_fingerprint() {
        let first = one("r", "docs/a.md", "- 感知：4m  符合预期\n", "4m");
        assert_eq!(first.text, "感知：4m 符合预期");
        assert_eq!(first.path, "docs/a.md");
        for (name, text) in [
            ("docs/a.md", "# Title\n\nMore.\n\n- 感知：4m 符合预期\r\n"),
            ("./docs/../docs/a.md", "   * 感知：4m\t符合预期"),
            ("docs/a.md", "\u{feff}> 12. 感知：4m 符合预期"),
        ] {
            let other = one("r", name, text, "4m");
            assert_eq!((&other, other.digest()), (&first, first.digest()), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_the_same_has_another_one() {
        let first = one("r", "a.md", "- 感知：4m\n", "4m");
        for other in [
            one("s", "a.md", "- 感知：4m\n", "4m"),
            one("r", "b.md", "- 感知：4m\n", "4m"),
            one("r", "a.md", "- 响应：4m\n", "4m"),
            one("r", "a.md", "- 感知：4 m\n", "4 m"),
            one("r", "a.md", "2024-06-12 感知：4m\n", "4m"),
        ] {
            assert_ne!(other.digest(), first.digest(), "{other:?}");
        }
    }

    #[test]
    fn equal_ones_are_counted() {
        let text = "- TBD\n- done\n- TBD and TBD\n- TBD\n";
        let findings: Vec<Finding> =
            (0..4).map(|nth| found("r", "a.md", text, "TBD", nth)).collect();
        let fingerprints = of(&findings, &project());
        let counts: Vec<(&str, usize)> =
            fingerprints.iter().map(|it| (it.text.as_str(), it.occurrence)).collect();
        assert_eq!(counts, [("TBD", 1), ("TBD and TBD", 1), ("TBD and TBD", 2), ("TBD", 2)]);
        let mut digests: Vec<String> = fingerprints.iter().map(Fingerprint::digest).collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), 4);
    }

    #[test]
    fn what_is_absent_does_not_depend_on_the_place() {
        let absent = |text: &str, mark: &str| {
            let finding =
                Finding { absent: Some("Timeline".into()), ..found("r", "a.md", text, mark, 0) };
            of(&[finding], &project()).remove(0)
        };
        assert_eq!(absent("# A\n", "A"), absent("# A\n\n## B\n", "B"));
        assert_eq!(absent("# A\n", "A").text, "Timeline");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_counts() {
        let long = format!("{}就是这里 5m 没错{}\n", "前".repeat(5_000), "后".repeat(5_000));
        let edited = long.replacen("前", "很前", 7).replace("后\n", "最后\n");
        let first = one("r", "a.md", &long, "5m");
        assert_eq!(first, one("r", "a.md", &edited, "5m"));
        assert_eq!(first.text.chars().count(), 2 * AROUND);
        assert_ne!(first, one("r", "a.md", &long.replace("没错", "不对"), "5m"));
    }

    #[test]
    fn places_past_the_end_and_between_bytes_of_a_character_have_one() {
        for span in [Span::at(1), Span::at(4), Span::at(99), Span::new(9, 2)] {
            let mut finding = found("r", "a.md", "复盘\n", "复盘", 0);
            finding.primary.span = span;
            let fingerprint = of(&[finding], &project()).remove(0);
            assert_eq!(fingerprint.digest().len(), 32, "{span:?}");
        }
    }

    /// Baselines and services keep these; a change would make every old finding a new one.
    #[test]
    fn the_digest_stays_what_it_is() {
        let fingerprint = one("metric-mismatch", "docs/a.md", "- 感知：4m\n", "4m");
        assert_eq!(fingerprint.digest(), "962fb1ed7fa1391acf0f9c86d3fd6593");
    }
}
