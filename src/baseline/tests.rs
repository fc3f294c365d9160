//! What is held back, what counts, and what a file looks like.

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, day).expect("a day")
}

/// Fingerprints of findings of one document.
fn found(findings: &[(&'static str, &str)]) -> Vec<Fingerprint> {
    let fingerprint = |(index, (rule, text)): (usize, &(&'static str, &str))| {
        let before = findings.iter().take(index);
        let occurrence = before.filter(|other| **other == (*rule, *text)).count() + 1;
        Fingerprint { rule, path: "a.md".to_owned(), text: (*text).to_owned(), occurrence }
    };
    findings.iter().enumerate().map(fingerprint).collect()
}

fn baseline(findings: &[(&'static str, &str)]) -> Baseline {
    let mut baseline = Baseline::default();
    baseline.update("a.md", &found(findings), true, day(1));
    baseline
}

/// Which findings are held back.
fn held(baseline: &Baseline, findings: &[(&'static str, &str)]) -> Vec<bool> {
    let matched = baseline.matched("a.md", &found(findings), day(1));
    matched.entries.iter().map(Option::is_some).collect()
}

#[test]
fn what_is_known_is_held_back_and_what_is_new_is_not() {
    let baseline = baseline(&[("r", "x"), ("r", "x"), ("r", "y")]);
    assert_eq!(baseline.entries().len(), 2);
    assert_eq!(baseline.findings(), 3);
    assert_eq!(held(&baseline, &[("r", "y"), ("r", "x"), ("r", "x")]), [true; 3]);
    assert_eq!(held(&baseline, &[("r", "x"), ("r", "x"), ("r", "x")]), [true, true, false]);
    assert_eq!(held(&baseline, &[("s", "x"), ("r", "z")]), [false; 2]);
    let other = baseline.matched("b.md", &found(&[("r", "x")]), day(1));
    assert_eq!((other.entries.as_slice(), other.stale.len()), (&[None][..], 0));
}

#[test]
fn an_update_removes_what_is_gone_and_adds_only_what_it_may() {
    let old = baseline(&[("r", "x"), ("r", "x"), ("r", "y")]);
    let now = found(&[("r", "x"), ("r", "z"), ("r", "z")]);
    let stale = old.matched("a.md", &now, day(1)).stale;
    let stale: Vec<_> = stale.iter().map(|(entry, count)| (entry.text.as_str(), *count)).collect();
    assert_eq!(stale, [("x", 1), ("y", 1)]);

    let mut careful = old.clone();
    let change = careful.update("a.md", &now, false, day(1));
    assert_eq!(change, Change { added: 0, removed: 2, new: 2 });
    assert_eq!(careful, baseline(&[("r", "x")]));

    let mut growing = old.clone();
    let change = growing.update("a.md", &now, true, day(1));
    assert_eq!(change, Change { added: 2, removed: 2, new: 0 });
    assert_eq!(growing, baseline(&[("r", "x"), ("r", "z"), ("r", "z")]));

    let mut same = old.clone();
    assert_eq!(same.update("b.md", &[], true, day(1)), Change::default());
    assert_eq!(same, old);
    assert_eq!(same.remove_documents(|path| path == "a.md"), 3);
    assert_eq!(same, Baseline::default());
}

const FILE: &str = r#"{
  "schema_version": 1,
  "findings": [
    {"path":"a.md","rule":"r","text":"x","count":2},
    {"path":"a.md","rule":"r","text":"x","count":1,"owner":"sre","expires":"2026-05-10","reason":"测量口径"},
    {"path":"文档/b.md","rule":"s","text":"\"y\" \\ z","count":1}
  ]
}
"#;

#[test]
fn an_entry_that_has_expired_holds_nothing_and_stays() {
    let mut baseline = Baseline::parse(FILE).expect("a baseline");
    let now = found(&[("r", "x"), ("r", "x"), ("r", "x")]);
    for (today, expired) in [(day(10), 0), (day(11), 1)] {
        let matched = baseline.matched("a.md", &now, today);
        assert!(matched.stale.is_empty());
        let has_expired = |entry: &&Option<&Entry>| entry.is_some_and(|it| it.has_expired(today));
        assert_eq!(matched.entries.iter().filter(has_expired).count(), expired);
        // The one that has expired is taken last.
        assert!(!matched.entries[0].is_some_and(|entry| entry.has_expired(today)));
    }
    assert_eq!(baseline.update("a.md", &now, true, day(20)), Change::default());
    assert_eq!(baseline.to_json(), FILE, "owner, expiry and reason stay");
    // Of several entries for the same text the others go last.
    baseline.update("a.md", &now[..1], true, day(1));
    assert_eq!(baseline.of("a.md").len(), 1);
}

#[test]
fn a_file_is_one_entry_a_line_and_reads_back() {
    assert_eq!(Baseline::parse(FILE).expect("a baseline").to_json(), FILE);
    let shuffled: String = {
        let mut lines: Vec<&str> = FILE.lines().collect();
        lines.swap(3, 4);
        lines.join("\r\n")
    };
    assert_eq!(Baseline::parse(&shuffled).expect("a baseline").to_json(), FILE);
    let empty = Baseline::default().to_json();
    assert_eq!(empty, "{\n  \"schema_version\": 1,\n  \"findings\": []\n}\n");
    assert_eq!(Baseline::parse(&empty).expect("a baseline"), Baseline::default());
}

#[test]
fn what_is_no_baseline_says_where_and_why() {
    for (text, line, message) in [
        ("", 1, "EOF while parsing a value"),
        ("<<<<<<< HEAD\n", 1, "expected value"),
        (&FILE.replace("\"count\":2", "\"count\":-2"), 4, "invalid value: integer `-2`"),
        (&FILE.replace("\"owner\"", "\"ownr\""), 5, "unknown field `ownr`"),
        (&FILE.replace("2026-05-10", "10 May"), 5, "`10 May` is no day such as `2027-01-31`"),
        (&FILE.replace("\"rule\":\"s\",", ""), 6, "missing field `rule`"),
        (&FILE.replace("version\": 1", "version\": 2"), 1, "the version is 2, this pmlint knows 1"),
    ] {
        let error = Baseline::parse(text).expect_err(text);
        assert!(error.message.starts_with(message), "{error:?}");
        assert!(!error.message.contains(" at line "), "{error:?}");
        assert_eq!(error.line, line, "{text}");
    }
}
