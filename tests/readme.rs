//! `README.md` says what is true: its commands print what it shows, its table has every rule, its
//! configuration can be used.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use pmlint::config::Config;
use pmlint::lang::Lang;
use pmlint::rules::ALL;
use pmlint::source::Source;

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("README.md").replace("\r\n", "\n")
}

/// The text between two marks, each time the first is there.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    let parts = text.split(from).skip(1);
    parts.map(|part| part.split_once(to).expect("the end").0).collect()
}

/// `TRYCMD=overwrite cargo test --test readme` writes what the commands print now.
#[test]
fn commands_print_what_is_shown() {
    // The language and the colours of whoever runs the tests do not count.
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("CLICOLOR_FORCE", "0")
        .env("FORCE_HYPERLINK", "0")
        .case("README.md");
}

#[test]
fn the_table_has_every_rule() {
    let mut table = "\n| rule | default | what it reports |\n|---|---|---|\n".to_owned();
    for rule in ALL {
        let (id, summary) = (rule.id, rule.summary);
        let severity = rule.severity.map_or("off", |severity| severity.as_str());
        let _ = writeln!(table, "| [`{id}`](rules/{id}.md) | {severity} | {summary} |");
    }
    let readme = text();
    assert_eq!(
        between(&readme, "<!-- rules -->", "<!-- /rules -->"),
        [table.as_str()],
        "\n{table}"
    );
}

#[test]
fn the_configuration_can_be_used() {
    let readme = text();
    let blocks = between(&readme, "```toml\n", "```\n");
    assert!(!blocks.is_empty(), "no configuration is shown");
    for block in blocks {
        let source = Arc::new(Source::new("pmlint.toml", block));
        let read = Config::parse(&source, Lang::En, &pmlint::rules::ids(), &mut |path| {
            Err(format!("no file {path}"))
        });
        assert!(read.is_ok(), "{:#?}", read.err());
    }
}

#[test]
fn places_that_are_linked_exist() {
    let readme = text();
    for link in between(&readme, "](", ")") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(link);
        assert!(path.exists(), "{link} is linked and does not exist");
    }
}
