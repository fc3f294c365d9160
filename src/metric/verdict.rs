//! Reading the verdict that stands beside a metric.

use std::ops::Range;

use crate::metric::Verdict;
use crate::template::{Polarity, Template};
use crate::text::Text;

/// The verdict in the text beside a value: the longest known word, or a word that is nearly one.
#[must_use]
pub fn beside(text: Text<'_>, template: &Template) -> Option<Verdict> {
    let visible = text.as_str();
    let words = &template.verdicts;
    if let Some(word) = words.find(visible) {
        let segment = segment_around(visible, &word);
        let said = visible.get(segment.clone())?;
        if words.questions.iter().any(|question| said.contains(question.as_str())) {
            return None;
        }
        let before = visible.get(segment.start..word.start)?;
        let negated = template.negators.iter().any(|negator| before.contains(negator.as_str()));
        // `符合预其` begins with a known word, and is yet a misspelling of a longer one.
        let (known, near) = (visible.get(word.clone())?, words.near(said));
        let misspelt = !near.is_empty() && said != known && near.iter().all(|one| one.0 != known);
        let polarity = words.polarity(known).filter(|_| !negated && !misspelt);
        let range = if polarity.is_none() { segment } else { word };
        return Some(Verdict { span: text.source(range), polarity });
    }
    let mut at = 0;
    for segment in visible.split(ends_segment) {
        let range = at..at + segment.len();
        at = range.end + visible.get(range.end..)?.chars().next().map_or(0, char::len_utf8);
        if !words.near(segment).is_empty() {
            return Some(Verdict { span: text.source(range), polarity: None });
        }
    }
    None
}

/// The verdict of a table row in a column whose head is one (`是否达标`, `SLA met`): the cell
/// says yes or no to it.
#[must_use]
pub fn answered<'a>(
    head: impl Iterator<Item = Text<'a>>,
    row: impl Iterator<Item = Text<'a>>,
    template: &Template,
) -> Option<Verdict> {
    head.zip(row).find_map(|(asked, said)| {
        let visible = said.as_str();
        let start = visible.find(char::is_alphanumeric)?;
        let word = visible.get(start..)?.trim_end_matches(|c: char| !c.is_alphanumeric());
        let word = said.slice(start..start + word.len());
        let yes = template.verdicts.answer(word.as_str())?;
        let polarity = asked_for(asked.as_str(), template)?;
        let polarity = if yes { polarity } else { polarity.opposite()? };
        Some(Verdict { span: word.span(), polarity: Some(polarity) })
    })
}

/// What a yes means in a column: the verdict that its head says, as a question or not.
///
/// Nothing else may stand in the head: `是否通过监控发现` asks for no verdict, though `通过` is one.
fn asked_for(head: &str, template: &Template) -> Option<Polarity> {
    let words = &template.verdicts;
    let bare = |text: &str| words.polarity(text.trim_matches(|c: char| !c.is_alphanumeric()));
    let head = head.trim_matches(|c: char| !c.is_alphanumeric());
    let subject = words.subjects.iter().find_map(|subject| head.strip_prefix(subject.as_str()));
    let head = subject.map_or(head, str::trim_start);
    let asked = |question: &String| {
        bare(
            head.strip_prefix(question.as_str())
                .or_else(|| head.strip_suffix(question.as_str()))?,
        )
    };
    bare(head).or_else(|| words.questions.iter().find_map(asked))
}

fn segment_around(text: &str, word: &Range<usize>) -> Range<usize> {
    let before = text.get(..word.start).unwrap_or_default();
    let after = text.get(word.end..).unwrap_or_default();
    let start = before.rfind(ends_segment).map_or(0, |at| {
        at + before.get(at..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8)
    });
    let end = word.end + after.find(ends_segment).unwrap_or(after.len());
    start..end
}

/// What ends a segment of the text beside a value.
fn ends_segment(c: char) -> bool {
    c.is_whitespace() || "，,；;。、（）()|/【】[]「」：:！!*_`".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::builtin;

    #[test]
    fn the_head_of_a_column_says_what_yes_means() {
        let cases = [
            ("infra-zh", "是否达标", Some(Polarity::Met)),
            ("infra-zh", "是否超时", Some(Polarity::Missed)),
            ("infra-zh", "能否达标", Some(Polarity::Met)),
            ("infra-zh", "有没有超时", Some(Polarity::Missed)),
            ("infra-zh", "是否未达标", Some(Polarity::Missed)),
            ("infra-zh", "指标", None),
            ("infra-zh", "是否需要改进", None),
            ("infra-zh", "达标吗？", Some(Polarity::Met)),
            ("infra-zh", "达标 / 不达标", None),
            ("infra-zh", "是否通过监控发现", None),
            ("infra-zh", "告警是否正常", None),
            ("infra-zh", "SLA 是否达标", Some(Polarity::Met)),
            ("infra-zh", "SLA是否超时？", Some(Polarity::Missed)),
            ("infra-zh", "SLA 是否定义", None),
            ("generic-en", "SLA met?", Some(Polarity::Met)),
            ("generic-en", "SLA breached", Some(Polarity::Missed)),
            ("generic-en", "Paged?", None),
        ];
        for (name, head, polarity) in cases {
            let template = builtin(name).unwrap();
            assert_eq!(asked_for(head, &template), polarity, "{name}: {head}");
        }
    }

    #[test]
    fn an_answer_is_turned_round_with_the_first_word_of_the_other_list() {
        let words = builtin("infra-zh").unwrap();
        let words = &words.verdicts;
        assert_eq!(words.other_answer("是"), Some("否"));
        assert_eq!(words.other_answer("No"), Some("是"));
        assert_eq!(words.other_answer("符合预期"), None);
    }
}
