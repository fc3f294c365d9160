//! `pmlint check --fix` and `--diff`: mending documents, and showing what that would change.

use std::fs;
use std::io;
use std::sync::Arc;

use crate::cli::args::CheckArgs;
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::{Tally, plural};
use crate::cli::replace::replace;
use crate::cli::session::{Document, Session};
use crate::finding::{Finding, Safety};
use crate::fix::Fixed;
use crate::lang::Lang;
use crate::source::Source;

/// Which fixes are applied, and what becomes of the result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixing {
    /// The most that a fix may do.
    pub(super) limit: Safety,
    /// Whether the change is shown and nothing written.
    pub(super) shows: bool,
}

/// Why nothing can be fixed, or one document cannot.
#[derive(Debug)]
pub(super) enum FixError {
    /// It is said which fixes, and not what to do with them.
    UnsafeAlone,
    /// Standard input cannot be written to.
    StandardInput,
    /// A document cannot be replaced by one with fixes.
    NotWritten { path: String, error: io::Error },
}

impl FixError {
    /// The document that it is about.
    pub(super) fn path(&self) -> Option<&str> {
        match self {
            Self::NotWritten { path, .. } => Some(path),
            Self::UnsafeAlone | Self::StandardInput => None,
        }
    }

    /// The sentence for the user.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::UnsafeAlone => lang.pick(
                || {
                    "--unsafe-fixes says which fixes; see what they change with `--diff \
                     --unsafe-fixes`, and apply them with `--fix --unsafe-fixes`"
                },
                || {
                    "--unsafe-fixes 只说明用哪些修正；用 `--diff --unsafe-fixes` 查看改动，用 `--fix \
                     --unsafe-fixes` 写入文件"
                },
            ),
            Self::StandardInput => lang.pick(
                || {
                    "--fix writes into files, and standard input is none; name the file, or see the \
                     change with `--diff`"
                },
                || "--fix 要写入文件，不能用于标准输入；请指定文件，或用 `--diff` 查看改动",
            ),
            Self::NotWritten { path, error } => {
                return lang.pick(
                    || format!("{path}: not fixed: {error}"),
                    || format!("{path}：没有修正：{error}"),
                );
            }
        }
        .to_owned()
    }
}

impl Fixing {
    /// What the arguments ask for, if they do.
    pub(super) fn from_args(args: &CheckArgs, session: &Session) -> Result<Option<Self>, Error> {
        let limit = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        match (args.fix, args.diff) {
            (false, false) if args.unsafe_fixes => Err(Error::Fix(FixError::UnsafeAlone)),
            (false, false) => Ok(None),
            (true, false) if session.reads_standard_input() => {
                Err(Error::Fix(FixError::StandardInput))
            }
            (_, shows) => Ok(Some(Self { limit, shows })),
        }
    }

    /// Whether any fix of some findings may be applied.
    pub(super) fn has_any(&self, findings: &[Finding]) -> bool {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.into_iter().any(|fix| fix.safety <= self.limit)
    }

    /// The path of a document as seen from the current folder without symbolic links, which neither
    /// `git apply` nor `patch` writes through; as it was given where it is elsewhere.
    pub(super) fn path_in_patch(document: &Document) -> String {
        let real = document.file().and_then(|file| fs::canonicalize(file).ok());
        let below = real
            .zip(fs::canonicalize(".").ok())
            .and_then(|(real, here)| real.strip_prefix(here).ok().map(document::name));
        below.unwrap_or_else(|| document.name())
    }

    /// Writes a document in place of the one that was read.
    pub(super) fn write(document: &Document, old: &Source, new: &Source) -> Result<(), Error> {
        let path = document.file().ok_or(Error::Fix(FixError::StandardInput))?;
        replace(path, &old.to_bytes(), &new.to_bytes()).map_err(|error| {
            Error::Fix(FixError::NotWritten { path: old.name().to_owned(), error })
        })
    }
}

/// What was mended, and what could be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fixes {
    /// Findings that were mended, or would be.
    pub(super) mended: usize,
    /// Fixes that were not applied, for they would have brought an error, or not helped.
    refused: usize,
    /// Findings that are left and have a fix, a safe one and an unsafe one.
    safe: usize,
    unsafe_: usize,
}

impl Fixes {
    /// What has become of a document.
    pub(super) fn of(fixed: Option<&Fixed>, left: &[Finding]) -> Self {
        let has = |safety| {
            let fixes = left.iter().filter_map(|finding| finding.fix.as_ref());
            fixes.filter(|fix| fix.safety == safety).count()
        };
        Self {
            mended: fixed.map_or(0, |fixed| fixed.mended.len()),
            refused: fixed.map_or(0, |fixed| fixed.refused),
            safe: has(Safety::Safe),
            unsafe_: has(Safety::Unsafe),
        }
    }

    /// Takes those of another document.
    pub(super) fn add(&mut self, other: Self) {
        self.mended += other.mended;
        self.refused += other.refused;
        self.safe += other.safe;
        self.unsafe_ += other.unsafe_;
    }

    /// Says what was done and what is left to do.
    pub(super) fn tell(&self, fixing: Option<Fixing>, tally: Tally, console: &Console) {
        let Some(fixing) = fixing else { return self.tell_fixable(console) };
        if tally.summary.files == 0 {
            return;
        }
        let left = tally.summary.findings();
        let more = if fixing.limit == Safety::Safe { self.unsafe_ } else { 0 };
        console.notice(
            || {
                let done = if fixing.shows { "would be fixed" } else { "fixed" };
                let more = match more {
                    0 => String::new(),
                    more => format!(", of which {more} can be fixed with --unsafe-fixes"),
                };
                match self.mended {
                    0 => format!("nothing to fix, {} left{more}", plural(left, "finding")),
                    mended => format!("{} {done}, {left} left{more}", plural(mended, "finding")),
                }
            },
            || {
                let done = if fixing.shows { "可修正" } else { "修正了" };
                let more = match more {
                    0 => String::new(),
                    more => format!("，其中 {more} 个可用 --unsafe-fixes 修正"),
                };
                match self.mended {
                    0 => format!("没有可修正的问题，还有 {left} 个{more}"),
                    mended => format!("{done} {mended} 个问题，还有 {left} 个{more}"),
                }
            },
        );
        if self.refused > 0 {
            let refused = self.refused;
            console.notice(
                || {
                    let (fixes, them) = if refused == 1 {
                        ("1 fix was".to_owned(), "it")
                    } else {
                        (format!("{refused} fixes were"), "them")
                    };
                    format!(
                        "{fixes} left out: the document would have had a new error, or the same \
                         one still; make {them} by hand, as the help says"
                    )
                },
                || {
                    format!(
                        "有 {refused} 处修正会带来新的错误或不起作用，没有采用；请按提示手工修改"
                    )
                },
            );
        }
        if fixing.shows && self.mended > 0 {
            console.notice(
                || "nothing was written; `--fix` in place of `--diff` does that".to_owned(),
                || "没有写入任何文件；把 `--diff` 换成 `--fix` 即可写入".to_owned(),
            );
        }
    }

    /// Says what could be fixed, where nobody asked for it.
    fn tell_fixable(&self, console: &Console) {
        let (safe, more) = (self.safe, self.unsafe_);
        if safe + more == 0 {
            return;
        }
        console.notice(
            || match (safe, more) {
                (0, more) => {
                    format!("{more} of these can be fixed with `--fix --unsafe-fixes`")
                }
                (safe, 0) => format!("{safe} of these can be fixed with `--fix`"),
                (safe, more) => format!(
                    "{safe} of these can be fixed with `--fix`, {more} more with `--unsafe-fixes`"
                ),
            },
            || match (safe, more) {
                (0, more) => format!("其中 {more} 个可用 `--fix --unsafe-fixes` 修正"),
                (safe, 0) => format!("其中 {safe} 个可用 `--fix` 修正"),
                (safe, more) => {
                    format!(
                        "其中 {safe} 个可用 `--fix` 修正，加上 `--unsafe-fixes` 还可修正 {more} 个"
                    )
                }
            },
        );
    }
}

/// A document before and after its fixes.
#[derive(Debug)]
pub(super) struct Change {
    /// Its path, as a patch has it.
    pub(super) path: String,
    pub(super) old: Arc<Source>,
    pub(super) new: Arc<Source>,
}
