//! How a run ended: the exit code, and the sentences that say why.

use std::process::ExitCode;

use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::session::Session;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::output::Summary;

/// How a run ended. The worst that happened decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing found that counts.
    Clean,
    /// Something found.
    Findings,
    /// Something could not be done.
    Trouble,
    /// There was nothing to check.
    Nothing,
}

impl Exit {
    /// The exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Trouble => 2,
            Self::Nothing => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// What happened during a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// The counts.
    pub(super) summary: Summary,
    /// Whether a finding reached the level that makes the run fail.
    pub(super) failed: bool,
    /// Whether something could not be read.
    pub(super) trouble: bool,
    /// What makes the run fail beside the level of a finding.
    pub(super) limits: Limits,
}

/// What the command line says about when to fail.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    /// The most warnings that are put up with.
    pub(super) warnings: Option<usize>,
    /// Whether nothing that is found makes the run fail.
    pub(super) exit_zero: bool,
}

impl Tally {
    /// The exit code: trouble outranks findings, which outrank having had nothing to do.
    pub(super) fn exit(self, session: &Session) -> Exit {
        match self {
            Self { trouble: true, .. } => Exit::Trouble,
            Self { failed: true, .. } if !self.limits.exit_zero => Exit::Findings,
            _ if self.has_too_many_warnings() => Exit::Findings,
            // Leaving out what was named is what `--force-exclude` is for.
            Self { summary: Summary { files: 0, .. }, .. } if session.forced == 0 => Exit::Nothing,
            _ => Exit::Clean,
        }
    }

    fn has_too_many_warnings(self) -> bool {
        self.limits.warnings.is_some_and(|most| self.summary.warnings > most)
    }

    /// Says that there are too many warnings, if there are.
    pub(super) fn tell_limit(self, console: &Console) {
        let (Some(most), warnings) = (self.limits.warnings, self.summary.warnings) else { return };
        if self.has_too_many_warnings() {
            console.failure(&console.lang.pick(
                || format!("{}; --max-warnings allows {most}", plural(warnings, "warning")),
                || format!("有 {warnings} 个警告，--max-warnings 只允许 {most} 个"),
            ));
        }
    }

    /// Says why there was nothing to do, and which folders had nothing in them.
    pub(super) fn explain(self, session: &Session, console: &Console) {
        let empty = empty(session);
        if !empty.is_empty() && (self.summary.files > 0 || session.forced > 0) {
            console.notice(
                || format!("no Markdown file (*.md, *.markdown) in {empty}"),
                || format!("{empty} 中没有 Markdown 文件（*.md、*.markdown）"),
            );
        }
        if self.exit(session) == Exit::Clean && self.summary.files == 0 {
            let forced = session.forced;
            console.notice(|| all_forced_out(forced), || all_forced_out_zh(forced));
        }
        for sentence in self.sentences(session, console.lang) {
            console.failure(&sentence);
        }
    }

    /// Says why documents that were asked for were not checked, or none at all.
    pub(super) fn sentences(self, session: &Session, lang: Lang) -> Vec<String> {
        let mut sentences = Vec::new();
        if session.jobs.iter().any(|job| !job.config_findings().is_empty()) {
            let sentence = lang.pick(
                || "the documents that this configuration is for were not checked; correct it first",
                || "这份配置所适用的文档没有检查；请先改正配置",
            );
            sentences.push(sentence.to_owned());
        }
        if self.exit(session) == Exit::Nothing {
            sentences.push(self.nothing(session, lang));
        }
        sentences
    }

    /// Says why there was nothing to do.
    fn nothing(self, session: &Session, lang: Lang) -> String {
        let skipped = self.summary.skipped;
        let left_out = session.left_out;
        if skipped > 0 {
            return lang.pick(|| not_alike(skipped), || not_alike_zh(skipped));
        }
        if left_out > 0 {
            return lang.pick(|| all_left_out(left_out), || all_left_out_zh(left_out));
        }
        let empty = empty(session);
        lang.pick(
            || {
                format!(
                    "nothing to check: no Markdown file (*.md, *.markdown) in {empty}; \
                     name the folder that holds the postmortems"
                )
            },
            || {
                format!(
                    "没有可检查的文件：{empty} 中没有 Markdown 文件（*.md、*.markdown）；\
                     请指定存放复盘的目录"
                )
            },
        )
    }
}

/// The folders without any Markdown.
fn empty(session: &Session) -> String {
    let names = session.empty.iter().map(|path| document::name(path));
    names.collect::<Vec<_>>().join(", ")
}

fn not_alike(count: usize) -> String {
    let found = if count == 1 {
        "the only Markdown file does not look".to_owned()
    } else {
        format!("none of the {count} Markdown files looks")
    };
    format!(
        "nothing to check: {found} like a postmortem; name a file to check it all the same, \
         or list them in pmlint.toml: include = [\"docs/postmortems/**\"]"
    )
}

fn not_alike_zh(count: usize) -> String {
    format!(
        "没有可检查的文件：{count} 个 Markdown 文件都不像复盘；直接指定文件即可检查，\
         或在 pmlint.toml 中列出：include = [\"docs/postmortems/**\"]"
    )
}

fn all_left_out(count: usize) -> String {
    let files = if count == 1 { "the only Markdown file" } else { "every Markdown file" };
    format!("nothing to check: the configuration leaves out {files}; change `include` or `exclude`")
}

fn all_left_out_zh(count: usize) -> String {
    format!(
        "没有可检查的文件：配置排除了全部 {count} 个 Markdown 文件；请修改 `include` 或 `exclude`"
    )
}

fn all_forced_out(count: usize) -> String {
    let (files, looks) = if count == 1 {
        ("the file that was named".to_owned(), "it does not look")
    } else {
        (format!("all {count} files that were named"), "none looks")
    };
    format!(
        "nothing checked: --force-exclude leaves out {files}; {looks} like a postmortem, \
         or the configuration leaves it out"
    )
}

fn all_forced_out_zh(count: usize) -> String {
    format!("未做检查：--force-exclude 排除了指定的全部 {count} 个文件，它们不像复盘，或被配置排除")
}

/// The counts in one line.
pub(super) fn summary_line(summary: Summary) -> String {
    let Summary { files, skipped, errors, warnings, notes, suppressed, held, unchanged, .. } =
        summary;
    let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| plural(count, noun))
        .collect();
    let counts = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let line = format!("{} checked: {counts}", plural(files, "file"));
    let beside = [
        (suppressed, format!("{} suppressed", plural(suppressed, "finding"))),
        (held, format!("{} in the baseline", plural(held, "finding"))),
        (unchanged, format!("{} from before the change", plural(unchanged, "finding"))),
        (skipped, format!("{} left alone", plural(skipped, "other file"))),
    ];
    let them = if suppressed + skipped == 1 { "it" } else { "them" };
    match listed(beside, "; ") {
        Some(beside) if suppressed + skipped == 0 => format!("{line} ({beside})"),
        Some(beside) => format!("{line} ({beside}; --verbose lists {them})"),
        None => line,
    }
}

/// The counts in one line, in Chinese.
pub(super) fn summary_line_zh(summary: Summary) -> String {
    let Summary { files, skipped, errors, warnings, notes, suppressed, held, unchanged, .. } =
        summary;
    let counts = [(errors, "错误"), (warnings, "警告"), (notes, "提示")];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} 个{noun}"))
        .collect();
    let counts = if counts.is_empty() { "没有问题".to_owned() } else { counts.join("，") };
    let line = format!("检查了 {files} 个文件：{counts}");
    let beside = [
        (suppressed, format!("{suppressed} 个问题由注释忽略")),
        (held, format!("{held} 个问题已在基线中")),
        (unchanged, format!("{unchanged} 个问题与改动无关")),
        (skipped, format!("另有 {skipped} 个文件不是复盘，未检查")),
    ];
    match listed(beside, "；") {
        Some(beside) if suppressed + skipped == 0 => format!("{line}（{beside}）"),
        Some(beside) => format!("{line}（{beside}；--verbose 列出）"),
        None => line,
    }
}

/// What there is at least one of.
fn listed<const N: usize>(counted: [(usize, String); N], separator: &str) -> Option<String> {
    let some = counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words);
    let some: Vec<String> = some.collect();
    (!some.is_empty()).then(|| some.join(separator))
}

/// A number of things.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Whether any finding reaches the level that makes the run fail.
pub(super) fn fails(findings: &[Finding], holds: impl Fn(Severity) -> bool) -> bool {
    findings.iter().any(|finding| holds(finding.severity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(files: usize, skipped: usize, found: [usize; 3]) -> Summary {
        let [errors, warnings, notes] = found;
        Summary { files, skipped, errors, warnings, notes, ..Summary::default() }
    }

    #[test]
    fn the_summary_counts_in_good_english() {
        for (counts, line) in [
            (summary(1, 0, [0, 0, 0]), "1 file checked: no findings"),
            (summary(2, 0, [1, 2, 1]), "2 files checked: 1 error, 2 warnings, 1 note"),
            (
                summary(2, 3, [0, 1, 0]),
                "2 files checked: 1 warning (3 other files left alone; --verbose lists them)",
            ),
            (
                summary(2, 1, [0, 0, 2]),
                "2 files checked: 2 notes (1 other file left alone; --verbose lists it)",
            ),
            (
                Summary { suppressed: 1, ..summary(1, 0, [0, 0, 0]) },
                "1 file checked: no findings (1 finding suppressed; --verbose lists it)",
            ),
            (
                Summary { suppressed: 2, ..summary(1, 1, [0, 0, 0]) },
                "1 file checked: no findings \
                 (2 findings suppressed; 1 other file left alone; --verbose lists them)",
            ),
        ] {
            assert_eq!(summary_line(counts), line);
        }
    }

    #[test]
    fn the_summary_exists_in_chinese() {
        assert_eq!(
            summary_line_zh(summary(2, 0, [1, 2, 0])),
            "检查了 2 个文件：1 个错误，2 个警告"
        );
    }

    fn session(forced: usize) -> Session {
        Session {
            jobs: Vec::new(),
            left_out: 0,
            forced,
            empty: Vec::new(),
            left: Vec::new(),
            trouble: false,
            failures: Vec::new(),
        }
    }

    #[test]
    fn trouble_outranks_findings_which_outrank_nothing() {
        for (trouble, failed, files, forced, exit) in [
            (true, true, 1, 0, Exit::Trouble),
            (true, false, 0, 0, Exit::Trouble),
            (false, true, 1, 0, Exit::Findings),
            (false, false, 0, 0, Exit::Nothing),
            (false, false, 0, 1, Exit::Clean),
            (false, false, 1, 0, Exit::Clean),
        ] {
            let summary = summary(files, 0, [0; 3]);
            let tally = Tally { summary, failed, trouble, ..Tally::default() };
            assert_eq!(tally.exit(&session(forced)), exit, "{tally:?}");
        }
    }
}
