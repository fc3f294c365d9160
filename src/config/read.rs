//! From the text of a `pmlint.toml` to a [`Config`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::TimeDelta;

use super::origin::origins;
use super::values::{fail_on, level, limit, offset};
use super::{Config, FailOn, Level, Part, Paths, Placed, ReadFile, Settings, Sla};
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::milestone::Pair;
use crate::sketch;
use crate::source::Source;
use crate::span::Span;
use crate::template::{BUILTIN, Template, builtin, read_pair};
use crate::toml_text::{self, At, Problem, Problems, Table, Value, shown};

/// Reads a configuration whose `[rules]` may name any of `rules`.
pub(super) fn read(
    source: &Arc<Source>,
    lang: Lang,
    read_file: &mut ReadFile<'_>,
    rules: &[&'static str],
) -> Result<Config, Vec<Finding>> {
    let problems = Problems::new(source, lang);
    let config = toml_text::parse(source, &problems, |root| {
        let mut reader = Reader {
            problems: &problems,
            rules,
            read_file,
            templates: HashMap::new(),
            unsure: false,
        };
        reader.config(root)
    });
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(problems.into_findings()),
    }
}

/// What reading needs at hand.
struct Reader<'p, 'f, 'r> {
    problems: &'p Problems,
    rules: &'r [&'static str],
    read_file: &'p mut ReadFile<'f>,
    /// The template files read so far; `None` for one that was wrong, which is said once.
    templates: HashMap<String, Option<Arc<Template>>>,
    /// Whether a template could not be had, so that there is no telling which metrics there are.
    unsure: bool,
}

/// A part of the configuration, and the metric ids it names.
type PartWithIds<'t> = (Part, Vec<At<&'t str>>);

impl<'p> Reader<'p, '_, '_> {
    fn config(&mut self, mut root: Table<'_, 'p>) -> Config {
        let origins = origins(&root, self.problems.source(), false);
        let include = self.globs(&mut root, "include");
        let exclude = self.globs(&mut root, "exclude").unwrap_or_default();
        let fail_on = root.value("fail-on").and_then(fail_on);
        let baseline = root.string("baseline").map(|path| path.value.to_owned());
        let overrides = root.tables("overrides");
        let (base, ids) = self.part(&mut root);
        root.finish();
        let overrides: Vec<(Paths, PartWithIds<'_>)> =
            overrides.into_iter().map(|table| self.overriding(table)).collect();

        let mut settings = Settings::default();
        settings.apply(&base);
        let others = overrides.iter().filter_map(|(_, (part, _))| part.template.clone());
        self.check_metrics(&ids, settings.templates().chain(others));
        for (_, (part, ids)) in &overrides {
            let inherited = part.template.is_none().then(|| settings.templates());
            let own = part.template.clone().into_iter().chain(inherited.into_iter().flatten());
            self.check_metrics(ids, own);
        }
        Config {
            include,
            exclude,
            fail_on: fail_on.unwrap_or(FailOn::At(Severity::Error)),
            baseline,
            settings: Arc::new(settings),
            origins,
            overrides: overrides.into_iter().map(|(paths, (part, _))| (paths, part)).collect(),
        }
    }

    /// One of `[[overrides]]`.
    fn overriding<'t>(&mut self, mut table: Table<'t, 'p>) -> (Paths, PartWithIds<'t>) {
        let origins = origins(&table, self.problems.source(), true);
        let paths = self.globs(&mut table, "paths");
        if paths.is_none() {
            table.missing("paths");
        }
        let (part, ids) = self.part(&mut table);
        table.finish();
        (paths.unwrap_or_default(), (Part { origins, ..part }, ids))
    }

    /// The keys that the top of the file and its overrides share.
    fn part<'t>(&mut self, table: &mut Table<'t, 'p>) -> PartWithIds<'t> {
        let mut ids = Vec::new();
        let template = table.value("template").and_then(|value| {
            let template = value.string().and_then(|name| self.template(name));
            self.unsure |= template.is_none();
            template
        });
        let timezone = table.value("timezone").and_then(offset);
        let sla = table.table("sla").map(|table| self.sla(table, &mut ids)).unwrap_or_default();
        let pins =
            table.table("metrics").map(|table| self.pins(table, &mut ids)).unwrap_or_default();
        let levels = table.table("rules").map(|table| self.levels(table)).unwrap_or_default();
        (Part { template, timezone, sla, pins, levels, ..Part::default() }, ids)
    }

    /// The globs of a key. A list without any would match nothing, which nobody means.
    fn globs(&self, table: &mut Table<'_, 'p>, name: &'static str) -> Option<Paths> {
        let value = table.value(name)?;
        let globs = value.strings()?;
        if globs.is_empty() && name != "exclude" {
            let message = self.problems.pick(
                || format!("`{name}` matches no file"),
                || format!("`{name}` 不匹配任何文件"),
            );
            self.problems.push(Problem::new(value.span(), message).help(self.problems.pick(
                || format!("write a glob such as `{name} = [\"docs/**/*.md\"]`, or remove the key"),
                || format!("写成 `{name} = [\"docs/**/*.md\"]` 的形式，或删去该键"),
            )));
        }
        Some(Paths::read(&globs, self.problems))
    }

    /// The template of a name or a path.
    fn template(&mut self, name: At<&str>) -> Option<Arc<Template>> {
        let end = name.value.rsplit_once('.').map(|(_, end)| end);
        let is_toml = end.is_some_and(|end| end.eq_ignore_ascii_case("toml"));
        if is_toml || sketch::is_markdown(name.value) {
            if let Some(known) = self.templates.get(name.value) {
                return known.clone();
            }
            let template = self.template_file(name);
            self.templates.insert(name.value.to_owned(), template.clone());
            template
        } else {
            let template = builtin(name.value);
            if template.is_none() {
                self.unknown_template(name);
            }
            template
        }
    }

    fn template_file(&mut self, path: At<&str>) -> Option<Arc<Template>> {
        let problems = self.problems;
        let source = (self.read_file)(path.value).map_err(|error| {
            let name = shown(path.value);
            let message = problems.pick(
                || format!("cannot read the template `{name}`: {error}"),
                || format!("无法读取模板 `{name}`：{error}"),
            );
            problems.push(Problem::new(path.span, message).help(problems.pick(
                || "write the path of the template relative to this file".into(),
                || "填写模板相对于本文件的路径".into(),
            )));
        });
        let source = source.ok()?;
        let template = match sketch::is_markdown(path.value) {
            true => sketch::load(&source, problems.lang()),
            false => Template::load(&source, problems.lang()),
        };
        match template {
            Ok(template) => Some(Arc::new(template)),
            Err(findings) => {
                problems.adopt(findings);
                None
            }
        }
    }

    fn unknown_template(&self, name: At<&str>) {
        let word = shown(name.value);
        let known: Vec<&str> = BUILTIN.iter().map(|builtin| builtin.name).collect();
        let message = match toml_text::nearest(name.value, known.iter().copied()) {
            Some(near) => self.problems.pick(
                || format!("unknown template `{word}`; did you mean `{near}`?"),
                || format!("未知的模板 `{word}`，是否想写 `{near}`？"),
            ),
            None => self
                .problems
                .pick(|| format!("unknown template `{word}`"), || format!("未知的模板 `{word}`")),
        };
        let known = self.problems.one_of(&known);
        self.problems.push(Problem::new(name.span, message).help(self.problems.pick(
            || format!("{known}, or write the path of a file that ends in `.toml` or `.md`"),
            || format!("{known}；或写一个以 `.toml` 或 `.md` 结尾的文件路径"),
        )));
    }

    /// `[sla]` and `[sla.severity.X]`.
    fn sla<'t>(&self, mut table: Table<'t, 'p>, ids: &mut Vec<At<&'t str>>) -> Sla {
        let mut by_severity = BTreeMap::new();
        if let Some(severities) = table.table("severity") {
            for (name, value) in severities.rest() {
                if let Some(table) = value.table() {
                    by_severity.insert(name.value.to_owned(), self.limits(table, ids));
                }
            }
        }
        Sla { limits: self.limits(table, ids), by_severity }
    }

    fn limits<'t>(
        &self,
        table: Table<'t, 'p>,
        ids: &mut Vec<At<&'t str>>,
    ) -> BTreeMap<String, Placed<TimeDelta>> {
        self.by_metric(table, ids, limit)
    }

    /// `[metrics]`.
    fn pins<'t>(
        &self,
        table: Table<'t, 'p>,
        ids: &mut Vec<At<&'t str>>,
    ) -> BTreeMap<String, Placed<Vec<Pair>>> {
        self.by_metric(table, ids, |value| {
            let texts = value.one_or_more_strings("start -> detected")?;
            let pairs: Vec<Pair> =
                texts.into_iter().filter_map(|text| read_pair(text, self.problems)).collect();
            (!pairs.is_empty()).then_some(pairs)
        })
    }

    /// A table whose keys are metric ids, which are noted to be checked later.
    fn by_metric<'t, T>(
        &self,
        table: Table<'t, 'p>,
        ids: &mut Vec<At<&'t str>>,
        read: impl Fn(Value<'t, 'p>) -> Option<T>,
    ) -> BTreeMap<String, Placed<T>> {
        let mut placed = BTreeMap::new();
        for (id, value) in table.rest() {
            ids.push(id);
            if let Some(read) = read(value) {
                placed.insert(id.value.to_owned(), self.placed(read, value.span()));
            }
        }
        placed
    }

    fn placed<T>(&self, value: T, span: Span) -> Placed<T> {
        Placed { value, source: Arc::clone(self.problems.source()), span }
    }

    /// `[rules]`.
    fn levels(&self, table: Table<'_, 'p>) -> BTreeMap<&'static str, Level> {
        let mut levels = BTreeMap::new();
        for (id, value) in table.rest() {
            // A wrong configuration is never let pass.
            let known = self.rules.iter().filter(|rule| **rule != toml_text::RULE);
            match known.copied().find(|rule| *rule == id.value) {
                Some(rule) => {
                    if let Some(level) = level(value) {
                        levels.insert(rule, level);
                    }
                }
                None => self.unknown_rule(id),
            }
        }
        levels
    }

    fn unknown_rule(&self, id: At<&str>) {
        if id.value == toml_text::RULE {
            let message = self.problems.pick(
                || "the rule `config` is always an error".into(),
                || "规则 `config` 固定为 error".into(),
            );
            let help = self.problems.pick(|| "remove the line".into(), || "删去这一行".into());
            self.problems.push(Problem::new(id.span, message).help(help));
            return;
        }
        self.problems.unknown(("rule", "规则"), id, self.rules);
    }

    /// Reports ids of metrics that none of the templates has. Mostly the first one has them all, and
    /// the others need not be loaded.
    fn check_metrics(&self, ids: &[At<&str>], templates: impl Iterator<Item = Arc<Template>>) {
        if self.unsure {
            return;
        }
        let mut unknown: Vec<At<&str>> = ids.to_vec();
        let mut known: Vec<String> = Vec::new();
        for template in templates {
            if unknown.is_empty() {
                return;
            }
            unknown.retain(|id| template.metric(id.value).is_none());
            for metric in &template.metrics {
                if !known.contains(&metric.id) {
                    known.push(metric.id.clone());
                }
            }
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for id in unknown {
            self.problems.unknown(("metric", "指标"), id, &known);
        }
    }
}
