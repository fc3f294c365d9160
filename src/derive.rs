//! Drawing up a template from a team's Markdown template, or from good examples of its postmortems.
//!
//! A template drawn up from examples accepts each of them: it is tried on them, and what it would report
//! is no longer asked for, until there is nothing left to report.

use std::collections::HashSet;
use std::sync::Arc;

use crate::config::Settings;
use crate::document::{Outline, labels};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::markdown::{BlockKind, Markdown};
use crate::metric::{Stated, StatedValue};
use crate::postmortem::Postmortem;
use crate::section::Content;
use crate::sketch::{self, MetricSketch, Node, Sketch, is_title};
use crate::source::Source;
use crate::template::{Builtin, MetricSpec, Part, Template};

/// What a document is, to draw up a template from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A template to be filled in: its sections are required even where they are empty, and its lines say
    /// what to write.
    Template,
    /// A postmortem that is finished.
    Example,
}

/// What a document seems to be: a template where there is something to fill in, or nothing is written
/// but headings and names of fields, and no entry of the timeline has a time.
#[must_use]
pub fn kind(source: &Arc<Source>) -> Kind {
    let markdown = Markdown::parse(source.text());
    let base = sketch::base(&[&markdown]);
    let Some(template) = base.template() else { return Kind::Example };
    let read = crate::read(source, &reading_with(&template), true);
    let has_times = read.iter().any(|postmortem| !postmortem.entries.is_empty());
    let unfilled = read.iter().any(|postmortem| !postmortem.placeholders.is_empty());
    let lines = (0..markdown.blocks.len())
        .filter(|&index| !matches!(markdown.blocks[index].kind, BlockKind::Heading(_)))
        .map(|index| markdown.text(index).as_str().trim())
        .filter(|text| text.contains(char::is_alphanumeric));
    let (open, said): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.ends_with([':', '：']));
    let is_form = open.len() >= said.len();
    if !has_times && (unfilled || is_form) { Kind::Template } else { Kind::Example }
}

/// The template of a Markdown template; `None` where nothing in it could be a section.
#[must_use]
pub fn from_template(source: &Source, name: &str) -> Option<Sketch> {
    sketch::of_template(source, name)
}

/// The template that all of some examples follow; `None` where none of them has a section.
///
/// A section that all of them have, with content, is required, and so is a metric that all of them state.
#[must_use]
pub fn from_examples(sources: &[Arc<Source>], name: &str) -> Option<Sketch> {
    let documents: Vec<Markdown> =
        sources.iter().map(|source| Markdown::parse(source.text())).collect();
    let base = sketch::base(&documents.iter().collect::<Vec<_>>());
    let template = base.template()?;
    let settings = reading_with(&template);
    let mut examples = Vec::new();
    let mut nodes = Vec::new();
    for (source, document) in std::iter::zip(sources, &documents) {
        let read = crate::read(source, &settings, true);
        nodes.extend(nodes_of(source, document, base, &template, &read));
        examples.extend(read);
    }
    let entries = || examples.iter().flat_map(|example| &example.entries);
    let mut sketch = Sketch {
        name: name.to_owned(),
        base,
        from: sources.iter().map(|source| source.name().to_owned()).collect(),
        ordered: true,
        backticked: entries().next().is_some() && entries().all(|entry| entry.quoted),
        sections: Vec::new(),
        metrics: metrics(&template, &examples),
        instructions: Vec::new(),
    };
    sketch.set_sections(nodes.iter().map(Vec::as_slice));
    // Without sections of its own the template would have those of its base.
    while !sketch.sections.is_empty() {
        match first_finding(&sketch, sources) {
            Some(wrong) => relax(&mut sketch, &wrong),
            None => return Some(sketch),
        }
    }
    None
}

fn reading_with(template: &Arc<Template>) -> Settings {
    Settings { template: Some(Arc::clone(template)), ..Settings::default() }
}

/// The sections of each postmortem of a document.
fn nodes_of(
    source: &Source,
    markdown: &Markdown,
    base: &'static Builtin,
    template: &Template,
    read: &[Postmortem],
) -> Vec<Vec<Node>> {
    let Some(shape) = base.shape() else { return Vec::new() };
    let outline = Outline::new(markdown, &labels(markdown), &shape.sections, &shape.titles);
    let extents = outline.postmortems(markdown.blocks.len(), template);
    std::iter::zip(extents, read)
        .map(|(extent, postmortem)| {
            let headings = outline.headings.get(extent.headings.clone()).unwrap_or_default();
            let first = extent.headings.start;
            let titled = headings.first().is_some_and(|heading| heading.spec.is_none())
                && read.len() > 1
                && extent.title == Some(first);
            example(source, postmortem, titled || is_title(headings))
        })
        .collect()
}

/// The sections of a finished postmortem.
fn example(source: &Source, postmortem: &Postmortem, titled: bool) -> Vec<Node> {
    let sections = &postmortem.sections;
    let holders: HashSet<usize> = sections.iter().filter_map(|section| section.parent).collect();
    let mut nodes: Vec<Node> = Vec::new();
    let mut places: Vec<Option<usize>> = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let parent = section.parent.and_then(|parent| places.get(parent).copied().flatten());
        let is_day = section.spec.is_none() && section.part == Part::Timeline;
        let is_metric = section.spec.is_none()
            && postmortem.metrics.iter().any(|metric| section.title.contains(metric.name));
        if titled && index == 0 || is_day || is_metric {
            places.push(parent);
            continue;
        }
        let empty = matches!(section.content, Content::Empty) && !holders.contains(&index);
        places.push(Some(nodes.len()));
        nodes.push(Node {
            title: section.name.clone(),
            parent,
            spec: section.spec,
            role: None,
            required: !empty,
            none: match section.content {
                Content::Nothing(word) => vec![source.slice(word).to_owned()],
                _ => Vec::new(),
            },
        });
    }
    nodes
}

/// The metrics that all examples state are required, and no other.
fn metrics(template: &Template, examples: &[Postmortem]) -> Vec<MetricSketch> {
    let stated = |example: &Postmortem, metric: &MetricSpec| {
        let own = |stated: &&Stated| stated.id == metric.id && stated.value != StatedValue::Missing;
        example.metrics.iter().find(own).map(|stated| stated.verdict.is_some())
    };
    let sketch = |metric: &MetricSpec| {
        let verdicts: Option<Vec<bool>> =
            examples.iter().map(|example| stated(example, metric)).collect();
        let required = verdicts.is_some() && !examples.is_empty();
        let all = verdicts.map_or(metric.verdict, |all| all.into_iter().all(|has| has));
        MetricSketch::of(metric, &metric.title, required, all && metric.verdict)
    };
    template.metrics.iter().filter_map(sketch).collect()
}

/// The rules that a template made from a document never breaks in that document.
const KEPT: [&str; 4] = ["missing-section", "misplaced-section", "empty-section", "missing-metric"];

/// The first thing that the template would report about its own examples, with the section that it is
/// about.
fn first_finding(sketch: &Sketch, sources: &[Arc<Source>]) -> Option<Wrong> {
    let template = Arc::new(sketch.template().ok()?);
    let settings = reading_with(&template);
    sources.iter().find_map(|source| {
        let read = crate::read(source, &settings, true);
        let found = crate::lint(source, &read, &settings, Lang::En);
        let finding = found.into_iter().find(|finding| KEPT.contains(&finding.rule))?;
        let missing = read.iter().find_map(|one| one.alignment.missing(&template).next());
        Some(Wrong { rule: finding.rule, section: about(&finding, &read), missing })
    })
}

/// Something that a template would report about its own example.
struct Wrong {
    rule: &'static str,
    /// The template's section that stands where the finding points.
    section: Option<usize>,
    /// The first one that is missing.
    missing: Option<usize>,
}

/// The template's section that a finding points at.
fn about(finding: &Finding, read: &[Postmortem]) -> Option<usize> {
    let labels = std::iter::once(&finding.primary).chain(&finding.related);
    let sections = || read.iter().flat_map(|postmortem| &postmortem.sections);
    labels
        .filter_map(|label| sections().find(|section| section.title == label.span))
        .find_map(|section| section.spec)
}

/// Asks for less, so that something is no longer reported. Each step leaves less to relax: what is
/// required, then the order, then a section.
fn relax(sketch: &mut Sketch, wrong: &Wrong) {
    match (wrong.rule, wrong.missing, wrong.section) {
        ("missing-section", Some(section), _) | ("empty-section", _, Some(section))
            if sketch.sections.get(section).is_some_and(|section| section.required) =>
        {
            sketch.sections[section].required = false;
        }
        ("misplaced-section", _, _) if sketch.ordered => sketch.ordered = false,
        ("misplaced-section", _, Some(section)) => sketch.remove(section),
        ("missing-metric", _, _) if sketch.metrics.iter().any(|metric| metric.required) => {
            sketch.metrics.iter_mut().for_each(|metric| metric.required = false);
        }
        // Never met; a template without sections ends the search whatever is left.
        _ => sketch.sections.clear(),
    }
}
