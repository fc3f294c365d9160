//! Readings, as templates and `[metrics]` of the configuration write them: `start -> detected`.

use std::ops::Range;

use crate::milestone::{Milestone, Pair};
use crate::toml_text::{At, Problem, Problems};

/// Reads a pair of milestones; what is wrong is reported under the very word.
pub(crate) fn read_pair(text: At<&str>, problems: &Problems) -> Option<Pair> {
    let Some(arrow) = find_arrow(text.value) else {
        let message = problems.pick(
            || "expected two milestones with an arrow between them".into(),
            || "应为两个里程碑，中间用箭头连接".into(),
        );
        problems.push(Problem::new(text.span, message).help(example(problems)));
        return None;
    };
    let from = read_milestone(text, 0..arrow.start, problems);
    let to = read_milestone(text, arrow.end..text.value.len(), problems);
    let pair = Pair { from: from?, to: to? };
    if pair.from == pair.to {
        let message = problems.pick(
            || format!("`{pair}` measures nothing"),
            || format!("`{pair}` 两端相同，量不出时长"),
        );
        problems.push(Problem::new(text.span, message).help(example(problems)));
        return None;
    }
    Some(pair)
}

/// The arrow, if there is something on both sides of it.
fn find_arrow(text: &str) -> Option<Range<usize>> {
    let arrow = ["->", "→"].into_iter().find(|arrow| text.contains(arrow))?;
    let (from, to) = text.split_once(arrow)?;
    let blank = from.trim().is_empty() || to.trim().is_empty();
    (!blank).then(|| from.len()..from.len() + arrow.len())
}

fn example(problems: &Problems) -> String {
    problems.pick(
        || "write a reading such as `start -> detected`".into(),
        || "写成 `start -> detected` 的形式".into(),
    )
}

/// The milestone in a part of a string.
fn read_milestone(text: At<&str>, part: Range<usize>, problems: &Problems) -> Option<Milestone> {
    let side = text.value.get(part.clone()).unwrap_or_default();
    let start = part.start + (side.len() - side.trim_start().len());
    let name = side.trim();
    let place = problems.inside(text, start..start + name.len());
    milestone(At { value: name, span: place }, problems)
}

/// The milestone of an id.
pub(super) fn milestone(name: At<&str>, problems: &Problems) -> Option<Milestone> {
    let milestone = name.value.parse().ok();
    if milestone.is_none() {
        let known = Milestone::ALL.map(Milestone::id);
        problems.unknown(("milestone", "里程碑"), name, &known);
    }
    milestone
}
