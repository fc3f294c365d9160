//! Key events: moments of an incident that are stated beside a label, outside of its timeline.
//!
//! `- **First detected**: 2023-09-18 13:42` marks a milestone as plainly as a mark in the timeline does.
//! Where the timeline has the milestone as well, it is a second witness.

use crate::document::Scope;
use crate::label::Meaning;
use crate::labelled::Labelled;
use crate::milestone::Milestone;
use crate::notation::timestamp::{Found, Written};
use crate::span::Span;
use crate::stamp::{self, Calendar, Stamp};
use crate::text::Text;

/// The time of a milestone, stated beside a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyEvent {
    /// Which milestone.
    pub milestone: Milestone,
    /// When.
    pub stamp: Stamp,
    /// The label that says so.
    pub name: Span,
}

/// Reads the key events of a postmortem. `calendar` knows the day the incident began.
#[must_use]
pub fn read(scope: &Scope<'_>, labelled: &[Labelled<'_>], calendar: &Calendar) -> Vec<KeyEvent> {
    let mut calendar = *calendar;
    let mut events: Vec<KeyEvent> = Vec::new();
    for one in labelled {
        let milestone = one.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Milestone(milestone) => Some(*milestone),
            _ => None,
        });
        let Some(milestone) = milestone else { continue };
        let Some(value) = one.value.lines().next() else { continue };
        let Some(written) = moment(scope, value, milestone) else { continue };
        let Some(stamp) = calendar.resolve(&written, value) else { continue };
        // A clock that went back is past midnight, or the events are not in order: a guess either way.
        let stamp = match events.last() {
            Some(above) => calendar.after(stamp, &above.stamp),
            None => stamp,
        };
        events.push(KeyEvent { milestone, stamp, name: one.label.span() });
    }
    events
}

/// The clock time that a value is: it begins with one, and nothing but a remark follows.
fn moment(scope: &Scope<'_>, value: Text<'_>, milestone: Milestone) -> Option<Written> {
    let visible = value.as_str();
    let found = stamp::find(value, &scope.template.stamps).into_iter().next()?;
    let (first, last) = match found {
        Found::Single(written) => (written.clone(), written),
        Found::Range { start, end } => (start.clone(), end.unwrap_or(start)),
        Found::Impossible { .. } => return None,
    };
    let before = visible.get(..first.range.start)?;
    let after = visible.get(last.range.end..)?.trim_start();
    let alone =
        !before.contains(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
    let written = if milestone.is_end() { last } else { first };
    (alone && written.time.is_some()).then_some(written)
}

#[cfg(test)]
mod tests {
    use crate::labelled::tests::{read, slice};
    use crate::metric::Conclusion;

    const TIMELINE: &str =
        "\n## Timeline\n\n- 2024-03-01 12:00 errors began\n- 12:05 alert fired\n";

    /// The key events of a document, each as `milestone time`.
    fn events(top: &str) -> Vec<String> {
        let (_, postmortem) = read(&format!("# T\n\n{top}\n{TIMELINE}"));
        let shown = |event: &super::KeyEvent| {
            format!("{} {}", event.milestone, event.stamp.at.format("%d %H:%M"))
        };
        postmortem.key_events.iter().map(shown).collect()
    }

    #[test]
    fn a_label_with_a_time_marks_a_milestone() {
        let cases: &[(&str, &[&str])] = &[
            ("- **First detected**: 2023-09-18 13:42", &["detected 18 13:42"]),
            ("- First detected: 12:10 (by a customer)", &["detected 01 12:10"]),
            ("| Resolved at | `2024-03-01 13:00` |\n|---|---|\n", &["closed 01 13:00"]),
            (
                "- **Outage**: 12:00 – 13:00\n- **Outage end**: 12:00 – 13:00",
                &["start 01 12:00", "recovered 01 13:00"],
            ),
            ("- Start time: 23:50\n- End time: 00:10", &["start 01 23:50", "recovered 02 00:10"]),
            ("- **Detected**: 12:10 a customer called", &[]),
            ("- **Detected**: by a customer at 12:10", &[]),
            ("- **Detected**: 2024-03-01", &[]),
            ("We detected it at: 12:10", &[]),
            ("- **Detected**: 25:10", &[]),
        ];
        for (top, expected) in cases {
            assert_eq!(&events(top), expected, "{top}");
        }
    }

    #[test]
    fn what_is_work_or_in_the_timeline_is_no_key_event() {
        let (_, postmortem) = read(&format!(
            "# T\n{TIMELINE}- **Recovered**: 12:40\n\n## Action items\n\n- **Resolved**: 2024-03-04 10:00\n"
        ));
        assert!(postmortem.key_events.is_empty(), "{:?}", postmortem.key_events);
    }

    /// What the only metric of a document concludes, with its value.
    fn conclusion(top: &str) -> String {
        let (source, postmortem) = read(&format!("# T\n\n{top}\n{TIMELINE}"));
        let [stated] = postmortem.metrics.as_slice() else { panic!("{:?}", postmortem.metrics) };
        format!("{} {}", slice(&source, stated.value_span), stated.conclusion.id())
    }

    #[test]
    fn a_length_beside_an_impact_window_may_be_that_of_the_window() {
        let text = "# T\n\n## Impact\n\n- Errors from 2024-03-01 12:10 to 12:30\n- Downtime: 20m\n\n\
                    ## Timeline\n\n- 2024-03-01 12:00 errors began\n- 13:00 service restored\n";
        let (_, postmortem) = read(text);
        assert!(matches!(postmortem.metrics[0].conclusion, Conclusion::Agrees(_)));
    }

    #[test]
    fn a_lower_bound_may_be_measured_from_an_entry_that_nothing_marks() {
        for (top, expected) in [
            ("- Downtime: 2+ hours", "2+ hours unusual"),
            ("- Downtime: 5+ hours", "5+ hours mismatch"),
        ] {
            let (source, postmortem) = read(&format!(
                "# T\n\n{top}\n\n## Timeline\n\n- 2024-03-01 11:30 a job ran\n- 12:00 errors began\n\
                 - 13:50 service restored\n"
            ));
            let stated = &postmortem.metrics[0];
            let found = format!("{} {}", slice(&source, stated.value_span), stated.conclusion.id());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_key_event_is_an_end_of_a_metric() {
        for (top, expected) in [
            // The timeline has no recovery.
            ("- Time to recover: 40m\n- Restored at: 2024-03-01 12:40", "40m agrees"),
            ("- Time to recover: 90m\n- Restored at: 2024-03-01 12:40", "90m mismatch"),
            ("- Time to recover: 90m\n", "90m unverifiable"),
            // The timeline has a detection at another time: either will do.
            ("- Time to detect: 5m\n- Detected at: 12:20", "5m agrees"),
            ("- Time to detect: 20m\n- Detected at: 12:20", "20m agrees"),
            ("- Time to detect: 50m\n- Detected at: 12:20", "50m mismatch"),
            // Both ends are key events; a clock that went back is a guess.
            ("- Time to detect: 7m\n- Start time: 11:50\n- Detected at: 11:57", "7m agrees"),
            ("- Time to recover: 3h\n- Start time: 23:50\n- Restored at: 00:20", "3h unverifiable"),
            // A zone on one side only proves nothing.
            ("- Time to recover: 40m\n- Restored at: 2024-03-01T04:40:00Z", "40m unverifiable"),
        ] {
            assert_eq!(conclusion(top), expected, "{top}");
        }
        let (_, postmortem) = read("# T\n\n- Time to recover: 40m\n\n## Timeline\n");
        assert_eq!(postmortem.metrics[0].conclusion, Conclusion::Unverifiable);
    }
}
