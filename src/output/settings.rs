//! The settings of a document and where each comes from: as TOML that can be used, and for programs.
//!
//! In TOML what was written stands as it would be written again, and what is a default in a comment, so
//! that the text means the same as the configurations it was made from.

use std::fmt::Write as _;

use serde::Serialize;
use toml_writer::{ToTomlKey as _, ToTomlValue as _};
use unicode_width::UnicodeWidthStr as _;

use crate::config::Written;
use crate::lang::Lang;
use crate::output::json::{SCHEMA_VERSION, push};
use crate::output::sanitize::visible;

/// What is known about the settings of a document.
#[derive(Debug, Serialize)]
pub struct Effective {
    schema_version: u32,
    /// The path that was asked about.
    pub path: String,
    /// Whether there is such a file or folder.
    pub exists: bool,
    /// The configuration that holds for it.
    pub configuration: Option<String>,
    /// The folder that the paths of the configuration count from.
    pub base: String,
    /// The template that the document is read with, where there is a document.
    pub template: Option<Chosen>,
    /// The settings, in the order of a configuration.
    pub settings: Vec<Setting>,
    /// The overrides of the configuration, in order.
    pub overrides: Vec<Overriding>,
}

/// A template, and how a document fits it.
#[derive(Debug, Serialize)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// How many sections of it the document has.
    pub sections_matched: usize,
    /// How many it has.
    pub sections: usize,
}

/// A setting.
#[derive(Debug, Serialize)]
pub struct Setting {
    /// The keys that lead to it.
    pub key: Vec<String>,
    /// Its value; none where a default has none.
    pub value: Option<Value>,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: From,
}

/// The value of a setting.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A string.
    One(String),
    /// A list of strings.
    Many(Vec<String>),
}

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum From {
    /// Nobody said otherwise.
    Default,
    /// The configuration.
    File {
        /// Its name.
        file: String,
        /// The line of the value.
        line: usize,
    },
    /// One of its overrides.
    Override {
        /// The name of the configuration.
        file: String,
        /// The line of the value.
        line: usize,
    },
    /// The command line.
    CommandLine {
        /// The option.
        option: &'static str,
    },
}

/// An override of the configuration.
#[derive(Debug, Serialize)]
pub struct Overriding {
    /// The line of its paths.
    pub line: usize,
    /// Its paths.
    pub paths: Vec<String>,
    /// Whether it is for the document.
    pub applies: bool,
}

impl std::convert::From<&Written> for Value {
    fn from(written: &Written) -> Self {
        match written {
            Written::One(text) => Self::One(text.clone()),
            Written::Many(texts) => Self::Many(texts.clone()),
        }
    }
}

impl Value {
    fn toml(&self) -> String {
        match self {
            Self::One(text) => text.to_toml_value(),
            Self::Many(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| text.to_toml_value()).collect();
                format!("[{}]", texts.join(", "))
            }
        }
    }
}

impl Effective {
    /// The settings of a path, none of which is known yet.
    #[must_use]
    pub fn new(path: String, configuration: Option<String>, base: String) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            path,
            exists: true,
            configuration,
            base,
            template: None,
            settings: Vec::new(),
            overrides: Vec::new(),
        }
    }

    /// Appends them as JSON.
    pub fn json(&self, out: &mut String) {
        push(self, out);
        out.push('\n');
    }

    /// Appends them as TOML.
    pub fn toml(&self, lang: Lang, out: &mut String) {
        self.head(lang, out);
        let mut table: &[String] = &[];
        let lines: Vec<(&[String], String, String)> = self
            .settings
            .iter()
            .filter_map(|setting| {
                let (name, above) = setting.key.split_last()?;
                Some((above, self.line(name, setting, lang), setting.from.told(lang)))
            })
            .collect();
        let width = lines.iter().map(|(_, line, _)| line.width()).filter(|&it| it <= WIDEST).max();
        for (above, line, from) in &lines {
            if *above != table {
                let keys: Vec<String> = above.iter().map(|key| key.to_toml_key()).collect();
                let _ = writeln!(out, "\n[{}]", keys.join("."));
                table = above;
            }
            let gap = width.unwrap_or(0).saturating_sub(line.width()) + 2;
            let _ = writeln!(out, "{line}{:gap$}# {from}", "");
        }
        if !self.overrides.is_empty() {
            *out +=
                lang.pick(|| "\n# Overrides, in order:\n", || "\n# 覆盖（overrides），按顺序：\n");
        }
        for one in &self.overrides {
            let applies = match one.applies {
                true => lang.pick(|| "holds here", || "适用"),
                false => lang.pick(|| "does not hold here", || "不适用"),
            };
            let paths = one.paths.iter().map(|path| path.to_toml_value()).collect::<Vec<_>>();
            let file = self.configuration.as_deref().unwrap_or_default();
            let paths = comment(&paths.join(", "));
            let _ =
                writeln!(out, "#   {}:{}  paths = [{paths}]  {applies}", comment(file), one.line);
        }
    }

    fn head(&self, lang: Lang, out: &mut String) {
        let path = comment(&self.path);
        let _ = match lang {
            Lang::En => writeln!(out, "# Settings for {path}"),
            Lang::Zh => writeln!(out, "# {path} 的设置"),
        };
        if !self.exists {
            *out += lang.pick(|| "# There is no such file yet.\n", || "# 还没有这个文件。\n");
        }
        let base = comment(&self.base);
        let _ = match (&self.configuration, lang) {
            (Some(file), Lang::En) => {
                let file = comment(file);
                writeln!(out, "# Configuration: {file}; its paths count from {base}")
            }
            (Some(file), Lang::Zh) => {
                let file = comment(file);
                writeln!(out, "# 配置文件：{file}；其中的路径相对于 {base}")
            }
            (None, Lang::En) => writeln!(out, "# Configuration: none"),
            (None, Lang::Zh) => writeln!(out, "# 配置文件：无"),
        };
        if let Some(Chosen { name, sections_matched, sections }) = &self.template {
            let name = comment(name);
            let _ = match lang {
                Lang::En => writeln!(
                    out,
                    "# The document is read with {name}: {sections_matched} of {sections} sections"
                ),
                Lang::Zh => writeln!(
                    out,
                    "# 该文档按 {name} 读取：{sections} 个章节中有 {sections_matched} 个"
                ),
            };
        }
        out.push('\n');
    }

    /// A setting without its origin: as it would be written, in a comment where it is a default.
    fn line(&self, name: &str, setting: &Setting, lang: Lang) -> String {
        let key = name.to_toml_key();
        match (&setting.value, &setting.from) {
            (Some(value), From::Default) => format!("# {key} = {}", value.toml()),
            (Some(value), _) => format!("{key} = {}", value.toml()),
            (None, _) => unset(name, lang),
        }
    }
}

/// What holds where nothing is set, and no value would say so.
fn unset(name: &str, lang: Lang) -> String {
    let (en, zh) = match name {
        "template" => ("the one that fits each document best", "最适合每个文档的模板"),
        "include" => ("what looks like a postmortem", "看起来像复盘的文件"),
        "exclude" => ("nothing", "无"),
        "timezone" => ("what each document says", "以文档所写为准"),
        _ => ("not set", "未设置"),
    };
    lang.pick(|| format!("# {name}: {en}"), || format!("# {name}：{zh}"))
}

/// A line wider than this does not push the comments of all others to the right.
const WIDEST: usize = 48;

impl From {
    fn told(&self, lang: Lang) -> String {
        match self {
            Self::Default => lang.pick(|| "default", || "默认").to_owned(),
            Self::File { file, line } => format!("{}:{line}", comment(file)),
            Self::Override { file, line } => {
                let file = comment(file);
                lang.pick(
                    || format!("{file}:{line}, an override"),
                    || format!("{file}:{line}，覆盖"),
                )
            }
            Self::CommandLine { option } => (*option).to_owned(),
        }
    }
}

/// What can stand in a comment: nothing that would end it.
fn comment(text: &str) -> String {
    visible(text).replace('\t', " ")
}
