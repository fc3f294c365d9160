//! What a folder of Markdown files is like: which of them are postmortems, in which folders they are, by
//! which template they are written and what they state. `pmlint init` writes a configuration from that.
//!
//! Nothing here opens a file; a house is made of texts and their paths below its folder.

mod folders;
mod toml;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::folders::{Patterns, patterns};
use crate::choice::choose;
use crate::config::Settings;
use crate::derive::{self, Kind};
use crate::label::Field;
use crate::lang::Lang;
use crate::markdown::Markdown;
use crate::metadata::severity_name;
use crate::metric::StatedValue;
use crate::milestone::{Milestone, Pair};
use crate::sketch;
use crate::source::Source;
use crate::template::Template;

/// A Markdown file with its path below the folder of the house, with `/`.
#[derive(Clone, Debug)]
pub struct File {
    /// The path.
    pub path: String,
    /// The text.
    pub source: Arc<Source>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct House {
    /// The team's own Markdown template, and how many postmortems follow it.
    pub own_template: Option<(String, usize)>,
    /// How many postmortems are read with which template, the most first.
    pub templates: Vec<(String, usize)>,
    /// The paths of the postmortems, in order.
    pub postmortems: Vec<String>,
    /// The paths of all other Markdown but the team's template, in order.
    pub others: Vec<String>,
    /// The metrics that postmortems state, and how many of them do.
    pub metrics: BTreeMap<String, usize>,
    /// Of each metric the reading that fits most of the stated values, and how many.
    pub readings: BTreeMap<String, (Pair, usize)>,
    /// The milestones that postmortems have, and how many of them do.
    pub milestones: BTreeMap<Milestone, usize>,
    /// The severities that postmortems state.
    pub severities: Vec<String>,
}

/// What one file is, as far as it says so itself.
#[derive(Debug)]
pub struct Look {
    /// Whether it is a postmortem by its sections.
    postmortem: bool,
    /// Whether it is one that is still to be filled in.
    unfilled: bool,
}

/// Looks at a file.
#[must_use]
pub fn look(file: &File) -> Look {
    let text = file.source.text();
    let postmortem = choose(&Markdown::parse(text), text, &Settings::default(), false).is_some();
    let unfilled = postmortem && derive::kind(&file.source) == Kind::Template;
    Look { postmortem, unfilled }
}

/// What a folder is like, from its files and a look at each.
#[must_use]
pub fn house(files: &[File], looks: &[Look]) -> House {
    let all = || std::iter::zip(files, looks);
    let own = own_template(all());
    let settings = Settings {
        template: own.as_ref().map(|(_, template, _)| Arc::clone(template)),
        ..Settings::default()
    };
    let mut house = House::default();
    let mut readings: BTreeMap<String, BTreeMap<String, (Pair, usize)>> = BTreeMap::new();
    let mut templates: BTreeMap<String, usize> = BTreeMap::new();
    for (file, look) in all() {
        if own.as_ref().is_some_and(|(path, _, _)| *path == file.path) {
            continue;
        }
        let read = crate::read(&file.source, &settings, false);
        if read.is_empty() && !(look.postmortem && own.is_some()) {
            house.others.push(file.path.clone());
            continue;
        }
        house.postmortems.push(file.path.clone());
        if let Some(first) = read.first() {
            *templates.entry(first.template.name.clone()).or_default() += 1;
        }
        for postmortem in &read {
            house.take(postmortem, &mut readings);
        }
    }
    // The sort keeps the order of equals.
    house.templates = templates.into_iter().collect();
    house.templates.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (metric, pairs) in readings {
        // Of equals the first in the order of their names.
        let best = pairs.into_values().rev().max_by_key(|(_, count)| *count);
        house.readings.extend(best.map(|best| (metric, best)));
    }
    house.severities.sort();
    house.severities.dedup();
    house.own_template = own.map(|(path, _, count)| (path, count));
    house
}

impl House {
    /// Counts what a postmortem states.
    fn take(
        &mut self,
        postmortem: &crate::postmortem::Postmortem,
        readings: &mut BTreeMap<String, BTreeMap<String, (Pair, usize)>>,
    ) {
        let stated = postmortem.metrics.iter().filter(|it| it.value != StatedValue::Missing);
        let mut seen: Vec<&str> = Vec::new();
        for metric in stated {
            if seen.contains(&metric.id.as_str()) {
                continue;
            }
            seen.push(&metric.id);
            *self.metrics.entry(metric.id.clone()).or_default() += 1;
            for reading in metric.meant() {
                let pair = Pair { from: reading.pair.from, to: reading.pair.to };
                let of_metric = readings.entry(metric.id.clone()).or_default();
                of_metric.entry(pair.to_string()).or_insert((pair, 0)).1 += 1;
            }
        }
        for milestone in Milestone::ALL {
            let marks = postmortem.entries.iter().flat_map(|entry| &entry.marks);
            if marks.into_iter().any(|mark| mark.milestone == milestone) {
                *self.milestones.entry(milestone).or_default() += 1;
            }
        }
        let severities = postmortem.stated(Field::Severity);
        self.severities.extend(severities.map(|it| severity_name(&it.value).to_owned()));
    }
}

/// The Markdown template of a team: a postmortem that is to be filled in, which others follow, or which
/// is alone. A file with a date in its name is a draft.
fn own_template<'f>(
    files: impl Iterator<Item = (&'f File, &'f Look)> + Clone,
) -> Option<(String, Arc<Template>, usize)> {
    let is_template = |file: &File, look: &Look| look.unfilled && !has_date(&file.path);
    let filled: Vec<&File> = files
        .clone()
        .filter(|(file, look)| look.postmortem && !is_template(file, look))
        .map(|(file, _)| file)
        .collect();
    let mut best: Option<(String, Arc<Template>, usize)> = None;
    for (file, _) in files.filter(|(file, look)| is_template(file, look)).take(MOST_TEMPLATES) {
        let Ok(template) = sketch::load(&file.source, Lang::En) else { continue };
        let template = Arc::new(template);
        let settings = Settings { template: Some(Arc::clone(&template)), ..Settings::default() };
        let follows = |file: &&&File| {
            let text = file.source.text();
            choose(&Markdown::parse(text), text, &settings, false)
                .is_some_and(|choice| choice.fit.follows())
        };
        let count = filled.iter().filter(follows).count();
        if best.as_ref().is_none_or(|(_, _, most)| count > *most) {
            best = Some((file.path.clone(), template, count));
        }
    }
    // One that few follow is not the template of the house.
    best.filter(|(_, _, count)| count * 2 > filled.len() || filled.is_empty())
}

/// More templates than these nobody has.
const MOST_TEMPLATES: usize = 16;

/// Whether the name of a file holds a year, month and day.
fn has_date(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.bytes().filter(u8::is_ascii_digit).count() >= "20240506".len()
}
