//! Each folder of `fixtures/` holds a document and the output that is expected beside it.
//!
//! `BLESS=1 cargo test --test fixtures` writes what the program says now; read the difference before
//! you commit it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pmlint"))
        .args(arguments)
        .arg("postmortem.md")
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    format!("{}{}", text(output.stdout), text(output.stderr))
}

fn compare(folder: &Path, name: &str, actual: &str) -> Result<(), String> {
    let path = folder.join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, actual).expect("the fixture can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    Err(format!("{} differs; the program says:\n{actual}", path.display()))
}

#[test]
fn documents_give_the_output_beside_them() {
    let folders = folders();
    assert!(folders.len() >= 8, "the fixtures are gone");
    let mut wrong = Vec::new();
    for folder in folders {
        wrong.extend(compare(&folder, "expected.txt", &run(&folder, &["check"])).err());
        let chinese = run(&folder, &["check", "--lang", "zh", "--format", "short"]);
        wrong.extend(compare(&folder, "expected.zh.txt", &chinese).err());
        wrong.extend(compare(&folder, "facts.txt", &run(&folder, &["facts"])).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
