//! `--format FORMAT[=FILE]`: what was typed.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error, ValueEnum};

use crate::output::Format;

/// A format and the file it goes to, if one was named.
#[derive(Clone, Debug)]
pub(super) struct FormatAt {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Self::Human => "The lines in question, with carets",
            Self::Short => "One line per finding",
            Self::Markdown => "A table, for a comment or a page",
            Self::Json => "For programs",
            Self::Jsonl => "For programs, an object on each line",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Github => "Annotations and a step summary, for GitHub Actions",
            Self::Gitlab => "A code quality report, for GitLab",
            Self::Junit => "JUnit XML, for build servers",
            Self::Checkstyle => "Checkstyle XML, for build servers",
            Self::Rdjson => "For reviewdog, with suggestions",
        }))
    }
}

/// Reads a [`FormatAt`]; the names of formats are checked, offered and listed as everywhere else.
#[derive(Clone)]
pub(super) struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = FormatAt;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, Error> {
        let Some(text) = value.to_str() else {
            return Err(Error::new(ErrorKind::InvalidUtf8).with_cmd(command));
        };
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let formats = EnumValueParser::<Format>::new();
        let format = formats.parse_ref(command, arg, OsStr::new(name))?;
        if file == Some("") {
            let message = format!("no file is named; write `--format {name}=FILE`\n");
            return Err(Error::raw(ErrorKind::InvalidValue, message).with_cmd(command));
        }
        Ok(FormatAt { format, file: file.map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<PossibleValue> =
            Format::ALL.iter().filter_map(Format::to_possible_value).collect();
        Some(Box::new(values.into_iter()))
    }
}
