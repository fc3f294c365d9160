//! What a comment says: the rules it silences and why, or what is wrong with it.

use crate::span::Span;

/// What silences rules for a block or a line.
const IGNORE: &str = "pmlint-ignore";
/// What silences rules for a file.
const IGNORE_FILE: &str = "pmlint-ignore-file";
/// The name that such comments begin with.
const NAME: &str = "pmlint";
/// The words for the same in comments of other programs.
const VERBS: [&str; 3] = ["ignore", "disable", "suppress"];
/// What ends the list of rules; the wide one comes with Chinese input.
const COLONS: [char; 2] = [':', '：'];
/// What stands between two rules.
const COMMAS: [char; 3] = [',', '，', '、'];

/// A comment that looks like a suppression and silences nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub problem: Problem,
    /// The words in question.
    pub span: Span,
    /// All that stands between the marks of the comment.
    pub comment: Span,
}

/// What is wrong with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It begins with another word than the two that are known: `pmlint-disable`.
    OtherWord,
    /// It names no rule.
    NoRule,
    /// It gives no reason.
    NoReason,
    /// It has no end, so that it hides the rest of the document.
    NoEnd,
}

/// A comment that can be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// Whether it holds for the whole file.
    pub(super) file: bool,
    /// The words that should be rules, each with its place.
    pub(super) rules: Vec<(String, Span)>,
    pub(super) reason: String,
}

/// Whether a text may have such a comment.
pub(super) fn may_be_in(text: &str) -> bool {
    let mut places = memchr::memmem::find_iter(text.as_bytes(), "<!--");
    places.any(|at| {
        let inner = text.get(at + "<!--".len()..).unwrap_or_default().trim_start_matches('-');
        let word = inner.trim_start().get(..NAME.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(NAME))
    })
}

/// Reads what stands between the marks of a comment. `None` for one that is not about rules.
pub(super) fn read(text: &str, inner: Span) -> Option<Result<Comment, Malformed>> {
    let whole = text.get(inner.range())?;
    // Some write comments with three dashes: `<!--- … --->`.
    let start = whole.trim_start().trim_start_matches('-').trim_start();
    let start = whole.len() - start.len();
    let word = whole.get(start..)?;
    let length = word.find(|c| !is_of_word(c)).unwrap_or(word.len());
    let (word, rest) = word.split_at_checked(length)?;
    let at = |range: std::ops::Range<usize>| {
        Span::new(inner.start + range.start, inner.start + range.end)
    };
    let wrong = |problem, span| Some(Err(Malformed { problem, span, comment: inner }));
    let after = start + length;
    if word != IGNORE && word != IGNORE_FILE {
        let end = other_word(word, rest)?;
        return wrong(Problem::OtherWord, at(start..after + end));
    }
    if !text.get(inner.end..).is_some_and(|rest| rest.starts_with("-->")) {
        return wrong(Problem::NoEnd, at(start..after));
    }
    let (names, reason) = rest.split_once(COLONS).unwrap_or((rest, ""));
    let rules: Vec<(String, Span)> = words(names)
        .map(|(offset, name)| {
            let from = after + offset;
            (name.to_owned(), at(from..from + name.len()))
        })
        .collect();
    let reason = reason.trim_end().trim_end_matches('-');
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if rules.is_empty() {
        wrong(Problem::NoRule, at(start..after))
    } else if !reason.contains(char::is_alphanumeric) {
        let end = after + names.trim_end().len();
        wrong(Problem::NoReason, at(start..end))
    } else {
        Some(Ok(Comment { file: word == IGNORE_FILE, rules, reason }))
    }
}

/// The words of a list, each with its offset.
fn words(list: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    list.split(COMMAS).filter_map(move |part| {
        let start = at + (part.len() - part.trim_start().len());
        // The comma behind it may be a wide one.
        let after = list.get(at + part.len()..).and_then(|rest| rest.chars().next());
        at += part.len() + after.map_or(0, char::len_utf8);
        let name = part.trim();
        (!name.is_empty()).then_some((start, name))
    })
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// How far behind a word the wrong one goes on, where a comment begins with another word for ignoring:
/// `pmlint-disable`, `PMLINT-IGNORE`, `pmlint: ignore`. `None` where it does not.
fn other_word(word: &str, rest: &str) -> Option<usize> {
    let plain = word.to_ascii_lowercase().replace(['_', '.'], "-");
    if plain.starts_with("pmlint-") {
        return Some(0);
    }
    if plain != NAME {
        return None;
    }
    let next = rest.trim_start().trim_start_matches(COLONS).trim_start();
    let length = next.find(|c| !is_of_word(c)).unwrap_or(next.len());
    let verb = next.get(..length)?.to_ascii_lowercase();
    let verb = verb.split(['-', '_']).next().unwrap_or_default();
    VERBS.contains(&verb).then(|| rest.len() - next.len() + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(inner: &str) -> Option<Result<Comment, Malformed>> {
        let text = format!("<!--{inner}-->");
        read(&text, Span::new(4, 4 + inner.len()))
    }

    #[test]
    fn rules_and_reason_are_read() {
        for (inner, file, rules, reason) in [
            (" pmlint-ignore a-b: why ", false, &["a-b"][..], "why"),
            ("pmlint-ignore a-b:why", false, &["a-b"], "why"),
            (" pmlint-ignore-file a, b , c: one: two ", true, &["a", "b", "c"], "one: two"),
            (
                " pmlint-ignore a，b、c：按客户第一次来电计 ",
                false,
                &["a", "b", "c"],
                "按客户第一次来电计",
            ),
            ("\npmlint-ignore\n  a:\n  two\n  lines\n", false, &["a"], "two lines"),
            ("- pmlint-ignore a: why -", false, &["a"], "why"),
            (" pmlint-ignore a b: why ", false, &["a b"], "why"),
            (" pmlint-ignore a,, b: why ", false, &["a", "b"], "why"),
        ] {
            let comment = read_all(inner).expect("ours").expect("well formed");
            assert_eq!((comment.file, comment.reason.as_str()), (file, reason), "{inner}");
            let text = format!("<!--{inner}-->");
            for (word, span) in &comment.rules {
                assert_eq!(text.get(span.range()), Some(word.as_str()), "{inner}");
            }
            let words: Vec<&str> = comment.rules.iter().map(|(word, _)| word.as_str()).collect();
            assert_eq!(words, rules, "{inner}");
        }
    }

    #[test]
    fn what_looks_like_one_and_is_none_is_told() {
        use Problem::{NoReason, NoRule, OtherWord};
        for (inner, problem, words) in [
            (" pmlint-ignore metric-mismatch ", NoReason, "pmlint-ignore metric-mismatch"),
            (" pmlint-ignore a, b: ", NoReason, "pmlint-ignore a, b"),
            (" pmlint-ignore a: … ", NoReason, "pmlint-ignore a"),
            (" pmlint-ignore ", NoRule, "pmlint-ignore"),
            (" pmlint-ignore: a: why ", NoRule, "pmlint-ignore"),
            (" pmlint-ignore-file , : why ", NoRule, "pmlint-ignore-file"),
            (" pmlint-disable a: why ", OtherWord, "pmlint-disable"),
            (" pmlint-ignore-next-line a: why ", OtherWord, "pmlint-ignore-next-line"),
            (" PMLINT_IGNORE a: why ", OtherWord, "PMLINT_IGNORE"),
            (" pmlint: ignore a: why ", OtherWord, "pmlint: ignore"),
            (" pmlint disable-line a ", OtherWord, "pmlint disable-line"),
        ] {
            let malformed = read_all(inner).expect("ours").expect_err(inner);
            let text = format!("<!--{inner}-->");
            assert_eq!(malformed.problem, problem, "{inner}");
            assert_eq!(text.get(malformed.span.range()), Some(words), "{inner}");
        }
    }

    #[test]
    fn other_comments_are_left_alone() {
        for inner in [
            "",
            " pmlint: detected ",
            " pmlint: keep ",
            " pmlint ignores this ",
            " see pmlint-ignore ",
        ] {
            assert_eq!(read_all(inner), None, "{inner}");
        }
    }

    #[test]
    fn a_comment_without_an_end_is_told() {
        let text = "<!-- pmlint-ignore a: why\n\n# all of this is hidden\n";
        let found = read(text, Span::new(4, text.len())).expect("ours").expect_err("no end");
        assert_eq!(found.problem, Problem::NoEnd);
    }
}
