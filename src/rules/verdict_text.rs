//! What the rules about verdicts say in the same words.

use crate::rules::Context;
use crate::template::Polarity;

impl<'a> Context<'a> {
    /// The template's first word for a verdict.
    pub(super) fn verdict_word(&self, polarity: Polarity) -> Option<&'a str> {
        let words = &self.template().verdicts.words;
        words.iter().find(|(_, known)| *known == polarity).map(|(word, _)| word.as_str())
    }

    /// The words to choose a verdict from: `` `符合预期` (met) or `不符合预期` (missed) ``.
    pub(super) fn verdict_choice<'w>(
        &self,
        words: impl IntoIterator<Item = (&'w str, Polarity)>,
    ) -> String {
        let words: Vec<String> = words
            .into_iter()
            .map(|(word, polarity)| format!("`{word}`{}", self.meaning(polarity)))
            .collect();
        self.either(&words)
    }

    /// The template's first words for met and missed.
    pub(super) fn usual_verdicts(&self) -> Vec<(&'a str, Polarity)> {
        [Polarity::Met, Polarity::Missed]
            .into_iter()
            .filter_map(|polarity| Some((self.verdict_word(polarity)?, polarity)))
            .collect()
    }

    fn meaning(&self, polarity: Polarity) -> &'static str {
        match polarity {
            Polarity::Met => self.lang.pick(|| " (met)", || "（达标）"),
            Polarity::Missed => self.lang.pick(|| " (missed)", || "（未达标）"),
            Polarity::Hedged => self.lang.pick(|| " (neither)", || "（不明确）"),
            Polarity::NoTarget => self.lang.pick(|| " (no target)", || "（没有目标）"),
        }
    }
}
