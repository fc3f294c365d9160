//! The command line as its users meet it: exit codes, what goes where, what is said when things go
//! wrong. Nothing here depends on what any rule finds.

mod support;

use std::fs;
use std::process::Stdio;

use pmlint::output::Format;
use support::folder::{Folder, Run};

const PLAIN: &str = "# Read me

Nothing happened here.
";

/// A document that something is found in, at least a warning.
const WRONG: &str = "##标题
";

#[test]
fn a_missing_path_is_an_error_in_every_format() {
    let folder = Folder::new();
    for format in Format::ALL.map(Format::name) {
        folder.run(&["missing.md", "--format", format]).exits(2).says("missing.md: no such file");
    }
    folder.run(&["facts", "missing.md"]).exits(2).says("missing.md: no such file");
}

#[test]
fn a_missing_path_among_good_ones_does_not_stop_the_others() {
    let folder = Folder::new().with("a.md", PLAIN);
    let run = folder.run(&["missing.md", "a.md", "--fail-on", "never", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1);
    run.exits(2).says("missing.md: no such file");
}

#[test]
fn a_misspelt_command_is_offered_the_right_one() {
    Folder::new().run(&["chekc"]).exits(2).says("did you mean the command `check`?");
}

#[test]
fn a_folder_without_markdown_is_nothing_to_check() {
    let folder = Folder::new().with("docs/a.txt", "");
    let run = folder.run(&["docs"]).exits(3);
    run.says("nothing to check: no Markdown file (*.md, *.markdown) in docs;").prints("");
    folder.run(&[]).exits(3).says("in .;");
    folder.run(&["facts", "docs"]).exits(3).says("nothing to check");
}

#[test]
fn an_empty_folder_beside_a_full_one_is_told() {
    let folder = Folder::new().with("a.md", PLAIN).with("docs/a.txt", "");
    let run = folder.run(&["a.md", "docs", "--fail-on", "never"]).exits(0);
    run.says("no Markdown file (*.md, *.markdown) in docs");
}

#[test]
fn a_folder_without_postmortems_says_how_many_files_were_left_alone() {
    let folder = Folder::new().with("README.md", PLAIN).with("docs/CHANGELOG.md", PLAIN);
    let run = folder.run(&[]).exits(3).says("none of the 2 Markdown files looks like a postmortem");
    run.says("include = [\"docs/postmortems/**\"]").says("name a file");
    let run = folder.run(&["--verbose"]).exits(3).says("README.md: left alone");
    run.says("docs/CHANGELOG.md: left alone");
    folder.run(&["docs"]).exits(3).says("the only Markdown file does not look like a postmortem");
}

#[test]
fn a_named_file_is_always_checked() {
    let folder = Folder::new().with("README.md", PLAIN).with("notes.txt", PLAIN);
    let run = folder.run(&["README.md", "notes.txt", "--fail-on", "never"]).exits(0);
    run.says("2 files checked: ");
}

#[test]
fn under_force_a_file_that_is_no_postmortem_is_left_alone_and_told() {
    let folder = Folder::new()
        .with("README.md", PLAIN)
        .with("TEMPLATE.md", "# {title}\n\n## Timeline\n\n## Root cause\n")
        .with("docs/pmlint.toml", "include = [\"incidents/**\"]\ntemplate = \"../TEMPLATE.md\"\n")
        .with("docs/incidents/a.md", PLAIN)
        .with("docs/b.md", PLAIN);
    let all = ["README.md", "docs/b.md", "docs/incidents/a.md", "TEMPLATE.md"];
    folder.run(&["README.md", "--fail-on", "warning"]).exits(1);
    let run = folder.run(&["--force-exclude", "README.md"]).exits(0).prints("");
    run.says("nothing checked: --force-exclude leaves out the file that was named");
    let run = folder.run(&["--force-exclude", "--verbose", "README.md", "docs/b.md"]).exits(0);
    run.says("README.md: left alone, fits no template; list it under `include`")
        .says("nothing checked: --force-exclude leaves out all 2 files that were named");
    // What `include` names is checked whatever it looks like; the template never is.
    let strict = ["--force-exclude", "--fail-on", "warning", "--format", "short"];
    let run = folder.run(&[&strict, &all[..]].concat()).exits(1);
    assert!(run.stdout.lines().all(|line| line.starts_with("docs/incidents/a.md:")), "{run:#?}");
    run.says("1 file checked: ");
    let run = folder.run(&["files", "--force-exclude", "docs/b.md"]).exits(0);
    run.says("nothing checked: --force-exclude leaves out the file that was named");
    // A path that is missing is no file to be left out, and a folder is still searched.
    folder.run(&["--force-exclude", "gone.md"]).exits(2).says("gone.md: no such file");
    folder.run(&["--force-exclude", "."]).exits(1).says("1 file checked");
    let stdin = |path| {
        folder.run_with_input(&["--force-exclude", "-", "--stdin-filename", path], PLAIN.as_bytes())
    };
    stdin("docs/new.md").exits(0).says("nothing checked");
    stdin("docs/incidents/new.md").exits(1).says("1 file checked");
}

#[test]
fn a_file_that_is_not_utf8_is_an_error_with_its_remedy() {
    let folder = Folder::new()
        .with("latin.md", b"caf\xe9\n")
        .with("wide.md", b"\xff\xfe#\0")
        .with("good.md", PLAIN);
    let run = folder.run(&["latin.md", "wide.md", "good.md", "--fail-on", "never"]).exits(2);
    run.says("latin.md: not UTF-8 (first wrong byte at offset 3); save it as UTF-8")
        .says("wide.md: the file is UTF-16; save it as UTF-8")
        .says("1 file checked");
    folder.run(&["facts", "latin.md"]).exits(2).says("save it as UTF-8");
}

#[test]
fn a_folder_named_like_a_file_is_searched() {
    let folder = Folder::new().with("a.md/README.md", PLAIN);
    folder.run(&["a.md"]).exits(3).says("the only Markdown file");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let folder = Folder::new().with("b.md", PLAIN);
    std::os::unix::fs::symlink("loop.md", folder.path().join("loop.md")).expect("a link");
    let run = folder.run(&["loop.md", "b.md", "--fail-on", "never"]).exits(2);
    run.says("loop.md: cannot be read").says("1 file checked");
}

#[test]
fn wrong_usage_is_an_error() {
    let folder = Folder::new().with("a.md", PLAIN);
    for arguments in [
        &["--no-such-flag"][..],
        &["--format", "yaml", "a.md"],
        &["--fail-on", "sometimes", "a.md"],
        &["--jobs", "0", "a.md"],
        &["--config", "x.toml", "--no-config", "a.md"],
        &["--quiet", "--verbose", "a.md"],
        &["explain"],
    ] {
        let run = folder.run(arguments).exits(2).prints("");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).exits(0);
    assert!(help.stdout.contains("Exit codes:") && help.stdout.contains("facts"));
    let version = format!("pmlint {}\n", env!("CARGO_PKG_VERSION"));
    folder.run(&["--version"]).exits(0).prints(&version);
}

#[test]
fn check_may_be_left_out() {
    let folder = Folder::new().with("a.md", PLAIN);
    let short = folder.run(&["a.md", "--format", "json"]);
    let long = folder.run(&["check", "a.md", "--format", "json"]);
    assert_eq!((short.code, short.stdout), (long.code, long.stdout));
}

#[test]
fn the_exit_code_does_not_depend_on_the_format() {
    let folder = Folder::new().with("a.md", PLAIN).with("docs/b.md", PLAIN).with("c.md", b"\xff");
    for arguments in [&["a.md"][..], &["docs"], &["c.md"], &["a.md", "gone.md"]] {
        let codes = Format::ALL.map(Format::name).map(|format| {
            folder.run(&[arguments, &["--format", format]].concat()).code.expect("a code")
        });
        assert!(codes.iter().all(|code| *code == codes[0]), "{arguments:?}: {codes:?}");
    }
}

#[test]
fn json_stays_whole_when_things_go_wrong() {
    let folder = Folder::new().with("a.md", b"\xff").with("docs/b.md", PLAIN);
    for arguments in [&["a.md"][..], &["docs"], &["gone.md"]] {
        let json = folder.run(&[arguments, &["--format", "json"]].concat()).json();
        assert_eq!(json["schema_version"], 1);
        assert!(json["findings"].is_array() && json["summary"].is_object());
        let json = folder.run(&[&["facts", "--format", "json"], arguments].concat()).json();
        assert!(json["files"].is_array());
    }
}

#[test]
fn quiet_says_nothing_but_errors() {
    let folder = Folder::new().with("a.md", PLAIN).with("docs/a.txt", "");
    let run = folder.run(&["a.md", "docs", "--quiet", "--fail-on", "never"]).exits(0);
    assert_eq!(run.stderr, "");
    folder.run(&["gone.md", "-q"]).exits(2).says("gone.md");
    folder.run(&["docs", "-q"]).exits(3).says("nothing to check");
}

#[test]
fn messages_follow_the_language() {
    let folder = Folder::new();
    folder.run(&["gone.md", "--lang", "zh"]).exits(2).says("没有这个文件或目录");
    let with = |name: &str, value: &str, arguments: &[&str]| {
        Run::from(folder.command(arguments).env(name, value).output().expect("pmlint runs"))
    };
    with("LANG", "zh_CN.UTF-8", &["gone.md"]).exits(2).says("没有这个文件或目录");
    with("LC_ALL", "zh_CN.UTF-8", &["gone.md"]).exits(2).says("没有这个文件或目录");
    with("LANG", "zh_CN.UTF-8", &["gone.md", "--lang", "en"]).exits(2).says("no such file");
    with("LANG", "de_DE.UTF-8", &["gone.md"]).exits(2).says("no such file");
    let rule = pmlint::rules::ALL[0];
    with("LANG", "zh_CN.UTF-8", &["explain", rule.id]).exits(0).prints(rule.page_zh);
    with("LANG", "zh_CN.UTF-8", &["explain", rule.id, "--lang", "en"]).prints(rule.page);
}

#[test]
fn output_goes_to_a_file_that_is_complete_or_absent() {
    let folder = Folder::new().with("a.md", PLAIN).with("out.json", "old");
    let arguments = ["a.md", "--fail-on", "never", "--format", "json", "--output", "out.json"];
    folder.run(&arguments).exits(0).prints("");
    let json: serde_json::Value =
        serde_json::from_str(&folder.read("out.json")).expect("valid JSON");
    assert_eq!(json["summary"]["files"], 1);

    let missing = ["a.md", "--output", "no/such/folder/out.json"];
    folder
        .run(&missing)
        .exits(2)
        .says("cannot be written")
        .says("name a file in a folder that is there");
    folder.run(&["a.md", "--output", "."]).exits(2).says("cannot be written");
    let left: Vec<_> = fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 2, "no temporary file stays behind: {left:?}");
}

#[cfg(unix)]
#[test]
fn output_to_a_device_or_a_link_does_not_replace_it() {
    let folder = Folder::new().with("a.md", PLAIN).with("real.txt", "old");
    folder.run(&["a.md", "--fail-on", "never", "--output", "/dev/null"]).exits(0);
    std::os::unix::fs::symlink("real.txt", folder.path().join("link.txt")).expect("a link");
    let arguments = ["a.md", "--fail-on", "never", "--format", "json", "--output", "link.txt"];
    folder.run(&arguments).exits(0);
    assert!(folder.path().join("link.txt").is_symlink());
    assert!(folder.read("real.txt").contains("schema_version"));
}

#[test]
fn several_formats_go_to_several_files() {
    let folder = Folder::new().with("a.md", WRONG).with("out.sarif", "old");
    let alone = folder.run(&["a.md", "--fail-on", "warning", "--format", "short"]).exits(1);
    let found = alone.stdout.lines().count();
    let arguments =
        ["a.md", "--fail-on", "warning", "--format", "short", "--format", "sarif=out.sarif"];
    let run = folder.run(&[&arguments[..], &["--format", "junit=out.xml"]].concat()).exits(1);
    run.prints(&alone.stdout);
    let sarif: serde_json::Value =
        serde_json::from_str(&folder.read("out.sarif")).expect("valid JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(found));
    assert!(folder.read("out.xml").ends_with("</testsuites>\n"));
    let arguments = ["a.md", "--format", "json=1.json", "--format", "short", "--output", "2.txt"];
    folder.run(&[&arguments[..], &["--fail-on", "warning"]].concat()).exits(1).prints("");
    assert_eq!(folder.read("2.txt"), alone.stdout);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 5, "no temporary file stays behind: {left:?}");
}

#[test]
fn two_formats_in_one_place_are_an_error_that_says_what_to_type() {
    let folder = Folder::new().with("a.md", PLAIN).with("docs/x.txt", "");
    for (arguments, part) in [
        (&["--format", "human", "--format", "json"][..], "`--format json=FILE`"),
        (&["--format", "json=x", "--format", "sarif=./x"], "./x is named for two formats"),
        (&["--format", "json=x", "--format", "sarif", "--output", "docs/../x"], "two formats"),
        (&["--format", "json=x", "--output", "y"], "leave out --output"),
        (&["--format", "json="], "write `--format json=FILE`"),
        (&["--format", "sarfi"], "'sarif'"),
        (&["--format", "sarfi=x"], "'sarif'"),
        (&["--format", "markdown=./a.md"], "./a.md is one of the documents to check"),
        (&["--format", "json=x", "--format", "sarif=no/such/x"], "no/such/x: cannot be written"),
    ] {
        folder.run(&[&["a.md"], arguments].concat()).exits(2).says(part).prints("");
        assert_eq!(folder.read("a.md"), PLAIN);
        let left = fs::read_dir(folder.path()).expect("the folder").count();
        assert_eq!(left, 2, "{arguments:?} leaves something behind");
    }
}

#[test]
fn the_summary_of_a_step_is_appended_to() {
    let folder = Folder::new().with("a.md", WRONG).with("summary.md", "before\n\n");
    let run = |variable: &str, arguments: &[&str]| {
        let mut command = folder.command(arguments);
        let command = command.args(["--fail-on", "warning"]).env("GITHUB_STEP_SUMMARY", variable);
        Run::from(command.output().expect("pmlint runs"))
    };
    run("summary.md", &["a.md", "--format", "short"]).exits(1);
    assert_eq!(folder.read("summary.md"), "before\n\n");
    let said = run("summary.md", &["a.md", "--format", "github"]).exits(1);
    assert!(said.stdout.starts_with("::warning file=a.md,line=1,"), "{said:#?}");
    let summary = folder.read("summary.md");
    assert!(summary.starts_with("before\n\n### pmlint\n\n1 file checked: "), "{summary}");
    assert!(summary.contains("\n| warning | a.md:1:1 | not-a-heading | "), "{summary}");
    run("", &["a.md", "--format", "github"]).exits(1);
    run("no/such/folder/x", &["a.md", "--format", "github"]).exits(2).says("GITHUB_STEP_SUMMARY");
    let full = folder.with("summary.md", "x".repeat(1 << 20));
    let mut command = full.command(&["a.md", "--format", "github", "--fail-on", "warning"]);
    let command = command.env("GITHUB_STEP_SUMMARY", "summary.md");
    Run::from(command.output().expect("pmlint runs"))
        .exits(1)
        .says("the summary of the step is full");
    assert_eq!(full.read("summary.md").len(), 1 << 20);
}

#[test]
fn paths_for_programs_elsewhere_count_from_the_repository() {
    let folder = Folder::new().with("repo/.git/HEAD", "").with("repo/docs/b c.md", WRONG);
    for (format, path) in [
        ("sarif", "\"uri\":\"docs/b%20c.md\",\"uriBaseId\":\"%SRCROOT%\""),
        ("gitlab", "\"path\":\"docs/b c.md\""),
        ("github", "file=docs/b c.md,"),
        ("json", "\"path\":\"b c.md\""),
    ] {
        let mut inside = folder.command(&["b c.md", "--format", format, "--fail-on", "warning"]);
        let inside = inside.current_dir(folder.path().join("repo/docs"));
        let run = Run::from(inside.output().expect("pmlint runs")).exits(1);
        assert!(run.stdout.contains(path), "{run:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_does_not_take_a_file_with_it() {
    let text = format!("##{}\n", "复盘".repeat(100));
    let folder =
        (0..300).fold(Folder::new(), |folder, index| folder.with(&format!("{index}.md"), &text));
    let names: Vec<String> = (0..300).map(|index| format!("{index}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arguments = [&["--format", "human", "--format", "jsonl=out.jsonl"], names.as_slice()];
    let mut command = folder.command(&arguments.concat());
    command.args(["--fail-on", "warning"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("pmlint runs");
    drop(child.stdout.take());
    Run::from(child.wait_with_output().expect("pmlint ends")).exits(1);
    let alone = folder.run(&[&["--format", "jsonl"], names.as_slice()].concat());
    alone.prints(&folder.read("out.jsonl"));
}

#[test]
fn no_colour_unless_asked_for() {
    let folder = Folder::new().with("a.md", "# 标题\n");
    let plain = folder.run(&["facts", "a.md"]).exits(0);
    assert!(!plain.stdout.contains('\u{1b}'));
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        Run::from(command.env("NO_COLOR", "1").output().expect("pmlint runs"))
    };
    assert!(!run(&["facts", "a.md"]).stdout.contains('\u{1b}'));
    assert_eq!(run(&["facts", "a.md", "--color", "never"]).stdout, plain.stdout);
}

#[test]
fn standard_input_is_read_under_the_name_given() {
    let folder = Folder::new();
    let arguments = ["-", "--fail-on", "never", "--stdin-filename", "docs/a.md"];
    folder.run_with_input(&arguments, PLAIN.as_bytes()).exits(0).says("1 file checked");
    let run = folder.run_with_input(&["-", "--stdin-filename", "docs/a.md"], b"\xff").exits(2);
    run.says("docs/a.md: not UTF-8");
    folder.run_with_input(&["-"], b"\xff").exits(2).says("<stdin>: not UTF-8");
    folder.run(&["--stdin-filename", "a.md"]).exits(2).says("add `-`");
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    let folder = Folder::new()
        .with("a.md", PLAIN)
        .with("docs/pmlint.toml", b"\xff")
        .with("docs/b.md", PLAIN);
    folder.run(&["a.md", "--config", "gone.toml"]).exits(2).says("gone.toml: no such file");
    let run = folder.run(&["a.md", "docs/b.md", "--fail-on", "never"]).exits(2);
    run.says("docs/pmlint.toml: not UTF-8").says("1 file checked");
    folder.run(&["docs/b.md", "--no-config", "--fail-on", "never"]).exits(0);

    let folder = Folder::new().with("a.md", PLAIN).with("pmlint.toml/x", "");
    folder.run(&["a.md"]).exits(2).says("pmlint.toml: cannot be read");
}

#[test]
fn the_nearest_configuration_up_to_the_repository_is_used() {
    let folder = Folder::new()
        .with("pmlint.toml", b"\xff")
        .with("repo/.git/HEAD", "")
        .with("repo/docs/a.md", PLAIN);
    folder.run(&["repo/docs/a.md", "--fail-on", "never"]).exits(0);

    let folder = folder.with("repo/pmlint.toml", "").with("repo/docs/b.md", PLAIN);
    let arguments = ["repo/docs/a.md", "repo/docs/b.md", "-v", "--fail-on", "never"];
    let run = folder.run(&arguments).exits(0).says("configuration: repo/pmlint.toml\n");
    assert_eq!(run.stderr.matches("configuration").count(), 1, "{run:#?}");

    let mut inside = folder.command(&["a.md", "-v", "--fail-on", "never"]);
    let inside = inside.current_dir(folder.path().join("repo/docs")).output().expect("pmlint runs");
    Run::from(inside).exits(0).says("configuration: ../pmlint.toml\n");
}

#[test]
fn an_unknown_template_is_an_error() {
    let folder = Folder::new().with("a.md", PLAIN);
    folder.run(&["a.md", "--template", "no-such"]).exits(2).says("no template `no-such`");
    folder.run(&["templates", "show", "no-such"]).exits(2).says("no template `no-such`");
}

#[test]
fn an_unknown_schema_is_an_error_that_offers_the_right_one() {
    let folder = Folder::new();
    folder.run(&["schema", "confg"]).exits(2).prints("").says("did you mean `config`?");
    folder.run(&["schema", "sarif"]).exits(2).says("`pmlint schema` lists them");
}

#[test]
fn every_built_in_template_is_listed_and_shown() {
    let folder = Folder::new();
    let names: Vec<&str> = pmlint::template::BUILTIN.iter().map(|it| it.name).collect();
    for arguments in [&["templates"][..], &["templates", "list"]] {
        let listed = folder.run(arguments).exits(0).stdout;
        assert_eq!(listed.lines().collect::<Vec<_>>(), names);
    }
    for template in &pmlint::template::BUILTIN {
        folder.run(&["templates", "show", template.name]).exits(0).prints(template.text);
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let folder = Folder::new();
    let ids: Vec<&str> = pmlint::rules::ALL.iter().map(|rule| rule.id).collect();
    let listed = folder.run(&["rules"]).exits(0).stdout;
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    assert_eq!(listed.lines().map(first).collect::<Vec<_>>(), ids);
    let json = folder.run(&["rules", "--format", "json"]).exits(0).json();
    assert_eq!(json["rules"].as_array().map(Vec::len), Some(ids.len()));
    for rule in pmlint::rules::ALL {
        folder.run(&["explain", rule.id]).exits(0).prints(rule.page);
        folder.run(&["explain", rule.id, "--lang", "zh"]).exits(0).prints(rule.page_zh);
    }
}

#[test]
fn a_misspelt_rule_is_an_error_that_offers_the_right_one() {
    let folder = Folder::new();
    folder.run(&["explain", "no-such-rule-at-all"]).exits(2).says("`pmlint rules` lists them");
    for rule in pmlint::rules::ALL {
        let misspelt = format!("{}x", rule.id);
        let offered = format!("did you mean `{}`?", rule.id);
        folder.run(&["explain", &misspelt]).exits(2).says(&offered);
    }
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let folder = Folder::new();
    let text = format!("# {}\n", "复盘".repeat(100));
    let folder = (0..600).fold(folder, |folder, index| folder.with(&format!("{index}.md"), &text));
    let names: Vec<String> = (0..600).map(|index| format!("{index}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arguments = [&["facts", "--format", "json"], names.as_slice()].concat();
    let mut command = folder.command(&arguments);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("pmlint runs");
    drop(child.stdout.take());
    let run = Run::from(child.wait_with_output().expect("pmlint ends")).exits(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn many_files_come_in_the_order_of_their_names_whatever_the_jobs() {
    let folder = (0..100).fold(Folder::new(), |folder, index| {
        folder.with(&format!("docs/{index}.md"), format!("# {index}\n"))
    });
    let names: Vec<String> = (0..100).rev().map(|index| format!("docs/{index}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut sorted: Vec<serde_json::Value> = names.iter().map(|name| (*name).into()).collect();
    sorted.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    for jobs in ["1", "2", "16"] {
        let arguments = [&["facts", "--format", "json", "--jobs", jobs], names.as_slice()].concat();
        let json = folder.run(&arguments).exits(0).json();
        let files = json["files"].as_array().expect("files");
        assert_eq!(files.iter().map(|file| file["path"].clone()).collect::<Vec<_>>(), sorted);
    }
}

#[test]
fn neither_the_order_of_files_nor_the_jobs_change_an_output() {
    let text = include_str!("../fixtures/broken/postmortem.md");
    let folder = (0..24).fold(Folder::new(), |folder, index| {
        folder.with(&format!("docs/{index}.md"), format!("{}{text}", "\n".repeat(index % 3)))
    });
    let names: Vec<String> = (0..24).map(|index| format!("docs/{index}.md")).collect();
    let forward: Vec<&str> = names.iter().map(String::as_str).collect();
    let backward: Vec<&str> = forward.iter().rev().copied().collect();
    for format in Format::ALL {
        let run = |jobs: &str, names: &[&str]| {
            let options = ["--format", format.name(), "--jobs", jobs];
            let run = folder.run(&[&options[..], names].concat()).exits(1);
            (run.stdout, run.stderr)
        };
        let expected = run("1", &forward);
        for (jobs, names) in [("1", &backward), ("2", &forward), ("16", &backward)] {
            assert_eq!(run(jobs, names), expected, "{}, {jobs} jobs", format.name());
        }
    }
}

#[test]
fn no_file_name_reaches_the_terminal_raw() {
    let run = Folder::new().run(&["gone\u{1b}[31m.md"]).exits(2);
    assert!(!run.stderr.contains('\u{1b}'), "{run:#?}");
}

const TEMPLATE: &str = "# {title}\n\n## Background\n\nSay how it came about.\n\n## Timeline\n\n\
    - YYYY-MM-DD HH:mm what happened\n\n## Decisions\n";
const FILLED: &str = "# Slow search\n\n## Background\n\nAn index grew.\n\n## Timeline\n\n\
    - 2024-05-06 10:00 outage started\n\n## Decisions\n\nSplit the index.\n";

#[test]
fn a_markdown_file_is_a_template_and_is_not_checked_as_a_postmortem() {
    let folder = Folder::new()
        .with("pmlint.toml", "template = 'docs/TEMPLATE.md'\n")
        .with("docs/TEMPLATE.md", TEMPLATE)
        .with("docs/a.md", FILLED)
        .with("docs/b.md", FILLED.replace("An index grew.", "Say how it came about."));
    let run = folder.run(&["docs", "--format", "short", "--verbose", "--fail-on", "warning"]);
    let run = run.exits(1).says("docs/TEMPLATE.md: left alone, it is the template");
    let run = run.says("2 files checked: 1 warning");
    run.prints("docs/b.md:5:1: warning[placeholder]: an instruction of the template was left in\n");
    // Named, it is a document like any other.
    folder.run(&["docs/TEMPLATE.md", "--format", "short"]).exits(1).says("1 file checked");
    let facts = folder.run(&["facts", "docs/a.md"]).exits(0);
    let words = "template: docs/TEMPLATE.md (3 of 3 sections, words of generic-en)";
    assert!(facts.stdout.contains(words), "{facts:#?}");
}

#[test]
fn a_markdown_template_on_the_command_line_counts_for_every_document() {
    let folder = Folder::new().with("T.md", TEMPLATE).with("a.md", FILLED);
    folder.run(&["--template", "T.md", "--fail-on", "note"]).exits(0).says("1 file checked");
    let without = FILLED.replace("Decisions", "Thanks");
    let folder = folder.with("b.md", without);
    let run = folder.run(&["--template", "T.md", "b.md", "--format", "short"]).exits(1);
    run.prints("b.md:7:4: error[missing-section]: the section `Decisions` is missing\n");
}

#[test]
fn a_markdown_template_that_is_wrong_says_what_to_do() {
    let folder = Folder::new()
        .with("a.md", FILLED)
        .with("empty.md", "")
        .with("plain.md", "Nothing here.\n")
        .with("latin.md", b"## caf\xe9\n");
    for (name, message) in [
        ("empty.md", "empty.md:1:1: error[config]: the template is empty\n"),
        (
            "plain.md",
            "plain.md:1:1: error[config]: the template has no heading that could be a section\n",
        ),
    ] {
        folder.run(&["a.md", "--template", name, "--format", "short"]).exits(2).prints(message);
    }
    folder.run(&["a.md", "--template", "latin.md"]).exits(2).says("save it as UTF-8");
    folder.run(&["a.md", "--template", "none.md"]).exits(2).says("there is no template `none.md`");
    for (name, message) in [
        ("latin.md", "cannot read the template `latin.md`"),
        ("none.md", "cannot read the template `none.md`: none.md: no such file"),
        ("empty.md", "the template is empty"),
    ] {
        let folder = Folder::new()
            .with("a.md", FILLED)
            .with("pmlint.toml", format!("template = '{name}'\n"))
            .with("empty.md", "")
            .with("latin.md", b"## caf\xe9\n");
        let run = folder.run(&["a.md", "--format", "short"]).exits(2);
        assert!(run.stdout.contains(message), "{run:#?}");
    }
}

#[test]
fn a_template_is_derived_from_documents_and_accepts_them() {
    let folder = Folder::new().with("T.md", TEMPLATE).with("a.md", FILLED).with("b.md", FILLED);
    let run = folder.run(&["templates", "derive", "T.md"]).exits(0);
    let run = run.says("T.md: read as a template to fill in; `--kind example`");
    assert!(run.stdout.contains("name = \"T\""), "{run:#?}");
    assert!(run.stdout.contains("instructions = [\"Say how it came about.\""), "{run:#?}");
    folder
        .run(&["templates", "derive", "a.md"])
        .exits(0)
        .says("a.md: read as a finished postmortem");
    let run = folder.run(&["templates", "derive", "a.md", "b.md", "--name", "team"]).exits(0);
    assert_eq!(run.stderr, "");
    let folder = folder.with("team.toml", run.stdout);
    folder.run(&["--template", "team.toml", "a.md", "b.md", "--fail-on", "note"]).exits(0);
    let run = folder.run(&["templates", "derive", "--kind", "template", "a.md", "b.md"]).exits(2);
    run.says("--kind template takes one file");
    let folder = folder.with("plain.md", "Nothing here.\n");
    folder.run(&["templates", "derive", "plain.md"]).exits(2).says("no heading that could be");
    folder.run(&["templates", "derive", "missing.md"]).exits(2).says("no such file");
    folder.run(&["templates", "derive"]).exits(2);
}
