//! Which entries a timeline has, and what belongs to each.

use std::sync::Arc;

use crate::config::Settings;
use crate::source::Source;
use crate::template::builtin;

/// The entries of a timeline: the time of day, the text, and the milestones.
fn entries(body: &str) -> Vec<String> {
    let text = format!("# 2024-05-06\n\n## Timeline\n\n{body}\n\n## Root cause\n\n10:59 x\n");
    let source = Arc::new(Source::new("a.md", text));
    let settings = Settings { template: builtin("generic-en"), ..Settings::default() };
    let read = crate::read(&source, &settings, true);
    let entries = read.iter().flat_map(|postmortem| &postmortem.entries);
    let show = |entry: &crate::timeline::Entry| {
        let marks: Vec<&str> = entry.marks.iter().map(|mark| mark.milestone.id()).collect();
        let marks =
            if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(" ")) };
        format!("{} {}{marks}", entry.start.at.format("%d %H:%M"), entry.text)
    };
    entries.map(show).collect()
}

#[test]
fn the_text_of_a_time_alone_stands_below_it() {
    for (body, expected) in [
        (
            "### 10:00\n\nAlert fired\n\nLater the service recovered",
            &["06 10:00 Alert fired [detected]"][..],
        ),
        (
            "### 10:00 UTC\n\n- Alert fired\n  - all recovered\n- Fix rolled back\n\n### 10:05\n\nb",
            &["06 10:00 Alert fired [detected responded]", "06 10:05 b"],
        ),
        ("### 10:00 Alert fired\n\nService restored later", &["06 10:00 Alert fired [detected]"]),
        (
            "**10:00**\n\nAlert fired\n\n**10:05**\n\nService restored",
            &["06 10:00 Alert fired [detected]", "06 10:05 Service restored [recovered]"],
        ),
        (
            "- **10:00**\n  - Alert fired\n- 10:05 b",
            &["06 10:00 Alert fired [detected]", "06 10:05 b"],
        ),
    ] {
        assert_eq!(entries(body), expected, "{body}");
    }
}

#[test]
fn parts_of_an_entry_say_what_it_is_by_marks_alone() {
    for (body, expected) in [
        (
            "- 10:00 a\n  - alert fired\n  - service restored\n- 10:05 b",
            &["06 10:00 a", "06 10:05 b"][..],
        ),
        (
            "- 10:00 a\n  - **Detected**: by a page\n- 10:05 b",
            &["06 10:00 a [detected]", "06 10:05 b"],
        ),
        (
            "- 10:00 a\n\n  [detected] by a page\n- 10:05 b",
            &["06 10:00 a [detected]", "06 10:05 b"],
        ),
        (
            "- 10:00 a\n  wrapped, alert fired\n- 10:05 b",
            &["06 10:00 a\nwrapped, alert fired [detected]", "06 10:05 b"],
        ),
        (
            "| Time | What |\n|---|---|\n| 10:00 | a<br>alert fired |",
            &["06 10:00 a\nalert fired [detected]"],
        ),
        // What follows the list is no part of its last entry.
        ("- 10:00 a\n\n[detected]\n\n- 10:05 b", &["06 10:00 a", "06 10:05 b"]),
    ] {
        assert_eq!(entries(body), expected, "{body}");
    }
}

#[test]
fn lines_and_paragraphs_are_entries() {
    for (body, expected) in [
        ("10:00 a\n10:05 b\n10:10 c", &["06 10:00 a", "06 10:05 b", "06 10:10 c"][..]),
        (
            "10:00 a <!-- pmlint: detected -->\n10:05 b\n<!-- pmlint: recovered -->",
            &["06 10:00 a [detected]", "06 10:05 b [recovered]"],
        ),
        ("10:00 a, back at\n10:05 again\nb", &["06 10:00 a, back at\n10:05 again\nb"]),
        ("**7 May 2024** - a\n\n**8 May 2024** - b\n- c", &["07 00:00 a", "08 00:00 b"]),
        ("8 May 2024: all in UTC\n\n- 10:00 a", &["08 10:00 a"]),
        ("8 May 2024 was a quiet day", &[]),
    ] {
        assert_eq!(entries(body), expected, "{body}");
    }
}

/// What is said in place of a time, with the text, of entries whose time is not known.
fn untimed(body: &str) -> Vec<(Option<String>, String)> {
    let source = Arc::new(Source::new("a.md", format!("## Timeline\n\n{body}\n")));
    let settings = Settings { template: builtin("generic-en"), ..Settings::default() };
    let read = crate::read(&source, &settings, true);
    let untimed = read.iter().flat_map(|postmortem| &postmortem.untimed);
    let stamp =
        |one: &crate::timeline::Untimed| one.stamp.map(|span| source.slice(span).to_owned());
    untimed.map(|one| (stamp(one), one.text.clone())).collect()
}

#[test]
fn an_entry_whose_time_does_not_exist_is_an_entry() {
    for (body, stamp) in [
        ("- 2024-05-06 25:10 Alert fired\n- 2024-05-06 10:05 b", "2024-05-06 25:10"),
        ("| Time | Event |\n|---|---|\n| 22024-05-06 10:00 | Alert fired |", "22024-05-06 10:00"),
        ("**2024-02-30 10:00** - Alert fired", "2024-02-30 10:00"),
        ("### 2024-05-06 10:61 Alert fired\n\nmore", "2024-05-06 10:61"),
    ] {
        assert_eq!(untimed(body), [(Some(stamp.to_owned()), "Alert fired".to_owned())], "{body}");
    }
    assert_eq!(untimed("- 10:00 a\n- b"), [(None, "b".to_owned())]);
}

#[test]
fn a_day_of_the_week_says_the_day() {
    // The title has 6 May, a Monday.
    for (body, expected) in [
        (
            "- Sunday 14:00 a\n- 8:00 on Monday b\n- 9:00 c",
            &["05 14:00 a", "06 08:00 b", "06 09:00 c"][..],
        ),
        ("- Thursday 14:00 a\n- Monday 8:00 b", &["09 14:00 a", "13 08:00 b"]),
        ("- 10:00 a\n- Monday 11:00 b\n- Wed 8:00 c", &["06 10:00 a", "06 11:00 b", "08 08:00 c"]),
        // Right before the one above it: misplaced, and reported.
        ("- Tue 10:00 a\n- Mon 11:00 b", &["07 10:00 a", "06 11:00 b"]),
    ] {
        assert_eq!(entries(body), expected, "{body}");
    }
}
