//! The `pmlint` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A run over many files asks for much memory in small pieces, from several threads; that of some systems,
/// musl above all, is slow at it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    pmlint::cli::run()
}
