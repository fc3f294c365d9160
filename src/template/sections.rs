//! The `[[section]]` tables: a tree of sections with roles.

use std::collections::HashMap;

use super::words::{is_word, take_placed};
use super::{Part, SectionSpec};
use crate::span::Span;
use crate::title::Lines;
use crate::toml_text::{At, Problem, Problems, Table, Value, shown};

/// A section with the place of its role.
struct Read<'t> {
    spec: SectionSpec,
    role: At<&'t str>,
}

/// Where each title stands first, by the section above and the title in one form.
type Taken = HashMap<(Option<usize>, String), Span>;

/// Reads all sections; parents come before their children, as in the file.
pub(super) fn read<'t>(tables: Vec<Table<'t, '_>>, problems: &Problems) -> Vec<SectionSpec> {
    let mut read: Vec<Read<'t>> = Vec::with_capacity(tables.len());
    let mut taken = Taken::new();
    for table in tables {
        if let Some((section, titles)) = read_one(table, &read) {
            check_role(&section, &read, problems);
            check_titles(section.spec.parent, &titles, &mut taken, problems);
            read.push(section);
        }
    }
    read.into_iter().map(|section| section.spec).collect()
}

/// A section and all titles that it goes by.
fn read_one<'t>(
    mut table: Table<'t, '_>,
    above: &[Read<'t>],
) -> Option<(Read<'t>, Vec<At<&'t str>>)> {
    let problems = table.problems();
    let role = table.required("role").and_then(Value::string);
    let title = table.required("title").and_then(Value::string);
    let aliases = take_placed(&mut table, "aliases").unwrap_or_default();
    let parent = table.string("parent").and_then(|parent| find_parent(parent, above, problems));
    let required = table.boolean("required").unwrap_or(false);
    let usual = table.boolean("usual").unwrap_or(false);
    // In the order of the file: the first is the one that messages offer.
    let nothing = take_placed(&mut table, "none").unwrap_or_default();
    let nothing = Lines::new(nothing.into_iter().map(|word| word.value.to_owned()).collect());
    table.finish();

    let role = role.filter(|role| is_word(*role, problems))?;
    let title = title.filter(|title| is_word(*title, problems))?;
    let part =
        own_part(role.value).or_else(|| Some(above.get(parent?)?.spec.part)).unwrap_or(Part::Other);
    let spec = SectionSpec {
        role: role.value.to_owned(),
        part,
        title: title.value.to_owned(),
        aliases: aliases.iter().map(|alias| alias.value.to_owned()).collect(),
        parent,
        required,
        usual,
        nothing,
    };
    let titles = std::iter::once(title).chain(aliases).collect();
    Some((Read { spec, role }, titles))
}

/// The part that a role of its own stands for.
fn own_part(role: &str) -> Option<Part> {
    match role {
        "metrics" => Some(Part::Metrics),
        "timeline" => Some(Part::Timeline),
        "impact" => Some(Part::Impact),
        "cause" => Some(Part::Cause),
        "actions" => Some(Part::Actions),
        _ => None,
    }
}

fn find_parent(parent: At<&str>, above: &[Read<'_>], problems: &Problems) -> Option<usize> {
    let found = above.iter().position(|section| section.role.value == parent.value);
    if found.is_none() {
        let roles: Vec<&str> = above.iter().map(|section| section.role.value).collect();
        if roles.is_empty() {
            let message = problems.pick(
                || format!("no section with the role `{}` above this one", shown(parent.value)),
                || format!("前面没有 `role` 为 `{}` 的章节", shown(parent.value)),
            );
            problems.push(Problem::new(parent.span, message).help(problems.pick(
                || "write the parent before its children".into(),
                || "把上级章节写在前面".into(),
            )));
        } else {
            problems.unknown(("role above this section", "上级章节的 role"), parent, &roles);
        }
    }
    found
}

fn check_role(section: &Read<'_>, above: &[Read<'_>], problems: &Problems) {
    let same = above.iter().find(|other| other.role.value == section.role.value);
    if let Some(other) = same {
        let role = shown(section.role.value);
        let message = problems
            .pick(|| format!("duplicate role `{role}`"), || format!("重复的 role `{role}`"));
        problems.push(
            Problem::new(section.role.span, message)
                .related(other.role.span, first_here(problems))
                .help(problems.pick(
                    || "write a role of its own for each section".into(),
                    || "每个章节写不同的 `role`".into(),
                )),
        );
    }
}

/// Reports a title or an alias that a sibling has, or the section itself a second time.
fn check_titles(
    parent: Option<usize>,
    titles: &[At<&str>],
    taken: &mut Taken,
    problems: &Problems,
) {
    for title in titles {
        let first = taken.entry((parent, folded(title.value))).or_insert(title.span);
        if *first != title.span {
            report_title(*title, *first, problems);
        }
    }
}

fn report_title(title: At<&str>, first: Span, problems: &Problems) {
    let text = shown(title.value);
    let message = problems.pick(
        || format!("`{text}` already names a section at this level"),
        || format!("`{text}` 已是同级章节的名称"),
    );
    problems.push(Problem::new(title.span, message).related(first, first_here(problems)).help(
        problems.pick(
            || "write a title that no other section here goes by".into(),
            || "写一个同级章节都没有用的名称".into(),
        ),
    ));
}

fn first_here(problems: &Problems) -> String {
    problems.pick(|| "first here".into(), || "首次出现在这里".into())
}

fn folded(title: &str) -> String {
    title.trim().to_lowercase()
}
