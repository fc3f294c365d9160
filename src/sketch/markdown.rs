//! A sketch of a team's Markdown template.
//!
//! Its headings are sections, and so are the items that are labels: those that the base knows as
//! sections, and those that say nothing but a name before a colon, or have items below them. All are
//! required, save those that a comment `<!-- pmlint: optional -->` stands behind. What is no section in a
//! document is none here: the title, a heading that is to be filled in (`### {service}`), what stands in
//! the timeline.

use std::collections::HashMap;
use std::sync::Arc;

use super::{MetricSketch, Node, Sketch, base, instructions, is_title};
use crate::document::{Outline, labels};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::markdown::{Block, BlockKind, Markdown};
use crate::source::Source;
use crate::span::Span;
use crate::template::{MetricSpec, Part, Template};
use crate::text::{Style, Text};
use crate::title::key;
use crate::toml_text::{Problem, Problems};

/// Longer labels are sentences.
const LABEL_CHARS: usize = 40;

/// Reads a Markdown file as a template.
///
/// # Errors
///
/// A finding of the rule `config` where nothing in it could be a section.
pub fn load(source: &Arc<Source>, lang: Lang) -> Result<Template, Vec<Finding>> {
    let Some(sketch) = of_template(source, source.name()) else {
        return Err(no_headings(source, lang));
    };
    let mut template = sketch.template()?;
    template.source = Arc::clone(source);
    Ok(template)
}

fn no_headings(source: &Arc<Source>, lang: Lang) -> Vec<Finding> {
    let problems = Problems::new(source, lang);
    let message = if source.text().trim().is_empty() {
        problems.pick(|| "the template is empty".into(), || "模板是空的".into())
    } else {
        problems.pick(
            || "the template has no heading that could be a section".into(),
            || "模板中没有可作为章节的标题".into(),
        )
    };
    problems.push(Problem::new(Span::at(0), message).help(problems.pick(
        || {
            "write a heading for each section, such as `## Timeline`, or name a TOML template"
                .into()
        },
        || "为每个章节写一个标题，例如 `## 时间线`；或改用 TOML 模板".into(),
    )));
    problems.into_findings()
}

/// The sketch of a Markdown template; `None` where nothing in it could be a section.
#[must_use]
pub fn of_template(source: &Source, name: &str) -> Option<Sketch> {
    let markdown = Markdown::parse(source.text());
    let base = base(&[&markdown]);
    let (shape, template) = (base.shape()?, base.template()?);
    let outline = Outline::new(&markdown, &labels(&markdown), &shape.sections, &shape.titles);
    let reader = Reader { source: source.text(), markdown: &markdown, outline, base: &template };
    let metrics = reader.metrics();
    let (mut nodes, owners) = reader.nodes();
    if !reader.outline.headings.iter().any(|heading| heading.part == Part::Metrics) {
        let holder = metrics.values().filter_map(|line| owners.get(line.block).copied().flatten());
        if let Some(node) = holder.min().and_then(|holder| nodes.get_mut(holder)) {
            node.role = Some("metrics");
        }
    }
    let mut sketch = Sketch {
        name: name.to_owned(),
        base,
        from: vec![source.name().to_owned()],
        ordered: true,
        backticked: reader.is_backticked(),
        sections: Vec::new(),
        metrics: metric_sketches(&template, &metrics),
        instructions: Vec::new(),
    };
    sketch.set_sections([nodes.as_slice()]);
    settle(&mut sketch, &markdown);
    if sketch.sections.is_empty() {
        return None;
    }
    sketch.instructions = instructions::of(&sketch, source.text(), &markdown);
    Some(sketch)
}

/// Leaves out sections that would not be found again where the template itself has them.
fn settle(sketch: &mut Sketch, markdown: &Markdown) {
    while let Ok(template) = sketch.template() {
        let outline =
            Outline::new(markdown, &labels(markdown), &template.sections, template.titles());
        let is_found = |spec| outline.headings.iter().any(|heading| heading.spec == Some(spec));
        match (0..sketch.sections.len()).rev().find(|&spec| !is_found(spec)) {
            Some(spec) => sketch.remove(spec),
            None => return,
        }
    }
}

/// A line of the template that asks for a metric.
struct MetricLine {
    block: usize,
    name: String,
    /// Whether a verdict stands beside it; `None` where nothing does.
    verdict: Option<bool>,
}

struct Reader<'a> {
    source: &'a str,
    markdown: &'a Markdown,
    outline: Outline,
    base: &'a Template,
}

impl Reader<'_> {
    /// The sections, in document order, and the one around each block.
    fn nodes(&self) -> (Vec<Node>, Vec<Option<usize>>) {
        let headings = &self.outline.headings;
        let untitled = usize::from(is_title(headings) || self.first_is_unfilled());
        let mut nodes: Vec<Node> = Vec::new();
        // Of each heading its node, and whether all below it is left out.
        let mut places: Vec<(Option<usize>, bool)> = Vec::with_capacity(headings.len());
        let mut labels: Vec<(usize, usize)> = Vec::new();
        let mut owners = Vec::with_capacity(self.markdown.blocks.len());
        for (index, block) in self.markdown.blocks.iter().enumerate() {
            labels.retain(|&(_, depth)| depth < block.depth);
            let own = headings.get(places.len()).filter(|heading| heading.block == index);
            if let Some(heading) = own {
                let around = heading.parent.and_then(|parent| places.get(parent).copied());
                let (parent, out) = around.unwrap_or((None, false));
                let text = self.markdown.text(index).slice(heading.title.clone());
                let is_day = heading.spec.is_none() && heading.part == Part::Timeline;
                let out = out || is_day || self.is_unfilled(text);
                if places.len() < untitled {
                    places.push((None, false));
                } else if out || self.metric(text.as_str()).is_some() {
                    places.push((parent, out));
                } else {
                    places.push((Some(nodes.len()), false));
                    nodes.push(self.node(text, parent, heading.spec, index));
                }
            }
            let owner = self.outline.owners.get(index).copied().flatten();
            let (holder, out) = owner.and_then(|at| places.get(at).copied()).unwrap_or_default();
            let around = labels.last().map(|&(node, _)| node).or(holder);
            owners.push(around);
            if own.is_none()
                && !out
                && let Some(owner) = owner
                && let Some(title) = self.label(index, headings[owner].part)
                && around.is_some()
            {
                labels.push((nodes.len(), block.depth));
                nodes.push(self.node(title, around, None, index));
            }
        }
        (nodes, owners)
    }

    fn node(&self, title: Text<'_>, parent: Option<usize>, spec: Option<usize>, at: usize) -> Node {
        Node {
            title: title.trim().as_str().to_owned(),
            parent,
            spec,
            role: None,
            required: self.mark(at) != Some("optional"),
            none: Vec::new(),
        }
    }

    /// What a comment `<!-- pmlint: … -->` directly behind a block says.
    fn mark(&self, block: usize) -> Option<&str> {
        mark(self.markdown, block, self.source)
    }

    /// Whether the first heading is a title that is to be filled in.
    fn first_is_unfilled(&self) -> bool {
        let first = self.outline.headings.first();
        first.is_some_and(|first| self.is_unfilled(self.markdown.text(first.block)))
    }

    fn is_unfilled(&self, text: Text<'_>) -> bool {
        let placeholders = &self.base.placeholders;
        placeholders.is_word(text.as_str()) || !placeholders.find(text.as_str()).is_empty()
    }

    /// The title in an item that is a label of its own: `- 用户侧：`, `- **Impact**`, or one with items
    /// below it. Not in the parts whose items are entries, figures and tasks.
    fn label(&self, index: usize, part: Part) -> Option<Text<'_>> {
        let block = &self.markdown.blocks[index];
        let entries = matches!(part, Part::Timeline | Part::Metrics | Part::Actions);
        if block.kind != BlockKind::Item || entries || is_task(block, self.source) {
            return None;
        }
        let text = self.markdown.text(index).trim();
        let line = text.as_str().split('\n').next().unwrap_or_default();
        let colon = line.find([':', '：']);
        let title = text.slice(0..colon.unwrap_or(line.len())).trim();
        let rest = text.from(colon.unwrap_or(line.len()));
        let bare = rest.as_str().trim_matches([':', '：', ' ', '\n']).is_empty();
        let is_parent = || {
            let next = self.markdown.blocks.get(index + 1);
            next.is_some_and(|next| next.kind == BlockKind::Item && next.depth > block.depth)
        };
        let bold = || title.runs().all(|(_, style)| style.has(Style::STRONG));
        let hint = || self.is_unfilled(rest);
        let named = match colon {
            Some(_) => bare || bold() || hint(),
            None => bare && (bold() || is_parent()),
        };
        let short = title.as_str().chars().count() <= LABEL_CHARS;
        let sentence = title.as_str().contains(['.', '。', '?', '？', '!', '！', ';', '；', '，']);
        let named = named && short && !sentence && !key(title.as_str()).is_empty();
        let other = self.metric(title.as_str()).is_some() || self.is_unfilled(title);
        (named && !other).then_some(title)
    }

    /// The metric that goes by a name.
    fn metric(&self, name: &str) -> Option<&MetricSpec> {
        let name = key(name);
        let known = |metric: &&MetricSpec| metric.names.iter().any(|known| key(known) == name);
        self.base.metrics.iter().find(known)
    }

    /// The lines that ask for a metric, by its id: those of the metrics section where there is one.
    fn metrics(&self) -> HashMap<String, MetricLine> {
        let part = |block: usize| {
            let owner = self.outline.owners.get(block).copied().flatten();
            owner.map_or(Part::Other, |owner| self.outline.headings[owner].part)
        };
        let blocks = 0..self.markdown.blocks.len();
        let has_section = self.outline.headings.iter().any(|h| h.part == Part::Metrics);
        let mut lines = HashMap::new();
        for block in blocks.filter(|&block| !has_section || part(block) == Part::Metrics) {
            let text = self.markdown.text(block);
            let Some((name, rest)) = name_and_rest(text) else { continue };
            let Some(metric) = self.metric(name) else { continue };
            let verdict =
                (!rest.trim().is_empty()).then(|| self.base.verdicts.find(rest).is_some());
            let line = MetricLine { block, name: name.trim().to_owned(), verdict };
            lines.entry(metric.id.clone()).or_insert(line);
        }
        lines
    }

    /// Whether an entry of the timeline, as the template shows it, has its time in backticks.
    fn is_backticked(&self) -> bool {
        let in_timeline = |block: &usize| {
            let owner = self.outline.owners.get(*block).copied().flatten();
            owner.is_some_and(|owner| self.outline.headings[owner].part == Part::Timeline)
        };
        (0..self.markdown.blocks.len()).filter(in_timeline).any(|block| {
            let text = self.markdown.text(block);
            let codes = text.runs().filter(|(_, style)| style.has(Style::CODE));
            let mut codes = codes.map(|(run, _)| text.slice(run));
            codes.any(|code| {
                self.is_unfilled(code) || !self.base.stamps.scan(code.as_str()).is_empty()
            })
        })
    }
}

/// A name and what stands beside it: around a colon, or in the first cell and the others.
fn name_and_rest(text: Text<'_>) -> Option<(&str, &str)> {
    let text = text.as_str().trim();
    let end = text.find([':', '：', '\n']).unwrap_or(text.len());
    let name = text.get(..end)?;
    let rest = text.get(end..)?.trim_start_matches([':', '：']);
    (!name.is_empty()).then_some((name, rest))
}

/// What a comment `<!-- pmlint: … -->` directly behind a block says.
pub(super) fn mark<'a>(markdown: &Markdown, block: usize, source: &'a str) -> Option<&'a str> {
    let comment = markdown.blocks.get(block + 1).filter(|next| next.kind == BlockKind::Comment)?;
    let text = source.get(comment.span.range())?;
    Some(text.trim().strip_prefix("pmlint:")?.trim())
}

/// Whether an item has a box to tick before its text.
pub(super) fn is_task(block: &Block, source: &str) -> bool {
    let before = source.get(..block.span.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    ["[ ]", "[x]", "[X]"].iter().any(|mark| line.trim_end().ends_with(mark))
}

/// The metrics that the template names are required, and no other.
fn metric_sketches(base: &Template, lines: &HashMap<String, MetricLine>) -> Vec<MetricSketch> {
    let sketch = |metric: &MetricSpec| {
        let line = lines.get(&metric.id);
        let title = line.map_or(metric.title.as_str(), |line| line.name.as_str());
        let verdict = line.and_then(|line| line.verdict).unwrap_or(metric.verdict);
        MetricSketch::of(metric, title, line.is_some(), verdict)
    };
    base.metrics.iter().filter_map(sketch).collect()
}

impl MetricSketch {
    /// What is to be said of a metric: what is required, and what is not any more.
    pub(crate) fn of(
        metric: &MetricSpec,
        title: &str,
        required: bool,
        verdict: bool,
    ) -> Option<Self> {
        let mut names = Vec::new();
        if key(title) != key(&metric.title) {
            names.push(title.to_owned());
            names.push(metric.title.clone());
            names.extend(metric.names.iter().filter(|name| **name != metric.title).cloned());
            let mut seen = std::collections::HashSet::new();
            names.retain(|name| seen.insert(key(name)));
        }
        let same = !required && !metric.required && names.is_empty();
        (!same).then(|| Self { id: metric.id.clone(), names, required, verdict })
    }
}
