//! The metrics part of the facts: what is stated, what the timeline gives, what follows.

use std::fmt::Write as _;

use crate::lang::Lang;
use crate::metric::compare::Outcome;
use crate::metric::{Conclusion, Reading, Stated, StatedValue};
use crate::milestone::Milestone;
use crate::notation::duration::display;
use crate::output::facts::clock::clock;
use crate::output::facts::words::aside;
use crate::output::facts::{Page, target};
use crate::output::sanitize::visible;
use crate::output::table::Table;
use crate::template::Polarity;
use crate::timeline::Why;

impl Page<'_> {
    /// Appends the metrics.
    pub(super) fn metrics(&self, out: &mut String) {
        let lang = self.style.lang;
        self.heading(lang.pick(|| "metrics", || "时间指标"), out);
        if self.postmortem.metrics.is_empty() {
            self.draw(&Table::default(), out);
        }
        for metric in &self.postmortem.metrics {
            self.metric(metric, out);
        }
    }

    /// Appends one metric.
    pub(super) fn metric(&self, metric: &Stated, out: &mut String) {
        let lang = self.style.lang;
        let mut head = Table::default();
        let mut stated = self.stated(metric);
        if let Some(limit) = target(&self.facts, self.postmortem, metric) {
            let word = lang.pick(|| ", target", || "，目标");
            let _ = write!(stated, "{word} {}", display(limit));
        }
        let id = visible(&metric.id).into_owned();
        head.row([self.line(metric.name), id, self.text(metric.name), stated]);
        head.draw(4, self.style.width, out);
        let shown = self.shown(metric);
        for &reading in &shown {
            let _ = writeln!(out, "      {}", self.reading(reading));
        }
        let more = metric.readings.len() - shown.len();
        if more > 0 {
            let ones = if more == 1 { "one" } else { "ones" };
            let more = lang.pick(
                || format!("and {more} less likely {ones} (--verbose)"),
                || format!("另有 {more} 种可能性较小的口径（--verbose）"),
            );
            let _ = writeln!(out, "      {more}");
        }
        let _ = writeln!(out, "      => {}", self.conclusion(metric));
    }

    /// The readings worth a look: of each usual pair the most likely one, and what agrees best.
    fn shown<'r>(&self, metric: &'r Stated) -> Vec<&'r Reading> {
        let best = match metric.conclusion {
            Conclusion::Agrees(index) | Conclusion::Unusual(index) => Some(index),
            Conclusion::Mismatch | Conclusion::Unverifiable => None,
        };
        let readings = metric.readings.iter().enumerate();
        let mut last = None;
        let chosen = readings.filter(|&(index, reading)| {
            let first_of_pair = last.replace(reading.pair) != Some(reading.pair);
            let likely = first_of_pair && reading.usual;
            self.style.verbose || best == Some(index) || likely
        });
        chosen.map(|(_, reading)| reading).collect()
    }

    /// The stated value and the verdict beside it.
    fn stated(&self, metric: &Stated) -> String {
        let lang = self.style.lang;
        let mut stated = match metric.value {
            StatedValue::Missing => lang.pick(|| "no value", || "无数值").to_owned(),
            _ => self.text(metric.value_span),
        };
        if let Some(verdict) = &metric.verdict {
            let polarity = match verdict.polarity {
                Some(Polarity::Met) => lang.pick(|| "met", || "达标"),
                Some(Polarity::Missed) => lang.pick(|| "missed", || "未达标"),
                Some(Polarity::Hedged) => lang.pick(|| "neither", || "不明确"),
                Some(Polarity::NoTarget) => lang.pick(|| "no target", || "无目标"),
                None => lang.pick(|| "no known verdict", || "无法识别的结论"),
            };
            let _ = write!(stated, " {}{}", self.text(verdict.span), aside(lang, polarity));
        }
        stated
    }

    /// `start 11:48 (L13) -> detected 13:09 (L16) = 1h21m  mismatch`.
    fn reading(&self, reading: &Reading) -> String {
        let lang = self.style.lang;
        let mut date = Some(reading.from.stamp.at.date());
        let from = clock(reading.from.stamp, &mut date);
        let to = clock(reading.to.stamp, &mut date);
        let from_line = self.line(reading.from.stamp.span);
        let to_line = self.line(reading.to.stamp.span);
        let pair = reading.pair;
        let delta = display(reading.delta);
        let mut line =
            format!("{} {from} ({from_line}) -> {} {to} ({to_line}) = {delta}", pair.from, pair.to);
        if let Some(outcome) = reading.outcome {
            let _ = write!(line, "  {}", outcome_word(outcome, lang));
        }
        if !reading.usual {
            line.push_str(lang.pick(|| "  (unusual)", || "（不常用的口径）"));
        }
        line
    }

    /// What all readings say together.
    fn conclusion(&self, metric: &Stated) -> String {
        let lang = self.style.lang;
        let value = self.text(metric.value_span);
        let pair = |index: usize| metric.readings.get(index).map(|one| one.pair.to_string());
        match metric.conclusion {
            Conclusion::Agrees(index) => {
                let pair = pair(index).unwrap_or_default();
                lang.pick(|| format!("agrees with {pair}"), || format!("与 {pair} 一致"))
            }
            Conclusion::Unusual(index) if is_unmarked(metric, index) => lang.pick(
                || "agrees only with two entries that are not read as these milestones".to_owned(),
                || "只与两条未被认作该里程碑的条目一致".to_owned(),
            ),
            Conclusion::Unusual(index) => {
                let pair = pair(index).unwrap_or_default();
                lang.pick(
                    || format!("agrees only with {pair}, which is unusual"),
                    || format!("只与不常用的口径 {pair} 一致"),
                )
            }
            Conclusion::Mismatch => lang.pick(
                || format!("no reading of the timeline gives {value}"),
                || format!("时间线的任何口径都得不出 {value}"),
            ),
            Conclusion::Unverifiable => self.unverifiable(metric),
        }
    }

    /// Why a metric cannot be compared with the timeline.
    fn unverifiable(&self, metric: &Stated) -> String {
        let lang = self.style.lang;
        let reason = match metric.value {
            StatedValue::Duration(_) => return self.lacking(metric),
            StatedValue::Missing => lang.pick(|| "no value is stated", || "没有填写数值"),
            StatedValue::Nothing => lang.pick(|| "it is stated as none", || "写的是“无”"),
            StatedValue::Placeholder => lang.pick(|| "still to be filled in", || "尚未填写"),
            StatedValue::Unreadable(_) => {
                lang.pick(|| "the value is not a length of time", || "数值不是时长")
            }
            StatedValue::Point => {
                lang.pick(|| "a point in time is stated, not a length", || "写的是时间点，不是时长")
            }
        };
        lang.pick(|| format!("nothing to compare: {reason}"), || format!("无法比较：{reason}"))
    }

    /// The milestones of the usual reading that no entry stands for.
    fn lacking(&self, metric: &Stated) -> String {
        let lang = self.style.lang;
        let usual = self.postmortem.template.metric(&metric.id);
        let usual = usual.and_then(|spec| spec.readings.first());
        let marks = || self.postmortem.entries.iter().flat_map(|entry| &entry.marks);
        let ends = usual.into_iter().flat_map(|pair| [pair.from, pair.to]);
        let lacking: Vec<&str> = ends
            .filter(|milestone| !marks().any(|mark| mark.milestone == *milestone))
            .map(Milestone::id)
            .collect();
        if lacking.is_empty() {
            let words = || "the timeline gives nothing to compare with".to_owned();
            return lang.pick(words, || "时间线没有可比较的条目".to_owned());
        }
        let lacking = lacking.join(", ");
        lang.pick(
            || format!("cannot be checked: no timeline entry for {lacking}"),
            || format!("无法核对：时间线没有 {lacking} 的条目"),
        )
    }
}

/// Whether a reading was taken between entries that nothing marks.
fn is_unmarked(metric: &Stated, index: usize) -> bool {
    metric.readings.get(index).is_some_and(|reading| reading.from.why == Why::Unmarked)
}

/// How a stated value compares with a reading, in a word.
fn outcome_word(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Exact => lang.pick(|| "exact", || "完全一致"),
        Outcome::Precision => lang.pick(|| "within the stamps' precision", || "在时间戳精度内一致"),
        Outcome::Fits => lang.pick(|| "fits", || "在所述范围内"),
        Outcome::Heaped => lang.pick(|| "a round number near it", || "相近的整数"),
        Outcome::Rounded => lang.pick(|| "rounded", || "取整后一致"),
        Outcome::Mismatch => lang.pick(|| "mismatch", || "不一致"),
    }
}
