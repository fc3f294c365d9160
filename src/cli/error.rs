//! What can go wrong outside of a document, in sentences that say what to do next.

use std::io;

use crate::baseline::Unreadable;
use crate::cli::fix::FixError;
use crate::cli::git::GitError;
use crate::lang::Lang;
use crate::output::{Failure, visible};
use crate::source::NotUtf8;

/// The largest file that is read.
pub(super) const LARGEST: u64 = 100 * 1024 * 1024;

/// Something that kept pmlint from doing what it was asked to do.
#[derive(Debug)]
pub(super) enum Error {
    /// A path does not exist; with the command that may have been meant.
    Missing { path: String, command: Option<String> },
    /// A file or folder cannot be read.
    Unreadable { path: String, error: io::Error },
    /// A file is not UTF-8.
    NotUtf8 { path: String, error: NotUtf8 },
    /// A file is too large to be a document.
    TooLarge { path: String },
    /// A file is there already, which is not to be lost; with what to do, in both languages.
    Exists { path: String, option: Option<(&'static str, &'static str)> },
    /// A file is not a folder.
    NoFolder { path: String },
    /// No folder can be told from `include`.
    NoPlace { configuration: String },
    /// A date that is none.
    NoDate { text: String },
    /// A configuration is wrong; the user was told what.
    Configuration,
    /// Results cannot be written.
    Write { path: Option<String>, error: io::Error },
    /// The summary of a step of GitHub Actions cannot be written.
    Summary { path: String, error: io::Error },
    /// There is no such rule.
    UnknownRule { id: String, near: Option<&'static str> },
    /// There is no such schema.
    UnknownSchema { name: String, near: Option<&'static str> },
    /// There is no such template.
    UnknownTemplate { name: String, near: Option<&'static str> },
    /// Nothing in a document could be a section of a template.
    NoSections { path: String },
    /// A template cannot be made of several templates.
    SeveralTemplates,
    /// A command that stands behind options, where it would be a path.
    CommandBehind { command: String },
    /// A name was given to standard input, which is not read.
    NoStandardInput,
    /// Comments cannot be written into standard input.
    SuppressStandardInput,
    /// A baseline does not exist.
    NoBaseline { path: String },
    /// A baseline exists already.
    BaselineExists { path: String },
    /// A file is no baseline.
    WrongBaseline { path: String, error: Unreadable },
    /// Git gives no answer.
    Git(GitError),
    /// Nothing can be fixed, or one document cannot.
    Fix(FixError),
    /// A reason that cannot stand in a comment.
    WrongReason,
    /// A document cannot be replaced by one with comments.
    NotSuppressed { path: String, error: io::Error },
    /// Comments would change what is read of a document.
    CommentsHarm { path: String },
    /// Two formats go to the same place; with how to type them.
    SameOutput { path: Option<String>, format: &'static str },
    /// Every format has a file of its own, so there is nothing left for `--output`.
    NothingToOutput,
    /// Results would be written over a document that is checked.
    OverDocument { path: String },
}

impl Error {
    /// Whether this is a reader that closed the pipe, which is no error at all.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// What it is in a report.
    pub(super) fn failure(&self, lang: Lang) -> Failure {
        Failure { path: self.path().map(str::to_owned), message: self.sentence(lang) }
    }

    /// The path that it is about.
    fn path(&self) -> Option<&str> {
        match self {
            Self::Missing { path, .. }
            | Self::Unreadable { path, .. }
            | Self::NotUtf8 { path, .. }
            | Self::TooLarge { path }
            | Self::Write { path: Some(path), .. }
            | Self::SameOutput { path: Some(path), .. }
            | Self::NoSections { path }
            | Self::OverDocument { path } => Some(path),
            Self::Fix(error) => error.path(),
            _ => None,
        }
    }

    /// The sentence for the user, safe to show.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        visible(&lang.pick(|| self.english(), || self.chinese())).into_owned()
    }

    fn english(&self) -> String {
        match self {
            Self::Missing { path, command: None } => {
                format!("{path}: no such file or folder; check the spelling")
            }
            Self::Missing { path, command: Some(command) } => {
                format!("{path}: no such file or folder; did you mean the command `{command}`?")
            }
            Self::Unreadable { path, error } => {
                format!("{path}: cannot be read: {error}; check the permissions or leave it out")
            }
            Self::NotUtf8 { path, error } => match error.looks_like {
                Some(encoding) => format!("{path}: the file is {encoding}; save it as UTF-8"),
                None => {
                    let offset = error.offset;
                    format!(
                        "{path}: not UTF-8 (first wrong byte at offset {offset}); save it as UTF-8"
                    )
                }
            },
            Self::TooLarge { path } => {
                let limit = LARGEST / 1024 / 1024;
                format!("{path}: larger than {limit} MiB; split it, or list it under `exclude`")
            }
            Self::Exists { path, option: Some((option, _)) } => {
                format!("{path} is there already, and nothing was written; {option}")
            }
            Self::Exists { path, option: None } => {
                format!("{path} is there already, and nothing was written; choose another --output")
            }
            Self::NoPlace { configuration } => format!(
                "`include` in {configuration} does not say in which folder; name it with --output"
            ),
            Self::NoDate { text } => {
                format!("`{text}` is no date; write one such as `--date 2024-05-06`")
            }
            Self::Configuration => "nothing was written; correct the configuration first".into(),
            Self::NoFolder { path } => format!("{path} is no folder; name the one it is in"),
            Self::Write { path: Some(path), error } => {
                format!(
                    "{path}: cannot be written: {error}; name a file in a folder that is there and \
                     can be written to"
                )
            }
            Self::Write { path: None, error } => {
                format!("standard output cannot be written: {error}; try --output FILE")
            }
            Self::Summary { path, error } => {
                format!(
                    "{path}: cannot be written: {error}; correct GITHUB_STEP_SUMMARY or unset it"
                )
            }
            Self::UnknownRule { id, near: Some(near) } => {
                format!("there is no rule `{id}`; did you mean `{near}`?")
            }
            Self::UnknownRule { id, near: None } => {
                format!("there is no rule `{id}`; `pmlint rules` lists them")
            }
            Self::UnknownSchema { name, near: Some(near) } => {
                format!("there is no schema `{name}`; did you mean `{near}`?")
            }
            Self::UnknownSchema { name, near: None } => {
                format!("there is no schema `{name}`; `pmlint schema` lists them")
            }
            Self::UnknownTemplate { name, near: Some(near) } => {
                format!("there is no template `{name}`; did you mean `{near}`?")
            }
            Self::UnknownTemplate { name, near: None } => {
                format!("there is no template `{name}`; `pmlint templates` lists the built-in ones")
            }
            Self::NoSections { path } => {
                format!("{path}: no heading that could be a section; write one for each section")
            }
            Self::SeveralTemplates => {
                "--kind template takes one file; name the others in a run of their own".into()
            }
            Self::NoStandardInput => {
                "--stdin-filename names standard input, which is read where `-` is given; add `-`"
                    .into()
            }
            Self::SuppressStandardInput => {
                "--suppress writes into files, and standard input is none; name the file".into()
            }
            Self::Git(error) => error.sentence(Lang::En),
            Self::Fix(error) => error.sentence(Lang::En),
            Self::NoBaseline { path } => format!(
                "{path}: no such baseline; check the spelling, or write it with \
                 `pmlint baseline create --baseline {path}`"
            ),
            Self::BaselineExists { path } => format!(
                "{path}: is there already and was left as it is; bring it up to date with \
                 `pmlint baseline update --baseline {path}`"
            ),
            Self::WrongBaseline { path, error: Unreadable { line, column, message } } => format!(
                "{path}:{line}:{column}: no baseline: {message}; mend it, or remove it and write \
                 it anew with `pmlint baseline create --baseline {path}`"
            ),
            Self::WrongReason => {
                "--reason must say something in words, without `-->`; write why the document is \
                 right as it stands"
                    .into()
            }
            Self::NotSuppressed { path, error } => {
                format!("{path}: no comment was written: {error}")
            }
            Self::CommentsHarm { path } => format!(
                "{path}: no comment was written, for it would change what is read of the document; \
                 write it by hand: `<!-- pmlint-ignore RULE: reason -->`"
            ),
            Self::SameOutput { path: None, format } => {
                format!(
                    "only one format can go to standard output; give the other a file: \
                     `--format {format}=FILE`"
                )
            }
            Self::SameOutput { path: Some(path), format } => {
                format!(
                    "{path} is named for two formats; name another file: `--format {format}=FILE`"
                )
            }
            Self::NothingToOutput => {
                "--output is for a format without a file, and each has one; leave out --output, \
                 or the `=FILE` of one format"
                    .into()
            }
            Self::CommandBehind { command } => format!(
                "the command `{command}` stands before its options: write `pmlint {command} …`"
            ),
            Self::OverDocument { path } => {
                format!("{path} is one of the documents to check; write the results elsewhere")
            }
        }
    }

    /// The command that a missing path is the name of: it was typed behind options.
    pub(super) fn command(&self) -> Option<&str> {
        match self {
            Self::Missing { path, command: Some(command) } if path == command => Some(command),
            _ => None,
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::CommandBehind { command } => {
                format!("命令 `{command}` 要写在选项之前：`pmlint {command} …`")
            }
            Self::Missing { path, command: None } => {
                format!("{path}：没有这个文件或目录；请检查拼写")
            }
            Self::Missing { path, command: Some(command) } => {
                format!("{path}：没有这个文件或目录；是否想用命令 `{command}`？")
            }
            Self::Unreadable { path, error } => {
                format!("{path}：无法读取：{error}；请检查权限，或将其排除")
            }
            Self::NotUtf8 { path, error } => match error.looks_like {
                Some(encoding) => format!("{path}：文件编码是 {encoding}；请另存为 UTF-8"),
                None => {
                    let offset = error.offset;
                    format!("{path}：不是 UTF-8（第一个错误字节在偏移 {offset}）；请另存为 UTF-8")
                }
            },
            Self::TooLarge { path } => {
                let limit = LARGEST / 1024 / 1024;
                format!("{path}：超过 {limit} MiB；请拆分，或列入 `exclude`")
            }
            Self::Exists { path, option: Some((_, option)) } => {
                format!("{path} 已存在，没有写入任何内容；{option}")
            }
            Self::Exists { path, option: None } => {
                format!("{path} 已存在，没有写入任何内容；请换一个 --output")
            }
            Self::NoPlace { configuration } => {
                format!("{configuration} 的 `include` 没有写明目录；请用 --output 指定")
            }
            Self::NoDate { text } => format!("`{text}` 不是日期；请写成 `--date 2024-05-06`"),
            Self::Configuration => "没有写入任何内容；请先改正配置".into(),
            Self::NoFolder { path } => format!("{path} 不是目录；请指定它所在的目录"),
            Self::Write { path: Some(path), error } => {
                format!("{path}：无法写入：{error}；请换一个 --output")
            }
            Self::Write { path: None, error } => {
                format!("无法写入标准输出：{error}；可改用 --output FILE")
            }
            Self::Summary { path, error } => {
                format!("{path}：无法写入：{error}；请改正或取消 GITHUB_STEP_SUMMARY")
            }
            Self::UnknownRule { id, near: Some(near) } => {
                format!("没有规则 `{id}`；是否想用 `{near}`？")
            }
            Self::UnknownRule { id, near: None } => {
                format!("没有规则 `{id}`；`pmlint rules` 列出所有规则")
            }
            Self::UnknownSchema { name, near: Some(near) } => {
                format!("没有 schema `{name}`；是否想用 `{near}`？")
            }
            Self::UnknownSchema { name, near: None } => {
                format!("没有 schema `{name}`；`pmlint schema` 列出所有 schema")
            }
            Self::UnknownTemplate { name, near: Some(near) } => {
                format!("没有模板 `{name}`；是否想用 `{near}`？")
            }
            Self::UnknownTemplate { name, near: None } => {
                format!("没有模板 `{name}`；`pmlint templates` 列出内置模板")
            }
            Self::NoSections { path } => {
                format!("{path}：没有可作为章节的标题；请为每个章节写一个标题")
            }
            Self::SeveralTemplates => "--kind template 只接受一个文件；其余的请分别运行".into(),
            Self::NoStandardInput => {
                "--stdin-filename 给标准输入命名，但没有给出 `-`；请加上 `-`".into()
            }
            Self::SuppressStandardInput => {
                "--suppress 要写入文件，不能用于标准输入；请指定文件".into()
            }
            Self::WrongReason => {
                "--reason 必须写明理由，且不能含 `-->`；请写为什么文档这样写是对的".into()
            }
            Self::Git(error) => error.sentence(Lang::Zh),
            Self::Fix(error) => error.sentence(Lang::Zh),
            Self::NoBaseline { path } => format!(
                "{path}：没有这份基线；请检查拼写，或用 `pmlint baseline create --baseline {path}` 写一份"
            ),
            Self::BaselineExists { path } => format!(
                "{path}：已经存在，没有改动；请用 `pmlint baseline update --baseline {path}` 更新"
            ),
            Self::WrongBaseline { path, error: Unreadable { line, column, message } } => format!(
                "{path}:{line}:{column}：不是基线：{message}；请改正，或删去后用 \
                 `pmlint baseline create --baseline {path}` 重写"
            ),
            Self::NotSuppressed { path, error } => format!("{path}：没有写入注释：{error}"),
            Self::CommentsHarm { path } => format!(
                "{path}：写入注释会改变文档的读法，因此没有写入；\
                 请手工写 `<!-- pmlint-ignore 规则: 理由 -->`"
            ),
            Self::SameOutput { path: None, format } => {
                format!(
                    "只能有一种格式输出到标准输出；请为另一种指定文件：`--format {format}=文件`"
                )
            }
            Self::SameOutput { path: Some(path), format } => {
                format!("{path} 被两种格式同时使用；请另指定文件：`--format {format}=文件`")
            }
            Self::NothingToOutput => "--output 用于没有指定文件的格式，而每种格式都已有文件；\
                 请去掉 --output，或去掉其中一种格式的 `=文件`"
                .into(),
            Self::OverDocument { path } => {
                format!("{path} 是要检查的文档之一；请把结果写到别处")
            }
        }
    }
}

/// The name that was probably meant, if one is near enough.
pub(super) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.map(|name| (strsim::normalized_damerau_levenshtein(typed, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score >= 0.6).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        let rules = ["missing-section", "empty-section", "metric-mismatch"];
        assert_eq!(nearest("mising-section", rules.into_iter()), Some("missing-section"));
        assert_eq!(nearest("metric-missmatch", rules.into_iter()), Some("metric-mismatch"));
        assert_eq!(nearest("xyz", rules.into_iter()), None);
    }

    #[test]
    fn a_sentence_holds_no_escape_from_a_file_name() {
        let error = Error::Missing { path: "a\u{1b}[2Jb.md".into(), command: None };
        for lang in [Lang::En, Lang::Zh] {
            assert!(!error.sentence(lang).contains('\u{1b}'));
        }
    }
}
