//! What people install and call pmlint by, run with the tools that it is for: the hooks by pre-commit,
//! the wheel by pip, the packages by npm, the action as a runner would.
//!
//! `.ci/tools FOLDER` installs the tools, and `PMLINT_TOOLS=FOLDER` says where they are. Without that
//! variable the tests that need them say that they were skipped, as they do on other machines than Linux on
//! x86-64; with it, a missing tool is a failure.

#![allow(clippy::print_stderr)]

mod action;
mod container;
mod gitlab;
mod hooks;
mod npm;
mod release;
mod scratch;
mod server;
mod tools;
mod wheel;
mod workflows;
