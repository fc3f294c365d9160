//! A session: a document, what the editor did with it, and what must have come of it.

use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::editor;
use crate::folder::Folder;

/// When an editor that has not come to an end is given up.
const DEADLINE: Duration = Duration::from_secs(120);
const WRONG: &str = "##故障描述\n";
const RIGHT: &str = "## 故障描述\n";

/// A folder with a postmortem in which a heading is none, and the configuration of an editor.
pub(crate) struct Session {
    folder: Folder,
}

impl Session {
    pub(crate) fn new(configuration: &str, text: &str) -> Self {
        let fixture = include_str!("../../fixtures/broken/postmortem.md");
        assert!(fixture.contains(WRONG));
        let folder = Folder::new().with("docs/postmortem.md", fixture).with("docs/pmlint.toml", "");
        Self { folder: folder.with(configuration, text) }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Runs an editor, which must leave `report.json`, and gives what it has written there.
    #[track_caller]
    pub(crate) fn run(&self, command: &mut Command) -> Value {
        let (status, said) = self.end(command);
        assert!(status.is_some_and(|it| it.success()), "{command:?}: {status:?}\n{said}");
        let report = self.folder.read("report.json");
        serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {report}\n{said}"))
    }

    /// Whether an editor ends without an error.
    pub(crate) fn ends_well(&self, command: &mut Command) -> bool {
        self.end(command).0.is_some_and(|it| it.success())
    }

    /// How an editor ends that sees nothing of whoever runs the tests, and what it has said.
    fn end(&self, command: &mut Command) -> (Option<ExitStatus>, String) {
        let home = self.path("home");
        std::fs::create_dir_all(&home).expect("a folder");
        command.current_dir(self.path("docs")).env("PATH", editor::path()).env("HOME", &home);
        for (variable, folder) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state")]
        {
            command.env(variable, home.join(folder));
        }
        for variable in
            ["VIMINIT", "NVIM", "NVIM_APPNAME", "LC_ALL", "LC_MESSAGES", "XDG_CONFIG_DIRS"]
        {
            command.env_remove(variable);
        }
        command.env("LANG", "C.UTF-8").env("PMLINT_SESSION", self.folder.path());
        let said = self.path("said.txt");
        let output = std::fs::File::create(&said).expect("a file");
        command.stdin(std::process::Stdio::null());
        command.stdout(output.try_clone().expect("a handle")).stderr(output);
        let status = wait(command);
        let said = std::fs::read(said).expect("what was said");
        (status, String::from_utf8_lossy(&said).into_owned())
    }

    /// Holds against each other what the editor showed and what `pmlint check` says, and looks at what was saved.
    #[track_caller]
    pub(crate) fn mended(&self, report: &Value) {
        let before = report["before"].as_array().expect("what was found");
        let mut shown: Vec<_> = before.iter().map(place).collect();
        let mut wrong = include_str!("../../fixtures/broken/postmortem.md").to_owned();
        shown.sort();
        assert_eq!(shown, self.checked(&wrong), "before the fix");
        assert!(shown.contains(&("not-a-heading".to_owned(), 9)), "{shown:?}");
        wrong = wrong.replace(WRONG, RIGHT);
        assert_eq!(self.folder.read("docs/postmortem.md"), wrong, "only the heading was mended");
        let after = report["after"].as_array().expect("what was found then");
        let mut shown: Vec<_> = after.iter().map(place).collect();
        shown.sort();
        assert_eq!(shown, self.checked(&wrong), "after the fix");
        assert!(shown.iter().all(|(rule, _)| rule != "not-a-heading"), "{shown:?}");
    }

    /// What the command line finds in a text: rules and lines.
    fn checked(&self, text: &str) -> Vec<(String, u64)> {
        let folder = Folder::new().with("postmortem.md", text).with("pmlint.toml", "");
        let mut command = folder.command(&["check", "--format", "json", "postmortem.md"]);
        let output = command.output().expect("pmlint");
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let all = said["findings"].as_array().expect("findings").iter();
        let mut all: Vec<_> = all
            .map(|it| {
                let rule = it["rule"].as_str().expect("a rule").to_owned();
                (rule, it["span"]["start"]["line"].as_u64().expect("a line"))
            })
            .collect();
        all.sort();
        all
    }
}

/// The rule and the line, from 1, of what an editor shows.
fn place(shown: &Value) -> (String, u64) {
    let code = shown["code"].as_str().expect("a rule").to_owned();
    (code, shown["line"].as_u64().expect("a line"))
}

/// The end of a program; `None` where it had to be ended.
fn wait(command: &mut Command) -> Option<ExitStatus> {
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let until = Instant::now() + DEADLINE;
    loop {
        match child.try_wait().expect("the state of a program") {
            None if Instant::now() < until => thread::sleep(Duration::from_millis(20)),
            None => {
                child.kill().expect("an end");
                child.wait().expect("an end");
                return None;
            }
            ended => return ended,
        }
    }
}
