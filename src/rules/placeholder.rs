//! Something of the template was left to be filled in.

use crate::finding::Severity;
use crate::rules::{Context, Findings, Report, Rule};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "placeholder",
    severity: Some(Severity::Warning),
    summary: "TBD, 待补充, `YYYY-MM-DD`, or an instruction of the template was left in",
    summary_zh: "留有占位内容：TBD、待补充、`YYYY-MM-DD`，或模板的填写说明",
    fixes: &[],
    page: include_str!("../../rules/placeholder.md"),
    page_zh: include_str!("../../rules/zh/placeholder.md"),
    check,
};

fn check(cx: &Context<'_>, findings: &mut Findings<'_>) {
    let mut spans = cx.postmortem.placeholders.clone();
    spans.sort_unstable();
    spans.dedup();
    // What is left open in one line is one thing left to do.
    for line in spans.chunk_by(|one, next| cx.line(*one) == cx.line(*next)) {
        if let Some((first, rest)) = line.split_first() {
            findings.push(report(cx, *first, rest));
        }
    }
}

fn report(cx: &Context<'_>, first: Span, rest: &[Span]) -> Report {
    let said = cx.text(first);
    let instructions = &cx.template().placeholders.instructions;
    let is_instruction =
        instructions.as_slice().iter().any(|line| line.contains(said) && said.len() > 12);
    let (message, help) = if is_instruction {
        let message = cx
            .lang
            .pick(|| "an instruction of the template was left in", || "模板的填写说明没有删除");
        let help = cx.lang.pick(
            || "replace it with what it asks for, or remove it",
            || "换成它要求填写的内容，或将其删除",
        );
        (message.to_owned(), help.to_owned())
    } else {
        let message = cx.lang.pick(
            || format!("the placeholder `{said}` was left in"),
            || format!("占位内容 `{said}` 还没有填写"),
        );
        let help = cx.lang.pick(
            || format!("replace `{said}` with what it stands for"),
            || format!("将 `{said}` 换成实际内容"),
        );
        (message, help)
    };
    let also = cx.lang.pick(|| "and this one", || "还有这一处");
    let report = Report::new(cx.label(first, ""), message).help(help);
    rest.iter().fold(report, |report, span| report.related(cx.label(*span, also)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Settings;
    use crate::lang::Lang;
    use crate::source::Source;
    use crate::template::builtin;

    /// The texts of a document's placeholders.
    fn found(body: &str) -> Vec<String> {
        let source = Arc::new(Source::new("a.md", format!("# T 2024-05-06\n\n{body}\n")));
        let settings = Settings { template: builtin("generic-en"), ..Settings::default() };
        let read = crate::read(&source, &settings, true);
        let found = crate::lint(&source, &read, &settings, Lang::En);
        let own = found.into_iter().filter(|finding| finding.rule == super::RULE.id);
        own.map(|finding| source.slice(finding.primary.span).to_owned()).collect()
    }

    #[test]
    fn what_was_left_to_fill_in_is_found_wherever_it_stands() {
        for (left, at) in [
            ("YYYY-MM-DD HH:mm", "YYYY-MM-DD"),
            ("2024-03-13 HH:mm", "HH:mm"),
            ("??:??", "??:??"),
            ("2022-02-?? ??:??", "2022-02-??"),
            ("{name}", "{name}"),
            ("<name>", "<name>"),
            ("<service name>", "<service name>"),
            ("<...>", "<...>"),
            ("<YYYY-MM-DD>", "YYYY-MM-DD"),
            ("XX minutes", "XX minutes"),
            ("[describe the impact]", "[describe the impact]"),
            ("SEV-?", "SEV-?"),
        ] {
            for body in [
                format!("## Timeline\n\n| Time | Event |\n|---|---|\n| {left} | |\n"),
                format!("## Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | {left} |\n"),
                format!("## Metrics\n\n- Duration: {left}\n"),
                format!("## Impact\n\n- {left}\n"),
                format!("## Impact: {left}\n\na\n"),
            ] {
                assert_eq!(found(&body), [at], "{body}");
            }
        }
    }

    #[test]
    fn code_and_tags_are_none() {
        for innocent in [
            "`{id}` and `{{template}}` and `/users/{id}`",
            "`<pod>` and Vec<T> and List<name> and HashMap<String, Vec<u8>>",
            "a<br>b <b>c</b> <details> <my-chart>",
            "<https://a.example/x> <a@b.example>",
            "a < b > c, HTTP 5xx, every N minutes",
            "the `<title>` of <i>title</i>",
            "changed <this file> on <that server> again",
        ] {
            assert_eq!(found(&format!("## Impact\n\n- {innocent}\n")), [""; 0], "{innocent}");
        }
    }
}
