//! Taking the keys of a table one by one.

use toml::de::DeTable;

use super::syntax::key;
use super::value::Value;
use super::{At, Problem, Problems};
use crate::span::Span;

/// A table of a TOML file. Keys that were never asked for are unknown: see [`Table::finish`].
#[must_use = "call `finish` to report unknown keys"]
pub(crate) struct Table<'t, 'p> {
    entries: &'t DeTable<'t>,
    header: Span,
    known: Vec<&'static str>,
    problems: &'p Problems,
}

impl<'t, 'p> Table<'t, 'p> {
    /// The whole file.
    pub(super) fn root(entries: &'t DeTable<'t>, problems: &'p Problems) -> Self {
        Self::new(entries, Span::at(0), problems)
    }

    /// A table with a header, or in braces.
    pub(super) fn new(entries: &'t DeTable<'t>, header: Span, problems: &'p Problems) -> Self {
        Self { entries, header, known: Vec::new(), problems }
    }

    /// Where the table begins: its header, or its braces.
    pub(crate) fn header(&self) -> Span {
        self.header
    }

    /// The keys and values as they were parsed.
    pub(super) fn entries(&self) -> &'t DeTable<'t> {
        self.entries
    }

    /// Where problems go.
    pub(crate) fn problems(&self) -> &'p Problems {
        self.problems
    }

    /// The value of a key.
    pub(crate) fn value(&mut self, name: &'static str) -> Option<Value<'t, 'p>> {
        self.known.push(name);
        let node = self.entries.get(name)?;
        Some(Value::new(node, self.problems))
    }

    /// The value of a key that must be there.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<Value<'t, 'p>> {
        let value = self.value(name);
        if value.is_none() {
            self.missing(name);
        }
        value
    }

    /// Reports that a key is absent.
    pub(crate) fn missing(&self, name: &str) {
        let pick = |en, zh| self.problems.pick(|| en, || zh);
        self.problems.push(
            Problem::new(
                self.header,
                pick(format!("missing key `{name}`"), format!("缺少键 `{name}`")),
            )
            .help(pick(format!("write `{name} = …` below"), format!("在下面写上 `{name} = …`"))),
        );
    }

    /// The string of a key.
    pub(crate) fn string(&mut self, name: &'static str) -> Option<At<&'t str>> {
        self.value(name)?.string()
    }

    /// The list of strings of a key; what in it is no string is reported and left out.
    pub(crate) fn strings(&mut self, name: &'static str) -> Option<Vec<At<&'t str>>> {
        self.value(name)?.strings()
    }

    /// The boolean of a key.
    pub(crate) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        self.value(name)?.boolean()
    }

    /// The table of a key.
    pub(crate) fn table(&mut self, name: &'static str) -> Option<Table<'t, 'p>> {
        self.value(name)?.table()
    }

    /// The tables of a key, written `[[name]]`; none where there is no such key.
    pub(crate) fn tables(&mut self, name: &'static str) -> Vec<Table<'t, 'p>> {
        self.value(name).and_then(|value| value.tables(name)).unwrap_or_default()
    }

    /// The entries that were not asked for by name, in the order of the file: the table's keys are
    /// words of the user. There is nothing left for [`Table::finish`] to report.
    pub(crate) fn rest(self) -> Vec<(At<&'t str>, Value<'t, 'p>)> {
        let mut rest: Vec<_> = self
            .entries
            .iter()
            .map(|(name, node)| (key(name), Value::new(node, self.problems)))
            .filter(|(name, _)| !self.known.contains(&name.value))
            .collect();
        rest.sort_by_key(|(name, _)| name.span);
        rest
    }

    /// Reports the keys that were not asked for.
    pub(crate) fn finish(self) {
        let problems = self.problems;
        let mut known = self.known.clone();
        known.sort_unstable();
        for (name, _) in self.rest() {
            problems.unknown(("key", "键"), name, &known);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::toml_text::parse;
    use crate::toml_text::tests::told;

    /// Reads one key of each type and finishes.
    fn problems(text: &str, lang: Lang) -> Vec<(String, Option<String>)> {
        let source = Arc::new(Source::new("t.toml", text));
        let problems = Problems::new(&source, lang);
        parse(&source, &problems, |mut root| {
            root.string("text");
            root.strings("words");
            root.boolean("flag");
            root.value("count").and_then(Value::number);
            if let Some(mut inner) = root.table("inner") {
                inner.required("name").and_then(Value::string);
                inner.finish();
            }
            root.tables("many").into_iter().for_each(Table::finish);
            root.finish();
        });
        let found = problems.into_findings();
        told(&found).into_iter().zip(found.into_iter().map(|finding| finding.help)).collect()
    }

    #[test]
    fn what_is_right_is_silent() {
        let text = "text='a'\nwords=['a','b']\nflag=true\ncount=0x10\n[inner]\nname='x'\n[[many]]\n[[many]]";
        assert_eq!(problems(text, Lang::En), []);
        assert_eq!(problems("", Lang::En), []);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let keys = "use one of `count`, `flag`, `inner`, `many`, `text`, `words`";
        for (text, expected, help) in [
            ("text = 5", "expected a string, found an integer [5]", Some("write `\"5\"`")),
            ("text = 1.50", "expected a string, found a float [1.50]", Some("write `\"1.50\"`")),
            (
                "text = 2021-03-19",
                "expected a string, found a date-time [2021-03-19]",
                Some("write `\"2021-03-19\"`"),
            ),
            ("text = ['a']", "expected a string, found a list [['a']]", None),
            (
                "words = 'a'",
                "expected a list of strings, found a string ['a']",
                Some("write `[\"a\"]`"),
            ),
            ("words = ['a', 1]", "expected a string, found an integer [1]", Some("write `\"1\"`")),
            ("flag = 'true'", "expected a boolean, found a string ['true']", Some("write `true`")),
            ("flag = 'yes'", "expected a boolean, found a string ['yes']", None),
            ("count = -1", "`-1` is out of range [-1]", None),
            (
                "count = 99999999999999999999",
                "`99999999999999999999` is out of range [99999999999999999999]",
                None,
            ),
            ("count = 1.0", "expected an integer, found a float [1.0]", None),
            ("inner = true", "expected a table, found a boolean [true]", None),
            ("[inner]", "missing key `name` [[inner]]", Some("write `name = …` below")),
            (
                "[many]",
                "expected a list of tables, found a table [[many]]",
                Some("write `[[many]]`"),
            ),
            ("wrods = ['a']", "unknown key `wrods`; did you mean `words`? [wrods]", Some(keys)),
            ("\"a\\nb\" = 1", "unknown key `a\u{fffd}b` [\"a\\nb\"]", Some(keys)),
            (
                "inner.nam = 1\ninner.name = 'x'",
                "unknown key `nam`; did you mean `name`? [nam]",
                Some("use one of `name`"),
            ),
        ] {
            let expected = (expected.to_owned(), help.map(str::to_owned));
            assert_eq!(problems(text, Lang::En), [expected], "{text}");
        }
    }

    #[test]
    fn all_problems_come_at_once_in_the_order_of_the_file() {
        let found = problems("zzz = 1\nflag = 1\n[inner]\nname = 2\n[[many]]\nx = 1", Lang::Zh);
        let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "未知的键 `zzz` [zzz]",
                "应为布尔值，实为整数 [1]",
                "应为字符串，实为整数 [2]",
                "未知的键 `x` [x]",
            ]
        );
    }
}
