//! Completion: section titles, verdicts, marks of milestones, rules to silence.

use gen_lsp_types::{CompletionItem, CompletionItemKind, TextEdit};

use super::analysis::{Analysis, touch};
use super::context::{heading_marks, open_comment};
use super::marks::entry_at;
use crate::lang::Lang;
use crate::metric::Stated;
use crate::milestone::Milestone;
use crate::postmortem::Postmortem;
use crate::rules;
use crate::span::Span;
use crate::template::{Polarity, SectionSpec, Template};

/// What makes an editor ask.
pub(super) const TRIGGERS: [&str; 6] = ["#", " ", "<", "【", "[", ":"];

/// So many words for a verdict met, and so many for one missed.
const VERDICTS: usize = 3;

/// What may be written at a place.
pub(super) fn at(analysis: &Analysis, offset: usize, lang: Lang) -> Vec<CompletionItem> {
    let line = analysis.line(offset);
    let before = analysis.source.slice(Span::new(line.start, offset));
    let here = Place { analysis, offset, line, before, lang };
    if let Some(comment) = open_comment(before) {
        return here.in_comment(comment);
    }
    if let Some(marks) = heading_marks(before) {
        return here.titles(marks);
    }
    let verdicts = here.verdicts();
    if verdicts.is_empty() { here.marks() } else { verdicts }
}

/// A place where something is being written.
struct Place<'a> {
    analysis: &'a Analysis,
    offset: usize,
    line: Span,
    /// The line up to the place.
    before: &'a str,
    lang: Lang,
}

impl Place<'_> {
    /// The titles of sections, those that are missing first.
    fn titles(&self, marks: usize) -> Vec<CompletionItem> {
        let Some(postmortem) = self.postmortem() else { return Vec::new() };
        let title = Span::new(self.line.start + marks, self.line.end);
        // Without one it would be no heading.
        let blank = if self.before.ends_with('#') { " " } else { "" };
        let sections = &postmortem.sections;
        let is_there = |spec: usize| {
            sections.iter().any(|it| it.spec == Some(spec) && !touch(self.line, it.title))
        };
        let specs = postmortem.template.sections.iter().enumerate();
        let item = |(index, spec): (usize, &SectionSpec)| {
            let there = is_there(index);
            let note = match (there, spec.required) {
                (true, _) => self.lang.pick(|| "already there", || "已有"),
                (false, true) => self.lang.pick(|| "missing, required", || "缺失，必需"),
                (false, false) => self.lang.pick(|| "missing", || "缺失"),
            };
            let order = format!("{}{}{index:03}", u8::from(there), u8::from(!spec.required));
            self.item(&spec.title, &format!("{blank}{}", spec.title), note, order, title)
        };
        specs.map(item).collect()
    }

    /// The postmortem around the place.
    fn postmortem(&self) -> Option<&Postmortem> {
        let all = &self.analysis.postmortems;
        let around = all.iter().find(|it| touch(it.span, Span::at(self.offset)));
        around.or(all.last())
    }

    /// The verdicts behind the value of a metric, the right one first where there is a limit.
    fn verdicts(&self) -> Vec<CompletionItem> {
        for postmortem in &self.analysis.postmortems {
            let is_before = |metric: &&Stated| {
                let value = metric.value_span;
                touch(self.line, value) && !value.is_empty() && value.end < self.offset
            };
            let Some(metric) = postmortem.metrics.iter().rfind(is_before) else { continue };
            let start = metric.value_span.end;
            let between = self.analysis.source.slice(Span::new(start, self.offset));
            let word = between.trim_start_matches(|c: char| !c.is_alphanumeric());
            // `5mi` is still the value, and what holds more than a word is a sentence.
            if word.len() == between.len() || !word.chars().all(char::is_alphanumeric) {
                continue;
            }
            // What stands there already is another verdict, not the rest of this one.
            let verdict = metric.verdict.as_ref().map(|verdict| verdict.span);
            let around = verdict.filter(|it| it.start < self.offset && it.end > self.offset);
            let end = around.map_or(self.offset, |verdict| verdict.end);
            let place = Span::new(self.offset - word.len(), end);
            return self.verdicts_of(postmortem, metric, place);
        }
        Vec::new()
    }

    fn verdicts_of(
        &self,
        postmortem: &Postmortem,
        metric: &Stated,
        place: Span,
    ) -> Vec<CompletionItem> {
        let limit = postmortem.limit(&self.analysis.settings.sla, &metric.id);
        let right = limit.zip(metric.duration()).map(|(limit, stated)| {
            if stated.nominal <= limit.value { Polarity::Met } else { Polarity::Missed }
        });
        let mut counts = [0; 2];
        let words = postmortem.template.verdicts.words.iter().filter(|(_, polarity)| {
            // A template knows a hundred words; the first ones are those that it uses itself.
            let count = match polarity {
                Polarity::Met => &mut counts[0],
                Polarity::Missed => &mut counts[1],
                Polarity::Hedged | Polarity::NoTarget => return false,
            };
            *count += 1;
            *count <= VERDICTS
        });
        let item = |(index, (word, polarity)): (usize, &(String, Polarity))| {
            let order = format!("{}{index:03}", u8::from(right.is_some_and(|it| it != *polarity)));
            self.item(word, word, polarity.id(), order, place)
        };
        words.enumerate().map(item).collect()
    }

    /// Marks for the entry of the timeline that the place is in.
    fn marks(&self) -> Vec<CompletionItem> {
        let Some((postmortem, entry)) = entry_at(self.analysis, self.offset) else {
            return Vec::new();
        };
        if self.offset <= entry.stamp_span.end {
            return Vec::new();
        }
        if let Some(labels) = self.labels(&postmortem.template) {
            return labels;
        }
        let said = self.before.trim_end_matches(['<', '!', '-']);
        if !said.ends_with([' ', '\t']) {
            return Vec::new();
        }
        let place = Span::new(self.line.start + said.len(), self.offset);
        let item = |(index, milestone): (usize, Milestone)| {
            let text = format!("<!-- pmlint: {milestone} -->");
            let note = self.lang.pick(|| "mark this entry", || "标注这一条");
            self.item(&text, &text, note, format!("{index:03}"), place)
        };
        Milestone::ALL.into_iter().enumerate().map(item).collect()
    }

    /// The labels of milestones for a bracket that is open before the place: `【感`. `None` where there is
    /// none.
    fn labels(&self, template: &Template) -> Option<Vec<CompletionItem>> {
        let mut brackets = self.before.char_indices().rev();
        let (at, open) = brackets.find(|(_, c)| matches!(c, '【' | '['))?;
        let close = if open == '【' { '】' } else { ']' };
        let inside = self.before.get(at + open.len_utf8()..).filter(|it| !it.contains(close))?;
        // Up to the bracket that closes it, what stands there is another label.
        let rest = self.after().split_once(close).map(|(rest, _)| rest);
        let rest = rest.filter(|rest| !rest.contains(open));
        let place = Span::new(
            self.offset - inside.len(),
            self.offset + rest.map(str::len).unwrap_or_default(),
        );
        let end = if rest.is_some() { String::new() } else { close.to_string() };
        let mut items = Vec::new();
        for (index, milestone) in Milestone::ALL.into_iter().enumerate() {
            let specs = template.milestones.iter().filter(|spec| spec.milestone == milestone);
            for label in specs.flat_map(|spec| &spec.labels) {
                let (text, order) = (format!("{label}{end}"), format!("{index:03}"));
                items.push(self.item(label, &text, milestone.id(), order, place));
            }
        }
        Some(items)
    }

    /// What a comment for pmlint goes on with: milestones, or rules.
    fn in_comment(&self, comment: &str) -> Vec<CompletionItem> {
        let comment = comment.trim_start();
        let word = self.before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let place = Span::new(self.line.start + word.len(), self.offset);
        if comment.starts_with("pmlint:") {
            let end = if self.after().contains("-->") { "" } else { " -->" };
            let item = |(index, milestone): (usize, Milestone)| {
                let text = format!("{milestone}{end}");
                self.item(milestone.id(), &text, "", format!("{index:03}"), place)
            };
            return Milestone::ALL.into_iter().enumerate().map(item).collect();
        }
        let names = comment
            .strip_prefix("pmlint-ignore-file")
            .or_else(|| comment.strip_prefix("pmlint-ignore"));
        if names.is_none_or(|names| !names.starts_with(' ') || names.contains([':', '：'])) {
            return Vec::new();
        }
        let found = |id: &str| self.analysis.findings.iter().any(|finding| finding.rule == id);
        let item = |(index, rule): (usize, &&rules::Rule)| {
            let order = format!("{}{index:03}", u8::from(!found(rule.id)));
            self.item(rule.id, rule.id, rule.summary_in(self.lang), order, place)
        };
        rules::ALL.iter().enumerate().map(item).collect()
    }

    /// The rest of the line.
    fn after(&self) -> &str {
        self.analysis.source.slice(Span::new(self.offset, self.line.end))
    }

    fn item(
        &self,
        label: &str,
        text: &str,
        detail: &str,
        order: String,
        place: Span,
    ) -> CompletionItem {
        let edit = TextEdit { range: self.analysis.range(place), new_text: text.to_owned() };
        CompletionItem {
            label: label.to_owned(),
            kind: Some(CompletionItemKind::Keyword),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            sort_text: Some(order),
            filter_text: Some(text.to_owned()),
            text_edit: Some(edit.into()),
            ..CompletionItem::default()
        }
    }
}
