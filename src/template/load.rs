//! From TOML to a [`Template`]: the top level, metrics, milestones, and what `extends` inherits.

use std::sync::{Arc, OnceLock};

use super::actions::ActionDraft;
use super::placeholders::PlaceholderWords;
use super::reading::{milestone, read_pair};
use super::words::{self, Places, longest_first, set, take, take_placed};
use super::{BUILTIN, FieldSpec, MetricSpec, MilestoneSpec, SectionSpec, Template, VerdictWords};
use super::{builtin, fields, notations, sections};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::milestone::Pair;
use crate::notation::duration::DurationWords;
use crate::notation::timestamp::{Notations, StampWords};
use crate::source::Source;
use crate::span::Span;
use crate::title::Lines;
use crate::toml_text::{self, At, Problem, Problems, Table, Value, shown};

/// What a template says, in the form that another template can extend.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    name: String,
    extends: Option<String>,
    language: String,
    backticked: bool,
    unordered: bool,
    sections: Vec<SectionSpec>,
    metrics: Vec<MetricSpec>,
    milestones: Vec<MilestoneSpec>,
    neutral: Vec<String>,
    figure_units: Vec<String>,
    fields: Vec<FieldSpec>,
    target_words: Vec<String>,
    numbering: String,
    negators: Vec<String>,
    negators_after: Vec<String>,
    verdicts: VerdictWords,
    durations: DurationWords,
    stamps: StampWords,
    nothing: Vec<String>,
    placeholders: PlaceholderWords,
    actions: ActionDraft,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, as findings of the rule `config`, in the order of the text.
    pub fn load(source: &Arc<Source>, lang: Lang) -> Result<Self, Vec<Finding>> {
        Self::load_draft(source, Problems::new(source, lang)).map(|(_, template)| template)
    }

    pub(super) fn load_draft(
        source: &Arc<Source>,
        problems: Problems,
    ) -> Result<(Draft, Self), Vec<Finding>> {
        let draft = toml_text::parse(source, &problems, |root| read(root, &problems));
        let built = draft.map(|(draft, stamps)| (draft.build(source, stamps, &problems), draft));
        match built {
            Some((Some(template), draft)) if problems.is_empty() => Ok((draft, template)),
            _ => Err(problems.into_findings()),
        }
    }
}

impl Draft {
    /// The template; `None` where a notation of time stamps cannot be used.
    fn build(&self, source: &Arc<Source>, stamps: Span, problems: &Problems) -> Option<Template> {
        let draft = self.clone();
        let units = draft.durations.units.iter().flat_map(|(unit, words)| {
            let size = unit.seconds();
            words.iter().map(move |word| (word.clone(), size))
        });
        let words = StampWords { units: units.collect(), ..draft.stamps };
        let notations = match Notations::new(words) {
            Ok(notations) => notations,
            Err(sentence) => {
                problems.push(Problem::new(stamps, sentence));
                return None;
            }
        };
        Some(Template {
            name: draft.name,
            extends: draft.extends,
            source: Arc::clone(source),
            language: draft.language,
            backticked: draft.backticked,
            ordered: !draft.unordered,
            sections: draft.sections,
            metrics: draft.metrics,
            milestones: draft.milestones,
            neutral: draft.neutral,
            negators: draft.negators,
            negators_after: draft.negators_after,
            verdicts: draft.verdicts,
            durations: draft.durations,
            stamps: notations,
            nothing: Lines::new(draft.nothing),
            placeholders: draft.placeholders.build(),
            actions: draft.actions.build(),
            figure_units: draft.figure_units,
            fields: draft.fields,
            target_words: draft.target_words,
            numbering: draft.numbering,
            titles: OnceLock::new(),
            cues: OnceLock::new(),
            labels: OnceLock::new(),
            metric_names: OnceLock::new(),
        })
    }
}

/// Reads a whole template; the span is where problems of the time stamp notations belong.
fn read(mut root: Table<'_, '_>, problems: &Problems) -> (Draft, Span) {
    let name = root.required("name").and_then(Value::string);
    let parent = root.value("extends");
    let inherited = parent.and_then(Value::string).and_then(|name| extended(name, problems));
    let orphan = parent.is_some() && inherited.is_none();
    let mut draft = inherited.unwrap_or_default();
    draft.extends = parent.and_then(Value::string).map(|name| name.value.to_owned());
    if let Some(name) = name.filter(|name| words::is_word(*name, problems)) {
        draft.name = name.value.to_owned();
    }
    set(&mut draft.language, root.string("language").map(|text| text.value.to_owned()));
    set(
        &mut draft.backticked,
        root.string("timestamps").and_then(|word| backticked(word, problems)),
    );
    set(&mut draft.unordered, root.boolean("ordered").map(|ordered| !ordered));
    set(&mut draft.nothing, take(&mut root, "nothing"));
    set(&mut draft.figure_units, take(&mut root, "figure-units"));
    set(&mut draft.target_words, take(&mut root, "target-words"));
    set(&mut draft.numbering, root.string("numbering").map(|signs| signs.value.to_owned()));
    let tables = root.tables("section");
    if !tables.is_empty() {
        draft.sections = sections::read(tables, problems);
    } else if draft.sections.is_empty() && !orphan {
        no_sections(name.map_or(Span::at(0), |name| name.span), problems);
    }
    fields::read(root.tables("metadata"), &mut draft.fields);
    for table in root.tables("metric") {
        read_metric(table, &mut draft.metrics);
    }
    read_cues(&mut root, &mut draft);
    if let Some(table) = root.table("verdicts") {
        words::read_verdicts(table, &mut draft.verdicts);
    }
    if let Some(table) = root.table("placeholders") {
        draft.placeholders.read(table);
    }
    if let Some(table) = root.table("actions") {
        draft.actions.read(table);
    }
    if let Some(table) = root.table("durations") {
        notations::read_durations(table, &mut draft.durations);
    }
    let mut stamps = Span::at(0);
    if let Some(table) = root.table("stamps") {
        stamps = table.header();
        notations::read_stamps(table, &mut draft.stamps);
    }
    root.finish();
    (draft, stamps)
}

/// The draft of the built-in template that is extended.
fn extended(name: At<&str>, problems: &Problems) -> Option<Draft> {
    let draft = builtin::draft(name.value);
    if draft.is_none() {
        let known: Vec<&str> = BUILTIN.iter().map(|builtin| builtin.name).collect();
        problems.unknown(("built-in template", "内置模板"), name, &known);
    }
    draft.cloned()
}

fn backticked(word: At<&str>, problems: &Problems) -> Option<bool> {
    match word.value {
        "backticked" => Some(true),
        "any" => Some(false),
        _ => {
            problems.unknown(("value", "值"), word, &["backticked", "any"]);
            None
        }
    }
}

fn no_sections(place: Span, problems: &Problems) {
    let message =
        problems.pick(|| "a template without sections".into(), || "模板没有任何章节".into());
    problems.push(Problem::new(place, message).help(problems.pick(
        || "write a `[[section]]` with `role` and `title` for each section, or `extends = \"infra-zh\"`".into(),
        || "为每个章节写一个带 `role` 与 `title` 的 `[[section]]`，或写 `extends = \"infra-zh\"`".into(),
    )));
}

/// Reads a metric: a new one, or changes to one of the same id that is inherited or stands above.
fn read_metric(mut table: Table<'_, '_>, metrics: &mut Vec<MetricSpec>) {
    let problems = table.problems();
    let Some(id) = table.required("id").and_then(Value::string) else { return };
    let known = metrics.iter().position(|metric| metric.id == id.value);
    let mut metric = known.and_then(|at| metrics.get(at).cloned()).unwrap_or_else(|| MetricSpec {
        id: id.value.to_owned(),
        names: Vec::new(),
        title: String::new(),
        required: false,
        verdict: false,
        readings: Vec::new(),
        unusual: Vec::new(),
    });
    if let Some(names) = take_placed(&mut table, "names") {
        check_names(&names, &metric.id, metrics, problems);
        metric.title = names.first().map(|name| name.value.to_owned()).unwrap_or_default();
        metric.names = names.iter().map(|name| name.value.to_owned()).collect();
        longest_first(&mut metric.names);
    }
    if metric.names.is_empty() {
        table.missing("names");
    }
    set(&mut metric.required, table.boolean("required"));
    set(&mut metric.verdict, table.boolean("verdict"));
    let readings = pairs(&mut table, "readings");
    if readings.is_none() && metric.readings.is_empty() {
        table.missing("readings");
    }
    set(&mut metric.readings, readings);
    set(&mut metric.unusual, pairs(&mut table, "unusual"));
    table.finish();
    match known.and_then(|at| metrics.get_mut(at)) {
        Some(old) => *old = metric,
        None => metrics.push(metric),
    }
}

fn pairs(table: &mut Table<'_, '_>, name: &'static str) -> Option<Vec<Pair>> {
    let problems = table.problems();
    let readings = table.strings(name)?;
    Some(readings.into_iter().filter_map(|text| read_pair(text, problems)).collect())
}

fn check_names(names: &[At<&str>], id: &str, metrics: &[MetricSpec], problems: &Problems) {
    for name in names {
        let other = metrics
            .iter()
            .filter(|metric| metric.id != id)
            .find(|metric| metric.names.iter().any(|known| known == name.value));
        if let Some(other) = other {
            let (text, other) = (shown(name.value), &other.id);
            let message = problems.pick(
                || format!("`{text}` already names the metric `{other}`"),
                || format!("`{text}` 已是指标 `{other}` 的名称"),
            );
            problems.push(Problem::new(name.span, message).help(
                problems.pick(|| "keep it in one metric".into(), || "只在一个指标中保留".into()),
            ));
        }
    }
}

/// Reads `[[milestone]]` and `[cues]`.
fn read_cues(root: &mut Table<'_, '_>, draft: &mut Draft) {
    let problems = root.problems();
    let (mut labels, mut cues) = (Places::default(), Places::default());
    for table in root.tables("milestone") {
        read_milestone(table, &mut draft.milestones, &mut labels, &mut cues);
    }
    if let Some(mut table) = root.table("cues") {
        for (list, name) in [
            (&mut draft.neutral, "neutral"),
            (&mut draft.negators, "negators"),
            (&mut draft.negators_after, "negators-after"),
        ] {
            if let Some(words) = take_placed(&mut table, name) {
                *list = owned(&words);
                cues.note(name, &words, problems);
            }
        }
        table.finish();
    }
    let of = |spec: &'_ MilestoneSpec| spec.milestone.id();
    let marks =
        draft.milestones.iter().flat_map(|m| m.labels.iter().map(move |l| (l.as_str(), of(m))));
    labels.report_shared(marks, problems);
    let words =
        draft.milestones.iter().flat_map(|m| m.words.iter().map(move |w| (w.as_str(), of(m))));
    let neutral = draft.neutral.iter().map(|word| (word.as_str(), "neutral"));
    let negators = draft.negators.iter().map(|word| (word.as_str(), "negators"));
    let after = draft.negators_after.iter().map(|word| (word.as_str(), "negators-after"));
    cues.report_shared(words.chain(neutral).chain(negators).chain(after), problems);
}

/// Reads the words of a milestone; those that it does not give stay as they are.
fn read_milestone(
    mut table: Table<'_, '_>,
    milestones: &mut Vec<MilestoneSpec>,
    labels: &mut Places,
    cues: &mut Places,
) {
    let problems = table.problems();
    let id = table.required("id").and_then(Value::string);
    let mut places = |name, places: &mut Places| {
        let words = take_placed(&mut table, name)?;
        if let Some(id) = id.and_then(|id| id.value.parse::<crate::milestone::Milestone>().ok()) {
            places.note(id.id(), &words, problems);
        }
        Some(owned(&words))
    };
    let new_labels = places("labels", labels);
    let new_words = places("words", cues);
    table.finish();
    let Some(milestone) = id.and_then(|id| milestone(id, problems)) else { return };
    let at = milestones.iter().position(|spec| spec.milestone == milestone).unwrap_or_else(|| {
        milestones.push(MilestoneSpec { milestone, labels: Vec::new(), words: Vec::new() });
        milestones.len() - 1
    });
    if let Some(spec) = milestones.get_mut(at) {
        set(&mut spec.labels, new_labels);
        set(&mut spec.words, new_words);
    }
}

/// The words without their places.
fn owned(words: &[At<&str>]) -> Vec<String> {
    words.iter().map(|word| word.value.to_owned()).collect()
}
