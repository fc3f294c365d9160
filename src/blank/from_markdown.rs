//! A new postmortem from a team's Markdown template: the file as it is, with the title and the date put in
//! where it is evident that they belong there.

use super::{Incident, one_line};
use crate::document::{Outline, labels};
use crate::label::{Field, Meaning};
use crate::markdown::{BlockKind, Markdown};
use crate::sketch::is_title;
use crate::span::Span;
use crate::template::Template;
use crate::text::Text;

/// The text of the template's file, with what is known of the incident.
pub(super) fn text(template: &Template, incident: Incident<'_>) -> String {
    let source = template.source.text();
    let markdown = Markdown::parse(source);
    let mut edits: Vec<(Span, String)> = Vec::new();
    let title = incident.title.map(one_line).filter(|title| !title.is_empty());
    if let Some((title, span)) = title.zip(title_place(template, &markdown)) {
        edits.push((span, title));
    }
    let date = incident.date.format("%Y-%m-%d").to_string();
    let places = (0..markdown.blocks.len())
        .filter(|&block| !matches!(markdown.blocks[block].kind, BlockKind::Opaque))
        .flat_map(|block| markdown.text(block).lines())
        .filter_map(|line| date_place(template, line));
    edits.extend(places.map(|span| (span, date.clone())));
    edits.sort_by_key(|(span, _)| span.start);
    let mut out = source.to_owned();
    for (span, text) in edits.into_iter().rev() {
        out.replace_range(span.range(), &text);
    }
    out
}

/// The heading that is to hold the title: the one above the sections, where it has something to fill in.
fn title_place(template: &Template, markdown: &Markdown) -> Option<Span> {
    let outline = Outline::new(markdown, &labels(markdown), &template.sections, template.titles());
    let first = is_title(&outline.headings).then(|| outline.headings.first()).flatten()?;
    let line = markdown.text(first.block).trim();
    let words = &template.placeholders;
    let places = words.find(line.as_str());
    match places.as_slice() {
        // `# Postmortem: {title}`
        [place] => Some(line.source(place.clone())),
        [] if words.is_word(line.as_str()) => Some(line.span()),
        _ => None,
    }
}

/// The date in a line that gives the date of the incident, where it is still open.
fn date_place(template: &Template, line: Text<'_>) -> Option<Span> {
    let (name, value) = line.as_str().split_once([':', '：'])?;
    let is_date = template.labels().find(name).contains(&Meaning::Field(Field::Date));
    let value_start = line.as_str().len() - value.len();
    let places = template.placeholders.find(value);
    let [place] = places.as_slice() else { return None };
    // A time beside it stays open.
    let open = value.get(place.clone())?;
    let is_day = open.chars().filter(char::is_ascii_alphabetic).count() == "YYYYMMDD".len();
    let span = line.source(value_start + place.start..value_start + place.end);
    (is_date && is_day).then_some(span)
}
