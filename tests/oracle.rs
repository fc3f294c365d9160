//! The user's own two examples, with what must be said about them. The files lie beside the project
//! where it is developed; elsewhere this test says that it was skipped, and `fixtures/` covers the
//! same facts.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use pmlint::finding::Severity;
use support::{lint, places};

#[derive(Debug, Default)]
struct Expected {
    must: Vec<(String, String, Vec<usize>)>,
    may: Vec<(String, String, Vec<usize>)>,
}

#[test]
fn the_examples_give_what_they_must_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracle");
    let Ok(table) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        eprintln!("skipped: the examples are not here");
        return;
    };
    let mut cases: BTreeMap<(String, String), Expected> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [file, sla, kind, rule, severity, lines] = fields[..] else { panic!("{row}") };
        let lines = lines.split(',').map(|line| line.parse().unwrap()).collect();
        let case = cases.entry((file.to_owned(), sla.to_owned())).or_default();
        let list = if kind == "must" { &mut case.must } else { &mut case.may };
        list.push((rule.to_owned(), severity.to_owned(), lines));
    }
    assert!(cases.len() >= 5);
    for ((file, sla), expected) in cases {
        let text = std::fs::read_to_string(folder.join(&file)).unwrap();
        let found = lint(&file, &text, &config(&sla));
        let places = places(&found);
        let is = |(rule, severity, lines): &(String, String, Vec<usize>),
                  place: &(&str, Severity, usize)| {
            place.0 == rule && place.1.as_str() == severity && lines.contains(&place.2)
        };
        for must in &expected.must {
            assert!(
                places.iter().any(|place| is(must, place)),
                "{file} {sla}: {must:?}\n{places:?}"
            );
        }
        // A case lists only what it is about where it has a single line.
        if expected.must.len() == 1 {
            continue;
        }
        for place in places.iter().filter(|place| place.1 >= Severity::Warning) {
            let listed = expected.must.iter().chain(&expected.may).any(|line| is(line, place));
            assert!(listed, "{file} {sla}: {place:?} is a false alarm");
        }
    }
}

fn config(sla: &str) -> String {
    if sla == "-" {
        return String::new();
    }
    let limits = sla.split(' ').map(|limit| {
        let (metric, value) = limit.split_once('=').unwrap();
        format!("{metric} = \"{value}\"\n")
    });
    format!("[sla]\n{}", limits.collect::<String>())
}
