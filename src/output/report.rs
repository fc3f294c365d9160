//! One output from its first byte to its last: pieces are rendered anywhere and put in here in order.

use crate::output::github::{Annotation, Kept};
use crate::output::{
    Checked, End, Format, Style, checkstyle, github, gitlab, human, json, jsonl, junit, markdown,
    rdjson, sarif, short,
};

/// The findings of one file, rendered.
#[derive(Debug, Default)]
pub struct Piece {
    text: String,
    annotations: Vec<Annotation>,
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self { text, annotations: Vec::new() }
    }
}

impl Piece {
    /// The text that it adds to an output.
    #[cfg(test)]
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl Format {
    /// Renders the findings of one file.
    #[must_use]
    pub fn render(self, checked: &Checked<'_>, style: &Style<'_>) -> Piece {
        let mut piece = Piece::default();
        let text = &mut piece.text;
        match self {
            Self::Human => {
                human::findings(checked.findings, style.color, text);
                if let Some(pages) = style.pages {
                    *text = pages.link(text);
                }
            }
            Self::Short => short::findings(checked.findings, text),
            Self::Markdown => markdown::file(checked, style, text),
            Self::Json => json::findings(checked.findings, text),
            Self::Jsonl => jsonl::findings(checked.findings, text),
            Self::Sarif => sarif::file(checked, style, text),
            Self::Github => piece.annotations = github::file(checked, style),
            Self::Gitlab => gitlab::file(checked, style, text),
            Self::Junit => junit::file(checked, text),
            Self::Checkstyle => checkstyle::file(checked, style, text),
            Self::Rdjson => rdjson::file(checked, style, text),
        }
        piece
    }
}

/// A whole output in the making.
#[derive(Debug)]
pub struct Report<'a> {
    format: Format,
    style: Style<'a>,
    /// Whether a piece was put in.
    begun: bool,
    kept: Kept,
}

impl<'a> Report<'a> {
    /// An output of a format.
    #[must_use]
    pub fn new(format: Format, style: Style<'a>) -> Self {
        Self { format, style, begun: false, kept: Kept::default() }
    }

    /// Appends what stands before the first piece.
    pub fn begin(&self, out: &mut String) {
        match self.format {
            Format::Human | Format::Short | Format::Jsonl | Format::Github => {}
            Format::Markdown => markdown::begin(out),
            Format::Json => json::begin(out),
            Format::Sarif => sarif::begin(self.style.lang, out),
            Format::Gitlab => gitlab::begin(out),
            Format::Junit => junit::begin(out),
            Format::Checkstyle => checkstyle::begin(out),
            Format::Rdjson => rdjson::begin(out),
        }
    }

    /// Takes the next piece: hands on what can be written by now.
    ///
    /// # Errors
    ///
    /// Those of `write`.
    pub fn take<E>(
        &mut self,
        piece: &Piece,
        mut write: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.kept.take(&piece.annotations);
        if piece.text.is_empty() {
            return Ok(());
        }
        match self.format {
            Format::Markdown if !self.begun => write(markdown::head(self.style.lang))?,
            Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson if self.begun => {
                write(json::SEPARATOR)?;
            }
            _ => {}
        }
        self.begun = true;
        write(&piece.text)
    }

    /// Appends what stands after the last piece.
    pub fn end(&self, end: &End<'_>, out: &mut String) {
        match self.format {
            Format::Human | Format::Short => {
                if let Some(statistics) = end.statistics {
                    statistics.table(self.style.lang, out);
                }
            }
            Format::Markdown => markdown::end(end, self.style.lang, self.begun, out),
            Format::Json => json::end(end, out),
            Format::Jsonl => jsonl::end(end, out),
            Format::Sarif => sarif::end(end, &self.style, out),
            Format::Github => self.kept.write(end, self.style.lang, out),
            Format::Gitlab => gitlab::end(end, &self.style, self.begun, out),
            Format::Junit => junit::end(end, out),
            Format::Checkstyle => checkstyle::end(end, out),
            Format::Rdjson => rdjson::end(end, self.begun, out),
        }
    }

    /// What belongs in the summary of a step of GitHub Actions, in at most `limit` bytes; `None` for
    /// formats that are not for GitHub Actions.
    #[must_use]
    pub fn step_summary(&self, end: &End<'_>, limit: usize) -> Option<String> {
        (self.format == Format::Github).then(|| self.kept.summary(end, self.style.lang, limit))
    }
}
