//! When a run fails, and statistics: `--max-warnings`, `--exit-zero`, `--statistics`.

mod support;

use support::folder::Folder;

/// A metric that is wrong and one without a verdict: an error and a warning.
const WRONG: &str = "## 时间指标\n\n- 故障感知时间：50m 符合预期\n- 故障响应时间：2m\n\
    - 故障处理时间：30m 符合预期\n\n## 故障描述\n\n### 事故回放\n\n\
    - `2024-05-06 10:00` 【开始】订单接口错误率升高\n- `2024-05-06 10:05` 【感知】收到告警\n\
    - `2024-05-06 10:07` 【响应】开始排查\n- `2024-05-06 10:30` 【恢复】恢复正常\n";

const CONFIG: &str = "template = 'infra-zh'\n[rules]\nmissing-section = 'off'\n";

fn folder() -> Folder {
    let right = WRONG.replace("50m", "5m");
    let files = [("a.md", WRONG), ("b.md", &right), ("c.md", &right), ("d.md", WRONG)];
    files.into_iter().fold(Folder::new().with("pmlint.toml", CONFIG), |folder, (path, text)| {
        folder.with(path, text)
    })
}

#[test]
fn more_warnings_than_allowed_fail() {
    let folder = folder();
    folder.run(&["b.md", "c.md"]).exits(0).says("2 warnings");
    for format in ["human", "short", "json"] {
        let run = |most| folder.run(&["b.md", "c.md", "--max-warnings", most, "--format", format]);
        run("2").exits(0);
        run("1").exits(1).says("2 warnings; --max-warnings allows 1");
        run("0").exits(1);
    }
    // What fails anyway fails still.
    folder.run(&["a.md", "--max-warnings", "9"]).exits(1);
    folder.run(&["a.md", "--max-warnings", "9", "--fail-on", "never"]).exits(0);
    folder.run(&["a.md", "--max-warnings", "0", "--fail-on", "never"]).exits(1);
    folder.run(&["a.md", "--max-warnings", "few"]).exits(2);
    folder.run(&["b.md", "c.md", "--max-warnings", "1", "-q"]).exits(1).says("allows 1");
}

#[test]
fn exit_zero_forgives_findings_and_nothing_else() {
    let folder = folder().with("e.md", b"\xff").with("empty/x.txt", "");
    for format in ["human", "short", "json"] {
        let run = folder.run(&["a.md", "--exit-zero", "--format", format]).exits(0);
        assert!(run.stdout.contains("metric-mismatch"), "{run:#?}");
    }
    folder.run(&["a.md", "e.md", "--exit-zero"]).exits(2);
    folder.run(&["empty", "--exit-zero"]).exits(3);
    folder.run(&["a.md", "--exit-zero", "--fail-on", "note"]).exits(2).says("cannot be used with");
}

#[test]
fn statistics_count_by_rule() {
    let folder = folder();
    let table = "     4  warning  missing-verdict  in 4 files\n     \
                 2  error    metric-mismatch  in 2 files\n";
    for format in ["human", "short"] {
        let run = folder.run(&[".", "--statistics", "--format", format]).exits(1);
        run.prints(table).says("4 files checked: 2 errors, 4 warnings");
    }
    let run = folder.run(&[".", "--statistics", "--lang", "zh"]).exits(1);
    assert!(run.stdout.ends_with("metric-mismatch  2 个文件\n"), "{run:#?}");

    let json = folder.run(&[".", "--statistics", "--format", "json"]).exits(1).json();
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(6));
    let expected = serde_json::json!([
        {"rule": "missing-verdict", "severity": "warning", "findings": 4, "files": 4},
        {"rule": "metric-mismatch", "severity": "error", "findings": 2, "files": 2},
    ]);
    assert_eq!(json["statistics"], expected);
    let json = folder.run(&[".", "--format", "json"]).json();
    assert!(json["statistics"].is_null());

    let none = folder.with("f.md", "# x\n").run(&[
        "f.md",
        "--no-config",
        "--statistics",
        "--template",
        "generic-en",
        "--exit-zero",
    ]);
    assert!(none.exits(0).stdout.lines().all(|line| line.contains(" in 1 file")));
}
