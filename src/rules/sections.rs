//! Sections of a postmortem seen from its template: which are there, where, and what to write.

use crate::lang::Lang;
use crate::postmortem::Postmortem;
use crate::section::Section;

/// The first section that is one of the template's.
pub(super) fn first(postmortem: &Postmortem, spec: usize) -> Option<&Section> {
    postmortem.alignment.of(spec).first().and_then(|&index| postmortem.sections.get(index))
}

/// The template's sections beside one, in its order: those before it, and those after it.
pub(super) fn beside(postmortem: &Postmortem, spec: usize) -> (Vec<usize>, Vec<usize>) {
    let specs = &postmortem.template.sections;
    (0..specs.len())
        .filter(|&other| other != spec && specs[other].parent == specs[spec].parent)
        .partition(|&other| other < spec)
}

/// The line that would begin a section: `### 直接原因`. `None` where its neighbours are labels.
pub(super) fn heading_line(postmortem: &Postmortem, spec: usize) -> Option<String> {
    let marks = "#".repeat(usize::from(heading_level(postmortem, spec)?));
    Some(format!("{marks} {}", postmortem.template.sections[spec].title))
}

/// The level that a section's heading should have: that of the sections beside it, else one deeper
/// than the section around it. `None` where its neighbours are labels.
pub(super) fn heading_level(postmortem: &Postmortem, spec: usize) -> Option<u8> {
    let below = |level: u8| (level > 0).then(|| (level + 1).min(6));
    if let Some(neighbour) = neighbour(postmortem, spec) {
        return Some(neighbour.level).filter(|&level| level > 0);
    }
    match postmortem.template.sections[spec].parent {
        Some(parent) => first(postmortem, parent).map_or(Some(3), |section| below(section.level)),
        None => {
            let title = |section: &&Section| Some(section.title) == postmortem.title;
            let title = postmortem.sections.iter().find(title);
            title.map_or(Some(2), |title| below(title.level))
        }
    }
}

/// The nearest section beside one, before it if there is one.
pub(super) fn neighbour(postmortem: &Postmortem, spec: usize) -> Option<&Section> {
    let (before, after) = beside(postmortem, spec);
    before.iter().rev().chain(&after).find_map(|&other| first(postmortem, other))
}

/// What to write to add a section, as a command.
pub(super) fn how_to_add(postmortem: &Postmortem, spec: usize, lang: Lang) -> String {
    let title = &postmortem.template.sections[spec].title;
    match (heading_line(postmortem, spec), neighbour(postmortem, spec)) {
        (Some(line), _) => {
            lang.pick(|| format!("add a heading `{line}`"), || format!("添加标题 `{line}`"))
        }
        (None, Some(neighbour)) => lang.pick(
            || format!("add `{title}:` in the way `{}` is written", neighbour.name),
            || format!("仿照 `{}` 的写法补上 `{title}：`", neighbour.name),
        ),
        (None, None) => lang.pick(
            || format!("add `{title}:` and what there is to say"),
            || format!("补上 `{title}：` 及其内容"),
        ),
    }
}
