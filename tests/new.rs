//! `pmlint new` writes a postmortem in which only what is to be filled in is reported.

mod support;

use pmlint::template::BUILTIN;
use support::folder::Folder;

const TEAM: &str = "# Postmortem: {title}\n\n- Date: YYYY-MM-DD\n- Owner:\n\n## Impact\n\n\
    Say who was hurt and how badly.\n\n## Timeline\n\n- YYYY-MM-DD HH:mm what happened\n\n\
    ## Decisions <!-- pmlint: optional -->\n\n## Root cause\n\nSay what made it possible.\n\n\
    ## Action items\n\n- {what} by {who}\n";

/// The rule, severity and line of each finding of a file.
fn findings(folder: &Folder, arguments: &[&str]) -> Vec<(String, u64)> {
    let json = folder.run(&[&["--format", "json"], arguments].concat()).json();
    let all = json["findings"].as_array().expect("a list");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let line = |one: &serde_json::Value| one["span"]["start"]["line"].as_u64().expect("a line");
    all.iter().map(|one| (text(&one["rule"]), line(one))).collect()
}

/// Writes a postmortem and gives its path.
fn new(folder: &Folder, arguments: &[&str]) -> String {
    let run = folder.run(&[&["new", "--date", "2024-05-06"], arguments].concat()).exits(0);
    run.stdout.trim_end().to_owned()
}

#[test]
fn every_template_gives_placeholders_and_nothing_else() {
    for template in &BUILTIN {
        for title in [&["Cache down"][..], &["缓存服务不可用"], &[]] {
            let folder = Folder::new();
            let arguments = [title, &["--template", template.name]].concat();
            let path = new(&folder, &arguments);
            let text = folder.read(&path);
            // With its template, and with the one that is chosen by its sections.
            for more in [&["--template", template.name][..], &[]] {
                let found = findings(&folder, &[&[path.as_str()], more].concat());
                let others: Vec<_> =
                    found.iter().filter(|(rule, _)| rule != "placeholder").collect();
                assert!(others.is_empty(), "{} {more:?}\n{text}\n{others:?}", template.name);
                let lines: Vec<u64> = found.iter().map(|(_, line)| *line).collect();
                // Every line that is no heading and no date is still open.
                for (number, line) in (1..).zip(text.lines()) {
                    let is_open = line.starts_with("- ") && !line.ends_with("2024-05-06")
                        || number == 1 && title.is_empty();
                    assert!(!is_open || lines.contains(&number), "{line} is not reported\n{text}");
                }
                assert!(lines.len() >= 8, "{text}");
            }
            let facts = folder.run(&["facts", "--format", "json"]).exits(0).json();
            let read = &facts["files"][0]["postmortems"];
            assert_eq!(read.as_array().map(Vec::len), Some(1));
            // Under English titles a Chinese one tells the language.
            if title.iter().all(|title| title.is_ascii()) || template.name != "generic-en" {
                assert_eq!(read[0]["template"], template.name, "it is found again\n{text}");
            }
            assert_eq!(read[0]["metadata"][0]["text"], "2024-05-06", "{text}");
        }
    }
}

/// An author who fills in the times and forgets the text is told.
#[test]
fn what_is_filled_in_by_half_is_still_reported() {
    for template in &BUILTIN {
        let folder = Folder::new();
        let path = new(&folder, &["--template", template.name]);
        let before = findings(&folder, &[&path, "--template", template.name]).len();
        let text = folder.read(&path).replace("HH:mm", "10:00");
        let folder = folder.with(&path, text);
        let after = findings(&folder, &[&path, "--template", template.name]);
        let open = after.iter().filter(|(rule, _)| rule == "placeholder").count();
        assert_eq!(open, before, "{}\n{after:?}", folder.read(&path));
    }
}

#[test]
fn sections_stand_in_order_at_the_level_of_their_place() {
    let folder = Folder::new();
    let text = folder.read(&new(&folder, &["--template", "infra-zh", "缓存"]));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "# 缓存",
            "## 时间指标",
            "## 故障描述",
            "### 事故回放",
            "### 事故影响",
            "#### 用户侧",
            "#### 服务侧",
            "#### 产品侧",
            "### 事故原因",
            "#### 直接原因",
            "#### 间接原因",
            "## 改进方案",
            "### 短期方案",
            "### 长期方案",
            "### 其他风险点",
        ]
    );
    assert!(text.contains("\n- `2024-05-06 HH:mm` 【感知】（待补充）\n"), "{text}");
    assert!(text.contains("\n- 故障感知时间：待补充\n"), "{text}");
    let folder = Folder::new();
    let text = folder.read(&new(&folder, &["--template", "generic-en"]));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        ["# TBD", "## Summary", "## Impact", "## Timeline", "## Root cause", "## Action items"]
    );
}

#[test]
fn actions_have_columns_for_what_is_asked_of_them() {
    let config = "template = 'generic-en'\n[rules]\naction-without-owner = 'error'\n\
                  action-without-due = 'error'\n";
    let folder = Folder::new().with("pmlint.toml", config);
    let path = new(&folder, &["x"]);
    let text = folder.read(&path);
    let table = "| Action | Owner | Due |\n| --- | --- | --- |\n| TBD | TBD | TBD |\n";
    assert!(text.ends_with(table), "{text}");
    let found = findings(&folder, &[&path]);
    assert!(found.iter().any(|(rule, _)| rule == "placeholder"));
    let honest = ["placeholder", "action-without-owner", "action-without-due"];
    assert!(found.iter().all(|(rule, _)| honest.contains(&rule.as_str())), "{found:?}");
}

#[test]
fn a_markdown_template_is_taken_as_it_is() {
    let folder = Folder::new()
        .with("docs/TEMPLATE.md", TEAM)
        .with("pmlint.toml", "template = 'docs/TEMPLATE.md'\ninclude = ['docs/pm/**']\n");
    let path = new(&folder, &["Cache & queue down"]);
    assert_eq!(path, "docs/pm/2024-05-06-cache-queue-down.md");
    let expected = TEAM
        .replace("{title}", "Cache & queue down")
        .replace("Date: YYYY-MM-DD", "Date: 2024-05-06");
    assert_eq!(folder.read(&path), expected);
    let found = findings(&folder, &[]);
    let honest = ["placeholder", "empty-section"];
    assert!(found.iter().all(|(rule, _)| honest.contains(&rule.as_str())), "{found:?}");
    assert!(found.iter().filter(|(rule, _)| rule == "placeholder").count() >= 4, "{found:?}");
    // Without a title the place for it stays open.
    let untitled = folder.read(&new(&folder, &[]));
    assert!(untitled.starts_with("# Postmortem: {title}\n"), "{untitled}");
}

#[test]
fn it_goes_where_the_configuration_expects_it() {
    for (include, path) in [
        ("docs/postmortems/**/*.md", "docs/postmortems/2024-05-06-x.md"),
        ("./复盘/**", "复盘/2024-05-06-x.md"),
        ("/incidents", "incidents/2024-05-06-x.md"),
        ("*.md", "2024-05-06-x.md"),
        ("docs/pm/2024*.md", "docs/pm/2024-05-06-x.md"),
    ] {
        let folder = Folder::new().with("pmlint.toml", format!("include = ['{include}']\n"));
        assert_eq!(new(&folder, &["x"]), path, "{include}");
        let json = folder.run(&["files", "--format", "json"]).exits(0).json();
        assert_eq!(json["files"][0]["path"], path);
    }
    let folder = Folder::new()
        .with("pmlint.toml", "include = ['**/pm/**']\nexclude = ['old/']\n")
        .with("a/b/x.txt", "");
    let run = folder.run(&["new", "x"]).exits(2).prints("");
    run.says("does not say in which folder; name it with --output");
    let run = folder.run(&["new", "x", "--date", "2024-05-06", "--output", "old"]).exits(0);
    run.prints("old/2024-05-06-x.md\n").says("`pmlint` alone leaves it out: `old/` excludes it");
    let run = folder.run(&["new", "x", "-o", "team/pm/", "--date", "2024-05-06"]).exits(0);
    assert!(!run.prints("team/pm/2024-05-06-x.md\n").stderr.contains("leaves it out"));
    assert_eq!(new(&folder, &["x", "--output", "own name.md"]), "own name.md");
}

#[test]
fn the_template_is_that_of_the_place() {
    let config = "template = 'infra-zh'\ntimezone = '+08:00'\n[[overrides]]\npaths = ['en/**']\n\
                  template = 'google-sre'\n";
    let folder =
        Folder::new().with("pmlint.toml", config).with("sub/pmlint.toml", "template = 'aws-coe'\n");
    let heading = |arguments: &[&str]| {
        let text = folder.read(&new(&folder, arguments));
        text.lines().find(|line| line.starts_with("## ")).expect("a heading").to_owned()
    };
    assert_eq!(heading(&["a"]), "## 时间指标");
    assert_eq!(heading(&["a", "--output", "en"]), "## Summary");
    assert!(
        folder.read("en/2024-05-06-a.md").contains("## Where we got lucky")
            || folder.read("en/2024-05-06-a.md").contains("### Where we got lucky")
    );
    assert!(folder.read(&new(&folder, &["b", "-o", "sub"])).contains("## Incident questions"));
    assert_eq!(heading(&["c", "--template", "atlassian"]), "## Incident summary");
    // Without any, the language of the messages decides, and that is told.
    let bare = Folder::new();
    let run = bare.run(&["new", "--output", "-"]).exits(0).says("generic-en is used");
    assert!(run.stdout.contains("## Root cause"), "{run:#?}");
    let run = bare.run(&["new", "--output", "-", "--lang", "zh"]).exits(0).says("使用 infra-zh");
    assert!(run.stdout.contains("## 故障描述"), "{run:#?}");
}

#[test]
fn nothing_is_overwritten_and_nothing_escapes() {
    let folder = Folder::new();
    let path = new(&folder, &["Cache down", "--template", "generic-en"]);
    let folder = folder.with(&path, "mine\n");
    let again = ["new", "cache: DOWN!", "--date", "2024-05-06", "--template", "generic-en"];
    folder.run(&again).exits(2).prints("").says("is there already, and nothing was written");
    assert_eq!(folder.read(&path), "mine\n");
    for title in
        ["../../../escape", "/etc/passwd", "a/../../b", "CON", "..", "-", "\u{1b}[2J", "x\ny"]
    {
        let folder = Folder::new().with("in/.keep", "");
        let run =
            folder.run(&["new", "--template", "generic-en", "-o", "in", "--", title]).exits(0);
        let path = run.stdout.trim_end();
        let name = path.strip_prefix("in/").expect("in the folder");
        assert!(
            !name.contains(['/', '\\', '\u{1b}', '\n']) && name.ends_with(".md"),
            "{title:?} {name}"
        );
        let text = folder.read(path);
        assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1, "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        let found = findings(&folder, &["in"]);
        assert!(found.iter().all(|(rule, _)| rule == "placeholder"), "{title:?} {found:?}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let folder = Folder::new().with("bad/pmlint.toml", "tempalte = 1\n").with("file.txt", "");
    for date in ["2024-02-30", "06.05.2024", "today", "", "2024-5-6", "+2024-05-06"] {
        folder.run(&["new", "x", &format!("--date={date}")]).exits(2).says("is no date");
    }
    folder
        .run(&["new", "x", "--template", "generic-em"])
        .exits(2)
        .says("did you mean `generic-en`?");
    let run = folder.run(&["new", "x", "--output", "bad"]).exits(2).prints("");
    run.says("did you mean `template`?").says("correct the configuration first");
    folder.run(&["new", "x", "--output", "file.txt", "--template", "generic-en"]).exits(2);
    // The day of today is taken where none is given.
    let run = folder.run(&["new", "x", "--template", "generic-en"]).exits(0);
    assert!(run.stdout.starts_with("20") && run.stdout.ends_with("-x.md\n"), "{run:#?}");
}
