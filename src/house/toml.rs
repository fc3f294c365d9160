//! A configuration for a house, with comments that say what to edit.

use std::fmt::Write as _;

use toml_writer::ToTomlValue as _;

use super::{House, patterns};
use crate::lang::Lang;
use crate::template::{BUILTIN, builtin};

/// The metrics that an example names where the documents state none.
const USUAL: [&str; 3] = ["detection", "response", "resolution"];
/// The limits of an example.
const LIMITS: [&str; 3] = ["5m", "5m", "1h"];

impl House {
    /// The text of a `pmlint.toml`. What nobody but the team can know stands in comments.
    #[must_use]
    pub fn to_toml(&self, lang: Lang) -> String {
        let mut page = Page { lang, out: String::new() };
        page.comment(
            "The nearest pmlint.toml above a document counts. `pmlint config show FILE` prints what holds\n\
             for a file, `pmlint files` lists what is checked, and why the rest is not.",
            "文档上方最近的 pmlint.toml 生效。`pmlint config show 文件` 显示某个文件的设置，\n\
             `pmlint files` 列出会检查哪些文件，以及其余文件为何不检查。",
        );
        self.template(&mut page);
        self.files(&mut page);
        self.times(&mut page);
        self.limits(&mut page);
        self.readings(&mut page);
        page.blank();
        page.comment(
            "Rules: error | warning | note | off; `pmlint rules` lists them.",
            "规则级别：error | warning | note | off；`pmlint rules` 列出所有规则。",
        );
        page.example("[rules]\nmissing-verdict = \"error\"\naction-without-owner = \"warning\"");
        page.out
    }

    fn template(&self, page: &mut Page) {
        page.blank();
        page.comment(
            "Which sections and metrics a postmortem has, and the words it is written with: a built-in\n\
             template (`pmlint templates` lists them), or the path of your own, in Markdown or TOML.",
            "复盘应有哪些章节和指标、用哪些词：内置模板（`pmlint templates` 列出），\n\
             或自己的 Markdown、TOML 模板的路径。",
        );
        let all = self.postmortems.len();
        if let Some((path, count)) = &self.own_template {
            page.comment(
                &format!("Postmortems that follow it: {count} of {all}."),
                &format!("{all} 篇复盘中有 {count} 篇符合。"),
            );
            page.set("template", &path.to_toml_value());
            return;
        }
        let counts: Vec<String> =
            self.templates.iter().map(|(name, count)| format!("{name} {count}")).collect();
        match self.templates.as_slice() {
            [] => {
                page.comment(
                    "No postmortem was found here yet. Without this line each gets the one that fits it best.",
                    "这里还没有复盘。不写这一行时，每篇采用最适合它的模板。",
                );
                let first = BUILTIN.first().map_or("", |builtin| builtin.name);
                page.example(&format!("template = \"{first}\""));
            }
            [(name, count)] => {
                page.comment(
                    &format!("Postmortems that it fits best: {count} of {all}."),
                    &format!("{all} 篇复盘中有 {count} 篇最适合它。"),
                );
                page.set("template", &name.to_toml_value());
            }
            [(name, _), ..] => {
                page.comment(
                    &format!(
                        "Best for the {all} postmortems here: {}. Without this line each gets\n\
                         the one that fits it best; with it all are held to one.",
                        counts.join(", ")
                    ),
                    &format!(
                        "这里 {all} 篇复盘最适合的模板：{}。不写这一行时，每篇采用最适合它的；\n\
                         写了则全部按这一个检查。",
                        counts.join("，")
                    ),
                );
                page.example(&format!("template = {}", name.to_toml_value()));
            }
        }
    }

    fn files(&self, page: &mut Page) {
        let found = patterns(&self.postmortems, &self.others);
        let list = |globs: &[String]| globs.to_vec().to_toml_value();
        page.blank();
        page.comment(
            "What is checked inside a folder, whatever it looks like. Without `include` it is every\n\
             Markdown file that looks like a postmortem.",
            "检查目录时包含哪些文件，不论内容像不像复盘。不写 `include` 时，\n\
             检查所有看起来像复盘的 Markdown 文件。",
        );
        if found.include.is_empty() {
            page.example("include = [\"docs/postmortems/**\"]");
        } else {
            let count = self.postmortems.len();
            page.comment(
                &format!("Postmortems found there: {count}."),
                &format!("其中有复盘 {count} 篇。"),
            );
            page.set("include", &list(&found.include));
        }
        if found.exclude.is_empty() {
            page.example("exclude = [\"**/README.md\"]");
        } else {
            page.comment("Found among them, and no postmortems.", "其中不是复盘的文件。");
            page.set("exclude", &list(&found.exclude));
        }
    }

    fn times(&self, page: &mut Page) {
        page.blank();
        page.comment("The zone of times that state none.", "没有写时区的时间所用的时区。");
        page.example("timezone = \"+08:00\"");
        page.blank();
        page.comment(
            "What makes the exit code 1: error | warning | note | never.",
            "哪一级的问题使退出码为 1：error | warning | note | never。",
        );
        page.example("fail-on = \"error\"");
    }

    fn limits(&self, page: &mut Page) {
        page.blank();
        page.comment(
            "Your limits, which verdicts are held against; the limit itself is still met. pmlint knows none.",
            "你们的目标，用来核对是否达标；恰好等于目标算达标。pmlint 不会替你们定。",
        );
        self.tell_counts(
            page,
            &self.metrics,
            "Metrics that the documents state",
            "文档中写明的指标",
        );
        let metrics = self.example_metrics();
        let mut example = "[sla]".to_owned();
        for (metric, limit) in std::iter::zip(&metrics, LIMITS) {
            let _ = write!(example, "\n{metric} = \"{limit}\"");
        }
        page.example(&example);
        page.blank();
        page.comment(
            "Limits of one severity, as the documents state it.",
            "某一故障等级的目标，等级以文档所写为准。",
        );
        let severity = self.severities.first().map_or("P0", String::as_str);
        let last = metrics.last().map_or("resolution", String::as_str);
        let key = toml_writer::ToTomlKey::to_toml_key(severity);
        page.example(&format!("[sla.severity.{key}]\n{last} = \"30m\""));
    }

    fn readings(&self, page: &mut Page) {
        page.blank();
        page.comment(
            "What a metric means in your house: from one milestone to another. Without it every usual\n\
             meaning will do.",
            "指标在你们这里的口径：从哪个里程碑到哪个里程碑。不写时，常见口径都接受。",
        );
        let milestones: std::collections::BTreeMap<String, usize> = self
            .milestones
            .iter()
            .map(|(milestone, count)| (milestone.id().to_owned(), *count))
            .collect();
        self.tell_counts(page, &milestones, "Milestones of the timelines", "时间线中的里程碑");
        let mut example = "[metrics]".to_owned();
        for metric in self.example_metrics() {
            let (pair, fits) = match self.readings.get(&metric) {
                Some((pair, count)) => (pair.to_string(), Some(*count)),
                None => (usual_reading(&metric), None),
            };
            if pair.is_empty() {
                continue;
            }
            let _ = write!(example, "\n{metric} = \"{pair}\"");
            if let Some(count) = fits {
                let of = self.metrics.get(&metric).copied().unwrap_or(count);
                let told = page.lang.pick(
                    || format!("  # fits {count} of {of}"),
                    || format!("  # {of} 篇中有 {count} 篇符合"),
                );
                example += &told;
            }
        }
        page.example(&example);
    }

    /// Three metrics for an example: those that most documents state, or the usual ones.
    fn example_metrics(&self) -> Vec<String> {
        let mut found: Vec<(&String, &usize)> = self.metrics.iter().collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut metrics: Vec<String> =
            found.into_iter().map(|(id, _)| id.clone()).take(USUAL.len()).collect();
        if metrics.is_empty() {
            metrics = USUAL.map(str::to_owned).to_vec();
        }
        // In the order of an incident.
        let place = |id: &String| USUAL.iter().position(|usual| usual == id).unwrap_or(USUAL.len());
        metrics.sort_by_key(place);
        metrics
    }

    fn tell_counts(
        &self,
        page: &mut Page,
        counts: &std::collections::BTreeMap<String, usize>,
        en: &str,
        zh: &str,
    ) {
        if counts.is_empty() {
            return;
        }
        let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let counts: Vec<String> =
            counts.iter().map(|(id, count)| format!("{id} {count}")).collect();
        let all = self.postmortems.len();
        page.comment(
            &format!("{en}, of {all}: {}.", counts.join(", ")),
            &format!("{zh}（共 {all} 篇）：{}。", counts.join("，")),
        );
    }
}

/// The most usual reading of a metric in the first built-in template.
fn usual_reading(metric: &str) -> String {
    let template = BUILTIN.first().and_then(|first| builtin(first.name));
    let spec = template.as_ref().and_then(|template| template.metric(metric));
    spec.and_then(|spec| spec.readings.first()).map(ToString::to_string).unwrap_or_default()
}

/// A configuration in the making.
struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Lines that explain.
    fn comment(&mut self, en: &str, zh: &str) {
        for line in self.lang.pick(|| en, || zh).lines() {
            let _ = writeln!(self.out, "# {line}");
        }
    }

    /// Lines that can be used once the `#` is taken away.
    fn example(&mut self, lines: &str) {
        for line in lines.lines() {
            let _ = writeln!(self.out, "#{line}");
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {value}");
    }
}
