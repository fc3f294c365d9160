//! The container file. No engine runs it here: hadolint reads it, and cargo has what it copies.

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

#[test]
fn hadolint_finds_nothing() {
    let Some(tools) = Tools::find() else { return };
    Run::of(tools.python("hadolint").args(["--no-color", "Containerfile"])).exits(0);
}

#[test]
fn the_container_gets_all_that_the_program_is_built_of() {
    let ignored = std::fs::read_to_string(root().join(".dockerignore")).expect(".dockerignore");
    let let_through: Vec<&str> = ignored.lines().filter_map(|it| it.strip_prefix('!')).collect();
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    // What the published crate is built of.
    let include = manifest.lines().find_map(|line| line.strip_prefix("include = ["));
    let names: Vec<&str> = include.expect("a list").split('"').skip(1).step_by(2).collect();
    assert!(names.contains(&"/src"), "{names:?}");
    for name in names {
        let name = name.trim_start_matches('/');
        let name = if name.starts_with("LICENSE-") { "LICENSE-*" } else { name };
        assert!(
            name == "CHANGELOG.md" || let_through.contains(&name),
            ".dockerignore lacks {name}"
        );
    }
    // cargo takes the manifest without the files that are kept out.
    let scratch = Scratch::new();
    for name in let_through.iter().filter(|name| root().join(name).is_file()) {
        scratch.write(name, &std::fs::read_to_string(root().join(name)).expect("a file"));
    }
    scratch.write("src/lib.rs", "");
    scratch.write("src/main.rs", "fn main() {}");
    let mut cargo = plain(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--locked", "--format-version", "1"]);
    Run::of(cargo.current_dir(scratch.path())).exits(0);
    let text = std::fs::read_to_string(root().join("Containerfile")).expect("Containerfile");
    let rust = format!("rust:{}-alpine", env!("CARGO_PKG_RUST_VERSION"));
    assert!(text.contains(&rust), "Containerfile must say {rust}");
}
