//! Taking a value as the type that it is to be.

use toml::Spanned;
use toml::de::DeValue;

use super::table::Table;
use super::{At, Problem, Problems, shown};
use crate::span::Span;

/// A value that is to be of some type.
#[derive(Clone, Copy)]
pub(crate) struct Value<'t, 'p> {
    node: &'t Spanned<DeValue<'t>>,
    problems: &'p Problems,
}

impl<'t, 'p> Value<'t, 'p> {
    /// A value of the tree.
    pub(super) fn new(node: &'t Spanned<DeValue<'t>>, problems: &'p Problems) -> Self {
        Self { node, problems }
    }

    /// The bytes it stands on.
    pub(crate) fn span(self) -> Span {
        self.node.span().into()
    }

    /// Where problems go.
    pub(crate) fn problems(self) -> &'p Problems {
        self.problems
    }

    /// A string.
    pub(crate) fn string(self) -> Option<At<&'t str>> {
        match self.node.get_ref() {
            DeValue::String(text) => Some(At { value: text, span: self.span() }),
            other => self.expected(("a string", "字符串"), quoted(other)),
        }
    }

    /// A string, with an example to write where it is something else.
    pub(crate) fn string_such_as(self, example: &str) -> Option<At<&'t str>> {
        match self.node.get_ref() {
            DeValue::String(_) => self.string(),
            _ => self.expected(("a string", "字符串"), Some(format!("\"{example}\""))),
        }
    }

    /// A list of strings.
    pub(crate) fn strings(self) -> Option<Vec<At<&'t str>>> {
        match self.node.get_ref() {
            DeValue::Array(items) => {
                Some(items.iter().filter_map(|node| Self { node, ..self }.string()).collect())
            }
            DeValue::String(text) => self.expected(
                ("a list of strings", "字符串列表"),
                Some(format!("[\"{}\"]", shown(text))),
            ),
            _ => self.expected(("a list of strings", "字符串列表"), None),
        }
    }

    /// A string, or a list of strings where one is not enough.
    pub(crate) fn one_or_more_strings(self, example: &str) -> Option<Vec<At<&'t str>>> {
        match self.node.get_ref() {
            DeValue::Array(items) if !items.is_empty() => self.strings(),
            _ => self.string_such_as(example).map(|text| vec![text]),
        }
    }

    /// A boolean.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.node.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            DeValue::String(text) if matches!(text.as_ref(), "true" | "false") => {
                self.expected(("a boolean", "布尔值"), Some(text.to_string()))
            }
            _ => self.expected(("a boolean", "布尔值"), None),
        }
    }

    /// A whole number from 0 to 4,294,967,295.
    pub(crate) fn number(self) -> Option<u32> {
        match self.node.get_ref() {
            DeValue::Integer(digits) => {
                let number = u32::from_str_radix(digits.as_str(), digits.radix()).ok();
                if number.is_none() {
                    let (pick, digits) = (self.problems, shown(&digits.to_string()));
                    let message = pick.pick(
                        || format!("`{digits}` is out of range"),
                        || format!("`{digits}` 超出范围"),
                    );
                    self.problems.push(Problem::new(self.span(), message));
                }
                number
            }
            _ => self.expected(("an integer", "整数"), None),
        }
    }

    /// A table.
    pub(crate) fn table(self) -> Option<Table<'t, 'p>> {
        match self.node.get_ref() {
            DeValue::Table(entries) => Some(Table::new(entries, self.span(), self.problems)),
            _ => self.expected(("a table", "表"), None),
        }
    }

    /// The tables of an array of tables called `name`.
    pub(crate) fn tables(self, name: &str) -> Option<Vec<Table<'t, 'p>>> {
        let what = ("a list of tables", "表的列表");
        match self.node.get_ref() {
            DeValue::Array(items) => {
                Some(items.iter().filter_map(|node| Self { node, ..self }.table()).collect())
            }
            DeValue::Table(_) => self.expected(what, Some(format!("[[{name}]]"))),
            _ => self.expected(what, None),
        }
    }

    /// Reports the wrong type.
    fn expected<T>(self, what: (&str, &str), write: Option<String>) -> Option<T> {
        let found = kind(self.node.get_ref());
        let message = self.problems.pick(
            || format!("expected {}, found {}", what.0, found.0),
            || format!("应为{}，实为{}", what.1, found.1),
        );
        let mut problem = Problem::new(self.span(), message);
        if let Some(text) = write {
            problem = problem.help(
                self.problems.pick(|| format!("write `{text}`"), || format!("写成 `{text}`")),
            );
        }
        self.problems.push(problem);
        None
    }
}

fn kind(value: &DeValue<'_>) -> (&'static str, &'static str) {
    match value {
        DeValue::String(_) => ("a string", "字符串"),
        DeValue::Integer(_) => ("an integer", "整数"),
        DeValue::Float(_) => ("a float", "浮点数"),
        DeValue::Boolean(_) => ("a boolean", "布尔值"),
        DeValue::Datetime(_) => ("a date-time", "日期时间"),
        DeValue::Array(items) if items.is_empty() => ("an empty list", "空列表"),
        DeValue::Array(_) => ("a list", "列表"),
        DeValue::Table(_) => ("a table", "表"),
    }
}

/// A scalar as the string that was probably meant.
fn quoted(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Integer(number) => Some(format!("\"{}\"", shown(number.as_str()))),
        DeValue::Float(number) => Some(format!("\"{}\"", shown(number.as_str()))),
        DeValue::Boolean(value) => Some(format!("\"{value}\"")),
        DeValue::Datetime(value) => Some(format!("\"{value}\"")),
        _ => None,
    }
}
