//! `pmlint init` writes a configuration that works at once, from what is there.

mod support;

use std::path::Path;

use support::Random;
use support::folder::Folder;
use support::generator::Generator;

const ENGLISH: &str = "# Outage\n\nSeverity: SEV-2\n\n## Impact\n\nSome users.\n\n## Timeline\n\n\
    - 2024-05-06 10:00 Requests started failing\n- 10:04 Alert fired\n- 10:30 Service restored\n\n\
    ## Root cause\n\nA change.\n\n## Action items\n\n- Test the change.\n\n## Metrics\n\n\
    - Time to detect: 4m\n- Time to recover: 30m\n";
const TEMPLATE: &str = "# {title}\n\n## Metrics\n\n- Time to detect:\n- Time to recover:\n\n## Impact\n\n\
    Say who was hurt and how badly.\n\n## Timeline\n\n- YYYY-MM-DD HH:mm what happened\n\n\
    ## Root cause\n\nSay what made it possible.\n\n## Action items\n\n- {what} by {who}\n";

/// A Chinese postmortem in the default template.
fn chinese(seed: u64) -> String {
    Generator::new(seed).valid().text()
}

/// The lines of the configuration that are no comments.
fn set(folder: &Folder) -> Vec<String> {
    let text = folder.read("pmlint.toml");
    let is_set = |line: &&str| !line.is_empty() && !line.starts_with('#');
    text.lines().filter(is_set).map(str::to_owned).collect()
}

/// The files that are checked with the configuration that was written.
fn checked(folder: &Folder) -> Vec<String> {
    let json = folder.run(&["files", "--format", "json"]).json();
    let files = json["files"].as_array().expect("a list");
    files.iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn chinese_postmortems_get_their_template_and_folder() {
    let folder = (0..5).fold(Folder::new(), |folder, seed| {
        folder.with(&format!("docs/复盘/2024-0{seed}.md"), chinese(seed))
    });
    let folder = folder.with("docs/复盘/README.md", "# 索引\n").with("README.md", "# 说明\n");
    let run = folder.run(&["init", "--lang", "zh"]).exits(0).prints("");
    run.says("已写入 pmlint.toml；这里 7 个 Markdown 文件中有 5 篇复盘");
    assert_eq!(
        set(&folder),
        [
            "template = \"infra-zh\"",
            "include = [\"docs/复盘/**\"]",
            "exclude = [\"docs/复盘/README.md\"]"
        ]
    );
    assert!(folder.read("pmlint.toml").contains("# 5 篇复盘中有 5 篇最适合它。\n"));
    assert_eq!(checked(&folder).len(), 5);
    folder.run(&["--fail-on", "never"]).exits(0).says("5 files checked");
}

#[test]
fn english_postmortems_get_theirs() {
    let folder = (0..3).fold(Folder::new(), |folder, index| {
        folder.with(&format!("incidents/202{index}/a.md"), ENGLISH)
    });
    let folder = folder.with("guide.md", "# Guide\n\n## Timeline\n\n## Install\n");
    folder.run(&["init"]).exits(0).says("postmortems among the 4 Markdown files here: 3");
    assert_eq!(set(&folder), ["template = \"generic-en\"", "include = [\"incidents/**\"]"]);
    let text = folder.read("pmlint.toml");
    for part in [
        "# Metrics that the documents state, of 3: detection 3, recovery 3.\n",
        "#detection = \"start -> detected\"  # fits 3 of 3\n",
        "#[sla.severity.SEV-2]\n",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    assert_eq!(checked(&folder).len(), 3);
    folder.run(&[]).exits(0);
}

#[test]
fn a_markdown_template_that_others_follow_is_used() {
    for documents in [0, 3] {
        let folder = Folder::new().with("docs/TEMPLATE.md", TEMPLATE).with("README.md", "# x\n");
        let folder = (0..documents)
            .fold(folder, |folder, index| folder.with(&format!("docs/{index}.md"), ENGLISH));
        folder.run(&["init"]).exits(0);
        let template = &set(&folder)[0];
        assert_eq!(template, "template = \"docs/TEMPLATE.md\"");
        let told = format!("# Postmortems that follow it: {documents} of {documents}.\n");
        assert!(folder.read("pmlint.toml").contains(&told), "{}", folder.read("pmlint.toml"));
        folder.run(&[]).exits(if documents == 0 { 3 } else { 0 });
        assert_eq!(checked(&folder).len(), documents);
    }
}

#[test]
fn a_draft_is_no_template() {
    let folder = Folder::new().with("pm/2024-05-06-outage.md", TEMPLATE);
    folder.run(&["init"]).exits(0);
    assert_eq!(set(&folder), ["template = \"generic-en\"", "include = [\"pm/**\"]"]);
}

#[test]
fn of_several_templates_none_is_forced_on_all() {
    let folder = Folder::new().with("pm/a.md", ENGLISH).with("pm/b.md", chinese(1));
    folder.run(&["init"]).exits(0);
    assert_eq!(set(&folder), ["include = [\"pm/**\"]"]);
    let text = folder.read("pmlint.toml");
    assert!(
        text.contains("# Best for the 2 postmortems here: generic-en 1, infra-zh 1."),
        "{text}"
    );
}

#[test]
fn an_empty_folder_gets_examples_alone() {
    let folder = Folder::new();
    folder.run(&["init"]).exits(0).says("`pmlint new");
    assert_eq!(set(&folder), [""; 0]);
    folder.run(&[]).exits(3).says("nothing to check");
    folder.run(&["config", "show"]).exits(0);
}

/// Each example is right once its `#` is taken away.
#[test]
fn every_example_can_be_used() {
    for (name, text) in
        [("a.md", ENGLISH.to_owned()), ("b.md", chinese(7)), ("c.md", "# x\n".into())]
    {
        for lang in ["en", "zh"] {
            let folder = Folder::new().with(name, &text);
            let printed = folder.run(&["init", "--print", "--lang", lang]).exits(0).stdout;
            let used: String = printed
                .lines()
                .filter(|line| !line.starts_with("# "))
                .map(|line| line.trim_start_matches('#').to_owned() + "\n")
                .collect();
            assert!(used.contains("\n[sla]\n") && used.contains("\n[metrics]\n"), "{printed}");
            let folder = folder.with("pmlint.toml", &used);
            folder.run(&["config", "show"]).exits(0);
            let limits = folder.run(&["config", "show", "--format", "json"]).json();
            let count = limits["settings"].as_array().expect("a list").iter();
            assert!(count.filter(|setting| setting["key"][0] == "sla").count() >= 2, "{used}");
        }
    }
}

#[test]
fn what_is_there_is_never_overwritten_unless_asked_for() {
    let folder = Folder::new().with("pmlint.toml", "# mine\n").with("a.md", ENGLISH);
    let run = folder.run(&["init"]).exits(2).says("pmlint.toml is there already");
    run.says("`--force` replaces the file").prints("");
    assert_eq!(folder.read("pmlint.toml"), "# mine\n");
    let printed = folder.run(&["init", "--dry-run"]).exits(0).stdout;
    assert_eq!(folder.read("pmlint.toml"), "# mine\n");
    folder.run(&["init", "--force"]).exits(0);
    assert_eq!(folder.read("pmlint.toml"), printed);
    folder.run(&["init", "gone"]).exits(2).says("gone: no such file or folder");
    folder.run(&["init", "a.md"]).exits(2).says("a.md is no folder");
    let folder = folder.with("sub/b.md", ENGLISH).with("sub/latin.md", b"caf\xe9");
    let run = folder.run(&["init", "sub"]).exits(0).says("sub/latin.md: not UTF-8");
    run.says("pmlint.toml no longer holds for this folder: the nearest one counts, alone");
    assert!(Path::new(&folder.path().join("sub/pmlint.toml")).exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_not_followed() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("elsewhere.toml", folder.path().join("pmlint.toml"))
        .expect("a link");
    folder.run(&["init"]).exits(2).says("is there already");
    assert!(!folder.path().join("elsewhere.toml").exists());
}

/// Whatever lies where, the configuration is right, and what was found is what is checked.
#[test]
fn generated_houses_are_configured_without_error() {
    for seed in 0..12 {
        let mut random = Random(seed);
        let folders = ["", "docs/", "docs/pm/", "docs/pm/2024/", "a b/[x]/", "复盘/"];
        let mut folder = Folder::new();
        for index in 0..random.between(1, 8) {
            let place = random.pick(&folders);
            let text = match random.between(0, 3) {
                0 => "# Notes\n\nNothing.\n".to_owned(),
                1 => ENGLISH.to_owned(),
                _ => chinese(seed * 100 + index.unsigned_abs()),
            };
            folder = folder.with(&format!("{place}{index}.md"), text);
        }
        let before = checked(&folder);
        folder.run(&["init"]).exits(0);
        let run = folder.run(&["--fail-on", "never"]);
        assert_eq!(run.code, Some(if before.is_empty() { 3 } else { 0 }), "{seed} {run:#?}");
        assert_eq!(checked(&folder), before, "seed {seed}\n{}", folder.read("pmlint.toml"));
    }
}
