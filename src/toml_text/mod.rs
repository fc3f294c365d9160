//! Reading TOML by hand, so that everything wrong in a file is reported at once and underlined.
//!
//! Deserialising stops at the first error and knows no places. Here a file is parsed into a tree
//! with spans; `template` and `config` take the keys they know through a [`Table`], and whatever is
//! wrong becomes a finding of the rule `config`. Nothing here knows what a key means.

mod leaves;
mod nearest;
mod syntax;
mod table;
mod value;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Finding, Label, Severity};
use crate::lang::Lang;
use crate::source::Source;
use crate::span::Span;

pub use self::leaves::Written;
pub(crate) use self::nearest::nearest;
pub(crate) use self::syntax::parse;
pub(crate) use self::table::Table;
pub(crate) use self::value::Value;

/// More words than fit in a line of help.
const LONG: usize = 12;

/// The id of the rule that all findings about configuration files belong to.
pub(crate) const RULE: &str = "config";

/// A value of a TOML file and the bytes it stands on; a string's include its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// Something wrong in a TOML file.
pub(crate) struct Problem {
    span: Span,
    message: String,
    related: Option<(Span, String)>,
    help: Option<String>,
}

impl Problem {
    /// A problem at a place. The message is one line, lower case, without a full stop.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), related: None, help: None }
    }

    /// Points at a second place of the same file.
    pub(crate) fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related = Some((span, message.into()));
        self
    }

    /// Says what to write, beginning with a verb.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What is wrong in one TOML file, collected while it is read.
pub(crate) struct Problems {
    source: Arc<Source>,
    lang: Lang,
    trusted: bool,
    found: RefCell<Vec<Finding>>,
}

impl Problems {
    /// No problems yet.
    pub(crate) fn new(source: &Arc<Source>, lang: Lang) -> Self {
        Self { source: Arc::clone(source), lang, trusted: false, found: RefCell::default() }
    }

    /// No problems, in a file that is part of the program: what takes long to check is left to the
    /// tests.
    pub(crate) fn trusting(source: &Arc<Source>) -> Self {
        Self { trusted: true, ..Self::new(source, Lang::default()) }
    }

    /// Whether the file is part of the program.
    pub(crate) fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// The file.
    pub(crate) fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The language of messages.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The one of two texts that is in the language of messages.
    pub(crate) fn pick(&self, en: impl FnOnce() -> String, zh: impl FnOnce() -> String) -> String {
        self.lang.pick(en, zh)
    }

    /// Takes a problem.
    pub(crate) fn push(&self, problem: Problem) {
        let label = |span, message| Label::new(&self.source, span, message);
        self.found.borrow_mut().push(Finding {
            rule: RULE,
            severity: Severity::Error,
            message: problem.message,
            primary: label(problem.span, String::new()),
            related: problem.related.into_iter().map(|(span, text)| label(span, text)).collect(),
            absent: None,
            help: problem.help,
            fix: None,
        });
    }

    /// Takes findings about another file that this one refers to.
    pub(crate) fn adopt(&self, findings: Vec<Finding>) {
        self.found.borrow_mut().extend(findings);
    }

    /// Reports a word that is none of the known ones, with the nearest of them and the list.
    ///
    /// `what` names the kind of word in both languages: `("rule", "规则")`.
    pub(crate) fn unknown(&self, what: (&str, &str), word: At<&str>, known: &[&str]) {
        let shown = shown(word.value);
        let near = nearest(word.value, known.iter().copied());
        let message = match near {
            Some(near) => self.pick(
                || format!("unknown {} `{shown}`; did you mean `{near}`?", what.0),
                || format!("未知的{} `{shown}`，是否想写 `{near}`？", what.1),
            ),
            None => self.pick(
                || format!("unknown {} `{shown}`", what.0),
                || format!("未知的{} `{shown}`", what.1),
            ),
        };
        let mut problem = Problem::new(word.span, message);
        // A long list hides the one word that is meant.
        problem = match near {
            Some(near) if known.len() > LONG => {
                problem.help(self.pick(|| format!("write `{near}`"), || format!("改成 `{near}`")))
            }
            _ if known.is_empty() => problem,
            _ => problem.help(self.one_of(known)),
        };
        self.push(problem);
    }

    /// "use one of …", for the help of a finding.
    pub(crate) fn one_of(&self, words: &[&str]) -> String {
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        self.pick(
            || format!("use one of {}", quoted.join(", ")),
            || format!("可用的有 {}", quoted.join("、")),
        )
    }

    /// The place of a part of a string, given by its bytes within the value; the whole string where
    /// it was written with escapes.
    pub(crate) fn inside(&self, text: At<&str>, part: Range<usize>) -> Span {
        let written = self.source.slice(text.span);
        let quote = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
        let inner = written.get(quote..written.len().saturating_sub(quote));
        if inner == Some(text.value) {
            let start = text.span.start + quote;
            Span::new(start + part.start, start + part.end)
        } else {
            text.span
        }
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// The findings: those of this file in its order, then those of others.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|finding| {
            let elsewhere = !Arc::ptr_eq(&finding.primary.source, &self.source);
            (elsewhere, if elsewhere { Span::at(0) } else { finding.primary.span })
        });
        found
    }
}

/// A word of the file as it may stand in a message: on one line and not too long.
pub(crate) fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    let mut chars = word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let mut text: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Findings as `message [underlined text]`, for tables of expectations.
    pub(crate) fn told(findings: &[Finding]) -> Vec<String> {
        let line = |finding: &Finding| {
            let place = finding.primary.source.slice(finding.primary.span);
            format!("{} [{place}]", finding.message)
        };
        findings.iter().map(line).collect()
    }

    #[test]
    fn words_in_messages_stay_on_one_line() {
        assert_eq!(shown("a\nb"), "a\u{fffd}b");
        assert_eq!(shown(&"复".repeat(61)), format!("{}…", "复".repeat(60)));
    }

    #[test]
    fn a_part_of_a_string_is_found_unless_it_was_escaped() {
        let text = "'a b' \"a b\" '''a b''' \"a\\u0020b\"";
        let source = Arc::new(Source::new("t.toml", text));
        let problems = Problems::new(&source, Lang::En);
        for (range, expected) in
            [(0..5, "b"), (6..11, "b"), (12..21, "b"), (22..32, "\"a\\u0020b\"")]
        {
            let at = At { value: "a b", span: Span::from(range) };
            assert_eq!(source.slice(problems.inside(at, 2..3)), expected);
        }
    }
}
