//! The snippets of `docs/editors.md`, taken out of the page and run in the editors that they are for.
//!
//! A test is skipped where its editor is not installed, and says so. `.ci/tools FOLDER` installs the editors, and where
//! `PMLINT_TOOLS` names that folder a missing editor is a failure.

#![allow(clippy::print_stderr)]

#[path = "../support/folder.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used)]
mod folder;

mod editor;
mod emacs;
mod neovim;
mod page;
mod session;
