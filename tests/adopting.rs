//! Taking up pmlint where there are old documents already: baselines.

mod support;

use support::folder::{Folder, Run};
use support::worn;

const CONFIG: &str = "template = 'infra-zh'\nbaseline = 'pmlint-baseline.json'\n";

/// A postmortem in which nothing is wrong but a section that is missing.
const RECENT: &str = "# 订单服务复盘\n\n## 时间指标\n\n- 故障感知时间：5m 符合预期\n\
    - 故障响应时间：2m 符合预期\n- 故障处理时间：30m 符合预期\n\n## 故障描述\n\n### 事故回放\n\n\
    - `2024-05-06 10:00` 【开始】订单接口错误率升高\n- `2024-05-06 10:05` 【感知】收到告警\n\
    - `2024-05-06 10:07` 【响应】开始排查\n- `2024-05-06 10:30` 【恢复】恢复正常\n";

/// A repository with so many old documents.
fn repository(documents: u64) -> Folder {
    let folder = Folder::new().with("pmlint.toml", CONFIG).with(".git/HEAD", "");
    let folder = folder.with("docs/recent.md", RECENT);
    (0..documents).fold(folder, |folder, seed| {
        folder.with(&format!("docs/{}/{seed:03}.md", 2015 + seed % 9), worn(seed))
    })
}

fn check(folder: &Folder) -> Run {
    folder.run(&["docs", "--format", "json", "--fail-on", "note"])
}

#[test]
fn three_hundred_old_documents_are_adopted_in_one_command() {
    let folder = repository(300);
    let before = folder.run(&["docs", "--no-baseline", "--format", "json"]).exits(1);
    let found = before.places().len();
    assert!(found > 1500, "{found} findings only");

    let run = folder.run(&["baseline", "create", "docs"]).exits(0).prints("");
    run.says(&format!("pmlint-baseline.json: {found} findings in ")).says("written down");
    let run = check(&folder).exits(0);
    assert_eq!(run.places(), []);
    assert_eq!(run.json()["summary"]["baselined"], found);
    run.says("301 files checked: no findings");

    // One entry of a timeline, and the metric in another line that it breaks.
    folder.edit("docs/recent.md", "10:30", "11:30");
    let metric = ("docs/recent.md".to_owned(), "metric-mismatch".to_owned(), 7);
    assert_eq!(check(&folder).exits(1).places(), [metric]);
    folder.edit("docs/recent.md", "11:30", "10:30");

    // New lines above everything move no finding into view.
    for seed in [0, 77, 299] {
        let path = format!("docs/{}/{seed:03}.md", 2015 + seed % 9);
        let text = folder.read(&path);
        let text = format!("<!-- archived -->\n\n{}", text.replace("\n- ", "\n*   "));
        std::fs::write(folder.path().join(&path), text).expect("the file");
    }
    assert_eq!(check(&folder).exits(0).places(), []);
}

#[test]
fn one_edited_entry_gives_what_it_caused_in_a_document_full_of_old_findings() {
    let folder = Folder::new().with("pmlint.toml", CONFIG).with(".git/HEAD", "");
    let text = RECENT
        .replace("故障响应时间：2m", "故障响应时间：9m")
        .replace("- `2024-05-06 10:07`", "- 2024-05-06 10:07");
    let folder = folder.with("docs/a.md", text);
    folder.run(&["baseline", "create"]).exits(0);
    assert_eq!(check(&folder).exits(0).places(), []);
    folder.edit("docs/a.md", "`2024-05-06 10:00`", "`2024-05-06 09:50`");
    let found = check(&folder).exits(1).places();
    let found: Vec<(&str, u64)> =
        found.iter().map(|(_, rule, line)| (rule.as_str(), *line)).collect();
    // The two metrics that begin there, and not the third one, which was wrong before.
    assert_eq!(found, [("metric-mismatch", 5), ("metric-mismatch", 7)]);
}

#[test]
fn a_baseline_shrinks_by_itself_and_grows_only_when_told() {
    let folder = repository(3);
    folder.run(&["baseline", "create"]).exits(0);
    let old = folder.read("pmlint-baseline.json");
    folder.run(&["baseline", "update"]).exits(0).says("0 added, 0 removed");
    assert_eq!(folder.read("pmlint-baseline.json"), old);

    folder.edit("docs/recent.md", "5m 符合", "50m 符合");
    std::fs::remove_file(folder.path().join("docs/2015/000.md")).expect("it is gone");
    let gone = old.matches("docs/2015/000.md").count();
    let run = check(&folder).exits(1).says("are there no more; `pmlint baseline update --baseline");
    assert_eq!(run.places().len(), 1);
    folder.run(&["docs", "-v"]).says("stale: docs/2015/000.md: ");
    // Documents that are there and were not looked at are not stale.
    let some = folder.run(&["baseline", "update", "docs/recent.md"]).exits(1);
    some.says("1 new finding not added").says("0 added");
    let kept = folder.read("pmlint-baseline.json");
    assert!(!kept.contains("docs/2015/000.md") && kept.contains("docs/2016/001.md"));
    assert_eq!(kept.lines().count(), old.lines().count() - gone);

    folder.run(&["baseline", "update", "--allow-new"]).exits(0).says("1 added, 0 removed");
    assert_eq!(check(&folder).exits(0).places(), []);
}

#[test]
fn what_people_wrote_into_a_baseline_stays_and_an_expired_entry_counts_again() {
    let folder = Folder::new().with("pmlint.toml", CONFIG).with("docs/recent.md", RECENT);
    folder.edit("docs/recent.md", "5m 符合", "50m 符合");
    folder.run(&["baseline", "create"]).exits(0);
    let owned = |day: &str| format!("\"count\":1,\"owner\":\"sre\",\"expires\":\"{day}\"");
    folder.edit("pmlint-baseline.json", "\"count\":1", &owned("2999-12-31"));
    assert_eq!(check(&folder).exits(0).places(), []);
    folder.edit("pmlint-baseline.json", "2999-12-31", "2020-02-29");
    let run = check(&folder).exits(1);
    assert!(run.places().iter().any(|(_, rule, _)| rule == "metric-mismatch"));
    run.says("were held back until 2020-02-29 (owner: sre) and count again");
    let before = folder.read("pmlint-baseline.json");
    folder.run(&["baseline", "update", "--allow-new"]).exits(0).says("0 added, 0 removed");
    assert_eq!(folder.read("pmlint-baseline.json"), before);
}

#[test]
fn a_baseline_is_the_same_from_every_folder() {
    let folder = repository(2);
    folder.run(&["baseline", "create"]).exits(0);
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        Run::from(
            command.current_dir(folder.path().join("docs/2015")).output().expect("pmlint runs"),
        )
    };
    run(&["000.md", "--fail-on", "note"]).exits(0).says("in the baseline");
    run(&["000.md", "--baseline", "../../pmlint-baseline.json", "--fail-on", "note"]).exits(0);
    run(&["000.md", "--no-baseline"]).exits(1);
}

#[test]
fn what_is_no_baseline_is_an_error() {
    let folder = Folder::new().with("docs/a.md", RECENT).with("pmlint.toml", CONFIG);
    let missing = folder.run(&["docs"]).exits(2).prints("");
    missing.says("pmlint-baseline.json: no such baseline").says("pmlint baseline create");
    folder.run(&["docs", "--baseline", "b.json"]).exits(2).says("b.json: no such baseline");
    folder.run(&["baseline", "update"]).exits(2).says("no such baseline");
    folder.run(&["docs", "--baseline", "b.json", "--no-baseline"]).exits(2);
    folder.run(&["baseline", "create"]).exits(0);
    let text = folder.read("pmlint-baseline.json");
    folder.run(&["baseline", "create"]).exits(2).says("was left as it is");
    assert_eq!(folder.read("pmlint-baseline.json"), text);
    folder.edit("pmlint-baseline.json", "\"rule\"", "\"rul\"");
    for arguments in [&["docs"][..], &["baseline", "update"]] {
        let run = folder.run(arguments).exits(2);
        run.says("pmlint-baseline.json:4:").says("unknown field `rul`");
    }
    let folder = folder.with("c.json", b"\xff").with("d.json/x", "");
    folder.run(&["docs", "--baseline", "c.json"]).exits(2).says("c.json: not UTF-8");
    folder.run(&["docs", "--baseline", "d.json"]).exits(2).says("d.json: cannot be read");
}

#[test]
fn nothing_is_written_where_not_everything_could_be_read() {
    let folder =
        Folder::new().with("docs/a.md", RECENT).with("docs/b.md", b"\xff").with("x/a.txt", "");
    folder.run(&["baseline", "create", "x"]).exits(3);
    for paths in [&["docs/a.md", "gone.md"][..], &["docs/a.md", "docs/b.md"]] {
        let arguments = [&["baseline", "create"][..], paths].concat();
        folder.run(&arguments).exits(2).says("no baseline was written");
    }
    let folder = folder.with("docs/pmlint.toml", "templat = 'x'\n");
    folder.run(&["baseline", "create", "docs/a.md"]).exits(2).says("templat");
    assert!(!folder.path().join("pmlint-baseline.json").exists());
}
