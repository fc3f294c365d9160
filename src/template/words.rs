//! Lists of words: taking them from a table, sorting them, finding those that contradict.

use std::collections::HashMap;

use super::{Polarity, VerdictWords};
use crate::span::Span;
use crate::toml_text::{At, Problem, Problems, Table, shown};

/// The words of a key, longest first. An empty one is reported and left out.
pub(super) fn take(table: &mut Table<'_, '_>, name: &'static str) -> Option<Vec<String>> {
    let words = take_placed(table, name)?;
    let mut words: Vec<String> = words.into_iter().map(|word| word.value.to_owned()).collect();
    longest_first(&mut words);
    Some(words)
}

/// The words of a key in the order of the file, with their places.
pub(super) fn take_placed<'t>(
    table: &mut Table<'t, '_>,
    name: &'static str,
) -> Option<Vec<At<&'t str>>> {
    let mut words = table.strings(name)?;
    words.retain(|word| is_word(*word, table.problems()));
    Some(words)
}

/// The words of a key in the order of the file: the first is the one to write.
pub(super) fn take_in_order(table: &mut Table<'_, '_>, name: &'static str) -> Option<Vec<String>> {
    let words = take_placed(table, name)?;
    Some(words.into_iter().map(|word| word.value.to_owned()).collect())
}

/// Whether a word has a letter in it; reports one that has not.
pub(super) fn is_word(word: At<&str>, problems: &Problems) -> bool {
    let blank = word.value.trim().is_empty();
    if blank {
        problems.push(
            Problem::new(
                word.span,
                problems.pick(|| "an empty word".into(), || "词不能为空".into()),
            )
            .help(
                problems
                    .pick(|| "write a word or remove it".into(), || "写上一个词，或删去".into()),
            ),
        );
    }
    !blank
}

/// Replaces a list where there is a new one.
pub(super) fn set<T>(list: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *list = new;
    }
}

/// Sorts the longest to the front, in characters, and drops repeated words.
pub(super) fn longest_first(words: &mut Vec<String>) {
    words.sort();
    words.dedup();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
}

/// Reads `[verdicts]`; what it does not give stays as it is.
pub(super) fn read_verdicts(mut table: Table<'_, '_>, verdicts: &mut VerdictWords) {
    let mut places = Places::default();
    for polarity in [Polarity::Met, Polarity::Missed, Polarity::Hedged, Polarity::NoTarget] {
        if let Some(words) = take_placed(&mut table, polarity.id()) {
            verdicts.words.retain(|(_, old)| *old != polarity);
            verdicts.words.extend(words.iter().map(|word| (word.value.to_owned(), polarity)));
            places.note(polarity.id(), &words, table.problems());
        }
    }
    if let Some(words) = take_placed(&mut table, "unclear") {
        verdicts.unclear = words.iter().map(|word| word.value.to_owned()).collect();
        places.note("unclear", &words, table.problems());
    }
    let known = verdicts.words.iter().map(|(word, polarity)| (word.as_str(), polarity.id()));
    let unclear = verdicts.unclear.iter().map(|word| (word.as_str(), "unclear"));
    places.report_shared(known.chain(unclear), table.problems());
    set(&mut verdicts.questions, take(&mut table, "questions"));
    set(&mut verdicts.subjects, take(&mut table, "subjects"));
    // In the order of the file: the first is the one that messages offer.
    for (name, list) in [("yes", &mut verdicts.yes), ("no", &mut verdicts.no)] {
        let words = take_placed(&mut table, name);
        set(list, words.map(|words| words.iter().map(|word| word.value.to_owned()).collect()));
    }
    table.finish();
}

/// Where a file wrote its words, under the name of the list that each is in.
#[derive(Default)]
pub(super) struct Places {
    words: HashMap<(String, &'static str), Span>,
}

impl Places {
    /// Remembers the words of a list. Those of a trusted file are not reported.
    pub(super) fn note(&mut self, list: &'static str, words: &[At<&str>], problems: &Problems) {
        if !problems.is_trusted() {
            let placed = words.iter().map(|word| ((word.value.to_owned(), list), word.span));
            self.words.extend(placed);
        }
    }

    /// Reports words that are in two lists, of which at least one is in this file.
    pub(super) fn report_shared<'a>(
        &self,
        words: impl Iterator<Item = (&'a str, &'static str)>,
        problems: &Problems,
    ) {
        if problems.is_trusted() {
            return;
        }
        let mut first: HashMap<&str, &'static str> = HashMap::new();
        for (word, list) in words {
            let Some(other) = first.insert(word, list).filter(|other| *other != list) else {
                continue;
            };
            let place = |list| self.words.get(&(word.to_owned(), list)).copied();
            let (here, other, there) = match (place(list), place(other)) {
                (Some(here), there) => (here, other, there),
                (None, Some(there)) => (there, list, None),
                (None, None) => continue,
            };
            let word = shown(word);
            let mut problem = Problem::new(
                here,
                problems.pick(
                    || format!("`{word}` is already in `{other}`"),
                    || format!("`{word}` 已在 `{other}` 中"),
                ),
            )
            .help(problems.pick(
                || "keep it in one list; a word cannot mean two things".into(),
                || "只保留一处，一个词不能有两个含义".into(),
            ));
            if let Some(there) = there {
                problem =
                    problem.related(there, problems.pick(|| "here".into(), || "在这里".into()));
            }
            problems.push(problem);
        }
    }
}
