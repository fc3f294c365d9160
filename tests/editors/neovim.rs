//! Sessions in Neovim, without a terminal.

use std::process::Command;

use crate::editor::{self, Editor};
use crate::page::snippet;
use crate::session::Session;

/// The version of a Neovim, as the numbers before and behind the first point.
fn version(editor: &Editor) -> (u32, u32) {
    let output = Command::new(&editor.path).arg("--version").output().expect("Neovim");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = said.strip_prefix("NVIM v").and_then(|rest| {
        let mut parts = rest.split(['.', '\n']).map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??))
    });
    version.unwrap_or_else(|| panic!("no version in {said}"))
}

/// A session with the snippet below a heading.
#[track_caller]
fn session(editor: &Editor, heading: &str) {
    let session = Session::new("init.lua", &snippet(heading, "lua"));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/editors/session.lua");
    let mut command = Command::new(&editor.path);
    command.args(["--headless", "-n", "-i", "NONE", "-u"]).arg(session.path("init.lua"));
    command.args(["-c", &format!("luafile {script}")]);
    let report = session.run(&mut command);
    session.mended(&report);
    let hover = report["hover"].as_str().expect("what hovering shows");
    assert!(hover.contains("故障感知时间"), "{hover}");
    if version(editor) >= (0, 10) {
        let hints = report["hints"].as_array().expect("hints");
        assert!(hints.iter().any(|hint| hint == "T+0m"), "{hints:?}");
    }
}

#[test]
fn the_neovim_of_the_system_mends_a_postmortem() {
    let Some(editor) = editor::find("nvim", None) else { return };
    let heading = match version(&editor) {
        (0, ..=7) => "Neovim 0.7",
        (0, 8..=10) => "Neovim 0.8 to 0.10",
        _ => "Neovim 0.11 or newer",
    };
    session(&editor, heading);
}

#[test]
fn a_newer_neovim_mends_a_postmortem_as_configured_today() {
    let Some(editor) = editor::find("nvim", Some("python/bin")) else { return };
    session(&editor, "Neovim 0.11 or newer");
}

#[test]
fn a_newer_neovim_mends_a_postmortem_as_configured_formerly() {
    let Some(editor) = editor::find("nvim", Some("python/bin")) else { return };
    session(&editor, "Neovim 0.8 to 0.10");
}
