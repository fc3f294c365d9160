//! What both rules about action items share: whether they are asked for, and what they point at.

use crate::action::Action;
use crate::finding::Label;
use crate::rules::{Context, Report, Rule};
use crate::template::Template;

/// Whether a template asks for a rule that is off otherwise.
pub(super) fn asks_for(template: &Template, rule: &Rule) -> bool {
    let actions = &template.actions;
    [
        (super::action_without_owner::RULE.id, actions.owner.required),
        (super::action_without_due::RULE.id, actions.due.required),
    ]
    .contains(&(rule.id, true))
}

/// What a rule says about one item, and about all items of a list.
pub(super) struct Words {
    pub(super) one: String,
    pub(super) all: String,
    pub(super) help: String,
}

/// A report for each open item that lacks something; one for a list in which all of them do.
pub(super) fn lacking(
    cx: &Context<'_>,
    lacks: impl Fn(&Action) -> bool,
    words: &Words,
) -> Vec<Report> {
    let open: Vec<&Action> = cx.postmortem.actions.iter().filter(|it| !it.done).collect();
    let mut reports = Vec::new();
    for list in open.chunk_by(|one, next| one.list == next.list) {
        let lacking: Vec<&Action> = list.iter().copied().filter(|it| lacks(it)).collect();
        let report = |at: Label, message: &str| Report::new(at, message).help(&*words.help);
        match *lacking {
            // A list that was written without it has one fault, not one in every item.
            [first, _, ..] if lacking.len() == list.len() => {
                reports.push(report(cx.label(first.span, ""), &words.all));
            }
            _ => reports.extend(lacking.iter().map(|it| report(cx.label(it.span, ""), &words.one))),
        }
    }
    reports
}
