//! `pmlint files` says which files `pmlint` checks, and why it leaves out each other.

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::folder::Folder;

const PLAIN: &str = "# Read me\n\nNothing happened here.\n";
const POSTMORTEM: &str = "# Outage\n\n## Impact\n\nSome.\n\n## Timeline\n\n- 2024-05-06 10:00 a\n\n\
                          ## Root cause\n\nA change.\n\n## Action items\n\n- One.\n";

/// Each file that is left out, with the reason.
fn reasons(json: &Value) -> BTreeMap<&str, &str> {
    let left = json["left_out"].as_array().expect("a list");
    left.iter()
        .map(|file| {
            (file["path"].as_str().expect("a path"), file["reason"].as_str().expect("a reason"))
        })
        .collect()
}

/// The paths that are checked.
fn checked(json: &Value) -> Vec<&str> {
    let files = json["files"].as_array().expect("a list");
    files.iter().map(|file| file["path"].as_str().expect("a path")).collect()
}

/// A folder with one file for each reason to be left out.
fn house() -> Folder {
    Folder::new()
        .with(".git/HEAD", "")
        .with(".gitignore", "build/\n*.tmp.md\n")
        .with(
            "pmlint.toml",
            "template = \"TEMPLATE.md\"\nexclude = [\n  \"**/README.md\",\n  \"old/\",\n]\n",
        )
        .with(
            "TEMPLATE.md",
            "# {title}\n\n## Impact\n\n## Timeline\n\n## Root cause\n\n## Action items\n",
        )
        .with("a.md", POSTMORTEM)
        .with("b.tmp.md", POSTMORTEM)
        .with("build/c.md", POSTMORTEM)
        .with("old/d.md", POSTMORTEM)
        .with("docs/README.md", POSTMORTEM)
        .with("docs/guide.md", "# Guide\n\n## Timeline\n")
        .with("docs/pm/pmlint.toml", "include = [\"2024/**\"]\n")
        .with("docs/pm/2024/e.md", PLAIN)
        .with("docs/pm/f.md", POSTMORTEM)
        .with("image.png", "")
}

#[test]
fn each_file_is_listed_with_its_reason() {
    let json = house().run(&["files", "--format", "json"]).exits(0).json();
    assert_eq!(checked(&json), ["a.md", "docs/pm/2024/e.md"]);
    assert_eq!(json["files"][0]["because"], "sections");
    assert_eq!(json["files"][0]["template"], "TEMPLATE.md");
    assert_eq!(json["files"][0]["sections_matched"], 4);
    assert_eq!(json["files"][1]["because"], "included");
    assert_eq!(json["files"][1]["configuration"], "docs/pm/pmlint.toml");
    let expected = [
        (".git", "hidden"),
        (".gitignore", "hidden"),
        ("TEMPLATE.md", "template"),
        ("b.tmp.md", "git-ignored"),
        ("build", "git-ignored"),
        ("docs/README.md", "excluded"),
        ("docs/guide.md", "no-postmortem"),
        ("docs/pm/f.md", "not-included"),
        ("docs/pm/pmlint.toml", "not-markdown"),
        ("image.png", "not-markdown"),
        ("old", "excluded"),
        ("pmlint.toml", "not-markdown"),
    ];
    assert_eq!(reasons(&json), BTreeMap::from(expected));
}

#[test]
fn a_person_reads_which_pattern_of_which_file_it_was() {
    let run = house().run(&["files"]).exits(0);
    for line in [
        "  b.tmp.md        git-ignored by `*.tmp.md` (.gitignore)",
        "  build/          git-ignored by `build/` (.gitignore)",
        "  docs/README.md  excluded by `**/README.md` (pmlint.toml:3)",
        "  docs/guide.md   no postmortem: 1 of 4 sections of TEMPLATE.md",
        "  docs/pm/f.md    no pattern of `include` names it (docs/pm/pmlint.toml:1)",
        "  old/            excluded by `old/` (pmlint.toml:4)",
        "  5 hidden or not Markdown (--verbose lists them)",
    ] {
        assert!(run.stdout.lines().any(|other| other == line), "no `{line}` in {run:#?}");
    }
    assert!(!run.stdout.contains("image.png"), "{run:#?}");
    let run = house().run(&["files", "--verbose", "--lang", "zh"]).exits(0);
    assert!(run.stdout.contains("image.png"), "{run:#?}");
    assert!(
        run.stdout.contains("old/                 被 `old/` 排除（pmlint.toml:4）"),
        "{run:#?}"
    );
}

/// The two commands must never disagree.
#[test]
fn what_is_listed_is_what_is_checked() {
    let folder = house();
    for arguments in [
        &["."][..],
        &[],
        &["docs", "docs/README.md"],
        &["docs/guide.md", "docs/README.md", "--force-exclude"],
        &["old/d.md", "build"],
        &["--no-config"],
        &["--template", "generic-en"],
        &["docs/guide.md", "--template", "TEMPLATE.md"],
    ] {
        let files = folder.run(&[&["files", "--format", "json"], arguments].concat());
        let facts = folder.run(&[&["facts", "--format", "json"], arguments].concat());
        assert_eq!(files.code, facts.code, "{arguments:?}");
        assert_eq!(checked(&files.json()), checked(&facts.json()), "{arguments:?}");
        let check = folder.run(&[&["--format", "json", "--fail-on", "never"], arguments].concat());
        assert_eq!(check.code, files.code, "{arguments:?}");
        assert_eq!(check.json()["summary"]["files"], checked(&files.json()).len(), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_judged_by_the_path_it_stands_for() {
    let folder = house();
    let files = |arguments: &[&str]| {
        let arguments = [&["files", "--format", "json", "-"], arguments].concat();
        folder.run_with_input(&arguments, POSTMORTEM.as_bytes()).exits(0).json()
    };
    let named = files(&["--stdin-filename", "docs/pm/new.md"]);
    assert_eq!(named["files"][0]["path"], "docs/pm/new.md");
    assert_eq!(named["files"][0]["configuration"], "docs/pm/pmlint.toml");
    let excluded = files(&["--stdin-filename", "old/new.md", "--force-exclude"]);
    assert_eq!(excluded["left_out"][0]["pattern"], "old/");
    assert_eq!(excluded["left_out"][0]["line"], 4);
    assert_eq!(files(&[])["files"][0]["path"], "<stdin>");
    // The commands that read it do so in the same way.
    for command in ["check", "facts"] {
        let run = |arguments: &[&str]| {
            let base = [command, "-", "--stdin-filename"];
            folder.run_with_input(&[&base, arguments].concat(), POSTMORTEM.as_bytes())
        };
        run(&["docs/pm/new.md", "--verbose"]).says("configuration: docs/pm/pmlint.toml");
        run(&["old/new.md", "--force-exclude"]).exits(0).prints("");
    }
}

#[test]
fn what_cannot_be_told_is_an_error() {
    let folder = house().with("x/pmlint.toml", "tempalte = 1\n").with("x/a.md", POSTMORTEM);
    folder.run(&["files", "gone.md"]).exits(2).says("gone.md: no such file");
    folder.run(&["files", "build/c.txt"]).exits(2);
    folder.run(&["files", "old", "image.png"]).exits(0);
    folder.run(&["files", "image.png", "--config", "gone.toml"]).exits(2);
    let run = folder.run(&["files", "x"]).exits(2).says("did you mean `template`?");
    assert!(run.stdout.contains("a.md  x/pmlint.toml is wrong"), "{run:#?}");
    let run = Folder::new().with("a.txt", "").run(&["files"]).exits(3);
    run.says("nothing to check: no Markdown file");
    Folder::new()
        .with("a.md", PLAIN)
        .run(&["files"])
        .exits(3)
        .says("does not look like a postmortem");
}
