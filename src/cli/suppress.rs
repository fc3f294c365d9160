//! `pmlint check --suppress`: writing comments into documents that silence their findings.

use std::sync::Arc;

use crate::cli::args::CheckArgs;
use crate::cli::console::Console;
use crate::cli::error::Error;
use crate::cli::exit::{Tally, plural};
use crate::cli::replace::replace;
use crate::cli::session::{Document, Session};
use crate::finding::Finding;
use crate::fix::edited;
use crate::lang::Lang;
use crate::source::Source;
use crate::suppression::place;

/// What the comments say.
pub(super) struct Suppress {
    reason: String,
}

/// A document with new comments, which is not written yet.
pub(super) struct Commented {
    /// Its text.
    pub(super) source: Arc<Source>,
    /// How many comments it has got.
    pub(super) comments: usize,
}

impl Suppress {
    /// What the arguments ask for, if they do.
    pub(super) fn from_args(
        args: &CheckArgs,
        session: &Session,
        lang: Lang,
    ) -> Result<Option<Self>, Error> {
        if !args.suppress {
            return Ok(None);
        }
        if session.reads_standard_input() {
            return Err(Error::SuppressStandardInput);
        }
        let default = lang.pick(
            || "found when pmlint came in, and not looked at yet",
            || "引入 pmlint 时已有，尚未确认",
        );
        let reason = args.reason.as_deref().unwrap_or(default);
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let ends_comment = reason.contains("-->") || reason.contains("--!>");
        if ends_comment || !reason.contains(char::is_alphanumeric) {
            return Err(Error::WrongReason);
        }
        Ok(Some(Self { reason }))
    }

    /// A document with comments for its findings; `None` where there is none to write.
    pub(super) fn comment(&self, source: &Source, findings: &[Finding]) -> Option<Commented> {
        let edits = place(source, findings, &self.reason).edits;
        let comments = edits.len();
        let source = Arc::new(edited(source, &edits)?);
        (comments > 0).then_some(Commented { source, comments })
    }

    /// Writes a document in place of the one that was read.
    pub(super) fn write(document: &Document, old: &Source, new: &Source) -> Result<(), Error> {
        let path = document.file().ok_or(Error::SuppressStandardInput)?;
        replace(path, &old.to_bytes(), &new.to_bytes())
            .map_err(|error| Error::NotSuppressed { path: old.name().to_owned(), error })
    }
}

/// Whether everything in `after` was in `before` as well: rule by rule not more than there was.
pub(super) fn nothing_new(before: &[Finding], after: &[Finding]) -> bool {
    let count = |findings: &[Finding], rule: &str| {
        findings.iter().filter(|finding| finding.rule == rule).count()
    };
    after.iter().all(|finding| count(after, finding.rule) <= count(before, finding.rule))
}

/// The comments that a run has written.
#[derive(Default)]
pub(super) struct Comments {
    comments: usize,
    files: usize,
}

impl Comments {
    /// Counts the comments of one file.
    pub(super) fn add(&mut self, comments: usize) {
        self.comments += comments;
        self.files += usize::from(comments > 0);
    }

    /// Says how many were written, and what to do about findings that are left.
    pub(super) fn tell(&self, tally: Tally, console: &Console) {
        let (comments, files) = (self.comments, self.files);
        console.notice(
            || format!("{} written into {}", plural(comments, "comment"), plural(files, "file")),
            || format!("在 {files} 个文件中写入了 {comments} 条注释"),
        );
        // Whatever could not be written has been told.
        if tally.trouble || tally.summary.findings() == 0 {
            return;
        }
        console.notice(
            || {
                "no comment can stand beside what is left; mend it, or silence what is in front \
                 matter with `<!-- pmlint-ignore-file RULE: reason -->` below it"
                    .to_owned()
            },
            || {
                "其余的问题旁边不能写注释；请改正，front matter 中的问题可在其后写 \
                 `<!-- pmlint-ignore-file 规则: 理由 -->`"
                    .to_owned()
            },
        );
    }
}
