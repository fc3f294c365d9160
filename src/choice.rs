//! Which template a document is read with, and whether it is a postmortem at all.
//!
//! Where the configuration names a template, that one is it. Otherwise the document says so itself, by
//! its sections: it is compared with every built-in template, and the one with the highest
//! score is taken. Of equals in one language the first in the order of [`BUILTIN`] counts;
//! of equals in several languages (Chinese text under English headings) the one with more words of its
//! own in the text. So the same text is always read with the same template, and `pmlint facts` tells
//! how many of its sections were found.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use crate::config::Settings;
use crate::cue::Cues;
use crate::document::{Heading, Label, Outline, begins_with_number, labels};
use crate::markdown::{BlockKind, Markdown};
use crate::template::{BUILTIN, Builtin, Part, SectionSpec, Shape, Template, by_title};

/// How the sections of a document fit a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// How many of the template's sections the document has.
    pub matched: usize,
    /// How many sections the template has.
    pub of: usize,
    /// How many of the matched ones are required.
    required: usize,
    /// How many required ones are missing.
    missing: usize,
    /// Whether the document is a postmortem by its sections: three different ones of the template, among
    /// them the timeline and another of the parts that make a postmortem (impact, cause, actions, time
    /// metrics), or three of these parts.
    pub likely: bool,
}

/// What a required section costs that is missing: as much as it earns where it is there.
const COST_OF_MISSING: usize = 2;
/// A document follows a template closely that has so many times as many of its required sections as it
/// lacks.
const CLOSE: usize = 3;
/// So many required sections leave no doubt.
const MANY_SECTIONS: usize = 10;
/// So many different sections make a postmortem, if they are the right ones.
const ENOUGH_SECTIONS: usize = 3;

impl Fit {
    fn new(markdown: &Markdown, outline: &Outline, sections: &[SectionSpec]) -> Self {
        let mut has = vec![false; sections.len()];
        let by_labels = has_labelled_timeline(markdown, outline, sections);
        for heading in &outline.headings {
            let Some(spec) = heading.spec else { continue };
            has[spec] |= by_labels || heading.level > 0 || sections[spec].parent.is_some();
        }
        let count = |wanted: &dyn Fn(usize) -> bool| {
            (0..sections.len()).filter(|&index| wanted(index)).count()
        };
        let required = |index: usize| sections[index].required;
        let matched = count(&|index| has[index]);
        let core = [Part::Timeline, Part::Impact, Part::Cause, Part::Actions, Part::Metrics];
        let has_part = |part| (0..sections.len()).any(|i| has[i] && sections[i].part == part);
        let parts = core.into_iter().filter(|&part| has_part(part)).count();
        Self {
            matched,
            of: sections.len(),
            required: count(&|index| has[index] && required(index)),
            missing: count(&|index| !has[index] && required(index)),
            likely: matched >= ENOUGH_SECTIONS
                && parts >= if has_part(Part::Timeline) { 2 } else { 3 },
        }
    }

    /// Whether a document of this fit is a postmortem by its sections, where nobody says that it is one.
    #[must_use]
    pub fn is_postmortem(&self, settings: &Settings) -> bool {
        self.likely || settings.template.is_some() && self.follows()
    }

    /// How well the template fits: a point for each of its sections that the document has, another one
    /// where the section is required, and two less for each required section that is missing.
    ///
    /// So a template that asks for much is chosen where a document has nearly all of it, which a
    /// general template, with the same titles and little that is required, cannot outdo; and a
    /// document that has half of it is read with the general one, and not told to have the rest.
    fn score(&self) -> isize {
        let points = self.matched + self.required;
        points.cast_signed() - (COST_OF_MISSING * self.missing).cast_signed()
    }

    /// Whether the document has most of what a team's own template asks for, by whatever names.
    pub(crate) fn follows(&self) -> bool {
        self.required >= ENOUGH_SECTIONS && self.required > self.missing
    }

    /// Whether the document has nearly all that the template asks for, so that what it lacks is not
    /// there because its author follows another one.
    #[must_use]
    pub fn is_close(&self) -> bool {
        self.required >= CLOSE * self.missing
    }

    /// Whether the document has all of many required sections, which is no chance: no other template
    /// needs to be looked at.
    fn is_whole(&self) -> bool {
        self.missing == 0 && self.required >= MANY_SECTIONS
    }

    /// Which of two templates fits a document better. For one that is no postmortem by its sections,
    /// what is missing says nothing, and only what is there counts.
    fn compare(&self, other: &Self) -> Ordering {
        let by_sections = || match self.likely {
            true => self.score().cmp(&other.score()),
            false => self.matched.cmp(&other.matched),
        };
        self.likely.cmp(&other.likely).then_with(by_sections)
    }
}

/// The template of a document, with the sections found by it.
#[derive(Debug)]
pub struct Choice {
    /// The template.
    pub template: Arc<Template>,
    /// The document's sections.
    pub outline: Outline,
    /// How well they fit.
    pub fit: Fit,
}

/// Whether a timeline stands under a label with entries that have a time or a date.
///
/// Only then do labels say which template a document follows, and that it is a postmortem: `**Date**:`
/// below a title is no section of any template, and a guide that lists `**Impact**`, `**Timeline**` and
/// `**Root cause**` with what to write under each has as many labels, and no entries.
fn has_labelled_timeline(markdown: &Markdown, outline: &Outline, sections: &[SectionSpec]) -> bool {
    let is_labelled = |heading: &Heading| {
        heading.level == 0
            && heading.spec.is_some_and(|spec| {
                sections[spec].parent.is_none() && sections[spec].part == Part::Timeline
            })
    };
    (0..outline.headings.len()).filter(|&index| is_labelled(&outline.headings[index])).any(
        |index| {
            let own = outline.headings[index].block;
            let entries = (own + 1..outline.owners.len())
                .take_while(|&block| outline.owners[block] == Some(index))
                .filter(|&block| begins_with_number(markdown.text(block)));
            entries.count() >= ENTRIES_OF_A_TIMELINE
        },
    )
}

/// One line with a number could be anything.
const ENTRIES_OF_A_TIMELINE: usize = 2;

/// A template that may be the one.
struct Candidate {
    builtin: &'static Builtin,
    shape: &'static Shape,
    outline: Outline,
    fit: Fit,
}

impl Candidate {
    fn new(builtin: &'static Builtin, markdown: &Markdown, labels: &[Label]) -> Option<Self> {
        let shape = builtin.shape()?;
        let outline = Outline::new(markdown, labels, &shape.sections, &shape.titles);
        let fit = Fit::new(markdown, &outline, &shape.sections);
        Some(Self { builtin, shape, outline, fit })
    }
}

/// Chooses the template of a document.
///
/// `None` where the document is no postmortem by its sections, unless `sure` says that it is one.
#[must_use]
pub fn choose(markdown: &Markdown, text: &str, settings: &Settings, sure: bool) -> Option<Choice> {
    let labels = labels(markdown);
    if let Some(template) = &settings.template {
        let outline = Outline::new(markdown, &labels, &template.sections, template.titles());
        let fit = Fit::new(markdown, &outline, &template.sections);
        let template = Arc::clone(template);
        return (sure || fit.is_postmortem(settings)).then_some(Choice { template, outline, fit });
    }
    let mut best: Vec<Candidate> = Vec::new();
    let default = BUILTIN.first().and_then(|builtin| Candidate::new(builtin, markdown, &labels));
    if let Some(default) = default.filter(|candidate| candidate.fit.is_whole()) {
        let Candidate { builtin, outline, fit, .. } = default;
        return Some(Choice { template: builtin.template()?, outline, fit });
    }
    for builtin in with_titles_of(markdown, &labels) {
        let Some(candidate) = Candidate::new(builtin, markdown, &labels) else { continue };
        let Candidate { shape, fit, .. } = candidate;
        let order = best.first().map_or(Ordering::Greater, |known| fit.compare(&known.fit));
        if order == Ordering::Greater {
            best.clear();
        }
        let spoken = best.iter().any(|known| known.shape.language == shape.language);
        if order == Ordering::Greater || order == Ordering::Equal && !spoken {
            best.push(candidate);
        }
    }
    let best = if sure || best.first()?.fit.is_postmortem(settings) {
        by_language(best, text)?
    } else {
        return None;
    };
    Some(Choice { template: best.builtin.template()?, outline: best.outline, fit: best.fit })
}

/// The built-in templates that have the titles of at least half as many headings and labels as the one
/// that has most: a document does not follow one that it has hardly a title of, and few are left to
/// look at.
fn with_titles_of(markdown: &Markdown, labels: &[Label]) -> impl Iterator<Item = &'static Builtin> {
    let mut headings = [0; BUILTIN.len()];
    for label in labels {
        let title = markdown.text(label.block).slice(label.title.clone());
        for &template in by_title().find(title.as_str()) {
            headings[template] += 1;
        }
    }
    for (index, block) in markdown.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_) | BlockKind::NearHeading(_)) {
            let title = markdown.text(index).as_str().trim_start_matches(['#', '＃']);
            for &template in by_title().find(title) {
                headings[template] += 1;
            }
        }
    }
    let most = headings.into_iter().max().unwrap_or(0);
    BUILTIN.iter().zip(headings).filter(move |(_, count)| count * 2 >= most).map(|(one, _)| one)
}

/// Of candidates in several languages the one with the most words of its own in the text, and of those
/// the one whose words are written in the letters of the text.
///
/// A text in a language of no template has neither, as a rule. The last resort is the language that most
/// readers will know.
fn by_language(mut best: Vec<Candidate>, text: &str) -> Option<Candidate> {
    if best.len() > 1 {
        // The sort keeps the order of equals.
        best.sort_by_cached_key(|candidate| {
            let template = candidate.builtin.template();
            let of =
                |count: &dyn Fn(&Cues) -> usize| template.as_ref().map_or(0, |it| count(it.cues()));
            let words = of(&|cues| cues.count(text));
            let letters = of(&|cues| cues.letters(text));
            (Reverse(words), Reverse(letters), candidate.shape.language != LAST_RESORT)
        });
    }
    best.into_iter().next()
}

/// What a text in no known language is read with.
const LAST_RESORT: &str = "en";

#[cfg(test)]
mod tests {
    use super::*;

    /// The name of the template that a document is read with, and the figures of its fit.
    fn chosen(text: &str, sure: bool) -> Option<String> {
        let markdown = Markdown::parse(text);
        let choice = choose(&markdown, text, &Settings::default(), sure)?;
        Some(format!("{} {}/{}", choice.template.name, choice.fit.matched, choice.fit.of))
    }

    fn document(titles: &[&str]) -> String {
        titles.iter().map(|title| format!("## {title}\n\ntext\n\n")).collect()
    }

    const BOOK: [&str; 12] = [
        "Summary",
        "Impact",
        "Root Causes",
        "Trigger",
        "Resolution",
        "Detection",
        "Action Items",
        "Lessons Learned",
        "What went well",
        "What went wrong",
        "Where we got lucky",
        "Timeline",
    ];

    #[test]
    fn a_template_that_asks_for_much_is_chosen_where_nearly_all_is_there() {
        assert_eq!(chosen(&document(&BOOK), false).as_deref(), Some("google-sre 12/17"));
        let without_trigger: Vec<&str> =
            BOOK.into_iter().filter(|title| *title != "Trigger").collect();
        assert_eq!(chosen(&document(&without_trigger), false).as_deref(), Some("google-sre 11/17"));
        assert_eq!(chosen(&document(&BOOK[..7]), false).as_deref(), Some("generic-en 7/18"));
    }

    #[test]
    fn each_language_has_its_own() {
        for (titles, template) in [
            (["Timeline", "Root cause", "Action items"], "generic-en"),
            (["时间线", "根因", "改进措施"], "generic-zh"),
            (["タイムライン", "根本原因", "再発防止策"], "generic-ja"),
            (["影響", "時系列", "原因"], "generic-ja"),
            (["영향", "장애 타임라인", "근본 원인"], "generic-ko"),
            (["一、影响", "二、时间线（北京时间）", "三、原因分析"], "generic-zh"),
        ] {
            let found = chosen(&document(&titles), false).expect("a postmortem");
            assert!(found.starts_with(template), "{titles:?} {found}");
        }
    }

    #[test]
    fn under_the_same_titles_the_words_tell_the_language() {
        let titles = document(&["Timeline", "Root cause", "Action items"]);
        for (words, template) in [
            ("10:02 收到告警，10:05 服务恢复正常", "generic-zh"),
            ("10:02 アラートを検知、10:05 復旧を確認", "generic-ja"),
            ("10:02 알림을 수신, 10:05 복구를 확인", "generic-ko"),
            ("10:02 alert fired, 10:05 service restored", "generic-en"),
        ] {
            let found = chosen(&format!("{titles}{words}\n"), false).expect("a postmortem");
            assert!(found.starts_with(template), "{words} {found}");
        }
    }

    #[test]
    fn a_text_without_any_known_word_is_read_by_its_letters() {
        for (text, template) in [
            ("# 备忘\n\n内容很短\n", "infra-zh 0/"),
            ("# メモ\n\nみじかい\n", "generic-ja 0/"),
            ("# Notes\n\nshort\n", "generic-en 0/"),
            ("# Observações\n\nbreve\n", "generic-en 0/"),
            ("# 메모\n\n짧은 글\n", "generic-ko 0/"),
            ("# Заметка\n\nкоротко\n", "generic-en 0/"),
        ] {
            let found = chosen(text, true).expect("a template");
            assert!(found.starts_with(template), "{text} {found}");
        }
    }

    #[test]
    fn labels_make_a_postmortem_where_a_timeline_stands_under_one() {
        let text = |timeline: &str| {
            format!("# T\n\n- **Timeline**\n{timeline}- **Impact**: c\n- **Root cause**: d\n")
        };
        let filled = text("  - 2024-05-06 10:00 a\n  - 10:05 b\n");
        assert_eq!(chosen(&filled, false).as_deref(), Some("generic-en 3/18"));
        let versions = text("  - 1.2 a\n  - 1.3 b\n");
        assert_eq!(chosen(&versions, false), None);
        // A guide says what to write.
        let guide = text("  - when it began\n  - when it was over\n");
        assert_eq!(chosen(&guide, false), None);
        // What stands below a title in bold is no section of a template.
        let with_date = format!("**Date**: 2024\n\n**Status**: done\n\n{}", document(&BOOK[..7]));
        assert_eq!(chosen(&with_date, false), chosen(&document(&BOOK[..7]), false));
    }

    #[test]
    fn what_is_no_postmortem_is_left_alone_unless_asked_for() {
        for titles in [
            &["Install", "Usage", "Contributing", "License"][..],
            &["Summary", "Background", "Timeline"],
            &["What happened?", "Links"],
            &[],
        ] {
            let text = document(titles);
            assert_eq!(chosen(&text, false), None, "{titles:?}");
            assert!(chosen(&text, true).is_some(), "{titles:?}");
        }
    }
}
