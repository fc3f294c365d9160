//! The sections of a built-in template, read without the rest of it.
//!
//! Where no configuration names a template, a document is compared with the sections of all of them,
//! and only the one that fits is read as a whole: its words are ten times as much text.

use std::sync::Arc;

use super::{SectionSpec, builtin, sections};
use crate::source::Source;
use crate::title::Titles;
use crate::toml_text::{self, At, Problems, Table, Value};

/// The sections of a template: all that it takes to see whether a document follows it.
#[derive(Debug)]
pub struct Shape {
    /// The sections, parents before children, in the template's order.
    pub sections: Vec<SectionSpec>,
    /// Their titles, ready to look up.
    pub titles: Titles,
    /// The main language of the template's documents.
    pub language: String,
    /// What titles are numbered with beside digits.
    pub(super) numbering: String,
}

impl Shape {
    /// Reads the sections of a template that comes with pmlint, where they stand before all else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let source = Arc::new(Source::new("template.toml", head(text)));
        let problems = Problems::trusting(&source);
        toml_text::parse(&source, &problems, |root| Self::of(root, &problems))
    }

    fn of(mut root: Table<'_, '_>, problems: &Problems) -> Self {
        let parent = root.value("extends").and_then(Value::string);
        let parent = parent.and_then(|name| builtin::shape(name.value));
        let own = |text: Option<At<&str>>| text.map(|text| text.value.to_owned());
        let language = own(root.string("language")).or_else(|| Some(parent?.language.clone()));
        let numbering = own(root.string("numbering")).or_else(|| Some(parent?.numbering.clone()));
        let numbering = numbering.unwrap_or_default();
        let sections = sections::read(root.tables("section"), problems);
        let titles = titles(&sections, &numbering);
        Self { sections, titles, language: language.unwrap_or_default(), numbering }
    }
}

/// The titles of sections, ready to look up.
pub(super) fn titles(sections: &[SectionSpec], numbering: &str) -> Titles {
    let titles = sections.iter().enumerate().flat_map(|(index, section)| {
        let aliases = section.aliases.iter().map(String::as_str);
        std::iter::once(section.title.as_str()).chain(aliases).map(move |title| (title, index))
    });
    Titles::new(titles, numbering.chars())
}

/// The text up to the first table that is no section.
fn head(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') && !line.starts_with("[[section]]") {
            break;
        }
        end += line.len();
    }
    text.get(..end).unwrap_or(text)
}
