//! The `pmlint` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pmlint::cli::run()
}
