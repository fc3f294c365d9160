//! Which items there are, and what each says.

use std::sync::Arc;

use crate::config::{Level, Settings};
use crate::finding::Severity;
use crate::source::Source;
use crate::template::builtin;

/// The items of an action section: `o` with an owner, `d` with a due date, `x` done, `-` for none of
/// it; a bar between lists.
fn items(template: &str, title: &str, body: &str) -> String {
    let text = format!("# T\n\n## {title}\n\n{body}");
    let source = Arc::new(Source::new("a.md", text));
    // Items are read only where a rule asks for them.
    let levels = [(super::WITHOUT_OWNER, Level::On(Severity::Warning))].into();
    let settings = Settings { template: builtin(template), levels, ..Settings::default() };
    let postmortems = crate::read(&source, &settings, true);
    let actions: Vec<_> = postmortems.iter().flat_map(|one| &one.actions).collect();
    let show = |action: &&&super::Action| {
        let flags = [(action.owner, 'o'), (action.due, 'd'), (action.done, 'x')];
        let set: String = flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag).collect();
        if set.is_empty() { "-".to_owned() } else { set }
    };
    let lists = actions.chunk_by(|one, next| one.list == next.list);
    let lists: Vec<String> =
        lists.map(|list| list.iter().map(|it| show(&it)).collect::<Vec<_>>().join(" ")).collect();
    lists.join(" | ")
}

#[test]
fn lists_say_who_and_when() {
    for (body, expected) in [
        ("- [ ] Add alert (@alice, due 2024-05-01)", "od"),
        ("- Add alert\n- Add test (owner: bob)", "- o"),
        ("- Add alert. Owner: TBD, due: YYYY-MM-DD", "-"),
        ("- Add alert. **Owner**: Alice; **ETA**: Q3", "od"),
        ("- Add alert, assigned to Alice, due by Friday", "od"),
        ("- Add alert (owner: unassigned)", "-"),
        ("- Add alert, alice@shop.example", "o"),
        // A ticket is neither, and a package in code is nobody.
        ("- Add alert [OPS-12](https://tracker.example/OPS-12)", "-"),
        ("- Update `@types/node` due to a bug", "-"),
        // Parts of an item.
        ("- Add alert\n  - Owner: Alice\n  - Due: 2024-05-01", "od"),
        ("- Add alert\n\n  Owner: Alice", "o"),
        ("1. Add alert\n   for disks, owner: Alice\n2. Add test", "o -"),
        ("- **Add alert**\n  - at 80 %\n  - Owner: Alice", "o"),
        // Heads of lists.
        (
            "- Short term:\n  - Add alert\n  - Add test (@bob)\n- Long term (@eve):\n  - Move",
            "- o o",
        ),
        ("- **Detect**\n  - Add alert", "-"),
        ("Owner: Team Storage\n\n- Add alert\n- Add test", "o o"),
        // A heading that is an item.
        ("### Add alert\n\n- **Owner**: Alice\n- **Priority**: P1\n\n### Add test\n\nlater", "o"),
        ("### Storage (@alice)\n\n- Add alert", "o"),
        // Done, and no items at all.
        ("- [x] Add alert\n- [ ] Add test\n- ~~Move~~ (done)\n- ✅ Restart", "x - x x"),
        ("- N/A", ""),
        ("- TBD", ""),
        ("We will do better.", ""),
    ] {
        assert_eq!(items("generic-en", "Action items", body), expected, "{body}");
    }
}

#[test]
fn tables_say_who_and_when_in_columns() {
    for (body, expected) in [
        (
            "| Action | Owner | Due |\n|---|---|---|\n| Add | Alice | 2024-05-01 |\n| Test | | TBD |",
            "od -",
        ),
        ("| Task | Assignee / ETA |\n|---|---|\n| Add | Alice |", "od"),
        (
            "| # | Action | Status |\n|---|---|---|\n| 1 | Add (@alice) | Todo |\n| 2 | Test | Done |",
            "o x",
        ),
        ("| Action | Owner |\n|---|---|\n| Add | - |\n| | |\n| Test | unassigned |", "- -"),
        // Something else than items.
        ("| Metric | Before | After |\n|---|---|---|\n| Errors | 1 | 2 |", ""),
        ("- One\n\n| Action | Owner |\n|---|---|\n| Add | Alice |", "- | o"),
    ] {
        assert_eq!(items("generic-en", "Action items", body), expected, "{body}");
    }
}

#[test]
fn words_are_those_of_the_language() {
    for (template, title, body, expected) in [
        (
            "generic-zh",
            "改进措施",
            "- 扩容，负责人：李雷，截止时间：本周五\n- 加告警（责任人：待定）",
            "od -",
        ),
        ("generic-zh", "改进措施", "- 扩容 @李雷 2024-05-01 前\n- [x] 加告警", "od x"),
        (
            "generic-zh",
            "改进措施",
            "| 改进项 | 负责人（必填） | 状态 |\n|---|---|---|\n| 扩容 | 无 | 待办 |\n| 演练 | 韩梅梅 | 已完成 |",
            "- ox",
        ),
        ("generic-ja", "再発防止策", "- アラートを追加する（担当：佐藤、期限：来週）", "od"),
        (
            "generic-ja",
            "再発防止策",
            "| 対策 | 担当者 | 期限 |\n|---|---|---|\n| 追加 | 未定 | 2024-05-01 |",
            "d",
        ),
    ] {
        assert_eq!(items(template, title, body), expected, "{body}");
    }
}
