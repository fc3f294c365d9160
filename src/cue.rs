//! Cue words: what the words of an entry say about the milestone it stands for.
//!
//! Words are data of the template. A negator to the left of a cue in the same clause cancels it:
//! `依旧没有恢复` is no recovery. Languages that negate behind the word have negators that reach to the
//! left instead: `復旧していない` is none either. A cue may be in two parts with other words of the clause
//! between them: `running … again`. Where words overlap, the one that begins first counts, and of those
//! the longest: `不可用的告警` is an alert and no outage.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::milestone::Milestone;
use crate::title::key;
use crate::words::Words;

/// The words that mark a milestone.
#[derive(Clone, Debug)]
pub struct MilestoneSpec {
    /// Which.
    pub milestone: Milestone,
    /// What an author writes as a mark: `【感知】`, `**感知**`.
    pub labels: Vec<String>,
    /// Cues in running text.
    pub words: Vec<String>,
}

/// The cue words of a template, ready to search with.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    words: Words,
    /// What each of the words means; more than one thing where a list says so.
    meanings: Vec<Vec<Meaning>>,
    labels: HashMap<String, Milestone>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Cue(Milestone),
    /// The first part of a cue in two parts, by its number.
    Opens(usize),
    /// The second part, which makes it one.
    Closes(usize, Milestone),
    /// Cancels the cues to its right.
    Negator,
    /// Cancels the cues to its left.
    NegatorAfter,
    /// A phrase that holds a cue and means nothing.
    Neutral,
}

/// What ends a clause, and with it the reach of a negator.
const CLAUSE_ENDS: [char; 12] = ['，', ',', '。', '；', ';', '！', '!', '？', '?', '：', ':', '\n'];
/// The comma of Japanese, which ends the reach of a negator to the left. One to the right reaches over
/// it: in Chinese it stands between the members of a list.
const ENUMERATION_COMMA: char = '、';
/// What stands between the parts of a cue that has two.
const GAP: char = '…';

impl Cues {
    /// The cues of a template.
    #[must_use]
    pub fn new(
        milestones: &[MilestoneSpec],
        neutral: &[String],
        negators: &[String],
        negators_after: &[String],
    ) -> Self {
        let mut labels = HashMap::new();
        let mut words: Vec<(&str, Meaning)> = Vec::new();
        let mut gapped = 0;
        for spec in milestones {
            for word in &spec.words {
                let Some((first, second)) = word.split_once(GAP) else {
                    words.push((word, Meaning::Cue(spec.milestone)));
                    continue;
                };
                words.push((first.trim(), Meaning::Opens(gapped)));
                words.push((second.trim(), Meaning::Closes(gapped, spec.milestone)));
                gapped += 1;
            }
            labels.extend(spec.labels.iter().map(|label| (key(label), spec.milestone)));
            labels.insert(key(spec.milestone.id()), spec.milestone);
        }
        for (list, meaning) in [
            (neutral, Meaning::Neutral),
            (negators, Meaning::Negator),
            (negators_after, Meaning::NegatorAfter),
        ] {
            words.extend(list.iter().map(|word| (word.as_str(), meaning)));
        }
        words.sort_by_key(|(word, _)| *word);
        let by_word = || words.chunk_by(|(a, _), (b, _)| a == b);
        Self {
            words: Words::new(by_word().filter_map(|same| Some(same.first()?.0))),
            meanings: by_word()
                .map(|same| same.iter().map(|&(_, meaning)| meaning).collect())
                .collect(),
            labels,
        }
    }

    /// The milestone that a mark names: the text of `【感知】` or `**感知**`.
    #[must_use]
    pub fn label(&self, text: &str) -> Option<Milestone> {
        self.labels.get(&key(text)).copied()
    }

    /// How many words a text has of all that are known, negators and neutral phrases included: what
    /// tells one language from another.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        self.words.find_iter(text).count()
    }

    /// How many letters of a text, those of ASCII aside, are in any of the words.
    #[must_use]
    pub fn letters(&self, text: &str) -> usize {
        let known: HashSet<char> = self.words.iter().flat_map(str::chars).collect();
        text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic() && known.contains(c)).count()
    }

    /// The milestones that a text speaks of, with the words that say so, in order. `skip` tells of
    /// ranges that are not the author's words: code, quoted addresses.
    #[must_use]
    pub fn find(
        &self,
        text: &str,
        skip: impl Fn(&Range<usize>) -> bool,
    ) -> Vec<(Milestone, Range<usize>)> {
        let mut found: Vec<(Milestone, Range<usize>)> = Vec::new();
        let mut negated_from = None;
        let negated = |negator: Option<usize>, word: &Range<usize>| {
            negator.is_some_and(|from| same_clause(text, from..word.start).is_some())
        };
        let mut opened: Vec<(usize, Range<usize>)> = Vec::new();
        for (index, word) in self.words.find_iter(text) {
            if skip(&word) {
                continue;
            }
            for meaning in self.meanings.get(index).into_iter().flatten() {
                match meaning {
                    Meaning::Negator => negated_from = Some(word.end),
                    Meaning::NegatorAfter => {
                        let same = |cue: &Range<usize>| {
                            same_clause(text, cue.end..word.start)
                                .is_some_and(|between| !between.contains(ENUMERATION_COMMA))
                        };
                        while found.pop_if(|(_, cue)| same(cue)).is_some() {}
                    }
                    Meaning::Cue(milestone) => {
                        if !negated(negated_from, &word) {
                            found.push((*milestone, word.clone()));
                        }
                    }
                    Meaning::Opens(pair) => {
                        if !negated(negated_from, &word) {
                            opened.push((*pair, word.clone()));
                        }
                    }
                    Meaning::Closes(pair, milestone) => {
                        let open = opened.iter().rfind(|(open, _)| open == pair);
                        let open = open.filter(|(_, first)| {
                            same_clause(text, first.end..word.start).is_some()
                                && !negated(negated_from, &word)
                        });
                        if let Some((_, first)) = open {
                            found.push((*milestone, first.start..word.end));
                        }
                    }
                    Meaning::Neutral => {}
                }
            }
        }
        found
    }
}

/// The text between two words, where they are of one clause.
fn same_clause(text: &str, between: Range<usize>) -> Option<&str> {
    text.get(between).filter(|between| !between.contains(CLAUSE_ENDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues() -> Cues {
        let spec = |milestone, labels: &[&str], words: &[&str]| MilestoneSpec {
            milestone,
            labels: labels.iter().map(|&word| word.to_owned()).collect(),
            words: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let words = |words: &[&str]| words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
        Cues::new(
            &[
                spec(Milestone::Start, &[], &["不可用", "无法"]),
                spec(Milestone::Detected, &["感知", "发现"], &["告警", "不可用的告警", "alert"]),
                spec(
                    Milestone::Recovered,
                    &[],
                    &["恢复", "恢复正常", "recovered", "復旧", "running … again"],
                ),
            ],
            &words(&["部分恢复"]),
            &words(&["没有", "未", "无", "not"]),
            &words(&["していない", "できず"]),
        )
    }

    fn said(text: &str) -> Vec<String> {
        let found = cues().find(text, |_| false);
        found.into_iter().map(|(m, range)| format!("{m} {}", text.get(range).unwrap())).collect()
    }

    #[test]
    fn words_are_found_and_negated_within_their_clause() {
        let cases: &[(&str, &[&str])] = &[
            ("服务恢复正常", &["recovered 恢复正常"]),
            ("但是负载依旧没有恢复至正常", &[]),
            ("没有告警，服务恢复", &["recovered 恢复"]),
            ("收到不可用的告警", &["detected 不可用的告警"]),
            ("服务不可用，收到告警", &["start 不可用", "detected 告警"]),
            ("用户无法访问", &["start 无法"]),
            ("无告警", &[]),
            ("服务部分恢复", &[]),
            ("Alert fired, not recovered", &["detected Alert"]),
            ("service recovered", &["recovered recovered"]),
            ("unrecovered alerting", &[]),
            ("まだ復旧していない", &[]),
            ("検証は復旧、原因は特定できず", &["recovered 復旧"]),
            ("alertに気付き復旧を試みたができず", &[]),
            ("復旧できず。その後復旧した", &["recovered 復旧"]),
            ("没有告警、恢复", &[]),
            (
                "all nodes are running the old image again",
                &["recovered running the old image again"],
            ),
            ("not running the old image again", &[]),
            ("running hot, alert again", &["detected alert"]),
            ("在Alert后恢复", &["detected Alert", "recovered 恢复"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&said(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_are_known_by_label_and_by_id() {
        assert_eq!(cues().label("感知："), Some(Milestone::Detected));
        assert_eq!(cues().label("Recovered"), Some(Milestone::Recovered));
        assert_eq!(cues().label("P0"), None);
    }
}
