//! What real teams state, against what was found by hand. The documents lie beside the project where it
//! is developed; elsewhere this test says that it was skipped.
//!
//! Each team pins what it measures, in a few lines. A row that cannot be had is one that is stated in a
//! sentence, whose end nobody wrote down, or that is within the rounding of its own `about`.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use pmlint::config::Config;
use pmlint::finding::Severity;
use pmlint::lang::Lang;
use pmlint::source::Source;

/// What a team writes into its pmlint.toml: by how the names of its documents begin.
const PINS: [(&str, &str); 3] = [
    (
        "dfds",
        r#"
        template = "generic-en"
        [metrics]
        detection = ["start -> detected", "trigger -> detected"]
        recovery = [
          "start -> recovered", "start -> mitigated", "trigger -> recovered",
          "trigger -> mitigated", "detected -> recovered", "detected -> mitigated", "start -> closed",
        ]
        "#,
    ),
    ("PostHog", "[metrics]\nimpact = \"start -> recovered\"\n"),
    ("unknown", "template = \"generic-zh\"\n[metrics]\nimpact = \"detected -> recovered\"\n"),
];

/// What pmlint says of a stated value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// It was read, and nothing is wrong with it.
    Agrees,
    /// It is wrong: it does not fit, or only in an unusual way.
    Reported,
    /// It cannot be checked, which is said.
    Unverifiable,
    /// It was not read as a metric.
    Unread,
}

#[test]
fn stated_values_are_judged_as_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(table) = std::fs::read_to_string(folder.join("TRUTH.tsv")) else {
        eprintln!("skipped: the documents are not here");
        return;
    };
    let mut counts: BTreeMap<(String, Said), usize> = BTreeMap::new();
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [file, metric, stated, .., verdict, _note] = fields[..] else { panic!("{row}") };
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let said = said(file, &text, metric, stated);
        eprintln!("{verdict}: {said:?}: {file}: {metric}: {stated}");
        *counts.entry((verdict.to_owned(), said)).or_default() += 1;
        rows += 1;
    }
    assert_eq!(rows, 40);
    let count = |verdict: &str, said| counts.get(&(verdict.to_owned(), said)).copied().unwrap_or(0);
    assert_eq!(count("underivable", Said::Reported), 0, "{counts:?}");
    assert!(count("consistent", Said::Agrees) >= AGREEING, "{counts:?}");
    assert!(count("consistent", Said::Reported) <= UNUSUAL, "{counts:?}");
    assert!(count("inconsistent", Said::Reported) >= REPORTED, "{counts:?}");
}

/// Of 24: four are stated in a sentence that does not give their range, one is a range without a length, and
/// four are measured from or to an entry that has no word for it.
const AGREEING: usize = 15;
/// Two of those four: they fit entries that are not read as what they would have to be.
const UNUSUAL: usize = 2;
/// Of 14.
const REPORTED: usize = 8;

fn said(file: &str, text: &str, metric: &str, stated: &str) -> Said {
    let pins = PINS.iter().find(|(team, _)| file.starts_with(team));
    let source = Arc::new(Source::new("pmlint.toml", pins.map_or("", |(_, pins)| pins)));
    let config =
        Config::parse(
            &source,
            Lang::En,
            &pmlint::rules::ids(),
            &mut |_| Err("no files".to_owned()),
        )
        .unwrap();
    let settings = config.settings_for(Path::new(file));
    let source = Arc::new(Source::new(file, text));
    let postmortems = pmlint::read(&source, &settings, true);
    let found = pmlint::lint(&source, &postmortems, &settings, Lang::En);
    let id = [("detect", "detection"), ("recover", "recovery"), ("", "impact")]
        .into_iter()
        .find(|(word, _)| metric.contains(word))
        .map(|(_, id)| id)
        .unwrap();
    // The value of the row, and the lines that state it.
    let is_value = |span: pmlint::span::Span| {
        let value = text.get(span.range()).unwrap_or_default().trim();
        !value.is_empty() && stated.contains(value)
    };
    let metrics = postmortems.iter().flat_map(|postmortem| &postmortem.metrics);
    let metrics = metrics.filter(|one| one.id == id && is_value(one.value_span));
    let metrics = metrics.map(|one| source.line(one.value_span.start));
    let ranges = postmortems.iter().flat_map(|postmortem| &postmortem.ranges);
    let ranges = ranges.filter_map(|range| range.length.map(|(_, span)| span));
    let ranges = ranges.filter(|span| is_value(*span)).map(|span| source.line(span.start));
    let Some(line) = metrics.chain(ranges).next() else { return Said::Unread };
    let of_line: Vec<&str> = found
        .iter()
        .filter(|finding| finding.severity >= Severity::Warning)
        .filter(|finding| source.line(finding.primary.span.start) == line)
        .map(|finding| finding.rule)
        .collect();
    let reports = ["metric-mismatch", "conflicting-metric", "range-mismatch"];
    if of_line.iter().any(|rule| reports.contains(rule)) {
        Said::Reported
    } else if of_line.contains(&"unverifiable-metric") {
        Said::Unverifiable
    } else {
        Said::Agrees
    }
}
