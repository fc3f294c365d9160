//! What the rules about metrics say in the same words: values, milestones, entries, limits.

use chrono::TimeDelta;

use crate::config::Placed;
use crate::finding::Label;
use crate::metric::compare::cell;
use crate::metric::{Reading, Stated};
use crate::milestone::{Milestone, Pair};
use crate::notation::duration::{Duration, display};
use crate::rules::Context;
use crate::span::Span;
use crate::text::quoted;
use crate::timeline::Why;

impl<'a> Context<'a> {
    /// The text under a span as a reader sees it, on one line.
    pub(super) fn quote(&self, span: Span) -> String {
        quoted(self.text(span))
    }

    /// A choice in words: `3m, 57m or 1h19m`.
    pub(super) fn either(&self, words: &[String]) -> String {
        self.join(words, " or ", "或")
    }

    /// An enumeration in words: `a, b and c`.
    pub(super) fn all_of(&self, words: &[String]) -> String {
        self.join(words, " and ", "和")
    }

    fn join(&self, words: &[String], english: &str, chinese: &str) -> String {
        let comma = self.lang.pick(|| ", ", || "、");
        let last = || {
            // Chinese sets no blank beside its own signs: `“感知”或“响应”`, `4m 或 5m`.
            let blank = |sign: Option<char>| if sign.is_some_and(is_wide) { "" } else { " " };
            let before = words.iter().rev().nth(1).and_then(|word| word.chars().next_back());
            let after = words.last().and_then(|word| word.chars().next());
            format!("{}{chinese}{}", blank(before), blank(after))
        };
        match words {
            [] => String::new(),
            [word] => word.clone(),
            [head @ .., word] => {
                let last = self.lang.pick(|| english.to_owned(), last);
                format!("{}{last}{word}", head.join(comma))
            }
        }
    }

    /// What a milestone is called in messages.
    pub(super) fn milestone(&self, milestone: Milestone) -> String {
        let label = || self.label_of(milestone).map(|label| format!("“{label}”"));
        self.lang.pick(|| None, label).unwrap_or_else(|| milestone.id().to_owned())
    }

    fn label_of(&self, milestone: Milestone) -> Option<&'a str> {
        let spec = self.template().milestones.iter().find(|spec| spec.milestone == milestone)?;
        spec.labels.first().map(String::as_str)
    }

    /// The mark that makes an entry a milestone: `【感知】`, `[detected]`.
    pub(super) fn mark(&self, milestone: Milestone) -> String {
        match self.label_of(milestone) {
            Some(label) if !label.is_ascii() => format!("【{label}】"),
            label => format!("[{}]", label.unwrap_or(milestone.id())),
        }
    }

    /// The entries that a reading was taken from, as evidence.
    pub(super) fn anchor_labels(&self, reading: &Reading) -> [Label; 2] {
        let named = |milestone, why| {
            let name = self.milestone(milestone);
            match why {
                Why::Impact => self.lang.pick(
                    || format!("{name} (as the impact section has it)"),
                    || format!("{name}（取自影响时段）"),
                ),
                Why::Unmarked => self
                    .lang
                    .pick(|| format!("not read as {name}"), || format!("未被认作{name}的条目")),
                _ => name,
            }
        };
        let from = named(reading.pair.from, reading.from.why);
        let to = named(reading.pair.to, reading.to.why);
        let length = display(reading.delta.abs());
        let from = self.lang.pick(
            || format!("{from}: the clock starts here"),
            || format!("{from}：从这里开始计时"),
        );
        let to = if reading.delta.is_zero() {
            self.lang.pick(|| format!("{to}: at the same time"), || format!("{to}：同一时刻"))
        } else if reading.delta < TimeDelta::zero() {
            self.lang.pick(|| format!("{to}: {length} earlier"), || format!("{to}：早了 {length}"))
        } else {
            self.lang.pick(|| format!("{to}: {length} later"), || format!("{to}：{length} 后"))
        };
        [self.label(reading.from.span, from), self.label(reading.to.span, to)]
    }

    /// Which entry to mark, where only words say which one is meant.
    pub(super) fn mark_help(&self, stated: &Stated) -> Option<String> {
        let (milestone, ends) = match stated.usual().next() {
            Some(reading) if !reading.to.why.is_explicit() => (reading.pair.to, true),
            Some(reading) if !reading.from.why.is_explicit() => (reading.pair.from, false),
            Some(_) => return None,
            None => (self.pairs(&stated.id).first()?.to, true),
        };
        let mark = format!("`{}`", self.mark(milestone));
        let comment = format!("`<!-- pmlint: {milestone} -->`");
        Some(self.lang.pick(
            || {
                let does = if ends { "ended" } else { "began" };
                format!("mark the entry that {does} it with {mark} or {comment}")
            },
            || {
                let does = if ends { "结束" } else { "开始" };
                format!("用 {mark} 或 {comment} 标出计时{does}的那一条")
            },
        ))
    }

    /// The readings that count for a metric: the pinned ones, else the template's.
    pub(super) fn pairs(&self, metric: &str) -> Vec<Pair> {
        match self.settings.pins.get(metric) {
            Some(pin) => pin.value.clone(),
            None => {
                self.template().metric(metric).map_or_else(Vec::new, |spec| spec.readings.clone())
            }
        }
    }

    /// The limit of a stated metric.
    pub(super) fn limit(&self, stated: &Stated) -> Option<&'a Placed<TimeDelta>> {
        self.postmortem.limit(&self.settings.sla, &stated.id)
    }

    /// Where a limit was set.
    pub(super) fn limit_label(&self, limit: &Placed<TimeDelta>) -> Label {
        let value = display(limit.value);
        let message = self
            .lang
            .pick(|| format!("limit set here: {value}"), || format!("目标在这里设定：{value}"));
        Label::new(&limit.source, limit.span, message)
    }
}

/// The blank that Chinese text sets behind a Latin name: `MTTD 写的是`.
pub(super) fn gap_after(name: &str) -> &'static str {
    if name.ends_with(|sign: char| sign.is_ascii_alphanumeric()) { " " } else { "" }
}

/// The same before one: `无法核对 MTTD`.
pub(super) fn gap_before(name: &str) -> &'static str {
    if name.starts_with(|sign: char| sign.is_ascii_alphanumeric()) { " " } else { "" }
}

fn is_wide(sign: char) -> bool {
    !sign.is_ascii()
}

/// The lengths that a stated value stands for: `4m30s–5m30s`.
pub(super) fn cell_text(duration: &Duration) -> String {
    let cell = cell(duration);
    match cell.upper {
        Some(upper) if cell.lower <= TimeDelta::zero() => format!("≤ {}", display(upper)),
        _ => cell.to_string(),
    }
}
