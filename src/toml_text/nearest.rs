//! "Did you mean": the known word that is nearest to an unknown one.

/// The longest word, in characters, that is compared at all.
const LONGEST: usize = 64;

/// The most characters that may differ.
const FARTHEST: usize = 3;

/// The candidate nearest to a word: at most a third of its characters changed, and at least one kept;
/// or one that the word is the beginning of.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).clamp(1, FARTHEST).min(length.saturating_sub(1));
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            *distance <= allowed || (length >= 3 && candidate.starts_with(&word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_words() {
        let known = ["template", "timezone", "fail-on", "sla"];
        for (word, expected) in [
            ("tempalte", Some("template")),
            ("fail_on", Some("fail-on")),
            ("SLA", Some("sla")),
            ("slo", Some("sla")),
            ("temp", Some("template")),
            ("x", None),
            ("", None),
            ("severity", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
        assert_eq!(nearest(&"a".repeat(1_000_000), known), None);
    }
}
