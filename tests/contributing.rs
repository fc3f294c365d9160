//! `CONTRIBUTING.md` names places of the tree; they exist, and the lists that it says to extend are
//! complete.

use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("a file of the project")
}

/// The names of the files of a folder that end in `.extension`, without it.
fn stems(folder: &str, extension: &str) -> BTreeSet<String> {
    std::fs::read_dir(root().join(folder))
        .expect("a folder of the project")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect()
}

#[test]
fn places_that_are_named_exist() {
    let text = read("CONTRIBUTING.md");
    let mut named = 0;
    for (index, code) in text.split('`').enumerate() {
        let is_code = index % 2 == 1;
        let is_place = code.contains('/') || code.ends_with(".md") || code.ends_with(".toml");
        if !is_code || !is_place || code.contains(['<', ' ', '\n']) {
            continue;
        }
        named += 1;
        assert!(root().join(code).exists(), "`{code}` is named and does not exist");
    }
    assert!(named >= 10, "only {named} places are named");
}

#[test]
fn every_rule_has_a_file_a_page_and_an_entry() {
    let registered: BTreeSet<String> =
        pmlint::rules::ALL.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(registered.len(), pmlint::rules::ALL.len(), "an id is taken twice");
    assert_eq!(stems("rules", "md"), registered, "pages and entries");
    assert_eq!(stems("rules/zh", "md"), registered, "Chinese pages and entries");
    let files: BTreeSet<String> = stems("src/rules", "rs")
        .into_iter()
        .filter(|name| read(&format!("src/rules/{name}.rs")).contains("RULE: Rule"))
        .map(|name| name.replace('_', "-"))
        .collect();
    assert_eq!(files, registered, "files and entries");
}

#[test]
fn every_template_is_built_in() {
    let built_in: BTreeSet<String> =
        pmlint::template::BUILTIN.iter().map(|template| template.name.to_owned()).collect();
    assert_eq!(stems("rules/templates", "toml"), built_in);
}
