//! A template drawn up from a document: from a team's Markdown template, or from good examples.
//!
//! A sketch holds what a document can tell of its template: the sections, the metrics, the lines that
//! say what to write. It holds no words: those come from the built-in template that it extends. There is
//! one way from a sketch to a [`Template`], by way of its TOML, so that `template = "TEMPLATE.md"` and the
//! file that `pmlint templates derive` writes for it mean the same.

mod base;
mod instructions;
mod markdown;
mod toml;
mod tree;

use std::path::Path;
use std::sync::Arc;

pub use self::base::base;
pub use self::markdown::{load, of_template};
pub use self::tree::{Node, is_title};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::source::Source;
use crate::template::{Builtin, Template};

/// A template in the making.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// The name of the template.
    pub name: String,
    /// The template that it takes its words from.
    pub base: &'static Builtin,
    /// What it was made from, for the comment at its head.
    pub from: Vec<String>,
    /// Whether the sections belong in this order.
    pub ordered: bool,
    /// Whether time stamps in the timeline belong in backticks.
    pub backticked: bool,
    /// The sections, parents before children.
    pub sections: Vec<SectionSketch>,
    /// The metrics of the base, with what this template makes of them.
    pub metrics: Vec<MetricSketch>,
    /// The lines that say what to write.
    pub instructions: Vec<String>,
}

/// A section of a template in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionSketch {
    /// Its role, unique in the sketch.
    pub role: String,
    /// Its title.
    pub title: String,
    /// Other titles it goes by.
    pub aliases: Vec<String>,
    /// The index of the section it stands under.
    pub parent: Option<usize>,
    /// Whether a document must have it.
    pub required: bool,
    /// Words for an honest "nothing here".
    pub none: Vec<String>,
}

/// What a template in the making does with a metric of its base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricSketch {
    /// Its id.
    pub id: String,
    /// All its names, the template's own first; empty to keep those of the base.
    pub names: Vec<String>,
    /// Whether a document must state it.
    pub required: bool,
    /// Whether a verdict belongs beside it.
    pub verdict: bool,
}

impl Sketch {
    /// The template that it is.
    ///
    /// # Errors
    ///
    /// What is wrong in its TOML, as findings about that. There should be nothing.
    pub fn template(&self) -> Result<Template, Vec<Finding>> {
        let source = Arc::new(Source::new(format!("{}.toml", self.name), self.to_toml()));
        Template::load(&source, Lang::En)
    }

    /// Leaves out a section with all below it.
    pub fn remove(&mut self, index: usize) {
        let mut places: Vec<Option<usize>> = Vec::with_capacity(self.sections.len());
        let mut kept = Vec::with_capacity(self.sections.len());
        for (at, mut section) in self.sections.drain(..).enumerate() {
            let parent = section.parent.map(|parent| places.get(parent).copied().flatten());
            if at == index || parent == Some(None) {
                places.push(None);
            } else {
                places.push(Some(kept.len()));
                section.parent = parent.flatten();
                kept.push(section);
            }
        }
        self.sections = kept;
    }
}

/// Whether a template of this path is written in Markdown.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|it| ["md", "markdown"].iter().any(|md| it.eq_ignore_ascii_case(md)))
}
