//! Findings as a person reads them: the lines in question, carets under the words, what to do.

use std::sync::{Arc, LazyLock};

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity as Shade};
use codespan_reporting::term::termcolor::Ansi;
use codespan_reporting::term::{
    Config, Styles, StylesWriter, emit_to_io_write, emit_to_write_style,
};

use crate::finding::{Finding, Severity};
use crate::output::excerpt::Excerpts;
use crate::output::sanitize::visible;
use crate::output::short;
use crate::source::Source;
use crate::span::Span;

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
static STYLES: LazyLock<Styles> = LazyLock::new(Styles::default);

/// How many further places of a finding are drawn: nobody reads more, and each has a line of its own.
const MOST_RELATED: usize = 20;

/// Appends findings, each followed by an empty line.
pub(super) fn findings(findings: &[Finding], color: bool, out: &mut String) {
    for finding in findings {
        draw(finding, color, out);
    }
}

fn draw(finding: &Finding, color: bool, out: &mut String) {
    // The primary label goes first: texts are drawn in the order they are first mentioned.
    let drawn = finding.related.iter().take(MOST_RELATED);
    let labels = std::iter::once(&finding.primary).chain(drawn);
    let places: Vec<(&Arc<Source>, Span)> =
        labels.clone().map(|label| (&label.source, label.span)).collect();
    let (excerpts, ranges) = Excerpts::new(&places);
    let labels = labels.zip(ranges).enumerate().map(|(index, (label, (file, range)))| {
        let style = if index == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
        Label::new(style, file, range).with_message(visible(&label.message))
    });
    let diagnostic = Diagnostic::new(shade(finding.severity))
        .with_code(finding.rule)
        .with_message(visible(&finding.message))
        .with_labels(labels.collect())
        .with_notes_iter(more(finding))
        .with_notes_iter(finding.help.as_deref().map(|help| format!("help: {}", lines(help))));

    let mut drawn = Vec::new();
    let result = if color {
        let mut writer = StylesWriter::new(Ansi::new(&mut drawn), &STYLES);
        emit_to_write_style(&mut writer, &CONFIG, &excerpts, &diagnostic)
    } else {
        emit_to_io_write(&mut drawn, &CONFIG, &excerpts, &diagnostic)
    };
    match (result, String::from_utf8(drawn)) {
        (Ok(()), Ok(drawn)) => {
            for line in drawn.lines() {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        // Better on one line than not at all.
        _ => short::finding(finding, out),
    }
}

/// What to say about the places that are not drawn.
fn more(finding: &Finding) -> Option<String> {
    let next = finding.related.get(MOST_RELATED)?;
    let count = finding.related.len() - MOST_RELATED;
    let place = next.source.position(next.span.start);
    Some(format!("more: {count} places, the next at {}:{}", place.line, place.column))
}

/// A text of several lines, each safe to show.
fn lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn shade(severity: Severity) -> Shade {
    match severity {
        Severity::Note => Shade::Note,
        Severity::Warning => Shade::Warning,
        Severity::Error => Shade::Error,
    }
}
