//! Labels where they stand, read with the built-in templates.

use std::sync::Arc;

use crate::config::Settings;
use crate::label::Field;
use crate::postmortem::Postmortem;
use crate::source::Source;
use crate::span::Span;
use crate::template::builtin;

/// A document read with a built-in template.
fn read_with(template: &str, text: &str) -> (Arc<Source>, Postmortem) {
    let source = Arc::new(Source::new("a.md", text));
    let settings = Settings { template: builtin(template), ..Settings::default() };
    let postmortem = crate::read(&source, &settings, true).into_iter().next();
    (source, postmortem.expect("a postmortem"))
}

/// A document in English.
pub(crate) fn read(text: &str) -> (Arc<Source>, Postmortem) {
    read_with("generic-en", text)
}

/// The text under a span.
pub(crate) fn slice(source: &Source, span: Span) -> &str {
    source.slice(span)
}

/// The metadata of a document, each as `field place=value`, as the source has it.
fn fields(template: &str, text: &str) -> Vec<String> {
    let (source, postmortem) = read_with(template, text);
    let shown = |stated: &crate::metadata::Stated| {
        let value = source.slice(stated.span);
        format!("{} {}={value}", stated.field.id(), stated.place.id())
    };
    postmortem.metadata.iter().map(shown).collect()
}

#[test]
fn fields_are_read_wherever_they_are_written() {
    let cases: &[(&str, &[&str])] = &[
        ("---\ntitle: A: B\n---\n# T\n", &[]),
        (
            "---\ntitle: 'A: B'\nowner: [Ana, Ben]\n---\n# T\n",
            &["title front-matter=A: B", "owner front-matter=Ana", "owner front-matter=Ben"],
        ),
        ("+++\ndate = 2024-03-01\n+++\n# T\n", &["date front-matter=2024-03-01"]),
        (
            "# T\n\n**Date:** a\n**Severity**: b\n**Status**：c\n**Owner：** d\n",
            &["date line=a", "severity line=b", "status line=c", "owner line=d"],
        ),
        (
            "# T\n\n**Date:** a | **Severity:** b | Status: c\n",
            &["date line=a", "severity line=b", "status line=c"],
        ),
        ("# T\n\n**Date:** a, **Severity:** b\n", &["date line=a", "severity line=b"]),
        ("# T\n\n- **Date**: a\n- Status: b\n", &["date line=a", "status line=b"]),
        ("# T\n\n> **Date**: a\n> Status: b\n", &["date line=a", "status line=b"]),
        (
            "# T\n\n| **Severity** | SEV-2 |\n|---|---|\n| **Status** | Resolved |\n",
            &["severity table=SEV-2", "status table=Resolved"],
        ),
        ("# T\n\n| | |\n|---|---|\n| Severity | P1 |\n| Region | EU |\n", &["severity table=P1"]),
        ("# T\n\n| key | value |\n|---|---|\n| Severity | P1 |\n", &["severity table=P1"]),
        (
            "# T\n\n| **Status** | Resolved |\n|---|---|\n| Region | EU |\n",
            &["status table=Resolved"],
        ),
        (
            "# T\n\n| Date | Severity | Status |\n|---|---|---|\n| a | b | Resolved |\n",
            &["date table=a", "severity table=b", "status table=Resolved"],
        ),
        (
            "# T\n\n| Date | a | Status | b |\n|---|---|---|---|\n| Owner | c | Severity | d |\n",
            &["date table=a", "status table=b", "owner table=c", "severity table=d"],
        ),
        (
            "# T\n\n## Date: July 1, 2020\n\n## Status\n\nDone\n",
            &["date heading=July 1, 2020", "status heading=Done"],
        ),
        (
            "# T\n\n## Summary\n\n- **Severity**: P1\n\n## Impact\n\n- **Severity**: P2\n",
            &["severity line=P1"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(&fields("generic-en", text), expected, "{text}");
    }
}

#[test]
fn what_is_no_field_is_left_alone() {
    for text in [
        "# T\n\nThe status: we do not know.\n",
        "# T\n\n**Date:** TBD\n**Severity:** P0 / P1 / P2\n**Status:** \n**Owner:** N/A\n",
        "# T\n\n## Timeline\n\n- **Status**: 12:00 down\n",
        "# T\n\n## Action items\n\n- **Owner**: Ana\n",
        "# T\n\n| Owner | Status |\n|---|---|\n| Ana | Done |\n| Ben | Open |\n",
        "# T\n\n| Severity | Meaning |\n|---|---|\n| High | all users |\n| Low | some |\n",
        "---\nseverity: ~\nowner:\n---\n# T\n",
        "---\nauthor:\n  title: x\n---\n# T\n",
        "---\n\nText first.\n\n---\n",
    ] {
        assert!(fields("generic-en", text).is_empty(), "{text} {:?}", fields("generic-en", text));
    }
}

#[test]
fn each_language_has_its_labels() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "generic-zh",
            "# 复盘\n\n**日期：**三月 | **级别**：一级\n",
            &["date line=三月", "severity line=一级"],
        ),
        ("infra-zh", "# 复盘\n\n> **日期**: 三月\n", &["date line=三月"]),
        (
            "generic-ja",
            "# 障害\n\n- **重大度**：SEV-2（部分影響）\n",
            &["severity line=SEV-2（部分影響）"],
        ),
        ("pagerduty", "---\nSeverity-Level: P1\n---\n", &["severity front-matter=P1"]),
    ];
    for (template, text, expected) in cases {
        assert_eq!(&fields(template, text), expected, "{text}");
    }
}

#[test]
fn a_severity_selects_its_limits() {
    let config = "[sla]\ndetection = '1h'\n[sla.severity.SEV-1]\ndetection = '1m'\n\
                  [sla.severity.sev2]\ndetection = '5m'\n";
    let config = Arc::new(Source::new("pmlint.toml", config));
    let read_file = &mut |_: &str| Err(String::new());
    let config = crate::config::Config::parse(&config, crate::lang::Lang::En, &[], read_file);
    let settings = config.expect("a configuration").settings_for(std::path::Path::new("a.md"));
    for (top, minutes) in [
        ("", Some(60)),
        ("**Severity:** Sev 1", Some(1)),
        ("**Severity:** SEV-2（EU）", Some(5)),
        ("**Severity:** SEV-3", Some(60)),
        ("**Severity:** SEV-2 | **Priority:** P1", Some(5)),
        // Of two that differ none is taken.
        ("**Severity:** SEV-1 | **Severity:** SEV-2", None),
        ("**Severity:** SEV-1 | **Severity:** sev1", Some(1)),
    ] {
        let (_, postmortem) = read(&format!("# T\n\n{top}\n"));
        let limit = postmortem.limit(&settings.sla, "detection");
        assert_eq!(limit.map(|limit| limit.value.num_minutes()), minutes, "{top}");
    }
    let (_, postmortem) = read("# T\n\n**Severity:** SEV-2 - EU\n");
    assert_eq!(postmortem.severity(), Some("SEV-2"));
    assert_eq!(postmortem.stated(Field::Severity).count(), 1);
}
