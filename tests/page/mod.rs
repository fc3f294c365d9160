//! Rule pages as tests read them: title, parts and examples.
//!
//! An example is a fence `markdown bad` or `markdown good`. `line=3` or `line=3,5` after `bad` are
//! the lines, from 1, that the rule must report; `also=other-rule` are rules that have something to
//! say about it as well. A fence `toml pmlint.toml` is the configuration of
//! the examples after it; one that names no template is that of `infra-zh`.
//!
//! An example that begins with a heading of level 1 is a whole document, one that begins with `---` or
//! `+++` is the front matter of `complete.md`. Any other is a part of
//! `complete.md`, in which nothing is wrong: its sections stand in place of those of the same title.
//! A line `…` in it stands for what is left out; it is not needed.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::VecDeque;

use pmlint::finding::Safety;
use pmlint::lang::Lang;
use pmlint::rules::{ALL, Rule};

/// The document that examples are parts of.
pub(crate) const COMPLETE: &str = include_str!("complete.md");

/// What a page says under the same words in each language.
#[derive(Debug)]
pub(crate) struct Terms {
    /// What the line about severity, fix and version begins with.
    pub(crate) severity: &'static str,
    /// What it says about the fix: where a rule has none, safe ones, unsafe ones, and both.
    pub(crate) fix: [&'static str; 4],
    /// The version that the rule came with.
    pub(crate) since: &'static str,
    /// The titles of the parts.
    pub(crate) parts: [&'static str; 4],
}

const EN: Terms = Terms {
    severity: "**Severity:** ",
    fix: ["**Fix:** none", "**Fix:** safe", "**Fix:** unsafe", "**Fix:** safe or unsafe"],
    since: "**Since:** ",
    parts: ["Why it matters", "Example", "How to fix", "Settings"],
};

const ZH: Terms = Terms {
    severity: "**默认级别：** ",
    fix: [
        "**自动修正：** 无",
        "**自动修正：** 安全",
        "**自动修正：** 不安全",
        "**自动修正：** 安全或不安全",
    ],
    since: "**始于版本：** ",
    parts: ["为什么检查", "示例", "如何修改", "配置"],
};

/// The page of a rule in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RulePage {
    pub(crate) rule: &'static Rule,
    pub(crate) lang: Lang,
}

impl RulePage {
    /// The pages of all rules in all languages.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.iter().flat_map(|&rule| [Lang::En, Lang::Zh].map(|lang| Self { rule, lang }))
    }

    pub(crate) fn text(self) -> &'static str {
        self.rule.page_in(self.lang)
    }

    pub(crate) fn folder(self) -> &'static str {
        self.lang.pick(|| "rules", || "rules/zh")
    }

    pub(crate) fn path(self) -> String {
        format!("{}/{}.md", self.folder(), self.rule.id)
    }

    /// What the page must say about the fix of its rule.
    pub(crate) fn fix(self) -> &'static str {
        let [none, safe, not_safe, both] = self.terms().fix;
        match self.rule.fixes {
            [] => none,
            [Safety::Safe] => safe,
            [Safety::Unsafe] => not_safe,
            _ => both,
        }
    }

    pub(crate) fn terms(self) -> &'static Terms {
        self.lang.pick(|| &EN, || &ZH)
    }
}

/// One example of a page.
#[derive(Debug, Default)]
pub(crate) struct Example {
    /// Whether the rule must report it.
    pub(crate) bad: bool,
    /// The lines it must report.
    pub(crate) lines: Vec<usize>,
    /// Other rules that report something.
    pub(crate) also: Vec<String>,
    /// The Markdown.
    pub(crate) text: String,
    /// The `pmlint.toml` it is read with.
    pub(crate) config: Option<String>,
    /// The line of the page it stands at, for messages.
    pub(crate) at: usize,
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its title.
    pub(crate) title: String,
    /// The line about severity, fix and version.
    pub(crate) facts: String,
    /// The titles of its parts.
    pub(crate) parts: Vec<String>,
    /// Its examples.
    pub(crate) examples: Vec<Example>,
}

impl Page {
    /// Reads a page.
    pub(crate) fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut config = None;
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let fence: String = line.chars().take_while(|&c| c == '`').collect();
            if fence.len() >= 3 {
                let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence);
                let inside: String = inside.flat_map(|line| [line, "\n"]).collect();
                match line.trim_start_matches('`') {
                    "toml pmlint.toml" => config = Some(inside),
                    info => page.examples.extend(example(info, inside, config.clone(), at + 1)),
                }
            } else if let Some(title) = line.strip_prefix("# ") {
                title.clone_into(&mut page.title);
            } else if let Some(part) = line.strip_prefix("## ") {
                page.parts.push(part.to_owned());
            } else if [&EN, &ZH].iter().any(|terms| line.starts_with(terms.severity)) {
                line.clone_into(&mut page.facts);
            }
        }
        page
    }
}

fn example(info: &str, text: String, config: Option<String>, at: usize) -> Option<Example> {
    let mut words = info.strip_prefix("markdown ")?.split_whitespace();
    let bad = match words.next() {
        Some("bad") => true,
        Some("good") => false,
        _ => return None,
    };
    let words: Vec<&str> = words.collect();
    let values = |name: &'static str| {
        words.iter().filter_map(move |word| word.strip_prefix(name)).flat_map(|v| v.split(','))
    };
    let lines = values("line=").filter_map(|line| line.parse().ok()).collect();
    let also = values("also=").map(str::to_owned).collect();
    Some(Example { bad, lines, also, text, config, at })
}

/// A line of a document, and the line of the example that it is.
pub(crate) type Line<'a> = (&'a str, Option<usize>);

/// The whole document that an example is, or is a part of.
pub(crate) fn document(example: &str) -> Vec<Line<'_>> {
    let lines: Vec<Line<'_>> = example.lines().zip((1..).map(Some)).collect();
    if example.starts_with("# ") {
        return lines;
    }
    if example.starts_with("---\n") || example.starts_with("+++\n") {
        return lines.into_iter().chain(COMPLETE.lines().map(|line| (line, None))).collect();
    }
    let mut pieces: VecDeque<Vec<Line<'_>>> = pieces(&lines).into();
    let gone: Vec<&str> = pieces.iter().flat_map(|piece| top_titles(piece)).collect();
    let mut whole = Vec::new();
    // The level of the section of the complete document that is being left out.
    let mut left_out: Option<usize> = None;
    for line in COMPLETE.lines() {
        if let Some((level, title)) = heading(line) {
            left_out = left_out.filter(|&outer| level > outer);
            if left_out.is_none() && gone.contains(&title) {
                left_out = Some(level);
            }
            if pieces.front().is_some_and(|piece| top_titles(piece).contains(&title)) {
                whole.extend(pieces.pop_front().into_iter().flatten());
            }
        }
        if left_out.is_none() {
            whole.push((line, None));
        }
    }
    assert!(pieces.is_empty(), "no place in the complete document for {pieces:?}");
    whole
}

/// An example in pieces, each with a place of its own in the complete document: cut at a line `…`,
/// and at a heading below which the complete document has it nowhere (`## 时间指标`, `### 事故回放`).
fn pieces<'a>(lines: &[Line<'a>]) -> Vec<Vec<Line<'a>>> {
    let mut pieces: Vec<Vec<Line<'a>>> = vec![Vec::new()];
    for &line in lines {
        let piece = pieces.last().map(Vec::as_slice).unwrap_or_default();
        if line.0 == "…" {
            pieces.push(Vec::new());
            continue;
        }
        if heading(line.0).is_some_and(|(level, title)| is_elsewhere(piece, level, title)) {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(line);
        }
    }
    pieces.retain(|piece| piece.iter().any(|(line, _)| !line.is_empty()));
    pieces
}

/// Whether a heading is deeper than those of a piece and yet, in the complete document, not below.
fn is_elsewhere(piece: &[Line<'_>], level: usize, title: &str) -> bool {
    let titles: Vec<_> = piece.iter().filter_map(|&(line, _)| heading(line)).collect();
    let deeper = titles.iter().map(|&(level, _)| level).min().is_some_and(|top| level > top);
    let mut above: Vec<(usize, &str)> = Vec::new();
    for (depth, name) in COMPLETE.lines().filter_map(heading) {
        above.retain(|&(outer, _)| outer < depth);
        if name == title {
            let below = above.iter().any(|(_, outer)| titles.iter().any(|(_, own)| own == outer));
            return deeper && !below;
        }
        above.push((depth, name));
    }
    false
}

/// The titles of the highest headings of a piece: the sections it replaces.
fn top_titles<'a>(piece: &[Line<'a>]) -> Vec<&'a str> {
    let headings: Vec<_> = piece.iter().filter_map(|&(line, _)| heading(line)).collect();
    let top = headings.iter().map(|&(level, _)| level).min();
    headings.into_iter().filter(|&(level, _)| Some(level) == top).map(|(_, title)| title).collect()
}

/// A line that is a heading, or is meant to be one.
fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches(['#', '＃']);
    let level = line.chars().count() - title.chars().count();
    let tag = level == 1 && !title.starts_with(' ');
    (level > 0 && !tag).then(|| (level, title.trim()))
}
