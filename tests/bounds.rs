//! Where the entry that is meant is not in the timeline, those that are there only bound a length: a
//! value within the bounds is not wrong, and it is said that nobody can check it.

mod support;

use support::lint;

/// What is said of a value, with the lines of the timeline.
fn said(stated: &str, timeline: &[&str]) -> Vec<String> {
    let entries: String = timeline.iter().map(|entry| format!("- 2024-05-06 {entry}\n")).collect();
    let text = format!(
        "# Checkout outage\n\n## Timeline\n\nAll times in UTC.\n\n{entries}\n\
         ## Root cause\n\nA full disk.\n\n## Action items\n\n- Clean up\n\n## Metrics\n\n- {stated}\n"
    );
    let found = lint("a.md", &text, "template = \"generic-en\"\n");
    found.iter().map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
}

const UNVERIFIABLE: &str = "unverifiable-metric";
const MISMATCH: &str = "metric-mismatch";

#[test]
fn a_value_within_the_bounds_is_not_wrong() {
    let closed = ["10:00 Checkout starts failing", "10:05 Alert fired", "16:40 Incident closed"];
    let reported = ["10:05 Customer reports that checkout is down", "10:40 Service restored"];
    let again = [
        "10:00 Checkout starts failing",
        "10:05 Alert fired",
        "10:20 Service restored",
        "11:00 Checkout is down, alert fired",
        "16:00 Incident closed",
    ];
    let known = ["10:00 Checkout starts failing", "10:05 Alert fired", "10:40 Service restored"];
    let after =
        ["10:00 Checkout starts failing", "10:40 Service restored", "11:30 Team adds an alert"];
    let late = ["09:55 Alert fired", "10:10 Checkout is down", "10:20 On-call is paged"];
    for (stated, timeline, rule) in [
        // The service may have been back long before the work was closed, and not after.
        ("Time to recover: 2h", &closed[..], Some(UNVERIFIABLE)),
        ("Time to recover: 8h", &closed, Some(MISMATCH)),
        ("Time to recover: 6h40m", &closed, None),
        // What is reported began before.
        ("Time to detect: 20m", &reported, Some(UNVERIFIABLE)),
        ("Time to recover: 50m", &reported, Some(UNVERIFIABLE)),
        ("Time to recover: 10m", &reported, Some(MISMATCH)),
        ("Time to detect: 4h", &late, Some(UNVERIFIABLE)),
        // What came back was over later.
        ("Time to recover: 3h", &again, Some(UNVERIFIABLE)),
        ("Time to recover: 20m", &again, None),
        // An alert that is added later is no fault.
        ("Time to recover: 3h", &after, Some(MISMATCH)),
        // Where both entries are there, nothing is left open.
        ("Time to recover: 2h", &known, Some(MISMATCH)),
        ("Time to detect: 25m", &known, Some(MISMATCH)),
        ("Time to recover: 40m", &known, None),
    ] {
        let found = said(stated, timeline);
        let about: Vec<&String> = found.iter().filter(|one| one.contains("-metric ")).collect();
        let about: Vec<&String> =
            about.into_iter().chain(found.iter().filter(|one| one.starts_with(MISMATCH))).collect();
        assert_eq!(about.len(), usize::from(rule.is_some()), "{stated} {timeline:?} {found:?}");
        let is_said = |rule: &str| about.iter().all(|one| one.starts_with(rule));
        assert!(rule.is_none_or(is_said), "{stated} {timeline:?} {found:?}");
    }
}

#[test]
fn it_is_said_which_entry_is_lacking() {
    for (stated, timeline, reason) in [
        (
            "Time to recover: 2h",
            ["10:00 Checkout starts failing", "16:40 Incident closed"],
            "the timeline has closed, and not when the service was back",
        ),
        (
            "Time to recover: 2h",
            ["10:00 Customer reports that checkout is down", "10:40 Service restored"],
            "the fault was reported by the time of the entry read as start",
        ),
    ] {
        let found = said(stated, &timeline);
        assert!(found.iter().any(|one| one.contains(reason)), "{found:?}");
    }
}

#[test]
fn a_length_between_the_entries_is_held_against_its_range() {
    let text = |length: &str| {
        format!(
            "# Checkout outage\n\n## Timeline\n\nAll times in UTC.\n\n\
             **Duration:** 10:00 to 10:40 ({length})\n\n- 2024-05-06 10:00 Change deployed\n\
             - 2024-05-06 10:05 Alert fired\n- 2024-05-06 10:40 Service restored\n\n\
             ## Root cause\n\nA full disk.\n\n## Action items\n\n- Clean up\n"
        )
    };
    let rules = |length: &str| {
        let found = lint("a.md", &text(length), "template = \"generic-en\"\n");
        found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("50 minutes"), ["range-mismatch"]);
    assert_eq!(rules("40 minutes"), [""; 0]);
}

#[test]
fn an_entry_at_the_start_of_the_impact_may_be_meant_and_proves_nothing() {
    let text = |impact: &str, detection: &str| {
        format!(
            "# Checkout outage\n\n## Impact\n\n{impact} all customers\n\n## Timeline\n\n\
             - 2024-05-06 10:00 Queue of orders grows\n- 2024-05-06 10:05 Alert fired\n\
             - 2024-05-06 10:40 Service restored\n\n## Root cause\n\nA full disk.\n\n\
             ## Metrics\n\n- Time to detect: {detection}\n"
        )
    };
    let said = |impact: &str, detection: &str| {
        let found = lint("a.md", &text(impact, detection), "template = \"generic-en\"\n");
        let found = found.iter().map(|finding| finding.rule);
        found.filter(|rule| rule.ends_with("-metric") || *rule == MISMATCH).collect::<Vec<_>>()
    };
    assert_eq!(said("2024-05-06 10:00 - 10:40", "5m"), [""; 0]);
    assert_eq!(said("2024-05-06 10:00 - 10:40", "25m"), [UNVERIFIABLE]);
    // No entry stands at the time that the impact section gives.
    assert_eq!(said("2024-05-06 09:50 - 10:40", "15m"), [UNVERIFIABLE]);
}
