//! Which files are checked and why each other is not, for people and for programs.

use serde::Serialize;

use crate::lang::Lang;
use crate::output::json::{SCHEMA_VERSION, push};
use crate::output::sanitize::visible;
use crate::output::table::Table;

/// What a run would do with the files that it meets.
#[derive(Debug, Default, Serialize)]
pub struct Listing {
    schema_version: u32,
    /// Those that are checked, in the order of their paths.
    pub files: Vec<Checked>,
    /// Those that are not, in the order of their paths.
    pub left_out: Vec<LeftOut>,
}

/// A file that is checked.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The path as it was given.
    pub path: String,
    /// Why it is taken for a postmortem.
    pub because: Because,
    /// The template it is read with.
    pub template: String,
    /// How many sections of the template it has.
    pub sections_matched: usize,
    /// How many the template has.
    pub sections: usize,
    /// The configuration that holds for it, if there is one.
    pub configuration: Option<String>,
}

/// Why a file is taken for a postmortem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// It was named.
    Named,
    /// `include` names it.
    Included,
    /// It has the sections of one.
    Sections,
}

/// A file or folder that is not checked.
#[derive(Debug, Serialize)]
pub struct LeftOut {
    /// The path as it was given.
    pub path: String,
    /// Whether it is a folder, with all that is in it.
    pub folder: bool,
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
}

/// Why a file is not checked.
#[derive(Debug, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// Its name begins with a dot.
    Hidden,
    /// Git ignores it.
    GitIgnored {
        /// The pattern.
        pattern: String,
        /// The file that it stands in.
        file: Option<String>,
    },
    /// `exclude` names it.
    Excluded {
        /// The pattern.
        pattern: String,
        /// The configuration.
        file: String,
        /// The line of the pattern.
        line: usize,
    },
    /// There is an `include`, and it does not name it.
    NotIncluded {
        /// The configuration and the line of the first pattern, which both are there.
        file: Option<String>,
        /// See `file`.
        line: Option<usize>,
    },
    /// It is no Markdown by its name.
    NotMarkdown,
    /// It is a symbolic link, a pipe or a device.
    NotAFile,
    /// It is the template of other documents.
    Template,
    /// It has too few sections of any template.
    NoPostmortem {
        /// The template that fits best.
        template: String,
        /// How many sections of it the file has.
        sections_matched: usize,
        /// How many it has.
        sections: usize,
    },
    /// Its configuration is wrong.
    WrongConfiguration {
        /// Which; none where a template of the command line is wrong.
        file: Option<String>,
    },
}

impl Reason {
    /// Whether hardly anybody wonders why.
    fn is_obvious(&self) -> bool {
        matches!(self, Self::Hidden | Self::NotMarkdown)
    }

    fn english(&self) -> String {
        match self {
            Self::Hidden => "hidden".into(),
            Self::GitIgnored { pattern, file } => {
                let file = file.as_deref().map(|file| format!(" ({file})")).unwrap_or_default();
                format!("git-ignored by `{pattern}`{file}")
            }
            Self::Excluded { pattern, file, line } => {
                format!("excluded by `{pattern}` ({file}:{line})")
            }
            Self::NotIncluded { file: Some(file), line: Some(line) } => {
                format!("no pattern of `include` names it ({file}:{line})")
            }
            Self::NotIncluded { .. } => "no pattern of `include` names it".into(),
            Self::NotMarkdown => "no Markdown: its name does not end in .md or .markdown".into(),
            Self::NotAFile => "a symbolic link, or no ordinary file".into(),
            Self::Template => "the template of the others".into(),
            Self::NoPostmortem { sections_matched: 0, .. } => {
                "no postmortem: none of the sections of a template".into()
            }
            Self::NoPostmortem { template, sections_matched, sections } => {
                format!("no postmortem: {sections_matched} of {sections} sections of {template}")
            }
            Self::WrongConfiguration { file: Some(file) } => format!("{file} is wrong"),
            Self::WrongConfiguration { file: None } => "the template is wrong".into(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Hidden => "隐藏".into(),
            Self::GitIgnored { pattern, file } => {
                let file = file.as_deref().map(|file| format!("（{file}）")).unwrap_or_default();
                format!("被 git 忽略：`{pattern}`{file}")
            }
            Self::Excluded { pattern, file, line } => {
                format!("被 `{pattern}` 排除（{file}:{line}）")
            }
            Self::NotIncluded { file: Some(file), line: Some(line) } => {
                format!("`include` 中没有匹配它的模式（{file}:{line}）")
            }
            Self::NotIncluded { .. } => "`include` 中没有匹配它的模式".into(),
            Self::NotMarkdown => "不是 Markdown：文件名不以 .md 或 .markdown 结尾".into(),
            Self::NotAFile => "符号链接，或不是普通文件".into(),
            Self::Template => "是其他文档的模板".into(),
            Self::NoPostmortem { sections_matched: 0, .. } => "不像复盘：没有任何模板的章节".into(),
            Self::NoPostmortem { template, sections_matched, sections } => {
                format!("不像复盘：{template} 的 {sections} 个章节中有 {sections_matched} 个")
            }
            Self::WrongConfiguration { file: Some(file) } => format!("{file} 有错误"),
            Self::WrongConfiguration { file: None } => "模板有错误".into(),
        }
    }
}

impl Listing {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self { schema_version: SCHEMA_VERSION, ..Self::default() }
    }

    /// Appends it as JSON.
    pub fn json(&self, out: &mut String) {
        push(self, out);
        out.push('\n');
    }

    /// Appends it for a person; files that nobody would expect to be checked only with `all`.
    pub fn human(&self, lang: Lang, all: bool, out: &mut String) {
        let pick = |en: &'static str, zh: &'static str| lang.pick(|| en, || zh);
        if !self.files.is_empty() {
            *out += pick("checked:\n", "检查：\n");
            let mut table = Table::default();
            for file in &self.files {
                let (matched, of) = (file.sections_matched, file.sections);
                let because = match file.because {
                    Because::Named => pick("named", "直接指定"),
                    Because::Included => "include",
                    Because::Sections => pick("by its sections", "依据章节"),
                };
                let template = format!("{} {matched}/{of}", visible(&file.template));
                let none = pick("no configuration", "无配置");
                let configuration = visible(file.configuration.as_deref().unwrap_or(none));
                let path = visible(&file.path).into_owned();
                table.row([path, because.into(), template, configuration.into_owned()]);
            }
            table.draw(2, usize::MAX, out);
        }
        let is_told = |left: &&LeftOut| all || !left.reason.is_obvious();
        let told: Vec<&LeftOut> = self.left_out.iter().filter(is_told).collect();
        let untold = self.left_out.len() - told.len();
        if !self.left_out.is_empty() {
            *out += pick("left out:\n", "不检查：\n");
        }
        let mut table = Table::default();
        for left in told {
            let end = if left.folder { "/" } else { "" };
            let reason = lang.pick(|| left.reason.english(), || left.reason.chinese());
            table.row([format!("{}{end}", visible(&left.path)), visible(&reason).into_owned()]);
        }
        table.draw(2, usize::MAX, out);
        if untold > 0 {
            *out += &lang.pick(
                || format!("  {untold} hidden or not Markdown (--verbose lists them)\n"),
                || format!("  {untold} 个隐藏或不是 Markdown（--verbose 列出）\n"),
            );
        }
    }
}
