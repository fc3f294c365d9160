//! The `pmlint` command.

fn main() {}
