//! The container file. No engine runs it here: hadolint reads it, and cargo has what it copies.

use crate::scratch::Scratch;
use crate::tools::{Run, Tools, plain, root};

#[test]
fn hadolint_finds_nothing() {
    let Some(tools) = Tools::find() else { return };
    Run::of(tools.python("hadolint").args(["--no-color", "Containerfile"])).exits(0);
}

#[test]
fn the_container_copies_all_that_cargo_builds() {
    let text = std::fs::read_to_string(root().join("Containerfile")).expect("Containerfile");
    let ignored = std::fs::read_to_string(root().join(".dockerignore")).expect(".dockerignore");
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let scratch = Scratch::new();
    let copied: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|line| !line.starts_with("--from"))
        .flat_map(|line| line.split(' '))
        .filter(|name| !name.starts_with("./") && root().join(name).exists())
        .collect();
    for name in &copied {
        let pattern =
            name.split_once('-').map_or((*name).to_owned(), |(name, _)| format!("{name}-*"));
        assert!(ignored.lines().any(|line| line == format!("!{pattern}")), "{name} is ignored");
        if root().join(name).is_file() {
            scratch.write(name, &std::fs::read_to_string(root().join(name)).expect("a file"));
        }
    }
    // What the published crate is built of.
    for name in ["src", "rules", "README.md"] {
        assert!(manifest.contains(&format!("\"/{name}\"")) && copied.contains(&name), "{name}");
    }
    // cargo takes the manifest without the files that it says to leave out.
    scratch.write("src/lib.rs", "");
    scratch.write("src/main.rs", "fn main() {}");
    let mut cargo = plain(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--locked", "--format-version", "1"]);
    Run::of(cargo.current_dir(scratch.path())).exits(0);
    let rust = format!("rust:{}-alpine", env!("CARGO_PKG_RUST_VERSION"));
    assert!(text.contains(&rust), "Containerfile must say {rust}");
}
