//! What both rules about action items share: whether they are asked for, and what they point at.

use crate::action::{self, Action};
use crate::finding::Label;
use crate::rules::{Context, Report, Rule};
use crate::template::Template;

/// Whether a template asks for a rule that is off otherwise.
pub(super) fn asks_for(template: &Template, rule: &Rule) -> bool {
    let actions = &template.actions;
    [(action::WITHOUT_OWNER, actions.owner.required), (action::WITHOUT_DUE, actions.due.required)]
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Settings;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::Template;

    /// What is said of two items, with a template that has one more line under `[actions]`.
    fn found(line: &str, items: &str) -> Vec<(&'static str, String)> {
        let template = format!("name = 't'\nextends = 'generic-en'\n[actions]\n{line}\n");
        let template = Template::load(&Arc::new(Source::new("t.toml", template)), Lang::En);
        let template = Some(Arc::new(template.expect("it is right")));
        let settings = Settings { template, ..Settings::default() };
        let text = format!(
            "# T\n\n## Timeline\n\n- 2024-05-06 10:00 a\n\n## Root cause\n\nb\n\n## Action items\n\n{items}"
        );
        let source = Arc::new(Source::new("a.md", text));
        let read = crate::read(&source, &settings, true);
        let found = crate::lint(&source, &read, &settings, Lang::En);
        found.into_iter().map(|finding| (finding.rule, finding.message)).collect()
    }

    #[test]
    fn a_template_may_ask_for_both() {
        let items = "- Add alert (@alice)\n- Add test\n";
        assert_eq!(found("", items), []);
        let owner = ("action-without-owner", "this action item has no owner".to_owned());
        assert_eq!(found("owner-required = true", items), [owner]);
        let due = ("action-without-due", "no action item here has a due date".to_owned());
        assert_eq!(found("due-required = true", items), [due]);
        assert_eq!(found("due-required = true", "- [x] Add alert\n- [x] Add test\n"), []);
    }

    #[test]
    fn a_state_of_work_is_no_placeholder_in_its_column() {
        let table = |head: &str, cell: &str| {
            format!("| Action | {head} |\n|---|---|\n| Add alert | {cell} |\n")
        };
        assert_eq!(found("", &table("Status", "TODO")), []);
        assert_eq!(found("", &table("Status", "WIP")), []);
        assert_eq!(found("", &table("Status", "TBD"))[0].0, "placeholder");
        assert_eq!(found("", &table("Owner", "TODO"))[0].0, "placeholder");
    }
}
