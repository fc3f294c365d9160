//! From a text to a tree with spans; what is no TOML becomes problems.

use toml::Spanned;
use toml::de::{DeTable, Error};

use super::{At, Problem, Problems, Table, shown};
use crate::source::Source;
use crate::span::Span;

/// A parsed file. `None` where it is not TOML: what could be recovered would only mislead.
///
/// A duplicate key is reported and does not stop reading; the last one counts.
pub(crate) fn parse<R>(
    source: &Source,
    problems: &Problems,
    read: impl FnOnce(Table<'_, '_>) -> R,
) -> Option<R> {
    let (tree, errors) = DeTable::parse_recoverable(source.text());
    let mut broken = false;
    let mut last_line = 0;
    let mut errors: Vec<(Span, Error)> =
        errors.into_iter().map(|error| (place(source, &error), error)).collect();
    errors.sort_by_key(|(span, _)| *span);
    for (span, error) in errors {
        broken |= !is_duplicate(&error);
        let line = source.line(span.start);
        if line != last_line {
            problems.push(describe(source, span, &error, problems));
        }
        last_line = line;
    }
    (!broken).then(|| read(Table::root(tree.get_ref(), problems)))
}

fn place(source: &Source, error: &Error) -> Span {
    let length = source.text().len();
    let range = error.span().unwrap_or(0..0);
    Span::new(range.start.min(length), range.end.min(length))
}

fn is_duplicate(error: &Error) -> bool {
    error.message().starts_with("duplicate key")
}

/// The parser's own words, save for the mistakes that everybody makes.
fn describe(source: &Source, span: Span, error: &Error, problems: &Problems) -> Problem {
    let word = source.slice(span);
    let quoted = shown(word);
    let unquoted = error.message().starts_with("string values must be quoted");
    if is_duplicate(error) {
        let message = problems
            .pick(|| format!("duplicate key `{quoted}`"), || format!("重复的键 `{quoted}`"));
        return Problem::new(span, message)
            .help(problems.pick(|| "remove one of the two".into(), || "删去其中一个".into()));
    }
    if unquoted && word.is_empty() {
        let message = problems.pick(|| "no value after `=`".into(), || "`=` 后缺少值".into());
        return Problem::new(span, message);
    }
    let is_word = word.starts_with(|c: char| c.is_alphabetic());
    if is_word && (unquoted || error.message().starts_with("invalid")) {
        let message = problems.pick(|| "text without quotes".into(), || "字符串没有加引号".into());
        let help =
            problems.pick(|| format!("write `\"{quoted}\"`"), || format!("写成 `\"{quoted}\"`"));
        return Problem::new(span, message).help(help);
    }
    let message = error.message();
    Problem::new(
        span,
        problems.pick(
            || format!("not valid TOML: {message}"),
            || format!("不是有效的 TOML：{message}"),
        ),
    )
}

/// The key of an entry of the tree.
pub(super) fn key<'t>(key: &'t Spanned<toml::de::DeString<'t>>) -> At<&'t str> {
    At { value: key.get_ref().as_ref(), span: key.span().into() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::lang::Lang;
    use crate::toml_text::tests::told;

    fn problems(text: &str, lang: Lang) -> Vec<String> {
        let source = Arc::new(Source::new("t.toml", text));
        let problems = Problems::new(&source, lang);
        parse(&source, &problems, |_| ());
        told(&problems.into_findings())
    }

    #[test]
    fn what_is_no_toml_is_told_once_a_line() {
        for (text, expected) in [
            ("a = infra-zh", vec!["text without quotes [infra-zh]"]),
            ("时间 = 1", vec!["text without quotes [时间]"]),
            ("a =\nb = 1", vec!["no value after `=` []"]),
            ("a = 1\na = 2", vec!["duplicate key `a` [a]"]),
            ("[sla\nx = 1", vec!["not valid TOML: unclosed table, expected `]` []"]),
            (
                "a = yes\nb = 'x' 'y'",
                vec![
                    "text without quotes [yes]",
                    "not valid TOML: unexpected key or value, expected newline, `#` []",
                ],
            ),
            ("", vec![]),
        ] {
            assert_eq!(problems(text, Lang::En), expected, "{text}");
        }
        assert_eq!(problems("a = 1\na = 2", Lang::Zh), ["重复的键 `a` [a]"]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(problems(&deep, Lang::En).len(), 1);
        let dotted = format!("[{}a]", "a.".repeat(100_000));
        assert_eq!(problems(&dotted, Lang::En).len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in r#"([\[\]{}=.,"'#\n 0-9a-c时-]|\PC){0,60}"#) {
            problems(&text, Lang::En);
        }
    }
}
