//! What shells, `man` and terminals are told.

mod support;

use std::process::{Command, Output};

use support::folder::Folder;

const SHELLS: [&str; 6] = ["bash", "elvish", "fish", "nushell", "powershell", "zsh"];

/// A document with a finding.
const TEXT: &str =
    "# T\n\n## Timeline\n\n- 2024-02-30 10:00 a\n\n## Root cause\n\nx\n\n## Action items\n\n- y\n";

fn findings(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = Folder::new().with("a.md", TEXT);
    let mut command = folder.command(&[&["a.md"], arguments].concat());
    for variable in
        ["TERM_PROGRAM", "VTE_VERSION", "DOMTERM", "WT_SESSION", "KONSOLE_VERSION", "TERM"]
    {
        command.env_remove(variable);
    }
    command.envs(variables.iter().copied()).output().expect("pmlint runs")
}

#[test]
fn every_shell_learns_every_command_option_and_rule() {
    let folder = Folder::new();
    for shell in SHELLS {
        let script = folder.run(&["completions", shell]).exits(0).stdout;
        for word in ["check", "files", "new", "stdin-filename", "force-exclude"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
        // The scripts of the others complete no values without an option.
        let completes_values = ["bash", "nushell", "zsh"].contains(&shell);
        assert!(!completes_values || script.contains("metric-mismatch"), "{shell}");
    }
    let run = folder.run(&["completions", "tcsh"]).exits(2);
    SHELLS.iter().fold(run, |run, shell| run.says(shell));
}

/// Where there is a bash, it completes.
#[test]
fn bash_completes_with_the_script() {
    let folder = Folder::new();
    let script = folder.run(&["completions", "bash"]).exits(0).stdout;
    let folder = folder.with("pmlint.bash", script);
    let complete = |words: &str, last: &str, before: &str| {
        let count = words.split(' ').count() - 1;
        let line = format!(
            "source pmlint.bash; COMP_WORDS=({words}); COMP_CWORD={count}; _pmlint pmlint '{last}' '{before}'; \
             printf '%s ' \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash").args(["-c", &line]).current_dir(folder.path()).output();
        output.ok().map(|output| String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let Some(commands) = complete("pmlint fi", "fi", "pmlint") else { return };
    assert_eq!(commands.trim(), "files");
    let rules = complete("pmlint explain metric-m", "metric-m", "explain");
    assert_eq!(rules.as_deref().map(str::trim), Some("metric-mismatch"));
    let formats = complete("pmlint facts --format j", "j", "--format");
    assert_eq!(formats.as_deref().map(str::trim), Some("json"));
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = Folder::new();
    let page = folder.run(&["man"]).exits(0).stdout;
    for part in [".TH pmlint 1", ".SH NAME", ".SH OPTIONS", "FORCE_COLOR", "nothing to check"] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
    folder.run(&["man", "--output", "share/man1"]).exits(0).prints("");
    assert!(
        folder.read("share/man1/pmlint.1") == page,
        "the page alone is the page among the others"
    );
    let help = folder.run(&["--help"]).exits(0).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands =
        commands.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  "));
    let mut count = 0;
    for line in commands {
        let Some(name) = line.get(2..).filter(|name| !name.starts_with(' ')) else { continue };
        let name = name.split_whitespace().next().expect("a name");
        if name != "help" {
            assert!(folder.read(&format!("share/man1/pmlint-{name}.1")).contains(".TH"), "{name}");
            count += 1;
        }
    }
    assert!(count >= 10, "{help}");
    let folder = folder.with("file", "");
    folder.run(&["man", "--output", "file"]).exits(2).says("cannot be written");
    // Where there is a groff, it has nothing to complain about.
    let path = folder.path().join("share/man1/pmlint-check.1");
    if let Ok(drawn) =
        Command::new("groff").args(["-man", "-Tascii", "-ww", "-z"]).arg(path).output()
    {
        assert_eq!(String::from_utf8_lossy(&drawn.stderr), "");
    }
}

#[test]
fn colours_are_forced_by_the_environment_and_outranked_by_no_color() {
    for (variables, arguments, colored) in [
        (&[][..], &[][..], false),
        (&[("FORCE_COLOR", "1")], &[], true),
        // Whatever its value, says force-color.org; set to nothing it is not set.
        (&[("FORCE_COLOR", "0")], &[], true),
        (&[("FORCE_COLOR", "")], &[], false),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("FORCE_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")], &[], true),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], &[], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("FORCE_COLOR", "1")], &["--color", "never"], false),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[("FORCE_COLOR", "1")], &["--format", "json"], false),
        (&[("FORCE_COLOR", "1")], &["--format", "short"], false),
    ] {
        let output = findings(variables, arguments);
        assert_eq!(output.status.code(), Some(1));
        let escaped = output.stdout.contains(&0x1b);
        assert_eq!(escaped, colored, "{variables:?} {arguments:?}");
    }
}

#[test]
fn rules_are_linked_where_a_terminal_can_and_there_is_an_address() {
    let link = "[\u{1b}]8;;https://x.example/rules/invalid-timestamp.md\u{1b}\\invalid-timestamp\u{1b}]8;;\u{1b}\\]";
    let url = ("PMLINT_RULE_URL", "https://x.example/rules");
    let force = ("FORCE_HYPERLINK", "1");
    for (variables, arguments, linked) in [
        (&[url, force][..], &[][..], true),
        // No terminal, nothing forced.
        (&[url], &[], false),
        (&[url, ("TERM_PROGRAM", "WezTerm")], &[], false),
        (&[url, ("FORCE_HYPERLINK", "0")], &[], false),
        (&[url, force, ("NO_COLOR", "1")], &[], false),
        (&[url, force], &["--color", "never"], false),
        (&[url, force], &["--format", "short"], false),
        (&[url, force], &["--format", "json"], false),
        (&[url, force, ("FORCE_COLOR", "1")], &[], true),
    ] {
        let output = findings(variables, arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(text.contains(link), linked, "{variables:?} {arguments:?}\n{text}");
        assert_eq!(text.contains("\u{1b}]8"), linked, "{variables:?} {arguments:?}");
    }
    // Without an address there is nothing to link to, unless the project has a home.
    let output = findings(&[force], &[]);
    let has_home = !env!("CARGO_PKG_REPOSITORY").is_empty();
    assert_eq!(String::from_utf8_lossy(&output.stdout).contains("\u{1b}]8"), has_home);
    let output = findings(&[force, ("PMLINT_RULE_URL", "rules")], &[]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("PMLINT_RULE_URL is no address"));
}
