//! What a postmortem says about itself: title, date, severity, status, owner.

use crate::label::{Field, Meaning};
use crate::labelled::{Labelled, Place};
use crate::span::Span;
use crate::template::Template;
use crate::title::{fold, key};

/// A field of the metadata as a document states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Which field.
    pub field: Field,
    /// The label: `Severity`.
    pub label: Span,
    /// What is stated, as a reader sees it.
    pub value: String,
    /// The bytes of that.
    pub span: Span,
    /// Where it was read.
    pub place: Place,
}

/// The fields that a postmortem states above its story, in document order.
#[must_use]
pub fn read(labelled: &[Labelled<'_>], template: &Template) -> Vec<Stated> {
    let of_field = |meaning: &Meaning| match meaning {
        Meaning::Field(field) => Some(*field),
        _ => None,
    };
    let mut fields = Vec::new();
    for one in labelled.iter().filter(|one| one.is_head) {
        let Some(field) = one.meanings.iter().find_map(of_field) else { continue };
        let Some(value) = one.value.lines().next().map(|value| value.trim()) else { continue };
        let said = value.as_str();
        let unsaid = said.is_empty()
            || template.nothing.hold(said)
            || template.placeholders.is_word(said)
            || !template.placeholders.find(said).is_empty()
            || field == Field::Severity && is_choice(said);
        if !unsaid {
            let (label, span, place) = (one.label.span(), value.span(), one.place);
            fields.push(Stated { field, label, value: said.to_owned(), span, place });
        }
    }
    fields
}

/// Whether a template's choice of severities is still whole: `P0 / P1 / P2`.
fn is_choice(value: &str) -> bool {
    let steps: Vec<_> = value.split(['/', '|', '｜', '、']).map(step).collect();
    steps.iter().enumerate().any(|(index, (ladder, number))| {
        let of_ladder = |other: &(String, Option<u32>)| &other.0 == ladder && other.1 != *number;
        number.is_some() && steps.iter().take(index).any(of_ladder)
    })
}

/// The name of a severity in what is stated as one: `SEV-2` of `SEV-2（部分影响）`.
#[must_use]
pub fn severity_name(value: &str) -> &str {
    let start = value.find(char::is_alphanumeric).unwrap_or_default();
    let value = value.get(start..).unwrap_or(value);
    let ends = |at: &usize| {
        let rest = value.get(*at..).unwrap_or_default();
        rest.starts_with(['(', '（', ',', '，', ';', '；', '。', '|', '—', '–', ':', '：', '\n'])
            || rest.starts_with(" - ")
    };
    let end = value.char_indices().map(|(at, _)| at).find(ends).unwrap_or(value.len());
    value.get(..end).unwrap_or(value).trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Whether two severities as stated cannot both be meant: of one ladder (`SEV-1`, `sev2`), or under one
/// label (`High`, `Critical`), and different. `P1` and `SEV-2` are of two ladders.
#[must_use]
pub fn conflict(one: &Stated, other: &Stated, source: &str) -> bool {
    let (a, b) = (step(&one.value), step(&other.value));
    let label = |stated: &Stated| key(source.get(stated.label.range()).unwrap_or_default());
    let begins = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
    match (&a, &b) {
        ((a, Some(n)), (b, Some(m))) => begins(a, b) && n != m,
        ((a, None), (b, None)) => !begins(a, b) && label(one) == label(other),
        _ => false,
    }
}

/// The ladder and the number of a severity: `sev` and `2`. A word alone has no number.
fn step(value: &str) -> (String, Option<u32>) {
    let value: String = value.trim().chars().map(fold).flat_map(char::to_lowercase).collect();
    let value = value.trim_start_matches(|c: char| !c.is_alphanumeric());
    let after = value.trim_start_matches(char::is_alphabetic);
    let ladder = value.get(..value.len() - after.len()).unwrap_or_default().to_owned();
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || c == '_');
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (ladder, rest.get(..digits).and_then(|digits| digits.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_severity_is_cut_from_what_is_said_of_it() {
        for (value, name) in [
            ("SEV-2（部分影响）", "SEV-2"),
            ("Sev 2", "Sev 2"),
            ("P1 - EU only", "P1"),
            ("🔴 High, all users", "High"),
            ("一级", "一级"),
            ("SEV-2.", "SEV-2"),
        ] {
            assert_eq!(severity_name(value), name);
        }
    }

    #[test]
    fn a_choice_is_no_severity() {
        for value in ["P0 / P1 / P2", "SEV-1/SEV-2", "S1|S2"] {
            assert!(is_choice(value), "{value}");
        }
        for value in
            ["P0", "SEV-2 / Major", "SEV-2（華東／華南）", "High/Low traffic", "SEV-1/sev1"]
        {
            assert!(!is_choice(value), "{value}");
        }
    }

    #[test]
    fn severities_of_one_ladder_conflict() {
        let source = "SeverityPriority";
        let stated = |value: &str, label| Stated {
            field: Field::Severity,
            label,
            value: value.to_owned(),
            span: Span::at(0),
            place: Place::Line,
        };
        let (severity, priority) = (Span::new(0, 8), Span::new(8, 16));
        for (one, other, label, expected) in [
            ("SEV-1", "sev 2", severity, true),
            ("SEV-2 (部分)", "SEV2", severity, false),
            ("Severity 1", "SEV-2", severity, true),
            ("P1", "SEV-2", severity, false),
            ("High", "Critical", severity, true),
            ("High", "Critical", priority, false),
            ("High", "high: all users", severity, false),
            ("一级", "二级", severity, true),
        ] {
            let (one, other) = (stated(one, severity), stated(other, label));
            assert_eq!(conflict(&one, &other, source), expected, "{one:?} {other:?}");
        }
    }
}
