//! The lines of a Markdown template that say what to write, which no document should still have.
//!
//! A line counts where somebody who fills the template in would replace it. What stays is none: names of
//! fields, row heads, tasks, links, a value that could be the right one, and what the team marks with
//! `<!-- pmlint: keep -->`.

use unicode_width::UnicodeWidthStr as _;

use super::Sketch;
use super::markdown::{is_task, mark};
use crate::document::{Extent, Outline, Scope, labels};
use crate::markdown::{BlockKind, Markdown};
use crate::template::{Part, Template};
use crate::text::{Style, Text};
use crate::title::key;

/// What is shorter, in columns of letters and digits, may be a value: `P1`, `Platform`, `无影响`.
const SHORTEST: usize = 9;
/// The same for what stands behind the name of a field: `Time zone: UTC+8`.
const SHORTEST_VALUE: usize = 14;
/// Longer names of fields are sentences.
const FIELD_CHARS: usize = 40;

/// The instruction lines of a Markdown template, in order, each once.
pub(super) fn of(sketch: &Sketch, source: &str, markdown: &Markdown) -> Vec<String> {
    let Ok(template) = sketch.template() else { return Vec::new() };
    let outline = Outline::new(markdown, &labels(markdown), &template.sections, template.titles());
    let extent = Extent {
        blocks: 0..markdown.blocks.len(),
        headings: 0..outline.headings.len(),
        title: None,
    };
    let scope = Scope {
        name: "",
        source,
        markdown,
        outline: &outline,
        extent: &extent,
        template: &template,
    };
    let mut lines: Vec<String> = Vec::new();
    for block in 0..markdown.blocks.len() {
        for line in lines_of(&scope, block) {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// The instruction lines of a block.
fn lines_of(scope: &Scope<'_>, block: usize) -> Vec<String> {
    let holder = &scope.markdown.blocks[block];
    let owner = scope.owner(block).and_then(|owner| scope.headings().get(owner));
    let (part, spec) = owner.map_or((Part::Other, None), |owner| (owner.part, owner.spec));
    let keeps = matches!(mark(scope.markdown, block, scope.source), Some("keep"));
    if keeps || is_task(holder, scope.source) {
        return Vec::new();
    }
    let is_nothing = |line: &str| {
        let own = spec.is_some_and(|spec| scope.template.sections[spec].nothing.hold(line));
        own || scope.template.nothing.hold(line)
    };
    // Above the first section stands what every document keeps: what the file is, who may read it.
    let counts = |line: &str| {
        let line = line.trim();
        let stays = spec.is_none() && !is_hint(line, scope.template);
        !stays && says_what_to_write(line, part, scope.template) && !is_nothing(line)
    };
    match &holder.kind {
        BlockKind::Opaque | BlockKind::Heading(_) | BlockKind::Row { head: true, .. } => Vec::new(),
        BlockKind::Comment => {
            let text = scope.source.get(holder.span.range()).unwrap_or_default();
            if text.trim_start().starts_with("pmlint") {
                return Vec::new();
            }
            let bare =
                |line: &str| line.trim().trim_start_matches(['-', '*', '#', '>', ' ']).to_owned();
            text.lines().map(bare).filter(|line| counts(line)).collect()
        }
        BlockKind::Row { .. } => {
            let hint = |cell: &Text<'_>| is_hint(cell.as_str().trim(), scope.template);
            let cells: Vec<Text<'_>> = scope.markdown.cells(block).collect();
            // A row with a name in its head stays, and so does what describes it; one that begins with
            // something to fill in is an example as a whole.
            let example = cells.first().is_some_and(hint);
            let cells = cells.into_iter().filter(|cell| example || hint(cell));
            written(cells.flat_map(Text::lines)).filter(|line| counts(line)).collect()
        }
        _ => {
            let lines = scope.content(block).into_iter().flat_map(Text::lines);
            written(lines).filter(|line| counts(line)).collect()
        }
    }
}

/// What lines say, without those that are set off as names.
fn written<'a>(lines: impl Iterator<Item = Text<'a>>) -> impl Iterator<Item = String> {
    let lines = lines.filter(|line| !is_set_off(*line));
    lines.map(|line| line.trim().as_str().to_owned())
}

/// Whether a line is all bold or all link: a name, not a sentence.
fn is_set_off(line: Text<'_>) -> bool {
    let line = line.trim();
    let whole = 0..line.as_str().len();
    line.is(whole.clone(), Style::STRONG) || line.is(whole, Style::LINK)
}

/// Whether a line is in brackets as a whole, or holds something to be filled in.
fn is_hint(line: &str, template: &Template) -> bool {
    let pairs = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('{', '}'), ('<', '>')];
    let in_brackets =
        |&(open, close): &(char, char)| line.starts_with(open) && line.ends_with(close);
    pairs.iter().any(in_brackets) || !template.placeholders.find(line).is_empty()
}

fn says_what_to_write(line: &str, part: Part, template: &Template) -> bool {
    let columns = |text: &str| key(text).width();
    let ends_open = line.ends_with([':', '：']);
    if ends_open || columns(line) < SHORTEST || is_metric(line, template) {
        return false;
    }
    let field = line
        .split_once([':', '：'])
        .filter(|(name, rest)| name.chars().count() <= FIELD_CHARS && !rest.starts_with("//"));
    let unfilled = || !template.placeholders.find(line).is_empty();
    let value = field.is_some_and(|(_, value)| columns(value) < SHORTEST_VALUE);
    // What says which zone the entries are in stays: `All times in UTC`.
    let states_zone = || template.stamps.zone_statement(line).is_some();
    (!value || unfilled()) && !(part == Part::Timeline && states_zone())
}

/// Whether a line is the name of a metric, or begins with one and a colon.
fn is_metric(line: &str, template: &Template) -> bool {
    let name = key(line.split([':', '：']).next().unwrap_or_default());
    let names = template.metrics.iter().flat_map(|metric| &metric.names);
    names.into_iter().any(|known| key(known) == name)
}
