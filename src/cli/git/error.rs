//! What git cannot do, in sentences that say what to do next.

use std::io;
use std::path::Path;

use crate::cli::document;
use crate::lang::Lang;

/// Why git gives no answer.
#[derive(Debug)]
pub(in crate::cli) enum GitError {
    /// It cannot be run.
    NotRun(io::Error),
    /// A folder is in no repository.
    NoRepository { folder: String },
    /// What was given is no name of a commit.
    NoReference { reference: String },
    /// It knows no such commit.
    UnknownReference { reference: String, shallow: bool },
    /// The current commit and the other one have no commit in common.
    NoCommonCommit { reference: String, shallow: bool },
    /// Anything else, in its own words.
    Failed { message: String },
}

impl GitError {
    /// The same; where git says that a folder is in no repository, that.
    pub(super) fn outside(self, folder: &Path) -> Self {
        match self {
            Self::Failed { message } if message.contains("not a git repository") => {
                Self::NoRepository { folder: document::name(folder) }
            }
            other => other,
        }
    }

    /// The sentence for the user.
    pub(in crate::cli) fn sentence(&self, lang: Lang) -> String {
        let sentence = lang.pick(|| self.english(), || self.chinese());
        format!("--changed-since: {sentence}")
    }

    fn english(&self) -> String {
        match self {
            Self::NotRun(error) if error.kind() == io::ErrorKind::NotFound => {
                "there is no `git` here; install it, or leave the option out".into()
            }
            Self::NotRun(error) => format!("git cannot be run: {error}"),
            Self::NoRepository { folder } => {
                format!("{folder} is in no git repository; leave the option out there")
            }
            Self::NoReference { reference } => format!(
                "`{reference}` is no name of a commit; write one such as `origin/main`, and see \
                 that the variable it comes from is set"
            ),
            Self::UnknownReference { reference, shallow: false } => format!(
                "git knows no commit `{reference}`; check the spelling, or get it with `git fetch`"
            ),
            Self::UnknownReference { reference, shallow: true } => format!(
                "git knows no commit `{reference}`, for the clone is shallow; get the rest with \
                 `git fetch --unshallow`, or check out with `fetch-depth: 0`"
            ),
            Self::NoCommonCommit { reference, shallow: false } => format!(
                "the current commit and `{reference}` have no commit in common; name one that the \
                 branch has grown from"
            ),
            Self::NoCommonCommit { reference, shallow: true } => format!(
                "the clone is too shallow to tell where the branch left `{reference}`; get the \
                 rest with `git fetch --unshallow`, or check out with `fetch-depth: 0`"
            ),
            Self::Failed { message } => format!("git says: {message}"),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NotRun(error) if error.kind() == io::ErrorKind::NotFound => {
                "这里没有 `git`；请安装，或去掉该选项".into()
            }
            Self::NotRun(error) => format!("无法运行 git：{error}"),
            Self::NoRepository { folder } => format!("{folder} 不在 git 仓库中；请去掉该选项"),
            Self::NoReference { reference } => format!(
                "`{reference}` 不是提交的名称；请写 `origin/main` 这样的名称，并检查相应变量是否已设置"
            ),
            Self::UnknownReference { reference, shallow: false } => {
                format!("git 中没有提交 `{reference}`；请检查拼写，或用 `git fetch` 获取")
            }
            Self::UnknownReference { reference, shallow: true } => format!(
                "git 中没有提交 `{reference}`，因为是浅克隆；请用 `git fetch --unshallow` 获取其余部分，\
                 或以 `fetch-depth: 0` 检出"
            ),
            Self::NoCommonCommit { reference, shallow: false } => {
                format!("当前提交与 `{reference}` 没有共同的提交；请写分支的来源")
            }
            Self::NoCommonCommit { reference, shallow: true } => format!(
                "克隆太浅，无法判断分支从何处离开 `{reference}`；请用 `git fetch --unshallow` 获取其余部分，\
                 或以 `fetch-depth: 0` 检出"
            ),
            Self::Failed { message } => format!("git 报告：{message}"),
        }
    }
}
