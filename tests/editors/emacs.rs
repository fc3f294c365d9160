//! A session in Emacs, without a terminal.

use std::process::Command;

use crate::editor::{self, Editor};
use crate::page::snippet;
use crate::session::Session;

/// Emacs with the packages that are installed for all, which it takes note of by itself where it has a terminal.
fn emacs(editor: &Editor) -> Command {
    let mut command = Command::new(&editor.path);
    command.args(["--batch", "--funcall", "package-activate-all"]);
    command
}

#[test]
fn emacs_mends_a_postmortem() {
    let Some(editor) = editor::find("emacs", None) else { return };
    let session = Session::new("init.el", &snippet("Emacs", "elisp"));
    for package in ["eglot", "markdown-mode"] {
        let mut command = emacs(&editor);
        command.args(["--eval", &format!("(require '{package})")]);
        if !session.ends_well(&mut command) {
            return editor::missing(&format!("the package {package} of Emacs"));
        }
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/editors/session.el");
    let mut command = emacs(&editor);
    command.arg("--load").arg(session.path("init.el")).args(["--load", script]);
    let report = session.run(&mut command);
    session.mended(&report);
}
